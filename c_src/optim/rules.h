/* rules: the optimizers by name, for optim/registry.c and for tests. */
#ifndef SP_OPTIM_RULES_H
#define SP_OPTIM_RULES_H

#include "optim/optimizer.h"

extern const sp_optimizer sp_rule_sgd, sp_rule_momentum, sp_rule_adam;

#endif
