/* Average pooling. y[c,p,q] = the mean of x[c, p*stride + i, q*stride + j], 0 <= i, j < size;
 * and global average pooling, the mean of each channel (Lin, Chen & Yan, 2014). */
#include <string.h>

#include "nn/kinds.h"
#include "nn/layer.h"

enum { SIZE, STRIDE };

static const sp_param params[] = {
    {"size", 2, 1, 64, true, NULL},
    {"stride", 0, 0, 64, true, NULL}, /* 0: as large as the window */
};

SP_RARELY static sp_status plan(sp_layer *l, const char *path, sp_error *e)
{
    return sp_plan_pool(l, path, e);
}

static void forward(const sp_layer *l, const sp_pass *p)
{
    const int size = (int)l->hyper[SIZE], stride = sp_pool_stride(l);
    const int H = l->in.height, W = l->in.width, OH = l->out.height, OW = l->out.width;
    const float share = 1.0f / (float)(size * size);
    float *y = p->y;

    for (size_t plane = 0; plane < p->B * (size_t)l->in.channels; plane++) {
        const float *x = p->x + plane * (size_t)(H * W);
        for (int window = 0; window < OH * OW; window++) {
            const float *corner = x + window / OW * stride * W + window % OW * stride;
            float sum = 0;
            for (int i = 0; i < size; i++) {
                for (int j = 0; j < size; j++) sum += corner[i * W + j];
            }
            *y++ = sum * share;
        }
    }
}

static void backward(const sp_layer *l, const sp_pass *p)
{
    if (!p->dx) return;
    const int size = (int)l->hyper[SIZE], stride = sp_pool_stride(l);
    const int H = l->in.height, W = l->in.width, OH = l->out.height, OW = l->out.width;
    const float share = 1.0f / (float)(size * size);
    const float *dy = p->dy;

    memset(p->dx, 0, p->B * sp_layer_in(l) * sizeof *p->dx);
    for (size_t plane = 0; plane < p->B * (size_t)l->in.channels; plane++) {
        float *dx = p->dx + plane * (size_t)(H * W);
        for (int window = 0; window < OH * OW; window++, dy++) {
            float *corner = dx + window / OW * stride * W + window % OW * stride;
            for (int i = 0; i < size; i++) {
                for (int j = 0; j < size; j++) corner[i * W + j] += *dy * share;
            }
        }
    }
}

static sp_status plan_global(sp_layer *l, const char *path, sp_error *e)
{
    if (l->in.flat) {
        return sp_fail(e, SP_INVALID, path,
                       "globalpool needs images and gets a flat vector of %d numbers",
                       l->in.channels);
    }
    l->out = sp_shape_flat(l->in.channels);
    return SP_OK;
}

static void forward_global(const sp_layer *l, const sp_pass *p)
{
    const size_t area = (size_t)(l->in.height * l->in.width);
    const float share = 1.0f / (float)area;
    for (size_t plane = 0; plane < p->B * (size_t)l->in.channels; plane++) {
        const float *x = p->x + plane * area;
        float sum = 0;
        for (size_t i = 0; i < area; i++) sum += x[i];
        p->y[plane] = sum * share;
    }
}

static void backward_global(const sp_layer *l, const sp_pass *p)
{
    if (!p->dx) return;
    const size_t area = (size_t)(l->in.height * l->in.width);
    const float share = 1.0f / (float)area;
    for (size_t plane = 0; plane < p->B * (size_t)l->in.channels; plane++) {
        float *dx = p->dx + plane * area;
        for (size_t i = 0; i < area; i++) dx[i] = p->dy[plane] * share;
    }
}

const sp_layer_kind sp_layer_avgpool = {
    .head = {"avgpool", params, SP_COUNT(params), "nn/avgpool.c", ""},
    .plan = plan,
    .forward = forward,
    .backward = backward,
    .window = sp_pool_window,
};

const sp_layer_kind sp_layer_globalpool = {
    .head = {"globalpool", NULL, 0, "nn/avgpool.c", "Lin, Chen & Yan, 2014"},
    .plan = plan_global,
    .forward = forward_global,
    .backward = backward_global,
    .window = sp_whole_window,
};
