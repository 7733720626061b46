/* csv_table: what is in the columns of a table: their names, and whether they hold numbers or
 * words, and which.
 *
 * Built in passes over the text; only what a column is, and its different words, are kept. All
 * texts point into the block. */
#ifndef SP_DATA_CSV_TABLE_H
#define SP_DATA_CSV_TABLE_H

#include "data/csv_read.h"

/* One of the different values of a column. */
typedef struct sp_csv_category {
    sp_csv_text text;
    double number; /* in a column of numbers */
} sp_csv_category;

typedef struct sp_csv_column {
    sp_csv_text name;  /* p is NULL in a table without a header */
    bool left_out;     /* as the caller wishes */
    bool known;        /* some value is there */
    bool fractions;    /* some number is not whole */
    size_t missing;    /* line of the first value that is not there; 0: all are */
    sp_csv_field word; /* the first value that is not a number; line 0: all are numbers */

    /* Set before sp_csv_table_collect: */
    size_t most;  /* categories to collect; 0: none */
    bool give_up; /* when there are more: forget them, rather than fail */
    /* Filled by it: */
    sp_csv_category *category; /* (n), in their order */
    size_t n, room;
} sp_csv_column;

typedef struct sp_csv_table {
    sp_csv rows; /* where the values begin */
    sp_csv_column *column;
    size_t n_columns, n_rows, target;
    bool decimal_comma;
    sp_arena arena;
} sp_csv_table;

enum { SP_CSV_HEADER_AUTO, SP_CSV_HEADER_YES, SP_CSV_HEADER_NO };

/* Finds the columns, which of them is the target and which are to be left out (`ignore`: names,
 * one a line; or NULL), and looks at every value. To be closed even if it fails. */
sp_status sp_csv_table_open(sp_csv_table *t, const sp_block *text, const sp_block *target,
                            const sp_block *ignore, int header, sp_error *e);
void sp_csv_table_close(sp_csv_table *t);

/* Collects the categories of all columns whose `most` is not 0. */
sp_status sp_csv_table_collect(sp_csv_table *t, sp_error *e);

/* Which category of a column a value is; the value occurs in it. */
size_t sp_csv_category_of(const sp_csv_table *t, const sp_csv_column *column, sp_csv_text text);

typedef sp_status (*sp_csv_visit)(void *context, const sp_csv_table *t, size_t row,
                                  size_t column, const sp_csv_field *f, sp_error *e);
/* Calls `visit` for every value of the table, row by row, until it fails. Rows of another
 * length than the first are SP_INVALID. */
sp_status sp_csv_table_each(const sp_csv_table *t, sp_csv_visit visit, void *context,
                            sp_error *e);

/* The name of a column for an error: of the header, or its number. Returns `out`. */
const char *sp_csv_column_name(const sp_csv_table *t, size_t column, char out[SP_CSV_SHOWN]);

#endif
