/* What every form of operator must do: the same suite for all, against a matrix that is put
 * together from the same parts by plain loops. */
#include "dense_of.h"
#include "random.h"
#include "specimen.h"
#include "test.h"

#include "matrix/operator.h"

#include <float.h>
#include <math.h>

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

/* Of OpenMP, where the library is linked with it; tests themselves are compiled without. */
void omp_set_num_threads(int threads) __attribute__((weak));

static void use_threads(int threads)
{
    if (omp_set_num_threads != NULL) {
        omp_set_num_threads(threads);
    }
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
    gsl_rng *random = make_random();
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
    gsl_rng *random = make_random();
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
    gsl_rng *random = make_random();
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
    for (int sectors = 30; sectors <= 130; sectors += 100) { /* packed, and BLAS's */
        specimen owner = {.name = "common trade"};
        preston_trade trade = make_trade(&owner, 21000 / sectors, sectors, 0, 0, 1, random);
        preston_operator *op = NULL;
        preston_error error = {0};
        trade.starts = NULL;
        give_common_neighbours(&owner, &trade, 1, random);
        assert_ok(preston_operator_trade(&trade, &op, &error), &error);
        assert_same_bits(op, 1, random);
        assert_same_bits(op, 3, random);
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
    gsl_rng *random = make_random();
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
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
