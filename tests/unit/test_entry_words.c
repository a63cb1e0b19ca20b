/* Entries in words: every type in both languages, with the plan and without it, and whatever an imported journal may have. */
#include "cli/entry_words.h"
#include "tests/unit/journal_fixture.h"

static struct entry entry_of(const char *type, const char *body)
{
    struct entry entry = note("t-1", NOON);
    entry.type = type;
    entry.body = body;
    return entry;
}

static void check_words(const struct plan *plan, const struct entry *entry, const char *zh, const char *en)
{
    const char *const wanted[] = {[LANG_ZH] = zh, [LANG_EN] = en};
    for (int lang = LANG_ZH; lang <= LANG_EN; lang++) {
        struct app app = fixture_app((enum lang)lang);
        struct text out = {0};
        text_add_str(&out, "before ");
        entry_words(&app, plan, entry, &out);
        check_contains(text_str(&out), "before ");
        assert_string_equal(text_str(&out) + 7, wanted[lang]);
        text_release(&out);
    }
}

struct wording_case {
    const char *type, *body, *zh, *en;
};

static void check_cases(const struct plan *plan, const struct wording_case *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct entry entry = entry_of(cases[i].type, cases[i].body);
        check_words(plan, &entry, cases[i].zh, cases[i].en);
    }
}

static void test_with_the_plan_things_have_their_names(void **state)
{
    (void)state;
    struct loaded *loaded = shipped("construction");
    static const struct wording_case cases[] = {
        {"open", "{\"plan\": \"shuozhou/construction\", \"title\": \"塔吊倒塌\", \"drill\": false}", "立案：塔吊倒塌（城乡建设）", "opened: 塔吊倒塌 (construction)"},
        {"open", "{\"drill\": true}", "立案（城乡建设，演练）", "opened (construction, EXERCISE)"},
        {"set", "{\"facts\": {\"deaths\": 3, \"direct_loss\": 12.5}, \"unset\": [\"serious_injuries\"]}", "写入：死亡 3 人，直接经济损失 12.5 万元；改为不明：重伤",
         "set: deaths 3 people, direct loss 12.5 10,000 yuan; now unknown: serious injuries"},
        {"set", "{\"facts\": {\"deaths\": {\"min\": 1, \"max\": 3}, \"serious_injuries\": {\"min\": 5}}}", "写入：死亡 1..3 人，重伤 ≥5 人",
         "set: deaths 1..3 people, serious injuries ≥5 people"},
        {"set", "{\"facts\": {\"deaths\": {\"max\": 3}, \"municipal_utility\": true, \"hq_level\": 2}}", "写入：死亡 ≤3 人，市政公用设施事故 是，指挥部认定级别 Ⅱ级响应",
         "set: deaths ≤3 people, municipal utility accident yes, level determined by the HQ Level II"},
        {"set", "{\"unset\": [\"deaths\", \"serious_injuries\"]}", "改为不明：死亡、重伤", "now unknown: deaths, serious injuries"},
        {"propose", "{\"tier\": \"city\", \"level\": 2, \"provisional\": false, \"proven\": 2, \"possible\": 1}", "建议启动Ⅱ级响应（市级）", "proposed Level II (city)"},
        {"launch", "{\"level\": 4, \"provisional\": true}", "启动Ⅳ级响应（市级，初步判断）", "launched Level IV (city, on a first guess)"},
        {"raise", "{\"tier\": \"county\", \"level\": 1}", "提高到Ⅰ级响应（县级）", "raised to Level I (county)"},
        {"lower", "{\"tier\": \"city\", \"level\": 3, \"proven\": 0, \"possible\": 3}", "降低到Ⅲ级响应（市级）", "lowered to Level III (city)"},
        {"hand_over", "{\"tier\": \"city\"}", "移交指挥权（市级）", "handed command over (city)"},
        {"take_back", "{}", "收回指挥权（市级）", "took command back (city)"},
        {"end", "{\"tier\": \"city\"}", "结束响应（市级）", "ended the response (city)"},
        {"recover", "{}", "转入后期处置（市级）", "began recovery (city)"},
        {"close", "{}", "归档（市级）", "closed the incident (city)"},
        {"dismiss", "{}", "结案，不启动响应", "dismissed without a response"},
        {"note", "{\"text\": \"桥断\"}", "备注：桥断", "note: 桥断"},
        {"detail", "{\"key\": \"place\", \"text\": \"人民路\"}", "发生地点：人民路", "place: 人民路"},
        {"detail", "{\"key\": \"firms\", \"text\": \"\"}", "责任单位：不明", "responsible firms: unknown"},
        {"issue", "{\"form\": \"followup\", \"number\": 2}", "发出续报（第 2 份）", "issued the follow-up report (number 2)"},
        {"undo", "{\"seq\": 12}", "更正第 12 条", "corrects entry 12"},
        {"shift", "{\"to\": \"李四\"}", "交班给李四", "handed the shift over to 李四"},
        {"shift", "{\"to\": \"李四\", \"head\": \"0123456789abcdef0123\"}", "交班给李四（链头 0123456789abcdef…）",
         "handed the shift over to 李四 (head 0123456789abcdef…)"},
        {"shift_accept", "{}", "接班", "accepted the shift"},
    };
    check_cases(loaded->plan, cases, LENGTH_OF(cases));
    loaded_free(loaded);
}

static void test_without_the_plan_things_have_their_ids(void **state)
{
    (void)state;
    static const struct wording_case cases[] = {
        {"open", "{\"plan\": \"shuozhou/road\", \"title\": \"\", \"drill\": true}", "立案（shuozhou/road，演练）", "opened (shuozhou/road, EXERCISE)"},
        {"open", "{}", "立案", "opened"},
        {"set", "{\"facts\": {\"deaths\": 3, \"missing\": {\"min\": 1, \"max\": 3}, \"fire\": false, \"pollution\": \"some\"}, \"unset\": [\"injured\"]}",
         "写入：deaths 3，missing 1..3，fire 否，pollution some；改为不明：injured", "set: deaths 3, missing 1..3, fire no, pollution some; now unknown: injured"},
        {"launch", "{\"tier\": \"province\", \"level\": 4}", "启动4级（省级）", "launched level 4 (province)"},
        {"confirm", "{\"condition\": \"rescued\"}", "确认：rescued", "confirmed: rescued"},
        {"detail", "{\"key\": \"firms\", \"text\": \"一建\"}", "firms：一建", "firms: 一建"},
        {"issue", "{\"form\": \"novel\", \"number\": 1}", "发出novel（第 1 份）", "issued the novel (number 1)"},
        {"done", "{\"task\": \"report-1h\", \"text\": \"已电话报告\"}", "任务 report-1h 完成：已电话报告", "task report-1h done: 已电话报告"},
        {"accept", "{\"task\": \"a\"}", "任务 a 已接受", "task a accepted"},
        {"skip", "{\"task\": \"a\", \"text\": \"无\"}", "任务 a 不适用：无", "task a not applicable: 无"},
        {"assign", "{\"task\": \"a\", \"text\": \"王五\"}", "任务 a 交办：王五", "task a assigned: 王五"},
        {"reopen", "{\"task\": \"a\", \"text\": \"\"}", "任务 a 重新打开", "task a reopened"},
        {"parameter", "{\"id\": \"incubation.csf\", \"days\": 21}", "参数：incubation.csf = 21 日", "parameter: incubation.csf = 21 days"},
        {"as_of", "{\"date\": \"2026-03-01\"}", "定级日期：2026-03-01", "grading date: 2026-03-01"},
        {"moment", "{\"moment\": \"occurrence\", \"time\": 1772323200000}", "事发时间：2026-03-01 08:00", "time of the event: 2026-03-01 08:00"},
        {"moment", "{\"moment\": \"landing\", \"time\": 1772323200000}", "landing时间：2026-03-01 08:00", "time of landing: 2026-03-01 08:00"},
        {"report", "{\"reports\": [{\"date\": \"2026-02-08\", \"county\": \"140602\", \"township\": \"神头镇\", \"premises\": \"p1\", \"disease\": \"hpai\"}]}",
         "疫情报告：2026-02-08 140602 神头镇 p1 hpai", "outbreak report: 2026-02-08 140602 神头镇 p1 hpai"},
    };
    check_cases(NULL, cases, LENGTH_OF(cases));
}

static void test_outbreak_reports_have_counties_and_diseases(void **state)
{
    (void)state;
    struct loaded *loaded = shipped("animal");
    static const struct wording_case cases[] = {
        {"report",
         "{\"reports\": [{\"disease\": \"hpai\", \"county\": \"140602\", \"township\": \"神头镇\", \"premises\": \"p1\", \"date\": \"2026-02-08\", \"spread\": \"outbreak\"}]}",
         "疫情报告：2026-02-08 朔城区 神头镇 p1 高致病性禽流感 暴发流行", "outbreak report: 2026-02-08 Shuocheng District 神头镇 p1 highly pathogenic avian influenza outbreak"},
        {"report", "{\"reports\": [{\"premises\": \"p1\"}, {\"premises\": \"p2\"}, {\"disease\": \"x\"}, {\"premises\": \"p4\"}, {}]}", "疫情报告：p1；p2；x……共 5 份",
         "outbreak report: p1; p2; x … 5 in all"},
        {"parameter", "{\"id\": \"incubation.csf\", \"days\": 21}", "参数：猪瘟潜伏期 = 21 日", "parameter: Incubation of CSF = 21 days"},
    };
    check_cases(loaded->plan, cases, LENGTH_OF(cases));
    loaded_free(loaded);
}

/* Whatever the plan's wording is. */
static void test_tasks_and_conditions_have_the_plans_wording(void **state)
{
    (void)state;
    struct loaded *loaded = shipped("tourism");
    const struct task *task = &loaded->plan->tasks[0];
    const struct ending *ending = &loaded->plan->endings[1];
    char body[200], zh[600], en[600];
    snprintf(body, sizeof body, "{\"task\": \"%s\", \"text\": \"x\"}", task->id);
    snprintf(zh, sizeof zh, "任务“%s”完成：x", task->what.zh);
    snprintf(en, sizeof en, "task \"%s\" done: x", task->what.en);
    struct entry done = entry_of("done", body);
    check_words(loaded->plan, &done, zh, en);
    snprintf(body, sizeof body, "{\"condition\": \"%s\"}", ending->id);
    snprintf(zh, sizeof zh, "确认：%s", ending->condition.zh);
    snprintf(en, sizeof en, "confirmed: %s", ending->condition.en);
    struct entry confirmed = entry_of("confirm", body);
    check_words(loaded->plan, &confirmed, zh, en);
    loaded_free(loaded);
}

static void test_a_level_other_than_the_assessed_is_marked(void **state)
{
    (void)state;
    static const struct {
        int level;
        const char *assessed, *zh, *en;
    } cases[] = {
        {3, ", \"proven\": 2, \"possible\": 1", "（低于已证明的2级）", " (below the proven level 2)"},
        {1, ", \"proven\": 3, \"possible\": 2", "（高于可能的2级）", " (above the possible level 2)"},
        {1, ", \"proven\": 0, \"possible\": 2", "（高于可能的2级）", " (above the possible level 2)"},
        {4, ", \"proven\": 0, \"possible\": 0", "（按已知情况未达任何级别）", " (no level is possible on what is known)"},
        {2, ", \"proven\": 2, \"possible\": 1", "", ""},
        {2, ", \"proven\": 3, \"possible\": 1", "", ""},
        {1, ", \"proven\": 2, \"possible\": 1", "", ""},
        {4, ", \"proven\": 0, \"possible\": 1", "", ""},
        {4, "", "", ""},
        {4, ", \"proven\": 99, \"possible\": \"x\"", "", ""},
    };
    for (size_t i = 0; i < LENGTH_OF(cases); i++) {
        char body[200], zh[200], en[200];
        snprintf(body, sizeof body, "{\"level\": %d%s}", cases[i].level, cases[i].assessed);
        snprintf(zh, sizeof zh, "启动%d级（市级）%s", cases[i].level, cases[i].zh);
        snprintf(en, sizeof en, "launched level %d (city)%s", cases[i].level, cases[i].en);
        struct entry entry = entry_of("launch", body);
        check_words(NULL, &entry, zh, en);
    }
}

static void test_a_drills_clock_shows_where_it_was_put(void **state)
{
    (void)state;
    struct entry entry = entry_of("clock", "{}");
    entry.drill_time = NOON + 3600000;
    check_words(NULL, &entry, "演练时钟拨到 2026-03-01 09:00", "drill clock moved to 2026-03-01 09:00");
}

static void test_what_is_not_as_it_should_be_is_shown_as_it_is(void **state)
{
    (void)state;
    static const struct wording_case cases[] = {
        {"weird", "{\"a\": [1]}", "weird {\"a\": [1]}", "weird {\"a\": [1]}"},
        {"launch", "{}", "launch {}", "launch {}"},
        {"launch", "{\"level\": 0}", "launch {\"level\": 0}", "launch {\"level\": 0}"},
        {"launch", "{\"level\": 10}", "launch {\"level\": 10}", "launch {\"level\": 10}"},
        {"raise", "{\"level\": -1}", "raise {\"level\": -1}", "raise {\"level\": -1}"},
        {"lower", "{\"level\": \"2\"}", "lower {\"level\": \"2\"}", "lower {\"level\": \"2\"}"},
        {"set", "{\"facts\": [], \"unset\": {}}", "set {\"facts\": [], \"unset\": {}}", "set {\"facts\": [], \"unset\": {}}"},
        {"report", "{\"reports\": []}", "report {\"reports\": []}", "report {\"reports\": []}"},
        {"undo", "{\"seq\": 1.5}", "undo {\"seq\": 1.5}", "undo {\"seq\": 1.5}"},
        {"note", "{\"text\": 5}", "note {\"text\": 5}", "note {\"text\": 5}"},
        {"moment", "{\"moment\": \"launch\", \"time\": 999999999999999}", "moment {\"moment\": \"launch\", \"time\": 999999999999999}",
         "moment {\"moment\": \"launch\", \"time\": 999999999999999}"},
        {"clock", "{}", "clock {}", "clock {}"},
        {"shift", "{\"to\": null}", "shift {\"to\": null}", "shift {\"to\": null}"},
        {"end", "{\"tier\": \"moon\"}", "结束响应（moon）", "ended the response (moon)"},
        {"report", "{\"reports\": [7, {}]}", "疫情报告：7；{}", "outbreak report: 7; {}"},
        {"set", "{\"facts\": {\"a\": null, \"b\": [1, 2]}, \"unset\": [3]}", "写入：a null，b [1, 2]；改为不明：3", "set: a null, b [1, 2]; now unknown: 3"},
        {"open", "{\"title\": \"x\\ny\\u0000z\\u001b[2J\"}", "立案：x y\xEF\xBF\xBDz\033[2J", "opened: x y\xEF\xBF\xBDz\033[2J"},
    };
    check_cases(NULL, cases, LENGTH_OF(cases));
}

/* Levels, tiers and ids that this plan does not have. */
static void test_a_plan_that_has_no_such_thing_does_no_harm(void **state)
{
    (void)state;
    struct loaded *loaded = shipped("tourism");
    static const struct wording_case cases[] = {
        {"launch", "{\"level\": 4}", "启动4级（市级）", "launched level 4 (city)"},
        {"set", "{\"facts\": {\"nothing\": 1}, \"unset\": [\"else\"]}", "写入：nothing 1；改为不明：else", "set: nothing 1; now unknown: else"},
        {"done", "{\"task\": \"nothing\"}", "任务 nothing 完成", "task nothing done"},
        {"confirm", "{\"condition\": \"nothing\"}", "确认：nothing", "confirmed: nothing"},
        {"parameter", "{\"id\": \"nothing\", \"days\": 1}", "参数：nothing = 1 日", "parameter: nothing = 1 days"},
    };
    check_cases(loaded->plan, cases, LENGTH_OF(cases));
    loaded_free(loaded);
}

/* ---- speakers ---- */

static void check_speaker(const struct plan *plan, const char *name, const char *role, const char *zh, const char *en)
{
    const char *const wanted[] = {[LANG_ZH] = zh, [LANG_EN] = en};
    struct entry entry = entry_of("note", "{}");
    entry.name = name;
    entry.role = role;
    for (int lang = LANG_ZH; lang <= LANG_EN; lang++) {
        struct app app = fixture_app((enum lang)lang);
        struct text out = {0};
        entry_speaker(&app, plan, &entry, &out);
        assert_string_equal(text_str(&out), wanted[lang]);
        text_release(&out);
    }
}

static void test_speakers(void **state)
{
    (void)state;
    struct loaded *loaded = shipped("construction");
    check_speaker(loaded->plan, "张三", "office_director", "张三（市指挥部办公室主任）", "张三 (HQ Office Director)");
    check_speaker(loaded->plan, "张三", "", "张三", "张三");
    check_speaker(loaded->plan, "", "commander", "指挥长", "Commander");
    check_speaker(loaded->plan, "张三", "nobody", "张三（nobody）", "张三 (nobody)");
    check_speaker(loaded->plan, "张三", "emergency", "张三（市应急局）", "张三 (Emergency Management Bureau)");
    check_speaker(NULL, "张三", "commander", "张三（commander）", "张三 (commander)");
    check_speaker(NULL, "", "", "", "");
    check_speaker(NULL, "张\n三", "", "张 三", "张 三");
    loaded_free(loaded);
}

/* ---- anything at all ---- */

static void add_random_value(struct text *out, uint64_t *random, unsigned depth)
{
    static const char *const scalars[] = {"null", "true", "false", "0", "1", "2", "9", "10", "-1", "1.5", "1e400", "99999999999999999999", "\"\"", "\"city\"", "\"deaths\"",
                                          "\"csf\"", "\"140602\"", "\"occurrence\"", "\"2026-03-01\"", "\"\\u0000\\n\"", "\"\\u202e\"", "\"桥断\""};
    static const char *const keys[] = {"plan", "title", "drill", "facts", "unset", "reports", "date", "id", "days", "moment", "time", "tier", "level", "provisional",
                                       "proven", "possible", "condition", "task", "text", "seq", "to", "head", "min", "max", "deaths", "county", "disease", "spread"};
    uint32_t kind = depth == 0 ? 0 : random_below(random, 4);
    if (kind > 1 || depth > 4) {
        text_add_str(out, scalars[random_below(random, LENGTH_OF(scalars))]);
        return;
    }
    uint32_t from = random_below(random, LENGTH_OF(keys)), count = random_below(random, 8);
    text_add_str(out, kind == 0 ? "{" : "[");
    for (uint32_t i = 0; i < count; i++) {
        if (kind == 0)
            text_addf(out, "%s\"%s\": ", i > 0 ? ", " : "", keys[(from + i) % LENGTH_OF(keys)]);
        else
            text_add_str(out, i > 0 ? ", " : "");
        add_random_value(out, random, depth + 1);
    }
    text_add_str(out, kind == 0 ? "}" : "]");
}

static void test_any_body_of_any_type_gives_a_line(void **state)
{
    (void)state;
    static const char *const types[] = {"open", "set", "report", "as_of", "parameter", "moment", "propose", "launch", "hand_over", "end", "dismiss", "confirm", "done",
                                        "assign", "note", "undo", "shift", "shift_accept", "clock", "else"};
    struct loaded *loaded = shipped("animal");
    uint64_t random = 20260301;
    for (int round = 0; round < 40000; round++) {
        struct text body = {0}, out = {0};
        add_random_value(&body, &random, 0);
        struct entry entry = entry_of(types[(unsigned)round % LENGTH_OF(types)], text_str(&body));
        struct app app = fixture_app(round % 2 == 0 ? LANG_ZH : LANG_EN);
        entry_words(&app, round % 3 == 0 ? NULL : loaded->plan, &entry, &out);
        if (out.size == 0 || out.failed || !text_is_utf8(out.data, out.size) || memchr(out.data, '\0', out.size) != NULL || strchr(out.data, '\n') != NULL)
            fail_msg("%s %s: \"%s\"", entry.type, entry.body, text_str(&out));
        text_release(&body);
        text_release(&out);
    }
    loaded_free(loaded);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_with_the_plan_things_have_their_names),
        cmocka_unit_test(test_without_the_plan_things_have_their_ids),
        cmocka_unit_test(test_outbreak_reports_have_counties_and_diseases),
        cmocka_unit_test(test_tasks_and_conditions_have_the_plans_wording),
        cmocka_unit_test(test_a_level_other_than_the_assessed_is_marked),
        cmocka_unit_test(test_a_drills_clock_shows_where_it_was_put),
        cmocka_unit_test(test_what_is_not_as_it_should_be_is_shown_as_it_is),
        cmocka_unit_test(test_a_plan_that_has_no_such_thing_does_no_harm),
        cmocka_unit_test(test_speakers),
        cmocka_unit_test(test_any_body_of_any_type_gives_a_line),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
