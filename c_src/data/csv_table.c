#include "data/csv_table.h"

#include <math.h>
#include <string.h>

#include "base/memory.h"

/* The name in the header or, without one, the number in `counted`. */
static sp_csv_text name_of(const sp_csv_table *t, size_t column, char counted[24])
{
    const sp_csv_text name = t->column[column].name;
    if (name.length) return name;
    const size_t length = sp_format(counted, 24, "%z", column + 1);
    return (sp_csv_text){(const unsigned char *)counted, length, false};
}

const char *sp_csv_column_name(const sp_csv_table *t, size_t column, char out[SP_CSV_SHOWN])
{
    char counted[24];
    return sp_csv_show(name_of(t, column, counted), out);
}

sp_status sp_csv_table_each(const sp_csv_table *t, sp_csv_visit visit, void *context,
                            sp_error *e)
{
    sp_csv rows = t->rows;
    sp_csv_field f;
    for (size_t row = 0;; row++) {
        do {
            sp_status status = sp_csv_next(&rows, &f, e);
            if (status != SP_OK || !f.text.p) return status;
            if (f.column > t->n_columns) continue;
            status = visit(context, t, row, f.column - 1, &f, e);
            if (status != SP_OK) return status;
        } while (!f.last);
        if (f.column != t->n_columns) {
            return sp_fail(e, SP_INVALID, rows.path, "line %z has %z values, the first has %z",
                           f.line, f.column, t->n_columns);
        }
    }
}

/* --- the first row --------------------------------------------------------------------------
 */

static sp_csv_text text_of(const sp_block *b)
{
    size_t from = 0, to = b->bytes;
    while (from < to && b->p[from] == ' ') from++;
    while (from < to && b->p[to - 1] == ' ') to--;
    return (sp_csv_text){from < to ? b->p + from : b->p, to - from, false};
}

/* Takes memory for the columns and puts the first row into their names. */
static sp_status read_first_row(sp_csv_table *t, sp_error *e)
{
    sp_csv counted = t->rows;
    sp_csv_field f;
    do {
        const sp_status status = sp_csv_next(&counted, &f, e);
        if (status != SP_OK) return status;
        if (!f.text.p) return sp_fail(e, SP_INVALID, t->rows.path, "the table is empty");
    } while (!f.last);
    t->n_columns = f.column;

    sp_arena measure = {0};
    sp_arena_take(&measure, t->n_columns, sizeof *t->column);
    sp_status status = sp_arena_open(&t->arena, &measure, e);
    if (status != SP_OK) return status;
    t->column = sp_arena_take(&t->arena, t->n_columns, sizeof *t->column);

    counted = t->rows;
    for (size_t c = 0; c < t->n_columns && status == SP_OK; c++) {
        status = sp_csv_next(&counted, &f, e);
        t->column[c].name = f.text;
    }
    return status;
}

static bool is_number(const sp_csv_table *t, sp_csv_text text)
{
    double number;
    return sp_csv_number(text, t->decimal_comma, &number);
}

/* A first row without numbers is one of names; so is one that holds the target's name. */
static bool is_header(const sp_csv_table *t, sp_csv_text target)
{
    bool numbers = false;
    for (size_t c = 0; c < t->n_columns; c++) {
        const sp_csv_text name = t->column[c].name;
        if (!is_number(t, target) && sp_csv_compare(name, target) == 0) return true;
        numbers = numbers || is_number(t, name);
    }
    return !numbers;
}

static void read_header(sp_csv_table *t, sp_csv_text target, int header)
{
    const bool yes =
        header == SP_CSV_HEADER_YES || (header == SP_CSV_HEADER_AUTO && is_header(t, target));
    sp_csv_field f = {0};
    for (size_t c = 0; c < t->n_columns; c++) {
        if (yes)
            sp_csv_next(&t->rows, &f, NULL);
        else
            t->column[c].name = (sp_csv_text){0};
    }
}

/* The column of that name or, where it has none, of that number from 1. */
static sp_status find_column(const sp_csv_table *t, sp_csv_text wanted, const char *path,
                             size_t *found, sp_error *e)
{
    char shown[SP_CSV_SHOWN], first[SP_CSV_SHOWN], last[SP_CSV_SHOWN], counted[24];
    size_t times = 0;
    for (size_t c = t->n_columns; c-- > 0;) {
        if (sp_csv_compare(name_of(t, c, counted), wanted) != 0) continue;
        *found = c;
        times++;
    }
    if (times == 1) return SP_OK;
    if (times > 1) {
        return sp_fail(e, SP_INVALID, path, "%z columns are called %s", times,
                       sp_csv_show(wanted, shown));
    }
    return sp_fail(e, SP_INVALID, path,
                   t->column[0].name.p ? "no column is called %s: the first is %s, the last %s"
                                       : "there is no column %s: the table has no names, only "
                                         "columns %s to %s",
                   sp_csv_show(wanted, shown), sp_csv_column_name(t, 0, first),
                   sp_csv_column_name(t, t->n_columns - 1, last));
}

static sp_status leave_out(sp_csv_table *t, const sp_block *names, sp_error *e)
{
    const unsigned char *p = names->p, *end = names->bytes ? p + names->bytes : p;
    while (p < end) {
        const unsigned char *line = p;
        while (p < end && *p != '\n') p++;
        const sp_csv_text name = {line, (size_t)(p - line), false};
        size_t c;
        const sp_status status = name.length ? find_column(t, name, names->path, &c, e) : SP_OK;
        if (status != SP_OK) return status;
        if (name.length) t->column[c].left_out = true;
        if (p < end) p++;
    }
    if (!t->column[t->target].left_out) return SP_OK;
    return sp_fail(e, SP_INVALID, names->path, "the target cannot be left out");
}

/* --- the values -----------------------------------------------------------------------------
 */

static sp_status look(void *context, const sp_csv_table *t, size_t row, size_t column,
                      const sp_csv_field *f, sp_error *e)
{
    (void)e;
    sp_csv_table *table = context;
    sp_csv_column *c = &table->column[column];
    double number;
    table->n_rows = row + 1;
    if (sp_csv_is_missing(f->text)) {
        if (!c->missing) c->missing = f->line;
        return SP_OK;
    }
    c->known = true;
    if (!sp_csv_number(f->text, t->decimal_comma, &number)) {
        if (!c->word.line) c->word = *f;
    } else if (number != floor(number)) {
        c->fractions = true;
    }
    return SP_OK;
}

sp_status sp_csv_table_open(sp_csv_table *t, const sp_block *text, const sp_block *target,
                            const sp_block *ignore, int header, sp_error *e)
{
    *t = (sp_csv_table){0};
    sp_status status = sp_csv_open(&t->rows, text, e);
    if (status == SP_OK) status = read_first_row(t, e);
    if (status != SP_OK) return status;
    t->decimal_comma = t->rows.separator != ',';
    read_header(t, text_of(target), header);

    status = find_column(t, text_of(target), target->path, &t->target, e);
    if (status == SP_OK && ignore) status = leave_out(t, ignore, e);
    if (status == SP_OK) status = sp_csv_table_each(t, look, t, e);
    if (status == SP_OK && t->n_rows == 0) {
        status = sp_fail(e, SP_INVALID, text->path, "the table has no row of values");
    }
    return status;
}

void sp_csv_table_close(sp_csv_table *t)
{
    for (size_t c = 0; t->column && c < t->n_columns; c++)
        sp_memory_give(t->column[c].category);
    sp_arena_close(&t->arena);
}

/* --- categories -----------------------------------------------------------------------------
 */

static sp_csv_category category_from(const sp_csv_table *t, const sp_csv_column *c,
                                     sp_csv_text text)
{
    sp_csv_category value = {text, 0};
    if (!c->word.line) sp_csv_number(text, t->decimal_comma, &value.number);
    return value;
}

static int compare(const sp_csv_column *c, const sp_csv_category *a, const sp_csv_category *b)
{
    if (c->word.line) return sp_csv_compare(a->text, b->text);
    return (a->number > b->number) - (a->number < b->number);
}

/* The first category that is not before `value`; c->n if all are. */
static size_t place_of(const sp_csv_column *c, const sp_csv_category *value)
{
    size_t low = 0, high = c->n;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        if (compare(c, &c->category[middle], value) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

size_t sp_csv_category_of(const sp_csv_table *t, const sp_csv_column *column, sp_csv_text text)
{
    const sp_csv_category value = category_from(t, column, text);
    return place_of(column, &value);
}

static bool make_room(sp_csv_column *c)
{
    if (c->n < c->room) return true;
    const size_t room = c->room ? 2 * c->room : 8;
    sp_csv_category *larger = sp_memory_take(room * sizeof *larger);
    if (!larger) return false;
    if (c->n) memcpy(larger, c->category, c->n * sizeof *larger);
    sp_memory_give(c->category);
    c->category = larger;
    c->room = room;
    return true;
}

static sp_status too_many(const sp_csv_table *t, size_t column, sp_error *e)
{
    char name[SP_CSV_SHOWN], word[SP_CSV_SHOWN];
    const sp_csv_column *c = &t->column[column];
    if (!c->word.line) {
        return sp_fail(e, SP_INVALID, t->rows.path,
                       "column %s has more than %z different numbers (data.categories)",
                       sp_csv_column_name(t, column, name), c->most);
    }
    return sp_fail(e, SP_INVALID, t->rows.path,
                   "column %s is not one of numbers (line %z: %s) and has more than %z "
                   "different words (data.categories); data.ignore can leave it out",
                   sp_csv_column_name(t, column, name), c->word.line,
                   sp_csv_show(c->word.text, word), c->most);
}

static sp_status collect(void *context, const sp_csv_table *t, size_t row, size_t column,
                         const sp_csv_field *f, sp_error *e)
{
    (void)row;
    sp_csv_column *c = &((sp_csv_table *)context)->column[column];
    if (c->most == 0 || sp_csv_is_missing(f->text)) return SP_OK;

    const sp_csv_category value = category_from(t, c, f->text);
    const size_t place = place_of(c, &value);
    if (place < c->n && compare(c, &c->category[place], &value) == 0) return SP_OK;
    if (c->n == c->most) {
        if (!c->give_up) return too_many(t, column, e);
        c->most = c->n = 0;
        return SP_OK;
    }
    if (!make_room(c)) return sp_fail(e, SP_NO_MEMORY, "memory", "out of memory");
    memmove(c->category + place + 1, c->category + place, (c->n - place) * sizeof value);
    c->category[place] = value;
    c->n++;
    return SP_OK;
}

sp_status sp_csv_table_collect(sp_csv_table *t, sp_error *e)
{
    return sp_csv_table_each(t, collect, t, e);
}
