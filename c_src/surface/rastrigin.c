/* Rastrigin's function: a bowl with a minimum near every point of whole coordinates; that at 0
 * is the lowest.
 *   f = 2 A + x^2 - A cos(2 pi x) + y^2 - A cos(2 pi y)                A = amplitude
 *   df/dx = 2 x + 2 pi A sin(2 pi x),   df/dy likewise                         */
#include "surface/surfaces.h"

enum { AMPLITUDE };

static const sp_param params[] = {{"amplitude", 10, 0, 100, false, NULL}};
static const double minima[][2] = {{0, 0}};

static double value(const double *param, double x, double y, double *gradient)
{
    const double A = param[AMPLITUDE], slope = 6.283185307179586477 * A;
    const sp_turned at_x = sp_turn(x), at_y = sp_turn(y);
    return sp_surface_give(gradient, 2 * x + slope * at_x.sin, 2 * y + slope * at_y.sin,
                           x * x + A * (1 - at_x.cos) + y * y + A * (1 - at_y.cos));
}

const sp_surface sp_surface_rastrigin = {
    .head = {"rastrigin", params, SP_COUNT(params), "surface/rastrigin.c", "Rastrigin, 1974"},
    .view = {-5.12, 5.12, -5.12, 5.12},
    .start = {3.3, -2.2},
    .minima = minima,
    .n_minima = SP_COUNT(minima),
    .value = value,
};
