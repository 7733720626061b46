/* The gradient of x, without a multiplication by a padding zero: for one row of dx and one
 * column j of the kernel, eight outputs next to each other, summed over filters and over the
 * rows i of the kernel that reach this row, belong to eight numbers of dx next to each other:
 *   dx[c, h, q s + j d - pad] += sum over i, f of w[f, c, i, j] dy[f, p, q],  p s + i d = h +
 * pad Four channels at eight such places are a tile; it is added to dx in its frame. Every
 * element of dx adds by column j of the kernel, within it by row i (those that reach a row come
 * in rising order), within it by filter. */
#include "tensor/conv.h"
#include "tensor/conv_parts.h"

/* dy while dx is computed: rows filled up with zeros to a multiple of eight, and room for
 * `above` rows before the first, so that tables can count from there. */
typedef struct dy_frame {
    size_t above, row, plane, size;
} dy_frame;

static dy_frame frame_of_dy(const sp_conv *c)
{
    dy_frame f;

    f.above = (size_t)c->dilation * (size_t)(c->k - 1) / (size_t)c->stride;
    f.row = sp_round_up((size_t)c->OW, SP_TILE_COLS);
    f.plane = (size_t)c->OH * f.row;
    f.size = f.above * f.row + (size_t)c->F * f.plane;
    return f;
}

static void fill_dy(const sp_conv *c, dy_frame f, float *frame, const float *dy)
{
    float *row = frame + f.above * f.row;

    for (size_t n = 0; n < (size_t)c->F * (size_t)c->OH; n++, row += f.row, dy += c->OW)
        memcpy(row, dy, (size_t)c->OW * sizeof *row);
}

/* ---- order of the kernel's rows -------------------------------------------------------- */

/* Row i of the kernel reaches the rows of dx with (h + pad) mod stride = i d mod stride. Sorted
 * by this remainder, the rows that reach one row of dx are neighbours. */
static void sort_rows(const sp_conv *c, int32_t *order)
{
    for (int remainder = 0; remainder < c->stride; remainder++) {
        for (int i = 0; i < c->k; i++) {
            if (i * c->dilation % c->stride == remainder) *order++ = i;
        }
    }
}

typedef struct range {
    int from, to;
} range;

/* Which of the sorted rows reach row r of the frame from a row of dy that exists. */
static range rows_reaching(const sp_conv *c, const int32_t *order, int r)
{
    range found = {0, 0};

    for (int n = 0; n < c->k; n++) {
        const int above = r - order[n] * c->dilation;
        if (above < 0 || above % c->stride != 0 || above / c->stride >= c->OH) continue;
        if (found.to == 0) found.from = n;
        found.to = n + 1;
    }
    return found;
}

/* w (F, C, k, k) as (C / 4, j, i sorted, F, 4), zeros for missing channels. */
static void pack_channels(const sp_conv *c, const int32_t *order, const float *w, float *out)
{
    const size_t C = (size_t)c->C, F = (size_t)c->F, k = (size_t)c->k;

    for (size_t ch = 0; ch < C; ch += 4) {
        for (size_t j = 0; j < k; j++) {
            for (size_t n = 0; n < k; n++) {
                const float *from = w + (ch * k + (size_t)order[n]) * k + j;
                for (size_t f = 0; f < F; f++, out += 4, from += C * k * k)
                    sp_store(out, sp_load_part(from, k * k, C - ch));
            }
        }
    }
}

/* ---- sum ------------------------------------------------------------------------------- */

SP_APART void add_part(float *dx, size_t plane, int channels, const sp_tile *t)
{
    for (int i = 0; i < channels; i++, dx += plane) {
        sp_store(dx, sp_load(dx) + t->l[i]);
        sp_store(dx + 4, sp_load(dx + 4) + t->r[i]);
    }
}

/* One column of the kernel for a row of dx: n taps of four channels (only `channels` exist). */
SP_APART void add_row(const sp_conv *c, float *dx, size_t plane, int channels, int n,
                      const float *w, const int32_t *offset, const float *dy)
{
    for (int q = 0; q < c->OW; q += SP_TILE_COLS, dx += SP_TILE_COLS, dy += SP_TILE_COLS) {
        sp_tile t = sp_tile_zero();

        sp_add_taps(&t, n, w, offset, (const char *)dy, (const char *)(dy + 4));
        if (channels < 4) {
            const sp_tile part = t;
            add_part(dx, plane, channels, &part);
            continue;
        }
        float *d0 = dx, *d1 = d0 + plane, *d2 = d1 + plane, *d3 = d2 + plane;
        sp_store(d0, sp_load(d0) + t.l[0]);
        sp_store(d0 + 4, sp_load(d0 + 4) + t.r[0]);
        sp_store(d1, sp_load(d1) + t.l[1]);
        sp_store(d1 + 4, sp_load(d1 + 4) + t.r[1]);
        sp_store(d2, sp_load(d2) + t.l[2]);
        sp_store(d2 + 4, sp_load(d2 + 4) + t.r[2]);
        sp_store(d3, sp_load(d3) + t.l[3]);
        sp_store(d3 + 4, sp_load(d3 + 4) + t.r[3]);
    }
}

void sp_conv_backward_x(const sp_conv *c, size_t B, float *dx, const float *dy, const float *w,
                        float *scratch)
{
    const sp_frame f = sp_frame_of(c);
    const dy_frame g = frame_of_dy(c);
    const size_t k = (size_t)c->k, F = (size_t)c->F, d = (size_t)c->dilation;
    const size_t s = (size_t)c->stride;
    float *x_frame = sp_take(&scratch, f.size);
    float *y_frame = sp_take(&scratch, g.size);
    int32_t *order = (int32_t *)sp_take(&scratch, k);
    int32_t *offset = (int32_t *)sp_take(&scratch, k * F);
    float *packed = sp_take(&scratch, sp_round_up((size_t)c->C, 4) * k * k * F);

    sort_rows(c, order);
    for (size_t n = 0; n < k * F; n++) {
        const size_t up = (size_t)order[n / F] * d / s;
        offset[n] = (int32_t)((n % F * g.plane + (g.above - up) * g.row) * sizeof(float));
    }
    pack_channels(c, order, w, packed);
    memset(y_frame, 0, g.size * sizeof *y_frame);

    for (size_t b = 0; b < B; b++) {
        fill_dy(c, g, y_frame, dy + b * F * sp_outputs(c));
        memset(x_frame, 0, f.size * sizeof *x_frame);
        for (int ch = 0; ch < c->C; ch += 4) {
            const float *column = packed + (size_t)ch * k * k * F;
            for (int r = c->pad; r < c->pad + c->H; r++) {
                const range rows = rows_reaching(c, order, r);
                const int n = (rows.to - rows.from) * c->F;
                const size_t first = (size_t)rows.from * F;
                if (n == 0) continue;
                for (size_t j = 0; j < k; j++)
                    add_row(c,
                            x_frame + (size_t)ch * f.plane + (size_t)r * f.row +
                                sp_frame_tap(c, f, 0, j),
                            f.plane, c->C - ch < 4 ? c->C - ch : 4, n,
                            column + 4 * (j * k * F + first), offset + first,
                            y_frame + (size_t)r / s * g.row);
            }
        }
        sp_frame_read(c, f, x_frame, dx + b * sp_inputs(c));
    }
}

size_t sp_conv_x_scratch(const sp_conv *c)
{
    const size_t k = (size_t)c->k, F = (size_t)c->F;

    return sp_piece(sp_frame_of(c).size) + sp_piece(frame_of_dy(c).size) + sp_piece(k) +
           sp_piece(k * F) + sp_piece(sp_round_up((size_t)c->C, 4) * k * k * F);
}
