#include "nn/model.h"

#include <string.h>

static sp_status find_joined(sp_model *m, int i, const char *path, sp_error *e)
{
    sp_layer *l = &m->layer[i];
    if (!l->kind->joins) return SP_OK;
    const int from = (int)l->hyper[0];
    if (from >= i) {
        return sp_fail(e, SP_INVALID, path, "%s takes an earlier layer (-1 to %d), not %d",
                       l->kind->head.name, i - 1, from);
    }
    l->joined = from < 0 ? m->input : m->layer[from].out;
    return SP_OK;
}

sp_status sp_model_plan(sp_model *m, sp_layer room[SP_MAX_LAYERS], const sp_choice *layers,
                        int n, sp_shape input, size_t max_batch, sp_error *e)
{
    *m = (sp_model){
        .n = n, .layer = room, .input = input, .max_batch = max_batch, .first_trained = n};
    if (n < 1) return sp_fail(e, SP_INVALID, "model", "a model needs at least one layer");
    if (n > SP_MAX_LAYERS) {
        return sp_fail(e, SP_INVALID, "model", "a model has at most %d layers, not %d",
                       SP_MAX_LAYERS, n);
    }

    sp_shape shape = input;
    for (int i = 0; i < n; i++) {
        sp_layer *l = &m->layer[i];
        char path[SP_PATH_MAX];
        sp_format(path, sizeof path, "model.%d", i);

        *l = (sp_layer){0};
        l->kind = (const sp_layer_kind *)layers[i].kind;
        memcpy(l->hyper, layers[i].value, sizeof l->hyper);
        l->in = shape;
        l->max_batch = max_batch;
        sp_status status = find_joined(m, i, path, e);
        if (status == SP_OK) status = l->kind->plan(l, path, e);
        if (status != SP_OK) return status;

        const size_t count = l->weights + l->bias;
        l->begin = m->parameters;
        if (count > SIZE_MAX / 64 - m->parameters) {
            return sp_fail(e, SP_NO_MEMORY, path, "out of memory: too many weights");
        }
        m->parameters += count;
        if (count && i < m->first_trained) m->first_trained = i;
        shape = l->out;
    }
    m->output = shape;
    sp_model_place(m);
    return SP_OK;
}

void sp_model_init(sp_model *m, float *w, uint64_t seed)
{
    for (int i = 0; i < m->n; i++) {
        const sp_layer *l = &m->layer[i];
        const uint64_t own = 64 * (uint64_t)(i + 1);
        sp_rng r = sp_rng_make(seed, SP_STREAM_INIT + own);
        if (l->kind->init) l->kind->init(l, w + l->begin, m->state[i], &r);
        m->masks[i] = sp_rng_make(seed, SP_STREAM_MASKS + own);
    }
}

static sp_pass pass_of(sp_model *m, int i, const float *w, size_t B, bool training)
{
    const bool joins = m->layer[i].kind->joins;
    return (sp_pass){
        .joined = joins ? m->activation[sp_model_joined(m, i)] : NULL,
        .B = B,
        .training = training,
        .x = m->activation[i],
        .y = m->activation[i + 1],
        .w = w + m->layer[i].begin,
        .kept = m->kept[i],
        .state = m->state[i],
        .scratch = m->scratch,
        .masks = &m->masks[i],
    };
}

static const float *forward(sp_model *m, const float *w, size_t B, bool training, bool masks)
{
    SP_ASSERT(B >= 1 && B <= m->max_batch);
    for (int i = 0; i < m->n; i++) {
        const bool masked = masks && m->layer[i].kind->masks;
        const sp_pass p = pass_of(m, i, w, B, training || masked);
        m->layer[i].kind->forward(&m->layer[i], &p);
    }
    return m->activation[m->n];
}

const float *sp_model_forward(sp_model *m, const float *w, size_t B, bool training)
{
    return forward(m, w, B, training, training);
}

const float *sp_model_forward_masked(sp_model *m, const float *w, size_t B)
{
    return forward(m, w, B, false, true);
}

float *sp_model_output_gradient(sp_model *m)
{
    SP_ASSERT(m->gradient[m->n]);
    return m->gradient[m->n];
}

/* Adds to the gradient at a place what joining layers above have sent back. */
static void add_returned(const sp_model *m, int place, size_t B)
{
    float *dy = m->gradient[place];
    for (int above = place; above < m->n; above++) {
        if (!m->returned[above] || sp_model_joined(m, above) != place) continue;
        const size_t n = B * sp_layer_in(&m->layer[above]);
        for (size_t j = 0; j < n; j++) dy[j] += m->returned[above][j];
    }
}

const float *sp_model_backward(sp_model *m, const float *w, float *dw, size_t B, bool training,
                               bool to_inputs)
{
    const int last = to_inputs ? 0 : m->first_trained;
    SP_ASSERT(!to_inputs || m->gradient[0]);
    for (int i = m->n; i-- > last;) {
        sp_pass p = pass_of(m, i, w, B, training);
        add_returned(m, i + 1, B);
        p.dy = m->gradient[i + 1];
        if (m->returned[i]) {
            memcpy(m->returned[i], p.dy, B * sp_layer_in(&m->layer[i]) * sizeof(float));
        }
        p.dx = i > last || to_inputs ? m->gradient[i] : NULL;
        p.dw = dw + m->layer[i].begin;
        m->layer[i].kind->backward(&m->layer[i], &p);
    }
    if (!to_inputs) return NULL;
    add_returned(m, 0, B);
    return m->gradient[0];
}
