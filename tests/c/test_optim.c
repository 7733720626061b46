/* Rules and schedules against a second implementation in double, written from the papers. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/rng.h"
#include "lab/spec.h"
#include "optim/clip.h"
#include "optim/rules.h"
#include "optim/schedule.h"

enum { N = 37, UPDATES = 200 };

/* A made-up gradient, the same for both sides: noisy, of very different scales. */
static float gradient(sp_rng *r, size_t i, double w)
{
    const float scale = i % 3 == 0 ? 1e-3f : i % 3 == 1 ? 1.0f : 30.0f;
    return scale * (0.3f * (float)w + sp_rng_normal(r));
}

/* One weight in double: its state, and what Nadam keeps for all weights. */
typedef struct reference {
    double w, a, b, c;
} reference;

typedef void (*reference_step)(reference *r, double g, const double *h, double lr, int t);

static void sgd(reference *r, double g, const double *h, double lr, int t)
{
    (void)h;
    (void)t;
    r->w -= lr * g;
}

/* Nesterov's update is the same; where its gradient is taken is tested on quadratics. */
static void momentum(reference *r, double g, const double *h, double lr, int t)
{
    (void)t;
    r->a = h[1] * r->a + lr * g;
    r->w -= r->a;
}

static double root(double v, double eps, double inside)
{
    return inside != 0 ? sqrt(v + eps) : sqrt(v) + eps;
}

static void adagrad(reference *r, double g, const double *h, double lr, int t)
{
    (void)t;
    r->a += g * g;
    r->w -= lr * g / root(r->a, h[1], h[2]);
}

static void rmsprop(reference *r, double g, const double *h, double lr, int t)
{
    (void)t;
    r->a = h[1] * r->a + (1 - h[1]) * g * g;
    r->b = h[1] * r->b + (1 - h[1]) * g;
    const double variance = h[4] != 0 ? r->a - r->b * r->b : r->a;
    r->c = h[5] * r->c + g / root(variance, h[2], h[3]);
    r->w -= lr * r->c;
}

static void adadelta(reference *r, double g, const double *h, double lr, int t)
{
    (void)t;
    r->a = h[1] * r->a + (1 - h[1]) * g * g;
    const double d = sqrt(r->b + h[2]) / sqrt(r->a + h[2]) * g;
    r->b = h[1] * r->b + (1 - h[1]) * d * d;
    r->w -= lr * d;
}

static void moments(reference *r, double g, const double *h)
{
    r->a = h[1] * r->a + (1 - h[1]) * g;
    r->b = h[2] * r->b + (1 - h[2]) * g * g;
}

static void adam(reference *r, double g, const double *h, double lr, int t)
{
    moments(r, g, h);
    const double m = r->a / (1 - pow(h[1], t)), v = r->b / (1 - pow(h[2], t));
    r->w -= lr * m / root(v, h[3], h[4]);
}

static void adamw(reference *r, double g, const double *h, double lr, int t)
{
    r->w -= lr * h[5] * r->w;
    adam(r, g, h, lr, t);
}

static void amsgrad(reference *r, double g, const double *h, double lr, int t)
{
    moments(r, g, h);
    r->c = fmax(r->c, r->b);
    const double m = r->a / (1 - pow(h[1], t)), v = r->c / (1 - pow(h[2], t));
    r->w -= lr * m / root(v, h[3], h[4]);
}

static void adamax(reference *r, double g, const double *h, double lr, int t)
{
    r->a = h[1] * r->a + (1 - h[1]) * g;
    r->b = fmax(h[2] * r->b, fabs(g) + h[3]);
    r->w -= lr / (1 - pow(h[1], t)) * r->a / r->b;
}

static void nadam(reference *r, double g, const double *h, double lr, int t)
{
    moments(r, g, h);
    double product = 1;
    for (int i = 1; i <= t; i++) product *= h[1] * (1 - 0.5 * pow(0.96, i * h[4]));
    const double now = h[1] * (1 - 0.5 * pow(0.96, t * h[4]));
    const double next = h[1] * (1 - 0.5 * pow(0.96, (t + 1) * h[4]));
    const double v = sqrt(r->b / (1 - pow(h[2], t))) + h[3];
    r->w -= lr * (1 - now) / (1 - product) * g / v;
    r->w -= lr * next / (1 - product * next) * r->a / v;
}

static void lion(reference *r, double g, const double *h, double lr, int t)
{
    (void)t;
    const double u = h[1] * r->a + (1 - h[1]) * g;
    r->w -= lr * ((u > 0) - (u < 0) + h[3] * r->w);
    r->a = h[2] * r->a + (1 - h[2]) * g;
}

static void adam_uncorrected(reference *r, double g, const double *h, double lr, int t)
{
    (void)t;
    moments(r, g, h);
    r->w -= lr * r->a / root(r->b, h[3], h[4]);
}

/* The slides read literally. v overflows a float at about the twentieth update, and the weight
 * then stands still: an infinite v in double comes later, when nothing moves any more. */
static void adam_fed_back(reference *r, double g, const double *h, double lr, int t)
{
    moments(r, g, h);
    r->a /= 1 - pow(h[1], t);
    r->b /= 1 - pow(h[2], t);
    r->w -= lr * r->a / root(r->b, h[3], h[4]);
}

static void compare(const sp_optimizer *rule, reference_step step, const sp_choice *c,
                    double bound)
{
    double kept[SP_MAX_MEMORY] = {0};
    float w[N], g[N], memory[SP_MAX_STATE][N] = {{0}};
    float *states[SP_MAX_STATE];
    reference ref[N] = {{0}};
    sp_rng r = sp_rng_make(11, SP_STREAM_PROBE);
    for (int s = 0; s < SP_MAX_STATE; s++) states[s] = s < rule->states ? memory[s] : NULL;
    for (size_t i = 0; i < N; i++) ref[i].w = (double)(w[i] = sp_rng_normal(&r));

    for (int t = 1; t <= UPDATES; t++) {
        for (size_t i = 0; i < N; i++) g[i] = gradient(&r, i, (double)w[i]);
        const sp_step s = {rule,        N,   w, g, states, c->value, (float)c->value[0],
                           (uint64_t)t, kept};
        if (rule->begin) rule->begin(&s);
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

static const struct {
    const sp_optimizer *rule;
    reference_step step;
    double change[4][2]; /* cases beside the defaults: parameter, value; 0 ends the list */
} cases[] = {
    {&sp_rule_sgd, sgd, {{0}}},
    {&sp_rule_momentum, momentum, {{1, 0.5}}},
    {&sp_rule_nesterov, momentum, {{1, 0.5}}},
    {&sp_rule_adagrad, adagrad, {{2, 0}, {1, 1e-3}}},
    {&sp_rule_rmsprop, rmsprop, {{3, 0}, {5, 0.9}}},
    {&sp_rule_adadelta, adadelta, {{1, 0.5}, {2, 1e-2}}},
    {&sp_rule_adam, adam, {{4, 0}, {3, 1e-3}}},
    {&sp_rule_adamax, adamax, {{1, 0.5}, {2, 0.9}}},
    {&sp_rule_nadam, nadam, {{4, 0.1}, {1, 0.5}}},
    {&sp_rule_amsgrad, amsgrad, {{4, 0}, {2, 0.9}}},
    {&sp_rule_adamw, adamw, {{5, 0.5}, {4, 0}}},
    {&sp_rule_lion, lion, {{3, 0.3}, {1, 0.5}}},
    {&sp_rule_adam_uncorrected, adam_uncorrected, {{4, 0}, {2, 0.9}}},
    {&sp_rule_adam_fed_back, adam_fed_back, {{4, 0}}},
};

static void rules_match_their_papers(void **state)
{
    (void)state;
    int registered;
    sp_optimizers(&registered);
    assert_int_equal(registered, SP_COUNT(cases)); /* a new rule brings its reference */
    for (size_t i = 0; i < SP_COUNT(cases); i++) {
        sp_choice c = sp_choice_default(&cases[i].rule->head);
        compare(cases[i].rule, cases[i].step, &c, 1e-5);
        for (int j = 0; j < 4 && cases[i].change[j][0] > 0; j++) {
            c.value[(int)cases[i].change[j][0]] = cases[i].change[j][1];
            compare(cases[i].rule, cases[i].step, &c, 1e-5);
        }
    }
}

/* Where the variance is measured about the mean, single precision leaves less: G - M^2 loses
 * digits, so the bound is wider. */
static void centred_rmsprop_matches(void **state)
{
    (void)state;
    sp_choice c = sp_choice_default(&sp_rule_rmsprop.head);
    c.value[4] = 1;
    c.value[2] = 1e-3;
    compare(&sp_rule_rmsprop, rmsprop, &c, 1e-4);
}

static void adam_first_step_is_eta(void **state)
{
    (void)state;
    static const float scales[] = {1e-12f, 1e-6f, 1, 1e6f, 1e12f};
    sp_choice c = sp_choice_default(&sp_rule_adam.head);
    c.value[3] = 0;
    for (size_t i = 0; i < SP_COUNT(scales); i++) {
        float w = 0, g = -scales[i], m = 0, v = 0, *states[] = {&m, &v, NULL, NULL};
        sp_rule_adam.step(
            &(sp_step){&sp_rule_adam, 1, &w, &g, states, c.value, 0.001f, 1, NULL});
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

static const sp_schedule *schedule_called(const char *name)
{
    return (const sp_schedule *)sp_group_find(SP_GROUP_SCHEDULES, name);
}

/* The step size of update t of 1000, in epochs of 50, with lr = 1. */
static double eta(const sp_choice *c, uint64_t t)
{
    const double memory[SP_SCHEDULE_MEMORY] = {0};
    const sp_moment now = {t, (double)(t - 1) / 50, 1000, memory};
    return sp_schedule_step((const sp_schedule *)c->kind, c->value, 1, now);
}

static void expect_eta(const sp_choice *c, uint64_t t, double wanted)
{
    const double got = eta(c, t);
    if (!(fabs(got - wanted) <= 2e-7 + 1e-6 * wanted)) {
        fail_msg("%s at update %d: %g, not %g", c->kind->name, (int)t, got, wanted);
    }
}

static void schedules_match_their_formulas(void **state)
{
    (void)state;
    const double pi = 3.14159265358979323846;
    for (uint64_t t = 1; t <= 1000; t = t * 2 + 1) {
        const double done = (double)(t - 1), epoch = done / 50;
        sp_choice c = sp_choice_default(&schedule_called("constant")->head);
        expect_eta(&c, t, 1);
        c = sp_choice_default(&schedule_called("power")->head);
        expect_eta(&c, t, pow((double)t, -0.3));
        c = sp_choice_default(&schedule_called("inverse-time")->head);
        expect_eta(&c, t, 1 / (1 + 0.001 * done));
        c = sp_choice_default(&schedule_called("step")->head);
        expect_eta(&c, t, pow(0.1, floor(epoch / 5)));
        c = sp_choice_default(&schedule_called("exponential")->head);
        expect_eta(&c, t, pow(0.9, epoch));
        c = sp_choice_default(&schedule_called("cosine")->head);
        expect_eta(&c, t, 0.5 * (1 + cos(pi * done / 1000)));
        c = sp_choice_default(&schedule_called("one-cycle")->head);
        const double first = 1.0 / 25, last = first / 1e4;
        expect_eta(&c, t,
                   done <= 299 ? first + (1 - first) * (1 - cos(pi * done / 299)) / 2
                               : last + (1 - last) * (1 + cos(pi * (done - 299) / 700)) / 2);
    }
}

static void warm_up_stands_before_a_schedule(void **state)
{
    (void)state;
    sp_choice c = sp_choice_default(&schedule_called("power")->head);
    c.value[0] = 9; /* updates */
    c.value[1] = 0.5;
    for (uint64_t t = 1; t <= 9; t++) expect_eta(&c, t, 0.5 + 0.5 * (double)t / 10);
    expect_eta(&c, 10, 1);
    expect_eta(&c, 12, pow(3, -0.3));
}

static void plateau_reduces(void **state)
{
    (void)state;
    const sp_schedule *s = schedule_called("plateau");
    sp_choice c = sp_choice_default(&s->head);
    double memory[SP_SCHEDULE_MEMORY] = {0};
    c.value[3] = 2; /* patience */
    static const double losses[] = {1, 0.9, 0.8, 0.8, 0.85, 0.8, 0.7, 0.7, 0.7, 0.7, 0.7};
    static const double wanted[] = {1, 1, 1, 1, 1, 0.1, 0.1, 0.1, 0.1, 0.01, 0.01};
    for (size_t i = 0; i < SP_COUNT(losses); i++) {
        sp_schedule_observe(s, c.value, losses[i], memory);
        const sp_moment now = {i + 1, 0, 0, memory};
        assert_true(fabs(sp_schedule_step(s, c.value, 1, now) - wanted[i]) < 1e-12);
    }
}

static void clipping(void **state)
{
    (void)state;
    float g[] = {3, -4, 0.5f, -0.25f};
    sp_clip_value(g, 4, 0);
    sp_clip_norm(g, 4, 0);
    assert_true(g[0] == 3 && g[1] == -4);
    sp_clip_value(g, 4, 2);
    assert_true(g[0] == 2 && g[1] == -2 && g[2] == 0.5f && g[3] == -0.25f);
    float h[] = {3, -4};
    sp_clip_norm(h, 2, 10);
    assert_true(h[0] == 3 && h[1] == -4);
    sp_clip_norm(h, 2, 1);
    assert_true(fabsf(h[0] - 0.6f) < 1e-6f && fabsf(h[1] + 0.8f) < 1e-6f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_match_their_papers),
        cmocka_unit_test(adam_first_step_is_eta),
        cmocka_unit_test(power_is_repeated_product),
        cmocka_unit_test(centred_rmsprop_matches),
        cmocka_unit_test(schedules_match_their_formulas),
        cmocka_unit_test(warm_up_stands_before_a_schedule),
        cmocka_unit_test(plateau_reduces),
        cmocka_unit_test(clipping),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
