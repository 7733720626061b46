#include "looks.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "lab/spec.h"

static int kind_called(const char *name)
{
    for (int i = 0; i < sp_group_count(SP_GROUP_PROBES); i++) {
        if (strcmp(sp_group_kind(SP_GROUP_PROBES, i)->name, name) == 0) return i;
    }
    fail_msg("there is no probe %s", name);
    return -1;
}

sp_probe *probe_of(sp_run *r, const char *name, const char *options)
{
    sp_probe *p = sp_probe_new(r, kind_called(name));
    assert_non_null(p);
    char copy[500], *rest = copy;
    assert_true(strlen(options) < sizeof copy);
    strcpy(copy, options);
    for (char *field; (field = strtok_r(rest, " ", &rest));) {
        char *value = strchr(field, '='), *end;
        *value++ = 0;
        const double number = strtod(value, &end);
        const int status =
            *end ? sp_probe_text(p, field, value) : sp_probe_number(p, field, number);
        if (status) fail_msg("%s: %s", sp_probe_error_path(p), sp_probe_error_message(p));
    }
    return p;
}

void lend_floats(sp_probe *p, const char *name, const float *values, size_t count)
{
    assert_int_equal(sp_probe_block(p, name, values, count * sizeof *values), 0);
}

void look(sp_probe *p)
{
    if (sp_probe_begin(p)) {
        fail_msg("%s: %s", sp_probe_error_path(p), sp_probe_error_message(p));
    }
    double progress = 0;
    while (sp_probe_some(p)) {
        assert_true(sp_probe_progress(p) >= progress && sp_probe_progress(p) <= 1);
        progress = sp_probe_progress(p);
    }
    assert_true(sp_probe_progress(p) == 1);
    assert_int_equal(sp_probe_some(p), 0);
}

void expect_refused(sp_probe *p, const char *path, const char *text)
{
    assert_int_equal(sp_probe_begin(p), 1);
    assert_string_equal(sp_probe_error_path(p), path);
    if (!strstr(sp_probe_error_message(p), text)) {
        fail_msg("\"%s\" is not in \"%s\"", text, sp_probe_error_message(p));
    }
    sp_probe_free(p);
}

static const void *result_of(const sp_probe *p, const char *name, int type, size_t count)
{
    for (int i = 0; i < sp_probe_results(p); i++) {
        if (strcmp(sp_probe_result_name(p, i), name) != 0) continue;
        assert_int_equal((int)sp_probe_result_info(p, i, 0), type);
        if (count) assert_int_equal((size_t)sp_probe_result_info(p, i, 1), count);
        return sp_probe_result(p, i);
    }
    fail_msg("there is no result %s", name);
    return NULL;
}

double number_of(const sp_probe *p, const char *name)
{
    return *(const double *)result_of(p, name, 0, 1);
}

const char *text_of(const sp_probe *p, const char *name)
{
    return result_of(p, name, 4, 0);
}

const float *floats_of(const sp_probe *p, const char *name, size_t count)
{
    return result_of(p, name, 1, count);
}

const double *doubles_of(const sp_probe *p, const char *name, size_t count)
{
    return result_of(p, name, 2, count);
}

const int32_t *ints_of(const sp_probe *p, const char *name, size_t count)
{
    return result_of(p, name, 3, count);
}

void expect_within(const char *what, double value, double wanted, double within)
{
    if (!(fabs(value - wanted) <= within)) {
        fail_msg("%s is %.9g, not %.9g within %.3g", what, value, wanted, within);
    }
}
