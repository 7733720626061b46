/* gemm for products with some size in every dimension: 4 x 8 tiles of C, the 8 columns of B
 * copied into a panel (K rows of 8, next to each other), A read where it is. Thin products,
 * where the copying would cost more than it saves, are in gemm_thin.c.
 *
 * Every element is ((c + a0 b0) + a1 b1) + ..., where c is the old value when accumulating and
 * 0 otherwise; so neither the tiles nor a swap of the operands changes the result. */
#include "tensor/gemm.h"
#include "tensor/gemm_thin.h"
#include "tensor/tile.h"

enum { ROWS = SP_TILE_ROWS, COLS = SP_TILE_COLS };

/* How many panels of B are packed at a time; while 4 rows of A pass through all of them, these
 * rows stay in the first cache. */
enum { PANELS = 4 };

/* ---- packing ------------------------------------------------------------------------------
 */

/* Four columns of B, `n` of them real, into out[k * COLS + 0..3]. */
SP_INLINE void pack_columns(size_t K, sp_matrix b, size_t n, float *out)
{
    size_t k = 0;

    if (b.row == 1) {
        for (; k + 4 <= K; k += 4) {
            f32x4 v[4];
#pragma GCC unroll 4
            for (size_t j = 0; j < 4; j++)
                v[j] = j < n ? sp_load(b.p + j * b.col + k) : (f32x4){0};
            sp_transpose4(v);
#pragma GCC unroll 4
            for (size_t j = 0; j < 4; j++) sp_store(out + (k + j) * COLS, v[j]);
        }
    }
    for (; k < K; k++) sp_store(out + k * COLS, sp_load_part(b.p + k * b.row, b.col, n));
}

/* The columns j .. j + n - 1 of B, n <= 8, as a panel; zeros fill it up to 8. */
static void pack_panel(size_t K, sp_matrix B, size_t j, size_t n, float *out)
{
    const sp_matrix left = {B.p + j * B.col, B.row, B.col};

    if (n == COLS && B.col == 1) {
        for (size_t k = 0; k < K; k++) {
            sp_store(out + k * COLS, sp_load(left.p + k * B.row));
            sp_store(out + k * COLS + 4, sp_load(left.p + k * B.row + 4));
        }
        return;
    }
    if (n >= 4) {
        const sp_matrix right = {left.p + 4 * B.col, B.row, B.col};
        pack_columns(K, left, 4, out);
        pack_columns(K, right, n - 4, out + 4);
    } else {
        pack_columns(K, left, n, out);
        for (size_t k = 0; k < K; k++) sp_store(out + k * COLS + 4, (f32x4){0});
    }
}

/* ---- tiles --------------------------------------------------------------------------------
 */

typedef struct target {
    float *p;
    size_t row, col;
    size_t m, n; /* how much of the tile is inside C */
} target;

/* The old value of a tile of C. */
static sp_tile tile_load(target c)
{
    sp_tile t = sp_tile_zero();

    if (c.row == 1 && c.m == ROWS) {
        for (size_t j = 0; j < 4; j++) {
            if (j < c.n) t.l[j] = sp_load(c.p + j * c.col);
            if (j + 4 < c.n) t.r[j] = sp_load(c.p + (j + 4) * c.col);
        }
        sp_transpose4(t.l);
        sp_transpose4(t.r);
        return t;
    }
    for (size_t i = 0; i < c.m; i++) {
        const float *p = c.p + i * c.row;
        t.l[i] = sp_load_part(p, c.col, c.n < 4 ? c.n : 4);
        t.r[i] = sp_load_part(p + 4 * c.col, c.col, c.n < 4 ? 0 : c.n - 4);
    }
    return t;
}

/* A part of a tile, or a C that has gaps both ways. (Apart and by pointer: the registers of
 * tile_multiply must not be indexed by a variable.) */
static void tile_store_part(target c, const sp_tile *t)
{
    for (size_t i = 0; i < c.m; i++) {
        float *p = c.p + i * c.row;
        sp_store_part(p, c.col, t->l[i], c.n < 4 ? c.n : 4);
        sp_store_part(p + 4 * c.col, c.col, t->r[i], c.n < 4 ? 0 : c.n - 4);
    }
}

/* Writes whole vectors where C is contiguous along its rows or along its columns. */
SP_INLINE void tile_store(target c, sp_tile t)
{
    if (c.col == 1 && c.m == ROWS && c.n == COLS) {
#pragma GCC unroll 4
        for (size_t i = 0; i < 4; i++) {
            sp_store(c.p + i * c.row, t.l[i]);
            sp_store(c.p + i * c.row + 4, t.r[i]);
        }
    } else if (c.row == 1 && c.m == ROWS) {
        sp_transpose4(t.l);
        sp_transpose4(t.r);
#pragma GCC unroll 4
        for (size_t j = 0; j < 4; j++) {
            if (j < c.n) sp_store(c.p + j * c.col, t.l[j]);
            if (j + 4 < c.n) sp_store(c.p + (j + 4) * c.col, t.r[j]);
        }
    } else {
        const sp_tile copy = t;
        tile_store_part(c, &copy);
    }
}

/* t += 4 rows of A times the panel b; the rows begin at a + r[0..3], their elements lie `step`
 * apart. Inlined with constants where the strides are known. */
SP_INLINE void tile_run(sp_tile *t, size_t K, const float *a, size_t r1, size_t r2, size_t r3,
                        size_t step, const float *b)
{
    const float *a1 = a + r1, *a2 = a + r2, *a3 = a + r3;
    size_t k = 0;

    for (; k + 4 <= K; k += 4) {
#pragma GCC unroll 4
        for (size_t u = 0; u < 4; u++) {
            sp_tile_step(t, a[u * step], a1[u * step], a2[u * step], a3[u * step],
                         sp_load(b + u * COLS), sp_load(b + u * COLS + 4));
        }
        a += 4 * step, a1 += 4 * step, a2 += 4 * step, a3 += 4 * step;
        b += 4 * COLS;
    }
    for (; k < K; k++) {
        sp_tile_step(t, *a, *a1, *a2, *a3, sp_load(b), sp_load(b + 4));
        a += step, a1 += step, a2 += step, a3 += step;
        b += COLS;
    }
}

/* The tile of C at `c`: rows a .. a + c.m - 1 of A times the panel b. Missing rows repeat the
 * last one and are not stored. */
static void tile_multiply(size_t K, sp_matrix A, const float *a, const float *b, target c,
                          bool accumulate)
{
    const size_t r1 = c.m > 1 ? A.row : 0;
    const size_t r2 = c.m > 2 ? 2 * A.row : r1;
    const size_t r3 = c.m > 3 ? 3 * A.row : r2;
    sp_tile t = accumulate ? tile_load(c) : sp_tile_zero();

    if (A.col == 1) {
        tile_run(&t, K, a, r1, r2, r3, 1, b);
    } else if (A.row == 1 && c.m == ROWS) {
        tile_run(&t, K, a, 1, 2, 3, A.col, b);
    } else {
        tile_run(&t, K, a, r1, r2, r3, A.col, b);
    }
    tile_store(c, t);
}

static size_t at_most(size_t a, size_t bound)
{
    return a < bound ? a : bound;
}

static void multiply(size_t M, size_t N, size_t K, sp_matrix A, sp_matrix B, float *c,
                     size_t c_row, size_t c_col, bool accumulate, float *scratch)
{
    for (size_t group = 0; group < N; group += PANELS * COLS) {
        const size_t end = at_most(N, group + PANELS * COLS);

        for (size_t j = group; j < end; j += COLS)
            pack_panel(K, B, j, at_most(N - j, COLS), scratch + (j - group) * K);
        for (size_t i = 0; i < M; i += ROWS) {
            for (size_t j = group; j < end; j += COLS) {
                const target tile = {c + i * c_row + j * c_col, c_row, c_col,
                                     at_most(M - i, ROWS), at_most(N - j, COLS)};
                tile_multiply(K, A, A.p + i * A.row, scratch + (j - group) * K, tile,
                              accumulate);
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
        multiply(M, N, K, A, B, c, c_row, c_col, accumulate, scratch);
    } else {
        multiply(N, M, K, Bt, At, c, c_col, c_row, accumulate, scratch);
    }
}

size_t sp_gemm_scratch(size_t M, size_t N, size_t K)
{
    const size_t columns = (M > N ? M : N) + COLS - 1;

    return at_most(columns / COLS, PANELS) * COLS * K;
}
