/* Tables in text: what is read, what is made of the columns, and what is said of broken ones.
 */
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "data.h"

static void ask(data_request *r, const char *fields, const char *text, const char *target)
{
    data_ask(r, "csv", fields, 1);
    data_lend(r, "data.text", text, strlen(text));
    data_lend(r, "data.target", target, strlen(target));
}

/* The rows in their order: almost all of them train, in one split. Tests look for rows by their
 * first input, which is different in each. */
static sp_dataset table(const char *fields, const char *text, const char *target)
{
    data_request r;
    ask(&r, fields, text, target);
    return data_build(&r);
}

/* Where the example is whose first input is `first`. */
static void find(const sp_dataset *d, float first, int *split, size_t *i)
{
    for (*split = 0; *split < 2; ++*split) {
        for (*i = 0; *i < d->split[*split].n; ++*i) {
            if (d->split[*split].floats[*i * (size_t)d->shape.channels] == first) return;
        }
    }
    fail_msg("no example begins with %g", (double)first);
}

static void expect_row(const sp_dataset *d, const float *x, int n, float target)
{
    int split;
    size_t i;
    find(d, x[0], &split, &i);
    assert_int_equal(d->shape.channels, n);
    for (int j = 0; j < n; j++) {
        if (data_at(d, split, i, (size_t)j) != x[j])
            fail_msg("%g is not %g", (double)data_at(d, split, i, (size_t)j), (double)x[j]);
    }
    if (d->classes)
        assert_int_equal(d->split[split].labels[i], (int)target);
    else
        assert_true(d->split[split].targets[i] == target);
}

/* Names one behind the other, shown with | between them. */
static void expect_names(const char *names, size_t bytes, const char *wanted)
{
    char shown[300];
    assert_true(bytes > 0 && bytes < sizeof shown);
    memcpy(shown, names, bytes);
    assert_int_equal(shown[bytes - 1], 0);
    for (size_t i = 0; i + 1 < bytes; i++) {
        if (shown[i] == 0) shown[i] = '|';
    }
    assert_string_equal(shown, wanted);
}

static void numbers_and_words_become_inputs(void **state)
{
    (void)state;
    sp_dataset d = table("",
                         "age,city,income,buys\n"
                         "20,Rome,1.5,no\n"
                         "30,Oslo,-2e3,yes\n"
                         "40,\"Rome\",.25,yes\n"
                         "50,Bern,1e-3,perhaps\n",
                         "buys");
    assert_int_equal(d.classes, 3);
    assert_int_equal(d.split[0].n, 3);
    assert_int_equal(d.split[1].n, 1); /* a quarter */
    expect_row(&d, (float[]){20, 0, 0, 1, 1.5f}, 5, 0);
    expect_row(&d, (float[]){30, 0, 1, 0, -2000}, 5, 2);
    expect_row(&d, (float[]){40, 0, 0, 1, .25f}, 5, 2);
    expect_row(&d, (float[]){50, 1, 0, 0, 1e-3f}, 5, 1);
    expect_names(d.input_names, d.input_name_bytes, "age|city=Bern|city=Oslo|city=Rome|income");
    expect_names(d.class_names, d.class_name_bytes, "no|perhaps|yes");
    sp_dataset_close(&d);
}

static void all_ways_to_write_the_same_table(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "a,b,y\n1,x,2.5\n2,\"p,q\",3\n3,\"say \"\"so\"\"\",4\n",
        "a,b,y\r\n1,x,2.5\r\n2,\"p,q\",3\r\n3,\"say \"\"so\"\"\",4",
        "a,b,y\r1,x,2.5\r2,\"p,q\",3\r3,\"say \"\"so\"\"\",4\r",
        "\xef\xbb\xbf"
        "a,b,y\n\n1,x,2.5\n   \n2,\"p,q\",3\n3,\"say \"\"so\"\"\",4\n\n\n",
        "a;b;y\n1;x;2,5\n2;p,q;3\n3;say \"so\";4\n",
        "a\tb\ty\n1\tx\t2,5\n2\tp,q\t3\n3\tsay \"so\"\t4\n",
        "\"a\",\"b\",\"y\"\n\"1\",\"x\",\"2.5\"\n\"2\",\"p,q\",\"3\"\n\"3\",\"say \"\"so\"\"\","
        "\"+4\"\n",
        " a , b , y \n 1 , x , 2.5 \n 2 , \"p,q\" , 3.000 \n 3 , \"say \"\"so\"\"\" , 0.4e1 \n",
    };
    for (size_t k = 0; k < SP_COUNT(texts); k++) {
        sp_dataset d = table("", texts[k], "y");
        assert_int_equal(d.classes, 0);
        expect_row(&d, (float[]){1, 0, 0, 1}, 4, 2.5f);
        expect_row(&d, (float[]){2, 1, 0, 0}, 4, 3);
        expect_row(&d, (float[]){3, 0, 1, 0}, 4, 4);
        expect_names(d.input_names, d.input_name_bytes, "a|b=p,q|b=say \"so\"|b=x");
        sp_dataset_close(&d);
    }
}

static void headers_are_found_or_told(void **state)
{
    (void)state;
    static const struct {
        const char *fields, *text, *target, *names;
    } cases[] = {
        {"task=regression", "1,2,3\n4,5,6\n", "3", "1|2"},
        {"task=regression header=no", "1,2,3\n4,5,6\n", "1", "2|3"},
        {"task=regression", "a,b,c\n1,2,3\n4,5,6\n", "a", "b|c"},
        {"task=regression", "2019,2020,y\n1,2,3\n4,5,6\n", "y", "2019|2020"},
        {"task=regression header=yes", "1,2,3\n4,5,6\n7,8,9\n", "3", "1|2"},
        {"task=regression", ",b,c\n1,2,3\n4,5,6\n", "c", "1|b"}, /* no name: its number */
    };
    for (size_t k = 0; k < SP_COUNT(cases); k++) {
        sp_dataset d = table(cases[k].fields, cases[k].text, cases[k].target);
        assert_int_equal(d.split[0].n + d.split[1].n, 2);
        expect_names(d.input_names, d.input_name_bytes, cases[k].names);
        sp_dataset_close(&d);
    }
}

static void missing_values(void **state)
{
    (void)state;
    const char *text = "id,x,w,y\n1,2,a,0\n2,,b,1\n3,NA,?,0\n4,nan,a,1\n5,4,,0\n6,n/a,b,1\n"
                       "7,NULL,a,0\n8,12,b,1\n";
    sp_dataset d = table("", text, "y");
    double sum = 0, known = 0;
    for (size_t i = 0; i < d.split[0].n; i++) {
        const float id = d.split[0].floats[4 * i];
        if (id == 1 || id == 5 || id == 8) {
            sum += (double)d.split[0].floats[4 * i + 1];
            known++;
        }
    }
    const float mean = (float)(sum / known);
    expect_row(&d, (float[]){1, 2, 1, 0}, 4, 0);
    expect_row(&d, (float[]){2, mean, 0, 1}, 4, 1); /* of the training rows that have it */
    expect_row(&d, (float[]){3, mean, 0, 0}, 4, 0); /* no word */
    expect_row(&d, (float[]){5, 4, 0, 0}, 4, 0);
    expect_row(&d, (float[]){7, mean, 1, 0}, 4, 0);
    sp_dataset_close(&d);

    d = table("prepare.scaling=1", text, "y");
    int split;
    size_t i;
    find(&d, 2, &split, &i);
    assert_true(fabs((double)data_at(&d, split, i, 1)) < 1e-6); /* the mean */
    sp_dataset_close(&d);
}

static void the_target_decides_the_task(void **state)
{
    (void)state;
    static const struct {
        const char *fields, *text;
        int classes;
        const char *names;
    } cases[] = {
        {"", "x,y\n1,0\n2,1\n3,0\n4,1\n", 2, "0|1"},
        {"", "x,y\n1,10\n2,9\n3,9.0\n4,10\n", 2, "9|10"}, /* in order of the numbers */
        {"task=regression", "x,y\n1,0\n2,1\n3,0\n4,1\n", 0, NULL},
        {"", "x,y\n1,0.5\n2,1\n3,0.5\n4,1\n", 0, NULL},
        {"task=classes", "x,y\n1,0.5\n2,1\n3,0.5\n4,1\n", 2, "0.5|1"},
        {"", "x,y\n1,1\n2,2\n3,3\n4,1\n", 0, NULL}, /* not each twice on average */
        {"", "x,y\n1,b\n2,a\n3,c\n4,a\n", 3, "a|b|c"},
        {"", "x,y\n1,true\n2,false\n3,1\n4,true\n", 3, "1|false|true"},
    };
    for (size_t k = 0; k < SP_COUNT(cases); k++) {
        sp_dataset d = table(cases[k].fields, cases[k].text, "y");
        assert_int_equal(d.classes, cases[k].classes);
        assert_int_equal(d.outputs, d.classes ? d.classes : 1);
        if (cases[k].names) expect_names(d.class_names, d.class_name_bytes, cases[k].names);
        sp_dataset_close(&d);
    }
}

static void columns_can_be_left_out(void **state)
{
    (void)state;
    data_request r;
    ask(&r, "categories=2", "id,name,x,y\n1,Ann,5,a\n2,Bob,6,b\n3,Cy,7,a\n", "y");
    data_refused(
        &r, "data.text",
        "column name is not one of numbers (line 2: Ann) and has more than 2 different "
        "words");
    data_lend(&r, "data.ignore", "name\nid\n", 8);
    sp_dataset d = data_build(&r);
    expect_names(d.input_names, d.input_name_bytes, "x");
    expect_row(&d, (float[]){6}, 1, 1);
    sp_dataset_close(&d);

    r.blocks[2].p = (const unsigned char *)"nme";
    r.blocks[2].bytes = 3;
    data_refused(&r, "data.ignore", "no column is called nme: the first is id, the last y");
    r.blocks[2].p = (const unsigned char *)"y";
    r.blocks[2].bytes = 1;
    data_refused(&r, "data.ignore", "the target cannot be left out");
    r.blocks[2].p = (const unsigned char *)"id\nname\nx";
    r.blocks[2].bytes = 9;
    data_refused(&r, "data.text", "the table has no column besides the target");
}

static void broken_tables_name_line_and_column(void **state)
{
    (void)state;
    static const struct {
        const char *fields, *text, *target, *path, *message;
    } cases[] = {
        {"", "", "y", "data.text", "the table is empty"},
        {"", "\n \n\n", "y", "data.text", "the table is empty"},
        {"", "\xef\xbb\xbf", "y", "data.text", "the table is empty"},
        {"", "x,y\n", "y", "data.text", "the table has no row of values"},
        {"", "x,y\n1,2\n3\n", "y", "data.text", "line 3 has 1 values, the first has 2"},
        {"", "x,y\n1,2\n\n3,4,5,6\n", "y", "data.text", "line 4 has 4 values, the first has 2"},
        {"", "x,y\n1,\"2\n3,4\n", "y", "data.text",
         "line 2, column 2: the quote that opens here is never closed"},
        {"", "x,y\n\"1\"2,3\n", "y", "data.text",
         "line 2, column 1: something follows the closing quote"},
        {"", "\"", "y", "data.text", "line 1, column 1: the quote that opens"},
        {"", "x,y\n1,2\n3,\n", "y", "data.text", "line 3: the target y is missing"},
        {"task=regression", "x,y\n1,2\n3,\"a\nb\"\n", "y", "data.text",
         "line 3, column 2: the target y is not a number: a b"},
        {"", "x,y\n1,2\n1e39,3.5\n", "y", "data.text",
         "line 3, column 1: the number 1e39 is too large"},
        {"task=regression", "x,y\n1,2\n1,-1e999999999999\n", "y", "data.text",
         "line 3, column 2: the number -1e999999999999 is too large"},
        {"", "x,y\n1,a\n2,a\n", "y", "data.text", "the target y is the same in all rows"},
        {"", "x,y\n1,a\n2,b\n", "z", "data.target",
         "no column is called z: the first is x, the last y"},
        {"", "1,2\n3,4\n", "5", "data.target", "there is no column 5"},
        {"", "x,y,y\n1,2,3\n", "y", "data.target", "2 columns are called y"},
        {"", "x,y\n,1\n?,2.5\n", "y", "data.text", "column x has no values"},
        {"task=classes categories=2", "x,y\n1,1\n2,2\n3,3\n", "y", "data.text",
         "column y has more than 2 different numbers"},
        {"", "y\n1\n2\n", "y", "data.text", "no column besides the target"},
        {"", "PK\3\4....", "y", "data.text", "a zip archive or an Excel file"},
        {"", "\x1f\x8b....", "y", "data.text", "compressed (gzip)"},
        {"prepare.test=0.9 prepare.validation=0.9", "x,y\n1,2\n2,3\n", "y",
         "prepare.validation", "none is left to train on"},
        {"", "x,y\n1,2.5\n", "y", "prepare.test", "none is left to train on"},
    };
    for (size_t k = 0; k < SP_COUNT(cases); k++) {
        data_request r;
        ask(&r, cases[k].fields, cases[k].text, cases[k].target);
        data_refused(&r, cases[k].path, cases[k].message);
    }
    data_request r;
    data_ask(&r, "csv", "", 1);
    data_refused(&r, "data.text", "missing");
    data_lend(&r, "data.text", "x\0y", 3);
    data_refused(&r, "data.target", "missing");
    data_lend(&r, "data.target", "x", 1);
    data_refused(&r, "data.text", "byte 1 is 0: this is not a text");
}

static void the_split_is_the_seeds(void **state)
{
    (void)state;
    char text[2000] = "x,y\n";
    for (int i = 0; i < 100; i++) {
        sp_format(text + strlen(text), 20, "%d,%d.5\n", i, i);
    }
    sp_dataset a = table("", text, "y"), b = table("seed=1", text, "y"),
               c = table("seed=2", text, "y"), half = table("prepare.test=0.5", text, "y");
    assert_int_equal(a.split[1].n, 25);
    assert_int_equal(half.split[1].n, 50);
    assert_true(data_hash(&a) == data_hash(&b));
    assert_true(data_hash(&a) != data_hash(&c));
    double sum = 0;
    for (int s = 0; s < 2; s++) {
        for (size_t i = 0; i < a.split[s].n; i++) {
            sum += (double)a.split[s].floats[i];
            assert_true(a.split[s].targets[i] == a.split[s].floats[i] + 0.5f);
        }
    }
    assert_true(sum == 99 * 50); /* each row once */
    sp_dataset_close(&a);
    sp_dataset_close(&b);
    sp_dataset_close(&c);
    sp_dataset_close(&half);
}

/* Every allocation fails once. */
static void lack_of_memory_is_told(void **state)
{
    (void)state;
    data_request r;
    ask(&r, "prepare.scaling=1 prepare.validation=0.2",
        "a,b,c,y\n1,p,u,k\n2,q,u,l\n,r,v,k\n4,s,w,l\n5,t,x,k\n6,u,y,m\n7,v,z,n\n8,w,a,o\n"
        "9,x,b,p\n10,y,c,q\n",
        "y");
    data_lack_is_told(&r, 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_and_words_become_inputs),
        cmocka_unit_test(all_ways_to_write_the_same_table),
        cmocka_unit_test(headers_are_found_or_told),
        cmocka_unit_test(missing_values),
        cmocka_unit_test(the_target_decides_the_task),
        cmocka_unit_test(columns_can_be_left_out),
        cmocka_unit_test(broken_tables_name_line_and_column),
        cmocka_unit_test(the_split_is_the_seeds),
        cmocka_unit_test(lack_of_memory_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
