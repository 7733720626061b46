/* Dense (fully connected) layer.
 *   y = x W^T + b        x (B, I), W (O, I), b (O), y (B, O)
 *   dx = dy W,  dW = dy^T x,  db = sum of dy over the batch
 * An image (C, H, W) is taken as the vector of its I = C*H*W numbers, in this order. */
#include <string.h>

#include "nn/init.h"
#include "nn/kinds.h"
#include "nn/layer.h"
#include "tensor/gemm.h"

enum { UNITS, INIT, STD, BIAS };

static const sp_param params[] = {
    {"units", 10, 1, 65536, true, NULL},
    SP_INIT_PARAMS,
    {"bias", 1, 0, 1, true, NULL},
};

static size_t largest(size_t a, size_t b)
{
    return a > b ? a : b;
}

SP_RARELY static sp_status plan(sp_layer *l, const char *path, sp_error *e)
{
    const size_t B = l->max_batch, I = sp_layer_in(l), O = (size_t)l->hyper[UNITS];
    if (I > SIZE_MAX / 64 / O) {
        return sp_fail(e, SP_NO_MEMORY, path, "out of memory: %z inputs times %z units", I, O);
    }
    l->out = sp_shape_flat((int)O);
    l->weights = O * I;
    l->bias = l->hyper[BIAS] != 0 ? O : 0;
    l->scratch = largest(sp_gemm_scratch(B, O, I),
                         largest(sp_gemm_scratch(O, I, B), sp_gemm_scratch(B, I, O)));
    return SP_OK;
}

SP_RARELY static void init(const sp_layer *l, float *w, float *state, sp_rng *r)
{
    (void)state;
    sp_init_weights(l->hyper[INIT], l->hyper[STD], sp_layer_out(l), sp_layer_in(l),
                    sp_layer_out(l), w, w + l->weights, l->bias, r);
}

static void forward(const sp_layer *l, const sp_pass *p)
{
    const size_t B = p->B, I = sp_layer_in(l), O = sp_layer_out(l);
    const float *bias = p->w + l->weights;

    sp_gemm(B, O, I, (sp_matrix){p->x, I, 1}, (sp_matrix){p->w, 1, I}, p->y, O, 1, false,
            p->scratch);
    if (!l->bias) return;
    for (size_t b = 0; b < B; b++) {
        for (size_t o = 0; o < O; o++) p->y[b * O + o] += bias[o];
    }
}

static void backward(const sp_layer *l, const sp_pass *p)
{
    const size_t B = p->B, I = sp_layer_in(l), O = sp_layer_out(l);

    sp_gemm(O, I, B, (sp_matrix){p->dy, 1, O}, (sp_matrix){p->x, I, 1}, p->dw, I, 1, false,
            p->scratch);
    if (l->bias) {
        float *db = p->dw + l->weights;
        memcpy(db, p->dy, O * sizeof *db);
        for (size_t b = 1; b < B; b++) {
            for (size_t o = 0; o < O; o++) db[o] += p->dy[b * O + o];
        }
    }
    if (p->dx) {
        sp_gemm(B, I, O, (sp_matrix){p->dy, O, 1}, (sp_matrix){p->w, I, 1}, p->dx, I, 1, false,
                p->scratch);
    }
}

const sp_layer_kind sp_layer_dense = {
    .head = {"dense", params, SP_COUNT(params), "nn/dense.c", ""},
    .plan = plan,
    .init = init,
    .forward = forward,
    .backward = backward,
    .window = sp_whole_window,
};
