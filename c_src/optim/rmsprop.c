/* RMSProp (Tieleman & Hinton, 2012, lecture 6e).
 *   G <- alpha G + (1 - alpha) g^2
 *   w <- w - eta g / sqrt(G + eps)                  the lecture's form, eps_inside = 1
 * Options, as in PyTorch:
 *   centred = 1:   M <- alpha M + (1 - alpha) g, and G - M^2, the variance, in G's place
 *   momentum > 0:  h <- momentum h + g / sqrt(G + eps),  w <- w - eta h                  */
#include <math.h>

#include "optim/rules.h"

enum { LR, ALPHA, EPS, EPS_INSIDE, CENTRED, MOMENTUM };

static const sp_param params[] = {
    {"lr", 0.001, 0, 1000, false, NULL}, {"alpha", 0.9, 0, 0.99999, false, NULL},
    {"eps", 1e-8, 0, 1, false, NULL},    {"eps_inside", 1, 0, 1, true, NULL},
    {"centred", 0, 0, 1, true, NULL},    {"momentum", 0, 0, 0.9999, false, NULL},
};

static void step(const sp_step *s)
{
    const double decay = s->hyper[ALPHA];
    const float alpha = (float)decay, rest = (float)(1 - decay); /* rest = 1 - alpha */
    const float momentum = (float)s->hyper[MOMENTUM];
    const float centred = (float)s->hyper[CENTRED];
    const sp_eps eps = sp_eps_of(s->hyper[EPS], s->hyper[EPS_INSIDE]);
    const float *g = s->g;
    const float lr = s->lr;
    float *w = s->w, *G = s->state[0], *M = s->state[1], *h = s->state[2];

    SP_EACH_ALONE
    for (size_t i = 0; i < s->n; i++) {
        const float gi = g[i], Gi = alpha * G[i] + rest * gi * gi;
        const float Mi = alpha * M[i] + rest * gi, variance = Gi - centred * Mi * Mi;
        const float hi = momentum * h[i] + gi / (sqrtf(variance + eps.inside) + eps.outside);
        w[i] -= lr * hi;
        G[i] = Gi, M[i] = Mi, h[i] = hi;
    }
}

SP_RARELY static void explain(const sp_step *s, size_t i, sp_terms *t)
{
    const double alpha = s->hyper[ALPHA], momentum = s->hyper[MOMENTUM], g = (double)s->g[i];
    double G = sp_tell(t, "G_before", sp_state(s, 0, i));
    G = sp_tell(t, "G", alpha * G + (1 - alpha) * g * g);
    double variance = G;
    if (s->hyper[CENTRED] != 0) {
        double M = sp_tell(t, "M_before", sp_state(s, 1, i));
        M = sp_tell(t, "M", alpha * M + (1 - alpha) * g);
        variance = sp_tell(t, "variance", G - M * M);
    }
    const double root =
        sp_tell(t, "root", sp_root(variance, s->hyper[EPS], s->hyper[EPS_INSIDE]));
    const double rate = sp_tell(t, "rate", (double)s->lr / root);
    double h = 0;
    if (momentum > 0) {
        h = sp_tell(t, "h_before", sp_state(s, 2, i));
        sp_tell(t, "h", momentum * h + g / root);
    }
    sp_tell(t, "step", (double)s->lr * momentum * h + rate * g);
}

const sp_optimizer sp_rule_rmsprop = {
    .head = {"rmsprop", params, SP_COUNT(params), "optim/rmsprop.c", "Tieleman & Hinton, 2012"},
    .states = 3,
    .step = step,
    .explain = explain,
};
