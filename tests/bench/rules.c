/* rules: the update rules alone, on 100,000 weights, to be timed against what they cannot do
 * without: Adam against one square root and one division for every four weights, SGD and
 * momentum against copying memory. There is no clock in here: rules.js takes the time. */
#include <string.h>

#include "base/vec.h"
#include "kernels.h"
#include "optim/optimizer.h"

enum { N = 100000, FIRST_CACHE = 4096 };

/* Weights, gradient and two state vectors. They lie in the second cache or behind it. */
static float vectors[4 * N] __attribute__((aligned(64)));

typedef struct job {
    const char *name, *unit;
    double work; /* units in one run */
    float (*run)(const struct job *j);
    size_t vectors; /* touched by a copy */
} job;

/* The rule of the job's name with its default parameters, but so short a step that the weights
 * stay as they are. */
static float run_rule(const job *j)
{
    float *const state[SP_MAX_STATE] = {vectors + 2 * N, vectors + 3 * N};
    int count, i = 0;
    const sp_optimizer *const *rules = sp_optimizers(&count);

    while (strcmp(rules[i]->head.name, j->name) != 0) SP_ASSERT(++i < count);
    const sp_choice choice = sp_choice_default(&rules[i]->head);
    const sp_step step = {rules[i],     N,     vectors, vectors + N, state,
                          choice.value, 1e-9f, 1000,    NULL};
    rules[i]->step(&step);
    return vectors[0];
}

/* One square root and one division for every four of N numbers in the first cache. */
static float run_divider(const job *j)
{
    f32x4 roots = {0}, quotients = {0};

    (void)j;
    for (size_t i = 0; i < N; i += 4) {
        const f32x4 x = sp_load(vectors + i % FIRST_CACHE);
        roots += sp_sqrt4(x);
        quotients += 1.0f / x;
    }
    return sp_sum4(roots + quotients);
}

/* Copies one half of what a rule touches onto the other. */
static float run_copy(const job *j)
{
    const size_t n = j->vectors * N / 2;

    for (size_t i = 0; i < n; i += 16) {
        const f32x4 a = sp_load(vectors + i), b = sp_load(vectors + i + 4);
        const f32x4 c = sp_load(vectors + i + 8), d = sp_load(vectors + i + 12);
        sp_store(vectors + n + i, a);
        sp_store(vectors + n + i + 4, b);
        sp_store(vectors + n + i + 8, c);
        sp_store(vectors + n + i + 12, d);
    }
    return vectors[n];
}

static const job jobs[] = {
    {"divider", "weight", N, run_divider, 0},
    {"adam", "weight", N, run_rule, 0},
    {"copy of 2", "byte", 2.0 * N * sizeof(float), run_copy, 2},
    {"sgd", "byte", 3.0 * N * sizeof(float), run_rule, 0}, /* reads w, g; writes w */
    {"copy of 3", "byte", 3.0 * N * sizeof(float), run_copy, 3},
    {"momentum", "byte", 5.0 * N * sizeof(float), run_rule, 0}, /* w, g, h; w, h */
};

int bench_count(void)
{
    return (int)SP_COUNT(jobs);
}

const char *bench_name(int i)
{
    return jobs[i].name;
}

const char *bench_unit(int i)
{
    return jobs[i].unit;
}

double bench_work(int i)
{
    return jobs[i].work;
}

void bench_reset(void)
{
    for (size_t n = 0; n < SP_COUNT(vectors); n++) vectors[n] = (float)(n % 1000 + 1) / 1000;
}

float bench_run(int i, int repeats)
{
    float sum = 0;

    for (int n = 0; n < repeats; n++) sum += jobs[i].run(&jobs[i]);
    return sum;
}
