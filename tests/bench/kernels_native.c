/* The native side of the kernels' measurement: the same lines of JSON as time-kernels.js, got
 * as kernels.js explains. The argument names the build. */
#define _POSIX_C_SOURCE 199309L
#include "kernels.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { LIMIT = 0, WANTED = 25, MOST = 400 };
static const double SLICE = 0.5e-3, ALIKE = 0.03, NEAR = 1.1;

typedef struct slice {
    double rate, share, limit; /* limit: seconds, the mean of before and after */
    bool alike;
} slice;

static volatile float sink;

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double seconds(int i, int repeats)
{
    const double start = now();

    sink = bench_run(i, repeats);
    return now() - start;
}

static int calibrate(int i)
{
    int repeats = 1;

    while (seconds(i, repeats) < SLICE && repeats < 1 << 24) repeats *= 2;
    for (int n = 0; n < 20; n++) seconds(i, repeats);
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

static slice run_slice(int i, int repeats, int limit_repeats)
{
    const double before = seconds(LIMIT, limit_repeats), took = seconds(i, repeats);
    const double after = seconds(LIMIT, limit_repeats), limit = (before + after) / 2;
    const double difference = before > after ? before - after : after - before;
    const double rate = bench_work(i) * repeats / took;

    return (slice){rate, rate * limit / (bench_work(LIMIT) * limit_repeats), limit,
                   difference < ALIKE * limit};
}

/* Copies the results of the slices that count: all, or those of a quiet machine. */
static int choose(int n, const slice *s, double bound, bool all, double *rate, double *share)
{
    int count = 0;

    for (int i = 0; i < n; i++) {
        if (!all && !(s[i].alike && s[i].limit < bound)) continue;
        rate[count] = s[i].rate;
        share[count++] = s[i].share;
    }
    return count;
}

static void measure(const char *build, int i)
{
    static slice slices[MOST];
    static double rate[MOST], share[MOST];
    double best = 1e9;
    int n = 0, quiet = 0;

    bench_reset();
    const int limit_repeats = calibrate(LIMIT), repeats = calibrate(i);
    while (n < MOST && quiet < WANTED) {
        slices[n] = run_slice(i, repeats, limit_repeats);
        best = slices[n].limit < best ? slices[n].limit : best;
        n++;
        quiet = choose(n, slices, NEAR * best, false, rate, share);
    }
    const int count = quiet > 0 ? quiet : choose(n, slices, 0, true, rate, share);
    printf("{\"build\":\"%s\",\"name\":\"%s\",\"unit\":\"%s\",\"rate\":%.6g,\"share\":%.4g,"
           "\"quiet\":%d}\n",
           build, bench_name(i), bench_unit(i), median(rate, count), median(share, count),
           quiet);
}

int main(int argc, char **argv)
{
    for (int i = 0; i < bench_count(); i++) measure(argc > 1 ? argv[1] : "native", i);
    return 0;
}
