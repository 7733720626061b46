#include "optim/rules.h"

static const sp_optimizer *const rules[] = {
    &sp_rule_sgd,
    &sp_rule_momentum,
    &sp_rule_nesterov,
    &sp_rule_adagrad,
    &sp_rule_rmsprop,
    &sp_rule_adadelta,
    &sp_rule_adam,
    &sp_rule_adamax,
    &sp_rule_nadam,
    &sp_rule_amsgrad,
    &sp_rule_adamw,
    &sp_rule_lion,
    &sp_rule_adam_uncorrected,
    &sp_rule_adam_fed_back,
};

const sp_optimizer *const *sp_optimizers(int *count)
{
    *count = SP_COUNT(rules);
    return rules;
}

double sp_tell(sp_terms *t, const char *name, double value)
{
    SP_ASSERT(t->n < SP_MAX_TERMS);
    t->name[t->n] = name;
    t->value[t->n++] = value;
    return value;
}

double sp_power(double base, uint64_t t)
{
    double result = 1;
    for (; t; t >>= 1, base *= base) {
        if (t & 1) result *= base;
    }
    return result;
}
