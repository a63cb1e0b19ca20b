/* JUnit XML. See junit.h. */
#include "cli/junit.h"

/* Text of an attribute or an element: what XML 1.0 has no way to say is made visible first. */
static void add_xml(struct text *out, const char *str)
{
    struct text safe = {0};
    text_add_safe(&safe, str);
    for (const char *at = text_str(&safe); *at != '\0'; at++) {
        const char *escaped = *at == '&' ? "&amp;" : *at == '<' ? "&lt;" : *at == '>' ? "&gt;" : *at == '"' ? "&quot;" : *at == '\n' ? "&#10;" : NULL;
        if (escaped != NULL)
            text_add_str(out, escaped);
        else
            text_add(out, at, 1);
    }
    text_release(&safe);
}

static void add_failure(struct junit *junit, const struct scenario *scenario, const struct failure *failure)
{
    const char *what = junit->lang == LANG_EN ? failure->en : failure->zh;
    unsigned line, column;
    const struct text *text = &scenario->file->text;
    text_position(text_str(text), text->size, scenario->file->json.nodes[failure->at.node].offset, &line, &column);
    text_add_str(&junit->cases, "    <failure message=\"");
    add_xml(&junit->cases, what == NULL ? "" : what);
    text_addf(&junit->cases, "\">%u:%u T+%02lld:%02lld</failure>\n", line, column, (long long)(failure->minutes / 60), (long long)(failure->minutes % 60));
}

void junit_add(struct junit *junit, const char *path, const struct scenario *scenario, const struct outcome *outcome, const char *why)
{
    struct text *cases = &junit->cases;
    text_add_str(cases, "  <testcase classname=\"");
    add_xml(cases, path);
    text_add_str(cases, "\" name=\"");
    add_xml(cases, scenario == NULL ? path : words_in(scenario->title, junit->lang));
    text_add_str(cases, "\">\n");
    junit->tests++;
    junit->failures += why != NULL || outcome->failure_count > 0;
    if (why != NULL) {
        text_add_str(cases, "    <error message=\"");
        add_xml(cases, why);
        text_add_str(cases, "\"/>\n");
    }
    for (size_t i = 0; why == NULL && i < outcome->failure_count; i++)
        add_failure(junit, scenario, &outcome->failures[i]);
    text_add_str(cases, "  </testcase>\n");
}

void junit_finish(const struct junit *junit, struct text *out)
{
    text_addf(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuite name=\"respond test\" tests=\"%zu\" failures=\"%zu\">\n", junit->tests, junit->failures);
    text_add_str(out, text_str(&junit->cases));
    text_add_str(out, "</testsuite>\n");
}
