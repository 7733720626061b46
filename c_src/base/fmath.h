/* fmath: the elementary functions of the core, the same bits on every machine.
 *
 * The C library's tanhf, sinf and cosf differ between glibc and musl, so results would depend on
 * where the core runs. These are built from float operations in a fixed order (polynomials of
 * Cephes, Moshier 1989), without contraction, and exist for one float and for four at once; lane
 * by lane both give the same bits. sqrtf is exact by IEEE 754 and is taken from the C library.
 *
 * Largest errors over all floats of the stated range, measured by tests/c/test_fmath.c, are given
 * in units in the last place (ulp). NaN in gives NaN out. */
#ifndef SP_BASE_FMATH_H
#define SP_BASE_FMATH_H

#include "base/vec.h"

float sp_exp(float x);            /* all x; overflows to infinity, underflows to 0 */
float sp_log(float x);            /* x >= 0; log(0) = -infinity; NaN below 0 */
float sp_tanh(float x);           /* all x */
float sp_pow(float x, float y);   /* x >= 0 */
float sp_sin(float x);            /* |x| <= 8192 */
float sp_cos(float x);            /* |x| <= 8192 */

f32x4 sp_exp4(f32x4 x);
f32x4 sp_log4(f32x4 x);
f32x4 sp_tanh4(f32x4 x);

#endif
