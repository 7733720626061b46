/* fuzz: what the programs for libFuzzer share: reading a random input as choices and blocks,
 * and judging a data set that came out of it. A finding is a trap or a report of the
 * sanitizers. */
#ifndef SP_TESTS_FUZZ_H
#define SP_TESTS_FUZZ_H

#include "data/dataset.h"

/* libFuzzer's entry; each program defines it. */
int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n);

typedef struct fuzz_input {
    const uint8_t *p;
    size_t left;
} fuzz_input;

/* The next byte; 0 when there is none. */
unsigned fuzz_byte(fuzz_input *in);

/* The next two bytes as a number, at most `most`. */
size_t fuzz_size(fuzz_input *in, size_t most);

/* Copies the next n bytes (or all that are left) to memory of just this size, so that reading
 * beyond is noticed. To be freed. */
unsigned char *fuzz_bytes(fuzz_input *in, size_t *n);

/* A data set of `kind` as it is asked for in tests, from the input's blocks. */
typedef struct fuzz_request {
    sp_choice choice, prepare;
    sp_block blocks[12];
    sp_data_request q;
} fuzz_request;

/* The kind's options and what prepares the data are the input's next bytes. */
void fuzz_ask(fuzz_request *r, const sp_dataset_kind *kind, fuzz_input *in);
/* The block belongs to the request. */
void fuzz_lend(fuzz_request *r, const char *path, unsigned char *p, size_t n);

/* Builds it. Either it is refused with a path and a sentence, or everything about it is as its
 * header promises. Then all memory is given back. */
void fuzz_judge(fuzz_request *r);

#endif
