/* Any bytes as a table: two lengths, the target's name, names to ignore, and the text. */
#include "fuzz.h"

#include "data/kinds.h"

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    fuzz_input in = {p, n};
    fuzz_request r;
    fuzz_ask(&r, &sp_data_csv, &in);
    size_t target = fuzz_byte(&in) % 32, ignore = fuzz_byte(&in) % 64;
    unsigned char *name = fuzz_bytes(&in, &target);
    fuzz_lend(&r, "data.target", name, target);
    if (ignore) {
        unsigned char *names = fuzz_bytes(&in, &ignore);
        fuzz_lend(&r, "data.ignore", names, ignore);
    }
    size_t rest = in.left;
    unsigned char *text = fuzz_bytes(&in, &rest);
    fuzz_lend(&r, "data.text", text, rest);
    fuzz_judge(&r);
    return 0;
}
