#include "data/digits_strokes.h"

#define D SP_PEN_DOWN
#define C SP_PEN_CURVE
#define T SP_PEN_TURN

/* Each point: how the pen comes to it, x and y in hand a, x and y in hand b.
 *
 * 0: one round stroke against the clock, from the top; hand b is narrow and leaves a gap. */
static const sp_pen_point ZERO_ROUND[] = {
    {D, 63, 2, 67, 0},   {C, 19, 16, 40, 14}, {C, 3, 58, 21, 62}, {C, 41, 100, 37, 100},
    {C, 92, 66, 74, 66}, {C, 91, 18, 77, 20}, {C, 53, 1, 61, 4},
};
/* Begun with a tail from the right, ended by crossing it. */
static const sp_pen_point ZERO_TAIL[] = {
    {D, 93, 2, 65, 0},   {C, 50, 6, 44, 14},  {C, 10, 54, 9, 62}, {C, 29, 99, 35, 100},
    {C, 78, 74, 81, 78}, {C, 88, 30, 79, 38}, {C, 61, 4, 54, 6},  {C, 27, 16, 39, 2},
};
/* Begun at the left shoulder, closed by a flat lid or left open there. */
static const sp_pen_point ZERO_LID[] = {
    {D, 30, 10, 17, 24}, {C, 8, 54, 4, 66}, {C, 35, 99, 35, 100}, {C, 83, 78, 86, 72},
    {C, 94, 28, 95, 22}, {C, 71, 3, 67, 2}, {C, 22, 8, 38, 6},
};
/* The end curls into the inside. */
static const sp_pen_point ZERO_CURL[] = {
    {D, 40, 6, 49, 0},   {C, 8, 50, 15, 44}, {C, 35, 99, 39, 100}, {C, 89, 62, 83, 60},
    {C, 78, 10, 79, 16}, {C, 41, 3, 50, 8},  {C, 27, 22, 44, 26},
};

/* 1: a stick; hand b bends it. */
static const sp_pen_point ONE_STICK[] = {
    {D, 56, 0, 60, 0},
    {C, 51, 50, 50, 50},
    {C, 45, 100, 48, 100},
};
/* With a serif, the upstroke. */
static const sp_pen_point ONE_SERIF[] = {
    {D, 38, 10, 18, 24},
    {T, 52, 0, 54, 0},
    {C, 51, 50, 53, 50},
    {C, 50, 100, 52, 100},
};
/* With serif and base. */
static const sp_pen_point ONE_BASE[] = {
    {D, 34, 16, 24, 24}, {T, 50, 0, 54, 0},    {C, 50, 50, 52, 50},
    {C, 50, 99, 51, 97}, {D, 26, 100, 12, 98}, {C, 76, 100, 88, 97},
};

/* 2: a flat base after a turn; hand b has a smaller head. */
static const sp_pen_point TWO_FLAT[] = {
    {D, 16, 26, 20, 14}, {C, 44, 0, 46, 2},    {C, 78, 24, 70, 24},  {C, 54, 62, 46, 62},
    {T, 8, 98, 0, 96},   {C, 48, 97, 54, 100}, {C, 88, 96, 110, 98},
};
/* A loop where the base begins. */
static const sp_pen_point TWO_LOOP[] = {
    {D, 16, 20, 18, 16}, {C, 48, 0, 46, 0},   {C, 80, 26, 74, 24},
    {C, 62, 72, 48, 70}, {C, 24, 99, 12, 97}, {C, 4, 84, -2, 84},
    {C, 24, 72, 18, 76}, {C, 58, 86, 58, 93}, {C, 90, 94, 108, 86},
};
/* Three straight pieces, like a Z. */
static const sp_pen_point TWO_ZED[] = {
    {D, 12, 16, 6, 6},  {C, 46, 3, 46, 3},   {T, 82, 8, 86, 4},    {C, 46, 54, 44, 52},
    {T, 8, 96, 6, 100}, {C, 52, 94, 52, 99}, {C, 92, 97, 100, 92},
};
/* A base in a wave. */
static const sp_pen_point TWO_WAVE[] = {
    {D, 18, 30, 14, 12}, {C, 46, 1, 48, 0},   {C, 74, 24, 80, 28}, {C, 46, 66, 48, 68},
    {T, 6, 96, 6, 92},   {C, 36, 86, 30, 80}, {C, 68, 97, 68, 98}, {C, 94, 90, 104, 92},
};

/* 3: two bows with a turn between. */
static const sp_pen_point THREE_ROUND[] = {
    {D, 16, 12, 8, 16},  {C, 46, 0, 46, 0},    {C, 74, 22, 76, 20}, {T, 40, 45, 34, 46},
    {C, 82, 70, 84, 72}, {C, 48, 100, 46, 99}, {C, 14, 88, 4, 94},
};
/* The turn is a small loop. */
static const sp_pen_point THREE_LOOP[] = {
    {D, 14, 12, 8, 20},  {C, 48, 0, 50, 0},    {C, 74, 20, 76, 24},
    {C, 48, 46, 46, 50}, {C, 34, 46, 28, 44},  {C, 46, 42, 44, 40},
    {C, 82, 66, 78, 68}, {C, 48, 100, 46, 98}, {C, 16, 88, 4, 84},
};
/* A flat top. */
static const sp_pen_point THREE_FLAT[] = {
    {D, 14, 6, 4, 2},    {T, 76, 4, 78, 0},    {T, 40, 38, 36, 42},
    {C, 82, 62, 84, 68}, {C, 52, 99, 44, 100}, {C, 14, 90, 4, 86},
};
/* Hardly a turn: the middle is a soft dent. */
static const sp_pen_point THREE_SOFT[] = {
    {D, 20, 10, 10, 8},  {C, 50, 0, 48, 1},   {C, 72, 18, 72, 22}, {C, 56, 42, 58, 46},
    {C, 78, 66, 80, 72}, {C, 50, 99, 52, 98}, {C, 10, 90, 14, 96},
};

/* 4: open at the top, two strokes. */
static const sp_pen_point FOUR_OPEN[] = {
    {D, 26, 4, 34, 0},   {C, 18, 30, 20, 30}, {T, 10, 54, 4, 62},  {C, 48, 54, 50, 60},
    {C, 80, 50, 94, 52}, {D, 74, 2, 70, 16},  {C, 66, 50, 60, 58}, {C, 62, 100, 54, 100},
};
/* A cup, and the stem down from its right rim, without lifting the pen. */
static const sp_pen_point FOUR_CUP[] = {
    {D, 14, 4, 24, 0}, {C, 10, 36, 12, 34}, {C, 36, 54, 32, 52},   {C, 68, 42, 64, 42},
    {T, 80, 2, 84, 2}, {C, 70, 50, 64, 52}, {C, 62, 100, 44, 100},
};
/* A corner of two straight pieces, which ends at the stem. */
static const sp_pen_point FOUR_CHAIR[] = {
    {D, 18, 2, 14, 10},  {C, 14, 28, 12, 34}, {T, 12, 56, 14, 58}, {C, 40, 54, 46, 52},
    {C, 72, 52, 74, 44}, {D, 76, 0, 74, 4},   {C, 74, 50, 74, 50}, {C, 72, 100, 82, 100},
};
/* Closed: down, across, and the stem. */
static const sp_pen_point FOUR_CLOSED[] = {
    {D, 60, 0, 54, 4},   {C, 34, 34, 30, 32}, {T, 6, 66, 8, 58},   {C, 50, 65, 52, 56},
    {C, 96, 64, 86, 52}, {D, 60, 2, 58, 4},   {C, 62, 50, 62, 52}, {C, 62, 100, 66, 100},
};
/* Closed in one stroke, begun at the bar's right end. */
static const sp_pen_point FOUR_ONE[] = {
    {D, 96, 58, 88, 50}, {C, 50, 62, 44, 54}, {T, 8, 60, 10, 50},    {C, 40, 28, 42, 24},
    {T, 72, 0, 70, 2},   {C, 64, 50, 64, 52}, {C, 60, 100, 58, 100},
};

/* 5: the body, then the hat. */
static const sp_pen_point FIVE_HAT[] = {
    {D, 30, 4, 36, 10},  {T, 22, 44, 26, 48}, {C, 56, 38, 52, 48}, {C, 80, 68, 64, 74},
    {C, 46, 99, 32, 99}, {C, 6, 90, 2, 88},   {D, 30, 4, 38, 10},  {C, 88, 2, 108, 0},
};
/* One stroke, begun at the hat's right end. */
static const sp_pen_point FIVE_ONE[] = {
    {D, 84, 2, 94, 0},   {T, 30, 6, 40, 8},    {T, 22, 46, 24, 38}, {C, 58, 42, 60, 46},
    {C, 80, 70, 76, 74}, {C, 44, 100, 38, 98}, {C, 8, 90, 0, 92},
};
/* Nearly an S. */
static const sp_pen_point FIVE_ESS[] = {
    {D, 80, 2, 94, 4},   {C, 42, 8, 50, 4},   {C, 24, 34, 30, 26}, {C, 58, 52, 56, 50},
    {C, 72, 76, 68, 78}, {C, 36, 98, 34, 98}, {C, 2, 94, 2, 86},
};
/* The belly curls up again at the left. */
static const sp_pen_point FIVE_BELLY[] = {
    {D, 74, 2, 92, 4},   {T, 26, 6, 34, 4},     {T, 22, 42, 24, 44}, {C, 62, 44, 58, 40},
    {C, 82, 74, 78, 70}, {C, 44, 100, 42, 100}, {C, 10, 84, 4, 82},  {C, 14, 66, 12, 70},
};

/* 6: down in a bow and round. */
static const sp_pen_point SIX_BOW[] = {
    {D, 68, 2, 56, 0},   {C, 28, 34, 22, 32}, {C, 12, 74, 12, 72}, {C, 44, 100, 48, 100},
    {C, 80, 80, 88, 76}, {C, 54, 56, 58, 52}, {C, 20, 76, 24, 72},
};
/* A straight stem and a low loop, which ends inside. */
static const sp_pen_point SIX_STEM[] = {
    {D, 58, 0, 40, 0},   {C, 28, 40, 20, 44}, {C, 12, 80, 12, 84}, {C, 40, 100, 44, 100},
    {C, 74, 86, 82, 84}, {C, 62, 64, 58, 62}, {C, 32, 76, 30, 80}, {C, 34, 90, 40, 92},
};
/* The stem upright at the left, the loop wide beside it. */
static const sp_pen_point SIX_WIDE[] = {
    {D, 30, 0, 14, 4},   {C, 10, 42, 4, 44},  {C, 12, 84, 10, 84}, {C, 52, 100, 56, 98},
    {C, 92, 74, 96, 70}, {C, 72, 46, 74, 42}, {C, 40, 66, 46, 60}, {C, 36, 92, 48, 90},
};
/* Curved over at the top. */
static const sp_pen_point SIX_CURL[] = {
    {D, 78, 12, 82, 6},    {C, 50, 0, 58, 1},   {C, 16, 40, 22, 36}, {C, 20, 86, 14, 78},
    {C, 54, 100, 46, 100}, {C, 82, 76, 82, 80}, {C, 50, 52, 56, 58}, {C, 18, 70, 24, 82},
};

/* 7: plain. */
static const sp_pen_point SEVEN_PLAIN[] = {
    {D, 12, 8, 6, 4},    {C, 48, 6, 46, 5},     {T, 84, 6, 80, 2},
    {C, 60, 50, 66, 46}, {C, 44, 100, 50, 100},
};
/* With a bar. */
static const sp_pen_point SEVEN_BAR[] = {
    {D, 12, 8, 20, 14},    {C, 48, 5, 52, 8},   {T, 84, 4, 82, 2},   {C, 58, 48, 56, 50},
    {C, 42, 100, 36, 100}, {D, 26, 52, 26, 60}, {C, 80, 48, 92, 46},
};
/* Begun with a short downstroke. */
static const sp_pen_point SEVEN_SERIF[] = {
    {D, 10, 26, 14, 34}, {T, 14, 6, 20, 8},   {C, 48, 8, 50, 10},
    {T, 84, 4, 80, 2},   {C, 62, 48, 60, 50}, {C, 52, 100, 42, 100},
};
/* The top in a wave, the turn rounded. */
static const sp_pen_point SEVEN_WAVE[] = {
    {D, 8, 24, 10, 14},  {C, 30, 4, 36, 2},   {C, 58, 8, 64, 2},
    {C, 82, 12, 76, 18}, {C, 60, 54, 68, 56}, {C, 42, 100, 56, 100},
};

/* 8: an S, and back up; hand b leaves the top open. */
static const sp_pen_point EIGHT_ESS[] = {
    {D, 76, 14, 78, 8},  {C, 50, 0, 48, 2},     {C, 20, 20, 20, 22}, {C, 48, 46, 48, 48},
    {C, 76, 74, 70, 78}, {C, 46, 100, 44, 100}, {C, 16, 78, 20, 82}, {C, 46, 50, 46, 56},
    {C, 74, 26, 78, 26}, {C, 74, 12, 104, 2},
};
/* The upper loop wide, the lower a drop. */
static const sp_pen_point EIGHT_DROP[] = {
    {D, 68, 6, 86, 12},  {C, 38, 2, 50, 0},     {C, 14, 24, 16, 20}, {C, 46, 48, 44, 46},
    {C, 62, 78, 58, 76}, {C, 46, 100, 40, 100}, {C, 34, 80, 24, 82}, {C, 58, 42, 54, 46},
    {C, 84, 22, 88, 24}, {C, 64, 4, 84, 6},
};
/* Begun at the left. */
static const sp_pen_point EIGHT_LEFT[] = {
    {D, 26, 22, 18, 14}, {C, 50, 0, 50, 0},   {C, 76, 20, 78, 22},
    {C, 52, 46, 48, 52}, {C, 20, 76, 22, 80}, {C, 48, 100, 46, 100},
    {C, 80, 78, 72, 80}, {C, 50, 48, 46, 48}, {C, 26, 20, 16, 22},
};
/* Two rings. */
static const sp_pen_point EIGHT_RINGS[] = {
    {D, 52, 1, 58, 2},   {C, 24, 22, 28, 20}, {C, 50, 46, 46, 44}, {C, 76, 22, 74, 22},
    {C, 50, 1, 50, 4},   {D, 50, 46, 52, 42}, {C, 14, 74, 22, 70}, {C, 50, 100, 48, 100},
    {C, 86, 74, 78, 74}, {C, 48, 46, 44, 46},
};

/* 9: a ring and a straight stem. */
static const sp_pen_point NINE_STEM[] = {
    {D, 72, 12, 66, 8},  {C, 46, 1, 42, 6}, {C, 18, 28, 18, 34}, {C, 42, 50, 38, 54},
    {C, 70, 28, 66, 30}, {T, 76, 6, 74, 4}, {C, 73, 52, 70, 54}, {C, 68, 100, 62, 100},
};
/* The ring runs into the stem. */
static const sp_pen_point NINE_RUN[] = {
    {D, 74, 8, 80, 12},  {C, 46, 1, 52, 0},   {C, 18, 30, 16, 24},   {C, 36, 46, 30, 42},
    {C, 70, 22, 72, 18}, {C, 66, 60, 62, 60}, {C, 58, 100, 44, 100},
};
/* The ring open at the top, flat. */
static const sp_pen_point NINE_OPEN[] = {
    {D, 78, 4, 88, 8},   {C, 46, 4, 54, 0},  {C, 18, 26, 16, 26}, {C, 40, 48, 34, 44},
    {C, 66, 34, 66, 30}, {T, 78, 14, 80, 8}, {C, 68, 56, 64, 58}, {C, 58, 100, 50, 100},
};
/* Curled to the left at the bottom. */
static const sp_pen_point NINE_CURL[] = {
    {D, 74, 14, 70, 8},  {C, 48, 0, 46, 1},   {C, 20, 26, 22, 30}, {C, 46, 50, 44, 52},
    {C, 74, 24, 74, 22}, {C, 78, 60, 74, 64}, {C, 56, 98, 50, 99}, {C, 22, 92, 14, 88},
};

#undef D
#undef C
#undef T

#define OF(points) points, (int)SP_COUNT(points)

static const sp_form FORMS[] = {
    {0, 45, "round", OF(ZERO_ROUND)},   {0, 25, "tail", OF(ZERO_TAIL)},
    {0, 15, "lid", OF(ZERO_LID)},       {0, 15, "curl", OF(ZERO_CURL)},
    {1, 84, "stick", OF(ONE_STICK)},    {1, 10, "serif", OF(ONE_SERIF)},
    {1, 6, "base", OF(ONE_BASE)},       {2, 40, "flat", OF(TWO_FLAT)},
    {2, 30, "loop", OF(TWO_LOOP)},      {2, 16, "zed", OF(TWO_ZED)},
    {2, 14, "wave", OF(TWO_WAVE)},      {3, 52, "round", OF(THREE_ROUND)},
    {3, 14, "loop", OF(THREE_LOOP)},    {3, 18, "flat", OF(THREE_FLAT)},
    {3, 16, "soft", OF(THREE_SOFT)},    {4, 40, "open", OF(FOUR_OPEN)},
    {4, 22, "cup", OF(FOUR_CUP)},       {4, 16, "chair", OF(FOUR_CHAIR)},
    {4, 13, "closed", OF(FOUR_CLOSED)}, {4, 9, "one", OF(FOUR_ONE)},
    {5, 40, "hat", OF(FIVE_HAT)},       {5, 25, "one", OF(FIVE_ONE)},
    {5, 20, "ess", OF(FIVE_ESS)},       {5, 15, "belly", OF(FIVE_BELLY)},
    {6, 38, "bow", OF(SIX_BOW)},        {6, 30, "stem", OF(SIX_STEM)},
    {6, 22, "wide", OF(SIX_WIDE)},      {6, 10, "curl", OF(SIX_CURL)},
    {7, 40, "plain", OF(SEVEN_PLAIN)},  {7, 16, "bar", OF(SEVEN_BAR)},
    {7, 22, "serif", OF(SEVEN_SERIF)},  {7, 22, "wave", OF(SEVEN_WAVE)},
    {8, 40, "ess", OF(EIGHT_ESS)},      {8, 22, "drop", OF(EIGHT_DROP)},
    {8, 25, "left", OF(EIGHT_LEFT)},    {8, 13, "rings", OF(EIGHT_RINGS)},
    {9, 35, "stem", OF(NINE_STEM)},     {9, 30, "run", OF(NINE_RUN)},
    {9, 18, "open", OF(NINE_OPEN)},     {9, 17, "curl", OF(NINE_CURL)},
};

const sp_form *sp_digits_forms(int *count)
{
    *count = (int)SP_COUNT(FORMS);
    return FORMS;
}

const sp_form *sp_digits_pick(sp_rng *r, int label)
{
    SP_ASSERT(label >= 0 && label <= 9);
    const sp_form *form = FORMS;
    while (form->label != label) form++;
    int left = (int)sp_rng_below(r, 100); /* the weights of a label add up to 100 */
    while (left >= form->weight) left -= (form++)->weight;
    return form;
}
