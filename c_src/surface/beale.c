/* Beale's function: a flat middle between walls that grow like x^2 y^6.
 *   f = a^2 + b^2 + c^2   with
 *   a = 1.5 - x + x y,   b = 2.25 - x + x y^2,   c = 2.625 - x + x y^3
 *   df/dx = 2 a (y - 1) + 2 b (y^2 - 1) + 2 c (y^3 - 1)
 *   df/dy = 2 a x + 4 b x y + 6 c x y^2                                          */
#include "surface/surfaces.h"

static const double minima[][2] = {{3, 0.5}};

static double value(const double *param, double x, double y, double *gradient)
{
    (void)param;
    const double a = 1.5 - x + x * y;
    const double b = 2.25 - x + x * y * y;
    const double c = 2.625 - x + x * y * y * y;
    const double dx = 2 * a * (y - 1) + 2 * b * (y * y - 1) + 2 * c * (y * y * y - 1);
    const double dy = 2 * a * x + 4 * b * x * y + 6 * c * x * y * y;
    return sp_surface_give(gradient, dx, dy, a * a + b * b + c * c);
}

const sp_surface sp_surface_beale = {
    .head = {"beale", NULL, 0, "surface/beale.c", "Beale, 1958"},
    .view = {-4.5, 4.5, -4.5, 4.5},
    .start = {1, 1.5},
    .minima = minima,
    .n_minima = SP_COUNT(minima),
    .value = value,
};
