/* layer: what a layer is, and the table of all layers.
 *
 * A layer is a plan (does it fit, how large is everything), an initial value, a forward and a
 * backward pass. Adding one takes one file and one line in nn/registry.c.
 *
 * Letters: B examples in the batch; x (B, in), y (B, out); gradients of the loss are dx, dy,
 * dw. Weights of a layer lie in one piece: first the weights, then the bias. */
#ifndef SP_NN_LAYER_H
#define SP_NN_LAYER_H

#include "base/kind.h"
#include "base/rng.h"
#include "tensor/shape.h"

typedef struct sp_layer sp_layer;

/* One pass of a batch through one layer. */
typedef struct sp_pass {
    size_t B;
    bool training;       /* masks drawn, batch statistics used */
    const float *x;      /* (B, in) */
    float *y;            /* (B, out): written by forward, unchanged until backward */
    const float *dy;     /* (B, out) */
    float *dx;           /* (B, in): written, not added to; NULL where nobody needs it */
    const float *w;      /* weights, then bias */
    float *dw;           /* written, not added to */
    const float *joined; /* (B, in): output of the earlier layer, for kinds that join */
    float *kept;         /* (B, layer.kept): what forward leaves for backward */
    float *state;   /* layer.state floats that live as long as the run but are not trained */
    float *scratch; /* layer.scratch floats, 64-byte aligned, lost after the call */
    sp_rng *masks;  /* this layer's own stream */
} sp_pass;

/* What one place of an output sees of the input, the same down and across: `size` places,
 * `dilation` apart, the first of them at place * stride - padding. */
typedef struct sp_window {
    int size, stride, padding, dilation;
    bool whole; /* sees all of the input */
} sp_window;

typedef struct sp_layer_kind {
    sp_kind head;
    /* Given `in`, `hyper` and `max_batch`, fills out, weights, bias, kept, state and scratch.
     * `path` is "model.3"; an error says what came in and what is needed. */
    sp_status (*plan)(sp_layer *l, const char *path, sp_error *e);
    void (*init)(const sp_layer *l, float *w, float *state,
                 sp_rng *r); /* NULL: nothing to do */
    void (*forward)(const sp_layer *l, const sp_pass *p);
    void (*backward)(const sp_layer *l, const sp_pass *p);
    sp_window (*window)(const sp_layer *l); /* NULL: a place sees its own place only */
    bool masks;                             /* draws masks in training */
    bool joins; /* takes the output of an earlier layer too: hyper[0] is its number */
    /* Who needs what, so that neighbours can share memory: */
    bool same;    /* y is x, number for number; both may lie in the same place */
    bool over_x;  /* y may lie over x: forward writes y[i] after x[i], backward reads no x */
    bool needs_y; /* backward reads y */
    bool over_dy; /* dx may lie over dy: backward writes dx[i] after its last look at dy[i] */
} sp_layer_kind;

struct sp_layer {
    const sp_layer_kind *kind;
    double hyper[SP_MAX_PARAMS]; /* in the order of the kind's parameters */
    sp_shape in, out;
    sp_shape joined; /* of the earlier layer's output, for kinds that join */
    size_t max_batch;
    size_t weights, bias; /* how many floats of each */
    size_t begin;         /* where they begin in the flat arrays */
    size_t kept, state, scratch;
};

static inline size_t sp_layer_in(const sp_layer *l)
{
    return sp_shape_size(l->in);
}

static inline size_t sp_layer_out(const sp_layer *l)
{
    return sp_shape_size(l->out);
}

/* All layers; `count` tells how many. */
const sp_layer_kind *const *sp_layer_kinds(int *count);

#endif
