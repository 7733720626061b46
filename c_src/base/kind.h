/* kind: the head that all tables share (optimizers, layers, losses, schedules, data sets, ...).
 *
 * A table lists what exists; its entries begin with an sp_kind, which tells the name and the
 * parameters with default and range. Sliders, error messages, URL names, CLI help and docs are
 * made from it: there is no second list. */
#ifndef SP_BASE_KIND_H
#define SP_BASE_KIND_H

#include "base/common.h"

enum { SP_MAX_PARAMS = 10 };

typedef struct sp_param {
    const char *name;
    double value, min, max; /* default and inclusive range */
    bool whole;             /* whole numbers only */
    const char *options; /* "inverted|original": a text, kept as the option's number; or NULL */
} sp_param;

typedef struct sp_kind {
    const char *name;
    const sp_param *params;
    int n_params;
    const char *file;   /* where it is computed, below c_src: "optim/adam.c" */
    const char *source; /* paper, or "" */
} sp_kind;

/* A kind together with values for its parameters, in the table's order. */
typedef struct sp_choice {
    const sp_kind *kind;
    double value[SP_MAX_PARAMS];
} sp_choice;

/* The name of option 0, 1, ... (not ended by 0: `length` characters), or NULL past the last. */
const char *sp_param_option(const sp_param *p, int option, size_t *length);

/* `kind` with all its defaults. */
sp_choice sp_choice_default(const sp_kind *kind);

/* Sets parameter `name` to a number, or to the option called `text` (number is ignored then).
 * `path` is the full field for the error. Unknown names, values out of range, fractions where
 * whole numbers are wanted, and NaN are SP_INVALID. */
sp_status sp_choice_set(sp_choice *c, const char *path, const char *name, double number,
                        const char *text, sp_error *e);

#endif
