/* Trains natively, for comparison with WebAssembly: reads runs from standard input, one field a
 * line ("optimizer.lr 0.01"; text values as they are), a run ended by "train N" (updates), and
 * prints the hash of the weights after each. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "api/api.h"

static int train(sp_draft *d, long updates)
{
    sp_data *data = sp_data_new(d);
    sp_run *r = data ? sp_run_new(d, data) : NULL;
    if (!r) {
        fprintf(stderr, "%s: %s\n", sp_draft_error_path(d), sp_draft_error_message(d));
        return 1;
    }
    for (long i = 0; i < updates; i++) {
        while (sp_run_due(r)) sp_run_measure(r, 0);
        if (!sp_run_update(r)) break;
    }
    char hash[17];
    sp_run_hash(r, hash);
    printf("%s\n", hash);
    sp_run_free(r);
    sp_data_free(data);
    return 0;
}

int main(void)
{
    char line[400];
    int failed = 0;
    sp_draft *d = sp_draft_new();
    while (d && !failed && fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = 0;
        char *value = strchr(line, ' '), *end;
        if (!value) continue;
        *value++ = 0;
        const double number = strtod(value, &end);
        if (strcmp(line, "train") == 0) {
            failed = train(d, (long)number);
            sp_draft_free(d);
            d = sp_draft_new();
        } else if (*end ? sp_draft_text(d, line, value) : sp_draft_number(d, line, number)) {
            fprintf(stderr, "%s: %s\n", sp_draft_error_path(d), sp_draft_error_message(d));
            failed = 1;
        }
    }
    sp_draft_free(d);
    return failed || !d;
}
