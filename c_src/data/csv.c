/* The data set `csv`: a table in text. Each row is an example; one column is the target.
 * Blocks: text, the bytes of the file; target, the name of the target's column (its number,
 * from 1, in a table without a header); ignore, which may be missing: names of columns to leave
 * out, one a line.
 *
 * A column of numbers is one input; a column of words is as many inputs as it has different
 * words, in alphabetical order, of which the row's is 1 and the others are 0. Where a value is
 * missing (see csv_read.h), a number becomes the mean of the training rows and a word no word.
 * The target must be there in all rows. It is classes if it holds words, or no more than 20
 * different numbers, all whole and each twice on average; otherwise a number.
 * A quarter of the rows, at random, are for test, unless prepare.test says another share. */
#include <float.h>
#include <math.h>
#include <string.h>

#include "data/csv_table.h"
#include "data/kinds.h"

enum { TASK, HEADER, CATEGORIES, SEED };
enum { AUTO, CLASSES, REGRESSION };
enum { FEW = 20, MOST_INPUTS = 1 << 24 };

static const sp_param params[] = {
    {"task", 0, 0, 2, true, "auto|classes|regression"},
    {"header", 0, 0, 2, true, "auto|yes|no"},
    {"categories", 50, 2, 1000, true, NULL},
    {"seed", -1, -1, 9007199254740991, true, NULL}, /* of the split; -1: the run's */
};

/* --- what the columns become ----------------------------------------------------------------
 */

static bool is_input(const sp_csv_table *t, size_t c)
{
    return c != t->target && !t->column[c].left_out;
}

static size_t inputs_of(const sp_csv_table *t, size_t c)
{
    return !is_input(t, c) ? 0 : t->column[c].word.line ? t->column[c].n : 1;
}

static sp_status check_target(const sp_csv_table *t, double task, sp_error *e)
{
    const sp_csv_column *target = &t->column[t->target];
    char name[SP_CSV_SHOWN], word[SP_CSV_SHOWN];
    if (target->missing) {
        return sp_fail(e, SP_INVALID, t->rows.path, "line %z: the target %s is missing",
                       target->missing, sp_csv_column_name(t, t->target, name));
    }
    if (task == REGRESSION && target->word.line) {
        return sp_fail(e, SP_INVALID, t->rows.path,
                       "line %z, column %z: the target %s is not a number: %s",
                       target->word.line, target->word.column,
                       sp_csv_column_name(t, t->target, name),
                       sp_csv_show(target->word.text, word));
    }
    return SP_OK;
}

/* Collects words, and the target's classes if it has any; sets d->classes. */
static sp_status find_categories(sp_dataset *d, sp_csv_table *t, const double *value,
                                 sp_error *e)
{
    const size_t most = (size_t)value[CATEGORIES];
    sp_csv_column *target = &t->column[t->target];
    for (size_t c = 0; c < t->n_columns; c++) {
        if (is_input(t, c) && t->column[c].word.line) t->column[c].most = most;
    }
    if (value[TASK] == CLASSES || target->word.line) {
        target->most = most;
    } else if (value[TASK] == AUTO && !target->fractions) {
        target->most = FEW;
        target->give_up = true;
    }
    const sp_status status = sp_csv_table_collect(t, e);
    if (status != SP_OK) return status;

    if (target->give_up && 2 * target->n > t->n_rows) target->n = 0;
    d->classes = (int)target->n;
    d->outputs = d->classes ? d->classes : 1;
    if (d->classes == 1) {
        char name[SP_CSV_SHOWN];
        return sp_fail(e, SP_INVALID, t->rows.path, "the target %s is the same in all rows",
                       sp_csv_column_name(t, t->target, name));
    }
    return SP_OK;
}

static sp_status count_inputs(sp_dataset *d, const sp_csv_table *t, sp_error *e)
{
    char name[SP_CSV_SHOWN];
    uint64_t inputs = 0;
    for (size_t c = 0; c < t->n_columns; c++) {
        if (is_input(t, c) && !t->column[c].known) {
            return sp_fail(e, SP_INVALID, t->rows.path,
                           "column %s has no values; data.ignore can leave it out",
                           sp_csv_column_name(t, c, name));
        }
        inputs += inputs_of(t, c);
    }
    if (inputs == 0 || inputs > MOST_INPUTS) {
        return sp_fail(e, SP_INVALID, t->rows.path,
                       inputs ? "the columns make %g inputs, more than is possible"
                              : "the table has no column besides the target",
                       (double)inputs);
    }
    d->shape = sp_shape_flat((int)inputs);
    return SP_OK;
}

/* --- names ----------------------------------------------------------------------------------
 */

/* A text under construction; p is NULL while it is only measured. */
typedef struct names {
    char *p;
    size_t used;
} names;

static void put(names *out, const char *text, char end)
{
    const size_t length = strlen(text);
    if (out->p) {
        memcpy(out->p + out->used, text, length);
        out->p[out->used + length] = end;
    }
    out->used += length + 1;
}

/* "age", "city=Rome", ...; returns the bytes. */
static size_t name_inputs(const sp_csv_table *t, char *p)
{
    names out = {p, 0};
    char name[SP_CSV_SHOWN], word[SP_CSV_SHOWN];
    for (size_t c = 0; c < t->n_columns; c++) {
        const bool words = t->column[c].word.line;
        for (size_t i = 0; i < inputs_of(t, c); i++) {
            put(&out, sp_csv_column_name(t, c, name), words ? '=' : 0);
            if (words) put(&out, sp_csv_show(t->column[c].category[i].text, word), 0);
        }
    }
    return out.used;
}

static size_t name_classes(const sp_csv_table *t, char *p)
{
    const sp_csv_column *target = &t->column[t->target];
    names out = {p, 0};
    char word[SP_CSV_SHOWN];
    for (size_t i = 0; i < target->n; i++) {
        put(&out, sp_csv_show(target->category[i].text, word), 0);
    }
    return out.used;
}

/* --- values ---------------------------------------------------------------------------------
 */

typedef struct filling {
    sp_dataset *d;
    float *x; /* the next input */
} filling;

static sp_status to_float(const sp_csv_table *t, const sp_csv_field *f, float *out, sp_error *e)
{
    char shown[SP_CSV_SHOWN];
    double number = 0;
    sp_csv_number(f->text, t->decimal_comma, &number);
    *out = (float)number;
    if (fabsf(*out) <= FLT_MAX) return SP_OK;
    return sp_fail(e, SP_INVALID, t->rows.path,
                   "line %z, column %z: the number %s is too large", f->line, f->column,
                   sp_csv_show(f->text, shown));
}

static sp_status fill(void *context, const sp_csv_table *t, size_t row, size_t column,
                      const sp_csv_field *f, sp_error *e)
{
    filling *to = context;
    const sp_csv_column *c = &t->column[column];
    sp_split *train = &to->d->split[SP_SPLIT_TRAIN];
    const size_t width = inputs_of(t, column);
    const bool missing = sp_csv_is_missing(f->text);
    float *x = to->x;

    to->x += width;
    if (column == t->target) {
        if (train->targets) return to_float(t, f, &train->targets[row], e);
        train->labels[row] = (int32_t)sp_csv_category_of(t, c, f->text);
    } else if (width && c->word.line) {
        if (!missing) x[sp_csv_category_of(t, c, f->text)] = 1;
    } else if (width && missing) {
        *x = NAN;
        to->d->missing = true;
    } else if (width) {
        return to_float(t, f, x, e);
    }
    return SP_OK;
}

static sp_status read_table(sp_dataset *d, sp_csv_table *t, const double *value, sp_error *e)
{
    sp_status status = check_target(t, value[TASK], e);
    if (status == SP_OK) status = find_categories(d, t, value, e);
    if (status == SP_OK) status = count_inputs(d, t, e);
    if (status != SP_OK) return status;

    d->split[SP_SPLIT_TRAIN].n = t->n_rows;
    d->test_share = 0.25;
    d->input_name_bytes = name_inputs(t, NULL);
    d->class_name_bytes = name_classes(t, NULL);
    status = sp_dataset_open(d, false, e);
    if (status != SP_OK) return status;
    name_inputs(t, d->input_names);
    name_classes(t, d->class_names);
    filling to = {d, d->split[SP_SPLIT_TRAIN].floats};
    return sp_csv_table_each(t, fill, &to, e);
}

static sp_status build(sp_dataset *d, const sp_data_request *q, sp_error *e)
{
    const sp_block *text = sp_request_block(q, "data.text");
    const sp_block *target = sp_request_block(q, "data.target");
    if (!text) return sp_fail(e, SP_INVALID, "data.text", "the text of the table is missing");
    if (!target) {
        return sp_fail(e, SP_INVALID, "data.target",
                       "the name of the column to predict is missing");
    }
    sp_csv_table t;
    sp_status status = sp_csv_table_open(&t, text, target, sp_request_block(q, "data.ignore"),
                                         (int)q->choice->value[HEADER], e);
    if (status == SP_OK) status = read_table(d, &t, q->choice->value, e);
    sp_csv_table_close(&t);
    return status;
}

const sp_dataset_kind sp_data_csv = {
    {"csv", params, SP_COUNT(params), "data/csv.c", "RFC 4180"}, build, "text|target|ignore"};
