/* surfaces: the surfaces by name, for surface/registry.c and for tests; and what they share. */
#ifndef SP_SURFACE_SURFACES_H
#define SP_SURFACE_SURFACES_H

#include "surface/surface.h"

extern const sp_surface sp_surface_bowl, sp_surface_ravine, sp_surface_rosenbrock,
    sp_surface_beale, sp_surface_himmelblau, sp_surface_saddle, sp_surface_monkey_saddle,
    sp_surface_rastrigin, sp_surface_styblinski_tang, sp_surface_plateau;

/* The end of every `value`: hands out the gradient, if it is wanted, and the value. */
static inline double sp_surface_give(double *gradient, double dx, double dy, double value)
{
    if (gradient) {
        gradient[0] = dx;
        gradient[1] = dy;
    }
    return value;
}

/* cos and sin of so many whole turns (1 is a full circle): the same bits on every machine, and
 * exact at the quarters. */
typedef struct sp_turned {
    double cos, sin;
} sp_turned;

sp_turned sp_turn(double turns);

#endif
