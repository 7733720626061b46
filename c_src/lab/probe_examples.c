/* confusion: which class the net takes for which.
 *   matrix     (classes, classes) rows: what the examples are; columns: what they are taken for
 *   undecided  (classes) examples of each class for which the net answers NaN
 *   error      share of examples off the diagonal
 *
 * worst: the `count` examples of a split with the highest losses, the highest first (NaN before
 * all): their number in the split, loss, and with classes label and the class predicted.
 * Cost: examples forward passes. */
#include <math.h>
#include <string.h>

#include "lab/probe.h"

/* Sends the next part through; returns the outputs, and the targets in *target. */
static const float *next_part(sp_probe *p, size_t n, size_t at, size_t count, sp_target *target)
{
    const int split = (int)sp_probe_option(p, SP_PROBE_SPLIT);
    sp_probe_choose(p, split, n, at, count);
    *target = sp_run_gather(p->r, split, p->r->index, count);
    p->progress = (double)(at + count) / (double)n;
    return sp_model_forward(&p->model, p->w, count, false);
}

/* --- confusion ------------------------------------------------------------------------------
 */

static const sp_param confusion_params[] = {SP_PROBE_DATA(SP_SPLIT_TEST, 0)};

typedef struct confusion {
    size_t n, at;
    int32_t *matrix, *undecided;
    double classes, error;
} confusion;

static sp_status plan_confusion(sp_probe *p, sp_error *e)
{
    confusion *o = p->own;
    o->classes = p->r->data->classes;
    if (o->classes == 0) return sp_fail(e, SP_INVALID, "", "regression data have no classes");
    return sp_probe_examples(p, &o->n, e);
}

static void layout_confusion(sp_probe *p, sp_arena *a)
{
    confusion *o = p->own;
    const size_t C = (size_t)o->classes;
    o->matrix = sp_probe_take_ints(p, a, "matrix", C * C);
    o->undecided = sp_probe_take_ints(p, a, "undecided", C);
    sp_probe_tell(p, "classes", &o->classes);
    sp_probe_tell(p, "error", &o->error);
}

static bool confusion_some(sp_probe *p)
{
    confusion *o = p->own;
    const size_t C = sp_shape_size(p->model.output), count = sp_probe_part(p, o->n - o->at);
    sp_target target;
    const float *y = next_part(p, o->n, o->at, count, &target);
    for (size_t b = 0; b < count; b++) {
        const int32_t label = target.labels[b], taken_for = sp_predicted_class(C, y + b * C);
        if (taken_for < 0)
            o->undecided[label]++;
        else
            o->matrix[label * (int32_t)o->classes + taken_for]++;
        o->error += taken_for != label;
    }
    o->at += count;
    if (o->at < o->n) return true;
    o->error /= (double)o->n;
    return false;
}

const sp_probe_kind sp_probe_confusion = {
    .head = {"confusion", confusion_params, SP_COUNT(confusion_params), "lab/probe_examples.c",
             ""},
    .own = sizeof(confusion),
    .plan = plan_confusion,
    .layout = layout_confusion,
    .some = confusion_some,
};

/* --- worst ----------------------------------------------------------------------------------
 */

enum { COUNT = SP_PROBE_OWN };

static const sp_param worst_params[] = {
    SP_PROBE_DATA(SP_SPLIT_TEST, 0),
    {"count", 16, 1, 10000, true, NULL},
};

typedef struct worst {
    size_t n, at, wanted, found;
    int32_t *indices, *labels, *predicted;
    double *loss;
} worst;

static sp_status plan_worst(sp_probe *p, sp_error *e)
{
    worst *o = p->own;
    const sp_status status = sp_probe_examples(p, &o->n, e);
    o->wanted = (size_t)sp_probe_option(p, COUNT);
    if (o->wanted > o->n) o->wanted = o->n;
    return status;
}

static void layout_worst(sp_probe *p, sp_arena *a)
{
    worst *o = p->own;
    o->indices = sp_probe_take_ints(p, a, "indices", o->wanted);
    o->loss = sp_probe_take_doubles(p, a, "loss", o->wanted);
    if (!p->r->data->classes) return;
    o->labels = sp_probe_take_ints(p, a, "labels", o->wanted);
    o->predicted = sp_probe_take_ints(p, a, "predicted", o->wanted);
}

/* Puts an example in its place among those found, of which the mildest drops out. */
static void insert(worst *o, double loss, uint32_t index, int32_t label, int32_t predicted)
{
    const double height = isnan(loss) ? (double)INFINITY : loss;
    size_t i = o->found < o->wanted ? o->found++ : o->wanted;
    for (; i > 0; i--) {
        const double above = isnan(o->loss[i - 1]) ? (double)INFINITY : o->loss[i - 1];
        if (height <= above) break;
        if (i == o->wanted) continue;
        o->loss[i] = o->loss[i - 1];
        o->indices[i] = o->indices[i - 1];
        if (!o->labels) continue;
        o->labels[i] = o->labels[i - 1];
        o->predicted[i] = o->predicted[i - 1];
    }
    if (i == o->wanted) return;
    o->loss[i] = loss;
    o->indices[i] = (int32_t)index;
    if (!o->labels) return;
    o->labels[i] = label;
    o->predicted[i] = predicted;
}

static bool worst_some(sp_probe *p)
{
    worst *o = p->own;
    const sp_run *r = p->r;
    const size_t C = sp_shape_size(p->model.output), width = (size_t)r->data->outputs;
    const size_t count = sp_probe_part(p, o->n - o->at);
    sp_target target;
    const float *y = next_part(p, o->n, o->at, count, &target);
    for (size_t b = 0; b < count; b++) {
        const bool classes = r->data->classes > 0;
        const sp_target one = {classes ? target.labels + b : NULL,
                               classes ? NULL : target.values + b * width};
        const double loss = r->loss->value(r->spec.loss.value, 1, C, y + b * C, one, NULL);
        insert(o, loss, r->index[b], classes ? *one.labels : 0,
               classes ? sp_predicted_class(C, y + b * C) : 0);
    }
    o->at += count;
    return o->at < o->n;
}

const sp_probe_kind sp_probe_worst = {
    .head = {"worst", worst_params, SP_COUNT(worst_params), "lab/probe_examples.c", ""},
    .own = sizeof(worst),
    .plan = plan_worst,
    .layout = layout_worst,
    .some = worst_some,
};
