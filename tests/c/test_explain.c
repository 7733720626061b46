/* The arithmetic that rules tell of an update, against the update that they make. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/rng.h"
#include "lab/spec.h"
#include "optim/optimizer.h"

enum { N = 12, UPDATES = 40 };

static double told(const sp_terms *t, const char *name)
{
    for (int i = 0; i < t->n; i++) {
        if (strcmp(t->name[i], name) == 0) return t->value[i];
    }
    return (double)NAN;
}

static void expect_near(const sp_choice *c, const char *what, double got, double wanted,
                        double scale)
{
    if (isinf(wanted) && got > 3.4e38) return; /* too large for a float, not for a double */
    if (fabs(got - wanted) <= 1e-6 * (fabs(wanted) + scale)) return;
    fail_msg("%s: %s is %.9g, told %.9g", c->kind->name, what, wanted, got);
}

/* Runs a rule on a made-up gradient, and before every step asks for the arithmetic. */
static void follow(const sp_choice *c)
{
    const sp_optimizer *rule = (const sp_optimizer *)c->kind;
    double kept[SP_MAX_MEMORY] = {0};
    float w[N], g[N], memory[SP_MAX_STATE][N] = {{0}}, *state[SP_MAX_STATE] = {0};
    sp_rng r = sp_rng_make(4, SP_STREAM_PROBE);
    for (int s = 0; s < rule->states; s++) state[s] = memory[s];
    for (size_t i = 0; i < N; i++) w[i] = sp_rng_normal(&r);

    for (uint64_t t = 1; t <= UPDATES; t++) {
        const float scale = t % 3 ? 1.0f : 0.01f;
        for (size_t i = 0; i < N; i++) g[i] = i ? scale * (0.5f + sp_rng_normal(&r)) : 0;
        const sp_step s = {rule, N, w, g, state, c->value, (float)c->value[0], t, kept};
        if (rule->begin) rule->begin(&s);
        sp_terms terms[N];
        float before[N];
        memcpy(before, w, sizeof w);
        for (size_t i = 0; i < N; i++) {
            terms[i].n = 0;
            rule->explain(&s, i, &terms[i]);
        }
        rule->step(&s);
        for (size_t i = 0; i < N; i++) {
            const sp_terms *told_of = &terms[i];
            assert_string_equal(told_of->name[told_of->n - 1], "step");
            const double step = told(told_of, "step"), start = (double)before[i];
            expect_near(c, "w", start - step, (double)w[i], fabs(start));
            assert_true(told(told_of, "rate") >= 0);
            /* State vectors by their names: "x" if "x_before" was told. */
            int k = 0;
            for (int j = 0; j < told_of->n; j++) {
                char name[20] = "";
                const size_t length = strlen(told_of->name[j]);
                if (length < 8 || strcmp(told_of->name[j] + length - 7, "_before") != 0)
                    continue;
                memcpy(name, told_of->name[j], length - 7);
                if (strcmp(name, "h") == 0 && rule->states == 3)
                    k = 2; /* rmsprop, not centred */
                expect_near(c, name, told(told_of, name), (double)memory[k++][i],
                            1e-2 + fabs(told_of->value[j]));
            }
        }
    }
}

static void told_is_done(void **state)
{
    (void)state;
    for (int i = 0; i < sp_group_count(SP_GROUP_OPTIMIZERS); i++) {
        const sp_kind *kind = sp_group_kind(SP_GROUP_OPTIMIZERS, i);
        sp_choice c = sp_choice_default(kind);
        c.value[0] = 0.01;
        follow(&c);
        for (int p = 1; p < kind->n_params; p++) {
            const double usual = c.value[p], most = kind->params[p].max;
            c.value[p] = usual != 0 ? usual / 2 : most < 1 ? most / 2 : 0.5;
            if (kind->params[p].whole) c.value[p] = 1 - usual;
            if (strcmp(kind->params[p].name, "centred") == 0) c.value[2] = 1e-2; /* eps */
            follow(&c);
            c.value[p] = usual;
        }
    }
}

/* One update of Adam by hand: g = 2, the first of all. */
static void adam_by_hand(void **state)
{
    (void)state;
    sp_choice c = sp_choice_default(sp_group_find(SP_GROUP_OPTIMIZERS, "adam"));
    float w = 1, g = 2, m = 0, v = 0, *states[] = {&m, &v, NULL, NULL};
    const sp_optimizer *rule = (const sp_optimizer *)c.kind;
    const sp_step s = {rule, 1, &w, &g, states, c.value, 0.5f, 1, NULL};
    sp_terms t = {0};
    rule->explain(&s, 0, &t);
    assert_true(fabs(told(&t, "m") - 0.2) < 1e-12 && fabs(told(&t, "v") - 0.004) < 1e-12);
    assert_true(fabs(told(&t, "m_hat") - 2) < 1e-12 && fabs(told(&t, "v_hat") - 4) < 1e-12);
    assert_true(fabs(told(&t, "root") - sqrt(4 + 1e-8)) < 1e-12);
    assert_true(fabs(told(&t, "rate") - 0.25) < 1e-8 && fabs(told(&t, "step") - 0.5) < 1e-8);
    assert_true(m == 0 && v == 0 && w == 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(told_is_done),
        cmocka_unit_test(adam_by_hand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
