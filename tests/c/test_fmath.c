/* The elementary functions against the C library's double versions, on floats sampled densely
 * by their bit patterns; special values; and equal bits for one float and for four. The bounds
 * are the measured maxima that fmath.h states, rounded up. */
#include "base/fmath.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

static uint32_t bits_of(float x)
{
    uint32_t b;
    memcpy(&b, &x, sizeof b);
    return b;
}

static float float_of(uint32_t b)
{
    float x;
    memcpy(&x, &b, sizeof x);
    return x;
}

/* Distance of `got` from the true value in units of the last place of a float of that size. */
static double ulps(float got, double want)
{
    const double wrong = 1e9;
    int exponent;

    if (isnan(want)) return isnan(got) ? 0 : wrong;
    if (isinf((float)want) || isinf(got)) return got == (float)want ? 0 : wrong;
    if (want == 0.0) return got == 0.0f ? 0 : wrong;
    frexp(want, &exponent);
    return fabs((double)got - want) / ldexp(1.0, (exponent < -125 ? -125 : exponent) - 24);
}

typedef struct worst {
    const char *name;
    double error;
    float at;
} worst;

static void note(worst *w, float x, float got, double want)
{
    const double error = ulps(got, want);
    if (error > w->error) w->error = error, w->at = x;
}

static void expect(const worst *w, double bound)
{
    print_message("%-6s at most %.3f ulp (at %a)\n", w->name, w->error, (double)w->at);
    assert_true(w->error <= bound);
}

/* All floats whose bit pattern is a multiple of an odd step, of both signs. */
enum { STEP = 1013 };

static void exp_log_tanh_are_accurate(void **state)
{
    worst e = {"exp", 0, 0}, l = {"log", 0, 0}, t = {"tanh", 0, 0};

    (void)state;
    for (uint64_t b = 0; b <= UINT32_MAX; b += STEP) {
        const float x = float_of((uint32_t)b);
        note(&e, x, sp_exp(x), exp((double)x));
        note(&t, x, sp_tanh(x), tanh((double)x));
        note(&l, x, sp_log(x), log((double)x));
    }
    for (uint32_t b = bits_of(0.5f); b < bits_of(2.0f); b += 7) { /* where log changes sign */
        note(&l, float_of(b), sp_log(float_of(b)), log((double)float_of(b)));
        note(&t, float_of(b), sp_tanh(float_of(b)), tanh((double)float_of(b)));
    }
    expect(&e, 1.0);
    expect(&l, 0.9);
    expect(&t, 1.4);
}

static void sin_cos_are_accurate(void **state)
{
    worst s = {"sin", 0, 0}, c = {"cos", 0, 0};

    (void)state;
    for (uint32_t b = 0; b <= bits_of(8192.0f); b += STEP) {
        for (uint32_t sign = 0; sign < 2; sign++) {
            const float x = float_of(b | sign << 31);
            note(&s, x, sp_sin(x), sin((double)x));
            note(&c, x, sp_cos(x), cos((double)x));
        }
    }
    for (int n = 0; n <= 5215; n++) { /* the floats around the zeros */
        const uint32_t b = bits_of((float)(n * 1.57079632679489661923));
        for (uint32_t near = b > 2 ? b - 2 : 0; near <= b + 2; near++) {
            const float x = float_of(near);
            note(&s, x, sp_sin(x), sin((double)x));
            note(&c, x, sp_cos(x), cos((double)x));
        }
    }
    expect(&s, 0.51);
    expect(&c, 0.51);
}

static void pow_is_accurate(void **state)
{
    worst p = {"pow", 0, 0};

    (void)state;
    for (uint32_t b = 1; b < bits_of(INFINITY); b += 200003) {
        for (float y = -40.0f; y <= 40.0f; y += 0.34375f)
            note(&p, float_of(b), sp_pow(float_of(b), y), pow((double)float_of(b), (double)y));
    }
    for (float x = 0.875f; x < 1.125f; x += 0x1p-12f) { /* large powers of numbers near 1 */
        for (float y = -5000.0f; y <= 5000.0f; y += 97.25f)
            note(&p, x, sp_pow(x, y), pow((double)x, (double)y));
    }
    expect(&p, 0.51);
}

static void same_bits(float got, float want)
{
    if (isnan(want)) {
        assert_true(isnan(got));
    } else {
        assert_int_equal(bits_of(got), bits_of(want));
    }
}

static void special_values(void **state)
{
    (void)state;
    same_bits(sp_exp(0.0f), 1.0f);
    same_bits(sp_exp(-0.0f), 1.0f);
    same_bits(sp_exp(INFINITY), INFINITY);
    same_bits(sp_exp(-INFINITY), 0.0f);
    same_bits(sp_exp(NAN), NAN);
    same_bits(sp_exp(1e30f), INFINITY);
    same_bits(sp_exp(-1e30f), 0.0f);
    same_bits(sp_exp(-103.0f), 0x1p-149f);
    same_bits(sp_log(0.0f), -INFINITY);
    same_bits(sp_log(-0.0f), -INFINITY);
    same_bits(sp_log(1.0f), 0.0f);
    same_bits(sp_log(INFINITY), INFINITY);
    same_bits(sp_log(-1.0f), NAN);
    same_bits(sp_log(-INFINITY), NAN);
    same_bits(sp_log(NAN), NAN);
    same_bits(sp_tanh(0.0f), 0.0f);
    same_bits(sp_tanh(-0.0f), -0.0f);
    same_bits(sp_tanh(INFINITY), 1.0f);
    same_bits(sp_tanh(-INFINITY), -1.0f);
    same_bits(sp_tanh(NAN), NAN);
    same_bits(sp_sin(0.0f), 0.0f);
    same_bits(sp_sin(-0.0f), -0.0f);
    same_bits(sp_sin(NAN), NAN);
    same_bits(sp_sin(INFINITY), NAN);
    same_bits(sp_cos(0.0f), 1.0f);
    same_bits(sp_cos(NAN), NAN);
    same_bits(sp_pow(0.0f, 0.0f), 1.0f);
    same_bits(sp_pow(0.0f, 2.0f), 0.0f);
    same_bits(sp_pow(0.0f, -2.0f), INFINITY);
    same_bits(sp_pow(INFINITY, 0.5f), INFINITY);
    same_bits(sp_pow(INFINITY, -0.5f), 0.0f);
    same_bits(sp_pow(1.0f, INFINITY), 1.0f);
    same_bits(sp_pow(0.5f, INFINITY), 0.0f);
    same_bits(sp_pow(2.0f, INFINITY), INFINITY);
    same_bits(sp_pow(2.0f, -INFINITY), 0.0f);
    same_bits(sp_pow(NAN, 1.0f), NAN);
    same_bits(sp_pow(2.0f, NAN), NAN);
    same_bits(sp_pow(-2.0f, 2.0f), NAN);
    same_bits(sp_pow(2.0f, -149.0f), 0x1p-149f);
    same_bits(sp_pow(10.0f, 39.0f), INFINITY);
    same_bits(sp_pow(3.0f, 4.0f), 81.0f);
}

static void four_at_once_give_the_same_bits(void **state)
{
    (void)state;
    for (uint64_t b = 0; b + 3 * 65537 <= UINT32_MAX; b += 40009) {
        f32x4 x;
        for (uint32_t i = 0; i < 4; i++) x[i] = float_of((uint32_t)b + i * 65537);
        const f32x4 e = sp_exp4(x), l = sp_log4(x), t = sp_tanh4(x);
        for (int i = 0; i < 4; i++) {
            same_bits(e[i], sp_exp(x[i]));
            same_bits(l[i], sp_log(x[i]));
            same_bits(t[i], sp_tanh(x[i]));
        }
    }
}

/* FNV-1a over the bits of many results: equal in every build, or the promise is broken. */
static void bits_are_the_same_everywhere(void **state)
{
    uint64_t hash = 0xcbf29ce484222325u;

    (void)state;
    for (uint32_t i = 0; i < 20000; i++) {
        const float x = ((float)i - 10000.0f) * 0.0087890625f, a = fabsf(x);
        const float y[6] = {sp_exp(x),           sp_log(a + 0.001f), sp_tanh(x * 0.1f),
                            sp_pow(a, x * 0.1f), sp_sin(x * 60.0f),  sp_cos(x * 60.0f)};
        for (size_t k = 0; k < 6; k++) hash = (hash ^ bits_of(y[k])) * 0x100000001b3u;
    }
    print_message("hash of the elementary functions: %016llx\n", (unsigned long long)hash);
    assert_true(hash == 0x63669b772a18678c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(exp_log_tanh_are_accurate),
        cmocka_unit_test(sin_cos_are_accurate),
        cmocka_unit_test(pow_is_accurate),
        cmocka_unit_test(special_values),
        cmocka_unit_test(four_at_once_give_the_same_bits),
        cmocka_unit_test(bits_are_the_same_everywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
