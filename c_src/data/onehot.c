/* The data set `onehot`: an example is one of many categories, given by a 1 in its place.
 * Category k = 1, 2, ... comes with probability proportional to 1 / k^exponent (Zipf 1949): a
 * few are seen in every batch, most hardly ever. Each has a true weight wk ~ N(0, 1).
 *   regression  y = wk + noise N(0, 1)
 *   classes     class 1 where wk + noise N(0, 1) > 0, else class 0 */
#include "base/fmath.h"
#include "data/generate.h"
#include "data/kinds.h"

enum { CATEGORIES = SP_GEN_OWN, EXPONENT, TASK, NOISE };
enum { REGRESSION, CLASSES };

static const sp_param params[] = {
    SP_GENERATOR_PARAMS(2000, 1000),     {"categories", 100, 2, 10000, true, NULL},
    {"exponent", 1, 0, 4, false, NULL},  {"task", 0, 0, 1, true, "regression|classes"},
    {"noise", 0.1, 0, 100, false, NULL},
};

/* work holds the sums of the categories' frequencies, up to and with each. */
static size_t draw_category(const sp_dataset *d, sp_rng *r)
{
    const double u = ((double)sp_rng_u32(r) + 0.5) * 0x1p-32 * d->work[d->n_work - 1];
    size_t low = 0, high = d->n_work - 1; /* the first sum above u is in low .. high */
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (d->work[middle] > u)
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

static void draw(const sp_dataset *d, const double *value, sp_rng *r, size_t i, sp_split *split)
{
    const size_t k = draw_category(d, r);
    const float y = d->truth[k] + (float)value[NOISE] * sp_rng_normal(r);

    split->bytes[i * d->n_work + k] = 1;
    if (split->labels)
        split->labels[i] = y > 0;
    else
        split->targets[i] = y;
}

static sp_status build(sp_dataset *d, const sp_data_request *q, sp_error *e)
{
    const double *value = q->choice->value;
    const size_t n = (size_t)value[CATEGORIES];
    d->shape = sp_shape_flat((int)n);
    d->classes = value[TASK] == CLASSES ? 2 : 0;
    d->outputs = d->classes ? d->classes : 1;
    d->n_truth = n + 1;
    d->n_work = n;
    const sp_status status = sp_generate_open(d, q, true, e);
    if (status != SP_OK) return status;

    sp_rng task = sp_generate_task(q);
    double sum = 0;
    for (size_t k = 0; k < n; k++) {
        d->truth[k] = sp_rng_normal(&task); /* truth[n], the bias, is 0 */
        sum += 1 / (double)sp_pow((float)(k + 1), (float)value[EXPONENT]);
        d->work[k] = sum;
    }
    return sp_generate_draw(d, q, draw, e);
}

const sp_dataset_kind sp_data_onehot = {
    {"onehot", params, SP_COUNT(params), "data/onehot.c", ""}, build, NULL};
