/* line: loss and error along w = from + t (to - from), `points` of t from `start` to `end`;
 * `to` is where the run stands unless it is given (Goodfellow, Vinyals & Saxe, 2015).
 *
 * plane: loss and error at center + x d1 + y d2 on nx x ny points, borders included, row after
 * row from y0 on. The center is where the run stands unless it is given, and so are the
 * directions d1 and d2. Those that are not given are drawn (anew for every `draw`) and then
 * normalised filter by filter: the part that belongs to one unit of a dense layer or one filter
 * of a convolution gets the length of these weights in the net, and biases stay as they are (Li
 * et al., 2018). Both come back as `directions` (2, parameters).
 *
 * Masks are off, batch norm uses the run's statistics, penalties are not counted.
 * Cost: points * examples, or nx * ny * examples, forward passes. */
#include <math.h>
#include <string.h>

#include "lab/probe.h"

/* What both do: a point after the other, each measured in parts. */
typedef struct walk {
    size_t point, points;
    bool under_way; /* `here` and `v` are those of this point */
    size_t n;       /* examples of each */
    float *here;
    sp_evaluation v;
    double *loss, *error;
} walk;

static void take_walk(sp_probe *p, sp_arena *a, walk *k)
{
    k->here = sp_arena_take(a, p->r->n, sizeof *k->here);
    k->loss = sp_probe_take_doubles(p, a, "loss", k->points);
    k->error = sp_probe_take_doubles(p, a, "error", k->points);
}

/* One part at the point where k->here is; true while points are left. */
static bool measure_some(sp_probe *p, walk *k)
{
    if (!k->under_way) {
        sp_evaluation_begin(p->r, &k->v, (int)sp_probe_option(p, SP_PROBE_SPLIT), k->n);
        k->under_way = true;
    }
    if (sp_evaluation_some_at(p->r, &p->model, k->here, &k->v)) return true;
    k->loss[k->point] = k->v.loss;
    k->error[k->point] = k->v.errors;
    k->under_way = false;
    k->point++;
    p->progress = (double)k->point / (double)k->points;
    return k->point < k->points;
}

/* --- line -----------------------------------------------------------------------------------
 */

enum { POINTS = SP_PROBE_OWN, START, END };

static const sp_param line_params[] = {
    SP_PROBE_DATA(SP_SPLIT_TRAIN, 1000),
    {"points", 41, 2, 10000, true, NULL},
    {"start", -0.5, -1000, 1000, false, NULL},
    {"end", 1.5, -1000, 1000, false, NULL},
};

typedef struct line {
    walk k;
    const float *from, *to;
    double *t;
} line;

static sp_status plan_line(sp_probe *p, sp_error *e)
{
    line *o = p->own;
    o->k.points = (size_t)sp_probe_option(p, POINTS);
    const size_t n = p->r->n;
    sp_status status = sp_probe_examples(p, &o->k.n, e);
    if (status == SP_OK) status = sp_probe_floats(p, "from", n, n, &o->from, NULL, e);
    if (status == SP_OK) status = sp_probe_floats(p, "to", n, n, &o->to, NULL, e);
    if (status == SP_OK && !o->from) {
        return sp_fail(e, SP_INVALID, "from", "from is missing: the weights where t is 0");
    }
    return status;
}

static void layout_line(sp_probe *p, sp_arena *a)
{
    line *o = p->own;
    take_walk(p, a, &o->k);
    o->t = sp_probe_take_doubles(p, a, "t", o->k.points);
}

static bool line_some(sp_probe *p)
{
    line *o = p->own;
    const double start = sp_probe_option(p, START), end = sp_probe_option(p, END);
    const double t = start + (end - start) * (double)o->k.point / (double)(o->k.points - 1);
    const float *to = o->to ? o->to : p->w;
    if (!o->k.under_way) {
        o->t[o->k.point] = t;
        for (size_t i = 0; i < p->r->n; i++) {
            const double from = (double)o->from[i];
            o->k.here[i] = (float)(from + t * ((double)to[i] - from));
        }
    }
    return measure_some(p, &o->k);
}

const sp_probe_kind sp_probe_line = {
    .head = {"line", line_params, SP_COUNT(line_params), "lab/probe_plane.c",
             "Goodfellow, Vinyals & Saxe, 2015"},
    .blocks = "from|to",
    .own = sizeof(line),
    .plan = plan_line,
    .layout = layout_line,
    .some = line_some,
};

/* --- plane ----------------------------------------------------------------------------------
 */

enum { NX = SP_PROBE_OWN, NY, X0, X1, Y0, Y1, DRAW };

static const sp_param plane_params[] = {
    SP_PROBE_DATA(SP_SPLIT_TRAIN, 250), {"nx", 21, 2, 512, true, NULL},
    {"ny", 21, 2, 512, true, NULL},     {"x0", -1, -1e6, 1e6, false, NULL},
    {"x1", 1, -1e6, 1e6, false, NULL},  {"y0", -1, -1e6, 1e6, false, NULL},
    {"y1", 1, -1e6, 1e6, false, NULL},  {"draw", 0, 0, 1e6, true, NULL},
};

typedef struct plane {
    walk k;
    const float *center, *given;
    float *directions;
    double *window;
    double nx, ny;
} plane;

static sp_status plan_plane(sp_probe *p, sp_error *e)
{
    plane *o = p->own;
    const size_t n = p->r->n;
    o->nx = sp_probe_option(p, NX);
    o->ny = sp_probe_option(p, NY);
    o->k.points = (size_t)(o->nx * o->ny);
    sp_status status = sp_probe_examples(p, &o->k.n, e);
    if (status == SP_OK) status = sp_probe_floats(p, "center", n, n, &o->center, NULL, e);
    if (status == SP_OK)
        status = sp_probe_floats(p, "directions", n, 2 * n, &o->given, NULL, e);
    return status;
}

static void layout_plane(sp_probe *p, sp_arena *a)
{
    plane *o = p->own;
    take_walk(p, a, &o->k);
    o->directions = sp_probe_take_floats(p, a, "directions", 2 * p->r->n);
    o->window = sp_probe_take_doubles(p, a, "window", 4);
    sp_probe_tell(p, "nx", &o->nx);
    sp_probe_tell(p, "ny", &o->ny);
}

static double norm(const float *x, size_t n)
{
    double square = 0;
    for (size_t i = 0; i < n; i++) square += (double)x[i] * (double)x[i];
    return sqrt(square);
}

static void normalise_filters(const sp_layer *l, const float *w, float *d)
{
    const size_t filters = (size_t)l->out.channels, size = l->weights / filters;
    for (size_t f = 0; f < filters; f++) {
        const float *of_net = w + l->begin + f * size;
        float *part = d + l->begin + f * size;
        const double length = norm(part, size);
        const double scale = length > 0 ? norm(of_net, size) / length : 0;
        for (size_t i = 0; i < size; i++) part[i] = (float)((double)part[i] * scale);
    }
}

static void begin_plane(sp_probe *p)
{
    plane *o = p->own;
    const size_t n = p->r->n;
    const float *center = o->center ? o->center : p->w;
    const uint64_t seed = (uint64_t)p->r->spec.run.value[SP_RUN_SEED];
    for (int side = 0; side < 4; side++) o->window[side] = sp_probe_option(p, X0 + side);
    if (o->given) {
        memcpy(o->directions, o->given, 2 * n * sizeof *o->directions);
        return;
    }
    p->rng = sp_rng_make(seed + (uint64_t)sp_probe_option(p, DRAW), SP_STREAM_PROBE);
    for (int d = 0; d < 2; d++) {
        for (int i = 0; i < p->model.n; i++) {
            const sp_layer *l = &p->model.layer[i];
            float *direction = o->directions + (size_t)d * n;
            for (size_t j = 0; j < l->weights; j++) {
                direction[l->begin + j] = sp_rng_normal(&p->rng);
            }
            if (l->weights) normalise_filters(l, center, direction);
        }
    }
}

static bool plane_some(sp_probe *p)
{
    plane *o = p->own;
    const size_t nx = (size_t)o->nx, n = p->r->n;
    const double *s = o->window;
    const double x = s[0] + (double)(o->k.point % nx) * (s[1] - s[0]) / (o->nx - 1);
    const double y = s[2] + (double)(o->k.point / nx) * (s[3] - s[2]) / (o->ny - 1);
    const float *center = o->center ? o->center : p->w, *d = o->directions;
    for (size_t i = 0; !o->k.under_way && i < n; i++) {
        o->k.here[i] = (float)((double)center[i] + x * (double)d[i] + y * (double)d[n + i]);
    }
    return measure_some(p, &o->k);
}

const sp_probe_kind sp_probe_plane = {
    .head = {"plane", plane_params, SP_COUNT(plane_params), "lab/probe_plane.c",
             "Li et al., 2018"},
    .blocks = "center|directions",
    .own = sizeof(plane),
    .plan = plan_plane,
    .layout = layout_plane,
    .begin = begin_plane,
    .some = plane_some,
};
