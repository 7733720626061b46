/* surface: functions of two parameters on which the rules can be watched, and the table of
 * them.
 *
 * A surface is a formula with its exact gradient, in double; the minima that are known; a
 * window to look through and a point to start from. */
#ifndef SP_SURFACE_SURFACE_H
#define SP_SURFACE_SURFACE_H

#include "base/kind.h"

typedef struct sp_surface {
    sp_kind head;
    double view[4];  /* x0, x1, y0, y1 */
    double start[2]; /* far enough from a minimum to be worth watching */
    const double (*minima)[2];
    int n_minima;
    /* The value at (x, y); writes the two parts of the gradient where it is not NULL. `param`:
     * the parameters in the table's order. */
    double (*value)(const double *param, double x, double y, double *gradient);
} sp_surface;

/* All surfaces; `count` tells how many. */
const sp_surface *const *sp_surfaces(int *count);

/* Values on nx x ny points of the window (x0, x1, y0, y1), its borders included: values[j * nx
 * + i] is at x = x0 + i (x1 - x0) / (nx - 1) and y = y0 + j (y1 - y0) / (ny - 1). nx, ny >= 2.
 */
void sp_surface_fill(const sp_surface *s, const double *param, const double window[4],
                     size_t nx, size_t ny, double *values);

#endif
