/* The LAPACK routines of this floor, by their Fortran interface.
 *
 * Never cblas: a program that links GSL's own cblas first would take every call to it. */
#ifndef PRESTON_LIB_MATRIX_LAPACK_H
#define PRESTON_LIB_MATRIX_LAPACK_H

#include <stddef.h>

void dgetrf_(const int *rows, const int *columns, double *a, const int *leading, int *pivots,
             int *info);
void dgetrs_(const char *transposed, const int *rows, const int *right_hand_sides, const double *a,
             const int *leading, const int *pivots, double *b, const int *leading_b, int *info,
             size_t transposed_length);

#endif
