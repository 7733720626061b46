/* gemm for products with some size in every dimension: 4 x 8 tiles of C, the 8 columns of B
 * copied into a panel (K rows of 8, next to each other), A read where it is. Thin products,
 * where the copying would cost more than it saves, are in gemm_thin.c.
 *
 * Every element is ((c + a0 b0) + a1 b1) + ..., where c is the old value when accumulating and
 * 0 otherwise; so neither the tiles nor a swap of the operands changes the result. */
#include "tensor/gemm.h"
#include "tensor/gemm_thin.h"
#include "tensor/pack.h"
#include "tensor/tile.h"

enum { ROWS = SP_TILE_ROWS, COLS = SP_TILE_COLS };

/* How many panels of B are packed at a time; while 4 rows of A pass through all of them, these
 * rows stay in the first cache. */
enum { PANELS = 4 };

/* Where A lies along its columns, so many of them at a time: 4 rows touch a whole line of the
 * cache in each, which the next 4 rows should find there again. */
enum { DEPTH = 128 };

static size_t at_most(size_t a, size_t bound)
{
    return a < bound ? a : bound;
}

/* ---- packing ------------------------------------------------------------------------------
 */

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
SP_APART void pack_panels(size_t K, sp_matrix B, size_t n, float *out)
{
    const size_t whole = B.col == 1 ? n / COLS * COLS : 0;

    for (size_t k = 0; k < K; k++) { /* row by row: rows may be far apart */
        const float *row = B.p + k * B.row;
        for (size_t j = 0; j < whole; j += COLS) {
            sp_store(out + j * K + k * COLS, sp_load(row + j));
            sp_store(out + j * K + k * COLS + 4, sp_load(row + j + 4));
        }
    }
    for (size_t j = whole; j < n; j += COLS) {
        const sp_matrix left = {B.p + j * B.col, B.row, B.col};
        const sp_matrix right = {n - j > 4 ? left.p + 4 * B.col : left.p, B.row, B.col};
        pack_columns(K, left, n - j, out + j * K);
        pack_columns(K, right, n - j > 4 ? n - j - 4 : 0, out + j * K + 4);
    }
}

/* ---- tiles --------------------------------------------------------------------------------
 */

typedef struct output {
    float *p;
    size_t row, col;
    bool accumulate;
} output;

/* Tiles that are partly outside of C, or a C with gaps both ways. (By pointer, so apart: what
 * lives in registers must not be indexed by a variable.) */
SP_APART void load_part(sp_tile *t, const float *c, size_t row, size_t col, size_t m, size_t n)
{
    for (size_t i = 0; i < m; i++, c += row) {
        t->l[i] = sp_load_part(c, col, at_most(n, 4));
        t->r[i] = sp_load_part(c + 4 * col, col, n < 4 ? 0 : n - 4);
    }
}

SP_APART void store_part(const sp_tile *t, float *c, size_t row, size_t col, size_t m, size_t n)
{
    for (size_t i = 0; i < m; i++, c += row) {
        sp_store_part(c, col, t->l[i], at_most(n, 4));
        sp_store_part(c + 4 * col, col, t->r[i], n < 4 ? 0 : n - 4);
    }
}

/* Four rows of n columns at p; whole vectors where C is contiguous along rows or columns. */
SP_INLINE sp_tile tile_load(output c, const float *p, size_t n)
{
    sp_tile t = sp_tile_zero();

    if (n >= COLS && c.col == 1) {
#pragma GCC unroll 4
        for (size_t i = 0; i < 4; i++) {
            t.l[i] = sp_load(p + i * c.row);
            t.r[i] = sp_load(p + i * c.row + 4);
        }
    } else if (n >= COLS && c.row == 1) {
#pragma GCC unroll 4
        for (size_t j = 0; j < 4; j++) {
            t.l[j] = sp_load(p + j * c.col);
            t.r[j] = sp_load(p + (j + 4) * c.col);
        }
        sp_transpose4(t.l);
        sp_transpose4(t.r);
    } else {
        sp_tile part = t;
        load_part(&part, p, c.row, c.col, ROWS, at_most(n, COLS));
        t = part;
    }
    return t;
}

SP_INLINE void tile_store(output c, float *p, size_t n, sp_tile t)
{
    if (n >= COLS && c.col == 1) {
#pragma GCC unroll 4
        for (size_t i = 0; i < 4; i++) {
            sp_store(p + i * c.row, t.l[i]);
            sp_store(p + i * c.row + 4, t.r[i]);
        }
    } else if (n >= COLS && c.row == 1) {
        sp_transpose4(t.l);
        sp_transpose4(t.r);
#pragma GCC unroll 4
        for (size_t j = 0; j < 4; j++) {
            sp_store(p + j * c.col, t.l[j]);
            sp_store(p + (j + 4) * c.col, t.r[j]);
        }
    } else {
        const sp_tile part = t;
        store_part(&part, p, c.row, c.col, ROWS, at_most(n, COLS));
    }
}

/* ---- steps -------------------------------------------------------------------------------- *
 * t += 4 rows of A times the panel b, K >= 1. Every step ends with a question whether it was
 * the last one: it costs little, and without it compilers mix the unrolled steps and then hold
 * more operands than there are registers. */

/* Rows contiguous, beginning at a, a1, a2, a3. */
SP_INLINE void run_rows(sp_tile *t, size_t K, const float *a, const float *a1, const float *a2,
                        const float *a3, const float *b)
{
    for (;; K -= 4) {
        sp_tile_step(t, a[0], a1[0], a2[0], a3[0], sp_load(b), sp_load(b + 4));
        if (K == 1) return;
        sp_tile_step(t, a[1], a1[1], a2[1], a3[1], sp_load(b + 8), sp_load(b + 12));
        if (K == 2) return;
        sp_tile_step(t, a[2], a1[2], a2[2], a3[2], sp_load(b + 16), sp_load(b + 20));
        if (K == 3) return;
        sp_tile_step(t, a[3], a1[3], a2[3], a3[3], sp_load(b + 24), sp_load(b + 28));
        if (K == 4) return;
        a += 4, a1 += 4, a2 += 4, a3 += 4;
        b += 4 * COLS;
    }
}

/* Columns contiguous: the 4 elements of a step lie together, `step` after those of the last. */
SP_INLINE void run_columns(sp_tile *t, size_t K, const float *a, size_t step, const float *b)
{
    for (;; K -= 4) {
        sp_tile_step(t, a[0], a[1], a[2], a[3], sp_load(b), sp_load(b + 4));
        if (K == 1) return;
        a += step;
        sp_tile_step(t, a[0], a[1], a[2], a[3], sp_load(b + 8), sp_load(b + 12));
        if (K == 2) return;
        a += step;
        sp_tile_step(t, a[0], a[1], a[2], a[3], sp_load(b + 16), sp_load(b + 20));
        if (K == 3) return;
        a += step;
        sp_tile_step(t, a[0], a[1], a[2], a[3], sp_load(b + 24), sp_load(b + 28));
        if (K == 4) return;
        a += step;
        b += 4 * COLS;
    }
}

/* Any strides, and fewer than 4 rows. */
SP_INLINE void run_any(sp_tile *t, size_t K, const float *a, const float *a1, const float *a2,
                       const float *a3, size_t step, const float *b)
{
    for (; K > 0; K--) {
        sp_tile_step(t, *a, *a1, *a2, *a3, sp_load(b), sp_load(b + 4));
        a += step, a1 += step, a2 += step, a3 += step;
        b += COLS;
    }
}

/* ---- product ------------------------------------------------------------------------------ *
 * M rows of A times N packed columns; their panels are K * COLS apart. Made
 * for the two good ways in which A can lie, M being a multiple of 4, and for all others. */

SP_INLINE void multiply(bool by_rows, bool accumulate, size_t M, size_t N, size_t K,
                        sp_matrix A, const float *panels, output c)
{
    for (size_t i = 0; i < M; i += ROWS) {
        const float *a = A.p + i * A.row, *b = panels;
        float *p = c.p + i * c.row;

        for (size_t j = 0; j < N; j += COLS) {
            sp_tile t = accumulate ? tile_load(c, p, N - j) : sp_tile_zero();
            if (by_rows) {
                run_rows(&t, K, a, a + A.row, a + 2 * A.row, a + 3 * A.row, b);
            } else {
                run_columns(&t, K, a, A.col, b);
            }
            tile_store(c, p, N - j, t);
            p += COLS * c.col;
            b += COLS * K;
        }
    }
}

SP_APART void set_by_rows(size_t M, size_t N, size_t K, sp_matrix A, const float *b, output c)
{
    multiply(true, false, M, N, K, A, b, c);
}

SP_APART void add_by_rows(size_t M, size_t N, size_t K, sp_matrix A, const float *b, output c)
{
    multiply(true, true, M, N, K, A, b, c);
}

SP_APART void set_by_columns(size_t M, size_t N, size_t K, sp_matrix A, const float *b,
                             output c)
{
    multiply(false, false, M, N, K, A, b, c);
}

SP_APART void add_by_columns(size_t M, size_t N, size_t K, sp_matrix A, const float *b,
                             output c)
{
    multiply(false, true, M, N, K, A, b, c);
}

SP_APART void multiply_any(size_t M, size_t N, size_t K, sp_matrix A, const float *panels,
                           output c)
{
    for (size_t i = 0; i < M; i += ROWS) {
        const size_t m = at_most(M - i, ROWS);
        const float *a = A.p + i * A.row; /* missing rows repeat the last, and are not stored */
        const float *a1 = a + (m > 1 ? A.row : 0);
        const float *a2 = m > 2 ? a + 2 * A.row : a1;
        const float *a3 = m > 3 ? a + 3 * A.row : a2;

        for (size_t j = 0; j < N; j += COLS) {
            float *p = c.p + i * c.row + j * c.col;
            const size_t n = at_most(N - j, COLS);
            sp_tile t = sp_tile_zero();
            if (c.accumulate) load_part(&t, p, c.row, c.col, m, n);
            sp_tile sum = t;
            run_any(&sum, K, a, a1, a2, a3, A.col, panels + j * K);
            t = sum;
            store_part(&t, p, c.row, c.col, m, n);
        }
    }
}

static void product(size_t M, size_t N, size_t K, sp_matrix A, sp_matrix B, output c,
                    float *scratch)
{
    const size_t whole = A.col == 1 || A.row == 1 ? M / ROWS * ROWS : 0;
    const size_t depth = A.col == 1 ? K : DEPTH;

    for (size_t j = 0; j < N; j += PANELS * COLS) {
        const size_t n = at_most(N - j, PANELS * COLS);
        output top = {c.p + j * c.col, c.row, c.col, c.accumulate}, rest = top;
        rest.p += whole * c.row;

        for (size_t k = 0; k < K; k += depth) {
            const size_t d = at_most(K - k, depth);
            const sp_matrix a = {A.p + k * A.col, A.row, A.col};
            const sp_matrix below = {a.p + whole * A.row, A.row, A.col};
            const sp_matrix b = {B.p + j * B.col + k * B.row, B.row, B.col};

            pack_panels(d, b, n, scratch);
            if (A.col == 1) {
                (top.accumulate ? add_by_rows : set_by_rows)(whole, n, d, a, scratch, top);
            } else {
                (top.accumulate ? add_by_columns : set_by_columns)(whole, n, d, a, scratch,
                                                                   top);
            }
            multiply_any(M - whole, n, d, below, scratch, rest);
            top.accumulate = rest.accumulate = true;
        }
    }
}

/* ---- choice -------------------------------------------------------------------------------
 */

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
    /* The same product seen the other way round: C' = B' A'. */
    const sp_matrix At = {A.p, A.col, A.row}, Bt = {B.p, B.col, B.row};

    if (sp_gemm_thin(M, N, K, A, B, c, c_row, c_col, accumulate)) return;
    if (sp_gemm_thin(N, M, K, Bt, At, c, c_col, c_row, accumulate)) return;

    if (cost(M, N, K, A, B, c_col) <= cost(N, M, K, Bt, At, c_row)) {
        product(M, N, K, A, B, (output){c, c_row, c_col, accumulate}, scratch);
    } else {
        product(N, M, K, Bt, At, (output){c, c_col, c_row, accumulate}, scratch);
    }
}

size_t sp_gemm_scratch(size_t M, size_t N, size_t K)
{
    const size_t columns = (M > N ? M : N) + COLS - 1;

    return at_most(columns / COLS, PANELS) * COLS * K;
}
