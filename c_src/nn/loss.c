#include "nn/loss.h"

static const sp_loss_kind *const kinds[] = {
    &sp_loss_cross_entropy, &sp_loss_binary_cross_entropy,
    &sp_loss_mse,           &sp_loss_mae,
    &sp_loss_huber,         &sp_loss_hinge,
};

const sp_loss_kind *const *sp_loss_kinds(int *count)
{
    *count = SP_COUNT(kinds);
    return kinds;
}

int32_t sp_predicted_class(size_t C, const float *y)
{
    if (C == 1) return y[0] != y[0] ? -1 : y[0] > 0;
    int32_t best = 0;
    for (size_t c = 0; c < C; c++) {
        if (y[c] != y[c]) return -1;
        if (y[c] > y[best]) best = (int32_t)c;
    }
    return best;
}

size_t sp_count_errors(size_t B, size_t C, const float *y, const int32_t *labels)
{
    size_t errors = 0;
    for (size_t b = 0; b < B; b++) errors += sp_predicted_class(C, y + b * C) != labels[b];
    return errors;
}
