/* The data set `arrays`: numbers that the caller already has.
 * Blocks: trainX, testX, validationX, float32 (n, size); and trainY, testY, validationY, int32
 * classes (n) when `classes` > 0, else float32 targets (n, outputs). Only the training blocks
 * must be there. */
#include <string.h>

#include "data/kinds.h"

enum { CHANNELS, HEIGHT, WIDTH, FLAT, CLASSES, OUTPUTS };

static const sp_param params[] = {
    {"channels", 1, 1, 1 << 24, true, NULL}, {"height", 1, 1, 4096, true, NULL},
    {"width", 1, 1, 4096, true, NULL},       {"flat", 1, 0, 1, true, NULL},
    {"classes", 0, 0, 65536, true, NULL},    {"outputs", 1, 1, 65536, true, NULL},
};

static const char *const x_paths[] = {"data.trainX", "data.testX", "data.validationX"};
static const char *const y_paths[] = {"data.trainY", "data.testY", "data.validationY"};

static sp_status check_finite(const sp_block *b, size_t size, sp_error *e)
{
    for (size_t i = 0; i < b->bytes / sizeof(float); i++) {
        float value;
        memcpy(&value, b->p + i * sizeof value, sizeof value);
        if (value - value != 0) {
            return sp_fail(e, SP_INVALID, b->path,
                           "number %z of example %z is %g: all must be finite", i % size,
                           i / size, (double)value);
        }
    }
    return SP_OK;
}

static sp_status check_labels(const sp_block *b, int classes, sp_error *e)
{
    for (size_t i = 0; i < b->bytes / sizeof(int32_t); i++) {
        int32_t label;
        memcpy(&label, b->p + i * sizeof label, sizeof label);
        if (label < 0 || label >= classes) {
            return sp_fail(e, SP_INVALID, b->path,
                           "label %z is %d: with %d classes it must be from 0 to %d", i,
                           (int)label, classes, classes - 1);
        }
    }
    return SP_OK;
}

static sp_status check_split(sp_dataset *d, const sp_data_request *q, int s, sp_error *e)
{
    const sp_block *x = sp_request_block(q, x_paths[s]), *y = sp_request_block(q, y_paths[s]);
    if (!x && !y && s != SP_SPLIT_TRAIN) return SP_OK;
    if (!x || !y) {
        const char *path = x ? y_paths[s] : x_paths[s];
        return sp_fail(e, SP_INVALID, path, "the array %s is missing", path + 5);
    }

    /* In 64 bits and compared with the bytes that are there: the shape alone proves nothing. */
    const uint64_t size =
        (uint64_t)d->shape.channels * (uint64_t)d->shape.height * (uint64_t)d->shape.width;
    const size_t y_row = (d->classes ? 1 : (size_t)d->outputs) * 4;
    if (x->bytes == 0 || x->bytes % 4 || x->bytes / 4 % size) {
        return sp_fail(e, SP_INVALID, x->path,
                       "%z bytes are not a whole number of examples of %g floats", x->bytes,
                       (double)size);
    }
    d->split[s].n = x->bytes / 4 / (size_t)size;
    if (y->bytes % y_row || y->bytes / y_row != d->split[s].n) {
        return sp_fail(e, SP_INVALID, y->path,
                       "%z bytes of targets do not fit %z examples with %z bytes each",
                       y->bytes, d->split[s].n, y_row);
    }
    const sp_status status = check_finite(x, (size_t)size, e);
    if (status != SP_OK) return status;
    return d->classes ? check_labels(y, d->classes, e) : check_finite(y, y_row / 4, e);
}

static sp_status build(sp_dataset *d, const sp_data_request *q, sp_error *e)
{
    const double *value = q->choice->value;
    d->shape = (sp_shape){(int)value[CHANNELS], (int)value[HEIGHT], (int)value[WIDTH],
                          value[FLAT] != 0};
    d->classes = (int)value[CLASSES];
    d->outputs = d->classes ? d->classes : (int)value[OUTPUTS];
    if (d->shape.flat && (d->shape.height > 1 || d->shape.width > 1)) {
        return sp_fail(e, SP_INVALID, "data.flat",
                       "rows of numbers have height 1 and width 1, not %d and %d",
                       d->shape.height, d->shape.width);
    }

    sp_status status = SP_OK;
    for (int s = 0; s < SP_SPLITS && status == SP_OK; s++) status = check_split(d, q, s, e);
    if (status == SP_OK) status = sp_dataset_open(d, false, e);
    if (status != SP_OK) return status;

    for (int s = 0; s < SP_SPLITS; s++) {
        if (!d->split[s].n) continue;
        const sp_block *x = sp_request_block(q, x_paths[s]),
                       *y = sp_request_block(q, y_paths[s]);
        memcpy(d->split[s].floats, x->p, x->bytes);
        memcpy(d->classes ? (void *)d->split[s].labels : (void *)d->split[s].targets, y->p,
               y->bytes);
    }
    return SP_OK;
}

const sp_dataset_kind sp_data_arrays = {
    {"arrays", params, SP_COUNT(params), "data/arrays.c", ""},
    build,
    "trainX|trainY|testX|testY|validationX|validationY"};
