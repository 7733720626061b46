/* Hinge loss, for classes.
 *   one output, two classes:  L = max(0, margin - s y),  s = 1 for label 1, -1 for label 0
 *   C outputs:  L = 1/C sum over c != label of max(0, margin - y_label + y_c)
 * The second is that of Weston & Watkins (1999), PyTorch's multi_margin_loss. */
#include "nn/loss.h"

static const sp_param params[] = {{"margin", 1, 0, 1e6, false, NULL}};

static double value_of_one(float margin, size_t B, const float *y, const int32_t *labels,
                           float *dy)
{
    double total = 0;
    for (size_t b = 0; b < B; b++) {
        const float sign = labels[b] ? 1 : -1, short_by = margin - sign * y[b];
        const bool counts = !(short_by <= 0); /* NaN counts */
        if (counts) total += (double)short_by;
        if (dy) dy[b] = counts ? -sign / (float)B : 0;
    }
    return total;
}

static double value(const double *hyper, size_t B, size_t C, const float *y, sp_target t,
                    float *dy)
{
    const float margin = (float)hyper[0], share = 1.0f / (float)(B * C);
    if (C == 1) return value_of_one(margin, B, y, t.labels, dy);

    double total = 0;
    for (size_t b = 0; b < B; b++) {
        const float *row = y + b * C;
        const size_t label = (size_t)t.labels[b];
        if (dy) dy[b * C + label] = 0;
        for (size_t c = 0; c < C; c++) {
            if (c == label) continue;
            const float short_by = margin - row[label] + row[c];
            const bool counts = !(short_by <= 0);
            if (counts) total += (double)short_by;
            if (!dy) continue;
            dy[b * C + c] = counts ? share : 0;
            dy[b * C + label] -= counts ? share : 0;
        }
    }
    return total / (double)C;
}

const sp_loss_kind sp_loss_hinge = {
    .head = {"hinge", params, SP_COUNT(params), "nn/hinge.c", "Weston & Watkins, 1999"},
    .classes = true,
    .single = true,
    .value = value,
};
