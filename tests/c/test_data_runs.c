/* Data in runs: shifted training images, shares, and every generator trained on. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "runs.h"

#define NET                                                                                    \
    "data.train=100 data.test=50 model.0.layer=flatten model.1.layer=dense model.1.units=8 "   \
    "model.2.layer=relu model.3.layer=dense optimizer.lr=0.1 "

static bool same(const sp_run *a, const sp_run *b)
{
    char x[17], y[17];
    sp_run_hash(a, x);
    sp_run_hash(b, y);
    return strcmp(x, y) == 0;
}

static void shifts_are_for_training_only(void **state)
{
    (void)state;
    sp_run *a = run_of(NET), *b = run_of(NET "prepare.shift=3"),
           *c = run_of(NET "prepare.shift=3");
    train(a, 1);
    train(b, 1);
    /* The first row was measured before any update: shifts do not touch what is measured. */
    for (int column = 0; column < sp_trace_columns(a); column++) {
        const double x = sp_trace_column(a, column)[0], y = sp_trace_column(b, column)[0];
        assert_true(x == y || (isnan(x) && isnan(y)));
    }
    train(a, 20);
    train(b, 20);
    train(c, 21);
    assert_false(same(a, b));
    assert_true(same(b, c));
    sp_run_free(a);
    sp_run_free(b);
    sp_run_free(c);
}

static void restored_shifts_go_on(void **state)
{
    (void)state;
    sp_run *a = run_of(NET "prepare.shift=2"), *b = run_of(NET "prepare.shift=2");
    train(a, 17);
    unsigned char *bytes = malloc(sp_run_save_size(a));
    sp_run_save(a, bytes);
    train(b, 3);
    assert_int_equal(sp_run_restore(b, bytes, sp_run_save_size(a)), 0);
    train(a, 20);
    train(b, 20);
    assert_true(same(a, b));
    free(bytes);
    sp_run_free(a);
    sp_run_free(b);
}

static void a_run_may_ask_for_other_shifts_than_its_data(void **state)
{
    (void)state;
    sp_draft *d = draft_of("data.name=toy2d model.0.layer=dense model.0.units=2");
    sp_data *data = sp_data_new(d);
    assert_non_null(data);
    assert_int_equal(sp_draft_number(d, "prepare.shift", 2), 0);
    assert_null(sp_run_new(d, data));
    assert_string_equal(sp_draft_error_path(d), "prepare.shift");
    sp_data_free(data);
    sp_draft_free(d);
}

/* A layer that is all of the truth learns it. */
static void the_truth_is_learnt(void **state)
{
    (void)state;
    sp_run *r =
        run_of("data.name=linear data.features=3 data.noise=0 data.train=200 loss.name=mse "
               "model.0.layer=dense model.0.units=1 optimizer.lr=0.1 batch.size=20");
    train(r, 2000);
    assert_true(sp_run_info(r, 12) < 1e-9);
    sp_run_free(r);
}

static void shares_come_with_the_spec(void **state)
{
    (void)state;
    sp_draft *d =
        draft_of("data.train=100 data.test=0 prepare.test=0.25 prepare.validation=0.1 "
                 "prepare.scaling=standardise");
    sp_data *data = sp_data_new(d);
    assert_non_null(data);
    assert_true(sp_data_count(data, SP_TRAIN) == 65);
    assert_true(sp_data_count(data, SP_TEST) == 25);
    assert_true(sp_data_count(data, SP_VALIDATION) == 10);
    sp_data_free(data);
    sp_draft_free(d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shifts_are_for_training_only),
        cmocka_unit_test(restored_shifts_go_on),
        cmocka_unit_test(a_run_may_ask_for_other_shifts_than_its_data),
        cmocka_unit_test(the_truth_is_learnt),
        cmocka_unit_test(shares_come_with_the_spec),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
