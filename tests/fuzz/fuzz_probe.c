/* Probes on small runs: any kind with any options, between and during updates. A second run
 * that is never looked into must end with the same weights. */
#include <stdlib.h>
#include <string.h>

#include "base/memory.h"
#include "draft.h"

enum { MEMORY = 1 << 22, MOST_PROBES = 6, MOST_PARTS = 100, MOST_FIELDS = 8 };

static void train(sp_run *r, unsigned updates)
{
    while (updates-- > 0) {
        while (sp_run_due(r) && sp_run_measure(r, 0)) continue;
        if (!sp_run_update(r)) return;
    }
}

static int probes(void)
{
    int group = 0;
    while (strcmp(sp_catalog_group(group), "probes") != 0) group++;
    return group;
}

/* One option, as often as not impossible. */
static void set_option(sp_probe *p, int kind, fuzz_input *in)
{
    fuzz_field f = {.group = probes(), .kind = kind};
    if (sp_catalog_params(f.group, kind) == 0) return;
    f.param = (int)(fuzz_byte(in) % (unsigned)sp_catalog_params(f.group, kind));
    const char *option = sp_catalog_param(f.group, kind, f.param);
    const char *texts = sp_catalog_param_options(f.group, kind, f.param);
    char text[64];
    if (*texts) {
        if (fuzz_byte(in) % 2 && strchr(texts, '|')) texts = strchr(texts, '|') + 1;
        sp_format(text, sizeof text, "%s", texts);
        text[strcspn(text, "|")] = 0;
        sp_probe_text(p, option, text);
    } else {
        sp_probe_number(p, option, fuzz_field_value(&f, in));
    }
}

/* Bytes for one of the arrays that it takes: as many floats as the run has weights, or any. */
static void *lend(sp_probe *p, int kind, const sp_run *r, fuzz_input *in)
{
    const char *names = sp_probe_blocks(kind);
    char name[64];
    if (fuzz_byte(in) % 2 && strchr(names, '|')) names = strchr(names, '|') + 1;
    sp_format(name, sizeof name, "%s", names);
    name[strcspn(name, "|")] = 0;

    const unsigned how = fuzz_byte(in);
    size_t bytes = how % 2 ? (size_t)sp_run_info(r, 4) * sizeof(float) : how;
    unsigned char *array = calloc(bytes ? bytes : 1, 1);
    for (size_t i = 0; i < bytes && i < 8; i++) array[i] = (unsigned char)fuzz_byte(in);
    sp_probe_block(p, name, array, bytes);
    return array;
}

/* Touches everything that it found. */
static void read_results(const sp_probe *p)
{
    static const size_t sizes[] = {sizeof(double), sizeof(float), sizeof(double),
                                   sizeof(int32_t), 1};
    for (int i = 0; i < sp_probe_results(p); i++) {
        const size_t n = (size_t)sp_probe_result_info(p, i, 1);
        const int type = (int)sp_probe_result_info(p, i, 0);
        const unsigned char *bytes = sp_probe_result(p, i);
        unsigned char *copy = malloc(n * sizes[type] + 1);
        if (n) memcpy(copy, bytes, n * sizes[type]);
        free(copy);
        SP_ASSERT(*sp_probe_result_name(p, i));
    }
}

static void look(sp_run *r, sp_run *other, fuzz_input *in)
{
    const int kind = (int)(fuzz_byte(in) % (unsigned)sp_catalog_count(probes()));
    void *lent[2] = {NULL, NULL};
    sp_probe *p = sp_probe_new(r, kind);
    if (!p) return;
    for (unsigned n = fuzz_byte(in) % MOST_FIELDS; n > 0; n--) set_option(p, kind, in);
    for (unsigned n = fuzz_byte(in) % 3; n > 0; n--) lent[n - 1] = lend(p, kind, r, in);
    if (sp_probe_begin(p)) {
        SP_ASSERT(*sp_probe_error_message(p));
    } else {
        const unsigned between = fuzz_byte(in) % 4;
        int parts = 0;
        while (sp_probe_some(p) && ++parts < MOST_PARTS) {
            if (parts != 1) continue;
            train(r, between); /* what it finds must not depend on this */
            train(other, between);
        }
        if (parts < MOST_PARTS) read_results(p);
    }
    sp_probe_free(p);
    for (int i = 0; i < 2; i++) free(lent[i]);
}

static void use(sp_run *a, sp_run *b, fuzz_input *in)
{
    char x[17], y[17];
    for (int i = 0; i < MOST_PROBES && in->left; i++) {
        const unsigned updates = fuzz_byte(in) % 4;
        if (fuzz_byte(in) % 2) sp_run_keep(a, 1);
        train(a, updates);
        train(b, updates);
        look(a, b, in);
    }
    sp_run_hash(a, x);
    sp_run_hash(b, y);
    SP_ASSERT(strcmp(x, y) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    fuzz_input in = {p, n};
    fuzz_draft spec = {0};
    sp_memory_limit(MEMORY);
    fuzz_draft_renew(&spec);
    fuzz_draft_kind(&spec, &in);
    for (unsigned i = fuzz_byte(&in) % MOST_FIELDS; i > 0; i--) fuzz_draft_param(&spec, &in);
    sp_data *data = sp_data_new(spec.draft);
    if (data) {
        fuzz_draft_net(&spec, &in, data);
        sp_run *a = sp_run_new(spec.draft, data), *b = sp_run_new(spec.draft, data);
        if (a && b) use(a, b, &in);
        sp_run_free(a);
        sp_run_free(b);
    }
    sp_data_free(data);
    fuzz_draft_close(&spec);
    SP_ASSERT(sp_memory_live() == 0);
    return 0;
}
