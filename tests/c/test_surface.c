/* Surfaces: their gradients against central differences, their minima. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/rng.h"
#include "surface/surfaces.h"

static const double PI = 3.14159265358979323846;

static void turns_match_libm(void **state)
{
    (void)state;
    for (int i = -4000; i <= 4000; i++) {
        const double turns = i * 0.00137;
        const sp_turned t = sp_turn(turns);
        assert_true(fabs(t.cos - cos(2 * PI * turns)) < 1e-14);
        assert_true(fabs(t.sin - sin(2 * PI * turns)) < 1e-14);
    }
    for (int whole = -3; whole <= 3; whole++) {
        assert_true(sp_turn(whole).cos == 1 && sp_turn(whole).sin == 0);
        assert_true(sp_turn(whole + 0.25).cos == 0 && sp_turn(whole + 0.25).sin == 1);
        assert_true(sp_turn(whole + 0.5).cos == -1 && sp_turn(whole + 0.5).sin == 0);
        assert_true(sp_turn(whole - 0.25).cos == 0 && sp_turn(whole - 0.25).sin == -1);
    }
    assert_true(sp_turn(1e300).cos == 1 && isnan(sp_turn((double)INFINITY).cos));
}

/* Central differences of the value; their own error is about h^2. */
static void check_gradient(const sp_surface *s, const double *param, double x, double y)
{
    const double h = 1e-5;
    double g[2], value = s->value(param, x, y, g);
    const double dx = (s->value(param, x + h, y, NULL) - s->value(param, x - h, y, NULL)) / 2;
    const double dy = (s->value(param, x, y + h, NULL) - s->value(param, x, y - h, NULL)) / 2;
    const double scale = 1 + fabs(g[0]) + fabs(g[1]) + 1e-3 * fabs(value);
    if (fabs(dx / h - g[0]) > 1e-6 * scale || fabs(dy / h - g[1]) > 1e-6 * scale) {
        fail_msg("%s at (%g, %g): (%g, %g), not (%g, %g)", s->head.name, x, y, g[0], g[1],
                 dx / h, dy / h);
    }
}

static void gradients_are_derivatives(void **state)
{
    (void)state;
    sp_rng r = sp_rng_make(3, SP_STREAM_PROBE);
    int count;
    const sp_surface *const *all = sp_surfaces(&count);
    assert_int_equal(count, 10);
    for (int i = 0; i < count; i++) {
        const sp_surface *s = all[i];
        sp_choice c = sp_choice_default(&s->head);
        for (int point = 0; point < 300; point++) {
            for (int p = 0; point && p < s->head.n_params; p++) {
                const double whole = s->head.params[p].value;
                c.value[p] = (whole != 0 ? whole : 90) * (0.5 + (double)sp_rng_uniform(&r));
            }
            const double x =
                s->view[0] + (s->view[1] - s->view[0]) * (double)sp_rng_uniform(&r);
            const double y =
                s->view[2] + (s->view[3] - s->view[2]) * (double)sp_rng_uniform(&r);
            check_gradient(s, c.value, x, y);
        }
    }
}

static void minima_are_minima(void **state)
{
    (void)state;
    int count;
    const sp_surface *const *all = sp_surfaces(&count);
    for (int i = 0; i < count; i++) {
        const sp_surface *s = all[i];
        const sp_choice c = sp_choice_default(&s->head);
        for (int m = 0; m < s->n_minima; m++) {
            const double *at = s->minima[m];
            double g[2];
            const double least = s->value(c.value, at[0], at[1], g);
            assert_true(fabs(g[0]) < 1e-12 && fabs(g[1]) < 1e-12);
            for (double a = 0; a < 2 * PI; a += 0.1) {
                assert_true(s->value(c.value, at[0] + 1e-3 * cos(a), at[1] + 1e-3 * sin(a),
                                     NULL) > least);
            }
            assert_true(at[0] > s->view[0] && at[0] < s->view[1]);
            assert_true(at[1] > s->view[2] && at[1] < s->view[3]);
        }
    }
    assert_int_equal(sp_surface_monkey_saddle.n_minima, 0);
}

static void grid_is_value(void **state)
{
    (void)state;
    const double window[] = {-1, 2, 0, 1};
    double grid[3 * 4];
    sp_surface_fill(&sp_surface_himmelblau, NULL, window, 4, 3, grid);
    for (int j = 0; j < 3; j++) {
        for (int i = 0; i < 4; i++) {
            assert_true(grid[4 * j + i] ==
                        sp_surface_himmelblau.value(NULL, -1 + i, 0.5 * j, NULL));
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(turns_match_libm),
        cmocka_unit_test(gradients_are_derivatives),
        cmocka_unit_test(minima_are_minima),
        cmocka_unit_test(grid_is_value),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
