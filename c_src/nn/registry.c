#include "nn/kinds.h"

static const sp_layer_kind *const kinds[] = {
    &sp_layer_dense,      &sp_layer_conv2d,  &sp_layer_maxpool,    &sp_layer_avgpool,
    &sp_layer_globalpool, &sp_layer_flatten, &sp_layer_dropout,    &sp_layer_batchnorm,
    &sp_layer_layernorm,  &sp_layer_relu,    &sp_layer_leaky_relu, &sp_layer_elu,
    &sp_layer_gelu,       &sp_layer_tanh,    &sp_layer_sigmoid,    &sp_layer_softplus,
    &sp_layer_add,
};

const sp_layer_kind *const *sp_layer_kinds(int *count)
{
    *count = SP_COUNT(kinds);
    return kinds;
}

sp_window sp_whole_window(const sp_layer *l)
{
    (void)l;
    return (sp_window){.whole = true};
}
