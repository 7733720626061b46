/* descent: a rule of the catalogue on a surface of two parameters.
 *
 * The weights are w[2] in float and the rule is the very one that trains nets: its step, its
 * look-ahead, its state. Only the gradient comes from a formula, in double, and is rounded to
 * float; with `noise` > 0 normal noise of that deviation is added to each of its parts, as if
 * it were estimated from a batch. Every update counts as one epoch to the schedule, since it
 * uses the whole gradient.
 *
 * Divergence is a result, as in a run: when the value or the gradient is not a finite number
 * (in float), that update is not made and the descent stays where it is. */
#ifndef SP_LAB_DESCENT_H
#define SP_LAB_DESCENT_H

#include "base/rng.h"
#include "lab/spec.h"
#include "optim/optimizer.h"
#include "optim/schedule.h"
#include "surface/surface.h"

enum {
    SP_PATH_UPDATE,
    SP_PATH_X,
    SP_PATH_Y,
    SP_PATH_VALUE,
    SP_PATH_GRAD_NORM, /* of the exact gradient at (x, y) */
    SP_PATH_COLUMNS
};

/* Rows that a path may have. Then every second one is dropped and from there on only every
 * second one is kept, and so on: it stays within bounds however long the descent. */
enum { SP_PATH_MOST = 1 << 16 };

typedef struct sp_descent {
    const sp_surface *surface;
    const sp_optimizer *rule;
    const sp_schedule *schedule;
    sp_spec spec;

    float w[2], g[2], ahead[2];
    float memory[SP_MAX_STATE][2]; /* what state points to */
    float *state[SP_MAX_STATE];
    double rule_memory[SP_MAX_MEMORY], schedule_memory[SP_SCHEDULE_MEMORY];
    sp_rng noise;
    uint64_t updates;
    int64_t diverged_at;          /* the update that could not be made; -1: none */
    double here[SP_PATH_COLUMNS]; /* the row of the present point */

    double *path; /* column after column, `capacity` each */
    size_t rows, capacity;
    uint64_t stride; /* every stride-th point has a row */
} sp_descent;

/* Begins the descent of `spec` at its start, which is the path's first row. `d` must stay where
 * it is. */
sp_status sp_descent_open(sp_descent *d, const sp_spec *spec, sp_error *e);
void sp_descent_close(sp_descent *d);

/* One update; false if the descent has diverged or there is no memory for its path (then
 * nothing has changed and diverged_at is -1). */
bool sp_descent_update(sp_descent *d);

/* The step size of update t. */
double sp_descent_step_size(const sp_descent *d, uint64_t t);

#endif
