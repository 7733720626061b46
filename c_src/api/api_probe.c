/* The part of api.h that looks into runs. */
#include "api/api.h"
#include "lab/probe.h"

static const sp_probe_kind *kind_at(int kind)
{
    int count;
    const sp_probe_kind *const *all = sp_probe_kinds(&count);
    SP_ASSERT(kind >= 0 && kind < count);
    return all[kind];
}

sp_probe *sp_probe_new(sp_run *r, int kind)
{
    return sp_probe_open(r, kind_at(kind));
}

void sp_probe_free(sp_probe *p)
{
    sp_probe_close(p);
}

const char *sp_probe_blocks(int kind)
{
    const char *blocks = kind_at(kind)->blocks;
    return blocks ? blocks : "";
}

int sp_probe_number(sp_probe *p, const char *option, double value)
{
    return (int)sp_probe_set(p, option, value, NULL);
}

int sp_probe_text(sp_probe *p, const char *option, const char *text)
{
    return (int)sp_probe_set(p, option, 0, text);
}

int sp_probe_block(sp_probe *p, const char *name, const void *block, size_t bytes)
{
    return (int)sp_probe_lend(p, name, block, bytes);
}

int sp_probe_begin(sp_probe *p)
{
    return (int)sp_probe_start(p);
}

int sp_probe_some(sp_probe *p)
{
    return sp_probe_work(p);
}

double sp_probe_progress(const sp_probe *p)
{
    return p->progress;
}

const char *sp_probe_error_path(const sp_probe *p)
{
    return p->error.path;
}

const char *sp_probe_error_message(const sp_probe *p)
{
    return p->error.message;
}

int sp_probe_error_status(const sp_probe *p)
{
    return (int)p->error.status;
}

int sp_probe_results(const sp_probe *p)
{
    return p->n_results;
}

static const sp_result *result_at(const sp_probe *p, int result)
{
    SP_ASSERT(p->done && result >= 0 && result < p->n_results);
    return &p->result[result];
}

const char *sp_probe_result_name(const sp_probe *p, int result)
{
    return result_at(p, result)->name;
}

double sp_probe_result_info(const sp_probe *p, int result, int what)
{
    const sp_result *at = result_at(p, result);
    const double values[] = {at->type, (double)at->count};
    SP_ASSERT(what >= 0 && what < (int)SP_COUNT(values));
    return values[what];
}

const void *sp_probe_result(const sp_probe *p, int result)
{
    return result_at(p, result)->p;
}

int sp_run_keep(sp_run *r, int keep)
{
    if (!keep) sp_last_close(&r->last);
    if (!keep || r->last.w) return 0;
    return (int)sp_last_open(&r->last, r->rule, r->n, &r->error);
}
