/*
 * Parsing and checking rule expressions by recursive descent. One function a grammar rule (docs/rules.md has the grammar).
 * After the first flaw of an expression the parser stops: what follows would be guesswork.
 */
#include "rules/expr.h"

#include <string.h>

#include "core/number.h"
#include "core/text.h"
#include "rules/parser.h"

/* ---- flaws ---- */

void *parser_flaw_at(struct parser *parser, struct token at, struct err *err, const char *hint)
{
    if (!parser->flawed) {
        err_set_hint(err, hint);
        document_flaw(parser->context->plan->file, parser->source->at, at.at, err, parser->context->diags);
    }
    parser->flawed = true;
    return NULL;
}

void *parser_flaw(struct parser *parser, struct token at, const char *zh, const char *en)
{
    struct err err;
    err_set_words(&err, ERR_RULE, (struct words){"%s%s", "%s%s"}, (struct words){zh, en}, (struct words){"", ""});
    return parser_flaw_at(parser, at, &err, NULL);
}

/* "there is no fact deahts" and the like. */
void *parser_flaw_name(struct parser *parser, struct token at, struct words what, const struct nearest *near)
{
    struct err err;
    struct clip name = text_clip(parser->source->text + at.at, at.size);
    err_set_words(&err, ERR_REFERENCE, (struct words){"没有%s“%s”", "there is no %s \"%s\""}, what, (struct words){name.str, name.str});
    return parser_flaw_at(parser, at, &err, near == NULL ? NULL : near->best);
}

static void *no_memory(struct parser *parser)
{
    struct err err;
    err_no_memory(&err);
    return parser_flaw_at(parser, parser->token, &err, NULL);
}

/* ---- tokens ---- */

void parser_advance(struct parser *parser)
{
    const char *text = parser->source->text;
    parser->token = token_next(text, parser->token.at + parser->token.size);
    if (parser->token.kind != TOKEN_BAD)
        return;
    struct err err;
    err_set(&err, ERR_RULE, "表达式里不能有这个字符", "this character has no place in an expression");
    parser_flaw_at(parser, parser->token, &err, token_correction(text + parser->token.at));
}

bool parser_accept(struct parser *parser, enum token_kind kind)
{
    if (parser->flawed || parser->token.kind != kind)
        return false;
    parser_advance(parser);
    return true;
}

bool parser_sees(const struct parser *parser, const char *word)
{
    return parser->token.kind == TOKEN_NAME && text_equal(parser->source->text + parser->token.at, parser->token.size, word);
}

/* ---- nodes ---- */

static struct expr *new_node(struct parser *parser, enum expr_kind kind, struct expr *left, struct expr *right)
{
    struct expr *expr = arena_alloc(parser->context->arena, sizeof *expr);
    if (expr == NULL)
        return no_memory(parser);
    *expr = (struct expr){.kind = kind, .left = left, .right = right, .grade = -1};
    return expr;
}

static struct expr *new_test(struct parser *parser, uint32_t measure, int64_t least, int64_t most, bool equal)
{
    struct expr *expr = new_node(parser, EXPR_TEST, NULL, NULL);
    if (expr != NULL) {
        expr->measure = measure;
        expr->least = least;
        expr->most = most;
        expr->equal = equal;
    }
    return expr;
}

static struct expr *join(struct parser *parser, enum expr_kind kind, struct expr *left, struct expr *right)
{
    return left == NULL ? right : right == NULL ? left : new_node(parser, kind, left, right);
}

/* ---- measures ---- */

static bool same_measure(const struct measure *a, const struct measure *b)
{
    return a->unit == b->unit && a->facts == b->facts && a->disease == b->disease && a->least_spread == b->least_spread &&
           a->parameter == b->parameter && a->days == b->days;
}

uint32_t parser_measure(struct parser *parser, const struct measure *measure)
{
    struct expr_context *context = parser->context;
    for (uint32_t i = 0; i < context->measure_count; i++) {
        if (!same_measure(&context->measures[i], measure))
            continue;
        if (context->measures[i].term < 0)
            context->measures[i].term = measure->term;
        return i;
    }
    if (context->measure_count == EXPR_MEASURES_MAX) {
        parser_flaw(parser, parser->token, "预案里的量太多（上限 512）", "too many measures in the plan (512 at the most)");
        return 0;
    }
    context->measures[context->measure_count] = *measure;
    return context->measure_count++;
}

static bool is_number(const struct fact *fact)
{
    return fact->type == FACT_COUNT || fact->type == FACT_DECIMAL;
}

/* ---- names of facts ---- */

static const struct term *find_term(const struct plan *plan, const char *id, size_t size)
{
    for (size_t i = 0; i < plan->term_count; i++)
        if (plan->terms[i].id != NULL && text_equal(id, size, plan->terms[i].id))
            return &plan->terms[i];
    return NULL;
}

static void flaw_unknown_fact(struct parser *parser, struct token at)
{
    static const char *const functions[] = {"counties", "townships", "premises", "reports", "adjacent", "grade"};
    const struct plan *plan = parser->context->plan;
    struct nearest near = nearest_to(parser->source->text + at.at, at.size);
    for (size_t i = 0; i < plan->fact_count; i++)
        if (plan->facts[i].id != NULL)
            nearest_offer(&near, plan->facts[i].id);
    for (size_t i = 0; i < plan->term_count; i++)
        if (plan->terms[i].id != NULL)
            nearest_offer(&near, plan->terms[i].id);
    for (size_t i = 0; i < sizeof functions / sizeof functions[0]; i++)
        nearest_offer(&near, functions[i]);
    parser_flaw_name(parser, at, (struct words){"事实或量", "fact or term"}, &near);
}

/* The facts that a name stands for (a fact, or a named term's); 0 with a flaw when it stands for none. */
static uint64_t name_facts(struct parser *parser, struct token at, int *term)
{
    const struct plan *plan = parser->context->plan;
    const char *id = parser->source->text + at.at;
    const struct fact *fact = plan_find_fact(plan, id, at.size);
    const struct term *named = fact == NULL ? find_term(plan, id, at.size) : NULL;
    *term = named == NULL ? -1 : (int)(named - plan->terms);
    if (fact != NULL)
        return UINT64_C(1) << (fact - plan->facts);
    if (named == NULL || parser->context->term_facts == NULL) {
        flaw_unknown_fact(parser, at);
        return 0;
    }
    uint64_t facts = parser->context->term_facts[*term];
    if (facts == 0)
        parser_flaw(parser, at, "这个量自己的定义有错，或定义在后", "this term is itself flawed, or declared later");
    return facts;
}

static const struct fact *single_fact(const struct plan *plan, uint64_t facts)
{
    return facts != 0 && (facts & (facts - 1)) == 0 ? &plan->facts[__builtin_ctzll(facts)] : NULL;
}

static void flaw_addend(struct parser *parser, struct token at)
{
    struct err err;
    struct clip name = text_clip(parser->source->text + at.at, at.size);
    err_set(&err, ERR_RULE, "“%s”不能加在这里：只有同类的数（人数等，或金额、时长）才能相加",
            "\"%s\" cannot be added here: only numbers of one type (counts, or decimals) can", name.str);
    parser_flaw_at(parser, at, &err, NULL);
}

/* All that is added must be numbers of the first one's type. */
static void check_addend(struct parser *parser, struct token at, uint64_t facts, int *type)
{
    for (; facts != 0; facts &= facts - 1) {
        const struct fact *fact = &parser->context->plan->facts[__builtin_ctzll(facts)];
        if (!is_number(fact) || (*type >= 0 && fact->type != *type))
            flaw_addend(parser, at);
        *type = fact->type;
    }
}

/* sum := name { "+" name } */
static uint64_t parse_sum(struct parser *parser, int *term)
{
    struct token first = parser->token;
    *term = -1;
    if (!parser_accept(parser, TOKEN_NAME)) {
        parser_flaw(parser, first, "此处应为事实的名字", "expected the name of a fact here");
        return 0;
    }
    uint64_t facts = name_facts(parser, first, term);
    int type = -1;
    if (parser->token.kind == TOKEN_PLUS)
        check_addend(parser, first, facts, &type);
    while (!parser->flawed && parser->token.kind == TOKEN_PLUS) {
        parser_advance(parser);
        struct token at = parser->token;
        int ignored;
        if (!parser_accept(parser, TOKEN_NAME)) {
            parser_flaw(parser, at, "“+”之后应为事实的名字", "expected the name of a fact after '+'");
            return 0;
        }
        uint64_t more = name_facts(parser, at, &ignored);
        if ((facts & more) != 0)
            parser_flaw(parser, at, "同一个事实加了两次", "the same fact is added twice");
        check_addend(parser, at, more, &type);
        facts |= more;
        *term = -1;
    }
    return parser->flawed ? 0 : facts;
}

static struct measure fact_measure(const struct plan *plan, uint64_t facts, int term)
{
    struct measure measure = {.unit = UNIT_FACTS, .facts = facts, .term = term, .harm = true, .disease = -1, .parameter = -1, .days = -1};
    for (uint64_t rest = facts; rest != 0; rest &= rest - 1) {
        const struct fact *fact = &plan->facts[__builtin_ctzll(rest)];
        measure.harm = measure.harm && fact->harm;
        measure.decimal = fact->type == FACT_DECIMAL;
        measure.equality = fact->type == FACT_ENUM || fact->type == FACT_LEVEL;
    }
    return measure;
}

/* ---- constants ---- */

bool parser_number(struct parser *parser, bool decimal, int64_t *value)
{
    struct number number;
    struct token at = parser->token;
    if (at.kind != TOKEN_NUMBER) {
        parser_flaw(parser, at, "此处应为数字", "expected a number here");
        return false;
    }
    enum number_flaw wrong = number_parse(parser->source->text + at.at, at.size, decimal, &number);
    if (wrong == NUMBER_NOT_INTEGER)
        parser_flaw(parser, at, "人数等只能与整数比较", "a count is compared with an integer");
    else if (wrong != NUMBER_OK)
        parser_flaw(parser, at, "不是合用的数字（小数至多六位）", "not a usable number (six digits after the point at the most)");
    else if (number.whole >= NUMBER_TOP)
        parser_flaw(parser, at, "界限须小于 10^11", "a threshold must be below 10^11");
    *value = number_value(number, decimal);
    parser_advance(parser);
    return !parser->flawed;
}

static bool parse_enum_value(struct parser *parser, const struct fact *fact, int64_t *value)
{
    struct token at = parser->token;
    const char *name = parser->source->text + at.at;
    *value = at.kind == TOKEN_NAME ? fact_find_value(fact, name, at.size) : -1;
    if (*value >= 0) {
        parser_advance(parser);
        return !parser->flawed;
    }
    struct nearest near = nearest_to(name, at.size);
    struct text all = {0};
    for (size_t i = 0; i < fact->value_count; i++) {
        if (fact->values[i].id == NULL)
            continue;
        nearest_offer(&near, fact->values[i].id);
        text_addf(&all, "%s%s", all.size > 0 ? ", " : "", fact->values[i].id);
    }
    struct err err;
    err_set(&err, ERR_REFERENCE, "“%s”不在可选之列：%s", "\"%s\" is not one of: %s", text_clip(name, at.size).str, text_str(&all));
    text_release(&all);
    parser_flaw_at(parser, at, &err, near.best);
    return false;
}

static bool parse_level_value(struct parser *parser, int64_t *value)
{
    struct token at = parser->token;
    if (!parser_number(parser, false, value))
        return false;
    *value = plan_level_value(parser->context->plan, *value);
    if (*value < 0)
        parser_flaw(parser, at, "本预案没有这个级别", "this plan has no such level");
    return !parser->flawed;
}

static bool parse_constant(struct parser *parser, const struct measure *measure, int64_t *value)
{
    const struct fact *fact = measure->equality ? single_fact(parser->context->plan, measure->facts) : NULL;
    if (fact == NULL)
        return parser_number(parser, measure->decimal, value);
    return fact->type == FACT_ENUM ? parse_enum_value(parser, fact, value) : parse_level_value(parser, value);
}

/* ---- comparisons: each makes a test for every measure given (one, or one a disease) ---- */

static struct expr *test_each(struct parser *parser, const struct subject *subject, int64_t least, int64_t most, bool equal)
{
    struct expr *any = NULL;
    for (size_t i = 0; i < subject->count && !parser->flawed; i++)
        any = join(parser, EXPR_OR, any, new_test(parser, subject->measures[i], least, most, equal));
    return any;
}

/* "!=" is the opposite of "=": of none of the diseases. */
static struct expr *test_none(struct parser *parser, const struct subject *subject, int64_t value, bool equality)
{
    struct expr *any = test_each(parser, subject, value, value, equality);
    return any == NULL ? NULL : new_node(parser, EXPR_NOT, any, NULL);
}

/* interval := ("[" | "(") [constant] ".." [constant] ("]" | ")") */
static struct expr *parse_interval(struct parser *parser, const struct subject *subject, const struct measure *measure)
{
    struct token open = parser->token;
    int64_t least = BOUND_NONE_LOW, most = BOUND_NONE_HIGH;
    parser_advance(parser);
    if (parser->token.kind != TOKEN_DOTS && parse_constant(parser, measure, &least) && open.kind == TOKEN_OPEN)
        least++;
    if (!parser_accept(parser, TOKEN_DOTS))
        return parser_flaw(parser, parser->token, "区间应写如 [10..30)", "write an interval like [10..30)");
    bool bounded = parser->token.kind != TOKEN_CLOSE && parser->token.kind != TOKEN_CLOSE_SQUARE;
    if (bounded && !parse_constant(parser, measure, &most))
        return NULL;
    struct token close = parser->token;
    if (!parser_accept(parser, TOKEN_CLOSE_SQUARE) && !parser_accept(parser, TOKEN_CLOSE))
        return parser_flaw(parser, close.kind == TOKEN_END ? open : close, "区间没有收尾的括号", "the interval lacks its closing bracket");
    if (bounded && close.kind == TOKEN_CLOSE)
        most--;
    if (least > most)
        return parser_flaw(parser, open, "区间是空的：下限大于上限", "the interval is empty: its lower end lies above the upper one");
    return test_each(parser, subject, least, most, false);
}

/* set := "{" constant { "," constant } "}" */
static struct expr *parse_set(struct parser *parser, const struct subject *subject, const struct measure *measure)
{
    struct token open = parser->token;
    struct expr *any = NULL;
    do {
        int64_t value;
        parser_advance(parser);
        if (!parse_constant(parser, measure, &value))
            return NULL;
        any = join(parser, EXPR_OR, any, test_each(parser, subject, value, value, measure->equality));
    } while (parser->token.kind == TOKEN_COMMA && !parser->flawed);
    if (!parser_accept(parser, TOKEN_CLOSE_SET))
        return parser_flaw(parser, parser->token.kind == TOKEN_END ? open : parser->token, "集合没有收尾的“}”", "the set lacks its closing '}'");
    return any;
}

static struct expr *compare_with(struct parser *parser, const struct subject *subject, enum token_kind sign, int64_t value, bool equality)
{
    switch (sign) {
    case TOKEN_LESS: return test_each(parser, subject, BOUND_NONE_LOW, value - 1, false);
    case TOKEN_LESS_EQUAL: return test_each(parser, subject, BOUND_NONE_LOW, value, false);
    case TOKEN_GREATER: return test_each(parser, subject, value + 1, BOUND_NONE_HIGH, false);
    case TOKEN_GREATER_EQUAL: return test_each(parser, subject, value, BOUND_NONE_HIGH, false);
    case TOKEN_EQUAL: return test_each(parser, subject, value, value, equality);
    default: return test_none(parser, subject, value, equality);
    }
}

static struct expr *parse_comparison(struct parser *parser, const struct subject *subject)
{
    const struct measure measure = parser->context->measures[subject->measures[0]];
    struct token sign = parser->token;
    if (sign.kind == TOKEN_IN) {
        parser_advance(parser);
        if (parser->token.kind == TOKEN_OPEN_SQUARE || parser->token.kind == TOKEN_OPEN)
            return parse_interval(parser, subject, &measure);
        if (parser->token.kind == TOKEN_OPEN_SET)
            return parse_set(parser, subject, &measure);
        return parser_flaw(parser, parser->token, "“in”之后应为区间 [10..30) 或集合 {a, b}", "expected an interval [10..30) or a set {a, b} after 'in'");
    }
    if (sign.kind < TOKEN_LESS || sign.kind > TOKEN_NOT_EQUAL)
        return parser_flaw(parser, sign, "此处应为比较（>=、=、in …）", "expected a comparison here (>=, =, in …)");
    int64_t value;
    parser_advance(parser);
    if (!parse_constant(parser, &measure, &value))
        return NULL;
    return compare_with(parser, subject, sign.kind, value, measure.equality);
}

static struct expr *parse_report_test(struct parser *parser)
{
    struct subject subject = {.count = 0};
    bool adjacent = parser_accept(parser, TOKEN_ADJACENT);
    int unit = parse_count_unit(parser);
    if (adjacent && unit != UNIT_COUNTIES)
        return parser_flaw(parser, parser->token, "adjacent 之后应为 counties(…)", "expected counties(…) after 'adjacent'");
    if (!parse_count(parser, adjacent ? UNIT_ADJACENT_COUNTIES : (enum measure_unit)unit, &subject))
        return NULL;
    return parse_comparison(parser, &subject);
}

/* ---- facts and grades ---- */

static struct expr *parse_grade(struct parser *parser)
{
    const struct plan *plan = parser->context->plan;
    struct token name = parser->token;
    parser_advance(parser);
    struct token open = parser->token;
    if (!parser->context->grades_allowed)
        return parser_flaw(parser, name, "分级表自己的行不能再用 grade(…)", "a row of the grade table cannot use grade(…) itself");
    if (!parser_accept(parser, TOKEN_OPEN))
        return parser_flaw(parser, open, "此处应为“(”", "expected '(' here");
    struct token at = parser->token;
    struct nearest near = nearest_to(parser->source->text + at.at, at.size);
    int grade = -1;
    for (size_t i = 0; i < plan->grade_count; i++) {
        if (plan->grades[i].id == NULL)
            continue;
        if (at.kind == TOKEN_NAME && text_equal(near.word, near.size, plan->grades[i].id))
            grade = (int)i;
        nearest_offer(&near, plan->grades[i].id);
    }
    if (grade < 0)
        return parser_flaw_name(parser, at, (struct words){"事件分级", "event grade"}, &near);
    parser_advance(parser);
    if (!parser_accept(parser, TOKEN_CLOSE))
        return parser_flaw(parser, parser->token.kind == TOKEN_END ? open : parser->token, "缺少“)”", "')' is missing");
    struct expr *expr = new_node(parser, EXPR_GRADE, NULL, NULL);
    if (expr != NULL)
        expr->grade = grade;
    return expr;
}

static struct expr *parse_fact_test(struct parser *parser)
{
    const struct plan *plan = parser->context->plan;
    struct token at = parser->token;
    int term;
    uint64_t facts = parse_sum(parser, &term);
    if (facts == 0)
        return NULL;
    const struct fact *fact = single_fact(plan, facts);
    bool compared = (parser->token.kind >= TOKEN_LESS && parser->token.kind <= TOKEN_NOT_EQUAL) || parser->token.kind == TOKEN_IN;
    if (fact != NULL && fact->type == FACT_BOOL) {
        if (compared)
            return parser_flaw(parser, at, "这是是非事实，直接写名字（或 not 名字），不作比较", "this fact is true or false: write its name (or not name), do not compare it");
    } else if (!compared && parser->token.kind != TOKEN_NAME && parser->token.kind != TOKEN_NUMBER) {
        return parser_flaw(parser, at, "这不是是非事实，要与值比较（如 >= 3）", "this fact is not true or false: compare it with a value (such as >= 3)");
    }
    struct measure measure = fact_measure(plan, facts, term);
    struct subject subject = {.measures = {parser_measure(parser, &measure)}, .count = 1};
    if (parser->flawed)
        return NULL;
    if (fact != NULL && fact->type == FACT_BOOL)
        return new_test(parser, subject.measures[0], 1, 1, false);
    return parse_comparison(parser, &subject);
}

/* ---- logic ---- */

static struct expr *parse_or(struct parser *parser);

static struct expr *parse_brackets(struct parser *parser)
{
    struct token open = parser->token;
    parser_advance(parser);
    struct expr *inner = parse_or(parser);
    if (inner != NULL && !parser_accept(parser, TOKEN_CLOSE))
        return parser_flaw(parser, parser->token.kind == TOKEN_END ? open : parser->token, "括号没有闭合", "this bracket is not closed");
    return inner;
}

/* factor := "not" factor | "(" or ")" | "grade" "(" name ")" | count comparison | sum [comparison] */
static struct expr *parse_factor(struct parser *parser)
{
    struct expr *expr = NULL;
    if (++parser->depth > EXPR_DEPTH_MAX)
        return parser_flaw(parser, parser->token, "嵌套太深", "nested too deep");
    struct token at = parser->token;
    if (parser_accept(parser, TOKEN_NOT)) {
        expr = parse_factor(parser);
        expr = expr == NULL ? NULL : new_node(parser, EXPR_NOT, expr, NULL);
    } else if (at.kind == TOKEN_OPEN) {
        expr = parse_brackets(parser);
    } else if (parser_sees(parser, "grade")) {
        expr = parse_grade(parser);
    } else if (at.kind == TOKEN_ADJACENT || parse_count_unit(parser) >= 0) {
        /* A plan may have a fact named like a count ("counties" in road): a bracket tells them apart. */
        const char *behind = parser->source->text + at.at + at.size;
        bool call = at.kind == TOKEN_ADJACENT || behind[strspn(behind, " ")] == '(';
        expr = call ? parse_report_test(parser) : parse_fact_test(parser);
    } else if (at.kind == TOKEN_NAME) {
        expr = parse_fact_test(parser);
    } else {
        parser_flaw(parser, at, at.kind == TOKEN_END ? "表达式不完整" : "此处应为条件", at.kind == TOKEN_END ? "the expression is incomplete" : "expected a condition here");
    }
    parser->depth--;
    return parser->flawed ? NULL : expr;
}

static struct expr *parse_and(struct parser *parser)
{
    struct expr *all = parse_factor(parser);
    while (all != NULL && parser_accept(parser, TOKEN_AND)) {
        struct expr *next = parse_factor(parser);
        all = next == NULL ? NULL : new_node(parser, EXPR_AND, all, next);
    }
    return all;
}

static struct expr *parse_or(struct parser *parser)
{
    struct expr *any = parse_and(parser);
    while (any != NULL && parser_accept(parser, TOKEN_OR)) {
        struct expr *next = parse_and(parser);
        any = next == NULL ? NULL : new_node(parser, EXPR_OR, any, next);
    }
    return any;
}

static struct parser start(struct expr_context *context, const struct condition *source)
{
    struct parser parser = {.context = context, .source = source};
    parser_advance(&parser);
    return parser;
}

static void expect_end(struct parser *parser)
{
    if (parser->flawed || parser->token.kind == TOKEN_END)
        return;
    bool close = parser->token.kind == TOKEN_CLOSE;
    parser_flaw(parser, parser->token, close ? "多了一个“)”" : "此处应为 and、or 或结束", close ? "one ')' too many" : "expected 'and', 'or' or the end here");
}

const struct expr *expr_parse(struct expr_context *context, const struct condition *source)
{
    struct parser parser = start(context, source);
    struct expr *expr = parser.flawed ? NULL : parse_or(&parser);
    expect_end(&parser);
    return parser.flawed ? NULL : expr;
}

uint64_t expr_parse_sum(struct expr_context *context, const struct condition *source)
{
    struct parser parser = start(context, source);
    int term;
    uint64_t facts = parser.flawed ? 0 : parse_sum(&parser, &term);
    const struct fact *fact = single_fact(context->plan, facts);
    if (fact != NULL && !is_number(fact))
        parser_flaw(&parser, (struct token){TOKEN_NAME, 0, 0}, "量只能由数相加而成", "a term is a sum of numbers");
    expect_end(&parser);
    return parser.flawed ? 0 : facts;
}
