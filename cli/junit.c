/* JUnit XML. See junit.h. */
#include "cli/junit.h"

#include "cli/xml.h"

void junit_begin(struct junit *junit, enum lang lang)
{
    *junit = (struct junit){.lang = lang};
    xml_begin(&junit->xml, &junit->out);
    xml_open(&junit->xml, "testsuite");
    xml_attribute(&junit->xml, "name", "respond test");
    junit->head = junit->out.size;
}

static void add_failure(struct junit *junit, const struct scenario *scenario, const struct failure *failure)
{
    const char *what = junit->lang == LANG_EN ? failure->en : failure->zh;
    const struct text *text = &scenario->file->text;
    struct text message = {0};
    unsigned line, column;
    text_position(text_str(text), text->size, scenario->file->json.nodes[failure->at.node].offset, &line, &column);
    text_addf(&message, "%u:%u T+%02lld:%02lld %s", line, column, (long long)(failure->minutes / 60), (long long)(failure->minutes % 60), what == NULL ? "" : what);
    xml_open(&junit->xml, "failure");
    xml_attribute(&junit->xml, "message", text_str(&message));
    xml_close(&junit->xml);
    text_release(&message);
}

void junit_add(struct junit *junit, const char *path, const struct scenario *scenario, const struct outcome *outcome, const char *why)
{
    struct xml *xml = &junit->xml;
    junit->tests++;
    junit->errors += why != NULL;
    junit->failures += why == NULL && outcome->failure_count > 0;
    xml_open(xml, "testcase");
    xml_attribute(xml, "classname", path);
    xml_attribute(xml, "name", scenario == NULL ? path : words_in(scenario->title, junit->lang));
    if (why != NULL) {
        xml_open(xml, "error");
        xml_attribute(xml, "message", why);
        xml_close(xml);
    }
    for (size_t i = 0; why == NULL && i < outcome->failure_count; i++)
        add_failure(junit, scenario, &outcome->failures[i]);
    xml_close(xml);
}

void junit_end(struct junit *junit)
{
    struct text whole = {0};
    xml_close(&junit->xml);
    text_add(&whole, text_str(&junit->out), junit->head);
    text_addf(&whole, " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\"", junit->tests, junit->failures, junit->errors);
    text_add_str(&whole, text_str(&junit->out) + junit->head);
    whole.failed = whole.failed || junit->out.failed;
    text_release(&junit->out);
    junit->out = whole;
}

void junit_release(struct junit *junit)
{
    text_release(&junit->out);
}
