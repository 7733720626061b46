/* Rosenbrock's banana valley: easy to find, hard to follow.
 *   f = (1 - x)^2 + b (y - x^2)^2                                      b = steepness
 *   df/dx = -2 (1 - x) - 4 b x (y - x^2),   df/dy = 2 b (y - x^2)  */
#include "surface/surfaces.h"

enum { STEEPNESS };

static const sp_param params[] = {{"steepness", 100, 0.1, 1000, false, NULL}};
static const double minima[][2] = {{1, 1}};

static double value(const double *param, double x, double y, double *gradient)
{
    const double b = param[STEEPNESS], off = y - x * x;
    return sp_surface_give(gradient, -2 * (1 - x) - 4 * b * x * off, 2 * b * off,
                           (1 - x) * (1 - x) + b * off * off);
}

const sp_surface sp_surface_rosenbrock = {
    .head = {"rosenbrock", params, SP_COUNT(params), "surface/rosenbrock.c",
             "Rosenbrock, 1960"},
    .view = {-2, 2, -1, 3},
    .start = {-1.2, 1},
    .minima = minima,
    .n_minima = SP_COUNT(minima),
    .value = value,
};
