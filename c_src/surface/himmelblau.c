/* Himmelblau's function: four minima, all with the value 0. Which one is found?
 *   f = a^2 + b^2   with   a = x^2 + y - 11,   b = x + y^2 - 7
 *   df/dx = 4 a x + 2 b,   df/dy = 2 a + 4 b y                      */
#include "surface/surfaces.h"

static const double minima[][2] = {
    {3, 2},
    {-2.805118086952745, 3.131312518250573},
    {-3.779310253377747, -3.2831859912861696},
    {3.5844283403304917, -1.8481265269644036},
};

static double value(const double *param, double x, double y, double *gradient)
{
    (void)param;
    const double a = x * x + y - 11, b = x + y * y - 7;
    return sp_surface_give(gradient, 4 * a * x + 2 * b, 2 * a + 4 * b * y, a * a + b * b);
}

const sp_surface sp_surface_himmelblau = {
    .head = {"himmelblau", NULL, 0, "surface/himmelblau.c", "Himmelblau, 1972"},
    .view = {-6, 6, -6, 6},
    .start = {0, 0},
    .minima = minima,
    .n_minima = SP_COUNT(minima),
    .value = value,
};
