/* Effects and multipliers: an account's coefficients through one transposed solve. */
#include "model.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <stdlib.h>
#include <string.h>

/* What households add to an account for each unit of their income. */
static double household_coefficient(const preston_model *model, const char *account)
{
    if (strcmp(account, "imports") == 0) {
        return model->households.imports;
    }
    return strcmp(account, "taxes_on_products") == 0 ? model->households.taxes_on_products : 0.0;
}

preston_status preston_model_account(const preston_model *model, preston_closure closure,
                                     const char *account, const char *area, double *values,
                                     preston_error *error)
{
    const preston_table *table = preston_economy_table(model->economy);
    preston_const_view output = preston_table_output(table);
    int64_t found = preston_table_find_account(table, account);
    int is_output = strcmp(account, "output") == 0;
    if (!is_output && found < 0) {
        return preston_fail(error, PRESTON_ERROR_MISSING,
                            "the table has no account '%s': add the column to sectors.csv",
                            account);
    }
    for (int64_t place = 0; place < model->places; place++) {
        int inside = preston_model_inside(model, place, area);
        for (int64_t i = 0; i < model->sectors; i++) {
            double coefficient = 1.0;
            if (!is_output) {
                double made = preston_get(output, i, 0);
                double amount = preston_get(preston_table_account(table, found), i, 0);
                coefficient = made > 0.0 ? amount / made : 0.0;
            }
            values[place * model->sectors + i] = inside ? coefficient : 0.0;
        }
        if (closure == PRESTON_CLOSURE_II) {
            values[model->places * model->sectors + place] =
                inside ? household_coefficient(model, account) : 0.0;
        }
    }
    return PRESTON_OK;
}

preston_status preston_model_direct(const preston_model *model, const char *account,
                                    preston_view out_coefficients, preston_error *error)
{
    int64_t rows = preston_model_rows(model, PRESTON_CLOSURE_I);
    if (out_coefficients.rows != rows) {
        return preston_fail(error, PRESTON_ERROR_SHAPE,
                            "the coefficients need %lld rows, one a place and sector",
                            (long long)rows);
    }
    double *values = preston_allocate_matrix(rows, 1);
    if (values == NULL) {
        return preston_fail_memory(error, "coefficients");
    }
    preston_status status =
        preston_model_account(model, PRESTON_CLOSURE_I, account, NULL, values, error);
    for (int64_t i = 0; status == PRESTON_OK && i < rows; i++) {
        preston_set(out_coefficients, i, 0, values[i]);
    }
    free(values);
    return status;
}

static preston_status solve_account(const preston_model *model, preston_closure closure,
                                    const char *account, const char *area, double *direct,
                                    double *effects, preston_certificate *certificate,
                                    preston_error *error)
{
    int64_t rows = preston_model_rows(model, closure);
    preston_workspace *workspace = NULL;
    preston_status status = preston_model_account(model, closure, account, area, direct, error);
    if (status == PRESTON_OK) {
        status = preston_workspace_create(model->solver[closure], 1, &workspace, error);
    }
    if (status == PRESTON_OK) {
        status = preston_solver_solve(model->solver[closure], PRESTON_TRANSPOSED,
                                      preston_const_vector(direct, rows, 1), workspace,
                                      preston_vector(effects, rows, 1), certificate, error);
    }
    preston_workspace_free(workspace);
    return status == PRESTON_OK && area != NULL
               ? preston_model_account(model, closure, account, NULL, direct, error)
               : status;
}

preston_status preston_model_multipliers(const preston_model *model, preston_closure closure,
                                         const char *account, const char *area,
                                         preston_view out_effects, preston_view out_multipliers,
                                         preston_certificate *out_certificate, preston_error *error)
{
    int64_t inner = preston_model_rows(model, PRESTON_CLOSURE_I);
    preston_status status = preston_model_check_closure(model, closure, error);
    if (status == PRESTON_OK) {
        status = preston_model_check_area(model, area, error);
    }
    if (status != PRESTON_OK) {
        return status;
    }
    if (out_effects.rows != inner || (out_multipliers.rows != inner && out_multipliers.rows != 0)) {
        return preston_fail(error, PRESTON_ERROR_SHAPE,
                            "effects and multipliers need %lld rows, one a place and sector",
                            (long long)inner);
    }
    int64_t rows = preston_model_rows(model, closure);
    double *direct = preston_allocate_matrix(rows, 1);
    double *effects = preston_allocate_matrix(rows, 1);
    preston_certificate certificate = {0};
    if (direct == NULL || effects == NULL) {
        status = preston_fail_memory(error, "effects");
    } else {
        status = solve_account(model, closure, account, area, direct, effects, &certificate, error);
    }
    for (int64_t i = 0; status == PRESTON_OK && i < inner; i++) {
        preston_set(out_effects, i, 0, effects[i]);
        if (out_multipliers.rows == inner) {
            preston_set(out_multipliers, i, 0, direct[i] != 0.0 ? effects[i] / direct[i] : 0.0);
        }
    }
    if (status == PRESTON_OK && out_certificate != NULL) {
        *out_certificate = certificate;
    }
    free(direct);
    free(effects);
    return status;
}
