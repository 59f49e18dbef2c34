/* The BLAS and LAPACK routines of this floor, by their Fortran interface.
 *
 * Never cblas: a program that links GSL's own cblas first would take every call to it. */
#ifndef PRESTON_LIB_MATRIX_LAPACK_H
#define PRESTON_LIB_MATRIX_LAPACK_H

#include <stddef.h>

void dgemm_(const char *form_a, const char *form_b, const int *rows, const int *columns,
            const int *inner, const double *alpha, const double *a, const int *leading_a,
            const double *b, const int *leading_b, const double *beta, double *c,
            const int *leading_c, size_t length_a, size_t length_b);
void dtrsm_(const char *side, const char *triangle, const char *form, const char *diagonal,
            const int *rows, const int *columns, const double *alpha, const double *a,
            const int *leading_a, double *b, const int *leading_b, size_t length_side,
            size_t length_triangle, size_t length_form, size_t length_diagonal);
void dgetrf_(const int *rows, const int *columns, double *a, const int *leading, int *pivots,
             int *info);
void dgetrs_(const char *form, const int *rows, const int *right_hand_sides, const double *a,
             const int *leading, const int *pivots, double *b, const int *leading_b, int *info,
             size_t length);
void dgetri_(const int *rows, double *a, const int *leading, const int *pivots, double *work,
             const int *work_size, int *info);
void sgemm_(const char *form_a, const char *form_b, const int *rows, const int *columns,
            const int *inner, const float *alpha, const float *a, const int *leading_a,
            const float *b, const int *leading_b, const float *beta, float *c, const int *leading_c,
            size_t length_a, size_t length_b);
void sgetrf_(const int *rows, const int *columns, float *a, const int *leading, int *pivots,
             int *info);
void sgetrs_(const char *form, const int *rows, const int *right_hand_sides, const float *a,
             const int *leading, const int *pivots, float *b, const int *leading_b, int *info,
             size_t length);

#endif
