#include "lab/last.h"

#include <string.h>

static void lay_out(sp_last *l, const sp_optimizer *rule, size_t n, sp_arena *a)
{
    l->w = sp_arena_take(a, n, sizeof *l->w);
    l->g = sp_arena_take(a, n, sizeof *l->g);
    for (int k = 0; k < rule->states; k++) l->state[k] = sp_arena_take(a, n, sizeof(float));
}

sp_status sp_last_open(sp_last *l, const sp_optimizer *rule, size_t n, sp_error *e)
{
    sp_arena measure = {0};
    *l = (sp_last){0};
    lay_out(l, rule, n, &measure);
    const sp_status status = sp_arena_open(&l->arena, &measure, e);
    if (status == SP_OK) lay_out(l, rule, n, &l->arena);
    return status;
}

void sp_last_close(sp_last *l)
{
    sp_arena_close(&l->arena);
    *l = (sp_last){0};
}

void sp_last_note(sp_last *l, const sp_step *s)
{
    const size_t bytes = s->n * sizeof(float);
    memcpy(l->w, s->w, bytes);
    memcpy(l->g, s->g, bytes);
    for (int k = 0; k < s->rule->states; k++) memcpy(l->state[k], s->state[k], bytes);
    memcpy(l->hyper, s->hyper, sizeof l->hyper);
    memcpy(l->memory, s->memory, sizeof l->memory);
    l->step = *s;
}

sp_step sp_last_step(sp_last *l)
{
    sp_step s = l->step;
    s.w = l->w;
    s.g = l->g;
    s.state = l->state;
    s.hyper = l->hyper;
    s.memory = l->memory;
    return s;
}
