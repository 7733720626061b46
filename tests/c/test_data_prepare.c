/* Shares, scaling and shifts: what is done to the examples of every kind of data. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "data.h"

/* Mean, deviation, least and most of number j over a split, as a net sees it. */
typedef struct moments {
    double mean, deviation, least, most;
} moments;

static moments measure(const sp_dataset *d, int split, size_t j)
{
    const size_t n = d->split[split].n;
    moments m = {0, 0, HUGE_VAL, -HUGE_VAL};
    for (size_t i = 0; i < n; i++) {
        const double x = (double)data_at(d, split, i, j);
        m.mean += x / (double)n;
        m.deviation += x * x / (double)n;
        m.least = fmin(m.least, x);
        m.most = fmax(m.most, x);
    }
    m.deviation = sqrt(fmax(0, m.deviation - m.mean * m.mean));
    return m;
}

static void standardised_by_the_training_examples(void **state)
{
    (void)state;
    sp_dataset raw = data_of("scaled", "train=500 test=300 validation=40");
    sp_dataset d = data_of("scaled", "train=500 test=300 validation=40 prepare.scaling=1");
    for (size_t j = 0; j < 4; j++) {
        const moments m = measure(&d, 0, j), before = measure(&raw, 0, j);
        data_near(m.mean, 0, 1e-5);
        data_near(m.deviation, 1, 1e-5);
        for (int s = 1; s < SP_SPLITS; s++) {
            for (size_t i = 0; i < 40; i++) {
                const double x = (double)data_at(&raw, s, i, j);
                data_near((double)data_at(&d, s, i, j), (x - before.mean) / before.deviation,
                          1e-4);
            }
        }
        assert_true(fabs(measure(&d, 1, j).mean) > 1e-4); /* not by its own */
    }
    sp_dataset_close(&raw);
    sp_dataset_close(&d);
}

static void minmax_by_the_training_examples(void **state)
{
    (void)state;
    sp_dataset d = data_of("scaled", "train=500 test=5000 prepare.scaling=2");
    bool beyond = false;
    for (size_t j = 0; j < 4; j++) {
        const moments m = measure(&d, 0, j), test = measure(&d, 1, j);
        assert_true(m.least == 0);
        data_near(m.most, 1, 1e-6);
        beyond = beyond || test.least < 0 || test.most > 1;
    }
    assert_true(beyond);
    sp_dataset_close(&d);
}

static void bytes_stay_bytes(void **state)
{
    (void)state;
    sp_dataset raw = data_of("digits", "train=200 test=50");
    sp_dataset d = data_of("digits", "train=200 test=50 prepare.scaling=1");
    assert_non_null(d.split[0].bytes);
    assert_memory_equal(raw.split[0].bytes, d.split[0].bytes, 200 * 784);
    size_t constant = 0;
    for (size_t j = 0; j < 784; j++) {
        const moments before = measure(&raw, 0, j), m = measure(&d, 0, j);
        data_near(m.mean, 0, 1e-5);
        if (before.least == before.most) {
            constant++;
            const moments test = measure(&d, 1, j);
            assert_true(m.least == 0 && m.most == 0 && test.least == 0 && test.most == 0);
        } else {
            data_near(m.deviation, 1, 1e-5);
        }
    }
    assert_true(constant > 10); /* the corners are paper in all digits */
    assert_true(d.arena.size < raw.arena.size + 2 * 784 * 4 + 1000);
    sp_dataset_close(&raw);
    sp_dataset_close(&d);
}

static void a_constant_that_is_no_round_number_stays_0(void **state)
{
    (void)state;
    float x[300], y[100] = {0};
    for (size_t i = 0; i < 100; i++) {
        x[3 * i] = 0.1f; /* the mean of 100 of them is not 0.1f, or may not be */
        x[3 * i + 1] = 1e30f;
        x[3 * i + 2] = (float)i;
    }
    for (int scaling = 1; scaling <= 2; scaling++) {
        data_request r;
        data_ask(&r, "arrays",
                 scaling == 1 ? "channels=3 prepare.scaling=1" : "channels=3 prepare.scaling=2",
                 1);
        data_lend(&r, "data.trainX", x, sizeof x);
        data_lend(&r, "data.trainY", y, sizeof y);
        sp_dataset d = data_build(&r);
        for (size_t i = 0; i < 100; i++) {
            assert_true(data_at(&d, 0, i, 0) == 0 && data_at(&d, 0, i, 1) == 0);
        }
        assert_true(data_at(&d, 0, 99, 2) > data_at(&d, 0, 98, 2));
        sp_dataset_close(&d);
    }
}

static void shares_are_disjoint_and_whole(void **state)
{
    (void)state;
    sp_dataset all = data_of("linear", "train=1000 test=0 features=1");
    sp_dataset d = data_of("linear", "train=1000 test=0 features=1 prepare.test=0.2 "
                                     "prepare.validation=0.1");
    assert_int_equal(d.split[SP_SPLIT_TRAIN].n, 700);
    assert_int_equal(d.split[SP_SPLIT_TEST].n, 200);
    assert_int_equal(d.split[SP_SPLIT_VALIDATION].n, 100);
    /* Every example of the whole is in one split, with its target. */
    for (size_t i = 0; i < 1000; i++) {
        size_t found = 0;
        for (int s = 0; s < SP_SPLITS; s++) {
            for (size_t k = 0; k < d.split[s].n; k++) {
                found += d.split[s].floats[k] == all.split[0].floats[i] &&
                         d.split[s].targets[k] == all.split[0].targets[i];
            }
        }
        assert_int_equal(found, 1);
    }
    /* More for validation leaves the test examples as they are. */
    sp_dataset more = data_of("linear", "train=1000 test=0 features=1 prepare.test=0.2 "
                                        "prepare.validation=0.3");
    assert_memory_equal(d.split[1].floats, more.split[1].floats, 200 * sizeof(float));
    sp_dataset_close(&all);
    sp_dataset_close(&d);
    sp_dataset_close(&more);

    /* Bytes and labels move together. */
    sp_dataset digits = data_of("digits", "train=50 test=0"),
               parts = data_of("digits", "train=50 test=0 prepare.validation=0.5");
    for (size_t i = 0; i < 50; i++) {
        size_t found = 0;
        for (int s = 0; s < SP_SPLITS; s++) {
            for (size_t k = 0; k < parts.split[s].n; k++) {
                found += parts.split[s].labels[k] == digits.split[0].labels[i] &&
                         memcmp(parts.split[s].bytes + 784 * k, digits.split[0].bytes + 784 * i,
                                784) == 0;
            }
        }
        assert_int_equal(found, 1);
    }
    sp_dataset_close(&digits);
    sp_dataset_close(&parts);
}

static void what_cannot_be_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *kind, *fields, *path, *message;
    } cases[] = {
        {"digits", "train=50 test=10 prepare.test=0.2", "prepare.test",
         "the data has 10 test examples of its own"},
        {"digits", "train=50 validation=5 prepare.validation=0.2", "prepare.validation",
         "the data has 5 validation examples of its own"},
        {"digits", "train=1 prepare.validation=0.2", "prepare.validation",
         "none is left to train on"},
        {"digits", "train=10 test=0 prepare.test=0.5 prepare.validation=0.5",
         "prepare.validation", "5 would be for test and 5 for validation"},
        {"toy2d", "prepare.shift=1", "prepare.shift",
         "only images can be shifted, and an example here is a row of 2 numbers"},
    };
    for (size_t k = 0; k < SP_COUNT(cases); k++) {
        data_request r;
        data_ask(&r, cases[k].kind, cases[k].fields, 1);
        data_refused(&r, cases[k].path, cases[k].message);
    }
    static const float x[12] = {0}, y[1] = {0};
    data_request r;
    data_ask(&r, "arrays", "channels=1 height=3 width=4 flat=0 prepare.shift=3", 1);
    data_lend(&r, "data.trainX", x, sizeof x);
    data_lend(&r, "data.trainY", y, sizeof y);
    data_refused(&r, "prepare.shift", "images of 3 x 4 pixels cannot be shifted by 3");
    r.prepare.value[SP_PREPARE_SHIFT] = 2;
    sp_dataset d = data_build(&r);
    sp_dataset_close(&d);
}

/* --- shifts ---------------------------------------------------------------------------------
 */

/* The same, pixel by pixel: the raw image is moved, then scaled. */
static float moved(const sp_dataset *d, size_t i, int c, int row, int col, int dx, int dy)
{
    const int H = d->shape.height, W = d->shape.width;
    const size_t size = sp_shape_size(d->shape), j = (size_t)((c * H + row) * W + col);
    const int from_row = row - dy, from_col = col - dx;
    float raw = 0;
    if (from_row >= 0 && from_row < H && from_col >= 0 && from_col < W) {
        const size_t from = i * size + (size_t)((c * H + from_row) * W + from_col);
        raw = d->split[0].bytes ? (float)d->split[0].bytes[from] : d->split[0].floats[from];
    }
    if (d->center) return (raw - d->center[j]) * d->factor[j];
    return d->split[0].bytes ? d->scale * raw + d->shift : raw;
}

static void expect_shifted(const sp_dataset *d, int shift)
{
    enum { N = 40 };
    const size_t size = sp_shape_size(d->shape);
    float *x = malloc(N * size * sizeof *x);
    uint32_t index[N];
    for (uint32_t i = 0; i < N; i++) index[i] = (7 * i) % (uint32_t)d->split[0].n;
    sp_rng r = sp_rng_make(3, SP_STREAM_AUGMENT), same = r;
    sp_dataset_gather_shifted(d, 0, index, N, x, shift, &r);

    int seen = 0;
    for (size_t b = 0; b < N; b++) {
        const int dx = (int)sp_rng_below(&same, 2 * (uint32_t)shift + 1) - shift;
        const int dy = (int)sp_rng_below(&same, 2 * (uint32_t)shift + 1) - shift;
        seen |= (dx < 0) | (dx > 0) << 1 | (dy < 0) << 2 | (dy > 0) << 3;
        size_t j = b * size;
        for (int c = 0; c < d->shape.channels; c++) {
            for (int row = 0; row < d->shape.height; row++) {
                for (int col = 0; col < d->shape.width; col++, j++) {
                    assert_true(x[j] == moved(d, index[b], c, row, col, dx, dy));
                }
            }
        }
    }
    assert_int_equal(seen, shift ? 15 : 0);
    assert_true(r.state == same.state); /* two draws an example */
    free(x);
}

static void shifted_images_are_moved_whole(void **state)
{
    (void)state;
    sp_dataset d = data_of("digits", "train=20 test=0");
    expect_shifted(&d, 0);
    expect_shifted(&d, 3);
    expect_shifted(&d, 16);
    sp_dataset_close(&d);
    d = data_of("digits", "train=20 test=0 prepare.scaling=1 prepare.shift=2");
    expect_shifted(&d, 2);
    sp_dataset_close(&d);

    static float x[5 * 2 * 3 * 4], y[5];
    for (size_t i = 0; i < SP_COUNT(x); i++) x[i] = (float)i + 1;
    for (int scaling = 0; scaling < 3; scaling++) {
        data_request r;
        data_ask(&r, "arrays", "channels=2 height=3 width=4 flat=0", 1);
        r.prepare.value[SP_PREPARE_SCALING] = scaling;
        data_lend(&r, "data.trainX", x, sizeof x);
        data_lend(&r, "data.trainY", y, sizeof y);
        d = data_build(&r);
        expect_shifted(&d, 1);
        expect_shifted(&d, 2);
        sp_dataset_close(&d);
    }
}

static void lack_of_memory_is_told(void **state)
{
    (void)state;
    static const char *const kinds[] = {"digits", "toy2d",  "linear",
                                        "scaled", "onehot", "polynomial"};
    for (size_t k = 0; k < SP_COUNT(kinds); k++) {
        data_request r;
        data_ask(&r, kinds[k], "train=20 test=5 label_noise=0.5 prepare.scaling=1", 1);
        data_lack_is_told(&r, 2);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(standardised_by_the_training_examples),
        cmocka_unit_test(minmax_by_the_training_examples),
        cmocka_unit_test(bytes_stay_bytes),
        cmocka_unit_test(a_constant_that_is_no_round_number_stays_0),
        cmocka_unit_test(shares_are_disjoint_and_whole),
        cmocka_unit_test(what_cannot_be_is_refused),
        cmocka_unit_test(shifted_images_are_moved_whole),
        cmocka_unit_test(lack_of_memory_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
