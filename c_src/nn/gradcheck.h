/* gradcheck: is the gradient the derivative?
 *
 * Along a random direction v (unit length) the slope of the loss must be g . v. It is measured
 * as (Q(w + h v) - Q(w - h v)) / 2h; the curvature (Q(w+hv) - 2Q(w) + Q(w-hv)) / h^2 beside it
 * tells whether h was small enough for the loss to be straight. */
#ifndef SP_NN_GRADCHECK_H
#define SP_NN_GRADCHECK_H

#include "nn/loss.h"
#include "nn/model.h"

typedef struct sp_gradcheck {
    double slope;     /* g . v, by the backward passes */
    double measured;  /* by differences of the loss */
    double curvature; /* along v */
    double relative;  /* |slope - measured| / max(|slope|, |measured|, 1e-3 |g|) */
} sp_gradcheck;

/* Checks the gradient of all parameters and, when `inputs`, that of the inputs, for the B
 * inputs that lie in sp_model_inputs(m). Masks are drawn alike for every evaluation. `w` is
 * restored; `dw` (parameters) and `v` (twice parameters, and 2 * B * in more when `inputs`) are
 * scratch of the caller. */
sp_gradcheck sp_gradcheck_run(sp_model *m, const sp_loss_kind *loss, const double *hyper,
                              sp_target target, size_t B, float *w, float *dw, float *v,
                              bool inputs, float h, sp_rng *r);

#endif
