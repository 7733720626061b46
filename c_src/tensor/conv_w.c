/* The gradient of w: four taps of eight filters are a tile, and the sums run over outputs. dy
 * is interleaved so that eight filters lie side by side; x is read where it is, one number for
 * each tap. Every element adds image after image, output after output. */
#include "tensor/conv.h"
#include "tensor/conv_parts.h"
#include "tensor/pack.h"

enum { FILTERS = SP_TILE_COLS };

/* Adds a plane of outputs to four taps (or two, see sp_tile_step) x eight filters. x0 .. x3 are
 * where these taps meet the first output; `row` leads to the next row of outputs. As to the
 * questions, see sp_add_taps; here, one half-way gains nothing in Node, and in Chromium 156 it
 * took a sixth more time, because there is no register left for what it asks about. */
SP_INLINE void add_plane(sp_tile *t, bool few, const sp_conv *c, size_t row, const float *x0,
                         const float *x1, const float *x2, const float *x3, const float *dy)
{
    for (int p = 0; p < c->OH; p++) {
        const float *a0 = x0, *a1 = x1, *a2 = x2, *a3 = x3;
        for (int q = c->OW;; q -= 4) {
            sp_tile_step(t, few, a0, a1, a2, a3, sp_load(dy), sp_load(dy + 4));
            if (q == 1) break;
            sp_tile_step(t, few, a0 + 1, a1 + 1, a2 + 1, a3 + 1, sp_load(dy + 8),
                         sp_load(dy + 12));
            if (q == 2) break;
            sp_tile_step(t, few, a0 + 2, a1 + 2, a2 + 2, a3 + 2, sp_load(dy + 16),
                         sp_load(dy + 20));
            if (q == 3) break;
            sp_tile_step(t, few, a0 + 3, a1 + 3, a2 + 3, a3 + 3, sp_load(dy + 24),
                         sp_load(dy + 28));
            a0 += 4, a1 += 4, a2 += 4, a3 += 4;
            dy += 4 * FILTERS;
            if (q == 4) break;
        }
        dy += (size_t)(c->OW % 4) * FILTERS;
        x0 += row, x1 += row, x2 += row, x3 += row;
    }
}

/* sum (taps / 4, 4, 8) += one image, for one panel of eight filters. */
SP_APART void add_image(const sp_conv *c, size_t row, const int32_t *offset, const float *x,
                        const float *dy, float *sum)
{
    const size_t taps = sp_taps(c);

    for (size_t n = 0; n < taps; n += 4, sum += 4 * FILTERS) {
        const int32_t *at =
            offset + n; /* missing taps repeat the last; nobody reads their sums */
        const size_t last = taps - 1 - n;
        sp_tile t;

#pragma GCC unroll 4
        for (size_t i = 0; i < 4; i++) {
            t.l[i] = sp_load(sum + i * FILTERS);
            t.r[i] = sp_load(sum + i * FILTERS + 4);
        }
        const float *x0 = x + at[0], *x1 = x + at[last < 1 ? last : 1];
        if (last < 2) {
            add_plane(&t, true, c, row, x0, x1, x0, x1, dy);
        } else {
            add_plane(&t, false, c, row, x0, x1, x + at[2], x + at[last < 3 ? last : 3], dy);
        }
#pragma GCC unroll 4
        for (size_t i = 0; i < 4; i++) {
            sp_store(sum + i * FILTERS, t.l[i]);
            sp_store(sum + i * FILTERS + 4, t.r[i]);
        }
    }
}

SP_APART f32x4 load_rest(const float *p, size_t n)
{
    return sp_load_part(p, 1, n);
}

/* dbias[f] = sum over images and outputs; the outputs of an image in four lanes. Four filters
 * at a time (missing ones repeat the last), because a single chain of additions only waits. */
SP_APART void sum_outputs(const sp_conv *c, size_t B, float *dbias, const float *dy)
{
    const size_t P = sp_outputs(c), F = (size_t)c->F;

    for (size_t f = 0; f < F; f += 4) {
        const size_t last = F - 1 - f;
        const float *g0 = dy + f * P, *g1 = g0 + (last < 1 ? last : 1) * P;
        const float *g2 = g0 + (last < 2 ? last : 2) * P, *g3 = g0 + (last < 3 ? last : 3) * P;
        f32x4 total = {0};

        for (size_t b = 0; b < B; b++) {
            f32x4 s0 = {0}, s1 = {0}, s2 = {0}, s3 = {0};
            size_t p = 0;
            for (; p + 4 <= P; p += 4) {
                s0 += sp_load(g0 + p);
                s1 += sp_load(g1 + p);
                s2 += sp_load(g2 + p);
                s3 += sp_load(g3 + p);
            }
            if (p < P) {
                s0 += load_rest(g0 + p, P - p);
                s1 += load_rest(g1 + p, P - p);
                s2 += load_rest(g2 + p, P - p);
                s3 += load_rest(g3 + p, P - p);
            }
            total += (f32x4){sp_sum4(s0), sp_sum4(s1), sp_sum4(s2), sp_sum4(s3)};
            g0 += F * P, g1 += F * P, g2 += F * P, g3 += F * P;
        }
        sp_store_part(dbias + f, 1, total, last + 1 < 4 ? last + 1 : 4);
    }
}

void sp_conv_backward_w(const sp_conv *c, size_t B, float *dw, float *dbias, const float *dy,
                        const float *x, float *scratch)
{
    const sp_frame f = sp_frame_of(c);
    const bool framing = sp_frame_needed(c);
    const size_t taps = sp_taps(c), F = (size_t)c->F, P = sp_outputs(c);
    const size_t panel = FILTERS * sp_round_up(taps, 4), panels = (F + FILTERS - 1) / FILTERS;
    float *frame = sp_take(&scratch, framing ? f.size : 0);
    int32_t *offset = (int32_t *)sp_take(&scratch, taps);
    float *packed = sp_take(&scratch, FILTERS * P);
    float *sum = sp_take(&scratch, panels * panel);

    sp_frame_taps(c, f, offset);
    memset(sum, 0, panels * panel * sizeof *sum);
    if (framing) memset(frame, 0, f.size * sizeof *frame);

    for (size_t b = 0; b < B; b++) {
        const float *image = x + b * sp_inputs(c);
        if (framing) sp_frame_fill(c, f, frame, image);
        for (size_t n = 0; n < F; n += FILTERS) {
            const float *g = dy + (b * F + n) * P;
            const size_t more = F - n > 4 ? F - n - 4 : 0;
            sp_interleave4(packed, FILTERS, g, P, F - n, P);
            sp_interleave4(packed + 4, FILTERS, more ? g + 4 * P : g, P, more, P);
            add_image(c, (size_t)c->stride * f.row, offset, framing ? frame : image, packed,
                      sum + n / FILTERS * panel);
        }
    }
    for (size_t n = 0; n < F; n++) {
        const float *from = sum + n / FILTERS * panel + n % FILTERS;
        for (size_t t = 0; t < taps; t++) dw[n * taps + t] = from[t * FILTERS];
    }
    if (dbias) sum_outputs(c, B, dbias, dy);
}

size_t sp_conv_w_scratch(const sp_conv *c)
{
    const size_t F = sp_round_up((size_t)c->F, FILTERS), taps = sp_taps(c);

    return sp_piece(sp_frame_of(c).size) + sp_piece(taps) + sp_piece(FILTERS * sp_outputs(c)) +
           sp_piece(F * sp_round_up(taps, 4));
}
