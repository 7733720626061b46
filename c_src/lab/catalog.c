/* The tables of the core under one numbering, and the parts of a spec that have no name. */
#include <string.h>

#include "lab/probe.h"
#include "lab/spec.h"
#include "nn/loss.h"
#include "optim/optimizer.h"
#include "optim/schedule.h"
#include "surface/surface.h"

static const sp_param run_params[] = {
    {"seed", 1, 0, 9007199254740991, true, NULL},
};
/* size grows by the factor `growth` after every `growth_every` epochs, up to `most` (Smith et
 * al., 2018). With scale_from > 0 the step size is multiplied by size / scale_from: linear
 * scaling (Goyal et al., 2017). */
static const sp_param batch_params[] = {
    {"size", 32, 1, 65536, true, NULL},   {"sampling", 0, 0, 1, true, "shuffle|replacement"},
    {"growth", 1, 1, 64, false, NULL},    {"growth_every", 1, 1, 1e6, true, NULL},
    {"most", 1024, 1, 65536, true, NULL}, {"scale_from", 0, 0, 65536, true, NULL},
};
/* Of the gradient, before the rule: each part to +-value, then the whole to length norm; 0:
 * off. */
static const sp_param clip_params[] = {
    {"value", 0, 0, 1e9, false, NULL},
    {"norm", 0, 0, 1e9, false, NULL},
};
/* What is done to the data once: shares of the training examples that are split off, and the
 * scaling of each input by the training examples' mean and deviation, or to 0..1. `shift` moves
 * training images by up to so many pixels, anew in each batch. */
static const sp_param prepare_params[] = {
    {"scaling", 0, 0, 2, true, "none|standardise|minmax"},
    {"validation", 0, 0, 0.9, false, NULL},
    {"test", 0, 0, 0.9, false, NULL},
    {"shift", 0, 0, 16, true, NULL},
};
/* Penalties l2/2 |w|^2 and l1 |w| on the weights (not on biases), added to the mean loss. */
static const sp_param regularisation_params[] = {
    {"l2", 0, 0, 100, false, NULL},
    {"l1", 0, 0, 100, false, NULL},
};
/* examples: how many of each split are measured, always the same; 0 for all. train, test,
 * validation: 0 leaves that split out. noise: 1 measures the noise scale too, which costs 1024
 * gradients of one example at every row. */
static const sp_param evaluate_params[] = {
    {"every", 1, 1, 1e9, true, NULL},       {"unit", 0, 0, 1, true, "epoch|update"},
    {"examples", 1000, 0, 1e9, true, NULL}, {"train", 1, 0, 1, true, NULL},
    {"test", 1, 0, 1, true, NULL},          {"validation", 1, 0, 1, true, NULL},
    {"noise", 0, 0, 1, true, NULL},
};
/* Whichever comes first; 0 for no limit. patience: early stopping (lab/early.c). */
static const sp_param stop_params[] = {
    {"epochs", 10, 0, 1e9, false, NULL},
    {"updates", 0, 0, 1e15, true, NULL},
    {"patience", 0, 0, 1e6, true, NULL},
    {"monitor", 0, 0, 1, true, "validationLoss|validationError"},
    {"restore", 1, 0, 1, true, NULL},
};

/* Where a descent begins; a surface brings its own start. */
static const sp_param start_params[] = {
    {"x", 0, -1e6, 1e6, false, NULL},
    {"y", 0, -1e6, 1e6, false, NULL},
};
/* Standard deviation of the normal noise that is added to each part of the gradient. */
static const sp_param descent_params[] = {
    {"noise", 0, 0, 1e6, false, NULL},
};

#define SETTING(name, params)                                                                  \
    {                                                                                          \
        name, params, SP_COUNT(params), "lab/catalog.c", ""                                    \
    }
static const sp_kind settings[] = {
    SETTING("run", run_params),
    SETTING("batch", batch_params),
    SETTING("regularisation", regularisation_params),
    SETTING("evaluate", evaluate_params),
    SETTING("stop", stop_params),
    SETTING("clip", clip_params),
    SETTING("prepare", prepare_params),
};
static const sp_kind of_a_descent[] = {
    SETTING("start", start_params),
    SETTING("descent", descent_params),
};

static const char *const names[SP_GROUPS] = {
    "optimizers", "schedules", "layers",  "losses", "datasets",
    "surfaces",   "settings",  "descent", "probes",
};

const char *sp_group_name(int group)
{
    return names[group];
}

/* The table of a group as an array of pointers to entries that begin with an sp_kind. */
static const void *const *table(int group, int *count)
{
    switch (group) {
    case SP_GROUP_OPTIMIZERS:
        return (const void *const *)sp_optimizers(count);
    case SP_GROUP_SCHEDULES:
        return (const void *const *)sp_schedules(count);
    case SP_GROUP_LAYERS:
        return (const void *const *)sp_layer_kinds(count);
    case SP_GROUP_LOSSES:
        return (const void *const *)sp_loss_kinds(count);
    case SP_GROUP_DATASETS:
        return (const void *const *)sp_dataset_kinds(count);
    case SP_GROUP_SURFACES:
        return (const void *const *)sp_surfaces(count);
    case SP_GROUP_PROBES:
        return (const void *const *)sp_probe_kinds(count);
    default:
        *count = 0;
        return NULL;
    }
}

int sp_group_count(int group)
{
    int count;
    if (group == SP_GROUP_SETTINGS) return SP_COUNT(settings);
    if (group == SP_GROUP_DESCENT) return SP_COUNT(of_a_descent);
    table(group, &count);
    return count;
}

const sp_kind *sp_group_kind(int group, int i)
{
    int count;
    if (group == SP_GROUP_SETTINGS) return &settings[i];
    if (group == SP_GROUP_DESCENT) return &of_a_descent[i];
    return (const sp_kind *)table(group, &count)[i];
}

const sp_kind *sp_group_find(int group, const char *name)
{
    for (int i = 0; i < sp_group_count(group); i++) {
        const sp_kind *kind = sp_group_kind(group, i);
        if (strcmp(kind->name, name) == 0) return kind;
    }
    return NULL;
}
