/* Random rule sets as a plan author would write them. See rulebook.h. */
#include <inttypes.h>

#include "tests/torture/rulebook.h"

#define SAID "{\"zh\":\"z\",\"en\":\"e\"}"

static void put_number(struct text *text, bool decimal, int64_t value)
{
    if (decimal)
        text_addf(text, "%" PRId64 ".%06" PRId64, value / 1000000, value % 1000000);
    else
        text_addf(text, "%" PRId64, value);
}

void rulebook_value(const struct rulebook *book, uint32_t fact, int64_t value, struct text *text)
{
    switch (book->facts[fact].type) {
    case BOOK_BOOL: text_add_str(text, value != 0 ? "true" : "false"); break;
    case BOOK_ENUM: text_addf(text, "\"v%d\"", (int)value); break;
    default: put_number(text, book->facts[fact].type == BOOK_DECIMAL, value); break;
    }
}

/* A constant of the rule language. */
static void put_constant(const struct rulebook *book, const struct book_node *node, int64_t value, struct text *text)
{
    enum book_type type = node->facts == 0 ? BOOK_COUNT : book->facts[__builtin_ctz(node->facts)].type;
    if (type == BOOK_ENUM)
        text_addf(text, "v%d", (int)value);
    else
        put_number(text, type == BOOK_DECIMAL, value);
}

static void put_count(const struct book_count *count, bool both, struct text *text)
{
    static const char *const units[] = {"counties", "adjacent counties", "townships", "premises", "reports"};
    static const char *const spreads[] = {"", ", spread >= epidemic", ", spread = outbreak"};
    text_addf(text, both ? "%s(disease in {d%u, d%u}" : "%s(disease = d%u", units[count->unit], count->disease, 1 - count->disease);
    text_add_str(text, spreads[count->spread]);
    if (count->days >= 0)
        text_addf(text, ", within %d days", (int)count->days);
    text_add_str(text, ")");
}

static void put_subject(const struct rulebook *book, const struct book_node *node, struct text *text)
{
    const char *plus = "";
    if (node->facts == 0)
        put_count(&book->counts[node->counts[0]], node->subject_count == 2, text);
    for (uint32_t i = 0; i < book->fact_count; i++)
        if (node->facts >> i & 1) {
            text_addf(text, "%sf%u", plus, i);
            plus = " + ";
        }
}

static void put_test(const struct rulebook *book, const struct book_node *node, struct text *text)
{
    static const char *const signs[] = {" >= ", " > ", " <= ", " < ", " = ", " != "};
    put_subject(book, node, text);
    if (node->sign == 8) /* a finding */
        return;
    if (node->sign < 6) {
        text_add_str(text, signs[node->sign]);
        int64_t value = node->sign == 2 ? node->most[0] : node->sign == 3 ? node->most[0] + 1 : node->sign == 1 ? node->least[0] - 1 : node->least[0];
        put_constant(book, node, value, text);
        return;
    }
    text_add_str(text, node->sign == 6 ? " in [" : " in {");
    put_constant(book, node, node->least[0], text);
    text_add_str(text, node->sign == 6 ? ".." : ", ");
    put_constant(book, node, node->sign == 6 ? node->most[0] : node->least[1], text);
    text_add_str(text, node->sign == 6 ? "]" : "}");
}

/* As deep as expressions are made. */
static void put_expression(const struct rulebook *book, uint16_t index, struct text *text)
{
    static const char *const grades[] = {"mild", "grave", "worst"};
    const struct book_node *node = &book->nodes[index];
    switch (node->kind) {
    case BOOK_TEST: put_test(book, node, text); return;
    case BOOK_GRADE: text_addf(text, "grade(%s)", grades[node->grade]); return;
    case BOOK_NOT: text_add_str(text, "not "); break;
    default: break;
    }
    text_add_str(text, "(");
    put_expression(book, node->left, text);
    if (node->kind != BOOK_NOT) {
        text_add_str(text, node->kind == BOOK_AND ? ") and (" : ") or (");
        put_expression(book, node->right, text);
    }
    text_add_str(text, ")");
}

static void put_facts(const struct rulebook *book, struct text *text)
{
    static const char *const types[] = {"count", "decimal", "bool", "enum", "level"};
    for (uint32_t i = 0; i < book->fact_count; i++) {
        const struct book_fact *fact = &book->facts[i];
        text_addf(text, "%s{\"id\":\"f%u\",\"type\":\"%s\",\"label\":" SAID ",\"question\":" SAID, i > 0 ? ",\n" : "", i, types[fact->type]);
        text_add_str(text, fact->harm ? ",\"harm\":true" : "");
        text_add_str(text, fact->discretion ? ",\"discretion\":true" : "");
        if (fact->type == BOOK_ENUM)
            text_add_str(text, ",\"values\":[{\"id\":\"v0\",\"label\":" SAID "},{\"id\":\"v1\",\"label\":" SAID "},{\"id\":\"v2\",\"label\":" SAID "}]");
        text_add_str(text, "}");
    }
}

static void put_rules(const struct rulebook *book, struct text *text)
{
    static const char *const grades[] = {"mild", "grave", "worst"};
    for (uint32_t i = 0; i < book->rule_count; i++) {
        const struct book_rule *rule = &book->rules[i];
        text_addf(text, "%s{\"clause\":\"1\",\"says\":" SAID ",", i > 0 ? ",\n" : "");
        if (rule->level == 0)
            text_addf(text, "\"grade\":\"%s\"", grades[rule->grade]);
        else
            text_addf(text, "\"level\":%u", rule->level);
        text_add_str(text, ",\"when\":\"");
        put_expression(book, rule->node, text);
        text_add_str(text, "\"}");
    }
}

void rulebook_text(const struct rulebook *book, struct text *text)
{
    text_add_str(text, "{\"format\":1,\"id\":\"made\",\"title\":" SAID ",\n\"levels\":[");
    for (int i = 1; i <= 4; i++)
        text_addf(text, "%s{\"level\":%d,\"name\":" SAID ",\"clause\":\"1\"}", i > 1 ? "," : "", i);
    text_add_str(text, "],\n\"grades\":[{\"id\":\"mild\",\"name\":" SAID ",\"clause\":\"1\"},{\"id\":\"grave\",\"name\":" SAID ",\"clause\":\"1\",\"level\":3},"
                       "{\"id\":\"worst\",\"name\":" SAID ",\"clause\":\"1\",\"level\":1}],\n");
    if (book->has_reports)
        text_add_str(text, "\"diseases\":[{\"id\":\"d0\",\"name\":" SAID "},{\"id\":\"d1\",\"name\":" SAID "}],\n");
    text_add_str(text, "\"facts\":[");
    put_facts(book, text);
    text_add_str(text, "],\n\"tasks\":[{\"id\":\"t\",\"kind\":\"response\",\"owners\":[\"fire\"],\"what\":" SAID ",\"clause\":\"1\",\"when\":\"");
    put_expression(book, book->when, text);
    text_add_str(text, "\"}],\n\"rules\":[");
    put_rules(book, text);
    text_add_str(text, "]}\n");
}

void rulebook_reports(const struct rulebook *book, struct text *text)
{
    static const char *const spreads[] = {"sporadic", "epidemic", "outbreak"};
    if (!book->has_reports)
        return;
    text_add_str(text, ", \"as_of\": \"2026-03-20\", \"reports\": [");
    for (uint32_t i = 0; i < book->report_count; i++) {
        const struct book_report *it = &book->reports[i];
        text_addf(text, "%s{\"date\":\"2026-03-%02d\",\"county\":\"%u\",\"township\":\"t%u\",\"premises\":\"p%u\",\"disease\":\"d%u\",\"spread\":\"%s\"}",
                  i > 0 ? ", " : "", 20 - (int)it->days_ago, it->county + 1, it->township, it->premises, it->disease, spreads[it->spread]);
    }
    text_add_str(text, "]");
}
