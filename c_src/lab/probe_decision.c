/* decision: what a net with two inputs answers on a grid of the plane.
 *   values (ny, nx, outputs), row after row from y0 on, borders included
 * Cost: nx * ny forward passes. */
#include <math.h>

#include "lab/probe.h"

enum { NX, NY, X0, X1, Y0, Y1 };

static const sp_param params[] = {
    {"nx", 64, 2, 1024, true, NULL},   {"ny", 64, 2, 1024, true, NULL},
    {"x0", 0, -1e9, 1e9, false, NULL}, {"x1", 0, -1e9, 1e9, false, NULL},
    {"y0", 0, -1e9, 1e9, false, NULL}, {"y1", 0, -1e9, 1e9, false, NULL},
};

typedef struct own {
    size_t at;
    float *values;
    double *window; /* x0, x1, y0, y1 */
    double nx, ny, outputs;
} own;

static sp_status plan(sp_probe *p, sp_error *e)
{
    const size_t inputs = sp_shape_size(p->r->model.input);
    if (inputs != 2) {
        return sp_fail(e, SP_INVALID, "",
                       "a decision grid needs a net with 2 inputs, and this has %z", inputs);
    }
    own *o = p->own;
    o->nx = sp_probe_option(p, NX);
    o->ny = sp_probe_option(p, NY);
    o->outputs = (double)sp_shape_size(p->r->model.output);
    return SP_OK;
}

static void layout(sp_probe *p, sp_arena *a)
{
    own *o = p->own;
    const size_t points = (size_t)o->nx * (size_t)o->ny;
    o->values = sp_probe_take_floats(p, a, "values", points * (size_t)o->outputs);
    o->window = sp_probe_take_doubles(p, a, "window", 4);
    sp_probe_tell(p, "nx", &o->nx);
    sp_probe_tell(p, "ny", &o->ny);
    sp_probe_tell(p, "outputs", &o->outputs);
}

/* Where no window is given: the training examples and a tenth more on each side. */
static void look_at_data(sp_probe *p, double range[4])
{
    const size_t n = p->r->data->split[SP_SPLIT_TRAIN].n;
    const float *x = sp_model_inputs(&p->model);
    for (size_t at = 0; at < n;) {
        const size_t count = sp_probe_part(p, n - at);
        for (size_t i = 0; i < count; i++) p->r->index[i] = (uint32_t)(at + i);
        sp_run_gather(p->r, SP_SPLIT_TRAIN, p->r->index, count);
        for (size_t i = 0; i < 2 * count; i++) {
            double *low = &range[2 * (i % 2)], *high = low + 1;
            const double value = (double)x[i];
            if ((at == 0 && i < 2) || value < *low) *low = value;
            if ((at == 0 && i < 2) || value > *high) *high = value;
        }
        at += count;
    }
    for (int axis = 0; axis < 4; axis += 2) {
        const double width = range[axis + 1] - range[axis];
        const double more = width > 0 ? 0.1 * width : 1;
        range[axis] -= more;
        range[axis + 1] += more;
    }
}

static void begin(sp_probe *p)
{
    double *window = ((own *)p->own)->window, data[4];
    look_at_data(p, data);
    for (int axis = 0; axis < 4; axis += 2) {
        const double low = sp_probe_option(p, X0 + axis), high = sp_probe_option(p, X1 + axis);
        window[axis] = low == high ? data[axis] : low;
        window[axis + 1] = low == high ? data[axis + 1] : high;
    }
}

static bool some(sp_probe *p)
{
    own *o = p->own;
    const size_t nx = (size_t)o->nx, points = nx * (size_t)o->ny;
    const size_t count = sp_probe_part(p, points - o->at), C = (size_t)o->outputs;
    const double dx = (o->window[1] - o->window[0]) / (o->nx - 1);
    const double dy = (o->window[3] - o->window[2]) / (o->ny - 1);
    float *x = sp_model_inputs(&p->model);
    for (size_t i = 0; i < count; i++) {
        const size_t point = o->at + i;
        x[2 * i] = (float)(o->window[0] + (double)(point % nx) * dx);
        x[2 * i + 1] = (float)(o->window[2] + (double)(point / nx) * dy);
    }
    const float *y = sp_model_forward(&p->model, p->w, count, false);
    for (size_t i = 0; i < count * C; i++) o->values[o->at * C + i] = y[i];
    o->at += count;
    p->progress = (double)o->at / (double)points;
    return o->at < points;
}

const sp_probe_kind sp_probe_decision = {
    .head = {"decision", params, SP_COUNT(params), "lab/probe_decision.c", ""},
    .own = sizeof(own),
    .plan = plan,
    .layout = layout,
    .begin = begin,
    .some = some,
};
