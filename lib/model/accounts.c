/* Accounts per unit of output, place by place: what a model multiplies its answers with. */
#include "model.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <stdlib.h>
#include <string.h>

const preston_table *preston_model_table_at(const preston_model *model, int64_t number,
                                            const char **out_place)
{
    const preston_economy *economy = model->economy;
    *out_place = NULL;
    if (economy->tables == NULL || economy->tables[number] == economy->table) {
        return economy->table;
    }
    for (int64_t place = 0; place < economy->places && *out_place == NULL; place++) {
        if (economy->technology_of[place] == number) {
            *out_place = economy->place[place].code;
        }
    }
    return economy->tables[number];
}

preston_status preston_model_fail_missing(const char *place, const char *what, preston_error *error)
{
    return preston_fail(error, PRESTON_ERROR_MISSING, "%s%s%s%s", place != NULL ? "place '" : "",
                        place != NULL ? place : "", place != NULL ? "': " : "", what);
}

/* What households add to an account for each unit of their income. */
static double household_coefficient(const preston_model *model, int64_t number, const char *account)
{
    if (model->households == NULL) {
        return 0.0;
    }
    if (strcmp(account, "imports") == 0) {
        return model->households[number].imports;
    }
    return strcmp(account, "taxes_on_products") == 0 ? model->households[number].taxes_on_products
                                                     : 0.0;
}

preston_status preston_model_table_account(const preston_model *model, const char *account,
                                           int64_t number, double *values, preston_error *error)
{
    const char *place = NULL;
    const preston_table *table = preston_model_table_at(model, number, &place);
    preston_const_view output = preston_table_output(table);
    int64_t found = preston_table_find_account(table, account);
    int is_output = strcmp(account, "output") == 0;
    if (!is_output && found < 0) {
        return preston_fail(error, PRESTON_ERROR_MISSING,
                            "the table %s%s%shas no account '%s': add the column to sectors.csv",
                            place != NULL ? "of place '" : "", place != NULL ? place : "",
                            place != NULL ? "' " : "", account);
    }
    for (int64_t i = 0; i < model->sectors; i++) {
        values[i] = 1.0;
        if (!is_output) {
            double made = preston_get(output, i, 0);
            double amount = preston_get(preston_table_account(table, found), i, 0);
            values[i] = made > 0.0 ? amount / made : 0.0;
        }
    }
    values[model->sectors] = household_coefficient(model, number, account);
    return PRESTON_OK;
}

/* What the trade shares leave of a place's uses is imported too. */
static void add_foreign(const preston_model *model, int64_t place, double *values)
{
    int64_t n = model->sectors;
    int64_t number = preston_model_table_of(model, place);
    const double *technology = model->economy->technology + number * n * n;
    const double *foreign = model->economy->foreign + place * n;
    for (int64_t i = 0; i < n; i++) {
        for (int64_t j = 0; j < n && foreign[i] > 0.0; j++) {
            values[j] += foreign[i] * technology[i * n + j];
        }
        if (model->households != NULL) {
            values[n] += foreign[i] * model->households[number].consumption[i];
        }
    }
}

static int has_foreign(const preston_model *model, const char *account)
{
    return model->economy->foreign != NULL && strcmp(account, "imports") == 0;
}

preston_status preston_model_place_account(const preston_model *model, const char *account,
                                           int64_t place, double *values, preston_error *error)
{
    preston_status status = preston_model_table_account(
        model, account, preston_model_table_of(model, place), values, error);
    if (status == PRESTON_OK && has_foreign(model, account)) {
        add_foreign(model, place, values);
    }
    return status;
}

preston_status preston_model_account_by_place(const preston_model *model, const char *account,
                                              preston_place_account *visit, void *context,
                                              preston_error *error)
{
    int64_t m = model->sectors + 1;
    double *tables = preston_allocate_matrix(model->technologies + 1, m);
    if (tables == NULL) {
        return preston_fail_memory(error, "an account");
    }
    double *values = tables + model->technologies * m;
    preston_status status = PRESTON_OK;
    for (int64_t k = 0; status == PRESTON_OK && k < model->technologies; k++) {
        status = preston_model_table_account(model, account, k, tables + k * m, error);
    }
    for (int64_t place = 0; status == PRESTON_OK && place < model->places; place++) {
        memcpy(values, tables + preston_model_table_of(model, place) * m,
               (size_t)m * sizeof *values);
        if (has_foreign(model, account)) {
            add_foreign(model, place, values);
        }
        visit(context, place, values);
    }
    free(tables);
    return status;
}

/* --- on the rows of a system --- */

typedef struct filling {
    const preston_model *model;
    preston_closure closure;
    const char *area;
    double *values;
} filling;

static void fill_place(void *context, int64_t place, const double *values)
{
    const filling *work = context;
    int64_t last = work->model->sectors - (work->closure == PRESTON_CLOSURE_II ? 0 : 1);
    int inside = preston_model_inside(work->model, place, work->area);
    for (int64_t i = 0; i <= last; i++) {
        work->values[preston_model_row(work->model, work->closure, place, i)] =
            inside ? values[i] : 0.0;
    }
}

preston_status preston_model_account(const preston_model *model, preston_closure closure,
                                     const char *account, const char *area, double *values,
                                     preston_error *error)
{
    filling work = {model, closure, area, values};
    return preston_model_account_by_place(model, account, fill_place, &work, error);
}
