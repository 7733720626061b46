/* rules: the optimizers by name, for optim/registry.c and for tests, and what several of them
 * share. */
#ifndef SP_OPTIM_RULES_H
#define SP_OPTIM_RULES_H

#include <math.h>

#include "base/vec.h"
#include "optim/optimizer.h"

extern const sp_optimizer sp_rule_sgd, sp_rule_momentum, sp_rule_nesterov, sp_rule_adagrad,
    sp_rule_rmsprop, sp_rule_adadelta, sp_rule_adam, sp_rule_adamax, sp_rule_nadam,
    sp_rule_amsgrad, sp_rule_adamw, sp_rule_lion, sp_rule_adam_uncorrected,
    sp_rule_adam_fed_back;

/* So many weights at a time in the rules that count. Where their number is known, compilers
 * compute nothing but the formula; what is left over is moved one by one. */
enum { SP_TURN = 32 };

/* eps keeps a division by zero away. The lecture has it under the root, sqrt(G + eps); the
 * papers and PyTorch beside it, sqrt(G) + eps. A rule adds both, and one of them is 0. */
typedef struct sp_eps {
    float inside, outside;
} sp_eps;

static inline sp_eps sp_eps_of(double eps, double inside)
{
    return inside != 0 ? (sp_eps){(float)eps, 0} : (sp_eps){0, (float)eps};
}

/* For `explain`: the root of G with eps where the rule has it, and state vector k of weight i.
 */
static inline double sp_root(double G, double eps, double inside)
{
    return inside != 0 ? sqrt(G + eps) : sqrt(G) + eps;
}

static inline double sp_state(const sp_step *s, int k, size_t i)
{
    return (double)s->state[k][i];
}

/* The parameters of Adam and its relatives: lr, beta1, beta2, eps, eps_inside. */
#define SP_ADAM_PARAMS(eta)                                                                    \
    {"lr", eta, 0, 1000, false, NULL}, {"beta1", 0.9, 0, 0.99999, false, NULL},                \
        {"beta2", 0.999, 0, 0.9999999, false, NULL}, {"eps", 1e-8, 0, 1, false, NULL},         \
    {                                                                                          \
        "eps_inside", 1, 0, 1, true, NULL                                                      \
    }

#endif
