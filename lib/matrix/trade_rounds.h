/* The rounds of spending among many places, improved.
 *
 * A national correction (trade_national.h) settles what the whole nation owes; and of each step
 * only so much is taken, and so much of the last step taken back, as leaves the least residual
 * (Vinsome 1976, Orthomin, of depth one). In the inner product of the national system a plain round
 * shrinks every residual, so that no improved round is worse than a plain one. Where that fails
 * after all, other ways are tried, and in the end plain rounds go on. */
#ifndef PRESTON_LIB_MATRIX_TRADE_ROUNDS_H
#define PRESTON_LIB_MATRIX_TRADE_ROUNDS_H

#include "trade_national.h"

/* Doubles of scratch; one column at a time, so that memory does not grow with columns. */
int64_t preston_rounds_scratch(const preston_solver *solver, const preston_national *national);

/* Replaces one residual by a correction, as a method does. */
void preston_rounds_correct(const preston_solver *solver, const preston_national *national,
                            preston_operation operation, double accuracy, double *vector,
                            double *scratch);

#endif
