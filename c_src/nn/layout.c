/* Where the numbers of a batch lie. A place between two layers has an activation and, where
 * training needs it, a gradient of the loss by it; place 0 are the inputs, place n the outputs.
 *
 * Activations stay until the backward pass has been there; a layer puts its outputs over its
 * inputs if nobody needs those any more. Gradients are needed from one place to the next only:
 * two buffers take turns, and a layer that looks at each number alone stays in the same one. */
#include <string.h>

#include "nn/model.h"

static size_t place_size(const sp_model *m, int place)
{
    return place ? sp_layer_out(&m->layer[place - 1]) : sp_shape_size(m->input);
}

/* --- activations ------------------------------------------------------------------------- */

static bool is_joined(const sp_model *m, int place)
{
    for (int i = place; i < m->n; i++) {
        if (m->layer[i].kind->joins && sp_model_joined(m, i) == place) return true;
    }
    return false;
}

/* Whether the outputs of layer i may lie over its inputs: whose memory that is must not matter
 * to its other users, the last of whom may be the caller with inputs to send through again. */
static bool may_overwrite(const sp_model *m, int i)
{
    const sp_layer_kind *kind = m->layer[i].kind;
    if (kind->same) return true; /* nothing changes */
    if (!kind->over_x || m->home[i] == 0) return false;
    for (int place = m->home[i]; place <= i; place++) {
        if (m->layer[place - 1].kind->needs_y || is_joined(m, place)) return false;
    }
    return true;
}

void sp_model_place(sp_model *m)
{
    for (int i = 0; i < m->n; i++) m->home[i + 1] = may_overwrite(m, i) ? m->home[i] : i + 1;
}

/* --- gradients --------------------------------------------------------------------------- */

/* The buffer, 0 or 1, of the gradient at each place from `top` down to `bottom`, and what the
 * two hold for an example. */
static void take_turns(const sp_model *m, int top, int bottom, int buffer[], size_t size[2])
{
    size[0] = size[1] = 0;
    for (int place = top, turn = 0; place >= bottom; place--) {
        if (place < top && !m->layer[place].kind->over_dy) turn = 1 - turn;
        buffer[place] = turn;
        if (place_size(m, place) > size[turn]) size[turn] = place_size(m, place);
    }
}

size_t sp_model_down(const sp_model *m)
{
    int buffer[SP_MAX_LAYERS + 1];
    size_t size[2];
    take_turns(m, m->first_trained, 0, buffer, size);
    return size[0] + size[1];
}

void sp_model_set_down(sp_model *m, float *memory, size_t B)
{
    int buffer[SP_MAX_LAYERS + 1];
    size_t size[2];
    take_turns(m, m->first_trained, 0, buffer, size);
    for (int place = 0; place <= m->first_trained; place++) {
        m->gradient[place] = memory + (buffer[place] ? B * size[0] : 0);
    }
}

/* --- all --------------------------------------------------------------------------------- */

static float *take(sp_arena *a, size_t batch, size_t per_example)
{
    return sp_arena_take(a, batch, per_example * sizeof(float));
}

void sp_model_layout(sp_model *m, sp_arena *a)
{
    const size_t B = m->max_batch;
    size_t scratch = 0;
    for (int place = 0; place <= m->n; place++) {
        const int home = m->home[place];
        m->activation[place] =
            home == place ? take(a, B, place_size(m, place)) : m->activation[home];
        m->gradient[place] = NULL;
    }
    for (int i = 0; i < m->n; i++) {
        const sp_layer *l = &m->layer[i];
        m->kept[i] = take(a, B, l->kept);
        m->state[i] = take(a, 1, l->state);
        m->returned[i] = l->kind->joins ? take(a, B, sp_layer_in(l)) : NULL;
        if (l->scratch > scratch) scratch = l->scratch;
    }
    m->scratch = take(a, 1, scratch);

    int buffer[SP_MAX_LAYERS + 1];
    size_t size[2];
    take_turns(m, m->n, m->first_trained + 1, buffer, size);
    float *const gradient[2] = {take(a, B, size[0]), take(a, B, size[1])};
    for (int place = m->first_trained + 1; place <= m->n; place++) {
        m->gradient[place] = gradient[buffer[place]];
    }

    sp_layer *own = sp_arena_take(a, (size_t)m->n, sizeof *own);
    if (own) m->layer = memcpy(own, m->layer, (size_t)m->n * sizeof *own);
}
