/* The data set `digits`: images of 0..9 drawn by data/digits.c, classes in equal shares. */
#include "data/digits.h"
#include "data/generate.h"
#include "data/kinds.h"

enum { DIFFICULTY = SP_GEN_OWN };

static const sp_param params[] = {
    SP_GENERATOR_PARAMS(2000, 1000),
    {"difficulty", 0.5, 0, 1, false, NULL},
};

static void draw(const sp_dataset *d, const double *value, sp_rng *r, size_t i, sp_split *split)
{
    split->labels[i] = (int32_t)(i % (size_t)d->classes);
    sp_digits_draw(r, split->labels[i], (float)value[DIFFICULTY],
                   split->bytes + i * SP_DIGIT_PIXELS);
}

static sp_status build(sp_dataset *d, const sp_data_request *q, sp_error *e)
{
    d->shape = sp_shape_image(1, SP_DIGIT_SIDE, SP_DIGIT_SIDE);
    d->classes = d->outputs = 10;
    d->scale = 1.0f / 255.0f;
    const sp_status status = sp_generate_open(d, q, true, e);
    return status == SP_OK ? sp_generate_draw(d, q, draw, e) : status;
}

const sp_dataset_kind sp_data_digits = {
    {"digits", params, SP_COUNT(params), "data/digits.c", ""}, build, NULL};
