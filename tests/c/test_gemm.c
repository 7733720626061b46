/* Products of matrices against three loops in double, over all small sizes and ways in which
 * the operands can lie in memory. What must not be written is guarded by a pattern. */
#include "tensor/gemm.h"

#include "bits.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>

#include <cmocka.h>

/* How a matrix lies in memory: along its rows, along its columns, with gaps in both directions.
 */
enum { ROW_MAJOR, COLUMN_MAJOR, GAPS, LAYOUTS };

typedef struct strided {
    size_t row, col, size;
} strided;

static strided lay(int layout, size_t rows, size_t cols)
{
    if (layout == ROW_MAJOR) return (strided){cols, 1, rows * cols};
    if (layout == COLUMN_MAJOR) return (strided){1, rows, rows * cols};
    return (strided){2 * cols + 3, 2, rows * (2 * cols + 3)};
}

static const float GUARD = 12345.0f;

/* One product, checked element by element; `layout` of A, B and C. */
static void check(size_t M, size_t N, size_t K, const int layout[3], bool accumulate)
{
    const strided la = lay(layout[0], M, K), lb = lay(layout[1], K, N);
    const strided lc = lay(layout[2], M, N);
    const size_t scratch_size = sp_gemm_scratch(M, N, K);
    float *a = malloc(la.size * sizeof *a), *b = malloc(lb.size * sizeof *b);
    float *c = malloc((lc.size + 1) * sizeof *c), *old = malloc(lc.size * sizeof *old);
    float *scratch = aligned_alloc(64, (scratch_size + 1 + 15) / 16 * 64);
    unsigned char *inside = calloc(lc.size, 1);

    assert_true(a && b && c && old && scratch && inside);
    fill(a, la.size, 1);
    fill(b, lb.size, 2);
    fill(old, lc.size, 3);
    memcpy(c, old, lc.size * sizeof *c);
    c[lc.size] = scratch[scratch_size] = GUARD;

    sp_gemm(M, N, K, (sp_matrix){a, la.row, la.col}, (sp_matrix){b, lb.row, lb.col}, c, lc.row,
            lc.col, accumulate, scratch);

    for (size_t i = 0; i < M; i++) {
        for (size_t j = 0; j < N; j++) {
            const size_t at = i * lc.row + j * lc.col;
            double want = accumulate ? (double)old[at] : 0.0;
            for (size_t k = 0; k < K; k++)
                want += (double)a[i * la.row + k * la.col] * (double)b[k * lb.row + j * lb.col];
            inside[at] = 1;
            if (fabs((double)c[at] - want) > 1e-7 * (double)(K + 1)) {
                fail_msg("%zu x %zu x %zu, layouts %d %d %d: (%zu, %zu) is %g, not %g", M, N, K,
                         layout[0], layout[1], layout[2], i, j, (double)c[at], want);
            }
        }
    }
    for (size_t at = 0; at < lc.size; at++) assert_true(inside[at] || c[at] == old[at]);
    assert_true(c[lc.size] == GUARD && scratch[scratch_size] == GUARD);
    free(a), free(b), free(c), free(old), free(scratch), free(inside);
}

static void check_layouts(size_t M, size_t N, size_t K)
{
    for (int n = 0; n < LAYOUTS * LAYOUTS * LAYOUTS; n++) {
        const int layout[3] = {n % LAYOUTS, n / LAYOUTS % LAYOUTS, n / LAYOUTS / LAYOUTS};
        check(M, N, K, layout, false);
        check(M, N, K, layout, true);
    }
}

static void all_small_sizes(void **state)
{
    (void)state;
    for (size_t M = 1; M <= 17; M++) {
        for (size_t N = 1; N <= 17; N++) {
            for (size_t K = 1; K <= 17; K += K < 6 ? 1 : 3) check_layouts(M, N, K);
        }
    }
}

static void sizes_of_nets(void **state)
{
    static const size_t sizes[][3] = {
        {1, 128, 784}, {2, 128, 784},  {3, 10, 128},  {8, 32, 64},
        {32, 10, 128}, {32, 128, 784}, {33, 67, 130}, {128, 784, 32},
        {128, 784, 1}, {1, 784, 128},  {5, 41, 300},  {100, 36, 7},
        {19, 100, 1},  {33, 64, 1},    {10, 128, 32}, {129, 1, 33}};

    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++)
        check_layouts(sizes[i][0], sizes[i][1], sizes[i][2]);
}

/* Where no side is small, an element is the old value plus its terms for k = 0, 1, ..., one
 * after another, however the product is cut into tiles. */
static void order_of_summation_is_the_plain_one(void **state)
{
    enum { M = 37, N = 29, K = 83 };
    static float a[M * K], b[K * N], c[M * N], want[M * N];
    static float scratch[64 * K];

    (void)state;
    assert_true(sp_gemm_scratch(M, N, K) <= sizeof scratch / sizeof *scratch);
    fill(a, M * K, 4);
    fill(b, K * N, 5);
    fill(want, M * N, 6);
    memcpy(c, want, sizeof c);
    for (size_t i = 0; i < M; i++) {
        for (size_t j = 0; j < N; j++) {
            for (size_t k = 0; k < K; k++) want[i * N + j] += a[i * K + k] * b[k * N + j];
        }
    }
    sp_gemm(M, N, K, (sp_matrix){a, K, 1}, (sp_matrix){b, N, 1}, c, N, 1, true, scratch);
    assert_memory_equal(c, want, sizeof c);
}

/* Forward, both backward products, and thin ones; the same hash in every build. */
static void bits_are_the_same_everywhere(void **state)
{
    enum { I = 75, O = 21, MOST = 33 };
    static float x[MOST * I], w[O * I], y[MOST * O], dx[MOST * I], dw[O * I];
    static float scratch[128 * I];
    uint64_t hash = HASH_START;

    (void)state;
    for (size_t B = 1; B <= MOST; B += B < 6 ? 1 : 27) {
        fill(x, B * I, B);
        fill(w, O * I, 99);
        sp_gemm(B, O, I, (sp_matrix){x, I, 1}, (sp_matrix){w, 1, I}, y, O, 1, false, scratch);
        sp_gemm(O, I, B, (sp_matrix){y, 1, O}, (sp_matrix){x, I, 1}, dw, I, 1, false, scratch);
        sp_gemm(B, I, O, (sp_matrix){y, O, 1}, (sp_matrix){w, I, 1}, dx, I, 1, false, scratch);
        hash = hash_floats(hash, y, B * O);
        hash = hash_floats(hash, dw, O * I);
        hash = hash_floats(hash, dx, B * I);
    }
    print_message("hash of products: %016llx\n", (unsigned long long)hash);
    assert_true(hash == 0xc1eb1e440ec7bbc4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_small_sizes),
        cmocka_unit_test(sizes_of_nets),
        cmocka_unit_test(order_of_summation_is_the_plain_one),
        cmocka_unit_test(bits_are_the_same_everywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
