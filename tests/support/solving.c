#include "solving.h"

#include "test.h"

double *make_doubles(int64_t count)
{
    double *values = calloc((size_t)(count > 0 ? count : 1), sizeof *values);
    assert_non_null(values);
    return values;
}

void fill_with(double value, int64_t count, double *out_values)
{
    for (int64_t i = 0; i < count; i++) {
        out_values[i] = value;
    }
}

preston_view by_columns(double *data, int64_t rows, int64_t columns)
{
    preston_view view = {data, rows, columns, 1, rows};
    return view;
}

preston_const_view const_by_columns(const double *data, int64_t rows, int64_t columns)
{
    preston_const_view view = {data, rows, columns, 1, rows};
    return view;
}

preston_solver *make_solver_by(preston_method method, double tolerance, int64_t n, const double *a)
{
    preston_solver *solver = NULL;
    preston_solver_options options;
    preston_error error = {0};
    preston_solver_options_init(&options);
    options.method = method;
    options.tolerance = tolerance;
    assert_ok(preston_solver_create(preston_const_matrix(a, n, n), &options, &solver, &error),
              &error);
    return solver;
}

preston_workspace *make_workspace_for(const preston_solver *solver, int64_t columns)
{
    preston_workspace *workspace = NULL;
    preston_error error = {0};
    assert_ok(preston_workspace_create(solver, columns, &workspace, &error), &error);
    return workspace;
}

void solve_column(const preston_solver *solver, preston_operation operation, const double *b,
                  double *out_x)
{
    int64_t n = preston_solver_rows(solver);
    preston_workspace *workspace = make_workspace_for(solver, 1);
    preston_error error = {0};
    assert_ok(preston_solver_solve(solver, operation, preston_const_vector(b, n, 1), workspace,
                                   preston_vector(out_x, n, 1), NULL, &error),
              &error);
    preston_workspace_free(workspace);
}
