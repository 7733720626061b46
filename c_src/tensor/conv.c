/* The forward pass: four filters at two groups of four outputs are a tile. Every output is its
 * bias plus its taps in the order of w, one after another. Also the frame of an image. */
#include "tensor/conv.h"
#include "tensor/conv_parts.h"
#include "tensor/pack.h"

void sp_conv_size(sp_conv *c)
{
    const int reach = c->dilation * (c->k - 1) + 1;
    const int h = c->H + 2 * c->pad - reach, w = c->W + 2 * c->pad - reach;

    c->OH = h < 0 ? 0 : h / c->stride + 1;
    c->OW = w < 0 ? 0 : w / c->stride + 1;
}

/* ---- frame ----------------------------------------------------------------------------- */

sp_frame sp_frame_of(const sp_conv *c)
{
    const size_t s = (size_t)c->stride, pad = 2 * (size_t)c->pad;
    sp_frame f;

    f.phase = ((size_t)c->W + pad + s - 1) / s;
    f.row = s * f.phase;
    f.plane = ((size_t)c->H + pad) * f.row;
    f.size = (size_t)c->C * f.plane + SP_TILE_COLS;
    return f;
}

bool sp_frame_needed(const sp_conv *c)
{
    return c->stride > 1 || c->pad > 0 ||
           c->OW < 4; /* a group of four reads past the last row */
}

void sp_frame_fill(const sp_conv *c, sp_frame f, float *frame, const float *x)
{
    const size_t pad = (size_t)c->pad, s = (size_t)c->stride;
    const size_t H = (size_t)c->H, W = (size_t)c->W;

    for (size_t ch = 0; ch < (size_t)c->C; ch++) {
        for (size_t h = 0; h < H; h++, x += W) {
            float *row = frame + ch * f.plane + (h + pad) * f.row;
            if (s == 1) {
                memcpy(row + pad, x, W * sizeof *row);
            } else {
                for (size_t w = 0; w < W; w++)
                    row[(w + pad) % s * f.phase + (w + pad) / s] = x[w];
            }
        }
    }
}

void sp_frame_taps(const sp_conv *c, sp_frame f, int32_t *taps)
{
    const size_t k = (size_t)c->k;

    for (size_t ch = 0; ch < (size_t)c->C; ch++) {
        for (size_t t = 0; t < k * k; t++)
            *taps++ = (int32_t)(ch * f.plane + sp_frame_tap(c, f, t / k, t % k));
    }
}

/* ---- spots ----------------------------------------------------------------------------- */

/* Two groups of four outputs, each next to each other in a row. */
typedef struct spot {
    int32_t in[2];  /* where their taps are measured from, in bytes */
    int32_t out[2]; /* in the output plane, in floats */
} spot;

static size_t groups_of(const sp_conv *c)
{
    return (size_t)c->OH * (((size_t)c->OW + 3) / 4);
}

/* The spots of an output plane, (groups_of + 1) / 2 of them. The last group of a row begins
 * earlier where the row is not a multiple of four, and so computes some outputs a second time,
 * to the same bits; an odd group is computed twice. */
static void lay_spots(const sp_conv *c, sp_frame f, spot *spots)
{
    const size_t groups = groups_of(c), OW = (size_t)c->OW, in_row = (OW + 3) / 4;

    for (size_t n = 0; n < (groups + 1) / 2 * 2; n++) {
        const size_t g = n < groups ? n : groups - 1, p = g / in_row;
        size_t q = g % in_row * 4;
        if (q + 4 > OW && OW >= 4) q = OW - 4;
        const size_t at = p * (size_t)c->stride * f.row + q;
        spots[n / 2].in[n % 2] = (int32_t)(at * sizeof(float));
        spots[n / 2].out[n % 2] = (int32_t)(p * OW + q);
    }
}

/* ---- forward --------------------------------------------------------------------------- */

/* What does not change from image to image. */
typedef struct plan {
    const sp_conv *c;
    const float *w;        /* (F / 4 rounded up, taps, 4) */
    const float *bias;     /* (F), or NULL */
    const int32_t *offset; /* (taps), bytes */
    const spot *spots;
    size_t n_spots;
} plan;

static void store_part(const sp_conv *c, const spot *s, int filters, const sp_tile *t, float *y)
{
    const size_t n = c->OW < 4 ? (size_t)c->OW : 4;

    for (int i = 0; i < filters; i++, y += sp_outputs(c)) {
        sp_store_part(y + s->out[0], 1, t->l[i], n);
        sp_store_part(y + s->out[1], 1, t->r[i], n);
    }
}

/* Four filters (only `filters` are stored) over an image. */
SP_APART void convolve(const plan *l, int filters, const float *w, const float bias[4],
                       const char *image, float *y)
{
    const sp_conv *c = l->c;
    const size_t P = sp_outputs(c);

    for (const spot *s = l->spots; s < l->spots + l->n_spots; s++) {
        const f32x4 b0 = sp_splat(bias[0]), b1 = sp_splat(bias[1]);
        const f32x4 b2 = sp_splat(bias[2]), b3 = sp_splat(bias[3]);
        sp_tile t = {{b0, b1, b2, b3}, {b0, b1, b2, b3}};

        if (filters > 2) {
            sp_add_taps(&t, false, sp_taps(c), w, l->offset, image + s->in[0],
                        image + s->in[1]);
        } else {
            sp_add_taps(&t, true, sp_taps(c), w, l->offset, image + s->in[0], image + s->in[1]);
        }
        if (filters < 4 || c->OW < 4) {
            const sp_tile part = t;
            store_part(c, s, filters, &part, y);
        } else {
            float *left = y + s->out[0], *right = y + s->out[1];
            sp_store(left, t.l[0]);
            sp_store(right, t.r[0]);
            sp_store(left + P, t.l[1]);
            sp_store(right + P, t.r[1]);
            sp_store(left + 2 * P, t.l[2]);
            sp_store(right + 2 * P, t.r[2]);
            sp_store(left + 3 * P, t.l[3]);
            sp_store(right + 3 * P, t.r[3]);
        }
    }
}

static void forward_image(const plan *l, const float *image, float *y)
{
    const size_t P = sp_outputs(l->c), taps = sp_taps(l->c);

    for (int f = 0; f < l->c->F; f += 4) {
        const int n = l->c->F - f < 4 ? l->c->F - f : 4;
        float bias[4] = {0};
        for (int i = 0; i < n && l->bias; i++) bias[i] = l->bias[f + i];
        convolve(l, n, l->w + (size_t)f * taps, bias, (const char *)image, y + (size_t)f * P);
    }
}

void sp_conv_forward(const sp_conv *c, size_t B, float *y, const float *x, const float *w,
                     const float *bias, float *scratch)
{
    const sp_frame f = sp_frame_of(c);
    const bool framing = sp_frame_needed(c);
    const size_t taps = sp_taps(c), F = (size_t)c->F, n_spots = (groups_of(c) + 1) / 2;
    float *frame = sp_take(&scratch, framing ? f.size : 0);
    int32_t *offset = (int32_t *)sp_take(&scratch, taps);
    float *packed = sp_take(&scratch, sp_round_up(F, 4) * taps);
    spot *spots = (spot *)sp_take(&scratch, n_spots * sizeof(spot) / sizeof(float));
    const plan l = {c, packed, bias, offset, spots, n_spots};

    lay_spots(c, f, spots);
    sp_frame_taps(c, f, offset);
    for (size_t t = 0; t < taps; t++) offset[t] *= (int32_t)sizeof(float);
    for (size_t n = 0; n < F; n += 4)
        sp_interleave4(packed + n * taps, 4, w + n * taps, taps, F - n, taps);
    if (framing) memset(frame, 0, f.size * sizeof *frame);

    for (size_t b = 0; b < B; b++) {
        const float *image = x + b * sp_inputs(c);
        if (framing) sp_frame_fill(c, f, frame, image);
        forward_image(&l, framing ? frame : image, y + b * F * sp_outputs(c));
    }
}

size_t sp_conv_scratch(const sp_conv *c)
{
    const size_t taps = sp_taps(c), n_spots = (groups_of(c) + 1) / 2;
    const size_t y = sp_piece(sp_frame_of(c).size) + sp_piece(taps) +
                     sp_piece(sp_round_up((size_t)c->F, 4) * taps) +
                     sp_piece(n_spots * sizeof(spot) / sizeof(float));
    const size_t w = sp_conv_w_scratch(c), x = sp_conv_x_scratch(c);
    const size_t most = w > x ? w : x;

    return y > most ? y : most;
}
