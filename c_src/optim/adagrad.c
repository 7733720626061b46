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
    float *w = s->w, *G = s->state[0];

    for (size_t i = 0; i < s->n; i++) {
        G[i] += g[i] * g[i];
        w[i] -= s->lr * g[i] / (sqrtf(G[i] + eps.inside) + eps.outside);
    }
}

const sp_optimizer sp_rule_adagrad = {
    .head = {"adagrad", params, SP_COUNT(params), "optim/adagrad.c",
             "Duchi, Hazan & Singer, 2011"},
    .states = 1,
    .step = step,
};
