/* gradientSpread: how far the gradient of a batch of m examples is from the full gradient G, at
 * the present weights, masks off and without penalties.
 *
 * G is the mean gradient of all `examples` of the training data; `repetitions` batches of
 * `size` are drawn from the same ones, with replacement (as the lecture writes it) or without.
 *   variance    mean of |g - G|^2 over the batches: the trace of their covariance
 *   relative    variance / |G|^2
 *   perExample  the variance s^2 of one example's gradient which that means: m variance, and
 *               without replacement m variance (N - 1) / (N - m)
 *   meanOffset  |mean of the batches' gradients - G|, about sqrt(variance / repetitions)
 *   cloud       (repetitions, 2) each batch's gradient along two directions, `point` that of G.
 *               The directions may be given; else they are the axes of a net with 2 parameters,
 *               and otherwise that of G, and the part that stands upright on it of one more
 *               batch's deviation from G.
 * Cost: examples + size * (repetitions + 1) gradients. */
#include <math.h>

#include "lab/probe.h"

enum { SIZE, REPETITIONS, SAMPLING, EXAMPLES };
enum { REPLACEMENT, SHUFFLE };

static const sp_param params[] = {
    {"size", 10, 1, 65536, true, NULL},
    {"repetitions", 100, 1, 100000, true, NULL},
    {"sampling", 0, 0, 1, true, "replacement|shuffle"},
    {"examples", 0, 0, 1e9, true, NULL}, /* 0: all */
};

typedef struct own {
    size_t N, m, K; /* examples, in a batch, batches */
    size_t at;      /* examples of the full gradient or the batch at hand */
    size_t k;       /* batches done; the first one more is for a direction */
    bool have_full, have_directions;
    double *sum, *mean, *full;
    float *dw, *direction[2];
    const float *given;
    uint32_t *order; /* (N) without replacement */
    double *cloud, *point;
    double size, repetitions, examples;
    double full_norm, offset, variance, relative, per_example;
} own;

static sp_status plan(sp_probe *p, sp_error *e)
{
    own *o = p->own;
    const size_t all = p->r->data->split[SP_SPLIT_TRAIN].n;
    const double wanted = sp_probe_option(p, EXAMPLES);
    o->N = wanted > 0 && wanted < (double)all ? (size_t)wanted : all;
    o->m = (size_t)sp_probe_option(p, SIZE);
    o->K = (size_t)sp_probe_option(p, REPETITIONS);
    if (sp_probe_option(p, SAMPLING) == SHUFFLE && o->m > o->N) {
        return sp_fail(e, SP_INVALID, "size", "%z different examples cannot be drawn from %z",
                       o->m, o->N);
    }
    return sp_probe_floats(p, "directions", p->r->n, 2 * p->r->n, &o->given, NULL, e);
}

static void layout(sp_probe *p, sp_arena *a)
{
    own *o = p->own;
    const size_t n = p->r->n;
    o->sum = sp_arena_take(a, n, sizeof *o->sum);
    o->mean = sp_arena_take(a, n, sizeof *o->mean);
    o->dw = sp_arena_take(a, n, sizeof *o->dw);
    for (int d = 0; d < 2; d++) o->direction[d] = sp_arena_take(a, n, sizeof(float));
    if (sp_probe_option(p, SAMPLING) == SHUFFLE) {
        o->order = sp_arena_take(a, o->N, sizeof *o->order);
    }
    o->full = sp_probe_take_doubles(p, a, "gradient", n);
    o->cloud = sp_probe_take_doubles(p, a, "cloud", 2 * o->K);
    o->point = sp_probe_take_doubles(p, a, "point", 2);
    sp_probe_tell(p, "size", &o->size);
    sp_probe_tell(p, "repetitions", &o->repetitions);
    sp_probe_tell(p, "examples", &o->examples);
    sp_probe_tell(p, "gradientNorm", &o->full_norm);
    sp_probe_tell(p, "meanOffset", &o->offset);
    sp_probe_tell(p, "variance", &o->variance);
    sp_probe_tell(p, "relative", &o->relative);
    sp_probe_tell(p, "perExample", &o->per_example);
}

static void begin(sp_probe *p)
{
    own *o = p->own;
    for (size_t i = 0; o->order && i < o->N; i++) o->order[i] = (uint32_t)i;
    o->size = (double)o->m;
    o->repetitions = (double)o->K;
    o->examples = (double)o->N;
}

/* sum += share * dw */
static void add(double *sum, const float *dw, size_t n, double share)
{
    for (size_t i = 0; i < n; i++) sum[i] += share * (double)dw[i];
}

static void draw(sp_probe *p, size_t count)
{
    own *o = p->own;
    for (size_t i = 0; i < count; i++) {
        size_t q;
        if (o->order) {
            const size_t here = o->at + i;
            const size_t j = here + sp_rng_below(&p->rng, (uint32_t)(o->N - here));
            const uint32_t drawn = o->order[j];
            o->order[j] = o->order[here];
            o->order[here] = drawn;
            q = drawn;
        } else {
            q = sp_rng_below(&p->rng, (uint32_t)o->N);
        }
        p->r->index[i] = sp_probe_member(p, SP_SPLIT_TRAIN, o->N, q);
    }
}

static double dot(const double *a, const float *b, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += a[i] * (double)b[i];
    return sum;
}

/* Makes `v` of length 1, upright on `on` (length 1, or NULL). A zero `v` is drawn anew. */
static void make_direction(sp_probe *p, float *v, const float *on)
{
    const size_t n = p->r->n;
    double square = 0;
    for (int tries = 0; tries < 3 && !(square > 0); tries++) {
        for (size_t i = 0; tries && i < n; i++) v[i] = sp_rng_normal(&p->rng);
        double along = 0;
        for (size_t i = 0; on && i < n; i++) along += (double)v[i] * (double)on[i];
        square = 0;
        for (size_t i = 0; i < n; i++) {
            if (on) v[i] = (float)((double)v[i] - along * (double)on[i]);
            square += (double)v[i] * (double)v[i];
        }
    }
    const double scale = square > 0 ? 1 / sqrt(square) : 0;
    for (size_t i = 0; i < n; i++) v[i] = (float)((double)v[i] * scale);
}

/* With the gradient of one more batch in o->sum. */
static void choose_directions(sp_probe *p)
{
    own *o = p->own;
    const size_t n = p->r->n;
    for (size_t i = 0; i < n; i++) {
        const double deviation = o->sum[i] - o->full[i];
        o->direction[0][i] = o->given ? o->given[i] : (float)o->full[i];
        o->direction[1][i] = o->given ? o->given[n + i] : (float)deviation;
        if (n == 2 && !o->given) {
            o->direction[0][i] = i == 0;
            o->direction[1][i] = i == 1;
        }
    }
    if (!o->given) {
        make_direction(p, o->direction[0], NULL);
        make_direction(p, o->direction[1], o->direction[0]);
    }
    for (int d = 0; d < 2; d++) o->point[d] = dot(o->full, o->direction[d], n);
}

static void finish_batch(sp_probe *p)
{
    own *o = p->own;
    const size_t n = p->r->n;
    if (!o->have_directions) {
        choose_directions(p);
        o->have_directions = true;
        return;
    }
    for (size_t i = 0; i < n; i++) {
        const double off = o->sum[i] - o->full[i];
        o->variance += off * off;
        o->mean[i] += off;
    }
    for (int d = 0; d < 2; d++) {
        o->cloud[2 * o->k + (size_t)d] = dot(o->sum, o->direction[d], n);
    }
    o->k++;
}

static void finish(sp_probe *p)
{
    own *o = p->own;
    const double K = (double)o->K, N = (double)o->N, m = (double)o->m;
    const double square = sp_probe_square(o->full, p->r->n);
    o->variance /= K;
    o->offset = sqrt(sp_probe_square(o->mean, p->r->n)) / K;
    o->full_norm = sqrt(square);
    o->relative = o->variance / square;
    o->per_example = m * o->variance;
    if (o->order) o->per_example = m < N ? o->per_example * (N - 1) / (N - m) : SP_NOT_MEASURED;
}

static bool some(sp_probe *p)
{
    own *o = p->own;
    const size_t n = p->r->n, wanted = o->have_full ? o->m : o->N;
    const size_t count = sp_probe_part(p, wanted - o->at);
    if (o->have_full)
        draw(p, count);
    else
        sp_probe_choose(p, SP_SPLIT_TRAIN, o->N, o->at, count);
    sp_probe_gradient(p, SP_SPLIT_TRAIN, count, p->w, o->dw);
    add(o->have_full ? o->sum : o->full, o->dw, n, (double)count / (double)wanted);
    o->at += count;
    const size_t batches = o->k + (o->have_directions ? 1 : 0);
    const double before = o->have_full ? o->examples + (double)batches * o->size : 0;
    p->progress = (before + (double)o->at) / (o->examples + o->size * (o->repetitions + 1));
    if (o->at < wanted) return true;

    if (o->have_full) finish_batch(p);
    o->have_full = true;
    o->at = 0;
    for (size_t i = 0; i < n; i++) o->sum[i] = 0;
    if (o->k < o->K) return true;
    finish(p);
    return false;
}

const sp_probe_kind sp_probe_gradient_spread = {
    .head = {"gradientSpread", params, SP_COUNT(params), "lab/probe_spread.c", ""},
    .blocks = "directions",
    .own = sizeof(own),
    .plan = plan,
    .layout = layout,
    .begin = begin,
    .some = some,
};
