/* pack: copies of operands in the order in which a tile wants to read them. */
#ifndef SP_TENSOR_PACK_H
#define SP_TENSOR_PACK_H

#include "base/common.h"

/* Four rows of n floats, `apart` from each other, side by side:
 *   out[i * step + r] = from[r * apart + i]   for r = 0 .. 3;
 * zeros for the rows from `rows` on, if there are fewer than four. */
void sp_interleave4(float *out, size_t step, const float *from, size_t apart, size_t rows,
                    size_t n);

#endif
