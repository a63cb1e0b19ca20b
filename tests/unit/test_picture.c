/*
 * Pictures: files that are replaced whole, and the program beside this one that draws. For that a copy of this program runs in a folder of
 * its own, beside scripts that play respond-diagram; with "draw FORMAT" it draws a chart and tells how that went.
 */
#define _GNU_SOURCE /* terminals, devices and the environment */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>

#include "cli/picture.h"
#include "tests/unit/chart_fixture.h"
#include "tests/unit/fixture.h"

/* ---- files ---- */

static struct folder folder;

static int open_folder(void **state)
{
    (void)state;
    folder_open(&folder);
    return 0;
}

static int close_folder(void **state)
{
    (void)state;
    folder_close(&folder);
    return 0;
}

static int write_text(const char *path, const char *data, size_t size, struct err *err)
{
    struct text text = {0};
    text_add(&text, data, size);
    int rc = picture_write(path, &text, err);
    text_release(&text);
    return rc;
}

static void must_write(const char *path, const char *data)
{
    struct err err;
    if (write_text(path, data, strlen(data), &err) != 0)
        fail_msg("%s", err.en);
}

static void check_file(const char *path, const char *data, size_t size)
{
    char got[256];
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fread(got, 1, sizeof got, file), size);
    assert_memory_equal(got, data, size);
    fclose(file);
}

static size_t count_entries(const char *path)
{
    size_t count = 0;
    DIR *dir = opendir(path);
    assert_non_null(dir);
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;)
        count += entry->d_name[0] != '.' || strlen(entry->d_name) > 2;
    closedir(dir);
    return count;
}

static void check_refused(const char *path, const char *why)
{
    struct err err = {0};
    assert_int_equal(write_text(path, "new", 3, &err), -1);
    assert_int_equal(err.code, ERR_IO);
    check_contains(err.en, why);
    check_contains(err.zh, why);
}

static void test_a_file_is_written_whole_and_nothing_is_left_beside_it(void **state)
{
    (void)state;
    struct err err;
    const char *path = folder_path(&folder, "图 1.png");
    assert_int_equal(write_text(path, "\x89PNG\0\r\n", 7, &err), 0);
    check_file(path, "\x89PNG\0\r\n", 7);
    assert_int_equal(count_entries(folder.path), 1);
    must_write(path, "");
    check_file(path, "", 0);
    assert_int_equal(count_entries(folder.path), 1);
}

static void test_a_new_file_is_for_those_whom_umask_lets(void **state)
{
    (void)state;
    static const mode_t masks[] = {022, 077, 027, 0};
    const char *path = folder_path(&folder, "a.svg");
    for (size_t i = 0; i < LENGTH_OF(masks); i++) {
        struct stat st;
        mode_t before = umask(masks[i]);
        unlink(path);
        must_write(path, "x");
        assert_int_equal(umask(before), masks[i]); /* as it was */
        assert_int_equal(stat(path, &st), 0);
        assert_int_equal(st.st_mode & 07777, 0666 & ~masks[i]);
    }
}

static void test_a_private_file_stays_private(void **state)
{
    (void)state;
    struct stat st;
    const char *path = folder_path(&folder, "a.svg");
    must_write(path, "old");
    assert_int_equal(chmod(path, 0600), 0);
    must_write(path, "new");
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0600);
}

static void test_whoever_reads_the_old_file_reads_it_to_the_end(void **state)
{
    (void)state;
    char got[8] = "";
    const char *path = folder_path(&folder, "a.svg");
    must_write(path, "old");
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    must_write(path, "newer");
    assert_int_equal(read(fd, got, sizeof got), 3);
    assert_string_equal(got, "old");
    close(fd);
    check_file(path, "newer", 5);
    assert_int_equal(count_entries(folder.path), 1);
}

static void test_a_name_without_a_folder_is_in_the_present_one(void **state)
{
    (void)state;
    int before = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    assert_int_equal(chdir(folder.path), 0);
    must_write("a.svg", "new");
    assert_int_equal(fchdir(before), 0);
    close(before);
    check_file(folder_path(&folder, "a.svg"), "new", 3);
}

static void test_a_link_stays_a_link(void **state)
{
    (void)state;
    char target[20] = "";
    assert_int_equal(mkdir(folder_path(&folder, "inner"), 0777), 0);
    must_write(folder_path(&folder, "inner/real.svg"), "old");
    assert_int_equal(symlink("inner/real.svg", folder_path(&folder, "link.svg")), 0);
    must_write(folder_path(&folder, "link.svg"), "new");
    assert_int_equal(readlink(folder_path(&folder, "link.svg"), target, sizeof target - 1), 14);
    check_file(folder_path(&folder, "inner/real.svg"), "new", 3);
    assert_int_equal(count_entries(folder.path), 2);
    assert_int_equal(count_entries(folder_path(&folder, "inner")), 1);
}

static void test_a_pipe_is_written_to(void **state)
{
    (void)state;
    char got[8] = "";
    struct stat st;
    const char *path = folder_path(&folder, "pipe");
    assert_int_equal(mkfifo(path, 0600), 0);
    int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    must_write(path, "new");
    assert_int_equal(read(fd, got, sizeof got), 3);
    assert_string_equal(got, "new");
    close(fd);
    assert_int_equal(stat(path, &st), 0);
    assert_true(S_ISFIFO(st.st_mode));
}

/* A terminal of its own: a device that no mistake here could replace by a file. */
static void test_a_device_is_written_to(void **state)
{
    (void)state;
    char got[8] = "";
    struct stat st;
    int master = posix_openpt(O_RDWR | O_NOCTTY);
    assert_true(master >= 0 && grantpt(master) == 0 && unlockpt(master) == 0);
    int slave = open(ptsname(master), O_RDWR | O_NOCTTY | O_CLOEXEC);
    must_write(ptsname(master), "new");
    assert_int_equal(read(master, got, sizeof got), 3);
    assert_string_equal(got, "new");
    assert_int_equal(stat(ptsname(master), &st), 0);
    assert_true(S_ISCHR(st.st_mode));
    close(slave);
    close(master);
}

static void test_a_device_that_takes_nothing_is_an_error(void **state)
{
    (void)state;
    const char *path = folder_path(&folder, "full"); /* as /dev/full */
    if (mknod(path, S_IFCHR | 0666, makedev(1, 7)) != 0)
        skip(); /* for root only */
    check_refused(path, "");
    assert_int_equal(count_entries(folder.path), 1);
}

static void test_what_cannot_be_written_leaves_nothing_behind(void **state)
{
    (void)state;
    check_refused(folder_path(&folder, "none/a.svg"), "No such file");
    assert_int_equal(mkdir(folder_path(&folder, "inner"), 0777), 0);
    check_refused(folder_path(&folder, "inner"), "Is a directory");
    must_write(folder_path(&folder, "a.svg"), "old");
    check_refused(folder_path(&folder, "a.svg/b.svg"), "Not a directory");
    check_refused("", "No such file");
    assert_int_equal(count_entries(folder.path), 2);
    assert_int_equal(count_entries(folder_path(&folder, "inner")), 0);
}

static void test_a_file_that_cannot_be_finished_stays_as_it_was(void **state)
{
    (void)state;
    static char large[5000];
    struct err err = {0};
    struct rlimit before, small = {1000, RLIM_INFINITY};
    const char *path = folder_path(&folder, "a.svg");
    must_write(path, "old");
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before);
    small.rlim_max = before.rlim_max;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    int rc = write_text(path, large, sizeof large, &err);
    setrlimit(RLIMIT_FSIZE, &before);
    signal(SIGXFSZ, SIG_DFL);
    assert_int_equal(rc, -1);
    assert_int_equal(err.code, ERR_IO);
    check_contains(err.en, "File too large");
    check_file(path, "old", 3);
    assert_int_equal(count_entries(folder.path), 1);
}

static void test_a_link_to_what_is_not_there_yet_stays_a_link(void **state)
{
    (void)state;
    struct stat st;
    assert_int_equal(symlink("real.svg", folder_path(&folder, "link.svg")), 0);
    must_write(folder_path(&folder, "link.svg"), "new");
    assert_int_equal(lstat(folder_path(&folder, "link.svg"), &st), 0);
    assert_true(S_ISLNK(st.st_mode));
    check_file(folder_path(&folder, "real.svg"), "new", 3);
}

static void test_any_name_that_a_file_may_have_can_be_written(void **state)
{
    (void)state;
    char name[256];
    memset(name, 'n', sizeof name - 1);
    name[255] = '\0';
    const char *path = folder_path(&folder, name);
    file_write(path, "old", 3); /* the system takes it */
    must_write(path, "new");
    check_file(path, "new", 3);
}

/* ---- the program that draws ---- */

static struct folder place; /* of the copy */

static size_t count_fds(void)
{
    return count_entries("/proc/self/fd");
}

static void make_chart(struct chart *chart)
{
    chart_init(chart, LANG_ZH, 842, 595);
    chart_describe(chart, "标题", "说明");
    for (int i = 0; i < 2000; i++) /* more than a pipe holds */
        chart_add(chart, BOX_VALUE, (struct place){0, 0, 100, 20}, "市应急管理局", NULL);
}

/* In the copy: draw, and say "code|message|message|bytes", and then the picture. Nothing may be left open or unburied. */
static int draw(const char *name)
{
    struct chart chart;
    struct err err = {0};
    struct text out = {0};
    enum picture_format format;
    sigset_t signals;
    for (int fd = 3; fd < 1024; fd++) /* whatever the tests were started with */
        close(fd);
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigprocmask(SIG_BLOCK, &signals, NULL);
    signal(SIGPIPE, SIG_IGN);
    if (picture_read_format(name, &format, &err) != 0)
        return 64;
    make_chart(&chart);
    text_add_str(&out, "before ");
    size_t before = count_fds();
    int rc = picture_draw(&chart, format, &out, &err);
    bool leaks = count_fds() != before || waitpid(-1, NULL, WNOHANG) != -1 || errno != ECHILD || (rc == 0) != (err.code == ERR_NONE);
    printf("%s|%s|%s|%zu\n", err_name(err.code), err.en, err.zh, out.size);
    fwrite(out.data, 1, out.size, stdout);
    chart_release(&chart);
    text_release(&out);
    return leaks ? 3 : 0;
}

static void copy_program(void)
{
    char block[65536];
    int from = open("/proc/self/exe", O_RDONLY | O_CLOEXEC), to = open(folder_path(&place, "program"), O_WRONLY | O_CREAT | O_CLOEXEC, 0755);
    for (ssize_t got; (got = read(from, block, sizeof block)) > 0;)
        assert_int_equal(write(to, block, (size_t)got), got);
    close(from);
    assert_int_equal(close(to), 0);
}

static int open_place(void **state)
{
    (void)state;
    folder_open(&place);
    copy_program();
    return 0;
}

static int close_place(void **state)
{
    (void)state;
    folder_close(&place);
    return 0;
}

static void read_all(const char *path, struct text *text)
{
    char block[65536];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    assert_true(fd >= 0);
    for (ssize_t got; (got = read(fd, block, sizeof block)) > 0;)
        text_add(text, block, (size_t)got);
    close(fd);
}

/* Run the copy; what it says, to be released. */
static struct text run_copy(const char *format)
{
    char *const argv[] = {(char *)"program", (char *)"draw", (char *)format, NULL};
    const char *said = folder_path(&place, "said");
    struct text text = {0};
    posix_spawn_file_actions_t files;
    pid_t pid;
    int status;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, said, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    assert_int_equal(posix_spawn(&pid, folder_path(&place, "program"), &files, NULL, argv, environ), 0);
    posix_spawn_file_actions_destroy(&files);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        fail_msg("it left something open, or its end was %d", status);
    read_all(said, &text);
    return text;
}

static void put_script(const char *commands, mode_t mode)
{
    struct text text = {0};
    const char *path = folder_path(&place, "respond-diagram");
    text_addf(&text, "#!/bin/sh\n%s\n", commands);
    unlink(path);
    file_write(path, text_str(&text), text.size);
    assert_int_equal(chmod(path, mode), 0);
    text_release(&text);
}

static void check_drawn(const char *commands, const char *format, const char *picture)
{
    struct text expected = {0};
    put_script(commands, 0755);
    struct text said = run_copy(format);
    text_addf(&expected, "%s|||%zu\nbefore %s", err_name(ERR_NONE), strlen(picture) + 7, picture);
    assert_string_equal(text_str(&said), text_str(&expected));
    text_release(&said);
    text_release(&expected);
}

/* With a script that does not draw: the code and a part of the message. */
static void check_not_drawn(const char *commands, enum err_code code, const char *part)
{
    if (commands != NULL)
        put_script(commands, 0755);
    struct text said = run_copy("svg");
    const char *name = err_name(code);
    if (strncmp(text_str(&said), name, strlen(name)) != 0 || strstr(text_str(&said), part) == NULL)
        fail_msg("%s: %s", commands == NULL ? "-" : commands, text_str(&said));
    assert_true(text_is_utf8(text_str(&said), said.size));
    text_release(&said);
}

static void test_without_the_program_there_is_no_picture_and_no_harm(void **state)
{
    (void)state;
    struct chart chart;
    struct text out = {0};
    struct err err = {0};
    make_chart(&chart);
    size_t before = count_fds();
    assert_int_equal(picture_draw(&chart, PICTURE_SVG, &out, &err), -1); /* there is none beside the tests */
    assert_int_equal(err.code, ERR_NO_INPUT);
    check_contains(err.en, "/respond-diagram");
    check_contains(err.zh, "/respond-diagram");
    assert_int_equal(count_fds(), before);
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
    assert_int_equal(errno, ECHILD);
    assert_int_equal(out.size, 0);
    chart_release(&chart);
    text_release(&out);
}

static void test_a_picture_is_what_the_program_says(void **state)
{
    (void)state;
    check_drawn("cat >/dev/null; printf picture", "svg", "picture");
    check_drawn("printf one; sleep 0.05; printf two", "svg", "onetwo"); /* it need not read */
    check_drawn("echo warning >&2; printf picture", "svg", "picture");
}

static void test_the_program_is_told_the_format(void **state)
{
    (void)state;
    for (int i = 0; i < PICTURE_FORMAT_COUNT; i++) {
        char expected[40];
        snprintf(expected, sizeof expected, "2 --format %s ", picture_format_ids[i]);
        check_drawn("printf '%s ' $# \"$@\"", picture_format_ids[i], expected);
    }
}

static void test_the_program_reads_the_chart(void **state)
{
    (void)state;
    struct text got = {0};
    struct chart chart;
    check_drawn("cat >\"$0.read\"; printf x", "svg", "x");
    read_all(folder_path(&place, "respond-diagram.read"), &got);
    make_chart(&chart);
    char *json = chart_json(&chart);
    assert_true(got.size > 100000);
    assert_string_equal(text_str(&got), json);
    free(json);
    chart_release(&chart);
    text_release(&got);
}

static void test_a_large_picture_with_any_bytes_comes_whole(void **state)
{
    (void)state;
    put_script("head -c 3000000 /dev/zero; printf 'end'", 0755);
    struct text said = run_copy("png");
    const char *data = strchr(text_str(&said), '\n') + 1;
    size_t size = said.size - (size_t)(data - said.data);
    assert_int_equal(size, 7 + 3000000 + 3);
    assert_memory_equal(data + size - 5, "\0\0end", 5);
    text_release(&said);
}

static void test_a_program_that_fails_is_heard(void **state)
{
    (void)state;
    check_not_drawn("echo 'chart.json:4:3: bad' >&2; exit 65", ERR_INTERNAL, "(exit status 65): chart.json:4:3: bad|");
    check_not_drawn("printf half; exit 1", ERR_INTERNAL, "(exit status 1): -|");
    check_not_drawn("exec >&- 2>&-; exit 2", ERR_INTERNAL, "(exit status 2)");
}

static void test_a_program_that_is_killed_is_no_more_than_an_error(void **state)
{
    (void)state;
    check_not_drawn("kill -9 $$", ERR_INTERNAL, "ended by signal 9");
    check_not_drawn("printf half; kill -11 $$", ERR_INTERNAL, "signal 11");
}

static void test_a_program_that_draws_nothing_has_failed(void **state)
{
    (void)state;
    check_not_drawn("cat >/dev/null", ERR_INTERNAL, "drew nothing");
    check_not_drawn("echo warning >&2", ERR_INTERNAL, "drew nothing");
}

static void test_what_cannot_be_run_is_said_to_be_missing(void **state)
{
    (void)state;
    unlink(folder_path(&place, "respond-diagram"));
    check_not_drawn(NULL, ERR_NO_INPUT, "not there");
    put_script("printf x", 0644);
    check_not_drawn(NULL, ERR_NO_INPUT, "not there");
    file_write(folder_path(&place, "respond-diagram"), "no program", 10);
    assert_int_equal(chmod(folder_path(&place, "respond-diagram"), 0755), 0);
    check_not_drawn(NULL, ERR_INTERNAL, "cannot run");
}

static void test_no_more_of_its_complaints_is_passed_on_than_fits(void **state)
{
    (void)state;
    struct text said = {0};
    put_script("i=0; while [ $i -lt 3000 ]; do echo complaint $i >&2; i=$((i + 1)); done; exit 1", 0755);
    said = run_copy("svg");
    assert_true(said.size < 1000);
    check_contains(text_str(&said), "complaint 0");
    check_lacks(text_str(&said), "complaint 2999");
    text_release(&said);
}

static void test_hardly_any_of_the_environment_is_passed_on(void **state)
{
    (void)state;
    setenv("GVBINDIR", "/tmp", 1);
    setenv("LD_LIBRARY_PATH_OF_TESTS", "/tmp", 1);
    setenv("XDG_CACHE_HOME", "/tmp/cache of tests", 1);
    put_script("tr '\\0' '\\n' </proc/$$/environ", 0755);
    struct text said = run_copy("svg");
    check_contains(text_str(&said), "LC_ALL=C.UTF-8\n");
    check_contains(text_str(&said), "XDG_CACHE_HOME=/tmp/cache of tests\n");
    static const char *const passed[] = {"before LC_ALL=", "HOME=", "XDG_CACHE_HOME=", "LSAN_OPTIONS="};
    for (char *at = strchr(said.data, '\n') + 1, *end; (end = strchr(at, '\n')) != NULL; at = end + 1) {
        bool known = false;
        for (size_t i = 0; i < LENGTH_OF(passed); i++)
            known = known || strncmp(at, passed[i], strlen(passed[i])) == 0;
        if (!known)
            fail_msg("%.*s", (int)(end - at), at);
    }
    text_release(&said);
}

static void test_signals_are_as_a_new_program_expects_them(void **state)
{
    (void)state;
    put_script("grep -E 'SigBlk|SigIgn' /proc/self/status", 0755); /* as grep got them */
    struct text said = run_copy("svg");
    unsigned long long blocked, ignored;
    assert_int_equal(sscanf(strchr(text_str(&said), '\n'), " before SigBlk: %llx SigIgn: %llx", &blocked, &ignored), 2);
    assert_int_equal(blocked, 0);
    assert_int_equal(ignored & 0x7FFFFFFF, 0); /* the C library keeps 32 and 33 for itself */
    text_release(&said);
}

static void test_no_file_of_ours_is_passed_on(void **state)
{
    (void)state;
    put_script("ls /proc/self/fd", 0755); /* 3 is the folder that ls reads, 10 the script */
    struct text said = run_copy("svg");
    const char *data = strchr(text_str(&said), '\n') + 1;
    if (strcmp(data, "before 0\n1\n2\n3\n") != 0 && strcmp(data, "before 0\n1\n10\n2\n3\n") != 0)
        fail_msg("%s", data);
    text_release(&said);
}

static int run_all(void)
{
#define F(name) cmocka_unit_test_setup_teardown(name, open_folder, close_folder)
    static const struct CMUnitTest files[] = {
        F(test_a_file_is_written_whole_and_nothing_is_left_beside_it),
        F(test_a_new_file_is_for_those_whom_umask_lets),
        F(test_a_private_file_stays_private),
        F(test_whoever_reads_the_old_file_reads_it_to_the_end),
        F(test_a_name_without_a_folder_is_in_the_present_one),
        F(test_a_link_stays_a_link),
        F(test_a_pipe_is_written_to),
        F(test_a_device_is_written_to),
        F(test_a_device_that_takes_nothing_is_an_error),
        F(test_what_cannot_be_written_leaves_nothing_behind),
        F(test_a_file_that_cannot_be_finished_stays_as_it_was),
        F(test_a_link_to_what_is_not_there_yet_stays_a_link),
        F(test_any_name_that_a_file_may_have_can_be_written),
    };
    static const struct CMUnitTest programs[] = {
        cmocka_unit_test(test_without_the_program_there_is_no_picture_and_no_harm),
        cmocka_unit_test(test_a_picture_is_what_the_program_says),
        cmocka_unit_test(test_the_program_is_told_the_format),
        cmocka_unit_test(test_the_program_reads_the_chart),
        cmocka_unit_test(test_a_large_picture_with_any_bytes_comes_whole),
        cmocka_unit_test(test_a_program_that_fails_is_heard),
        cmocka_unit_test(test_a_program_that_is_killed_is_no_more_than_an_error),
        cmocka_unit_test(test_a_program_that_draws_nothing_has_failed),
        cmocka_unit_test(test_what_cannot_be_run_is_said_to_be_missing),
        cmocka_unit_test(test_no_more_of_its_complaints_is_passed_on_than_fits),
        cmocka_unit_test(test_hardly_any_of_the_environment_is_passed_on),
        cmocka_unit_test(test_signals_are_as_a_new_program_expects_them),
        cmocka_unit_test(test_no_file_of_ours_is_passed_on),
    };
    int failed = cmocka_run_group_tests(files, NULL, NULL);
    return failed + cmocka_run_group_tests(programs, open_place, close_place);
}

int main(int argc, char **argv)
{
    return argc == 3 && strcmp(argv[1], "draw") == 0 ? draw(argv[2]) : run_all();
}
