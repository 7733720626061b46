/* loss: what training minimises, and the table of all losses.
 *
 * The loss of a batch is the mean over its examples. Values are summed in double, in the order
 * of the examples. */
#ifndef SP_NN_LOSS_H
#define SP_NN_LOSS_H

#include "base/kind.h"

/* What the outputs should have been: one of the two. */
typedef struct sp_target {
    const int32_t *labels; /* (B) classes from 0 */
    const float *values;   /* (B, C) numbers */
} sp_target;

typedef struct sp_loss_kind {
    sp_kind head;
    bool classes; /* wants labels; otherwise values */
    bool single;  /* with two classes one output is enough: its sign tells the class */
    /* Returns the sum of the losses of B examples with C outputs each, y (B, C). Where `dy` is
     * not NULL, writes the gradient of the mean loss, dy (B, C). */
    double (*value)(const double *hyper, size_t B, size_t C, const float *y, sp_target t,
                    float *dy);
} sp_loss_kind;

extern const sp_loss_kind sp_loss_cross_entropy, sp_loss_binary_cross_entropy, sp_loss_mse,
    sp_loss_mae, sp_loss_huber, sp_loss_hinge;

/* All losses; `count` tells how many. */
const sp_loss_kind *const *sp_loss_kinds(int *count);

/* The class that C outputs stand for: the largest, the first of equals (with one output: its
 * sign, 0 or 1); -1 if one is NaN. */
int32_t sp_predicted_class(size_t C, const float *y);

/* How many of B examples are classified wrongly: the largest of C outputs (the first of equals)
 * is not at the label, or an output is NaN. With one output: its sign against labels 0 and 1.
 */
size_t sp_count_errors(size_t B, size_t C, const float *y, const int32_t *labels);

#endif
