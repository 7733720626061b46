/* conv_sweep: what the passes of a convolution share: how an image lies in memory while it is
 * convolved, and the loop that sweeps filters over it.
 *
 * No matrix of patches is built. A tap (c, i, j) of a kernel is a fixed distance from the place
 * of its output, so a table of these distances replaces the matrix: four outputs next to each
 * other are one vector load per tap. For a stride s the columns of a row are sorted by their
 * remainder modulo s first; then outputs next to each other again read numbers next to each
 * other. */
#ifndef SP_TENSOR_CONV_SWEEP_H
#define SP_TENSOR_CONV_SWEEP_H

#include "tensor/conv.h"
#include "tensor/tile.h"

/* How an image lies while it is convolved: padded with zeros, columns sorted by remainder. */
typedef struct sp_frame {
    size_t phase; /* floats of the columns of one remainder */
    size_t row;   /* floats of a row: stride * phase */
    size_t plane; /* floats of a channel */
    size_t size;  /* floats of all channels and of what a vector may read beyond; 0 if the image
                   * can be used where it is */
} sp_frame;

/* The frame in which the forward pass and the gradient of w see x. */
sp_frame sp_frame_of_input(const sp_conv *c);
/* Puts image x (C, H, W) into its frame, whose padding is zero already. */
void sp_frame_fill(const sp_conv *c, sp_frame f, float *frame, const float *x);
/* The distances of the taps, in bytes, in the order of w: (c, i, j). */
void sp_frame_taps(const sp_conv *c, sp_frame f, int32_t *taps);

/* Two groups of four outputs, each next to each other in a row, computed together; and which
 * taps they need. The taps are in bands of equal length; a spot uses the taps from..to of the
 * bands low..high (ends excluded), all others would read padding. */
typedef struct sp_spot {
    int32_t in[2];  /* where the taps are measured from, in bytes */
    int32_t out[2]; /* in the output plane, in floats */
    int32_t low, high, from, to;
} sp_spot;

/* How many spots cover a plane of `rows` x `cols` outputs. */
size_t sp_spot_count(int rows, int cols);
/* Lays them out: output (p, q) is measured from p * in_row + q. All of them use `bands` bands
 * of `band` taps. Two groups of a spot lie under each other where possible. */
void sp_spots_cover(int rows, int cols, size_t in_row, int bands, int band, sp_spot *spots);

typedef struct sp_sweep {
    int filters;           /* planes of the output */
    int taps, band;        /* all taps of a filter, and those of one band */
    const float *w;        /* (filters / 4 rounded up, taps, 4) */
    const float *bias;     /* (filters), or NULL */
    const int32_t *offset; /* (taps), bytes */
    const sp_spot *spots;
    size_t n_spots;
    int rows, cols; /* of an output plane */
} sp_sweep;

/* out (filters, rows, cols) = bias + the filters swept over the framed image `in`. */
void sp_sweep_run(const sp_sweep *s, const float *in, float *out);

#endif
