/* Probes: that they leave no trace, and what they refuse. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"
#include "base/memory.h"
#include "lab/probe.h"
#include "looks.h"
#include "runs.h"

#define CONV_NET                                                                               \
    "data.train=150 data.test=60 model.0.layer=conv2d model.0.filters=3 "                      \
    "model.1.layer=batchnorm model.2.layer=relu model.3.layer=maxpool model.4.layer=dropout "  \
    "model.4.rate=0.4 model.5.layer=flatten model.6.layer=dense optimizer.name=adam "          \
    "batch.size=16 evaluate.every=4 evaluate.unit=update "
#define TOY_NET                                                                                \
    "data.name=toy2d data.shape=moons data.train=120 data.test=40 model.0.layer=dense "        \
    "model.0.units=8 model.1.layer=tanh model.2.layer=dense model.2.units=2 "                  \
    "optimizer.lr=0.1 batch.size=10 "
#define REGRESSION                                                                             \
    "data.name=linear data.train=80 data.test=40 model.0.layer=dense model.0.units=1 "         \
    "loss.name=mse "

/* One probe of every kind that runs on the digits, with arrays where it needs them. */
static sp_probe *begin_any(sp_run *r, int kind, const float *w, size_t n)
{
    const char *name = sp_group_kind(SP_GROUP_PROBES, kind)->name;
    sp_probe *p = sp_probe_new(r, kind);
    sp_probe_number(p, "examples", 40); /* where it has that option */
    sp_probe_number(p, "passes", 3);
    sp_probe_number(p, "nx", 3);
    sp_probe_number(p, "ny", 3);
    sp_probe_number(p, "repetitions", 3);
    sp_probe_number(p, "big", 32);
    sp_probe_number(p, "masks", 1);
    if (strcmp(name, "line") == 0) lend_floats(p, "from", w, n);
    if (strcmp(name, "trajectory") == 0) lend_floats(p, "snapshots", w, 4 * n);
    if (strcmp(name, "decision") == 0) {
        expect_refused(p, "", "2 inputs");
        return NULL;
    }
    if (sp_probe_begin(p)) {
        fail_msg("%s: %s", sp_probe_error_path(p), sp_probe_error_message(p));
    }
    return p;
}

static float *random_weights(size_t n)
{
    float *w = malloc(n * sizeof *w);
    sp_rng rng = sp_rng_make(9, SP_STREAM_PROBE);
    for (size_t i = 0; i < n; i++) w[i] = 0.1f * sp_rng_normal(&rng);
    return w;
}

/* All probes at once, a part of each between two updates, while another run trains alone; the
 * batch grows and shrinks meanwhile, and rows are half measured. */
static void probes_leave_no_trace(void **state)
{
    (void)state;
    sp_run *watched = run_of(CONV_NET), *alone = run_of(CONV_NET);
    const size_t n = (size_t)sp_run_info(alone, 4);
    float *w = random_weights(4 * n);
    assert_int_equal(sp_run_keep(watched, 1), 0);
    train(watched, 3);
    train(alone, 3);

    enum { MOST = 20 };
    sp_probe *probes[MOST] = {0};
    const int count = sp_group_count(SP_GROUP_PROBES);
    for (int i = 0; i < count; i++) probes[i] = begin_any(watched, i, w, n);
    static const struct {
        int at;
        double size;
    } changes[] = {{4, 100}, {8, 7}, {12, 64}};
    for (int t = 0; t < 60; t++) {
        for (size_t c = 0; c < SP_COUNT(changes); c++) {
            if (t != changes[c].at) continue;
            assert_int_equal(sp_run_set(watched, "batch.size", changes[c].size), 0);
            assert_int_equal(sp_run_set(alone, "batch.size", changes[c].size), 0);
        }
        if (sp_run_due(watched)) sp_run_measure(watched, 0);
        for (int i = 0; i < count; i++) {
            if (probes[i]) sp_probe_some(probes[i]);
        }
        train(watched, 1);
        train(alone, 1);
    }
    char a[17], b[17];
    sp_run_hash(watched, a);
    sp_run_hash(alone, b);
    assert_string_equal(a, b);
    assert_memory_equal(sp_run_gradients(watched), sp_run_gradients(alone), n * sizeof(float));
    for (int c = 0; c < sp_trace_columns(alone); c++) {
        assert_memory_equal(sp_trace_column(watched, c), sp_trace_column(alone, c),
                            (size_t)sp_trace_rows(alone) * sizeof(double));
    }
    sp_run_evaluate_begin(watched, SP_TEST, 0);
    sp_run_evaluate_begin(alone, SP_TEST, 0);
    while (sp_run_evaluate_some(watched)) continue;
    while (sp_run_evaluate_some(alone)) continue;
    assert_true(sp_run_loss(watched) == sp_run_loss(alone)); /* batch norm's statistics too */
    for (int i = 0; i < count; i++) sp_probe_free(probes[i]);
    sp_run_free(watched);
    sp_run_free(alone);
    free(w);
    assert_true(sp_live_bytes() == 0);
}

/* The same results in one go, and in parts with updates in between. */
static void updates_between_parts_change_nothing(void **state)
{
    (void)state;
    static const char *const names[] = {"maskedPredictions", "gradientSpread", "activations",
                                        "plane"};
    for (size_t i = 0; i < SP_COUNT(names); i++) {
        sp_run *r = run_of(CONV_NET);
        train(r, 5);
        const char *options = i == 1 ? "repetitions=5" : i == 3 ? "nx=3 ny=3" : "";
        sp_probe *whole = probe_of(r, names[i], options);
        sp_probe *parts = probe_of(r, names[i], options);
        assert_int_equal(sp_probe_begin(parts), 0);
        look(whole);
        while (sp_probe_some(parts)) train(r, 1);
        for (int k = 0; k < sp_probe_results(whole); k++) {
            static const size_t sizes[] = {8, 4, 8, 4};
            const size_t size = sizes[(int)sp_probe_result_info(whole, k, 0)];
            assert_memory_equal(sp_probe_result(whole, k), sp_probe_result(parts, k),
                                size * (size_t)sp_probe_result_info(whole, k, 1));
        }
        sp_probe_free(whole);
        sp_probe_free(parts);
        sp_run_free(r);
    }
}

/* All results of some probes, to the bit; tests/unit/probe.test.js expects the same of
 * WebAssembly. */
static void results_have_the_golden_bits(void **state)
{
    (void)state;
    static const struct {
        const char *name, *options;
    } looks[] = {{"gradientSpread", "repetitions=4"},
                 {"noiseScale", "repetitions=2"},
                 {"maskedPredictions", "passes=4"},
                 {"receptiveField", "layer=3"},
                 {"plane", "nx=3 ny=3"},
                 {"effectiveStep", ""},
                 {"activations", "masks=1"},
                 {"worst", ""}};
    sp_run *r = run_of("data.train=100 data.test=40 model.0.layer=conv2d model.0.filters=4 "
                       "model.1.layer=batchnorm model.2.layer=relu model.3.layer=maxpool "
                       "model.4.layer=dropout model.5.layer=dense optimizer.name=adam");
    sp_run_keep(r, 1);
    train(r, 5);
    uint64_t hash = SP_HASH_START;
    for (size_t i = 0; i < SP_COUNT(looks); i++) {
        sp_probe *p = probe_of(r, looks[i].name, looks[i].options);
        look(p);
        for (int k = 0; k < sp_probe_results(p); k++) {
            static const size_t sizes[] = {8, 4, 8, 4};
            const size_t size = sizes[(int)sp_probe_result_info(p, k, 0)];
            const size_t count = (size_t)sp_probe_result_info(p, k, 1);
            const void *at = sp_probe_result(p, k);
            hash = size == 8 ? sp_hash_bytes(hash, at, 8 * count)
                             : sp_hash_floats(hash, at, count); /* NaNs differ in their bits */
        }
        sp_probe_free(p);
    }
    char text[17];
    sp_hash_text(hash, text);
    assert_string_equal(text, "e9a15dd7e9e40f67");
    sp_run_free(r);
}

static void wrong_options_are_named(void **state)
{
    (void)state;
    sp_run *r = run_of(TOY_NET);
    sp_probe *p = probe_of(r, "gradientSpread", "");
    assert_int_equal(sp_probe_number(p, "size", 0), 1);
    assert_string_equal(sp_probe_error_path(p), "size");
    assert_int_equal(sp_probe_text(p, "sampling", "often"), 1);
    assert_string_equal(sp_probe_error_path(p), "sampling");
    assert_int_equal(sp_probe_number(p, "colour", 1), 1);
    assert_int_equal(sp_probe_block(p, "from", NULL, 0), 1);
    assert_string_equal(sp_probe_error_message(p), "gradientSpread takes no array called from");
    assert_int_equal(sp_probe_block(p, "direction", NULL, 0), 1);
    sp_probe_free(p);

    expect_refused(probe_of(r, "gradientSpread", "size=200 sampling=shuffle"), "size", "200");
    expect_refused(probe_of(r, "noiseScale", "small=8 big=20"), "big", "20");
    expect_refused(probe_of(r, "line", ""), "from", "missing");
    expect_refused(probe_of(r, "trajectory", ""), "snapshots", "3 to 200");
    expect_refused(probe_of(r, "receptiveField", ""), "", "needs images");
    expect_refused(probe_of(r, "histogram", "layer=3"), "layer", "there is no layer 3");
    expect_refused(probe_of(r, "histogram", "low=1 high=-1"), "high", "above");
    expect_refused(probe_of(r, "confusion", "split=validation"), "split", "no validation");
    const float three[] = {1, 2, 3}, infinite[42] = {INFINITY};
    p = probe_of(r, "line", "");
    lend_floats(p, "from", three, 3);
    expect_refused(p, "from", "must hold 42 numbers, not 3");
    p = probe_of(r, "line", "");
    lend_floats(p, "from", infinite, 42);
    expect_refused(p, "from", "finite");
    sp_run_free(r);

    r = run_of(REGRESSION);
    expect_refused(probe_of(r, "confusion", ""), "", "no classes");
    sp_run_free(r);
    assert_true(sp_live_bytes() == 0);
}

static void lack_of_memory_is_a_status(void **state)
{
    (void)state;
    sp_run *r = run_of(CONV_NET);
    const size_t n = (size_t)sp_run_info(r, 4);
    float *w = random_weights(4 * n);
    sp_run_keep(r, 1);
    train(r, 1);
    const double before = sp_live_bytes();
    for (int i = 0; i < sp_group_count(SP_GROUP_PROBES); i++) {
        sp_memory_fail_at(1);
        assert_null(sp_probe_new(r, i));
        sp_memory_fail_at(0);
        const char *name = sp_group_kind(SP_GROUP_PROBES, i)->name;
        if (strcmp(name, "decision") == 0) continue;
        sp_probe *p = sp_probe_new(r, i);
        if (strcmp(name, "line") == 0) lend_floats(p, "from", w, n);
        if (strcmp(name, "trajectory") == 0) lend_floats(p, "snapshots", w, 4 * n);
        sp_memory_fail_at(1);
        assert_int_equal(sp_probe_begin(p), SP_NO_MEMORY);
        assert_int_equal(sp_probe_error_status(p), SP_NO_MEMORY);
        sp_memory_fail_at(0);
        sp_probe_free(p);
        assert_true(sp_live_bytes() == before);
    }
    sp_probe *p = probe_of(r, "maskedPredictions", "keep=1 passes=100000 examples=60");
    assert_true(sp_probe_begin(p) == 0 || sp_probe_error_status(p) == SP_NO_MEMORY);
    sp_probe_free(p);
    sp_run_free(r);
    free(w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(probes_leave_no_trace),
        cmocka_unit_test(updates_between_parts_change_nothing),
        cmocka_unit_test(results_have_the_golden_bits),
        cmocka_unit_test(wrong_options_are_named),
        cmocka_unit_test(lack_of_memory_is_a_status),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
