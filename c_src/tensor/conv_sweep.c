/* The frame of an image, the spots of its output, and the sweep. Every output is its bias plus
 * its taps in the order of the table, one after another. */
#include "tensor/conv_sweep.h"

/* ---- frame --------------------------------------------------------------------------------
 */

sp_frame sp_frame_of_input(const sp_conv *c)
{
    const size_t s = (size_t)c->stride, pad = 2 * (size_t)c->pad;
    sp_frame f;

    f.phase = ((size_t)c->W + pad + s - 1) / s;
    f.row = s * f.phase;
    f.plane = ((size_t)c->H + pad) * f.row;
    f.size = (size_t)c->C * f.plane + 4;
    if (c->stride == 1 && c->pad == 0 && c->OW >= 4) f.size = 0;
    return f;
}

void sp_frame_fill(const sp_conv *c, sp_frame f, float *frame, const float *x)
{
    const size_t pad = (size_t)c->pad, s = (size_t)c->stride;
    const size_t H = (size_t)c->H, W = (size_t)c->W;

    for (size_t ch = 0; ch < (size_t)c->C; ch++) {
        for (size_t h = 0; h < H; h++) {
            const float *from = x + (ch * H + h) * W;
            float *to = frame + ch * f.plane + (h + pad) * f.row;
            if (s == 1) {
                memcpy(to + pad, from, W * sizeof *to);
            } else {
                for (size_t w = 0; w < W; w++)
                    to[(w + pad) % s * f.phase + (w + pad) / s] = from[w];
            }
        }
    }
}

void sp_frame_taps(const sp_conv *c, sp_frame f, int32_t *taps)
{
    const size_t k = (size_t)c->k, s = (size_t)c->stride, d = (size_t)c->dilation;

    for (size_t ch = 0; ch < (size_t)c->C; ch++) {
        for (size_t i = 0; i < k; i++) {
            for (size_t j = 0; j < k; j++) {
                const size_t at =
                    ch * f.plane + i * d * f.row + j * d % s * f.phase + j * d / s;
                *taps++ = (int32_t)(at * sizeof(float));
            }
        }
    }
}

/* ---- spots --------------------------------------------------------------------------------
 */

static int groups_in_row(int cols)
{
    return (cols + 3) / 4;
}

size_t sp_spot_count(int rows, int cols)
{
    const int groups = groups_in_row(cols);

    return (size_t)(rows / 2 * groups + rows % 2 * ((groups + 1) / 2));
}

/* The first column of group g. The last group of a row begins earlier where the row is not a
 * multiple of four: it computes some outputs once more, to the same bits. */
static int group_start(int g, int cols)
{
    return cols >= 4 && 4 * g + 4 > cols ? cols - 4 : 4 * g;
}

void sp_spots_cover(int rows, int cols, size_t in_row, int bands, int band, sp_spot *spots)
{
    const int groups = groups_in_row(cols);

    for (int p = 0; p < rows; p += 2) {
        const bool pair = p + 1 < rows; /* else two groups of the last row go together */
        for (int g = 0; g < groups; g += pair ? 1 : 2) {
            const int next = pair || g + 1 == groups ? g : g + 1;
            const int row[2] = {p, pair ? p + 1 : p};
            const int col[2] = {group_start(g, cols), group_start(next, cols)};
            for (int side = 0; side < 2; side++) {
                const size_t at = (size_t)row[side] * in_row + (size_t)col[side];
                spots->in[side] = (int32_t)(at * sizeof(float));
                spots->out[side] = row[side] * cols + col[side];
            }
            spots->low = 0, spots->high = bands;
            spots->from = 0, spots->to = band;
            spots++;
        }
    }
}

/* ---- sweep --------------------------------------------------------------------------------
 */

SP_INLINE f32x4 load_at(const char *p, int32_t bytes)
{
    f32x4 v;
    memcpy(&v, p + bytes, sizeof v);
    return v;
}

/* t += n taps of four filters at two groups of outputs, n >= 1. Asking after every step whether
 * it was the last keeps compilers from mixing the steps; see gemm.c. */
SP_INLINE void add_taps(sp_tile *t, int n, const float *w, const int32_t *offset, const char *p,
                        const char *q)
{
    for (;; n -= 4) {
        sp_tile_step(t, w[0], w[1], w[2], w[3], load_at(p, offset[0]), load_at(q, offset[0]));
        if (n == 1) return;
        sp_tile_step(t, w[4], w[5], w[6], w[7], load_at(p, offset[1]), load_at(q, offset[1]));
        if (n == 2) return;
        sp_tile_step(t, w[8], w[9], w[10], w[11], load_at(p, offset[2]), load_at(q, offset[2]));
        if (n == 3) return;
        sp_tile_step(t, w[12], w[13], w[14], w[15], load_at(p, offset[3]),
                     load_at(q, offset[3]));
        if (n == 4) return;
        w += 4 * SP_TILE_ROWS;
        offset += 4;
    }
}

static void store_part(const sp_sweep *s, const sp_spot *spot, int filters, const sp_tile *t,
                       float *out)
{
    const size_t n = s->cols < 4 ? (size_t)s->cols : 4;

    for (int i = 0; i < filters; i++) {
        float *plane = out + (size_t)i * (size_t)s->rows * (size_t)s->cols;
        sp_store_part(plane + spot->out[0], 1, t->l[i], n);
        sp_store_part(plane + spot->out[1], 1, t->r[i], n);
    }
}

/* Four filters (fewer are stored at the end) at one spot. */
SP_INLINE void sweep_spot(const sp_sweep *s, const sp_spot *spot, int filters, const float *w,
                          const float bias[4], const char *in, float *out)
{
    const size_t plane = (size_t)s->rows * (size_t)s->cols;
    const char *p = in + spot->in[0], *q = in + spot->in[1];
    sp_tile t;

#pragma GCC unroll 4
    for (int i = 0; i < 4; i++) t.l[i] = t.r[i] = sp_splat(bias[i]);

    if (spot->from == 0 && spot->to == s->band) {
        const int first = spot->low * s->band;
        add_taps(&t, (spot->high - spot->low) * s->band, w + SP_TILE_ROWS * first,
                 s->offset + first, p, q);
    } else {
        for (int b = spot->low; b < spot->high; b++) {
            const int first = b * s->band + spot->from;
            add_taps(&t, spot->to - spot->from, w + SP_TILE_ROWS * first, s->offset + first, p,
                     q);
        }
    }

    if (filters < 4 || s->cols < 4) {
        const sp_tile copy = t;
        store_part(s, spot, filters, &copy, out);
        return;
    }
#pragma GCC unroll 4
    for (size_t i = 0; i < 4; i++) {
        sp_store(out + i * plane + spot->out[0], t.l[i]);
        sp_store(out + i * plane + spot->out[1], t.r[i]);
    }
}

void sp_sweep_run(const sp_sweep *s, const float *in, float *out)
{
    const size_t plane = (size_t)s->rows * (size_t)s->cols;

    for (int f = 0; f < s->filters; f += 4) {
        const int n = s->filters - f < 4 ? s->filters - f : 4;
        const float *w = s->w + (size_t)f * (size_t)s->taps;
        float bias[4] = {0};

        for (int i = 0; i < n && s->bias; i++) bias[i] = s->bias[f + i];
        for (size_t i = 0; i < s->n_spots; i++)
            sweep_spot(s, &s->spots[i], n, w, bias, (const char *)in, out + (size_t)f * plane);
    }
}
