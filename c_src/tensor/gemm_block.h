/* gemm_block: rows of A times packed columns of B, tile by tile. */
#ifndef SP_TENSOR_GEMM_BLOCK_H
#define SP_TENSOR_GEMM_BLOCK_H

#include "tensor/gemm.h"
#include "tensor/tile.h"

/* Columns are packed into panels of 8: a panel is (K, 8), its numbers next to each other. */
enum { SP_PANEL = SP_TILE_COLS };

typedef struct sp_output {
    float *p;
    size_t row, col; /* strides, as of an sp_matrix */
    bool accumulate;
} sp_output;

/* The column at which the panel begins that holds column j of n, j a multiple of 8. The last
 * panel may reach back and compute some columns a second time, to the same bits; but not when
 * these are added to C: then it is filled up with zeros. */
static inline size_t sp_panel_begin(size_t j, size_t n, bool accumulate)
{
    return !accumulate && n >= SP_PANEL && n - j < SP_PANEL ? n - SP_PANEL : j;
}

/* c (M, N) = or += A (M, K) times N packed columns; their panels are K * 8 floats apart. */
void sp_gemm_block(size_t M, size_t N, size_t K, sp_matrix A, const float *panels, sp_output c);

#endif
