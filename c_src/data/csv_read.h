/* csv_read: the fields of a table in text, one after the other (RFC 4180, and what programs
 * write besides).
 *
 * The separator is a comma, a semicolon or a tab. A field may stand in quotes; then it may hold
 * separators and line ends, and two quotes stand for one. Lines end with \n, \r\n or \r; empty
 * lines and spaces around a field do not count. Nothing is copied: a text points into the
 * block. */
#ifndef SP_DATA_CSV_READ_H
#define SP_DATA_CSV_READ_H

#include "data/dataset.h"

/* The text of a field, without the quotes around it. */
typedef struct sp_csv_text {
    const unsigned char *p; /* NULL: no text at all */
    size_t length;
    bool quoted; /* two quotes in it stand for one */
} sp_csv_text;

typedef struct sp_csv_field {
    sp_csv_text text;    /* p is NULL after the end of the table */
    size_t line, column; /* from 1: where it begins, and which of its row it is */
    bool last;           /* of its row */
} sp_csv_field;

/* A place in a table. Plain data: a copy reads on from the same place. */
typedef struct sp_csv {
    const char *path; /* of the block */
    const unsigned char *at, *end;
    size_t line, column; /* of the next field; column 0: a row begins */
    unsigned char separator;
} sp_csv;

/* At the first field; the separator is the one with which the first rows are equally long. */
sp_status sp_csv_open(sp_csv *c, const sp_block *b, sp_error *e);

/* The next field. Quotes that are never closed, or closed within a field, are SP_INVALID. */
sp_status sp_csv_next(sp_csv *c, sp_csv_field *f, sp_error *e);

/* --- csv_text.c -----------------------------------------------------------------------------
 */

/* Nothing, ?, NA, N/A, NaN or null, in capitals or not. */
bool sp_csv_is_missing(sp_csv_text t);

/* Whether it is a number; then `value`. Where commas do not separate fields, one may stand for
 * the decimal point. Beyond what a double holds it is infinite. */
bool sp_csv_number(sp_csv_text t, bool decimal_comma, double *value);

/* < 0, 0 or > 0: the order of the bytes, two quotes as one. */
int sp_csv_compare(sp_csv_text a, sp_csv_text b);

enum { SP_CSV_SHOWN = 48 };
/* Its beginning, two quotes as one, for people to read. Returns `out`. */
const char *sp_csv_show(sp_csv_text t, char out[SP_CSV_SHOWN]);

#endif
