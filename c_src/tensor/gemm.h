/* gemm: products of matrices of float, at any strides, with a fixed order of summation.
 *
 * Element (i, j) of an operand is at p[i * row + j * col] (floats). Every element of C is the
 * sum over k = 0, 1, ... in this order, except for some thin products (gemm_thin.c says which).
 * The order depends on sizes and strides only, never on the machine or the build. */
#ifndef SP_TENSOR_GEMM_H
#define SP_TENSOR_GEMM_H

#include "base/common.h"

typedef struct sp_matrix {
    const float *p;
    size_t row, col; /* strides in floats */
} sp_matrix;

/* C (M, N) = A (M, K) B (K, N), or C += A B when `accumulate`. C is at c[i * c_row + j *
 * c_col]. `scratch` holds sp_gemm_scratch(M, N, K) floats, aligned to 16 bytes; its contents
 * are lost. M, N, K >= 1; A, B and C must not overlap. */
void sp_gemm(size_t M, size_t N, size_t K, sp_matrix A, sp_matrix B, float *c, size_t c_row,
             size_t c_col, bool accumulate, float *scratch);

/* An upper bound of the scratch that sp_gemm needs for these or smaller sizes, in floats. */
size_t sp_gemm_scratch(size_t M, size_t N, size_t K);

#endif
