/* tile: the inner loop of every product here: 4 rows by 8 columns of the result in registers.
 *
 * A step takes 4 numbers of the left operand (each spread over a vector) and 8 of the right one
 * (two vectors) and does 32 multiplications and 32 additions. 8 sums in 8 registers keep both
 * arithmetic units of a core busy; with more rows or columns the 16 registers overflow into
 * memory. Each element is its own chain of additions in the order of the steps, so how a matrix
 * is cut into tiles does not change a bit of the result. */
#ifndef SP_TENSOR_TILE_H
#define SP_TENSOR_TILE_H

#include "base/common.h"
#include "base/vec.h"

/* Parts of a loop, and whole loops: the latter are compiled on their own, because compilers
 * give a small function better registers than a large one. */
#define SP_INLINE static inline __attribute__((always_inline))
#define SP_APART  static __attribute__((noinline))

/* After a pointer was moved on: compilers forget from where, and read at the same small
 * distances from it in every step. V8 keeps the addresses of these; for a number that is spread
 * over a vector, every other distance costs an instruction. */
#define SP_FORGET(pointer) __asm__("" : "+r"(pointer))

enum { SP_TILE_ROWS = 4, SP_TILE_COLS = 8 };

typedef struct sp_tile {
    f32x4 l[4], r[4]; /* row i is l[i], r[i]: columns 0-3 and 4-7 */
} sp_tile;

SP_INLINE sp_tile sp_tile_zero(void)
{
    const f32x4 z = {0};
    return (sp_tile){{z, z, z, z}, {z, z, z, z}};
}

/* t += (a0 a1 a2 a3)' (l r). */
SP_INLINE void sp_tile_step(sp_tile *t, float a0, float a1, float a2, float a3, f32x4 l,
                            f32x4 r)
{
    const f32x4 s0 = sp_splat(a0), s1 = sp_splat(a1), s2 = sp_splat(a2), s3 = sp_splat(a3);

    t->l[0] += s0 * l;
    t->r[0] += s0 * r;
    t->l[1] += s1 * l;
    t->r[1] += s1 * r;
    t->l[2] += s2 * l;
    t->r[2] += s2 * r;
    t->l[3] += s3 * l;
    t->r[3] += s3 * r;
}

/* Copies the first `count` floats of v (all four, if it is more) to p, `step` apart. */
SP_INLINE void sp_store_part(float *p, size_t step, f32x4 v, size_t count)
{
    if (count > 0) p[0] = v[0];
    if (count > 1) p[step] = v[1];
    if (count > 2) p[2 * step] = v[2];
    if (count > 3) p[3 * step] = v[3];
}

/* The first `count` floats at p (four, if it is more), `step` apart; zeros after them. */
SP_INLINE f32x4 sp_load_part(const float *p, size_t step, size_t count)
{
    f32x4 v = {0};
    if (count > 0) v[0] = p[0];
    if (count > 1) v[1] = p[step];
    if (count > 2) v[2] = p[2 * step];
    if (count > 3) v[3] = p[3 * step];
    return v;
}

#endif
