#include "nn/kinds.h"

static const sp_layer_kind *const kinds[] = {
    &sp_layer_dense,   &sp_layer_conv2d, &sp_layer_maxpool,
    &sp_layer_flatten, &sp_layer_relu,   &sp_layer_dropout,
};

const sp_layer_kind *const *sp_layer_kinds(int *count)
{
    *count = SP_COUNT(kinds);
    return kinds;
}
