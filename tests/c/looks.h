/* looks: probes from a line of text, through the module's interface, for tests. */
#ifndef SP_TESTS_LOOKS_H
#define SP_TESTS_LOOKS_H

#include "api/api.h"

/* A probe with options like "size=10 sampling=shuffle"; fails the test on a bad one. */
sp_probe *probe_of(sp_run *r, const char *name, const char *options);
void lend_floats(sp_probe *p, const char *name, const float *values, size_t count);

/* Begins it and works to the end; fails the test where it is refused. */
void look(sp_probe *p);
/* Begins it; fails the test unless it is refused at `path` with a message that contains `text`;
 * frees it. */
void expect_refused(sp_probe *p, const char *path, const char *text);

/* Results by name; fails the test where there is none of that type, or where an array has
 * another length. */
double number_of(const sp_probe *p, const char *name);
const char *text_of(const sp_probe *p, const char *name);
const float *floats_of(const sp_probe *p, const char *name, size_t count);
const double *doubles_of(const sp_probe *p, const char *name, size_t count);
const int32_t *ints_of(const sp_probe *p, const char *name, size_t count);

/* Fails the test unless |value - wanted| <= within. */
void expect_within(const char *what, double value, double wanted, double within);

#endif
