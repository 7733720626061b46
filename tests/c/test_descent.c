/* Rules on surfaces of two parameters, against closed forms. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "api/api.h"
#include "base/hash.h"
#include "base/memory.h"
#include "lab/descent.h"
#include "net.h"

static void descend(sp_descent *d, const char *fields, int updates)
{
    const sp_spec spec = spec_of(fields);
    assert_int_equal(sp_descent_open(d, &spec, NULL), SP_OK);
    for (int t = 0; t < updates && sp_descent_update(d); t++) continue;
}

static void every_rule_runs_on_every_surface(void **state)
{
    (void)state;
    for (int i = 0; i < sp_group_count(SP_GROUP_SURFACES); i++) {
        for (int j = 0; j < sp_group_count(SP_GROUP_OPTIMIZERS); j++) {
            char fields[200];
            sp_format(fields, sizeof fields, "surface.name=%s optimizer.name=%s",
                      sp_group_kind(SP_GROUP_SURFACES, i)->name,
                      sp_group_kind(SP_GROUP_OPTIMIZERS, j)->name);
            sp_descent d;
            descend(&d, fields, 300);
            const double *value = d.path + SP_PATH_VALUE * d.capacity;
            assert_true(d.rows == d.updates + 1);
            assert_true(d.updates == 300 || d.diverged_at == (int64_t)d.updates + 1);
            if (d.diverged_at < 0) assert_true(isfinite(value[300]));
            sp_descent_close(&d);
        }
    }
}

/* Where every rule is after 60 updates on every surface, to the bit; tests/unit/descent.test.js
 * expects the same of WebAssembly. */
static void ends_have_the_golden_bits(void **state)
{
    (void)state;
    uint64_t hash = SP_HASH_START;
    for (int i = 0; i < sp_group_count(SP_GROUP_SURFACES); i++) {
        for (int j = 0; j < sp_group_count(SP_GROUP_OPTIMIZERS); j++) {
            char fields[200];
            sp_format(fields, sizeof fields, "surface.name=%s optimizer.name=%s noise=0.01",
                      sp_group_kind(SP_GROUP_SURFACES, i)->name,
                      sp_group_kind(SP_GROUP_OPTIMIZERS, j)->name);
            sp_descent d;
            descend(&d, fields, 60);
            hash = sp_hash_bytes(hash, d.here + SP_PATH_X, 4 * sizeof *d.here);
            sp_descent_close(&d);
        }
    }
    char text[17];
    sp_hash_text(hash, text);
    assert_string_equal(text, "d690c13af1b50700");
}

/* The distance to the minimum at 0, over two updates because it swings. */
static double distance_after_two(sp_descent *d)
{
    double square = 0;
    for (int i = 0; i < 2; i++) {
        assert_true(sp_descent_update(d));
        square += (double)d->w[0] * (double)d->w[0] + (double)d->w[1] * (double)d->w[1];
    }
    return sqrt(square);
}

/* The factor by which the distance shrinks at an update, from 1e5 down to about 1e-30. Two
 * equal roots r make a distance like t r^t: then `power` is 1. */
static double measured_rate(const char *fields, int power)
{
    sp_descent d;
    descend(&d, fields, 40);
    double last = distance_after_two(&d) / pow((double)d.updates, power);
    const double first = last, from = (double)d.updates;
    while (d.updates < 2000 && last > 1e-30) {
        last = distance_after_two(&d) / pow((double)d.updates, power);
    }
    const double n = (double)d.updates - from;
    sp_descent_close(&d);
    return pow(last / first, 1 / n);
}

static void expect_rate(const char *rule, double k, double lr, double alpha, int power,
                        double wanted)
{
    char fields[300], momentum[60] = "";
    if (alpha >= 0) sp_format(momentum, sizeof momentum, " optimizer.alpha=%g", alpha);
    sp_format(fields, sizeof fields,
              "surface.name=ravine surface.condition=%g surface.angle=%g optimizer.name=%s "
              "optimizer.lr=%g%s start.x=-2e5 start.y=1.5e5",
              k, 30.0, rule, lr, momentum);
    const double rate = measured_rate(fields, power);
    if (fabs(rate / wanted - 1) > 0.02) {
        fail_msg("%s, k = %g, eta = %g, alpha = %g: rate %g, not %g", rule, k, lr, alpha, rate,
                 wanted);
    }
}

/* On f = (u^2 + k v^2) / 2 with mu = 1 and L = k. */
static void best_settings_reach_the_theory(void **state)
{
    (void)state;
    static const double conditions[] = {10, 20, 50, 100};
    for (size_t i = 0; i < SP_COUNT(conditions); i++) {
        const double k = conditions[i], root = sqrt(k);
        expect_rate("sgd", k, 2 / (k + 1), -1, 0, (k - 1) / (k + 1));

        /* Polyak: eta = (2 / (sqrt L + sqrt mu))^2, alpha = rate^2. */
        const double polyak = (root - 1) / (root + 1);
        expect_rate("momentum", k, 4 / ((root + 1) * (root + 1)), polyak * polyak, 1, polyak);

        /* Nesterov on curvature l: w' = (1 + alpha) q w - alpha q w_before with q = 1 - eta l,
         * whose roots at eta = 1/L, alpha = (sqrt k - 1) / (sqrt k + 1), l = mu are both
         * 1 - 1/sqrt k; and the best of all settings (Lessard, Recht & Packard, 2016). */
        expect_rate("nesterov", k, 1 / k, polyak, 1, 1 - 1 / root);
        const double best = sqrt(3 * k + 1);
        expect_rate("nesterov", k, 4 / (3 * k + 1), (best - 2) / (best + 2), 1, 1 - 2 / best);
    }
}

/* The larger root of z^2 - b z + c = 0 in size. */
static double larger_root(double b, double c)
{
    const double inside = b * b / 4 - c;
    return inside < 0 ? sqrt(c) : fabs(b) / 2 + sqrt(inside);
}

static void any_setting_has_its_spectral_radius(void **state)
{
    (void)state;
    const double k = 12;
    for (double eta = 0.03; eta < 0.1; eta += 0.03) {
        for (double alpha = 0.3; alpha < 0.85; alpha += 0.25) {
            double momentum = 0, nesterov = 0;
            for (double l = 1; l <= k; l += k - 1) {
                const double q = 1 - eta * l;
                momentum = fmax(momentum, larger_root(1 + alpha - eta * l, alpha));
                nesterov = fmax(nesterov, larger_root((1 + alpha) * q, alpha * q));
            }
            expect_rate("momentum", k, eta, alpha, 0, momentum);
            expect_rate("nesterov", k, eta, alpha, 0, nesterov);
        }
    }
}

static void descent_diverges_just_above_two_over_L(void **state)
{
    (void)state;
    for (double k = 2; k <= 200; k *= 10) {
        for (int above = 0; above < 2; above++) {
            char fields[200];
            sp_format(fields, sizeof fields,
                      "surface.name=ravine surface.condition=%g optimizer.lr=%g", k,
                      2 / k * (above ? 1.003 : 0.997));
            sp_descent d;
            descend(&d, fields, 0);
            const double first = fabs((double)d.w[1]);
            for (int t = 0; t < 3000; t++) sp_descent_update(&d);
            assert_true(above ? fabs((double)d.w[1]) > 1000 * first
                              : fabs((double)d.w[1]) < first / 1000);
            assert_true(d.diverged_at < 0);
            for (int t = 0; above && t < 20000; t++) sp_descent_update(&d);
            assert_true((d.diverged_at >= 0) == above);
            sp_descent_close(&d);
        }
    }
}

static void adam_first_step_is_eta(void **state)
{
    (void)state;
    for (double curvature = 0.001; curvature <= 1000; curvature *= 10) {
        char fields[200];
        sp_format(fields, sizeof fields,
                  "surface.curvature=%g start.x=0.5 start.y=-0.001 optimizer.name=adam "
                  "optimizer.eps=0 optimizer.lr=0.0009765625",
                  curvature);
        sp_descent d;
        descend(&d, fields, 1);
        assert_true(fabs((0.5 - (double)d.w[0]) / 0.0009765625 - 1) < 1e-4);
        assert_true(fabs((0.001 + (double)d.w[1]) / 0.0009765625 - 1) < 1e-6);
        sp_descent_close(&d);
    }
}

/* Far out on a bowl the gradient is nearly the same for a while. */
static void adagrad_steps_fall_as_the_root_of_t(void **state)
{
    (void)state;
    sp_descent d;
    descend(&d, "start.x=1000 start.y=0 optimizer.name=adagrad optimizer.lr=0.125", 0);
    double step[2];
    for (int i = 0; i < 2; i++) {
        while (d.updates < (i ? 960 : 60)) sp_descent_update(&d);
        const double before = (double)d.w[0];
        while (d.updates < (i ? 1040 : 68)) sp_descent_update(&d);
        step[i] = (before - (double)d.w[0]) / (i ? 80 : 8);
    }
    const double slope = log(step[1] / step[0]) / log(1000.0 / 64);
    if (fabs(slope + 0.5) > 0.01) fail_msg("slope %g", slope);
    sp_descent_close(&d);
}

/* x' = (1 - eta L) x + eta noise has the variance eta s^2 / (L (2 - eta L)). */
static void noise_leaves_a_floor(void **state)
{
    (void)state;
    const double eta = 0.1, L = 2, noise = 0.5;
    sp_descent d, again;
    descend(&d, "surface.curvature=2 noise=0.5 optimizer.lr=0.1 seed=5", 100);
    double square = 0;
    for (int t = 0; t < 100000; t++) {
        sp_descent_update(&d);
        square += ((double)d.w[0] * (double)d.w[0] + (double)d.w[1] * (double)d.w[1]) / 2;
    }
    const double wanted = eta * noise * noise / (L * (2 - eta * L));
    assert_true(fabs(square / 100000 / wanted - 1) < 0.03);

    descend(&again, "surface.curvature=2 noise=0.5 optimizer.lr=0.1 seed=5", 100100);
    assert_memory_equal(again.w, d.w, sizeof d.w);
    sp_descent_close(&again);
    descend(&again, "surface.curvature=2 noise=0.5 optimizer.lr=0.1 seed=6", 100100);
    assert_memory_not_equal(again.w, d.w, sizeof d.w);
    sp_descent_close(&again);
    sp_descent_close(&d);
}

static void who_starts_on_the_ridge_stays_on_it(void **state)
{
    (void)state;
    sp_descent d;
    descend(&d, "surface.name=saddle start.y=0 optimizer.lr=0.1", 2000);
    assert_true(fabsf(d.w[0]) < 1e-6f && d.w[1] == 0);
    sp_descent_close(&d);
    descend(&d, "surface.name=saddle optimizer.lr=0.1", 2000);
    assert_true(fabsf(d.w[1] - 1) < 1e-5f);
    sp_descent_close(&d);
}

static void schedules_apply(void **state)
{
    (void)state;
    sp_descent d;
    descend(&d, "optimizer.lr=0.1 schedule.name=power schedule.exponent=0.5 start.x=1", 99);
    assert_true(fabs(sp_descent_step_size(&d, 100) - 0.01) < 1e-8);
    double x = 1;
    for (int t = 1; t < 100; t++) x -= 0.1 / sqrt(t) * x;
    assert_true(fabs((double)d.w[0] / x - 1) < 1e-5);
    sp_descent_close(&d);
}

/* --- through the interface ------------------------------------------------------------------
 */

static void long_paths_stay_within_bounds(void **state)
{
    (void)state;
    sp_draft *draft = sp_draft_new();
    assert_int_equal(sp_draft_text(draft, "surface.name", "rosenbrock"), 0);
    assert_int_equal(sp_draft_number(draft, "optimizer.lr", 1e-4), 0);
    sp_descent *d = sp_descent_new(draft);
    assert_true(sp_descent_info(d, 3) == -1.2 || fabs(sp_descent_info(d, 3) + 1.2) < 1e-7);
    assert_true(sp_descent_step(d, 300000) == 300000);
    const size_t rows = (size_t)sp_descent_info(d, 2);
    assert_true(rows > SP_PATH_MOST / 2 && rows <= SP_PATH_MOST);
    const double *update = sp_descent_column(d, 0);
    for (size_t i = 0; i < rows; i++) assert_true(update[i] == (double)(8 * i));
    assert_true(sp_live_bytes() < 3.2e6);
    sp_descent_free(d);

    assert_int_equal(sp_draft_text(draft, "surface.name", "hill"), 1);
    assert_string_equal(sp_draft_error_path(draft), "surface.name");
    assert_string_equal(sp_draft_error_message(draft), "there is no hill among the surfaces");
    assert_int_equal(sp_draft_number(draft, "noise", -1), 1);
    assert_string_equal(sp_draft_error_path(draft), "noise");
    sp_draft_free(draft);
    assert_true(sp_live_bytes() == 0);
}

static void lack_of_memory_is_a_status(void **state)
{
    (void)state;
    sp_draft *draft = sp_draft_new();
    for (size_t n = 1; n <= 2; n++) {
        sp_memory_fail_at(n);
        assert_null(sp_descent_new(draft));
        assert_int_equal(sp_draft_error_status(draft), SP_NO_MEMORY);
    }
    sp_memory_fail_at(3); /* when the path grows */
    sp_descent *d = sp_descent_new(draft);
    assert_true(sp_descent_step(d, 100) == 63);
    assert_true(sp_descent_step(d, 100) == 0 && sp_descent_info(d, 1) == -1);
    sp_memory_fail_at(0);
    assert_true(sp_descent_step(d, 100) == 100 && sp_descent_info(d, 0) == 163);
    sp_descent_free(d);
    sp_draft_free(draft);
    assert_true(sp_live_bytes() == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_rule_runs_on_every_surface),
        cmocka_unit_test(ends_have_the_golden_bits),
        cmocka_unit_test(best_settings_reach_the_theory),
        cmocka_unit_test(any_setting_has_its_spectral_radius),
        cmocka_unit_test(descent_diverges_just_above_two_over_L),
        cmocka_unit_test(adam_first_step_is_eta),
        cmocka_unit_test(adagrad_steps_fall_as_the_root_of_t),
        cmocka_unit_test(noise_leaves_a_floor),
        cmocka_unit_test(who_starts_on_the_ridge_stays_on_it),
        cmocka_unit_test(schedules_apply),
        cmocka_unit_test(long_paths_stay_within_bounds),
        cmocka_unit_test(lack_of_memory_is_a_status),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
