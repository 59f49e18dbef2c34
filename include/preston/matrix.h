/** @file matrix.h
 *  Floor 1: dense systems `(I − A) X = B` and `(I − A)ᵀ Y = C`, with a bound on every error.
 *
 *  It knows no economics. `A` is any square matrix; where it has no negative cell, `I − A` is an
 *  M-matrix exactly when the spectral radius of `A` is below one, and that is what
 *  preston_solver_create() checks (on the whole matrix: a column may well sum to more than one).
 *
 *  @code
 *  preston_solver *solver = NULL;
 *  preston_workspace *workspace = NULL;
 *  preston_certificate certificate;
 *  preston_solver_create(preston_const_matrix(a, n, n), NULL, &solver, &error);
 *  preston_workspace_create(solver, 1, &workspace, &error);
 *  preston_solver_solve(solver, PRESTON_PLAIN, preston_const_vector(f, n, 1), workspace,
 *                       preston_vector(x, n, 1), &certificate, &error);
 *  @endcode
 */
#ifndef PRESTON_MATRIX_H
#define PRESTON_MATRIX_H

#include "status.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A borrowed matrix: cell (i, j) is `data[i * row_stride + j * column_stride]`. A vector is a
 *  view of one column. Strides count doubles and may have any sign. */
typedef struct preston_view {
    double *data;
    int64_t rows;
    int64_t columns;
    int64_t row_stride;
    int64_t column_stride;
} preston_view;

/** The same, read only. */
typedef struct preston_const_view {
    const double *data;
    int64_t rows;
    int64_t columns;
    int64_t row_stride;
    int64_t column_stride;
} preston_const_view;

/** A view of `rows × columns` doubles stored row after row. */
static inline preston_view preston_matrix(double *data, int64_t rows, int64_t columns)
{
    preston_view view = {data, rows, columns, columns, 1};
    return view;
}

/** A view of `size` doubles, `stride` apart, as one column. */
static inline preston_view preston_vector(double *data, int64_t size, int64_t stride)
{
    preston_view view = {data, size, 1, stride, 1};
    return view;
}

/** A read-only view of `rows × columns` doubles stored row after row. */
static inline preston_const_view preston_const_matrix(const double *data, int64_t rows,
                                                      int64_t columns)
{
    preston_const_view view = {data, rows, columns, columns, 1};
    return view;
}

/** A read-only view of `size` doubles, `stride` apart, as one column. */
static inline preston_const_view preston_const_vector(const double *data, int64_t size,
                                                      int64_t stride)
{
    preston_const_view view = {data, size, 1, stride, 1};
    return view;
}

/** The read-only twin of a view. */
static inline preston_const_view preston_const(preston_view view)
{
    preston_const_view twin = {view.data, view.rows, view.columns, view.row_stride,
                               view.column_stride};
    return twin;
}

/** The same cells with rows and columns exchanged. */
static inline preston_const_view preston_transposed(preston_const_view view)
{
    preston_const_view turned = {view.data, view.columns, view.rows, view.column_stride,
                                 view.row_stride};
    return turned;
}

/** The cell of row `row` and column `column`. */
static inline double preston_get(preston_const_view view, int64_t row, int64_t column)
{
    return view.data[row * view.row_stride + column * view.column_stride];
}

/** Sets the cell of row `row` and column `column`. */
static inline void preston_set(preston_view view, int64_t row, int64_t column, double value)
{
    view.data[row * view.row_stride + column * view.column_stride] = value;
}

/** Which of the two systems a solve is of. */
typedef enum preston_operation {
    PRESTON_PLAIN,     /**< `(I − A) X = B` */
    PRESTON_TRANSPOSED /**< `(I − A)ᵀ X = B` */
} preston_operation;

/** How far a computed solution can be from the exact one, floating-point rounding included.
 *
 *  With weights `w > 0` and `d = w − |A|ᵀw > 0`, and `ρ ≥ |B − (I − A) X|` cell by cell,
 *  `‖X − X*‖₁ ≤ w·ρ / min d`; for the transposed system `|Y − Y*| ≤ w · max(ρ / d)` cell by cell
 *  (diagonal dominance with weights: Varga 2000, Matrix Iterative Analysis, ch. 3; rounding by
 *  Higham 2002, Accuracy and Stability, ch. 3). */
typedef struct preston_certificate {
    int certified;         /**< 1: the two bounds are rigorous. 0: none can be given, because the
                                absolute values of A are not productive; the bounds are infinite */
    double bound;          /**< on the error of any column: 1-norm, or largest cell if transposed */
    double relative_bound; /**< `bound` over the same norm of that column */
    double residual;       /**< the largest cell of `|B − (I − A) X|` as computed */
} preston_certificate;

/** Options of preston_solver_create(); start from preston_solver_options_init(). */
typedef struct preston_solver_options {
    size_t size;                   /**< of this struct, set by the init function */
    double tolerance;              /**< largest relative bound accepted; default 1e-9 */
    const char *const *row_labels; /**< names for the messages, one a row; default NULL */
} preston_solver_options;

/** Fills in the defaults. */
PRESTON_API void preston_solver_options_init(preston_solver_options *options);

/** A factorised system; `const` once made, so that several threads may solve with it. */
typedef struct preston_solver preston_solver;

/** The scratch memory of solves; one for each thread. */
typedef struct preston_workspace preston_workspace;

/** Copies and factorises `I − A` (LAPACK's LU) and finds the weights of the certificate.
 *
 *  @param coefficients `A`, n × n, any strides, n ≥ 0; copied.
 *  @param options NULL for the defaults.
 *  @param out_solver freed with preston_solver_free().
 *  @return #PRESTON_ERROR_SHAPE not square; #PRESTON_ERROR_VALUE a cell is not finite;
 *          #PRESTON_ERROR_SINGULAR; #PRESTON_ERROR_UNPRODUCTIVE the spectral radius of `A` is not
 *          below one, with the rows at fault in the message; #PRESTON_ERROR_MEMORY.
 *
 *  O(n³) time, 2n² doubles. */
PRESTON_API preston_status preston_solver_create(preston_const_view coefficients,
                                                 const preston_solver_options *options,
                                                 preston_solver **out_solver, preston_error *error);

/** Frees the solver; NULL is fine. */
PRESTON_API void preston_solver_free(preston_solver *solver);

/** The number of rows of `A`. */
PRESTON_API int64_t preston_solver_rows(const preston_solver *solver);

/** Makes scratch memory for solves of up to `columns` right-hand sides; 3n doubles a column. */
PRESTON_API preston_status preston_workspace_create(const preston_solver *solver, int64_t columns,
                                                    preston_workspace **out_workspace,
                                                    preston_error *error);

/** Frees the workspace; NULL is fine. */
PRESTON_API void preston_workspace_free(preston_workspace *workspace);

/** Solves for many right-hand sides at once; allocates nothing.
 *
 *  @param right_hand_sides n × k, any strides, k no more than the workspace has columns.
 *  @param workspace of the same solver; used by one thread at a time.
 *  @param out_solution n × k; must not overlap the right-hand sides.
 *  @param out_certificate may be NULL.
 *  @return #PRESTON_ERROR_SHAPE; #PRESTON_ERROR_ARGUMENT memory overlaps; #PRESTON_ERROR_VALUE a
 *          right-hand side is not finite; #PRESTON_ERROR_ACCURACY the bound exceeds the solver's
 *          tolerance, or the solution overflows.
 *
 *  O(n²k) time. */
PRESTON_API preston_status preston_solver_solve(
    const preston_solver *solver, preston_operation operation, preston_const_view right_hand_sides,
    preston_workspace *workspace, preston_view out_solution, preston_certificate *out_certificate,
    preston_error *error);

/** The explicit inverse `(I − A)⁻¹`, for those who need every cell of it; no answer of the library
 *  goes through it. Allocates 4n² doubles of scratch, O(n³) time.
 *  @param out_inverse n × n. */
PRESTON_API preston_status preston_solver_inverse(const preston_solver *solver,
                                                  preston_view out_inverse,
                                                  preston_certificate *out_certificate,
                                                  preston_error *error);

#ifdef __cplusplus
}
#endif

#endif
