/* Relu.  y = max(x, 0);  dx = dy where x > 0, else 0. NaN stays NaN, so that divergence shows.
 */
#include "nn/kinds.h"
#include "nn/layer.h"

static sp_status plan(sp_layer *l, const char *path, sp_error *e)
{
    (void)path;
    (void)e;
    l->out = l->in;
    return SP_OK;
}

static void forward(const sp_layer *l, const sp_pass *p)
{
    const size_t n = p->B * sp_layer_in(l);
    for (size_t i = 0; i < n; i++) p->y[i] = p->x[i] < 0 ? 0 : p->x[i];
}

static void backward(const sp_layer *l, const sp_pass *p)
{
    if (!p->dx) return;
    const size_t n = p->B * sp_layer_in(l);
    for (size_t i = 0; i < n; i++) p->dx[i] = p->y[i] > 0 ? p->dy[i] : 0;
}

const sp_layer_kind sp_layer_relu = {
    {"relu", NULL, 0, "nn/relu.c", ""}, plan, NULL, forward, backward};
