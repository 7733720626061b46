#include "nn/gradcheck.h"

#include <math.h>
#include <string.h>

typedef struct problem {
    sp_model *m;
    const sp_loss_kind *loss;
    const double *hyper;
    sp_target target;
    size_t B;
} problem;

static double loss_at(const problem *p, const float *w, const sp_rng *masks, float *dy)
{
    memcpy(p->m->masks, masks, sizeof p->m->masks);
    const float *y = sp_model_forward(p->m, w, p->B, true);
    const size_t C = sp_shape_size(p->m->output);
    return p->loss->value(p->hyper, p->B, C, y, p->target, dy) / (double)p->B;
}

static void move(float *x, const float *v, size_t n, float h)
{
    for (size_t i = 0; i < n; i++) x[i] += h * v[i];
}

static double dot(const float *a, const float *b, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += (double)a[i] * (double)b[i];
    return sum;
}

sp_gradcheck sp_gradcheck_run(sp_model *m, const sp_loss_kind *loss, const double *hyper,
                              sp_target target, size_t B, float *w, float *dw, float *v,
                              bool inputs, float h, sp_rng *r)
{
    const problem p = {m, loss, hyper, target, B};
    const size_t n = m->parameters, n_in = inputs ? B * sp_shape_size(m->input) : 0;
    float *x = sp_model_inputs(m), *vx = v + n;
    sp_rng masks[SP_MAX_LAYERS];
    memcpy(masks, m->masks, sizeof masks);

    double length = 0;
    for (size_t i = 0; i < n + n_in; i++) {
        v[i] = sp_rng_normal(r);
        length += (double)v[i] * (double)v[i];
    }
    for (size_t i = 0; i < n + n_in; i++) v[i] = (float)((double)v[i] / sqrt(length));

    const double here = loss_at(&p, w, masks, sp_model_output_gradient(m));
    const float *dx = sp_model_backward(m, w, dw, B, true, inputs);
    double slope = dot(dw, v, n), gradient = dot(dw, dw, n);
    if (inputs) {
        slope += dot(dx, vx, n_in);
        gradient += dot(dx, dx, n_in);
    }

    /* The starting point is kept at the end of v, so that it comes back to the bit. */
    float *start = v + n + n_in;
    memcpy(start, w, n * sizeof *w);
    memcpy(start + n, x, n_in * sizeof *x);
    double side[2];
    for (int s = 0; s < 2; s++) {
        move(w, v, n, s ? h : -h);
        move(x, vx, n_in, s ? h : -h);
        side[s] = loss_at(&p, w, masks, NULL);
        memcpy(w, start, n * sizeof *w);
        memcpy(x, start + n, n_in * sizeof *x);
    }
    memcpy(m->masks, masks, sizeof masks);

    sp_gradcheck c = {.slope = slope, .measured = (side[1] - side[0]) / (2.0 * (double)h)};
    c.curvature = (side[1] - 2 * here + side[0]) / ((double)h * (double)h);
    const double scale = fmax(fmax(fabs(slope), fabs(c.measured)), 1e-3 * sqrt(gradient));
    c.relative = scale > 0 ? fabs(slope - c.measured) / scale : 0;
    return c;
}
