/* digits_ink: from the path of a pen to grey pixels. */
#ifndef SP_DATA_DIGITS_INK_H
#define SP_DATA_DIGITS_INK_H

#include "data/digits.h"

/* Where the pen is, in pixels from the page's upper left corner, and how far its ink reaches.
 */
typedef struct sp_pen_mark {
    float x, y;
    float radius; /* of the line at this mark, > 0 */
    bool down; /* the pen drew a line to here from the mark before; false at a stroke's start */
} sp_pen_mark;

/* Draws the path into `page` (28, 28), 0 for paper .. 1 for full ink, over what is there. At
 * the edge of a line the ink fades over `soft` pixels. What falls beside the page is lost. */
void sp_ink_path(const sp_pen_mark *marks, int count, float soft, float page[SP_DIGIT_PIXELS]);

/* Moves the page by whole pixels, so that its centre of mass comes to (14 + dx, 14 + dy),
 * counted in pixels from the middle of pixel (0, 0), or as near as is possible without losing
 * ink. */
void sp_ink_centre(float page[SP_DIGIT_PIXELS], float dx, float dy);

#endif
