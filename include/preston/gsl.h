/** @file gsl.h
 *  For programs that use GSL: gsl_matrix and gsl_vector as the library's views and back, without a
 *  copy. The library's own headers never need it.
 *
 *  Lifetimes are those of the memory behind: a view made of a gsl_matrix lives as long as it.
 */
#ifndef PRESTON_GSL_H
#define PRESTON_GSL_H

#include "matrix.h"

#include <gsl/gsl_matrix.h>
#include <gsl/gsl_vector.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A gsl_matrix as a view. */
static inline preston_view preston_view_of_matrix(gsl_matrix *matrix)
{
    preston_view view = {matrix->data, (int64_t)matrix->size1, (int64_t)matrix->size2,
                         (int64_t)matrix->tda, 1};
    return view;
}

/** A const gsl_matrix as a read-only view. */
static inline preston_const_view preston_view_of_const_matrix(const gsl_matrix *matrix)
{
    preston_const_view view = {matrix->data, (int64_t)matrix->size1, (int64_t)matrix->size2,
                               (int64_t)matrix->tda, 1};
    return view;
}

/** A gsl_vector as a view of one column. */
static inline preston_view preston_view_of_vector(gsl_vector *vector)
{
    return preston_vector(vector->data, (int64_t)vector->size, (int64_t)vector->stride);
}

/** A const gsl_vector as a read-only view of one column. */
static inline preston_const_view preston_view_of_const_vector(const gsl_vector *vector)
{
    return preston_const_vector(vector->data, (int64_t)vector->size, (int64_t)vector->stride);
}

/** Can GSL hold the view as a matrix? Its rows must be contiguous and not overlap. 0 or 1. */
static inline int preston_fits_gsl_matrix(preston_const_view view)
{
    return view.rows > 0 && view.columns > 0 && view.column_stride == 1 &&
           view.row_stride >= view.columns;
}

/** Can GSL hold the view as a vector? It must be one column, with a positive stride. 0 or 1. */
static inline int preston_fits_gsl_vector(preston_const_view view)
{
    return view.rows > 0 && view.columns == 1 && view.row_stride > 0;
}

/** A view as a gsl_matrix_view; check preston_fits_gsl_matrix() first, since GSL's own check ends
 *  the program. */
static inline gsl_matrix_view preston_matrix_of_view(preston_view view)
{
    return gsl_matrix_view_array_with_tda(view.data, (size_t)view.rows, (size_t)view.columns,
                                          (size_t)view.row_stride);
}

/** A read-only view as a gsl_matrix_const_view; check preston_fits_gsl_matrix() first. */
static inline _gsl_matrix_const_view preston_const_matrix_of_view(preston_const_view view)
{
    return gsl_matrix_const_view_array_with_tda(view.data, (size_t)view.rows, (size_t)view.columns,
                                                (size_t)view.row_stride);
}

/** A view of one column as a gsl_vector_view; check preston_fits_gsl_vector() first. */
static inline gsl_vector_view preston_vector_of_view(preston_view view)
{
    return gsl_vector_view_array_with_stride(view.data, (size_t)view.row_stride, (size_t)view.rows);
}

/** A read-only view of one column as a gsl_vector_const_view; check preston_fits_gsl_vector()
 *  first. */
static inline _gsl_vector_const_view preston_const_vector_of_view(preston_const_view view)
{
    return gsl_vector_const_view_array_with_stride(view.data, (size_t)view.row_stride,
                                                   (size_t)view.rows);
}

#ifdef __cplusplus
}
#endif

#endif
