/* The data set `idx`: images and labels in MNIST's file format (LeCun, Cortes & Burges).
 *   images: 00 00 08 03, then n, height, width (big-endian, 32 bits), then n*height*width bytes
 *           00 00 08 04, then n, channels, height, width: channel by channel
 *   labels: 00 00 08 01, then n, then n bytes
 * Blocks: trainImages, trainLabels, testImages, testLabels. x = byte / 255. */
#include <string.h>

#include "data/kinds.h"

enum { MOST_CHANNELS = 16 };

typedef struct idx {
    size_t n, channels, height, width;
    const unsigned char *values;
} idx;

static size_t big_endian(const unsigned char *p)
{
    return ((size_t)p[0] << 24) | ((size_t)p[1] << 16) | ((size_t)p[2] << 8) | p[3];
}

static sp_status check_sides(const idx *x, const char *path, sp_error *e)
{
    if (x->channels < 1 || x->channels > MOST_CHANNELS) {
        return sp_fail(e, SP_INVALID, path, "images with %z channels are not possible",
                       x->channels);
    }
    if (x->height < 1 || x->height > 4096 || x->width < 1 || x->width > 4096) {
        return sp_fail(e, SP_INVALID, path, "images of %z x %z pixels are not possible",
                       x->height, x->width);
    }
    return SP_OK;
}

/* Reads the head of a file of 1 (labels) or 3 (images) dimensions, or of 4 where it may have 3,
 * and checks its length. */
static sp_status read_head(idx *out, const sp_data_request *q, const char *path, int dimensions,
                           sp_error *e)
{
    const sp_block *b = sp_request_block(q, path);
    if (!b)
        return sp_fail(e, SP_INVALID, path, "the file %s is missing", path + strlen("data."));

    const char *what = dimensions == 1 ? "labels" : "images";
    sp_status status = sp_block_check_plain(b, e);
    if (status != SP_OK) return status;
    const bool colour = dimensions == 3 && b->bytes > 3 && b->p[3] == 4;
    if (colour) dimensions = 4;
    const size_t head = 4 + 4 * (size_t)dimensions;
    if (b->bytes < head || b->p[0] || b->p[1] || b->p[2] != 8 || b->p[3] != dimensions) {
        return sp_fail(e, SP_INVALID, path,
                       "this is not an IDX file of %s: it must begin with the bytes 0 0 8 %d",
                       what, dimensions);
    }
    *out = (idx){big_endian(b->p + 4), 1, 1, 1, b->p + head};
    if (dimensions > 1) {
        if (colour) out->channels = big_endian(b->p + 8);
        out->height = big_endian(b->p + head - 8);
        out->width = big_endian(b->p + head - 4);
        status = check_sides(out, path, e);
        if (status != SP_OK) return status;
    }
    const uint64_t wanted = (uint64_t)out->n * out->channels * out->height * out->width;
    if (b->bytes - head != wanted) {
        return sp_fail(e, SP_INVALID, path,
                       "the file should hold %g bytes (%z %s) after its head and holds %z",
                       (double)wanted, out->n, what, b->bytes - head);
    }
    if (out->n < 1) return sp_fail(e, SP_INVALID, path, "the file holds no %s", what);
    return SP_OK;
}

static const char *const image_paths[] = {"data.trainImages", "data.testImages"};
static const char *const label_paths[] = {"data.trainLabels", "data.testLabels"};

static sp_status read_heads(idx images[2], idx labels[2], const sp_data_request *q, sp_error *e)
{
    for (int s = 0; s < 2; s++) {
        sp_status status = read_head(&images[s], q, image_paths[s], 3, e);
        if (status == SP_OK) status = read_head(&labels[s], q, label_paths[s], 1, e);
        if (status != SP_OK) return status;
        if (images[s].n != labels[s].n) {
            return sp_fail(e, SP_INVALID, label_paths[s], "there are %z labels for %z images",
                           labels[s].n, images[s].n);
        }
    }
    if (images[0].height != images[1].height || images[0].width != images[1].width) {
        return sp_fail(e, SP_INVALID, image_paths[1],
                       "test images are %z x %z, training images %z x %z", images[1].height,
                       images[1].width, images[0].height, images[0].width);
    }
    if (images[0].channels != images[1].channels) {
        return sp_fail(e, SP_INVALID, image_paths[1],
                       "test images have %z channels, training images %z", images[1].channels,
                       images[0].channels);
    }
    return SP_OK;
}

static sp_status build(sp_dataset *d, const sp_data_request *q, sp_error *e)
{
    idx images[2], labels[2];
    sp_status status = read_heads(images, labels, q, e);
    if (status != SP_OK) return status;

    int largest = 0;
    for (size_t i = 0; i < labels[0].n; i++) {
        if (labels[0].values[i] > largest) largest = labels[0].values[i];
    }
    for (size_t i = 0; i < labels[1].n; i++) {
        if (labels[1].values[i] > largest) {
            return sp_fail(e, SP_INVALID, label_paths[1],
                           "label %d of test image %z does not occur in the training labels "
                           "(0 to %d)",
                           (int)labels[1].values[i], i, largest);
        }
    }

    d->shape =
        sp_shape_image((int)images[0].channels, (int)images[0].height, (int)images[0].width);
    d->classes = d->outputs = largest + 1 < 2 ? 2 : largest + 1;
    d->scale = 1.0f / 255.0f;
    d->split[0].n = images[0].n;
    d->split[1].n = images[1].n;
    status = sp_dataset_open(d, true, e);
    if (status != SP_OK) return status;
    for (int s = 0; s < 2; s++) {
        memcpy(d->split[s].bytes, images[s].values, images[s].n * sp_shape_size(d->shape));
        for (size_t i = 0; i < labels[s].n; i++) d->split[s].labels[i] = labels[s].values[i];
    }
    return SP_OK;
}

const sp_dataset_kind sp_data_idx = {{"idx", NULL, 0, "data/idx.c", "LeCun, Cortes & Burges"},
                                     build,
                                     "trainImages|trainLabels|testImages|testLabels"};
