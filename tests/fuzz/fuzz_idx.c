/* Four files of any bytes as IDX. Each is its length in two bytes and then its bytes; a length
 * with the highest bit set repeats the file that stands two places before, so that training and
 * test files often fit. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "data/kinds.h"

enum { REPEAT = 0x8000 };

int LLVMFuzzerTestOneInput(const uint8_t *p, size_t n)
{
    static const char *const paths[] = {"data.trainImages", "data.trainLabels",
                                        "data.testImages", "data.testLabels"};
    fuzz_input in = {p, n};
    fuzz_request r;
    fuzz_ask(&r, &sp_data_idx, &in);
    for (int i = 0; i < 4; i++) {
        size_t size = fuzz_size(&in, 0xffff);
        unsigned char *bytes;
        if (i >= 2 && (size & REPEAT)) {
            size = r.blocks[i - 2].bytes;
            bytes = malloc(size ? size : 1);
            memcpy(bytes, r.blocks[i - 2].p, size);
        } else {
            bytes = fuzz_bytes(&in, &size);
        }
        fuzz_lend(&r, paths[i], bytes, size);
    }
    fuzz_judge(&r);
    return 0;
}
