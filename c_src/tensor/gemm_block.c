/* The tiles of C. An element starts from its old value when accumulating and from 0 otherwise,
 * and its terms are added in the order of k. */
#include "tensor/gemm_block.h"

enum { ROWS = SP_TILE_ROWS, COLS = SP_PANEL };

static size_t at_most(size_t a, size_t bound)
{
    return a < bound ? a : bound;
}

/* ---- tiles ----------------------------------------------------------------------------- */

/* Apart, so that their questions are in the module once and not sixteen times. */
SP_APART f32x4 load_some(const float *c, size_t col, size_t n)
{
    return sp_load_part(c, col, n);
}

SP_APART void store_some(float *c, size_t col, f32x4 v, size_t n)
{
    sp_store_part(c, col, v, n);
}

/* Tiles that are partly outside of C, or a C with gaps both ways. (By pointer, so apart: what
 * lives in registers must not be indexed by a variable.) */
SP_APART void load_part(sp_tile *t, const float *c, size_t row, size_t col, size_t m, size_t n)
{
    for (size_t i = 0; i < m; i++, c += row) {
        t->l[i] = load_some(c, col, n);
        t->r[i] = load_some(c + 4 * col, col, n < 4 ? 0 : n - 4);
    }
}

SP_APART void store_part(const sp_tile *t, float *c, size_t row, size_t col, size_t m, size_t n)
{
    for (size_t i = 0; i < m; i++, c += row) {
        store_some(c, col, t->l[i], n);
        if (n > 4) store_some(c + 4 * col, col, t->r[i], n - 4);
    }
}

/* Four rows of n columns at p; whole vectors where C is contiguous along rows or columns. */
SP_INLINE sp_tile tile_load(sp_output c, const float *p, size_t n)
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

SP_INLINE void tile_store(sp_output c, float *p, size_t n, sp_tile t)
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

/* ---- steps ----------------------------------------------------------------------------- *
 * t += 4 rows of A times the panel b, K >= 1. Every step ends with a question whether it was
 * the last one: it costs little, and without it compilers mix the unrolled steps and then hold
 * more operands than there are registers. */

SP_INLINE bool run_step(sp_tile *t, size_t i, size_t K, const float *a, const float *a1,
                        const float *a2, const float *a3, const float *b)
{
    return sp_tile_last(t, false, i, K, a, a1, a2, a3, sp_load(b), sp_load(b + 4));
}

/* Rows contiguous, beginning at a, a1, a2, a3. */
SP_INLINE void run_rows(sp_tile *t, size_t K, const float *a, const float *a1, const float *a2,
                        const float *a3, const float *b)
{
    for (;; K -= 4) {
        if (run_step(t, 1, K, a, a1, a2, a3, b)) return;
        if (run_step(t, 2, K, a + 1, a1 + 1, a2 + 1, a3 + 1, b + COLS)) return;
        if (run_step(t, 3, K, a + 2, a1 + 2, a2 + 2, a3 + 2, b + 2 * COLS)) return;
        if (run_step(t, 4, K, a + 3, a1 + 3, a2 + 3, a3 + 3, b + 3 * COLS)) return;
        a += 4, a1 += 4, a2 += 4, a3 += 4;
        b += 4 * COLS;
    }
}

/* Columns contiguous: the 4 elements of a step lie together, `step` after those of the last. */
SP_INLINE void run_columns(sp_tile *t, size_t K, const float *a, size_t step, const float *b)
{
    for (;; K -= 4) {
        if (run_step(t, 1, K, a, a + 1, a + 2, a + 3, b)) return;
        a += step;
        if (run_step(t, 2, K, a, a + 1, a + 2, a + 3, b + COLS)) return;
        a += step;
        if (run_step(t, 3, K, a, a + 1, a + 2, a + 3, b + 2 * COLS)) return;
        a += step;
        if (run_step(t, 4, K, a, a + 1, a + 2, a + 3, b + 3 * COLS)) return;
        a += step;
        b += 4 * COLS;
    }
}

/* Any strides, and fewer than 4 rows. */
SP_INLINE void run_any(sp_tile *t, size_t K, const float *a, const float *a1, const float *a2,
                       const float *a3, size_t step, const float *b)
{
    for (; K > 0; K--) {
        sp_tile_step(t, false, a, a1, a2, a3, sp_load(b), sp_load(b + 4));
        a += step, a1 += step, a2 += step, a3 += step;
        b += COLS;
    }
}

/* ---- rows ------------------------------------------------------------------------------ */

/* Made for the two good ways in which A can lie, M being a multiple of 4. */
SP_INLINE void multiply(bool by_rows, bool accumulate, size_t M, size_t N, size_t K,
                        sp_matrix A, const float *panels, sp_output c)
{
    for (size_t i = 0; i < M; i += ROWS) {
        const float *a = A.p + i * A.row, *b = panels;
        float *p = c.p + i * c.row;

        for (size_t left = N; left > 0; b += COLS * K) {
            if (left < COLS) { /* as sp_panel_begin says */
                const size_t back = N - left - sp_panel_begin(N - left, N, accumulate);
                p -= back * c.col;
                left += back;
            }
            sp_tile t = accumulate ? tile_load(c, p, left) : sp_tile_zero();
            if (by_rows) {
                run_rows(&t, K, a, a + A.row, a + 2 * A.row, a + 3 * A.row, b);
            } else {
                run_columns(&t, K, a, A.col, b);
            }
            tile_store(c, p, left, t);
            p += COLS * c.col;
            left -= at_most(left, COLS);
        }
    }
}

SP_APART void set_by_rows(size_t M, size_t N, size_t K, sp_matrix A, const float *b,
                          sp_output c)
{
    multiply(true, false, M, N, K, A, b, c);
}

SP_APART void add_by_rows(size_t M, size_t N, size_t K, sp_matrix A, const float *b,
                          sp_output c)
{
    multiply(true, true, M, N, K, A, b, c);
}

SP_APART void set_by_columns(size_t M, size_t N, size_t K, sp_matrix A, const float *b,
                             sp_output c)
{
    multiply(false, false, M, N, K, A, b, c);
}

SP_APART void add_by_columns(size_t M, size_t N, size_t K, sp_matrix A, const float *b,
                             sp_output c)
{
    multiply(false, true, M, N, K, A, b, c);
}

static void multiply_any(size_t M, size_t N, size_t K, sp_matrix A, const float *panels,
                         sp_output c)
{
    for (size_t i = 0; i < M; i += ROWS) {
        const size_t m = at_most(M - i, ROWS);
        const float *a = A.p + i * A.row; /* missing rows repeat the last, and are not stored */
        const float *a1 = a + (m > 1 ? A.row : 0);
        const float *a2 = m > 2 ? a + 2 * A.row : a1;
        const float *a3 = m > 3 ? a + 3 * A.row : a2;

        for (size_t j = 0; j < N; j += COLS) {
            const size_t to = sp_panel_begin(j, N, c.accumulate), n = at_most(N - to, COLS);
            float *p = c.p + i * c.row + to * c.col;
            sp_tile edge = sp_tile_zero();
            if (c.accumulate) load_part(&edge, p, c.row, c.col, m, n);
            sp_tile t = edge;
            run_any(&t, K, a, a1, a2, a3, A.col, panels + j * K);
            edge = t;
            store_part(&edge, p, c.row, c.col, m, n);
        }
    }
}

/* The rows from r on. */
static sp_matrix matrix_from(sp_matrix A, size_t r)
{
    return (sp_matrix){A.p + r * A.row, A.row, A.col};
}

static sp_output output_from(sp_output c, size_t r)
{
    return (sp_output){c.p + r * c.row, c.row, c.col, c.accumulate};
}

typedef void block_fn(size_t M, size_t N, size_t K, sp_matrix A, const float *b, sp_output c);

void sp_gemm_block(size_t M, size_t N, size_t K, sp_matrix A, const float *panels, sp_output c)
{
    block_fn *const set = A.col == 1 ? set_by_rows : set_by_columns;
    block_fn *const add = A.col == 1 ? add_by_rows : add_by_columns;
    const size_t whole = A.col == 1 || A.row == 1 ? M / ROWS * ROWS : 0;

    (c.accumulate ? add : set)(whole, N, K, A, panels, c);
    if (whole == M) return;
    if (whole > 0 && !c.accumulate) { /* reach back, like the last panel */
        set(ROWS, N, K, matrix_from(A, M - ROWS), panels, output_from(c, M - ROWS));
    } else {
        multiply_any(M - whole, N, K, matrix_from(A, whole), panels, output_from(c, whole));
    }
}
