/* Charts for tests: random texts, random charts that are in order, and what holds for the lines of every box. */
#ifndef TESTS_UNIT_CHART_FIXTURE_H
#define TESTS_UNIT_CHART_FIXTURE_H

#include "cli/chart.h"
#include "cli/chart_text.h"
#include "tests/unit/check.h"

#define PAGE_WIDTH 842
#define PAGE_HEIGHT 595

/* Up to `most` pieces of text as plans have it; `with_lines`: newlines too. */
static inline void add_pieces(struct text *text, uint64_t *random, uint32_t most, bool with_lines)
{
    static const char *const pieces[] = {"\n", "应", "急", "，", "（", "）", "“", "”", "。", "a", "i", "W", "word", " ", "  ", "12", "3.5%",
                                         "［5.3.1］", "é", "…", "longer-word ", "\xF0\x9F\x98\x80"};
    uint32_t first = with_lines ? 0 : 1;
    for (uint32_t i = random_below(random, most); i > 0; i--)
        text_add_str(text, pieces[first + random_below(random, LENGTH_OF(pieces) - first)]);
}

static inline enum box_style random_style(uint64_t *random)
{
    return (enum box_style)random_below(random, BOX_STYLE_COUNT);
}

/* The type that a box's text is set in, and the room that it has. */
static inline struct type box_type(enum box_style style)
{
    return (struct type){box_look(style)->size, box_look(style)->bold};
}

static inline int box_room(enum box_style style, int width)
{
    return width - 2 * box_look(style)->pad;
}

/* A route from the right edge of one box to the left edge of another, with steps that are level or upright. */
static inline void random_link(struct chart *chart, uint64_t *random)
{
    int from = (int)random_below(random, (uint32_t)chart->box_count), to = (int)random_below(random, (uint32_t)chart->box_count);
    int x = (int)random_below(random, PAGE_WIDTH), y = (int)random_below(random, PAGE_HEIGHT);
    struct point points[6] = {{0, y}, {x, y}, {x, PAGE_HEIGHT - y}, {PAGE_WIDTH, PAGE_HEIGHT - y}};
    enum link_style style = (enum link_style)random_below(random, LINK_STYLE_COUNT);
    chart_link(chart, &(struct route){style, from, to, points, 4});
}

/* Boxes in rows down the page, each as high as its text, and links between any of them. */
static inline void random_chart(struct chart *chart, uint64_t *random)
{
    chart_init(chart, random_below(random, 2) == 0 ? LANG_ZH : LANG_EN, PAGE_WIDTH, PAGE_HEIGHT * 10);
    chart_describe(chart, "标题 \"title\"", "说明 \\ description");
    struct place place = {.x = 30, .y = 30};
    for (uint32_t i = random_below(random, 80); i > 0; i--) {
        struct text text = {0};
        enum box_style style = random_style(random);
        text_add_str(&text, "x");
        add_pieces(&text, random, 30, true);
        place.width = 20 + (int)random_below(random, 200);
        place.height = chart_height(style, text_str(&text), place.width);
        if (place.y + place.height < PAGE_HEIGHT * 10)
            chart_add(chart, style, place, text_str(&text), random_below(random, 3) == 0 ? "a \"name\"" : NULL);
        place.y += place.height;
        text_release(&text);
    }
    for (uint32_t i = random_below(random, 80); i > 0 && chart->box_count > 0; i--)
        random_link(chart, random);
}

static inline char *chart_json(const struct chart *chart)
{
    struct text text = {0};
    chart_to_json(chart, &text);
    assert_false(text.failed);
    return text.data;
}

#endif
