/* schedule: how the step size changes over the updates, and the table of all schedules.
 *   eta_t = lr * factor(t)
 * Before each of them a linear warm-up may stand (Goyal et al., 2017): during the first
 * `warmup` updates the factor grows from `warmup_start` to 1; then the schedule begins with its
 * t = 1. Epochs, which step and exponential go by, are counted from the first update all the
 * same: a warm-up does not put the steps off. */
#ifndef SP_OPTIM_SCHEDULE_H
#define SP_OPTIM_SCHEDULE_H

#include "base/kind.h"

enum { SP_SCHEDULE_MEMORY = 4 };

/* Where training stands when an update is made. */
typedef struct sp_moment {
    uint64_t t;           /* number of the update, from 1 */
    double epoch;         /* examples seen before it / training examples */
    uint64_t total;       /* updates planned in all, 0 if open-ended */
    const double *memory; /* SP_SCHEDULE_MEMORY numbers, 0 at the start; written by `observe` */
} sp_moment;

typedef struct sp_schedule {
    sp_kind head;
    /* `hyper` begins after the two parameters of the warm-up. */
    double (*factor)(const double *hyper, const sp_moment *now);
    /* For schedules that react: sees the loss of every row of the trace (on validation data, or
     * on training data where there is none). NULL: does not react. */
    void (*observe)(const double *hyper, double loss, double *memory);
} sp_schedule;

/* The step size at `now`, with the warm-up. */
double sp_schedule_step(const sp_schedule *s, const double *hyper, double lr, sp_moment now);

/* Tells a schedule the loss of a row. */
void sp_schedule_observe(const sp_schedule *s, const double *hyper, double loss,
                         double *memory);

/* All schedules; `count` tells how many. */
const sp_schedule *const *sp_schedules(int *count);

#endif
