/*
 * The part of the rule language that counts reports: counties(disease = hpai, within window.hpai). See expr.c for the rest.
 */
#include <string.h>

#include "core/text.h"
#include "rules/parser.h"

#define WINDOW_DAYS_MAX 36500 /* as for a plan's parameters */

struct count_spec {
    enum measure_unit unit;
    int diseases[64];
    struct token disease_tokens[64];
    size_t disease_count;
    int least_spread;
    struct token window; /* size 0: no window */
    int64_t days;
    bool has_spread, has_window;
};

static bool parse_disease(struct parser *parser, struct count_spec *spec)
{
    const struct plan *plan = parser->context->plan;
    struct token at = parser->token;
    const char *name = parser->source->text + at.at;
    int disease = at.kind == TOKEN_NAME ? plan_find_disease(plan, name, at.size) : -1;
    if (disease < 0) {
        struct nearest near = nearest_to(name, at.size);
        for (size_t i = 0; i < plan->disease_count; i++)
            if (plan->diseases[i].id != NULL)
                nearest_offer(&near, plan->diseases[i].id);
        parser_flaw_name(parser, at, (struct words){"病种", "disease"}, &near);
        return false;
    }
    if (spec->disease_count == sizeof spec->diseases / sizeof spec->diseases[0]) {
        parser_flaw(parser, at, "病种太多", "too many diseases");
        return false;
    }
    spec->disease_tokens[spec->disease_count] = at;
    spec->diseases[spec->disease_count++] = disease;
    parser_advance(parser);
    return !parser->flawed;
}

/* disease = X | disease in {X, Y} */
static bool parse_diseases(struct parser *parser, struct count_spec *spec)
{
    parser_advance(parser);
    if (parser_accept(parser, TOKEN_EQUAL))
        return parse_disease(parser, spec);
    if (!parser_accept(parser, TOKEN_IN) || parser->token.kind != TOKEN_OPEN_SET) {
        parser_flaw(parser, parser->token, "应写 disease = 病种 或 disease in {病种, 病种}", "write disease = X or disease in {X, Y}");
        return false;
    }
    do {
        parser_advance(parser);
        if (!parse_disease(parser, spec))
            return false;
    } while (parser->token.kind == TOKEN_COMMA && !parser->flawed);
    if (!parser_accept(parser, TOKEN_CLOSE_SET))
        parser_flaw(parser, parser->token, "集合没有收尾的“}”", "the set lacks its closing '}'");
    return !parser->flawed;
}

/* spread = outbreak | spread >= epidemic. An outbreak is an epidemic too, so both mean "at least". */
static bool parse_spread(struct parser *parser, struct count_spec *spec)
{
    parser_advance(parser);
    if (!parser_accept(parser, TOKEN_EQUAL) && !parser_accept(parser, TOKEN_GREATER_EQUAL)) {
        parser_flaw(parser, parser->token, "应写 spread >= epidemic", "write spread >= epidemic");
        return false;
    }
    struct token at = parser->token;
    spec->least_spread = at.kind == TOKEN_NAME ? spread_find(parser->source->text + at.at, at.size) : -1;
    if (spec->least_spread < 0) {
        struct nearest near = nearest_to(parser->source->text + at.at, at.size);
        for (int i = 0; spread_ids[i] != NULL; i++)
            nearest_offer(&near, spread_ids[i]);
        parser_flaw_name(parser, at, (struct words){"流行程度", "spread"}, &near);
        return false;
    }
    parser_advance(parser);
    return !parser->flawed;
}

/* within 21 days | within PARAMETER | within FAMILY */
static bool parse_window(struct parser *parser, struct count_spec *spec)
{
    parser_advance(parser);
    if (parser->token.kind == TOKEN_NUMBER) {
        struct token at = parser->token;
        if (!parser_number(parser, false, &spec->days))
            return false;
        if (spec->days > WINDOW_DAYS_MAX) {
            parser_flaw(parser, at, "窗口至多 36500 天", "a window has 36500 days at the most");
            return false;
        }
        if (!parser_sees(parser, "days") && !parser_sees(parser, "day")) {
            parser_flaw(parser, parser->token, "天数之后应写 days", "expected 'days' after the number");
            return false;
        }
    } else if (parser->token.kind == TOKEN_NAME) {
        spec->window = parser->token;
    } else {
        parser_flaw(parser, parser->token, "within 之后应为参数名或天数", "expected a parameter or a number of days after 'within'");
        return false;
    }
    parser_advance(parser);
    return !parser->flawed;
}

/* Each argument once: a second one would silently win. */
static bool once(struct parser *parser, bool seen)
{
    if (seen)
        parser_flaw(parser, parser->token, "这个统计条件写了两次", "this condition on reports is given twice");
    return !seen;
}

static bool parse_argument(struct parser *parser, struct count_spec *spec)
{
    if (parser_sees(parser, "disease"))
        return once(parser, spec->disease_count > 0) && parse_diseases(parser, spec);
    if (parser_sees(parser, "spread")) {
        bool first = once(parser, spec->has_spread);
        spec->has_spread = true;
        return first && parse_spread(parser, spec);
    }
    if (parser->token.kind == TOKEN_WITHIN) {
        bool first = once(parser, spec->has_window);
        spec->has_window = true;
        return first && parse_window(parser, spec);
    }
    struct nearest near = nearest_to(parser->source->text + parser->token.at, parser->token.size);
    nearest_offer(&near, "disease");
    nearest_offer(&near, "spread");
    nearest_offer(&near, "within");
    parser_flaw_name(parser, parser->token, (struct words){"统计条件", "such condition on reports"}, &near);
    return false;
}

/* Whether a name leads some parameters ("incubation" of incubation.csf): then it is the disease's own that lacks. */
static bool is_family(const struct plan *plan, const char *name, size_t size)
{
    for (size_t i = 0; i < plan->parameter_count; i++) {
        const char *id = plan->parameters[i].id;
        if (id != NULL && strlen(id) > size && strncmp(id, name, size) == 0 && id[size] == '.')
            return true;
    }
    return false;
}

/* A window's parameter: its own name, or the family's for this disease ("incubation" → incubation.csf). -1 with a flaw. */
static int window_parameter(struct parser *parser, struct token window, struct token disease)
{
    const struct plan *plan = parser->context->plan;
    const char *text = parser->source->text;
    const struct parameter *parameter = plan_find_parameter(plan, text + window.at, window.size);
    if (parameter == NULL) {
        char id[160];
        int size = snprintf(id, sizeof id, "%.*s.%.*s", (int)window.size, text + window.at, (int)disease.size, text + disease.at);
        if (size > 0 && (size_t)size < sizeof id)
            parameter = plan_find_parameter(plan, id, (size_t)size);
    }
    if (parameter != NULL)
        return (int)(parameter - plan->parameters);
    struct nearest near = nearest_to(text + window.at, window.size);
    for (size_t i = 0; i < plan->parameter_count; i++)
        if (plan->parameters[i].id != NULL)
            nearest_offer(&near, plan->parameters[i].id);
    if (!is_family(plan, text + window.at, window.size)) {
        parser_flaw_name(parser, window, (struct words){"参数", "parameter"}, &near);
        return -1;
    }
    struct err err;
    struct clip family = text_clip(text + window.at, window.size), member = text_clip(text + disease.at, disease.size);
    err_set(&err, ERR_REFERENCE, "没有参数“%s.%s”", "there is no parameter \"%s.%s\"", family.str, member.str);
    parser_flaw_at(parser, window, &err, NULL);
    return -1;
}

static bool spec_measures(struct parser *parser, const struct count_spec *spec, struct subject *subject)
{
    for (size_t i = 0; i < spec->disease_count && !parser->flawed; i++) {
        struct measure measure = {.unit = spec->unit, .term = -1, .harm = true, .disease = spec->diseases[i],
                                  .least_spread = spec->least_spread, .parameter = -1, .days = spec->days};
        if (spec->window.size > 0)
            measure.parameter = window_parameter(parser, spec->window, spec->disease_tokens[i]);
        subject->measures[subject->count++] = parser_measure(parser, &measure);
    }
    return !parser->flawed;
}

bool parse_count(struct parser *parser, enum measure_unit unit, struct subject *subject)
{
    struct count_spec spec = {.unit = unit, .days = -1};
    struct token name = parser->token;
    parser_advance(parser);
    struct token open = parser->token;
    if (!parser_accept(parser, TOKEN_OPEN)) {
        parser_flaw(parser, open, "此处应为“(”", "expected '(' here");
        return false;
    }
    while (!parser->flawed && parse_argument(parser, &spec) && parser_accept(parser, TOKEN_COMMA))
        continue;
    if (!parser->flawed && !parser_accept(parser, TOKEN_CLOSE))
        parser_flaw(parser, parser->token.kind == TOKEN_END ? open : parser->token, "统计没有收尾的“)”", "the count lacks its closing ')'");
    if (!parser->flawed && spec.disease_count == 0)
        parser_flaw(parser, name, "统计要说明病种（disease = …）", "a count must say which disease (disease = …)");
    return !parser->flawed && spec_measures(parser, &spec, subject);
}

int parse_count_unit(const struct parser *parser)
{
    static const char *const names[] = {[UNIT_COUNTIES] = "counties", [UNIT_TOWNSHIPS] = "townships",
                                        [UNIT_PREMISES] = "premises", [UNIT_REPORTS] = "reports"};
    for (int unit = UNIT_COUNTIES; unit <= UNIT_REPORTS; unit++)
        if (names[unit] != NULL && parser_sees(parser, names[unit]))
            return unit;
    return -1;
}
