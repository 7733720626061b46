/* kinds: the data sets by name, for data/registry.c and for tests. */
#ifndef SP_DATA_KINDS_H
#define SP_DATA_KINDS_H

#include "data/dataset.h"

/* Generators. */
extern const sp_dataset_kind sp_data_digits, sp_data_toy2d, sp_data_linear, sp_data_polynomial,
    sp_data_onehot, sp_data_scaled;
/* Parsers of bytes. */
extern const sp_dataset_kind sp_data_idx, sp_data_cifar, sp_data_csv, sp_data_arrays;

#endif
