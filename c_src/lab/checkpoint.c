/* A checkpoint: everything that the next update depends on, and the trace, one field behind the
 * other without gaps, in little-endian order and with the same sizes on every machine.
 *
 * One function, `walk`, goes over all fields; what it does with them (count, write, read) is
 * the cursor's affair, so the three can never disagree. */
#include <string.h>

#include "base/hash.h"
#include "base/memory.h"
#include "lab/run.h"

static const char MAGIC[8] = "SPUSK01";

typedef struct cursor {
    enum { COUNT, WRITE, READ } mode;
    unsigned char *out;
    const unsigned char *in;
    size_t at;
} cursor;

static void pass(cursor *c, void *field, size_t bytes)
{
    if (bytes && c->mode == WRITE) memcpy(c->out + c->at, field, bytes);
    if (bytes && c->mode == READ) memcpy(field, c->in + c->at, bytes);
    c->at += bytes;
}

static void pass_size(cursor *c, size_t *value)
{
    uint64_t wide = *value;
    pass(c, &wide, sizeof wide);
    *value = (size_t)wide;
}

static void walk(cursor *c, sp_run *r)
{
    pass(c, &r->updates, sizeof r->updates);
    pass(c, &r->examples, sizeof r->examples);
    pass(c, &r->diverged_at, sizeof r->diverged_at);
    pass(c, &r->batch_loss, sizeof r->batch_loss);
    pass(c, &r->update_norm, sizeof r->update_norm);
    pass(c, &r->since_loss, sizeof r->since_loss);
    pass(c, &r->since_errors, sizeof r->since_errors);
    pass(c, &r->since_n, sizeof r->since_n);
    pass(c, &r->lr, sizeof r->lr);
    uint32_t due = (uint32_t)(r->row_due | r->row_demanded << 1);
    pass(c, &due, sizeof due);
    r->row_due = due & 1;
    r->row_demanded = due & 2;

    pass(c, r->w, r->n * sizeof *r->w);
    pass(c, r->g, r->n * sizeof *r->g);
    pass(c, r->rule_memory, sizeof r->rule_memory);
    pass(c, r->schedule_memory, sizeof r->schedule_memory);
    for (int s = 0; s < r->rule->states; s++) pass(c, r->state[s], r->n * sizeof(float));
    pass(c, &r->batches.rng, sizeof r->batches.rng);
    pass_size(c, &r->batches.at);
    pass(c, r->order, r->batches.n * sizeof *r->order);
    pass(c, &r->augment, sizeof r->augment);
    for (int i = 0; i < r->model.n; i++) {
        pass(c, &r->model.masks[i], sizeof r->model.masks[i]);
        pass(c, r->model.state[i], r->model.layer[i].state * sizeof(float));
    }

    pass(c, &r->early.best, sizeof r->early.best);
    pass(c, &r->early.update, sizeof r->early.update);
    pass(c, &r->early.rows, sizeof r->early.rows);
    uint32_t flags = (uint32_t)(r->early.seen | r->early.stopped << 1);
    pass(c, &flags, sizeof flags);
    r->early.seen = flags & 1;
    r->early.stopped = flags & 2;
    if (r->early.weights) pass(c, r->early.weights, r->n * sizeof(float));

    pass_size(c, &r->trace.stride);
    pass_size(c, &r->trace.offered);
    double *values = r->trace.values; /* NULL where only the sizes count */
    for (int column = 0; column < SP_COLUMNS; column++) {
        pass(c, values, r->trace.rows * sizeof *values);
        if (values) values += r->trace.capacity;
    }
}

/* In front of the fields: what they must fit, and a hash over them. */
typedef struct head {
    char magic[8];
    uint64_t hash, parameters, states, examples, rows;
} head;

static size_t count(const sp_run *r)
{
    sp_run copy = *r;
    cursor c = {COUNT, NULL, NULL, 0};
    walk(&c, &copy);
    return c.at;
}

size_t sp_checkpoint_size(const sp_run *r)
{
    return sizeof(head) + count(r);
}

void sp_checkpoint_write(const sp_run *r, unsigned char *out)
{
    sp_run copy = *r; /* a row half measured is measured anew after restoring */
    cursor c = {WRITE, out + sizeof(head), NULL, 0};
    walk(&c, &copy);
    head h = {.hash = sp_hash_bytes(SP_HASH_START, out + sizeof(head), c.at),
              .parameters = r->n,
              .states = (uint64_t)r->rule->states,
              .examples = r->batches.n,
              .rows = r->trace.rows};
    memcpy(h.magic, MAGIC, sizeof h.magic);
    memcpy(out, &h, sizeof h);
}

sp_status sp_checkpoint_read(sp_run *r, const unsigned char *in, size_t size, sp_error *e)
{
    head h;
    if (size < sizeof h) return sp_fail(e, SP_INVALID, "bytes", "the checkpoint is cut off");
    memcpy(&h, in, sizeof h);
    if (memcmp(h.magic, MAGIC, sizeof h.magic) != 0) {
        return sp_fail(e, SP_INVALID, "bytes", "this is not a checkpoint of this version");
    }
    if (h.parameters != r->n || h.states != (uint64_t)r->rule->states ||
        h.examples != r->batches.n || h.rows > SP_TRACE_MAX_ROWS) {
        return sp_fail(e, SP_INVALID, "bytes",
                       "the checkpoint is of another run (%z parameters, this run has %z)",
                       (size_t)h.parameters, r->n);
    }

    /* The trace needs memory of its own; with it in place the sizes can be compared. */
    sp_trace trace = {.rows = (size_t)h.rows, .capacity = (size_t)h.rows};
    sp_run expected = *r;
    expected.trace = trace;
    if (size - sizeof h != count(&expected) ||
        sp_hash_bytes(SP_HASH_START, in + sizeof h, size - sizeof h) != h.hash) {
        return sp_fail(e, SP_INVALID, "bytes", "the checkpoint is cut off or was changed");
    }
    trace.values = sp_memory_take(SP_COLUMNS * trace.rows * sizeof *trace.values);
    if (!trace.values) return sp_fail(e, SP_NO_MEMORY, "memory", "out of memory");

    sp_trace_close(&r->trace);
    r->trace = trace;
    r->row_begun = false;
    r->last.step.t = 0;
    cursor c = {READ, NULL, in + sizeof h, 0};
    walk(&c, r);
    sp_run_plan_end(r);
    return SP_OK;
}
