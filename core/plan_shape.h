/* The plan format as tables, for plan_load.c alone. */
#ifndef CORE_PLAN_SHAPE_H
#define CORE_PLAN_SHAPE_H

#include "core/document.h"

extern const struct shape plan_shape;

#endif
