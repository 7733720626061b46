/* The catalogue of api.h. */
#include "api/api.h"
#include "lab/spec.h"

int sp_catalog_groups(void)
{
    return SP_GROUPS;
}

const char *sp_catalog_group(int group)
{
    return sp_group_name(group);
}

int sp_catalog_count(int group)
{
    return sp_group_count(group);
}

const char *sp_catalog_name(int group, int kind)
{
    return sp_group_kind(group, kind)->name;
}

const char *sp_catalog_file(int group, int kind)
{
    return sp_group_kind(group, kind)->file;
}

const char *sp_catalog_source(int group, int kind)
{
    return sp_group_kind(group, kind)->source;
}

int sp_catalog_params(int group, int kind)
{
    return sp_group_kind(group, kind)->n_params;
}

static const sp_param *param_at(int group, int kind, int param)
{
    const sp_kind *k = sp_group_kind(group, kind);
    SP_ASSERT(param >= 0 && param < k->n_params);
    return &k->params[param];
}

const char *sp_catalog_param(int group, int kind, int param)
{
    return param_at(group, kind, param)->name;
}

double sp_catalog_param_number(int group, int kind, int param, int what)
{
    const sp_param *p = param_at(group, kind, param);
    const double values[] = {p->value, p->min, p->max, p->whole};
    SP_ASSERT(what >= 0 && what < (int)SP_COUNT(values));
    return values[what];
}

const char *sp_catalog_param_options(int group, int kind, int param)
{
    const char *options = param_at(group, kind, param)->options;
    return options ? options : "";
}
