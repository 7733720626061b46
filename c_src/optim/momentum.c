/* Momentum (Polyak, 1964).
 *   h <- alpha h + eta g
 *   w <- w - h                                              */
#include "optim/rules.h"

enum { LR, ALPHA };

static const sp_param params[] = {
    {"lr", 0.01, 0, 1000, false, NULL},
    {"alpha", 0.9, 0, 0.9999, false, NULL},
};

static void step(const sp_step *s)
{
    const float alpha = (float)s->hyper[ALPHA];
    const float *g = s->g;
    float *w = s->w, *h = s->state[0];

    for (size_t i = 0; i < s->n; i++) {
        h[i] = alpha * h[i] + s->lr * g[i];
        w[i] -= h[i];
    }
}

const sp_optimizer sp_rule_momentum = {
    .head = {"momentum", params, SP_COUNT(params), "optim/momentum.c", "Polyak, 1964"},
    .states = 1,
    .step = step,
};
