/* The parts of api.h about functions of two parameters. */
#include "api/handles.h"
#include "base/memory.h"
#include "lab/descent.h"

/* --- surfaces -------------------------------------------------------------------------------
 */

static const sp_surface *surface_at(int kind)
{
    int count;
    const sp_surface *const *all = sp_surfaces(&count);
    SP_ASSERT(kind >= 0 && kind < count);
    return all[kind];
}

double sp_surface_value(int kind, const double *params, double x, double y, double *gradient)
{
    return surface_at(kind)->value(params, x, y, gradient);
}

void sp_surface_grid(int kind, const double *params, const double *window, size_t nx, size_t ny,
                     double *values)
{
    sp_surface_fill(surface_at(kind), params, window, nx, ny, values);
}

double sp_surface_info(int kind, int what)
{
    enum { START = 4, MINIMA = 6, FIRST = 7 };
    const sp_surface *s = surface_at(kind);
    SP_ASSERT(what >= 0 && what < FIRST + 2 * s->n_minima);
    if (what < START) return s->view[what];
    if (what < MINIMA) return s->start[what - START];
    if (what == MINIMA) return s->n_minima;
    return s->minima[(what - FIRST) / 2][(what - FIRST) % 2];
}

/* --- descent --------------------------------------------------------------------------------
 */

sp_descent *sp_descent_new(sp_draft *d)
{
    sp_descent *descent = sp_memory_take(sizeof *descent);
    if (!descent) {
        sp_fail(&d->error, SP_NO_MEMORY, "memory", "out of memory");
        return NULL;
    }
    if (sp_descent_open(descent, &d->spec, &d->error) == SP_OK) return descent;
    sp_memory_give(descent);
    return NULL;
}

void sp_descent_free(sp_descent *d)
{
    if (!d) return;
    sp_descent_close(d);
    sp_memory_give(d);
}

double sp_descent_step(sp_descent *d, double n)
{
    double made = 0;
    while (made < n && sp_descent_update(d)) made++;
    return made;
}

double sp_descent_info(const sp_descent *d, int what)
{
    const double values[] = {(double)d->updates,
                             (double)d->diverged_at,
                             (double)d->rows,
                             d->here[SP_PATH_X],
                             d->here[SP_PATH_Y],
                             d->here[SP_PATH_VALUE],
                             d->here[SP_PATH_GRAD_NORM],
                             sp_descent_step_size(d, d->updates + 1)};
    SP_ASSERT(what >= 0 && what < (int)SP_COUNT(values));
    return values[what];
}

const double *sp_descent_column(const sp_descent *d, int column)
{
    SP_ASSERT(column >= 0 && column < SP_PATH_COLUMNS);
    return d->path + (size_t)column * d->capacity;
}
