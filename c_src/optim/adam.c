/* Adam (Kingma & Ba, 2015, algorithm 1).
 *   m <- b1 m + (1 - b1) g            m^ = m / (1 - b1^t)
 *   v <- b2 v + (1 - b2) g^2          v^ = v / (1 - b2^t)
 *   w <- w - eta m^ / sqrt(v^ + eps)                the lecture's form, eps_inside = 1
 *   w <- w - eta m^ / (sqrt(v^) + eps)              the paper's and PyTorch's, eps_inside = 0
 * m and v themselves stay uncorrected. c1 and c2 are the corrections 1 / (1 - b^t). */
#include <math.h>

#include "optim/rules.h"

enum { LR, BETA1, BETA2, EPS, EPS_INSIDE };

static const sp_param params[] = {
    {"lr", 0.001, 0, 1000, false, NULL},         {"beta1", 0.9, 0, 0.99999, false, NULL},
    {"beta2", 0.999, 0, 0.9999999, false, NULL}, {"eps", 1e-8, 0, 1, false, NULL},
    {"eps_inside", 1, 0, 1, true, NULL},
};

static void step(const sp_step *s)
{
    const double beta1 = s->hyper[BETA1], beta2 = s->hyper[BETA2];
    const float b1 = (float)beta1, a1 = (float)(1 - beta1); /* a = 1 - b */
    const float b2 = (float)beta2, a2 = (float)(1 - beta2);
    const float c1 = (float)(1 / (1 - sp_power(beta1, s->t)));
    const float c2 = (float)(1 / (1 - sp_power(beta2, s->t)));
    const float inside = s->hyper[EPS_INSIDE] != 0 ? (float)s->hyper[EPS] : 0;
    const float outside = s->hyper[EPS_INSIDE] != 0 ? 0 : (float)s->hyper[EPS];
    const float *g = s->g;
    float *w = s->w, *m = s->state[0], *v = s->state[1];

    for (size_t i = 0; i < s->n; i++) {
        m[i] = b1 * m[i] + a1 * g[i];
        v[i] = b2 * v[i] + a2 * g[i] * g[i];
        w[i] -= s->lr * (m[i] * c1) / (sqrtf(v[i] * c2 + inside) + outside);
    }
}

const sp_optimizer sp_rule_adam = {
    {"adam", params, SP_COUNT(params), "optim/adam.c", "Kingma & Ba, 2015"}, 2, step, NULL};
