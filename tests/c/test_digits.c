/* Digits: the table of forms, the ink, and the images as a data set. What a net can learn from
 * them stands in the experiments' tests; here a nearest-centroid classifier stands in for it.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"
#include "data/digits.h"
#include "data/digits_ink.h"
#include "data/digits_strokes.h"

enum { SIDE = SP_DIGIT_SIDE, PIXELS = SP_DIGIT_PIXELS };

static void forms_are_well_formed(void **state)
{
    (void)state;
    int count, weights[10] = {0}, forms[10] = {0};
    const sp_form *form = sp_digits_forms(&count);
    for (int f = 0; f < count; f++, form++) {
        assert_in_range(form->label, f > 0 ? form[-1].label : 0, 9);
        assert_true(form->weight > 0);
        weights[form->label] += form->weight;
        forms[form->label]++;
        assert_in_range(form->count, 2, SP_FORM_POINTS_MAX);
        for (int i = 0; i < form->count; i++) {
            const sp_pen_point *p = &form->points[i];
            const bool last_of_stroke =
                i + 1 == form->count || form->points[i + 1].pen == SP_PEN_DOWN;
            assert_in_range(p->pen, SP_PEN_DOWN, SP_PEN_TURN);
            if (i == 0) assert_int_equal(p->pen, SP_PEN_DOWN);
            assert_false(p->pen == SP_PEN_DOWN && last_of_stroke);
            assert_true(p->ay >= 0 && p->ay <= 100 && p->by >= 0 && p->by <= 100);
        }
    }
    for (int label = 0; label < 10; label++) {
        assert_int_equal(weights[label], 100);
        assert_true(forms[label] >= 3);
    }
}

/* How often each form comes up agrees with its weight, to 5 standard deviations. */
static void forms_come_by_weight(void **state)
{
    (void)state;
    enum { DRAWS = 4000 };
    int count, seen[64] = {0};
    const sp_form *forms = sp_digits_forms(&count);
    assert_in_range(count, 10, SP_COUNT(seen));

    sp_rng r = sp_rng_make(3, SP_STREAM_TRAIN);
    for (int i = 0; i < 10 * DRAWS; i++) {
        const sp_form *form = sp_digits_pick(&r, i % 10);
        assert_int_equal(form->label, i % 10);
        seen[form - forms]++;
    }
    for (int f = 0; f < count; f++) {
        const double p = forms[f].weight / 100.0;
        const double off = seen[f] - p * DRAWS;
        assert_true(off * off <= 25 * DRAWS * p * (1 - p));
    }
}

static double total(const float *page)
{
    double sum = 0;
    for (int i = 0; i < PIXELS; i++) sum += (double)page[i];
    return sum;
}

/* A stroke of length L and radius r covers the area 2 r L + pi r^2. */
static void a_line_has_its_area(void **state)
{
    (void)state;
    static const float end[][2] = {{22.0f, 9.0f}, {9.0f, 21.5f}, {20.0f, 20.0f}, {9.3f, 9.1f}};
    for (size_t i = 0; i < SP_COUNT(end); i++) {
        float page[PIXELS] = {0};
        const sp_pen_mark line[] = {{9.0f, 9.0f, 2.0f, false},
                                    {end[i][0], end[i][1], 2.0f, true},
                                    {5.0f, 5.0f, 2.0f, false}}; /* a lifted pen draws nothing */
        sp_ink_path(line, 3, 1.0f, page);
        const double x = (double)end[i][0] - 9.0, y = (double)end[i][1] - 9.0;
        const double area = 4.0 * sqrt(x * x + y * y) + 3.14159265 * 4.0;
        assert_true(total(page) > 0.98 * area && total(page) < 1.02 * area);
        assert_true(page[5 * SIDE + 5] <= 0.0f);
    }
}

/* Ink at a corner goes to the middle whole, and can be pushed against an edge without loss. */
static void centring_keeps_the_ink(void **state)
{
    (void)state;
    static const float push[] = {0.0f, 3.0f, -40.0f, 40.0f};
    static const int wanted[] = {14, 17, 1, 26};
    for (size_t i = 0; i < SP_COUNT(push); i++) {
        float page[PIXELS] = {0};
        for (int k = 0; k < 9; k++) page[k / 3 * SIDE + k % 3] = 0.125f * (float)(k % 2 + 1);
        const double before = total(page);
        sp_ink_centre(page, push[i], -push[i]);
        const int col = wanted[i], row = i < 2 ? 28 - wanted[i] : 27 - wanted[i];
        assert_true(total(page) <= before && total(page) >= before);
        assert_true(page[row * SIDE + col] > 0.0f);
        assert_true(page[(row - 1) * SIDE + col - 1] > 0.0f);
        assert_true(page[(row + 1) * SIDE + col + 1] > 0.0f);
    }
    float empty[PIXELS] = {0};
    sp_ink_centre(empty, 1.0f, 1.0f);
    assert_true(total(empty) <= 0.0);
}

static uint64_t hash_of_100(uint64_t seed, uint64_t stream, float difficulty)
{
    sp_rng r = sp_rng_make(seed, stream);
    uint64_t hash = SP_HASH_START;
    for (int i = 0; i < 100; i++) {
        uint8_t pixels[PIXELS];
        sp_digits_draw(&r, i % 10, difficulty, pixels);
        hash = sp_hash_bytes(hash, pixels, PIXELS);
    }
    return hash;
}

/* Equal in gcc -O2, clang -O3, clang's sanitizers and WebAssembly with and without SIMD. */
static void golden_images(void **state)
{
    (void)state;
    assert_int_equal(hash_of_100(1, SP_STREAM_TRAIN, 0.0f), 0x26085f417097d16d);
    assert_int_equal(hash_of_100(1, SP_STREAM_TRAIN, 0.5f), 0x6b45d49d0acb7e65);
    assert_int_equal(hash_of_100(1, SP_STREAM_TRAIN, 1.0f), 0xb7995246cd31972a);
}

static void streams_and_seeds_differ(void **state)
{
    (void)state;
    enum { N = 200 };
    static uint8_t images[3][N][PIXELS];
    sp_rng streams[] = {sp_rng_make(1, SP_STREAM_TRAIN), sp_rng_make(1, SP_STREAM_TEST),
                        sp_rng_make(2, SP_STREAM_TRAIN)};
    for (int s = 0; s < 3; s++) {
        for (int i = 0; i < N; i++) sp_digits_draw(&streams[s], i % 10, 0.5f, images[s][i]);
    }
    for (int a = 0; a < 3 * N; a++) {
        for (int b = 0; b < a; b++) {
            assert_memory_not_equal(images[a / N][a % N], images[b / N][b % N], PIXELS);
        }
    }
}

/* Ink in parts of the page, box and centre of mass of one image. */
static void check_image(const uint8_t *pixels, double *ink, double *at_border)
{
    double mass = 0, mx = 0, my = 0, border = 0;
    int left = SIDE, right = -1, top = SIDE, bottom = -1;
    for (int row = 0; row < SIDE; row++) {
        for (int col = 0; col < SIDE; col++) {
            const double p = pixels[row * SIDE + col] / 255.0;
            mass += p;
            mx += p * col;
            my += p * row;
            if (row == 0 || col == 0 || row == SIDE - 1 || col == SIDE - 1) border += p;
            if (p < 0.5) continue;
            if (col < left) left = col;
            if (col > right) right = col;
            if (row < top) top = row;
            if (row > bottom) bottom = row;
        }
    }
    const int across = right - left + 1, down = bottom - top + 1;
    assert_in_range(across > down ? across : down, 15, 25);
    assert_true(fabs(mx / mass - 14) < 3 && fabs(my / mass - 14) < 3);
    assert_true(mass / PIXELS > 0.015 && mass / PIXELS < 0.5);
    *ink += mass / PIXELS;
    *at_border += border / PIXELS;
}

/* MNIST's mean ink is 0.077 for 1 and 0.11 to 0.17 for the others. */
static void ink_is_sane(void **state)
{
    (void)state;
    enum { N = 300 };
    for (int d = 0; d <= 2; d++) {
        for (int label = 0; label < 10; label++) {
            sp_rng r = sp_rng_make(5, (uint64_t)label);
            double ink = 0, at_border = 0;
            for (int i = 0; i < N; i++) {
                uint8_t pixels[PIXELS];
                sp_digits_draw(&r, label, 0.5f * (float)d, pixels);
                check_image(pixels, &ink, &at_border);
            }
            assert_true(at_border < 0.005 * ink);
            if (label == 1) {
                assert_true(ink / N > 0.06 && ink / N < 0.09);
            } else {
                assert_true(ink / N > 0.10 && ink / N < 0.19);
            }
        }
    }
}

/* The share of 1,000 test images whose nearest class mean of 1,000 training images is right. */
static double centroid_accuracy(float difficulty)
{
    enum { N = 1000 };
    static double mean[10][PIXELS];
    uint8_t pixels[PIXELS];
    memset(mean, 0, sizeof mean);
    sp_rng r = sp_rng_make(1, SP_STREAM_TRAIN);
    for (int i = 0; i < N; i++) {
        sp_digits_draw(&r, i % 10, difficulty, pixels);
        for (int p = 0; p < PIXELS; p++) mean[i % 10][p] += pixels[p] / (N / 10.0);
    }
    int right = 0;
    r = sp_rng_make(1, SP_STREAM_TEST);
    for (int i = 0; i < N; i++) {
        sp_digits_draw(&r, i % 10, difficulty, pixels);
        int nearest = 0;
        double least = 1e30;
        for (int label = 0; label < 10; label++) {
            double distance = 0;
            for (int p = 0; p < PIXELS; p++) {
                const double off = pixels[p] - mean[label][p];
                distance += off * off;
            }
            if (distance < least) {
                least = distance;
                nearest = label;
            }
        }
        right += nearest == i % 10;
    }
    return right / (double)N;
}

/* Real MNIST gives 0.80 here: neither legible at a glance nor a puzzle. */
static void difficulty_is_felt(void **state)
{
    (void)state;
    const double neat = centroid_accuracy(0.0f), usual = centroid_accuracy(0.5f);
    const double wild = centroid_accuracy(1.0f);
    assert_true(neat > 0.95);
    assert_true(usual > 0.60 && usual < 0.90);
    assert_true(wild > 0.30 && wild < usual - 0.1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forms_are_well_formed), cmocka_unit_test(forms_come_by_weight),
        cmocka_unit_test(a_line_has_its_area),   cmocka_unit_test(centring_keeps_the_ink),
        cmocka_unit_test(golden_images),         cmocka_unit_test(streams_and_seeds_differ),
        cmocka_unit_test(ink_is_sane),           cmocka_unit_test(difficulty_is_felt),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
