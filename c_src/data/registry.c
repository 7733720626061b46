#include "data/kinds.h"

static const sp_dataset_kind *const kinds[] = {
    &sp_data_digits, &sp_data_toy2d, &sp_data_linear, &sp_data_polynomial, &sp_data_onehot,
    &sp_data_scaled, &sp_data_idx,   &sp_data_cifar,  &sp_data_csv,        &sp_data_arrays,
};

const sp_dataset_kind *const *sp_dataset_kinds(int *count)
{
    *count = SP_COUNT(kinds);
    return kinds;
}
