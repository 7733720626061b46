#include "base/hash.h"

#include <string.h>

static const uint64_t PRIME = 0x100000001b3ULL;

uint64_t sp_hash_bytes(uint64_t hash, const void *p, size_t n)
{
    const unsigned char *byte = p;
    for (size_t i = 0; i < n; i++) hash = (hash ^ byte[i]) * PRIME;
    return hash;
}

uint64_t sp_hash_floats(uint64_t hash, const float *p, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        uint32_t bits;
        memcpy(&bits, &p[i], sizeof bits);
        if (p[i] != p[i]) bits = 0x7fc00000;
        for (int shift = 0; shift < 32; shift += 8) {
            hash = (hash ^ ((bits >> shift) & 255)) * PRIME;
        }
    }
    return hash;
}

void sp_hash_text(uint64_t hash, char text[17])
{
    for (int i = 0; i < 16; i++) text[i] = "0123456789abcdef"[(hash >> (60 - 4 * i)) & 15];
    text[16] = 0;
}
