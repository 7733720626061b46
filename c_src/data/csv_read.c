#include "data/csv_read.h"

#include <string.h>

static bool at_line_end(const sp_csv *c)
{
    return c->at == c->end || *c->at == '\n' || *c->at == '\r';
}

static bool at_separator(const sp_csv *c)
{
    return c->at < c->end && *c->at == c->separator;
}

static void skip_spaces(sp_csv *c)
{
    while (c->at < c->end && *c->at == ' ') c->at++;
}

/* Over one line end, if there is one here. */
static void skip_line_end(sp_csv *c)
{
    if (c->at == c->end || (*c->at != '\n' && *c->at != '\r')) return;
    const bool two = *c->at == '\r' && c->end - c->at > 1 && c->at[1] == '\n';
    c->at += two ? 2 : 1;
    c->line++;
}

static void skip_empty_lines(sp_csv *c)
{
    while (c->at < c->end) {
        sp_csv ahead = *c;
        skip_spaces(&ahead);
        if (!at_line_end(&ahead)) return;
        skip_line_end(&ahead);
        *c = ahead;
    }
}

static sp_status read_quoted(sp_csv *c, sp_csv_field *f, sp_error *e)
{
    const unsigned char *begin = ++c->at;
    for (;;) {
        if (c->at == c->end) {
            return sp_fail(e, SP_INVALID, c->path,
                           "line %z, column %z: the quote that opens here is never closed",
                           f->line, f->column);
        }
        if (*c->at == '\n' || *c->at == '\r') {
            skip_line_end(c);
        } else if (*c->at != '"') {
            c->at++;
        } else if (c->end - c->at > 1 && c->at[1] == '"') {
            c->at += 2;
        } else {
            break;
        }
    }
    f->text = (sp_csv_text){begin, (size_t)(c->at - begin), true};
    c->at++;
    skip_spaces(c);
    if (at_line_end(c) || at_separator(c)) return SP_OK;
    return sp_fail(e, SP_INVALID, c->path,
                   "line %z, column %z: something follows the closing quote (a quote within a "
                   "field is written twice)",
                   c->line, f->column);
}

static void read_plain(sp_csv *c, sp_csv_field *f)
{
    const unsigned char *begin = c->at;
    while (!at_line_end(c) && !at_separator(c)) c->at++;
    size_t length = (size_t)(c->at - begin);
    while (length && begin[length - 1] == ' ') length--;
    f->text = (sp_csv_text){begin, length, false};
}

sp_status sp_csv_next(sp_csv *c, sp_csv_field *f, sp_error *e)
{
    if (c->column == 0) skip_empty_lines(c);
    *f = (sp_csv_field){.line = c->line, .column = c->column + 1};
    if (c->column == 0 && c->at == c->end) return SP_OK;

    skip_spaces(c);
    if (c->at < c->end && *c->at == '"') {
        const sp_status status = read_quoted(c, f, e);
        if (status != SP_OK) return status;
    } else {
        read_plain(c, f);
    }
    f->last = !at_separator(c);
    if (f->last) {
        skip_line_end(c);
        c->column = 0;
    } else {
        c->at++;
        c->column++;
    }
    return SP_OK;
}

/* The number of separators in a row, if it is the same in the first rows; else 0. */
static size_t fitting(sp_csv c, unsigned char separator)
{
    enum { ROWS = 10 };
    size_t first = 0;
    c.separator = separator;
    for (int row = 0; row < ROWS; row++) {
        sp_csv_field f;
        do {
            if (sp_csv_next(&c, &f, NULL) != SP_OK) return 0;
        } while (f.text.p && !f.last);
        if (!f.text.p) break;
        if (row > 0 && f.column != first) return 0;
        first = f.column;
    }
    return first ? first - 1 : 0;
}

/* A tab or a semicolon that fits is meant: a comma may be a decimal point then. */
static unsigned char find_separator(const sp_csv *c)
{
    if (fitting(*c, '\t')) return '\t';
    if (fitting(*c, ';')) return ';';
    return ',';
}

sp_status sp_csv_open(sp_csv *c, const sp_block *b, sp_error *e)
{
    const sp_status status = sp_block_check_plain(b, e);
    if (status != SP_OK) return status;
    if (b->bytes == 0) return sp_fail(e, SP_INVALID, b->path, "the table is empty");
    const unsigned char *zero = memchr(b->p, 0, b->bytes);
    if (zero) {
        return sp_fail(e, SP_INVALID, b->path,
                       "byte %z is 0: this is not a text, or not one in UTF-8",
                       (size_t)(zero - b->p));
    }
    *c = (sp_csv){.path = b->path, .at = b->p, .end = b->p + b->bytes, .line = 1};
    if (b->bytes >= 3 && memcmp(b->p, "\xef\xbb\xbf", 3) == 0) c->at += 3; /* byte order mark */
    c->separator = find_separator(c);
    return SP_OK;
}
