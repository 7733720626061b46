/* The data set `digits`: images of 0..9 drawn by data/digits.c, classes in equal shares.
 * Training, test and validation images come from streams of their own, so they are never the
 * same, and the first n of a larger set are the set of n. */
#include "data/digits.h"
#include "data/kinds.h"

enum { TRAIN, TEST, VALIDATION, DIFFICULTY, SEED };

static const sp_param params[] = {
    {"train", 2000, 1, 1000000, true, NULL},        {"test", 1000, 0, 1000000, true, NULL},
    {"validation", 0, 0, 1000000, true, NULL},      {"difficulty", 0.5, 0, 1, false, NULL},
    {"seed", -1, -1, 9007199254740991, true, NULL}, /* -1: the run's */
};

static sp_status build(sp_dataset *d, const sp_data_request *q, sp_error *e)
{
    static const uint64_t stream[] = {SP_STREAM_TRAIN, SP_STREAM_TEST, SP_STREAM_VALIDATION};
    const double *value = q->choice->value;
    const uint64_t seed = value[SEED] < 0 ? q->seed : (uint64_t)value[SEED];

    d->shape = sp_shape_image(1, SP_DIGIT_SIDE, SP_DIGIT_SIDE);
    d->classes = d->outputs = 10;
    d->scale = 1.0f / 255.0f;
    for (int s = 0; s < SP_SPLITS; s++) d->split[s].n = (size_t)value[TRAIN + s];
    const sp_status status = sp_dataset_open(d, true, e);
    if (status != SP_OK) return status;

    for (int s = 0; s < SP_SPLITS; s++) {
        sp_split *split = &d->split[s];
        sp_rng r = sp_rng_make(seed, stream[s]);
        for (size_t i = 0; i < split->n; i++) {
            split->labels[i] = (int32_t)(i % 10);
            sp_digits_draw(&r, split->labels[i], (float)value[DIFFICULTY],
                           split->bytes + i * SP_DIGIT_PIXELS);
        }
    }
    return SP_OK;
}

const sp_dataset_kind sp_data_digits = {
    {"digits", params, SP_COUNT(params), "data/digits.c", ""}, build, NULL};
