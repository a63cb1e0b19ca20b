/* Regions and agencies of a city. See city.h. */
#include "core/city.h"

#include <stdlib.h>
#include <string.h>

struct city_names {
    struct origin at;
    const char *code;
    struct words name;
};

struct regions_file {
    struct origin at;
    int64_t format;
    struct city_names city;
    struct county *counties;
    size_t county_count;
    struct text_pair *borders;
    size_t border_count;
};

static const struct field city_fields[] = {
    FIELD_TEXT("code", struct city_names, code, REQUIRED),
    FIELD_WORDS("name", struct city_names, name, REQUIRED),
};
static const struct shape city_shape = SHAPE(struct city_names, city_fields);

static const struct field county_fields[] = {
    FIELD_TEXT("code", struct county, code, REQUIRED),
    FIELD_WORDS("name", struct county, name, REQUIRED),
    FIELD_TEXTS("aliases", struct county, aliases, alias_count, OPTIONAL),
};
static const struct shape county_shape = SHAPE(struct county, county_fields);

static const struct field regions_fields[] = {
    FIELD_INT("format", struct regions_file, format, REQUIRED, 1, 1),
    FIELD_OBJECT("city", struct regions_file, city, REQUIRED, &city_shape),
    FIELD_LIST("counties", struct regions_file, counties, county_count, REQUIRED, &county_shape),
    FIELD_PAIRS("borders", struct regions_file, borders, border_count, OPTIONAL),
};
static const struct shape regions_shape = SHAPE(struct regions_file, regions_fields);

struct agencies_file {
    struct origin at;
    int64_t format;
    struct agency *agencies;
    size_t agency_count;
};

static const char *const agency_levels[] = {"nation", "province", "city", "county", "unit", NULL};
static const struct field agency_fields[] = {
    FIELD_ID("id", struct agency, id, REQUIRED),
    FIELD_WORDS("name", struct agency, name, REQUIRED),
    FIELD_TEXTS("short", struct agency, shorts, short_count, OPTIONAL),
    FIELD_CHOICE("level", struct agency, level, REQUIRED, agency_levels),
    FIELD_REF("parent", struct agency, parent, OPTIONAL),
};
static const struct shape agency_shape = SHAPE(struct agency, agency_fields);

static const struct field agencies_fields[] = {
    FIELD_INT("format", struct agencies_file, format, REQUIRED, 1, 1),
    FIELD_LIST("agencies", struct agencies_file, agencies, agency_count, REQUIRED, &agency_shape),
};
static const struct shape agencies_shape = SHAPE(struct agencies_file, agencies_fields);

/* NULL without a diagnostic when the file is not there: a city may do without. */
static struct document *read_part(const char *dir, const char *name, struct diags *diags)
{
    struct text path = {0};
    struct err err;
    text_addf(&path, "%s/%s", dir, name);
    struct document *file = path.failed ? NULL : document_read(text_str(&path), &err);
    if (path.failed)
        err_no_memory(&err);
    text_release(&path);
    if (file == NULL && err.code != ERR_NO_INPUT)
        diags_add(diags, &err);
    return file;
}

/* A city and the file of it that is being read. */
struct city_reader {
    struct city *city;
    struct document *file;
    struct diags *diags;
};

static void flaw(struct city_reader *reader, struct origin at, struct err *err)
{
    document_flaw(reader->file, at, UINT32_MAX, err, reader->diags);
}

static void add_border(struct city_reader *reader, const struct text_pair *border)
{
    struct city *city = reader->city;
    struct err err;
    if (border->a == NULL || border->b == NULL)
        return;
    int a = city_find_county(city, border->a, strlen(border->a));
    int b = city_find_county(city, border->b, strlen(border->b));
    if (a >= 0 && b >= 0 && a != b) {
        city->counties[a].touches |= UINT64_C(1) << b;
        city->counties[b].touches |= UINT64_C(1) << a;
        return;
    }
    err_set(&err, ERR_REFERENCE, "边界应在两个列出的县之间", "a border joins two different counties of the list");
    flaw(reader, border->at, &err);
}

static void check_counties(struct city_reader *reader)
{
    const struct city *city = reader->city;
    struct err err;
    for (size_t i = 0; i < city->county_count; i++) {
        const struct county *county = &city->counties[i];
        if (county->code == NULL || city_find_county(city, county->code, strlen(county->code)) == (int)i)
            continue;
        err_set(&err, ERR_VALUE, "代码“%s”已经用过", "code \"%s\" is used already", county->code);
        flaw(reader, county->at, &err);
    }
}

static void load_regions(struct city_reader *reader)
{
    struct city *city = reader->city;
    struct regions_file file = {0};
    document_bind(reader->file, &regions_shape, &file, &city->arena, reader->diags);
    city->code = file.city.code;
    city->name = file.city.name;
    if (file.county_count > CITY_COUNTIES_MAX) {
        struct err err;
        err_set(&err, ERR_LIMIT, "至多 %d 个县", "%d counties at the most", CITY_COUNTIES_MAX);
        flaw(reader, document_member(reader->file, file.at, "counties"), &err);
        return;
    }
    city->counties = file.counties;
    city->county_count = file.county_count;
    check_counties(reader);
    for (size_t i = 0; i < file.border_count; i++)
        add_border(reader, &file.borders[i]);
}

static void check_agency(struct city_reader *reader, struct agency *agency)
{
    const struct city *city = reader->city;
    struct err err;
    const struct agency *first = agency->id == NULL ? agency : city_find_agency(city, agency->id);
    if (first != agency) {
        err_set(&err, ERR_VALUE, "id“%s”已经用过", "id \"%s\" is used already", agency->id);
        flaw(reader, agency->at, &err);
    }
    if (agency->parent.id == NULL)
        return;
    const struct agency *parent = city_find_agency(city, agency->parent.id);
    agency->parent.index = parent == NULL ? -1 : (int)(parent - city->agencies);
    if (parent != NULL)
        return;
    struct nearest near = nearest_to(agency->parent.id, strlen(agency->parent.id));
    for (size_t i = 0; i < city->agency_count && !diags_full(reader->diags); i++)
        if (city->agencies[i].id != NULL)
            nearest_offer(&near, city->agencies[i].id);
    err_set(&err, ERR_REFERENCE, "没有单位“%s”", "there is no agency \"%s\"", agency->parent.id);
    err_set_hint(&err, near.best);
    flaw(reader, agency->parent.at, &err);
}

/* Going up from an agency must come to an end. */
static void check_ancestors(struct city_reader *reader, const struct agency *agency)
{
    const struct city *city = reader->city;
    const struct agency *up = agency;
    for (size_t steps = 0; steps <= city->agency_count && up != NULL; steps++) {
        up = up->parent.id == NULL || up->parent.index < 0 ? NULL : &city->agencies[up->parent.index];
        if (up == agency)
            break;
    }
    if (up != agency) /* it leads to an end, or into a circle of others, which are blamed themselves */
        return;
    struct err err;
    err_set(&err, ERR_VALUE, "“%s”的上级绕成了圈", "the parents of \"%s\" go in a circle", agency->id == NULL ? "?" : agency->id);
    flaw(reader, agency->parent.at, &err);
}

static void index_agencies(struct city_reader *reader)
{
    struct city *city = reader->city;
    city->by_id.items = arena_array(&city->arena, city->agency_count, sizeof *city->by_id.items);
    if (city->by_id.items == NULL) {
        struct err err;
        err_no_memory(&err);
        flaw(reader, (struct origin){0}, &err);
        return;
    }
    index_add(&city->by_id, city->agencies, city->agency_count, sizeof *city->agencies, 0);
    index_sort(&city->by_id);
}

static void load_agencies(struct city_reader *reader)
{
    struct city *city = reader->city;
    struct agencies_file file = {0};
    document_bind(reader->file, &agencies_shape, &file, &city->arena, reader->diags);
    if (file.agency_count > CITY_AGENCIES_MAX) {
        struct err err;
        err_set(&err, ERR_LIMIT, "至多 %d 个单位", "%d agencies at the most", CITY_AGENCIES_MAX);
        flaw(reader, document_member(reader->file, file.at, "agencies"), &err);
        return;
    }
    city->agencies = file.agencies;
    city->agency_count = file.agency_count;
    index_agencies(reader);
    for (size_t i = 0; i < city->agency_count; i++)
        check_agency(reader, &city->agencies[i]);
    for (size_t i = 0; i < city->agency_count; i++)
        check_ancestors(reader, &city->agencies[i]);
}

struct city *city_load(const char *dir, struct diags *diags)
{
    struct city *city = calloc(1, sizeof *city);
    const char *slash = strrchr(dir, '/');
    if (city == NULL)
        return NULL;
    const char *id = slash == NULL ? dir : slash + 1;
    city->id = arena_copy(&city->arena, id, strlen(id));
    if (city->id == NULL) {
        city_free(city);
        return NULL;
    }
    struct city_reader regions = {city, read_part(dir, "regions.json", diags), diags};
    if (regions.file != NULL)
        load_regions(&regions);
    document_free(regions.file);
    struct city_reader agencies = {city, read_part(dir, "agencies.json", diags), diags};
    if (agencies.file != NULL)
        load_agencies(&agencies);
    document_free(agencies.file);
    return city;
}

void city_free(struct city *city)
{
    if (city == NULL)
        return;
    arena_release(&city->arena);
    free(city);
}

int city_find_county(const struct city *city, const char *code, size_t size)
{
    for (size_t i = 0; i < city->county_count; i++)
        if (city->counties[i].code != NULL && text_equal(code, size, city->counties[i].code))
            return (int)i;
    return -1;
}

const struct agency *city_find_agency(const struct city *city, const char *id)
{
    const struct indexed *found = index_find(&city->by_id, id);
    return found == NULL ? NULL : &city->agencies[found->index];
}

struct words agency_words(const struct agency *agency)
{
    return (struct words){agency->short_count > 0 ? agency->shorts[0] : agency->name.zh, agency->name.en};
}
