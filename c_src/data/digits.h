/* digits: handwriting-like images of 0..9, drawn from a random stream. */
#ifndef SP_DATA_DIGITS_H
#define SP_DATA_DIGITS_H

#include "base/common.h"
#include "base/rng.h"

enum { SP_DIGIT_SIDE = 28, SP_DIGIT_PIXELS = 28 * 28 };

/* Draws one image (28, 28) of the digit `label` (0..9) into `pixels`: 0 is paper, 255 full ink.
 * `difficulty` in [0, 1]: 0 neat, 1 hardly legible. Draws from `r` only. */
void sp_digits_draw(sp_rng *r, int label, float difficulty, uint8_t pixels[SP_DIGIT_PIXELS]);

#endif
