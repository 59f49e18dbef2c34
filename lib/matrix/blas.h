/* The BLAS that is linked: does it multiply rightly, and on how many cores? */
#ifndef PRESTON_LIB_MATRIX_BLAS_H
#define PRESTON_LIB_MATRIX_BLAS_H

#include "preston/matrix.h"

/* Compares small products in both precisions with a plain loop, once in a process: a kernel that is
 * broken on this processor is an error, not a wrong answer. */
preston_status preston_blas_check(preston_error *error);

/* Keeps the BLAS that is linked to one core, where it can be told so, until the last of those who
 * began has ended. This is a setting of the process: other threads that use BLAS meanwhile use one
 * core too. */
void preston_blas_begin_single(void);
void preston_blas_end_single(void);

/* The same where a system has so few rows that waiting for a second core takes longer than its
 * work; nothing otherwise. */
void preston_blas_begin_small(int64_t rows);
void preston_blas_end_small(int64_t rows);

#endif
