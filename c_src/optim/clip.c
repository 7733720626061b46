#include "optim/clip.h"

#include <math.h>

void sp_clip_value(float *g, size_t n, double value)
{
    const float limit = (float)value;
    if (limit <= 0) return;
    for (size_t i = 0; i < n; i++) {
        const float low = g[i] < -limit ? -limit : g[i];
        g[i] = low > limit ? limit : low;
    }
}

void sp_clip_norm(float *g, size_t n, double norm)
{
    if (norm <= 0) return;
    double square = 0;
    for (size_t i = 0; i < n; i++) square += (double)g[i] * (double)g[i];
    const float factor = (float)(norm / (sqrt(square) + 1e-6));
    if (factor >= 1) return;
    for (size_t i = 0; i < n; i++) g[i] *= factor;
}
