/* Layers, losses and initial values against closed forms. Their gradients: test_gradients.c. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "net.h"

static void cross_entropy_values(void **state)
{
    (void)state;
    const float y[] = {0, 0, 0, 0, 1000, -1000, 0, 0};
    const int32_t labels[] = {2, 1};
    float dy[8];
    const double loss =
        sp_loss_cross_entropy.value(NULL, 2, 4, y, (sp_target){labels, NULL}, dy);
    assert_true(fabs(loss - (1.3862943611198906 + 2000)) < 1e-3);
    assert_true(fabsf(dy[0] - 0.125f) < 1e-6f && fabsf(dy[2] + 0.375f) < 1e-6f);
    assert_true(fabsf(dy[4] - 0.5f) < 1e-6f && fabsf(dy[5] + 0.5f) < 1e-6f);
}

static void errors_are_counted(void **state)
{
    (void)state;
    const float y[] = {1, 2, 3, 3, 2, 1, NAN, 0, 0, 5, 5, 0};
    const int32_t labels[] = {2, 1, 1, 0};
    assert_int_equal(sp_count_errors(4, 3, y, labels), 2); /* the second, and the NaN */
    const float one[] = {-1, 1, 2, NAN};
    const int32_t signs[] = {0, 1, 0, 0};
    assert_int_equal(sp_count_errors(4, 1, one, signs), 2);
}

static void dropout_keeps_the_mean(void **state)
{
    (void)state;
    static const double rates[] = {0.1, 0.5, 0.8};
    enum { WIDTH = 1000, B = 200 };
    for (size_t i = 0; i < SP_COUNT(rates); i++) {
        net n = net_of("model.0.layer=dropout", sp_shape_flat(WIDTH), B);
        n.m.layer[0].hyper[0] = rates[i];
        for (size_t j = 0; j < WIDTH * B; j++) sp_model_inputs(&n.m)[j] = 1;
        const float *y = sp_model_forward(&n.m, n.w, B, true);
        double sum = 0, removed = 0;
        for (size_t j = 0; j < WIDTH * B; j++) {
            sum += (double)y[j];
            removed += y[j] == 0;
        }
        const double N = (double)WIDTH * B, p = rates[i];
        const double five_errors = 5 * sqrt(p / (1 - p) / N);
        assert_true(fabs(sum / N - 1) < five_errors);
        assert_true(fabs(removed / N - p) < 5 * sqrt(p * (1 - p) / N));
        y = sp_model_forward(&n.m, n.w, B, false);
        for (size_t j = 0; j < WIDTH * B; j++) assert_true(y[j] == 1);
        free_net(&n);
    }
}

static void init_variances(void **state)
{
    (void)state;
    static const struct {
        const char *init;
        double variance;
    } wanted[] = {{"he", 2.0 / 300}, {"xavier", 2.0 / 500},     {"uniform", 1.0 / 900},
                  {"normal", 1e-4},  {"orthogonal", 2.0 / 300}, {"zeros", 0}};
    for (size_t i = 0; i < SP_COUNT(wanted); i++) {
        char fields[200];
        strcpy(fields, "model.0.layer=dense model.0.units=200 model.0.init=");
        strcat(fields, wanted[i].init);
        net n = net_of(fields, sp_shape_flat(300), 1);
        sp_model_init(&n.m, n.w, 7);
        double square = 0;
        for (size_t j = 0; j < 60000; j++) square += (double)n.w[j] * (double)n.w[j];
        assert_true(fabs(square / 60000 - wanted[i].variance) <= 0.04 * wanted[i].variance);
        if (strcmp(wanted[i].init, "orthogonal") == 0) {
            double dot = 0;
            for (size_t j = 0; j < 300; j++) dot += (double)n.w[j] * (double)n.w[300 * 57 + j];
            assert_true(fabs(dot) < 1e-5);
        }
        free_net(&n);
    }
}

static void expect_error(const char *fields, sp_shape input, const char *path,
                         const char *message)
{
    const sp_spec s = spec_of(fields);
    sp_model m;
    sp_layer room[SP_MAX_LAYERS];
    sp_error e = {0};
    assert_int_equal(sp_model_plan(&m, room, s.layer, s.n_layers, input, 4, &e), SP_INVALID);
    assert_string_equal(e.path, path);
    assert_string_equal(e.message, message);
}

static void dense_takes_images(void **state)
{
    (void)state;
    const sp_spec s = spec_of("model.0.layer=relu model.1.layer=dense model.1.units=3");
    sp_model m;
    sp_layer room[SP_MAX_LAYERS];
    sp_error e = {0};
    assert_int_equal(
        sp_model_plan(&m, room, s.layer, s.n_layers, sp_shape_image(2, 5, 4), 4, &e), SP_OK);
    assert_int_equal(m.layer[1].weights, 3 * 2 * 5 * 4);
    assert_true(m.output.flat);
    assert_int_equal(m.output.channels, 3);
}

static void shapes_that_do_not_fit(void **state)
{
    (void)state;
    expect_error("model.0.layer=conv2d model.0.size=5", sp_shape_image(1, 4, 9), "model.0",
                 "a kernel of 5 (dilation 1) does not fit into 4 x 9 with padding 0");
    expect_error("model.0.layer=conv2d", sp_shape_flat(11), "model.0",
                 "conv2d needs images (channels x height x width) and gets a flat vector of 11 "
                 "numbers");
    expect_error("model.0.layer=maxpool model.0.size=3", sp_shape_image(2, 2, 8), "model.0",
                 "a window of 3 x 3 does not fit into an input of 2 x 2 x 8");
}

static void close_to(double got, double wanted)
{
    if (!(fabs(got - wanted) <= 1e-6 * fmax(1, fabs(wanted))))
        fail_msg("%g, not %g", got, wanted);
}

static void activation_values(void **state)
{
    (void)state;
    static const float x[] = {-3, -0.5f, 0, 0.5f, 3};
    for (size_t i = 0; i < SP_COUNT(x); i++) {
        const double v = (double)x[i];
        const struct {
            const char *layer;
            double wanted;
        } cases[] = {
            {"relu", fmax(v, 0)},
            {"leaky-relu", v > 0 ? v : 0.01 * v},
            {"elu", v > 0 ? v : exp(v) - 1},
            {"gelu", 0.5 * v * (1 + tanh(sqrt(2 / acos(-1)) * (v + 0.044715 * v * v * v)))},
            {"tanh", tanh(v)},
            {"sigmoid", 1 / (1 + exp(-v))},
            {"softplus", log(1 + exp(v))},
        };
        for (size_t c = 0; c < SP_COUNT(cases); c++) {
            char fields[80] = "model.0.layer=";
            strcat(fields, cases[c].layer);
            net n = net_of(fields, sp_shape_flat(1), 1);
            sp_model_inputs(&n.m)[0] = x[i];
            close_to((double)sp_model_forward(&n.m, n.w, 1, true)[0], cases[c].wanted);
            sp_model_inputs(&n.m)[0] = NAN;
            assert_true(isnan(sp_model_forward(&n.m, n.w, 1, true)[0]));
            free_net(&n);
        }
    }
}

static void loss_values(void **state)
{
    (void)state;
    const float y[] = {1, -2, 0.5f, 3}, aim[] = {0, -2, 1, 0};
    const sp_target t = {NULL, aim};
    const double delta = 1;
    close_to(sp_loss_mse.value(NULL, 2, 2, y, t, NULL), (1 + 0 + 0.25 + 9) / 2);
    close_to(sp_loss_mae.value(NULL, 2, 2, y, t, NULL), (1 + 0 + 0.5 + 3) / 2);
    close_to(sp_loss_huber.value(&delta, 2, 2, y, t, NULL), (0.5 + 0 + 0.125 + 2.5) / 2);
    const int32_t labels[] = {1, 0};
    const sp_target c = {labels, NULL};
    close_to(sp_loss_hinge.value(&delta, 2, 2, y, c, NULL), (4 + 3.5) / 2);
    close_to(sp_loss_hinge.value(&delta, 2, 1, y, c, NULL), 0 + 0);
    close_to(sp_loss_binary_cross_entropy.value(NULL, 2, 1, y, c, NULL),
             log(1 + exp(-1)) + log(1 + exp(-2)));
    const float far[] = {200, -200};
    close_to(sp_loss_binary_cross_entropy.value(NULL, 2, 1, far,
                                                (sp_target){(int32_t[]){0, 1}, NULL}, NULL),
             400);
}

static void original_dropout_scales_in_use(void **state)
{
    (void)state;
    net n = net_of("model.0.layer=dropout model.0.rate=0.2 model.0.mode=original",
                   sp_shape_flat(1000), 4);
    for (size_t j = 0; j < 4000; j++) sp_model_inputs(&n.m)[j] = 1;
    const float *y = sp_model_forward(&n.m, n.w, 4, true);
    for (size_t j = 0; j < 4000; j++) assert_true(y[j] == 0 || y[j] == 1);
    y = sp_model_forward(&n.m, n.w, 4, false);
    for (size_t j = 0; j < 4000; j++) close_to((double)y[j], 0.8);
    free_net(&n);
}

static void spatial_dropout_removes_maps(void **state)
{
    (void)state;
    net n = net_of("model.0.layer=dropout model.0.spatial=1", sp_shape_image(50, 3, 3), 4);
    for (size_t j = 0; j < 1800; j++) sp_model_inputs(&n.m)[j] = 1;
    const float *y = sp_model_forward(&n.m, n.w, 4, true);
    size_t removed = 0;
    for (size_t map = 0; map < 200; map++) {
        for (size_t i = 0; i < 9; i++) assert_true(y[9 * map + i] == y[9 * map]);
        removed += y[9 * map] == 0;
    }
    assert_in_range(removed, 65, 135);
    free_net(&n);
}

static void batchnorm_follows_the_data(void **state)
{
    (void)state;
    net n = net_of("model.0.layer=batchnorm", sp_shape_flat(2), 200);
    n.w[0] = n.w[1] = 1;
    n.w[2] = n.w[3] = 0;
    sp_rng r = sp_rng_make(5, SP_STREAM_PROBE);
    for (int pass = 0; pass < 100; pass++) {
        for (size_t b = 0; b < 200; b++) {
            sp_model_inputs(&n.m)[2 * b] = 7 + 3 * sp_rng_normal(&r);
            sp_model_inputs(&n.m)[2 * b + 1] = -1;
        }
        const float *y = sp_model_forward(&n.m, n.w, 200, true);
        double sum = 0, square = 0;
        for (size_t b = 0; b < 200; b++) {
            sum += (double)y[2 * b];
            square += (double)y[2 * b] * (double)y[2 * b];
            assert_true(y[2 * b + 1] == 0);
        }
        assert_true(fabs(sum / 200) < 1e-4 && fabs(square / 200 - 1) < 1e-4);
    }
    assert_true(fabsf(n.m.state[0][0] - 7) < 0.3f && fabsf(n.m.state[0][2] - 9) < 1);
    free_net(&n);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cross_entropy_values),
        cmocka_unit_test(errors_are_counted),
        cmocka_unit_test(dropout_keeps_the_mean),
        cmocka_unit_test(init_variances),
        cmocka_unit_test(activation_values),
        cmocka_unit_test(loss_values),
        cmocka_unit_test(original_dropout_scales_in_use),
        cmocka_unit_test(spatial_dropout_removes_maps),
        cmocka_unit_test(batchnorm_follows_the_data),
        cmocka_unit_test(dense_takes_images),
        cmocka_unit_test(shapes_that_do_not_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
