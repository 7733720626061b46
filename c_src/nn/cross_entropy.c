/* Cross-entropy of the softmax, for classes.
 *   p_c = exp(y_c) / sum_j exp(y_j),   L = -log p_label,   dL/dy_c = p_c - [c = label]
 * The largest y is taken off before exp, which changes nothing but prevents overflow. */
#include "base/fmath.h"
#include "nn/loss.h"
#include "tensor/tile.h"

/* e_c = exp(y_c - largest); returns their sum, in the order of c. `e` may be NULL. */
static float exponentials(const float *y, size_t C, float largest, float *e)
{
    float sum = 0;

    for (size_t c = 0; c < C; c += 4) {
        const size_t n = C - c < 4 ? C - c : 4;
        const f32x4 four = n < 4 ? sp_load_part(y + c, 1, n) : sp_load(y + c);
        const f32x4 v = sp_exp4(four - largest);
        sum += v[0];
        if (n > 1) sum += v[1];
        if (n > 2) sum += v[2];
        if (n > 3) sum += v[3];
        if (e) sp_store_part(e + c, 1, v, n);
    }
    return sum;
}

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
        float *d = dy ? dy + b * C : NULL;
        const float sum = exponentials(row, C, largest, d);
        total += (double)(sp_log(sum) - (row[label] - largest));

        if (!d) continue;
        for (size_t c = 0; c < C; c++) d[c] = d[c] / sum * share;
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
