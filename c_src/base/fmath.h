/* fmath: the elementary functions of the core, the same bits on every machine.
 *
 * The C library's tanhf, sinf and cosf differ between glibc and musl, so results would depend
 * on where the core runs. These are built from additions, multiplications and divisions in a
 * fixed order, without contraction. exp, log and tanh use the float polynomials of Cephes
 * (Moshier 1989) and exist for one float and for four at once, lane by lane with the same bits;
 * pow, sin and cos are computed in double and rounded once. sqrtf is exact by IEEE 754 and is
 * taken from the C library.
 *
 * The largest errors, in units in the last place (0.5 is the best possible), are measured by
 * tests/c/test_fmath.c on floats spread densely over the range. NaN in gives NaN out. */
#ifndef SP_BASE_FMATH_H
#define SP_BASE_FMATH_H

#include "base/vec.h"

float sp_exp(float x);          /* 0.98 ulp; all x; overflows to infinity, underflows to 0 */
float sp_log(float x);          /* 0.82 ulp; x >= 0; log(0) = -infinity; NaN below 0 */
float sp_tanh(float x);         /* 1.32 ulp; all x */
float sp_pow(float x, float y); /* 0.51 ulp; x >= 0, otherwise NaN; pow(x, 0) = pow(1, y) = 1 */
float sp_sin(float x);          /* 0.51 ulp; |x| <= 8192 */
float sp_cos(float x);          /* 0.51 ulp; |x| <= 8192 */

f32x4 sp_exp4(f32x4 x);
f32x4 sp_log4(f32x4 x);
f32x4 sp_tanh4(f32x4 x);

#endif
