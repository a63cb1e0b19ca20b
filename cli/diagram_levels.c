#include "cli/diagram_panel.h"
int diagram_draw_levels(struct sheet *sheet, void *context, struct err *err) { (void)sheet; (void)context; (void)err; return 0; }
