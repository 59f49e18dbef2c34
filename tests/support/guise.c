#include "guise.h"

#include "test.h"

#include <math.h>

static void *allocate(int64_t count, size_t size)
{
    void *memory = calloc((size_t)count + 1, size);
    assert_non_null(memory);
    return memory;
}

static preston_operator *make_dense(preston_const_view cells)
{
    preston_operator *op = NULL;
    preston_error error = {0};
    assert_ok(preston_operator_dense(cells, &op, &error), &error);
    return op;
}

/* A copy of the cells, `gap` apart in a column and longer ones between columns. */
static void make_copy(int64_t gap, guise *out)
{
    int64_t n = out->n;
    int64_t leading = gap * n + (gap > 1 ? 3 : 0);
    out->cells = allocate(n * leading, sizeof *out->cells);
    preston_view view = {out->cells, n, n, gap, leading};
    for (int64_t i = 0; i < n; i++) {
        for (int64_t j = 0; j < n; j++) {
            preston_set(view, i, j, out->a[i * n + j]);
        }
    }
    out->op = make_dense(preston_const(view));
}

static void multiply(void *context, preston_operation operation, int absolute, int64_t columns,
                     const double *x, double *y)
{
    guise *made = context;
    int64_t n = made->n;
    preston_const_view a = preston_const_matrix(made->a, n, n);
    a = operation == PRESTON_PLAIN ? a : preston_transposed(a);
    made->products += columns;
    for (int64_t k = 0; k < columns; k++) {
        for (int64_t i = 0; i < n; i++) {
            double sum = 0.0;
            for (int64_t j = 0; j < n; j++) {
                double cell = preston_get(a, i, j);
                sum += (absolute ? fabs(cell) : cell) * x[j + k * n];
            }
            y[i + k * n] = sum;
        }
    }
}

static void make_callback(guise *out)
{
    int nonnegative = 1;
    preston_error error = {0};
    for (int64_t i = 0; i < out->n * out->n; i++) {
        nonnegative &= out->a[i] >= 0.0;
    }
    assert_ok(
        preston_operator_callback(out->n, multiply, out, nonnegative, out->n, &out->op, &error),
        &error);
}

/* Only the cells that are not zero. */
static void make_sparse(guise *out)
{
    int64_t n = out->n;
    int64_t count = 0;
    out->cells = allocate(n * n, sizeof *out->cells);
    out->starts = allocate(n + 1, sizeof *out->starts);
    out->indices = allocate(n * n, sizeof *out->indices);
    for (int64_t i = 0; i < n; i++) {
        for (int64_t j = 0; j < n; j++) {
            if (out->a[i * n + j] != 0.0) {
                out->cells[count] = out->a[i * n + j];
                out->indices[count++] = j;
            }
        }
        out->starts[i + 1] = count;
    }
    preston_error error = {0};
    preston_sparse sparse = {n, 0, out->starts, out->indices, out->cells};
    assert_ok(preston_operator_sparse(&sparse, &out->op, &error), &error);
}

/* The last two rows and columns are the border. */
static void make_bordered(guise *out)
{
    int64_t n = out->n;
    int64_t border = n < 2 ? n : 2;
    int64_t m = n - border;
    preston_error error = {0};
    preston_const_view inner = {out->a, m, m, n, 1};
    preston_const_view columns = {out->a + m, m, border, n, 1};
    preston_const_view rows = {out->a + m * n, border, m, n, 1};
    preston_const_view corner = {out->a + m * n + m, border, border, n, 1};
    out->inner = make_dense(inner);
    assert_ok(preston_operator_bordered(out->inner, columns, rows, corner, &out->op, &error),
              &error);
}

void guise_make(guise_form form, int64_t n, const double *a, guise *out)
{
    *out = (guise){.n = n, .a = a};
    switch (form) {
    case GUISE_COLUMNS:
        make_copy(1, out);
        break;
    case GUISE_GAPS:
        make_copy(2, out);
        break;
    case GUISE_CALLBACK:
        make_callback(out);
        break;
    case GUISE_SPARSE:
        make_sparse(out);
        break;
    case GUISE_BORDERED:
        make_bordered(out);
        break;
    case GUISE_ROWS:
    case GUISE_FORMS:
    default:
        out->op = make_dense(preston_const_matrix(a, n, n));
        break;
    }
}

void guise_free(guise *made)
{
    preston_operator_free(made->op);
    preston_operator_free(made->inner);
    free(made->cells);
    free(made->starts);
    free(made->indices);
}

const char *guise_name(guise_form form)
{
    static const char *const names[GUISE_FORMS] = {
        "dense by rows", "dense by columns", "dense with gaps", "callback", "sparse", "bordered"};
    return names[form];
}
