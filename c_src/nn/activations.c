/* Activation functions: y = f(x) for each number alone, dx = dy f'(x). Each line gives f and
 * its derivative in terms of x and y. NaN in gives NaN out, so that divergence shows.
 *
 * gelu is the form with tanh (Hendrycks & Gimpel, 2016), PyTorch's approximate='tanh'. */
#include "base/fmath.h"
#include "nn/kinds.h"
#include "nn/layer.h"

SP_RARELY static sp_status plan(sp_layer *l, const char *path, sp_error *e)
{
    (void)path;
    (void)e;
    l->out = l->in;
    return SP_OK;
}

/* `a` is the layer's parameter, if it has one. */
#define ACTIVATION(function, value, slope)                                                     \
    static void function##_forward(const sp_layer *l, const sp_pass *p)                        \
    {                                                                                          \
        const float a = (float)l->hyper[0];                                                    \
        const size_t n = p->B * sp_layer_in(l);                                                \
        (void)a;                                                                               \
        SP_EACH_ALONE                                                                          \
        for (size_t i = 0; i < n; i++) {                                                       \
            const float x = p->x[i];                                                           \
            p->y[i] = (value);                                                                 \
        }                                                                                      \
    }                                                                                          \
    static void function##_backward(const sp_layer *l, const sp_pass *p)                       \
    {                                                                                          \
        if (!p->dx) return;                                                                    \
        const float a = (float)l->hyper[0];                                                    \
        const size_t n = p->B * sp_layer_in(l);                                                \
        (void)a;                                                                               \
        SP_EACH_ALONE                                                                          \
        for (size_t i = 0; i < n; i++) {                                                       \
            const float x = p->x[i], y = p->y[i];                                              \
            (void)x;                                                                           \
            (void)y;                                                                           \
            p->dx[i] = p->dy[i] * (slope);                                                     \
        }                                                                                      \
    }

static float sigmoid_of(float x)
{
    return 1 / (1 + sp_exp(-x));
}

/* log(1 + e^x) = max(x, 0) + log(1 + e^-|x|) */
static float softplus_of(float x)
{
    const float positive = x < 0 ? 0 : x;
    return positive + sp_log(1 + sp_exp(x < 0 ? x : -x));
}

/* tanh(sqrt(2/pi) (x + 0.044715 x^3)) */
static float gelu_tanh(float x)
{
    return sp_tanh(0.7978845608f * (x + 0.044715f * x * x * x));
}

static float gelu_slope(float x)
{
    const float t = gelu_tanh(x);
    return 0.5f * (1 + t) +
           0.5f * x * (1 - t * t) * 0.7978845608f * (1 + 3 * 0.044715f * x * x);
}

ACTIVATION(relu, x<0 ? 0 : x, y> 0 ? 1.0f : 0.0f)
ACTIVATION(leaky_relu, x<0 ? a * x : x, y> 0 ? 1.0f : a)
ACTIVATION(elu, x<0 ? a *(sp_exp(x) - 1) : x, y> 0 ? 1.0f : y + a)
ACTIVATION(gelu, 0.5f * x * (1 + gelu_tanh(x)), gelu_slope(x))
ACTIVATION(tanh, sp_tanh(x), 1 - y * y)
ACTIVATION(sigmoid, sigmoid_of(x), y *(1 - y))
ACTIVATION(softplus, softplus_of(x), sigmoid_of(x))

static const sp_param slope_params[] = {{"slope", 0.01, 0, 1, false, NULL}};
static const sp_param alpha_params[] = {{"alpha", 1, 0, 10, false, NULL}};

/* `by_y`: the derivative is in terms of y alone. */
#define KIND(function, name, params, count, source, by_y)                                      \
    const sp_layer_kind sp_layer_##function = {                                                \
        .head = {name, params, count, "nn/activations.c", source},                             \
        .plan = plan,                                                                          \
        .forward = function##_forward,                                                         \
        .backward = function##_backward,                                                       \
        .over_x = by_y,                                                                        \
        .needs_y = by_y,                                                                       \
        .over_dy = true,                                                                       \
    }

KIND(relu, "relu", NULL, 0, "", true);
KIND(leaky_relu, "leaky-relu", slope_params, 1, "Maas, Hannun & Ng, 2013", true);
KIND(elu, "elu", alpha_params, 1, "Clevert, Unterthiner & Hochreiter, 2016", true);
KIND(gelu, "gelu", NULL, 0, "Hendrycks & Gimpel, 2016", false);
KIND(tanh, "tanh", NULL, 0, "", true);
KIND(sigmoid, "sigmoid", NULL, 0, "", true);
KIND(softplus, "softplus", NULL, 0, "", false);
