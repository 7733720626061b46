#include "optim/schedule.h"

#include "base/fmath.h"

/* Constant.  eta_t = lr */
static double constant(const double *hyper, const sp_moment *now)
{
    (void)hyper;
    (void)now;
    return 1;
}

/* Power.  eta_t = lr / t^exponent, the lecture's own with lr = 0.1, exponent = 0.3 */
static const sp_param power_params[] = {
    {"exponent", 0.3, 0, 2, false, NULL},
};

static double power(const double *hyper, const sp_moment *now)
{
    return 1.0 / (double)sp_pow((float)now->t, (float)hyper[0]);
}

static const sp_schedule schedule_constant = {{"constant", NULL, 0, "optim/schedule.c", ""},
                                              constant};
static const sp_schedule schedule_power = {{"power", power_params, SP_COUNT(power_params),
                                            "optim/schedule.c", "Robbins & Monro, 1951"},
                                           power};

static const sp_schedule *const schedules[] = {&schedule_constant, &schedule_power};

const sp_schedule *const *sp_schedules(int *count)
{
    *count = SP_COUNT(schedules);
    return schedules;
}
