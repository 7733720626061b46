/* kinds: the layers by name, for nn/registry.c and for tests. */
#ifndef SP_NN_KINDS_H
#define SP_NN_KINDS_H

#include "nn/layer.h"

extern const sp_layer_kind sp_layer_dense, sp_layer_conv2d, sp_layer_maxpool, sp_layer_avgpool,
    sp_layer_globalpool, sp_layer_flatten, sp_layer_dropout, sp_layer_batchnorm,
    sp_layer_layernorm, sp_layer_relu, sp_layer_leaky_relu, sp_layer_elu, sp_layer_gelu,
    sp_layer_tanh, sp_layer_sigmoid, sp_layer_softplus, sp_layer_add;

/* What both poolings with a window share: parameters `size` and `stride`, in this order. */
int sp_pool_stride(const sp_layer *l);
sp_status sp_plan_pool(sp_layer *l, const char *path, sp_error *e);
sp_window sp_pool_window(const sp_layer *l);

/* Of layers whose every output sees all of the input. */
sp_window sp_whole_window(const sp_layer *l);

#endif
