/* AdaDelta (Zeiler, 2012, algorithm 1).
 *   G <- rho G + (1 - rho) g^2
 *   d  = sqrt(D + eps) / sqrt(G + eps) g
 *   D <- rho D + (1 - rho) d^2
 *   w <- w - eta d                                   eta = 1 in the paper              */
#include <math.h>

#include "optim/rules.h"

enum { LR, RHO, EPS };

static const sp_param params[] = {
    {"lr", 1, 0, 1000, false, NULL},
    {"rho", 0.9, 0, 0.99999, false, NULL},
    {"eps", 1e-6, 0, 1, false, NULL},
};

static void step(const sp_step *s)
{
    const float rho = (float)s->hyper[RHO], rest = (float)(1 - s->hyper[RHO]);
    const float eps = (float)s->hyper[EPS], lr = s->lr;
    const float *g = s->g;
    float *w = s->w, *G = s->state[0], *D = s->state[1];

    SP_EACH_ALONE
    for (size_t i = 0; i < s->n; i++) {
        const float gi = g[i], Di = D[i], Gi = rho * G[i] + rest * gi * gi;
        const float d = sqrtf(Di + eps) / sqrtf(Gi + eps) * gi;
        w[i] -= lr * d;
        G[i] = Gi, D[i] = rho * Di + rest * d * d;
    }
}

SP_RARELY static void explain(const sp_step *s, size_t i, sp_terms *t)
{
    const double rho = s->hyper[RHO], eps = s->hyper[EPS], g = (double)s->g[i];
    double G = sp_tell(t, "G_before", sp_state(s, 0, i));
    G = sp_tell(t, "G", rho * G + (1 - rho) * g * g);
    const double D = sp_tell(t, "D_before", sp_state(s, 1, i));
    const double ratio = sp_tell(t, "ratio", sqrt(D + eps) / sqrt(G + eps));
    const double d = sp_tell(t, "d", ratio * g);
    sp_tell(t, "D", rho * D + (1 - rho) * d * d);
    sp_tell(t, "rate", (double)s->lr * ratio);
    sp_tell(t, "step", (double)s->lr * d);
}

const sp_optimizer sp_rule_adadelta = {
    .head = {"adadelta", params, SP_COUNT(params), "optim/adadelta.c", "Zeiler, 2012"},
    .states = 2,
    .step = step,
    .explain = explain,
};
