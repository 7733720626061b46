/* Generators whose truth is known: linear, scaled, polynomial, onehot. Their targets are
 * checked by least squares, their inputs by moments and frequencies. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "data.h"

/* Least squares of the training targets on the inputs and a bias: w (n + 1) by Gaussian
 * elimination of the normal equations. Returns the mean square of what remains. */
static double solve(const sp_dataset *d, double *w)
{
    enum { MOST = 12 };
    const size_t n = (size_t)d->shape.channels, N = d->split[0].n;
    double A[MOST][MOST + 1] = {{0}};
    for (size_t i = 0; i < N; i++) {
        double x[MOST];
        for (size_t j = 0; j < n; j++) x[j] = (double)d->split[0].floats[i * n + j];
        x[n] = 1;
        for (size_t j = 0; j <= n; j++) {
            for (size_t k = 0; k <= n; k++) A[j][k] += x[j] * x[k];
            A[j][n + 1] += x[j] * (double)d->split[0].targets[i];
        }
    }
    for (size_t j = 0; j <= n; j++) {
        for (size_t k = j + 1; k <= n; k++) {
            const double by = A[k][j] / A[j][j];
            for (size_t c = j; c <= n + 1; c++) A[k][c] -= by * A[j][c];
        }
    }
    for (size_t j = n + 1; j-- > 0;) {
        w[j] = A[j][n + 1];
        for (size_t k = j + 1; k <= n; k++) w[j] -= A[j][k] * w[k];
        w[j] /= A[j][j];
    }
    double square = 0;
    for (size_t i = 0; i < N; i++) {
        double y = w[n];
        for (size_t j = 0; j < n; j++) y += w[j] * (double)d->split[0].floats[i * n + j];
        const double off = y - (double)d->split[0].targets[i];
        square += off * off;
    }
    return square / (double)(N - n - 1);
}

static void normal_equations_find_truth_and_noise(void **state)
{
    (void)state;
    static const struct {
        const char *kind, *fields;
        double noise;
    } cases[] = {
        {"linear", "train=20000 features=5 noise=0.5", 0.5},
        {"linear", "train=20000 features=5 noise=0.5 condition=100", 0.5},
        {"scaled", "train=20000 features=4 noise=0.25 span=1000", 0.25},
        {"polynomial", "train=20000 degree=3 powers=3 noise=0.3", 0.3},
        {"polynomial", "train=20000 degree=2 powers=4 noise=0.3", 0.3},
    };
    for (size_t k = 0; k < SP_COUNT(cases); k++) {
        sp_dataset d = data_of(cases[k].kind, cases[k].fields);
        double w[12], noise = cases[k].noise;
        const double variance = solve(&d, w);
        data_near(variance / (noise * noise), 1, 4 * sqrt(2.0 / 20000));
        const size_t n = (size_t)d.shape.channels;
        assert_int_equal(d.n_truth, n + 1);
        /* In units of what the weight does to y. */
        for (size_t j = 0; j < n; j++) {
            double square = 0;
            for (size_t i = 0; i < d.split[0].n; i++) {
                square += pow((double)d.split[0].floats[i * n + j], 2) / 20000;
            }
            data_near(w[j] * sqrt(square), (double)d.truth[j] * sqrt(square), 0.12);
        }
        data_near(w[n], (double)d.truth[n], 0.05);
        sp_dataset_close(&d);
    }
}

static void noiseless_targets_are_the_truth(void **state)
{
    (void)state;
    static const char *const cases[][2] = {{"linear", "features=7 noise=0 condition=50"},
                                           {"scaled", "features=5 noise=0"},
                                           {"polynomial", "noise=0 degree=6 powers=8"},
                                           {"onehot", "noise=0 categories=9"}};
    for (size_t k = 0; k < SP_COUNT(cases); k++) {
        sp_dataset d = data_of(cases[k][0], cases[k][1]);
        const size_t n = (size_t)d.shape.channels;
        for (int s = 0; s < 2; s++) {
            for (size_t i = 0; i < d.split[s].n; i++) {
                double y = (double)d.truth[n];
                for (size_t j = 0; j < n; j++) {
                    y += (double)d.truth[j] * (double)data_at(&d, s, i, j);
                }
                data_near((double)d.split[s].targets[i], y, 2e-5);
            }
        }
        sp_dataset_close(&d);
    }
}

/* E[x x'] of `linear` has eigenvalues from 1 to 1 / condition, across the axes. */
static void condition_is_that_of_the_hessian(void **state)
{
    (void)state;
    sp_dataset d = data_of("linear", "train=50000 features=2 condition=100");
    double a = 0, b = 0, c = 0;
    for (size_t i = 0; i < 50000; i++) {
        const double x = (double)d.split[0].floats[2 * i],
                     y = (double)d.split[0].floats[2 * i + 1];
        a += x * x / 50000;
        b += x * y / 50000;
        c += y * y / 50000;
    }
    const double middle = (a + c) / 2, half = hypot((a - c) / 2, b);
    data_near(middle + half, 1, 0.04);
    data_near((middle - half) * 100, 1, 0.04);
    assert_true(fabs(b) > 0.05);
    sp_dataset_close(&d);
}

static void scales_go_evenly_from_1_to_the_span(void **state)
{
    (void)state;
    sp_dataset d = data_of("scaled", "train=20000 features=4 span=1e6");
    for (size_t j = 0; j < 4; j++) {
        double square = 0;
        for (size_t i = 0; i < 20000; i++) {
            square += pow((double)d.split[0].floats[4 * i + j], 2) / 20000;
        }
        data_near(sqrt(square) / pow(10, 2 * (double)j), 1, 0.03);
    }
    sp_dataset same = data_of("scaled", "features=3 span=1"),
               linear = data_of("linear", "features=3");
    assert_true(data_hash(&same) == data_hash(&linear));
    sp_dataset_close(&d);
    sp_dataset_close(&same);
    sp_dataset_close(&linear);
}

static void powers_are_powers(void **state)
{
    (void)state;
    sp_dataset d = data_of("polynomial", "train=200 powers=16 degree=16");
    for (size_t i = 0; i < 200; i++) {
        const float *x = d.split[0].floats + 16 * i;
        assert_true(x[0] >= -1 && x[0] < 1);
        for (size_t k = 1; k < 16; k++) {
            data_near((double)x[k], pow((double)x[0], (double)k + 1), 1e-6);
        }
    }
    sp_dataset_close(&d);
    d = data_of("polynomial", "powers=2 degree=5");
    assert_null(d.truth); /* these powers cannot say it */
    sp_dataset_close(&d);
}

/* --- onehot ---------------------------------------------------------------------------------
 */

static void categories_follow_zipf(void **state)
{
    (void)state;
    const double exponents[] = {0, 1, 2};
    for (size_t k = 0; k < SP_COUNT(exponents); k++) {
        char fields[100];
        sp_format(fields, sizeof fields, "train=40000 test=0 categories=20 exponent=%g",
                  exponents[k]);
        sp_dataset d = data_of("onehot", fields);
        double count[20] = {0}, sum = 0, chi = 0;
        for (size_t i = 0; i < 40000; i++) {
            int ones = 0;
            for (size_t j = 0; j < 20; j++) {
                ones += d.split[0].bytes[20 * i + j];
                count[j] += d.split[0].bytes[20 * i + j];
            }
            assert_int_equal(ones, 1);
        }
        for (int j = 1; j <= 20; j++) sum += pow(j, -exponents[k]);
        for (int j = 1; j <= 20; j++) {
            const double wanted = 40000 * pow(j, -exponents[k]) / sum;
            chi += (count[j - 1] - wanted) * (count[j - 1] - wanted) / wanted;
        }
        assert_true(chi < 43.8); /* 19 degrees of freedom: above in 1 of 1000 */
        sp_dataset_close(&d);
    }
}

static void classes_follow_the_sign_of_the_weight(void **state)
{
    (void)state;
    sp_dataset d = data_of("onehot", "task=classes noise=0 categories=12");
    assert_int_equal(d.classes, 2);
    for (size_t i = 0; i < d.split[0].n; i++) {
        size_t k = 0;
        while (!d.split[0].bytes[12 * i + k]) k++;
        assert_int_equal(d.split[0].labels[i], d.truth[k] > 0);
    }
    sp_dataset_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(normal_equations_find_truth_and_noise),
        cmocka_unit_test(noiseless_targets_are_the_truth),
        cmocka_unit_test(condition_is_that_of_the_hessian),
        cmocka_unit_test(scales_go_evenly_from_1_to_the_span),
        cmocka_unit_test(powers_are_powers),
        cmocka_unit_test(categories_follow_zipf),
        cmocka_unit_test(classes_follow_the_sign_of_the_weight),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
