/* Single fields of tables: numbers, and words in errors. */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "data/csv_read.h"

static void long_words_are_cut_in_errors_between_characters(void **state)
{
    (void)state;
    char shown[SP_CSV_SHOWN], text[100];
    for (size_t from = 0; from < 4; from++) {
        memset(text, 'a', from);
        for (size_t at = from; at < 90; at += 3) memcpy(text + at, "\xe2\x82\xac", 3);
        sp_csv_show((sp_csv_text){(const unsigned char *)text, 90, false}, shown);
        const size_t length = strlen(shown);
        assert_true(length < SP_CSV_SHOWN && length >= SP_CSV_SHOWN - 10);
        assert_string_equal(shown + length - 3, "...");
        assert_int_equal((length - 3 - from) % 3, 0);
    }
}

static void numbers_are_read_as_strtod_does(void **state)
{
    (void)state;
    static const char *const numbers[] = {"0",
                                          "-0",
                                          "1",
                                          "+1.5",
                                          ".5",
                                          "5.",
                                          "123456789012345",
                                          "0.1",
                                          "3.14159265358979",
                                          "1e22",
                                          "1e-22",
                                          "1.7976931348623157e308",
                                          "4e-320",
                                          "1e-400",
                                          "123456789012345678901234567890",
                                          "0.000000000000000000000000000012345",
                                          "99999999999999999999e-30",
                                          "1E5",
                                          "1e+05",
                                          "0000000000000000000000000000000001"};
    for (size_t k = 0; k < SP_COUNT(numbers); k++) {
        const size_t length = strlen(numbers[k]);
        const sp_csv_text t = {(const unsigned char *)numbers[k], length, false};
        double value = -77;
        assert_true(sp_csv_number(t, false, &value));
        const double wanted = strtod(numbers[k], NULL);
        if (!(fabs(value - wanted) <= 4e-16 * fabs(wanted)) && fabs(wanted) > 1e-300)
            fail_msg("%s is read as %.17g", numbers[k], value);
        assert_true((float)value == (float)wanted);
    }
    static const char *const words[] = {"",    "-",     "+",   ".",    "e5",  "1e",
                                        "1e+", "1 000", "0x",  "0x10", "inf", "1.2.3",
                                        "1-2", "--1",   "1,5", "1e5.5"};
    for (size_t k = 0; k < SP_COUNT(words); k++) {
        const sp_csv_text t = {(const unsigned char *)words[k], strlen(words[k]), false};
        double value;
        assert_false(sp_csv_number(t, false, &value));
    }
    double value;
    assert_true(
        sp_csv_number((sp_csv_text){(const unsigned char *)"-1,5", 4, false}, true, &value));
    assert_true(value == -1.5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(long_words_are_cut_in_errors_between_characters),
        cmocka_unit_test(numbers_are_read_as_strtod_does),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
