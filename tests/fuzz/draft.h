/* draft: drafts of specs whose fields are chosen by a random input. The fields come from the
 * catalogue, their values from the defaults, the ends of the ranges, and numbers that are often
 * wrong; so most drafts are nearly right. */
#ifndef SP_TESTS_DRAFT_H
#define SP_TESTS_DRAFT_H

#include "api/api.h"
#include "fuzz.h"

typedef struct fuzz_draft {
    sp_draft *draft;
    void *lent[12]; /* the blocks that it borrows */
    int n_lent;
} fuzz_draft;

/* A parameter of the catalogue and its field of a spec. */
typedef struct fuzz_field {
    int group, kind, param;
    const char *name;
    char path[SP_PATH_MAX];
} fuzz_field;

/* False if what the input names has no parameters. */
bool fuzz_field_pick(fuzz_field *f, fuzz_input *in);
double fuzz_field_value(const fuzz_field *f, fuzz_input *in);

/* A new draft of few examples in place of the one before. */
void fuzz_draft_renew(fuzz_draft *d);
void fuzz_draft_close(fuzz_draft *d);

/* One call that sets something. */
void fuzz_draft_param(fuzz_draft *d, fuzz_input *in);
void fuzz_draft_kind(fuzz_draft *d, fuzz_input *in);
void fuzz_draft_anything(fuzz_draft *d, fuzz_input *in); /* any bytes as path and text */
void fuzz_draft_block(fuzz_draft *d, fuzz_input *in);
/* A net with a layer of any kind, and a loss, that fit data (NULL: 2 classes), so that runs
 * come about. */
void fuzz_draft_net(fuzz_draft *d, fuzz_input *in, const sp_data *data);

#endif
