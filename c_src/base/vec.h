/* vec: four floats at once, by the compilers' vector extension.
 *
 * One source gives SSE on x86, NEON on ARM, SIMD128 in WebAssembly and plain scalar code where
 * there is none of these; the arithmetic of a lane is that of a float, so the bits are the same
 * in all of them. `a + b`, `a * 2.0f`, `a < b` work on whole vectors (a comparison gives lanes
 * of all ones or all zeros). */
#ifndef SP_BASE_VEC_H
#define SP_BASE_VEC_H

#include <math.h>
#include <stdint.h>
#include <string.h>

typedef float f32x4 __attribute__((vector_size(16)));
typedef int32_t i32x4 __attribute__((vector_size(16)));
typedef uint32_t u32x4 __attribute__((vector_size(16)));

/* Before a loop in which no turn reads what another one writes: four turns at a time give the
 * same, so that the compiler need not look at the addresses first. */
#if defined(__clang__)
#define SP_EACH_ALONE _Pragma("clang loop vectorize(assume_safety)")
#else
#define SP_EACH_ALONE _Pragma("GCC ivdep")
#endif

static inline f32x4 sp_splat(float a)
{
    return (f32x4){a, a, a, a};
}

/* Reads and writes 4 floats; the address needs no alignment. */
static inline f32x4 sp_load(const float *p)
{
    f32x4 v;
    memcpy(&v, p, sizeof v);
    return v;
}

static inline void sp_store(float *p, f32x4 v)
{
    memcpy(p, &v, sizeof v);
}

/* Lane by lane: mask ? a : b, where a lane of `mask` is all ones or all zeros. */
static inline f32x4 sp_select(i32x4 mask, f32x4 a, f32x4 b)
{
    return (f32x4)((mask & (i32x4)a) | (~mask & (i32x4)b));
}

static inline f32x4 sp_sqrt4(f32x4 v)
{
    return (f32x4){sqrtf(v[0]), sqrtf(v[1]), sqrtf(v[2]), sqrtf(v[3])};
}

/* Turns four rows of a 4 x 4 block into its four columns. */
static inline void sp_transpose4(f32x4 v[4])
{
    const f32x4 a = __builtin_shufflevector(v[0], v[1], 0, 4, 1, 5);
    const f32x4 b = __builtin_shufflevector(v[0], v[1], 2, 6, 3, 7);
    const f32x4 c = __builtin_shufflevector(v[2], v[3], 0, 4, 1, 5);
    const f32x4 d = __builtin_shufflevector(v[2], v[3], 2, 6, 3, 7);

    v[0] = __builtin_shufflevector(a, c, 0, 1, 4, 5);
    v[1] = __builtin_shufflevector(a, c, 2, 3, 6, 7);
    v[2] = __builtin_shufflevector(b, d, 0, 1, 4, 5);
    v[3] = __builtin_shufflevector(b, d, 2, 3, 6, 7);
}

/* The sum of the lanes, in the order (0 + 2) + (1 + 3). */
static inline float sp_sum4(f32x4 v)
{
    return (v[0] + v[2]) + (v[1] + v[3]);
}

#endif
