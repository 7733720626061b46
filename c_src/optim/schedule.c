#include "optim/schedule.h"

#include "base/fmath.h"

enum { WARMUP, WARMUP_START, OWN };

#define WARMUP_PARAMS                                                                          \
    {"warmup", 0, 0, 1e9, true, NULL},                                                         \
    {                                                                                          \
        "warmup_start", 0, 0, 1, false, NULL                                                   \
    }

static const double PI = 3.14159265358979323846;

/* Constant.  eta_t = lr */
static double constant(const double *hyper, const sp_moment *now)
{
    (void)hyper;
    (void)now;
    return 1;
}

static const sp_param constant_params[] = {WARMUP_PARAMS};

/* Power.  eta_t = lr / t^exponent; the lecture's own has lr = 0.1, exponent = 0.3 */
static double power(const double *hyper, const sp_moment *now)
{
    return 1.0 / (double)sp_pow((float)now->t, (float)hyper[0]);
}

static const sp_param power_params[] = {WARMUP_PARAMS, {"exponent", 0.3, 0, 2, false, NULL}};

/* Inverse time.  eta_t = lr / (1 + rate (t - 1)) */
static double inverse_time(const double *hyper, const sp_moment *now)
{
    return 1 / (1 + hyper[0] * (double)(now->t - 1));
}

static const sp_param inverse_params[] = {WARMUP_PARAMS, {"rate", 0.001, 0, 1000, false, NULL}};

/* Step.  eta_t = lr gamma^floor(epoch / every) */
static double staircase(const double *hyper, const sp_moment *now)
{
    double result = 1;
    for (double left = now->epoch; left >= hyper[1] && result > 0; left -= hyper[1]) {
        result *= hyper[0];
    }
    return result;
}

static const sp_param step_params[] = {
    WARMUP_PARAMS, {"gamma", 0.1, 0, 1, false, NULL}, {"every", 5, 0.01, 1e6, false, NULL}};

/* Exponential.  eta_t = lr gamma^epoch, falling a little at every update */
static double exponential(const double *hyper, const sp_moment *now)
{
    return (double)sp_pow((float)hyper[0], (float)now->epoch);
}

static const sp_param exponential_params[] = {WARMUP_PARAMS,
                                              {"gamma", 0.9, 1e-6, 1, false, NULL}};

/* cos(pi part) for 0 <= part <= 1, from 1 to -1 */
static double half_cosine(double part)
{
    return (double)sp_cos((float)(PI * part));
}

/* Cosine (Loshchilov & Hutter, 2017).
 *   eta_t = lr (least + (1 - least) (1 + cos(pi (t - 1) / T)) / 2)
 * T: `updates`, or all that are planned when it is 0; afterwards the least. */
static double cosine(const double *hyper, const sp_moment *now)
{
    const double T = hyper[1] > 0 ? hyper[1] : (double)now->total;
    const double part = T > 0 ? (double)(now->t - 1) / T : 0;
    return hyper[0] + (1 - hyper[0]) * 0.5 * (1 + half_cosine(part < 1 ? part : 1));
}

static const sp_param cosine_params[] = {
    WARMUP_PARAMS, {"least", 0, 0, 1, false, NULL}, {"updates", 0, 0, 1e12, true, NULL}};

/* One-cycle (Smith & Topin, 2018), as in PyTorch: from lr / div up to lr over the first `rise`
 * of the T updates, then down to lr / div / final_div, both along half a cosine. */
static double one_cycle(const double *hyper, const sp_moment *now)
{
    const double T = hyper[3] > 0 ? hyper[3] : (double)now->total;
    const double first = 1 / hyper[1], last = first / hyper[2];
    const double top = hyper[0] * T - 1, end = T - 1, at = (double)(now->t - 1);
    if (at >= end) return last;
    if (at <= top) return first + (1 - first) * 0.5 * (1 - half_cosine(at / top));
    return last + (1 - last) * 0.5 * (1 + half_cosine((at - top) / (end - top)));
}

static const sp_param one_cycle_params[] = {WARMUP_PARAMS,
                                            {"rise", 0.3, 0.01, 0.99, false, NULL},
                                            {"div", 25, 1, 1e6, false, NULL},
                                            {"final_div", 10000, 1, 1e9, false, NULL},
                                            {"updates", 0, 0, 1e12, true, NULL}};

/* Reduce on plateau.  After more than `patience` rows in which the loss was not below its best
 * by the share `threshold`, the step size is multiplied by `factor`. memory: whether a loss was
 * seen, the best one, rows since then, factors applied. */
enum { SEEN, BEST, ROWS, CUTS };

static double plateau(const double *hyper, const sp_moment *now)
{
    double result = 1;
    for (double cuts = now->memory[CUTS]; cuts > 0 && result > 0; cuts--) result *= hyper[0];
    return result;
}

static void watch_plateau(const double *hyper, double loss, double *memory)
{
    if (memory[SEEN] == 0 || loss < memory[BEST] * (1 - hyper[2])) {
        memory[SEEN] = 1;
        memory[BEST] = loss;
        memory[ROWS] = 0;
    } else if (++memory[ROWS] > hyper[1]) {
        memory[ROWS] = 0;
        memory[CUTS]++;
    }
}

static const sp_param plateau_params[] = {WARMUP_PARAMS,
                                          {"factor", 0.1, 0.001, 0.999, false, NULL},
                                          {"patience", 10, 0, 1e6, true, NULL},
                                          {"threshold", 0.0001, 0, 1, false, NULL}};

#define SCHEDULE(name, params, source, factor, observe)                                        \
    &(const sp_schedule)                                                                       \
    {                                                                                          \
        {name, params, SP_COUNT(params), "optim/schedule.c", source}, factor, observe          \
    }

static const sp_schedule *const schedules[] = {
    SCHEDULE("constant", constant_params, "", constant, NULL),
    SCHEDULE("power", power_params, "Robbins & Monro, 1951", power, NULL),
    SCHEDULE("inverse-time", inverse_params, "Robbins & Monro, 1951", inverse_time, NULL),
    SCHEDULE("step", step_params, "", staircase, NULL),
    SCHEDULE("exponential", exponential_params, "", exponential, NULL),
    SCHEDULE("cosine", cosine_params, "Loshchilov & Hutter, 2017", cosine, NULL),
    SCHEDULE("one-cycle", one_cycle_params, "Smith & Topin, 2018", one_cycle, NULL),
    SCHEDULE("plateau", plateau_params, "", plateau, watch_plateau),
};

const sp_schedule *const *sp_schedules(int *count)
{
    *count = SP_COUNT(schedules);
    return schedules;
}

double sp_schedule_step(const sp_schedule *s, const double *hyper, double lr, sp_moment now)
{
    const uint64_t warmup = (uint64_t)hyper[WARMUP];
    if (now.t <= warmup) {
        const double part = (double)now.t / (double)(warmup + 1);
        return lr * (hyper[WARMUP_START] + (1 - hyper[WARMUP_START]) * part);
    }
    now.t -= warmup;
    now.total = now.total > warmup ? now.total - warmup : 0;
    return lr * s->factor(hyper + OWN, &now);
}

void sp_schedule_observe(const sp_schedule *s, const double *hyper, double loss, double *memory)
{
    if (s->observe) s->observe(hyper + OWN, loss, memory);
}
