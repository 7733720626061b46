/* gemm_thin: products with few rows (a batch of 1 to 3) or with K = 1. They touch every number
 * of the large operand about once, so they should run at the speed of memory: nothing is
 * copied. */
#ifndef SP_TENSOR_GEMM_THIN_H
#define SP_TENSOR_GEMM_THIN_H

#include "tensor/gemm.h"

/* Computes the product and returns true if it is thin along the rows of C and its strides allow
 * vectors; otherwise does nothing. Arguments as for sp_gemm. */
bool sp_gemm_thin(size_t M, size_t N, size_t K, sp_matrix A, sp_matrix B, float *c,
                  size_t c_row, size_t c_col, bool accumulate);

#endif
