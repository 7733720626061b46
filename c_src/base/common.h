/* common: what every file of the core shares: statuses, errors, contracts, exports.
 *
 * Errors are of three kinds.
 *  - A broken contract (a bug of the caller in C) stops the program: SP_ASSERT traps.
 *  - A thing that cannot be built (bad input, no memory) is a status, and an sp_error that
 *    names the field of the spec and says in a sentence what was given and what would be right.
 *  - Training that diverges is not an error: it is a result, kept in the run (lab/run.h). */
#ifndef SP_BASE_COMMON_H
#define SP_BASE_COMMON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum sp_status {
    SP_OK = 0,
    SP_INVALID = 1,  /* the spec or the data asks for something that cannot be */
    SP_NO_MEMORY = 2 /* the memory for it could not be had; nothing was changed */
} sp_status;

enum { SP_PATH_MAX = 96, SP_MESSAGE_MAX = 320 };

/* What went wrong: `path` names the field ("model.2.rate"), `message` is one lower-case
 * sentence. */
typedef struct sp_error {
    sp_status status;
    char path[SP_PATH_MAX];
    char message[SP_MESSAGE_MAX];
} sp_error;

/* Fills `e` (which may be NULL) and returns `status`. The formats know %s (text), %d (int), %z
 * (size_t) and %g (double, at most 6 significant digits); anything longer than the buffers is
 * cut. */
sp_status sp_fail(sp_error *e, sp_status status, const char *path, const char *format, ...);

/* Writes like snprintf with the formats of sp_fail; returns the length written. */
size_t sp_format(char *out, size_t size, const char *format, ...);

#define SP_ASSERT(condition) ((condition) ? (void)0 : __builtin_trap())

/* Before functions that are called now and then, in files whose others must be fast. */
#if defined(__clang__)
#define SP_RARELY __attribute__((minsize))
#else
#define SP_RARELY __attribute__((cold))
#endif

#if defined(__wasm__)
#define SP_API __attribute__((used, visibility("default")))
#else
#define SP_API
#endif

#define SP_COUNT(array) (sizeof(array) / sizeof((array)[0]))

#endif
