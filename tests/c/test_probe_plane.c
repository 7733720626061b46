/* Losses along lines and planes, and the plane of a trajectory, against closed forms. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lab/probe.h"
#include "looks.h"
#include "runs.h"

static double loss_of(sp_run *r, int split, double examples)
{
    sp_run_evaluate_begin(r, split, examples);
    while (sp_run_evaluate_some(r)) continue;
    return sp_run_loss(r);
}

static void plane_at_its_center_is_evaluation(void **state)
{
    (void)state;
    sp_run *r = run_of(SMALL_NET);
    train(r, 20);
    sp_probe *p = probe_of(r, "plane", "nx=5 ny=3 split=test examples=0");
    look(p);
    const double *loss = doubles_of(p, "loss", 15), *error = doubles_of(p, "error", 15);
    assert_true(loss[7] == loss_of(r, SP_TEST, 0));
    assert_true(error[7] == sp_run_error(r));
    for (int i = 0; i < 15; i++) assert_true(i == 7 || loss[i] > loss[7]);
    assert_true(doubles_of(p, "window", 4)[0] == -1 && number_of(p, "nx") == 5);

    /* The directions are normalised filter by filter, and leave the biases alone. */
    const float *d = floats_of(p, "directions", 2 * r->n);
    double dot = 0;
    for (int k = 0; k < 2; k++, d += r->n) {
        for (int i = 0; i < r->model.n; i++) {
            const sp_layer *l = &r->model.layer[i];
            const size_t units = l->weights ? sp_layer_out(l) : 0;
            for (size_t u = 0; u < units; u++) {
                const size_t size = l->weights / units, from = l->begin + u * size;
                double of_d = 0, of_w = 0;
                for (size_t j = from; j < from + size; j++) {
                    of_d += (double)d[j] * (double)d[j];
                    of_w += (double)r->w[j] * (double)r->w[j];
                }
                expect_within("length", sqrt(of_d), sqrt(of_w), 1e-5 * sqrt(of_w));
            }
            for (size_t j = 0; j < l->bias; j++) {
                assert_true(d[l->begin + l->weights + j] == 0);
            }
        }
    }
    d -= 2 * r->n;
    for (size_t i = 0; i < r->n; i++) dot += (double)d[i] * (double)d[r->n + i];
    assert_true(fabs(dot) < 0.2 * (double)r->n);
    sp_probe *other = probe_of(r, "plane", "nx=2 ny=2 draw=1");
    look(other);
    assert_memory_not_equal(floats_of(other, "directions", 2 * r->n), d, r->n * sizeof *d);
    sp_probe_free(other);
    sp_probe_free(p);

    /* The examples are those of the trace's rows. */
    sp_run *sampled = run_of(SMALL_NET "evaluate.examples=64");
    p = probe_of(sampled, "plane", "nx=3 ny=3 examples=64");
    look(p);
    assert_true(doubles_of(p, "loss", 9)[4] == loss_of(sampled, SP_TRAIN, 64));
    sp_probe_free(p);
    sp_run_free(sampled);
    sp_run_free(r);
}

/* Two weights of linear regression: the full loss is a quadratic, known exactly. */
static void plane_of_two_weights_is_the_loss(void **state)
{
    (void)state;
    sp_run *r = run_of("data.name=linear data.features=1 data.train=300 data.noise=0.3 "
                       "model.0.layer=dense model.0.units=1 loss.name=mse");
    const sp_split *s = &r->data->split[SP_SPLIT_TRAIN];
    const float axes[] = {1, 0, 0, 1}, origin[] = {0, 0};
    sp_probe *p = probe_of(r, "plane", "nx=9 ny=7 x0=-2 x1=2 y0=-3 y1=3 examples=0");
    lend_floats(p, "directions", axes, 4);
    lend_floats(p, "center", origin, 2);
    look(p);
    for (int j = 0; j < 7; j++) {
        for (int i = 0; i < 9; i++) {
            const double w = -2 + 0.5 * i, b = -3 + j;
            double sum = 0;
            for (size_t k = 0; k < 300; k++) {
                const double off = w * (double)s->floats[k] + b - (double)s->targets[k];
                sum += off * off / 300;
            }
            expect_within("loss", doubles_of(p, "loss", 63)[9 * j + i], sum, 1e-5 * (1 + sum));
        }
    }
    assert_true(isnan(doubles_of(p, "error", 63)[0]));
    sp_probe_free(p);
    sp_run_free(r);
}

/* Logistic regression on two inputs, without a bias. */
static void plane_of_logistic_regression_is_the_loss(void **state)
{
    (void)state;
    sp_run *r = run_of("data.name=toy2d data.train=200 data.noise=0.5 model.0.layer=dense "
                       "model.0.units=1 model.0.bias=0 loss.name=binary-cross-entropy");
    assert_int_equal(r->n, 2);
    const sp_split *s = &r->data->split[SP_SPLIT_TRAIN];
    const float axes[] = {1, 0, 0, 1}, origin[] = {0, 0};
    sp_probe *p = probe_of(r, "plane", "nx=5 ny=5 x0=-4 x1=4 y0=-4 y1=4 examples=0");
    lend_floats(p, "directions", axes, 4);
    lend_floats(p, "center", origin, 2);
    look(p);
    for (int point = 0; point < 25; point++) {
        const double u = -4 + 2 * (point % 5), v = -4 + 2 * (int)(point / 5);
        double sum = 0;
        for (size_t k = 0; k < 200; k++) {
            const double y = u * (double)s->floats[2 * k] + v * (double)s->floats[2 * k + 1];
            sum += log(1 + exp(s->labels[k] ? -y : y)) / 200;
        }
        expect_within("loss", doubles_of(p, "loss", 25)[point], sum, 1e-5 * (1 + sum));
    }
    sp_probe_free(p);
    sp_run_free(r);
}

static void line_goes_from_one_to_the_other(void **state)
{
    (void)state;
    sp_run *r = run_of(SMALL_NET);
    const size_t n = r->n;
    float *start = malloc(n * sizeof *start), *end = malloc(n * sizeof *end);
    memcpy(start, r->w, n * sizeof *start);
    const double first = loss_of(r, SP_TRAIN, 0);
    train(r, 40);
    memcpy(end, r->w, n * sizeof *end);
    const double last = loss_of(r, SP_TRAIN, 0);

    sp_probe *p = probe_of(r, "line", "points=9 examples=0");
    lend_floats(p, "from", start, n);
    look(p);
    const double *t = doubles_of(p, "t", 9), *loss = doubles_of(p, "loss", 9);
    assert_true(t[0] == -0.5 && t[2] == 0 && t[6] == 1 && t[8] == 1.5);
    assert_true(loss[2] == first);
    expect_within("end", loss[6], last, 1e-6 * last);
    sp_probe_free(p);

    for (size_t i = 0; i < n; i++)
        r->w[i] = 0; /* both ends given: where the run is, is nothing */
    p = probe_of(r, "line", "points=2 start=0 end=1 examples=0");
    lend_floats(p, "from", start, n);
    lend_floats(p, "to", end, n);
    look(p);
    assert_true(doubles_of(p, "loss", 2)[0] == first);
    expect_within("end", doubles_of(p, "loss", 2)[1], last, 1e-6 * last);
    sp_probe_free(p);
    free(start);
    free(end);
    sp_run_free(r);
}

/* --- trajectory -----------------------------------------------------------------------------
 */

enum { SNAPSHOTS = 50 };

/* Snapshots base + sum over c of a[c] cos(speed c k) e_c, with four unit directions e_c that
 * stand upright on each other: over whole periods the cosines are uncorrelated. */
static void principal_components_are_found(void **state)
{
    (void)state;
    static const double size[] = {3, 2, 0.5, 0.1};
    const double turn = 6.283185307179586 / SNAPSHOTS;
    sp_run *r = run_of(SMALL_NET);
    const size_t n = r->n;
    float *w = malloc(SNAPSHOTS * n * sizeof *w);
    for (size_t k = 0; k < SNAPSHOTS; k++) {
        memcpy(w + k * n, r->w, n * sizeof *w);
        for (int c = 0; c < 4; c++) {
            const double part = size[c] * cos(turn * (c + 1) * (double)k);
            for (size_t i = (size_t)c; i < 4000; i += 4) {
                w[k * n + i] += (float)(part / sqrt(1000));
            }
        }
    }
    sp_probe *p = probe_of(r, "trajectory", "");
    lend_floats(p, "snapshots", w, SNAPSHOTS * n);
    look(p);
    const double total = 9 + 4 + 0.25 + 0.01, *share = doubles_of(p, "share", 2);
    expect_within("share", share[0], 9 / total, 1e-4);
    expect_within("share", share[1], 4 / total, 1e-4);
    const float *d = floats_of(p, "directions", 2 * n);
    for (size_t c = 0; c < 2; c++) {
        const double sign = d[c * n + c] > 0 ? 1 : -1;
        for (size_t i = 0; i < n; i++) {
            const double wanted = i < 4000 && i % 4 == c ? sign / sqrt(1000) : 0;
            expect_within("direction", (double)d[c * n + i], wanted, 1e-5);
        }
        for (size_t k = 0; k < SNAPSHOTS; k++) {
            const double speed = turn * (double)(c + 1);
            const double now = cos(speed * (double)k), end = cos(speed * (SNAPSHOTS - 1));
            expect_within("coordinate", doubles_of(p, "coordinates", 2 * SNAPSHOTS)[2 * k + c],
                          sign * size[c] * (now - end), 1e-3);
        }
    }
    sp_probe_free(p);

    /* On a straight line there is one direction only. */
    for (size_t k = 0; k < 4; k++) {
        for (size_t i = 0; i < n; i++) w[k * n + i] = (float)(i % 7) * (float)k;
    }
    p = probe_of(r, "trajectory", "");
    lend_floats(p, "snapshots", w, 4 * n);
    look(p);
    expect_within("share", doubles_of(p, "share", 2)[0], 1, 1e-9);
    expect_within("share", doubles_of(p, "share", 2)[1], 0, 1e-9);
    assert_true(floats_of(p, "directions", 2 * n)[n + 1] == 0);
    sp_probe_free(p);
    free(w);
    sp_run_free(r);
}

/* The plane of a real training, with the last weights as its center, goes through the weights
 * that lie in it. */
static void trajectory_and_plane_fit_together(void **state)
{
    (void)state;
    sp_run *r = run_of("data.name=linear data.features=1 data.train=100 model.0.layer=dense "
                       "model.0.units=1 loss.name=mse optimizer.lr=0.05 batch.size=10");
    float w[20][2];
    for (int k = 0; k < 20; k++) {
        train(r, 1);
        memcpy(w[k], r->w, sizeof w[k]);
    }
    sp_probe *p = probe_of(r, "trajectory", "");
    lend_floats(p, "snapshots", w[0], 40);
    look(p);
    const double *share = doubles_of(p, "share", 2), *at = doubles_of(p, "coordinates", 40);
    const float *d = floats_of(p, "directions", 4);
    expect_within("both", share[0] + share[1], 1, 1e-9);
    assert_true(at[38] == 0 && at[39] == 0);

    char options[200];
    sp_format(options, sizeof options, "nx=2 ny=2 examples=0 x0=%g x1=%g y0=%g y1=%g", at[0],
              at[0] + 1, at[1], at[1] + 1);
    sp_probe *plane = probe_of(r, "plane", options);
    lend_floats(plane, "directions", d, 4);
    look(plane);
    memcpy(r->w, w[0], sizeof w[0]);
    const double loss = loss_of(r, SP_TRAIN, 0);
    expect_within("loss", doubles_of(plane, "loss", 4)[0], loss, 1e-4 * loss);
    sp_probe_free(plane);
    sp_probe_free(p);
    sp_run_free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plane_at_its_center_is_evaluation),
        cmocka_unit_test(plane_of_two_weights_is_the_loss),
        cmocka_unit_test(plane_of_logistic_regression_is_the_loss),
        cmocka_unit_test(line_goes_from_one_to_the_other),
        cmocka_unit_test(principal_components_are_found),
        cmocka_unit_test(trajectory_and_plane_fit_together),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
