/* Bowl. The same slope in all directions.
 *   f = L/2 (x^2 + y^2),   grad f = L (x, y)                           L = curvature
 *
 * Ravine. Flat along its floor, steep across: the problem of elongated level lines. With (u, v)
 * the coordinates turned by `angle` degrees,
 *   f = (u^2 + k v^2) / 2,   grad f = (u, k v) turned back             k = condition
 * so the curvatures are mu = 1 along the floor and L = k across. */
#include "surface/surfaces.h"

static const double minimum[][2] = {{0, 0}};

enum { CURVATURE };

static const sp_param bowl_params[] = {{"curvature", 1, 0.001, 1000, false, NULL}};

static double bowl(const double *param, double x, double y, double *gradient)
{
    const double L = param[CURVATURE];
    return sp_surface_give(gradient, L * x, L * y, L / 2 * (x * x + y * y));
}

enum { CONDITION, ANGLE };

static const sp_param ravine_params[] = {
    {"condition", 20, 1, 10000, false, NULL},
    {"angle", 0, -180, 180, false, NULL},
};

static double ravine(const double *param, double x, double y, double *gradient)
{
    const double k = param[CONDITION];
    const sp_turned t = sp_turn(param[ANGLE] / 360);
    const double u = t.cos * x + t.sin * y, v = t.cos * y - t.sin * x;
    return sp_surface_give(gradient, t.cos * u - t.sin * k * v, t.sin * u + t.cos * k * v,
                           (u * u + k * v * v) / 2);
}

const sp_surface sp_surface_bowl = {
    .head = {"bowl", bowl_params, SP_COUNT(bowl_params), "surface/quadratic.c", ""},
    .view = {-3, 3, -3, 3},
    .start = {-2.2, 1.6},
    .minima = minimum,
    .n_minima = SP_COUNT(minimum),
    .value = bowl,
};

const sp_surface sp_surface_ravine = {
    .head = {"ravine", ravine_params, SP_COUNT(ravine_params), "surface/quadratic.c", ""},
    .view = {-3, 3, -3, 3},
    .start = {-2.5, 1},
    .minima = minimum,
    .n_minima = SP_COUNT(minimum),
    .value = ravine,
};
