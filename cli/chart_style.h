/*
 * How the boxes and links of a chart look: one row a style, read by those who lay out (sizes) and by the renderer (colours).
 *
 * Colours stay apart in black-and-white print and for the colour-blind: fills differ in lightness, and what matters is said by a word,
 * a heavier pen or dashes as well.
 */
#ifndef CLI_CHART_STYLE_H
#define CLI_CHART_STYLE_H

#include <stdbool.h>

#include "core/err.h"

enum box_style {
    BOX_TITLE,    /* the title of a page, and the line under it */
    BOX_SUBTITLE,
    BOX_KEY,      /* the title block: what, and its value */
    BOX_FACT,
    BOX_EXERCISE, /* 演练 */
    BOX_NOTE,     /* small print; no frame */
    BOX_BAND,     /* the heading of a band across the page */
    BOX_HQ,       /* a headquarters, by name */
    BOX_OFFICE,   /* its office */
    BOX_GROUP,    /* a working group */
    BOX_OUTSIDE,  /* a body of another tier */
    BOX_CLAUSE,   /* the clause beside a heading */
    BOX_LABEL,    /* what a row is, and what it says */
    BOX_VALUE,
    BOX_LEADER,   /* an agency that leads */
    BOX_MEMBER,   /* an agency that takes part */
    BOX_GUEST,    /* an agency without a place in the structure */
    BOX_VACANT,   /* nobody is named */
    BOX_DONE,     /* of a live incident: finished, at work, late */
    BOX_BUSY,
    BOX_LATE,
    BOX_CALLER,   /* who reports or notifies, and who is told */
    BOX_TOLD,
    BOX_LEVEL,    /* the heading of a column, that of our own, and of a row */
    BOX_OURS,
    BOX_AGENCY,
    BOX_STATE,    /* of the response-level machine, and where it stands now */
    BOX_NOW,
    BOX_STEP,     /* from one to the next */
    BOX_PHASE,    /* of the course of a response */
    BOX_CHOICE,   /* a question that decides how it goes on */
    BOX_STYLE_COUNT
};

enum link_style {
    LINK_COMMANDS,  /* who commands whom */
    LINK_TAKES,     /* who takes command over */
    LINK_TELLS,     /* who reports to or notifies whom */
    LINK_GOES,      /* what comes next */
    LINK_WENT,      /* the way that was taken */
    LINK_MEETS,     /* an agency and where it is needed */
    LINK_STYLE_COUNT
};

enum align { ALIGN_CENTRE, ALIGN_LEFT };

struct box_look {
    int size; /* of the type: tenths of a point */
    bool bold;
    enum align align;
    int pad; /* points between frame and text, left and right; above and below it is a third of that */
    const char *fill, *pen_colour, *ink; /* #rrggbb; fill NULL: none; pen_colour NULL: no frame */
    double pen;       /* points */
    const char *dash; /* NULL, "dashed", "rounded" */
    struct words legend; /* zh NULL: explains itself */
};

struct link_look {
    const char *colour;
    double pen;
    const char *dash; /* "solid", "dashed" */
    bool arrow;
    struct words legend;
};

const struct box_look *box_look(enum box_style style);
const struct link_look *link_look(enum link_style style);
/* Names of the styles in the JSON that respond-diagram reads; each list ends with NULL. */
extern const char *const box_style_ids[], *const link_style_ids[];

#endif
