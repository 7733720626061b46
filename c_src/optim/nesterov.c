/* Nesterov momentum (Nesterov, 1983): the gradient is taken where inertia will bring us anyway.
 *   g = grad Q(w - alpha h)
 *   h <- alpha h + eta g
 *   w <- w - h                                              */
#include "optim/rules.h"

enum { LR, ALPHA };

static const sp_param params[] = {
    {"lr", 0.01, 0, 1000, false, NULL},
    {"alpha", 0.9, 0, 0.9999, false, NULL},
};

static void look_ahead(const sp_step *s, float *at)
{
    const float alpha = (float)s->hyper[ALPHA];
    const float *w = s->w, *h = s->state[0];

    for (size_t i = 0; i < s->n; i++) at[i] = w[i] - alpha * h[i];
}

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
    const double alpha = s->hyper[ALPHA];
    const double before = sp_tell(t, "h_before", sp_state(s, 0, i));
    sp_tell(t, "w_ahead", (double)s->w[i] - alpha * before);
    const double eta = sp_tell(t, "rate", (double)s->lr);
    const double h = sp_tell(t, "h", alpha * before + eta * (double)s->g[i]);
    sp_tell(t, "step", h);
}

const sp_optimizer sp_rule_nesterov = {
    .head = {"nesterov", params, SP_COUNT(params), "optim/nesterov.c", "Nesterov, 1983"},
    .states = 1,
    .step = step,
    .look_ahead = look_ahead,
    .explain = explain,
};
