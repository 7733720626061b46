/* Thin products. Three cases:
 *  outer   K = 1:                  C = a b', one row after another
 *  mix     rows of B contiguous:   C = sum over k of a_k times row k of B, in the order of k
 *  dots    columns of B contiguous: each element a dot product; it is summed in four lanes,
 *          lane l taking k = l, l + 4, ..., then (0 + 2) + (1 + 3), then the last K mod 4
 * terms, and at the end the old value of C is added when accumulating. */
#include "tensor/gemm_thin.h"
#include "tensor/tile.h"

enum { MAX_ROWS = 3 };

/* One row of C: c += or = a0 b0, along n elements. */
static void outer_row(size_t n, float a, const float *b, float *c, bool accumulate)
{
    const f32x4 s = sp_splat(a);
    size_t j = 0;

    if (accumulate) {
        for (; j + 4 <= n; j += 4) sp_store(c + j, sp_load(c + j) + s * sp_load(b + j));
        for (; j < n; j++) c[j] += a * b[j];
    } else {
        for (; j + 4 <= n; j += 4) sp_store(c + j, s * sp_load(b + j));
        for (; j < n; j++) c[j] = a * b[j];
    }
}

/* c += a0 b0 + a1 b1 + a2 b2 + a3 b3, added one after another; from 0 when `fresh`. */
SP_INLINE void mix4(size_t n, const float a[4], const float *b, size_t row, float *c,
                    bool fresh)
{
    const f32x4 s0 = sp_splat(a[0]), s1 = sp_splat(a[1]);
    const f32x4 s2 = sp_splat(a[2]), s3 = sp_splat(a[3]);
    const float *b1 = b + row, *b2 = b + 2 * row, *b3 = b + 3 * row;
    size_t j = 0;

    for (; j + 4 <= n; j += 4) {
        f32x4 v = fresh ? (f32x4){0} : sp_load(c + j);
        v += s0 * sp_load(b + j);
        v += s1 * sp_load(b1 + j);
        v += s2 * sp_load(b2 + j);
        v += s3 * sp_load(b3 + j);
        sp_store(c + j, v);
    }
    for (; j < n; j++) {
        float v = fresh ? 0.0f : c[j];
        v += a[0] * b[j];
        v += a[1] * b1[j];
        v += a[2] * b2[j];
        v += a[3] * b3[j];
        c[j] = v;
    }
}

static void mix_row(size_t N, size_t K, const float *a, size_t a_col, sp_matrix B, float *c,
                    bool accumulate)
{
    size_t k = 0;

    for (; k + 4 <= K; k += 4) {
        const float *p = a + k * a_col;
        const float s[4] = {p[0], p[a_col], p[2 * a_col], p[3 * a_col]};
        if (k > 0 || accumulate) {
            mix4(N, s, B.p + k * B.row, B.row, c, false);
        } else {
            mix4(N, s, B.p, B.row, c, true);
        }
    }
    for (; k < K; k++) outer_row(N, a[k * a_col], B.p + k * B.row, c, k > 0 || accumulate);
}

/* R dot products of rows of A with Q columns of B. */
SP_INLINE void dots(size_t R, size_t Q, size_t K, const float *a, size_t a_row, const float *b,
                    size_t b_col, float *c, size_t c_row, size_t c_col, bool accumulate)
{
    f32x4 sum[MAX_ROWS][4];
    size_t k = 0;

#pragma GCC unroll 3
    for (size_t i = 0; i < R; i++) {
#pragma GCC unroll 4
        for (size_t j = 0; j < Q; j++) sum[i][j] = (f32x4){0};
    }
    for (; k + 4 <= K; k += 4) {
#pragma GCC unroll 4
        for (size_t j = 0; j < Q; j++) {
            const f32x4 v = sp_load(b + j * b_col + k);
#pragma GCC unroll 3
            for (size_t i = 0; i < R; i++) sum[i][j] += sp_load(a + i * a_row + k) * v;
        }
    }
#pragma GCC unroll 3
    for (size_t i = 0; i < R; i++) {
#pragma GCC unroll 4
        for (size_t j = 0; j < Q; j++) {
            float s = sp_sum4(sum[i][j]);
            for (size_t t = k; t < K; t++) s += a[i * a_row + t] * b[j * b_col + t];
            float *out = c + i * c_row + j * c_col;
            *out = accumulate ? *out + s : s;
        }
    }
}

/* All columns of C for R rows, four columns at a time. */
SP_INLINE void dot_rows(size_t R, size_t N, size_t K, sp_matrix A, sp_matrix B, float *c,
                        size_t c_row, size_t c_col, bool accumulate)
{
    size_t j = 0;

    for (; j + 4 <= N; j += 4)
        dots(R, 4, K, A.p, A.row, B.p + j * B.col, B.col, c + j * c_col, c_row, c_col,
             accumulate);
    for (; j < N; j++)
        dots(R, 1, K, A.p, A.row, B.p + j * B.col, B.col, c + j * c_col, c_row, c_col,
             accumulate);
}

bool sp_gemm_thin(size_t M, size_t N, size_t K, sp_matrix A, sp_matrix B, float *c,
                  size_t c_row, size_t c_col, bool accumulate)
{
    if (K == 1 && B.col == 1 && c_col == 1) {
        for (size_t i = 0; i < M; i++)
            outer_row(N, A.p[i * A.row], B.p, c + i * c_row, accumulate);
        return true;
    }
    if (M > MAX_ROWS) return false;
    if (B.col == 1 && c_col == 1) {
        for (size_t i = 0; i < M; i++)
            mix_row(N, K, A.p + i * A.row, A.col, B, c + i * c_row, accumulate);
        return true;
    }
    if (B.row == 1 && A.col == 1) {
        if (M == 1) dot_rows(1, N, K, A, B, c, c_row, c_col, accumulate);
        if (M == 2) dot_rows(2, N, K, A, B, c, c_row, c_col, accumulate);
        if (M == 3) dot_rows(3, N, K, A, B, c, c_row, c_col, accumulate);
        return true;
    }
    return false;
}
