#include "lab/spec.h"

#include <string.h>

#include "surface/surface.h"

/* The parts that are one choice each: where it lies, which table it is of, and the field that
 * names the kind (NULL: a setting, whose kind is fixed). */
static const struct part {
    const char *name;
    size_t offset;
    int group;
    const char *chooser, *standard;
} parts[] = {
    {"data", offsetof(sp_spec, data), SP_GROUP_DATASETS, "name", "digits"},
    {"loss", offsetof(sp_spec, loss), SP_GROUP_LOSSES, "name", "cross-entropy"},
    {"optimizer", offsetof(sp_spec, optimizer), SP_GROUP_OPTIMIZERS, "name", "sgd"},
    {"schedule", offsetof(sp_spec, schedule), SP_GROUP_SCHEDULES, "name", "constant"},
    {"run", offsetof(sp_spec, run), SP_GROUP_SETTINGS, NULL, "run"},
    {"batch", offsetof(sp_spec, batch), SP_GROUP_SETTINGS, NULL, "batch"},
    {"regularisation", offsetof(sp_spec, regularisation), SP_GROUP_SETTINGS, NULL,
     "regularisation"},
    {"evaluate", offsetof(sp_spec, evaluate), SP_GROUP_SETTINGS, NULL, "evaluate"},
    {"stop", offsetof(sp_spec, stop), SP_GROUP_SETTINGS, NULL, "stop"},
    {"clip", offsetof(sp_spec, clip), SP_GROUP_SETTINGS, NULL, "clip"},
    {"prepare", offsetof(sp_spec, prepare), SP_GROUP_SETTINGS, NULL, "prepare"},
    {"surface", offsetof(sp_spec, surface), SP_GROUP_SURFACES, "name", "bowl"},
    {"start", offsetof(sp_spec, start), SP_GROUP_DESCENT, NULL, "start"},
    {"descent", offsetof(sp_spec, descent), SP_GROUP_DESCENT, NULL, "descent"},
};

static sp_choice *choice_at(sp_spec *s, const struct part *p)
{
    return (sp_choice *)(void *)((char *)s + p->offset);
}

/* A descent starts where its surface says, unless the spec says otherwise. */
static void put_start(sp_spec *s)
{
    const sp_surface *surface = (const sp_surface *)s->surface.kind;
    s->start.value[SP_START_X] = surface->start[0];
    s->start.value[SP_START_Y] = surface->start[1];
}

sp_spec sp_spec_default(void)
{
    sp_spec s = {0};
    for (size_t i = 0; i < SP_COUNT(parts); i++) {
        const sp_kind *kind = sp_group_find(parts[i].group, parts[i].standard);
        *choice_at(&s, &parts[i]) = sp_choice_default(kind);
    }
    put_start(&s);
    return s;
}

static sp_status unknown(const char *path, sp_error *e)
{
    return sp_fail(e, SP_INVALID, path, "a spec has no field %s", path);
}

static sp_status choose(sp_choice *c, int group, const char *path, const char *name,
                        sp_error *e)
{
    const sp_kind *kind = sp_group_find(group, name);
    if (!kind) {
        const char *plural = sp_group_name(group);
        return sp_fail(e, SP_INVALID, path, "there is no %s among the %s", name, plural);
    }
    *c = sp_choice_default(kind);
    return SP_OK;
}

/* "model.12.rate": the layer's number and the rest behind it. */
static const char *layer_number(const char *path, int *number)
{
    const char *p = path + strlen("model.");
    *number = 0;
    if (*p < '0' || *p > '9') return NULL;
    for (; *p >= '0' && *p <= '9'; p++) {
        *number = *number * 10 + (*p - '0');
        if (*number > SP_MAX_LAYERS) return NULL;
    }
    return *p == '.' ? p + 1 : NULL;
}

static sp_status set_layer(sp_spec *s, const char *path, double number, const char *text,
                           sp_error *e)
{
    int i;
    const char *field = layer_number(path, &i);
    if (!field) return unknown(path, e);
    if (i >= SP_MAX_LAYERS) {
        return sp_fail(e, SP_INVALID, "model", "a model has at most %d layers", SP_MAX_LAYERS);
    }
    if (strcmp(field, "layer") == 0) {
        if (!text) return sp_fail(e, SP_INVALID, path, "layer must be a name, not a number");
        if (i > s->n_layers) return unknown(path, e);
        const sp_status status = choose(&s->layer[i], SP_GROUP_LAYERS, path, text, e);
        if (status == SP_OK && i == s->n_layers) s->n_layers++;
        return status;
    }
    if (i >= s->n_layers) return unknown(path, e);
    return sp_choice_set(&s->layer[i], path, field, number, text, e);
}

static sp_status set(sp_spec *s, const char *path, double number, const char *text, sp_error *e)
{
    if (strncmp(path, "model.", 6) == 0) return set_layer(s, path, number, text, e);
    if (strcmp(path, "seed") == 0) {
        return sp_choice_set(&s->run, path, path, number, text, e);
    }
    if (strcmp(path, "noise") == 0) {
        return sp_choice_set(&s->descent, path, path, number, text, e);
    }
    for (size_t i = 0; i < SP_COUNT(parts); i++) {
        const struct part *p = &parts[i];
        const size_t length = strlen(p->name);
        if (strncmp(path, p->name, length) != 0 || path[length] != '.') continue;
        const char *field = path + length + 1;
        if (p->chooser && text && strcmp(field, p->chooser) == 0) {
            const sp_status status = choose(choice_at(s, p), p->group, path, text, e);
            if (status == SP_OK && p->group == SP_GROUP_SURFACES) put_start(s);
            return status;
        }
        return sp_choice_set(choice_at(s, p), path, field, number, text, e);
    }
    return unknown(path, e);
}

sp_status sp_spec_number(sp_spec *s, const char *path, double value, sp_error *e)
{
    return set(s, path, value, NULL, e);
}

sp_status sp_spec_text(sp_spec *s, const char *path, const char *text, sp_error *e)
{
    return set(s, path, 0, text, e);
}

sp_status sp_spec_block(sp_spec *s, const char *path, const void *p, size_t bytes, sp_error *e)
{
    if (strlen(path) >= SP_PATH_MAX) return unknown(path, e);
    if (s->n_blocks == SP_MAX_BLOCKS) {
        return sp_fail(e, SP_INVALID, path, "at most %d blocks of data", SP_MAX_BLOCKS);
    }
    sp_block *b = &s->block[s->n_blocks++];
    memcpy(b->path, path, strlen(path) + 1);
    b->p = p;
    b->bytes = bytes;
    return SP_OK;
}
