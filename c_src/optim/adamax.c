/* AdaMax (Kingma & Ba, 2015, algorithm 2): Adam with the largest recent gradient as its scale.
 *   m <- b1 m + (1 - b1) g
 *   u <- max(b2 u, |g| + eps)
 *   w <- w - eta / (1 - b1^t) m / u                                                    */
#include <math.h>

#include "optim/rules.h"

enum { LR, BETA1, BETA2, EPS };

static const sp_param params[] = {
    {"lr", 0.002, 0, 1000, false, NULL},
    {"beta1", 0.9, 0, 0.99999, false, NULL},
    {"beta2", 0.999, 0, 0.9999999, false, NULL},
    {"eps", 1e-8, 0, 1, false, NULL},
};

static void step(const sp_step *s)
{
    const double beta1 = s->hyper[BETA1];
    const float b1 = (float)beta1, a1 = (float)(1 - beta1); /* a = 1 - b */
    const float b2 = (float)s->hyper[BETA2], eps = (float)s->hyper[EPS];
    const float eta = (float)((double)s->lr / (1 - sp_power(beta1, s->t)));
    const float *g = s->g;
    float *w = s->w, *m = s->state[0], *u = s->state[1];

    SP_EACH_ALONE
    for (size_t i = 0; i < s->n; i++) {
        const float gi = g[i], now = fabsf(gi) + eps, before = b2 * u[i];
        const float mi = b1 * m[i] + a1 * gi, ui = before > now ? before : now;
        w[i] -= eta * mi / ui;
        m[i] = mi, u[i] = ui;
    }
}

SP_RARELY static void explain(const sp_step *s, size_t i, sp_terms *t)
{
    const double b1 = s->hyper[BETA1], b2 = s->hyper[BETA2], g = (double)s->g[i];
    double m = sp_tell(t, "m_before", sp_state(s, 0, i));
    double u = sp_tell(t, "u_before", sp_state(s, 1, i));
    m = sp_tell(t, "m", b1 * m + (1 - b1) * g);
    u = sp_tell(t, "u", fmax(b2 * u, fabs(g) + s->hyper[EPS]));
    const double m_hat = sp_tell(t, "m_hat", m / (1 - sp_power(b1, s->t)));
    const double rate = sp_tell(t, "rate", (double)s->lr / u);
    sp_tell(t, "step", rate * m_hat);
}

const sp_optimizer sp_rule_adamax = {
    .head = {"adamax", params, SP_COUNT(params), "optim/adamax.c", "Kingma & Ba, 2015"},
    .states = 2,
    .step = step,
    .explain = explain,
};
