/* BiCGSTAB (van der Vorst 1992), all right-hand sides side by side: their products are one apply,
 * their scalars their own. A column that has converged, or that breaks down, stands still. */
#include "krylov.h"

#include <math.h>
#include <string.h>

enum { MOST_STEPS = 500, BLOCKS = 6, MOST_COLUMNS = 64 };

/* The scalars of one column. */
typedef struct column_scalars {
    double target; /* for ‖r‖² */
    double rho;
    double alpha;
    double omega;
    int done;
} column_scalars;

/* The vectors of a group of columns: n × columns each. */
typedef struct group {
    int64_t rows;
    int64_t columns;
    double *x;
    double *r;
    double *shadow; /* the first residual */
    double *p;
    double *v;
    double *t;
    double *hat; /* p or s, preconditioned */
    double *scratch;
    column_scalars scalars[MOST_COLUMNS];
} group;

static int64_t scratch(const preston_solver *solver, int64_t columns)
{
    int64_t width = columns < MOST_COLUMNS ? columns : MOST_COLUMNS;
    return BLOCKS * solver->rows * width + preston_krylov_scratch(solver, width);
}

/* A quotient whose breakdown shows as infinity. */
static double ratio(double above, double below)
{
    return below != 0.0 ? above / below : HUGE_VAL;
}

static void add(int64_t n, double factor, const double *x, double *y)
{
    for (int64_t i = 0; i < n; i++) {
        y[i] += factor * x[i];
    }
}

static void begin(group *all, double accuracy)
{
    int64_t n = all->rows;
    size_t bytes = (size_t)(n * all->columns) * sizeof(double);
    memset(all->x, 0, bytes);
    memset(all->p, 0, bytes);
    memset(all->v, 0, bytes);
    memcpy(all->shadow, all->r, bytes);
    for (int64_t k = 0; k < all->columns; k++) {
        double size = preston_dot(n, all->r + k * n, all->r + k * n);
        all->scalars[k] = (column_scalars){.target = accuracy * accuracy * size,
                                           .rho = 1.0,
                                           .alpha = 1.0,
                                           .omega = 1.0,
                                           .done = !(size > 0.0) || !isfinite(size)};
    }
}

/* p = r + β (p − ω v) */
static void turn(group *all)
{
    int64_t n = all->rows;
    for (int64_t k = 0; k < all->columns; k++) {
        column_scalars *scalars = &all->scalars[k];
        double rho = preston_dot(n, all->shadow + k * n, all->r + k * n);
        double beta = ratio(rho, scalars->rho) * ratio(scalars->alpha, scalars->omega);
        scalars->done |= rho == 0.0 || !isfinite(beta);
        scalars->rho = rho;
        for (int64_t i = k * n; !scalars->done && i < (k + 1) * n; i++) {
            all->p[i] = all->r[i] + beta * (all->p[i] - scalars->omega * all->v[i]);
        }
    }
}

/* The first half of a step: along p. */
static void step_along_p(group *all)
{
    int64_t n = all->rows;
    for (int64_t k = 0; k < all->columns; k++) {
        column_scalars *scalars = &all->scalars[k];
        double alpha = ratio(scalars->rho, preston_dot(n, all->shadow + k * n, all->v + k * n));
        scalars->done |= !isfinite(alpha);
        scalars->alpha = alpha;
        if (!scalars->done) {
            add(n, alpha, all->hat + k * n, all->x + k * n);
            add(n, -alpha, all->v + k * n, all->r + k * n);
        }
    }
}

/* The second half: the residual's own direction, as far as makes it smallest. */
static int step_along_s(group *all)
{
    int64_t n = all->rows;
    int open = 0;
    for (int64_t k = 0; k < all->columns; k++) {
        column_scalars *scalars = &all->scalars[k];
        const double *t = all->t + k * n;
        double omega = ratio(preston_dot(n, t, all->r + k * n), preston_dot(n, t, t));
        scalars->done |= !isfinite(omega) || omega == 0.0;
        scalars->omega = omega;
        if (!scalars->done) {
            add(n, omega, all->hat + k * n, all->x + k * n);
            add(n, -omega, t, all->r + k * n);
            double size = preston_dot(n, all->r + k * n, all->r + k * n);
            scalars->done = size <= scalars->target || !isfinite(size);
        }
        open |= !scalars->done;
    }
    return open;
}

static void correct_group(const preston_solver *solver, preston_operation operation,
                          double accuracy, group *all)
{
    int open = 1;
    begin(all, accuracy);
    for (int step = 0; open && step < MOST_STEPS; step++) {
        turn(all);
        preston_krylov_precondition(solver, operation, all->columns, all->p, all->hat,
                                    all->scratch);
        preston_krylov_multiply(solver, operation, all->columns, all->hat, all->v, all->scratch);
        step_along_p(all);
        preston_krylov_precondition(solver, operation, all->columns, all->r, all->hat,
                                    all->scratch);
        preston_krylov_multiply(solver, operation, all->columns, all->hat, all->t, all->scratch);
        open = step_along_s(all);
    }
    memcpy(all->r, all->x, (size_t)(all->rows * all->columns) * sizeof(double));
}

static void correct(const preston_solver *solver, preston_operation operation, int64_t columns,
                    double accuracy, double *vectors, double *memory)
{
    int64_t n = solver->rows;
    for (int64_t first = 0; first < columns; first += MOST_COLUMNS) {
        int64_t width = columns - first < MOST_COLUMNS ? columns - first : MOST_COLUMNS;
        int64_t block = n * width;
        group all = {.rows = n,
                     .columns = width,
                     .r = vectors + first * n,
                     .x = memory,
                     .shadow = memory + block,
                     .p = memory + 2 * block,
                     .v = memory + 3 * block,
                     .t = memory + 4 * block,
                     .hat = memory + 5 * block,
                     .scratch = memory + 6 * block};
        correct_group(solver, operation, accuracy, &all);
    }
}

const preston_method_type preston_bicgstab_type = {
    .name = "BiCGSTAB",
    .create = preston_krylov_create,
    .scratch = scratch,
    .correct = correct,
    .clear = preston_krylov_clear,
};
