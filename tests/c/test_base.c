/* Base: texts, hashes, random numbers, arenas, parameters. Reference values from outside: the
 * PCG32 demo program of pcg-random.org, the FNV test suite of Landon Curt Noll. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/hash.h"
#include "base/kind.h"
#include "base/memory.h"
#include "base/rng.h"

static void expect_text(const char *wanted, double value)
{
    char text[40];
    sp_format(text, sizeof text, "%g", value);
    assert_string_equal(text, wanted);
}

static void numbers_as_text(void **state)
{
    (void)state;
    expect_text("0", 0);
    expect_text("1", 1);
    expect_text("-12.5", -12.5);
    expect_text("0.001", 0.001);
    expect_text("1e-8", 1e-8);
    expect_text("100", 100);
    expect_text("1e+20", 1e20);
    expect_text("3.14159", 3.14159265);
    expect_text("10", 9.9999999);
    expect_text("NaN", 0.0 / 0.0);
    expect_text("-infinity", -1.0 / 0.0);
}

static void errors_are_cut_not_overrun(void **state)
{
    (void)state;
    char path[300];
    memset(path, 'p', sizeof path - 1);
    path[sizeof path - 1] = 0;
    sp_error e;
    assert_int_equal(sp_fail(&e, SP_INVALID, path, "%s and %d and %z", path, -7, (size_t)9),
                     SP_INVALID);
    assert_int_equal(strlen(e.path), SP_PATH_MAX - 1);
    assert_true(strlen(e.message) < SP_MESSAGE_MAX);
    sp_fail(&e, SP_INVALID, "a", "%d of %z: %s", -2147483647 - 1, (size_t)12, "x");
    assert_string_equal(e.message, "-2147483648 of 12: x");
}

static void pcg32_reference(void **state)
{
    (void)state;
    static const uint32_t wanted[] = {0xa15c02b7, 0x7b47f409, 0xba1d3330,
                                      0x83d2f293, 0xbfa4784b, 0xcbed606e};
    sp_rng r = sp_rng_make(42, 54);
    for (size_t i = 0; i < SP_COUNT(wanted); i++) assert_int_equal(sp_rng_u32(&r), wanted[i]);
}

static void random_moments(void **state)
{
    (void)state;
    enum { N = 200000 };
    sp_rng r = sp_rng_make(1, 1);
    double mean = 0, square = 0, uniform = 0;
    size_t counts[7] = {0};
    for (int i = 0; i < N; i++) {
        const double x = (double)sp_rng_normal(&r);
        mean += x;
        square += x * x;
        const float u = sp_rng_uniform(&r);
        assert_true(u >= 0 && u < 1);
        uniform += (double)u;
        counts[sp_rng_below(&r, 7)]++;
    }
    /* Bounds are five standard errors wide. */
    assert_true(mean / N > -0.0112 && mean / N < 0.0112);
    assert_true(square / N > 0.984 && square / N < 1.016);
    assert_true(uniform / N > 0.4967 && uniform / N < 0.5033);
    for (int i = 0; i < 7; i++) assert_in_range(counts[i], N / 7 - 783, N / 7 + 783);
}

static void shuffle_is_a_permutation(void **state)
{
    (void)state;
    uint32_t order[100];
    size_t moved = 0;
    uint64_t seen[2] = {0};
    for (uint32_t i = 0; i < 100; i++) order[i] = i;
    sp_rng r = sp_rng_make(3, 5);
    sp_rng_shuffle(&r, order, 100);
    for (uint32_t i = 0; i < 100; i++) {
        moved += order[i] != i;
        seen[order[i] / 64] |= 1ULL << (order[i] % 64);
    }
    assert_true(moved > 80);
    assert_true(seen[0] == ~0ULL && seen[1] == (1ULL << 36) - 1);
}

static void fnv_reference(void **state)
{
    (void)state;
    assert_true(sp_hash_bytes(SP_HASH_START, "", 0) == 0xcbf29ce484222325ULL);
    assert_true(sp_hash_bytes(SP_HASH_START, "a", 1) == 0xaf63dc4c8601ec8cULL);
    assert_true(sp_hash_bytes(SP_HASH_START, "foobar", 6) == 0x85944171f73967e8ULL);
    const float one = 1.0f;
    assert_true(sp_hash_floats(SP_HASH_START, &one, 1) ==
                sp_hash_bytes(SP_HASH_START, "\0\0\x80\x3f", 4));
    char text[17];
    sp_hash_text(0x00ff00000000000aULL, text);
    assert_string_equal(text, "00ff00000000000a");
}

static void nan_hashes_alike(void **state)
{
    (void)state;
    const float a = __builtin_nanf("1"), b = -__builtin_nanf("2");
    assert_true(sp_hash_floats(SP_HASH_START, &a, 1) == sp_hash_floats(SP_HASH_START, &b, 1));
}

static void arena_measures_what_it_hands_out(void **state)
{
    (void)state;
    sp_arena measure = {0}, a;
    assert_null(sp_arena_take(&measure, 3, 4));
    assert_null(sp_arena_take(&measure, 100, 1));
    assert_int_equal(measure.used, 64 + 128);

    const size_t before = sp_memory_live();
    assert_int_equal(sp_arena_open(&a, &measure, NULL), SP_OK);
    unsigned char *p = sp_arena_take(&a, 3, 4), *q = sp_arena_take(&a, 100, 1);
    assert_int_equal((uintptr_t)p % 64, 0);
    assert_ptr_equal(q, p + 64);
    for (int i = 0; i < 100; i++) assert_int_equal(q[i], 0);
    sp_arena_close(&a);
    assert_int_equal(sp_memory_live(), before);
}

static void arena_refuses_sizes_that_overflow(void **state)
{
    (void)state;
    sp_arena measure = {0}, a;
    sp_error e;
    sp_arena_take(&measure, SIZE_MAX / 2, 4);
    assert_true(measure.failed);
    assert_int_equal(sp_arena_open(&a, &measure, &e), SP_NO_MEMORY);
    assert_string_equal(e.path, "memory");
}

static const sp_param params[] = {
    {"rate", 0.5, 0, 0.99, false, NULL},
    {"units", 10, 1, 100, true, NULL},
    {"mode", 0, 0, 1, true, "inverted|original"},
};
static const sp_kind kind = {"thing", params, SP_COUNT(params), "thing.c", ""};

static void parameters_are_checked(void **state)
{
    (void)state;
    sp_choice c = sp_choice_default(&kind);
    sp_error e;
    assert_true(c.value[0] == 0.5 && c.value[1] == 10 && c.value[2] == 0);
    assert_int_equal(sp_choice_set(&c, "t.rate", "rate", 0.2, NULL, &e), SP_OK);
    assert_int_equal(sp_choice_set(&c, "t.mode", "mode", 0, "original", &e), SP_OK);
    assert_true(c.value[0] == 0.2 && c.value[2] == 1);

    assert_int_equal(sp_choice_set(&c, "t.rate", "rate", 1, NULL, &e), SP_INVALID);
    assert_string_equal(e.message, "rate must be from 0 to 0.99, not 1");
    assert_string_equal(e.path, "t.rate");
    assert_int_equal(sp_choice_set(&c, "t.rate", "rate", 0.0 / 0.0, NULL, &e), SP_INVALID);
    assert_int_equal(sp_choice_set(&c, "t.units", "units", 2.5, NULL, &e), SP_INVALID);
    assert_string_equal(e.message, "units must be a whole number, not 2.5");
    assert_int_equal(sp_choice_set(&c, "t.mode", "mode", 0, "inverte", &e), SP_INVALID);
    assert_string_equal(e.message, "mode must be one of inverted|original, not inverte");
    assert_int_equal(sp_choice_set(&c, "t.mode", "mode", 1, NULL, &e), SP_INVALID);
    assert_int_equal(sp_choice_set(&c, "t.rate", "rate", 0, "much", &e), SP_INVALID);
    assert_int_equal(sp_choice_set(&c, "t.x", "x", 0, NULL, &e), SP_INVALID);
    assert_string_equal(e.message, "thing has no parameter called x");
    assert_true(c.value[0] == 0.2 && c.value[1] == 10 && c.value[2] == 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_as_text),
        cmocka_unit_test(errors_are_cut_not_overrun),
        cmocka_unit_test(pcg32_reference),
        cmocka_unit_test(random_moments),
        cmocka_unit_test(shuffle_is_a_permutation),
        cmocka_unit_test(fnv_reference),
        cmocka_unit_test(nan_hashes_alike),
        cmocka_unit_test(arena_measures_what_it_hands_out),
        cmocka_unit_test(arena_refuses_sizes_that_overflow),
        cmocka_unit_test(parameters_are_checked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
