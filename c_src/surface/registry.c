#include "surface/surfaces.h"

static const sp_surface *const surfaces[] = {
    &sp_surface_bowl,          &sp_surface_ravine,     &sp_surface_rosenbrock,
    &sp_surface_beale,         &sp_surface_himmelblau, &sp_surface_saddle,
    &sp_surface_monkey_saddle, &sp_surface_rastrigin,  &sp_surface_styblinski_tang,
    &sp_surface_plateau,
};

const sp_surface *const *sp_surfaces(int *count)
{
    *count = SP_COUNT(surfaces);
    return surfaces;
}

void sp_surface_fill(const sp_surface *s, const double *param, const double window[4],
                     size_t nx, size_t ny, double *values)
{
    SP_ASSERT(nx >= 2 && ny >= 2);
    const double dx = (window[1] - window[0]) / (double)(nx - 1);
    const double dy = (window[3] - window[2]) / (double)(ny - 1);
    for (size_t j = 0; j < ny; j++) {
        for (size_t i = 0; i < nx; i++) {
            *values++ =
                s->value(param, window[0] + (double)i * dx, window[2] + (double)j * dy, NULL);
        }
    }
}
