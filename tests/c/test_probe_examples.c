/* Probes on examples, against naive counting. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "lab/probe.h"
#include "looks.h"
#include "runs.h"

#define TOY_NET                                                                                \
    "data.name=toy2d data.shape=moons data.train=120 data.test=40 model.0.layer=dense "        \
    "model.0.units=8 model.1.layer=tanh model.2.layer=dense model.2.units=2 "                  \
    "optimizer.lr=0.1 batch.size=10 "

static void decision_is_prediction(void **state)
{
    (void)state;
    sp_run *r = run_of(TOY_NET);
    train(r, 50);
    sp_probe *p = probe_of(r, "decision", "nx=7 ny=5 x0=-1 x1=2 y0=-0.5 y1=1.5");
    look(p);
    const float *values = floats_of(p, "values", 7 * 5 * 2);
    for (int j = 0; j < 5; j++) {
        for (int i = 0; i < 7; i++) {
            const float x[] = {(float)(-1 + 0.5 * i), (float)(-0.5 + 0.5 * j)};
            float y[2];
            sp_run_predict(r, x, 1, y);
            for (int c = 0; c < 2; c++) {
                expect_within("output", (double)values[(7 * j + i) * 2 + c], (double)y[c],
                              1e-6);
            }
        }
    }
    sp_probe_free(p);

    p = probe_of(r, "decision", ""); /* the window of the data */
    look(p);
    const double *window = doubles_of(p, "window", 4);
    const float *x = r->data->split[SP_SPLIT_TRAIN].floats;
    for (size_t i = 0; i < 240; i++) {
        const size_t axis = 2 * (i % 2);
        assert_true((double)x[i] > window[axis] && (double)x[i] < window[axis + 1]);
    }
    assert_true(number_of(p, "nx") == 64 && number_of(p, "outputs") == 2);
    sp_probe_free(p);
    sp_run_free(r);
}

static void confusion_and_worst_are_naive_counts(void **state)
{
    (void)state;
    sp_run *r = run_of(SMALL_NET);
    train(r, 30);
    float y[100][10];
    sp_run_predict_split(r, SP_TEST, 0, 100, y[0]);
    const int32_t *labels = r->data->split[SP_SPLIT_TEST].labels;
    int32_t matrix[10][10] = {{0}}, of_class[10] = {0}, errors = 0;
    double loss[100];
    for (int i = 0; i < 100; i++) {
        int best = 0;
        double total = 0;
        for (int c = 0; c < 10; c++) {
            if (y[i][c] > y[i][best]) best = c;
            total += exp((double)y[i][c]);
        }
        matrix[labels[i]][best]++;
        of_class[labels[i]]++;
        errors += best != labels[i];
        loss[i] = log(total) - (double)y[i][labels[i]];
    }
    sp_probe *p = probe_of(r, "confusion", "");
    look(p);
    assert_memory_equal(ints_of(p, "matrix", 100), matrix, sizeof matrix);
    assert_true(fabs(number_of(p, "error") - errors / 100.0) < 1e-12);
    for (int c = 0; c < 10; c++) {
        int32_t sum = ints_of(p, "undecided", 10)[c];
        for (int k = 0; k < 10; k++) sum += ints_of(p, "matrix", 100)[10 * c + k];
        assert_int_equal(sum, of_class[c]);
    }
    sp_probe_free(p);

    p = probe_of(r, "worst", "count=7");
    look(p);
    const int32_t *indices = ints_of(p, "indices", 7);
    for (int k = 0; k < 7; k++) {
        const int32_t i = indices[k];
        expect_within("loss", doubles_of(p, "loss", 7)[k], loss[i], 1e-5);
        assert_int_equal(ints_of(p, "labels", 7)[k], labels[i]);
        int worse = 0;
        for (int j = 0; j < 100; j++) worse += loss[j] > loss[i] + 1e-5;
        assert_int_equal(worse, k);
    }
    sp_probe_free(p);

    p = probe_of(r, "worst", "count=500 examples=20");
    look(p);
    assert_true(doubles_of(p, "loss", 20)[0] >= doubles_of(p, "loss", 20)[19]);
    sp_probe_free(p);

    /* Weights that are not finite: everything is undecided. */
    for (size_t i = 0; i < r->n; i++) sp_run_parameters(r)[i] = NAN;
    p = probe_of(r, "confusion", "");
    look(p);
    assert_memory_equal(ints_of(p, "undecided", 10), of_class, sizeof of_class);
    sp_probe_free(p);
    sp_run_free(r);
}

static void histograms_are_naive_counts(void **state)
{
    (void)state;
    sp_run *r = run_of(SMALL_NET);
    train(r, 10);
    sp_probe *p = probe_of(r, "histogram", "layer=1 bins=9 low=-0.1 high=0.1");
    look(p);
    double counts[9] = {0}, below = 0, above = 0, mean = 0, square = 0;
    const sp_layer *l = &r->model.layer[1];
    for (size_t i = 0; i < l->weights; i++) {
        const double x = (double)r->w[l->begin + i];
        mean += x / (double)l->weights;
        square += x * x / (double)l->weights;
        if (x < -0.1)
            below++;
        else if (x > 0.1)
            above++;
        else
            counts[(int)fmin(8, (x + 0.1) * 9 / (0.1 + 0.1))]++;
    }
    assert_memory_equal(doubles_of(p, "counts", 9), counts, sizeof counts);
    assert_true(number_of(p, "below") == below && number_of(p, "above") == above);
    expect_within("mean", number_of(p, "mean"), mean, 1e-12);
    expect_within("deviation", number_of(p, "deviation"), sqrt(square - mean * mean), 1e-12);
    sp_probe_free(p);

    p = probe_of(r, "histogram", "part=both bins=20");
    look(p);
    double sum = 0;
    for (int i = 0; i < 20; i++) sum += doubles_of(p, "counts", 20)[i];
    assert_true(sum == (double)r->n && number_of(p, "count") == (double)r->n);
    sp_probe_free(p);

    /* The last layer's activations are the outputs; those behind relu are never negative. */
    p = probe_of(r, "activations", "examples=0 bins=5");
    look(p);
    float y[1000];
    sp_run_predict_split(r, SP_TEST, 0, 100, y);
    double least = 0, most = 0;
    mean = 0;
    for (int i = 0; i < 1000; i++) {
        mean += (double)y[i] / 1000;
        least = fmin(least, (double)y[i]);
        most = fmax(most, (double)y[i]);
    }
    expect_within("mean", number_of(p, "mean"), mean, 1e-6);
    assert_true(number_of(p, "low") == least && number_of(p, "high") == most);
    assert_true(number_of(p, "count") == 1000 && number_of(p, "units") == 10);
    sp_probe_free(p);

    for (size_t i = 0; i < 784; i++) r->w[l->begin + 3 * 784 + i] = 0; /* unit 3 dies */
    r->w[l->begin + l->weights + 3] = -1;
    p = probe_of(r, "activations", "layer=2");
    look(p);
    assert_true(number_of(p, "least") == 0 && number_of(p, "dead") >= 1);
    assert_true(number_of(p, "zeros") > 1.0 / 16 && number_of(p, "zeros") < 1);
    const double zeros = number_of(p, "zeros");
    sp_probe_free(p);
    p = probe_of(r, "activations", "layer=3 masks=1 examples=100");
    look(p);
    expect_within("zeros", number_of(p, "zeros"), zeros + 0.25 * (1 - zeros), 0.03);
    sp_probe_free(p);
    sp_run_free(r);
}

/* --- masks ----------------------------------------------------------------------------------
 */

#define LINEAR_DROPOUT                                                                         \
    "data.train=100 data.test=50 model.0.layer=flatten model.1.layer=dropout "                 \
    "model.1.rate=0.5 model.2.layer=dense optimizer.lr=0.05 batch.size=10 "

/* In a linear net the mean over all masks is the scaled pass, exactly: sum over the pixels of
 * w x times the mask. The spread of the mean of K passes is known too. */
static void masked_mean_approaches_the_scaled_pass(void **state)
{
    (void)state;
    for (int original = 0; original < 2; original++) {
        sp_run *r = run_of(original ? LINEAR_DROPOUT "model.1.mode=original" : LINEAR_DROPOUT);
        train(r, 40);
        double worst[2] = {0};
        for (int k = 0; k < 2; k++) {
            const int passes = k ? 1600 : 100;
            sp_probe *p = probe_of(r, "maskedPredictions",
                                   k ? "passes=1600 examples=20" : "passes=100 examples=20");
            look(p);
            const float *mean = floats_of(p, "mean", 200), *y = floats_of(p, "scaled", 200);
            float x[20 * 784], out[200];
            uint32_t index[20];
            for (uint32_t i = 0; i < 20; i++) index[i] = i;
            sp_dataset_gather(r->data, SP_SPLIT_TEST, index, 20, x);
            sp_run_predict(r, x, 20, out);
            assert_memory_equal(out, y, sizeof out);
            for (int i = 0; i < 20; i++) {
                for (int c = 0; c < 10; c++) {
                    double variance = 0;
                    for (int j = 0; j < 784; j++) {
                        const double part = (double)r->w[784 * c + j] * (double)x[784 * i + j];
                        variance += part * part * (original ? 0.25 : 1);
                    }
                    const double off = (double)mean[10 * i + c] - (double)y[10 * i + c];
                    const double sigmas = fabs(off) / sqrt(variance / passes);
                    worst[k] = fmax(worst[k], sigmas);
                }
            }
            sp_probe_free(p);
        }
        /* 200 numbers of normal spread: the largest is about 2.8 standard deviations. */
        assert_true(worst[0] > 1.5 && worst[0] < 4.5 && worst[1] > 1.5 && worst[1] < 4.5);
        sp_run_free(r);
    }
}

static void masked_passes_add_up(void **state)
{
    (void)state;
    sp_run *r = run_of(SMALL_NET);
    train(r, 30);
    sp_probe *p = probe_of(r, "maskedPredictions", "passes=6 keep=1");
    const uint32_t indices[] = {5, 99, 0, 7};
    assert_int_equal(sp_probe_block(p, "indices", indices, sizeof indices), 0);
    look(p);
    const float *all = floats_of(p, "kept", 6 * 40), *mean = floats_of(p, "mean", 40);
    const int32_t *labels = r->data->split[SP_SPLIT_TEST].labels;
    for (int i = 0; i < 40; i++) {
        double sum = 0;
        for (int k = 0; k < 6; k++) sum += (double)all[40 * k + i] / 6;
        expect_within("mean", (double)mean[i], sum, 1e-5);
    }
    for (int k = 0; k < 6; k++) {
        const int32_t four[] = {labels[5], labels[99], labels[0], labels[7]};
        const double wrong = (double)sp_count_errors(4, 10, all + 40 * k, four);
        assert_true(doubles_of(p, "errors", 6)[k] == wrong / 4);
    }
    for (int b = 0; b < 4; b++) {
        double sum = 0;
        for (int c = 0; c < 10; c++) sum += (double)floats_of(p, "probability", 40)[10 * b + c];
        expect_within("probabilities", sum, 1, 1e-5);
    }
    float y[10];
    sp_run_predict_split(r, SP_TEST, 99, 1, y);
    assert_memory_equal(floats_of(p, "scaled", 40) + 10, y, sizeof y);
    assert_memory_not_equal(all, all + 40, 40 * sizeof *all);
    sp_probe_free(p);

    p = probe_of(r, "maskedPredictions", "");
    const uint32_t beyond = 100;
    sp_probe_block(p, "indices", &beyond, sizeof beyond);
    expect_refused(p, "indices", "there is no example 100");
    sp_run_free(r);

    /* Without dropout every pass is the usual one, whatever batch norm would do in training. */
    r = run_of("data.train=60 data.test=20 model.0.layer=flatten model.1.layer=batchnorm "
               "model.2.layer=dense");
    train(r, 2);
    p = probe_of(r, "maskedPredictions", "passes=4");
    look(p);
    for (int i = 0; i < 200; i++) {
        expect_within("mean", (double)floats_of(p, "mean", 200)[i],
                      (double)floats_of(p, "scaled", 200)[i], 0);
    }
    assert_true(number_of(p, "agreement") > 1 - 1e-9);
    assert_true(number_of(p, "meanError") == number_of(p, "scaledError"));
    sp_probe_free(p);
    sp_run_free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decision_is_prediction),
        cmocka_unit_test(confusion_and_worst_are_naive_counts),
        cmocka_unit_test(histograms_are_naive_counts),
        cmocka_unit_test(masked_mean_approaches_the_scaled_pass),
        cmocka_unit_test(masked_passes_add_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
