/* memory: the only place that takes memory from the C library.
 *
 * Counts what is held, so that a leak shows, and can be told to fail, so that every failure
 * path is tested. This counter is the core's only mutable global. */
#ifndef SP_BASE_MEMORY_H
#define SP_BASE_MEMORY_H

#include "base/common.h"

/* `bytes` zeroed bytes aligned to 64, or NULL. */
void *sp_memory_take(size_t bytes);
void sp_memory_give(void *p); /* NULL is allowed */

/* Bytes held now. */
size_t sp_memory_live(void);

/* For tests: the n-th take from now fails (1 the next), and all after it; 0 ends that. */
void sp_memory_fail_at(size_t n);
/* Takes made since the last sp_memory_fail_at. */
size_t sp_memory_takes(void);

/* For tests: as if there were only so many bytes; 0 ends that. */
void sp_memory_limit(size_t bytes);

#endif
