/* Saddle. Down to the ridge's end in x, down from it in y; who starts exactly on the ridge, y =
 * 0, is led to the saddle point and stays. The last term gives the way down an end.
 *   f = (x^2 - y^2) / 2 + y^4 / 4,   grad f = (x, y^3 - y)
 *
 * Monkey saddle: three ways down (two legs and a tail), and no curvature at all in the middle.
 * It has no minimum.
 *   f = x^3 - 3 x y^2,   grad f = (3 x^2 - 3 y^2, -6 x y)                       */
#include "surface/surfaces.h"

static const double minima[][2] = {{0, 1}, {0, -1}};

static double saddle(const double *param, double x, double y, double *gradient)
{
    (void)param;
    return sp_surface_give(gradient, x, y * y * y - y, (x * x - y * y) / 2 + y * y * y * y / 4);
}

static double monkey(const double *param, double x, double y, double *gradient)
{
    (void)param;
    return sp_surface_give(gradient, 3 * x * x - 3 * y * y, -6 * x * y,
                           x * x * x - 3 * x * y * y);
}

const sp_surface sp_surface_saddle = {
    .head = {"saddle", NULL, 0, "surface/saddles.c", ""},
    .view = {-2, 2, -2, 2},
    .start = {-1.6, 0.01},
    .minima = minima,
    .n_minima = SP_COUNT(minima),
    .value = saddle,
};

const sp_surface sp_surface_monkey_saddle = {
    .head = {"monkey-saddle", NULL, 0, "surface/saddles.c", ""},
    .view = {-1.5, 1.5, -1.5, 1.5},
    .start = {1.2, 0.05},
    .value = monkey,
};
