/* The parts of api.h that send examples through the net in pieces of the size of its buffers.
 */
#include <string.h>

#include "api/api.h"
#include "lab/run.h"

static size_t piece_of(const sp_run *r, size_t left)
{
    return left < r->model.max_batch ? left : r->model.max_batch;
}

void sp_run_predict(sp_run *r, const float *x, size_t rows, float *y)
{
    const size_t in = sp_shape_size(r->model.input), out = sp_shape_size(r->model.output);
    for (size_t at = 0; at < rows;) {
        const size_t count = piece_of(r, rows - at);
        memcpy(sp_model_inputs(&r->model), x + at * in, count * in * sizeof *x);
        const float *outputs = sp_model_forward(&r->model, r->w, count, false);
        memcpy(y + at * out, outputs, count * out * sizeof *y);
        at += count;
    }
}

void sp_run_predict_split(sp_run *r, int split, size_t from, size_t rows, float *y)
{
    const size_t out = sp_shape_size(r->model.output);
    SP_ASSERT(from + rows <= r->data->split[split].n);
    for (size_t at = 0; at < rows;) {
        const size_t count = piece_of(r, rows - at);
        for (size_t i = 0; i < count; i++) r->index[i] = (uint32_t)(from + at + i);
        sp_run_gather(r, split, r->index, count);
        const float *outputs = sp_model_forward(&r->model, r->w, count, false);
        memcpy(y + at * out, outputs, count * out * sizeof *y);
        at += count;
    }
}
