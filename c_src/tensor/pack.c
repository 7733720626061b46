#include "tensor/pack.h"
#include "tensor/tile.h"

void sp_interleave4(float *out, size_t step, const float *from, size_t apart, size_t rows,
                    size_t n)
{
    const f32x4 zero = {0};
    const float *p0 = from;
    const float *p1 = rows > 1 ? p0 + apart : p0;
    const float *p2 = rows > 2 ? p1 + apart : p1;
    const float *p3 = rows > 3 ? p2 + apart : p2;
    size_t i = 0;

    if (rows == 0) {
        for (; i < n; i++) sp_store(out + i * step, zero);
        return;
    }
    for (; i + 4 <= n; i += 4) {
        f32x4 v[4] = {sp_load(p0 + i), rows > 1 ? sp_load(p1 + i) : zero,
                      rows > 2 ? sp_load(p2 + i) : zero, rows > 3 ? sp_load(p3 + i) : zero};
        sp_transpose4(v);
        sp_store(out, v[0]);
        sp_store(out + step, v[1]);
        sp_store(out + 2 * step, v[2]);
        sp_store(out + 3 * step, v[3]);
        out += 4 * step;
    }
    for (; i < n; i++, out += step)
        sp_store(out, (f32x4){p0[i], rows > 1 ? p1[i] : 0, rows > 2 ? p2[i] : 0,
                              rows > 3 ? p3[i] : 0});
}
