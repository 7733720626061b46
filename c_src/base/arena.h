/* arena: one block of memory, measured first, taken once, handed out from front to back.
 *
 * The same code lays a thing out twice: on a measuring arena (no block behind it: sp_arena_take
 * only counts) and then on the real one. So sizes are written down in one place. Every piece is
 * aligned to 64 bytes and zeroed; sizes that overflow make the arena `failed`, never wrap. */
#ifndef SP_BASE_ARENA_H
#define SP_BASE_ARENA_H

#include "base/common.h"

typedef struct sp_arena {
    unsigned char *block; /* NULL while measuring */
    size_t size;          /* bytes of the block */
    size_t used;          /* bytes handed out, or counted */
    bool failed;          /* a size overflowed */
} sp_arena;

/* Room for `count` things of `size` bytes. NULL while measuring and when the arena has failed.
 */
void *sp_arena_take(sp_arena *a, size_t count, size_t size);

/* Takes the block for what `measured` counted; on failure sets `e` (path "memory"). */
sp_status sp_arena_open(sp_arena *a, const sp_arena *measured, sp_error *e);
void sp_arena_close(sp_arena *a);

#endif
