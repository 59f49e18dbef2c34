/** @file matrix.h
 *  Floor 1: systems `(I − A) X = B` and `(I − A)ᵀ Y = C`, with a bound on every error.
 *
 *  It knows no economics. `A` is a dense matrix, or an *operator* that only knows how to multiply.
 *  Where it has no negative cell, `I − A` is an M-matrix exactly when the spectral radius of `A` is
 *  below one, and that is what making a solver checks (on the whole matrix: a column may well sum
 *  to more than one).
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

/* --- operators --- */

/** A square linear map `x ↦ A x` in one of several forms, never assembled. It borrows the memory
 *  of the cells it is made of, which must outlive it and not change. */
typedef struct preston_operator preston_operator;

/** Scratch memory; one for each thread. */
typedef struct preston_workspace preston_workspace;

/** A dense matrix, any strides; fastest where rows or columns are contiguous. */
PRESTON_API preston_status preston_operator_dense(preston_const_view cells,
                                                  preston_operator **out_operator,
                                                  preston_error *error);

/** A sparse matrix by compressed rows (CSR) or columns (CSC). */
typedef struct preston_sparse {
    int64_t rows;           /**< n; the matrix is n × n */
    int by_columns;         /**< 0: CSR, 1: CSC */
    const int64_t *starts;  /**< n + 1 positions in the next two, not falling */
    const int64_t *indices; /**< the column (CSR) or row (CSC) of each cell, 0 to n − 1 */
    const double *values;   /**< the cells */
} preston_sparse;

/** A sparse matrix; cells given twice add up. Keeps a turned copy, 16 bytes a cell, so that both
 *  products are quick. O(nonzeros) an apply. */
PRESTON_API preston_status preston_operator_sparse(const preston_sparse *sparse,
                                                   preston_operator **out_operator,
                                                   preston_error *error);

/** Many places: `x ↦ T(A x)` (Chenery–Moses; Miller and Blair 2009, ch. 3). Row
 *  `place · S + sector`. First every place's use of each sector, `z = A x`, by the technology; then
 *  for each sector its sellers r, over buyers s (the sector's index left out),
 *  `y_r = own_r z_r + Σ_s share_rs z_s + seller_factor_r Σ_s common_share_rs buyer_factor_s z_s
 *  + supply_r Σ_s use_s z_s`.
 *
 *  Neighbours come in two forms, of which either, both or none may be given. Lists of each sector's
 *  own take any trade, at one share for each sector and pair of places. Common ones, such as those
 *  of a gravity field, are one value for each pair and two factors for each place and sector: 12
 *  bytes a pair where S lists take 16 S, and products that read the pairs once for all sectors. */
typedef struct preston_trade {
    int64_t places;                /**< P */
    int64_t sectors;               /**< S */
    int64_t technologies;          /**< T, at least 1 */
    preston_const_view technology; /**< (T S) × S: one S × S block after another */
    const int64_t *technology_of; /**< P: which technology, 0 to T − 1, each place has; NULL: T is
                                       1 (all share it) or P (each its own, in order) */
    preston_const_view own;       /**< P × S: the share a place buys from itself */
    const int64_t *starts;        /**< S P + 1: for each sector and selling place, its buyers; NULL
                                       for none */
    const int64_t *buyers;        /**< the buying place of each share */
    const double *shares;         /**< what share of the buyer's use this seller has */
    const int64_t *common_starts; /**< P + 1: for each selling place, its buyers in all sectors;
                                       NULL for none */
    const int64_t *common_buyers; /**< the buying place of each common share */
    const double *common_shares;  /**< one a pair; the seller's share in the buyer's use of sector
                                       i is `seller_factor_ri · common_share_rs · buyer_factor_si` */
    preston_const_view seller_factors; /**< P × S, with common neighbours; else empty */
    preston_const_view buyer_factors;  /**< P × S, with common neighbours; else empty */
    preston_const_view
        pool_supply;             /**< P × S: each seller's part of a national pool; empty: none */
    preston_const_view pool_use; /**< P × S: the share of its use each buyer takes from it */
} preston_trade;

/** The trade operator. An apply costs one S × S by S × P product and the trade: O(S² P + S
 *  neighbours). Places that trade with near ones are best numbered along a space-filling curve, so
 *  that what a product looks up is near in memory too.
 *
 *  Beside what it borrows it keeps 24 bytes for each common pair (both products gather) and T 2 S²
 *  doubles; also P S doubles for each P × S view that is not stored place after place. The arrays
 * of views and neighbours are borrowed. Products give the same bits whatever the number of threads.
 *
 *  Households of many places are best one *sector* more: wages their row of the technology,
 *  consumption their column, commuting their trade.
 *  @return #PRESTON_ERROR_SHAPE a part has another size, or there are more than 2³¹ − 1 places with
 *          common neighbours; #PRESTON_ERROR_ARGUMENT an array is missing; #PRESTON_ERROR_VALUE a
 *          number is not finite or an index out of range, named by place and sector;
 *          #PRESTON_ERROR_MEMORY. */
PRESTON_API preston_status preston_operator_trade(const preston_trade *trade,
                                                  preston_operator **out_operator,
                                                  preston_error *error);

/** `[A C; R D]`: an operator with b more columns (n × b), rows (b × n) and corner (b × b), such as
 *  the households of Type II. */
PRESTON_API preston_status preston_operator_bordered(
    const preston_operator *inner, preston_const_view columns, preston_const_view rows,
    preston_const_view corner, preston_operator **out_operator, preston_error *error);

/** `A + U Vᵀ`: an operator changed by a product of n × k matrices. Its certificates go by the
 *  absolute values of A, U and V, unless none of their cells is negative. */
PRESTON_API preston_status preston_operator_low_rank(const preston_operator *inner,
                                                     preston_const_view left,
                                                     preston_const_view right,
                                                     preston_operator **out_operator,
                                                     preston_error *error);

/** Computes `y = A x` or `y = Aᵀ x` for n × columns doubles, column after column; with `absolute`,
 *  by the absolute values of the cells of A. */
typedef void preston_apply_function(void *context, preston_operation operation, int absolute,
                                    int64_t columns, const double *x, double *y);

/** An operator that the caller computes.
 *  @param nonnegative 1: the caller promises that no cell is negative; `absolute` is then ignored.
 *  @param terms the most cells in a row or column, for the rounding of certificates. */
PRESTON_API preston_status preston_operator_callback(int64_t rows, preston_apply_function *function,
                                                     void *context, int nonnegative, int64_t terms,
                                                     preston_operator **out_operator,
                                                     preston_error *error);

/** Frees the operator, not the memory it borrowed; NULL is fine. */
PRESTON_API void preston_operator_free(preston_operator *op);

/** The number of rows, n. */
PRESTON_API int64_t preston_operator_rows(const preston_operator *op);

/** Scratch memory for applying the operator to up to `columns` vectors. */
PRESTON_API preston_status preston_operator_workspace(const preston_operator *op, int64_t columns,
                                                      preston_workspace **out_workspace,
                                                      preston_error *error);

/** `Y = A X` or `Y = Aᵀ X`; allocates nothing.
 *  @param vectors X, n × k, any strides, k no more than the workspace has columns.
 *  @param out_products Y, n × k, must not overlap X. */
PRESTON_API preston_status preston_operator_apply(const preston_operator *op,
                                                  preston_operation operation,
                                                  preston_const_view vectors,
                                                  preston_workspace *workspace,
                                                  preston_view out_products, preston_error *error);

/* --- solvers --- */

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

/** How a system is solved. Whatever the method, its answers are refined until they are certified
 *  to the tolerance. */
typedef enum preston_method {
    PRESTON_METHOD_AUTO, /**< chosen by form, size and right-hand sides; an iteration of a dense
                              system gives way to LU where it is not certain to converge, or slow */
    PRESTON_METHOD_LU,   /**< LAPACK's LU in double precision; dense */
    PRESTON_METHOD_LU_SINGLE,    /**< LU in single precision, refined in double; dense */
    PRESTON_METHOD_GAUSS_SEIDEL, /**< block Gauss–Seidel on a copy in single precision (4n² bytes),
                                      refined in double; dense */
    PRESTON_METHOD_RICHARDSON, /**< the rounds of spending; for the trade operator corrected by the
                                    national system and weighed against the last (orthomin); any
                                    form */
    PRESTON_METHOD_BICGSTAB,   /**< van der Vorst 1992; any form */
    PRESTON_METHOD_GMRES       /**< restarted, Saad and Schultz 1986; any form */
} preston_method;

/** A factorised system; `const` once made, so that several threads may solve with it. */
typedef struct preston_solver preston_solver;

/** Options of preston_solver_create(); start from preston_solver_options_init(). */
typedef struct preston_solver_options {
    size_t size;                   /**< of this struct, set by the init function */
    double tolerance;              /**< largest relative bound accepted; default 1e-9 */
    const char *const *row_labels; /**< names for the messages, one a row; default NULL */
    preston_method method;         /**< default auto */
    int64_t right_hand_sides;      /**< how many will be solved for, for auto; default 1 */
    const preston_solver *base;    /**< a solver of a nearby system of the same size, which
                                        preconditions BiCGSTAB and GMRES; default NULL. It must
                                        outlive the solver */
} preston_solver_options;

/** Fills in the defaults. */
PRESTON_API void preston_solver_options_init(preston_solver_options *options);

/** Copies a dense matrix, prepares the method and finds the weights of the certificate.
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

/** The same for an operator, which is borrowed: it must outlive the solver.
 *  The dense methods (LU, Gauss–Seidel) assemble any other form first, in n² doubles. */
PRESTON_API preston_status preston_solver_create_for(const preston_operator *op,
                                                     const preston_solver_options *options,
                                                     preston_solver **out_solver,
                                                     preston_error *error);

/** The method in use; never auto. */
PRESTON_API preston_method preston_solver_method(const preston_solver *solver);

/** The name of a method, for example "block Gauss-Seidel". Static storage. */
PRESTON_API const char *preston_method_name(preston_method method);

/** Why that method, in a few words. Static storage. */
PRESTON_API const char *preston_solver_reason(const preston_solver *solver);

/** Frees the solver; NULL is fine. */
PRESTON_API void preston_solver_free(preston_solver *solver);

/** The number of rows of `A`. */
PRESTON_API int64_t preston_solver_rows(const preston_solver *solver);

/** Makes scratch memory for solves of up to `columns` right-hand sides; 6n doubles a
 *  column, and what the method needs. */
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

/** How many bytes preston_solver_inverse() will take for n rows, its result not counted: for a
 *  matrix without negative cells, and without a certificate of every column. */
PRESTON_API int64_t preston_inverse_bytes(int64_t rows);

/** The explicit inverse `(I − A)⁻¹`, for those who need every cell of it; no answer of the library
 *  goes through it. A dense A, or one that is multiplied with the identity first. An M-matrix needs
 *  no pivots: 2n³ operations, in place.
 *  @param out_inverse n × n.
 *  @param out_certificate of the worst column, in the 1-norm; may be NULL. It costs one more
 *         product, n³ of them: leave it NULL when a spot check will do.
 *  @return as preston_solver_solve(). */
PRESTON_API preston_status preston_solver_inverse(const preston_solver *solver,
                                                  preston_view out_inverse,
                                                  preston_certificate *out_certificate,
                                                  preston_error *error);

/* --- changes without starting again --- */

/** Whether rows or columns of A are rescaled. Rows: the local share of what a sector sells. */
typedef enum preston_side { PRESTON_ROWS, PRESTON_COLUMNS } preston_side;

/** k rows or columns of A that may be rescaled, with the columns of the inverse they need.
 *
 *  From `A L = L − I` (Miller and Blair 2009, ch. 12; Woodbury 1950): with rows K scaled by
 *  1 + δ, `x' = x + L_K y`, `(I − δ (L − I)_KK) y = δ (x − f)_K`. */
typedef struct preston_rescaling preston_rescaling;

/** Solves for the k columns of the inverse, once.
 *  @param base must outlive the rescaling.
 *  @param indices k distinct rows or columns. k solves, n k doubles. */
PRESTON_API preston_status preston_rescaling_create(const preston_solver *base, preston_side side,
                                                    int64_t count, const int64_t *indices,
                                                    preston_rescaling **out_rescaling,
                                                    preston_error *error);

/** Frees the rescaling; NULL is fine. */
PRESTON_API void preston_rescaling_free(preston_rescaling *rescaling);

/** The solution of the changed system, from that of the base. O(k³ + n k); allocates nothing.
 *  @param factors k × 1, each row or column times its factor; 1 leaves it.
 *  @param right_hand_side f, n × 1. @param solution x of the base, n × 1.
 *  @param out_solution n × 1; may not overlap the others.
 *  @param out_certificate may be NULL; giving it costs two applies, O(n²) each, and where
 *         rows or columns grow as many as their weights take. */
PRESTON_API preston_status preston_rescaling_solve(
    preston_rescaling *rescaling, preston_const_view factors, preston_const_view right_hand_side,
    preston_const_view solution, preston_view out_solution, preston_certificate *out_certificate,
    preston_error *error);

/** Accounts of the changed system only: `v·x'` for each account. O(k³ + k a); allocates nothing.
 *  @param accounts v, n × a. @param effects (I − A)⁻ᵀ v of the base, n × a.
 *  @param totals v·x of the base, a × 1.
 *  @param out_totals a × 1. */
PRESTON_API preston_status preston_rescaling_accounts(
    preston_rescaling *rescaling, preston_const_view factors, preston_const_view right_hand_side,
    preston_const_view solution, preston_const_view accounts, preston_const_view effects,
    preston_const_view totals, preston_view out_totals, preston_error *error);

/** A border on a solved system: b more columns, rows and a corner, such as the households of
 *  Type II. It costs one transposed solve of b right-hand sides. */
typedef struct preston_border preston_border;

/** Solves for the border, once.
 *  @param columns n × b. @param rows b × n. @param corner b × b.
 *  @return #PRESTON_ERROR_UNPRODUCTIVE when the closed system is not productive. */
PRESTON_API preston_status preston_border_create(const preston_solver *base,
                                                 preston_const_view columns,
                                                 preston_const_view rows, preston_const_view corner,
                                                 preston_border **out_border, preston_error *error);

/** Frees the border; NULL is fine. */
PRESTON_API void preston_border_free(preston_border *border);

/** Effects of the closed system from those of the base: dot products. Allocates nothing.
 *  @param effects (I − A)⁻ᵀ v, n × a. @param effects_bound on the error of any cell of them, from
 *         their certificate.
 *  @param border_accounts v of the border's rows, b × a; an empty view where it is zero.
 *  @param out_effects n × a; may be the effects themselves.
 *  @param out_border_effects b × a, or an empty view.
 *  @param out_bound on the error of any cell of the result; may be NULL. */
PRESTON_API preston_status preston_border_effects(preston_border *border,
                                                  preston_const_view effects, double effects_bound,
                                                  preston_const_view border_accounts,
                                                  preston_view out_effects,
                                                  preston_view out_border_effects,
                                                  double *out_bound, preston_error *error);

/** Called now and then during long work, from the calling thread.
 *  @return 0 to go on; anything else stops the work, which then fails with
 *          #PRESTON_ERROR_STOPPED. */
typedef int preston_progress_function(void *context, int64_t done, int64_t all);

/** Options of batches; start from preston_batch_options_init(). */
typedef struct preston_batch_options {
    size_t size;                         /**< of this struct, set by the init function */
    int threads;                         /**< default 0: all the cores there are */
    preston_progress_function *progress; /**< default NULL */
    void *context;                       /**< given to `progress` */
    double tolerance;                    /**< largest relative bound accepted; default 1e-9 */
} preston_batch_options;

/** Fills in the defaults. */
PRESTON_API void preston_batch_options_init(preston_batch_options *options);

/** Everything that draws of a system need: the base inverse less the identity. */
typedef struct preston_draws preston_draws;

/** Inverts the base, once. O(n³) time, n² doubles and as many floats.
 *  @param base must outlive the draws. */
PRESTON_API preston_status preston_draws_create(const preston_solver *base,
                                                preston_draws **out_draws, preston_error *error);

/** Frees the draws; NULL is fine. */
PRESTON_API void preston_draws_free(preston_draws *draws);

/** Accounts of many systems in which every row of A is rescaled, such as draws of all local shares.
 *
 *  Iterates in the space of intermediate demand, `g = g₀ + (L − I)(δ∘g)`, all draws of a block
 *  together, one product a step; then `x = f + (1 + δ)∘g`. Certain to converge where no factor is
 *  above one, or where the changes are small; a draw that does not is solved by itself. The first
 *  steps are in single precision.
 *
 *  @param factors n × N, one draw a column: the row factors 1 + δ, not negative.
 *  @param right_hand_side f, n × 1.
 *  @param accounts v, n × a.
 *  @param out_totals a × N: `v·x` of each draw. The same bits whatever the number of threads.
 *  @param out_bound may be NULL; the largest bound on the 1-norm error of any x over the
 *         1-norm of f. For draws solved alone the tolerance is over the 1-norm of x. */
PRESTON_API preston_status preston_draws_run(const preston_draws *draws, preston_const_view factors,
                                             preston_const_view right_hand_side,
                                             preston_const_view accounts,
                                             const preston_batch_options *options,
                                             preston_view out_totals, double *out_bound,
                                             preston_error *error);

/** Accounts of many demands once effects are known: `E ᵀ F`, one dot product each.
 *  @param effects (I − A)⁻ᵀ v, n × a. @param demands n × N. @param out_totals a × N.
 *  @param options NULL for the defaults. When stopped, the totals of some demands are there and of
 *         others not. The same bits whatever the number of threads. O(n a N). */
PRESTON_API preston_status preston_batch_accounts(preston_const_view effects,
                                                  preston_const_view demands,
                                                  const preston_batch_options *options,
                                                  preston_view out_totals, preston_error *error);

/** Solves for many right-hand sides in blocks, on all cores. The same bits whatever the number of
 *  threads.
 *  @param right_hand_sides n × N. @param out_solutions n × N; left alone on failure only in
 *         blocks that were not reached. */
PRESTON_API preston_status preston_batch_solve(
    const preston_solver *solver, preston_operation operation, preston_const_view right_hand_sides,
    const preston_batch_options *options, preston_view out_solutions,
    preston_certificate *out_certificate, preston_error *error);

/** Hypothetical extraction of every row and column in turn: how much of each account is lost when
 *  sector j neither buys, sells nor produces. `loss_j = (v·L)_j x_j / L_jj`.
 *
 *  @param inverse L, n × n, from preston_solver_inverse().
 *  @param solution x = L f, n × 1. @param effects v·L, n × a.
 *  @param out_losses n × a. O(n a). Source: Miller and Blair 2009, ch. 12. */
PRESTON_API preston_status preston_extraction_losses(preston_const_view inverse,
                                                     preston_const_view solution,
                                                     preston_const_view effects,
                                                     preston_view out_losses, preston_error *error);

/** The field of influence of every cell of A on an account: `∂(v·x)/∂a_ij = effect_i x_j`.
 *  With effects of ones and x the row sums of L it is Sonis and Hewings' first-order total
 *  influence. @param effects n × 1. @param solution n × 1. @param out_influence n × n. O(n²). */
PRESTON_API preston_status preston_influence(preston_const_view effects,
                                             preston_const_view solution,
                                             preston_view out_influence, preston_error *error);

#ifdef __cplusplus
}
#endif

#endif
