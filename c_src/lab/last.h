/* last: what stood before a run's last update, for those who want to look into it.
 *
 * Kept only when asked for. Then each update first copies weights, gradient and rule state;
 * that takes as much memory as they have, and about as long as the update of the weights
 * itself. */
#ifndef SP_LAB_LAST_H
#define SP_LAB_LAST_H

#include "base/arena.h"
#include "optim/optimizer.h"

typedef struct sp_last {
    sp_arena arena;
    float *w, *g; /* (n), NULL: nothing is kept */
    float *state[SP_MAX_STATE];
    double hyper[SP_MAX_PARAMS], memory[SP_MAX_MEMORY];
    sp_step step; /* as it was made; t is 0 as long as there was none */
} sp_last;

/* Begins to keep for a rule with n weights; on failure nothing is kept. */
sp_status sp_last_open(sp_last *l, const sp_optimizer *rule, size_t n, sp_error *e);
void sp_last_close(sp_last *l);

/* Copies what the rule is about to see, after its `begin`. */
void sp_last_note(sp_last *l, const sp_step *s);

/* The update over again, on the copies. */
sp_step sp_last_step(sp_last *l);

#endif
