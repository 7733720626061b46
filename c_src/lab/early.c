/* Early stopping: training ends when the validation data has not got better for `patience` rows
 * of the trace; with `restore` the weights of the best row come back. The test data has no say.
 */
#include <string.h>

#include "lab/run.h"

static int monitored(const sp_run *r)
{
    return SP_COLUMN_VALIDATION_LOSS + (int)r->spec.stop.value[SP_STOP_MONITOR];
}

sp_status sp_early_check(const sp_run *r, sp_error *e)
{
    if (r->spec.stop.value[SP_STOP_PATIENCE] == 0) return SP_OK;
    if (r->sampled[SP_SPLIT_VALIDATION] == 0) {
        return sp_fail(e, SP_INVALID, "stop.patience",
                       "early stopping needs validation examples: give data.validation or "
                       "prepare.validation");
    }
    if (monitored(r) == SP_COLUMN_VALIDATION_ERROR && !r->data->classes) {
        return sp_fail(e, SP_INVALID, "stop.monitor",
                       "there is no validationError without classes: use validationLoss");
    }
    if (r->spec.evaluate.value[SP_EVALUATE_TRAIN + SP_SPLIT_VALIDATION] == 0) {
        return sp_fail(e, SP_INVALID, "evaluate.validation",
                       "early stopping needs the validation examples measured");
    }
    return SP_OK;
}

void sp_early_observe(sp_run *r)
{
    sp_early *early = &r->early;
    if (!early->weights || early->stopped) return;

    const double now = r->row[monitored(r)];
    if (!early->seen || now < early->best) {
        early->seen = true;
        early->best = now;
        early->update = r->updates;
        early->rows = 0;
        memcpy(early->weights, r->w, r->n * sizeof *r->w);
        return;
    }
    if (++early->rows < (uint64_t)r->spec.stop.value[SP_STOP_PATIENCE]) return;
    early->stopped = true;
    if (r->spec.stop.value[SP_STOP_RESTORE] != 0)
        memcpy(r->w, early->weights, r->n * sizeof *r->w);
}
