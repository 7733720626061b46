/* Convolution layer. x (B, C, H, W), w (F, C, k, k), bias (F), y (B, F, OH, OW); formulas of
 * the sizes and passes in tensor/conv.h. */
#include "nn/init.h"
#include "nn/kinds.h"
#include "nn/layer.h"
#include "tensor/conv.h"

enum { FILTERS, SIZE, STRIDE, PADDING, DILATION, INIT, STD };

static const sp_param params[] = {
    {"filters", 8, 1, 4096, true, NULL}, {"size", 3, 1, 64, true, NULL},
    {"stride", 1, 1, 16, true, NULL},    {"padding", 0, 0, 64, true, NULL},
    {"dilation", 1, 1, 16, true, NULL},  SP_INIT_PARAMS,
};

static sp_conv sizes(const sp_layer *l)
{
    sp_conv c = {
        .C = l->in.channels,
        .H = l->in.height,
        .W = l->in.width,
        .F = (int)l->hyper[FILTERS],
        .k = (int)l->hyper[SIZE],
        .stride = (int)l->hyper[STRIDE],
        .pad = (int)l->hyper[PADDING],
        .dilation = (int)l->hyper[DILATION],
    };
    sp_conv_size(&c);
    return c;
}

SP_RARELY static sp_status plan(sp_layer *l, const char *path, sp_error *e)
{
    if (l->in.flat) {
        return sp_fail(e, SP_INVALID, path,
                       "conv2d needs images (channels x height x width) and gets a flat vector "
                       "of %d numbers",
                       l->in.channels);
    }
    const sp_conv c = sizes(l);
    if (c.OH < 1 || c.OW < 1) {
        return sp_fail(e, SP_INVALID, path,
                       "a kernel of %d (dilation %d) does not fit into %d x %d with padding %d",
                       c.k, c.dilation, c.H, c.W, c.pad);
    }
    const double weights = (double)c.F * c.C * c.k * c.k, outputs = (double)c.F * c.OH * c.OW;
    const double most = (double)(SIZE_MAX / 64);
    if (weights > most || outputs > most) {
        return sp_fail(e, SP_NO_MEMORY, path, "out of memory: %g weights and %g outputs",
                       weights, outputs);
    }
    l->out = sp_shape_image(c.F, c.OH, c.OW);
    l->weights = (size_t)c.F * (size_t)c.C * (size_t)(c.k * c.k);
    l->bias = (size_t)c.F;
    l->scratch = sp_conv_scratch(&c);
    return SP_OK;
}

SP_RARELY static void init(const sp_layer *l, float *w, float *state, sp_rng *r)
{
    (void)state;
    const sp_conv c = sizes(l);
    const size_t taps = (size_t)(c.k * c.k);
    sp_init_weights(l->hyper[INIT], l->hyper[STD], (size_t)c.F, (size_t)c.C * taps,
                    (size_t)c.F * taps, w, w + l->weights, l->bias, r);
}

static void forward(const sp_layer *l, const sp_pass *p)
{
    const sp_conv c = sizes(l);
    sp_conv_forward(&c, p->B, p->y, p->x, p->w, p->w + l->weights, p->scratch);
}

static void backward(const sp_layer *l, const sp_pass *p)
{
    const sp_conv c = sizes(l);
    sp_conv_backward_w(&c, p->B, p->dw, p->dw + l->weights, p->dy, p->x, p->scratch);
    if (p->dx) sp_conv_backward_x(&c, p->B, p->dx, p->dy, p->w, p->scratch);
}

static sp_window window(const sp_layer *l)
{
    const sp_conv c = sizes(l);
    return (sp_window){c.k, c.stride, c.pad, c.dilation, false};
}

const sp_layer_kind sp_layer_conv2d = {
    .head = {"conv2d", params, SP_COUNT(params), "nn/conv2d.c", ""},
    .plan = plan,
    .init = init,
    .forward = forward,
    .backward = backward,
    .window = window,
};
