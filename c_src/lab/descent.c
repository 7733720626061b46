#include "lab/descent.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"

/* --- path -----------------------------------------------------------------------------------
 */

/* Room for one more row; at the bound the path is thinned out instead. */
static bool make_room(sp_descent *d)
{
    if (d->rows < d->capacity) return true;
    if (d->capacity == SP_PATH_MOST) {
        d->rows /= 2;
        d->stride *= 2;
        for (int c = 0; c < SP_PATH_COLUMNS; c++) {
            double *column = d->path + (size_t)c * d->capacity;
            for (size_t i = 0; i < d->rows; i++) column[i] = column[2 * i];
        }
        return true;
    }
    const size_t capacity = d->capacity ? 2 * d->capacity : 64;
    double *path = sp_memory_take(SP_PATH_COLUMNS * capacity * sizeof *path);
    if (!path) return false;
    for (int c = 0; c < SP_PATH_COLUMNS && d->rows; c++) {
        memcpy(path + (size_t)c * capacity, d->path + (size_t)c * d->capacity,
               d->rows * sizeof *path);
    }
    sp_memory_give(d->path);
    d->path = path;
    d->capacity = capacity;
    return true;
}

static void keep_row(sp_descent *d)
{
    if (d->updates % d->stride) return;
    for (int c = 0; c < SP_PATH_COLUMNS; c++) {
        d->path[(size_t)c * d->capacity + d->rows] = d->here[c];
    }
    d->rows++;
}

/* --- updates --------------------------------------------------------------------------------
 */

static double value_at(const sp_descent *d, const float *w, double *gradient)
{
    return d->surface->value(d->spec.surface.value, (double)w[0], (double)w[1], gradient);
}

static void look_around(sp_descent *d)
{
    double g[2];
    d->here[SP_PATH_VALUE] = value_at(d, d->w, g);
    d->here[SP_PATH_UPDATE] = (double)d->updates;
    d->here[SP_PATH_X] = (double)d->w[0];
    d->here[SP_PATH_Y] = (double)d->w[1];
    d->here[SP_PATH_GRAD_NORM] = sqrt(g[0] * g[0] + g[1] * g[1]);
    if (!d->updates) return;
    sp_schedule_observe(d->schedule, d->spec.schedule.value, d->here[SP_PATH_VALUE],
                        d->schedule_memory);
}

sp_status sp_descent_open(sp_descent *d, const sp_spec *spec, sp_error *e)
{
    *d = (sp_descent){
        .surface = (const sp_surface *)spec->surface.kind,
        .rule = (const sp_optimizer *)spec->optimizer.kind,
        .schedule = (const sp_schedule *)spec->schedule.kind,
        .spec = *spec,
        .w = {(float)spec->start.value[SP_START_X], (float)spec->start.value[SP_START_Y]},
        .noise = sp_rng_make((uint64_t)spec->run.value[SP_RUN_SEED], SP_STREAM_NOISE),
        .diverged_at = -1,
        .stride = 1,
    };
    for (int s = 0; s < d->rule->states; s++) d->state[s] = d->memory[s];
    if (!make_room(d)) return sp_fail(e, SP_NO_MEMORY, "memory", "out of memory");
    look_around(d);
    keep_row(d);
    return SP_OK;
}

void sp_descent_close(sp_descent *d)
{
    sp_memory_give(d->path);
    *d = (sp_descent){0};
}

double sp_descent_step_size(const sp_descent *d, uint64_t t)
{
    const sp_moment now = {t, (double)(t - 1), (uint64_t)d->spec.stop.value[SP_STOP_UPDATES],
                           d->schedule_memory};
    return sp_schedule_step(d->schedule, d->spec.schedule.value, d->spec.optimizer.value[0],
                            now);
}

/* The gradient at `at`, as the rule gets it; false if it is not finite. */
static bool take_gradient(sp_descent *d, const float *at)
{
    const double noise = d->spec.descent.value[SP_DESCENT_NOISE];
    double g[2];
    bool finite = isfinite(value_at(d, at, g));
    for (int i = 0; i < 2; i++) {
        if (noise > 0) g[i] += noise * (double)sp_rng_normal(&d->noise);
        d->g[i] = (float)g[i];
        finite = finite && isfinite(d->g[i]);
    }
    return finite;
}

bool sp_descent_update(sp_descent *d)
{
    if (d->diverged_at >= 0 || !make_room(d)) return false;
    const uint64_t t = d->updates + 1;
    sp_step s = {.rule = d->rule,
                 .n = 2,
                 .w = d->w,
                 .state = d->state,
                 .hyper = d->spec.optimizer.value,
                 .lr = (float)sp_descent_step_size(d, t),
                 .t = t,
                 .memory = d->rule_memory};
    if (d->rule->look_ahead) d->rule->look_ahead(&s, d->ahead);
    if (!take_gradient(d, d->rule->look_ahead ? d->ahead : d->w)) {
        d->diverged_at = (int64_t)t;
        return false;
    }
    s.g = d->g;
    if (d->rule->begin) d->rule->begin(&s);
    d->rule->step(&s);
    d->updates = t;
    look_around(d);
    keep_row(d);
    return true;
}
