/* clip: gradients made shorter where they are too long. */
#ifndef SP_OPTIM_CLIP_H
#define SP_OPTIM_CLIP_H

#include "base/common.h"

/* Every one of n parts to at most `value` in size; 0: no limit. */
void sp_clip_value(float *g, size_t n, double value);

/* The whole to a length of at most `norm` (Pascanu, Mikolov & Bengio, 2013):
 * g <- g min(1, norm / (|g| + 1e-6)), as in PyTorch; 0: no limit. */
void sp_clip_norm(float *g, size_t n, double norm);

#endif
