/* Multipliers of every sector: the effects on an account over its coefficients. */
#include "model.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <stdlib.h>

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

/* From the rows of a system to those of places and sectors. */
static void store_effects(const preston_model *model, preston_closure closure, const double *direct,
                          const double *effects, preston_view out_effects,
                          preston_view out_multipliers)
{
    for (int64_t place = 0; place < model->places; place++) {
        for (int64_t i = 0; i < model->sectors; i++) {
            int64_t row = preston_model_row(model, closure, place, i);
            int64_t out = place * model->sectors + i;
            preston_set(out_effects, out, 0, effects[row]);
            if (out_multipliers.rows > 0) {
                preston_set(out_multipliers, out, 0,
                            direct[row] != 0.0 ? effects[row] / direct[row] : 0.0);
            }
        }
    }
}

preston_status preston_model_multipliers(const preston_model *model, preston_closure closure,
                                         const char *account, const char *area,
                                         preston_view out_effects, preston_view out_multipliers,
                                         preston_certificate *out_certificate, preston_error *error)
{
    int64_t inner = preston_model_rows(model, PRESTON_CLOSURE_I);
    preston_status status = preston_model_check_closure(model, closure, error);
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
        status = preston_model_solve_accounts(model, closure, 1, &account, &area, effects,
                                              &certificate, error);
    }
    if (status == PRESTON_OK) {
        status = preston_model_account(model, closure, account, NULL, direct, error);
    }
    if (status == PRESTON_OK) {
        store_effects(model, closure, direct, effects, out_effects, out_multipliers);
    }
    if (status == PRESTON_OK && out_certificate != NULL) {
        *out_certificate = certificate;
    }
    free(direct);
    free(effects);
    return status;
}
