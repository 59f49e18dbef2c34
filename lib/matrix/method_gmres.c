/* GMRES, restarted (Saad and Schultz 1986), one column after the other. */
#include "krylov.h"

#include <math.h>
#include <string.h>

enum { RESTART = 30, MOST_RESTARTS = 20 };

/* The small problem of one column: an upper triangle, kept so by plane rotations. */
typedef struct small_problem {
    double h[RESTART][RESTART + 1]; /* column after column */
    double cosine[RESTART];
    double sine[RESTART];
    double right[RESTART + 1];
} small_problem;

static int64_t scratch(const preston_solver *solver, int64_t columns)
{
    (void)columns;
    return (RESTART + 4) * solver->rows + preston_krylov_scratch(solver, 1);
}

static void rotate(double cosine, double sine, double *upper, double *lower)
{
    double turned = cosine * *upper + sine * *lower;
    *lower = cosine * *lower - sine * *upper;
    *upper = turned;
}

/* Takes column j into the triangle; what is left of the right-hand side is the residual's size. */
static double take_column(small_problem *small, int j)
{
    double *h = small->h[j];
    for (int i = 0; i < j; i++) {
        rotate(small->cosine[i], small->sine[i], &h[i], &h[i + 1]);
    }
    double size = hypot(h[j], h[j + 1]);
    small->cosine[j] = size > 0.0 ? h[j] / size : 1.0;
    small->sine[j] = size > 0.0 ? h[j + 1] / size : 0.0;
    rotate(small->cosine[j], small->sine[j], &h[j], &h[j + 1]);
    small->right[j + 1] = 0.0;
    rotate(small->cosine[j], small->sine[j], &small->right[j], &small->right[j + 1]);
    return fabs(small->right[j + 1]);
}

/* Makes the new vector orthogonal to those there are (modified Gram–Schmidt), and of length one. */
static double make_orthogonal(int64_t n, const double *basis, int count, double *vector, double *h)
{
    for (int i = 0; i < count; i++) {
        h[i] = preston_dot(n, basis + i * n, vector);
        for (int64_t row = 0; row < n; row++) {
            vector[row] -= h[i] * basis[i * n + row];
        }
    }
    double length = sqrt(preston_dot(n, vector, vector));
    h[count] = length;
    for (int64_t row = 0; length > 0.0 && row < n; row++) {
        vector[row] /= length;
    }
    return length;
}

static void substitute(small_problem *small, int count)
{
    for (int i = count - 1; i >= 0; i--) {
        for (int j = i + 1; j < count; j++) {
            small->right[i] -= small->h[j][i] * small->right[j];
        }
        small->right[i] = small->h[i][i] != 0.0 ? small->right[i] / small->h[i][i] : 0.0;
    }
}

/* The memory of one column's work. */
typedef struct column_work {
    double *x;
    double *residual;
    double *hat;
    double *basis; /* RESTART + 1 vectors */
    double *scratch;
} column_work;

/* One cycle: the best correction in the space of up to RESTART products. Returns the size of the
 * residual it leaves. */
static double cycle(const preston_solver *solver, preston_operation operation, double target,
                    double size, const column_work *work)
{
    int64_t n = solver->rows;
    small_problem small = {.right = {size}};
    int count = 0;
    double left = size;
    for (int64_t row = 0; row < n; row++) {
        work->basis[row] = work->residual[row] / size;
    }
    while (count < RESTART && left > target) {
        double *next = work->basis + (count + 1) * n;
        preston_krylov_precondition(solver, operation, 1, work->basis + count * n, work->hat,
                                    work->scratch);
        preston_krylov_multiply(solver, operation, 1, work->hat, next, work->scratch);
        double length = make_orthogonal(n, work->basis, count + 1, next, small.h[count]);
        left = take_column(&small, count);
        count++;
        if (!(length > 0.0) || !isfinite(left)) {
            break;
        }
    }
    substitute(&small, count);
    memset(work->residual, 0, (size_t)n * sizeof *work->residual);
    for (int i = 0; i < count; i++) {
        for (int64_t row = 0; row < n; row++) {
            work->residual[row] += small.right[i] * work->basis[i * n + row];
        }
    }
    preston_krylov_precondition(solver, operation, 1, work->residual, work->hat, work->scratch);
    for (int64_t row = 0; row < n; row++) {
        work->x[row] += work->hat[row];
    }
    return left;
}

static void correct_column(const preston_solver *solver, preston_operation operation,
                           double accuracy, double *vector, const column_work *work)
{
    int64_t n = solver->rows;
    double size = sqrt(preston_dot(n, vector, vector));
    double target = accuracy * size;
    memset(work->x, 0, (size_t)n * sizeof *work->x);
    memcpy(work->residual, vector, (size_t)n * sizeof *work->residual);
    for (int restart = 0; restart < MOST_RESTARTS && size > target && isfinite(size); restart++) {
        (void)cycle(solver, operation, target, size, work);
        preston_krylov_multiply(solver, operation, 1, work->x, work->residual, work->scratch);
        for (int64_t row = 0; row < n; row++) {
            work->residual[row] = vector[row] - work->residual[row];
        }
        size = sqrt(preston_dot(n, work->residual, work->residual));
    }
    memcpy(vector, work->x, (size_t)n * sizeof *vector);
}

static void correct(const preston_solver *solver, preston_operation operation, int64_t columns,
                    double accuracy, double *vectors, double *memory)
{
    int64_t n = solver->rows;
    column_work work = {memory, memory + n, memory + 2 * n, memory + 3 * n,
                        memory + (RESTART + 4) * n};
    for (int64_t k = 0; k < columns; k++) {
        correct_column(solver, operation, accuracy, vectors + k * n, &work);
    }
}

const preston_method_type preston_gmres_type = {
    .name = "restarted GMRES",
    .create = preston_krylov_create,
    .scratch = scratch,
    .correct = correct,
    .clear = preston_krylov_clear,
};
