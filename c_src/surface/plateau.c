/* Plateau: a hole in a wide plain. Far from it the gradient is next to nothing, as where the
 * units of a net are saturated.
 *   f = q / (1 + q)   with   q = (x^2 + y^2) / width^2
 *   grad f = 2 (x, y) / (width (1 + q))^2                       */
#include "surface/surfaces.h"

enum { WIDTH };

static const sp_param params[] = {{"width", 1, 0.05, 10, false, NULL}};
static const double minima[][2] = {{0, 0}};

static double value(const double *param, double x, double y, double *gradient)
{
    const double width = param[WIDTH];
    const double q = (x * x + y * y) / (width * width);
    const double steep = 2 / (width * width * (1 + q) * (1 + q));
    return sp_surface_give(gradient, steep * x, steep * y, 1 - 1 / (1 + q));
}

const sp_surface sp_surface_plateau = {
    .head = {"plateau", params, SP_COUNT(params), "surface/plateau.c", ""},
    .view = {-6, 6, -6, 6},
    .start = {-3.5, 2.5},
    .minima = minima,
    .n_minima = SP_COUNT(minima),
    .value = value,
};
