/* Random sequences of calls of api.h: every byte pair chooses a call and what it is given. The
 * fields of specs come from the catalogue, their values from the defaults, the ends of the
 * ranges, and numbers that are often wrong; so most drafts are nearly right. Callers' duties
 * that api.h names (indices within bounds, handles that live) are kept. */
#include "fuzz.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "api/api.h"
#include "base/memory.h"

enum { SLOTS = 3, MEMORY = 1 << 22, MOST_CALLS = 150, MOST_EXAMPLES = 40 };

typedef struct slots {
    sp_draft *draft;
    sp_data *data[SLOTS];
    sp_run *run[SLOTS];
    void *lent[12]; /* blocks of the draft */
    int n_lent;
    unsigned char *saved; /* a checkpoint of some run */
    size_t saved_size;
} slots;

/* --- drafts ---------------------------------------------------------------------------------
 */

/* Few examples, whatever the kind. */
static void choose_data(slots *s, const char *name)
{
    sp_draft_text(s->draft, "data.name", name);
    sp_draft_number(s->draft, "data.train", 12);
    sp_draft_number(s->draft, "data.test", 5);
}

static void renew_draft(slots *s)
{
    sp_draft_free(s->draft);
    while (s->n_lent) free(s->lent[--s->n_lent]);
    s->draft = sp_draft_new();
    SP_ASSERT(s->draft);
    choose_data(s, "toy2d");
}

/* The field of a parameter as a path; the layers' with the number of a layer. */
static void path_of(char path[SP_PATH_MAX], int group, int kind, const char *field, int layer)
{
    static const char *const parts[] = {"optimizer", "schedule", "model",
                                        "loss",      "data",     "surface"};
    if (group == 2)
        sp_format(path, SP_PATH_MAX, "model.%d.%s", layer, field);
    else if (group < 6)
        sp_format(path, SP_PATH_MAX, "%s.%s", parts[group], field);
    else if (strcmp(sp_catalog_name(group, kind), "run") == 0)
        sp_format(path, SP_PATH_MAX, "%s", field);
    else
        sp_format(path, SP_PATH_MAX, "%s.%s", sp_catalog_name(group, kind), field);
}

static double value_for(fuzz_input *in, int group, int kind, int param)
{
    static const double usual[] = {0,    1,   2,    3,    5,   8,         -1,          0.5,
                                   0.01, 0.1, 1.01, 1e-9, 1e9, -HUGE_VAL, (double)NAN, 17};
    const unsigned which = fuzz_byte(in);
    double value;
    if (which < 16) return usual[which];
    if (which < 32) return sp_catalog_param_number(group, kind, param, 1);
    if (which < 48) return sp_catalog_param_number(group, kind, param, 2);
    if (which < 64) return sp_catalog_param_number(group, kind, param, 0);
    if (which > 240 && in->left >= sizeof value) {
        memcpy(&value, in->p, sizeof value);
        in->p += sizeof value;
        in->left -= sizeof value;
        return value;
    }
    return which - 64.0;
}

/* More examples than these would only take time. */
static double bounded(const char *field, double value)
{
    const bool examples = strcmp(field, "train") == 0 || strcmp(field, "test") == 0 ||
                          strcmp(field, "validation") == 0;
    return examples && value > MOST_EXAMPLES ? MOST_EXAMPLES : value;
}

static void set_option(sp_draft *d, const char *path, const char *options, unsigned which)
{
    char text[64];
    const char *p = options;
    for (; which % 8 && strchr(p, '|'); which--) p = strchr(p, '|') + 1;
    sp_format(text, sizeof text, "%s", p);
    text[strcspn(text, "|")] = 0;
    sp_draft_text(d, path, text);
}

static void set_param(slots *s, fuzz_input *in)
{
    const int group = (int)(fuzz_byte(in) % (unsigned)sp_catalog_groups());
    const int kinds = sp_catalog_count(group);
    if (kinds == 0) return;
    const int kind = (int)(fuzz_byte(in) % (unsigned)kinds),
              params = sp_catalog_params(group, kind);
    if (params == 0) return;
    const int param = (int)(fuzz_byte(in) % (unsigned)params);
    const char *field = sp_catalog_param(group, kind, param);
    const char *options = sp_catalog_param_options(group, kind, param);
    char path[SP_PATH_MAX];

    path_of(path, group, kind, field, (int)(fuzz_byte(in) % 4));
    if (*options)
        set_option(s->draft, path, options, fuzz_byte(in));
    else
        sp_draft_number(s->draft, path, bounded(field, value_for(in, group, kind, param)));
}

static void choose_kind(slots *s, fuzz_input *in)
{
    const int group = (int)(fuzz_byte(in) % 6), kinds = sp_catalog_count(group);
    if (kinds == 0) return;
    const char *name = sp_catalog_name(group, (int)(fuzz_byte(in) % (unsigned)kinds));
    char path[SP_PATH_MAX];
    path_of(path, group, 0, group == 2 ? "layer" : "name", (int)(fuzz_byte(in) % 4));
    sp_draft_text(s->draft, path, name);
    if (group == 4) choose_data(s, name);
}

/* A path and a text of any bytes. */
static void set_anything(slots *s, fuzz_input *in)
{
    size_t n = fuzz_byte(in) % 40, m = fuzz_byte(in) % 20;
    unsigned char *path = fuzz_bytes(in, &n), *text = fuzz_bytes(in, &m);
    char a[41] = {0}, b[21] = {0};
    memcpy(a, path, n);
    memcpy(b, text, m);
    free(path);
    free(text);
    if (m % 2)
        sp_draft_text(s->draft, a, b);
    else
        sp_draft_number(s->draft, a, (double)m - 5);
    sp_draft_error_status(s->draft);
}

static void lend_block(slots *s, fuzz_input *in)
{
    static const char *const paths[] = {
        "data.trainX", "data.trainY", "data.testX",       "data.testY",
        "data.text",   "data.target", "data.trainImages", "data.trainLabels",
        "data.train",  "data.ignore", "data.validationX", "data.validationY"};
    if (s->n_lent == (int)SP_COUNT(s->lent)) return;
    const char *path = paths[fuzz_byte(in) % SP_COUNT(paths)];
    size_t n = fuzz_byte(in);
    unsigned char *bytes = fuzz_bytes(in, &n);
    s->lent[s->n_lent++] = bytes;
    sp_draft_block(s->draft, path, bytes, n);
}

/* A net, and a loss, that fit data (if there is any in that slot), so that runs come about. */
static void set_small_net(slots *s, fuzz_input *in, size_t i)
{
    const sp_data *data = s->data[i];
    const double units = data ? sp_data_info(data, 5) : fuzz_byte(in) % 12;
    sp_draft_text(s->draft, "model.0.layer", "flatten");
    sp_draft_text(s->draft, "model.1.layer", "dense");
    sp_draft_number(s->draft, "model.1.units", units);
    if (data && sp_data_info(data, 4) == 0) sp_draft_text(s->draft, "loss.name", "mse");
}

/* --- data and runs --------------------------------------------------------------------------
 */

static void new_data(slots *s, size_t i)
{
    sp_data_free(s->data[i]);
    s->data[i] = sp_data_new(s->draft);
    if (!s->data[i]) SP_ASSERT(*sp_draft_error_message(s->draft));
}

static void new_run(slots *s, fuzz_input *in, size_t i)
{
    sp_data *data = s->data[fuzz_byte(in) % SLOTS];
    if (!data) return;
    sp_run_free(s->run[i]);
    s->run[i] = sp_run_new(s->draft, data);
    if (!s->run[i]) SP_ASSERT(*sp_draft_error_message(s->draft));
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
    const int group = (int)(fuzz_byte(in) % (unsigned)sp_catalog_groups());
    const int kinds = sp_catalog_count(group);
    if (kinds == 0) return;
    const int kind = (int)(fuzz_byte(in) % (unsigned)kinds),
              params = sp_catalog_params(group, kind);
    if (params == 0) return;
    const int param = (int)(fuzz_byte(in) % (unsigned)params);
    char path[SP_PATH_MAX];
    path_of(path, group, kind, sp_catalog_param(group, kind, param), (int)(fuzz_byte(in) % 4));
    if (sp_run_set(r, path, value_for(in, group, kind, param))) {
        SP_ASSERT(*sp_run_error_message(r));
    }
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

static void call(slots *s, fuzz_input *in)
{
    const unsigned what = fuzz_byte(in) % 18;
    const size_t i = fuzz_byte(in) % SLOTS;
    switch (what) {
    case 0:
        renew_draft(s);
        break;
    case 1:
    case 2:
        set_param(s, in);
        break;
    case 3:
        choose_kind(s, in);
        break;
    case 4:
        set_anything(s, in);
        break;
    case 5:
        lend_block(s, in);
        break;
    case 6:
        set_small_net(s, in, i);
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
    default:
        call_run(s, in, what - 10, i);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    fuzz_input in = {p, n};
    slots s = {0};
    sp_memory_limit(MEMORY);
    renew_draft(&s);
    for (int i = 0; i < MOST_CALLS && in.left; i++) call(&s, &in);

    /* Data may go before the runs that use it. */
    for (int i = 0; i < SLOTS; i++) sp_data_free(s.data[i]);
    for (int i = 0; i < SLOTS; i++) sp_run_free(s.run[i]);
    sp_draft_free(s.draft);
    while (s.n_lent) free(s.lent[--s.n_lent]);
    free(s.saved);
    SP_ASSERT(sp_memory_live() == 0);
    return 0;
}
