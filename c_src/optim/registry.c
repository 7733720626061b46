#include "optim/rules.h"

static const sp_optimizer *const rules[] = {
    &sp_rule_sgd,
    &sp_rule_momentum,
    &sp_rule_adam,
};

const sp_optimizer *const *sp_optimizers(int *count)
{
    *count = SP_COUNT(rules);
    return rules;
}

double sp_power(double base, uint64_t t)
{
    double result = 1;
    for (; t; t >>= 1, base *= base) {
        if (t & 1) result *= base;
    }
    return result;
}
