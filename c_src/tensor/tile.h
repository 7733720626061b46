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

/* Before a question that is to stay where it is: compilers forget what they know about `value`.
 */
#define SP_ASK_HERE(value) __asm__ volatile("" : "+r"(value))

enum { SP_TILE_ROWS = 4, SP_TILE_COLS = 8 };

typedef struct sp_tile {
    f32x4 l[4], r[4]; /* row i is l[i], r[i]: columns 0-3 and 4-7 */
} sp_tile;

SP_INLINE sp_tile sp_tile_zero(void)
{
    const f32x4 z = {0};
    return (sp_tile){{z, z, z, z}, {z, z, z, z}};
}

/* Two of its rows, from i on: t += (*a0 *a1)' (l r). */
SP_INLINE void sp_tile_half(sp_tile *t, int i, const float *a0, const float *a1, f32x4 l,
                            f32x4 r)
{
    const f32x4 s0 = sp_splat(*a0), s1 = sp_splat(*a1);

    t->l[i] += s0 * l;
    t->r[i] += s0 * r;
    t->l[i + 1] += s1 * l;
    t->r[i + 1] += s1 * r;
}

/* t += (*a0 *a1 *a2 *a3)' (l r), or only two rows if no more are wanted: `few`, which is known
 * when this is compiled. */
SP_INLINE void sp_tile_step(sp_tile *t, bool few, const float *a0, const float *a1,
                            const float *a2, const float *a3, f32x4 l, f32x4 r)
{
    sp_tile_half(t, 0, a0, a1, l, r);
    if (!few) sp_tile_half(t, 2, a2, a3, l, r);
}

/* The same for step i of n, 1 <= i <= n; true if it was the last one.
 *
 * Half-way it asks whether i > n, which never holds, and would leave the loop. Node's V8 (11.3)
 * puts what a stretch without questions loads at its beginning, and processors then share out
 * the rest to their units less evenly: with two short stretches products take 0.87 of the time
 * there. Newer ones (Chromium 156, Node 26) keep the order of the source; to them the question
 * is one more instruction. But it must lead out of the loop: where two ways meet again behind a
 * question (around the second half), compilers put off the first half's additions until then,
 * more numbers wait than there are registers, and newer engines took twice the time. And each
 * step asks something else, since what was asked once is not asked again. */
SP_INLINE bool sp_tile_last(sp_tile *t, bool few, size_t i, size_t n, const float *a0,
                            const float *a1, const float *a2, const float *a3, f32x4 l, f32x4 r)
{
#ifdef __wasm_simd128__
    sp_tile_half(t, 0, a0, a1, l, r);
    if (!few) {
        size_t steps = n;
        SP_ASK_HERE(steps);
        if (steps < i) return true;
        sp_tile_half(t, 2, a2, a3, l, r);
    }
#else
    sp_tile_step(t, few, a0, a1, a2, a3, l, r);
#endif
    return i == n;
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
