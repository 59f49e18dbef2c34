/* Draws of one base, shared by the steps of whole blocks (draws.c) and by the draws that must be
 * solved alone (draws_alone.c). */
#ifndef PRESTON_LIB_MATRIX_DRAWS_H
#define PRESTON_LIB_MATRIX_DRAWS_H

#include "solver.h"

struct preston_draws {
    const preston_solver *base;
    double *excess;       /* L − I, column after column */
    float *single_excess; /* the same, rounded */
    double *column_sums;  /* Σ_i (L − I)_ij, rounded up */
    double inverse_bound; /* on the error of any column of L, 1-norm */
};

/* What all draws of one run share. */
typedef struct preston_draws_job {
    const preston_draws *draws;
    preston_const_view factors;
    const double *f;
    const double *start;       /* g₀ */
    const float *single_start; /* the same, rounded */
    const double *accounts;    /* n × a */
    int64_t account_count;
    double tolerance;
    double f_norm;
    double *totals; /* a × N, draw after draw */
    double *bounds; /* N: infinite, or above the tolerance, where the steps do not get there */
} preston_draws_job;

/* Solves one draw by a solver of its own; fills in its totals and its bound. */
preston_status preston_draws_solve_alone(const preston_draws_job *job, int64_t draw,
                                         preston_error *error);

#endif
