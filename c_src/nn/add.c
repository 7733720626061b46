/* Residual connection (He et al., 2016): y = x + the output of the earlier layer `from` (its
 * number in the model, from 0; -1: the model's input). The model brings that output as `joined`
 * and sends dy back to that layer as well. */
#include <string.h>

#include "nn/kinds.h"
#include "nn/layer.h"

static const sp_param params[] = {
    {"from", 0, -1, 1000, true, NULL},
};

SP_RARELY static sp_status plan(sp_layer *l, const char *path, sp_error *e)
{
    if (!sp_shape_equal(l->in, l->joined)) {
        char here[SP_SHAPE_TEXT], there[SP_SHAPE_TEXT];
        return sp_fail(
            e, SP_INVALID, path,
            "what is added must have the same shape: this is %s, the output of layer "
            "%d is %s",
            sp_shape_text(l->in, here), (int)l->hyper[0], sp_shape_text(l->joined, there));
    }
    l->out = l->in;
    return SP_OK;
}

static void forward(const sp_layer *l, const sp_pass *p)
{
    const size_t n = p->B * sp_layer_in(l);
    for (size_t i = 0; i < n; i++) p->y[i] = p->x[i] + p->joined[i];
}

static void backward(const sp_layer *l, const sp_pass *p)
{
    if (p->dx && p->dx != p->dy) memcpy(p->dx, p->dy, p->B * sp_layer_in(l) * sizeof *p->dx);
}

const sp_layer_kind sp_layer_add = {
    .head = {"add", params, SP_COUNT(params), "nn/add.c", "He et al., 2016"},
    .plan = plan,
    .forward = forward,
    .backward = backward,
    .joins = true,
    .over_dy = true,
};
