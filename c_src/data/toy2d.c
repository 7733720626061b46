/* The data set `toy2d`: points of the plane in classes of equal shares, for pictures.
 *   gauss    a round cloud for each class; centres evenly on the unit circle, which is turned
 * by a random angle circles  class c on the circle of radius (c + 1) / classes around 0 moons
 * two half circles which reach into each other xor      the square -1 .. 1; class 0 where both
 * coordinates have the same sign spirals  one arm for each class, `turns` times around 0 Both
 * coordinates of every point then get normal noise of deviation `noise`. */
#include "base/fmath.h"
#include "data/generate.h"
#include "data/kinds.h"

enum { SHAPE = SP_GEN_OWN, CLASSES, NOISE, TURNS };
enum { GAUSS, CIRCLES, MOONS, XOR, SPIRALS };

static const sp_param params[] = {
    SP_GENERATOR_PARAMS(500, 500),
    {"shape", 0, 0, 4, true, "gauss|circles|moons|xor|spirals"},
    {"classes", 2, 2, 12, true, NULL},
    {"noise", 0.1, 0, 2, false, NULL},
    {"turns", 1, 0.25, 3, false, NULL},
};

static const float PI = 3.14159265358979323846f;

typedef struct point {
    float x, y;
} point;

static point polar(float radius, float angle)
{
    return (point){radius * sp_cos(angle), radius * sp_sin(angle)};
}

/* A point of class c of `classes`, without noise. u, v: uniform in [0, 1). */
static point place(int shape, float c, float classes, float turns, float start, float u,
                   float v)
{
    switch (shape) {
    case GAUSS:
        return polar(1, start + 2 * PI * c / classes);
    case CIRCLES:
        return polar((c + 1) / classes, 2 * PI * u);
    case MOONS: {
        const point half = polar(1, PI * u); /* moved, so that 0 lies between the two */
        return c < 1 ? (point){half.x - 0.5f, half.y - 0.25f}
                     : (point){0.5f - half.x, 0.25f - half.y};
    }
    case XOR: {
        const float x = 2 * u - 1;
        return (point){x, (x < 0) == (c < 1) ? -v : v};
    }
    default:
        return polar(0.05f + 0.95f * u, 2 * PI * (turns * u + c / classes));
    }
}

static void draw(const sp_dataset *d, const double *value, sp_rng *r, size_t i, sp_split *split)
{
    const size_t label = i % (size_t)d->classes;
    const float u = sp_rng_uniform(r), v = sp_rng_uniform(r);
    const float noise = (float)value[NOISE];
    const point p = place((int)value[SHAPE], (float)label, (float)d->classes,
                          (float)value[TURNS], (float)d->work[0], u, v);

    split->labels[i] = (int32_t)label;
    split->floats[2 * i] = p.x + noise * sp_rng_normal(r);
    split->floats[2 * i + 1] = p.y + noise * sp_rng_normal(r);
}

static sp_status build(sp_dataset *d, const sp_data_request *q, sp_error *e)
{
    const double *value = q->choice->value;
    if ((value[SHAPE] == MOONS || value[SHAPE] == XOR) && value[CLASSES] != 2) {
        return sp_fail(e, SP_INVALID, "data.classes", "%s has two classes, not %d",
                       value[SHAPE] == MOONS ? "moons" : "xor", (int)value[CLASSES]);
    }
    d->shape = sp_shape_flat(2);
    d->classes = d->outputs = (int)value[CLASSES];
    d->n_work = 1; /* by how much the cloud's circle is turned */
    const sp_status status = sp_generate_open(d, q, false, e);
    if (status != SP_OK) return status;

    sp_rng task = sp_generate_task(q);
    d->work[0] = (double)(2 * PI * sp_rng_uniform(&task));
    return sp_generate_draw(d, q, draw, e);
}

const sp_dataset_kind sp_data_toy2d = {
    {"toy2d", params, SP_COUNT(params), "data/toy2d.c", ""}, build, NULL};
