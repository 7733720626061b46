#include "surface/surfaces.h"

/* Adding and taking away 1.5 * 2^52 rounds to a whole number. */
static const double ROUND = 0x1.8p52;

/* r = 2 pi (turns - quarters / 4) is at most pi/4 in size: there the series of sin and cos to
 * r^17 are exact to the last bit or two. */
sp_turned sp_turn(double turns)
{
    const double whole = (turns + ROUND) - ROUND;
    const bool fits = turns > -0x1p51 && turns < 0x1p51;
    const double part = fits ? turns - whole : turns - turns; /* NaN from an infinity */
    const double quarters = (4 * part + ROUND) - ROUND;
    const double r = 6.283185307179586477 * (part - 0.25 * quarters), z = r * r;

    double c = 1.0 / 20922789888000;
    c = c * z - 1.0 / 87178291200;
    c = c * z + 1.0 / 479001600;
    c = c * z - 1.0 / 3628800;
    c = c * z + 1.0 / 40320;
    c = c * z - 1.0 / 720;
    c = c * z + 1.0 / 24;
    c = c * z - 1.0 / 2;
    c = c * z + 1.0;

    double s = 1.0 / 355687428096000;
    s = s * z - 1.0 / 1307674368000;
    s = s * z + 1.0 / 6227020800;
    s = s * z - 1.0 / 39916800;
    s = s * z + 1.0 / 362880;
    s = s * z - 1.0 / 5040;
    s = s * z + 1.0 / 120;
    s = s * z - 1.0 / 6;
    s = (s * z + 1.0) * r;

    if (quarters == 1) return (sp_turned){-s, c};
    if (quarters == -1) return (sp_turned){s, -c};
    if (quarters == 0) return (sp_turned){c, s};
    return (sp_turned){-c, -s};
}
