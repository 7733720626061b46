/* conv_parts: what the passes of a convolution share: how an image lies in memory while it is
 * convolved, the loop over the taps of a kernel, and how scratch is cut up.
 *
 * No matrix of patches is built. A tap (c, i, j) of a kernel is at a fixed distance from the
 * place of its output, so a table of distances replaces that matrix: four outputs next to each
 * other are one vector for each tap. For a stride s the columns of a row are sorted by their
 * remainder modulo s first; then outputs next to each other again meet numbers next to each
 * other. */
#ifndef SP_TENSOR_CONV_PARTS_H
#define SP_TENSOR_CONV_PARTS_H

#include "tensor/conv.h"
#include "tensor/tile.h"

/* ---- frame ----------------------------------------------------------------------------- */

/* x, or a row of dx, in its frame: padded with zeros, columns sorted by remainder. */
typedef struct sp_frame {
    size_t phase; /* floats for the columns of one remainder */
    size_t row;   /* floats of a row: stride * phase */
    size_t plane; /* floats of a channel */
    size_t size;  /* floats of all channels and of what vectors may touch beyond */
} sp_frame;

sp_frame sp_frame_of(const sp_conv *c);
/* Whether the passes that only read x must copy it into a frame. */
bool sp_frame_needed(const sp_conv *c);
/* x (C, H, W) into its frame, whose padding is zero already. */
void sp_frame_fill(const sp_conv *c, sp_frame f, float *frame, const float *x);

/* The distance of tap (i, j) within a channel, in floats. */
static inline size_t sp_frame_tap(const sp_conv *c, sp_frame f, size_t i, size_t j)
{
    const size_t s = (size_t)c->stride, d = (size_t)c->dilation;
    return i * d * f.row + j * d % s * f.phase + j * d / s;
}

/* The distances of all taps in the order of w: (c, i, j), in floats. */
void sp_frame_taps(const sp_conv *c, sp_frame f, int32_t *taps);

/* ---- taps ------------------------------------------------------------------------------ */

SP_INLINE f32x4 sp_load_at(const char *p, int32_t bytes)
{
    f32x4 v;
    memcpy(&v, p + bytes, sizeof v);
    return v;
}

/* t += tap i of n: the next four weights (or two, see sp_tile_step), times four numbers each in
 * l and r. True if it was the last one. */
SP_INLINE bool sp_add_tap(sp_tile *t, bool few, size_t i, size_t n, const float **w, f32x4 l,
                          f32x4 r)
{
    const bool last = sp_tile_last(t, few, i, n, *w, *w + 1, *w + 2, *w + 3, l, r);

    *w += SP_TILE_ROWS;
    SP_FORGET(*w);
    return last;
}

/* t += n >= 1 taps: four weights each from w, times four numbers each at p and q plus the tap's
 * offset (in bytes). Asking after every step whether it was the last costs little; without it
 * compilers mix the steps and then hold more operands than there are registers. */
SP_INLINE void sp_add_taps(sp_tile *t, bool few, size_t n, const float *w,
                           const int32_t *offset, const char *p, const char *q)
{
    for (;; n -= 4, offset += 4) {
        const int32_t *o = offset;
        if (sp_add_tap(t, few, 1, n, &w, sp_load_at(p, o[0]), sp_load_at(q, o[0]))) return;
        if (sp_add_tap(t, few, 2, n, &w, sp_load_at(p, o[1]), sp_load_at(q, o[1]))) return;
        if (sp_add_tap(t, few, 3, n, &w, sp_load_at(p, o[2]), sp_load_at(q, o[2]))) return;
        if (sp_add_tap(t, few, 4, n, &w, sp_load_at(p, o[3]), sp_load_at(q, o[3]))) return;
    }
}

/* ---- sizes and scratch ----------------------------------------------------------------- */

static inline size_t sp_round_up(size_t n, size_t step)
{
    return (n + step - 1) / step * step;
}

/* Pieces of scratch begin at multiples of 64 bytes. */
static inline size_t sp_piece(size_t floats)
{
    return sp_round_up(floats, 16);
}

static inline float *sp_take(float **scratch, size_t floats)
{
    float *piece = *scratch;
    *scratch += sp_piece(floats);
    return piece;
}

static inline size_t sp_inputs(const sp_conv *c) /* floats of one image of x */
{
    return (size_t)c->C * (size_t)c->H * (size_t)c->W;
}

static inline size_t sp_outputs(const sp_conv *c) /* floats of one plane of y */
{
    return (size_t)c->OH * (size_t)c->OW;
}

static inline size_t sp_taps(const sp_conv *c) /* weights of one filter */
{
    return (size_t)c->C * (size_t)c->k * (size_t)c->k;
}

/* What the backward passes need, beside sp_conv_forward. */
size_t sp_conv_w_scratch(const sp_conv *c);
size_t sp_conv_x_scratch(const sp_conv *c);

#endif
