/*
 * XML 1.0 text: elements inside one another, their text escaped, and only characters that XML has.
 *
 * It knows elements, attributes and text, and no DTD, no namespace prefix, no processing instruction: what is not written here cannot get in.
 * Every `name` is the program's own; every other string may be anything at all. Elements that have only text stay on their line.
 *
 *     struct xml xml;
 *     xml_begin(&xml, &out);
 *     xml_open(&xml, "alert");
 *     xml_attribute(&xml, "xmlns", "urn:…");        right after opening
 *     xml_text(&xml, "event", "追尾 <3 车>");
 *     xml_close(&xml);                              the one opened last; nothing may be left open at the end
 *
 * After a failed allocation out->failed stays true: check once, at the end.
 */
#ifndef CLI_XML_H
#define CLI_XML_H

#include <stdbool.h>

#include "core/text.h"

#define XML_DEPTH_MAX 16

struct xml {
    struct text *out; /* borrowed */
    const char *open[XML_DEPTH_MAX];
    int depth;
    bool in_tag; /* the newest start tag still takes attributes */
};

/* Begins a document: its declaration. */
void xml_begin(struct xml *xml, struct text *out);
void xml_open(struct xml *xml, const char *name);
void xml_close(struct xml *xml);
void xml_attribute(struct xml *xml, const char *name, const char *value);
/* A whole element with text in it. */
void xml_text(struct xml *xml, const char *name, const char *str);

/*
 * Characters as text or attribute value: & < > " ' escaped; what XML 1.0 has no place for (controls, U+FFFE and U+FFFF, malformed
 * UTF-8) as U+FFFD; what a terminal or a reader's eye could be misled by (DEL, C1, marks that turn the direction of writing) and carriage
 * returns as references, so that they arrive and yet do nothing on the way.
 */
void xml_escape(struct text *out, const char *str);

#endif
