/* The three passes of a convolution. Sums: y is the bias plus the taps in the order of w; dx
 * adds the taps by kernel row, kernel column, filter; dw adds image after image, output after
 * output. The scratch of a pass is cut into pieces in the order in which its function takes
 * them. */
#include "tensor/conv.h"
#include "tensor/conv_sweep.h"

enum { FILTERS = SP_TILE_COLS }; /* filters of a panel of dy, in the gradient of w */

void sp_conv_size(sp_conv *c)
{
    const int reach = c->dilation * (c->k - 1) + 1;
    const int h = c->H + 2 * c->pad - reach, w = c->W + 2 * c->pad - reach;

    c->OH = h < 0 ? 0 : h / c->stride + 1;
    c->OW = w < 0 ? 0 : w / c->stride + 1;
}

/* ---- scratch ------------------------------------------------------------------------------
 */

/* Pieces begin at multiples of 64 bytes. */
static size_t padded(size_t floats)
{
    return (floats + 15) / 16 * 16;
}

static float *take(float **scratch, size_t floats)
{
    float *piece = *scratch;
    *scratch += padded(floats);
    return piece;
}

/* Tables of integers take their room from the same floats. */
static size_t floats_of(size_t bytes)
{
    return (bytes + sizeof(float) - 1) / sizeof(float);
}

static size_t round_up(int n, int step)
{
    return (size_t)((n + step - 1) / step * step);
}

static size_t taps_of(const sp_conv *c, int channels)
{
    return (size_t)channels * (size_t)c->k * (size_t)c->k;
}

static size_t outputs_of(const sp_conv *c)
{
    return (size_t)c->OH * (size_t)c->OW;
}

/* dy while dx is computed: stride - 1 zeros between its elements and zeros around, so that dx
 * is a convolution of stride 1 over it. */
static sp_frame frame_of_dy(const sp_conv *c)
{
    const size_t reach = (size_t)c->dilation * ((size_t)c->k - 1);
    sp_frame f;

    f.phase = f.row = (size_t)c->W + reach;
    f.plane = ((size_t)c->H + reach) * f.row;
    f.size = (size_t)c->F * f.plane + 4;
    return f;
}

static size_t sweep_scratch(size_t frame, int filters, size_t taps, int rows, int cols)
{
    return padded(frame) + padded(floats_of(taps * sizeof(int32_t))) +
           padded(round_up(filters, SP_TILE_ROWS) * taps) +
           padded(floats_of(sp_spot_count(rows, cols) * sizeof(sp_spot)));
}

size_t sp_conv_scratch(const sp_conv *c)
{
    const size_t frame = sp_frame_of_input(c).size, taps = taps_of(c, c->C);
    const size_t y = sweep_scratch(frame, c->F, taps, c->OH, c->OW);
    const size_t x = sweep_scratch(frame_of_dy(c).size, c->C, taps_of(c, c->F), c->H, c->W);
    const size_t w = padded(frame) + padded(floats_of(taps * sizeof(int32_t))) +
                     padded(round_up(c->F, FILTERS) * outputs_of(c)) +
                     padded(round_up(c->F, FILTERS) * round_up((int)taps, SP_TILE_ROWS));
    const size_t most = x > y ? x : y;

    return w > most ? w : most;
}

/* ---- forward ------------------------------------------------------------------------------
 */

/* w (F, taps) as (F / 4, taps, 4), zeros for missing filters. */
static void pack_filters(int F, size_t taps, const float *w, float *out)
{
    for (int f = 0; f < F; f += 4, w += 4 * taps, out += 4 * taps) {
        size_t t = 0;
        if (F - f >= 4) {
            for (; t + 4 <= taps; t += 4) {
                f32x4 v[4] = {sp_load(w + t), sp_load(w + taps + t), sp_load(w + 2 * taps + t),
                              sp_load(w + 3 * taps + t)};
                sp_transpose4(v);
                for (size_t i = 0; i < 4; i++) sp_store(out + 4 * (t + i), v[i]);
            }
        }
        for (; t < taps; t++) sp_store(out + 4 * t, sp_load_part(w + t, taps, (size_t)(F - f)));
    }
}

void sp_conv_forward(const sp_conv *c, size_t B, float *y, const float *x, const float *w,
                     const float *bias, float *scratch)
{
    const sp_frame frame = sp_frame_of_input(c);
    const size_t taps = taps_of(c, c->C), n_spots = sp_spot_count(c->OH, c->OW);
    float *framed = take(&scratch, frame.size);
    int32_t *offset = (int32_t *)take(&scratch, floats_of(taps * sizeof(int32_t)));
    float *packed = take(&scratch, round_up(c->F, SP_TILE_ROWS) * taps);
    sp_spot *spots = (sp_spot *)take(&scratch, floats_of(n_spots * sizeof(sp_spot)));
    const sp_sweep sweep = {c->F,   (int)taps, (int)taps, packed, bias,
                            offset, spots,     n_spots,   c->OH,  c->OW};

    sp_frame_taps(c, frame, offset);
    sp_spots_cover(c->OH, c->OW, (size_t)c->stride * frame.row, 1, (int)taps, spots);
    pack_filters(c->F, taps, w, packed);
    if (frame.size) memset(framed, 0, frame.size * sizeof *framed);

    for (size_t b = 0; b < B; b++) {
        const float *image = x + b * (size_t)c->C * (size_t)c->H * (size_t)c->W;
        if (frame.size) sp_frame_fill(c, frame, framed, image);
        sp_sweep_run(&sweep, frame.size ? framed : image, y + b * (size_t)c->F * outputs_of(c));
    }
}

/* ---- gradient of w ------------------------------------------------------------------------
 */

/* dy (F, P) of one image as (F / 8, P, 8), zeros for missing filters. */
static void pack_dy(int F, size_t P, const float *dy, float *out)
{
    for (int f = 0; f < F; f += FILTERS, out += FILTERS * P) {
        for (int half = 0; half < FILTERS; half += 4) {
            const float *from = dy + (size_t)(f + half) * P;
            const int n = F - f - half;
            size_t p = 0;
            if (n >= 4) {
                for (; p + 4 <= P; p += 4) {
                    f32x4 v[4] = {sp_load(from + p), sp_load(from + P + p),
                                  sp_load(from + 2 * P + p), sp_load(from + 3 * P + p)};
                    sp_transpose4(v);
                    for (size_t i = 0; i < 4; i++)
                        sp_store(out + FILTERS * (p + i) + half, v[i]);
                }
            }
            for (; p < P; p++)
                sp_store(out + FILTERS * p + half,
                         n > 0 ? sp_load_part(from + p, P, (size_t)n) : (f32x4){0});
        }
    }
}

/* Adds one image to 4 taps x 8 filters of dw. x[i] is where tap i meets the first output. */
SP_INLINE void add_outputs(sp_tile *t, int OH, int OW, size_t row, const float *x0,
                           const float *x1, const float *x2, const float *x3, const float *dy)
{
    for (int p = 0; p < OH; p++) {
        const float *a = x0, *b = x1, *c = x2, *d = x3;
        for (int q = OW;; q -= 4) {
            sp_tile_step(t, a[0], b[0], c[0], d[0], sp_load(dy), sp_load(dy + 4));
            if (q == 1) break;
            sp_tile_step(t, a[1], b[1], c[1], d[1], sp_load(dy + 8), sp_load(dy + 12));
            if (q == 2) break;
            sp_tile_step(t, a[2], b[2], c[2], d[2], sp_load(dy + 16), sp_load(dy + 20));
            if (q == 3) break;
            sp_tile_step(t, a[3], b[3], c[3], d[3], sp_load(dy + 24), sp_load(dy + 28));
            a += 4, b += 4, c += 4, d += 4;
            dy += 4 * FILTERS;
            if (q == 4) break;
        }
        dy += (size_t)(OW % 4) * FILTERS;
        x0 += row, x1 += row, x2 += row, x3 += row;
    }
}

/* sum (tiles of 4 x 8) += one image, for one panel of filters. */
static void add_image(const sp_conv *c, size_t row, const int32_t *offset, size_t taps,
                      const float *x, const float *dy, float *sum)
{
    for (size_t tap = 0; tap < taps; tap += 4, sum += SP_TILE_ROWS * FILTERS) {
        const float *at[4];
        sp_tile t;
#pragma GCC unroll 4
        for (size_t i = 0; i < 4; i++) {
            const size_t real = tap + i < taps ? tap + i : taps - 1;
            at[i] = x + (size_t)offset[real] / sizeof(float);
            t.l[i] = sp_load(sum + i * FILTERS);
            t.r[i] = sp_load(sum + i * FILTERS + 4);
        }
        add_outputs(&t, c->OH, c->OW, row, at[0], at[1], at[2], at[3], dy);
#pragma GCC unroll 4
        for (size_t i = 0; i < 4; i++) {
            sp_store(sum + i * FILTERS, t.l[i]);
            sp_store(sum + i * FILTERS + 4, t.r[i]);
        }
    }
}

/* db[f] = sum over images and outputs; four lanes over the outputs of an image. */
static void sum_outputs(const sp_conv *c, size_t B, float *db, const float *dy)
{
    const size_t P = outputs_of(c), F = (size_t)c->F;

    for (size_t f = 0; f < F; f++) {
        float total = 0;
        for (size_t b = 0; b < B; b++) {
            const float *g = dy + (b * F + f) * P;
            f32x4 lanes = {0};
            size_t p = 0;
            for (; p + 4 <= P; p += 4) lanes += sp_load(g + p);
            total += sp_sum4(lanes);
            for (; p < P; p++) total += g[p];
        }
        db[f] = total;
    }
}

void sp_conv_backward_w(const sp_conv *c, size_t B, float *dw, float *dbias, const float *dy,
                        const float *x, float *scratch)
{
    const sp_frame frame = sp_frame_of_input(c);
    const size_t taps = taps_of(c, c->C), F = (size_t)c->F, P = outputs_of(c);
    const size_t panel = FILTERS * round_up((int)taps, SP_TILE_ROWS);
    const size_t sums = round_up(c->F, FILTERS) * round_up((int)taps, SP_TILE_ROWS);
    float *framed = take(&scratch, frame.size);
    int32_t *offset = (int32_t *)take(&scratch, floats_of(taps * sizeof(int32_t)));
    float *packed = take(&scratch, round_up(c->F, FILTERS) * P);
    float *sum = take(&scratch, sums);

    sp_frame_taps(c, frame, offset);
    if (frame.size) memset(framed, 0, frame.size * sizeof *framed);
    memset(sum, 0, sums * sizeof *sum);

    for (size_t b = 0; b < B; b++) {
        const float *image = x + b * (size_t)c->C * (size_t)c->H * (size_t)c->W;
        if (frame.size) sp_frame_fill(c, frame, framed, image);
        pack_dy(c->F, P, dy + b * F * P, packed);
        for (size_t f = 0; f * FILTERS < F; f++)
            add_image(c, (size_t)c->stride * frame.row, offset, taps,
                      frame.size ? framed : image, packed + f * FILTERS * P, sum + f * panel);
    }
    for (size_t f = 0; f < F; f++) {
        const float *from = sum + f / FILTERS * panel + f % FILTERS;
        for (size_t t = 0; t < taps; t++) dw[f * taps + t] = from[t * FILTERS];
    }
    if (dbias) sum_outputs(c, B, dbias, dy);
}

/* ---- gradient of x ------------------------------------------------------------------------
 */

/* w (F, C, k, k) as (C / 4, k, k, F, 4). */
static void pack_channels(const sp_conv *c, const float *w, float *out)
{
    const size_t C = (size_t)c->C, F = (size_t)c->F, kk = (size_t)c->k * (size_t)c->k;

    for (size_t ch = 0; ch < C; ch += 4, out += 4 * kk * F) {
        for (size_t f = 0; f < F; f++) {
            const float *from = w + (f * C + ch) * kk;
            for (size_t t = 0; t < kk; t++)
                sp_store(out + 4 * (t * F + f), sp_load_part(from + t, kk, C - ch));
        }
    }
}

/* Puts dy of one image into its frame, whose other elements are zero already. */
static void frame_dy(const sp_conv *c, sp_frame f, float *frame, const float *dy)
{
    const int edge = c->dilation * (c->k - 1) - c->pad; /* where dy[0] comes to lie */
    const int rows = c->H + c->dilation * (c->k - 1), cols = (int)f.row;

    for (int ch = 0; ch < c->F; ch++) {
        float *plane = frame + (size_t)ch * f.plane;
        for (int p = 0; p < c->OH; p++, dy += c->OW) {
            const int r = edge + p * c->stride;
            if (r < 0 || r >= rows) continue;
            for (int q = 0; q < c->OW; q++) {
                const int at = edge + q * c->stride;
                if (at >= 0 && at < cols) plane[(size_t)r * f.row + (size_t)at] = dy[q];
            }
        }
    }
}

void sp_conv_backward_x(const sp_conv *c, size_t B, float *dx, const float *dy, const float *w,
                        float *scratch)
{
    const sp_frame frame = frame_of_dy(c);
    const size_t k = (size_t)c->k, F = (size_t)c->F, d = (size_t)c->dilation;
    const size_t taps = taps_of(c, c->F), n_spots = sp_spot_count(c->H, c->W);
    float *framed = take(&scratch, frame.size);
    int32_t *offset = (int32_t *)take(&scratch, floats_of(taps * sizeof(int32_t)));
    float *packed = take(&scratch, round_up(c->C, SP_TILE_ROWS) * taps);
    sp_spot *spots = (sp_spot *)take(&scratch, floats_of(n_spots * sizeof(sp_spot)));
    const int band = c->k * c->F;
    const sp_sweep sweep = {c->C,   (int)taps, band,    packed, NULL,
                            offset, spots,     n_spots, c->H,   c->W};

    for (size_t t = 0; t < taps; t++) {
        const size_t f = t % F, j = t / F % k, i = t / F / k;
        const size_t at = f * frame.plane + (k - 1 - i) * d * frame.row + (k - 1 - j) * d;
        offset[t] = (int32_t)(at * sizeof(float));
    }
    sp_spots_cover(c->H, c->W, frame.row, c->k, band, spots);
    pack_channels(c, w, packed);
    memset(framed, 0, frame.size * sizeof *framed);

    for (size_t b = 0; b < B; b++) {
        frame_dy(c, frame, framed, dy + b * F * outputs_of(c));
        sp_sweep_run(&sweep, framed, dx + b * (size_t)c->C * (size_t)c->H * (size_t)c->W);
    }
}
