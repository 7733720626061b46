/* kernels: products, convolution and elementary functions alone, to be timed against what the
 * machine can do at most with vectors of four floats (a multiplication and an addition in every
 * slot) and against reading and writing memory.
 *
 * There is no clock in here: kernels.js takes the time around bench_run of the WebAssembly
 * build; kernels_native.c does the same natively. */
#include "kernels.h"

#include "base/fmath.h"
#include "tensor/conv.h"
#include "tensor/gemm.h"

/* Operands, results and scratch of the kernel that runs. Every kernel returns something that
 * depends on its work, so that no compiler removes it. */
static float arena[2 * 1024 * 1024] __attribute__((aligned(64)));

enum { PASS_FORWARD, PASS_W, PASS_X };

typedef struct kernel {
    const char *name, *unit; /* "flop" or "byte" */
    double work;             /* units in one run */
    float (*run)(const struct kernel *k);
    size_t M, N, K; /* of a product */
    sp_conv conv;
    size_t B; /* images of a convolution */
    int pass;
} kernel;

/* ---- the limit ------------------------------------------------------------------------- */

enum { CHAINS = 14, STEPS = 4096 };

/* Independent chains of a multiplication and an addition: 14 fill both kinds of units of every
 * core that we know, and just fit into the registers, with the factor. */
static float run_limit(const kernel *k)
{
    const f32x4 m = sp_splat(arena[0] * 1e-3f + 0.5f);
    f32x4 c[CHAINS];

    (void)k;
#pragma GCC unroll 14
    for (int i = 0; i < CHAINS; i++) c[i] = sp_splat((float)i);
    for (int n = 0; n < STEPS; n++) {
#pragma GCC unroll 14
        for (int i = 0; i < CHAINS; i++) c[i] = c[i] * m + m;
    }
    f32x4 sum = {0};
#pragma GCC unroll 14
    for (int i = 0; i < CHAINS; i++) sum += c[i];
    return sp_sum4(sum);
}

/* Reading 400 kB, the weights of a 784-128 layer, from the second cache. */
enum { STREAM = 784 * 128 };

static float run_read(const kernel *k)
{
    const float *p = arena;
    f32x4 a = {0}, b = {0}, c = {0}, d = {0};

    (void)k;
    for (size_t n = STREAM; n >= 32; n -= 32) {
        a += sp_load(p) + sp_load(p + 4);
        b += sp_load(p + 8) + sp_load(p + 12);
        c += sp_load(p + 16) + sp_load(p + 20);
        d += sp_load(p + 24) + sp_load(p + 28);
        p += 32;
    }
    return sp_sum4((a + b) + (c + d));
}

static float run_write(const kernel *k)
{
    const f32x4 v = sp_splat(arena[STREAM] * 0.5f);

    (void)k;
    for (size_t n = 0; n + 16 <= STREAM; n += 16) {
        sp_store(arena + n, v);
        sp_store(arena + n + 4, v);
        sp_store(arena + n + 8, v);
        sp_store(arena + n + 12, v);
    }
    return arena[STREAM - 1];
}

/* Scratch begins at the next multiple of 64 bytes. */
static float *aligned(float *p)
{
    return arena + (size_t)(p - arena + 15) / 16 * 16;
}

/* ---- products -------------------------------------------------------------------------- */

/* The three products of a dense layer: forward Y (B, O) = X W', dW = dY' X, dX = dY W. */
static float run_forward(const kernel *k)
{
    float *x = arena, *w = x + k->M * k->K, *y = w + k->N * k->K,
          *scratch = aligned(y + k->M * k->N);

    sp_gemm(k->M, k->N, k->K, (sp_matrix){x, k->K, 1}, (sp_matrix){w, 1, k->K}, y, k->N, 1,
            false, scratch);
    return y[0];
}

static float run_weights(const kernel *k)
{
    float *dy = arena, *x = dy + k->M * k->K, *dw = x + k->N * k->K,
          *scratch = aligned(dw + k->M * k->N);

    sp_gemm(k->M, k->N, k->K, (sp_matrix){dy, 1, k->M}, (sp_matrix){x, k->N, 1}, dw, k->N, 1,
            false, scratch);
    return dw[0];
}

static float run_inputs(const kernel *k)
{
    float *dy = arena, *w = dy + k->M * k->K, *dx = w + k->N * k->K,
          *scratch = aligned(dx + k->M * k->N);

    sp_gemm(k->M, k->N, k->K, (sp_matrix){dy, k->K, 1}, (sp_matrix){w, k->N, 1}, dx, k->N, 1,
            false, scratch);
    return dx[0];
}

/* ---- convolution ----------------------------------------------------------------------- */

static float run_conv(const kernel *k)
{
    sp_conv c = k->conv;

    sp_conv_size(&c);
    const size_t nx = k->B * (size_t)c.C * (size_t)c.H * (size_t)c.W;
    const size_t ny = k->B * (size_t)c.F * (size_t)c.OH * (size_t)c.OW;
    const size_t nw = (size_t)c.F * (size_t)c.C * (size_t)c.k * (size_t)c.k;
    float *x = arena, *y = x + nx, *w = y + ny, *bias = w + nw, *scratch = aligned(bias + c.F);

    if (k->pass == PASS_FORWARD) {
        sp_conv_forward(&c, k->B, y, x, w, bias, scratch);
        return y[0];
    }
    if (k->pass == PASS_W) {
        sp_conv_backward_w(&c, k->B, w, bias, y, x, scratch);
        return w[0];
    }
    sp_conv_backward_x(&c, k->B, x, y, w, scratch);
    return x[0];
}

/* ---- elementary functions -------------------------------------------------------------- */

enum { MAPPED = 4096 };

static float map4(f32x4 (*f)(f32x4))
{
    f32x4 sum = {0};
    for (size_t i = 0; i < MAPPED; i += 4) sum += f(sp_load(arena + i));
    return sp_sum4(sum);
}

static float run_exp(const kernel *k)
{
    (void)k;
    return map4(sp_exp4);
}

static float run_log(const kernel *k)
{
    (void)k;
    return map4(sp_log4);
}

static float run_tanh(const kernel *k)
{
    (void)k;
    return map4(sp_tanh4);
}

/* ---- table ----------------------------------------------------------------------------- */

#define PRODUCT(title, function, m, n, k)                                                      \
    {                                                                                          \
        .name = title " " #m "x" #n "x" #k, .unit = "flop", .work = 2.0 * m * n * k,           \
        .run = function, .M = m, .N = n, .K = k                                                \
    }

/* `outputs` of one filter of one image; a product counts once for each tap of each output. */
#define CONV(title, p, images, c, h, f, outputs)                                               \
    {                                                                                          \
        .name = title, .unit = "flop", .work = 2.0 * images * f * outputs * c * 25,            \
        .run = run_conv, .conv = {c, h, h, f, 5, 1, 0, 1, 0, 0}, .B = images, .pass = p        \
    }

static const kernel kernels[] = {
    {.name = "limit", .unit = "flop", .work = 8.0 * CHAINS * STEPS, .run = run_limit},
    {.name = "read", .unit = "byte", .work = 4.0 * STREAM, .run = run_read},
    {.name = "write", .unit = "byte", .work = 4.0 * STREAM, .run = run_write},
    PRODUCT("forward", run_forward, 32, 128, 784),
    PRODUCT("weights", run_weights, 128, 784, 32),
    PRODUCT("inputs", run_inputs, 32, 784, 128),
    PRODUCT("forward", run_forward, 128, 128, 128),
    PRODUCT("forward", run_forward, 256, 256, 256),
    PRODUCT("forward", run_forward, 64, 512, 512),
    PRODUCT("forward", run_forward, 32, 1000, 1000),
    PRODUCT("weights", run_weights, 1000, 1000, 32),
    PRODUCT("inputs", run_inputs, 32, 1000, 1000),
    PRODUCT("forward", run_forward, 8, 128, 784),
    PRODUCT("weights", run_weights, 128, 784, 8),
    PRODUCT("inputs", run_inputs, 8, 784, 128),
    PRODUCT("forward", run_forward, 32, 10, 128),
    PRODUCT("weights", run_weights, 10, 128, 32),
    PRODUCT("inputs", run_inputs, 32, 128, 10),
    PRODUCT("forward", run_forward, 2, 128, 784),
    PRODUCT("weights", run_weights, 128, 784, 2),
    PRODUCT("inputs", run_inputs, 2, 784, 128),
    PRODUCT("forward", run_forward, 3, 128, 784),
    PRODUCT("forward", run_forward, 4, 128, 784),
    PRODUCT("weights", run_weights, 128, 784, 4),
    PRODUCT("inputs", run_inputs, 4, 784, 128),
    PRODUCT("forward", run_forward, 1, 10, 128),
    PRODUCT("forward", run_forward, 1, 32, 64),
    PRODUCT("forward", run_forward, 32, 32, 64),
    PRODUCT("weights", run_weights, 32, 64, 32),
    PRODUCT("forward", run_forward, 8, 32, 64),
    PRODUCT("forward", run_forward, 32, 10, 32),
    PRODUCT("forward", run_forward, 1, 128, 784),
    PRODUCT("weights", run_weights, 128, 784, 1),
    PRODUCT("inputs", run_inputs, 1, 784, 128),
    CONV("conv1 forward x32", PASS_FORWARD, 32, 1, 28, 8, 576),
    CONV("conv1 weights x32", PASS_W, 32, 1, 28, 8, 576),
    CONV("conv1 inputs x32", PASS_X, 32, 1, 28, 8, 576),
    CONV("conv2 forward x32", PASS_FORWARD, 32, 8, 12, 16, 64),
    CONV("conv2 weights x32", PASS_W, 32, 8, 12, 16, 64),
    CONV("conv2 inputs x32", PASS_X, 32, 8, 12, 16, 64),
    CONV("conv1 forward x1", PASS_FORWARD, 1, 1, 28, 8, 576),
    CONV("conv1 weights x1", PASS_W, 1, 1, 28, 8, 576),
    CONV("conv2 forward x1", PASS_FORWARD, 1, 8, 12, 16, 64),
    CONV("conv2 weights x1", PASS_W, 1, 8, 12, 16, 64),
    CONV("conv2 inputs x1", PASS_X, 1, 8, 12, 16, 64),
    {.name = "exp", .unit = "value", .work = MAPPED, .run = run_exp},
    {.name = "log", .unit = "value", .work = MAPPED, .run = run_log},
    {.name = "tanh", .unit = "value", .work = MAPPED, .run = run_tanh},
};

int bench_count(void)
{
    return (int)SP_COUNT(kernels);
}

const char *bench_name(int i)
{
    return kernels[i].name;
}

const char *bench_unit(int i)
{
    return kernels[i].unit;
}

double bench_work(int i)
{
    return kernels[i].work;
}

void bench_reset(void)
{
    for (size_t n = 0; n < SP_COUNT(arena); n++) arena[n] = (float)(n * 7 % 1024 + 1) / 1024;
}

float bench_run(int i, int repeats)
{
    float sum = 0;

    for (int n = 0; n < repeats; n++) sum += kernels[i].run(&kernels[i]);
    return sum;
}
