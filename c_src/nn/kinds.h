/* kinds: the layers by name, for nn/registry.c and for tests. */
#ifndef SP_NN_KINDS_H
#define SP_NN_KINDS_H

#include "nn/layer.h"

extern const sp_layer_kind sp_layer_dense, sp_layer_conv2d, sp_layer_maxpool, sp_layer_flatten,
    sp_layer_relu, sp_layer_dropout;

#endif
