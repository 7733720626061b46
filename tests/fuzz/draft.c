#include "draft.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_EXAMPLES = 40, MOST_LAYERS = 4 };
enum { LAYERS = 2, DATASETS = 4, SURFACES = 5 }; /* groups of the catalogue */

/* --- fields ---------------------------------------------------------------------------------
 */

/* The layers' with the number of a layer. */
static void put_path(fuzz_field *f, const char *name, fuzz_input *in)
{
    static const char *const parts[] = {"optimizer", "schedule", "model",
                                        "loss",      "data",     "surface"};
    const int layer = (int)(fuzz_byte(in) % MOST_LAYERS);
    if (f->group == LAYERS)
        sp_format(f->path, SP_PATH_MAX, "model.%d.%s", layer, name);
    else if (f->group <= SURFACES)
        sp_format(f->path, SP_PATH_MAX, "%s.%s", parts[f->group], name);
    else if (strcmp(sp_catalog_name(f->group, f->kind), "run") == 0)
        sp_format(f->path, SP_PATH_MAX, "%s", name);
    else
        sp_format(f->path, SP_PATH_MAX, "%s.%s", sp_catalog_name(f->group, f->kind), name);
}

static int choose(fuzz_input *in, int count)
{
    return (int)(fuzz_byte(in) % (unsigned)count);
}

bool fuzz_field_pick(fuzz_field *f, fuzz_input *in)
{
    f->group = choose(in, sp_catalog_groups());
    if (sp_catalog_count(f->group) == 0) return false;
    f->kind = choose(in, sp_catalog_count(f->group));
    if (sp_catalog_params(f->group, f->kind) == 0) return false;
    f->param = choose(in, sp_catalog_params(f->group, f->kind));
    f->name = sp_catalog_param(f->group, f->kind, f->param);
    put_path(f, f->name, in);
    return true;
}

double fuzz_field_value(const fuzz_field *f, fuzz_input *in)
{
    static const double usual[] = {0,    1,   2,    3,    5,   8,         -1,          0.5,
                                   0.01, 0.1, 1.01, 1e-9, 1e9, -HUGE_VAL, (double)NAN, 17};
    const unsigned which = fuzz_byte(in);
    double value;
    if (which < 16) return usual[which];
    if (which < 32) return sp_catalog_param_number(f->group, f->kind, f->param, 1);
    if (which < 48) return sp_catalog_param_number(f->group, f->kind, f->param, 2);
    if (which < 64) return sp_catalog_param_number(f->group, f->kind, f->param, 0);
    if (which > 240 && in->left >= sizeof value) {
        memcpy(&value, in->p, sizeof value);
        in->p += sizeof value;
        in->left -= sizeof value;
        return value;
    }
    return which - 64.0;
}

/* --- drafts ---------------------------------------------------------------------------------
 */

/* Few examples, whatever the kind. */
static void choose_data(fuzz_draft *d, const char *name)
{
    sp_draft_text(d->draft, "data.name", name);
    sp_draft_number(d->draft, "data.train", 12);
    sp_draft_number(d->draft, "data.test", 5);
}

void fuzz_draft_renew(fuzz_draft *d)
{
    fuzz_draft_close(d);
    d->draft = sp_draft_new();
    SP_ASSERT(d->draft);
    choose_data(d, "toy2d");
}

void fuzz_draft_close(fuzz_draft *d)
{
    sp_draft_free(d->draft);
    d->draft = NULL;
    while (d->n_lent) free(d->lent[--d->n_lent]);
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

void fuzz_draft_param(fuzz_draft *d, fuzz_input *in)
{
    fuzz_field f;
    if (!fuzz_field_pick(&f, in)) return;
    const char *options = sp_catalog_param_options(f.group, f.kind, f.param);
    if (*options)
        set_option(d->draft, f.path, options, fuzz_byte(in));
    else
        sp_draft_number(d->draft, f.path, bounded(f.name, fuzz_field_value(&f, in)));
}

void fuzz_draft_kind(fuzz_draft *d, fuzz_input *in)
{
    fuzz_field f = {.group = choose(in, SURFACES + 1)};
    if (sp_catalog_count(f.group) == 0) return;
    f.kind = choose(in, sp_catalog_count(f.group));
    const char *name = sp_catalog_name(f.group, f.kind);
    put_path(&f, f.group == LAYERS ? "layer" : "name", in);
    sp_draft_text(d->draft, f.path, name);
    if (f.group == DATASETS) choose_data(d, name);
}

void fuzz_draft_anything(fuzz_draft *d, fuzz_input *in)
{
    size_t n = fuzz_byte(in) % 40, m = fuzz_byte(in) % 20;
    unsigned char *path = fuzz_bytes(in, &n), *text = fuzz_bytes(in, &m);
    char a[41] = {0}, b[21] = {0};
    memcpy(a, path, n);
    memcpy(b, text, m);
    free(path);
    free(text);
    if (m % 2)
        sp_draft_text(d->draft, a, b);
    else
        sp_draft_number(d->draft, a, (double)m - 5);
}

void fuzz_draft_block(fuzz_draft *d, fuzz_input *in)
{
    static const char *const paths[] = {
        "data.trainX", "data.trainY", "data.testX",       "data.testY",
        "data.text",   "data.target", "data.trainImages", "data.trainLabels",
        "data.train",  "data.ignore", "data.validationX", "data.validationY"};
    if (d->n_lent == (int)SP_COUNT(d->lent)) return;
    const char *path = paths[fuzz_byte(in) % SP_COUNT(paths)];
    size_t n = fuzz_byte(in);
    unsigned char *bytes = fuzz_bytes(in, &n);
    d->lent[d->n_lent++] = bytes;
    sp_draft_block(d->draft, path, bytes, n);
}

void fuzz_draft_net(fuzz_draft *d, fuzz_input *in, const sp_data *data)
{
    const char *layer = sp_catalog_name(LAYERS, choose(in, sp_catalog_count(LAYERS)));
    const double outputs = data ? sp_data_info(data, 5) : 2;
    sp_draft_text(d->draft, "model.0.layer", layer);
    sp_draft_number(d->draft, "model.0.units", 4);
    sp_draft_number(d->draft, "model.0.filters", 2);
    sp_draft_number(d->draft, "model.0.size", 2);
    sp_draft_text(d->draft, "model.1.layer", "flatten");
    sp_draft_text(d->draft, "model.2.layer", "dense");
    sp_draft_number(d->draft, "model.2.units", outputs);
    if (data && sp_data_info(data, 4) == 0) sp_draft_text(d->draft, "loss.name", "mse");
}
