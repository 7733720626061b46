/* Max pooling. y[c,p,q] = the largest x[c, p*stride + i, q*stride + j], 0 <= i, j < size; the
 * gradient goes to the first largest of each window. Rows and columns that fill no whole window
 * are left out, as in PyTorch. */
#include <string.h>

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

static sp_status plan(sp_layer *l, const char *path, sp_error *e)
{
    const sp_status status = sp_plan_pool(l, path, e);
    l->kept = sp_layer_out(l); /* where in x each largest was found, as int32 */
    return status;
}

static void forward(const sp_layer *l, const sp_pass *p)
{
    const int size = (int)l->hyper[SIZE], stride = sp_pool_stride(l);
    const int H = l->in.height, W = l->in.width, OH = l->out.height, OW = l->out.width;
    int32_t *found = (int32_t *)p->kept;
    float *y = p->y;

    for (size_t plane = 0; plane < p->B * (size_t)l->in.channels; plane++) {
        const float *x = p->x + plane * (size_t)(H * W);
        for (int oh = 0; oh < OH; oh++) {
            for (int ow = 0; ow < OW; ow++) {
                const int corner = oh * stride * W + ow * stride;
                int at = corner;
                float best = x[corner];
                for (int i = 0; i < size; i++) {
                    for (int j = 0; j < size; j++) {
                        const int here = corner + i * W + j;
                        const bool larger = x[here] > best || x[here] != x[here];
                        at = larger ? here : at;
                        best = larger ? x[here] : best;
                    }
                }
                *y++ = best;
                *found++ = at;
            }
        }
    }
}

static void backward(const sp_layer *l, const sp_pass *p)
{
    if (!p->dx) return;
    const size_t area = (size_t)(l->in.height * l->in.width);
    const size_t out_area = (size_t)(l->out.height * l->out.width);
    const int32_t *found = (const int32_t *)p->kept;
    const float *dy = p->dy;

    memset(p->dx, 0, p->B * sp_layer_in(l) * sizeof *p->dx);
    for (size_t plane = 0; plane < p->B * (size_t)l->in.channels; plane++) {
        float *dx = p->dx + plane * area;
        for (size_t i = 0; i < out_area; i++) dx[*found++] += *dy++;
    }
}

const sp_layer_kind sp_layer_maxpool = {
    .head = {"maxpool", params, SP_COUNT(params), "nn/maxpool.c", ""},
    .plan = plan,
    .forward = forward,
    .backward = backward,
    .window = sp_pool_window,
};
