/* The timeline of a review. See review_timeline.h. */
#include "cli/review_timeline.h"

#include <string.h>

#include "cli/chart_text.h"
#include "cli/entry_words.h"
#include "core/date.h"
#include "rules/words.h"

/* Lengths are units of the drawing; it is as wide as the text of an A4 page, some 0.26 mm each. */
#define WIDTH 680
#define LEFT 84 /* of what is drawn: the lanes' names are before it */
#define RIGHT 672
#define BAR 20
#define LANE_GAP 9
#define AXIS 30
#define TICKS_MAX 8
#define BINS 98
#define BIN_HEIGHT 26
#define STEPS_MAX 40 /* of one response, that bear numbers */
#define STEP_WIDTH 11
#define FIT 4 /* blank beside a bar's words */
#define MINUTE_MS INT64_C(60000)

struct timeline {
    struct review *review;
    struct text *out;
    int64_t begin, end;
    int y;      /* where the next lane begins */
    int bottom; /* of all lanes */
    struct text words; /* scratch */
};

static int x_of(const struct timeline *line, int64_t time)
{
    if (time <= line->begin)
        return LEFT;
    if (time >= line->end)
        return RIGHT;
    return LEFT + (int)((double)(time - line->begin) / (double)(line->end - line->begin) * (RIGHT - LEFT) + 0.5);
}

/* Something that a pointer over it tells. */
static void add_title(struct timeline *line)
{
    text_add_str(line->out, "<title>");
    html_text(line->out, text_str(&line->words));
    text_add_str(line->out, "</title>");
    text_clear(&line->words);
}

static void add_words(const struct timeline *line, const char *class, int x, int y, const char *str)
{
    text_addf(line->out, "<text class=\"%s\" x=\"%d\" y=\"%d\">", class, x, y);
    html_text(line->out, str);
    text_add_str(line->out, "</text>\n");
}

static void name_lane(const struct timeline *line, const char *str)
{
    add_words(line, "lane end", LEFT - 6, line->y + 14, str);
}

/* ---- the axis ---- */

/* The shortest step of the list with which there are few enough ticks; past the list, years. */
static int64_t tick_step(int64_t length)
{
    static const int minutes[] = {1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 7200, 14400, 43200, 129600};
    for (size_t i = 0; i < sizeof minutes / sizeof minutes[0]; i++)
        if (length / (minutes[i] * MINUTE_MS) <= TICKS_MAX)
            return minutes[i] * MINUTE_MS;
    int64_t step = 365 * DAY_MS;
    while (length / step > TICKS_MAX)
        step *= 2;
    return step;
}

/* The time of day; below it the date, where it is another than at the tick before. */
static void draw_tick(const struct timeline *line, int64_t time, int64_t step, int64_t before)
{
    char buffer[CLOCK_TEXT_SIZE];
    const struct clock *clock = &line->review->app->clock;
    int x = x_of(line, time);
    clock_print(clock, time, buffer);
    text_addf(line->out, "<line class=\"grid\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>\n", x, AXIS, x, line->bottom);
    if (step < DAY_MS)
        add_words(line, "mid", x, AXIS - 4, buffer + DATE_TEXT_SIZE);
    bool dated = before == TIME_UNKNOWN || clock_day(clock, before) != clock_day(clock, time);
    buffer[DATE_TEXT_SIZE - 1] = '\0';
    if (dated)
        add_words(line, "mid", x < LEFT + 24 ? LEFT + 24 : x > RIGHT - 24 ? RIGHT - 24 : x, step < DAY_MS ? AXIS - 16 : AXIS - 4, buffer);
}

static void draw_axis(const struct timeline *line)
{
    int64_t step = tick_step(line->end - line->begin), offset = line->review->app->clock.offset(line->begin);
    int64_t civil = line->begin + offset, first = (civil + step - 1) / step * step - offset, before = TIME_UNKNOWN;
    for (int64_t time = first; time <= line->end; time += step) {
        draw_tick(line, time, step, before);
        before = time;
    }
    text_addf(line->out, "<line class=\"rule\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>\n", LEFT, AXIS, RIGHT, AXIS);
}

/* ---- bars ---- */

struct bar {
    int64_t from, to;
    const char *class;
    const char *words; /* in it, where they fit */
    int height;
};

/* Returns whether it was wide enough to be drawn; the scratch words are its title. */
static bool draw_bar(struct timeline *line, const struct bar *bar)
{
    static const struct type type = {95, false};
    int x = x_of(line, bar->from), width = x_of(line, bar->to) - x;
    if (width <= 0) {
        text_clear(&line->words);
        return false;
    }
    text_addf(line->out, "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\">", bar->class, x, line->y, width, bar->height);
    add_title(line);
    text_add_str(line->out, "</rect>\n");
    if (bar->height >= BAR && type_width(&type, bar->words, strlen(bar->words)) + FIT <= width)
        add_words(line, "mid", x + width / 2, line->y + 14, bar->words);
    return true;
}

static const char *level_class(int level)
{
    static const char *const classes[] = {"l0", "l1", "l2", "l3", "l4"};
    return level == LEVEL_NONE || level == 0 ? classes[0] : classes[level > 4 ? 4 : level];
}

static void draw_grade(struct timeline *line, const struct review_grade *grade, int64_t until)
{
    const struct review *review = line->review;
    const char *level = words_level(review->plan, grade->level, review->app->lang);
    review_time(review, grade->time, &line->words);
    text_addf(&line->words, " %s", level);
    draw_bar(line, &(struct bar){grade->time, until, level_class(grade->level), grade->level == LEVEL_NONE ? review_say(review, "无", "none") : level, BAR});
    if (grade->possible == grade->level)
        return;
    line->y += BAR + 1;
    text_addf(&line->words, review_say(review, "仍可能 %s", "possibly %s"), words_level(review->plan, grade->possible, review->app->lang));
    draw_bar(line, &(struct bar){grade->time, until, level_class(grade->possible), "", 5});
    line->y -= BAR + 1;
}

static void draw_grades(struct timeline *line)
{
    const struct review *review = line->review;
    name_lane(line, review_say(review, "定级", "Grade"));
    for (size_t i = 0; i < review->grade_count; i++)
        draw_grade(line, &review->grades[i], i + 1 < review->grade_count ? review->grades[i + 1].time : line->end);
    line->y += BAR + 6 + LANE_GAP;
}

/* ---- responses ---- */

static const char *state_class(const struct response *response, char buffer[32])
{
    bool over = response->state == RESPONSE_HANDED_OVER, proposed = response->state == RESPONSE_PROPOSED;
    if (response->state > RESPONSE_HANDED_OVER)
        return "after";
    snprintf(buffer, 32, "%s%s", level_class(response->level), over ? " over" : proposed ? " proposed" : "");
    return buffer;
}

static void draw_response(struct timeline *line, const struct response *response, int64_t from, int64_t to)
{
    const struct review *review = line->review;
    enum lang lang = review->app->lang;
    char class[32];
    const char *state = words_in(response_state_words(response->state), lang), *level = words_level(review->plan, response->level, lang);
    bool runs = response->state == RESPONSE_ACTIVE || response->state == RESPONSE_HANDED_OVER;
    review_time(review, from, &line->words);
    text_addf(&line->words, " %s %s", state, level);
    draw_bar(line, &(struct bar){from, to, state_class(response, class), runs ? level : state, BAR});
}

/* Numbers above the bars, as in the table of steps: where they would lie on one another they move apart. None when they are too many for that. */
static void draw_steps(const struct timeline *line, int tier)
{
    const struct review *review = line->review;
    int places[STEPS_MAX];
    size_t steps[STEPS_MAX], count = 0;
    for (size_t i = 0; i < review->course.count; i++) {
        if (review->course.items[i].tier != tier)
            continue;
        if (count == STEPS_MAX)
            return;
        int x = x_of(line, entry_clock(review->course.items[i].entry));
        places[count] = count > 0 && x < places[count - 1] + STEP_WIDTH ? places[count - 1] + STEP_WIDTH : x;
        steps[count++] = i;
    }
    for (size_t i = count; i-- > 0;) {
        int most = i + 1 < count ? places[i + 1] - STEP_WIDTH : RIGHT;
        places[i] = places[i] > most ? most : places[i];
        text_addf(line->out, "<circle class=\"step\" cx=\"%d\" cy=\"%d\" r=\"5\"/>", places[i], line->y + 5);
        text_addf(line->out, "<text class=\"number\" x=\"%d\" y=\"%d\">%zu</text>\n", places[i], line->y + 8, steps[i] + 1);
    }
}

static bool has_tier(const struct review *review, int tier)
{
    for (size_t i = 0; i < review->course.count; i++)
        if (review->course.items[i].tier == tier)
            return true;
    return false;
}

static void draw_tier(struct timeline *line, int tier)
{
    const struct review *review = line->review;
    const struct course_step *before = NULL;
    draw_steps(line, tier);
    line->y += 12;
    text_add_str(&line->words, words_in(tier_words((enum tier)tier), review->app->lang));
    text_add_str(&line->words, review_say(review, "响应", " response"));
    name_lane(line, text_str(&line->words));
    text_clear(&line->words);
    for (size_t i = 0; i < review->course.count; i++) {
        const struct course_step *step = &review->course.items[i];
        if (step->tier != tier)
            continue;
        if (before != NULL)
            draw_response(line, &before->after, entry_clock(before->entry), entry_clock(step->entry));
        before = step;
    }
    draw_response(line, &before->after, entry_clock(before->entry), line->end);
    line->y += BAR + LANE_GAP;
}

/* ---- what was said ---- */

struct lane {
    struct words name;
    unsigned marks;    /* bit i: enum mark */
    const char *class; /* of its bars, when it has many */
};

static bool is_in(const struct review *review, const struct lane *lane, size_t i)
{
    return review->marks[i] != MARK_NONE && lane->marks >> review->marks[i] & 1 && entry_clock(&review->record->entries[i].entry) <= review->end;
}

static const char *mark_class(const struct review *review, size_t i)
{
    static const char *const classes[MARK_COUNT] = {"", "fact", "done", "late", "task", "note", "shift", "document", "inject"};
    return review->record->entries[i].corrected ? "undone" : classes[review->marks[i]];
}

static bool is_square(unsigned mark)
{
    return mark == MARK_NOTE || mark == MARK_SHIFT || mark == MARK_DOCUMENT || mark == MARK_INJECT;
}

static void draw_mark(struct timeline *line, size_t i)
{
    const struct review *review = line->review;
    const struct entry *entry = &review->record->entries[i].entry;
    int x = x_of(line, entry_clock(entry)), y = line->y + 9;
    const char *class = mark_class(review, i);
    review_time(review, entry_clock(entry), &line->words);
    text_add_str(&line->words, " ");
    entry_words(review->app, review->plan, entry, &line->words);
    if (review->record->entries[i].corrected)
        text_addf(line->out, "<path class=\"%s\" d=\"M%d %dl8 8m0 -8l-8 8\">", class, x - 4, y - 4);
    else if (review->marks[i] == MARK_LATE)
        text_addf(line->out, "<path class=\"%s\" d=\"M%d %dl5 9h-10z\">", class, x, y - 5);
    else if (is_square(review->marks[i]))
        text_addf(line->out, "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"7\" height=\"7\">", class, x - 3, y - 3);
    else
        text_addf(line->out, "<circle class=\"%s\" cx=\"%d\" cy=\"%d\" r=\"4\">", class, x, y);
    add_title(line);
    text_add_str(line->out, review->record->entries[i].corrected || review->marks[i] == MARK_LATE ? "</path>\n"
                            : is_square(review->marks[i])                                         ? "</rect>\n"
                                                                                              : "</circle>\n");
}

/* Of many: how many in each stretch of time, those late or corrected on top. */
struct bins {
    unsigned plain[BINS], apart[BINS], most;
    const char *class;
};

static void fill_bins(const struct timeline *line, const struct lane *lane, struct bins *bins)
{
    const struct review *review = line->review;
    for (size_t i = 0; i < review->record->entry_count; i++) {
        if (!is_in(review, lane, i))
            continue;
        int at = (x_of(line, entry_clock(&review->record->entries[i].entry)) - LEFT) * BINS / (RIGHT - LEFT + 1);
        bool apart = review->record->entries[i].corrected || review->marks[i] == MARK_LATE;
        *(apart ? &bins->apart[at] : &bins->plain[at]) += 1;
        if (bins->plain[at] + bins->apart[at] > bins->most)
            bins->most = bins->plain[at] + bins->apart[at];
    }
}

static void draw_bin(struct timeline *line, const struct bins *bins, int at)
{
    int x = LEFT + at * (RIGHT - LEFT) / BINS, bottom = line->y + BIN_HEIGHT;
    int plain = (int)((bins->plain[at] * BIN_HEIGHT + bins->most - 1) / bins->most), all = (int)(((bins->plain[at] + bins->apart[at]) * BIN_HEIGHT + bins->most - 1) / bins->most);
    if (plain > 0)
        text_addf(line->out, "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"5\" height=\"%d\"><title>%u</title></rect>\n", bins->class, x, bottom - plain, plain,
                  bins->plain[at]);
    if (all > plain)
        text_addf(line->out, "<rect class=\"late\" x=\"%d\" y=\"%d\" width=\"5\" height=\"%d\"><title>%u</title></rect>\n", x, bottom - all, all - plain, bins->apart[at]);
}

static void draw_lane(struct timeline *line, const struct lane *lane)
{
    const struct review *review = line->review;
    size_t count = 0;
    for (size_t i = 0; i < review->record->entry_count; i++)
        count += is_in(review, lane, i);
    if (count == 0)
        return;
    name_lane(line, words_in(lane->name, review->app->lang));
    if (count <= TIMELINE_MARKS) {
        for (size_t i = 0; i < review->record->entry_count; i++)
            if (is_in(review, lane, i))
                draw_mark(line, i);
        line->y += 18 + LANE_GAP;
        return;
    }
    struct bins bins = {.class = lane->class};
    fill_bins(line, lane, &bins);
    for (int at = 0; at < BINS; at++)
        draw_bin(line, &bins, at);
    text_addf(&line->words, review_say(review, "共 %zu", "%zu in all"), count);
    add_words(line, "end", LEFT - 6, line->y + 25, text_str(&line->words));
    text_clear(&line->words);
    line->y += BIN_HEIGHT + LANE_GAP;
}

/* ---- the whole ---- */

static const struct lane lanes[] = {
    {{"事实", "Facts"}, 1u << MARK_FACT, "fact"},
    {{"任务", "Tasks"}, 1u << MARK_DONE | 1u << MARK_LATE | 1u << MARK_TASK, "done"},
    {{"备注、文书", "Notes"}, 1u << MARK_NOTE | 1u << MARK_SHIFT | 1u << MARK_DOCUMENT, "note"},
    {{"情景注入", "Injects"}, 1u << MARK_INJECT, "inject"},
};

/* The axis reaches back to the occurrence when that was less than a day before. */
static void find_span(struct timeline *line)
{
    const struct review *review = line->review;
    int64_t occurrence = review->record->moments.at[MOMENT_OCCURRENCE];
    line->begin = review->begin;
    line->end = review->end;
    if (occurrence != TIME_UNKNOWN && occurrence < line->begin && line->begin - occurrence < DAY_MS)
        line->begin = occurrence;
    if (line->end - line->begin < MINUTE_MS)
        line->end = line->begin + MINUTE_MS;
}

static void draw_lanes(struct timeline *line)
{
    draw_grades(line);
    draw_lane(line, &lanes[0]);
    for (int tier = TIER_CITY; tier <= TIER_NATION; tier++)
        if (has_tier(line->review, tier))
            draw_tier(line, tier);
    for (size_t i = 1; i < sizeof lanes / sizeof lanes[0]; i++)
        draw_lane(line, &lanes[i]);
}

static void draw_silence(const struct timeline *line)
{
    int64_t from, to;
    if (!record_silence(line->review->record, &from, &to))
        return;
    int x = x_of(line, from), width = x_of(line, to) - x;
    text_addf(line->out, "<rect class=\"silent\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>\n", x, AXIS, width, line->bottom - AXIS);
}

static void add_caption(const struct timeline *line)
{
    html_element(line->out, "figcaption", NULL,
                 review_say(line->review,
                            "时刻为 24 小时制，按事件的时钟。定级条为按当时所知的级别，其下细条为仍可能的级别；响应条上的号码即“级别与权限”表的序号，虚框为建议，"
                            "虚线为已移交，灰为结束以后。● 写入或按时完成，▲ 逾期完成，○ 接受、不适用等，■ 备注、交接班、发出文书、情景注入，× 后来更正。"
                            "一栏太多时改为柱形：每段时间的条数，上段为逾期或更正。浅灰底为最长无记录的一段。",
                            "24-hour times, by the incident's clock. The grade is that by what was known then, the thin bar below it what was still possible; the numbers above a "
                            "response are those of the table of steps; dashed frames are proposals, dashed bars handed over, grey after the end. ● entered or done in time, ▲ done "
                            "late, ○ accepted, not applicable and so on, ■ notes, shifts, documents, injects, × corrected later. A lane with too many becomes bars: how many in each stretch of "
                            "time, the part on top late or corrected. The light grey ground is the longest silence."));
}

/* Drawn into a text of its own first: the drawing's head has to say how high it is, and what lies behind everything comes first. */
void review_timeline(struct review *review)
{
    struct text front = {0};
    struct timeline line = {.review = review, .out = &front, .y = AXIS + LANE_GAP};
    review_section(review, "时间线", "Timeline");
    find_span(&line);
    draw_lanes(&line);
    line.bottom = line.y;
    line.out = review->out;
    text_addf(review->out, "<figure>\n<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\">\n", WIDTH, line.bottom + 2, review_say(review, "时间线", "timeline"));
    draw_silence(&line);
    draw_axis(&line);
    text_add(review->out, text_str(&front), front.size);
    text_add_str(review->out, "</svg>\n");
    add_caption(&line);
    text_add_str(review->out, "</figure>\n");
    review->out->failed = review->out->failed || front.failed || line.words.failed;
    text_release(&front);
    text_release(&line.words);
}
