/* Operators behind one interface.
 *
 * Each form is a struct that begins with a preston_operator, and a constant table of what it does.
 * The front end (operator.c) checks arguments and brings vectors of any strides into blocks of
 * n × columns doubles, column after column, so that a form is only arithmetic. */
#ifndef PRESTON_LIB_MATRIX_OPERATOR_H
#define PRESTON_LIB_MATRIX_OPERATOR_H

#include "preston/matrix.h"

typedef struct preston_operator_type {
    const char *name;

    /* Doubles of scratch that applying to so many columns takes. */
    int64_t (*scratch)(const preston_operator *op, int64_t columns);

    /* y = A x or Aᵀ x, for blocks as above that do not overlap. With `absolute`, by the absolute
     * values of the cells (for a form made of factors, by those of the factors: never less). */
    void (*apply)(const preston_operator *op, preston_operation operation, int absolute,
                  int64_t columns, const double *x, double *y, double *scratch);

    /* Frees what the form itself allocated; NULL when that is nothing. */
    void (*clear)(preston_operator *op);
} preston_operator_type;

struct preston_operator {
    const preston_operator_type *type;
    int64_t rows;
    int nonnegative; /* no cell is negative: absolute values change nothing */
    int64_t terms;   /* an apply adds at most so many products into a cell, all steps together */
};

/* Allocates a zeroed form of `size` bytes; NULL when memory is out. */
void *preston_operator_allocate(size_t size, const preston_operator_type *type, int64_t rows);

/* Is there a cell below zero in the view? A cell that is not finite fails, with its name. */
preston_status preston_operator_check_cells(preston_const_view cells, const char *what,
                                            int *out_nonnegative, preston_error *error);

/* The forms that a solver looks into: NULL when the operator is of another form. */
const preston_const_view *preston_operator_dense_cells(const preston_operator *op);
const preston_trade *preston_operator_trade_parts(const preston_operator *op);

/* Copies between views of any strides and blocks. */
void preston_block_load(preston_const_view view, double *block);
void preston_block_store(const double *block, preston_view view);

/* Do the two views share memory? */
int preston_views_overlap(preston_const_view one, preston_const_view other);

struct preston_workspace {
    int64_t rows;
    int64_t columns;
    int64_t size;   /* doubles in memory */
    double *memory; /* blocks of rows × columns first, then scratch */
};

#endif
