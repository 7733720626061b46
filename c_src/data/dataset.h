/* dataset: examples in memory, and the table of what makes them (generators and parsers).
 *
 * Inputs stay bytes where they came as bytes and become floats only when a batch is gathered;
 * they are scaled then, too. A data set is one arena, read-only once built, and shared by runs.
 */
#ifndef SP_DATA_DATASET_H
#define SP_DATA_DATASET_H

#include "base/arena.h"
#include "base/kind.h"
#include "base/rng.h"
#include "tensor/shape.h"

enum { SP_SPLIT_TRAIN, SP_SPLIT_TEST, SP_SPLIT_VALIDATION, SP_SPLITS };

typedef struct sp_split {
    size_t n;
    uint8_t *bytes;  /* (n, size), or NULL and then: */
    float *floats;   /* (n, size) */
    int32_t *labels; /* (n) classes from 0, or NULL and then: */
    float *targets;  /* (n, outputs) */
} sp_split;

typedef struct sp_dataset {
    sp_shape shape;     /* of one example */
    int classes;        /* 0: regression */
    int outputs;        /* classes, or numbers in a target */
    float scale, shift; /* of a byte, where center is NULL: x = scale * byte + shift */
    /* (size) each, or NULL: x = (raw - center) * factor, where raw is the byte or float */
    float *center, *factor;
    sp_split split[SP_SPLITS];

    /* Where a generator's targets come from a weighted sum of its inputs: these weights, then
     * the bias, in the order of a dense layer's parameters. NULL: not so. */
    float *truth;
    size_t n_truth;
    /* One name behind the other, each ended by 0: of the inputs, of the classes. NULL: none. */
    char *input_names, *class_names;
    size_t input_name_bytes, class_name_bytes;

    /* --- while it is built --- */
    bool scaled;       /* center and factor are wanted */
    bool missing;      /* NaN stands for inputs that are not known */
    double test_share; /* of the examples, split off where no other share is asked for */
    double *work;      /* (n_work) numbers that a generator keeps while it draws */
    size_t n_work;

    sp_arena arena;
    int holders; /* freed when the last one lets go */
} sp_dataset;

/* Bytes given with the spec under a path such as "data.trainImages"; borrowed while building.
 */
typedef struct sp_block {
    char path[SP_PATH_MAX];
    const unsigned char *p;
    size_t bytes;
} sp_block;

/* Parameters of `prepare` in the order of the catalogue's table. */
enum { SP_PREPARE_SCALING, SP_PREPARE_VALIDATION, SP_PREPARE_TEST, SP_PREPARE_SHIFT };
enum { SP_SCALING_NONE, SP_SCALING_STANDARDISE, SP_SCALING_MINMAX };

typedef struct sp_data_request {
    const sp_choice *choice;  /* the kind and its parameters */
    const sp_choice *prepare; /* what is done to every kind's examples; NULL: nothing */
    uint64_t seed;            /* of the run */
    const sp_block *blocks;
    int n_blocks;
} sp_data_request;

typedef struct sp_dataset_kind {
    sp_kind head;
    sp_status (*build)(sp_dataset *d, const sp_data_request *q, sp_error *e);
    const char *blocks; /* the blocks it takes, "trainImages|trainLabels", or NULL */
} sp_dataset_kind;

/* All kinds; `count` tells how many. */
const sp_dataset_kind *const *sp_dataset_kinds(int *count);

/* Builds and prepares what is asked for; on failure `d` holds nothing. */
sp_status sp_dataset_build(sp_dataset *d, const sp_data_request *q, sp_error *e);
void sp_dataset_close(sp_dataset *d);

/* Copies examples index[0 .. n-1] of a split to x (n, size), as a net sees them. */
void sp_dataset_gather(const sp_dataset *d, int split, const uint32_t *index, size_t n,
                       float *x);

/* The same for images that are moved first, each by its own random whole numbers of pixels,
 * -shift .. shift, across and down; shift is less than the images' sides. What comes in from
 * outside is raw 0 (black, or paper). Two draws of `r` for each example. */
void sp_dataset_gather_shifted(const sp_dataset *d, int split, const uint32_t *index, size_t n,
                               float *x, int shift, sp_rng *r);

/* SP_INVALID at "prepare.shift" if images of this shape cannot be shifted so far. */
sp_status sp_check_shift(sp_shape shape, double shift, sp_error *e);

/* --- for the kinds --------------------------------------------------------------------------
 */

/* The block of that path, or NULL. */
const sp_block *sp_request_block(const sp_data_request *q, const char *path);

/* SP_INVALID if a block is of a kind that people take for the file itself: gzip, zip. */
sp_status sp_block_check_plain(const sp_block *b, sp_error *e);

/* The kind's parameter `seed` where it has one and it is not -1, else the run's seed. */
uint64_t sp_request_seed(const sp_data_request *q);

/* Takes memory for split[s].n examples of d->shape in every split: inputs as bytes or floats,
 * labels when d->classes > 0, else targets; and for truth, names and work, as many as said. */
sp_status sp_dataset_open(sp_dataset *d, bool as_bytes, sp_error *e);

/* What `prepare` asks for, done to the examples as the kind made them (data/prepare.c). */
sp_status sp_dataset_prepare(sp_dataset *d, const sp_data_request *q, sp_error *e);

#endif
