/* Parsers of image files and arrays: IDX, CIFAR, arrays. Files are written here byte by byte.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/memory.h"
#include "data.h"

/* --- idx ------------------------------------------------------------------------------------
 */

/* Two images of 2 x 3 pixels, and their labels. */
static const unsigned char IMAGES[16 + 12] = {0, 0,   8,  3,  0,  0,   0,  2, 0, 0,
                                              0, 2,   0,  0,  0,  3,   0,  1, 2, 3,
                                              4, 255, 10, 20, 30, 255, 50, 60};
static const unsigned char LABELS[8 + 2] = {0, 0, 8, 1, 0, 0, 0, 2, 3, 1};

typedef struct idx_files {
    unsigned char images[sizeof IMAGES], labels[sizeof LABELS];
    data_request r;
} idx_files;

/* A request whose training files may be broken by the test; those for test are right. */
static void ask_idx(idx_files *f)
{
    memcpy(f->images, IMAGES, sizeof IMAGES);
    memcpy(f->labels, LABELS, sizeof LABELS);
    data_ask(&f->r, "idx", "", 1);
    data_lend(&f->r, "data.trainImages", f->images, sizeof f->images);
    data_lend(&f->r, "data.trainLabels", f->labels, sizeof f->labels);
    data_lend(&f->r, "data.testImages", IMAGES, sizeof IMAGES);
    data_lend(&f->r, "data.testLabels", LABELS, sizeof LABELS);
}

static void idx_is_read(void **state)
{
    (void)state;
    idx_files f;
    ask_idx(&f);
    sp_dataset d = data_build(&f.r);
    assert_true(d.shape.channels == 1 && d.shape.height == 2 && d.shape.width == 3);
    assert_int_equal(d.classes, 4);
    assert_int_equal(d.split[0].n, 2);
    assert_int_equal(d.split[1].n, 2);
    assert_int_equal(d.split[0].labels[0], 3);
    for (size_t i = 0; i < 2; i++) {
        for (size_t j = 0; j < 6; j++) {
            const double wanted = IMAGES[16 + 6 * i + j] / 255.0;
            assert_true(fabs((double)data_at(&d, 1, i, j) - wanted) < 1e-7);
        }
    }
    sp_dataset_close(&d);
}

static void idx_in_colour_is_read(void **state)
{
    (void)state;
    static const unsigned char colour[20 + 12] = {0, 0, 8, 4, 0, 0, 0, 2,  0,  0, 0,
                                                  2, 0, 0, 0, 1, 0, 0, 0,  3,  1, 2,
                                                  3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    unsigned char one[sizeof colour];
    idx_files f;
    ask_idx(&f);
    for (int i = 0; i <= 2; i += 2) {
        f.r.blocks[i].p = colour;
        f.r.blocks[i].bytes = sizeof colour;
    }
    sp_dataset d = data_build(&f.r);
    assert_true(d.shape.channels == 2 && d.shape.height == 1 && d.shape.width == 3);
    assert_false(d.shape.flat);
    for (size_t i = 0; i < 2; i++) {
        for (size_t j = 0; j < 6; j++) {
            data_near((double)data_at(&d, 1, i, j), (double)(6 * i + j + 1) / 255, 1e-7);
        }
    }
    sp_dataset_close(&d);

    memcpy(one, colour, sizeof one);
    one[11] = 1, one[15] = 2;
    f.r.blocks[2].p = one;
    data_refused(&f.r, "data.testImages", "test images are 2 x 3, training images 1 x 3");
    one[11] = 17;
    data_refused(&f.r, "data.testImages", "images with 17 channels are not possible");
    f.r.blocks[2].bytes = 19;
    data_refused(&f.r, "data.testImages", "this is not an IDX file of images");
    ask_idx(&f);
    one[11] = 1, one[15] = 2;
    f.r.blocks[0].p = colour;
    f.r.blocks[0].bytes = sizeof colour;
    memcpy(f.images, IMAGES, sizeof IMAGES);
    f.images[11] = 1;
    f.r.blocks[2].p = f.images;
    f.r.blocks[2].bytes = 16 + 6;
    data_refused(&f.r, "data.testImages", "test images have 1 channels, training images 2");
}

static void broken_idx_is_refused(void **state)
{
    (void)state;
    static const struct {
        int file;     /* 0 images, 1 labels */
        size_t bytes; /* kept; 0: all */
        size_t at;    /* this byte ... */
        int value;    /* ... becomes this; -1: none */
        const char *message;
    } cases[] = {
        {0, 16 + 11, 0, -1,
         "the file should hold 12 bytes (2 images) after its head and holds 11"},
        {0, 15, 0, -1, "this is not an IDX file of images"},
        {0, 1, 0, -1, "must begin with the bytes 0 0 8 3"},
        {0, 0, 0, 0x1f, "not an IDX file"},
        {0, 0, 3, 1, "not an IDX file of images"},
        {0, 0, 2, 0x0d, "not an IDX file of images"}, /* floats */
        {0, 0, 7, 3, "18 bytes (3 images) after its head and holds 12"},
        {0, 0, 4, 255, "the file should hold"}, /* four thousand million images */
        {0, 0, 8, 255, "pixels are not possible"},
        {0, 0, 11, 0, "images of 0 x 3 pixels are not possible"},
        {0, 0, 14, 17, "images of 2 x 4355 pixels are not possible"},
        {1, 0, 3, 3, "not an IDX file of labels"},
        {1, 9, 0, -1, "(2 labels) after its head and holds 1"},
    };
    for (size_t k = 0; k < SP_COUNT(cases); k++) {
        idx_files f;
        ask_idx(&f);
        unsigned char *file = cases[k].file ? f.labels : f.images;
        if (cases[k].value >= 0) file[cases[k].at] = (unsigned char)cases[k].value;
        if (cases[k].bytes) f.r.blocks[cases[k].file].bytes = cases[k].bytes;
        data_refused(&f.r, cases[k].file ? "data.trainLabels" : "data.trainImages",
                     cases[k].message);
    }
}

static void idx_files_must_fit_each_other(void **state)
{
    (void)state;
    static const unsigned char none[16] = {0, 0, 8, 3, 0, 0, 0, 0, 0, 0, 0, 2, 0, 0, 0, 3};
    static const unsigned char three[11] = {0, 0, 8, 1, 0, 0, 0, 3, 1, 2, 3};
    static const unsigned char other[16 + 12] = {0, 0, 8, 3, 0, 0, 0, 2,
                                                 0, 0, 0, 3, 0, 0, 0, 2};
    static const unsigned char packed[20] = {0x1f, 0x8b, 8};
    idx_files f;

    ask_idx(&f);
    f.r.blocks[0].p = none;
    f.r.blocks[0].bytes = sizeof none;
    data_refused(&f.r, "data.trainImages", "the file holds no images");
    ask_idx(&f);
    f.r.blocks[1].p = three;
    f.r.blocks[1].bytes = sizeof three;
    data_refused(&f.r, "data.trainLabels", "there are 3 labels for 2 images");
    ask_idx(&f);
    f.r.blocks[2].p = other;
    data_refused(&f.r, "data.testImages", "test images are 3 x 2, training images 2 x 3");
    ask_idx(&f);
    f.labels[8] = 2;
    data_refused(&f.r, "data.testLabels", "label 3 of test image 0 does not occur");
    ask_idx(&f);
    f.r.blocks[3].p = packed;
    f.r.blocks[3].bytes = sizeof packed;
    data_refused(&f.r, "data.testLabels", "compressed (gzip): unpack it first");
    ask_idx(&f);
    f.r.q.n_blocks = 3;
    data_refused(&f.r, "data.testLabels", "the file testLabels is missing");
}

/* --- cifar ----------------------------------------------------------------------------------
 */

enum { PIXELS = 3072 };

/* n records with `labels` label bytes each; pixel j of record i is (i + j) mod 256. */
static unsigned char *cifar_file(size_t n, size_t labels, unsigned char coarse,
                                 unsigned char fine)
{
    unsigned char *file = malloc(n * (labels + PIXELS)), *p = file;
    for (size_t i = 0; i < n; i++) {
        if (labels == 2) *p++ = (unsigned char)(coarse + i);
        *p++ = (unsigned char)(fine + i);
        for (size_t j = 0; j < PIXELS; j++) *p++ = (unsigned char)(i + j);
    }
    return file;
}

static void cifar_10_in_parts(void **state)
{
    (void)state;
    unsigned char *a = cifar_file(3, 1, 0, 0), *b = cifar_file(2, 1, 0, 8);
    data_request r;
    data_ask(&r, "cifar", "", 1);
    data_lend(&r, "data.train.1", b, 2 * 3073);
    data_lend(&r, "data.train.0", a, 3 * 3073);
    data_lend(&r, "data.test", a, 3073);
    sp_dataset d = data_build(&r);
    assert_true(d.shape.channels == 3 && d.shape.height == 32 && d.shape.width == 32);
    assert_int_equal(d.classes, 10);
    assert_int_equal(d.split[0].n, 5);
    assert_int_equal(d.split[1].n, 1);
    static const int32_t labels[] = {0, 1, 2, 8, 9};
    assert_memory_equal(d.split[0].labels, labels, sizeof labels);
    /* Part 1 begins anew with pixels from 0; pixel 1029 is (1, 0, 5). */
    assert_true(data_at(&d, 0, 3, 0) == 0);
    assert_true(fabs((double)data_at(&d, 0, 4, 1029) - (1030 % 256) / 255.0) < 1e-7);
    sp_dataset_close(&d);
    free(a);
    free(b);
}

static void cifar_100_has_two_labels(void **state)
{
    (void)state;
    unsigned char *a = cifar_file(2, 2, 18, 40);
    for (int coarse = 0; coarse < 2; coarse++) {
        data_request r;
        data_ask(&r, "cifar", coarse ? "labels=coarse" : "", 1);
        data_lend(&r, "data.train", a, 2 * 3074);
        sp_dataset d = data_build(&r);
        assert_int_equal(d.classes, coarse ? 20 : 100);
        assert_int_equal(d.split[0].labels[1], coarse ? 19 : 41);
        assert_int_equal(d.split[1].n, 0);
        assert_true(data_at(&d, 0, 1, 0) == data_at(&d, 0, 0, 1));
        sp_dataset_close(&d);
    }
    free(a);
}

static void ambiguous_lengths_are_told_by_the_labels(void **state)
{
    (void)state;
    /* 3074 records of 3073 bytes are as long as 3073 of 3074. */
    const size_t bytes = 3073 * 3074;
    unsigned char *zeros = calloc(bytes, 1);
    data_request r;
    data_ask(&r, "cifar", "", 1);
    data_lend(&r, "data.train", zeros, bytes);
    sp_dataset d = data_build(&r);
    assert_true(d.classes == 10 && d.split[0].n == 3074);
    sp_dataset_close(&d);
    zeros[3073 * 5] = 200; /* no label of CIFAR-10, but a pixel of CIFAR-100 */
    d = data_build(&r);
    assert_true(d.classes == 100 && d.split[0].n == 3073);
    sp_dataset_close(&d);
    free(zeros);
}

static void broken_cifar_is_refused(void **state)
{
    (void)state;
    unsigned char *a = cifar_file(12, 1, 0, 0), *b = cifar_file(2, 2, 19, 0);
    const struct {
        const char *path;
        const unsigned char *train, *test;
        size_t train_bytes, test_bytes;
        const char *message;
    } cases[] = {
        {"data.train", a, a, 3072, 3073, "the file holds 3072 bytes: neither whole records"},
        {"data.train", a, a, 1, 3073, "the file holds 1 bytes"},
        {"data.train", a, a, 0, 3073, "the file is empty"},
        {"data.test", a, a, 3073, 3072, "the file holds 3072 bytes"},
        {"data", a, b, 3073, 3074, "some files are of CIFAR-10 and others of CIFAR-100"},
        {"data.train", a, a, 12 * 3073, 3073, "label 10 of image 10 is not one of 0 to 9"},
        {"data.train", b, b, 2 * 3074, 3074, "label 20 of image 1 is not one of 0 to 19"},
        {"data.train", (const unsigned char *)"\x1f\x8b\x08 ", a, 4, 3073, "compressed"},
    };
    for (size_t k = 0; k < SP_COUNT(cases); k++) {
        data_request r;
        data_ask(&r, "cifar", "labels=coarse", 1);
        data_lend(&r, "data.train", cases[k].train, cases[k].train_bytes);
        data_lend(&r, "data.test", cases[k].test, cases[k].test_bytes);
        data_refused(&r, cases[k].path, cases[k].message);
    }
    data_request r;
    data_ask(&r, "cifar", "", 1);
    data_lend(&r, "data.test", a, 3073);
    data_refused(&r, "data.train", "there is no file to train on");
    free(a);
    free(b);
}

/* --- arrays ---------------------------------------------------------------------------------
 */

static void arrays_are_checked(void **state)
{
    (void)state;
    static const float x[6] = {1, 2, 3, 4, 5, 6}, y[3] = {1, 0, 2};
    static const float odd[6] = {1, 2, 3, 4, NAN, 6};
    static const int32_t labels[3] = {0, 1, 0}, wrong[3] = {0, 2, 0};
    const struct {
        const char *fields;
        const void *x, *y;
        size_t x_bytes, y_bytes;
        const char *path, *message;
    } cases[] = {
        {"channels=2", x, y, 24, 12, NULL, NULL},
        {"channels=2 classes=2", x, labels, 24, 12, NULL, NULL},
        {"channels=2 classes=2", x, wrong, 24, 12, "data.trainY", "label 1 is 2"},
        {"channels=2", odd, y, 24, 12, "data.trainX", "number 0 of example 2 is NaN"},
        {"channels=2", x, odd, 24, 24, "data.trainY", "do not fit 3 examples"},
        {"channels=4", x, y, 24, 12, "data.trainX", "24 bytes are not a whole number"},
        {"channels=2", x, y, 23, 12, "data.trainX", "23 bytes are not"},
        {"channels=2", x, y, 0, 12, "data.trainX", "0 bytes are not"},
        {"channels=2", x, y, 24, 8, "data.trainY", "do not fit"},
        {"channels=2 outputs=65536", x, y, 24, 12, "data.trainY", "do not fit"},
        {"channels=2 height=3", x, y, 24, 12, "data.flat", "height 1 and width 1, not 3 and 1"},
        /* 2^48 numbers: as a size of 32 bits this would be 0. */
        {"channels=16777216 height=4096 width=4096 flat=0", x, y, 24, 12, "data.trainX",
         "of 281475000000000 floats"},
    };
    for (size_t k = 0; k < SP_COUNT(cases); k++) {
        data_request r;
        data_ask(&r, "arrays", cases[k].fields, 1);
        data_lend(&r, "data.trainX", cases[k].x, cases[k].x_bytes);
        data_lend(&r, "data.trainY", cases[k].y, cases[k].y_bytes);
        if (cases[k].path) {
            data_refused(&r, cases[k].path, cases[k].message);
            continue;
        }
        sp_dataset d = data_build(&r);
        assert_int_equal(d.split[0].n, 3);
        assert_true(data_at(&d, 0, 2, 1) == 6);
        sp_dataset_close(&d);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(idx_is_read),
        cmocka_unit_test(idx_in_colour_is_read),
        cmocka_unit_test(broken_idx_is_refused),
        cmocka_unit_test(idx_files_must_fit_each_other),
        cmocka_unit_test(cifar_10_in_parts),
        cmocka_unit_test(cifar_100_has_two_labels),
        cmocka_unit_test(ambiguous_lengths_are_told_by_the_labels),
        cmocka_unit_test(broken_cifar_is_refused),
        cmocka_unit_test(arrays_are_checked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
