/* Dropout (Srivastava et al., 2014). `rate` is the probability of removal; m is 0 with that
 * probability, else 1, drawn for each activation (spatial = 1: for each map, Tompson et al.,
 * 2015).
 *   inverted:  training  y = m x / (1 - rate)      in use  y = x
 *   original:  training  y = m x                   in use  y = (1 - rate) x
 * Either way E[y] in training is y in use. */
#include "base/vec.h"
#include "nn/kinds.h"
#include "nn/layer.h"

enum { RATE, MODE, SPATIAL };
enum { INVERTED, ORIGINAL };

static const sp_param params[] = {
    {"rate", 0.5, 0, 0.99, false, NULL},
    {"mode", 0, 0, 1, true, "inverted|original"},
    {"spatial", 0, 0, 1, true, NULL},
};

SP_RARELY static sp_status plan(sp_layer *l, const char *path, sp_error *e)
{
    (void)path;
    (void)e;
    l->out = l->in;
    l->kept = sp_layer_in(l); /* the factor of each activation */
    return SP_OK;
}

/* The factor of every activation: as drawn in training, the same for all in use. */
static void fill_factors(const sp_layer *l, const sp_pass *p, size_t n)
{
    const double keep = 1.0 - l->hyper[RATE];
    const bool inverted = l->hyper[MODE] == INVERTED;
    float *factor = p->kept;

    if (!p->training) {
        for (size_t i = 0; i < n; i++) factor[i] = inverted ? 1 : (float)keep;
        return;
    }
    const float kept = inverted ? (float)(1.0 / keep) : 1;
    const uint32_t removed = (uint32_t)(l->hyper[RATE] * 0x1p32);
    const size_t alike = l->hyper[SPATIAL] != 0 ? (size_t)(l->in.height * l->in.width) : 1;
    for (size_t i = 0; i < n; i += alike) {
        const float drawn = sp_rng_u32(p->masks) < removed ? 0 : kept;
        for (size_t j = 0; j < alike; j++) factor[i + j] = drawn;
    }
}

static void forward(const sp_layer *l, const sp_pass *p)
{
    const size_t n = p->B * sp_layer_in(l);
    fill_factors(l, p, n);
    SP_EACH_ALONE
    for (size_t i = 0; i < n; i++) p->y[i] = p->kept[i] * p->x[i];
}

static void backward(const sp_layer *l, const sp_pass *p)
{
    if (!p->dx) return;
    const size_t n = p->B * sp_layer_in(l);
    SP_EACH_ALONE
    for (size_t i = 0; i < n; i++) p->dx[i] = p->kept[i] * p->dy[i];
}

const sp_layer_kind sp_layer_dropout = {
    .head = {"dropout", params, SP_COUNT(params), "nn/dropout.c", "Srivastava et al., 2014"},
    .plan = plan,
    .forward = forward,
    .backward = backward,
    .over_x = true,
    .over_dy = true,
    .masks = true,
};
