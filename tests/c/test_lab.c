/* Runs through the module's own interface: data, batches, training, saving, changing, memory.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "runs.h"

static void expect_same(const sp_run *a, const sp_run *b, bool same)
{
    char x[17], y[17];
    sp_run_hash(a, x);
    sp_run_hash(b, y);
    if (same)
        assert_string_equal(x, y);
    else
        assert_string_not_equal(x, y);
}

static void same_spec_same_bits(void **state)
{
    (void)state;
    sp_run *a = run_of(SMALL_NET), *b = run_of(SMALL_NET), *c = run_of(SMALL_NET "seed=2");
    train(a, 60);
    for (int i = 0; i < 60; i++) { /* in turn: two runs do not disturb each other */
        train(b, 1);
        train(c, 1);
    }
    expect_same(a, b, true);
    expect_same(a, c, false);
    sp_run_free(a);
    sp_run_free(b);
    sp_run_free(c);
}

static void measuring_does_not_change_training(void **state)
{
    (void)state;
    sp_run *a = run_of(SMALL_NET "evaluate.every=1 evaluate.unit=update");
    sp_run *b = run_of(SMALL_NET "evaluate.every=1000 evaluate.unit=update");
    train(a, 50);
    train(b, 50);
    sp_run_evaluate_begin(b, SP_TEST, 0);
    while (sp_run_evaluate_some(b)) continue;
    train(a, 20);
    train(b, 20);
    expect_same(a, b, true);
    assert_int_equal((int)sp_trace_rows(a), 70);
    assert_int_equal((int)sp_trace_rows(b), 1);
    sp_run_free(a);
    sp_run_free(b);
}

static void saved_and_restored_goes_on(void **state)
{
    (void)state;
    sp_run *a = run_of(SMALL_NET), *b = run_of(SMALL_NET),
           *other = run_of("model.0.layer=flatten "
                           "model.1.layer=dense");
    train(a, 33);
    const size_t size = sp_run_save_size(a);
    unsigned char *bytes = malloc(size);
    sp_run_save(a, bytes);
    train(b, 5);
    assert_int_equal(sp_run_restore(b, bytes, size), 0);
    expect_same(a, b, true);
    assert_true(sp_trace_rows(a) == sp_trace_rows(b));
    train(a, 40);
    train(b, 40);
    expect_same(a, b, true);
    for (int c = 0; c < sp_trace_columns(a); c++) {
        const size_t n = (size_t)sp_trace_rows(a);
        assert_memory_equal(sp_trace_column(a, c), sp_trace_column(b, c), n * sizeof(double));
    }

    assert_int_equal(sp_run_restore(b, bytes, size - 1), 1);
    assert_int_equal(sp_run_restore(b, bytes, 10), 1);
    bytes[size / 2] ^= 1;
    assert_int_equal(sp_run_restore(b, bytes, size), 1);
    assert_string_equal(sp_run_error_message(b), "the checkpoint is cut off or was changed");
    bytes[size / 2] ^= 1;
    assert_int_equal(sp_run_restore(other, bytes, size), 1);
    expect_same(a, b, true);
    free(bytes);
    sp_run_free(a);
    sp_run_free(b);
    sp_run_free(other);
}

static void fields_change_while_running(void **state)
{
    (void)state;
    sp_run *a = run_of(SMALL_NET), *b = run_of(SMALL_NET);
    train(a, 10);
    train(b, 10);
    assert_int_equal(sp_run_set(a, "optimizer.lr", 0.5), 0);
    assert_true(sp_run_info(a, 8) == 0.5);
    assert_int_equal(sp_run_set(a, "model.3.rate", 0.9), 0);
    assert_int_equal(sp_run_set(a, "model.1.units", 17), 1);
    assert_string_equal(sp_run_error_path(a), "model.1.units");
    assert_int_equal(sp_run_set(a, "seed", 17), 1);
    assert_int_equal(sp_run_set(a, "optimizer.lr", -1), 1);
    assert_int_equal(sp_run_set(a, "optimizer.speed", 1), 1);

    /* A batch beyond the memory taken: the same run goes on in a larger one. */
    assert_int_equal(sp_run_set(b, "batch.size", 150), 0);
    train(a, 5);
    train(b, 5);
    expect_same(a, b, false);
    assert_int_equal((int)sp_run_info(b, 0), 15);
    assert_true(sp_run_info(b, 2) > 10 * 32 + 2 * 150);
    sp_run_free(a);
    sp_run_free(b);
}

static void order_is_shared_between_rules(void **state)
{
    (void)state;
    /* A linear net's first loss depends on weights and batch only, so it shows both. */
    sp_run *a =
        run_of("data.train=200 model.0.layer=flatten model.1.layer=dense optimizer.lr=0");
    sp_run *b = run_of("data.train=200 model.0.layer=flatten model.1.layer=dense "
                       "optimizer.name=adam optimizer.lr=0");
    for (int i = 0; i < 30; i++) {
        train(a, 1);
        train(b, 1);
        assert_true(sp_run_info(a, 12) == sp_run_info(b, 12));
    }
    sp_run_free(a);
    sp_run_free(b);
}

static void trace_stays_within_bounds(void **state)
{
    (void)state;
    static float x[4] = {0.5f, -1, 2, 1}, y[4] = {1, 0, 1, 1};
    static int32_t labels[4] = {0, 1, 0, 1};
    (void)y;
    sp_draft *d =
        draft_of("data.name=arrays data.channels=1 data.classes=2 model.0.layer=dense "
                 "model.0.units=2 evaluate.unit=update stop.epochs=0");
    sp_draft_block(d, "data.trainX", x, sizeof x);
    sp_draft_block(d, "data.trainY", labels, sizeof labels);
    sp_data *data = sp_data_new(d);
    assert_non_null(data);
    sp_run *r = sp_run_new(d, data);
    sp_data_free(data);
    sp_draft_free(d);
    train(r, 300000);
    assert_true(sp_trace_rows(r) <= 131072 && sp_trace_rows(r) > 65536);
    const double *update = sp_trace_column(r, 0);
    const size_t n = (size_t)sp_trace_rows(r);
    for (size_t i = 1; i < n; i++) assert_true(update[i] - update[i - 1] == 4);
    sp_run_free(r);
}

static void bad_input_names_the_field(void **state)
{
    (void)state;
    sp_draft *d = draft_of("model.0.layer=flatten model.1.layer=dense model.1.units=9");
    assert_int_equal(sp_draft_text(d, "optimizer.name", "adamm"), 1);
    assert_string_equal(sp_draft_error_message(d), "there is no adamm among the optimizers");
    assert_int_equal(sp_draft_number(d, "model.5.rate", 1), 1);
    assert_int_equal(sp_draft_number(d, "model.x.rate", 1), 1);
    assert_int_equal(sp_draft_number(d, "nothing", 1), 1);
    assert_int_equal(sp_draft_text(d, "model.3.layer", "relu"), 1);
    sp_data *data = sp_data_new(d);
    assert_null(sp_run_new(d, data));
    assert_string_equal(sp_draft_error_path(d), "model.1");
    assert_string_equal(sp_draft_error_message(d),
                        "the last layer (dense) gives 9 outputs, and the data needs 10");
    sp_data_free(data);
    sp_draft_free(d);
}

static void nothing_to_train(void **state)
{
    (void)state;
    /* Its outputs fit the data: two numbers, two classes. */
    sp_draft *d = draft_of("data.name=toy2d model.0.layer=relu");
    sp_data *data = sp_data_new(d);
    assert_non_null(data);
    assert_null(sp_run_new(d, data));
    assert_string_equal(sp_draft_error_path(d), "model");
    assert_string_equal(sp_draft_error_message(d), "no layer has weights: add a dense layer");
    sp_data_free(data);
    sp_draft_free(d);
}

static void idx_errors(void **state)
{
    (void)state;
    unsigned char images[16 + 8] = {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 2, 0, 0, 0, 2};
    unsigned char labels[8 + 2] = {0, 0, 8, 1, 0, 0, 0, 2, 0, 1};
    struct {
        const char *path;
        size_t image_bytes, label_bytes;
        unsigned char label;
    } cases[] = {{"data.trainImages", 23, 10, 1},
                 {"data.trainImages", 3, 10, 1},
                 {"data.trainLabels", 24, 9, 1},
                 {"data.testLabels", 24, 10, 5},
                 {NULL, 24, 10, 1}};
    for (size_t i = 0; i < SP_COUNT(cases); i++) {
        unsigned char test_labels[10];
        memcpy(test_labels, labels, 10);
        test_labels[9] = cases[i].label;
        sp_draft *d = draft_of("data.name=idx");
        sp_draft_block(d, "data.trainImages", images, cases[i].image_bytes);
        sp_draft_block(d, "data.trainLabels", labels, cases[i].label_bytes);
        sp_draft_block(d, "data.testImages", images, 24);
        sp_draft_block(d, "data.testLabels", test_labels, 10);
        sp_data *data = sp_data_new(d);
        if (cases[i].path) {
            assert_null(data);
            assert_string_equal(sp_draft_error_path(d), cases[i].path);
        } else {
            assert_non_null(data);
        }
        sp_data_free(data);
        sp_draft_free(d);
    }
}

static void every_lack_of_memory_is_survived(void **state)
{
    (void)state;
    const size_t before = sp_memory_live();
    size_t failures = 0;
    for (size_t n = 1;; n++) {
        sp_memory_fail_at(n);
        bool complete = false;
        sp_draft *d = sp_draft_new();
        if (d) {
            sp_draft_number(d, "data.train", 50);
            sp_draft_text(d, "model.0.layer", "flatten");
            sp_draft_text(d, "model.1.layer", "dense");
            sp_data *data = sp_data_new(d);
            sp_run *r = data ? sp_run_new(d, data) : NULL;
            if (!r) assert_int_equal(sp_draft_error_status(d), SP_NO_MEMORY);
            if (r) {
                train(r, 5);
                complete = sp_trace_rows(r) == 3 && sp_run_set(r, "batch.size", 60) == 0;
                assert_true(sp_run_info(r, 0) == 5);
            }
            sp_run_free(r);
            sp_data_free(data);
            sp_draft_free(d);
        }
        assert_int_equal(sp_memory_live(), before);
        if (complete) break;
        failures++;
    }
    sp_memory_fail_at(0);
    assert_true(failures >= 8);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(same_spec_same_bits),
        cmocka_unit_test(measuring_does_not_change_training),
        cmocka_unit_test(saved_and_restored_goes_on),
        cmocka_unit_test(fields_change_while_running),
        cmocka_unit_test(order_is_shared_between_rules),
        cmocka_unit_test(trace_stays_within_bounds),
        cmocka_unit_test(bad_input_names_the_field),
        cmocka_unit_test(nothing_to_train),
        cmocka_unit_test(idx_errors),
        cmocka_unit_test(every_lack_of_memory_is_survived),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
