#include "lab/probe.h"
#include "lab/run.h"

enum { PART = 128, MOST_AT_ONCE = 128 };

void sp_evaluation_begin(const sp_run *r, sp_evaluation *v, int split, size_t n)
{
    const size_t all = r->data->split[split].n;
    *v = (sp_evaluation){.split = split, .n = n && n < all ? n : all};
}

/* Examples of the row's fixed sample, or of the split in its order. */
static void choose(sp_run *r, const sp_evaluation *v, size_t count)
{
    const uint32_t *sample = v->n == r->sampled[v->split] ? r->sample[v->split] : NULL;
    for (size_t i = 0; i < count; i++) {
        r->index[i] = sample ? sample[v->at + i] : (uint32_t)(v->at + i);
    }
}

static void measure_batch(sp_run *r, sp_model *m, const float *w, sp_evaluation *v,
                          size_t count)
{
    const size_t C = sp_shape_size(r->model.output);
    choose(r, v, count);
    const sp_target target = sp_run_gather(r, v->split, r->index, count);
    const float *y = sp_model_forward(m, w, count, false);
    v->loss += r->loss->value(r->spec.loss.value, count, C, y, target, NULL);
    if (r->data->classes) v->errors += (double)sp_count_errors(count, C, y, target.labels);
    v->at += count;
}

bool sp_evaluation_some_at(sp_run *r, sp_model *m, const float *w, sp_evaluation *v)
{
    const size_t most = r->model.max_batch < MOST_AT_ONCE ? r->model.max_batch : MOST_AT_ONCE;
    const size_t end = v->n - v->at < PART ? v->n : v->at + PART;
    while (v->at < end) {
        const size_t left = end - v->at;
        measure_batch(r, m, w, v, left < most ? left : most);
    }
    if (v->at < v->n) return true;
    v->loss = v->n ? v->loss / (double)v->n : SP_NOT_MEASURED;
    v->errors = v->n && r->data->classes ? v->errors / (double)v->n : SP_NOT_MEASURED;
    return false;
}

bool sp_evaluation_some(sp_run *r, sp_evaluation *v)
{
    return sp_evaluation_some_at(r, &r->model, r->w, v);
}

static double norm(const float *x, size_t n)
{
    double square = 0;
    for (size_t i = 0; i < n; i++) square += (double)x[i] * (double)x[i];
    return sqrt(square);
}

/* A split that is left out is measured as one of no examples. */
static void begin_split(sp_run *r, int split)
{
    sp_evaluation_begin(r, &r->row_evaluation, split, r->sampled[split]);
    if (r->spec.evaluate.value[SP_EVALUATE_TRAIN + split] == 0) r->row_evaluation.n = 0;
}

static void begin_row(sp_run *r)
{
    double *row = r->row;
    const double seen = r->since_n;
    row[SP_COLUMN_UPDATE] = (double)r->updates;
    row[SP_COLUMN_EPOCH] = sp_run_epoch(r);
    row[SP_COLUMN_EXAMPLES] = (double)r->examples;
    row[SP_COLUMN_LR] = (double)r->lr;
    row[SP_COLUMN_BATCH_LOSS] = seen > 0 ? r->since_loss / seen : SP_NOT_MEASURED;
    row[SP_COLUMN_BATCH_ERROR] =
        seen > 0 && r->data->classes ? r->since_errors / seen : SP_NOT_MEASURED;
    row[SP_COLUMN_GRAD_NORM] = r->updates ? norm(r->g, r->n) : SP_NOT_MEASURED;
    row[SP_COLUMN_UPDATE_NORM] = r->update_norm;
    row[SP_COLUMN_WEIGHT_NORM] = norm(r->w, r->n);
    row[SP_COLUMN_UPDATE_RATIO] = r->update_norm / row[SP_COLUMN_WEIGHT_NORM];
    r->since_loss = r->since_errors = r->since_n = 0;
    r->row_begun = true;
    row[SP_COLUMN_NOISE_SCALE] = SP_NOT_MEASURED;
    r->noise_due = r->spec.evaluate.value[SP_EVALUATE_NOISE] != 0;
    begin_split(r, SP_SPLIT_TRAIN);
}

/* One part of the noise scale's probe. Without memory for it the column stays not measured. */
static void measure_noise(sp_run *r)
{
    if (!r->noise) {
        r->noise = sp_probe_open(r, &sp_probe_noise_scale);
        const bool ready = r->noise &&
                           sp_probe_set(r->noise, "repetitions", 2, NULL) == SP_OK &&
                           sp_probe_start(r->noise) == SP_OK;
        if (ready) return;
    } else if (sp_probe_work(r->noise)) {
        return;
    } else {
        r->row[SP_COLUMN_NOISE_SCALE] = *(const double *)r->noise->result[0].p;
    }
    sp_probe_close(r->noise);
    r->noise = NULL;
    r->noise_due = false;
}

bool sp_run_measure_some(sp_run *r, double seconds)
{
    static const int loss_column[SP_SPLITS] = {SP_COLUMN_TRAIN_LOSS, SP_COLUMN_TEST_LOSS,
                                               SP_COLUMN_VALIDATION_LOSS};
    if (!r->row_due) return false;
    if (!r->row_begun) begin_row(r);
    if (r->noise_due) {
        measure_noise(r);
        return true;
    }
    if (sp_evaluation_some(r, &r->row_evaluation)) return true;

    const int split = r->row_evaluation.split;
    r->row[loss_column[split]] = r->row_evaluation.loss;
    r->row[loss_column[split] + 1] = r->row_evaluation.errors;
    if (split + 1 < SP_SPLITS) {
        begin_split(r, split + 1);
        return true;
    }
    r->row[SP_COLUMN_SECONDS] = seconds;
    sp_trace_append(&r->trace, r->row, !r->row_demanded);
    r->row_demanded = false;
    const int watched = r->data->split[SP_SPLIT_VALIDATION].n ? SP_COLUMN_VALIDATION_LOSS
                                                              : SP_COLUMN_TRAIN_LOSS;
    if (r->updates) {
        sp_schedule_observe(r->schedule, r->spec.schedule.value, r->row[watched],
                            r->schedule_memory);
    }
    r->row_due = r->row_begun = false;
    sp_early_observe(r);
    return false;
}
