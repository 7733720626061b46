/* probe: a look into a run that does not disturb it, and the table of all probes.
 *
 * A probe has options with defaults and ranges (they are in the catalogue), works in parts of
 * at most about 128 examples, and leaves results: numbers and arrays with names. It looks at
 * the run as it was when the probe started, whatever is trained between its parts: it has its
 * own copy of the weights, of batch norm's statistics and of the mask streams, and draws only
 * from SP_STREAM_PROBE. Of the run it uses the data and the buffers that every batch
 * overwrites. So the same probe gives the same results, and training goes on with the same
 * bits.
 *
 * Adding a probe takes one table (options, plan, layout, some) and one line in lab/probe.c. */
#ifndef SP_LAB_PROBE_H
#define SP_LAB_PROBE_H

#include "lab/run.h"

enum { SP_PROBE_RESULTS = 16, SP_PROBE_BLOCKS = 4, SP_PROBE_PART = 128 };

/* What the pointer of a result points to. */
enum { SP_RESULT_NUMBER, SP_RESULT_FLOATS, SP_RESULT_DOUBLES, SP_RESULT_INTS, SP_RESULT_TEXT };

typedef struct sp_result {
    const char *name;
    int type;
    size_t count;
    const void *p; /* filled when the probe is done; one double for a number */
} sp_result;

typedef struct sp_probe sp_probe;

typedef struct sp_probe_kind {
    sp_kind head;
    const char
        *blocks; /* arrays that it takes, "from|to": float32, `indices` uint32; or NULL */
    size_t own;  /* bytes of the kind's own struct, zeroed at the start */
    /* Checks options and blocks against the run, and works out sizes. */
    sp_status (*plan)(sp_probe *p, sp_error *e);
    /* Takes memory and names the results; called twice, the first time measuring. */
    void (*layout)(sp_probe *p, sp_arena *a);
    /* Once, when the memory is there. NULL: nothing to do. */
    void (*begin)(sp_probe *p);
    /* One part of the work; true while more is left. */
    bool (*some)(sp_probe *p);
} sp_probe_kind;

struct sp_probe {
    const sp_probe_kind *kind;
    sp_run *r;
    sp_choice option;
    sp_block block[SP_PROBE_BLOCKS];
    int n_blocks;
    void *own; /* the kind's struct */

    sp_arena arena;
    float *w;       /* the run's weights when the probe started */
    sp_model model; /* the run's, with masks and states of its own */
    sp_rng rng;
    double progress; /* 0 to 1 */
    bool started, done;

    sp_result result[SP_PROBE_RESULTS];
    int n_results;
    sp_error error;
};

/* All probes; `count` tells how many. */
const sp_probe_kind *const *sp_probe_kinds(int *count);

/* A probe of `kind` with default options; NULL: no memory. It may be closed after the run, but
 * not be used any more then. */
sp_probe *sp_probe_open(sp_run *r, const sp_probe_kind *kind);
void sp_probe_close(sp_probe *p);

/* Errors of these are in p->error, whose path is the option's name. Blocks are borrowed until
 * the probe is closed. */
sp_status sp_probe_set(sp_probe *p, const char *option, double number, const char *text);
sp_status sp_probe_lend(sp_probe *p, const char *name, const void *bytes, size_t count);
sp_status sp_probe_start(sp_probe *p);
/* One part; true while more is left. */
bool sp_probe_work(sp_probe *p);

/* --- for the kinds --------------------------------------------------------------------------
 */

/* The options "split" and "examples" (how many of it, 0 for all), which begin many tables. */
enum { SP_PROBE_SPLIT, SP_PROBE_EXAMPLES, SP_PROBE_OWN };
#define SP_PROBE_DATA(split, examples)                                                         \
    {"split", split, 0, 2, true, "train|test|validation"},                                     \
    {                                                                                          \
        "examples", examples, 0, 1e9, true, NULL                                               \
    }

/* The number of examples that these options name; SP_INVALID if the split has none. */
sp_status sp_probe_examples(const sp_probe *p, size_t *n, sp_error *e);
/* Example i of the n that are looked at: where n is what the trace measures, the same ones. */
uint32_t sp_probe_member(const sp_probe *p, int split, size_t n, size_t i);
/* Examples at .. at + count - 1 of n: their indices into r->index. */
void sp_probe_choose(const sp_probe *p, int split, size_t n, size_t at, size_t count);
/* How many examples of `left` make the next part. */
size_t sp_probe_part(const sp_probe *p, size_t left);

/* The gradient dw (parameters) of the mean loss of the B examples r->index of a split at
 * weights w, masks off and without penalties. */
void sp_probe_gradient(sp_probe *p, int split, size_t B, const float *w, float *dw);

/* Block `name` of `count` floats (0: any whole number of rows of `row`), or NULL in *floats if
 * it was not given; SP_INVALID if it has another size or numbers that are not finite. */
sp_status sp_probe_floats(const sp_probe *p, const char *name, size_t row, size_t count,
                          const float **floats, size_t *rows, sp_error *e);

void sp_probe_tell(sp_probe *p, const char *name, const double *number);
void sp_probe_tell_text(sp_probe *p, const char *name, const char *text);
/* There turned out to be only so many. */
void sp_probe_shorten(sp_probe *p, const char *name, size_t count);
/* Takes room for a result. */
float *sp_probe_take_floats(sp_probe *p, sp_arena *a, const char *name, size_t count);
double *sp_probe_take_doubles(sp_probe *p, sp_arena *a, const char *name, size_t count);
int32_t *sp_probe_take_ints(sp_probe *p, sp_arena *a, const char *name, size_t count);

static inline double sp_probe_option(const sp_probe *p, int option)
{
    return p->option.value[option];
}

/* Sum of the squares of n numbers. */
double sp_probe_square(const double *x, size_t n);

extern const sp_probe_kind sp_probe_decision, sp_probe_effective_step, sp_probe_arithmetic,
    sp_probe_gradient_spread, sp_probe_noise_scale, sp_probe_receptive_field,
    sp_probe_masked_predictions, sp_probe_line, sp_probe_plane, sp_probe_trajectory,
    sp_probe_histogram, sp_probe_activations, sp_probe_confusion, sp_probe_worst;

#endif
