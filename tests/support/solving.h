/* Solvers and solves that must succeed, in one line. */
#ifndef PRESTON_TEST_SOLVING_H
#define PRESTON_TEST_SOLVING_H

#include <preston/matrix.h>

/* `count` zeros, at least one; freed with free(). */
double *make_doubles(int64_t count);

/* The numbers `value`, all of them. */
void fill_with(double value, int64_t count, double *out_values);

/* n × count doubles, column after column. */
preston_view by_columns(double *data, int64_t rows, int64_t columns);
preston_const_view const_by_columns(const double *data, int64_t rows, int64_t columns);

/* A solver of a dense n × n matrix, row after row, by that method and to that tolerance. */
preston_solver *make_solver_by(preston_method method, double tolerance, int64_t n, const double *a);

preston_workspace *make_workspace_for(const preston_solver *solver, int64_t columns);

/* One right-hand side. */
void solve_column(const preston_solver *solver, preston_operation operation, const double *b,
                  double *out_x);

#endif
