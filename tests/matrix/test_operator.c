/* What every form of operator must do: the same suite for all, against a matrix that is put
 * together from the same parts by plain loops. */
#include "dense_of.h"
#include "specimen.h"
#include "test.h"

#include "matrix/operator.h"

#include <float.h>
#include <math.h>

#ifdef _OPENMP
#include <omp.h>
#endif

/* Around the sizes of blocks, tiles and runs inside the library. */
static const int64_t sizes[] = {0, 1, 2, 3, 63, 64, 65, 511, 512, 513, 514};
static const int64_t vector_counts[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 17};
static const int64_t few_sizes[] = {0, 1, 65, 514};
enum {
    SIZES = sizeof sizes / sizeof *sizes,
    FEW_SIZES = sizeof few_sizes / sizeof *few_sizes,
    COUNTS = sizeof vector_counts / sizeof *vector_counts,
    MOST_VECTORS = 17
};

static void use_threads(int threads)
{
#ifdef _OPENMP
    omp_set_num_threads(threads);
#else
    (void)threads;
#endif
}

static gsl_rng *start_random(void)
{
    const char *given = getenv("PRESTON_TEST_SEED");
    unsigned long seed = given != NULL ? strtoul(given, NULL, 10) : 20170331;
    print_message("PRESTON_TEST_SEED=%lu\n", seed);
    gsl_rng *random = gsl_rng_alloc(gsl_rng_mt19937);
    assert_non_null(random);
    gsl_rng_set(random, seed);
    return random;
}

/* A failure has to say which specimen it was. */
#define expect(made, condition)                                                                    \
    do {                                                                                           \
        if (!(condition)) {                                                                        \
            print_error("%s, n = %lld\n", (made)->name, (long long)(made)->n);                     \
            assert_true(condition);                                                                \
        }                                                                                          \
    } while (0)

/* Runs a check on every form, at the sizes given, with and without negative cells. */
static void for_specimens(int64_t count, const int64_t *rows,
                          void (*check)(const specimen *made, gsl_rng *random))
{
    gsl_rng *random = start_random();
    for (int form = 0; form < specimen_forms(); form++) {
        for (int64_t size = 0; size < count; size++) {
            for (int negative = 0; negative < 2; negative++) {
                specimen made = make_specimen(form, rows[size], negative, random);
                check(&made, random);
                free_specimen(&made);
            }
        }
    }
    gsl_rng_free(random);
}

/* --- views on a canvas: memory in which a view leaves gaps --- */

enum { CANVAS_KINDS = 16 };
static const double untouched = -7777.25;

typedef struct canvas {
    double *memory;
    int64_t size;
    preston_view view;
} canvas;

/* Kinds, by bits: row after row, gaps, rows backwards, columns backwards. */
static canvas make_canvas(int kind, int64_t rows, int64_t columns)
{
    int64_t step = kind & 2 ? 2 : 1;
    int64_t gap = kind & 2 ? 1 : 0;
    int by_rows = kind & 1;
    int64_t row_stride = by_rows ? step * columns + gap : step;
    int64_t column_stride = by_rows ? step : step * rows + gap;
    canvas made = {.size = (step * rows + gap) * (step * columns + gap) + 16};
    made.memory = malloc((size_t)made.size * sizeof *made.memory);
    assert_non_null(made.memory);
    for (int64_t i = 0; i < made.size; i++) {
        made.memory[i] = untouched;
    }
    double *data = made.memory + 8;
    data += kind & 4 && rows > 0 ? (rows - 1) * row_stride : 0;
    data += kind & 8 && columns > 0 ? (columns - 1) * column_stride : 0;
    made.view = (preston_view){data, rows, columns, kind & 4 ? -row_stride : row_stride,
                               kind & 8 ? -column_stride : column_stride};
    return made;
}

static void fill_canvas(canvas *made, gsl_rng *random)
{
    for (int64_t i = 0; i < made->view.rows; i++) {
        for (int64_t k = 0; k < made->view.columns; k++) {
            preston_set(made->view, i, k, gsl_rng_uniform(random) - 0.5);
        }
    }
}

/* Is all but the view as it was? */
static int gaps_untouched(const canvas *made)
{
    int64_t left = 0;
    int64_t inside = 0;
    for (int64_t i = 0; i < made->size; i++) {
        left += made->memory[i] == untouched;
    }
    for (int64_t i = 0; i < made->view.rows; i++) {
        for (int64_t k = 0; k < made->view.columns; k++) {
            inside += preston_get(preston_const(made->view), i, k) != untouched;
        }
    }
    return left == made->size - inside && inside == made->view.rows * made->view.columns;
}

/* --- references --- */

/* Row i of A or Aᵀ times x, and of the sizes times |x|. */
static void multiply_row(const specimen *made, preston_operation operation, int64_t i,
                         preston_const_view x, int64_t k, long double *out_sum,
                         long double *out_size)
{
    int plain = operation == PRESTON_PLAIN;
    *out_sum = 0.0L;
    *out_size = 0.0L;
    for (int64_t j = 0; j < made->n; j++) {
        int64_t cell = plain ? i * made->n + j : j * made->n + i;
        double value = preston_get(x, j, k);
        *out_sum += made->cells[cell] * value;
        *out_size += made->sizes[cell] * fabs(value);
    }
}

/* Is a product as near the exact one as the operator's own count of roundings promises? */
static int is_close(const specimen *made, double value, long double sum, long double size)
{
    long double unit = (long double)(made->op->terms) * (DBL_EPSILON / 2);
    return fabsl(value - sum) <= unit / (1.0L - unit) * size;
}

/* All rows of small matrices are looked at, some of large ones. */
static int64_t rows_apart(const specimen *made)
{
    return made->n > 65 ? 19 : 1;
}

static int64_t first_row(const specimen *made, gsl_rng *random)
{
    return (int64_t)gsl_rng_uniform_int(random, (unsigned long)rows_apart(made));
}

static preston_workspace *make_workspace(const specimen *made, int64_t columns)
{
    preston_workspace *workspace = NULL;
    preston_error error = {0};
    assert_ok(preston_operator_workspace(made->op, columns, &workspace, &error), &error);
    return workspace;
}

/* --- the suite --- */

/* Every cell, by unit vectors. */
static void check_cells(const specimen *made, gsl_rng *random)
{
    (void)random;
    assert_int_equal(preston_operator_rows(made->op), made->n);
    if (made->n > 65 && made->n != 511) {
        return; /* the other checks go on */
    }
    for (int turned = 0; turned < 2; turned++) {
        double *cells = dense_of(made->op, turned ? PRESTON_TRANSPOSED : PRESTON_PLAIN);
        for (int64_t i = 0; i < made->n; i++) {
            for (int64_t j = 0; j < made->n; j++) {
                int64_t cell = turned ? j * made->n + i : i * made->n + j;
                expect(made, is_close(made, cells[i * made->n + j], made->cells[cell],
                                      made->sizes[cell]));
            }
        }
        free(cells);
    }
}

static void apply__every_cell(void **state)
{
    (void)state;
    for_specimens(SIZES, sizes, check_cells);
}

static void check_product(const specimen *made, preston_operation operation, int64_t columns,
                          preston_workspace *workspace, gsl_rng *random)
{
    canvas x = make_canvas((int)gsl_rng_uniform_int(random, CANVAS_KINDS), made->n, columns);
    canvas y = make_canvas((int)gsl_rng_uniform_int(random, CANVAS_KINDS), made->n, columns);
    preston_error error = {0};
    fill_canvas(&x, random);
    assert_ok(preston_operator_apply(made->op, operation, preston_const(x.view), workspace, y.view,
                                     &error),
              &error);
    expect(made, gaps_untouched(&x) && gaps_untouched(&y));
    for (int64_t i = first_row(made, random); i < made->n; i += rows_apart(made)) {
        for (int64_t k = 0; k < columns; k++) {
            long double sum = 0.0L;
            long double size = 0.0L;
            multiply_row(made, operation, i, preston_const(x.view), k, &sum, &size);
            expect(made, is_close(made, preston_get(preston_const(y.view), i, k), sum, size));
        }
    }
    free(x.memory);
    free(y.memory);
}

/* Few and many vectors of any strides, in a workspace that has room for more. */
static void check_products(const specimen *made, gsl_rng *random)
{
    preston_workspace *workspace = make_workspace(made, MOST_VECTORS);
    for (int count = 0; count < COUNTS; count++) {
        check_product(made, PRESTON_PLAIN, vector_counts[count], workspace, random);
        check_product(made, PRESTON_TRANSPOSED, vector_counts[count], workspace, random);
    }
    check_product(made, PRESTON_PLAIN, 0, workspace, random);
    preston_workspace_free(workspace);
}

static void apply__vectors_and_strides(void **state)
{
    (void)state;
    for_specimens(SIZES, sizes, check_products);
}

/* y·(A x) = (Aᵀ y)·x, to rounding. */
static void check_adjoint(const specimen *made, gsl_rng *random)
{
    int64_t n = made->n;
    preston_workspace *workspace = make_workspace(made, 1);
    canvas vectors = make_canvas(0, n, 4); /* x, y, A x, Aᵀ y */
    double *x = vectors.view.data;
    double *y = x + n;
    double *forth = y + n;
    double *back = forth + n;
    preston_error error = {0};
    fill_canvas(&vectors, random);
    assert_ok(preston_operator_apply(made->op, PRESTON_PLAIN, preston_const_vector(x, n, 1),
                                     workspace, preston_vector(forth, n, 1), &error),
              &error);
    assert_ok(preston_operator_apply(made->op, PRESTON_TRANSPOSED, preston_const_vector(y, n, 1),
                                     workspace, preston_vector(back, n, 1), &error),
              &error);
    long double one = 0.0L;
    long double other = 0.0L;
    long double size = 0.0L;
    for (int64_t i = 0; i < n; i++) {
        long double sum = 0.0L;
        long double part = 0.0L;
        multiply_row(made, PRESTON_PLAIN, i, preston_const_vector(x, n, 1), 0, &sum, &part);
        one += (long double)y[i] * forth[i];
        other += (long double)back[i] * x[i];
        size += fabs(y[i]) * part;
    }
    expect(made, is_close(made, 0.0, 0.5L * (one - other), size));
    free(vectors.memory);
    preston_workspace_free(workspace);
}

static void apply__adjoint(void **state)
{
    (void)state;
    for_specimens(FEW_SIZES, few_sizes, check_adjoint);
}

/* The block that a form itself is given: random, and not below zero. */
static double *random_block(int64_t count, gsl_rng *random)
{
    double *block = calloc((size_t)count + 1, sizeof *block);
    assert_non_null(block);
    for (int64_t i = 0; i < count; i++) {
        block[i] = gsl_rng_uniform(random);
    }
    return block;
}

static void check_absolute_in(const specimen *made, preston_operation operation, int64_t columns,
                              preston_workspace *workspace, gsl_rng *random)
{
    int64_t n = made->n;
    double *x = random_block(n * columns, random);
    double *y = random_block(n * columns, random);
    double *absolute = random_block(n * columns, random);
    made->op->type->apply(made->op, operation, 0, columns, x, y, workspace->memory);
    made->op->type->apply(made->op, operation, 1, columns, x, absolute, workspace->memory);
    if (made->op->nonnegative) {
        expect(made, memcmp(y, absolute, (size_t)(n * columns) * sizeof *y) == 0);
    }
    for (int64_t i = first_row(made, random); i < n; i += rows_apart(made)) {
        for (int64_t k = 0; k < columns; k++) {
            long double sum = 0.0L;
            long double size = 0.0L;
            multiply_row(made, operation, i, preston_const_vector(x + k * n, n, 1), 0, &sum, &size);
            expect(made, is_close(made, absolute[i + k * n], size, size));
            expect(made, fabs(y[i + k * n]) <= absolute[i + k * n] * (1.0 + 1e-12));
        }
    }
    free(x);
    free(y);
    free(absolute);
}

/* By absolute values: those of all parts, never less than the product, the same where nothing is
 * negative. */
static void check_absolute(const specimen *made, gsl_rng *random)
{
    preston_workspace *workspace = make_workspace(made, 5);
    for (int64_t columns = 1; columns <= 5; columns += 2) {
        check_absolute_in(made, PRESTON_PLAIN, columns, workspace, random);
        check_absolute_in(made, PRESTON_TRANSPOSED, columns, workspace, random);
    }
    int negative = 0;
    for (int64_t cell = 0; cell < made->n * made->n; cell++) {
        negative |= made->cells[cell] < 0.0L;
    }
    expect(made, !(negative && made->op->nonnegative));
    preston_workspace_free(workspace);
}

static void apply__absolute_values(void **state)
{
    (void)state;
    for_specimens(FEW_SIZES, few_sizes, check_absolute);
}

/* A specimen made with no cell below zero says so, and one with some does not. */
static void create__nonnegative(void **state)
{
    (void)state;
    gsl_rng *random = start_random();
    for (int form = 0; form < specimen_forms(); form++) {
        for (int negative = 0; negative < 2; negative++) {
            specimen made = make_specimen(form, 64, negative, random);
            expect(&made, made.op->nonnegative == !negative);
            free_specimen(&made);
        }
    }
    gsl_rng_free(random);
}

/* --- refusals of apply --- */

static void check_refusals(const specimen *made, gsl_rng *random)
{
    int64_t n = made->n;
    preston_workspace *workspace = make_workspace(made, 2);
    double *x = random_block(8 * (n + 1), random);
    double *y = x + 4 * (n + 1);
    double before = y[0];
    preston_error error = {0};
    preston_const_view good = preston_const_matrix(x, n, 2);
    const struct {
        preston_const_view vectors;
        preston_view products;
    } bad[] = {
        {preston_const_matrix(x, n + 1, 2), preston_matrix(y, n, 2)},
        {good, preston_matrix(y, n + 1, 2)},
        {good, preston_matrix(y, n, 1)},
        {preston_const_matrix(x, n, 3), preston_matrix(y, n, 3)},
    };
    for (size_t k = 0; k < sizeof bad / sizeof *bad; k++) {
        assert_fails(preston_operator_apply(made->op, PRESTON_PLAIN, bad[k].vectors, workspace,
                                            bad[k].products, &error),
                     PRESTON_ERROR_SHAPE, &error, "do not fit");
    }
    if (n > 0) {
        assert_fails(preston_operator_apply(made->op, PRESTON_TRANSPOSED, good, workspace,
                                            preston_matrix(x + 2 * n - 1, n, 2), &error),
                     PRESTON_ERROR_ARGUMENT, &error, "overlap");
        preston_view backwards = {x + n - 1, n, 2, -1, n};
        assert_fails(
            preston_operator_apply(made->op, PRESTON_PLAIN, good, workspace, backwards, &error),
            PRESTON_ERROR_ARGUMENT, &error, "overlap");
    }
    expect(made, y[0] == before);
    preston_workspace_free(workspace);
    free(x);
}

static void apply__refuses_shapes_and_overlap(void **state)
{
    (void)state;
    for_specimens(FEW_SIZES, few_sizes, check_refusals);
}

static void apply__refuses_a_workspace_of_other_rows(void **state)
{
    (void)state;
    double cells[9] = {0};
    double x[6] = {0};
    preston_operator *three = NULL;
    preston_operator *two = NULL;
    preston_workspace *workspace = NULL;
    preston_error error = {0};
    assert_ok(preston_operator_dense(preston_const_matrix(cells, 3, 3), &three, &error), &error);
    assert_ok(preston_operator_dense(preston_const_matrix(cells, 2, 2), &two, &error), &error);
    assert_ok(preston_operator_workspace(two, 1, &workspace, &error), &error);
    assert_fails(preston_operator_apply(three, PRESTON_PLAIN, preston_const_vector(x, 3, 1),
                                        workspace, preston_vector(x + 3, 3, 1), &error),
                 PRESTON_ERROR_SHAPE, &error, "do not fit");
    preston_workspace_free(workspace);
    assert_fails(preston_operator_workspace(two, -1, &workspace, &error), PRESTON_ERROR_SHAPE,
                 &error, "cannot be made");
    preston_operator_free(three);
    preston_operator_free(two);
    preston_operator_free(NULL);
}

/* --- threads --- */

/* Products by one thread, and by two and three: the same bits. */
static void assert_same_bits(const preston_operator *op, int64_t columns, gsl_rng *random)
{
    int64_t count = preston_operator_rows(op) * columns;
    double *x = random_block(count, random);
    double *first = random_block(count, random);
    double *again = random_block(count, random);
    preston_workspace *workspace = NULL;
    preston_error error = {0};
    assert_ok(preston_operator_workspace(op, columns, &workspace, &error), &error);
    for (int turned = 0; turned < 2; turned++) {
        preston_operation operation = turned ? PRESTON_TRANSPOSED : PRESTON_PLAIN;
        for (int absolute = 0; absolute < 2; absolute++) {
            use_threads(1);
            op->type->apply(op, operation, absolute, columns, x, first, workspace->memory);
            for (int threads = 2; threads <= 3; threads++) {
                use_threads(threads);
                op->type->apply(op, operation, absolute, columns, x, again, workspace->memory);
                assert_memory_equal(first, again, (size_t)count * sizeof *first);
            }
        }
    }
    use_threads(1);
    preston_workspace_free(workspace);
    free(x);
    free(first);
    free(again);
}

static void apply__same_bits_by_any_threads(void **state)
{
    (void)state;
    gsl_rng *random = start_random();
    for (int kind = 0; kind < 4;
         kind++) { /* by bits: a technology for each place, the same pairs */
        specimen owner = {.name = "trade"};
        preston_trade trade = make_trade(&owner, 700, 30, kind & 1, kind & 2, 1, random);
        preston_operator *op = NULL;
        preston_error error = {0};
        assert_ok(preston_operator_trade(&trade, &op, &error), &error);
        assert_same_bits(op, 1, random);
        assert_same_bits(op, 6, random);
        preston_operator_free(op);
        free_specimen(&owner);
    }
    for (int form = 0; form < specimen_forms(); form++) {
        specimen made = make_specimen(form, 771, 1, random);
        assert_same_bits(made.op, 3, random);
        free_specimen(&made);
    }
    gsl_rng_free(random);
}

/* Enough cells for several threads. */
static void apply__same_bits_of_large_sparse(void **state)
{
    (void)state;
    enum { N = 20000, EACH = 8 };
    gsl_rng *random = start_random();
    specimen owner = {.name = "sparse"};
    int64_t *starts = specimen_integers(&owner, N + 1);
    int64_t *indices = specimen_integers(&owner, N * EACH);
    double *values = specimen_doubles(&owner, N * EACH);
    preston_sparse sparse = {N, 0, starts, indices, values};
    preston_operator *op = NULL;
    preston_error error = {0};
    for (int64_t q = 0; q < N * EACH; q++) {
        starts[q / EACH + 1] = q + 1;
        indices[q] = (int64_t)gsl_rng_uniform_int(random, N);
        values[q] = gsl_rng_uniform(random);
    }
    assert_ok(preston_operator_sparse(&sparse, &op, &error), &error);
    assert_same_bits(op, 1, random);
    assert_same_bits(op, 4, random);
    preston_operator_free(op);
    free_specimen(&owner);
    gsl_rng_free(random);
}

/* --- refusals of creation --- */

static preston_operator *const never = NULL;

#define assert_refused(call, status, text)                                                         \
    do {                                                                                           \
        preston_operator *op = never;                                                              \
        preston_error error = {0};                                                                 \
        assert_fails(call, status, &error, text);                                                  \
        assert_null(op);                                                                           \
    } while (0)

static void dense__refusals(void **state)
{
    (void)state;
    double cells[6] = {0.0, 0.1, 0.2, 0.3, NAN, 0.5};
    assert_refused(preston_operator_dense(preston_const_matrix(cells, 2, 3), &op, &error),
                   PRESTON_ERROR_SHAPE, "must be square");
    assert_refused(preston_operator_dense(preston_const_matrix(cells + 1, 2, 2), &op, &error),
                   PRESTON_ERROR_VALUE, "cell (2, 2) of the matrix");
}

static void sparse__refusals(void **state)
{
    (void)state;
    int64_t starts[4] = {0, 1, 2, 3};
    int64_t indices[3] = {0, 1, 2};
    double values[3] = {0.1, 0.2, 0.3};
    preston_sparse sparse = {-1, 0, starts, indices, values};
    assert_refused(preston_operator_sparse(&sparse, &op, &error), PRESTON_ERROR_SHAPE, "-1 rows");
    sparse = (preston_sparse){3, 0, NULL, indices, values};
    assert_refused(preston_operator_sparse(&sparse, &op, &error), PRESTON_ERROR_SHAPE, "without");
    sparse.starts = starts;
    indices[1] = 3;
    assert_refused(preston_operator_sparse(&sparse, &op, &error), PRESTON_ERROR_VALUE,
                   "row 2 of the sparse matrix has a cell with index 3");
    sparse.by_columns = 1;
    indices[1] = -1;
    assert_refused(preston_operator_sparse(&sparse, &op, &error), PRESTON_ERROR_VALUE,
                   "column 2 of the sparse matrix has a cell with index -1");
    indices[1] = 1;
    values[2] = INFINITY;
    assert_refused(preston_operator_sparse(&sparse, &op, &error), PRESTON_ERROR_VALUE,
                   "not finite");
    starts[1] = 3;
    assert_refused(preston_operator_sparse(&sparse, &op, &error), PRESTON_ERROR_VALUE,
                   "column 2 of the sparse matrix starts at 3 and ends at 2");
    starts[0] = -1;
    assert_refused(preston_operator_sparse(&sparse, &op, &error), PRESTON_ERROR_VALUE,
                   "starts at -1");
}

/* Two places, two sectors; each test spoils a part. */
typedef struct small_trade {
    double numbers[8];
    int64_t starts[5];
    int64_t buyers[4];
    preston_trade trade;
} small_trade;

static void make_small_trade(small_trade *made)
{
    *made = (small_trade){.numbers = {0.1, 0.2, 0.3, 0.1, 0.2, 0.3, 0.1, 0.2},
                          .starts = {0, 1, 2, 3, 4},
                          .buyers = {1, 0, 1, 0}};
    preston_const_view view = preston_const_matrix(made->numbers, 2, 2);
    made->trade =
        (preston_trade){2, 2, 0, view, view, made->starts, made->buyers, made->numbers, view, view};
}

static void trade__refuses_shapes(void **state)
{
    (void)state;
    small_trade made;
    make_small_trade(&made);
    made.trade.places = -1;
    assert_refused(preston_operator_trade(&made.trade, &op, &error), PRESTON_ERROR_SHAPE,
                   "-1 places");
    make_small_trade(&made);
    made.trade.places = INT64_MAX / 2;
    made.trade.sectors = 3;
    assert_refused(preston_operator_trade(&made.trade, &op, &error), PRESTON_ERROR_SHAPE,
                   "cannot be made");
    make_small_trade(&made);
    made.trade.per_place = 1;
    assert_refused(preston_operator_trade(&made.trade, &op, &error), PRESTON_ERROR_SHAPE,
                   "technology: 2 × 2 must be 4 × 2");
    make_small_trade(&made);
    made.trade.own.columns = 1;
    assert_refused(preston_operator_trade(&made.trade, &op, &error), PRESTON_ERROR_SHAPE,
                   "own shares: 2 × 1 must be 2 × 2");
    make_small_trade(&made);
    made.trade.pool_use = preston_const_matrix(NULL, 0, 0);
    assert_refused(preston_operator_trade(&made.trade, &op, &error), PRESTON_ERROR_SHAPE,
                   "pool's use: 0 × 0");
    make_small_trade(&made);
    made.trade.pool_supply.rows = 1;
    assert_refused(preston_operator_trade(&made.trade, &op, &error), PRESTON_ERROR_SHAPE,
                   "pool's supply: 1 × 2");
}

static void trade__refuses_neighbours(void **state)
{
    (void)state;
    small_trade made;
    double shares[4] = {0.1, 0.2, NAN, 0.4};
    make_small_trade(&made);
    made.trade.buyers = NULL;
    assert_refused(preston_operator_trade(&made.trade, &op, &error), PRESTON_ERROR_ARGUMENT,
                   "no buyers");
    make_small_trade(&made);
    made.trade.shares = NULL;
    assert_refused(preston_operator_trade(&made.trade, &op, &error), PRESTON_ERROR_ARGUMENT,
                   "no shares");
    make_small_trade(&made);
    made.buyers[3] = 2;
    assert_refused(preston_operator_trade(&made.trade, &op, &error), PRESTON_ERROR_VALUE,
                   "sector 2 sells from place 2 to a buyer 2");
    make_small_trade(&made);
    made.trade.shares = shares;
    assert_refused(preston_operator_trade(&made.trade, &op, &error), PRESTON_ERROR_VALUE,
                   "share of sector 2 sold from place 1 to place 2 is not finite");
    make_small_trade(&made);
    made.starts[2] = 0;
    assert_refused(preston_operator_trade(&made.trade, &op, &error), PRESTON_ERROR_VALUE,
                   "buyers of sector 1 from place 2 start at 1 and end at 0");
}

static void trade__refuses_cells(void **state)
{
    (void)state;
    static const char *const texts[] = {"technology", "own shares", "pool's supply", "pool's use"};
    double spoiled[4] = {0.1, INFINITY, 0.1, 0.1};
    preston_const_view view = preston_const_matrix(spoiled, 2, 2);
    for (int part = 0; part < 4; part++) {
        small_trade made;
        make_small_trade(&made);
        preston_const_view *parts[] = {&made.trade.technology, &made.trade.own,
                                       &made.trade.pool_supply, &made.trade.pool_use};
        *parts[part] = view;
        assert_refused(preston_operator_trade(&made.trade, &op, &error), PRESTON_ERROR_VALUE,
                       texts[part]);
    }
}

static void trade__parts(void **state)
{
    (void)state;
    small_trade made;
    preston_operator *trade = NULL;
    preston_operator *dense = NULL;
    preston_error error = {0};
    make_small_trade(&made);
    assert_ok(preston_operator_trade(&made.trade, &trade, &error), &error);
    assert_ok(preston_operator_dense(made.trade.technology, &dense, &error), &error);
    assert_memory_equal(preston_operator_trade_parts(trade), &made.trade, sizeof made.trade);
    assert_null(preston_operator_trade_parts(dense));
    assert_null(preston_operator_dense_cells(trade));
    assert_ptr_equal(preston_operator_dense_cells(dense)->data, made.numbers);
    preston_operator_free(trade);
    preston_operator_free(dense);
}

/* Two sectors with the same list of buyers, but not of the same sellers, do not trade alike. */
static void trade__same_buyers_of_other_sellers(void **state)
{
    (void)state;
    static const double identity[4] = {1.0, 0.0, 0.0, 1.0};
    static const double nothing[4] = {0.0};
    static const double shares[4] = {0.1, 0.2, 0.3, 0.4};
    static const int64_t starts[5] = {0, 1, 2, 2, 4};
    static const int64_t buyers[4] = {1, 0, 1, 0};
    static const double expected[16] = {
        0.0, 0.0, 0.1, 0.0, /* place 1 sells sector 1 to place 2, and no sector 2; */
        0.0, 0.0, 0.0, 0.0, /**/
        0.2, 0.0, 0.0, 0.0, /* place 2 sells sector 1 to place 1, */
        0.0, 0.4, 0.0, 0.3, /* and sector 2 to both */
    };
    preston_trade trade = {.places = 2,
                           .sectors = 2,
                           .technology = preston_const_matrix(identity, 2, 2),
                           .own = preston_const_matrix(nothing, 2, 2),
                           .starts = starts,
                           .buyers = buyers,
                           .shares = shares};
    preston_operator *op = NULL;
    preston_error error = {0};
    assert_ok(preston_operator_trade(&trade, &op, &error), &error);
    double *cells = dense_of(op, PRESTON_PLAIN);
    assert_memory_equal(cells, expected, sizeof expected);
    free(cells);
    preston_operator_free(op);
}

/* Shares that add up to one move use between places, and lose none of it. */
static void trade__conserves_use(void **state)
{
    (void)state;
    enum { P = 40, S = 3 };
    gsl_rng *random = start_random();
    specimen owner = {.name = "trade"};
    preston_trade trade = make_trade(&owner, P, S, 0, 0, 0, random);
    double *shares = specimen_doubles(&owner, trade.starts[P * S]);
    double *use = specimen_doubles(&owner, P * S);
    double *supply = specimen_doubles(&owner, P * S);
    double *own = specimen_doubles(&owner, P * S);
    for (int64_t i = 0; i < P * S; i++) {
        use[i] = 1.0;
        supply[i] = 1.0 / P;
    }
    for (int64_t q = 0; q < trade.starts[P * S]; q++) {
        int64_t sector = 0;
        while (q >= trade.starts[(sector + 1) * P]) {
            sector++;
        }
        shares[q] = 0.01 * trade.shares[q];
        use[trade.buyers[q] * S + sector] -= shares[q]; /* the pool serves what is left */
    }
    trade.shares = shares;
    trade.own = preston_const_matrix(own, P, S);
    trade.pool_use = preston_const_matrix(use, P, S);
    trade.pool_supply = preston_const_matrix(supply, P, S);
    preston_operator *op = NULL;
    preston_error error = {0};
    assert_ok(preston_operator_trade(&trade, &op, &error), &error);
    double *cells = dense_of(op, PRESTON_PLAIN);
    for (int64_t j = 0; j < P * S; j++) {
        for (int64_t i = 0; i < S; i++) {
            double sum = 0.0;
            for (int64_t place = 0; place < P; place++) {
                sum += cells[(place * S + i) * P * S + j];
            }
            assert_close(sum, preston_get(trade.technology, i, j % S), 1e-13, 0.0);
        }
    }
    free(cells);
    preston_operator_free(op);
    free_specimen(&owner);
    gsl_rng_free(random);
}

static void bordered__refusals(void **state)
{
    (void)state;
    double cells[4] = {0.1, 0.2, 0.3, 0.4};
    double spoiled[2] = {0.1, NAN};
    preston_operator *inner = NULL;
    preston_error made = {0};
    assert_ok(preston_operator_dense(preston_const_matrix(cells, 2, 2), &inner, &made), &made);
    preston_const_view column = preston_const_matrix(cells, 2, 1);
    preston_const_view row = preston_const_matrix(cells, 1, 2);
    preston_const_view corner = preston_const_matrix(cells, 1, 1);
    assert_refused(preston_operator_bordered(inner, column, row, row, &op, &error),
                   PRESTON_ERROR_SHAPE, "corner: 1 × 2 must be 1 × 1");
    assert_refused(preston_operator_bordered(inner, row, row, corner, &op, &error),
                   PRESTON_ERROR_SHAPE, "columns of the border: 1 × 2 must be 2 × 1");
    assert_refused(preston_operator_bordered(inner, column, column, corner, &op, &error),
                   PRESTON_ERROR_SHAPE, "rows of the border: 2 × 1 must be 1 × 2");
    row = preston_const_matrix(spoiled, 1, 2);
    assert_refused(preston_operator_bordered(inner, column, row, corner, &op, &error),
                   PRESTON_ERROR_VALUE, "cell (1, 2) of the rows of the border");
    corner.rows = -1;
    assert_refused(preston_operator_bordered(inner, column, row, corner, &op, &error),
                   PRESTON_ERROR_SHAPE, "corner");
    preston_operator_free(inner);
}

static void low_rank__refusals(void **state)
{
    (void)state;
    double cells[4] = {0.1, 0.2, 0.3, 0.4};
    double spoiled[2] = {0.1, INFINITY};
    preston_operator *inner = NULL;
    preston_error made = {0};
    assert_ok(preston_operator_dense(preston_const_matrix(cells, 2, 2), &inner, &made), &made);
    preston_const_view one = preston_const_matrix(cells, 2, 1);
    preston_const_view two = preston_const_matrix(cells, 2, 2);
    preston_const_view bad = preston_const_matrix(spoiled, 2, 1);
    preston_const_view short_one = preston_const_matrix(cells, 1, 1);
    assert_refused(preston_operator_low_rank(inner, one, two, &op, &error), PRESTON_ERROR_SHAPE,
                   "right factor: 2 × 2 must be 2 × 1");
    assert_refused(preston_operator_low_rank(inner, short_one, one, &op, &error),
                   PRESTON_ERROR_SHAPE, "left factor: 1 × 1 must be 2 × 1");
    assert_refused(preston_operator_low_rank(inner, one, bad, &op, &error), PRESTON_ERROR_VALUE,
                   "cell (2, 1) of the right factor");
    preston_operator_free(inner);
}

static void ignore_call(void *context, preston_operation operation, int absolute, int64_t columns,
                        const double *x, double *y)
{
    (void)operation;
    (void)columns;
    (void)x;
    (void)y;
    *(int *)context = absolute;
}

static void callback__refusals(void **state)
{
    (void)state;
    int context = 0;
    assert_refused(preston_operator_callback(-1, ignore_call, &context, 1, 1, &op, &error),
                   PRESTON_ERROR_SHAPE, "-1 rows");
    assert_refused(preston_operator_callback(1, NULL, &context, 1, 1, &op, &error),
                   PRESTON_ERROR_ARGUMENT, "no function");
    assert_refused(preston_operator_callback(1, ignore_call, &context, 1, -1, &op, &error),
                   PRESTON_ERROR_ARGUMENT, "-1 cells");
}

/* A callback that promised no negative cell is never asked for absolute values. */
static void callback__absolute(void **state)
{
    (void)state;
    for (int nonnegative = 0; nonnegative < 2; nonnegative++) {
        int absolute = -1;
        double x = 0.0;
        double y = 0.0;
        preston_operator *op = NULL;
        preston_error error = {0};
        assert_ok(preston_operator_callback(1, ignore_call, &absolute, nonnegative, 1, &op, &error),
                  &error);
        op->type->apply(op, PRESTON_PLAIN, 1, 1, &x, &y, NULL);
        assert_int_equal(absolute, !nonnegative);
        preston_operator_free(op);
    }
}

int main(void)
{
    use_threads(1); /* but where threads are the subject: others may be using the cores */
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(apply__every_cell),
        cmocka_unit_test(apply__vectors_and_strides),
        cmocka_unit_test(apply__adjoint),
        cmocka_unit_test(apply__absolute_values),
        cmocka_unit_test(create__nonnegative),
        cmocka_unit_test(apply__refuses_shapes_and_overlap),
        cmocka_unit_test(apply__refuses_a_workspace_of_other_rows),
        cmocka_unit_test(apply__same_bits_by_any_threads),
        cmocka_unit_test(apply__same_bits_of_large_sparse),
        cmocka_unit_test(dense__refusals),
        cmocka_unit_test(sparse__refusals),
        cmocka_unit_test(trade__refuses_shapes),
        cmocka_unit_test(trade__refuses_neighbours),
        cmocka_unit_test(trade__refuses_cells),
        cmocka_unit_test(trade__parts),
        cmocka_unit_test(trade__same_buyers_of_other_sellers),
        cmocka_unit_test(trade__conserves_use),
        cmocka_unit_test(bordered__refusals),
        cmocka_unit_test(low_rank__refusals),
        cmocka_unit_test(callback__refusals),
        cmocka_unit_test(callback__absolute),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
