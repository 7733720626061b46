/* trajectory: the plane in which a training moved most (Li et al., 2018, section 7).
 *
 * `snapshots` (k, parameters) are weights along the way. Their principal components are found
 * from the k x k matrix of products, which is small: if M (k, n) are the snapshots less their
 * mean and M M^T u = lambda u, then d = M^T u / sqrt(lambda) is a direction of length 1.
 *   directions   (2, parameters), for the probe `plane`
 *   coordinates  (k, 2) of the snapshots, counted from the last one: `plane` with the last
 *                snapshot as its center shows them in place
 *   share        (2) of the variance that each direction holds
 * Cost: k^2 parameters / 2 multiplications. */
#include <math.h>

#include "lab/probe.h"

enum { MOST = 200, MOST_SWEEPS = 40 };

typedef struct own {
    const float *given;
    size_t k, row;
    bool centered;
    int sweeps;
    size_t found, used;     /* directions found, and which eigenvalue was the last one's */
    double *sum;            /* (parameters) */
    double *gram, *vectors; /* (k, k) */
    float *directions;
    double *coordinates, *share;
} own;

static sp_status plan(sp_probe *p, sp_error *e)
{
    own *o = p->own;
    const sp_status status = sp_probe_floats(p, "snapshots", p->r->n, 0, &o->given, &o->k, e);
    if (status != SP_OK) return status;
    if (o->k < 3 || o->k > MOST) {
        return sp_fail(e, SP_INVALID, "snapshots", "there must be 3 to %d snapshots, not %z",
                       (int)MOST, o->k);
    }
    return SP_OK;
}

static void layout(sp_probe *p, sp_arena *a)
{
    own *o = p->own;
    o->sum = sp_arena_take(a, p->r->n, sizeof *o->sum);
    o->gram = sp_arena_take(a, o->k * o->k, sizeof *o->gram);
    o->vectors = sp_arena_take(a, o->k * o->k, sizeof *o->vectors);
    o->directions = sp_probe_take_floats(p, a, "directions", 2 * p->r->n);
    o->coordinates = sp_probe_take_doubles(p, a, "coordinates", 2 * o->k);
    o->share = sp_probe_take_doubles(p, a, "share", 2);
}

/* Products of snapshot `row` with those up to it, all counted from the last one. */
static void fill_row(sp_probe *p)
{
    own *o = p->own;
    const size_t n = p->r->n, k = o->k, row = o->row;
    const float *last = o->given + (k - 1) * n, *a = o->given + row * n;
    for (size_t i = 0; i < n; i++) o->sum[i] = (double)a[i] - (double)last[i];
    for (size_t j = 0; j <= row; j++) {
        const float *b = o->given + j * n;
        double s0 = 0, s1 = 0; /* side by side, so that neither waits for the other */
        for (size_t i = 0; i + 1 < n; i += 2) {
            s0 += o->sum[i] * ((double)b[i] - (double)last[i]);
            s1 += o->sum[i + 1] * ((double)b[i + 1] - (double)last[i + 1]);
        }
        if (n % 2) s0 += o->sum[n - 1] * ((double)b[n - 1] - (double)last[n - 1]);
        const double sum = s0 + s1;
        o->gram[row * k + j] = o->gram[j * k + row] = sum;
    }
}

/* From products of differences to the last to products of differences to the mean. */
static void center(own *o)
{
    const size_t k = o->k;
    for (int turn = 0; turn < 2; turn++) {
        const size_t next = turn ? 1 : k, across = turn ? k : 1;
        for (size_t i = 0; i < k; i++) {
            double mean = 0;
            for (size_t j = 0; j < k; j++) mean += o->gram[i * next + j * across] / (double)k;
            for (size_t j = 0; j < k; j++) o->gram[i * next + j * across] -= mean;
        }
    }
    for (size_t i = 0; i < k * k; i++) o->vectors[i] = i % (k + 1) == 0;
}

static void rotate(double *a, double *b, double c, double s)
{
    const double x = *a, y = *b;
    *a = c * x - s * y;
    *b = s * x + c * y;
}

/* One sweep of Jacobi's method (1846) for eigenvalues: rotations that make one element after
 * the other 0. */
static void sweep(own *o)
{
    const size_t k = o->k;
    double *A = o->gram, *V = o->vectors;
    for (size_t p = 0; p < k; p++) {
        for (size_t q = p + 1; q < k; q++) {
            const double apq = A[p * k + q];
            if (apq == 0) continue;
            const double theta = (A[q * k + q] - A[p * k + p]) / (2 * apq);
            const double size = 1 / (fabs(theta) + sqrt(theta * theta + 1));
            const double t = theta < 0 ? -size : size, c = 1 / sqrt(t * t + 1), s = t * c;
            for (size_t i = 0; i < k; i++) rotate(&A[i * k + p], &A[i * k + q], c, s);
            for (size_t i = 0; i < k; i++) rotate(&A[p * k + i], &A[q * k + i], c, s);
            for (size_t i = 0; i < k; i++) rotate(&V[i * k + p], &V[i * k + q], c, s);
        }
    }
}

/* Whether what is left beside the diagonal is no more than rounding. */
static bool is_diagonal(const own *o)
{
    const size_t k = o->k;
    double beside = 0, on = 0;
    for (size_t i = 0; i < k; i++) {
        for (size_t j = 0; j < k; j++) {
            const double square = o->gram[i * k + j] * o->gram[i * k + j];
            if (i == j)
                on += square;
            else
                beside += square;
        }
    }
    return beside <= 1e-28 * on;
}

/* Direction d, that of eigenvector `at`: the sum over the snapshots of u_j (w_j - last). u has
 * mean 0, so counting from the last or from the mean is the same. */
static void make_direction(sp_probe *p, size_t d, size_t at, double lambda)
{
    own *o = p->own;
    const size_t n = p->r->n, k = o->k;
    const float *last = o->given + (k - 1) * n;
    float *direction = o->directions + d * n;
    for (size_t i = 0; i < n; i++) o->sum[i] = 0;
    for (size_t j = 0; j < k; j++) {
        const double u = o->vectors[j * k + at];
        for (size_t i = 0; i < n; i++) {
            o->sum[i] += u * ((double)o->given[j * n + i] - (double)last[i]);
        }
    }
    for (size_t i = 0; i < n; i++) direction[i] = (float)(o->sum[i] / sqrt(lambda));
    for (size_t j = 0; j < k; j++) {
        double along = 0;
        for (size_t i = 0; i < n; i++) {
            const double off = (double)o->given[j * n + i] - (double)last[i];
            along += off * (double)direction[i];
        }
        o->coordinates[2 * j + d] = along;
    }
}

/* The largest eigenvalue, and then the second. */
static void find_direction(sp_probe *p, size_t d)
{
    own *o = p->own;
    const size_t k = o->k;
    double total = 0;
    size_t at = o->used == 0 ? 1 : 0;
    for (size_t i = 0; i < k; i++) {
        total += o->gram[i * k + i];
        if (i != o->used && o->gram[i * k + i] > o->gram[at * k + at]) at = i;
    }
    const double lambda = o->gram[at * k + at];
    o->used = at;
    /* What is less is rounding: on a straight line there is one direction, and none if nothing
     * moved. */
    if (!(lambda > 1e-14 * total)) return;
    o->share[d] = lambda / total;
    make_direction(p, d, at, lambda);
}

static bool some(sp_probe *p)
{
    own *o = p->own;
    if (o->row < o->k) {
        fill_row(p);
        o->row++;
        const double part = (double)o->row / (double)o->k;
        p->progress = 0.9 * part * part;
        return true;
    }
    if (!o->centered) {
        center(o);
        o->centered = true;
        o->used = o->k; /* none */
    }
    if (o->sweeps < MOST_SWEEPS) {
        sweep(o);
        o->sweeps = is_diagonal(o) ? MOST_SWEEPS : o->sweeps + 1;
        return true;
    }
    find_direction(p, o->found++);
    return o->found < 2;
}

const sp_probe_kind sp_probe_trajectory = {
    .head = {"trajectory", NULL, 0, "lab/probe_trajectory.c", "Li et al., 2018"},
    .blocks = "snapshots",
    .own = sizeof(own),
    .plan = plan,
    .layout = layout,
    .some = some,
};
