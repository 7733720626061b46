/* Losses for numbers to aim at. With r = y - target for each of the C outputs of an example, L
 * is the mean over the outputs of mse    r^2 mae    |r| slope 0 at r = 0 huber  r^2 / 2 for |r|
 * <= delta, else delta (|r| - delta / 2)        (Huber, 1964) as in PyTorch. */
#include "nn/loss.h"

typedef struct point {
    float value, slope;
} point;

static point squared(float r, float delta)
{
    (void)delta;
    return (point){r * r, 2 * r};
}

static point absolute(float r, float delta)
{
    (void)delta;
    return (point){r < 0 ? -r : r, (float)((r > 0) - (r < 0))};
}

static point huber(float r, float delta)
{
    const float size = r < 0 ? -r : r;
    if (size <= delta) return (point){0.5f * r * r, r};
    return (point){delta * (size - 0.5f * delta), r < 0 ? -delta : delta};
}

static double sum(point (*f)(float r, float delta), float delta, size_t B, size_t C,
                  const float *y, const float *target, float *dy)
{
    const float share = 1.0f / (float)(B * C);
    double total = 0;
    for (size_t i = 0; i < B * C; i++) {
        const point p = f(y[i] - target[i], delta);
        total += (double)p.value;
        if (dy) dy[i] = p.slope * share;
    }
    return total / (double)C;
}

static double mse_value(const double *hyper, size_t B, size_t C, const float *y, sp_target t,
                        float *dy)
{
    (void)hyper;
    return sum(squared, 0, B, C, y, t.values, dy);
}

static double mae_value(const double *hyper, size_t B, size_t C, const float *y, sp_target t,
                        float *dy)
{
    (void)hyper;
    return sum(absolute, 0, B, C, y, t.values, dy);
}

static double huber_value(const double *hyper, size_t B, size_t C, const float *y, sp_target t,
                          float *dy)
{
    return sum(huber, (float)hyper[0], B, C, y, t.values, dy);
}

static const sp_param huber_params[] = {{"delta", 1, 1e-6, 1e6, false, NULL}};

const sp_loss_kind sp_loss_mse = {
    .head = {"mse", NULL, 0, "nn/regression_losses.c", ""},
    .value = mse_value,
};

const sp_loss_kind sp_loss_mae = {
    .head = {"mae", NULL, 0, "nn/regression_losses.c", ""},
    .value = mae_value,
};

const sp_loss_kind sp_loss_huber = {
    .head = {"huber", huber_params, 1, "nn/regression_losses.c", "Huber, 1964"},
    .value = huber_value,
};
