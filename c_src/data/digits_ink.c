#include "data/digits_ink.h"

#include "base/vec.h"

enum { SIDE = SP_DIGIT_SIDE };

static float lower(float a, float b)
{
    return a < b ? a : b;
}

static float upper(float a, float b)
{
    return a > b ? a : b;
}

/* The pixel a coordinate lies in, or the nearest one of the page. */
static int pixel(float v)
{
    return v < 0.0f ? 0 : v >= (float)SIDE ? SIDE - 1 : (int)v;
}

static f32x4 lower4(f32x4 a, f32x4 b)
{
    return sp_select(a < b, a, b);
}

static f32x4 upper4(f32x4 a, f32x4 b)
{
    return sp_select(a > b, a, b);
}

/* One straight piece from mark a to mark b. A pixel at p sees the point of the piece nearest to
 * it, t = clamp((p - a) . (b - a) / |b - a|^2, 0, 1),   distance = |p - a - t (b - a)|, and is
 * inked by how far it lies within the line's radius there. Pieces that meet share pixels: the
 * darkest wins, so that joints leave no seam. Four pixels at once; a row is a multiple of that.
 */
static void ink_piece(const sp_pen_mark *a, const sp_pen_mark *b, float soft, float *page)
{
    const float reach = upper(a->radius, b->radius) + 0.5f * soft;
    const int left = pixel(lower(a->x, b->x) - reach), right = pixel(upper(a->x, b->x) + reach);
    const int top = pixel(lower(a->y, b->y) - reach), bottom = pixel(upper(a->y, b->y) + reach);
    const float ux = b->x - a->x, uy = b->y - a->y;
    const float inverse = 1.0f / (ux * ux + uy * uy + 1e-9f);
    const f32x4 zero = sp_splat(0.0f), one = sp_splat(1.0f);

    for (int row = top; row <= bottom; row++) {
        const float py = (float)row + 0.5f - a->y;
        for (int col = left & ~3; col <= right; col += 4) {
            const float from = (float)col;
            const f32x4 px = (f32x4){from, from + 1.0f, from + 2.0f, from + 3.0f} + 0.5f - a->x;
            const f32x4 t = lower4(upper4((px * ux + py * uy) * inverse, zero), one);
            const f32x4 ex = px - t * ux, ey = py - t * uy;
            const f32x4 square = ex * ex + ey * ey;
            const f32x4 radius = a->radius + t * (b->radius - a->radius);
            const f32x4 ink = lower4(0.5f + (radius - sp_sqrt4(square)) / soft, one);
            const f32x4 near = sp_select(square < reach * reach, ink, zero);
            float *p = &page[row * SIDE + col];
            sp_store(p, upper4(sp_load(p), near));
        }
    }
}

void sp_ink_path(const sp_pen_mark *marks, int count, float soft, float page[SP_DIGIT_PIXELS])
{
    for (int i = 1; i < count; i++) {
        if (marks[i].down) ink_piece(&marks[i - 1], &marks[i], soft, page);
    }
}

/* The whole number nearest to v, but no shift that takes a line of ink off the page, of which
 * `first` .. `last` are used. */
static int shift_by(float v, int first, int last)
{
    const int whole = (int)(v + (float)SIDE + 0.5f) - SIDE;
    return whole < -first ? -first : whole > SIDE - 1 - last ? SIDE - 1 - last : whole;
}

void sp_ink_centre(float page[SP_DIGIT_PIXELS], float dx, float dy)
{
    float mass = 1e-9f, mx = 0.0f, my = 0.0f;
    int left = SIDE, right = -1, top = SIDE, bottom = -1;
    for (int row = 0; row < SIDE; row++) {
        for (int col = 0; col < SIDE; col++) {
            const float ink = page[row * SIDE + col];
            if (ink <= 0.0f) continue;
            mass += ink;
            mx += ink * (float)col;
            my += ink * (float)row;
            if (col < left) left = col;
            if (col > right) right = col;
            if (row < top) top = row;
            bottom = row;
        }
    }
    if (right < 0) return;

    const float middle = 0.5f * (float)SIDE;
    const int sx = shift_by(middle + dx - mx / mass, left, right);
    const int sy = shift_by(middle + dy - my / mass, top, bottom);
    float moved[SP_DIGIT_PIXELS] = {0};
    for (int row = top; row <= bottom; row++) {
        for (int col = left; col <= right; col++) {
            moved[(row + sy) * SIDE + col + sx] = page[row * SIDE + col];
        }
    }
    for (int i = 0; i < SP_DIGIT_PIXELS; i++) page[i] = moved[i];
}
