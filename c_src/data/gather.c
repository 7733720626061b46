/* From the memory of a data set to the inputs of a net. */
#include <string.h>

#include "base/vec.h"
#include "data/dataset.h"

typedef uint8_t u8x16 __attribute__((vector_size(16)));
typedef uint16_t u16x8 __attribute__((vector_size(16)));

/* 16 bytes as floats. A byte with a zero behind it is a number of 16 bits; so once more. */
static inline __attribute__((always_inline)) void widen(const uint8_t *p, f32x4 v[4])
{
    const u8x16 no_bytes = {0};
    const u16x8 none = {0};
    u8x16 all;

    memcpy(&all, p, sizeof all);
    const u16x8 low = (u16x8)__builtin_shufflevector(all, no_bytes, 0, 16, 1, 17, 2, 18, 3, 19,
                                                     4, 20, 5, 21, 6, 22, 7, 23);
    const u16x8 high = (u16x8)__builtin_shufflevector(all, no_bytes, 8, 24, 9, 25, 10, 26, 11,
                                                      27, 12, 28, 13, 29, 14, 30, 15, 31);
    const i32x4 words[4] = {
        (i32x4)__builtin_shufflevector(low, none, 0, 8, 1, 9, 2, 10, 3, 11),
        (i32x4)__builtin_shufflevector(low, none, 4, 12, 5, 13, 6, 14, 7, 15),
        (i32x4)__builtin_shufflevector(high, none, 0, 8, 1, 9, 2, 10, 3, 11),
        (i32x4)__builtin_shufflevector(high, none, 4, 12, 5, 13, 6, 14, 7, 15),
    };
#pragma GCC unroll 4
    for (int k = 0; k < 4; k++) v[k] = __builtin_convertvector(words[k], f32x4);
}

/* x = scale byte + shift */
static void scale_bytes(const uint8_t *byte, float scale, float shift, size_t n, float *x)
{
    size_t i = 0;
    for (; i + 16 <= n; i += 16) {
        f32x4 v[4];
        widen(byte + i, v);
#pragma GCC unroll 4
        for (size_t k = 0; k < 4; k++) sp_store(x + i + 4 * k, scale * v[k] + shift);
    }
    for (; i < n; i++) x[i] = scale * (float)byte[i] + shift;
}

/* x = (byte - center) factor, with a center and a factor for each place */
static void center_bytes(const uint8_t *byte, const float *center, const float *factor,
                         size_t n, float *x)
{
    size_t i = 0;
    for (; i + 16 <= n; i += 16) {
        f32x4 v[4];
        widen(byte + i, v);
#pragma GCC unroll 4
        for (size_t k = 0; k < 4; k++) {
            const size_t j = i + 4 * k;
            sp_store(x + j, (v[k] - sp_load(center + j)) * sp_load(factor + j));
        }
    }
    for (; i < n; i++) x[i] = ((float)byte[i] - center[i]) * factor[i];
}

/* Raw numbers from .. from + n - 1 of an example, as a net sees them at its inputs to .. */
static void copy(const sp_dataset *d, const sp_split *s, size_t example, size_t from, size_t to,
                 size_t n, float *x)
{
    const size_t at = example * sp_shape_size(d->shape) + from;

    x += to;
    if (s->bytes && d->center) {
        center_bytes(s->bytes + at, d->center + to, d->factor + to, n, x);
    } else if (s->bytes) {
        scale_bytes(s->bytes + at, d->scale, d->shift, n, x);
    } else if (d->center) {
        const float *number = s->floats + at, *center = d->center + to,
                    *factor = d->factor + to;
        for (size_t i = 0; i < n; i++) x[i] = (number[i] - center[i]) * factor[i];
    } else {
        memcpy(x, s->floats + at, n * sizeof *x);
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
