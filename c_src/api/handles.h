/* handles: what stands behind the opaque pointers of api.h. */
#ifndef SP_API_HANDLES_H
#define SP_API_HANDLES_H

#include "api/api.h"
#include "lab/spec.h"

struct sp_draft {
    sp_spec spec;
    sp_error error;
};

struct sp_data {
    sp_dataset set; /* first, so that a run's data pointer is the handle's */
};

#endif
