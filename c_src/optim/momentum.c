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
    const float alpha = (float)s->hyper[ALPHA], lr = s->lr;
    const float *g = s->g;
    float *w = s->w, *h = s->state[0];

    SP_EACH_ALONE
    for (size_t i = 0; i < s->n; i++) {
        const float hi = alpha * h[i] + lr * g[i];
        w[i] -= hi;
        h[i] = hi;
    }
}

SP_RARELY static void explain(const sp_step *s, size_t i, sp_terms *t)
{
    const double before = sp_tell(t, "h_before", sp_state(s, 0, i));
    const double eta = sp_tell(t, "rate", (double)s->lr);
    const double h = sp_tell(t, "h", s->hyper[ALPHA] * before + eta * (double)s->g[i]);
    sp_tell(t, "step", h);
}

const sp_optimizer sp_rule_momentum = {
    .head = {"momentum", params, SP_COUNT(params), "optim/momentum.c", "Polyak, 1964"},
    .states = 1,
    .step = step,
    .explain = explain,
};
