/* AdamW (Loshchilov & Hutter, 2019, algorithm 2): the decay of the weights stands beside the
 * gradient, not inside it (coupled decay is `regularisation.l2`), so it is not divided by
 * sqrt(v). w <- w - eta weight_decay w then Adam's step (optim/adam.c) It acts on all
 * parameters, biases too, as in PyTorch. */
#include <math.h>

#include "optim/rules.h"

enum { LR, BETA1, BETA2, EPS, EPS_INSIDE, WEIGHT_DECAY };

static const sp_param params[] = {
    SP_ADAM_PARAMS(0.001),
    {"weight_decay", 0.01, 0, 100, false, NULL},
};

static void step(const sp_step *s)
{
    const double beta1 = s->hyper[BETA1], beta2 = s->hyper[BETA2];
    const float b1 = (float)beta1, a1 = (float)(1 - beta1); /* a = 1 - b */
    const float b2 = (float)beta2, a2 = (float)(1 - beta2);
    const float c1 = (float)(1 / (1 - sp_power(beta1, s->t)));
    const float c2 = (float)(1 / (1 - sp_power(beta2, s->t)));
    const float kept = (float)(1 - (double)s->lr * s->hyper[WEIGHT_DECAY]);
    const sp_eps eps = sp_eps_of(s->hyper[EPS], s->hyper[EPS_INSIDE]);
    const float *g = s->g;
    const float lr = s->lr;
    float *w = s->w, *m = s->state[0], *v = s->state[1];

    SP_EACH_ALONE
    for (size_t i = 0; i < s->n; i++) {
        const float gi = g[i], mi = b1 * m[i] + a1 * gi, vi = b2 * v[i] + a2 * gi * gi;
        w[i] = w[i] * kept - lr * (mi * c1) / (sqrtf(vi * c2 + eps.inside) + eps.outside);
        m[i] = mi, v[i] = vi;
    }
}

SP_RARELY static void explain(const sp_step *s, size_t i, sp_terms *t)
{
    const double b1 = s->hyper[BETA1], b2 = s->hyper[BETA2], g = (double)s->g[i];
    double m = sp_tell(t, "m_before", sp_state(s, 0, i));
    double v = sp_tell(t, "v_before", sp_state(s, 1, i));
    m = sp_tell(t, "m", b1 * m + (1 - b1) * g);
    v = sp_tell(t, "v", b2 * v + (1 - b2) * g * g);
    const double m_hat = sp_tell(t, "m_hat", m / (1 - sp_power(b1, s->t)));
    const double v_hat = sp_tell(t, "v_hat", v / (1 - sp_power(b2, s->t)));
    const double root = sp_tell(t, "root", sp_root(v_hat, s->hyper[EPS], s->hyper[EPS_INSIDE]));
    const double rate = sp_tell(t, "rate", (double)s->lr / root);
    const double decay =
        sp_tell(t, "decay", (double)s->lr * s->hyper[WEIGHT_DECAY] * (double)s->w[i]);
    sp_tell(t, "step", decay + rate * m_hat);
}

const sp_optimizer sp_rule_adamw = {
    .head = {"adamw", params, SP_COUNT(params), "optim/adamw.c", "Loshchilov & Hutter, 2019"},
    .states = 2,
    .step = step,
    .explain = explain,
};
