/* histogram: of the parameters of one layer or all.
 * activations: of what a layer answers to `examples` of a split, masks off (masks = 1: drawn).
 *   counts     (bins) how many numbers lie in each of the bins from `low` to `high`, and how
 *              many `below` and `above` these; where no range is given, it is the numbers'
 *   count, mean, deviation, least, most: of all finite numbers; notFinite: how many are not
 * and of activations
 *   zeros      share of numbers that are exactly 0
 *   units      how many numbers one example has; dead: how many of these are 0 in every one
 * Cost: as good as nothing; 2 * examples forward passes. */
#include <math.h>
#include <string.h>

#include "lab/probe.h"

typedef struct bins {
    double *counts;
    size_t n;
    double low, high, below, above;
    double count, mean, deviation, least, most, not_finite, zeros;
    double square; /* sum of (x - mean)^2 */
} bins;

static void take_bins(sp_probe *p, sp_arena *a, bins *b, int option)
{
    b->n = (size_t)sp_probe_option(p, option);
    b->low = sp_probe_option(p, option + 1);
    b->high = sp_probe_option(p, option + 2);
    b->counts = sp_probe_take_doubles(p, a, "counts", b->n);
    sp_probe_tell(p, "low", &b->low);
    sp_probe_tell(p, "high", &b->high);
    sp_probe_tell(p, "below", &b->below);
    sp_probe_tell(p, "above", &b->above);
    sp_probe_tell(p, "count", &b->count);
    sp_probe_tell(p, "mean", &b->mean);
    sp_probe_tell(p, "deviation", &b->deviation);
    sp_probe_tell(p, "least", &b->least);
    sp_probe_tell(p, "most", &b->most);
    sp_probe_tell(p, "notFinite", &b->not_finite);
}

/* First all numbers are seen (Welford, 1962), then the range is known and they are sorted in.
 */
static void see(bins *b, const float *x, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        const double value = (double)x[i];
        if (!isfinite(value)) {
            b->not_finite++;
            continue;
        }
        if (b->count == 0 || value < b->least) b->least = value;
        if (b->count == 0 || value > b->most) b->most = value;
        const double off = value - b->mean;
        b->count++;
        b->mean += off / b->count;
        b->square += off * (value - b->mean);
        b->zeros += value == 0;
    }
}

static void know_range(bins *b)
{
    b->deviation = b->count > 0 ? sqrt(b->square / b->count) : 0;
    if (b->count > 0) b->zeros /= b->count;
    if (b->low != b->high) return;
    b->low = b->least;
    /* One number only: a range that is above it even where + 1 would be lost in rounding. */
    b->high = b->most > b->least ? b->most : b->least + fmax(1, fabs(b->least));
}

static void sort_in(bins *b, const float *x, size_t n)
{
    const double width = b->high - b->low;
    for (size_t i = 0; i < n; i++) {
        const double value = (double)x[i];
        if (!isfinite(value)) continue;
        if (value < b->low) {
            b->below++;
        } else if (value > b->high) {
            b->above++;
        } else {
            const size_t bin = (size_t)((value - b->low) / width * (double)b->n);
            b->counts[bin < b->n ? bin
                                 : b->n - 1]++; /* the last one has its upper border too */
        }
    }
}

static sp_status check_range(const sp_probe *p, int option, sp_error *e)
{
    const double low = sp_probe_option(p, option + 1), high = sp_probe_option(p, option + 2);
    if (low <= high) return SP_OK;
    return sp_fail(e, SP_INVALID, "high", "high must be above low (%g), not %g", low, high);
}

static sp_status check_layer(const sp_probe *p, int option, sp_error *e)
{
    const int layer = (int)sp_probe_option(p, option), n = p->r->model.n;
    if (layer < n) return SP_OK;
    return sp_fail(e, SP_INVALID, "layer", "there is no layer %d: the net has %d, from 0",
                   layer, n);
}

#define RANGE_PARAMS                                                                           \
    {"bins", 50, 1, 10000, true, NULL}, {"low", 0, -1e30, 1e30, false, NULL},                  \
    {                                                                                          \
        "high", 0, -1e30, 1e30, false, NULL                                                    \
    }

/* --- parameters -----------------------------------------------------------------------------
 */

enum { LAYER, PART, BINS };
enum { WEIGHTS, BIASES, BOTH };

static const sp_param histogram_params[] = {
    {"layer", -1, -1, SP_MAX_LAYERS - 1, true, NULL}, /* -1: all */
    {"part", 0, 0, 2, true, "weights|biases|both"},
    RANGE_PARAMS,
};

static sp_status plan_histogram(sp_probe *p, sp_error *e)
{
    const sp_status status = check_layer(p, LAYER, e);
    return status == SP_OK ? check_range(p, BINS, e) : status;
}

static void layout_histogram(sp_probe *p, sp_arena *a)
{
    take_bins(p, a, p->own, BINS);
}

static void for_chosen(sp_probe *p, void (*body)(bins *b, const float *x, size_t n))
{
    const int layer = (int)sp_probe_option(p, LAYER), part = (int)sp_probe_option(p, PART);
    for (int i = 0; i < p->model.n; i++) {
        const sp_layer *l = &p->model.layer[i];
        if (layer >= 0 && i != layer) continue;
        if (part != BIASES) body(p->own, p->w + l->begin, l->weights);
        if (part != WEIGHTS) body(p->own, p->w + l->begin + l->weights, l->bias);
    }
}

static bool histogram_some(sp_probe *p)
{
    for_chosen(p, see);
    know_range(p->own);
    for_chosen(p, sort_in);
    return false;
}

const sp_probe_kind sp_probe_histogram = {
    .head = {"histogram", histogram_params, SP_COUNT(histogram_params), "lab/probe_histogram.c",
             ""},
    .own = sizeof(bins),
    .plan = plan_histogram,
    .layout = layout_histogram,
    .some = histogram_some,
};

/* --- activations ----------------------------------------------------------------------------
 */

enum { OF_LAYER = SP_PROBE_OWN, MASKS, ACTIVATION_BINS };

static const sp_param activation_params[] = {
    SP_PROBE_DATA(SP_SPLIT_TEST, 200),
    {"layer", -1, -1, SP_MAX_LAYERS - 1, true, NULL}, /* -1: the last */
    {"masks", 0, 0, 1, true, NULL},
    RANGE_PARAMS,
};

typedef struct activations {
    bins b;
    size_t n, at, size;
    bool sorting; /* the second time through */
    int layer;
    uint8_t *alive;              /* (size) */
    sp_rng masks[SP_MAX_LAYERS]; /* as they were, so that the second time is like the first */
    double units, dead;
} activations;

static sp_status plan_activations(sp_probe *p, sp_error *e)
{
    activations *o = p->own;
    sp_status status = check_layer(p, OF_LAYER, e);
    if (status == SP_OK) status = check_range(p, ACTIVATION_BINS, e);
    if (status == SP_OK) status = sp_probe_examples(p, &o->n, e);
    if (status != SP_OK) return status;
    const int layer = (int)sp_probe_option(p, OF_LAYER);
    o->layer = layer < 0 ? p->r->model.n - 1 : layer;
    o->size = sp_layer_out(&p->r->model.layer[o->layer]);
    o->units = (double)o->size;
    return SP_OK;
}

static void layout_activations(sp_probe *p, sp_arena *a)
{
    activations *o = p->own;
    take_bins(p, a, &o->b, ACTIVATION_BINS);
    o->alive = sp_arena_take(a, o->size, 1);
    sp_probe_tell(p, "zeros", &o->b.zeros);
    sp_probe_tell(p, "units", &o->units);
    sp_probe_tell(p, "dead", &o->dead);
}

static void begin_activations(sp_probe *p)
{
    activations *o = p->own;
    memcpy(o->masks, p->model.masks, sizeof o->masks);
}

static bool activations_some(sp_probe *p)
{
    activations *o = p->own;
    const int split = (int)sp_probe_option(p, SP_PROBE_SPLIT);
    const size_t count = sp_probe_part(p, o->n - o->at);
    sp_probe_choose(p, split, o->n, o->at, count);
    sp_run_gather(p->r, split, p->r->index, count);
    p->model.n = o->layer + 1; /* for this part the net ends here */
    const float *y = sp_probe_option(p, MASKS) != 0
                         ? sp_model_forward_masked(&p->model, p->w, count)
                         : sp_model_forward(&p->model, p->w, count, false);
    for (size_t i = 0; i < count * o->size; i++) {
        if (y[i] != 0) o->alive[i % o->size] = 1;
    }
    (o->sorting ? sort_in : see)(&o->b, y, count * o->size);
    o->at += count;
    p->progress = ((double)o->at / (double)o->n + o->sorting) / 2;
    if (o->at < o->n) return true;

    o->at = 0;
    if (o->sorting) return false;
    know_range(&o->b);
    for (size_t i = 0; i < o->size; i++) o->dead += !o->alive[i];
    memcpy(p->model.masks, o->masks, sizeof o->masks);
    o->sorting = true;
    return true;
}

const sp_probe_kind sp_probe_activations = {
    .head = {"activations", activation_params, SP_COUNT(activation_params),
             "lab/probe_histogram.c", ""},
    .own = sizeof(activations),
    .plan = plan_activations,
    .layout = layout_activations,
    .begin = begin_activations,
    .some = activations_some,
};
