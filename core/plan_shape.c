/* The plan format as tables: one row a key. docs/plan-format.md and plans/plan.schema.json say the same. */
#include "core/plan_shape.h"

#include "core/plan.h"

#define LEVELS(type) FIELD_INTS("levels", type, levels, level_count, OPTIONAL, 1, PLAN_LEVEL_MAX)
#define MINUTES_MAX 525600 /* a year */
#define DAYS_MAX 36500

static const struct field clause_fields[] = {
    FIELD_TEXT("clause", struct clause, number, REQUIRED),
    FIELD_WORDS("title", struct clause, title, REQUIRED),
    FIELD_INT("items", struct clause, items, OPTIONAL, 0, 999),
};
static const struct shape clause_shape = SHAPE(struct clause, clause_fields);

static const struct field level_fields[] = {
    FIELD_INT("level", struct level, number, REQUIRED, 1, PLAN_LEVEL_MAX),
    FIELD_WORDS("name", struct level, name, REQUIRED),
    FIELD_TEXT("clause", struct level, clause, REQUIRED),
    FIELD_INT("includes", struct level, includes, OPTIONAL, 1, PLAN_LEVEL_MAX),
};
static const struct shape level_shape = SHAPE(struct level, level_fields);

static const struct field grade_fields[] = {
    FIELD_ID("id", struct grade, id, REQUIRED),
    FIELD_WORDS("name", struct grade, name, REQUIRED),
    FIELD_TEXT("clause", struct grade, clause, REQUIRED),
    FIELD_INT("level", struct grade, level, OPTIONAL, 1, PLAN_LEVEL_MAX),
};
static const struct shape grade_shape = SHAPE(struct grade, grade_fields);

static const struct field value_fields[] = {
    FIELD_ID("id", struct fact_value, id, REQUIRED),
    FIELD_WORDS("label", struct fact_value, label, REQUIRED),
};
static const struct shape value_shape = SHAPE(struct fact_value, value_fields);

static const char *const fact_types[] = {"bool", "count", "decimal", "level", "enum", NULL};
static const struct field fact_fields[] = {
    FIELD_ID("id", struct fact, id, REQUIRED),
    FIELD_CHOICE("type", struct fact, type, REQUIRED, fact_types),
    FIELD_WORDS("label", struct fact, label, REQUIRED),
    FIELD_WORDS("question", struct fact, question, REQUIRED),
    FIELD_WORDS("unit", struct fact, unit, OPTIONAL),
    FIELD_BOOL("harm", struct fact, harm, OPTIONAL),
    FIELD_BOOL("discretion", struct fact, discretion, OPTIONAL),
    FIELD_TEXT("clause", struct fact, clause, OPTIONAL),
    FIELD_TEXT("prior", struct fact, prior, OPTIONAL),
    FIELD_LIST("values", struct fact, values, value_count, OPTIONAL, &value_shape),
};
static const struct shape fact_shape = SHAPE(struct fact, fact_fields);

static const struct field term_fields[] = {
    FIELD_ID("id", struct term, id, REQUIRED),
    FIELD_CONDITION("is", struct term, sum, REQUIRED),
    FIELD_WORDS("label", struct term, label, REQUIRED),
    FIELD_TEXT("clause", struct term, clause, OPTIONAL),
};
static const struct shape term_shape = SHAPE(struct term, term_fields);

static const struct field disease_fields[] = {
    FIELD_ID("id", struct disease, id, REQUIRED),
    FIELD_WORDS("name", struct disease, name, REQUIRED),
};
static const struct shape disease_shape = SHAPE(struct disease, disease_fields);

static const struct field source_fields[] = {
    FIELD_TEXT("clause", struct parameter_source, clause, OPTIONAL),
    FIELD_WORDS("note", struct parameter_source, note, OPTIONAL),
};
static const struct shape source_shape = SHAPE(struct parameter_source, source_fields);
static const struct field parameter_fields[] = {
    FIELD_ID("id", struct parameter, id, REQUIRED),
    FIELD_INT("days", struct parameter, days, REQUIRED, 0, DAYS_MAX),
    FIELD_WORDS("name", struct parameter, name, OPTIONAL),
    FIELD_OBJECT("source", struct parameter, source, REQUIRED, &source_shape),
    FIELD_BOOL("confirmed", struct parameter, confirmed, OPTIONAL),
};
static const struct shape parameter_shape = SHAPE(struct parameter, parameter_fields);

static const struct field rule_fields[] = {
    FIELD_TEXT("clause", struct rule, clause, REQUIRED),
    FIELD_INT("level", struct rule, level, OPTIONAL, 1, PLAN_LEVEL_MAX),
    FIELD_REF("grade", struct rule, grade, OPTIONAL),
    FIELD_CONDITION("when", struct rule, when, REQUIRED),
    FIELD_WORDS("says", struct rule, says, REQUIRED),
};
static const struct shape rule_shape = SHAPE(struct rule, rule_fields);

static const struct field holder_fields[] = {
    FIELD_REF("agency", struct holder, agency, REQUIRED),
    FIELD_WORDS("officer", struct holder, officer, OPTIONAL),
    FIELD_CONDITION("when", struct holder, when, OPTIONAL),
};
static const struct shape holder_shape = SHAPE(struct holder, holder_fields);

static const struct field duty_fields[] = {
    FIELD_TEXT("zh", struct duty, what.zh, REQUIRED),
    FIELD_TEXT("en", struct duty, what.en, REQUIRED),
    FIELD_REFS("to", struct duty, to, to_count, OPTIONAL),
};
static const struct shape duty_shape = SHAPE(struct duty, duty_fields);

static const char *const body_kinds[] = {"hq", "office", "onsite_hq", "government", "authority", NULL};
static const struct field body_fields[] = {
    FIELD_ID("id", struct body, id, REQUIRED),
    FIELD_CHOICE("kind", struct body, kind, REQUIRED, body_kinds),
    FIELD_CHOICE("tier", struct body, tier, OPTIONAL, tier_ids),
    FIELD_WORDS("name", struct body, name, REQUIRED),
    FIELD_TEXT("clause", struct body, clause, REQUIRED),
    FIELD_REF("of", struct body, of, OPTIONAL),
    FIELD_LIST("hosts", struct body, hosts, host_count, OPTIONAL, &holder_shape),
    FIELD_LIST("duties", struct body, duties, duty_count, OPTIONAL, &duty_shape),
};
static const struct shape body_shape = SHAPE(struct body, body_fields);

static const char *const ranks[] = {"commander", "deputy", "director", "deputy_director", NULL};
static const struct field post_fields[] = {
    FIELD_ID("id", struct post, id, REQUIRED),
    FIELD_REF("body", struct post, body, REQUIRED),
    FIELD_CHOICE("rank", struct post, rank, REQUIRED, ranks),
    FIELD_WORDS("name", struct post, name, REQUIRED),
    FIELD_TEXT("clause", struct post, clause, REQUIRED),
    FIELD_LIST("holders", struct post, holders, holder_count, OPTIONAL, &holder_shape),
};
static const struct shape post_shape = SHAPE(struct post, post_fields);

static const struct field group_fields[] = {
    FIELD_ID("id", struct group, id, REQUIRED),
    FIELD_REF("of", struct group, of, OPTIONAL),
    FIELD_WORDS("name", struct group, name, REQUIRED),
    FIELD_TEXT("clause", struct group, clause, REQUIRED),
    FIELD_LIST("leaders", struct group, leaders, leader_count, REQUIRED, &holder_shape),
    FIELD_LIST("members", struct group, members, member_count, OPTIONAL, &holder_shape),
    FIELD_LIST("duties", struct group, duties, duty_count, OPTIONAL, &duty_shape),
    LEVELS(struct group),
};
static const struct shape group_shape = SHAPE(struct group, group_fields);

static const struct field member_fields[] = {
    FIELD_REF("agency", struct member, agency, REQUIRED),
    FIELD_TEXT("clause", struct member, clause, REQUIRED),
    FIELD_CONDITION("when", struct member, when, OPTIONAL),
    FIELD_LIST("duties", struct member, duties, duty_count, OPTIONAL, &duty_shape),
};
static const struct shape member_shape = SHAPE(struct member, member_fields);

static const struct field organisation_fields[] = {
    FIELD_LIST("bodies", struct organisation, bodies, body_count, OPTIONAL, &body_shape),
    FIELD_LIST("posts", struct organisation, posts, post_count, OPTIONAL, &post_shape),
    FIELD_LIST("groups", struct organisation, groups, group_count, OPTIONAL, &group_shape),
    FIELD_LIST("members", struct organisation, members, member_count, OPTIONAL, &member_shape),
};
static const struct shape organisation_shape = SHAPE(struct organisation, organisation_fields);

static const char *const steps[] = {"propose", "launch", "raise", "lower", "hand_over", "end", NULL};
static const struct field authority_fields[] = {
    FIELD_CHOICE("step", struct authority, step, REQUIRED, steps),
    LEVELS(struct authority),
    FIELD_REFS("by", struct authority, by, by_count, REQUIRED),
    FIELD_REFS("to", struct authority, to, to_count, OPTIONAL),
    FIELD_TEXT("clause", struct authority, clause, REQUIRED),
    FIELD_CHOICE("tier", struct authority, tier, OPTIONAL, tier_ids),
    FIELD_BOOL("provisional", struct authority, provisional, OPTIONAL),
    FIELD_WORDS("note", struct authority, note, OPTIONAL),
};
static const struct shape authority_shape = SHAPE(struct authority, authority_fields);

static const struct field ending_fields[] = {
    FIELD_ID("id", struct ending, id, REQUIRED),
    FIELD_WORDS("condition", struct ending, condition, REQUIRED),
    FIELD_TEXT("clause", struct ending, clause, REQUIRED),
};
static const struct shape ending_shape = SHAPE(struct ending, ending_fields);

static const struct field deadline_fields[] = {
    FIELD_INT("minutes", struct deadline, minutes, REQUIRED, 0, MINUTES_MAX),
    FIELD_CHOICE("from", struct deadline, from, REQUIRED, moment_ids),
    FIELD_INT("escalate", struct deadline, escalate, OPTIONAL, 0, MINUTES_MAX),
};
static const struct shape deadline_shape = SHAPE(struct deadline, deadline_fields);

static const struct field detail_fields[] = {
    FIELD_ID("id", struct detail, id, REQUIRED),
    FIELD_WORDS("label", struct detail, label, REQUIRED),
    FIELD_TEXT("clause", struct detail, clause, REQUIRED),
};
static const struct shape detail_shape = SHAPE(struct detail, detail_fields);

static const char *const task_kinds[] = {"report", "alert", "first", "response", "special", "support", "end", "recovery", NULL};
static const struct field task_fields[] = {
    FIELD_ID("id", struct task, id, REQUIRED),
    FIELD_CHOICE("kind", struct task, kind, REQUIRED, task_kinds),
    FIELD_REFS("owners", struct task, owners, owner_count, REQUIRED),
    FIELD_REFS("to", struct task, to, to_count, OPTIONAL),
    FIELD_WORDS("what", struct task, what, REQUIRED),
    FIELD_TEXT("clause", struct task, clause, REQUIRED),
    LEVELS(struct task),
    FIELD_CONDITION("when", struct task, when, OPTIONAL),
    FIELD_OBJECT("deadline", struct task, deadline, OPTIONAL, &deadline_shape),
    FIELD_REFS("after", struct task, after, after_count, OPTIONAL),
    FIELD_WORDS("evidence", struct task, evidence, OPTIONAL),
};
static const struct shape task_shape = SHAPE(struct task, task_fields);

static const struct field document_fields[] = {
    FIELD_TEXT("number", struct official_text, number, REQUIRED),
    FIELD_DATE("issued", struct official_text, issued, OPTIONAL),
};
static const struct shape document_shape = SHAPE(struct official_text, document_fields);

static const struct field publication_fields[] = {
    FIELD_BOOL("public", struct publication, is_public, REQUIRED),
    FIELD_TEXT("clause", struct publication, clause, REQUIRED),
    FIELD_WORDS("note", struct publication, note, OPTIONAL),
};
static const struct shape publication_shape = SHAPE(struct publication, publication_fields);

static const struct field scope_fields[] = {
    FIELD_TEXT("clause", struct scope, clause, REQUIRED),
    FIELD_WORDS("says", struct scope, says, REQUIRED),
    FIELD_CONDITION("when", struct scope, when, REQUIRED),
    FIELD_REF("fact", struct scope, fact, OPTIONAL),
};
static const struct shape scope_shape = SHAPE(struct scope, scope_fields);

static const struct field plan_fields[] = {
    FIELD_INT("format", struct plan, format, REQUIRED, 1, 1),
    FIELD_ID("id", struct plan, id, REQUIRED),
    FIELD_WORDS("title", struct plan, title, REQUIRED),
    FIELD_WORDS("short", struct plan, short_title, OPTIONAL),
    FIELD_OBJECT("document", struct plan, document, OPTIONAL, &document_shape),
    FIELD_CHOICES("categories", struct plan, categories, category_count, OPTIONAL, category_ids),
    FIELD_OBJECT("publication", struct plan, publication, OPTIONAL, &publication_shape),
    FIELD_OBJECT("scope", struct plan, scope, OPTIONAL, &scope_shape),
    FIELD_LIST("contents", struct plan, clauses, clause_count, OPTIONAL, &clause_shape),
    FIELD_LIST("levels", struct plan, levels, level_count, REQUIRED, &level_shape),
    FIELD_LIST("grades", struct plan, grades, grade_count, OPTIONAL, &grade_shape),
    FIELD_LIST("facts", struct plan, facts, fact_count, REQUIRED, &fact_shape),
    FIELD_LIST("terms", struct plan, terms, term_count, OPTIONAL, &term_shape),
    FIELD_LIST("diseases", struct plan, diseases, disease_count, OPTIONAL, &disease_shape),
    FIELD_LIST("parameters", struct plan, parameters, parameter_count, OPTIONAL, &parameter_shape),
    FIELD_LIST("rules", struct plan, rules, rule_count, REQUIRED, &rule_shape),
    FIELD_OBJECT("organisation", struct plan, organisation, OPTIONAL, &organisation_shape),
    FIELD_LIST("authority", struct plan, authority, authority_count, OPTIONAL, &authority_shape),
    FIELD_LIST("ending", struct plan, endings, ending_count, OPTIONAL, &ending_shape),
    FIELD_LIST("details", struct plan, details, detail_count, OPTIONAL, &detail_shape),
    FIELD_LIST("tasks", struct plan, tasks, task_count, OPTIONAL, &task_shape),
};
const struct shape plan_shape = SHAPE(struct plan, plan_fields);
