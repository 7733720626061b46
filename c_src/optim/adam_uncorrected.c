/* Adam without its hats: for the lesson what the corrections are for. Not to be used otherwise.
 *   m <- b1 m + (1 - b1) g
 *   v <- b2 v + (1 - b2) g^2
 *   w <- w - eta m / sqrt(v + eps)                  eps_inside = 1, or / (sqrt(v) + eps)
 * The first step is (1 - b1) / sqrt(1 - b2) times Adam's: 3.2 times, with the usual numbers. */
#include <math.h>

#include "optim/rules.h"

enum { LR, BETA1, BETA2, EPS, EPS_INSIDE };

static const sp_param params[] = {SP_ADAM_PARAMS(0.001)};

static void step(const sp_step *s)
{
    const float b1 = (float)s->hyper[BETA1], a1 = (float)(1 - s->hyper[BETA1]); /* a = 1 - b */
    const float b2 = (float)s->hyper[BETA2], a2 = (float)(1 - s->hyper[BETA2]);
    const sp_eps eps = sp_eps_of(s->hyper[EPS], s->hyper[EPS_INSIDE]);
    const float *g = s->g;
    const float lr = s->lr;
    float *w = s->w, *m = s->state[0], *v = s->state[1];

    SP_EACH_ALONE
    for (size_t i = 0; i < s->n; i++) {
        const float gi = g[i], mi = b1 * m[i] + a1 * gi, vi = b2 * v[i] + a2 * gi * gi;
        w[i] -= lr * mi / (sqrtf(vi + eps.inside) + eps.outside);
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
    const double root = sp_tell(t, "root", sp_root(v, s->hyper[EPS], s->hyper[EPS_INSIDE]));
    const double rate = sp_tell(t, "rate", (double)s->lr / root);
    sp_tell(t, "step", rate * m);
}

const sp_optimizer sp_rule_adam_uncorrected = {
    .head = {"adam-uncorrected", params, SP_COUNT(params), "optim/adam_uncorrected.c", ""},
    .states = 2,
    .step = step,
    .explain = explain,
};
