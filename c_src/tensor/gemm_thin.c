/* Thin products. Two cases:
 *  mix   rows of B contiguous: a row of C is the sum over k of a_k times row k of B, in the
 *        order of k, from the old value on when accumulating;
 *  dots  columns of B contiguous: an element of C is a dot product, summed in eight lanes,
 *        lane l taking k = l, l + 8, ...; then lane l + 4 is added to lane l, then the four as
 *        sp_sum4 does, then the last K mod 4 terms in their order; when accumulating, the old
 *        value of C is added at the end. */
#include "tensor/gemm_thin.h"
#include "tensor/tile.h"

/* Up to these sizes the general way is slower (measured). */
enum { MAX_ROWS = 5, MAX_TERMS = 4 };

enum { SHORT = 256 }; /* numbers in a row */

/* ---- mix ------------------------------------------------------------------------------- */

/* T <= 4 rows of B, `row` apart, and their factors, `step` apart. */
typedef struct terms {
    const float *a, *b;
    size_t step, row;
} terms;

/* c = (fresh ? 0 : c) + a[0] b[0] + a[1] b[1] + ..., one after another, along n elements. */
SP_INLINE void mix(size_t T, terms m, size_t n, float *c, bool fresh)
{
    const f32x4 zero = {0};
    const float *b0 = m.b, *b1 = b0, *b2 = b0, *b3 = b0;
    f32x4 s0 = sp_splat(m.a[0]), s1 = s0, s2 = s0, s3 = s0;

    if (T > 1) s1 = sp_splat(m.a[m.step]), b1 = b0 + m.row;
    if (T > 2) s2 = sp_splat(m.a[2 * m.step]), b2 = b1 + m.row;
    if (T > 3) s3 = sp_splat(m.a[3 * m.step]), b3 = b2 + m.row;

    for (; n >= 16; n -= 16) {
#pragma GCC unroll 4
        for (size_t u = 0; u < 16; u += 4) {
            f32x4 v = fresh ? zero : sp_load(c + u);
            v += s0 * sp_load(b0 + u);
            if (T > 1) v += s1 * sp_load(b1 + u);
            if (T > 2) v += s2 * sp_load(b2 + u);
            if (T > 3) v += s3 * sp_load(b3 + u);
            sp_store(c + u, v);
        }
        b0 += 16, b1 += 16, b2 += 16, b3 += 16;
        c += 16;
    }
    for (; n >= 4; n -= 4) {
        f32x4 v = fresh ? zero : sp_load(c);
        v += s0 * sp_load(b0);
        if (T > 1) v += s1 * sp_load(b1);
        if (T > 2) v += s2 * sp_load(b2);
        if (T > 3) v += s3 * sp_load(b3);
        sp_store(c, v);
        b0 += 4, b1 += 4, b2 += 4, b3 += 4;
        c += 4;
    }
    for (; n > 0; n--, c++) {
        float v = fresh ? 0 : *c;
        v += s0[0] * *b0++;
        if (T > 1) v += s1[0] * *b1++;
        if (T > 2) v += s2[0] * *b2++;
        if (T > 3) v += s3[0] * *b3++;
        *c = v;
    }
}

/* Up to three terms for M rows, whose factors are a_row apart: in one call, which would take as
 * long as a short row. */
SP_INLINE void mix_rows(size_t T, terms m, size_t M, size_t a_row, size_t n, float *c,
                        size_t c_row, bool fresh)
{
    for (; M > 0; M--, m.a += a_row, c += c_row) mix(T, m, n, c, fresh);
}

/* Two rows of one term, written anew, n being a multiple of 16. */
SP_INLINE void mix_two(terms m, size_t a_row, size_t n, float *c, size_t c_row)
{
    const f32x4 zero = {0}, s = sp_splat(m.a[0]), t = sp_splat(m.a[a_row]);
    const float *b = m.b;
    float *d = c + c_row;

    for (; n > 0; n -= 16, b += 16, c += 16, d += 16) {
#pragma GCC unroll 4
        for (size_t u = 0; u < 16; u += 4) {
            const f32x4 v = sp_load(b + u);
            sp_store(c + u, zero + s * v);
            sp_store(d + u, zero + t * v);
        }
    }
}

/* One short row has hardly more work than its loop, so two at a time; long ones are faster in
 * the order of memory. */
SP_APART void mix_1(terms m, size_t M, size_t a_row, size_t n, float *c, size_t c_row,
                    bool fresh)
{
    if (fresh && n <= SHORT && n % 16 == 0) {
        for (; M >= 2; M -= 2, m.a += 2 * a_row, c += 2 * c_row) mix_two(m, a_row, n, c, c_row);
    }
    mix_rows(1, m, M, a_row, n, c, c_row, fresh);
}

SP_APART void mix_2(terms m, size_t M, size_t a_row, size_t n, float *c, size_t c_row,
                    bool fresh)
{
    mix_rows(2, m, M, a_row, n, c, c_row, fresh);
}

SP_APART void mix_3(terms m, size_t M, size_t a_row, size_t n, float *c, size_t c_row,
                    bool fresh)
{
    mix_rows(3, m, M, a_row, n, c, c_row, fresh);
}

SP_APART void mix_4(terms m, size_t n, float *c)
{
    mix(4, m, n, c, false);
}

SP_APART void mix_4_fresh(terms m, size_t n, float *c)
{
    mix(4, m, n, c, true);
}

/* M rows of C. */
static void mix_all(size_t M, size_t N, size_t K, terms m, size_t a_row, float *c, size_t c_row,
                    bool accumulate)
{
    for (; K >= 4; K -= 4) {
        terms row = m;
        for (size_t i = 0; i < M; i++, row.a += a_row) {
            if (accumulate) {
                mix_4(row, N, c + i * c_row);
            } else {
                mix_4_fresh(row, N, c + i * c_row);
            }
        }
        accumulate = true;
        m.a += 4 * m.step;
        m.b += 4 * m.row;
    }
    if (K == 1) mix_1(m, M, a_row, N, c, c_row, !accumulate);
    if (K == 2) mix_2(m, M, a_row, N, c, c_row, !accumulate);
    if (K == 3) mix_3(m, M, a_row, N, c, c_row, !accumulate);
}

/* ---- dots ------------------------------------------------------------------------------ *
 * K >= 1. The loops may end in their middle; asking for it also keeps compilers from loading
 * both halves first, for which there are not enough registers. */

/* A dot product from its lanes, and the rest of its terms from `done` on. */
SP_INLINE float total(f32x4 low, f32x4 high, const float *x, const float *y, size_t K)
{
    const size_t done = K / 4 * 4, rest = K % 4;
    float sum = sp_sum4(low + high);

    if (rest > 0) sum += x[done] * y[done];
    if (rest > 1) sum += x[done + 1] * y[done + 1];
    if (rest > 2) sum += x[done + 2] * y[done + 2];
    return sum;
}

SP_APART float dot(size_t K, const float *x, const float *y)
{
    f32x4 low = {0}, high = {0};
    size_t k = 0;

    for (; k + 8 <= K; k += 8) {
        low += sp_load(x + k) * sp_load(y + k);
        high += sp_load(x + k + 4) * sp_load(y + k + 4);
    }
    if (k + 4 <= K) low += sp_load(x + k) * sp_load(y + k);
    return total(low, high, x, y, K);
}

/* s += four numbers of p times four of each q, `at` floats behind the pointers. */
SP_INLINE void step_1x4(f32x4 s[4], size_t at, const float *p, const float *q0, const float *q1,
                        const float *q2, const float *q3)
{
    const f32x4 a = sp_load(p + at);

    s[0] += a * sp_load(q0 + at);
    s[1] += a * sp_load(q1 + at);
    s[2] += a * sp_load(q2 + at);
    s[3] += a * sp_load(q3 + at);
}

/* One row with four columns, `col` apart: eight chains of additions fill the units. */
SP_APART void dots_1x4(size_t K, const float *x, const float *y, size_t col, float out[4])
{
    const float *p = x, *q0 = y, *q1 = q0 + col, *q2 = q1 + col, *q3 = q2 + col;
    const f32x4 zero = {0};
    f32x4 low[4] = {zero, zero, zero, zero}, high[4] = {zero, zero, zero, zero};

    for (size_t n = K / 4; n > 0; n -= 4) {
        step_1x4(low, 0, p, q0, q1, q2, q3);
        if (n == 1) break;
        step_1x4(high, 4, p, q0, q1, q2, q3);
        if (n == 2) break;
        step_1x4(low, 8, p, q0, q1, q2, q3);
        if (n == 3) break;
        step_1x4(high, 12, p, q0, q1, q2, q3);
        p += 16, q0 += 16, q1 += 16, q2 += 16, q3 += 16;
        if (n == 4) break;
    }
    /* The same as `total` does, for the four at once. */
    f32x4 s[4] = {low[0] + high[0], low[1] + high[1], low[2] + high[2], low[3] + high[3]};
    sp_transpose4(s);
    f32x4 sum = (s[0] + s[2]) + (s[1] + s[3]);
    for (size_t k = K / 4 * 4; k < K; k++)
        sum += x[k] * (f32x4){y[k], y[k + col], y[k + 2 * col], y[k + 3 * col]};
    sp_store(out, sum);
}

/* s += four numbers of each p times four of each q: (0, 0), (0, 1), (1, 0), (1, 1). */
SP_INLINE void step_2x2(f32x4 s[4], size_t at, const float *p0, const float *p1,
                        const float *q0, const float *q1)
{
    const f32x4 a = sp_load(p0 + at), b = sp_load(p1 + at);
    const f32x4 c = sp_load(q0 + at), d = sp_load(q1 + at);

    s[0] += a * c;
    s[1] += a * d;
    s[2] += b * c;
    s[3] += b * d;
}

/* Two rows with two columns. */
SP_APART void dots_2x2(size_t K, const float *x, size_t row, const float *y, size_t col,
                       float out[4])
{
    const float *p0 = x, *p1 = x + row, *q0 = y, *q1 = y + col;
    const f32x4 zero = {0};
    f32x4 low[4] = {zero, zero, zero, zero}, high[4] = {zero, zero, zero, zero};

    for (size_t n = K / 4; n > 0; n -= 2) {
        step_2x2(low, 0, p0, p1, q0, q1);
        if (n == 1) break;
        step_2x2(high, 4, p0, p1, q0, q1);
        p0 += 8, p1 += 8, q0 += 8, q1 += 8;
        if (n == 2) break;
    }
    out[0] = total(low[0], high[0], x, y, K);
    out[1] = total(low[1], high[1], x, y + col, K);
    out[2] = total(low[2], high[2], x + row, y, K);
    out[3] = total(low[3], high[3], x + row, y + col, K);
}

static void put(float *c, float value, bool accumulate)
{
    *c = accumulate ? *c + value : value;
}

static void dots_row(size_t N, size_t K, const float *a, sp_matrix B, float *c, size_t c_col,
                     bool accumulate)
{
    size_t j = 0;

    for (; j + 4 <= N; j += 4) {
        float v[4];
        dots_1x4(K, a, B.p + j * B.col, B.col, v);
        for (size_t i = 0; i < 4; i++) put(c + (j + i) * c_col, v[i], accumulate);
    }
    for (; j < N; j++) put(c + j * c_col, dot(K, a, B.p + j * B.col), accumulate);
}

static void dots_two_rows(size_t N, size_t K, const float *a, size_t a_row, sp_matrix B,
                          float *c, size_t c_row, size_t c_col, bool accumulate)
{
    size_t j = 0;

    for (; j + 2 <= N; j += 2) {
        float v[4];
        dots_2x2(K, a, a_row, B.p + j * B.col, B.col, v);
        put(c + j * c_col, v[0], accumulate);
        put(c + (j + 1) * c_col, v[1], accumulate);
        put(c + c_row + j * c_col, v[2], accumulate);
        put(c + c_row + (j + 1) * c_col, v[3], accumulate);
    }
    for (; j < N; j++) {
        put(c + j * c_col, dot(K, a, B.p + j * B.col), accumulate);
        put(c + c_row + j * c_col, dot(K, a + a_row, B.p + j * B.col), accumulate);
    }
}

/* ---- choice ---------------------------------------------------------------------------- */

bool sp_gemm_thin(size_t M, size_t N, size_t K, sp_matrix A, sp_matrix B, float *c,
                  size_t c_row, size_t c_col, bool accumulate)
{
    if ((M <= MAX_ROWS || K <= MAX_TERMS) && B.col == 1 && c_col == 1) {
        mix_all(M, N, K, (terms){A.p, B.p, A.col, B.row}, A.row, c, c_row, accumulate);
        return true;
    }
    if (M <= MAX_ROWS && B.row == 1 && A.col == 1) {
        size_t i = 0;
        for (; i + 2 <= M; i += 2)
            dots_two_rows(N, K, A.p + i * A.row, A.row, B, c + i * c_row, c_row, c_col,
                          accumulate);
        if (i < M) dots_row(N, K, A.p + i * A.row, B, c + i * c_row, c_col, accumulate);
        return true;
    }
    return false;
}
