/* Changing a number of the spec while a run goes on. */
#include <string.h>

#include "base/memory.h"
#include "lab/run.h"

static sp_status refuse(sp_run *r, const char *path)
{
    return sp_fail(&r->error, SP_INVALID, path,
                   "%s cannot change while the run goes on: start a new run", path);
}

/* A layer may change where the change alters neither sizes nor weights: dropout's rate. */
static sp_status change_layers(sp_run *r, const sp_spec *wanted, const char *path)
{
    for (int i = 0; i < r->model.n; i++) {
        sp_layer *l = &r->model.layer[i];
        if (memcmp(wanted->layer[i].value, l->hyper, sizeof l->hyper) == 0) continue;
        sp_layer changed = *l;
        memcpy(changed.hyper, wanted->layer[i].value, sizeof changed.hyper);
        if (l->weights || l->kind->plan(&changed, path, NULL) != SP_OK ||
            !sp_shape_equal(changed.out, l->out) || changed.kept != l->kept) {
            return refuse(r, path);
        }
        memcpy(l->hyper, changed.hyper, sizeof l->hyper);
    }
    return SP_OK;
}

/* The batch may become larger than the memory was taken for: the same run goes on in an arena
 * of the size that the changed spec needs. */
static sp_status change_batch(sp_run *r, const sp_spec *wanted)
{
    const size_t size = sp_checkpoint_size(r);
    unsigned char *bytes = sp_memory_take(size);
    if (!bytes) return sp_fail(&r->error, SP_NO_MEMORY, "memory", "out of memory");
    sp_checkpoint_write(r, bytes);

    sp_run larger;
    sp_status status = sp_run_open(&larger, wanted, r->data, &r->error);
    if (status == SP_OK) {
        r->data->holders--; /* `larger` takes r's place */
        status = sp_checkpoint_read(&larger, bytes, size, &r->error);
        if (status == SP_OK) {
            larger.last = r->last;
            r->last = (sp_last){0};
            sp_run_close(r);
            *r = larger;
        } else {
            sp_run_close(&larger);
        }
    }
    sp_memory_give(bytes);
    return status;
}

sp_status sp_run_change(sp_run *r, const char *path, double value)
{
    static const char *const free_to_change[] = {"optimizer.", "schedule.", "regularisation.",
                                                 "batch.",     "evaluate.", "stop."};
    sp_spec wanted = r->spec;
    sp_status status = sp_spec_number(&wanted, path, value, &r->error);
    if (status != SP_OK) return status;

    const bool layer = strncmp(path, "model.", 6) == 0;
    bool allowed = layer;
    for (size_t i = 0; i < SP_COUNT(free_to_change); i++) {
        const char *part = free_to_change[i];
        allowed = allowed || strncmp(path, part, strlen(part)) == 0;
    }
    if (!allowed) return refuse(r, path);
    if (layer)
        status = change_layers(r, &wanted, path);
    else if (strncmp(path, "batch.", 6) == 0)
        return change_batch(r, &wanted);
    if (status != SP_OK) return status;
    r->spec = wanted;
    sp_run_plan_end(r);
    return SP_OK;
}
