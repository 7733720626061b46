/* Adam with its hats fed back: the lecture's slides read literally, for the lesson of what is
 * wrong with that. Not to be used otherwise.
 *   m <- (b1 m + (1 - b1) g) / (1 - b1^t)
 *   v <- (b2 v + (1 - b2) g^2) / (1 - b2^t)
 *   w <- w - eta m / sqrt(v + eps)                  eps_inside = 1, or / (sqrt(v) + eps)
 * v grows by a factor of about 1 / (t (1 - b2)) at each early update: the weights freeze after
 * a handful of updates, and v overflows to infinity at about the twentieth. */
#include <math.h>

#include "optim/rules.h"

enum { LR, BETA1, BETA2, EPS, EPS_INSIDE };

static const sp_param params[] = {SP_ADAM_PARAMS(0.001)};

static void step(const sp_step *s)
{
    const double beta1 = s->hyper[BETA1], beta2 = s->hyper[BETA2];
    const float b1 = (float)beta1, a1 = (float)(1 - beta1); /* a = 1 - b */
    const float b2 = (float)beta2, a2 = (float)(1 - beta2);
    const float c1 = (float)(1 / (1 - sp_power(beta1, s->t)));
    const float c2 = (float)(1 / (1 - sp_power(beta2, s->t)));
    const sp_eps eps = sp_eps_of(s->hyper[EPS], s->hyper[EPS_INSIDE]);
    const float *g = s->g;
    const float lr = s->lr;
    float *w = s->w, *m = s->state[0], *v = s->state[1];

    SP_EACH_ALONE
    for (size_t i = 0; i < s->n; i++) {
        const float gi = g[i];
        const float mi = (b1 * m[i] + a1 * gi) * c1, vi = (b2 * v[i] + a2 * gi * gi) * c2;
        w[i] -= lr * mi / (sqrtf(vi + eps.inside) + eps.outside);
        m[i] = mi, v[i] = vi;
    }
}

SP_RARELY static void explain(const sp_step *s, size_t i, sp_terms *t)
{
    const double b1 = s->hyper[BETA1], b2 = s->hyper[BETA2], g = (double)s->g[i];
    double m = sp_tell(t, "m_before", sp_state(s, 0, i));
    double v = sp_tell(t, "v_before", sp_state(s, 1, i));
    m = sp_tell(t, "m", (b1 * m + (1 - b1) * g) / (1 - sp_power(b1, s->t)));
    v = sp_tell(t, "v", (b2 * v + (1 - b2) * g * g) / (1 - sp_power(b2, s->t)));
    const double root = sp_tell(t, "root", sp_root(v, s->hyper[EPS], s->hyper[EPS_INSIDE]));
    const double rate = sp_tell(t, "rate", (double)s->lr / root);
    sp_tell(t, "step", rate * m);
}

const sp_optimizer sp_rule_adam_fed_back = {
    .head = {"adam-fed-back", params, SP_COUNT(params), "optim/adam_fed_back.c", ""},
    .states = 2,
    .step = step,
    .explain = explain,
};
