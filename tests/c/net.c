#include "net.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

sp_spec spec_of(const char *fields)
{
    sp_spec s = sp_spec_default();
    sp_error e = {0};
    char copy[2000], *rest = copy;
    assert_true(strlen(fields) < sizeof copy);
    strcpy(copy, fields);
    for (char *field; (field = strtok_r(rest, " ", &rest));) {
        char *value = strchr(field, '=');
        *value++ = 0;
        char *end;
        const double number = strtod(value, &end);
        const sp_status status =
            *end ? sp_spec_text(&s, field, value, &e) : sp_spec_number(&s, field, number, &e);
        if (status != SP_OK) fail_msg("%s: %s", e.path, e.message);
    }
    return s;
}

net net_of(const char *fields, sp_shape input, size_t B)
{
    net n = {0};
    const sp_spec s = spec_of(fields);
    sp_error e = {0};
    sp_layer room[SP_MAX_LAYERS];
    if (sp_model_plan(&n.m, room, s.layer, s.n_layers, input, B, &e) != SP_OK)
        fail_msg("%s", e.message);
    sp_arena measure = {0};
    sp_model_layout(&n.m, &measure);
    assert_int_equal(sp_arena_open(&n.arena, &measure, NULL), SP_OK);
    sp_model_layout(&n.m, &n.arena);
    n.down = calloc(B * sp_model_down(&n.m) + 1, sizeof(float));
    sp_model_set_down(&n.m, n.down, B);

    const size_t P = n.m.parameters + B * sp_shape_size(input);
    n.w = calloc(P + 1, sizeof(float));
    n.dw = calloc(P + 1, sizeof(float));
    n.v = calloc(2 * P + 1, sizeof(float));
    n.labels = calloc(B, sizeof(int32_t));
    sp_model_init(&n.m, n.w, 7);

    sp_rng r = sp_rng_make(1, SP_STREAM_PROBE);
    for (size_t i = 0; i < n.m.parameters; i++) n.w[i] += 0.05f * sp_rng_normal(&r);
    for (size_t i = 0; i < B * sp_shape_size(input); i++) {
        sp_model_inputs(&n.m)[i] = sp_rng_normal(&r);
    }
    const uint32_t classes = (uint32_t)sp_shape_size(n.m.output);
    n.values = calloc(B * classes, sizeof(float));
    for (size_t b = 0; b < B; b++) {
        n.labels[b] = (int32_t)sp_rng_below(&r, classes == 1 ? 2 : classes);
    }
    for (size_t i = 0; i < B * classes; i++) n.values[i] = sp_rng_normal(&r);
    return n;
}

void free_net(net *n)
{
    sp_arena_close(&n->arena);
    free(n->down);
    free(n->w);
    free(n->dw);
    free(n->v);
    free(n->labels);
    free(n->values);
}
