/* The gradient of x, without a multiplication by a padding zero. One row of dx is computed at a
 * time. What one column j of the kernel adds to it is a part, as wide as a row of dy:
 *   part[c, j, q] = sum over i, f of w[f, c, i, j] dy[f, p, q],   p s + i d = h + pad
 *   dx[c, h, q s + j d - pad] += part[c, j, q]
 * Four parts, of whatever channels and columns, at eight places are a tile: with few channels
 * it is full as well. Every element of dx adds by column j of the kernel, within it by row i
 * (those that reach a row come in rising order), within it by filter. */
#include "tensor/conv.h"
#include "tensor/conv_parts.h"

enum {
    LONE = 24, /* outputs of a part that is computed alone */
    SUM = 12   /* numbers of dx that are summed together */
};

/* How dy and the parts lie while dx is computed. */
typedef struct plan {
    const sp_conv *c;
    size_t parts, tiles;              /* parts of all channels; tiles are four of them */
    size_t tile;                      /* weights of a tile: k rows, F filters, 4 parts */
    bool lone;                        /* whether the last tile would hold only one part */
    bool framing;                     /* whether dy must be copied: */
    size_t dy_row, dy_plane, dy_size; /* its rows filled up with zeros to whole tiles */
    size_t left, part; /* a part: zeros before its first output; floats, with zeros after it */
    const int32_t *order, *taps, *places; /* see below */
} plan;

SP_RARELY static plan plan_of(const sp_conv *c)
{
    const size_t F = (size_t)c->F, OH = (size_t)c->OH, OW = (size_t)c->OW;
    plan l = {.c = c, .parts = (size_t)c->C * (size_t)c->k};

    l.lone = l.parts % 4 == 1;
    l.tiles = l.parts / 4 + (l.parts % 4 > 1);
    l.tile = 4 * (size_t)c->k * F;
    l.dy_row = sp_round_up(OW, l.lone ? LONE : SP_TILE_COLS);
    l.framing = l.dy_row != OW;
    l.dy_plane = OH * l.dy_row;
    l.dy_size = l.framing ? F * l.dy_plane : 0;
    l.left = (size_t)c->dilation * (size_t)(c->k - 1) / (size_t)c->stride;
    l.part = l.left + l.dy_row + l.left + 1 + SUM;
    return l;
}

static void fill_dy(const plan *l, float *frame, const float *dy)
{
    const size_t OW = (size_t)l->c->OW, rows = (size_t)l->c->F * (size_t)l->c->OH;

    for (size_t n = 0; n < rows; n++, frame += l->dy_row, dy += OW)
        memcpy(frame, dy, OW * sizeof *frame);
}

/* ---- order of the kernel's rows and columns --------------------------------------------- */

/* Row i of the kernel reaches the rows of dx with (h + pad) mod stride = i d mod stride. Sorted
 * by this remainder, the rows that reach one row of dx are neighbours; likewise the columns. */
SP_RARELY static void sort_rows(const sp_conv *c, int32_t *order)
{
    for (int remainder = 0; remainder < c->stride; remainder++) {
        for (int i = 0; i < c->k; i++) {
            if (i * c->dilation % c->stride == remainder) *order++ = i;
        }
    }
}

typedef struct range {
    int from, to;
} range;

/* Which of the sorted rows reach row r of the frame from a row of dy that exists. */
SP_RARELY static range rows_reaching(const sp_conv *c, const int32_t *order, int r)
{
    range found = {0, 0};

    for (int n = 0; n < c->k; n++) {
        const int above = r - order[n] * c->dilation;
        if (above < 0 || above % c->stride != 0 || above / c->stride >= c->OH) continue;
        if (found.to == 0) found.from = n;
        found.to = n + 1;
    }
    return found;
}

/* w (F, C, k, k) as (parts / 4, i sorted, F, 4). Parts are (C, j sorted); missing ones repeat
 * the last, and nobody reads them. */
static void pack_parts(const sp_conv *c, const int32_t *order, const float *w, float *out)
{
    const size_t C = (size_t)c->C, F = (size_t)c->F, k = (size_t)c->k;

    for (size_t n = 0; n < C * k; n += 4) {
        size_t at[4];
        for (size_t i = 0; i < 4; i++) {
            const size_t part = n + i < C * k ? n + i : C * k - 1;
            at[i] = part / k * k * k + (size_t)order[part % k];
        }
        for (size_t i = 0; i < k; i++) {
            const float *from = w + (size_t)order[i] * k;
            for (size_t f = 0; f < F; f++, from += C * k * k, out += 4)
                sp_store(out, (f32x4){from[at[0]], from[at[1]], from[at[2]], from[at[3]]});
        }
    }
}

/* ---- parts ------------------------------------------------------------------------------ */

SP_INLINE bool add_tap(sp_tile *t, size_t i, size_t n, const float **w, const char *p)
{
    return sp_add_tap(t, false, i, n, w, sp_load_at(p, 0), sp_load_at(p, 16));
}

/* t += n >= 1 taps, as sp_add_taps does, at eight places next to each other. */
SP_INLINE void add_taps(sp_tile *t, size_t n, const float *w, const int32_t *offset,
                        const char *dy)
{
    for (;; n -= 4, offset += 4) {
        if (add_tap(t, 1, n, &w, dy + offset[0])) return;
        if (add_tap(t, 2, n, &w, dy + offset[1])) return;
        if (add_tap(t, 3, n, &w, dy + offset[2])) return;
        if (add_tap(t, 4, n, &w, dy + offset[3])) return;
    }
}

/* The parts that are computed by four, for one row of dx: n taps each. */
SP_APART void full_parts(const plan *l, float *parts, int n, const float *w,
                         const int32_t *offset, const char *dy)
{
    const size_t step = l->part;

    for (size_t tile = 0; tile < l->tiles; tile++, parts += 4 * step, w += l->tile) {
        float *part = parts;
        const char *at = dy;
        for (int q = 0; q < l->c->OW; q += SP_TILE_COLS, part += SP_TILE_COLS) {
            sp_tile t = sp_tile_zero();
            add_taps(&t, (size_t)n, w, offset, at);
#pragma GCC unroll 4
            for (size_t i = 0; i < 4; i++) {
                sp_store(part + i * step, t.l[i]);
                sp_store(part + i * step + 4, t.r[i]);
            }
            at += SP_TILE_COLS * sizeof(float);
        }
    }
}

/* t += a tap of a part that is alone: its weight, times 24 numbers. */
SP_INLINE void add_lone_tap(f32x4 t[6], const float **w, const char *p)
{
    const f32x4 a = sp_splat(**w);
    *w += SP_TILE_ROWS;
    SP_FORGET(*w);
#pragma GCC unroll 6
    for (int m = 0; m < 6; m++) t[m] += a * sp_load((const float *)p + 4 * m);
}

/* One part, whose weights are the first of every four of w. */
SP_APART void lone_part(float *part, int width, int n, const float *w, const int32_t *offset,
                        const char *dy)
{
    for (int q = 0; q < width; q += LONE, part += LONE, dy += 4 * LONE) {
        const float *v = w;
        const int32_t *at = offset;
        f32x4 t[6] = {0};

        for (int left = n;; left -= 2, at += 2) {
            add_lone_tap(t, &v, dy + at[0]);
            if (left == 1) break;
            add_lone_tap(t, &v, dy + at[1]);
            if (left == 2) break;
        }
#pragma GCC unroll 6
        for (int m = 0; m < 6; m++) sp_store(part + 4 * m, t[m]);
    }
}

/* ---- rows of dx ------------------------------------------------------------------------- */

/* out (width) = the sum of `count` parts; places tell where they meet its first number. */
SP_APART void add_parts(const float *parts, const int32_t *places, int count, size_t width,
                        float *out)
{
    for (size_t u = 0; u < width; u += SUM) {
        f32x4 a = {0}, b = {0}, c = {0};
        float few[SUM], *to = out + u;

        if (width < SUM) {
            to = few;
        } else if (width - u < SUM) { /* reach back: the same sums once more */
            u = width - SUM;
            to = out + u;
        }
        for (int n = 0; n < count; n++) {
            const float *p = parts + places[n] + u;
            a += sp_load(p);
            b += sp_load(p + 4);
            c += sp_load(p + 8);
        }
        sp_store(to, a);
        sp_store(to + 4, b);
        sp_store(to + 8, c);
        if (width < SUM) memcpy(out, few, width * sizeof *out);
    }
}

/* A row of one channel of dx: for every remainder the columns that have it. */
static void sum_row(const plan *l, size_t phase, const float *parts, float *row, float *dx)
{
    const sp_conv *c = l->c;
    const size_t pad = (size_t)c->pad, s = (size_t)c->stride, W = (size_t)c->W;
    int from = 0;

    if (s == 1) {
        add_parts(parts + pad, l->places, c->k, W, dx);
        return;
    }
    for (size_t remainder = 0; remainder < s; remainder++) {
        int to = from;
        while (to < c->k && (size_t)(l->order[to] * c->dilation) % s == remainder) to++;
        add_parts(parts, l->places + from, to - from, phase, row + remainder * phase);
        from = to;
    }
    for (size_t w = 0; w < W; w++) dx[w] = row[(w + pad) % s * phase + (w + pad) / s];
}

/* Row h of all channels. dy may begin before the array; its taps lead back into it. */
static void compute_row(const plan *l, range rows, const float *w, const char *dy, float *parts,
                        float *row, float *dx)
{
    const sp_conv *c = l->c;
    const size_t first = (size_t)rows.from * (size_t)c->F;
    const size_t phase = sp_frame_of(c).phase, H = (size_t)c->H, W = (size_t)c->W;
    const int n = (rows.to - rows.from) * c->F;
    float *part = parts + l->left;

    if (n == 0) {
        for (size_t ch = 0; ch < (size_t)c->C; ch++) memset(dx + ch * H * W, 0, W * sizeof *dx);
        return;
    }
    w += 4 * first;
    full_parts(l, part, n, w, l->taps + first, dy);
    if (l->lone)
        lone_part(part + (l->parts - 1) * l->part, c->OW, n, w + l->tiles * l->tile,
                  l->taps + first, dy);
    for (size_t ch = 0; ch < (size_t)c->C; ch++)
        sum_row(l, phase, parts + ch * (size_t)c->k * l->part, row, dx + ch * H * W);
}

void sp_conv_backward_x(const sp_conv *c, size_t B, float *dx, const float *dy, const float *w,
                        float *scratch)
{
    const size_t k = (size_t)c->k, F = (size_t)c->F, d = (size_t)c->dilation;
    const size_t s = (size_t)c->stride, H = (size_t)c->H, W = (size_t)c->W;
    plan l = plan_of(c);
    const size_t n_parts = sp_round_up(l.parts, 4) * l.part;
    float *row = sp_take(&scratch, sp_frame_of(c).row);
    float *parts = sp_take(&scratch, n_parts);
    float *frame = sp_take(&scratch, l.dy_size);
    float *packed = sp_take(&scratch, sp_round_up(l.parts, 4) * k * F);
    int32_t *order = (int32_t *)sp_take(&scratch, k);
    int32_t *places = (int32_t *)sp_take(&scratch, k);
    int32_t *taps = (int32_t *)sp_take(&scratch, k * F);
    range *rows = (range *)sp_take(&scratch, H * sizeof *rows / sizeof(float));

    sort_rows(c, order);
    for (size_t n = 0; n < k; n++)
        places[n] = (int32_t)(n * l.part + l.left - (size_t)order[n] * d / s);
    for (size_t n = 0; n < k * F; n++) { /* in bytes, from row l.left above that of dx */
        const size_t up = (size_t)order[n / F] * d / s;
        taps[n] = (int32_t)((n % F * l.dy_plane + (l.left - up) * l.dy_row) * sizeof(float));
    }
    for (size_t h = 0; h < H; h++) rows[h] = rows_reaching(c, order, (int)h + c->pad);
    pack_parts(c, order, w, packed);
    memset(parts, 0, n_parts * sizeof *parts);
    memset(frame, 0, l.dy_size * sizeof *frame);
    l.order = order, l.places = places, l.taps = taps;

    for (size_t b = 0; b < B; b++, dx += sp_inputs(c), dy += F * sp_outputs(c)) {
        if (l.framing) fill_dy(&l, frame, dy);
        for (size_t h = 0; h < H; h++) {
            const uintptr_t at = (uintptr_t)(l.framing ? frame : dy) +
                                 ((h + (size_t)c->pad) / s - l.left) * l.dy_row * sizeof *dy;
            compute_row(&l, rows[h], packed, (const char *)at, parts, row, dx + h * W);
        }
    }
}

size_t sp_conv_x_scratch(const sp_conv *c)
{
    const size_t k = (size_t)c->k, F = (size_t)c->F;
    const plan l = plan_of(c);

    return sp_piece(sp_frame_of(c).row) + sp_piece(sp_round_up(l.parts, 4) * l.part) +
           sp_piece(l.dy_size) + sp_piece(sp_round_up(l.parts, 4) * k * F) + 2 * sp_piece(k) +
           sp_piece(k * F) + sp_piece((size_t)c->H * sizeof(range) / sizeof(float));
}
