/* Convolution and both its backward passes against loops in double that follow the definition,
 * over kernel sizes, strides, paddings, dilations and sizes of images. */
#include "tensor/conv.h"

#include "bits.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

static const float GUARD = 12345.0f;

typedef struct arrays {
    size_t nx, nw, ny;
    float *x, *w, *bias, *y, *dw, *dbias, *dx, *scratch;
    size_t scratch_size;
} arrays;

/* n floats and a guard after them. */
static float *guarded(size_t n)
{
    float *p = aligned_alloc(64, (n + 1 + 15) / 16 * 64);

    assert_non_null(p);
    for (size_t i = 0; i <= n; i++) p[i] = GUARD;
    return p;
}

static arrays make(const sp_conv *c, size_t B)
{
    arrays a;

    a.nx = B * (size_t)c->C * (size_t)c->H * (size_t)c->W;
    a.nw = (size_t)c->F * (size_t)c->C * (size_t)c->k * (size_t)c->k;
    a.ny = B * (size_t)c->F * (size_t)c->OH * (size_t)c->OW;
    a.scratch_size = sp_conv_scratch(c);
    a.x = guarded(a.nx), a.dx = guarded(a.nx);
    a.w = guarded(a.nw), a.dw = guarded(a.nw);
    a.y = guarded(a.ny);
    a.bias = guarded((size_t)c->F), a.dbias = guarded((size_t)c->F);
    a.scratch = guarded(a.scratch_size);
    fill(a.x, a.nx, 1);
    fill(a.w, a.nw, 2);
    fill(a.bias, (size_t)c->F, 3);
    return a;
}

static void release(arrays a)
{
    free(a.x), free(a.dx), free(a.w), free(a.dw), free(a.y);
    free(a.bias), free(a.dbias), free(a.scratch);
}

static void check_guards(const sp_conv *c, const arrays *a)
{
    assert_true(a->dx[a->nx] == GUARD && a->dw[a->nw] == GUARD && a->y[a->ny] == GUARD);
    assert_true(a->dbias[c->F] == GUARD && a->scratch[a->scratch_size] == GUARD);
}

static void check_array(const sp_conv *c, const char *what, const float *got,
                        const double *want, size_t n, double terms)
{
    for (size_t i = 0; i < n; i++) {
        if (!(fabs((double)got[i] - want[i]) <= 2e-7 * (terms + 1))) {
            fail_msg(
                "%s[%zu] is %g, not %g: C %d H %d W %d F %d k %d stride %d pad %d dilation "
                "%d",
                what, i, (double)got[i], want[i], c->C, c->H, c->W, c->F, c->k, c->stride,
                c->pad, c->dilation);
        }
    }
}

/* Calls `visit` for every product x[ix] w[iw] that is part of output y[iy]. */
static void each_product(const sp_conv *c, size_t B,
                         void (*visit)(void *to, size_t ix, size_t iw, size_t iy), void *to)
{
    for (int b = 0; b < (int)B; b++) {
        for (int f = 0; f < c->F; f++) {
            for (int n = 0; n < c->OH * c->OW * c->C * c->k * c->k; n++) {
                const int j = n % c->k, i = n / c->k % c->k, ch = n / c->k / c->k % c->C;
                const int at = n / (c->k * c->k * c->C), q = at % c->OW, p = at / c->OW;
                const int h = p * c->stride + i * c->dilation - c->pad;
                const int v = q * c->stride + j * c->dilation - c->pad;
                if (h < 0 || h >= c->H || v < 0 || v >= c->W) continue;
                visit(to, (size_t)(((b * c->C + ch) * c->H + h) * c->W + v),
                      (size_t)(((f * c->C + ch) * c->k + i) * c->k + j),
                      (size_t)((b * c->F + f) * c->OH * c->OW + at));
            }
        }
    }
}

/* The three passes in double. dy is the y that the forward pass gave. */
typedef struct reference {
    const arrays *a;
    double *y, *dw, *dx;
} reference;

static void add_forward(void *to, size_t ix, size_t iw, size_t iy)
{
    reference *r = to;
    r->y[iy] += (double)r->a->x[ix] * (double)r->a->w[iw];
}

static void add_backward(void *to, size_t ix, size_t iw, size_t iy)
{
    reference *r = to;
    r->dw[iw] += (double)r->a->x[ix] * (double)r->a->y[iy];
    r->dx[ix] += (double)r->a->w[iw] * (double)r->a->y[iy];
}

static void check(sp_conv c, size_t B)
{
    sp_conv_size(&c);
    if (c.OH < 1 || c.OW < 1) return;

    arrays a = make(&c, B);
    reference r = {&a, calloc(a.ny, sizeof(double)), calloc(a.nw, sizeof(double)),
                   calloc(a.nx, sizeof(double))};
    double *db = calloc((size_t)c.F, sizeof(double));
    const size_t P = (size_t)c.OH * (size_t)c.OW, F = (size_t)c.F;
    const double outputs = (double)B * (double)P;

    assert_true(r.y && r.dw && r.dx && db);
    for (size_t i = 0; i < a.ny; i++) r.y[i] = (double)a.bias[i / P % F];
    each_product(&c, B, add_forward, &r);
    sp_conv_forward(&c, B, a.y, a.x, a.w, a.bias, a.scratch);
    check_array(&c, "y", a.y, r.y, a.ny, c.C * c.k * c.k);

    /* y in [-1, 1) again, as dy */
    fill(a.y, a.ny, 4);
    for (size_t i = 0; i < a.ny; i++) db[i / P % F] += (double)a.y[i];
    each_product(&c, B, add_backward, &r);
    sp_conv_backward_w(&c, B, a.dw, a.dbias, a.y, a.x, a.scratch);
    sp_conv_backward_x(&c, B, a.dx, a.y, a.w, a.scratch);
    check_array(&c, "dw", a.dw, r.dw, a.nw, outputs);
    check_array(&c, "dbias", a.dbias, db, F, outputs);
    check_array(&c, "dx", a.dx, r.dx, a.nx, c.F * c.k * c.k);
    check_guards(&c, &a);

    free(r.y), free(r.dw), free(r.dx), free(db);
    release(a);
}

static void kernels_strides_paddings_dilations(void **state)
{
    (void)state;
    for (int n = 0; n < 5 * 3 * 4 * 3; n++) {
        const int k = 1 + n % 5, stride = 1 + n / 5 % 3, pad = n / 15 % 4,
                  dilation = 1 + n / 60;
        check((sp_conv){2, 9, 12, 5, k, stride, pad, dilation, 0, 0}, 2);
        check((sp_conv){1, 11, 7, 3, k, stride, pad, dilation, 0, 0}, 1);
    }
}

static void channels_and_filters(void **state)
{
    (void)state;
    for (int C = 1; C <= 9; C++) {
        for (int F = 1; F <= 17; F += F < 9 ? 1 : 4)
            check((sp_conv){C, 6, 7, F, 3, 1, 1, 1, 0, 0}, 1);
    }
}

static void sizes_of_images(void **state)
{
    (void)state;
    for (int H = 1; H <= 9; H++) {
        for (int W = 1; W <= 17; W++) {
            check((sp_conv){1, H, W, 2, 3, 1, 0, 1, 0, 0}, 2);
            check((sp_conv){2, H, W, 1, 2, 2, 1, 1, 0, 0}, 2);
            check((sp_conv){1, H, W, 4, 1, 1, 0, 1, 0, 0}, 1);
            check((sp_conv){1, H, W, 2, H < W ? H : W, 1, 0, 1, 0, 0}, 1);
        }
    }
}

static void layers_of_nets(void **state)
{
    (void)state;
    check((sp_conv){1, 28, 28, 8, 5, 1, 0, 1, 0, 0}, 3);
    check((sp_conv){8, 12, 12, 16, 5, 1, 0, 1, 0, 0}, 3);
    check((sp_conv){3, 32, 32, 6, 3, 1, 1, 1, 0, 0}, 1);
    check((sp_conv){3, 32, 32, 8, 4, 4, 0, 1, 0, 0}, 1);
    check((sp_conv){16, 4, 4, 10, 4, 1, 0, 1, 0, 0}, 4);
}

static void bias_may_be_missing(void **state)
{
    sp_conv c = {2, 5, 6, 3, 3, 1, 1, 1, 0, 0};

    (void)state;
    sp_conv_size(&c);
    arrays a = make(&c, 1), z = make(&c, 1);
    memset(z.bias, 0, 3 * sizeof(float));
    sp_conv_forward(&c, 1, a.y, a.x, a.w, NULL, a.scratch);
    sp_conv_forward(&c, 1, z.y, z.x, z.w, z.bias, z.scratch);
    assert_memory_equal(a.y, z.y, a.ny * sizeof(float));
    sp_conv_backward_w(&c, 1, a.dw, NULL, a.y, a.x, a.scratch);
    sp_conv_backward_w(&c, 1, z.dw, z.dbias, z.y, z.x, z.scratch);
    assert_memory_equal(a.dw, z.dw, a.nw * sizeof(float));
    assert_true(a.dbias[0] == GUARD);
    release(a);
    release(z);
}

static void sizes_of_outputs(void **state)
{
    sp_conv same = {1, 28, 28, 1, 5, 1, 2, 1, 0, 0}, wide = {1, 7, 10, 1, 3, 3, 0, 2, 0, 0};
    sp_conv none = {1, 4, 3, 1, 5, 2, 0, 1, 0, 0};

    (void)state;
    sp_conv_size(&same);
    assert_int_equal(same.OH, 28);
    assert_int_equal(same.OW, 28);
    sp_conv_size(&wide);
    assert_int_equal(wide.OH, 1);
    assert_int_equal(wide.OW, 2);
    sp_conv_size(&none);
    assert_true(none.OH < 1 && none.OW < 1);
}

static void bits_are_the_same_everywhere(void **state)
{
    static const sp_conv layers[] = {{1, 28, 28, 8, 5, 1, 0, 1, 0, 0},
                                     {8, 12, 12, 16, 5, 1, 0, 1, 0, 0},
                                     {3, 11, 13, 7, 3, 2, 1, 1, 0, 0},
                                     {2, 9, 9, 5, 3, 1, 2, 2, 0, 0}};
    uint64_t hash = HASH_START;

    (void)state;
    for (size_t i = 0; i < sizeof layers / sizeof *layers; i++) {
        sp_conv c = layers[i];
        sp_conv_size(&c);
        arrays a = make(&c, 2);
        sp_conv_forward(&c, 2, a.y, a.x, a.w, a.bias, a.scratch);
        sp_conv_backward_w(&c, 2, a.dw, a.dbias, a.y, a.x, a.scratch);
        sp_conv_backward_x(&c, 2, a.dx, a.y, a.w, a.scratch);
        hash = hash_floats(hash, a.y, a.ny);
        hash = hash_floats(hash, a.dw, a.nw);
        hash = hash_floats(hash, a.dbias, (size_t)c.F);
        hash = hash_floats(hash, a.dx, a.nx);
        release(a);
    }
    print_message("hash of convolutions: %016llx\n", (unsigned long long)hash);
    assert_true(hash == 0xfab6810246d7d0cd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sizes_of_outputs),
        cmocka_unit_test(kernels_strides_paddings_dilations),
        cmocka_unit_test(channels_and_filters),
        cmocka_unit_test(sizes_of_images),
        cmocka_unit_test(layers_of_nets),
        cmocka_unit_test(bias_may_be_missing),
        cmocka_unit_test(bits_are_the_same_everywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
