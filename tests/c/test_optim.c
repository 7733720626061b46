/* Rules and schedules against a second implementation in double, written from the papers. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/rng.h"
#include "lab/spec.h"
#include "optim/rules.h"
#include "optim/schedule.h"

enum { N = 37, UPDATES = 200 };

/* A made-up gradient, the same for both sides: noisy, of very different scales. */
static float gradient(sp_rng *r, size_t i, double w)
{
    const float scale = i % 3 == 0 ? 1e-3f : i % 3 == 1 ? 1.0f : 30.0f;
    return scale * (0.3f * (float)w + sp_rng_normal(r));
}

typedef struct reference {
    double w, a, b;
} reference;

typedef void (*reference_step)(reference *r, double g, const double *h, double lr, int t);

static void sgd(reference *r, double g, const double *h, double lr, int t)
{
    (void)h;
    (void)t;
    r->w -= lr * g;
}

static void momentum(reference *r, double g, const double *h, double lr, int t)
{
    (void)t;
    r->a = h[1] * r->a + lr * g;
    r->w -= r->a;
}

static void adam(reference *r, double g, const double *h, double lr, int t)
{
    r->a = h[1] * r->a + (1 - h[1]) * g;
    r->b = h[2] * r->b + (1 - h[2]) * g * g;
    const double m = r->a / (1 - pow(h[1], t)), v = r->b / (1 - pow(h[2], t));
    r->w -= h[4] != 0 ? lr * m / sqrt(v + h[3]) : lr * m / (sqrt(v) + h[3]);
}

static void compare(const sp_optimizer *rule, reference_step step, const sp_choice *c,
                    double bound)
{
    float w[N], g[N], memory[SP_MAX_STATE][N] = {{0}};
    float *states[SP_MAX_STATE];
    reference ref[N] = {{0}};
    sp_rng r = sp_rng_make(11, SP_STREAM_PROBE);
    for (int s = 0; s < SP_MAX_STATE; s++) states[s] = s < rule->states ? memory[s] : NULL;
    for (size_t i = 0; i < N; i++) ref[i].w = (double)(w[i] = sp_rng_normal(&r));

    for (int t = 1; t <= UPDATES; t++) {
        for (size_t i = 0; i < N; i++) g[i] = gradient(&r, i, (double)w[i]);
        const sp_step s = {rule, N, w, g, states, c->value, (float)c->value[0], (uint64_t)t};
        rule->step(&s);
        for (size_t i = 0; i < N; i++) {
            step(&ref[i], (double)g[i], c->value, (double)(float)c->value[0], t);
        }
    }
    for (size_t i = 0; i < N; i++) {
        const double off = fabs((double)w[i] - ref[i].w) / fmax(1, fabs(ref[i].w));
        if (!(off < bound)) fail_msg("%s: weight %zu is off by %g", rule->head.name, i, off);
    }
}

static void rules_match_their_papers(void **state)
{
    (void)state;
    sp_choice c = sp_choice_default(&sp_rule_sgd.head);
    compare(&sp_rule_sgd, sgd, &c, 1e-5);
    c = sp_choice_default(&sp_rule_momentum.head);
    compare(&sp_rule_momentum, momentum, &c, 1e-5);
    c = sp_choice_default(&sp_rule_adam.head);
    compare(&sp_rule_adam, adam, &c, 1e-5);
    c.value[4] = 0;
    c.value[3] = 1e-3;
    compare(&sp_rule_adam, adam, &c, 1e-5);
}

static void adam_first_step_is_eta(void **state)
{
    (void)state;
    static const float scales[] = {1e-12f, 1e-6f, 1, 1e6f, 1e12f};
    sp_choice c = sp_choice_default(&sp_rule_adam.head);
    c.value[3] = 0;
    for (size_t i = 0; i < SP_COUNT(scales); i++) {
        float w = 0, g = -scales[i], m = 0, v = 0, *states[] = {&m, &v, NULL, NULL};
        sp_rule_adam.step(&(sp_step){&sp_rule_adam, 1, &w, &g, states, c.value, 0.001f, 1});
        assert_true(fabsf(w / 0.001f - 1) < 1e-6f);
    }
}

static void power_is_repeated_product(void **state)
{
    (void)state;
    assert_true(sp_power(0.9, 0) == 1);
    for (uint64_t t = 1; t < 3000; t = t * 3 / 2 + 1) {
        const double wanted = pow(0.999, (double)t);
        assert_true(fabs(sp_power(0.999, t) / wanted - 1) < 1e-12);
    }
}

static void schedules(void **state)
{
    (void)state;
    const sp_schedule *constant =
        (const sp_schedule *)sp_group_find(SP_GROUP_SCHEDULES, "constant");
    const sp_schedule *power = (const sp_schedule *)sp_group_find(SP_GROUP_SCHEDULES, "power");
    const double exponent = 0.3;
    for (uint64_t t = 1; t < 1000000; t = t * 2 + 1) {
        const sp_moment now = {t, 0, 0};
        assert_true(constant->factor(NULL, &now) == 1);
        const double wanted = pow((double)t, -exponent);
        assert_true(fabs(power->factor(&exponent, &now) / wanted - 1) < 1e-6);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_match_their_papers),
        cmocka_unit_test(adam_first_step_is_eta),
        cmocka_unit_test(power_is_repeated_product),
        cmocka_unit_test(schedules),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
