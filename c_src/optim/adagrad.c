/* AdaGrad (Duchi, Hazan & Singer, 2011).
 *   G <- G + g^2
 *   w <- w - eta g / sqrt(G + eps)                  the lecture's form, eps_inside = 1
 *   w <- w - eta g / (sqrt(G) + eps)                PyTorch's, eps_inside = 0          */
#include <math.h>

#include "optim/rules.h"

enum { LR, EPS, EPS_INSIDE };

static const sp_param params[] = {
    {"lr", 0.01, 0, 1000, false, NULL},
    {"eps", 1e-8, 0, 1, false, NULL},
    {"eps_inside", 1, 0, 1, true, NULL},
};

static void step(const sp_step *s)
{
    const sp_eps eps = sp_eps_of(s->hyper[EPS], s->hyper[EPS_INSIDE]);
    const float *g = s->g;
    const float lr = s->lr;
    float *w = s->w, *G = s->state[0];

    SP_EACH_ALONE
    for (size_t i = 0; i < s->n; i++) {
        const float gi = g[i], Gi = G[i] + gi * gi;
        w[i] -= lr * gi / (sqrtf(Gi + eps.inside) + eps.outside);
        G[i] = Gi;
    }
}

SP_RARELY static void explain(const sp_step *s, size_t i, sp_terms *t)
{
    const double g = (double)s->g[i];
    const double before = sp_tell(t, "G_before", sp_state(s, 0, i));
    const double G = sp_tell(t, "G", before + g * g);
    const double root = sp_tell(t, "root", sp_root(G, s->hyper[EPS], s->hyper[EPS_INSIDE]));
    const double rate = sp_tell(t, "rate", (double)s->lr / root);
    sp_tell(t, "step", rate * g);
}

const sp_optimizer sp_rule_adagrad = {
    .head = {"adagrad", params, SP_COUNT(params), "optim/adagrad.c",
             "Duchi, Hazan & Singer, 2011"},
    .states = 1,
    .step = step,
    .explain = explain,
};
