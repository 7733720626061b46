#include "base/arena.h"

#include "base/memory.h"

enum { ALIGNMENT = 64 };

void *sp_arena_take(sp_arena *a, size_t count, size_t size)
{
    if (a->failed) return NULL;
    if (size && count > (SIZE_MAX - ALIGNMENT - a->used) / size) {
        a->failed = true;
        return NULL;
    }
    const size_t bytes = (count * size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    unsigned char *piece = a->block ? a->block + a->used : NULL;
    a->used += bytes;
    SP_ASSERT(!a->block || a->used <= a->size);
    return piece;
}

sp_status sp_arena_open(sp_arena *a, const sp_arena *measured, sp_error *e)
{
    *a = (sp_arena){0};
    if (!measured->failed) a->block = sp_memory_take(measured->used);
    if (!a->block) {
        return sp_fail(e, SP_NO_MEMORY, "memory", "out of memory: this needs %g MB",
                       measured->failed ? 1.0 / 0.0 : (double)measured->used / 1e6);
    }
    a->size = measured->used;
    return SP_OK;
}

void sp_arena_close(sp_arena *a)
{
    sp_memory_give(a->block);
    *a = (sp_arena){0};
}
