/* spec: the whole description of a run, filled in field by field.
 *
 * Every part of it is an sp_choice of a table, so names, defaults and ranges are those of the
 * catalogue. A path is the field in the spec as people write it: "seed", "optimizer.lr",
 * "model.2.rate"; "optimizer.name" and "model.2.layer" choose a kind and put its defaults. */
#ifndef SP_LAB_SPEC_H
#define SP_LAB_SPEC_H

#include "data/dataset.h"
#include "nn/model.h"

enum { SP_MAX_BLOCKS = 12 };

typedef struct sp_spec {
    sp_choice run; /* what stands at the top: seed */
    sp_choice data, loss, optimizer, schedule, batch, regularisation, evaluate, stop;
    sp_choice clip, prepare;
    sp_choice surface, start, descent; /* of a descent (lab/descent.h) instead of a run */
    sp_choice layer[SP_MAX_LAYERS];
    int n_layers;
    sp_block block[SP_MAX_BLOCKS];
    int n_blocks;
} sp_spec;

/* Parameters of the parts that have no name, in the order of their tables. */
enum { SP_RUN_SEED };
enum {
    SP_BATCH_SIZE,
    SP_BATCH_SAMPLING,
    SP_BATCH_GROWTH,
    SP_BATCH_GROWTH_EVERY,
    SP_BATCH_MOST,
    SP_BATCH_SCALE_FROM
};
enum { SP_CLIP_VALUE, SP_CLIP_NORM };
enum { SP_REG_L2, SP_REG_L1 };
enum {
    SP_EVALUATE_EVERY,
    SP_EVALUATE_UNIT,
    SP_EVALUATE_EXAMPLES,
    SP_EVALUATE_TRAIN, /* and then test, validation, as the splits follow each other */
    SP_EVALUATE_NOISE = SP_EVALUATE_TRAIN + SP_SPLITS
};
enum { SP_UNIT_EPOCH, SP_UNIT_UPDATE };
enum { SP_STOP_EPOCHS, SP_STOP_UPDATES, SP_STOP_PATIENCE, SP_STOP_MONITOR, SP_STOP_RESTORE };
enum { SP_START_X, SP_START_Y };
enum { SP_DESCENT_NOISE };

/* All defaults: digits, no layers yet, cross-entropy, sgd, constant. */
sp_spec sp_spec_default(void);

sp_status sp_spec_number(sp_spec *s, const char *path, double value, sp_error *e);
sp_status sp_spec_text(sp_spec *s, const char *path, const char *text, sp_error *e);
sp_status sp_spec_block(sp_spec *s, const char *path, const void *p, size_t bytes, sp_error *e);

/* --- catalogue ------------------------------------------------------------------------------
 */

enum {
    SP_GROUP_OPTIMIZERS,
    SP_GROUP_SCHEDULES,
    SP_GROUP_LAYERS,
    SP_GROUP_LOSSES,
    SP_GROUP_DATASETS,
    SP_GROUP_SURFACES,
    SP_GROUP_SETTINGS,
    SP_GROUP_DESCENT, /* the settings of a descent */
    SP_GROUP_PROBES,
    SP_GROUPS
};

const char *sp_group_name(int group);
int sp_group_count(int group);
const sp_kind *sp_group_kind(int group, int i);
/* The kind of that name, or NULL. */
const sp_kind *sp_group_find(int group, const char *name);

#endif
