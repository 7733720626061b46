/* conv: convolution of images (cross-correlation, as everywhere in deep learning), and its two
 * backward passes.
 *   y[b,f,p,q] = bias[f] + sum over c,i,j of w[f,c,i,j] x[b,c,p',q']
 *   p' = p s + i d - pad,   q' = q s + j d - pad
 *
 * s is the stride, d the dilation. x is (B, C, H, W), w (F, C, k, k) and y (B, F, OH, OW) with
 *   OH = (H + 2 pad - d (k - 1) - 1) / s + 1, likewise OW. */
#ifndef SP_TENSOR_CONV_H
#define SP_TENSOR_CONV_H

#include "base/common.h"

typedef struct sp_conv {
    int C, H, W; /* input channels, height, width */
    int F, k;    /* filters, size of the (square) kernel */
    int stride, pad, dilation;
    int OH, OW; /* output height and width: filled by sp_conv_size */
} sp_conv;

/* Fills OH and OW (they come out < 1 where the kernel does not fit). */
void sp_conv_size(sp_conv *c);

/* Floats of scratch, aligned to 64 bytes, for any of the passes below over any batch. */
size_t sp_conv_scratch(const sp_conv *c);

/* y = conv(x, w) + bias; bias (F) may be NULL. */
void sp_conv_forward(const sp_conv *c, size_t B, float *y, const float *x, const float *w,
                     const float *bias, float *scratch);
/* dw = gradient of w, written (not added); dbias (F) likewise, may be NULL. */
void sp_conv_backward_w(const sp_conv *c, size_t B, float *dw, float *dbias, const float *dy,
                        const float *x, float *scratch);
/* dx = gradient of x, written (not added). */
void sp_conv_backward_x(const sp_conv *c, size_t B, float *dx, const float *dy, const float *w,
                        float *scratch);

#endif
