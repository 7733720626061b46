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

/* The columns j .. j + n - 1 of B, n <= 8, as a panel; zeros fill it up to 8. */
SP_APART void pack_panel(size_t K, sp_matrix B, size_t j, size_t n, float *out)
{
    const sp_matrix left = {B.p + j * B.col, B.row, B.col};
    const sp_matrix right = {n > 4 ? left.p + 4 * B.col : left.p, B.row, B.col};

    if (n == COLS && B.col == 1) {
        for (size_t k = 0; k < K; k++) {
            sp_store(out + k * COLS, sp_load(left.p + k * B.row));
            sp_store(out + k * COLS + 4, sp_load(right.p + k * B.row));
        }
    } else {
        pack_columns(K, left, n, out);
        pack_columns(K, right, n > 4 ? n - 4 : 0, out + 4);
    }
}

/* ---- tiles --------------------------------------------------------------------------------
 */

typedef struct target {
    float *p;
    size_t row, col;
    size_t m, n; /* how much of the tile is inside C */
} target;

/* A part of a tile, or a tile of a C that has gaps both ways. (Apart and by pointer: what lives
 * in registers must not be indexed by a variable.) */
SP_APART void load_part(target c, sp_tile *t)
{
    for (size_t i = 0; i < c.m; i++) {
        const float *p = c.p + i * c.row;
        t->l[i] = sp_load_part(p, c.col, at_most(c.n, 4));
        t->r[i] = sp_load_part(p + 4 * c.col, c.col, c.n < 4 ? 0 : c.n - 4);
    }
}

SP_APART void store_part(target c, const sp_tile *t)
{
    for (size_t i = 0; i < c.m; i++) {
        float *p = c.p + i * c.row;
        sp_store_part(p, c.col, t->l[i], at_most(c.n, 4));
        sp_store_part(p + 4 * c.col, c.col, t->r[i], c.n < 4 ? 0 : c.n - 4);
    }
}

/* Whole vectors where C is contiguous along its rows or along its columns. */
SP_INLINE sp_tile tile_load(target c)
{
    sp_tile t = sp_tile_zero();

    if (c.m == ROWS && c.n == COLS && c.col == 1) {
#pragma GCC unroll 4
        for (size_t i = 0; i < 4; i++) {
            t.l[i] = sp_load(c.p + i * c.row);
            t.r[i] = sp_load(c.p + i * c.row + 4);
        }
    } else if (c.m == ROWS && c.n == COLS && c.row == 1) {
#pragma GCC unroll 4
        for (size_t j = 0; j < 4; j++) {
            t.l[j] = sp_load(c.p + j * c.col);
            t.r[j] = sp_load(c.p + (j + 4) * c.col);
        }
        sp_transpose4(t.l);
        sp_transpose4(t.r);
    } else {
        sp_tile part = t;
        load_part(c, &part);
        t = part;
    }
    return t;
}

SP_INLINE void tile_store(target c, sp_tile t)
{
    if (c.m == ROWS && c.n == COLS && c.col == 1) {
#pragma GCC unroll 4
        for (size_t i = 0; i < 4; i++) {
            sp_store(c.p + i * c.row, t.l[i]);
            sp_store(c.p + i * c.row + 4, t.r[i]);
        }
    } else if (c.m == ROWS && c.n == COLS && c.row == 1) {
        sp_transpose4(t.l);
        sp_transpose4(t.r);
#pragma GCC unroll 4
        for (size_t j = 0; j < 4; j++) {
            sp_store(c.p + j * c.col, t.l[j]);
            sp_store(c.p + (j + 4) * c.col, t.r[j]);
        }
    } else {
        const sp_tile part = t;
        store_part(c, &part);
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

/* ---- product ------------------------------------------------------------------------------
 */

typedef struct output {
    float *p;
    size_t row, col;
    bool accumulate;
} output;

/* M rows of A times the packed columns, of which there are N; panels are K * COLS apart.
 * Inlined for the two good ways in which A can lie, and for all others. */
enum { BY_ROWS, BY_COLUMNS, BY_ANY };

SP_INLINE void multiply(int way, size_t M, size_t N, size_t K, sp_matrix A, const float *panels,
                        output c)
{
    for (size_t i = 0; i < M; i += ROWS) {
        const size_t m = at_most(M - i, ROWS);
        const float *a = A.p + i * A.row; /* missing rows repeat the last, and are not stored */
        const float *a1 = a + (m > 1 ? A.row : 0);
        const float *a2 = m > 2 ? a + 2 * A.row : a1;
        const float *a3 = m > 3 ? a + 3 * A.row : a2;
        const float *b = panels;

        for (size_t j = 0; j < N; j += COLS, b += COLS * K) {
            const target tile = {c.p + i * c.row + j * c.col, c.row, c.col, m,
                                 at_most(N - j, COLS)};
            sp_tile t = c.accumulate ? tile_load(tile) : sp_tile_zero();

            if (way == BY_ROWS) run_rows(&t, K, a, a1, a2, a3, b);
            if (way == BY_COLUMNS) run_columns(&t, K, a, A.col, b);
            if (way == BY_ANY) run_any(&t, K, a, a1, a2, a3, A.col, b);
            tile_store(tile, t);
        }
    }
}

SP_APART void multiply_rows(size_t M, size_t N, size_t K, sp_matrix A, const float *b, output c)
{
    multiply(BY_ROWS, M, N, K, A, b, c);
}

SP_APART void multiply_columns(size_t M, size_t N, size_t K, sp_matrix A, const float *b,
                               output c)
{
    multiply(BY_COLUMNS, M, N, K, A, b, c);
}

SP_APART void multiply_any(size_t M, size_t N, size_t K, sp_matrix A, const float *b, output c)
{
    multiply(BY_ANY, M, N, K, A, b, c);
}

static void product(size_t M, size_t N, size_t K, sp_matrix A, sp_matrix B, output c,
                    float *scratch)
{
    const size_t whole = M / ROWS * ROWS;
    const size_t depth = A.col == 1 ? K : DEPTH;

    for (size_t group = 0; group < N; group += PANELS * COLS) {
        const size_t n = at_most(N - group, PANELS * COLS);
        output to = {c.p + group * c.col, c.row, c.col, c.accumulate};

        for (size_t k = 0; k < K; k += depth, to.accumulate = true) {
            const size_t d = at_most(K - k, depth);
            const sp_matrix b = {B.p + group * B.col + k * B.row, B.row, B.col};
            const sp_matrix a = {A.p + k * A.col, A.row, A.col};

            for (size_t j = 0; j < n; j += COLS)
                pack_panel(d, b, j, at_most(n - j, COLS), scratch + j * d);
            if (A.col == 1) {
                multiply_rows(M, n, d, a, scratch, to);
            } else if (A.row == 1) {
                const sp_matrix rest = {a.p + whole, a.row, a.col};
                const output below = {to.p + whole * to.row, to.row, to.col, to.accumulate};
                multiply_columns(whole, n, d, a, scratch, to);
                multiply_any(M - whole, n, d, rest, scratch, below);
            } else {
                multiply_any(M, n, d, a, scratch, to);
            }
        }
    }
}

/* ---- choice -------------------------------------------------------------------------------
 */

/* What it costs to compute C with B packed, in steps of a tile: the tiles, the copying, and
 * turning tiles for a C that lies along its columns. Only ratios matter. */
static size_t cost(size_t M, size_t N, size_t K, sp_matrix B, size_t c_col)
{
    const size_t tiles = ((M + ROWS - 1) / ROWS) * ((N + COLS - 1) / COLS);
    const size_t panels = (N + COLS - 1) / COLS;

    return tiles * (K + (c_col == 1 ? 4 : 8)) + panels * K * (B.col == 1 ? 1 : 2);
}

void sp_gemm(size_t M, size_t N, size_t K, sp_matrix A, sp_matrix B, float *c, size_t c_row,
             size_t c_col, bool accumulate, float *scratch)
{
    /* The same product seen the other way round: C' = B' A'. */
    const sp_matrix At = {A.p, A.col, A.row}, Bt = {B.p, B.col, B.row};

    if (sp_gemm_thin(M, N, K, A, B, c, c_row, c_col, accumulate)) return;
    if (sp_gemm_thin(N, M, K, Bt, At, c, c_col, c_row, accumulate)) return;

    if (cost(M, N, K, B, c_col) <= cost(N, M, K, At, c_row)) {
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
