/* Stochastic gradient descent (Robbins & Monro, 1951).
 *   w <- w - eta g                                          */
#include "optim/rules.h"

static const sp_param params[] = {
    {"lr", 0.01, 0, 1000, false, NULL},
};

static void step(const sp_step *s)
{
    const float *g = s->g;
    const float lr = s->lr;
    float *w = s->w;
    size_t left = s->n;

    for (; left >= SP_TURN; left -= SP_TURN, w += SP_TURN, g += SP_TURN) {
#pragma GCC unroll 8
        for (size_t i = 0; i < SP_TURN; i += 4) {
            sp_store(w + i, sp_load(w + i) - lr * sp_load(g + i));
        }
    }
    for (size_t i = 0; i < left; i++) w[i] -= lr * g[i];
}

SP_RARELY static void explain(const sp_step *s, size_t i, sp_terms *t)
{
    const double eta = sp_tell(t, "rate", (double)s->lr);
    sp_tell(t, "step", eta * (double)s->g[i]);
}

const sp_optimizer sp_rule_sgd = {
    .head = {"sgd", params, SP_COUNT(params), "optim/sgd.c", "Robbins & Monro, 1951"},
    .states = 0,
    .step = step,
    .explain = explain,
};
