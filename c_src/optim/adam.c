/* Adam (Kingma & Ba, 2015, algorithm 1).
 *   m <- b1 m + (1 - b1) g            m^ = m / (1 - b1^t)
 *   v <- b2 v + (1 - b2) g^2          v^ = v / (1 - b2^t)
 *   w <- w - eta m^ / sqrt(v^ + eps)    the lecture's, eps_inside = 1
 *   w <- w - eta m^ / (sqrt(v^) + eps)  the paper's, PyTorch's, eps_inside = 0
 * m and v stay uncorrected; c1 and c2 are the corrections 1 / (1 - b^t). */
#include <math.h>

#include "optim/rules.h"

enum { LR, BETA1, BETA2, EPS, EPS_INSIDE };

static const sp_param params[] = {SP_ADAM_PARAMS(0.001)};

/* What is the same for all weights; a = 1 - b. */
typedef struct rates {
    float lr, b1, a1, c1, b2, a2, c2;
    sp_eps eps;
} rates;

static inline void move(size_t n, rates r, float *w, const float *g, float *m, float *v)
{
    const float lr = r.lr, b1 = r.b1, a1 = r.a1, c1 = r.c1, b2 = r.b2, a2 = r.a2, c2 = r.c2;

    SP_EACH_ALONE
    for (size_t i = 0; i < n; i++) {
        const float mi = b1 * m[i] + a1 * g[i], vi = b2 * v[i] + a2 * g[i] * g[i];
        w[i] -= lr * (mi * c1) / (sqrtf(vi * c2 + r.eps.inside) + r.eps.outside);
        m[i] = mi, v[i] = vi;
    }
}

static void step(const sp_step *s)
{
    const double beta1 = s->hyper[BETA1], beta2 = s->hyper[BETA2];
    const rates r = {
        .lr = s->lr,
        .b1 = (float)beta1,
        .a1 = (float)(1 - beta1),
        .c1 = (float)(1 / (1 - sp_power(beta1, s->t))),
        .b2 = (float)beta2,
        .a2 = (float)(1 - beta2),
        .c2 = (float)(1 / (1 - sp_power(beta2, s->t))),
        .eps = sp_eps_of(s->hyper[EPS], s->hyper[EPS_INSIDE]),
    };
    const float *g = s->g;
    float *w = s->w, *m = s->state[0], *v = s->state[1];
    size_t left = s->n;

    for (; left >= SP_TURN; left -= SP_TURN) {
        move(SP_TURN, r, w, g, m, v);
        w += SP_TURN, g += SP_TURN, m += SP_TURN, v += SP_TURN;
    }
    for (; left > 0; left--) move(1, r, w++, g++, m++, v++);
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
    sp_tell(t, "step", rate * m_hat);
}

const sp_optimizer sp_rule_adam = {
    .head = {"adam", params, SP_COUNT(params), "optim/adam.c", "Kingma & Ba, 2015"},
    .states = 2,
    .step = step,
    .explain = explain,
};
