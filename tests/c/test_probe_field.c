/* Receptive fields: the formula and the measured gradient, against walking back over the layers
 * place by place. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "lab/probe.h"
#include "looks.h"
#include "runs.h"

enum { MOST_LAYERS = 4, SIDE = 28 };

/* A stack of layers along one axis; all have the same sizes along the other. */
typedef struct stack {
    int n;
    struct {
        int size, stride, padding, dilation, width; /* width: of the output */
    } layer[MOST_LAYERS];
} stack;

/* Which of SIDE pixels place `at` of layer `layer` sees; *low and *high are where the outermost
 * lie if no border cuts them off. */
static void walk_back(const stack *s, int layer, int at, bool sees[SIDE], int *low, int *high)
{
    if (layer < 0) {
        if (at >= 0 && at < SIDE) sees[at] = true;
        *low = at < *low ? at : *low;
        *high = at > *high ? at : *high;
        return;
    }
    const bool cut = at < 0 || at >= s->layer[layer].width;
    bool nothing[SIDE];
    for (int k = 0; k < s->layer[layer].size; k++) {
        const int from = at * s->layer[layer].stride - s->layer[layer].padding +
                         k * s->layer[layer].dilation;
        /* What lies in the border of zeros depends on nothing. */
        walk_back(s, layer - 1, from, cut ? nothing : sees, low, high);
    }
}

static int below(sp_rng *r, int bound)
{
    return (int)sp_rng_below(r, (uint32_t)bound);
}

/* A random stack of convolutions and average pools that fits, as fields of a spec. */
static void make(sp_rng *r, stack *s, char *fields, size_t size)
{
    size_t used = sp_format(fields, size, "data.train=8 data.test=8 ");
    int width = SIDE;
    s->n = 0;
    const int wanted = 1 + below(r, MOST_LAYERS);
    while (s->n < wanted) {
        const bool pool = below(r, 3) == 0;
        const int k = pool ? 2 + below(r, 2) : 1 + below(r, 4), stride = 1 + below(r, 2);
        const int padding = pool ? 0 : below(r, 3), dilation = pool ? 1 : 1 + below(r, 2);
        const int out = (width + 2 * padding - dilation * (k - 1) - 1) / stride + 1;
        if (out < 2 || padding > dilation * (k - 1)) continue;
        used += sp_format(fields + used, size - used, "model.%d.layer=%s model.%d.size=%d ",
                          s->n, pool ? "avgpool" : "conv2d", s->n, k);
        used += sp_format(fields + used, size - used, "model.%d.stride=%d ", s->n, stride);
        if (!pool) {
            used += sp_format(fields + used, size - used,
                              "model.%d.filters=2 model.%d.padding=%d model.%d.dilation=%d ",
                              s->n, s->n, padding, s->n, dilation);
        }
        s->layer[s->n].size = k;
        s->layer[s->n].stride = stride;
        s->layer[s->n].padding = padding;
        s->layer[s->n].dilation = dilation;
        s->layer[s->n++].width = width = out;
    }
    sp_format(fields + used, size - used, "model.%d.layer=dense", s->n);
}

static void make_positive(sp_run *r)
{
    for (size_t i = 0; i < r->n; i++) r->w[i] = fabsf(r->w[i]) + 0.01f;
}

static void measured_support_is_the_formula(void **state)
{
    (void)state;
    sp_rng rng = sp_rng_make(8, SP_STREAM_PROBE);
    for (int trial = 0; trial < 120; trial++) {
        stack s;
        char fields[1500];
        make(&rng, &s, fields, sizeof fields);
        sp_run *r = run_of(fields);
        make_positive(r);
        const int layer = below(&rng, s.n), width = s.layer[layer].width;
        const int place[2] = {below(&rng, width), below(&rng, width)};
        char options[100];
        sp_format(options, sizeof options, "layer=%d row=%d column=%d examples=2", layer,
                  place[0], place[1]);
        sp_probe *p = probe_of(r, "receptiveField", options);
        look(p);
        bool sees[2][SIDE] = {{0}};
        const double *box = doubles_of(p, "box", 4), *support = doubles_of(p, "support", 4);
        for (int axis = 0; axis < 2; axis++) {
            int low = 1000, high = -1000, first = -1, last = -1;
            walk_back(&s, layer, place[axis], sees[axis], &low, &high);
            for (int i = 0; i < SIDE; i++) {
                if (sees[axis][i] && first < 0) first = i;
                if (sees[axis][i]) last = i;
            }
            assert_true(box[axis] == low && box[axis + 2] == high);
            assert_true(support[axis] == first && support[axis + 2] == last);
            assert_true(number_of(p, "size") == high - low + 1);
        }
        const float *image = floats_of(p, "image", SIDE * SIDE);
        int pixels = 0;
        for (int i = 0; i < SIDE * SIDE; i++) {
            const bool seen = sees[0][i / SIDE] && sees[1][i % SIDE];
            assert_true((image[i] > 0) == seen);
            pixels += seen;
        }
        assert_true(number_of(p, "pixels") == pixels);
        assert_true(number_of(p, "pixels90") <= pixels && number_of(p, "pixels90") >= 1);
        sp_probe_free(p);
        sp_run_free(r);
    }
}

#define LENET                                                                                  \
    "data.train=100 data.test=50 model.0.layer=conv2d model.0.size=5 model.1.layer=relu "      \
    "model.2.layer=maxpool model.3.layer=conv2d model.3.size=5 model.4.layer=relu "            \
    "model.5.layer=maxpool model.6.layer=flatten model.7.layer=relu model.8.layer=dense "

/* 5, then 6 with jump 2, then 14, then 16 with jump 4: by the lecture's formula. */
static void field_of_a_usual_net(void **state)
{
    (void)state;
    sp_run *r = run_of(LENET);
    train(r, 5);
    static const double sizes[] = {5, 5, 6, 14, 14, 16, 16, 16, 28};
    static const double jumps[] = {1, 1, 2, 2, 2, 4, 4, 4, 0};
    for (int layer = 0; layer < 9; layer++) {
        char options[60];
        sp_format(options, sizeof options, "layer=%d examples=50", layer);
        sp_probe *p = probe_of(r, "receptiveField", options);
        look(p);
        assert_true(number_of(p, "size") == sizes[layer]);
        assert_true(number_of(p, "jump") == jumps[layer]);
        const double *box = doubles_of(p, "box", 4), *support = doubles_of(p, "support", 4);
        for (int side = 0; side < 2; side++) { /* relu and max leave gaps, never reach beyond */
            assert_true(support[side] >= box[side] && support[side + 2] <= box[side + 2]);
        }
        const double area = (box[2] - box[0] + 1) * (box[3] - box[1] + 1);
        expect_within("share90", number_of(p, "share90"), number_of(p, "pixels90") / area,
                      1e-12);
        assert_true(number_of(p, "share90") < 0.9 || layer == 0);
        sp_probe_free(p);
    }

    /* Unit 0 of the flattened maps is the first place of map 0, and 21 the place (1, 1) of
     * map 1 (maps of 4 x 4). */
    sp_probe *p = probe_of(r, "receptiveField", "layer=6 channel=21");
    look(p);
    assert_true(number_of(p, "row") == 1 && number_of(p, "column") == 1);
    assert_true(doubles_of(p, "box", 4)[0] == 4 && doubles_of(p, "box", 4)[3] == 19);
    sp_probe_free(p);

    /* One map alone, and its share of the mean over all 8. */
    double sum = 0, mean = 0;
    for (int map = -1; map < 8; map++) {
        char options[60];
        sp_format(options, sizeof options, "layer=5 channel=%d", map);
        p = probe_of(r, "receptiveField", options);
        look(p);
        const float *image = floats_of(p, "image", 784);
        for (int i = 0; i < 784; i++) *(map < 0 ? &mean : &sum) += (double)image[i];
        sp_probe_free(p);
    }
    expect_within("mean over maps", mean, sum / 8, 1e-6 * mean);

    expect_refused(probe_of(r, "receptiveField", "layer=9"), "layer", "0 to 8");
    expect_refused(probe_of(r, "receptiveField", "layer=5 row=4"), "row", "0 to 3");
    expect_refused(probe_of(r, "receptiveField", "layer=5 channel=8"), "channel", "0 to 7");
    sp_run_free(r);
}

static void a_sum_sees_what_both_see(void **state)
{
    (void)state;
    sp_run *r =
        run_of("data.train=8 data.test=8 model.0.layer=conv2d model.0.filters=1 "
               "model.0.size=3 model.0.padding=1 model.1.layer=conv2d model.1.filters=1 "
               "model.1.size=5 model.1.padding=2 model.2.layer=add model.2.from=-1 "
               "model.3.layer=globalpool model.4.layer=dense");
    make_positive(r);
    sp_probe *p = probe_of(r, "receptiveField", "layer=2 row=10 column=0");
    look(p);
    const double *box = doubles_of(p, "box", 4), *support = doubles_of(p, "support", 4);
    assert_true(box[0] == 7 && box[2] == 13 && box[1] == -3 && box[3] == 3);
    assert_true(support[0] == 7 && support[2] == 13 && support[1] == 0 && support[3] == 3);
    sp_probe_free(p);
    p = probe_of(r, "receptiveField", "layer=3");
    look(p);
    assert_true(number_of(p, "pixels") == 784 && doubles_of(p, "box", 4)[3] == 27);
    sp_probe_free(p);
    sp_run_free(r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(measured_support_is_the_formula),
        cmocka_unit_test(field_of_a_usual_net),
        cmocka_unit_test(a_sum_sees_what_both_see),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
