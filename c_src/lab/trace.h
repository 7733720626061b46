/* trace: the columns of numbers that a run leaves behind, one row for each point of
 * measurement.
 *
 * The memory grows by doubling while rows are appended (never inside an update), up to
 * SP_TRACE_MAX_ROWS. Then every second row is dropped and from there on only every second one
 * is kept, and so on: the trace of a run of any length stays within bounds. */
#ifndef SP_LAB_TRACE_H
#define SP_LAB_TRACE_H

#include <math.h>

#include "base/common.h"

#define SP_NOT_MEASURED ((double)NAN)

enum {
    SP_COLUMN_UPDATE,
    SP_COLUMN_EPOCH,
    SP_COLUMN_EXAMPLES,
    SP_COLUMN_SECONDS,
    SP_COLUMN_LR,
    SP_COLUMN_TRAIN_LOSS,
    SP_COLUMN_TRAIN_ERROR,
    SP_COLUMN_TEST_LOSS,
    SP_COLUMN_TEST_ERROR,
    SP_COLUMN_VALIDATION_LOSS,
    SP_COLUMN_VALIDATION_ERROR,
    SP_COLUMN_BATCH_LOSS,  /* as trained, masks on: mean over the examples since the last row */
    SP_COLUMN_BATCH_ERROR, /* likewise */
    SP_COLUMN_GRAD_NORM,   /* of the last update's gradient */
    SP_COLUMN_UPDATE_NORM, /* of the last update's change of the weights */
    SP_COLUMN_WEIGHT_NORM,
    SP_COLUMN_UPDATE_RATIO, /* length of the last update / length of the weights */
    SP_COLUMN_NOISE_SCALE,  /* tr(S) / |G|^2 (lab/probe_noise.c), if spec.evaluate.noise */
    SP_COLUMNS
};

enum { SP_TRACE_MAX_ROWS = 1 << 17 };

typedef struct sp_trace {
    double *values; /* column after column, `capacity` each */
    size_t rows, capacity;
    size_t stride; /* of the rows offered, every stride-th is kept */
    size_t offered;
} sp_trace;

const char *sp_column_name(int column);

/* Takes in a row; one that is not `regular` (asked for, or the last) is kept whatever the
 * stride. Returns false if there was no memory for it (the rows so far stay). */
bool sp_trace_append(sp_trace *t, const double row[SP_COLUMNS], bool regular);
static inline const double *sp_trace_values(const sp_trace *t, int column)
{
    return t->values + (size_t)column * t->capacity;
}
void sp_trace_close(sp_trace *t);

#endif
