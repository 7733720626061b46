/* runs: runs made from fields of a spec, through the module's interface, for tests. */
#ifndef SP_TESTS_RUNS_H
#define SP_TESTS_RUNS_H

#include "api/api.h"

#define SMALL_NET                                                                              \
    "data.train=200 data.test=100 model.0.layer=flatten model.1.layer=dense model.1.units=16 " \
    "model.2.layer=relu model.3.layer=dropout model.3.rate=0.25 model.4.layer=dense "          \
    "optimizer.name=adam "

/* A draft of fields like "optimizer.name=adam batch.size=8"; fails the test on a bad one. */
sp_draft *draft_of(const char *fields);
sp_run *run_of(const char *fields);

/* Makes so many updates, measuring rows as they fall due; stops where the run diverges. */
void train(sp_run *r, int updates);

#endif
