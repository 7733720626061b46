#include "lab/run.h"

#include <math.h>
#include <string.h>

#include "lab/probe.h"
#include "optim/clip.h"

enum { LEAST_BATCH = 32 }; /* evaluation gathers at least so many examples at a time */

static void lay_out(sp_run *r, sp_arena *a)
{
    const size_t n = r->n, B = r->model.max_batch, word = sizeof(float);
    r->w = sp_arena_take(a, n, word);
    r->g = sp_arena_take(a, n, word);
    r->ahead = r->rule->look_ahead ? sp_arena_take(a, n, word) : NULL;
    for (int s = 0; s < r->rule->states; s++) r->state[s] = sp_arena_take(a, n, word);
    if (r->spec.stop.value[SP_STOP_PATIENCE] > 0) r->early.weights = sp_arena_take(a, n, word);
    sp_model_layout(&r->model, a);

    r->order = sp_arena_take(a, r->data->split[SP_SPLIT_TRAIN].n, sizeof *r->order);
    r->index = sp_arena_take(a, B, sizeof *r->index);
    if (r->data->classes)
        r->labels = sp_arena_take(a, B, sizeof *r->labels);
    else
        r->targets = sp_arena_take(a, B, (size_t)r->data->outputs * word);
    for (int s = 0; s < SP_SPLITS; s++) {
        if (r->sampled[s] < r->data->split[s].n) {
            r->sample[s] = sp_arena_take(a, r->sampled[s], sizeof *r->sample[s]);
        }
    }
}

static sp_status take_memory(sp_run *r, sp_error *e)
{
    sp_arena measure = {0};
    lay_out(r, &measure);
    const sp_status status = sp_arena_open(&r->arena, &measure, e);
    if (status == SP_OK) lay_out(r, &r->arena);
    return status;
}

static sp_status check_fit(const sp_run *r, sp_error *e)
{
    const sp_dataset *d = r->data;
    const sp_shape out = r->model.output;
    char path[SP_PATH_MAX];
    sp_format(path, sizeof path, "model.%d", r->model.n - 1);

    if (d->split[SP_SPLIT_TRAIN].n < 1) {
        return sp_fail(e, SP_INVALID, "data", "there are no training examples");
    }
    if (r->loss->classes != (d->classes > 0)) {
        return sp_fail(e, SP_INVALID, "loss",
                       d->classes ? "%s needs numbers to aim at, and the data has classes"
                                  : "%s needs classes, and the data has numbers to aim at",
                       r->loss->head.name);
    }
    if (r->n == 0) {
        return sp_fail(e, SP_INVALID, "model", "no layer has weights: add a dense layer");
    }
    const bool single = r->loss->single && d->classes == 2 && out.channels == 1;
    const bool only_single = r->loss == &sp_loss_binary_cross_entropy;
    const int wanted = only_single ? 1 : d->outputs;
    if (only_single && d->classes != 2) {
        return sp_fail(e, SP_INVALID, "loss", "%s needs two classes, and the data has %d",
                       r->loss->head.name, d->classes);
    }
    if (!out.flat || (out.channels != wanted && !single)) {
        char text[SP_SHAPE_TEXT];
        return sp_fail(
            e, SP_INVALID, path, "the last layer (%s) gives %s outputs, and the data needs %d",
            r->model.layer[r->model.n - 1].kind->head.name, sp_shape_text(out, text), wanted);
    }
    return SP_OK;
}

/* The same random examples of a split whatever the run does: the first of a permutation. */
static void choose_sample(sp_run *r, int split, uint64_t seed)
{
    const size_t n = r->data->split[split].n, m = r->sampled[split];
    if (!r->sample[split]) return;
    sp_rng rng = sp_rng_make(seed, SP_STREAM_SAMPLE);
    /* Reservoir (Vitter 1985, algorithm R): needs no memory but the result's. */
    for (size_t i = 0; i < n; i++) {
        const size_t j = i < m ? i : sp_rng_below(&rng, (uint32_t)i + 1);
        if (j < m) r->sample[split][j] = (uint32_t)i;
    }
}

static void bind(sp_run *r)
{
    r->rule = (const sp_optimizer *)r->spec.optimizer.kind;
    r->schedule = (const sp_schedule *)r->spec.schedule.kind;
    r->loss = (const sp_loss_kind *)r->spec.loss.kind;
}

/* base^n by squaring: the same steps, and few, everywhere. */
static double power(double base, uint64_t n)
{
    double result = 1;
    for (; n; n >>= 1, base *= base) {
        if (n & 1) result *= base;
    }
    return result;
}

/* spec.batch in epoch `epoch` (from 0): size, grown by a factor every so many epochs. */
static size_t batch_size_in(const sp_run *r, double epoch)
{
    const double *batch = r->spec.batch.value;
    const double most = fmax(batch[SP_BATCH_SIZE], batch[SP_BATCH_MOST]);
    const uint64_t times = (uint64_t)(epoch / batch[SP_BATCH_GROWTH_EVERY]);
    return (size_t)fmin(batch[SP_BATCH_SIZE] * power(batch[SP_BATCH_GROWTH], times), most);
}

/* Up to which whole epoch the batch stays as it is in `epoch`; at most `end`. */
static double same_batch_until(const sp_run *r, double epoch, double end)
{
    const size_t size = batch_size_in(r, epoch);
    double same = floor(epoch), other = ceil(end);
    if (batch_size_in(r, other) == size) return end;
    while (other - same > 1) {
        const double middle = floor((same + other) / 2);
        if (batch_size_in(r, middle) == size)
            same = middle;
        else
            other = middle;
    }
    return fmin(other, end);
}

static sp_status plan(sp_run *r, sp_layer room[SP_MAX_LAYERS], sp_error *e)
{
    const size_t batch = batch_size_in(r, 1e9);
    const sp_status status =
        sp_model_plan(&r->model, room, r->spec.layer, r->spec.n_layers, r->data->shape,
                      batch > LEAST_BATCH ? batch : LEAST_BATCH, e);
    r->n = r->model.parameters;
    return status;
}

sp_status sp_run_open(sp_run *r, const sp_spec *spec, sp_dataset *data, sp_error *e)
{
    *r = (sp_run){
        .spec = *spec, .data = data, .diverged_at = -1, .update_norm = SP_NOT_MEASURED};
    r->batch_loss = SP_NOT_MEASURED;
    bind(r);
    const size_t wanted = (size_t)spec->evaluate.value[SP_EVALUATE_EXAMPLES];
    for (int s = 0; s < SP_SPLITS; s++) {
        const size_t n = data->split[s].n;
        r->sampled[s] = wanted && wanted < n ? wanted : n;
    }
    sp_layer room[SP_MAX_LAYERS];
    sp_status status = plan(r, room, e);
    if (status == SP_OK) status = check_fit(r, e);
    if (status == SP_OK) status = sp_early_check(r, e);
    if (status == SP_OK) {
        status = sp_check_shift(data->shape, spec->prepare.value[SP_PREPARE_SHIFT], e);
    }
    if (status == SP_OK) status = take_memory(r, e);
    if (status != SP_OK) return status;

    const uint64_t seed = (uint64_t)spec->run.value[SP_RUN_SEED];
    sp_model_init(&r->model, r->w, seed);
    sp_batches_start(&r->batches, r->order, data->split[SP_SPLIT_TRAIN].n, seed);
    for (int s = 0; s < SP_SPLITS; s++) choose_sample(r, s, seed);
    r->augment = sp_rng_make(seed, SP_STREAM_AUGMENT);
    sp_run_plan_end(r);
    r->lr = (float)sp_run_step_size(r, 1);
    r->row_due = true;
    data->holders++;
    return SP_OK;
}

void sp_run_close(sp_run *r)
{
    sp_probe_close(r->noise);
    sp_trace_close(&r->trace);
    sp_last_close(&r->last);
    sp_arena_close(&r->arena);
}

size_t sp_run_batch_size(const sp_run *r)
{
    return batch_size_in(r, sp_run_epoch(r));
}

static size_t divide_up(size_t a, size_t b)
{
    return (a + b - 1) / b;
}

size_t sp_run_updates_per_epoch(const sp_run *r)
{
    return divide_up(r->data->split[SP_SPLIT_TRAIN].n, sp_run_batch_size(r));
}

void sp_run_plan_end(sp_run *r)
{
    const double n = (double)r->data->split[SP_SPLIT_TRAIN].n;
    const double end = r->spec.stop.value[SP_STOP_EPOCHS];
    const double updates = r->spec.stop.value[SP_STOP_UPDATES];
    double epoch = sp_run_epoch(r), total = (double)r->updates;

    while (epoch < end) {
        const size_t size = batch_size_in(r, epoch);
        const double until = same_batch_until(r, epoch, end);
        const double next = fmin(until, floor(epoch) + 1), whole = floor(until - next);
        total += ceil((next - epoch) * n / (double)size - 1e-6);
        total += whole * (double)divide_up((size_t)n, size);
        total += ceil((until - next - whole) * n / (double)size - 1e-6);
        epoch = until;
    }
    r->planned = (uint64_t)(end == 0 || (updates > 0 && updates < total) ? updates : total);
}

double sp_run_epoch(const sp_run *r)
{
    return (double)r->examples / (double)r->data->split[SP_SPLIT_TRAIN].n;
}

double sp_run_step_size(const sp_run *r, uint64_t t)
{
    const double from = r->spec.batch.value[SP_BATCH_SCALE_FROM];
    const double scale = from > 0 ? (double)sp_run_batch_size(r) / from : 1;
    const sp_moment now = {t, sp_run_epoch(r), r->planned, r->schedule_memory};
    return sp_schedule_step(r->schedule, r->spec.schedule.value,
                            scale * r->spec.optimizer.value[0], now);
}

static sp_target gather_targets(sp_run *r, int split, const uint32_t *index, size_t n)
{
    const sp_split *s = &r->data->split[split];
    const size_t width = (size_t)r->data->outputs;
    for (size_t b = 0; b < n; b++) {
        if (s->labels)
            r->labels[b] = s->labels[index[b]];
        else
            memcpy(r->targets + b * width, s->targets + index[b] * width, width * 4);
    }
    return (sp_target){r->labels, r->targets};
}

sp_target sp_run_gather(sp_run *r, int split, const uint32_t *index, size_t n)
{
    sp_dataset_gather(r->data, split, index, n, sp_model_inputs(&r->model));
    return gather_targets(r, split, index, n);
}

/* The same for a batch to train on, whose images may be shifted. */
static sp_target gather_batch(sp_run *r, const uint32_t *index, size_t n)
{
    const int shift = (int)r->spec.prepare.value[SP_PREPARE_SHIFT];
    if (shift == 0) return sp_run_gather(r, SP_SPLIT_TRAIN, index, n);
    sp_dataset_gather_shifted(r->data, SP_SPLIT_TRAIN, index, n, sp_model_inputs(&r->model),
                              shift, &r->augment);
    return gather_targets(r, SP_SPLIT_TRAIN, index, n);
}

/* g += l2 w + l1 sign(w), on weights only: biases do not make a net complicated. */
static void add_penalties(sp_run *r)
{
    const float l2 = (float)r->spec.regularisation.value[SP_REG_L2];
    const float l1 = (float)r->spec.regularisation.value[SP_REG_L1];
    if (l2 == 0 && l1 == 0) return;
    for (int i = 0; i < r->model.n; i++) {
        const sp_layer *l = &r->model.layer[i];
        const float *w = (r->ahead ? r->ahead : r->w) + l->begin;
        float *g = r->g + l->begin;
        for (size_t j = 0; j < l->weights; j++) {
            const float sign = (float)((w[j] > 0) - (w[j] < 0));
            g[j] += l2 * w[j] + l1 * sign;
        }
    }
}

/* The rule's step, piece by piece, so that the length of the step is known without a copy of
 * all weights. Rules act on each weight alone, so the result is the same. */
static double step_measured(const sp_step *whole)
{
    enum { PIECE = 1024 };
    float before[PIECE];
    double square = 0;
    for (size_t at = 0; at < whole->n; at += PIECE) {
        float *state[SP_MAX_STATE];
        for (int s = 0; s < SP_MAX_STATE; s++) {
            state[s] = whole->state[s] ? whole->state[s] + at : NULL;
        }
        sp_step piece = *whole;
        piece.n = whole->n - at < PIECE ? whole->n - at : PIECE;
        piece.w += at;
        piece.g += at;
        piece.state = state;
        memcpy(before, piece.w, piece.n * sizeof *before);
        piece.rule->step(&piece);
        for (size_t i = 0; i < piece.n; i++) {
            const double moved = (double)(piece.w[i] - before[i]);
            square += moved * moved;
        }
    }
    return sqrt(square);
}

/* Whether spec.evaluate asks for a row after an update that used `used` examples. */
static bool row_falls_due(const sp_run *r, size_t used)
{
    const uint64_t every = (uint64_t)r->spec.evaluate.value[SP_EVALUATE_EVERY];
    if (r->updates == r->planned) return true;
    if (r->spec.evaluate.value[SP_EVALUATE_UNIT] == SP_UNIT_UPDATE)
        return r->updates % every == 0;
    const uint64_t epochs = every * r->data->split[SP_SPLIT_TRAIN].n;
    return r->examples / epochs != (r->examples - used) / epochs;
}

bool sp_run_advance(sp_run *r)
{
    SP_ASSERT(!r->row_begun);
    if (r->diverged_at >= 0) return false;
    const uint64_t t = r->updates + 1;
    r->lr = (float)sp_run_step_size(r, t);
    sp_step s = {r->rule, r->n, r->w,          NULL, r->state, r->spec.optimizer.value,
                 r->lr,   t,    r->rule_memory};

    const size_t B = sp_batches_next(&r->batches, (int)r->spec.batch.value[SP_BATCH_SAMPLING],
                                     sp_run_batch_size(r), r->index);
    const sp_target target = gather_batch(r, r->index, B);
    const float *at = r->w;
    if (r->rule->look_ahead) {
        r->rule->look_ahead(&s, r->ahead);
        at = r->ahead;
    }

    const size_t C = sp_shape_size(r->model.output);
    const float *y = sp_model_forward(&r->model, at, B, true);
    const double sum = r->loss->value(r->spec.loss.value, B, C, y, target,
                                      sp_model_output_gradient(&r->model));
    r->batch_loss = sum / (double)B;
    if (!isfinite(r->batch_loss)) {
        r->diverged_at = (int64_t)t;
        r->row_due = r->row_demanded = true;
        return false;
    }
    r->since_loss += sum;
    r->since_n += (double)B;
    if (r->data->classes) {
        r->since_errors += (double)sp_count_errors(B, C, y, target.labels);
    }

    sp_model_backward(&r->model, at, r->g, B, true, false);
    add_penalties(r);
    sp_clip_value(r->g, r->n, r->spec.clip.value[SP_CLIP_VALUE]);
    sp_clip_norm(r->g, r->n, r->spec.clip.value[SP_CLIP_NORM]);
    s.g = r->g;
    if (r->rule->begin) r->rule->begin(&s);
    if (r->last.w) sp_last_note(&r->last, &s);
    r->updates = t;
    r->examples += B;
    r->row_due = row_falls_due(r, B);
    r->row_demanded = r->updates == r->planned;
    r->update_norm = SP_NOT_MEASURED;
    if (r->row_due)
        r->update_norm = step_measured(&s);
    else
        r->rule->step(&s);
    return true;
}
