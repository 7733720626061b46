/* schedule: how the step size changes over the updates, and the table of all schedules.
 *   eta_t = lr * factor(t) */
#ifndef SP_OPTIM_SCHEDULE_H
#define SP_OPTIM_SCHEDULE_H

#include "base/kind.h"

/* Where training stands when an update is made. */
typedef struct sp_moment {
    uint64_t t;     /* number of the update, from 1 */
    double epoch;   /* examples seen before it / training examples */
    uint64_t total; /* updates planned in all, 0 if open-ended */
} sp_moment;

typedef struct sp_schedule {
    sp_kind head;
    double (*factor)(const double *hyper, const sp_moment *now);
} sp_schedule;

/* All schedules; `count` tells how many. */
const sp_schedule *const *sp_schedules(int *count);

#endif
