/* HTML text. See html.h. */
#include "cli/html.h"

#include <string.h>

static const char *entity_of(int32_t code)
{
    switch (code) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    default: return NULL;
    }
}

void html_text(struct text *out, const char *str)
{
    size_t size = strlen(str);
    char visible[8];
    for (size_t i = 0, step; i < size; i += step) {
        int32_t code = text_decode(str + i, size - i, &step);
        const char *entity = entity_of(code);
        size_t changed = code == '\n' ? 0 : text_visible(code, visible);
        if (entity != NULL)
            text_add_str(out, entity);
        else
            text_add(out, changed > 0 ? visible : str + i, changed > 0 ? changed : step);
    }
}

static void open_tag(struct text *out, const char *name, const char *class)
{
    text_addf(out, class == NULL ? "<%s>" : "<%s class=\"%s\">", name, class);
}

void html_element(struct text *out, const char *name, const char *class, const char *str)
{
    open_tag(out, name, class);
    html_text(out, str);
    text_addf(out, "</%s>\n", name);
}

void html_table(struct text *out, const char *class, const char *const *heads, size_t count)
{
    open_tag(out, "table", class);
    text_add_str(out, "\n<thead><tr>");
    for (size_t i = 0; i < count; i++) {
        text_add_str(out, "<th>");
        html_text(out, heads[i]);
        text_add_str(out, "</th>");
    }
    text_add_str(out, "</tr></thead>\n<tbody>\n");
}

void html_row(struct text *out, const char *class, const char *const *cells, size_t count)
{
    open_tag(out, "tr", class);
    for (size_t i = 0; i < count; i++) {
        text_add_str(out, "<td>");
        html_text(out, cells[i]);
        text_add_str(out, "</td>");
    }
    text_add_str(out, "</tr>\n");
}

void html_band(struct text *out, const char *str, size_t columns)
{
    text_addf(out, "<tr class=\"band\"><td colspan=\"%zu\">", columns);
    html_text(out, str);
    text_add_str(out, "</td></tr>\n");
}

void html_table_end(struct text *out)
{
    text_add_str(out, "</tbody>\n</table>\n");
}
