/* receptiveField: which pixels of the input one place of a layer's output depends on.
 *
 * By formula (l counts layers from 1; kernel k, stride s, dilation d, padding p):
 *   size    r_l = r_{l-1} + (k_l - 1) d_l j_{l-1},   r_0 = 1
 *   jump    j_l = j_{l-1} s_l,                       j_0 = 1
 *   offset  o_l = o_{l-1} - p_l j_{l-1},             o_0 = 0
 * and place q sees the pixels o + q j .. o + q j + r - 1 down and across. Layers that act on
 * each place alone change nothing; dense layers and those that take means over the image see
 * all.
 *
 * By measuring: the mean over `examples` and over the maps of |d output / d pixel|, summed over
 * the input's channels (Luo et al., 2016). A pixel beyond the formula's has exactly 0; one
 * within it may have 0 as well, where a relu is dead or a maximum lies elsewhere.
 *   image      (height, width) this mean
 *   box        the formula's rows and columns: row0, column0, row1, column1
 *   support    those with a gradient, -1 if there are none; pixels: how many
 *   pixels90   how many pixels hold 90 % of all gradient; share90: as a share of the box
 * Cost: examples * maps passes. */
#include <math.h>
#include <string.h>

#include "lab/probe.h"

enum { LAYER = SP_PROBE_OWN, CHANNEL, ROW, COLUMN };

static const sp_param params[] = {
    SP_PROBE_DATA(SP_SPLIT_TEST, 32),       {"layer", 0, 0, SP_MAX_LAYERS - 1, true, NULL},
    {"channel", -1, -1, 65535, true, NULL}, /* -1: all maps, one after the other */
    {"row", -1, -1, 4095, true, NULL},      /* -1: the middle */
    {"column", -1, -1, 4095, true, NULL},
};

enum { MOST_AT_ONCE = 16 };

/* What place q of a layer's output sees along an axis: low + q jump .. high + q jump. */
typedef struct field {
    double low, high, jump;
    bool whole;
} field;

typedef struct own {
    size_t n, at; /* examples */
    int layer, map, maps, first_map;
    int row, column; /* the place */
    size_t unit;     /* of map 0: its number in the output of an example */
    size_t area;     /* from one map to the next */
    field f;
    double *sum, *sorted;
    float *dw, *image, *down;
    double *box, *support;
    double height, width, size, jump, pixels, pixels90, share90, at_row, at_column;
} own;

static field field_of(const sp_model *m, int layer)
{
    field f[SP_MAX_LAYERS + 1];
    f[0] = (field){0, 0, 1, false};
    for (int i = 0; i <= layer; i++) {
        const sp_layer *l = &m->layer[i];
        f[i + 1] = f[i];
        if (l->kind->window) {
            const sp_window w = l->kind->window(l);
            f[i + 1].low -= w.padding * f[i].jump;
            f[i + 1].high += ((w.size - 1) * w.dilation - w.padding) * f[i].jump;
            f[i + 1].jump *= w.stride;
            f[i + 1].whole |= w.whole;
        } else if (l->kind->joins) {
            const field *other = &f[(int)l->hyper[0] + 1];
            f[i + 1].low = fmin(f[i].low, other->low);
            f[i + 1].high = fmax(f[i].high, other->high);
            f[i + 1].whole |= other->whole;
        }
    }
    return f[layer + 1];
}

static sp_status choose(int wanted, int most, const char *name, int *chosen, sp_error *e)
{
    *chosen = wanted < 0 ? (most - 1) / 2 : wanted;
    if (*chosen < most) return SP_OK;
    return sp_fail(e, SP_INVALID, name, "%s must be from 0 to %d here, not %d", name, most - 1,
                   wanted);
}

/* The place of unit `channel` in a vector that is a flattened image (the last one before it).
 */
static void place_in_image(own *o, const sp_model *m)
{
    const sp_shape *image = &m->input;
    for (int i = 0; i < o->layer; i++) {
        if (!m->layer[i].out.flat) image = &m->layer[i].out;
    }
    const int pixel = o->first_map % (image->height * image->width);
    o->row = pixel / image->width;
    o->column = pixel % image->width;
}

static sp_status plan(sp_probe *p, sp_error *e)
{
    own *o = p->own;
    const sp_model *m = &p->r->model;
    if (m->input.flat) {
        return sp_fail(e, SP_INVALID, "",
                       "a receptive field needs images, and these data are "
                       "rows of %d numbers",
                       m->input.channels);
    }
    sp_status status = choose((int)sp_probe_option(p, LAYER), m->n, "layer", &o->layer, e);
    if (status != SP_OK) return status;
    const sp_shape out = m->layer[o->layer].out;
    const int channel = (int)sp_probe_option(p, CHANNEL);
    status = choose((int)sp_probe_option(p, ROW), out.height, "row", &o->row, e);
    if (status == SP_OK)
        status = choose((int)sp_probe_option(p, COLUMN), out.width, "column", &o->column, e);
    if (status == SP_OK) status = choose(channel, out.channels, "channel", &o->first_map, e);
    if (status == SP_OK) status = sp_probe_examples(p, &o->n, e);
    if (status != SP_OK) return status;

    o->f = field_of(m, o->layer);
    o->unit = (size_t)o->row * (size_t)out.width + (size_t)o->column;
    o->area = (size_t)out.height * (size_t)out.width;
    o->maps = 1;
    if (channel < 0 && (!out.flat || o->f.whole)) {
        o->first_map = 0;
        o->maps = out.channels;
    }
    if (out.flat) place_in_image(o, m);
    o->height = m->input.height;
    o->width = m->input.width;
    o->at_row = o->row;
    o->at_column = o->column;
    return SP_OK;
}

static void layout(sp_probe *p, sp_arena *a)
{
    own *o = p->own;
    const size_t pixels = (size_t)(o->height * o->width);
    o->sum = sp_arena_take(a, pixels, sizeof *o->sum);
    o->sorted = sp_arena_take(a, pixels, sizeof *o->sorted);
    o->dw = sp_arena_take(a, p->r->n, sizeof *o->dw);
    o->down = sp_arena_take(a, MOST_AT_ONCE * sp_model_down(&p->r->model), sizeof *o->down);
    o->image = sp_probe_take_floats(p, a, "image", pixels);
    o->box = sp_probe_take_doubles(p, a, "box", 4);
    o->support = sp_probe_take_doubles(p, a, "support", 4);
    sp_probe_tell(p, "height", &o->height);
    sp_probe_tell(p, "width", &o->width);
    sp_probe_tell(p, "row", &o->at_row);
    sp_probe_tell(p, "column", &o->at_column);
    sp_probe_tell(p, "size", &o->size);
    sp_probe_tell(p, "jump", &o->jump);
    sp_probe_tell(p, "pixels", &o->pixels);
    sp_probe_tell(p, "pixels90", &o->pixels90);
    sp_probe_tell(p, "share90", &o->share90);
}

/* The formula's rows and columns, which may reach beyond the image. */
static void begin(sp_probe *p)
{
    own *o = p->own;
    const double place[] = {o->at_row, o->at_column}, most[] = {o->height - 1, o->width - 1};
    for (int axis = 0; axis < 2; axis++) {
        o->box[axis] = o->f.whole ? 0 : o->f.low + place[axis] * o->f.jump;
        o->box[axis + 2] = o->f.whole ? most[axis] : o->f.high + place[axis] * o->f.jump;
    }
    o->size = o->f.whole ? fmax(o->height, o->width) : o->f.high - o->f.low + 1;
    o->jump = o->f.whole ? 0 : o->f.jump;
}

/* Adds |gradient| of one map's place for `count` examples. */
static void measure(sp_probe *p, size_t count)
{
    own *o = p->own;
    const size_t out = sp_layer_out(&p->model.layer[o->layer]);
    const size_t channels = (size_t)p->model.input.channels;
    const size_t pixels = (size_t)(o->height * o->width);
    const int split = (int)sp_probe_option(p, SP_PROBE_SPLIT);
    sp_probe_choose(p, split, o->n, o->at, count);
    sp_run_gather(p->r, split, p->r->index, count);

    p->model.n = o->layer + 1; /* for this part the net ends here */
    sp_model_set_down(&p->model, o->down, MOST_AT_ONCE);
    sp_model_forward(&p->model, p->w, count, false);
    float *dy = sp_model_output_gradient(&p->model);
    memset(dy, 0, count * out * sizeof *dy);
    const size_t unit = o->unit + (size_t)(o->first_map + o->map) * o->area;
    for (size_t b = 0; b < count; b++) dy[b * out + unit] = 1;
    const float *dx = sp_model_backward(&p->model, p->w, o->dw, count, false, true);
    for (size_t i = 0; i < count * channels * pixels; i++) {
        o->sum[i % pixels] += fabs((double)dx[i]);
    }
}

/* Shell's sort (1959), the largest first. */
static void sort_down(double *x, size_t n)
{
    for (size_t gap = n / 2; gap > 0; gap = gap == 2 ? 1 : gap * 5 / 11) {
        for (size_t i = gap; i < n; i++) {
            const double held = x[i];
            size_t j = i;
            for (; j >= gap && x[j - gap] < held; j -= gap) x[j] = x[j - gap];
            x[j] = held;
        }
    }
}

static void finish(own *o)
{
    const size_t width = (size_t)o->width, pixels = (size_t)o->height * width;
    double total = 0;
    for (int side = 0; side < 4; side++) o->support[side] = -1;
    for (size_t i = 0; i < pixels; i++) {
        o->image[i] = (float)(o->sum[i] / (double)(o->n * (size_t)o->maps));
        o->sorted[i] = o->sum[i];
        total += o->sum[i];
        if (!(o->sum[i] > 0)) continue;
        const double at[] = {(double)(i / width), (double)(i % width)};
        for (int axis = 0; axis < 2; axis++) {
            if (o->pixels == 0 || at[axis] < o->support[axis]) o->support[axis] = at[axis];
            if (at[axis] > o->support[axis + 2]) o->support[axis + 2] = at[axis];
        }
        o->pixels++;
    }
    sort_down(o->sorted, pixels);
    double held = 0;
    for (size_t i = 0; i < pixels && held < 0.9 * total; i++) {
        held += o->sorted[i];
        o->pixels90++;
    }
    const double down = fmin(o->box[2], o->height - 1) - fmax(o->box[0], 0) + 1;
    const double across = fmin(o->box[3], o->width - 1) - fmax(o->box[1], 0) + 1;
    o->share90 = o->pixels90 / (down * across);
}

static bool some(sp_probe *p)
{
    own *o = p->own;
    const size_t left = o->n - o->at, part = sp_probe_part(p, left);
    const size_t count = part < MOST_AT_ONCE ? part : MOST_AT_ONCE;
    measure(p, count);
    const double batch = ((double)o->map + 1) / o->maps * (double)count;
    p->progress = ((double)o->at + batch) / (double)o->n;
    if (++o->map < o->maps) return true;
    o->map = 0;
    o->at += count;
    if (o->at < o->n) return true;
    finish(o);
    return false;
}

const sp_probe_kind sp_probe_receptive_field = {
    .head = {"receptiveField", params, SP_COUNT(params), "lab/probe_field.c",
             "Luo et al., 2016"},
    .own = sizeof(own),
    .plan = plan,
    .layout = layout,
    .begin = begin,
    .some = some,
};
