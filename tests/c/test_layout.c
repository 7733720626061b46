/* Where activations and gradients lie: nets whose layers share memory against the same nets
 * with a place of its own for every activation, and what must not be shared. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "net.h"
#include "nn/gradcheck.h"

enum { B = 3, WIDTH = 5, MOST = 12 };

/* A random net in which every layer keeps the width. */
static void make(sp_rng *r, char *fields, size_t size)
{
    static const char *const kinds[] = {
        "dense",      "relu",    "tanh",      "sigmoid",   "elu",     "gelu", "softplus",
        "leaky-relu", "dropout", "batchnorm", "layernorm", "flatten", "add"};
    const int n = 2 + (int)sp_rng_below(r, MOST - 1);
    size_t used = 0;
    for (int i = 0; i < n; i++) {
        const char *kind = kinds[i ? sp_rng_below(r, SP_COUNT(kinds)) : 0];
        used += sp_format(fields + used, size - used, "model.%d.layer=%s ", i, kind);
        if (kind[0] == 'd' && kind[1] == 'e') {
            used += sp_format(fields + used, size - used, "model.%d.units=%d ", i, WIDTH);
        }
        if (kind[0] == 'a') {
            const int from = (int)sp_rng_below(r, (uint32_t)i) - (i > 1);
            used += sp_format(fields + used, size - used, "model.%d.from=%d ", i, from);
        }
    }
}

/* The same net, with an activation of its own for every place. */
static net unshared(const char *fields)
{
    net n = net_of(fields, sp_shape_flat(WIDTH), B);
    sp_arena own = {0}, measure = {0};
    for (int place = 0; place <= n.m.n; place++) n.m.home[place] = place;
    float inputs[B * WIDTH];
    memcpy(inputs, sp_model_inputs(&n.m), sizeof inputs);
    sp_model_layout(&n.m, &measure);
    assert_int_equal(sp_arena_open(&own, &measure, NULL), SP_OK);
    sp_model_layout(&n.m, &own);
    sp_model_set_down(&n.m, n.down, B);
    sp_model_init(&n.m, n.w, 7);
    memcpy(sp_model_inputs(&n.m), inputs, sizeof inputs);
    sp_arena_close(&n.arena);
    n.arena = own;
    return n;
}

static void pass(net *n, float y[B * WIDTH], float dx[B * WIDTH])
{
    memcpy(y, sp_model_forward(&n->m, n->w, B, true), B * WIDTH * sizeof *y);
    float *dy = sp_model_output_gradient(&n->m);
    for (int i = 0; i < B * WIDTH; i++) dy[i] = (float)(i % 7) - 2.5f;
    memcpy(dx, sp_model_backward(&n->m, n->w, n->dw, B, true, true), B * WIDTH * sizeof *dx);
}

static void sharing_changes_no_bit(void **state)
{
    (void)state;
    sp_rng r = sp_rng_make(3, SP_STREAM_PROBE);
    int shared = 0;
    for (int trial = 0; trial < 300; trial++) {
        char fields[1200];
        make(&r, fields, sizeof fields);
        net a = net_of(fields, sp_shape_flat(WIDTH), B), b = unshared(fields);
        for (int place = 0; place <= a.m.n; place++) shared += a.m.home[place] != place;
        memcpy(b.w, a.w, a.m.parameters * sizeof *a.w);
        float inputs[B * WIDTH], ya[B * WIDTH], yb[B * WIDTH], da[B * WIDTH], db[B * WIDTH];
        memcpy(inputs, sp_model_inputs(&a.m), sizeof inputs);
        for (int turn = 0; turn < 2; turn++) {
            pass(&a, ya, da);
            pass(&b, yb, db);
            assert_memory_equal(ya, yb, sizeof ya);
            assert_memory_equal(da, db, sizeof da);
            assert_memory_equal(a.dw, b.dw, a.m.parameters * sizeof *a.dw);
            assert_memory_equal(sp_model_inputs(&a.m), inputs, sizeof inputs);
        }
        free_net(&a);
        free_net(&b);
    }
    assert_true(shared > 300);
}

/* The lowest place that shares its activation with each place, one digit each. */
static void expect_homes(const char *fields, sp_shape input, const char *homes)
{
    net n = net_of(fields, input, 1);
    assert_int_equal(n.m.n + 1, (int)strlen(homes));
    for (int place = 0; place <= n.m.n; place++) {
        if (n.m.home[place] != homes[place] - '0') fail_msg("%s: place %d", fields, place);
    }
    free_net(&n);
}

static void who_shares(void **state)
{
    (void)state;
    const sp_shape flat = sp_shape_flat(WIDTH), image = sp_shape_image(1, 8, 8);
    /* The inputs stay, whatever stands first. */
    expect_homes("model.0.layer=relu model.1.layer=dense", flat, "012");
    expect_homes("model.0.layer=flatten model.1.layer=tanh", image, "002");
    /* A convolution's outputs are not needed behind its relu. */
    expect_homes("model.0.layer=conv2d model.1.layer=relu model.2.layer=maxpool "
                 "model.3.layer=flatten model.4.layer=dense",
                 image, "011335");
    /* tanh needs its outputs again, so what comes then lies elsewhere; gelu needs its inputs.
     */
    expect_homes("model.0.layer=dense model.1.layer=tanh model.2.layer=dropout", flat, "0113");
    expect_homes("model.0.layer=dense model.1.layer=gelu", flat, "012");
    /* What is joined later stays. */
    expect_homes("model.0.layer=dense model.0.units=5 model.1.layer=relu model.2.layer=add "
                 "model.2.from=0",
                 flat, "0123");
}

static void gradients_are_right(void **state)
{
    (void)state;
    sp_rng r = sp_rng_make(4, SP_STREAM_PROBE);
    const sp_choice loss = sp_choice_default(&sp_loss_mse.head);
    for (int trial = 0; trial < 40; trial++) {
        char fields[1200];
        make(&r, fields, sizeof fields);
        net n = net_of(fields, sp_shape_flat(WIDTH), B);
        const sp_target target = {n.labels, n.values};
        double best = 1;
        for (int i = 0; i < 12; i++) {
            const float h = i % 2 ? 1e-3f : 3e-3f;
            const sp_gradcheck found = sp_gradcheck_run(&n.m, &sp_loss_mse, loss.value, target,
                                                        B, n.w, n.dw, n.v, true, h, &r);
            best = found.relative < best ? found.relative : best;
        }
        if (!(best < 5e-3)) fail_msg("%s: relative difference %g", fields, best);
        free_net(&n);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sharing_changes_no_bit),
        cmocka_unit_test(who_shares),
        cmocka_unit_test(gradients_are_right),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
