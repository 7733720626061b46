#include "runs.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

sp_draft *draft_of(const char *fields)
{
    sp_draft *d = sp_draft_new();
    char copy[2000], *rest = copy;
    strcpy(copy, fields);
    for (char *field; (field = strtok_r(rest, " ", &rest));) {
        char *value = strchr(field, '='), *end;
        *value++ = 0;
        const double number = strtod(value, &end);
        const int status =
            *end ? sp_draft_text(d, field, value) : sp_draft_number(d, field, number);
        if (status) fail_msg("%s: %s", sp_draft_error_path(d), sp_draft_error_message(d));
    }
    return d;
}

sp_run *run_of(const char *fields)
{
    sp_draft *d = draft_of(fields);
    sp_data *data = sp_data_new(d);
    if (!data) fail_msg("%s: %s", sp_draft_error_path(d), sp_draft_error_message(d));
    sp_run *r = sp_run_new(d, data);
    if (!r) fail_msg("%s: %s", sp_draft_error_path(d), sp_draft_error_message(d));
    sp_data_free(data);
    sp_draft_free(d);
    return r;
}

void train(sp_run *r, int updates)
{
    for (int i = 0; i < updates; i++) {
        while (sp_run_due(r)) sp_run_measure(r, 0);
        if (!sp_run_update(r)) return;
    }
}
