/* Spusk natively, for comparison with WebAssembly: does what spusk.js does in Node, and is
 * asked in lines instead of JSON:
 *   optimizer.lr 0.01           a field of the spec
 *   data side classes n tests   random images with labels, n of them to train on
 *   prepare e                   makes the run; e = 1: to evaluate the test images
 *   run n                       makes n updates, or n whole evaluations
 *   copy bytes n                copies so many bytes n times
 * The answers, one line of JSON to each prepare, run and copy, are those of answer.js. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "api/api.h"

typedef struct session {
    sp_draft *draft;
    sp_data *data;
    sp_run *run;
    unsigned char *file[4]; /* images and labels to train on, then to test with */
    int evaluates;
} session;

static int fail(const char *path, const char *message)
{
    fprintf(stderr, "%s: %s\n", path, message);
    return 1;
}

static unsigned char *word(unsigned char *p, unsigned value)
{
    for (int shift = 24; shift >= 0; shift -= 8) *p++ = (unsigned char)(value >> shift);
    return p;
}

static unsigned noise(void)
{
    static unsigned state = 2463534242u;

    state ^= state << 13;
    state ^= state >> 17;
    state ^= state << 5;
    return state;
}

/* A borrowed block: the bytes of an IDX file with n random images, or (side 0) labels. */
static int add_file(session *s, int number, const char *path, unsigned n, unsigned side,
                    unsigned classes)
{
    const size_t head = side ? 16 : 8, size = head + (size_t)n * (side ? side * side : 1);
    unsigned char *file = malloc(size), *p = file;

    if (!file) return fail(path, "out of memory");
    free(s->file[number]);
    s->file[number] = file;
    p = word(p, side ? 0x803 : 0x801);
    p = word(p, n);
    if (side) p = word(word(p, side), side);
    while (p < file + size) *p++ = (unsigned char)(side ? noise() >> 24 : noise() % classes);
    return sp_draft_block(s->draft, path, file, size);
}

static int add_files(session *s, const char *text)
{
    unsigned side, classes, n, tests;

    if (sscanf(text, "%u %u %u %u", &side, &classes, &n, &tests) != 4) return 1;
    return add_file(s, 0, "data.trainImages", n, side, classes) ||
           add_file(s, 1, "data.trainLabels", n, 0, classes) ||
           add_file(s, 2, "data.testImages", tests, side, classes) ||
           add_file(s, 3, "data.testLabels", tests, 0, classes);
}

static int prepare(session *s)
{
    sp_run_free(s->run);
    sp_data_free(s->data);
    s->run = NULL;
    s->data = sp_data_new(s->draft);
    if (s->data) s->run = sp_run_new(s->draft, s->data);
    if (!s->run) return fail(sp_draft_error_path(s->draft), sp_draft_error_message(s->draft));
    while (sp_run_due(s->run)) sp_run_measure(s->run, 0);
    sp_draft_free(s->draft);
    s->draft = sp_draft_new();
    puts("{\"ready\":true}");
    return !s->draft;
}

/* Fails when an update is not made: its time would be that of nothing. */
static int work(const session *s, long n)
{
    for (long i = 0; i < n; i++) {
        if (s->evaluates) {
            sp_run_evaluate_begin(s->run, SP_TEST, 0);
            while (sp_run_evaluate_some(s->run)) continue;
        } else {
            while (sp_run_due(s->run)) sp_run_measure(s->run, 0);
            if (!sp_run_update(s->run)) return fail("run", "the run has diverged");
        }
    }
    return 0;
}

static double now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void answer(double seconds)
{
    printf("{\"seconds\":%.9f}\n", seconds);
}

static int copy(const char *text)
{
    size_t bytes;
    long n;

    if (sscanf(text, "%zu %ld", &bytes, &n) != 2) return 1;
    char *from = aligned_alloc(64, 2 * bytes), *to = from + bytes;
    if (!from) return fail("copy", "out of memory");
    memset(from, 1, 2 * bytes);
    const double start = now();
    for (long i = 0; i < n; i++) {
        memcpy(to, from, bytes);
        /* As far as the compiler knows, this reads what was copied. */
        __asm__ volatile("" ::"r"(to) : "memory");
    }
    answer(now() - start);
    free(from);
    return 0;
}

/* Carries out a line: a word and what follows it. */
static int obey(session *s, const char *what, const char *rest)
{
    char *end;
    const double number = strtod(rest, &end);

    if (strcmp(what, "data") == 0) return add_files(s, rest);
    if (strcmp(what, "copy") == 0) return copy(rest);
    if (strcmp(what, "prepare") == 0) {
        s->evaluates = number != 0;
        return prepare(s);
    }
    if (strcmp(what, "run") == 0) {
        const double start = now();
        if (work(s, (long)number)) return 1;
        answer(now() - start);
        return 0;
    }
    if (*end ? sp_draft_text(s->draft, what, rest) : sp_draft_number(s->draft, what, number)) {
        return fail(sp_draft_error_path(s->draft), sp_draft_error_message(s->draft));
    }
    return 0;
}

int main(void)
{
    static session s;
    char line[400];
    int failed = 0;

    s.draft = sp_draft_new();
    while (s.draft && !failed && fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = 0;
        char *rest = strchr(line, ' ');
        if (!rest) continue;
        *rest++ = 0;
        failed = obey(&s, line, rest);
        fflush(stdout);
    }
    sp_run_free(s.run);
    sp_data_free(s.data);
    sp_draft_free(s.draft);
    for (int i = 0; i < 4; i++) free(s.file[i]);
    return failed || !s.draft;
}
