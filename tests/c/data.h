/* data: data sets from a line of text, for tests. */
#ifndef SP_TESTS_DATA_H
#define SP_TESTS_DATA_H

#include "data/dataset.h"

enum { DATA_MOST_BLOCKS = 12 };

/* What a test asks for: a kind, "train=10 shape=moons prepare.test=0.5", and blocks. */
typedef struct data_request {
    sp_choice choice, prepare;
    sp_block blocks[DATA_MOST_BLOCKS];
    sp_data_request q;
} data_request;

/* Fails the test where a field is not possible. `seed` is the run's. */
void data_ask(data_request *r, const char *kind, const char *fields, uint64_t seed);
void data_lend(data_request *r, const char *path, const void *p, size_t bytes);

/* Builds it; fails the test if that is not possible. */
sp_dataset data_build(data_request *r);
/* The same for a kind without blocks and seed 1. */
sp_dataset data_of(const char *kind, const char *fields);

/* Fails the test unless the request is SP_INVALID at `path` with a message that contains
 * `message`, and nothing stays in memory. */
void data_refused(data_request *r, const char *path, const char *message);

/* Fails the test unless each failure to take memory, of more than `least`, is told as such and
 * leaves nothing in memory. */
void data_lack_is_told(data_request *r, size_t least);

/* Fails the test unless |value - wanted| <= within. */
void data_near(double value, double wanted, double within);

/* Example i of a split as a net sees it, number j of it. */
float data_at(const sp_dataset *d, int split, size_t i, size_t j);

/* A hash of all examples as a net sees them, and of their targets. */
uint64_t data_hash(const sp_dataset *d);

#endif
