/* kinds: the data sets by name, for data/registry.c and for tests. */
#ifndef SP_DATA_KINDS_H
#define SP_DATA_KINDS_H

#include "data/dataset.h"

extern const sp_dataset_kind sp_data_digits, sp_data_idx, sp_data_arrays;

#endif
