/* From the memory of a data set to the inputs of a net. */
#include <string.h>

#include "data/dataset.h"

/* Raw numbers from .. from + n - 1 of an example, as a net sees them at its inputs to .. */
static void copy(const sp_dataset *d, const sp_split *s, size_t example, size_t from, size_t to,
                 size_t n, float *x)
{
    const size_t at = example * sp_shape_size(d->shape) + from;
    const uint8_t *byte = s->bytes ? s->bytes + at : NULL;
    const float *number = s->bytes ? NULL : s->floats + at;

    x += to;
    if (d->center) {
        const float *center = d->center + to, *factor = d->factor + to;
        if (byte)
            for (size_t i = 0; i < n; i++) x[i] = ((float)byte[i] - center[i]) * factor[i];
        else
            for (size_t i = 0; i < n; i++) x[i] = (number[i] - center[i]) * factor[i];
    } else if (byte) {
        for (size_t i = 0; i < n; i++) x[i] = d->scale * (float)byte[i] + d->shift;
    } else {
        memcpy(x, number, n * sizeof *x);
    }
}

void sp_dataset_gather(const sp_dataset *d, int split, const uint32_t *index, size_t n,
                       float *x)
{
    const size_t size = sp_shape_size(d->shape);
    for (size_t b = 0; b < n; b++, x += size) {
        copy(d, &d->split[split], index[b], 0, 0, size, x);
    }
}

/* What a net sees of an image whose raw numbers are all 0. */
static void blank(const sp_dataset *d, bool bytes, float *x)
{
    const size_t size = sp_shape_size(d->shape);
    for (size_t i = 0; i < size; i++) {
        x[i] = d->center ? (0 - d->center[i]) * d->factor[i] : bytes ? d->shift : 0;
    }
}

/* x = the example moved right by `dx` and down by `dy`, both less than its sides. */
static void copy_moved(const sp_dataset *d, const sp_split *s, size_t example, int dx, int dy,
                       float *x)
{
    const int H = d->shape.height, W = d->shape.width;
    const int left = dx > 0 ? dx : 0, top = dy > 0 ? dy : 0; /* the first pixel that is kept */
    const size_t kept = (size_t)(W - (dx < 0 ? -dx : dx));
    const int bottom = dy < 0 ? H + dy : H;

    blank(d, s->bytes != NULL, x);
    for (int c = 0; c < d->shape.channels; c++) {
        for (int row = top; row < bottom; row++) {
            const size_t to = ((size_t)c * (size_t)H + (size_t)row) * (size_t)W + (size_t)left;
            const size_t from =
                ((size_t)c * (size_t)H + (size_t)(row - dy)) * (size_t)W + (size_t)(left - dx);
            copy(d, s, example, from, to, kept, x);
        }
    }
}

void sp_dataset_gather_shifted(const sp_dataset *d, int split, const uint32_t *index, size_t n,
                               float *x, int shift, sp_rng *r)
{
    const size_t size = sp_shape_size(d->shape);
    SP_ASSERT(shift >= 0 && shift < d->shape.height && shift < d->shape.width);
    for (size_t b = 0; b < n; b++, x += size) {
        const int dx = (int)sp_rng_below(r, 2 * (uint32_t)shift + 1) - shift;
        const int dy = (int)sp_rng_below(r, 2 * (uint32_t)shift + 1) - shift;
        copy_moved(d, &d->split[split], index[b], dx, dy, x);
    }
}
