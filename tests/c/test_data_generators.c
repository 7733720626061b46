/* Generators of data: what all of them promise about splits, seeds and label noise; the shapes
 * of toy2d; hashes of examples. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "data.h"

static const char *const generators[] = {"digits",     "toy2d",  "linear",
                                         "polynomial", "onehot", "scaled"};

/* --- what all generators share --------------------------------------------------------------
 */

static void expect_prefix(const sp_dataset *a, const sp_dataset *b, int split)
{
    const size_t size = sp_shape_size(a->shape);
    for (size_t i = 0; i < a->split[split].n; i++) {
        for (size_t j = 0; j < size; j++) {
            assert_true(data_at(a, split, i, j) == data_at(b, split, i, j));
        }
        if (a->classes)
            assert_int_equal(a->split[split].labels[i], b->split[split].labels[i]);
        else
            assert_true(a->split[split].targets[i] == b->split[split].targets[i]);
    }
}

static void first_n_of_more_are_the_set_of_n(void **state)
{
    (void)state;
    for (size_t g = 0; g < SP_COUNT(generators); g++) {
        sp_dataset a = data_of(generators[g], "train=20 test=7 validation=3 label_noise=0.5");
        sp_dataset b = data_of(generators[g], "train=31 test=9 validation=8 label_noise=0.5");
        for (int s = 0; s < SP_SPLITS; s++) expect_prefix(&a, &b, s);
        sp_dataset_close(&a);
        sp_dataset_close(&b);
    }
}

static void splits_differ_and_seeds_differ(void **state)
{
    (void)state;
    for (size_t g = 0; g < SP_COUNT(generators); g++) {
        sp_dataset all[5];
        const char *const fields[] = {"train=12 test=0", "train=12 test=0 seed=2",
                                      "train=12 test=0 seed=2"};
        uint64_t hash[5];
        for (int i = 0; i < 3; i++) {
            data_request r;
            data_ask(&r, generators[g], fields[i], i == 2 ? 99 : 1);
            all[i] = data_build(&r);
            hash[i] = data_hash(&all[i]);
        }
        assert_true(hash[0] != hash[1]); /* another seed, other examples */
        assert_true(hash[1] == hash[2]); /* the data's seed outweighs the run's */
        for (int i = 0; i < 3; i++) sp_dataset_close(&all[i]);

        sp_dataset d = data_of(generators[g], "train=12 test=12 validation=12");
        const size_t size = sp_shape_size(d.shape);
        size_t same = 0;
        for (size_t i = 0; i < 12; i++) {
            bool equal = true, equal_too = true;
            for (size_t j = 0; j < size; j++) {
                equal = equal && data_at(&d, 0, i, j) == data_at(&d, 1, i, j);
                equal_too = equal_too && data_at(&d, 1, i, j) == data_at(&d, 2, i, j);
            }
            same += equal + equal_too;
        }
        /* One of 100 categories may come twice; everything else is drawn from many. */
        assert_true(same <= (strcmp(generators[g], "onehot") == 0 ? 8 : 0));
        sp_dataset_close(&d);
    }
}

static void label_noise_spares_its_share(void **state)
{
    (void)state;
    sp_dataset clean = data_of("toy2d", "train=20000 test=2000 classes=5");
    sp_dataset some = data_of("toy2d", "train=20000 test=2000 classes=5 label_noise=0.25");
    sp_dataset more = data_of("toy2d", "train=20000 test=2000 classes=5 label_noise=0.5");
    const sp_split *a = &clean.split[0], *b = &some.split[0], *c = &more.split[0];
    double wrong = 0;
    for (size_t i = 0; i < a->n; i++) {
        wrong += a->labels[i] != b->labels[i];
        /* With more noise the same examples are wrong in the same way. */
        if (a->labels[i] != b->labels[i]) assert_int_equal(b->labels[i], c->labels[i]);
    }
    /* Redrawn from 5 classes: a fifth keeps its label. Deviation sqrt(0.2 * 0.8 / n). */
    data_near(wrong / 20000, 0.25 * 0.8, 4 * sqrt(0.16 / 20000));
    assert_memory_equal(a->floats, b->floats, a->n * 2 * sizeof(float));
    assert_memory_equal(clean.split[1].labels, some.split[1].labels, 2000 * sizeof(int32_t));
    sp_dataset_close(&clean);
    sp_dataset_close(&some);
    sp_dataset_close(&more);

    /* Targets: the same distribution, nothing to do with the inputs. */
    sp_dataset y = data_of("linear", "train=20000 test=0"),
               z = data_of("linear", "train=20000 test=0 label_noise=1");
    double mean[2] = {0}, square[2] = {0}, product = 0;
    for (size_t i = 0; i < 20000; i++) {
        const double p = (double)y.split[0].targets[i], q = (double)z.split[0].targets[i];
        mean[0] += p / 20000;
        mean[1] += q / 20000;
        square[0] += p * p / 20000;
        square[1] += q * q / 20000;
        product += p * q / 20000;
    }
    const double v0 = square[0] - mean[0] * mean[0], v1 = square[1] - mean[1] * mean[1];
    data_near(v1 / v0, 1, 0.1);
    data_near((product - mean[0] * mean[1]) / sqrt(v0 * v1), 0, 0.04);
    sp_dataset_close(&y);
    sp_dataset_close(&z);
}

/* --- toy2d ----------------------------------------------------------------------------------
 */

static void classes_have_equal_shares(void **state)
{
    (void)state;
    const char *const cases[] = {"shape=gauss classes=3", "shape=circles classes=4",
                                 "shape=moons", "shape=xor", "shape=spirals classes=7"};
    for (size_t k = 0; k < SP_COUNT(cases); k++) {
        char fields[100];
        sp_format(fields, sizeof fields, "train=1000 %s", cases[k]);
        sp_dataset d = data_of("toy2d", fields);
        size_t count[12] = {0};
        for (size_t i = 0; i < 1000; i++) count[d.split[0].labels[i]]++;
        for (int c = 0; c < d.classes; c++) {
            assert_true(count[c] == 1000 / (size_t)d.classes ||
                        count[c] == 1000 / (size_t)d.classes + 1);
        }
        sp_dataset_close(&d);
    }
}

/* Where a point should lie if there is no noise: what the shapes' formulas say, undone. */
static void shapes_without_noise_lie_on_their_curves(void **state)
{
    (void)state;
    sp_dataset d = data_of("toy2d", "train=600 shape=circles classes=3 noise=0");
    for (size_t i = 0; i < 600; i++) {
        const double r =
            hypot((double)d.split[0].floats[2 * i], (double)d.split[0].floats[2 * i + 1]);
        data_near(r, (d.split[0].labels[i] + 1) / 3.0, 1e-6);
    }
    sp_dataset_close(&d);

    d = data_of("toy2d", "train=600 shape=moons noise=0");
    for (size_t i = 0; i < 600; i++) {
        double x = (double)d.split[0].floats[2 * i], y = (double)d.split[0].floats[2 * i + 1];
        if (d.split[0].labels[i]) {
            x = -x; /* the lower moon is the upper one turned by half a turn */
            y = -y;
        }
        data_near(hypot(x + 0.5, y + 0.25), 1, 1e-6);
        assert_true(y + 0.25 >= -1e-6);
    }
    sp_dataset_close(&d);

    d = data_of("toy2d", "train=600 shape=xor noise=0");
    for (size_t i = 0; i < 600; i++) {
        const float x = d.split[0].floats[2 * i], y = d.split[0].floats[2 * i + 1];
        if (x != 0 && y != 0) assert_int_equal(d.split[0].labels[i], (x < 0) != (y < 0));
    }
    sp_dataset_close(&d);

    d = data_of("toy2d", "train=900 shape=spirals classes=5 noise=0 turns=1.5");
    for (size_t i = 0; i < 900; i++) {
        const double x = (double)d.split[0].floats[2 * i],
                     y = (double)d.split[0].floats[2 * i + 1];
        const double u = (hypot(x, y) - 0.05) / 0.95;
        const double arm = (atan2(y, x) / 6.283185307179586 - 1.5 * u) * 5;
        const double off = arm - d.split[0].labels[i];
        data_near(off - 5 * round(off / 5), 0, 1e-4); /* up to whole turns */
    }
    sp_dataset_close(&d);

    d = data_of("toy2d", "train=60 shape=gauss classes=6 noise=0");
    for (size_t i = 0; i + 6 < 60; i++) {
        data_near(hypot((double)d.split[0].floats[2 * i], (double)d.split[0].floats[2 * i + 1]),
                  1, 1e-6);
        assert_true(d.split[0].floats[2 * i] == d.split[0].floats[2 * i + 12]);
        const double to_next =
            hypot((double)d.split[0].floats[2 * i + 2] - (double)d.split[0].floats[2 * i],
                  (double)d.split[0].floats[2 * i + 3] - (double)d.split[0].floats[2 * i + 1]);
        data_near(to_next, 1, 1e-5); /* sides of a regular hexagon */
    }
    sp_dataset_close(&d);
}

static void noise_has_its_deviation(void **state)
{
    (void)state;
    sp_dataset exact = data_of("toy2d", "train=20000 shape=spirals noise=0");
    sp_dataset noisy = data_of("toy2d", "train=20000 shape=spirals noise=0.3");
    double square = 0;
    for (size_t i = 0; i < 40000; i++) {
        const double off = (double)noisy.split[0].floats[i] - (double)exact.split[0].floats[i];
        square += off * off / 40000;
    }
    data_near(square / 0.09, 1, 4 * sqrt(2.0 / 40000));
    sp_dataset_close(&exact);
    sp_dataset_close(&noisy);

    data_request r;
    data_ask(&r, "toy2d", "shape=moons classes=3", 1);
    data_refused(&r, "data.classes", "moons has two classes, not 3");
}

/* --- memory ---------------------------------------------------------------------------------
 */

static void too_much_is_refused_before_it_is_taken(void **state)
{
    (void)state;
    static const char *const cases[][2] = {{"linear", "train=1000000 features=10000"},
                                           {"onehot", "train=1000000 categories=10000"},
                                           {"scaled", "test=1000000 features=9999"}};
    for (size_t k = 0; k < SP_COUNT(cases); k++) {
        data_request r;
        sp_dataset d;
        sp_error e;
        data_ask(&r, cases[k][0], cases[k][1], 1);
        sp_memory_fail_at(0);
        assert_int_equal(sp_dataset_build(&d, &r.q, &e), SP_NO_MEMORY);
        assert_int_equal(sp_memory_takes(), 0);
        assert_non_null(strstr(e.message, "memory"));
    }
}

/* These hashes change only with a reason. */
static void examples_stay_as_they_are(void **state)
{
    (void)state;
    static const struct {
        const char *kind, *fields;
        uint64_t hash;
    } golden[] = {
        {"toy2d", "train=50 test=20 validation=10 label_noise=0.2 shape=gauss classes=3",
         0x8fcb8cd7f27b0357},
        {"toy2d", "train=50 test=20 shape=circles classes=4", 0x571e2ea66d7d70e3},
        {"toy2d", "train=50 test=20 shape=moons", 0x7c5ae8cbc43578ad},
        {"toy2d", "train=50 test=20 shape=xor", 0x22c4ac94f1ed06ad},
        {"toy2d", "train=50 test=20 shape=spirals classes=5 turns=1.5", 0x2bf3a56261d34388},
        {"linear", "train=50 test=20 features=5 label_noise=0.2", 0x82d405c986b99e71},
        {"linear", "train=50 test=20 features=5 condition=300", 0x9113176d699af6e3},
        {"scaled", "train=50 test=20", 0xed2a60111ec50a8f},
        {"scaled", "train=50 test=20 prepare.scaling=1 prepare.validation=0.2",
         0xf23663ce744d9e64},
        {"scaled", "train=50 test=20 prepare.scaling=2", 0x415c4160157835c3},
        {"polynomial", "train=50 test=20", 0x2a12dd1637e5fb9c},
        {"polynomial", "train=50 test=20 degree=12 powers=6", 0x67595406746f12cf},
        {"onehot", "train=50 test=20", 0xebdea20af57c3b2b},
        {"onehot", "train=50 test=20 task=classes exponent=1.5 label_noise=0.2",
         0xf15d7ddf7461b7a4},
    };
    int wrong = 0;
    for (size_t k = 0; k < SP_COUNT(golden); k++) {
        sp_dataset d = data_of(golden[k].kind, golden[k].fields);
        const uint64_t hash = data_hash(&d);
        if (hash != golden[k].hash) {
            print_message("{\"%s\", \"%s\", 0x%016llx},\n", golden[k].kind, golden[k].fields,
                          (unsigned long long)hash);
            wrong++;
        }
        sp_dataset_close(&d);
    }
    assert_int_equal(wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(first_n_of_more_are_the_set_of_n),
        cmocka_unit_test(splits_differ_and_seeds_differ),
        cmocka_unit_test(label_noise_spares_its_share),
        cmocka_unit_test(classes_have_equal_shares),
        cmocka_unit_test(shapes_without_noise_lie_on_their_curves),
        cmocka_unit_test(noise_has_its_deviation),
        cmocka_unit_test(too_much_is_refused_before_it_is_taken),
        cmocka_unit_test(examples_stay_as_they_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
