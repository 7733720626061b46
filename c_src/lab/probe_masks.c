/* maskedPredictions: the same examples through the net `passes` times, masks drawn anew each
 * time: what the nets answer of which dropout trains one at every update. Batch norm stays as
 * in use. Of `examples` of a split, or of those in the array `indices`:
 *   mean         (n, outputs) mean of the outputs
 *   scaled       (n, outputs) the outputs of the usual pass, masks off
 *   kept         (passes, n, outputs) the outputs of every pass, with keep = 1
 * and with classes
 *   probability  (n, outputs) mean of the passes' softmax (of the sigmoid of a single
 *                output): the ensemble's prediction
 *   errors       (passes) share of wrong classes of each masked net
 *   meanError    the same of `probability`, scaledError of `scaled`
 *   agreement    share of examples for which these two take the same class
 * Cost: n * (passes + 1) forward passes. */
#include <math.h>
#include <string.h>

#include "base/fmath.h"
#include "lab/probe.h"

enum { PASSES = SP_PROBE_OWN, KEEP };

static const sp_param params[] = {
    SP_PROBE_DATA(SP_SPLIT_TEST, 100),
    {"passes", 100, 1, 100000, true, NULL},
    {"keep", 0, 0, 1, true, NULL},
};

typedef struct own {
    size_t n, C, passes;
    size_t at, pass;
    const unsigned char *chosen; /* (n) indices, uint32 without alignment, or NULL */
    double *sum, *sum_probability;
    float *mean, *probability, *scaled, *outputs;
    double *errors;
    double mean_error, scaled_error, agreement, width;
} own;

static uint32_t chosen_at(const own *o, size_t i)
{
    uint32_t index;
    memcpy(&index, o->chosen + i * sizeof index, sizeof index);
    return index;
}

static sp_status plan(sp_probe *p, sp_error *e)
{
    own *o = p->own;
    const sp_status status = sp_probe_examples(p, &o->n, e);
    if (status != SP_OK) return status;
    o->C = sp_shape_size(p->r->model.output);
    o->passes = (size_t)sp_probe_option(p, PASSES);
    if (p->n_blocks == 0) return SP_OK;

    const size_t all = p->r->data->split[(int)sp_probe_option(p, SP_PROBE_SPLIT)].n;
    o->chosen = p->block[p->n_blocks - 1].p;
    o->n = p->block[p->n_blocks - 1].bytes / sizeof(uint32_t);
    if (o->n == 0) return sp_fail(e, SP_INVALID, "indices", "indices must not be empty");
    for (size_t i = 0; i < o->n; i++) {
        if (chosen_at(o, i) < all) continue;
        return sp_fail(e, SP_INVALID, "indices", "there is no example %z: the split has %z",
                       (size_t)chosen_at(o, i), all);
    }
    return SP_OK;
}

static void layout(sp_probe *p, sp_arena *a)
{
    own *o = p->own;
    const size_t numbers = o->n * o->C;
    o->sum = sp_arena_take(a, numbers, sizeof *o->sum);
    o->mean = sp_probe_take_floats(p, a, "mean", numbers);
    if (p->r->data->classes) {
        o->sum_probability = sp_arena_take(a, numbers, sizeof *o->sum_probability);
        o->probability = sp_probe_take_floats(p, a, "probability", numbers);
        o->errors = sp_probe_take_doubles(p, a, "errors", o->passes);
        sp_probe_tell(p, "meanError", &o->mean_error);
        sp_probe_tell(p, "scaledError", &o->scaled_error);
        sp_probe_tell(p, "agreement", &o->agreement);
    }
    o->scaled = sp_probe_take_floats(p, a, "scaled", numbers);
    if (sp_probe_option(p, KEEP) != 0) {
        const bool fits = numbers <= SIZE_MAX / 64 / o->passes;
        o->outputs =
            sp_probe_take_floats(p, a, "kept", fits ? numbers * o->passes : SIZE_MAX / 8);
    }
    o->width = (double)o->C;
    sp_probe_tell(p, "outputs", &o->width);
}

/* sum += softmax of y, or the probability of class 1 for a single output. */
static void add_probability(size_t C, const float *y, double *sum)
{
    if (C == 1) {
        sum[0] += (double)(1 / (1 + sp_exp(-y[0])));
        return;
    }
    float most = y[0], total = 0;
    for (size_t c = 1; c < C; c++) most = y[c] > most ? y[c] : most;
    for (size_t c = 0; c < C; c++) total += sp_exp(y[c] - most);
    for (size_t c = 0; c < C; c++) sum[c] += (double)(sp_exp(y[c] - most) / total);
}

static sp_target gather(sp_probe *p, size_t count)
{
    const own *o = p->own;
    const int split = (int)sp_probe_option(p, SP_PROBE_SPLIT);
    sp_probe_choose(p, split, o->n, o->at, o->chosen ? 0 : count);
    for (size_t i = 0; o->chosen && i < count; i++) p->r->index[i] = chosen_at(o, o->at + i);
    return sp_run_gather(p->r, split, p->r->index, count);
}

/* The class that probabilities stand for; a single one is that of class 1. */
static int32_t class_of(size_t C, const float *probability)
{
    return C == 1 ? probability[0] > 0.5f : sp_predicted_class(C, probability);
}

static void finish_part(own *o, size_t count, const int32_t *labels, const float *y)
{
    const double K = (double)o->passes;
    for (size_t i = o->at * o->C; i < (o->at + count) * o->C; i++) {
        o->mean[i] = (float)(o->sum[i] / K);
        if (labels) o->probability[i] = (float)(o->sum_probability[i] / K);
    }
    for (size_t b = 0; labels && b < count; b++) {
        const int32_t together = class_of(o->C, o->probability + (o->at + b) * o->C);
        const int32_t alone = sp_predicted_class(o->C, y + b * o->C);
        o->mean_error += together != labels[b];
        o->scaled_error += alone != labels[b];
        o->agreement += together == alone;
    }
}

/* From counts to shares. */
static void finish(own *o)
{
    const double n = (double)o->n;
    for (size_t k = 0; o->errors && k < o->passes; k++) o->errors[k] /= n;
    o->mean_error /= n;
    o->scaled_error /= n;
    o->agreement /= n;
}

static bool some(sp_probe *p)
{
    own *o = p->own;
    const size_t C = o->C, count = sp_probe_part(p, o->n - o->at);
    const sp_target target = gather(p, count);
    const int32_t *labels = p->r->data->classes ? target.labels : NULL;
    if (o->pass < o->passes) {
        const float *y = sp_model_forward_masked(&p->model, p->w, count);
        double *sum = o->sum + o->at * C;
        for (size_t i = 0; i < count * C; i++) sum[i] += (double)y[i];
        for (size_t b = 0; labels && b < count; b++) {
            add_probability(C, y + b * C, o->sum_probability + (o->at + b) * C);
        }
        if (labels) {
            o->errors[o->pass] += (double)sp_count_errors(count, C, y, labels);
        }
        if (o->outputs) {
            memcpy(o->outputs + (o->pass * o->n + o->at) * C, y, count * C * sizeof *y);
        }
    } else {
        const float *y = sp_model_forward(&p->model, p->w, count, false);
        memcpy(o->scaled + o->at * C, y, count * C * sizeof *y);
        finish_part(o, count, labels, y);
    }
    o->at += count;
    p->progress = ((double)o->pass + (double)o->at / (double)o->n) / (double)(o->passes + 1);
    if (o->at < o->n) return true;
    o->at = 0;
    if (o->pass++ < o->passes) return true;
    finish(o);
    return false;
}

const sp_probe_kind sp_probe_masked_predictions = {
    .head = {"maskedPredictions", params, SP_COUNT(params), "lab/probe_masks.c",
             "Srivastava et al., 2014"},
    .blocks = "indices",
    .own = sizeof(own),
    .plan = plan,
    .layout = layout,
    .some = some,
};
