#include "base/common.h"

#include <stdarg.h>

/* A bounded text under construction; what does not fit is dropped, the end is always marked. */
typedef struct writer {
    char *out;
    size_t size, used;
} writer;

static void put(writer *w, char c)
{
    if (w->used + 1 < w->size) w->out[w->used++] = c;
}

static void put_text(writer *w, const char *text)
{
    while (*text) put(w, *text++);
}

static void put_whole(writer *w, uint64_t value)
{
    char digits[20];
    int n = 0;
    do {
        digits[n++] = (char)('0' + value % 10);
        value /= 10;
    } while (value);
    while (n) put(w, digits[--n]);
}

/* At most 6 significant digits, trailing zeros dropped: 0.001, 1e-8, 12.5, 1e+20. */
static void put_number(writer *w, double value)
{
    enum { DIGITS = 6 };
    if (value != value) {
        put_text(w, "NaN");
        return;
    }
    if (value < 0) {
        put(w, '-');
        value = -value;
    }
    if (value > 1.7976931348623157e308) {
        put_text(w, "infinity");
        return;
    }
    if (value == 0) {
        put(w, '0');
        return;
    }

    int exponent = 0; /* value = m * 10^exponent with 1 <= m < 10 */
    double m = value;
    while (m >= 10) {
        m /= 10;
        exponent++;
    }
    while (m < 1) {
        m *= 10;
        exponent--;
    }
    uint64_t digits = (uint64_t)(m * 1e5 + 0.5);
    if (digits >= 1000000) {
        digits /= 10;
        exponent++;
    }

    char text[DIGITS];
    for (int i = DIGITS; i-- > 0; digits /= 10) text[i] = (char)('0' + digits % 10);
    int n = DIGITS;
    while (n > 1 && text[n - 1] == '0') n--;

    const bool scientific = exponent < -4 || exponent >= 15;
    const int point = scientific ? 0 : exponent; /* digits before the point, less one */
    if (point < 0) {
        put_text(w, "0.");
        for (int i = -1; i > point; i--) put(w, '0');
    }
    for (int i = 0; i < n || i <= point; i++) {
        if (i > 0 && i == point + 1) put(w, '.');
        put(w, i < n ? text[i] : '0');
    }
    if (scientific) {
        put(w, 'e');
        put(w, exponent < 0 ? '-' : '+');
        put_whole(w, (uint64_t)(exponent < 0 ? -exponent : exponent));
    }
}

static size_t format_list(char *out, size_t size, const char *format, va_list list)
{
    writer w = {out, size, 0};
    for (const char *f = format; *f; f++) {
        if (*f != '%') {
            put(&w, *f);
            continue;
        }
        switch (*++f) {
        case 's':
            put_text(&w, va_arg(list, const char *));
            break;
        case 'z':
            put_whole(&w, va_arg(list, size_t));
            break;
        case 'g':
            put_number(&w, va_arg(list, double));
            break;
        case 'd': {
            const int value = va_arg(list, int);
            if (value < 0) put(&w, '-');
            put_whole(&w, value < 0 ? (uint64_t)(-(int64_t)value) : (uint64_t)value);
            break;
        }
        default:
            put(&w, '%');
            f -= *f == 0;
            break;
        }
    }
    if (size) out[w.used] = 0;
    return w.used;
}

size_t sp_format(char *out, size_t size, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    const size_t used = format_list(out, size, format, list);
    va_end(list);
    return used;
}

sp_status sp_fail(sp_error *e, sp_status status, const char *path, const char *format, ...)
{
    if (!e) return status;
    va_list list;
    va_start(list, format);
    e->status = status;
    sp_format(e->path, sizeof e->path, "%s", path);
    format_list(e->message, sizeof e->message, format, list);
    va_end(list);
    return status;
}
