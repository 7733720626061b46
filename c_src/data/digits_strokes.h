/* digits_strokes: how people write the ten digits, as the movements of a pen.
 *
 * A form is one way of writing a digit: a few control points which the pen passes in order, in
 * hundredths of the digit's height (x to the right, y down, the digit about 80 wide). Every
 * form is written down twice, by hand a and by hand b, point for point: the neat and the
 * sloppy, the narrow and the wide, the closed and the open. Any mixture of the two hands is a
 * digit again, so a form is not one drawing but a whole line of them. */
#ifndef SP_DATA_DIGITS_STROKES_H
#define SP_DATA_DIGITS_STROKES_H

#include "base/common.h"
#include "base/rng.h"

/* How the pen comes to a point. */
typedef enum sp_pen {
    SP_PEN_DOWN,  /* lifted: a stroke begins here */
    SP_PEN_CURVE, /* in a curve, which goes on smoothly */
    SP_PEN_TURN   /* and stops there: the next piece leaves in a direction of its own */
} sp_pen;

typedef struct sp_pen_point {
    int8_t pen;    /* an sp_pen */
    int8_t ax, ay; /* where hand a puts it */
    int8_t bx, by; /* where hand b puts it */
} sp_pen_point;

typedef struct sp_form {
    int label;  /* 0..9 */
    int weight; /* of a hundred writers of this digit, how many write it so */
    const char *name;
    const sp_pen_point *points;
    int count;
} sp_form;

enum { SP_FORM_POINTS_MAX = 16 };

/* All forms, ordered by label; `count` receives how many there are. */
const sp_form *sp_digits_forms(int *count);

/* A form of `label` (0..9) at random, by weight; one draw. */
const sp_form *sp_digits_pick(sp_rng *r, int label);

#endif
