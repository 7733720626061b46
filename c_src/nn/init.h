/* init: initial weights.
 *   he          normal, variance 2 / fan_in                       (He et al., 2015)
 *   xavier      uniform on +-sqrt(6 / (fan_in + fan_out))         (Glorot & Bengio, 2010)
 *   uniform     uniform on +-1 / sqrt(fan_in), the bias too       (PyTorch's dense and conv
 * layers) normal      normal with standard deviation `std` orthogonal  rows or columns
 * orthonormal, times sqrt(2)        (Saxe et al., 2014) zeros       all 0 The bias is 0 but for
 * `uniform`. */
#ifndef SP_NN_INIT_H
#define SP_NN_INIT_H

#include "base/kind.h"
#include "base/rng.h"

/* The two parameters of every layer with weights; put SP_INIT_PARAMS into its table. */
#define SP_INIT_PARAMS                                                                         \
    {"init", 0, 0, 5, true, "he|xavier|uniform|normal|orthogonal|zeros"},                      \
    {                                                                                          \
        "std", 0.01, 0, 10, false, NULL                                                        \
    }

/* Fills w (fan_out_units, fan_in) and bias (n_bias); `init` and `std` are the parameters'
 * values. fan_out is what Xavier counts: for a convolution filters * k * k. */
void sp_init_weights(double init, double std, size_t rows, size_t fan_in, size_t fan_out,
                     float *w, float *bias, size_t n_bias, sp_rng *r);

#endif
