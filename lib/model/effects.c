/* Effects: what one unit of each kind of demand brings about in an account, through transposed
 * solves of the account's coefficients, many in one batch. */
#include "model.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <stdlib.h>
#include <string.h>

static const char *area_at(const char *const *areas, int64_t k)
{
    return areas != NULL ? areas[k] : NULL;
}

preston_status preston_model_solve_accounts(const preston_model *model, preston_closure closure,
                                            int64_t count, const char *const *accounts,
                                            const char *const *areas, double *effects,
                                            preston_certificate *out_certificate,
                                            preston_error *error)
{
    int64_t rows = preston_model_rows(model, closure);
    preston_status status = PRESTON_OK;
    for (int64_t k = 0; status == PRESTON_OK && k < count; k++) {
        status = preston_model_check_area(model, area_at(areas, k), error);
    }
    if (status != PRESTON_OK) {
        return status;
    }
    double *direct = preston_allocate_matrix(rows, count);
    if (direct == NULL) {
        return preston_fail_memory(error, "accounts");
    }
    for (int64_t k = 0; status == PRESTON_OK && k < count; k++) {
        status = preston_model_account(model, closure, accounts[k], area_at(areas, k),
                                       direct + k * rows, error);
    }
    if (status == PRESTON_OK) {
        status = preston_model_solve(model->system[closure].solver, PRESTON_TRANSPOSED, count,
                                     direct, effects, out_certificate, error);
    }
    free(direct);
    return status;
}

static preston_status check_view(preston_view view, int64_t rows, const char *what,
                                 preston_error *error)
{
    if (view.rows == rows || view.rows == 0) {
        return PRESTON_OK;
    }
    return preston_fail(error, PRESTON_ERROR_SHAPE,
                        "the effects of %s have %lld rows: they need %lld, or none", what,
                        (long long)view.rows, (long long)rows);
}

static preston_status check_effects(const preston_model *model, const preston_effects *effects,
                                    preston_error *error)
{
    preston_status status =
        check_view(effects->sectors, model->places * model->sectors, "sectors", error);
    if (status == PRESTON_OK) {
        status = check_view(effects->imports, model->places, "imports", error);
    }
    if (status == PRESTON_OK) {
        status = check_view(effects->taxes_on_products, model->places, "taxes on products", error);
    }
    return status == PRESTON_OK
               ? check_view(effects->household_income, model->places, "household income", error)
               : status;
}

/* What the buyer pays itself counts where it pays, in the one account that it is. */
static void store_payments(const preston_model *model, const char *area, int counts,
                           preston_view out)
{
    for (int64_t place = 0; place < out.rows; place++) {
        preston_set(out, place, 0, counts && preston_model_inside(model, place, area) ? 1.0 : 0.0);
    }
}

static void store_effects(const preston_model *model, preston_closure closure, const char *account,
                          const char *area, const double *effects, const preston_effects *out)
{
    int64_t n = model->sectors;
    for (int64_t row = 0; row < out->sectors.rows; row++) {
        preston_set(out->sectors, row, 0,
                    effects[preston_model_row(model, closure, row / n, row % n)]);
    }
    for (int64_t place = 0; place < out->household_income.rows; place++) {
        preston_set(out->household_income, place, 0,
                    closure == PRESTON_CLOSURE_II
                        ? effects[preston_model_row(model, closure, place, n)]
                        : 0.0);
    }
    store_payments(model, area, strcmp(account, "imports") == 0, out->imports);
    store_payments(model, area, strcmp(account, "taxes_on_products") == 0, out->taxes_on_products);
}

preston_status preston_model_effects(const preston_model *model, preston_closure closure,
                                     int64_t count, const char *const *accounts,
                                     const char *const *areas, const preston_effects *out_effects,
                                     preston_error *error)
{
    preston_status status = preston_model_check_closure(model, closure, error);
    if (status == PRESTON_OK && count < 0) {
        status = preston_fail(error, PRESTON_ERROR_ARGUMENT, "%lld accounts cannot be",
                              (long long)count);
    }
    for (int64_t k = 0; status == PRESTON_OK && k < count; k++) {
        status = check_effects(model, &out_effects[k], error);
    }
    if (status != PRESTON_OK || count == 0) {
        return status;
    }
    int64_t rows = preston_model_rows(model, closure);
    double *effects = preston_allocate_matrix(rows, count);
    status = effects != NULL ? preston_model_solve_accounts(model, closure, count, accounts, areas,
                                                            effects, NULL, error)
                             : preston_fail_memory(error, "effects");
    for (int64_t k = 0; status == PRESTON_OK && k < count; k++) {
        store_effects(model, closure, accounts[k], area_at(areas, k), effects + k * rows,
                      &out_effects[k]);
    }
    free(effects);
    return status;
}
