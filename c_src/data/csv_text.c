/* What the text of a field says. */
#include <string.h>

#include "data/csv_read.h"

/* The byte at *at, which moves on; of two quotes in a quoted text the first. */
static unsigned char take(const sp_csv_text *t, size_t *at)
{
    const unsigned char c = t->p[(*at)++];
    if (t->quoted && c == '"') ++*at;
    return c;
}

int sp_csv_compare(sp_csv_text a, sp_csv_text b)
{
    size_t i = 0, j = 0;
    while (i < a.length && j < b.length) {
        const unsigned char x = take(&a, &i), y = take(&b, &j);
        if (x != y) return x < y ? -1 : 1;
    }
    return (i < a.length) - (j < b.length);
}

const char *sp_csv_show(sp_csv_text t, char out[SP_CSV_SHOWN])
{
    enum { MOST = SP_CSV_SHOWN - 4 };
    size_t used = 0, at = 0;
    while (at < t.length && used < MOST) {
        const unsigned char c = take(&t, &at);
        out[used++] = (char)(c < ' ' ? ' ' : c);
    }
    if (at < t.length) {
        /* Not in the middle of a character of UTF-8. */
        while (used && ((unsigned char)out[used - 1] & 0xc0) == 0x80) used--;
        if (used && (unsigned char)out[used - 1] >= 0xc0) used--;
        memcpy(out + used, "...", 3);
        used += 3;
    }
    out[used] = 0;
    return out;
}

static bool is_digit(unsigned char c)
{
    return c >= '0' && c <= '9';
}

static unsigned char lower(unsigned char c)
{
    return c >= 'A' && c <= 'Z' ? (unsigned char)(c + 'a' - 'A') : c;
}

bool sp_csv_is_missing(sp_csv_text t)
{
    static const char *const words[] = {"", "?", "na", "n/a", "nan", "null"};
    enum { LONGEST = 4 };
    if (t.length > LONGEST || (t.length && is_digit(*t.p))) return false;
    for (size_t w = 0; w < SP_COUNT(words); w++) {
        if (strlen(words[w]) != t.length) continue;
        size_t i = 0;
        while (i < t.length && lower(t.p[i]) == (unsigned char)words[w][i]) i++;
        if (i == t.length) return true;
    }
    return false;
}

/* --- numbers --------------------------------------------------------------------------------
 */

/* A decimal number while it is read: digits * 10^exponent. */
typedef struct decimal {
    uint64_t digits;
    int exponent;
    bool any;
} decimal;

/* Takes in the digits from p on; those that `digits` cannot hold only count for the exponent.
 * Returns the end. */
static const unsigned char *read_digits(decimal *d, bool fraction, const unsigned char *p,
                                        const unsigned char *end)
{
    for (; p < end && is_digit(*p); p++) {
        const bool fits = d->digits < 1000000000000000000u;
        if (fits) d->digits = 10 * d->digits + (uint64_t)(*p - '0');
        if (fits == fraction) d->exponent += fraction ? -1 : 1;
        d->any = true;
    }
    return p;
}

/* Behind the letter e; NULL if that is not an exponent. */
static const unsigned char *read_exponent(decimal *d, const unsigned char *p,
                                          const unsigned char *end)
{
    enum { MOST = 100000 };
    const bool minus = p < end && *p == '-';
    if (p < end && (*p == '-' || *p == '+')) p++;
    if (p == end) return NULL;
    int value = 0;
    for (; p < end && is_digit(*p); p++) {
        if (value < MOST) value = 10 * value + (*p - '0');
    }
    d->exponent += minus ? -value : value;
    return p;
}

/* Exact, and rounded once, for up to 15 digits and exponents up to 22; else within a few units
 * of a double's last place. The same everywhere. */
static double value_of(const decimal *d)
{
    static const double power[] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,
                                   1e8,  1e9,  1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
                                   1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
    enum { MOST = 22 };
    double value = (double)d->digits;
    int left = d->exponent < 0 ? -d->exponent : d->exponent;
    while (left > 0 && value > 0 && value <= 1.7976931348623157e308) {
        const int some = left < MOST ? left : MOST;
        value = d->exponent < 0 ? value / power[some] : value * power[some];
        left -= some;
    }
    return value;
}

bool sp_csv_number(sp_csv_text t, bool decimal_comma, double *value)
{
    enum { LONGEST = 400 };
    if (t.length == 0 || t.length > LONGEST) return false;
    const unsigned char *p = t.p, *end = t.p + t.length;
    decimal d = {0};
    const bool minus = p < end && *p == '-';
    if (p < end && (*p == '-' || *p == '+')) p++;

    p = read_digits(&d, false, p, end);
    if (p < end && (*p == '.' || (decimal_comma && *p == ','))) {
        p = read_digits(&d, true, p + 1, end);
    }
    if (!d.any) return false;
    if (p < end && (*p == 'e' || *p == 'E')) {
        p = read_exponent(&d, p + 1, end);
        if (!p) return false;
    }
    if (p != end) return false;
    *value = minus ? -value_of(&d) : value_of(&d);
    return true;
}
