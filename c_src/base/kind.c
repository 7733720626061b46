#include "base/kind.h"

#include <string.h>

sp_choice sp_choice_default(const sp_kind *kind)
{
    SP_ASSERT(kind->n_params <= SP_MAX_PARAMS);
    sp_choice c = {.kind = kind};
    for (int i = 0; i < kind->n_params; i++) c.value[i] = kind->params[i].value;
    return c;
}

static const sp_param *find(const sp_kind *kind, const char *name)
{
    for (int i = 0; i < kind->n_params; i++) {
        if (strcmp(kind->params[i].name, name) == 0) return &kind->params[i];
    }
    return NULL;
}

const char *sp_param_option(const sp_param *p, int option, size_t *length)
{
    const char *text = p->options;
    for (; text && option > 0; option--) {
        text = strchr(text, '|');
        if (text) text++;
    }
    if (!text) return NULL;
    const char *end = strchr(text, '|');
    *length = end ? (size_t)(end - text) : strlen(text);
    return text;
}

static int option_number(const sp_param *p, const char *wanted)
{
    size_t length;
    for (int i = 0;; i++) {
        const char *text = sp_param_option(p, i, &length);
        if (!text) return -1;
        if (strlen(wanted) == length && memcmp(text, wanted, length) == 0) return i;
    }
}

sp_status sp_choice_set(sp_choice *c, const char *path, const char *name, double number,
                        const char *text, sp_error *e)
{
    const sp_param *p = find(c->kind, name);
    if (!p) {
        return sp_fail(e, SP_INVALID, path, "%s has no parameter called %s", c->kind->name,
                       name);
    }
    if (p->options) {
        const int option = text ? option_number(p, text) : -1;
        if (option < 0) {
            return sp_fail(e, SP_INVALID, path, "%s must be one of %s, not %s", name,
                           p->options, text ? text : "a number");
        }
        number = option;
    } else if (text) {
        return sp_fail(e, SP_INVALID, path, "%s must be a number, not the text %s", name, text);
    }
    if (!(number >= p->min && number <= p->max)) {
        return sp_fail(e, SP_INVALID, path, "%s must be from %g to %g, not %g", name, p->min,
                       p->max, number);
    }
    if (p->whole && number != (double)(int64_t)number) {
        return sp_fail(e, SP_INVALID, path, "%s must be a whole number, not %g", name, number);
    }
    c->value[p - c->kind->params] = number;
    return SP_OK;
}
