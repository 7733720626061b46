/* Lion (Chen et al., 2023, algorithm 2): every weight moves by the same length.
 *   u = sign(b1 m + (1 - b1) g)
 *   w <- w - eta (u + weight_decay w)
 *   m <- b2 m + (1 - b2) g                                  */
#include "optim/rules.h"

enum { LR, BETA1, BETA2, WEIGHT_DECAY };

static const sp_param params[] = {
    {"lr", 0.0001, 0, 1000, false, NULL},
    {"beta1", 0.9, 0, 0.99999, false, NULL},
    {"beta2", 0.99, 0, 0.9999999, false, NULL},
    {"weight_decay", 0, 0, 100, false, NULL},
};

static void step(const sp_step *s)
{
    const float b1 = (float)s->hyper[BETA1], a1 = (float)(1 - s->hyper[BETA1]); /* a = 1 - b */
    const float b2 = (float)s->hyper[BETA2], a2 = (float)(1 - s->hyper[BETA2]);
    const float decay = (float)s->hyper[WEIGHT_DECAY], lr = s->lr;
    const float *g = s->g;
    float *w = s->w, *m = s->state[0];

    SP_EACH_ALONE
    for (size_t i = 0; i < s->n; i++) {
        const float gi = g[i], mi = m[i], direction = b1 * mi + a1 * gi;
        const float sign = (float)((direction > 0) - (direction < 0));
        w[i] -= lr * (sign + decay * w[i]);
        m[i] = b2 * mi + a2 * gi;
    }
}

SP_RARELY static void explain(const sp_step *s, size_t i, sp_terms *t)
{
    const double b1 = s->hyper[BETA1], b2 = s->hyper[BETA2], g = (double)s->g[i];
    const double before = sp_tell(t, "m_before", sp_state(s, 0, i));
    const double u = sp_tell(t, "direction", b1 * before + (1 - b1) * g);
    const double sign = sp_tell(t, "sign", (u > 0) - (u < 0));
    sp_tell(t, "m", b2 * before + (1 - b2) * g);
    const double rate = sp_tell(t, "rate", (double)s->lr);
    sp_tell(t, "step", rate * (sign + s->hyper[WEIGHT_DECAY] * (double)s->w[i]));
}

const sp_optimizer sp_rule_lion = {
    .head = {"lion", params, SP_COUNT(params), "optim/lion.c", "Chen et al., 2023"},
    .states = 1,
    .step = step,
    .explain = explain,
};
