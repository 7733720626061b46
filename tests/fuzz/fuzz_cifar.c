/* Up to eight files of CIFAR's record lengths, or nearly. A file is a byte for which part it
 * is, one for how many records, one for their kind and how many bytes are too many, and a
 * pattern that is repeated to its length: inputs stay short, although a record is long. */
#include "fuzz.h"

#include <stdlib.h>

#include "data/kinds.h"

static void lend_file(fuzz_request *r, fuzz_input *in, const char *path)
{
    const size_t records = fuzz_byte(in) % 5, kind = fuzz_byte(in);
    size_t n = records * (3073 + (kind & 1)) + (kind >> 4), pattern = fuzz_byte(in) % 64;
    unsigned char *some = fuzz_bytes(in, &pattern), *file = malloc(n ? n : 1);
    for (size_t i = 0; i < n; i++) file[i] = pattern ? some[i % pattern] : 0;
    free(some);
    fuzz_lend(r, path, file, n);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static const char *const paths[] = {"data.train",   "data.test",    "data.train.0",
                                        "data.train.1", "data.train.2", "data.train.3",
                                        "data.train.4", "data.train.5"};
    fuzz_input in = {p, n};
    fuzz_request r;
    fuzz_ask(&r, &sp_data_cifar, &in);
    while (in.left && r.q.n_blocks < 8) lend_file(&r, &in, paths[fuzz_byte(&in) % 8]);
    fuzz_judge(&r);
    return 0;
}
