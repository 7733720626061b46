#include "tensor/pack.h"
#include "tensor/tile.h"

/* Four whole rows: 4 x 4 blocks are turned over in registers. */
SP_APART size_t interleave_blocks(float *out, size_t step, const float *from, size_t apart,
                                  size_t n)
{
    const float *p0 = from, *p1 = p0 + apart, *p2 = p1 + apart, *p3 = p2 + apart;
    size_t left = n;

    for (; left >= 4; left -= 4) {
        f32x4 v[4] = {sp_load(p0), sp_load(p1), sp_load(p2), sp_load(p3)};
        sp_transpose4(v);
        sp_store(out, v[0]);
        sp_store(out + step, v[1]);
        sp_store(out + 2 * step, v[2]);
        sp_store(out + 3 * step, v[3]);
        p0 += 4, p1 += 4, p2 += 4, p3 += 4;
        out += 4 * step;
    }
    return n - left;
}

void sp_interleave4(float *out, size_t step, const float *from, size_t apart, size_t rows,
                    size_t n)
{
    size_t i = rows >= 4 ? interleave_blocks(out, step, from, apart, n) : 0;

    for (; i < n; i++) sp_store(out + i * step, sp_load_part(from + i, apart, rows));
}
