/* Solutions in long double, to measure the errors of solutions in double against. */
#ifndef PRESTON_TEST_EXACT_SOLUTION_H
#define PRESTON_TEST_EXACT_SOLUTION_H

#include <preston/matrix.h>

/* Solves (I − A) x = b, or (I − A)ᵀ x = b, by elimination; `a` is n × n, row after row. */
void solve_exactly(preston_operation operation, int64_t n, const double *a, const double *b,
                   long double *out_x);

#endif
