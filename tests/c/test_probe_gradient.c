/* Probes of gradients and updates, against closed forms. */
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

/* A line through points: 2 parameters, and every gradient is known. */
#define LINE                                                                                   \
    "data.name=linear data.features=1 data.noise=0.5 data.train=400 data.test=10 "             \
    "model.0.layer=dense model.0.units=1 loss.name=mse optimizer.lr=0.05 batch.size=20 "

/* The gradient of (w x + b - target)^2 for example i of the training data. */
static void gradient_of(const sp_run *r, size_t i, double g[2])
{
    const sp_split *s = &r->data->split[SP_SPLIT_TRAIN];
    const double x = (double)s->floats[i];
    const double off = (double)r->w[0] * x + (double)r->w[1] - (double)s->targets[i];
    g[0] = 2 * off * x;
    g[1] = 2 * off;
}

typedef struct moments {
    double mean[2];
    double variance; /* s^2: mean of |g - mean|^2 */
} moments;

static moments moments_of(const sp_run *r, size_t n)
{
    moments m = {{0}, 0};
    for (int turn = 0; turn < 2; turn++) {
        for (size_t i = 0; i < n; i++) {
            double g[2];
            gradient_of(r, i, g);
            for (int k = 0; k < 2; k++) {
                if (turn)
                    m.variance += (g[k] - m.mean[k]) * (g[k] - m.mean[k]) / (double)n;
                else
                    m.mean[k] += g[k] / (double)n;
            }
        }
    }
    return m;
}

static void batch_variance_is_s2_over_m(void **state)
{
    (void)state;
    sp_run *r = run_of(LINE);
    train(r, 10);
    const moments exact = moments_of(r, 400);
    const double norm = sqrt(exact.mean[0] * exact.mean[0] + exact.mean[1] * exact.mean[1]);
    static const int sizes[] = {1, 10, 100, 400};
    for (size_t i = 0; i < SP_COUNT(sizes); i++) {
        for (int without = 0; without < 2; without++) {
            char options[100];
            const int m = sizes[i];
            sp_format(options, sizeof options, "size=%d repetitions=3000 sampling=%s", m,
                      without ? "shuffle" : "replacement");
            sp_probe *p = probe_of(r, "gradientSpread", options);
            look(p);
            const double *g = doubles_of(p, "gradient", 2);
            expect_within("full gradient", g[0], exact.mean[0], 1e-5 * norm);
            expect_within("full gradient", g[1], exact.mean[1], 1e-5 * norm);
            const double factor = without ? (400.0 - m) / 399 : 1;
            const double wanted = exact.variance / m * factor;
            /* |g - G|^2 of batches of 1 has heavy tails: the others are nearly normal. */
            expect_within("variance", number_of(p, "variance"), wanted,
                          (m == 1 ? 0.15 : 0.06) * wanted + 1e-12);
            expect_within("relative", number_of(p, "relative"),
                          number_of(p, "variance") / (norm * norm), 1e-4 * wanted + 1e-12);
            if (m < 400) {
                expect_within("s^2", number_of(p, "perExample"), exact.variance,
                              0.15 * exact.variance);
            } else if (without) {
                assert_true(isnan(number_of(p, "perExample")));
            }
            /* The mean of K estimates is off by sqrt(variance / K), about. */
            assert_true(number_of(p, "meanOffset") < 4 * sqrt(wanted / 3000) + 1e-7);

            /* The cloud lies along the axes, about the full gradient. */
            const double *cloud = doubles_of(p, "cloud", 6000),
                         *point = doubles_of(p, "point", 2);
            double spread = 0;
            for (int k = 0; k < 6000; k++) {
                const double off = cloud[k] - point[k % 2];
                spread += off * off / 3000;
            }
            expect_within("point", point[0], g[0], 1e-12);
            expect_within("cloud", spread, number_of(p, "variance"), 1e-9 * wanted + 1e-12);
            sp_probe_free(p);
        }
    }
    sp_run_free(r);
}

/* The full gradient of a net is what one update with the whole set as its batch uses. */
static void full_gradient_is_that_of_a_full_batch(void **state)
{
    (void)state;
    sp_run *r = run_of("data.train=150 data.test=10 model.0.layer=flatten model.1.layer=dense "
                       "model.1.units=12 model.2.layer=tanh model.3.layer=dense "
                       "batch.size=150 optimizer.lr=0.1");
    train(r, 3);
    const size_t n = r->n;
    sp_probe *p = probe_of(r, "gradientSpread", "repetitions=20 size=150 sampling=shuffle");
    look(p);
    train(r, 1);
    const double *g = doubles_of(p, "gradient", n);
    double largest = 0;
    for (size_t i = 0; i < n; i++) largest = fmax(largest, fabs((double)r->g[i]));
    for (size_t i = 0; i < n; i++) {
        expect_within("gradient", g[i], (double)r->g[i], 1e-5 * largest);
    }
    assert_true(number_of(p, "relative") < 1e-9);
    sp_probe_free(p);

    /* Along given directions: here two axes. */
    float *axes = calloc(2 * n, sizeof *axes);
    axes[5] = axes[n + 9500] = 1;
    p = probe_of(r, "gradientSpread", "repetitions=2 examples=100");
    lend_floats(p, "directions", axes, 2 * n);
    look(p);
    g = doubles_of(p, "gradient", n);
    assert_true(doubles_of(p, "point", 2)[0] == g[5]);
    assert_true(doubles_of(p, "point", 2)[1] == g[9500]);
    sp_probe_free(p);

    /* Those that the probe chooses have length 1 and the first is that of the gradient. */
    p = probe_of(r, "gradientSpread", "repetitions=2");
    look(p);
    expect_within("along", doubles_of(p, "point", 2)[0], number_of(p, "gradientNorm"), 1e-6);
    expect_within("across", doubles_of(p, "point", 2)[1], 0, 1e-6);
    sp_probe_free(p);
    free(axes);
    sp_run_free(r);
}

/* At the optimum the mean gradient is 0 while those of single examples are not. */
static void optimum_has_noise_but_no_gradient(void **state)
{
    (void)state;
    sp_run *r = run_of(LINE);
    r->w[0] = r->w[1] = 0;
    /* Least squares, by the normal equations. */
    const sp_split *s = &r->data->split[SP_SPLIT_TRAIN];
    double n = 400, sx = 0, sy = 0, sxx = 0, sxy = 0;
    for (size_t i = 0; i < 400; i++) {
        const double x = (double)s->floats[i], y = (double)s->targets[i];
        sx += x;
        sy += y;
        sxx += x * x;
        sxy += x * y;
    }
    r->w[0] = (float)((n * sxy - sx * sy) / (n * sxx - sx * sx));
    r->w[1] = (float)((sy - (double)r->w[0] * sx) / n);
    sp_probe *p = probe_of(r, "gradientSpread", "size=1 repetitions=500");
    look(p);
    assert_true(number_of(p, "gradientNorm") < 1e-5 * sqrt(number_of(p, "perExample")));
    sp_probe_free(p);
    sp_run_free(r);
}

static void noise_scale_is_s2_over_gradient_square(void **state)
{
    (void)state;
    sp_run *r = run_of(LINE);
    train(r, 10);
    const moments exact = moments_of(r, 400);
    const double square = exact.mean[0] * exact.mean[0] + exact.mean[1] * exact.mean[1];
    static const char *const sizes[] = {"small=4 big=400 repetitions=1000",
                                        "small=4 big=12 repetitions=10000"};
    for (size_t i = 0; i < SP_COUNT(sizes); i++) {
        sp_probe *p = probe_of(r, "noiseScale", sizes[i]);
        look(p);
        expect_within("S", number_of(p, "variance"), exact.variance, 0.03 * exact.variance);
        expect_within("G^2", number_of(p, "gradientSquare"), square, 0.05 * square);
        expect_within("noise scale", number_of(p, "noiseScale"), exact.variance / square,
                      0.08 * exact.variance / square);
        sp_probe_free(p);
    }
    sp_run_free(r);
}

/* --- the last update ------------------------------------------------------------------------
 */

static double term(const sp_probe *p, const char *name)
{
    char names[400], *rest = names;
    strcpy(names, text_of(p, "names"));
    const double *values = doubles_of(p, "values", 0);
    for (int i = 0;; i++) {
        const char *one = strtok_r(rest, "|", &rest);
        if (!one) fail_msg("there is no %s in %s", name, text_of(p, "names"));
        if (strcmp(one, name) == 0) return values[i];
    }
}

static void arithmetic_is_what_was_done(void **state)
{
    (void)state;
    for (int i = 0; i < sp_group_count(SP_GROUP_OPTIMIZERS); i++) {
        char fields[600];
        const char *name = sp_group_kind(SP_GROUP_OPTIMIZERS, i)->name;
        sp_format(fields, sizeof fields, SMALL_NET "optimizer.name=%s optimizer.lr=0.01", name);
        sp_run *r = run_of(fields);
        expect_refused(probe_of(r, "arithmetic", ""), "", "no update has been kept yet");
        expect_refused(probe_of(r, "effectiveStep", ""), "", "ask again");
        for (int t = 1; t <= 4; t++) {
            float *before = malloc(r->n * sizeof *before);
            memcpy(before, r->w, r->n * sizeof *before);
            train(r, 1);
            for (size_t w = 3; w < r->n; w += 1500) {
                char options[40];
                sp_format(options, sizeof options, "weight=%z", w);
                sp_probe *p = probe_of(r, "arithmetic", options);
                look(p);
                assert_true(number_of(p, "update") == t && number_of(p, "weight") == (double)w);
                assert_true(number_of(p, "before") == (double)before[w]);
                assert_true(number_of(p, "after") == (double)r->w[w]);
                assert_true(term(p, "w_before") == (double)before[w]);
                assert_true(term(p, "g") == (double)r->g[w]);
                const double now = (double)r->w[w];
                expect_within(name, term(p, "w"), now, 1e-6 * fabs(now) + 1e-9);
                expect_within(name, term(p, "w_before") - term(p, "step"), term(p, "w"), 0);
                sp_probe_free(p);
            }
            free(before);
        }
        expect_refused(probe_of(r, "arithmetic", "weight=999999"), "weight", "999999");
        sp_run_free(r);
    }
    assert_true(sp_live_bytes() == 0);
}

static void effective_step_of(const char *rule, double lr, double eps)
{
    char fields[600];
    sp_format(fields, sizeof fields, SMALL_NET "optimizer.name=%s optimizer.lr=%g", rule, lr);
    sp_run *r = run_of(fields);
    sp_run_keep(r, 1);
    train(r, 5);
    float *state = malloc(r->n * sizeof *state);
    if (r->state[0]) memcpy(state, r->state[0], r->n * sizeof *state);
    for (size_t i = 0; i < r->n; i++) r->w[i] = 7; /* whatever became of the weights since */
    sp_probe *p = probe_of(r, "effectiveStep", "");
    look(p);
    const float *rate = floats_of(p, "rate", r->n), *ratio = floats_of(p, "ratio", r->n);
    assert_true(number_of(p, "update") == 5);
    int still = 0;
    for (size_t i = 0; i < r->n; i++) {
        const double wanted = eps > 0 ? lr / sqrt((double)state[i] + eps) : lr;
        expect_within("rate", (double)rate[i], wanted, 1e-5 * wanted);
        const double g = fabs((double)r->g[i]);
        if (r->g[i] == 0) {
            assert_true(isnan(ratio[i]));
            still++;
        } else { /* the weights are floats: what moves them is rounded to their last bit */
            expect_within("ratio", (double)ratio[i], wanted, 1e-4 * wanted + 1e-7 / g);
        }
    }
    assert_true(still > 0); /* pixels that are blank in the whole batch */
    sp_probe_free(p);
    free(state);
    sp_run_free(r);
}

static void effective_steps_are_those_of_the_formula(void **state)
{
    (void)state;
    effective_step_of("sgd", 0.05, 0);
    effective_step_of("adagrad", 0.01, 1e-8);
    effective_step_of("rmsprop", 0.001, 1e-8);
}

static void kept_update_survives_a_larger_batch_and_not_a_restore(void **state)
{
    (void)state;
    sp_run *r = run_of(SMALL_NET);
    sp_run_keep(r, 1);
    train(r, 2);
    assert_int_equal(sp_run_set(r, "batch.size", 90), 0);
    sp_probe *p = probe_of(r, "arithmetic", "weight=12545");
    look(p);
    assert_true(number_of(p, "update") == 2 && number_of(p, "after") == (double)r->w[12545]);
    sp_probe_free(p);
    train(r, 1);
    const size_t size = sp_run_save_size(r);
    unsigned char *bytes = malloc(size);
    sp_run_save(r, bytes);
    assert_int_equal(sp_run_restore(r, bytes, size), 0);
    expect_refused(probe_of(r, "arithmetic", ""), "", "make one and ask again");
    const double live = sp_live_bytes();
    sp_run_keep(r, 0);
    assert_true(sp_live_bytes() < live);
    free(bytes);
    sp_run_free(r);
    assert_true(sp_live_bytes() == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(batch_variance_is_s2_over_m),
        cmocka_unit_test(full_gradient_is_that_of_a_full_batch),
        cmocka_unit_test(optimum_has_noise_but_no_gradient),
        cmocka_unit_test(noise_scale_is_s2_over_gradient_square),
        cmocka_unit_test(arithmetic_is_what_was_done),
        cmocka_unit_test(effective_steps_are_those_of_the_formula),
        cmocka_unit_test(kept_update_survives_a_larger_batch_and_not_a_restore),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
