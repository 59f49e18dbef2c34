/* Rectangles of dense cells inside an operator: borders, factors, the technology of a place. */
#ifndef PRESTON_LIB_MATRIX_RECTANGLE_H
#define PRESTON_LIB_MATRIX_RECTANGLE_H

#include "dense.h"

typedef struct preston_rectangle {
    preston_const_view cells;
    preston_dense_form form;
    int contiguous;  /* the form is there */
    int nonnegative; /* no cell is negative */
} preston_rectangle;

/* Looks at a view that must be rows × columns, with finite cells. */
preston_status preston_rectangle_make(preston_const_view cells, int64_t rows, int64_t columns,
                                      const char *what, preston_rectangle *out_rectangle,
                                      preston_error *error);

/* y += C x or y += Cᵀ x for vectors `x_leading` and `y_leading` apart; with `absolute`, by the
 * absolute values of the cells. */
void preston_rectangle_add(const preston_rectangle *rectangle, preston_operation operation,
                           int absolute, int64_t vectors, const double *x, int64_t x_leading,
                           double *y, int64_t y_leading);

#endif
