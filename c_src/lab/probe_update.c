/* arithmetic: one weight's part in the last update, number after number as the rule's formula
 * has them (optim/, `explain`), in double; `before` and `after` are what float arithmetic made
 * of it. Cost: nothing.
 *
 * effectiveStep: for every weight, of the last update
 *   rate   what the rule multiplied its gradient (or the gradient's running mean) by:
 *          eta / sqrt(G + eps) for AdaGrad, eta for plain descent; formulas in optim/
 *   ratio  |change of the weight| / |its gradient|, NaN where the gradient is 0
 * Cost: about 0.2 microseconds for each weight.
 *
 * Both look at what stood before the update. A run keeps that only when asked to, so the first
 * of these probes asks and is refused, and there is an answer after the next update. */
#include <math.h>
#include <string.h>

#include "lab/probe.h"

static sp_status need_last(sp_probe *p, sp_error *e)
{
    sp_last *l = &p->r->last;
    if (l->w && l->step.t) return SP_OK;
    const sp_status status = l->w ? SP_OK : sp_last_open(l, p->r->rule, p->r->n, e);
    if (status != SP_OK) return status;
    return sp_fail(
        e, SP_INVALID, "",
        "no update has been kept yet: they are from now on, so make one and ask again");
}

/* The update of weights at .. at + count - 1 over again, on copies: writes w and what it was.
 */
enum { PIECE = 256 };

static void redo(const sp_step *whole, size_t at, size_t count, float *w, const float **before)
{
    float memory[SP_MAX_STATE][PIECE], *state[SP_MAX_STATE] = {0};
    for (int k = 0; k < whole->rule->states; k++) {
        memcpy(memory[k], whole->state[k] + at, count * sizeof(float));
        state[k] = memory[k];
    }
    *before = whole->w + at;
    memcpy(w, *before, count * sizeof *w);
    sp_step s = *whole;
    s.n = count;
    s.w = w;
    s.g = whole->g + at;
    s.state = state;
    s.rule->step(&s);
}

/* --- arithmetic -----------------------------------------------------------------------------
 */

enum { WEIGHT };

static const sp_param arithmetic_params[] = {{"weight", 0, 0, 1e9, true, NULL}};

enum { NAMES_MAX = 400, NAMES_OF_ALL = 4 };

typedef struct arithmetic {
    double update, weight, before, after;
    char names[NAMES_MAX];
    double *values;
} arithmetic;

static sp_status plan_arithmetic(sp_probe *p, sp_error *e)
{
    const double weight = sp_probe_option(p, WEIGHT);
    if (weight >= (double)p->r->n) {
        return sp_fail(e, SP_INVALID, "weight", "there is no weight %g: the net has %z, from 0",
                       weight, p->r->n);
    }
    return need_last(p, e);
}

static void layout_arithmetic(sp_probe *p, sp_arena *a)
{
    arithmetic *o = p->own;
    sp_probe_tell(p, "update", &o->update);
    sp_probe_tell(p, "weight", &o->weight);
    sp_probe_tell(p, "before", &o->before);
    sp_probe_tell(p, "after", &o->after);
    sp_probe_tell_text(p, "names", o->names);
    o->values = sp_probe_take_doubles(p, a, "values", SP_MAX_TERMS + NAMES_OF_ALL);
}

static bool arithmetic_some(sp_probe *p)
{
    arithmetic *o = p->own;
    const size_t i = (size_t)sp_probe_option(p, WEIGHT);
    const sp_step s = sp_last_step(&p->r->last);
    float w;
    const float *before;
    redo(&s, i, 1, &w, &before);
    o->update = (double)s.t;
    o->weight = (double)i;
    o->before = (double)*before;
    o->after = (double)w;

    sp_terms first = {0}, t = {0};
    sp_tell(&first, "w_before", o->before);
    sp_tell(&first, "g", (double)s.g[i]);
    sp_tell(&first, "eta", (double)s.lr);
    s.rule->explain(&s, i, &t);
    size_t used = 0;
    for (int k = 0; k < first.n + t.n + 1; k++) {
        const int j = k - first.n;
        const bool last = j == t.n;
        const char *name = j < 0 ? first.name[k] : last ? "w" : t.name[j];
        const double step = t.value[t.n - 1];
        o->values[k] = j < 0 ? first.value[k] : last ? o->before - step : t.value[j];
        used += sp_format(o->names + used, sizeof o->names - used, k ? "|%s" : "%s", name);
    }
    sp_probe_shorten(p, "values", (size_t)(first.n + t.n + 1));
    return false;
}

const sp_probe_kind sp_probe_arithmetic = {
    .head = {"arithmetic", arithmetic_params, SP_COUNT(arithmetic_params), "lab/probe_update.c",
             ""},
    .own = sizeof(arithmetic),
    .plan = plan_arithmetic,
    .layout = layout_arithmetic,
    .some = arithmetic_some,
};

/* --- effective step -------------------------------------------------------------------------
 */

typedef struct effective {
    size_t at;
    float *rate, *ratio;
    double update;
} effective;

static void layout_effective(sp_probe *p, sp_arena *a)
{
    effective *o = p->own;
    o->rate = sp_probe_take_floats(p, a, "rate", p->r->n);
    o->ratio = sp_probe_take_floats(p, a, "ratio", p->r->n);
    sp_probe_tell(p, "update", &o->update);
}

static double rate_of(const sp_step *s, size_t i)
{
    sp_terms t = {0};
    s->rule->explain(s, i, &t);
    for (int k = 0; k < t.n; k++) {
        if (strcmp(t.name[k], "rate") == 0) return t.value[k];
    }
    return SP_NOT_MEASURED;
}

static bool effective_some(sp_probe *p)
{
    enum { PART = 16 * PIECE };
    effective *o = p->own;
    const sp_step s = sp_last_step(&p->r->last);
    const size_t end = p->r->n - o->at < PART ? p->r->n : o->at + PART;
    while (o->at < end) {
        const size_t count = end - o->at < PIECE ? end - o->at : PIECE;
        float w[PIECE];
        const float *before;
        redo(&s, o->at, count, w, &before);
        for (size_t i = 0; i < count; i++) {
            const float g = fabsf(s.g[o->at + i]);
            o->ratio[o->at + i] = g > 0 ? fabsf(w[i] - before[i]) / g : (float)SP_NOT_MEASURED;
            o->rate[o->at + i] = (float)rate_of(&s, o->at + i);
        }
        o->at += count;
    }
    o->update = (double)s.t;
    p->progress = (double)o->at / (double)p->r->n;
    return o->at < p->r->n;
}

const sp_probe_kind sp_probe_effective_step = {
    .head = {"effectiveStep", NULL, 0, "lab/probe_update.c", ""},
    .own = sizeof(effective),
    .plan = need_last,
    .layout = layout_effective,
    .some = effective_some,
};
