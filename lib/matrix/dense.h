/* The cells of a dense operator with contiguous columns, for the methods that look into it. */
#ifndef PRESTON_LIB_MATRIX_DENSE_H
#define PRESTON_LIB_MATRIX_DENSE_H

#include "operator.h"
#include "panel.h"

/* A dense matrix seen as C or Cᵀ, whichever has contiguous columns: A = C, or Aᵀ = C. */
typedef struct preston_dense_form {
    preston_panel panel;
    int turned; /* 1: C is Aᵀ */
} preston_dense_form;

/* 1 and the form, or 0 when neither rows nor columns of the view are contiguous. */
int preston_dense_find_form(preston_const_view cells, preston_dense_form *out_form);

/* y += A x or Aᵀ x on a rectangle of A or Aᵀ: cells (i, j) of the operation's own matrix, i in
 * [row, row + rows), j in [column, column + columns). */
void preston_dense_multiply(const preston_dense_form *form, preston_operation operation,
                            int64_t row, int64_t rows, int64_t column, int64_t columns,
                            int64_t vectors, const double *x, int64_t x_leading, double *y,
                            int64_t y_leading);

#endif
