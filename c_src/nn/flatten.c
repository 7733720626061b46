/* Flatten: an image (C, H, W) becomes a vector of C*H*W numbers, in this order. */
#include <string.h>

#include "nn/kinds.h"
#include "nn/layer.h"

SP_RARELY static sp_status plan(sp_layer *l, const char *path, sp_error *e)
{
    (void)path;
    (void)e;
    l->out = sp_shape_flat((int)sp_layer_in(l));
    return SP_OK;
}

static void forward(const sp_layer *l, const sp_pass *p)
{
    if (p->y != p->x) memcpy(p->y, p->x, p->B * sp_layer_in(l) * sizeof *p->y);
}

static void backward(const sp_layer *l, const sp_pass *p)
{
    if (p->dx && p->dx != p->dy) memcpy(p->dx, p->dy, p->B * sp_layer_in(l) * sizeof *p->dx);
}

const sp_layer_kind sp_layer_flatten = {
    .head = {"flatten", NULL, 0, "nn/flatten.c", ""},
    .plan = plan,
    .forward = forward,
    .backward = backward,
    .same = true,
    .over_dy = true,
};
