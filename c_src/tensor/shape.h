/* shape: the size of one example or one activation, as (channels, height, width).
 * A flat vector of n numbers is (n, 1, 1) with `flat` set. Batches add a leading B outside. */
#ifndef SP_TENSOR_SHAPE_H
#define SP_TENSOR_SHAPE_H

#include "base/common.h"

typedef struct sp_shape {
    int channels, height, width;
    bool flat; /* a vector [channels], not an image of 1 x 1 pixels */
} sp_shape;

static inline sp_shape sp_shape_flat(int n)
{
    return (sp_shape){n, 1, 1, true};
}

static inline sp_shape sp_shape_image(int channels, int height, int width)
{
    return (sp_shape){channels, height, width, false};
}

/* How many numbers one example has. */
static inline size_t sp_shape_size(sp_shape s)
{
    return (size_t)s.channels * (size_t)s.height * (size_t)s.width;
}

enum { SP_SHAPE_TEXT = 40 };

/* "10" for a vector, "8 x 24 x 24" for an image; returns `text`. */
static inline const char *sp_shape_text(sp_shape s, char text[SP_SHAPE_TEXT])
{
    if (s.flat)
        sp_format(text, SP_SHAPE_TEXT, "%d", s.channels);
    else
        sp_format(text, SP_SHAPE_TEXT, "%d x %d x %d", s.channels, s.height, s.width);
    return text;
}

static inline bool sp_shape_equal(sp_shape a, sp_shape b)
{
    return a.channels == b.channels && a.height == b.height && a.width == b.width &&
           a.flat == b.flat;
}

#endif
