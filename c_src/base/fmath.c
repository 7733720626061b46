/* exp, log and tanh in floats, four at a time; one float is lane 0 of four. pow, sin and cos
 * are called rarely and are hard to do well in floats: they are computed in double from their
 * power series and rounded once. */
#include "base/fmath.h"

static const float FLOAT_MIN = 0x1p-126f;

/* Adding 1.5 * 2^23 rounds a float to a whole number, which then stands in the low bits of the
 * sum; taking it away again leaves the whole number as a float. For doubles it is 1.5 * 2^52.
 */
static const float ROUND_FLOAT = 0x1.8p23f;
static const double ROUND_DOUBLE = 0x1.8p52;

/* ---- four floats ----------------------------------------------------------------------- */

/* 2^n for the whole numbers -126 .. 127. */
static inline f32x4 power_of_2(u32x4 n)
{
    return (f32x4)((n + 127) << 23);
}

/* exp(x) = 2^n exp(r) with x = n log 2 + r, |r| <= log(2)/2; exp(r) by Cephes' polynomial. The
 * scale 2^n is applied in two steps, so that results below the normal range come out right. */
static inline f32x4 exp4(f32x4 x)
{
    x = sp_select(x > 89.0f, sp_splat(89.0f), x); /* above: infinity; below -104: 0 */
    x = sp_select(x < -104.0f, sp_splat(-104.0f), x);

    const f32x4 shifted = x * 1.44269504088896341f + ROUND_FLOAT;
    const f32x4 n = shifted - ROUND_FLOAT;
    const f32x4 r = (x - n * 0.693359375f) + n * 2.12194440e-4f; /* log 2 in two parts */

    f32x4 p = r * 1.9875691500e-4f + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    p = p * (r * r) + r + 1.0f;

    const i32x4 whole = (i32x4)((u32x4)shifted - (u32x4)sp_splat(ROUND_FLOAT));
    const i32x4 half = whole >> 1;
    return p * power_of_2((u32x4)half) * power_of_2((u32x4)(whole - half));
}

/* log(x) = e log 2 + log(m) with x = 2^e m, sqrt(1/2) <= m < sqrt(2); log(m) by Cephes'
 * polynomial in m - 1. */
static inline f32x4 log4(f32x4 x)
{
    const i32x4 tiny = x < FLOAT_MIN; /* below the normal range: scale up first */
    const f32x4 scaled = sp_select(tiny, x * 0x1p23f, x);
    const u32x4 bits = (u32x4)scaled;
    /* Counting from sqrt(1/2) = 0x3f3504f3 puts the mantissa between the two roots. */
    const i32x4 whole = (i32x4)(bits - 0x3f3504f3u) >> 23;
    const f32x4 m = (f32x4)(bits - ((u32x4)whole << 23));
    const f32x4 e = __builtin_convertvector(whole, f32x4) -
                    sp_select(tiny, sp_splat(23.0f), sp_splat(0.0f));
    const f32x4 r = m - 1.0f;
    const f32x4 z = r * r;

    f32x4 p = r * 7.0376836292e-2f - 1.1514610310e-1f;
    p = p * r + 1.1676998740e-1f;
    p = p * r - 1.2420140846e-1f;
    p = p * r + 1.4249322787e-1f;
    p = p * r - 1.6668057665e-1f;
    p = p * r + 2.0000714765e-1f;
    p = p * r - 2.4999993993e-1f;
    p = p * r + 3.3333331174e-1f;
    f32x4 y = p * r * z;
    y = y - e * 2.12194440e-4f; /* log 2 in two parts, as above */
    y = y - z * 0.5f;
    y = (r + y) + e * 0.693359375f;

    y = sp_select(x == sp_splat(0.0f), sp_splat(-INFINITY), y);
    y = sp_select(x == sp_splat(INFINITY), x, y);
    return sp_select(x >= 0.0f, y, sp_splat(NAN));
}

/* tanh(x) = 1 - 2 / (exp(2x) + 1), with the sign put back; by Cephes' polynomial near 0. */
static inline f32x4 tanh4(f32x4 x)
{
    const u32x4 sign = (u32x4)x & 0x80000000u;
    const f32x4 a = (f32x4)((u32x4)x ^ sign);
    const f32x4 z = a * a;

    f32x4 p = z * -5.70498872745e-3f + 2.06390887954e-2f;
    p = p * z - 5.37397155531e-2f;
    p = p * z + 1.33314422036e-1f;
    p = p * z - 3.33332819422e-1f;
    const f32x4 near = p * z * a + a;
    const f32x4 far = 1.0f - 2.0f / (exp4(a + a) + 1.0f);

    return (f32x4)((u32x4)sp_select(a < 0.625f, near, far) | sign);
}

f32x4 sp_exp4(f32x4 x)
{
    return exp4(x);
}

f32x4 sp_log4(f32x4 x)
{
    return log4(x);
}

f32x4 sp_tanh4(f32x4 x)
{
    return tanh4(x);
}

float sp_exp(float x)
{
    return exp4(sp_splat(x))[0];
}

float sp_log(float x)
{
    return log4(sp_splat(x))[0];
}

float sp_tanh(float x)
{
    return tanh4(sp_splat(x))[0];
}

/* ---- one float, in double -------------------------------------------------------------- */

/* log(x) for a finite x > 0: x = 2^e m as above, and log(m) = 2 artanh((m - 1) / (m + 1)). */
static double log_double(float x)
{
    const double d = (double)x; /* every float > 0 is a normal double */
    uint64_t bits;
    memcpy(&bits, &d, sizeof bits);
    const int64_t e = (int64_t)(bits - 0x3fe6a09e667f3bcdu) >> 52;
    bits -= (uint64_t)e << 52;
    double m;
    memcpy(&m, &bits, sizeof m);

    const double s = (m - 1.0) / (m + 1.0), z = s * s; /* |s| <= 0.172 */
    double p = 1.0 / 17;
    p = p * z + 1.0 / 15;
    p = p * z + 1.0 / 13;
    p = p * z + 1.0 / 11;
    p = p * z + 1.0 / 9;
    p = p * z + 1.0 / 7;
    p = p * z + 1.0 / 5;
    p = p * z + 1.0 / 3;
    p = p * z + 1.0;
    return 2.0 * s * p + (double)e * 0.69314718055994530942;
}

/* exp(x) for |x| <= 110, as a float. */
static float exp_double(double x)
{
    const double shifted = x * 1.44269504088896340736 + ROUND_DOUBLE;
    const double r = x - (shifted - ROUND_DOUBLE) * 0.69314718055994530942;
    uint64_t n, bias;
    memcpy(&n, &shifted, sizeof n);
    memcpy(&bias, &ROUND_DOUBLE, sizeof bias);
    const uint64_t bits = (n - bias + 1023) << 52;
    double scale;
    memcpy(&scale, &bits, sizeof scale);

    double p = 1.0 / 3628800;
    p = p * r + 1.0 / 362880;
    p = p * r + 1.0 / 40320;
    p = p * r + 1.0 / 5040;
    p = p * r + 1.0 / 720;
    p = p * r + 1.0 / 120;
    p = p * r + 1.0 / 24;
    p = p * r + 1.0 / 6;
    p = p * r + 1.0 / 2;
    p = p * r + 1.0;
    p = p * r + 1.0;
    return (float)(p * scale);
}

float sp_pow(float x, float y)
{
    if (y == 0.0f || x == 1.0f) return 1.0f;
    if (!(x >= 0.0f) || y != y) return NAN;
    if (x == 0.0f) return y > 0.0f ? 0.0f : INFINITY;
    if (x == INFINITY) return y > 0.0f ? INFINITY : 0.0f;

    const double z = (double)y * log_double(x);
    if (z > 88.8) return INFINITY;
    return exp_double(z < -110.0 ? -110.0 : z);
}

/* sin(x + quarter * pi/2): x = n pi/2 + r, |r| <= pi/4, then the series of sin or cos in r. */
static float sine(float x, uint32_t quarter)
{
    const double shifted = (double)x * 0.63661977236758134308 + ROUND_DOUBLE;
    const double n = shifted - ROUND_DOUBLE;
    const double r = ((double)x - n * 0x1.921fb544p0) - n * 0x1.0b4611a626331p-34; /* pi/2 */
    uint64_t bits;
    memcpy(&bits, &shifted, sizeof bits);
    quarter += (uint32_t)bits;

    const double z = r * r;
    double p;
    if (quarter & 1) {
        p = 1.0 / 479001600;
        p = p * z - 1.0 / 3628800;
        p = p * z + 1.0 / 40320;
        p = p * z - 1.0 / 720;
        p = p * z + 1.0 / 24;
        p = p * z - 1.0 / 2;
        p = p * z + 1.0;
    } else {
        p = -1.0 / 39916800;
        p = p * z + 1.0 / 362880;
        p = p * z - 1.0 / 5040;
        p = p * z + 1.0 / 120;
        p = p * z - 1.0 / 6;
        p = (p * z + 1.0) * r;
    }
    return (float)(quarter & 2 ? -p : p);
}

float sp_sin(float x)
{
    return sine(x, 0);
}

float sp_cos(float x)
{
    return sine(x, 1);
}
