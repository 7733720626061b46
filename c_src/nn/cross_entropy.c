/* Cross-entropy of the softmax, for classes.
 *   p_c = exp(y_c) / sum_j exp(y_j),   L = -log p_label,   dL/dy_c = p_c - [c = label]
 * The largest y is taken off before exp, which changes nothing but prevents overflow. */
#include "base/fmath.h"
#include "nn/loss.h"

static double value(const double *hyper, size_t B, size_t C, const float *y, sp_target t,
                    float *dy)
{
    (void)hyper;
    const float share = 1.0f / (float)B;
    double total = 0;

    for (size_t b = 0; b < B; b++) {
        const float *row = y + b * C;
        const size_t label = (size_t)t.labels[b];

        float largest = row[0];
        for (size_t c = 1; c < C; c++) largest = row[c] > largest ? row[c] : largest;
        float sum = 0;
        for (size_t c = 0; c < C; c++) sum += sp_exp(row[c] - largest);
        total += (double)(sp_log(sum) - (row[label] - largest));

        if (!dy) continue;
        float *d = dy + b * C;
        for (size_t c = 0; c < C; c++) d[c] = sp_exp(row[c] - largest) / sum * share;
        d[label] -= share;
    }
    return total;
}

/* Binary cross-entropy, for two classes and one output y.
 *   p = 1 / (1 + exp(-y)),   L = -log(label ? p : 1 - p),   dL/dy = p - label
 * L = max(z, 0) + log(1 + exp(-|z|)) with z = label ? -y : y, which cannot overflow. */
static double binary_value(const double *hyper, size_t B, size_t C, const float *y, sp_target t,
                           float *dy)
{
    (void)hyper;
    SP_ASSERT(C == 1);
    const float share = 1.0f / (float)B;
    double total = 0;

    for (size_t b = 0; b < B; b++) {
        const float z = t.labels[b] ? -y[b] : y[b];
        const float size = z < 0 ? -z : z;
        total += (double)((z < 0 ? 0 : z) + sp_log(1 + sp_exp(-size)));
        if (dy) dy[b] = (1 / (1 + sp_exp(-y[b])) - (float)t.labels[b]) * share;
    }
    return total;
}

const sp_loss_kind sp_loss_cross_entropy = {
    .head = {"cross-entropy", NULL, 0, "nn/cross_entropy.c", ""},
    .classes = true,
    .value = value,
};

const sp_loss_kind sp_loss_binary_cross_entropy = {
    .head = {"binary-cross-entropy", NULL, 0, "nn/cross_entropy.c", ""},
    .classes = true,
    .single = true,
    .value = binary_value,
};
