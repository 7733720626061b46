/* net: a net with its memory, made from fields of a spec, for tests. */
#ifndef SP_TESTS_NET_H
#define SP_TESTS_NET_H

#include "lab/spec.h"
#include "nn/loss.h"
#include "nn/model.h"

typedef struct net {
    sp_model m;
    sp_arena arena;
    float *down;       /* sp_model_set_down's */
    float *w, *dw, *v; /* v: scratch of sp_gradcheck_run */
    int32_t *labels;
    float *values; /* targets of regression */
} net;

/* A spec from fields like "model.0.layer=dense model.0.units=3"; fails the test on a bad one.
 */
sp_spec spec_of(const char *fields);

/* The net of those fields for B examples of shape `input`: random inputs, weights near their
 * initial values, random labels and targets. */
net net_of(const char *fields, sp_shape input, size_t B);
void free_net(net *n);

#endif
