/* XML 1.0 text. See xml.h. */
#include "cli/xml.h"

#include <assert.h>
#include <string.h>

#define REPLACEMENT "\xEF\xBF\xBD"

/* The Char production of XML 1.0. */
static bool is_char(int32_t code)
{
    return code == '\t' || code == '\n' || code == '\r' || (code >= 0x20 && code <= 0xD7FF) || (code >= 0xE000 && code <= 0xFFFD) ||
           (code >= 0x10000 && code <= 0x10FFFF);
}

static const char *entity_of(int32_t code)
{
    switch (code) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;"; /* so that there is no ]]> either */
    case '"': return "&quot;";
    case '\'': return "&apos;";
    default: return NULL;
    }
}

static void escape_character(struct text *out, int32_t code, const char *data, size_t size)
{
    char visible[8];
    const char *entity = entity_of(code);
    if (entity != NULL)
        text_add_str(out, entity);
    else if (!is_char(code))
        text_add_str(out, REPLACEMENT);
    else if (code != '\n' && code != '\t' && text_visible(code, visible) > 0)
        text_addf(out, "&#x%X;", (unsigned)code);
    else
        text_add(out, data, size);
}

void xml_escape(struct text *out, const char *str)
{
    size_t size = strlen(str);
    for (size_t i = 0, step; i < size; i += step) {
        int32_t code = text_decode(str + i, size - i, &step);
        escape_character(out, code, str + i, step);
    }
}

void xml_begin(struct xml *xml, struct text *out)
{
    *xml = (struct xml){.out = out};
    text_add_str(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
}

static void indent(struct xml *xml)
{
    for (int i = 0; i < xml->depth; i++)
        text_add_str(xml->out, "  ");
}

static void end_tag(struct xml *xml)
{
    if (xml->in_tag)
        text_add_str(xml->out, ">\n");
    xml->in_tag = false;
}

void xml_open(struct xml *xml, const char *name)
{
    assert(xml->depth < XML_DEPTH_MAX);
    end_tag(xml);
    indent(xml);
    text_addf(xml->out, "<%s", name);
    xml->open[xml->depth++] = name;
    xml->in_tag = true;
}

void xml_close(struct xml *xml)
{
    assert(xml->depth > 0);
    end_tag(xml);
    xml->depth--;
    indent(xml);
    text_addf(xml->out, "</%s>\n", xml->open[xml->depth]);
}

void xml_attribute(struct xml *xml, const char *name, const char *value)
{
    assert(xml->in_tag);
    text_addf(xml->out, " %s=\"", name);
    xml_escape(xml->out, value);
    text_add_str(xml->out, "\"");
}

void xml_text(struct xml *xml, const char *name, const char *str)
{
    end_tag(xml);
    indent(xml);
    text_addf(xml->out, "<%s>", name);
    xml_escape(xml->out, str);
    text_addf(xml->out, "</%s>\n", name);
}
