/* The gradient of every layer with every loss, over several shapes, against differences of the
 * loss along random directions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "net.h"
#include "nn/gradcheck.h"

static const size_t batches[] = {1, 2, 5, 16};

static double check_with(const sp_loss_kind *loss, const char *fields, sp_shape input, size_t B)
{
    net n = net_of(fields, input, B);
    sp_rng r = sp_rng_make(2, SP_STREAM_PROBE);
    const sp_choice c = sp_choice_default(&loss->head);
    double best = 1;
    /* Between the two points of a difference a relu or a maximum may change sides, and the
     * longer the way the likelier; the shorter, the more rounding shows. A wrong gradient is
     * wrong for every length and direction. */
    static const float lengths[] = {1e-2f, 3e-3f, 1e-3f, 3e-4f};
    for (int i = 0; i < 12; i++) {
        const sp_target target = {n.labels, n.values};
        const sp_gradcheck found = sp_gradcheck_run(&n.m, loss, c.value, target, B, n.w, n.dw,
                                                    n.v, true, lengths[i % 4], &r);
        best = found.relative < best ? found.relative : best;
    }
    free_net(&n);
    return best;
}

static void check(const char *fields, sp_shape input, size_t B)
{
    const double found = check_with(&sp_loss_cross_entropy, fields, input, B);
    if (!(found < 2e-3)) fail_msg("%s, batch %zu: relative difference %g", fields, B, found);
}

#define DENSE3(at)               " model." at ".layer=dense model." at ".units=3"
#define FLATTEN_DENSE3(at, next) " model." at ".layer=flatten" DENSE3(next)

/* Each layer between others, so that dx and dw count; on vectors and, where it can, on images.
 */
static const struct {
    const char *fields;
    bool vector, image;
} layers[] = {
    {"model.1.layer=dense model.1.units=5", true, false},
    {"model.1.layer=dense model.1.units=1", true, false},
    {"model.1.layer=dense model.1.units=9 model.1.bias=0", true, false},
    {"model.1.layer=conv2d model.1.filters=3 model.1.size=1", false, true},
    {"model.1.layer=conv2d model.1.filters=5 model.1.size=3", false, true},
    {"model.1.layer=conv2d model.1.filters=4 model.1.size=3 model.1.padding=1", false, true},
    {"model.1.layer=conv2d model.1.filters=4 model.1.size=3 model.1.stride=2", false, true},
    {"model.1.layer=conv2d model.1.filters=2 model.1.size=3 model.1.stride=2 model.1.padding=2",
     false, true},
    {"model.1.layer=conv2d model.1.filters=3 model.1.size=2 model.1.dilation=2 "
     "model.1.padding=1",
     false, true},
    {"model.1.layer=conv2d model.1.filters=3 model.1.size=3 model.1.stride=3 model.1.padding=1 "
     "model.1.dilation=2",
     false, true},
    {"model.1.layer=maxpool", false, true},
    {"model.1.layer=maxpool model.1.size=3 model.1.stride=2", false, true},
    {"model.1.layer=avgpool", false, true},
    {"model.1.layer=avgpool model.1.size=3 model.1.stride=1", false, true},
    {"model.1.layer=flatten", true, true},
    {"model.1.layer=dropout model.1.rate=0.3", true, true},
    {"model.1.layer=dropout model.1.rate=0.3 model.1.mode=original", true, true},
    {"model.1.layer=dropout model.1.rate=0.5 model.1.spatial=1", false, true},
    {"model.1.layer=batchnorm", true, true},
    {"model.1.layer=layernorm", true, true},
    {"model.1.layer=relu", true, true},
    {"model.1.layer=leaky-relu model.1.slope=0.2", true, true},
    {"model.1.layer=elu", true, true},
    {"model.1.layer=gelu", true, true},
    {"model.1.layer=tanh", true, true},
    {"model.1.layer=sigmoid", true, true},
    {"model.1.layer=softplus", true, true},
    {"model.1.layer=add model.1.from=-1", false, true},
    {"model.1.layer=add model.1.from=0", true, true},
};

static void every_layer(void **state)
{
    (void)state;
    for (size_t i = 0; i < SP_COUNT(layers) * SP_COUNT(batches); i++) {
        char fields[600];
        const size_t B = batches[i % SP_COUNT(batches)], l = i / SP_COUNT(batches);
        if (layers[l].vector) {
            snprintf(fields, sizeof fields,
                     "model.0.layer=dense model.0.units=8 %s" DENSE3("2"), layers[l].fields);
            check(fields, sp_shape_flat(7), B);
            check(fields, sp_shape_flat(1), B);
        }
        if (layers[l].image) {
            snprintf(fields, sizeof fields,
                     "model.0.layer=conv2d model.0.filters=2 model.0.size=3 model.0.padding=1 "
                     "%s" FLATTEN_DENSE3("2", "3"),
                     layers[l].fields);
            check(fields, sp_shape_image(2, 7, 9), B);
            check(fields, sp_shape_image(2, 5, 5), B);
        }
    }
    for (size_t b = 0; b < SP_COUNT(batches); b++) {
        check("model.0.layer=conv2d model.0.filters=3 model.1.layer=globalpool" DENSE3("2"),
              sp_shape_image(2, 7, 9), batches[b]);
    }
}

static void every_layer_is_checked(void **state)
{
    (void)state;
    int count;
    const sp_layer_kind *const *kinds = sp_layer_kinds(&count);
    for (int k = 0; k < count; k++) {
        char field[60];
        snprintf(field, sizeof field, "layer=%s", kinds[k]->head.name);
        bool found = strcmp(kinds[k]->head.name, "globalpool") == 0;
        for (size_t i = 0; i < SP_COUNT(layers); i++) {
            found = found || strstr(layers[i].fields, field);
        }
        if (!found) fail_msg("%s has no gradient check", kinds[k]->head.name);
    }
}

static void every_loss_with_every_kind_of_output(void **state)
{
    (void)state;
    static const char *const nets[] = {
        "model.0.layer=dense model.0.units=%d",
        "model.0.layer=dense model.0.units=6 model.1.layer=tanh model.2.layer=dense "
        "model.2.units=%d",
        "model.0.layer=dense model.0.units=6 model.1.layer=relu model.2.layer=batchnorm "
        "model.3.layer=dropout model.4.layer=dense model.4.units=%d",
    };
    int count;
    const sp_loss_kind *const *losses = sp_loss_kinds(&count);
    for (int k = 0; k < count; k++) {
        const bool binary = losses[k] == &sp_loss_binary_cross_entropy;
        for (size_t i = 0; i < SP_COUNT(nets) * SP_COUNT(batches) * 2; i++) {
            const size_t B = batches[i / 2 % SP_COUNT(batches)];
            const int units = binary || (i % 2 && losses[k]->single) ? 1 : 4;
            char fields[300];
            snprintf(fields, sizeof fields, nets[i / 2 / SP_COUNT(batches)], units);
            const double found = check_with(losses[k], fields, sp_shape_flat(5), B);
            if (!(found < 2e-3)) {
                fail_msg("%s, %s, batch %zu: %g", losses[k]->head.name, fields, B, found);
            }
        }
    }
}

static void whole_nets(void **state)
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
        /* Two joins, one over the other, and one from the input. */
        check("model.0.layer=dense model.0.units=7 model.1.layer=tanh model.2.layer=dense "
              "model.2.units=7 model.3.layer=add model.3.from=0 model.4.layer=add "
              "model.4.from=-1 "
              "model.5.layer=add model.5.from=0 model.6.layer=dense model.6.units=3",
              sp_shape_flat(7), batches[i]);
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
    sp_loss_kind wrong = sp_loss_cross_entropy;
    wrong.value = slightly_wrong;
    sp_rng r = sp_rng_make(2, SP_STREAM_PROBE);
    const sp_gradcheck c = sp_gradcheck_run(&n.m, &wrong, NULL, (sp_target){n.labels, NULL}, 5,
                                            n.w, n.dw, n.v, true, 3e-3f, &r);
    assert_true(c.relative > 5e-3);
    free_net(&n);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_layer),
        cmocka_unit_test(every_layer_is_checked),
        cmocka_unit_test(every_loss_with_every_kind_of_output),
        cmocka_unit_test(whole_nets),
        cmocka_unit_test(check_finds_a_wrong_gradient),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
