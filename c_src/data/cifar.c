/* The data set `cifar`: CIFAR-10 and CIFAR-100 in the binary version (Krizhevsky 2009).
 *   CIFAR-10   records of 1 + 3072 bytes: label 0..9, image (3, 32, 32)
 *   CIFAR-100  records of 2 + 3072 bytes: coarse label 0..19, fine label 0..99, image
 * Which of the two a file is, follows from its length; `labels` says which of CIFAR-100's
 * labels are the classes. Blocks: train, or train.0 to train.5 (the parts of the training set,
 * in this order), and test, which may be missing. x = byte / 255. */
#include <string.h>

#include "data/kinds.h"

enum { LABELS };
enum { FINE, COARSE };

static const sp_param params[] = {
    {"labels", 0, 0, 1, true, "fine|coarse"},
};

enum { SIDE = 32, PIXELS = 3 * SIDE * SIDE, MOST_PARTS = 7, TEST = MOST_PARTS };

static const char *const paths[] = {"data.train",   "data.train.0", "data.train.1",
                                    "data.train.2", "data.train.3", "data.train.4",
                                    "data.train.5", "data.test"};

typedef struct files {
    const sp_block *part[MOST_PARTS + 1]; /* NULL: not given; in the order of `paths` */
    size_t labels;                        /* in a record: 1 for CIFAR-10, 2 for CIFAR-100 */
} files;

static bool is_whole(const files *f, size_t labels)
{
    for (int i = 0; i <= TEST; i++) {
        if (f->part[i] && f->part[i]->bytes % (labels + PIXELS) != 0) return false;
    }
    return true;
}

/* Whether all labels are 0..9, read as CIFAR-10. */
static bool has_ten_classes(const files *f)
{
    for (int i = 0; i <= TEST; i++) {
        for (size_t at = 0; f->part[i] && at < f->part[i]->bytes; at += 1 + PIXELS) {
            if (f->part[i]->p[at] > 9) return false;
        }
    }
    return true;
}

static sp_status find_files(files *f, const sp_data_request *q, sp_error *e)
{
    bool training = false;
    for (int i = 0; i <= TEST; i++) {
        const sp_block *b = f->part[i] = sp_request_block(q, paths[i]);
        if (!b) continue;
        const sp_status status = sp_block_check_plain(b, e);
        if (status != SP_OK) return status;
        if (b->bytes == 0) return sp_fail(e, SP_INVALID, b->path, "the file is empty");
        training = training || i < TEST;
    }
    if (!training) return sp_fail(e, SP_INVALID, paths[0], "there is no file to train on");

    const bool ten = is_whole(f, 1), hundred = is_whole(f, 2);
    f->labels = ten && (!hundred || has_ten_classes(f)) ? 1 : 2;
    if (ten || hundred) return SP_OK;
    for (int i = 0; i <= TEST; i++) {
        const sp_block *b = f->part[i];
        if (!b || b->bytes % (1 + PIXELS) == 0 || b->bytes % (2 + PIXELS) == 0) continue;
        return sp_fail(e, SP_INVALID, b->path,
                       "the file holds %z bytes: neither whole records of %d bytes (CIFAR-10) "
                       "nor of %d bytes (CIFAR-100)",
                       b->bytes, 1 + PIXELS, 2 + PIXELS);
    }
    return sp_fail(e, SP_INVALID, "data", "some files are of CIFAR-10 and others of CIFAR-100");
}

/* Copies the records of a file to the examples of `split` from `at` on. */
static sp_status copy_records(const sp_dataset *d, const sp_block *b, size_t labels,
                              size_t which, sp_split *split, size_t at, sp_error *e)
{
    const size_t n = b->bytes / (labels + PIXELS);
    for (size_t i = 0; i < n; i++) {
        const unsigned char *record = b->p + i * (labels + PIXELS);
        if (record[which] >= d->classes) {
            return sp_fail(e, SP_INVALID, b->path, "label %d of image %z is not one of 0 to %d",
                           (int)record[which], i, d->classes - 1);
        }
        split->labels[at + i] = record[which];
        memcpy(split->bytes + (at + i) * PIXELS, record + labels, PIXELS);
    }
    return SP_OK;
}

static sp_status build(sp_dataset *d, const sp_data_request *q, sp_error *e)
{
    const bool fine = q->choice->value[LABELS] == FINE;
    files f;
    sp_status status = find_files(&f, q, e);
    if (status != SP_OK) return status;

    d->shape = sp_shape_image(3, SIDE, SIDE);
    d->classes = d->outputs = f.labels == 1 ? 10 : fine ? 100 : 20;
    d->scale = 1.0f / 255.0f;
    for (int i = 0; i <= TEST; i++) {
        const int s = i < TEST ? SP_SPLIT_TRAIN : SP_SPLIT_TEST;
        if (f.part[i]) d->split[s].n += f.part[i]->bytes / (f.labels + PIXELS);
    }
    status = sp_dataset_open(d, true, e);

    size_t at = 0;
    for (int i = 0; i <= TEST && status == SP_OK; i++) {
        if (!f.part[i]) continue;
        const size_t which = f.labels == 2 && fine;
        if (i == TEST) at = 0;
        status = copy_records(d, f.part[i], f.labels, which,
                              &d->split[i < TEST ? SP_SPLIT_TRAIN : SP_SPLIT_TEST], at, e);
        at += f.part[i]->bytes / (f.labels + PIXELS);
    }
    return status;
}

const sp_dataset_kind sp_data_cifar = {
    {"cifar", params, SP_COUNT(params), "data/cifar.c", "Krizhevsky, 2009"},
    build,
    "train|train.0|train.1|train.2|train.3|train.4|train.5|test"};
