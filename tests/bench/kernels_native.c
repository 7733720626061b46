/* The native side of the kernels' measurement: one line of JSON for each kernel, as kernels.js
 * makes for the WebAssembly builds. */
#define _POSIX_C_SOURCE 199309L
#include "kernels.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { ROUNDS = 15, MAX_KERNELS = 128 };
static const double SLICE = 0.004; /* seconds */

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static volatile float sink;

/* Seconds for `repeats` runs of kernel i. */
static double seconds(int i, int repeats)
{
    const double start = now();

    sink = bench_run(i, repeats);
    return now() - start;
}

/* How many runs fill a slice. */
static int calibrate(int i)
{
    int repeats = 1;

    bench_reset();
    while (seconds(i, repeats) < SLICE / 2 && repeats < 1 << 24) repeats *= 2;
    return repeats;
}

static int ascending(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static double median(double *x, int n)
{
    qsort(x, (size_t)n, sizeof *x, ascending);
    return x[n / 2];
}

int main(void)
{
    const int limit_repeats = calibrate(0);

    for (int i = 0; i < bench_count(); i++) {
        double rate[ROUNDS], share[ROUNDS];
        const int repeats = calibrate(i);
        for (int r = 0; r < ROUNDS; r++) {
            const double limit = bench_work(0) * limit_repeats / seconds(0, limit_repeats);
            rate[r] = bench_work(i) * repeats / seconds(i, repeats);
            share[r] = rate[r] / limit;
        }
        printf("{\"name\": \"%s\", \"unit\": \"%s\", \"rate\": %.4g, \"share\": %.4g}\n",
               bench_name(i), bench_unit(i), median(rate, ROUNDS), median(share, ROUNDS));
    }
    return 0;
}
