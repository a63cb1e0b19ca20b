/* The styles. See chart_style.h. */
#include "cli/chart_style.h"

#include <stddef.h>

#define INK "#14202b"
#define NAVY "#1f3b57"
#define GREY "#5b6b7a"
#define RULE "#8a99a6"
#define NO_WORDS {NULL, NULL}

const char *const box_style_ids[] = {"title", "subtitle", "key", "fact", "exercise", "note", "band", "hq", "office", "group", "outside", "clause",
                                     "label", "value", "leader", "member", "guest", "vacant", "done", "busy", "late", "caller", "told",
                                     "level", "ours", "agency", "state", "now", "step", "phase", "choice", NULL};
const char *const link_style_ids[] = {"commands", "takes", "tells", "goes", "went", "meets", NULL};

const struct box_look *box_look(enum box_style style)
{
    static const struct box_look looks[BOX_STYLE_COUNT] = {
        [BOX_TITLE] = {160, true, ALIGN_LEFT, 0, NULL, NULL, INK, 0, NULL, NO_WORDS},
        [BOX_SUBTITLE] = {100, false, ALIGN_LEFT, 0, NULL, NULL, GREY, 0, NULL, NO_WORDS},
        [BOX_KEY] = {65, false, ALIGN_CENTRE, 4, "#eef2f5", RULE, GREY, 0.5, NULL, NO_WORDS},
        [BOX_FACT] = {85, true, ALIGN_CENTRE, 4, "#ffffff", RULE, INK, 0.5, NULL, NO_WORDS},
        [BOX_EXERCISE] = {150, true, ALIGN_CENTRE, 6, "#ffffff", "#000000", "#000000", 2.5, NULL, NO_WORDS},
        [BOX_NOTE] = {65, false, ALIGN_LEFT, 0, NULL, NULL, GREY, 0, NULL, NO_WORDS},
        [BOX_BAND] = {90, true, ALIGN_LEFT, 5, "#dfe6ec", RULE, INK, 0.5, NULL, NO_WORDS},
        [BOX_HQ] = {110, true, ALIGN_CENTRE, 5, NAVY, NAVY, "#ffffff", 1, NULL, {"指挥机构", "headquarters"}},
        [BOX_OFFICE] = {95, true, ALIGN_CENTRE, 5, "#4d6a86", "#4d6a86", "#ffffff", 1, NULL, {"办公室", "office"}},
        [BOX_GROUP] = {95, true, ALIGN_LEFT, 5, "#cfdbe6", "#4d6a86", INK, 0.8, NULL, {"工作组", "working group"}},
        [BOX_OUTSIDE] = {85, true, ALIGN_LEFT, 5, "#ffffff", GREY, INK, 1, "dashed", {"其他层级的机构", "body of another tier"}},
        [BOX_CLAUSE] = {70, false, ALIGN_CENTRE, 2, "#ffffff", RULE, GREY, 0.5, NULL, NO_WORDS},
        [BOX_LABEL] = {80, true, ALIGN_LEFT, 5, "#eef2f5", RULE, INK, 0.5, NULL, NO_WORDS},
        [BOX_VALUE] = {80, false, ALIGN_LEFT, 5, "#ffffff", RULE, INK, 0.5, NULL, NO_WORDS},
        [BOX_LEADER] = {80, true, ALIGN_LEFT, 5, "#ffffff", "#4d6a86", INK, 1.2, NULL, {"牵头单位", "leading agency"}},
        [BOX_MEMBER] = {80, false, ALIGN_LEFT, 5, "#ffffff", RULE, INK, 0.5, NULL, {"成员单位", "member"}},
        [BOX_GUEST] = {80, false, ALIGN_LEFT, 5, "#ffffff", RULE, INK, 0.5, "dashed", {"未列入体系的单位", "agency without a place"}},
        [BOX_VACANT] = {80, true, ALIGN_LEFT, 5, "#ffffff", "#000000", INK, 1.5, "dashed", {"空缺：正文未写", "vacant: the text names nobody"}},
        [BOX_DONE] = {80, false, ALIGN_LEFT, 5, "#e3ecdf", "#56704a", INK, 0.8, NULL, {"✓ 已完成", "✓ done"}},
        [BOX_BUSY] = {80, false, ALIGN_LEFT, 5, "#fff6d6", "#7a6410", INK, 0.8, NULL, {"◐ 已接受/应办", "◐ accepted/due"}},
        [BOX_LATE] = {80, true, ALIGN_LEFT, 5, "#f6c9a8", "#7a2a00", "#000000", 2, NULL, {"! 超时", "! overdue"}},
        [BOX_CALLER] = {80, false, ALIGN_CENTRE, 4, "#ffffff", NAVY, INK, 0.8, NULL, {"报告、通知的", "who tells"}},
        [BOX_TOLD] = {80, true, ALIGN_CENTRE, 4, "#cfdbe6", NAVY, INK, 1, NULL, {"接报、被通知的", "who is told"}},
        [BOX_LEVEL] = {90, true, ALIGN_CENTRE, 5, "#4d6a86", "#ffffff", "#ffffff", 0.8, NULL, NO_WORDS},
        [BOX_OURS] = {90, true, ALIGN_CENTRE, 5, NAVY, "#ffffff", "#ffffff", 0.8, NULL, NO_WORDS},
        [BOX_AGENCY] = {80, true, ALIGN_LEFT, 5, "#cfdbe6", NAVY, INK, 0.8, NULL, NO_WORDS},
        [BOX_STATE] = {95, true, ALIGN_CENTRE, 5, "#dfe6ec", NAVY, INK, 1, "rounded", {"状态", "state"}},
        [BOX_NOW] = {95, true, ALIGN_CENTRE, 5, NAVY, "#000000", "#ffffff", 2.5, "rounded", {"现在", "now"}},
        [BOX_STEP] = {85, true, ALIGN_CENTRE, 4, "#ffffff", NAVY, INK, 0.8, NULL, {"步骤", "step"}},
        [BOX_PHASE] = {95, true, ALIGN_LEFT, 5, "#4d6a86", "#4d6a86", "#ffffff", 1, NULL, {"阶段", "phase"}},
        [BOX_CHOICE] = {85, true, ALIGN_CENTRE, 6, "#ffffff", NAVY, INK, 1.5, "rounded", {"判断", "decision"}},
    };
    return &looks[style];
}

const struct link_look *link_look(enum link_style style)
{
    static const struct link_look looks[LINK_STYLE_COUNT] = {
        [LINK_COMMANDS] = {NAVY, 1.4, "solid", false, {"指挥", "commands"}},
        [LINK_TAKES] = {NAVY, 1.2, "dashed", true, {"接管指挥权", "takes command over"}},
        [LINK_TELLS] = {GREY, 0.7, "solid", true, {"报告、通知", "reports, notifies"}},
        [LINK_GOES] = {NAVY, 1.2, "solid", true, {"下一步", "next"}},
        [LINK_WENT] = {"#000000", 2.2, "solid", true, {"走过的路", "the way taken"}},
        [LINK_MEETS] = {RULE, 0.8, "solid", false, NO_WORDS},
    };
    return &looks[style];
}
