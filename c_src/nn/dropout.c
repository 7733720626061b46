/* Dropout (Srivastava et al., 2014), inverted.
 *   training:  y = m x / (1 - rate),  m = 0 with probability `rate`, else 1, for each
 * activation in use:    y = x `rate` is the probability of removal. E[y] = x, so nothing has to
 * be scaled in use. */
#include <string.h>

#include "nn/kinds.h"
#include "nn/layer.h"

enum { RATE };

static const sp_param params[] = {
    {"rate", 0.5, 0, 0.99, false, NULL},
};

static sp_status plan(sp_layer *l, const char *path, sp_error *e)
{
    (void)path;
    (void)e;
    l->out = l->in;
    l->kept = sp_layer_in(l); /* the factor of each activation: 0 or 1 / (1 - rate) */
    return SP_OK;
}

static void forward(const sp_layer *l, const sp_pass *p)
{
    const size_t n = p->B * sp_layer_in(l);
    if (!p->training) {
        memcpy(p->y, p->x, n * sizeof *p->y);
        return;
    }
    const float scale = (float)(1.0 / (1.0 - l->hyper[RATE]));
    const uint32_t removed = (uint32_t)(l->hyper[RATE] * 0x1p32);
    for (size_t i = 0; i < n; i++) p->kept[i] = sp_rng_u32(p->masks) < removed ? 0 : scale;
    for (size_t i = 0; i < n; i++) p->y[i] = p->kept[i] * p->x[i];
}

static void backward(const sp_layer *l, const sp_pass *p)
{
    if (!p->dx) return;
    const size_t n = p->B * sp_layer_in(l);
    if (!p->training) {
        memcpy(p->dx, p->dy, n * sizeof *p->dx);
        return;
    }
    for (size_t i = 0; i < n; i++) p->dx[i] = p->kept[i] * p->dy[i];
}

const sp_layer_kind sp_layer_dropout = {
    {"dropout", params, SP_COUNT(params), "nn/dropout.c", "Srivastava et al., 2014"},
    plan,
    NULL,
    forward,
    backward};
