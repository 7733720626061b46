/* kernels: what kernels.js and kernels_native.c call. Kernel 0 is the limit of arithmetic, 1
 * reads and 2 writes memory; the others are to be compared with these. */
#ifndef SP_BENCH_KERNELS_H
#define SP_BENCH_KERNELS_H

#include "base/common.h"

SP_API int bench_count(void);
SP_API const char *bench_name(int i);
SP_API const char *bench_unit(int i); /* "flop", "byte" or "value" */
SP_API double bench_work(int i);      /* units in one repeat of kernel i */

/* Fresh operands, all in (0, 1]. */
SP_API void bench_reset(void);
/* Runs kernel i; the result only keeps the work from being removed. */
SP_API float bench_run(int i, int repeats);

#endif
