/* AMSGrad (Reddi, Kale & Kumar, 2018): Adam whose scale never shrinks.
 *   m <- b1 m + (1 - b1) g,   v <- b2 v + (1 - b2) g^2,   V <- max(V, v)
 *   w <- w - eta m^ / sqrt(V^ + eps)                the lecture's way, eps_inside = 1
 *   w <- w - eta m^ / (sqrt(V^) + eps)              PyTorch's, eps_inside = 0
 * with the corrections m^ = m / (1 - b1^t) and V^ = V / (1 - b2^t) of Adam, as in PyTorch. */
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
    float *w = s->w, *m = s->state[0], *v = s->state[1], *V = s->state[2];

    SP_EACH_ALONE
    for (size_t i = 0; i < s->n; i++) {
        const float gi = g[i], mi = b1 * m[i] + a1 * gi, vi = b2 * v[i] + a2 * gi * gi;
        const float before = V[i], Vi = before > vi ? before : vi;
        w[i] -= lr * (mi * c1) / (sqrtf(Vi * c2 + eps.inside) + eps.outside);
        m[i] = mi, v[i] = vi, V[i] = Vi;
    }
}

SP_RARELY static void explain(const sp_step *s, size_t i, sp_terms *t)
{
    const double b1 = s->hyper[BETA1], b2 = s->hyper[BETA2], g = (double)s->g[i];
    double m = sp_tell(t, "m_before", sp_state(s, 0, i));
    double v = sp_tell(t, "v_before", sp_state(s, 1, i));
    m = sp_tell(t, "m", b1 * m + (1 - b1) * g);
    v = sp_tell(t, "v", b2 * v + (1 - b2) * g * g);
    double V = sp_tell(t, "V_before", sp_state(s, 2, i));
    V = sp_tell(t, "V", V > v ? V : v);
    const double m_hat = sp_tell(t, "m_hat", m / (1 - sp_power(b1, s->t)));
    const double V_hat = sp_tell(t, "V_hat", V / (1 - sp_power(b2, s->t)));
    const double root = sp_tell(t, "root", sp_root(V_hat, s->hyper[EPS], s->hyper[EPS_INSIDE]));
    const double rate = sp_tell(t, "rate", (double)s->lr / root);
    sp_tell(t, "step", rate * m_hat);
}

const sp_optimizer sp_rule_amsgrad = {
    .head = {"amsgrad", params, SP_COUNT(params), "optim/amsgrad.c",
             "Reddi, Kale & Kumar, 2018"},
    .states = 3,
    .step = step,
    .explain = explain,
};
