/* optimizer: the rules that move the weights, and the table of all of them.
 *
 * A rule is one file whose body is the formula. It sees flat arrays of n numbers: the weights
 * w, the gradient g of the batch's mean loss, and its own state vectors, which begin at 0. The
 * first hyper-parameter of every rule is `lr`, the step size eta; what the schedule makes of it
 * at update t (t = 1 at the first) is `lr` in sp_step. Numbers are taken to float after
 * arithmetic in double (1 - beta above all), as PyTorch does. */
#ifndef SP_OPTIM_OPTIMIZER_H
#define SP_OPTIM_OPTIMIZER_H

#include "base/kind.h"

enum { SP_MAX_STATE = 4, SP_MAX_MEMORY = 2 };

typedef struct sp_step {
    const struct sp_optimizer *rule;
    size_t n;
    float *w;       /* weights (n), to be moved */
    const float *g; /* gradient (n) */
    float *const *state;
    const double *hyper; /* in the order of the rule's parameters */
    float lr;            /* the step size of this update */
    uint64_t t;          /* number of this update, from 1 */
    double *memory;      /* SP_MAX_MEMORY numbers that live as long as the state vectors */
} sp_step;

/* The arithmetic of one weight's update, number after number, by their names in the formula. */
enum { SP_MAX_TERMS = 20 };

typedef struct sp_terms {
    int n;
    const char *name[SP_MAX_TERMS];
    double value[SP_MAX_TERMS];
} sp_terms;

/* Writes down a number and gives it back. */
double sp_tell(sp_terms *t, const char *name, double value);

typedef struct sp_optimizer {
    sp_kind head;
    int states; /* state vectors of n floats each */
    void (*step)(const sp_step *s);
    /* For rules that take the gradient elsewhere (Nesterov): writes that point to `at` (n)
     * before the gradient is computed; s->g is NULL. NULL: the gradient is taken at w. */
    void (*look_ahead)(const sp_step *s, float *at);
    /* Called once before `step`, which may then be called piece by piece over the weights: what
     * changes `memory`. NULL: nothing to do. */
    void (*begin)(const sp_step *s);
    /* Tells the arithmetic of this step for weight i, anew and in double, from what stands
     * before it (after `begin`). Names end in _before for the state vectors as they stand, _hat
     * for corrected values; `rate` is what the gradient, or its running mean, is multiplied by:
     * the effective step size of this weight; the last one, `step`, is what is taken off w. */
    void (*explain)(const sp_step *s, size_t i, sp_terms *t);
} sp_optimizer;

/* All rules; `count` tells how many. */
const sp_optimizer *const *sp_optimizers(int *count);

/* base^t for a whole t by repeated squaring, in double: the same bits everywhere. */
double sp_power(double base, uint64_t t);

#endif
