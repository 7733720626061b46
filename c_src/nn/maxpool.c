/* Max pooling. y[c,p,q] = the largest x[c, p*stride + i, q*stride + j], 0 <= i, j < size; the
 * gradient goes to the first largest of each window. Rows and columns that fill no whole window
 * are left out, as in PyTorch. */
#include <string.h>

#include "base/vec.h"
#include "nn/kinds.h"
#include "nn/layer.h"

enum { SIZE, STRIDE };

static const sp_param params[] = {
    {"size", 2, 1, 64, true, NULL},
    {"stride", 0, 0, 64, true, NULL}, /* 0: as large as the window */
};

int sp_pool_stride(const sp_layer *l)
{
    return (int)(l->hyper[STRIDE] > 0 ? l->hyper[STRIDE] : l->hyper[SIZE]);
}

sp_status sp_plan_pool(sp_layer *l, const char *path, sp_error *e)
{
    const int size = (int)l->hyper[SIZE], stride = sp_pool_stride(l);
    if (l->in.flat || l->in.height < size || l->in.width < size) {
        char text[SP_SHAPE_TEXT];
        return sp_fail(e, SP_INVALID, path,
                       "a window of %d x %d does not fit into an input of %s", size, size,
                       sp_shape_text(l->in, text));
    }
    l->out = sp_shape_image(l->in.channels, (l->in.height - size) / stride + 1,
                            (l->in.width - size) / stride + 1);
    return SP_OK;
}

sp_window sp_pool_window(const sp_layer *l)
{
    return (sp_window){(int)l->hyper[SIZE], sp_pool_stride(l), 0, 1, false};
}

SP_RARELY static sp_status plan(sp_layer *l, const char *path, sp_error *e)
{
    const sp_status status = sp_plan_pool(l, path, e);
    /* Where in its window each largest was found: i * size + j, in 16 bits. */
    l->kept = (sp_layer_out(l) + 1) / 2;
    return status;
}

/* One window, whose corner is x[0]. */
static float largest(const float *x, int size, int W, uint16_t *found)
{
    float best = x[0];
    int at = 0;
    for (int i = 0; i < size; i++) {
        for (int j = 0; j < size; j++) {
            const float here = x[i * W + j];
            const bool larger = here > best || here != here;
            at = larger ? i * size + j : at;
            best = larger ? here : best;
        }
    }
    *found = (uint16_t)at;
    return best;
}

/* Four windows of 2 x 2 side by side, as `largest` would have it. */
static void largest4(const float *x, int W, float *y, uint16_t *found)
{
    const f32x4 a = sp_load(x), b = sp_load(x + 4), c = sp_load(x + W), d = sp_load(x + W + 4);
    const f32x4 here[4] = {
        __builtin_shufflevector(a, b, 0, 2, 4, 6), __builtin_shufflevector(a, b, 1, 3, 5, 7),
        __builtin_shufflevector(c, d, 0, 2, 4, 6), __builtin_shufflevector(c, d, 1, 3, 5, 7)};
    f32x4 best = here[0];
    i32x4 at = {0};
#pragma GCC unroll 3
    for (int k = 1; k < 4; k++) {
        const i32x4 larger = (here[k] > best) | (here[k] != here[k]);
        best = sp_select(larger, here[k], best);
        at = (larger & k) | (~larger & at);
    }
    sp_store(y, best);
    for (int k = 0; k < 4; k++) found[k] = (uint16_t)at[k];
}

/* The windows of one row of outputs; x is its first corner. */
static void forward_row(const float *x, int size, int stride, int W, int OW, float *y,
                        uint16_t *found)
{
    int q = 0;
    if (size == 2 && stride == 2) {
        for (; q + 4 <= OW; q += 4) largest4(x + 2 * q, W, y + q, found + q);
    }
    for (; q < OW; q++) y[q] = largest(x + q * stride, size, W, found + q);
}

static void forward(const sp_layer *l, const sp_pass *p)
{
    const int size = (int)l->hyper[SIZE], stride = sp_pool_stride(l);
    const int H = l->in.height, W = l->in.width, OH = l->out.height, OW = l->out.width;
    uint16_t *found = (uint16_t *)p->kept;
    float *y = p->y;

    for (size_t plane = 0; plane < p->B * (size_t)l->in.channels; plane++) {
        const float *x = p->x + plane * (size_t)(H * W);
        for (int row = 0; row < OH; row++, y += OW, found += OW) {
            forward_row(x + row * stride * W, size, stride, W, OW, y, found);
        }
    }
}

/* dx of four windows of 2 x 2 side by side. */
static void spread4(const float *dy, const uint16_t *found, int W, float *dx)
{
    const i32x4 at = {found[0], found[1], found[2], found[3]};
    const f32x4 sum = sp_splat(0.0f) + sp_load(dy), none = {0};
    f32x4 to[4];
#pragma GCC unroll 4
    for (int k = 0; k < 4; k++) to[k] = sp_select(at == k, sum, none);
    sp_store(dx, __builtin_shufflevector(to[0], to[1], 0, 4, 1, 5));
    sp_store(dx + 4, __builtin_shufflevector(to[0], to[1], 2, 6, 3, 7));
    sp_store(dx + W, __builtin_shufflevector(to[2], to[3], 0, 4, 1, 5));
    sp_store(dx + W + 4, __builtin_shufflevector(to[2], to[3], 2, 6, 3, 7));
}

/* dx of the windows of one row of outputs; dx is at its first corner. */
static void backward_row(const float *dy, const uint16_t *found, int size, int stride, int W,
                         int OW, bool fours, float *dx)
{
    int q = 0;
    if (fours) {
        for (; q < OW; q += 4) spread4(dy + q, found + q, W, dx + 2 * q);
    }
    for (; q < OW; q++) dx[q * stride + found[q] / size * W + found[q] % size] += dy[q];
}

static void backward(const sp_layer *l, const sp_pass *p)
{
    if (!p->dx) return;
    const int size = (int)l->hyper[SIZE], stride = sp_pool_stride(l);
    const int H = l->in.height, W = l->in.width, OH = l->out.height, OW = l->out.width;
    /* Fours of windows write all that there is; otherwise gradients are added to zeros. */
    const bool fours = size == 2 && stride == 2 && OW % 4 == 0 && 2 * OH == H && 2 * OW == W;
    const uint16_t *found = (const uint16_t *)p->kept;
    const float *dy = p->dy;

    if (!fours) memset(p->dx, 0, p->B * sp_layer_in(l) * sizeof *p->dx);
    for (size_t plane = 0; plane < p->B * (size_t)l->in.channels; plane++) {
        float *dx = p->dx + plane * (size_t)(H * W);
        for (int row = 0; row < OH; row++, found += OW, dy += OW) {
            backward_row(dy, found, size, stride, W, OW, fours, dx + row * stride * W);
        }
    }
}

const sp_layer_kind sp_layer_maxpool = {
    .head = {"maxpool", params, SP_COUNT(params), "nn/maxpool.c", ""},
    .plan = plan,
    .forward = forward,
    .backward = backward,
    .window = sp_pool_window,
};
