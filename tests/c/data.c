#include "data.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/hash.h"
#include "base/memory.h"

static const sp_dataset_kind *find(const char *name)
{
    int count;
    const sp_dataset_kind *const *kinds = sp_dataset_kinds(&count);
    for (int i = 0; i < count; i++) {
        if (strcmp(kinds[i]->head.name, name) == 0) return kinds[i];
    }
    fail_msg("there is no kind %s", name);
    return NULL;
}

static void set_prepare(data_request *r, const char *name, double number)
{
    static const char *const names[] = {"scaling", "validation", "test", "shift"};
    for (size_t i = 0; i < SP_COUNT(names); i++) {
        if (strcmp(name, names[i]) == 0) r->prepare.value[i] = number;
    }
}

void data_ask(data_request *r, const char *kind, const char *fields, uint64_t seed)
{
    char copy[500], *rest = copy;
    sp_error e = {0};
    *r = (data_request){.choice = sp_choice_default(&find(kind)->head)};
    r->q = (sp_data_request){&r->choice, &r->prepare, seed, r->blocks, 0};

    strcpy(copy, fields);
    for (char *field; (field = strtok_r(rest, " ", &rest));) {
        char *value = strchr(field, '='), *end;
        *value++ = 0;
        const double number = strtod(value, &end);
        if (strncmp(field, "prepare.", 8) == 0) {
            set_prepare(r, field + 8, number);
        } else if (sp_choice_set(&r->choice, field, field, number, *end ? value : NULL, &e)) {
            fail_msg("%s: %s", e.path, e.message);
        }
    }
}

void data_lend(data_request *r, const char *path, const void *p, size_t bytes)
{
    sp_block *b = &r->blocks[r->q.n_blocks++];
    sp_format(b->path, sizeof b->path, "%s", path);
    b->p = p;
    b->bytes = bytes;
}

sp_dataset data_build(data_request *r)
{
    sp_dataset d;
    sp_error e = {0};
    if (sp_dataset_build(&d, &r->q, &e)) fail_msg("%s: %s", e.path, e.message);
    return d;
}

sp_dataset data_of(const char *kind, const char *fields)
{
    data_request r;
    data_ask(&r, kind, fields, 1);
    return data_build(&r);
}

void data_refused(data_request *r, const char *path, const char *message)
{
    const size_t before = sp_memory_live();
    sp_dataset d;
    sp_error e = {0};
    if (sp_dataset_build(&d, &r->q, &e) == SP_OK) fail_msg("was built: %s", message);
    assert_string_equal(e.path, path);
    if (!strstr(e.message, message)) fail_msg("\"%s\" is not \"%s\"", e.message, message);
    assert_int_equal(e.status, SP_INVALID);
    assert_int_equal(sp_memory_live(), before);
}

void data_lack_is_told(data_request *r, size_t least)
{
    const size_t before = sp_memory_live();
    for (size_t n = 1;; n++) {
        sp_dataset d;
        sp_error e;
        sp_memory_fail_at(n);
        const sp_status status = sp_dataset_build(&d, &r->q, &e);
        sp_memory_fail_at(0);
        if (status == SP_OK) {
            assert_true(n > least);
            sp_dataset_close(&d);
            break;
        }
        assert_int_equal(status, SP_NO_MEMORY);
        assert_int_equal(sp_memory_live(), before);
    }
    assert_int_equal(sp_memory_live(), before);
}

void data_near(double value, double wanted, double within)
{
    if (!(fabs(value - wanted) <= within))
        fail_msg("%g is not %g +- %g", value, wanted, within);
}

float data_at(const sp_dataset *d, int split, size_t i, size_t j)
{
    const uint32_t index = (uint32_t)i;
    float *x = malloc(sp_shape_size(d->shape) * sizeof *x);
    sp_dataset_gather(d, split, &index, 1, x);
    const float value = x[j];
    free(x);
    return value;
}

uint64_t data_hash(const sp_dataset *d)
{
    const size_t size = sp_shape_size(d->shape);
    float *x = malloc(size * sizeof *x);
    uint64_t hash = SP_HASH_START;
    for (int s = 0; s < SP_SPLITS; s++) {
        const sp_split *split = &d->split[s];
        for (uint32_t i = 0; i < split->n; i++) {
            sp_dataset_gather(d, s, &i, 1, x);
            hash = sp_hash_floats(hash, x, size);
        }
        if (split->labels)
            hash = sp_hash_bytes(hash, split->labels, split->n * sizeof *split->labels);
        else
            hash = sp_hash_floats(hash, split->targets, split->n * (size_t)d->outputs);
    }
    free(x);
    return hash;
}
