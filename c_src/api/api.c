#include "api/handles.h"

#include <string.h>

#include "base/hash.h"
#include "base/memory.h"
#include "lab/run.h"

/* --- memory ---------------------------------------------------------------------------------
 */

void *sp_alloc(size_t bytes)
{
    return sp_memory_take(bytes);
}

void sp_free(void *p)
{
    sp_memory_give(p);
}

double sp_live_bytes(void)
{
    return (double)sp_memory_live();
}

/* --- draft ----------------------------------------------------------------------------------
 */

sp_draft *sp_draft_new(void)
{
    sp_draft *d = sp_memory_take(sizeof *d);
    if (d) d->spec = sp_spec_default();
    return d;
}

void sp_draft_free(sp_draft *d)
{
    sp_memory_give(d);
}

int sp_draft_number(sp_draft *d, const char *path, double value)
{
    return (int)sp_spec_number(&d->spec, path, value, &d->error);
}

int sp_draft_text(sp_draft *d, const char *path, const char *text)
{
    return (int)sp_spec_text(&d->spec, path, text, &d->error);
}

int sp_draft_block(sp_draft *d, const char *path, const void *p, size_t bytes)
{
    return (int)sp_spec_block(&d->spec, path, p, bytes, &d->error);
}

const char *sp_draft_error_path(const sp_draft *d)
{
    return d->error.path;
}

const char *sp_draft_error_message(const sp_draft *d)
{
    return d->error.message;
}

int sp_draft_error_status(const sp_draft *d)
{
    return (int)d->error.status;
}

/* --- data -----------------------------------------------------------------------------------
 */

static void *no_memory(sp_draft *d)
{
    sp_fail(&d->error, SP_NO_MEMORY, "memory", "out of memory");
    return NULL;
}

sp_data *sp_data_new(sp_draft *d)
{
    sp_data *data = sp_memory_take(sizeof *data);
    if (!data) return no_memory(d);
    const sp_data_request request = {&d->spec.data, &d->spec.prepare,
                                     (uint64_t)d->spec.run.value[SP_RUN_SEED], d->spec.block,
                                     d->spec.n_blocks};
    if (sp_dataset_build(&data->set, &request, &d->error) == SP_OK) return data;
    sp_memory_give(data);
    return NULL;
}

static void let_go(sp_dataset *set)
{
    if (--set->holders > 0) return;
    sp_dataset_close(set);
    sp_memory_give(set);
}

void sp_data_free(sp_data *data)
{
    if (data) let_go(&data->set);
}

double sp_data_info(const sp_data *data, int what)
{
    const sp_dataset *s = &data->set;
    const double values[] = {s->shape.channels,    s->shape.height, s->shape.width,
                             s->shape.flat,        s->classes,      s->outputs,
                             (double)s->arena.size};
    SP_ASSERT(what >= 0 && what < (int)SP_COUNT(values));
    return values[what];
}

double sp_data_count(const sp_data *data, int split)
{
    return (double)data->set.split[split].n;
}

void sp_data_examples(const sp_data *data, int split, const uint32_t *index, size_t n, float *x)
{
    for (size_t i = 0; i < n; i++) SP_ASSERT(index[i] < data->set.split[split].n);
    sp_dataset_gather(&data->set, split, index, n, x);
}

void sp_data_labels(const sp_data *data, int split, size_t from, size_t n, int32_t *labels)
{
    const sp_split *s = &data->set.split[split];
    SP_ASSERT(s->labels && from + n <= s->n);
    memcpy(labels, s->labels + from, n * sizeof *labels);
}

/* --- run ------------------------------------------------------------------------------------
 */

sp_run *sp_run_new(sp_draft *d, sp_data *data)
{
    sp_run *r = sp_memory_take(sizeof *r);
    if (!r) return no_memory(d);
    if (sp_run_open(r, &d->spec, &data->set, &d->error) == SP_OK) return r;
    sp_memory_give(r);
    return NULL;
}

void sp_run_free(sp_run *r)
{
    if (!r) return;
    let_go(r->data);
    sp_run_close(r);
    sp_memory_give(r);
}

int sp_run_update(sp_run *r)
{
    return !r->row_due && sp_run_advance(r);
}

double sp_run_info(const sp_run *r, int what)
{
    switch (what) {
    case 0:
        return (double)r->updates;
    case 1:
        return sp_run_epoch(r);
    case 2:
        return (double)r->examples;
    case 3:
        return (double)r->diverged_at;
    case 4:
        return (double)r->n;
    case 5:
        return (double)sp_shape_size(r->model.output);
    case 6:
        return (double)sp_run_updates_per_epoch(r);
    case 7:
        return (double)(sizeof *r + r->arena.size);
    case 8:
        return sp_run_step_size(r, r->updates + 1);
    case 9:
        return r->rule->states;
    case 10:
        return (double)r->planned;
    case 11:
        return r->early.stopped;
    case 12:
        return r->batch_loss;
    case 13:
        return r->early.seen ? (double)r->early.update : -1;
    default:
        SP_ASSERT(false);
        return 0;
    }
}

int sp_run_set(sp_run *r, const char *path, double value)
{
    return (int)sp_run_change(r, path, value);
}

const char *sp_run_error_path(const sp_run *r)
{
    return r->error.path;
}

const char *sp_run_error_message(const sp_run *r)
{
    return r->error.message;
}

int sp_run_due(const sp_run *r)
{
    return r->row_due;
}

void sp_run_demand(sp_run *r)
{
    r->row_due = r->row_demanded = true;
}

int sp_run_measure(sp_run *r, double seconds)
{
    return sp_run_measure_some(r, seconds);
}

int sp_trace_columns(const sp_run *r)
{
    (void)r;
    return SP_COLUMNS;
}

const char *sp_trace_name(const sp_run *r, int column)
{
    (void)r;
    return sp_column_name(column);
}

double sp_trace_rows(const sp_run *r)
{
    return (double)r->trace.rows;
}

const double *sp_trace_column(const sp_run *r, int column)
{
    return sp_trace_values(&r->trace, column);
}

void sp_run_evaluate_begin(sp_run *r, int split, double examples)
{
    sp_evaluation_begin(r, &r->asked, split, (size_t)examples);
}

int sp_run_evaluate_some(sp_run *r)
{
    return sp_evaluation_some(r, &r->asked);
}

double sp_run_loss(const sp_run *r)
{
    return r->asked.loss;
}

double sp_run_error(const sp_run *r)
{
    return r->asked.errors;
}

float *sp_run_parameters(sp_run *r)
{
    return r->w;
}

const float *sp_run_gradients(sp_run *r)
{
    return r->g;
}

void sp_run_hash(const sp_run *r, char hex[17])
{
    sp_hash_text(sp_hash_floats(SP_HASH_START, r->w, r->n), hex);
}

int sp_run_layers(const sp_run *r)
{
    return r->model.n;
}

const char *sp_run_layer_name(const sp_run *r, int layer)
{
    return r->model.layer[layer].kind->head.name;
}

double sp_run_layer_info(const sp_run *r, int layer, int what)
{
    const sp_layer *l = &r->model.layer[layer];
    const double values[] = {l->out.channels,
                             l->out.height,
                             l->out.width,
                             l->out.flat,
                             (double)(l->weights + l->bias),
                             (double)l->begin,
                             (double)l->weights};
    SP_ASSERT(what >= 0 && what < (int)SP_COUNT(values));
    return values[what];
}

size_t sp_run_save_size(const sp_run *r)
{
    return sp_checkpoint_size(r);
}

void sp_run_save(const sp_run *r, void *bytes)
{
    sp_checkpoint_write(r, bytes);
}

int sp_run_restore(sp_run *r, const void *bytes, size_t size)
{
    return (int)sp_checkpoint_read(r, bytes, size, &r->error);
}
