/* Forms and details by name. See paperwork.h. */
#include "core/paperwork.h"

#include <string.h>

#include "core/text.h"

const char *const form_ids[] = {"call", "first", "followup", "final", "launch", "adjust", "end", "tasks", "shift", NULL};

struct words form_words(enum form form)
{
    static const struct words words[FORM_COUNT] = {
        [FORM_CALL] = {"值班电话记录", "call record"},
        [FORM_FIRST] = {"首报", "first report"},
        [FORM_FOLLOWUP] = {"续报", "follow-up report"},
        [FORM_FINAL] = {"终报", "final report"},
        [FORM_LAUNCH] = {"启动通知", "launch notice"},
        [FORM_ADJUST] = {"调整通知", "change notice"},
        [FORM_END] = {"结束通知", "ending notice"},
        [FORM_TASKS] = {"任务单", "task sheets"},
        [FORM_SHIFT] = {"交接班记录", "shift record"},
    };
    return words[form];
}

static bool is_named(const char *name, size_t size, const char *id, struct words words)
{
    return text_equal(name, size, id) || text_equal(name, size, words.zh) || (words.en != NULL && text_equal(name, size, words.en));
}

int form_find(const char *name, size_t size)
{
    for (int i = 0; i < FORM_COUNT; i++)
        if (is_named(name, size, form_ids[i], form_words((enum form)i)))
            return i;
    return -1;
}

static const struct common {
    const char *id;
    struct words label;
    const char *fact;
} commons[COMMON_DETAILS] = {
    [DETAIL_CALLER] = {"caller", {"报告人", "caller"}, NULL},
    [DETAIL_CALLER_PHONE] = {"caller_phone", {"报告人电话", "caller's telephone"}, NULL},
    [DETAIL_SOURCE] = {"source", {"信息来源", "source"}, NULL},
    [DETAIL_PLACE] = {"place", {"发生地点", "place"}, NULL},
    [DETAIL_NATURE] = {"nature", {"事件性质", "nature"}, NULL},
    [DETAIL_AREA] = {"area", {"影响范围", "area affected"}, NULL},
    [DETAIL_COURSE] = {"course", {"简要经过", "course"}, NULL},
    [DETAIL_CAUSE] = {"cause", {"初步原因", "first view of the cause"}, NULL},
    [DETAIL_TREND] = {"trend", {"发展态势", "trend"}, NULL},
    [DETAIL_LOSS] = {"loss", {"经济损失初估", "first estimate of the loss"}, "direct_loss"},
    [DETAIL_LEADERS] = {"leaders", {"到场领导", "leaders present"}, NULL},
    [DETAIL_MEASURES] = {"measures", {"已采取的措施", "measures taken"}, NULL},
    [DETAIL_REQUESTS] = {"requests", {"请求事项", "requests"}, NULL},
    [DETAIL_COMMANDER] = {"commander", {"现场指挥", "on-site commander"}, NULL},
    [DETAIL_COMMANDER_PHONE] = {"commander_phone", {"现场指挥电话", "on-site commander's telephone"}, NULL},
    [DETAIL_NEXT] = {"next", {"下一步打算", "next step"}, NULL},
    [DETAIL_ADDRESSEE] = {"addressee", {"主送", "addressee"}, NULL},
    [DETAIL_SIGNER] = {"signer", {"签发人", "signed by"}, NULL},
    [DETAIL_CONTACT] = {"contact", {"联系人及电话", "contact and telephone"}, NULL},
};

bool detail_is_common(const char *id)
{
    bool common = false;
    for (int i = 0; i < COMMON_DETAILS; i++)
        common = common || strcmp(commons[i].id, id) == 0;
    return common;
}

size_t detail_count(const struct plan *plan)
{
    return COMMON_DETAILS + plan->detail_count;
}

const char *detail_id(const struct plan *plan, size_t detail)
{
    return detail < COMMON_DETAILS ? commons[detail].id : plan->details[detail - COMMON_DETAILS].id;
}

struct words detail_label(const struct plan *plan, size_t detail)
{
    return detail < COMMON_DETAILS ? commons[detail].label : plan->details[detail - COMMON_DETAILS].label;
}

const struct fact *detail_fact(const struct plan *plan, size_t detail)
{
    const char *fact = detail < COMMON_DETAILS ? commons[detail].fact : NULL;
    return fact == NULL ? NULL : plan_find_fact(plan, fact, strlen(fact));
}

int detail_find(const struct plan *plan, const char *name, size_t size)
{
    for (size_t i = 0; i < detail_count(plan); i++)
        if (is_named(name, size, detail_id(plan, i), detail_label(plan, i)))
            return (int)i;
    return -1;
}
