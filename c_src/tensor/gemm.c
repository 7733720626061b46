/* gemm for products with some size in every dimension: 4 x 8 tiles of C, the 8 columns of B
 * copied into a panel (K rows of 8, next to each other), A read where it is. Thin products,
 * where the copying would cost more than it saves, are in gemm_thin.c.
 *
 * Every element is ((c + a0 b0) + a1 b1) + ..., where c is the old value when accumulating and
 * 0 otherwise; so neither the tiles nor a swap of the operands changes the result. */
#include "tensor/gemm.h"
#include "tensor/gemm_block.h"
#include "tensor/gemm_thin.h"
#include "tensor/pack.h"

enum { ROWS = SP_TILE_ROWS, COLS = SP_PANEL };

/* How many panels of B are packed at a time; while 4 rows of A pass through all of them, these
 * rows stay in the first cache. Short panels are twice as many: then longer pieces of B and C,
 * whose rows may be far apart, are read and written at once. */
enum { PANELS = 4, SHORT = 32 };

/* Where A lies along its columns, so many of them at a time: 4 rows touch a whole line of the
 * cache in each, which the next 4 rows should find there again. */
enum { DEPTH = 128 };

static size_t at_most(size_t a, size_t bound)
{
    return a < bound ? a : bound;
}

/* ---- packing --------------------------------------------------------------------------- */

/* Four columns of B, `n` of them real, into out[k * COLS + 0..3]. */
static void pack_columns(size_t K, sp_matrix b, size_t n, float *out)
{
    if (b.row == 1) {
        sp_interleave4(out, COLS, b.p, b.col, n, K);
    } else {
        for (size_t k = 0; k < K; k++)
            sp_store(out + k * COLS, sp_load_part(b.p + k * b.row, b.col, n));
    }
}

/* The first n columns of B as panels, K * COLS apart; zeros fill up the last one. */
SP_APART void pack_panels(size_t K, sp_matrix B, size_t n, bool accumulate, float *out)
{
    const size_t contiguous = B.col == 1 ? n / COLS * COLS : 0;

    for (size_t k = 0; k < K; k++) { /* row by row: rows may be far apart */
        const float *row = B.p + k * B.row;
        for (size_t j = 0; j < contiguous; j += COLS) {
            sp_store(out + j * K + k * COLS, sp_load(row + j));
            sp_store(out + j * K + k * COLS + 4, sp_load(row + j + 4));
        }
    }
    for (size_t j = contiguous; j < n; j += COLS) {
        const size_t from = sp_panel_begin(j, n, accumulate),
                     more = n - from > 4 ? n - from - 4 : 0;
        const sp_matrix left = {B.p + from * B.col, B.row, B.col};
        const sp_matrix right = {more ? left.p + 4 * B.col : left.p, B.row, B.col};
        pack_columns(K, left, at_most(n - from, 4), out + j * K);
        pack_columns(K, right, more, out + j * K + 4);
    }
}

static void product(size_t M, size_t N, size_t K, sp_matrix A, sp_matrix B, sp_output c,
                    float *scratch)
{
    const size_t depth = A.col == 1 ? K : DEPTH;
    const size_t width = (K > SHORT ? PANELS : 2 * PANELS) * COLS;

    for (size_t j = 0; j < N; j += width) {
        const size_t n = at_most(N - j, width);
        sp_output to = {c.p + j * c.col, c.row, c.col, c.accumulate};

        for (size_t k = 0; k < K; k += depth) {
            const size_t d = at_most(K - k, depth);
            const sp_matrix a = {A.p + k * A.col, A.row, A.col};
            const sp_matrix b = {B.p + j * B.col + k * B.row, B.row, B.col};

            pack_panels(d, b, n, to.accumulate, scratch);
            sp_gemm_block(M, n, d, a, scratch, to);
            to.accumulate = true;
        }
    }
}

/* ---- choice ---------------------------------------------------------------------------- */

/* What it costs to compute C with B packed, in eighths of a step: the tiles (slower where A
 * lies along its columns, because steps are far apart in memory; longer where C does, because
 * tiles are turned round), and the copying. Only ratios matter. */
static size_t cost(size_t M, size_t N, size_t K, sp_matrix A, sp_matrix B, size_t c_col)
{
    const size_t panels = (N + COLS - 1) / COLS, tiles = (M + ROWS - 1) / ROWS * panels;
    const size_t steps = K + (c_col == 1 ? 4 : 8);

    return tiles * steps * (A.col == 1 ? 8 : 9) + panels * K * (B.col == 1 ? 8 : 16);
}

void sp_gemm(size_t M, size_t N, size_t K, sp_matrix A, sp_matrix B, float *c, size_t c_row,
             size_t c_col, bool accumulate, float *scratch)
{
    SP_ASSERT(M > 0 && N > 0 && K > 0);
    /* The same product seen the other way round: C' = B' A'. */
    const sp_matrix At = {A.p, A.col, A.row}, Bt = {B.p, B.col, B.row};

    if (sp_gemm_thin(M, N, K, A, B, c, c_row, c_col, accumulate)) return;
    if (sp_gemm_thin(N, M, K, Bt, At, c, c_col, c_row, accumulate)) return;

    if (cost(M, N, K, A, B, c_col) <= cost(N, M, K, Bt, At, c_row)) {
        product(M, N, K, A, B, (sp_output){c, c_row, c_col, accumulate}, scratch);
    } else {
        product(N, M, K, Bt, At, (sp_output){c, c_col, c_row, accumulate}, scratch);
    }
}

size_t sp_gemm_scratch(size_t M, size_t N, size_t K)
{
    const size_t panels = ((M > N ? M : N) + COLS - 1) / COLS;
    const size_t some = at_most(panels, PANELS) * K;
    const size_t more = at_most(panels, 2 * PANELS) * at_most(K, SHORT);

    return (some > more ? some : more) * COLS;
}
