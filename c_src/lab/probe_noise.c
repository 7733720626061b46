/* noiseScale: the batch size above which larger batches help little: the "simple" noise scale
 * of McCandlish, Kaplan & Amodei (2018), at the present weights, masks off and without
 * penalties. With S the covariance of one example's gradient and G the full gradient,
 *   noise scale = tr(S) / |G|^2
 * Neither is needed exactly. The gradient g of a batch of size m, drawn with replacement from
 * the training data, has E|g|^2 = |G|^2 + tr(S) / m. So with batches of two sizes b < B
 *   |G|^2 = (B |g_B|^2 - b |g_b|^2) / (B - b)
 *   tr(S) = (|g_b|^2 - |g_B|^2) / (1/b - 1/B)
 * are unbiased (their appendix A.1). A batch of size `big` is made of batches of size `small`,
 * whose squares are averaged. |G|^2 may come out below 0 where the noise is much larger; the
 * noise scale is Infinity then.
 * Cost: big * repetitions gradients. */
#include <math.h>

#include "lab/probe.h"

enum { SMALL, BIG, REPETITIONS };

static const sp_param params[] = {
    {"small", 8, 1, 32, true, NULL},
    {"big", 512, 2, 65536, true, NULL},
    {"repetitions", 10, 1, 10000, true, NULL},
};

typedef struct own {
    size_t small, in_big, at, k;
    double *sum;
    float *dw;
    double square_small, square_big; /* sums of squares of gradients */
    double noise_scale, gradient, trace;
} own;

static sp_status plan(sp_probe *p, sp_error *e)
{
    own *o = p->own;
    const size_t big = (size_t)sp_probe_option(p, BIG);
    o->small = (size_t)sp_probe_option(p, SMALL);
    o->in_big = big / o->small;
    if (o->in_big < 2 || big % o->small) {
        return sp_fail(e, SP_INVALID, "big", "big must be 2, 3, ... times small (%z), not %z",
                       o->small, big);
    }
    return SP_OK;
}

static void layout(sp_probe *p, sp_arena *a)
{
    own *o = p->own;
    o->sum = sp_arena_take(a, p->r->n, sizeof *o->sum);
    o->dw = sp_arena_take(a, p->r->n, sizeof *o->dw);
    sp_probe_tell(p, "noiseScale", &o->noise_scale);
    sp_probe_tell(p, "gradientSquare", &o->gradient);
    sp_probe_tell(p, "variance", &o->trace);
}

static void finish(own *o, double K)
{
    const double b = (double)o->small, B = b * (double)o->in_big;
    const double of_small = o->square_small / (K * (double)o->in_big),
                 of_big = o->square_big / K;
    o->gradient = (B * of_big - b * of_small) / (B - b);
    o->trace = (of_small - of_big) / (1 / b - 1 / B);
    o->noise_scale = o->gradient > 0 ? o->trace / o->gradient : (double)INFINITY;
}

static bool some(sp_probe *p)
{
    own *o = p->own;
    const size_t n = p->r->n, K = (size_t)sp_probe_option(p, REPETITIONS);
    const uint32_t examples = (uint32_t)p->r->data->split[SP_SPLIT_TRAIN].n;
    for (size_t i = 0; i < o->small; i++) p->r->index[i] = sp_rng_below(&p->rng, examples);
    sp_probe_gradient(p, SP_SPLIT_TRAIN, o->small, p->w, o->dw);
    double square = 0;
    for (size_t i = 0; i < n; i++) {
        square += (double)o->dw[i] * (double)o->dw[i];
        o->sum[i] += (double)o->dw[i] / (double)o->in_big;
    }
    o->square_small += square;
    p->progress = ((double)o->k + (double)++o->at / (double)o->in_big) / (double)K;
    if (o->at < o->in_big) return true;

    o->square_big += sp_probe_square(o->sum, n);
    for (size_t i = 0; i < n; i++) o->sum[i] = 0;
    o->at = 0;
    if (++o->k < K) return true;
    finish(o, (double)K);
    return false;
}

const sp_probe_kind sp_probe_noise_scale = {
    .head = {"noiseScale", params, SP_COUNT(params), "lab/probe_noise.c",
             "McCandlish, Kaplan & Amodei, 2018"},
    .own = sizeof(own),
    .plan = plan,
    .layout = layout,
    .some = some,
};
