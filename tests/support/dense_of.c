#include "dense_of.h"

#include "test.h"

double *dense_of(const preston_operator *op, preston_operation operation)
{
    int64_t n = preston_operator_rows(op);
    preston_workspace *workspace = NULL;
    preston_error error = {0};
    double *cells = calloc((size_t)(n * n) + 1, sizeof *cells);
    double *unit = calloc((size_t)n + 1, sizeof *unit);
    assert_non_null(cells);
    assert_non_null(unit);
    assert_ok(preston_operator_workspace(op, 1, &workspace, &error), &error);
    for (int64_t j = 0; j < n; j++) {
        unit[j] = 1.0;
        assert_ok(preston_operator_apply(op, operation, preston_const_vector(unit, n, 1), workspace,
                                         preston_vector(cells + j, n, n), &error),
                  &error);
        unit[j] = 0.0;
    }
    preston_workspace_free(workspace);
    free(unit);
    return cells;
}
