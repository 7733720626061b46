/* hash: FNV-1a, 64 bits (Fowler, Noll & Vo), to compare results. */
#ifndef SP_BASE_HASH_H
#define SP_BASE_HASH_H

#include "base/common.h"

#define SP_HASH_START 0xcbf29ce484222325ULL

/* Goes on from `hash` over `n` bytes. */
uint64_t sp_hash_bytes(uint64_t hash, const void *p, size_t n);

/* The same over the little-endian bytes of n floats; every NaN counts as 0x7fc00000, because
 * machines differ in the sign and payload of the NaNs that they make. */
uint64_t sp_hash_floats(uint64_t hash, const float *p, size_t n);

/* 16 hexadecimal digits and a final 0. */
void sp_hash_text(uint64_t hash, char text[17]);

#endif
