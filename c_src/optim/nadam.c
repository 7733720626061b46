/* Nadam (Dozat, 2016): Adam whose momentum looks one step ahead, as Nesterov's.
 *   mu_t = b1 (1 - 0.96^(t psi) / 2),   P_t = mu_1 mu_2 ... mu_t
 *   m <- b1 m + (1 - b1) g,   v <- b2 v + (1 - b2) g^2
 *   w <- w - eta ((1 - mu_t) / (1 - P_t) g + mu_{t+1} / (1 - P_{t+1}) m) / (sqrt(v^) + eps)
 * with psi = momentum_decay and v^ = v / (1 - b2^t); as in PyTorch. P_t is kept in `memory`. */
#include <math.h>

#include "base/fmath.h"
#include "optim/rules.h"

enum { LR, BETA1, BETA2, EPS, MOMENTUM_DECAY };

static const sp_param params[] = {
    {"lr", 0.002, 0, 1000, false, NULL},          {"beta1", 0.9, 0, 0.99999, false, NULL},
    {"beta2", 0.999, 0, 0.9999999, false, NULL},  {"eps", 1e-8, 0, 1, false, NULL},
    {"momentum_decay", 0.004, 0, 1, false, NULL},
};

static double mu(const double *hyper, uint64_t t)
{
    const double power = (double)sp_pow(0.96f, (float)((double)t * hyper[MOMENTUM_DECAY]));
    return hyper[BETA1] * (1 - 0.5 * power);
}

static void begin(const sp_step *s)
{
    s->memory[0] = (s->t == 1 ? 1 : s->memory[0]) * mu(s->hyper, s->t);
}

static void step(const sp_step *s)
{
    const double beta1 = s->hyper[BETA1], beta2 = s->hyper[BETA2];
    const double now = mu(s->hyper, s->t), next = mu(s->hyper, s->t + 1), P = s->memory[0];
    const float b1 = (float)beta1, a1 = (float)(1 - beta1); /* a = 1 - b */
    const float b2 = (float)beta2, a2 = (float)(1 - beta2);
    const float c2 = (float)(1 / (1 - sp_power(beta2, s->t)));
    const float of_g = (float)((double)s->lr * (1 - now) / (1 - P));
    const float of_m = (float)((double)s->lr * next / (1 - P * next));
    const float eps = (float)s->hyper[EPS];
    const float *g = s->g;
    float *w = s->w, *m = s->state[0], *v = s->state[1];

    SP_EACH_ALONE
    for (size_t i = 0; i < s->n; i++) {
        const float gi = g[i], mi = b1 * m[i] + a1 * gi, vi = b2 * v[i] + a2 * gi * gi;
        w[i] -= (of_g * gi + of_m * mi) / (sqrtf(vi * c2) + eps);
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
    const double now = sp_tell(t, "mu", mu(s->hyper, s->t));
    const double next = sp_tell(t, "mu_next", mu(s->hyper, s->t + 1));
    const double P = sp_tell(t, "P", s->memory[0]);
    const double g_hat = sp_tell(t, "g_hat", (1 - now) / (1 - P) * g);
    const double m_hat = sp_tell(t, "m_hat", next / (1 - P * next) * m);
    const double v_hat = sp_tell(t, "v_hat", v / (1 - sp_power(b2, s->t)));
    const double root = sp_tell(t, "root", sqrt(v_hat) + s->hyper[EPS]);
    const double rate = sp_tell(t, "rate", (double)s->lr / root);
    sp_tell(t, "step", rate * (g_hat + m_hat));
}

const sp_optimizer sp_rule_nadam = {
    .head = {"nadam", params, SP_COUNT(params), "optim/nadam.c", "Dozat, 2016"},
    .states = 2,
    .step = step,
    .begin = begin,
    .explain = explain,
};
