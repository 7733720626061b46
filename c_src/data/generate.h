/* generate: what all generators of examples share.
 *
 * Training, test and validation examples come from streams of their own, so one is never
 * another, and each is drawn without regard to how many there are: the first n of a larger set
 * are the set of n. What the problem itself is (true weights, centres) comes from
 * SP_STREAM_TASK and is the same for all splits.
 *
 * label_noise is the chance with which the target of a training example is thrown away and
 * drawn anew: a class uniformly from all classes (which may be the old one), a number from the
 * targets of the examples before it, so that it has the right distribution and nothing to do
 * with its inputs. Test and validation targets stay right, so that an error there is an error.
 * With more noise the same examples are wrong, and others too. */
#ifndef SP_DATA_GENERATE_H
#define SP_DATA_GENERATE_H

#include "data/dataset.h"

/* The parameters that begin the table of every generator; its own follow from SP_GEN_OWN. */
enum {
    SP_GEN_TRAIN,
    SP_GEN_TEST,
    SP_GEN_VALIDATION,
    SP_GEN_LABEL_NOISE,
    SP_GEN_SEED,
    SP_GEN_OWN
};
#define SP_GENERATOR_PARAMS(train, test)                                                       \
    {"train", train, 1, 1000000, true, NULL}, {"test", test, 0, 1000000, true, NULL},          \
        {"validation", 0, 0, 1000000, true, NULL}, {"label_noise", 0, 0, 1, false, NULL},      \
    {                                                                                          \
        "seed", -1, -1, 9007199254740991, true, NULL /* -1: the run's */                       \
    }

/* Draws example i of a split into its place; from `r` only, and as many draws for each i
 * whatever the number of examples. `value`: the kind's parameters. */
typedef void (*sp_draw)(const sp_dataset *d, const double *value, sp_rng *r, size_t i,
                        sp_split *split);

/* Takes memory for as many examples as asked for; shape, classes, outputs, n_truth and n_work
 * are set. */
sp_status sp_generate_open(sp_dataset *d, const sp_data_request *q, bool as_bytes, sp_error *e);

/* What the problem is, is drawn from this. */
sp_rng sp_generate_task(const sp_data_request *q);

/* Draws all examples and then the label noise. */
sp_status sp_generate_draw(sp_dataset *d, const sp_data_request *q, sp_draw draw, sp_error *e);

#endif
