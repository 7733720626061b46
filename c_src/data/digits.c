/* How a digit is drawn.
 *
 *  1. A writer is met (meet_writer): all that is the same for the whole digit is drawn at
 *     random: how wide, slanted, turned, large, thick, hasty it is, how unsteady the hand.
 *  2. One of the written forms of the label is chosen (data/digits_strokes.c), and its control
 *     points are put down: between the form's two hands, on a paper that is bent smoothly,
 *     each point missed a little, strokes ended too early or too late (set_points, miss_ends).
 *  3. A pen follows the points in cubic Bezier curves and leaves marks on its way (follow).
 *  4. The marks are stretched, sheared and turned (lean); the hand trembles and presses now
 *     more, now less (tremble); a hasty hand cuts the corners (hurry).
 *  5. As in MNIST, the drawing is scaled until its longer side measures about 20 pixels (fit),
 *     inked (data/digits_ink.c), and moved by whole pixels until its centre of mass is in the
 *     middle; what is grey gets a little noise (scan).
 *
 * Nearly every amount is a normal-like number times `wild`, which grows with the difficulty; at
 * 0.5 widths, slants, thickness and ink are spread about as those of MNIST's digits.
 *
 * Coordinates: x to the right, y down, the middle of the digit at (0, 0), its height about 1;
 * pixels from step 5 on. Only + - * / and sqrtf, in a fixed order: the same bytes everywhere.
 */
#include "data/digits.h"

#include <math.h>

#include "data/digits_ink.h"
#include "data/digits_strokes.h"

enum { PIECES_MAX = 16, MARKS_MAX = SP_FORM_POINTS_MAX * PIECES_MAX };

typedef struct vec2 {
    float x, y;
} vec2;

typedef struct point {
    vec2 at;
    int pen; /* an sp_pen */
} point;

typedef struct path {
    sp_pen_mark marks[MARKS_MAX];
    int count;
} path;

/* What is the same for a whole digit. */
typedef struct writer {
    float hand;     /* 0 writes as hand a, 1 as hand b */
    float fickle;   /* deviation of `hand` from point to point */
    float warp[6];  /* how the paper is bent, see set_points */
    float miss;     /* deviation by which a control point is missed */
    float ends;     /* deviation by which a stroke's end is too far out */
    float bow;      /* deviation of the bend of a piece, in parts of its length */
    float width;    /* stretch of x */
    float slant;    /* shear to the right at the top */
    float turn;     /* tangent of half the angle of rotation */
    float tremor;   /* deviation of the trembling, in pixels */
    float radius;   /* of the line, in pixels */
    float pressure; /* deviation of the line's radius, slowly varying */
    float rough;    /* the same, from mark to mark */
    uint32_t haste; /* how often the path is smoothed */
    float size;     /* the longer side, in pixels */
    float soft;     /* width of the grey edge, in pixels */
    float grain;    /* noise in the grey of the edge */
    float dx, dy;   /* how far the centre of mass is from the middle, in pixels */
} writer;

/* Nearly normal, mean 0, variance 1, never beyond 3: the sum of three uniform numbers. */
static float spread(sp_rng *r)
{
    float sum = sp_rng_uniform(r);
    sum += sp_rng_uniform(r);
    sum += sp_rng_uniform(r);
    return 2.0f * sum - 3.0f;
}

static float between(sp_rng *r, float low, float high)
{
    return low + (high - low) * sp_rng_uniform(r);
}

static float at_least(float bound, float v)
{
    return v < bound ? bound : v;
}

/* The amounts for difficulty 0.5 (wild = 1) were fitted to MNIST's means and deviations. */
static writer meet_writer(sp_rng *r, float difficulty)
{
    const float wild = 0.25f + 1.5f * difficulty;
    writer w;
    w.hand = 0.5f + (0.25f + 0.6f * difficulty) * between(r, -1.0f, 1.0f);
    w.fickle = 0.20f * wild;
    for (int i = 0; i < 6; i++) w.warp[i] = 0.06f * wild * spread(r);
    w.miss = 0.024f * wild;
    w.ends = 0.05f * wild;
    w.bow = 0.05f * wild;
    w.width = at_least(0.5f, 0.93f + 0.19f * wild * spread(r));
    w.slant = 0.11f + 0.25f * wild * spread(r);
    w.turn = 0.04f * wild * spread(r);
    w.tremor = 0.20f * wild;
    w.radius = at_least(0.65f, 1.28f + (0.25f + 0.20f * difficulty) * spread(r));
    w.pressure = 0.10f * wild;
    w.rough = 0.06f * wild;
    w.haste = sp_rng_below(r, 2u + (uint32_t)(8.0f * difficulty));
    w.size = 19.8f + 0.4f * wild * spread(r);
    w.soft = between(r, 0.9f, 1.4f);
    w.grain = 0.12f * wild;
    w.dx = 0.2f * wild * spread(r);
    w.dy = 0.2f * wild * spread(r);
    return w;
}

static float length(vec2 v)
{
    return sqrtf(v.x * v.x + v.y * v.y);
}

/* The direction from a to b, of length 1. */
static vec2 direction(vec2 a, vec2 b)
{
    const vec2 d = {b.x - a.x, b.y - a.y};
    const float inverse = 1.0f / (length(d) + 1e-6f);
    return (vec2){d.x * inverse, d.y * inverse};
}

/* Puts the form's control points down. The paper is bent by
 *   x += warp0 u^2 + warp1 u v + warp2 v^2,   y += warp3 u^2 + warp4 u v + warp5 v^2
 * with u = 2x, v = 2y: heads grow larger than feet, left sides than right, middles sag. */
static void set_points(sp_rng *r, const writer *w, const sp_form *form, point *points)
{
    for (int i = 0; i < form->count; i++) {
        const sp_pen_point *p = &form->points[i];
        const float hand = w->hand + w->fickle * spread(r);
        const float x = 0.01f * ((float)p->ax + hand * (float)(p->bx - p->ax)) - 0.5f;
        const float y = 0.01f * ((float)p->ay + hand * (float)(p->by - p->ay)) - 0.5f;
        const float uu = 4.0f * x * x, uv = 4.0f * x * y, vv = 4.0f * y * y;
        const float missed_x = w->miss * spread(r);
        const float missed_y = w->miss * spread(r);
        points[i].at.x = x + w->warp[0] * uu + w->warp[1] * uv + w->warp[2] * vv + missed_x;
        points[i].at.y = y + w->warp[3] * uu + w->warp[4] * uv + w->warp[5] * vv + missed_y;
        points[i].pen = p->pen;
    }
}

static bool ends_stroke(const point *points, int count, int i)
{
    return i + 1 == count || points[i + 1].pen == SP_PEN_DOWN;
}

/* Lets strokes begin and end too far out or too far in, along their own direction. */
static void miss_ends(sp_rng *r, const writer *w, point *points, int count)
{
    for (int i = 0; i < count; i++) {
        const bool first = points[i].pen == SP_PEN_DOWN;
        if (!first && !ends_stroke(points, count, i)) continue;
        const vec2 out = direction(points[first ? i + 1 : i - 1].at, points[i].at);
        const float by = w->ends * spread(r);
        points[i].at.x += by * out.x;
        points[i].at.y += by * out.y;
    }
}

/* The direction at the free end of a piece which has the direction `other` at its other end:
 * the mirror image of `other` in the chord, but a little straighter, so that the bend goes on.
 */
static vec2 bend_on(vec2 chord, vec2 other)
{
    const vec2 none = {0.0f, 0.0f};
    return direction(none,
                     (vec2){1.6f * chord.x - 0.6f * other.x, 1.6f * chord.y - 0.6f * other.y});
}

/* The directions in which the pen leaves points[i - 1] and comes to points[i]. In a curve it
 * moves parallel to the line between the neighbours (Catmull and Rom, 1974); an end or a turn
 * is free. */
static void find_directions(const point *points, int count, int i, vec2 *leave, vec2 *arrive)
{
    const point *a = &points[i - 1], *b = &points[i];
    const bool smooth_a = a->pen == SP_PEN_CURVE;
    const bool smooth_b = b->pen == SP_PEN_CURVE && !ends_stroke(points, count, i);
    const vec2 chord = direction(a->at, b->at);
    *leave = smooth_a ? direction(points[i - 2].at, b->at) : chord;
    *arrive = smooth_b ? direction(a->at, points[i + 1].at) : chord;
    if (!smooth_a && smooth_b) *leave = bend_on(chord, *arrive);
    if (smooth_a && !smooth_b) *arrive = bend_on(chord, *leave);
}

/* Follows the points with the pen, from each to the next in a cubic Bezier curve, whose inner
 * control points p and q lie a little more than a third of the way (0.39 would make a quarter
 * of a circle, 1/3 a straight line evenly spaced) and are pushed aside together by the bow. */
static void follow(sp_rng *r, const writer *w, const point *points, int count, path *out)
{
    out->count = 0;
    for (int i = 0; i < count; i++) {
        const vec2 b = points[i].at;
        if (points[i].pen == SP_PEN_DOWN) {
            out->marks[out->count++] = (sp_pen_mark){b.x, b.y, 0.0f, false};
            continue;
        }
        const vec2 a = points[i - 1].at;
        const vec2 along = {b.x - a.x, b.y - a.y};
        vec2 leave, arrive;
        find_directions(points, count, i, &leave, &arrive);
        const float far = length(along), third = 0.37f * far, bow = w->bow * spread(r);
        const vec2 p = {a.x + third * leave.x - bow * along.y,
                        a.y + third * leave.y + bow * along.x};
        const vec2 q = {b.x - third * arrive.x - bow * along.y,
                        b.y - third * arrive.y + bow * along.x};
        const int wanted = 2 + (int)(16.0f * far);
        const int pieces = wanted < PIECES_MAX ? wanted : PIECES_MAX;
        for (int s = 1; s <= pieces; s++) {
            const float t = (float)s / (float)pieces, u = 1.0f - t;
            const float ka = u * u * u, kp = 3.0f * u * u * t, kq = 3.0f * u * t * t,
                        kb = t * t * t;
            out->marks[out->count++] =
                (sp_pen_mark){ka * a.x + kp * p.x + kq * q.x + kb * b.x,
                              ka * a.y + kp * p.y + kq * q.y + kb * b.y, 0.0f, true};
        }
    }
}

/* Stretches, shears and turns. With t = tan(angle / 2): cos = (1 - t^2) / (1 + t^2) and
 * sin = 2 t / (1 + t^2). */
static void lean(const writer *w, path *p)
{
    const float tt = w->turn * w->turn;
    const float cosine = (1.0f - tt) / (1.0f + tt), sine = 2.0f * w->turn / (1.0f + tt);
    for (int i = 0; i < p->count; i++) {
        sp_pen_mark *m = &p->marks[i];
        const float x = w->width * m->x - w->slant * m->y, y = m->y;
        m->x = cosine * x - sine * y;
        m->y = sine * x + cosine * y;
    }
}

/* Trembling and pressure are random walks that are drawn back to 0, in a few marks the one,
 * along a whole stroke the other; both have variance 1 in the long run. */
static void tremble(sp_rng *r, const writer *w, path *p)
{
    const float step = 0.05f * w->tremor; /* a pixel is 1/20 of the height */
    float tx = 0.0f, ty = 0.0f, press = spread(r);
    for (int i = 0; i < p->count; i++) {
        sp_pen_mark *m = &p->marks[i];
        tx = 0.7f * tx + 0.714f * spread(r);
        ty = 0.7f * ty + 0.714f * spread(r);
        press = 0.95f * press + 0.312f * spread(r);
        const float rough = w->rough * spread(r);
        m->x += step * tx;
        m->y += step * ty;
        m->radius = at_least(0.45f, w->radius * (1.0f + w->pressure * press + rough));
    }
}

/* A hasty pen does not get into the corners: each inner mark moves halfway to the middle of its
 * neighbours. */
static void hurry(const writer *w, path *p)
{
    for (uint32_t pass = 0; pass < w->haste; pass++) {
        vec2 before = {0.0f, 0.0f};
        for (int i = 0; i < p->count; i++) {
            sp_pen_mark *m = &p->marks[i];
            const vec2 here = {m->x, m->y};
            if (m->down && i + 1 < p->count && m[1].down) {
                m->x = 0.5f * here.x + 0.25f * (before.x + m[1].x);
                m->y = 0.5f * here.y + 0.25f * (before.y + m[1].y);
            }
            before = here;
        }
    }
}

/* Scales the path so that with its ink the longer side measures w->size pixels, and puts the
 * middle of its box into the middle of the page. */
static void fit(const writer *w, path *p)
{
    float left = p->marks[0].x, right = left, top = p->marks[0].y, bottom = top;
    for (int i = 1; i < p->count; i++) {
        const sp_pen_mark *m = &p->marks[i];
        if (m->x < left) left = m->x;
        if (m->x > right) right = m->x;
        if (m->y < top) top = m->y;
        if (m->y > bottom) bottom = m->y;
    }
    const float across = right - left, down = bottom - top;
    const float scale = (w->size - 2.0f * w->radius) / (across > down ? across : down);
    const float middle = 0.5f * (float)SP_DIGIT_SIDE;
    for (int i = 0; i < p->count; i++) {
        sp_pen_mark *m = &p->marks[i];
        m->x = middle + scale * (m->x - 0.5f * (left + right));
        m->y = middle + scale * (m->y - 0.5f * (top + bottom));
    }
}

/* The scanner's part: noise where the ink is grey, and bytes. */
static void scan(sp_rng *r, const writer *w, const float *page, uint8_t *pixels)
{
    for (int i = 0; i < SP_DIGIT_PIXELS; i++) {
        float ink = page[i];
        if (ink > 0.0f && ink < 1.0f) {
            ink += 4.0f * ink * (1.0f - ink) * w->grain * between(r, -1.0f, 1.0f);
            ink = ink < 0.0f ? 0.0f : ink > 1.0f ? 1.0f : ink;
        }
        pixels[i] = (uint8_t)(255.0f * ink + 0.5f);
    }
}

void sp_digits_draw(sp_rng *r, int label, float difficulty, uint8_t pixels[SP_DIGIT_PIXELS])
{
    SP_ASSERT(label >= 0 && label <= 9);
    SP_ASSERT(difficulty >= 0.0f && difficulty <= 1.0f);
    point points[SP_FORM_POINTS_MAX];
    path pen;
    float page[SP_DIGIT_PIXELS] = {0};

    const writer w = meet_writer(r, difficulty);
    const sp_form *form = sp_digits_pick(r, label);
    set_points(r, &w, form, points);
    miss_ends(r, &w, points, form->count);
    follow(r, &w, points, form->count, &pen);
    lean(&w, &pen);
    tremble(r, &w, &pen);
    hurry(&w, &pen);
    fit(&w, &pen);
    sp_ink_path(pen.marks, pen.count, w.soft, page);
    sp_ink_centre(page, w.dx, w.dy);
    scan(r, &w, page, pixels);
}
