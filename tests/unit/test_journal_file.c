/* The journal's file: made with care, opened with care, and never made worse than it was. */
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include "tests/unit/journal_fixture.h"

#define NOBODY 65534

/* ---- what is in a folder, to see that it stays so ---- */

static int add_name(const char *path, struct text *out)
{
    struct stat st;
    char chunk[4096];
    if (lstat(path, &st) != 0)
        return -1;
    text_addf(out, "%s %o %lld:", path, (unsigned)st.st_mode, (long long)st.st_size);
    FILE *file = S_ISREG(st.st_mode) ? fopen(path, "rb") : NULL;
    for (size_t got; file != NULL && (got = fread(chunk, 1, sizeof chunk, file)) > 0;)
        for (size_t i = 0; i < got; i++)
            text_addf(out, "%02x", (unsigned char)chunk[i]);
    if (file != NULL)
        fclose(file);
    text_add_str(out, "\n");
    return 0;
}

static int compare_names(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

/* Names, modes and contents. */
static struct text folder_contents(const struct folder *folder)
{
    struct text out = {0};
    struct dirent **names;
    int count = scandir(folder->path, &names, NULL, compare_names);
    assert_true(count >= 2);
    for (int i = 0; i < count; i++) {
        char path[400];
        snprintf(path, sizeof path, "%s/%s", folder->path, names[i]->d_name);
        if (names[i]->d_name[0] != '.')
            add_name(path, &out);
        free(names[i]);
    }
    free(names);
    return out;
}

static void check_unchanged(const struct folder *folder, struct text *before)
{
    struct text after = folder_contents(folder);
    assert_string_equal(text_str(before), text_str(&after));
    text_release(before);
    text_release(&after);
}

/* Cannot be opened, in two modes at least, and the folder stays as it is. */
static void check_stays_shut(const struct folder *folder, const char *path, enum err_code code, const char *part)
{
    struct text before = folder_contents(folder);
    check_opens_not(path, JOURNAL_READ, code, part);
    check_opens_not(path, JOURNAL_WRITE, code, part);
    check_unchanged(folder, &before);
}

/* ---- making one ---- */

static unsigned mode_of(const char *path)
{
    struct stat st;
    assert_int_equal(stat(path, &st), 0);
    return st.st_mode & 07777;
}

static void test_a_missing_file_is_only_made_when_asked(void **state)
{
    (void)state;
    struct folder folder;
    folder_open(&folder);
    check_stays_shut(&folder, folder_path(&folder, "journal.db"), ERR_NO_INPUT, "no such journal file");
    check_stays_shut(&folder, folder_path(&folder, "a/b/journal.db"), ERR_NO_INPUT, "no such journal file");
    folder_close(&folder);
}

static void test_files_and_folders_are_for_their_owner_alone(void **state)
{
    (void)state;
    struct folder folder;
    folder_open(&folder);
    mode_t kept = umask(0);
    journal_close(must_open(folder_path(&folder, "a/b/journal.db"), JOURNAL_CREATE));
    umask(kept);
    assert_int_equal(mode_of(folder_path(&folder, "a")), 0700);
    assert_int_equal(mode_of(folder_path(&folder, "a/b")), 0700);
    assert_int_equal(mode_of(folder_path(&folder, "a/b/journal.db")), 0600);
    folder_close(&folder);
}

static void test_nothing_but_the_file_is_left_in_the_folder(void **state)
{
    (void)state;
    struct sample sample;
    sample_open(&sample);
    journal_close(sample.journal);
    sample.journal = NULL;
    assert_int_equal(unlink(sample.path), 0);
    struct text left = folder_contents(&sample.folder);
    assert_string_equal(text_str(&left), "");
    text_release(&left);
    sample_close(&sample);
}

/* A crash between the file's creation and its first page leaves it empty. */
static void test_an_empty_file_becomes_a_journal_when_asked(void **state)
{
    (void)state;
    struct folder folder;
    folder_open(&folder);
    const char *path = folder_path(&folder, "journal.db");
    file_write(path, "", 0);
    check_stays_shut(&folder, path, ERR_NO_INPUT, "the journal file is empty");
    struct journal *journal = must_open(path, JOURNAL_CREATE);
    append_samples(journal);
    journal_close(journal);
    journal = must_open(path, JOURNAL_READ);
    check_head(journal, 3, samples[2].hash);
    journal_close(journal);
    folder_close(&folder);
}

/* SQLite has its own ideas about such names. */
static void test_names_are_only_names(void **state)
{
    (void)state;
    static const char *const names[] = {":memory:", "file:x?mode=memory", "file:y", "plain", "三月 %20?.db"};
    struct folder folder;
    char back[400];
    folder_open(&folder);
    assert_non_null(getcwd(back, sizeof back));
    assert_int_equal(chdir(folder.path), 0);
    for (size_t i = 0; i < LENGTH_OF(names); i++) {
        struct journal *journal = must_open(names[i], JOURNAL_CREATE);
        append_samples(journal);
        journal_close(journal);
        assert_true(access(folder_path(&folder, names[i]), F_OK) == 0);
        journal = must_open(names[i], JOURNAL_READ);
        check_head(journal, 3, samples[2].hash);
        journal_close(journal);
    }
    check_opens_not("missing.db", JOURNAL_READ, ERR_NO_INPUT, "no such");
    assert_int_equal(chdir(back), 0);
    folder_close(&folder);
}

/* ---- what is not a journal's file ---- */

static void test_only_regular_files_are_opened(void **state)
{
    (void)state;
    struct sample sample;
    sample_open(&sample);
    const char *folder = folder_path(&sample.folder, "folder"), *pipe = folder_path(&sample.folder, "pipe");
    const char *link = folder_path(&sample.folder, "link"), *nowhere = folder_path(&sample.folder, "nowhere");
    assert_int_equal(mkdir(folder, 0700), 0);
    assert_int_equal(mkfifo(pipe, 0600), 0);
    assert_int_equal(symlink(sample.path, link), 0);
    assert_int_equal(symlink("missing.db", nowhere), 0);
    for (int mode = JOURNAL_READ; mode <= JOURNAL_CREATE; mode++) {
        struct text before = folder_contents(&sample.folder);
        check_opens_not(folder, (enum journal_mode)mode, ERR_NO_INPUT, "not a regular file");
        check_opens_not(pipe, (enum journal_mode)mode, ERR_NO_INPUT, "not a regular file");
        check_opens_not(link, (enum journal_mode)mode, ERR_NO_INPUT, "a symbolic link");
        check_opens_not(nowhere, (enum journal_mode)mode, ERR_NO_INPUT, "a symbolic link");
        check_opens_not("/dev/null", (enum journal_mode)mode, ERR_NO_INPUT, "not a regular file");
        check_unchanged(&sample.folder, &before);
    }
    sample_close(&sample);
}

static void test_a_folder_on_the_way_may_be_a_link(void **state)
{
    (void)state;
    struct sample sample;
    sample_open(&sample);
    assert_int_equal(symlink(".", folder_path(&sample.folder, "here")), 0);
    struct journal *journal = must_open(folder_path(&sample.folder, "here/journal.db"), JOURNAL_WRITE);
    check_head(journal, 3, NULL);
    journal_close(journal);
    sample_close(&sample);
}

static void test_a_file_is_no_folder(void **state)
{
    (void)state;
    struct sample sample;
    sample_open(&sample);
    struct text before = folder_contents(&sample.folder);
    check_opens_not(folder_path(&sample.folder, "journal.db/x"), JOURNAL_CREATE, ERR_NO_INPUT, "no such");
    check_unchanged(&sample.folder, &before);
    sample_close(&sample);
}

static void test_other_files_are_left_alone(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "x", "SQLite format 3", "{\"seq\":1}\n",
        "SQLite format 4\nand so on, for more than a hundred bytes, so that nobody can say that it was too short to tell what it was.",
    };
    struct folder folder;
    folder_open(&folder);
    const char *path = folder_path(&folder, "other");
    for (size_t i = 0; i < LENGTH_OF(texts); i++) {
        file_write(path, texts[i], strlen(texts[i]));
        struct text before = folder_contents(&folder);
        for (int mode = JOURNAL_READ; mode <= JOURNAL_CREATE; mode++)
            check_opens_not(path, (enum journal_mode)mode, ERR_VALUE, "");
        check_unchanged(&folder, &before);
    }
    folder_close(&folder);
}

/* Either it does not open, or verifying says so; and nobody repairs it. */
static void check_truncated(const struct sample *sample, off_t size)
{
    uint64_t count;
    struct err err = {0};
    assert_int_equal(truncate(sample->path, size), 0);
    struct text before = folder_contents(&sample->folder);
    struct journal *journal = journal_open(sample->path, JOURNAL_WRITE, &err);
    if (journal != NULL && journal_verify(journal, NULL, &count, &err) == 0)
        fail_msg("cut at %lld, and nobody saw it", (long long)size);
    assert_int_equal(err.code, size == 0 ? ERR_NO_INPUT : ERR_VALUE);
    journal_close(journal);
    check_unchanged(&sample->folder, &before);
}

static void test_a_truncated_file_is_seen(void **state)
{
    (void)state;
    struct sample sample;
    struct stat st;
    sample_open(&sample);
    for (int i = 0; i < 40; i++) {
        struct entry entry = note("road-1", NOON + 9);
        must_append(sample.journal, &entry, JOURNAL_ANY);
    }
    journal_close(sample.journal);
    sample.journal = NULL;
    assert_int_equal(stat(sample.path, &st), 0);
    for (off_t size = st.st_size - 1; size > 0; size -= 509)
        check_truncated(&sample, size);
    check_truncated(&sample, 1);
    check_truncated(&sample, 0);
    sample_close(&sample);
}

/* ---- without permission, without room ---- */

/* Run in a process of its own, not as root; 0 is good. */
static void as_nobody(const struct sample *sample, int (*run)(const struct sample *sample))
{
    int status;
    pid_t child = fork();
    if (child == 0)
        _exit(geteuid() == 0 && (setgid(NOBODY) != 0 || setuid(NOBODY) != 0) ? 99 : run(sample));
    assert_true(child > 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
}

static void give_to_nobody(const char *path)
{
    if (geteuid() == 0)
        assert_int_equal(chown(path, NOBODY, NOBODY), 0);
}

static bool opens(const char *path, enum journal_mode mode, struct err *err)
{
    struct journal *journal = journal_open(path, mode, err);
    uint64_t count;
    bool good = journal != NULL && journal_verify(journal, samples[2].hash, &count, err) == 0 && count == 3;
    journal_close(journal);
    return good;
}

static int read_but_not_write(const struct sample *sample)
{
    struct err err = {0};
    if (!opens(sample->path, JOURNAL_READ, &err))
        return 1;
    if (opens(sample->path, JOURNAL_WRITE, &err) || err.code != ERR_IO || strstr(err.en, "read-only") == NULL)
        return 2;
    err = (struct err){0};
    return opens(sample->path, JOURNAL_CREATE, &err) || err.code != ERR_IO ? 3 : 0;
}

static void test_a_read_only_file_can_be_read(void **state)
{
    (void)state;
    struct sample sample;
    sample_open(&sample);
    give_to_nobody(sample.folder.path);
    give_to_nobody(sample.path);
    assert_int_equal(chmod(sample.path, 0400), 0);
    struct text before = folder_contents(&sample.folder);
    as_nobody(&sample, read_but_not_write);
    check_unchanged(&sample.folder, &before);
    sample_close(&sample);
}

static int append_in_vain(const struct sample *sample)
{
    struct err err = {0};
    struct entry entry = note("road-1", NOON + 9);
    struct journal *journal = journal_open(sample->path, JOURNAL_WRITE, &err);
    if (journal == NULL || journal_append(journal, &entry, 3, &err) == 0 || err.code != ERR_IO || strstr(err.en, "folder") == NULL)
        return 1;
    journal_close(journal);
    return opens(sample->path, JOURNAL_READ, &err) ? 0 : 2;
}

static void test_a_read_only_folder_takes_no_entry(void **state)
{
    (void)state;
    struct sample sample;
    sample_open(&sample);
    give_to_nobody(sample.folder.path);
    give_to_nobody(sample.path);
    assert_int_equal(chmod(sample.folder.path, 0500), 0);
    struct text before = folder_contents(&sample.folder);
    as_nobody(&sample, append_in_vain);
    check_unchanged(&sample.folder, &before);
    assert_int_equal(chmod(sample.folder.path, 0700), 0);
    sample_close(&sample);
}

static int create_in_vain(const struct sample *sample)
{
    char path[200];
    struct err err = {0};
    snprintf(path, sizeof path, "%s/deeper/new.db", sample->folder.path);
    return opens(path, JOURNAL_CREATE, &err) || err.code != ERR_IO;
}

static void test_a_read_only_folder_takes_no_journal(void **state)
{
    (void)state;
    struct sample sample;
    sample_open(&sample);
    give_to_nobody(sample.folder.path);
    assert_int_equal(chmod(sample.folder.path, 0500), 0);
    struct text before = folder_contents(&sample.folder);
    as_nobody(&sample, create_in_vain);
    check_unchanged(&sample.folder, &before);
    assert_int_equal(chmod(sample.folder.path, 0700), 0);
    sample_close(&sample);
}

static int read_what_is_anothers(const struct sample *sample)
{
    struct err err = {0};
    if (!opens(sample->path, JOURNAL_READ, &err))
        return 1;
    return opens(sample->path, JOURNAL_WRITE, &err) || err.code != ERR_IO || strstr(err.en, "another user") == NULL ? 2 : 0;
}

static void test_another_users_journal_is_not_written(void **state)
{
    (void)state;
    struct sample sample;
    if (geteuid() != 0)
        skip();
    sample_open(&sample);
    assert_int_equal(chmod(sample.folder.path, 0777), 0);
    assert_int_equal(chmod(sample.path, 0666), 0);
    as_nobody(&sample, read_what_is_anothers);
    sample_close(&sample);
}

static int read_what_is_secret(const struct sample *sample)
{
    struct err err = {0};
    return opens(sample->path, JOURNAL_READ, &err) || err.code != ERR_IO || strstr(err.en, "ermission denied") == NULL;
}

static void test_an_unreadable_file_is_an_error_of_its_own(void **state)
{
    (void)state;
    struct sample sample;
    sample_open(&sample);
    assert_int_equal(chmod(sample.folder.path, 0755), 0);
    assert_int_equal(chmod(sample.path, 0), 0);
    as_nobody(&sample, read_what_is_secret);
    sample_close(&sample);
}

/* A file may not grow past `limit` in this process: the nearest to a full disk that needs no disk. */
static void limit_files(rlim_t limit)
{
    const struct rlimit most = {limit, limit};
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &most);
}

static int create_without_room(const struct sample *sample)
{
    char path[200];
    struct err err = {0};
    snprintf(path, sizeof path, "%s/new.db", sample->folder.path);
    limit_files(2048);
    return opens(path, JOURNAL_CREATE, &err) || err.code != ERR_IO;
}

static void test_a_journal_that_cannot_be_made_is_not_left_half_made(void **state)
{
    (void)state;
    struct sample sample;
    sample_open(&sample);
    give_to_nobody(sample.folder.path);
    struct text before = folder_contents(&sample.folder);
    as_nobody(&sample, create_without_room);
    check_unchanged(&sample.folder, &before);
    sample_close(&sample);
}

static int append_without_room(const struct sample *sample)
{
    struct err err = {0};
    struct stat st;
    struct text body = {0};
    struct entry entry = note("road-1", NOON + 9);
    struct journal *journal = journal_open(sample->path, JOURNAL_WRITE, &err);
    text_addf(&body, "{\"a\":\"%*s\"}", 100000, "");
    entry.body = body.data;
    if (journal == NULL || stat(sample->path, &st) != 0)
        return 1;
    limit_files((rlim_t)st.st_size);
    int rc = journal_append(journal, &entry, 3, &err) == 0 || err.code != ERR_IO ? 2 : 0;
    journal_close(journal);
    text_release(&body);
    return rc != 0 || opens(sample->path, JOURNAL_READ, &err) ? rc : 3;
}

static void test_an_entry_without_room_is_not_there(void **state)
{
    (void)state;
    struct sample sample;
    sample_open(&sample);
    give_to_nobody(sample.folder.path);
    give_to_nobody(sample.path);
    as_nobody(&sample, append_without_room);
    check_head(sample.journal, 3, samples[2].hash);
    struct entry entry = note("road-1", NOON + 9);
    must_append(sample.journal, &entry, 3);
    sample_close(&sample);
}

static void test_a_file_that_was_moved_takes_no_entry(void **state)
{
    (void)state;
    struct sample sample;
    struct err err = {0};
    sample_open(&sample);
    assert_int_equal(rename(sample.path, folder_path(&sample.folder, "moved.db")), 0);
    struct text before = folder_contents(&sample.folder);
    struct entry entry = note("road-1", NOON + 9);
    assert_int_equal(journal_append(sample.journal, &entry, 3, &err), -1);
    check_err(&err, ERR_IO, "moved, renamed or removed");
    check_unchanged(&sample.folder, &before);
    sample_close(&sample);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_missing_file_is_only_made_when_asked),
        cmocka_unit_test(test_files_and_folders_are_for_their_owner_alone),
        cmocka_unit_test(test_nothing_but_the_file_is_left_in_the_folder),
        cmocka_unit_test(test_an_empty_file_becomes_a_journal_when_asked),
        cmocka_unit_test(test_names_are_only_names),
        cmocka_unit_test(test_only_regular_files_are_opened),
        cmocka_unit_test(test_a_folder_on_the_way_may_be_a_link),
        cmocka_unit_test(test_a_file_is_no_folder),
        cmocka_unit_test(test_other_files_are_left_alone),
        cmocka_unit_test(test_a_truncated_file_is_seen),
        cmocka_unit_test(test_a_read_only_file_can_be_read),
        cmocka_unit_test(test_a_read_only_folder_takes_no_entry),
        cmocka_unit_test(test_a_read_only_folder_takes_no_journal),
        cmocka_unit_test(test_another_users_journal_is_not_written),
        cmocka_unit_test(test_an_unreadable_file_is_an_error_of_its_own),
        cmocka_unit_test(test_a_journal_that_cannot_be_made_is_not_left_half_made),
        cmocka_unit_test(test_an_entry_without_room_is_not_there),
        cmocka_unit_test(test_a_file_that_was_moved_takes_no_entry),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
