/*
 * Running out of memory at any one allocation: each flow ends with an answer that is whole, or with an error; never in a crash, a leak
 * (make asan) or half an answer. The allocator here stands before the C library's and refuses once, when told to.
 */
#define _GNU_SOURCE /* RTLD_NEXT */
#include <dlfcn.h>

#include "cli/answer.h"
#include "cli/session.h"
#include "tests/unit/fixture.h"

static long countdown = -1; /* allocations until the one that fails; -1 for none */
static long asked;          /* allocations so far */

static bool refuses(void)
{
    asked++;
    return countdown >= 0 && countdown-- == 0;
}

/* ISO C has no cast from an object pointer to a function pointer. */
static void find_next(const char *name, void *function, size_t size)
{
    void *found = dlsym(RTLD_NEXT, name);
    memcpy(function, &found, size);
}

void *malloc(size_t size)
{
    static void *(*next)(size_t);
    if (next == NULL)
        find_next("malloc", &next, sizeof next);
    return refuses() ? NULL : next(size);
}

void *calloc(size_t count, size_t size)
{
    static void *(*next)(size_t, size_t);
    if (next == NULL)
        find_next("calloc", &next, sizeof next);
    return refuses() ? NULL : next(count, size);
}

void *realloc(void *data, size_t size)
{
    static void *(*next)(void *, size_t);
    if (next == NULL)
        find_next("realloc", &next, sizeof next);
    return refuses() ? NULL : next(data, size);
}

/* A flow gives 0 for a whole answer and -1 for a refusal; it fails the test itself for half an answer. */
static void check_every_failure(int (*flow)(void), long most)
{
    asked = 0;
    assert_int_equal(flow(), 0);
    long count = asked, step = count / most + 1, refused = 0;
    for (long i = 0; i < count; i += step) {
        countdown = i;
        int rc = flow();
        countdown = -1;
        refused += rc != 0;
    }
    assert_true(refused > 0);
    assert_int_equal(flow(), 0);
}

/* ---- loading ---- */

static const char *loading;
static size_t whole[6];

static void measure(const struct loaded *loaded, size_t sizes[6])
{
    sizes[0] = loaded->plan->task_count;
    sizes[1] = loaded->plan->condition_count;
    sizes[2] = loaded->rules->literal.count;
    sizes[3] = loaded->rules->safe.test_count;
    sizes[4] = loaded->city->agency_count;
    sizes[5] = loaded->rules->measure_count;
}

static int load(void)
{
    struct library library;
    struct err err;
    if (library_open(&library, plans_root(), &err) != 0)
        return -1;
    struct loaded *loaded = library_load(&library, loading, NULL, LANG_EN, &err);
    library_release(&library);
    if (loaded == NULL)
        return -1;
    size_t sizes[6];
    measure(loaded, sizes);
    bool same = memcmp(sizes, whole, sizeof sizes) == 0;
    loaded_free(loaded);
    assert_true(same); /* nothing was left out in silence */
    return 0;
}

static void check_loading(const char *plan)
{
    struct loaded *loaded = shipped(plan);
    measure(loaded, whole);
    loaded_free(loaded);
    loading = plan;
    check_every_failure(load, 150);
}

static void test_a_plan_loads_whole_or_not_at_all(void **state)
{
    (void)state;
    check_loading("tourism");
    check_loading("animal");
}

/* ---- a session ---- */

static struct loaded *animal, *construction;

static int32_t today(void)
{
    return 20513;
}

static int work(struct session *session, struct err *err)
{
    static const char *const facts[] = {"mass_death_counties=1..3", "hq_level=4"};
    static const char *const report[] = {"disease=hpai", "county=140602", "township=a township with quite a long name, so that it needs memory of its own when it is "
                                                                          "interned; that takes more than a hundred and twenty-eight bytes"};
    if (session_set(session, facts, 2, err) != 0 || session_report(session, report, 3, err) != 0 || session_close(session, err) != 0 ||
        session_undo(session, err) != 0)
        return -1;
    assert_int_equal(session->assessment.level, 3); /* a count of 0 is not open; one county with hpai is level III, mass deaths level II */
    return 0;
}

static int sit(void)
{
    struct app app = {.out = stdout, .messages = stderr, .today = today};
    struct session session;
    struct err err;
    session_init(&session, &app);
    struct library library;
    countdown = countdown < 0 ? -1 : countdown;
    if (library_open(&library, plans_root(), &err) != 0)
        return -1;
    struct loaded *loaded = library_load(&library, "animal", NULL, LANG_EN, &err);
    library_release(&library);
    if (loaded == NULL)
        return -1;
    int rc = session_open(&session, loaded, "title", &err);
    if (rc == 0)
        rc = work(&session, &err);
    session_release(&session);
    return rc;
}

static void test_a_session_changes_whole_or_not_at_all(void **state)
{
    (void)state;
    check_every_failure(sit, 150);
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_plan_loads_whole_or_not_at_all),
        cmocka_unit_test(test_a_session_changes_whole_or_not_at_all),
    };
    (void)animal; (void)construction;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
