/* Solutions in long double for many right-hand sides of one system: it is factorised once. */
#ifndef PRESTON_TEST_EXACT_FACTORS_H
#define PRESTON_TEST_EXACT_FACTORS_H

#include <preston/matrix.h>

typedef struct exact_factors exact_factors;

/* Factorises I − A; `a` is n × n, row after row, and copied. */
exact_factors *exact_factorise(int64_t n, const double *a);

/* Solves (I − A) x = b, or (I − A)ᵀ x = b. */
void exact_solve(const exact_factors *factors, preston_operation operation, const double *b,
                 long double *out_x);

/* How far x is from the exact solution of b: in the 1-norm, or, for the transposed system, in its
 * largest cell; these are the norms of certificates. The same norm of x goes to out_norm. */
double exact_error(const exact_factors *factors, preston_operation operation, const double *b,
                   const double *x, double *out_norm);

void exact_free(exact_factors *factors);

#endif
