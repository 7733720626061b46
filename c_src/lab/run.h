/* run: one training, from its spec to its last update.
 *
 * A run is a pure function of its spec: same spec, same bits of the weights, on every machine.
 * Its memory is one arena, taken when it is opened; only the trace grows, outside updates. Two
 * runs share nothing but a read-only data set.
 *
 * Divergence is a result: when the loss of a batch is not a finite number, that update is not
 * made, `diverged_at` holds its number, and the run stays as it is. */
#ifndef SP_LAB_RUN_H
#define SP_LAB_RUN_H

#include "data/batches.h"
#include "lab/last.h"
#include "lab/spec.h"
#include "lab/trace.h"
#include "nn/loss.h"
#include "optim/optimizer.h"
#include "optim/schedule.h"

/* Means over a split, measured in parts (lab/measure.c). */
typedef struct sp_evaluation {
    int split;
    size_t at, n; /* examples done, and wanted */
    double loss;  /* sums so far */
    double errors;
} sp_evaluation;

/* Early stopping: the best measured so far (lab/early.c). */
typedef struct sp_early {
    float *weights; /* those of the best row, NULL when spec.stop.patience is 0 */
    double best;
    uint64_t update; /* at which it was */
    uint64_t rows;   /* measured since */
    bool seen, stopped;
} sp_early;

typedef struct sp_run sp_run;

struct sp_run {
    sp_spec spec;
    sp_dataset *data;
    sp_model model;
    const sp_optimizer *rule;
    const sp_schedule *schedule;
    const sp_loss_kind *loss;

    sp_arena arena;
    size_t n;     /* parameters, in the flat arrays: */
    float *w, *g; /* weights and the last update's gradient */
    float *ahead; /* where the gradient is taken, for rules that look ahead; else NULL */
    float *state[SP_MAX_STATE];
    double rule_memory[SP_MAX_MEMORY];
    double schedule_memory[SP_SCHEDULE_MEMORY];
    uint32_t *order;             /* (training examples) */
    uint32_t *index;             /* (max_batch) */
    int32_t *labels;             /* (max_batch) */
    float *targets;              /* (max_batch, outputs) */
    uint32_t *sample[SP_SPLITS]; /* which examples are measured, NULL: all in order */
    size_t sampled[SP_SPLITS];   /* how many */
    sp_batches batches;
    sp_rng augment; /* shifts of training images */

    uint64_t updates, examples;
    uint64_t planned;    /* updates after which spec.stop ends the run; 0: never */
    int64_t diverged_at; /* -1: has not */
    double batch_loss;   /* of the last update */
    double update_norm;  /* of the last update, where a row was due after it; else NaN */
    float lr;            /* of the last update */
    double since_loss, since_errors, since_n; /* of the batches since the last row: sums */

    sp_early early;
    sp_last last; /* before the last update, where that is kept */

    sp_trace trace;
    bool row_due;      /* a row is to be measured before the next update */
    bool row_demanded; /* ... because somebody asked, or because it is the last */
    bool row_begun;    /* ... and is being measured */
    double row[SP_COLUMNS];
    sp_evaluation row_evaluation;
    bool noise_due;         /* of the row that is being measured */
    struct sp_probe *noise; /* at work on it, or NULL */
    sp_evaluation asked;    /* by the caller, outside the trace */
    sp_error error;         /* of the last call that failed */
};

/* Opens a run of `spec` on `data` (held until sp_run_close). On failure `r` holds nothing. */
sp_status sp_run_open(sp_run *r, const sp_spec *spec, sp_dataset *data, sp_error *e);
void sp_run_close(sp_run *r);

/* Makes one update; false when the run has diverged. A due row must have been measured first.
 */
bool sp_run_advance(sp_run *r);

/* Changes a number of the spec between updates. Fields that would change the data, the shape of
 * the net or the start are refused with r->error. */
sp_status sp_run_change(sp_run *r, const char *path, double value);

/* Size of the next batch, before what is left of the epoch limits it. */
size_t sp_run_batch_size(const sp_run *r);
size_t sp_run_updates_per_epoch(const sp_run *r);
/* Works out r->planned anew, from where the run stands. */
void sp_run_plan_end(sp_run *r);
/* Examples seen / training examples. */
double sp_run_epoch(const sp_run *r);
/* The step size of update t. */
double sp_run_step_size(const sp_run *r, uint64_t t);

/* Gathers examples index[0 .. n-1] of a split into the net's inputs, and their targets. */
sp_target sp_run_gather(sp_run *r, int split, const uint32_t *index, size_t n);

/* --- measure.c ------------------------------------------------------------------------------
 */

/* Begins to measure `n` examples of a split (0: the spec's number), masks off. */
void sp_evaluation_begin(const sp_run *r, sp_evaluation *v, int split, size_t n);
/* One part; true while more is left. Then v->loss and v->errors are means. */
bool sp_evaluation_some(sp_run *r, sp_evaluation *v);
/* The same with weights w in m, which is the run's model but for masks and states. */
bool sp_evaluation_some_at(sp_run *r, sp_model *m, const float *w, sp_evaluation *v);

/* One part of the row that is due; true while more is left, else the row has been appended. */
bool sp_run_measure_some(sp_run *r, double seconds);

/* --- early.c --------------------------------------------------------------------------------
 */

/* Whether the spec's patience can be had with these data. */
sp_status sp_early_check(const sp_run *r, sp_error *e);
/* Looks at the row just measured; may end the run and bring the best weights back. */
void sp_early_observe(sp_run *r);

/* --- checkpoint.c ---------------------------------------------------------------------------
 */

size_t sp_checkpoint_size(const sp_run *r);
void sp_checkpoint_write(const sp_run *r, unsigned char *out);
sp_status sp_checkpoint_read(sp_run *r, const unsigned char *in, size_t size, sp_error *e);

#endif
