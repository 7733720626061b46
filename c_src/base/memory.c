#include "base/memory.h"

#include <stdlib.h>
#include <string.h>

enum { ALIGNMENT = 64 };

/* In front of every piece, so that giving it back needs no size. */
typedef struct header {
    void *block;
    size_t bytes;
} header;

static struct {
    size_t live, takes, fail_at, limit;
} memory;

void *sp_memory_take(size_t bytes)
{
    memory.takes++;
    if (memory.fail_at && memory.takes >= memory.fail_at) return NULL;
    if (bytes > SIZE_MAX - 2 * ALIGNMENT) return NULL;
    if (memory.limit && (memory.live > memory.limit || bytes > memory.limit - memory.live)) {
        return NULL;
    }

    /* The header lies in the ALIGNMENT bytes before the piece. */
    unsigned char *block = malloc(bytes + 2 * ALIGNMENT);
    if (!block) return NULL;
    const size_t past = (size_t)((uintptr_t)block % ALIGNMENT);
    unsigned char *p = block + ALIGNMENT + (ALIGNMENT - past) % ALIGNMENT;
    ((header *)(void *)p)[-1] = (header){block, bytes};
    memory.live += bytes;
    memset(p, 0, bytes);
    return p;
}

void sp_memory_give(void *p)
{
    if (!p) return;
    const header h = ((header *)p)[-1];
    memory.live -= h.bytes;
    free(h.block);
}

size_t sp_memory_live(void)
{
    return memory.live;
}

void sp_memory_fail_at(size_t n)
{
    memory.fail_at = n;
    memory.takes = 0;
}

size_t sp_memory_takes(void)
{
    return memory.takes;
}

void sp_memory_limit(size_t bytes)
{
    memory.limit = bytes;
}
