/* Layers, losses and whole nets: every gradient against differences of the loss, and values
 * against closed forms. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lab/spec.h"
#include "nn/gradcheck.h"

/* A net given as lines "model.0.layer=dense model.0.units=3 ...", with its memory. */
typedef struct net {
    sp_model m;
    sp_arena arena;
    float *w, *dw, *v;
    int32_t *labels;
} net;

static sp_spec spec_of(const char *fields)
{
    sp_spec s = sp_spec_default();
    sp_error e = {0};
    char copy[2000], *rest = copy;
    assert_true(strlen(fields) < sizeof copy);
    strcpy(copy, fields);
    for (char *field; (field = strtok_r(rest, " ", &rest));) {
        char *value = strchr(field, '=');
        *value++ = 0;
        char *end;
        const double number = strtod(value, &end);
        const sp_status status =
            *end ? sp_spec_text(&s, field, value, &e) : sp_spec_number(&s, field, number, &e);
        if (status != SP_OK) fail_msg("%s: %s", e.path, e.message);
    }
    return s;
}

static net net_of(const char *fields, sp_shape input, size_t B)
{
    net n = {0};
    const sp_spec s = spec_of(fields);
    sp_error e = {0};
    if (sp_model_plan(&n.m, s.layer, s.n_layers, input, B, &e) != SP_OK)
        fail_msg("%s", e.message);
    sp_arena measure = {0};
    sp_model_layout(&n.m, &measure);
    assert_int_equal(sp_arena_open(&n.arena, &measure, NULL), SP_OK);
    sp_model_layout(&n.m, &n.arena);

    const size_t P = n.m.parameters + B * sp_shape_size(input);
    n.w = calloc(P + 1, sizeof(float));
    n.dw = calloc(P + 1, sizeof(float));
    n.v = calloc(2 * P + 1, sizeof(float));
    n.labels = calloc(B, sizeof(int32_t));
    sp_model_init(&n.m, n.w, 7);

    sp_rng r = sp_rng_make(1, SP_STREAM_PROBE);
    for (size_t i = 0; i < n.m.parameters; i++) n.w[i] += 0.05f * sp_rng_normal(&r);
    for (size_t i = 0; i < B * sp_shape_size(input); i++) {
        sp_model_inputs(&n.m)[i] = sp_rng_normal(&r);
    }
    const uint32_t classes = (uint32_t)sp_shape_size(n.m.output);
    for (size_t b = 0; b < B; b++) n.labels[b] = (int32_t)sp_rng_below(&r, classes);
    return n;
}

static void free_net(net *n)
{
    sp_arena_close(&n->arena);
    free(n->w);
    free(n->dw);
    free(n->v);
    free(n->labels);
}

static void check(const char *fields, sp_shape input, size_t B)
{
    net n = net_of(fields, input, B);
    sp_rng r = sp_rng_make(2, SP_STREAM_PROBE);
    double best = 1;
    /* Between the two points of a difference a relu or a maximum may change sides, and the
     * longer the way the likelier; the shorter, the more rounding shows. A wrong gradient is
     * wrong for every length and direction. */
    static const float lengths[] = {3e-3f, 1e-3f, 3e-4f};
    for (int i = 0; i < 9; i++) {
        const sp_gradcheck c =
            sp_gradcheck_run(&n.m, &sp_loss_cross_entropy, NULL, (sp_target){n.labels, NULL}, B,
                             n.w, n.dw, n.v, true, lengths[i % 3], &r);
        best = c.relative < best ? c.relative : best;
    }
    if (best > 2e-3) fail_msg("%s, batch %zu: relative difference %g", fields, B, best);
    free_net(&n);
}

static const size_t batches[] = {1, 2, 5, 16};

static void gradients_of_dense(void **state)
{
    (void)state;
    for (size_t i = 0; i < SP_COUNT(batches); i++) {
        check("model.0.layer=dense model.0.units=4", sp_shape_flat(7), batches[i]);
        check("model.0.layer=dense model.0.units=1 model.1.layer=dense model.1.units=3",
              sp_shape_flat(1), batches[i]);
        check("model.0.layer=dense model.0.units=5 model.0.bias=0", sp_shape_flat(13),
              batches[i]);
        check("model.0.layer=dense model.0.units=9 model.1.layer=relu model.2.layer=dense "
              "model.2.units=3",
              sp_shape_flat(17), batches[i]);
    }
}

static void gradients_of_conv(void **state)
{
    (void)state;
    static const char *const convs[] = {
        "model.0.size=1",
        "model.0.size=3",
        "model.0.size=3 model.0.padding=1",
        "model.0.size=3 model.0.stride=2",
        "model.0.size=3 model.0.stride=2 model.0.padding=2",
        "model.0.size=2 model.0.dilation=2 model.0.padding=1",
        "model.0.size=3 model.0.stride=3 model.0.padding=1 model.0.dilation=2",
    };
    for (size_t i = 0; i < SP_COUNT(convs) * SP_COUNT(batches); i++) {
        char fields[400];
        strcpy(fields, "model.0.layer=conv2d model.0.filters=3 ");
        strcat(fields, convs[i / SP_COUNT(batches)]);
        strcat(fields,
               " model.1.layer=conv2d model.1.filters=5 model.1.size=2 model.2.layer=flatten"
               " model.3.layer=dense model.3.units=4");
        check(fields, sp_shape_image(2, 7, 9), batches[i % SP_COUNT(batches)]);
    }
}

static void gradients_of_pool_relu_dropout(void **state)
{
    (void)state;
    for (size_t i = 0; i < SP_COUNT(batches); i++) {
        check("model.0.layer=maxpool model.1.layer=flatten", sp_shape_image(2, 4, 6),
              batches[i]);
        check("model.0.layer=maxpool model.0.size=3 model.0.stride=2 model.1.layer=flatten",
              sp_shape_image(1, 7, 8), batches[i]);
        check("model.0.layer=relu", sp_shape_flat(12), batches[i]);
        check("model.0.layer=dropout model.0.rate=0.3", sp_shape_flat(12), batches[i]);
        check("model.0.layer=dropout model.0.rate=0", sp_shape_flat(12), batches[i]);
    }
}

static void gradients_of_whole_nets(void **state)
{
    (void)state;
    for (size_t i = 0; i < SP_COUNT(batches); i++) {
        check("model.0.layer=flatten model.1.layer=dense model.1.units=32 model.2.layer=relu "
              "model.3.layer=dropout model.4.layer=dense",
              sp_shape_image(1, 12, 12), batches[i]);
        check("model.0.layer=conv2d model.0.filters=4 model.0.size=5 model.1.layer=relu "
              "model.2.layer=maxpool model.3.layer=conv2d model.3.filters=6 model.4.layer=relu "
              "model.5.layer=maxpool model.6.layer=flatten model.7.layer=dense",
              sp_shape_image(1, 16, 16), batches[i]);
    }
}

/* The check itself must be able to fail: a gradient that is 1 % too long is found. */
static double slightly_wrong(const double *hyper, size_t B, size_t C, const float *y,
                             sp_target t, float *dy)
{
    const double loss = sp_loss_cross_entropy.value(hyper, B, C, y, t, dy);
    for (size_t i = 0; dy && i < B * C; i++) dy[i] *= 1.01f;
    return loss;
}

static void check_finds_a_wrong_gradient(void **state)
{
    (void)state;
    net n = net_of("model.0.layer=dense model.0.units=4", sp_shape_flat(7), 5);
    const sp_loss_kind wrong = {sp_loss_cross_entropy.head, true, slightly_wrong};
    sp_rng r = sp_rng_make(2, SP_STREAM_PROBE);
    const sp_gradcheck c = sp_gradcheck_run(&n.m, &wrong, NULL, (sp_target){n.labels, NULL}, 5,
                                            n.w, n.dw, n.v, true, 3e-3f, &r);
    assert_true(c.relative > 5e-3);
    free_net(&n);
}

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
    sp_error e = {0};
    assert_int_equal(sp_model_plan(&m, s.layer, s.n_layers, input, 4, &e), SP_INVALID);
    assert_string_equal(e.path, path);
    assert_string_equal(e.message, message);
}

static void dense_takes_images(void **state)
{
    (void)state;
    const sp_spec s = spec_of("model.0.layer=relu model.1.layer=dense model.1.units=3");
    sp_model m;
    sp_error e = {0};
    assert_int_equal(sp_model_plan(&m, s.layer, s.n_layers, sp_shape_image(2, 5, 4), 4, &e),
                     SP_OK);
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(gradients_of_dense),
        cmocka_unit_test(gradients_of_conv),
        cmocka_unit_test(gradients_of_pool_relu_dropout),
        cmocka_unit_test(gradients_of_whole_nets),
        cmocka_unit_test(check_finds_a_wrong_gradient),
        cmocka_unit_test(cross_entropy_values),
        cmocka_unit_test(errors_are_counted),
        cmocka_unit_test(dropout_keeps_the_mean),
        cmocka_unit_test(init_variances),
        cmocka_unit_test(dense_takes_images),
        cmocka_unit_test(shapes_that_do_not_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
