/* How runs proceed and end: epochs, batches that grow, penalties, early stopping, divergence.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "data/batches.h"
#include "runs.h"

static void divergence_is_a_result(void **state)
{
    (void)state;
    sp_run *r = run_of("data.train=200 data.test=100 model.0.layer=flatten model.1.layer=dense "
                       "model.2.layer=dense optimizer.lr=1000");
    train(r, 100);
    const double at = sp_run_info(r, 3);
    assert_true(at > 1 && at < 100);
    assert_true(sp_run_info(r, 0) == at - 1);
    assert_int_equal(sp_run_update(r), 0);
    while (sp_run_due(r)) sp_run_measure(r, 0);
    const double *update = sp_trace_column(r, 0);
    assert_true(update[(int)sp_trace_rows(r) - 1] == at - 1);
    sp_run_free(r);
}

static void epochs_and_short_batches(void **state)
{
    (void)state;
    sp_run *r = run_of(SMALL_NET "batch.size=64");
    assert_int_equal((int)sp_run_info(r, 6), 4); /* 64 + 64 + 64 + 8 */
    assert_int_equal((int)sp_run_info(r, 10), 40);
    train(r, 4);
    assert_true(sp_run_info(r, 1) == 1 && sp_run_info(r, 2) == 200);
    sp_run_free(r);

    uint32_t order[10], index[4], seen = 0;
    sp_batches b;
    sp_batches_start(&b, order, 10, 1);
    for (int i = 0; i < 3; i++) {
        const size_t n = sp_batches_next(&b, SP_SHUFFLE, 4, index);
        assert_int_equal(n, i < 2 ? 4 : 2);
        for (size_t j = 0; j < n; j++) seen |= 1u << index[j];
    }
    assert_int_equal(seen, 1023);
    assert_int_equal(sp_batches_next(&b, SP_REPLACEMENT, 4, index), 4);
}

static void early_stopping_brings_the_best_back(void **state)
{
    (void)state;
    sp_run *r = run_of("data.train=60 data.test=50 data.validation=200 model.0.layer=dense "
                       "model.0.units=40 model.1.layer=relu model.2.layer=dense "
                       "optimizer.name=adam optimizer.lr=0.01 stop.patience=4 stop.epochs=400");
    while (sp_run_info(r, 0) < 800) {
        while (sp_run_due(r)) sp_run_measure(r, 0);
        if (sp_run_info(r, 11) == 1) break;
        sp_run_update(r);
    }
    assert_true(sp_run_info(r, 11) == 1);

    const double *loss = NULL, *update = sp_trace_column(r, 0);
    for (int c = 0; c < sp_trace_columns(r); c++) {
        if (strcmp(sp_trace_name(r, c), "validationLoss") == 0) loss = sp_trace_column(r, c);
    }
    const size_t rows = (size_t)sp_trace_rows(r);
    size_t best = 0;
    for (size_t i = 0; i < rows; i++) best = loss[i] < loss[best] ? i : best;
    assert_int_equal(rows - 1 - best, 4);
    assert_true(sp_run_info(r, 13) == update[best]);
    sp_run_evaluate_begin(r, SP_VALIDATION, 0);
    while (sp_run_evaluate_some(r)) continue;
    assert_true(sp_run_loss(r) == loss[best]);
    sp_run_free(r);

    sp_draft *d = draft_of("model.0.layer=dense stop.patience=3");
    sp_data *data = sp_data_new(d);
    assert_null(sp_run_new(d, data));
    assert_string_equal(sp_draft_error_path(d), "stop.patience");
    sp_data_free(data);
    sp_draft_free(d);
}

static void batches_grow(void **state)
{
    (void)state;
    sp_run *r = run_of("data.train=200 data.test=10 model.0.layer=dense batch.size=20 "
                       "batch.growth=2 batch.growth_every=2 batch.most=50 batch.scale_from=20 "
                       "optimizer.lr=0.01 stop.epochs=5");
    /* 10 + 10 updates of 20, 5 + 5 of 40, 4 of 50. */
    assert_int_equal((int)sp_run_info(r, 10), 34);
    train(r, 20);
    assert_true(sp_run_info(r, 1) == 2 && sp_run_info(r, 8) == 0.02);
    train(r, 10);
    assert_true(sp_run_info(r, 1) == 4 && sp_run_info(r, 8) == 0.025);
    train(r, 4);
    assert_true(sp_run_info(r, 1) == 5 && (int)sp_run_info(r, 10) == 34);
    while (sp_run_due(r)) sp_run_measure(r, 0);
    assert_int_equal((int)sp_trace_rows(r), 6);
    sp_run_free(r);
}

/* The end is known before the first update, however slowly batches grow. */
static void the_end_of_growing_batches_is_known(void **state)
{
    (void)state;
    const char *const growth[] = {"1.3 batch.growth_every=1", "1.01 batch.growth_every=2",
                                  "7 batch.growth_every=3"};
    for (size_t k = 0; k < SP_COUNT(growth); k++) {
        char fields[300];
        snprintf(fields, sizeof fields,
                 "data.train=90 data.test=0 model.0.layer=dense batch.size=7 batch.most=40 "
                 "stop.epochs=20.5 batch.growth=%s",
                 growth[k]);
        sp_run *r = run_of(fields);
        const double planned = sp_run_info(r, 10);
        train(r, (int)planned - 1);
        assert_true(sp_run_info(r, 1) < 20.5);
        train(r, 1);
        assert_true(sp_run_info(r, 1) >= 20.5 && sp_run_info(r, 10) == planned);
        sp_run_free(r);
    }
    /* A thousand million epochs, in most of which the batch is about to grow. */
    sp_run *r = run_of("data.name=toy2d model.0.layer=dense model.0.units=2 batch.size=1 "
                       "batch.most=65536 batch.growth=1.000000001 stop.epochs=1e9");
    assert_true(sp_run_info(r, 10) > 1e9);
    sp_run_free(r);
}

static void penalties_do_not_depend_on_the_batch(void **state)
{
    (void)state;
    /* With a step of lr and a loss that does not push, w shrinks by 1 - lr l2 each update. */
    for (int size = 1; size <= 100; size += 33) {
        char fields[300];
        snprintf(
            fields, sizeof fields,
            "data.train=100 data.test=10 model.0.layer=dense loss.name=hinge loss.margin=0 "
            "model.0.bias=0 model.0.init=normal model.0.std=0 optimizer.lr=0.1 "
            "regularisation.l2=0.5 regularisation.l1=0 batch.size=%d",
            size);
        sp_run *r = run_of(fields);
        sp_run_parameters(r)[3] = 2; /* a pixel of the corner: always 0, so no gradient */
        train(r, 3);
        assert_true(fabsf(sp_run_parameters(r)[3] - 2 * 0.95f * 0.95f * 0.95f) < 1e-6f);
        sp_run_free(r);
    }
}

static void noise_scale_is_a_column(void **state)
{
    (void)state;
    sp_run *with = run_of(SMALL_NET "evaluate.noise=1"), *without = run_of(SMALL_NET);
    train(with, 20);
    train(without, 20);
    char a[17], b[17];
    sp_run_hash(with, a);
    sp_run_hash(without, b);
    assert_string_equal(a, b);

    const int last = sp_trace_columns(with) - 1;
    assert_string_equal(sp_trace_name(with, last), "noiseScale");
    assert_true(sp_trace_rows(with) == sp_trace_rows(without));
    for (int row = 0; row < (int)sp_trace_rows(with); row++) {
        assert_true(sp_trace_column(with, last)[row] > 0);
        assert_true(isnan(sp_trace_column(without, last)[row]));
    }
    sp_run_demand(with); /* a run may be freed in the middle of it */
    sp_run_measure(with, 0);
    sp_run_measure(with, 0);
    sp_run_free(with);
    sp_run_free(without);
    assert_true(sp_live_bytes() == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(divergence_is_a_result),
        cmocka_unit_test(epochs_and_short_batches),
        cmocka_unit_test(early_stopping_brings_the_best_back),
        cmocka_unit_test(batches_grow),
        cmocka_unit_test(noise_scale_is_a_column),
        cmocka_unit_test(the_end_of_growing_batches_is_known),
        cmocka_unit_test(penalties_do_not_depend_on_the_batch),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
