/* Styblinski-Tang: four minima of different depth; the first of the list is the lowest.
 *   f = (x^4 - 16 x^2 + 5 x + y^4 - 16 y^2 + 5 y) / 2
 *   df/dx = 2 x^3 - 16 x + 5/2,   df/dy likewise                                */
#include "surface/surfaces.h"

#define LOW  (-2.903534027771177)
#define HIGH 2.7468027709908367

static const double minima[][2] = {{LOW, LOW}, {LOW, HIGH}, {HIGH, LOW}, {HIGH, HIGH}};

static double part(double x)
{
    return (x * x * x * x - 16 * x * x + 5 * x) / 2;
}

static double slope(double x)
{
    return 2 * x * x * x - 16 * x + 2.5;
}

static double value(const double *param, double x, double y, double *gradient)
{
    (void)param;
    return sp_surface_give(gradient, slope(x), slope(y), part(x) + part(y));
}

const sp_surface sp_surface_styblinski_tang = {
    .head = {"styblinski-tang", NULL, 0, "surface/styblinski_tang.c",
             "Styblinski & Tang, 1990"},
    .view = {-5, 5, -5, 5},
    .start = {0.5, 4},
    .minima = minima,
    .n_minima = SP_COUNT(minima),
    .value = value,
};
