/* Random sequences of calls of api.h: every byte pair chooses a call and what it is given. The
 * callers' duties that api.h names (indices within bounds, handles that live) are kept. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "draft.h"

enum { SLOTS = 3, MEMORY = 1 << 22, MOST_CALLS = 150 };

typedef struct slots {
    fuzz_draft spec;
    sp_data *data[SLOTS];
    sp_run *run[SLOTS];
    sp_descent *descent;
    unsigned char *saved; /* a checkpoint of some run */
    size_t saved_size;
} slots;

/* Whoever could not build something must say why. */
static void expect_reason(const slots *s, const void *built)
{
    SP_ASSERT(built || *sp_draft_error_message(s->spec.draft));
}

/* --- data and runs --------------------------------------------------------------------------
 */

static void new_data(slots *s, size_t i)
{
    sp_data_free(s->data[i]);
    s->data[i] = sp_data_new(s->spec.draft);
    expect_reason(s, s->data[i]);
}

static void new_run(slots *s, fuzz_input *in, size_t i)
{
    sp_data *data = s->data[fuzz_byte(in) % SLOTS];
    if (!data) return;
    sp_run_free(s->run[i]);
    s->run[i] = sp_run_new(s->spec.draft, data);
    expect_reason(s, s->run[i]);
}

static void look_at_data(const sp_data *data, fuzz_input *in)
{
    const int split = (int)(fuzz_byte(in) % 3);
    const size_t n = (size_t)sp_data_count(data, split);
    const double size = sp_data_info(data, 0) * sp_data_info(data, 1) * sp_data_info(data, 2);
    if (n == 0) return;
    const uint32_t index[2] = {0, (uint32_t)n - 1};
    float *x = malloc(2 * (size_t)size * sizeof *x);
    int32_t *labels = malloc(n * sizeof *labels);
    sp_data_examples(data, split, index, 2, x);
    if (sp_data_info(data, 4) > 0) sp_data_labels(data, split, 0, n, labels);
    free(labels);
    free(x);
}

static void train(sp_run *r, unsigned updates)
{
    for (unsigned i = 0; i < updates; i++) {
        while (sp_run_due(r) && sp_run_measure(r, i)) continue;
        if (!sp_run_update(r)) break;
    }
}

static void look_at_run(sp_run *r, fuzz_input *in)
{
    char hash[17];
    for (int what = 0; what <= 13; what++) sp_run_info(r, what);
    for (int l = 0; l < sp_run_layers(r); l++) {
        for (int what = 0; what <= 6; what++) sp_run_layer_info(r, l, what);
    }
    sp_run_hash(r, hash);
    const size_t rows = (size_t)sp_trace_rows(r);
    for (size_t i = 1; i < rows; i++)
        SP_ASSERT(sp_trace_column(r, 0)[i] >= sp_trace_column(r, 0)[i - 1]);
    if (fuzz_byte(in) % 4 == 0) sp_run_demand(r);
}

/* Changes of the weights, of the kind that learners can make. */
static void spoil_weights(sp_run *r, fuzz_input *in)
{
    static const float values[] = {0, 1, -1e30f, 1e38f, INFINITY, NAN};
    float *w = sp_run_parameters(r);
    const size_t n = (size_t)sp_run_info(r, 4);
    if (n) w[fuzz_size(in, n - 1)] = values[fuzz_byte(in) % SP_COUNT(values)];
}

static void measure(sp_run *r, fuzz_input *in)
{
    const int split = (int)(fuzz_byte(in) % 3);
    sp_run_evaluate_begin(r, split, fuzz_byte(in) % 8);
    while (sp_run_evaluate_some(r)) continue;
    float *y = malloc((size_t)sp_run_info(r, 5) * sizeof *y);
    /* Every run has a training example. */
    sp_run_predict_split(r, SP_TRAIN, 0, 1, y);
    free(y);
}

static void set_running(sp_run *r, fuzz_input *in)
{
    fuzz_field f;
    if (!fuzz_field_pick(&f, in)) return;
    if (sp_run_set(r, f.path, fuzz_field_value(&f, in))) SP_ASSERT(*sp_run_error_message(r));
}

static void save(slots *s, const sp_run *r)
{
    free(s->saved);
    s->saved_size = sp_run_save_size(r);
    s->saved = malloc(s->saved_size);
    sp_run_save(r, s->saved);
}

/* What was saved, whole or broken; into any run. */
static void restore(slots *s, sp_run *r, fuzz_input *in)
{
    if (!s->saved) return;
    const unsigned how = fuzz_byte(in);
    size_t size = s->saved_size;
    if (how & 1) size = fuzz_size(in, size);
    if (how & 2) s->saved[fuzz_size(in, s->saved_size - 1)] ^= (unsigned char)fuzz_byte(in);
    if (sp_run_restore(r, s->saved, size)) SP_ASSERT(*sp_run_error_message(r));
}

static void call_run(slots *s, fuzz_input *in, unsigned what, size_t i)
{
    sp_run *r = s->run[i];
    if (!r) return;
    switch (what) {
    case 0:
        train(r, fuzz_byte(in) % 6);
        break;
    case 1:
        look_at_run(r, in);
        break;
    case 2:
        measure(r, in);
        break;
    case 3:
        set_running(r, in);
        break;
    case 4:
        save(s, r);
        break;
    case 5:
        restore(s, r, in);
        break;
    case 6:
        spoil_weights(r, in);
        break;
    default:
        sp_run_free(r);
        s->run[i] = NULL;
    }
}

static void new_descent(slots *s)
{
    sp_descent_free(s->descent);
    s->descent = sp_descent_new(s->spec.draft);
    expect_reason(s, s->descent);
}

static void descend(sp_descent *d, fuzz_input *in)
{
    if (!d) return;
    const double wanted = fuzz_byte(in), made = sp_descent_step(d, wanted);
    SP_ASSERT(made >= 0 && made <= wanted);
    for (int what = 0; what <= 7; what++) sp_descent_info(d, what);
    const double *update = sp_descent_column(d, 0);
    const size_t rows = (size_t)sp_descent_info(d, 2);
    for (size_t i = 1; i < rows; i++) SP_ASSERT(update[i] > update[i - 1]);
}

static void call(slots *s, fuzz_input *in)
{
    const unsigned what = fuzz_byte(in) % 20;
    const size_t i = fuzz_byte(in) % SLOTS;
    switch (what) {
    case 0:
        fuzz_draft_renew(&s->spec);
        break;
    case 1:
    case 2:
        fuzz_draft_param(&s->spec, in);
        break;
    case 3:
        fuzz_draft_kind(&s->spec, in);
        break;
    case 4:
        fuzz_draft_anything(&s->spec, in);
        break;
    case 5:
        fuzz_draft_block(&s->spec, in);
        break;
    case 6:
        fuzz_draft_net(&s->spec, in, s->data[i]);
        break;
    case 7:
        new_data(s, i);
        break;
    case 8:
        new_run(s, in, i);
        break;
    case 9:
        if (s->data[i]) look_at_data(s->data[i], in);
        break;
    case 18:
        new_descent(s);
        break;
    case 19:
        descend(s->descent, in);
        break;
    default:
        call_run(s, in, what - 10, i);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    fuzz_input in = {p, n};
    slots s = {0};
    sp_memory_limit(MEMORY);
    fuzz_draft_renew(&s.spec);
    for (int i = 0; i < MOST_CALLS && in.left; i++) call(&s, &in);

    /* Data may go before the runs that use it. */
    for (int i = 0; i < SLOTS; i++) sp_data_free(s.data[i]);
    for (int i = 0; i < SLOTS; i++) sp_run_free(s.run[i]);
    sp_descent_free(s.descent);
    fuzz_draft_close(&s.spec);
    free(s.saved);
    SP_ASSERT(sp_memory_live() == 0);
    return 0;
}
