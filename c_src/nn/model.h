/* model: layers one after another, with the memory that a batch needs on its way through them.
 *
 * Measure, allocate once, point: sp_model_plan checks that the layers fit and knows all sizes;
 * sp_model_layout takes the memory from an arena (twice: measuring, then for good). After that
 * nothing allocates. Weights and gradients belong to the caller, flat arrays of `parameters`
 * floats: layer by layer, weights then bias. */
#ifndef SP_NN_MODEL_H
#define SP_NN_MODEL_H

#include "base/arena.h"
#include "nn/layer.h"

enum { SP_MAX_LAYERS = 48 };

typedef struct sp_model {
    int n;
    sp_layer *layer; /* (n) */
    sp_shape input, output;
    size_t max_batch;
    size_t parameters;
    int first_trained; /* the lowest layer with parameters: below it no gradient is needed */

    /* Place p lies before layer p; place n are the outputs (nn/layout.c). */
    int home[SP_MAX_LAYERS + 1]; /* the lowest place with which a place shares its activation */
    float *activation[SP_MAX_LAYERS + 1]; /* (max_batch, in of layer p) */
    float *gradient[SP_MAX_LAYERS + 1];   /* of the loss, as large; NULL where not needed */
    float *kept[SP_MAX_LAYERS];
    float *state[SP_MAX_LAYERS];
    sp_rng masks[SP_MAX_LAYERS];
    float *returned[SP_MAX_LAYERS]; /* gradient that a joining layer sends back, else NULL */
    float *scratch;
} sp_model;

/* Plans `n` layers for examples of shape `input` in batches of up to `max_batch`, in `room`,
 * where they stay until sp_model_layout takes them along into the arena. Errors name the layer
 * ("model.2"), what it gets and what it needs. */
sp_status sp_model_plan(sp_model *m, sp_layer room[SP_MAX_LAYERS], const sp_choice *layers,
                        int n, sp_shape input, size_t max_batch, sp_error *e);
void sp_model_layout(sp_model *m, sp_arena *a);

/* Training needs no gradient below the lowest layer that is trained. Who wants that of the
 * inputs lends memory for it: sp_model_down(m) floats for each example, in batches of up to B.
 * It is used by this copy of the model only. */
size_t sp_model_down(const sp_model *m);
void sp_model_set_down(sp_model *m, float *memory, size_t B);

/* Initial weights w and the streams of the masks, from `seed`. */
void sp_model_init(sp_model *m, float *w, uint64_t seed);

/* Where the inputs of a batch are to be put (B, in). */
static inline float *sp_model_inputs(const sp_model *m)
{
    return m->activation[0];
}

/* Sends B <= max_batch examples through; returns the outputs (B, out). */
const float *sp_model_forward(sp_model *m, const float *w, size_t B, bool training);

/* The same as in use but with masks drawn: what one of the many nets answers which dropout
 * trains. */
const float *sp_model_forward_masked(sp_model *m, const float *w, size_t B);

/* Where the gradient of the outputs is to be put before sp_model_backward (B, out). */
float *sp_model_output_gradient(sp_model *m);

/* Writes dw, all parameters, for the batch of the last forward pass. Returns the gradient of
 * the inputs if `to_inputs` (sp_model_set_down must have been called), else NULL. */
const float *sp_model_backward(sp_model *m, const float *w, float *dw, size_t B, bool training,
                               bool to_inputs);

/* --- between model.c and layout.c ---------------------------------------------------------*/

/* The place that layer i joins. */
static inline int sp_model_joined(const sp_model *m, int i)
{
    return (int)m->layer[i].hyper[0] + 1;
}

/* Fills m->home. */
void sp_model_place(sp_model *m);

#endif
