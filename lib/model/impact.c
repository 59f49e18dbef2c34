/* What one demand brings about: direct, indirect and induced, in every place. */
#include "model.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { PARTS = 3 };

struct preston_impact {
    const preston_model *model;
    double *output[PARTS];     /* P n each */
    double *household_income;  /* P */
    double *imports;           /* P: bought abroad directly by the buyer */
    double *taxes_on_products; /* P: paid directly by the buyer */
    double spent;              /* by the buyer */
    preston_certificate certificate[2];
};

void preston_impact_free(preston_impact *impact)
{
    if (impact != NULL) {
        for (int part = 0; part < PARTS; part++) {
            free(impact->output[part]);
        }
        free(impact->household_income);
        free(impact->imports);
        free(impact->taxes_on_products);
        free(impact);
    }
}

static preston_status copy_vector(preston_const_view from, int64_t rows, const char *what,
                                  double *to, double *sum, preston_error *error)
{
    if (from.rows != 0 && from.rows != rows) {
        return preston_fail(error, PRESTON_ERROR_SHAPE,
                            "the demand's %s have %lld rows: they need %lld, or none", what,
                            (long long)from.rows, (long long)rows);
    }
    for (int64_t i = 0; i < from.rows; i++) {
        to[i] = preston_get(from, i, 0);
        if (!isfinite(to[i])) {
            return preston_fail(error, PRESTON_ERROR_VALUE,
                                "row %lld of the demand's %s is not finite", (long long)i + 1,
                                what);
        }
        *sum += to[i];
    }
    return PRESTON_OK;
}

/* Solves one closure for the demand; `solution` has a row for each row of the system. */
static preston_status solve(const preston_impact *impact, preston_closure closure, double *solution,
                            preston_certificate *certificate, preston_error *error)
{
    const preston_model *model = impact->model;
    int64_t inner = preston_model_rows(model, PRESTON_CLOSURE_I);
    int64_t rows = preston_model_rows(model, closure);
    preston_workspace *workspace = NULL;
    double *demand = preston_allocate_matrix(rows, 1);
    if (demand == NULL) {
        return preston_fail_memory(error, "a demand");
    }
    memcpy(demand, impact->output[PRESTON_DIRECT], (size_t)inner * sizeof *demand);
    preston_status status = preston_workspace_create(model->solver[closure], 1, &workspace, error);
    if (status == PRESTON_OK) {
        status = preston_solver_solve(model->solver[closure], PRESTON_PLAIN,
                                      preston_const_vector(demand, rows, 1), workspace,
                                      preston_vector(solution, rows, 1), certificate, error);
    }
    preston_workspace_free(workspace);
    free(demand);
    return status;
}

static preston_status solve_parts(preston_impact *impact, preston_error *error)
{
    const preston_model *model = impact->model;
    int64_t inner = preston_model_rows(model, PRESTON_CLOSURE_I);
    double *whole = preston_allocate_matrix(preston_model_rows(model, PRESTON_CLOSURE_II), 1);
    if (whole == NULL) {
        return preston_fail_memory(error, "an impact");
    }
    const double *direct = impact->output[PRESTON_DIRECT];
    double *indirect = impact->output[PRESTON_INDIRECT];
    double *induced = impact->output[PRESTON_INDUCED];
    preston_status status =
        solve(impact, PRESTON_CLOSURE_I, indirect, &impact->certificate[PRESTON_CLOSURE_I], error);
    int closed = preston_model_has_closure(model, PRESTON_CLOSURE_II);
    if (status == PRESTON_OK && closed) {
        status = solve(impact, PRESTON_CLOSURE_II, whole, &impact->certificate[PRESTON_CLOSURE_II],
                       error);
    }
    for (int64_t i = 0; status == PRESTON_OK && i < inner; i++) {
        induced[i] = closed ? whole[i] - indirect[i] : 0.0;
        indirect[i] -= direct[i];
    }
    for (int64_t place = 0; status == PRESTON_OK && closed && place < model->places; place++) {
        impact->household_income[place] = whole[inner + place];
    }
    free(whole);
    return status;
}

/* A sector that makes nothing cannot meet a demand: its recipe is not known, and the money would be
 * accounted nowhere. */
static preston_status check_demand(const preston_impact *impact, preston_error *error)
{
    const preston_model *model = impact->model;
    const preston_table *table = preston_economy_table(model->economy);
    preston_const_view output = preston_table_output(table);
    for (int64_t row = 0; row < model->places * model->sectors; row++) {
        int64_t sector = row % model->sectors;
        if (impact->output[PRESTON_DIRECT][row] != 0.0 && preston_get(output, sector, 0) == 0.0) {
            return preston_fail(error, PRESTON_ERROR_VALUE,
                                "a demand of %g is for sector '%s', which the table has no output "
                                "of: count it as imports",
                                impact->output[PRESTON_DIRECT][row],
                                preston_table_code(table, sector));
        }
    }
    return PRESTON_OK;
}

static preston_status fill_impact(preston_impact *impact, const preston_demand *demand,
                                  preston_error *error)
{
    const preston_model *model = impact->model;
    int64_t inner = preston_model_rows(model, PRESTON_CLOSURE_I);
    preston_status status = copy_vector(demand->sectors, inner, "sectors",
                                        impact->output[PRESTON_DIRECT], &impact->spent, error);
    if (status == PRESTON_OK) {
        status = copy_vector(demand->imports, model->places, "imports", impact->imports,
                             &impact->spent, error);
    }
    if (status == PRESTON_OK) {
        status = copy_vector(demand->taxes_on_products, model->places, "taxes on products",
                             impact->taxes_on_products, &impact->spent, error);
    }
    if (status == PRESTON_OK) {
        status = check_demand(impact, error);
    }
    return status == PRESTON_OK ? solve_parts(impact, error) : status;
}

preston_status preston_model_impact(const preston_model *model, const preston_demand *demand,
                                    preston_impact **out_impact, preston_error *error)
{
    int64_t inner = preston_model_rows(model, PRESTON_CLOSURE_I);
    preston_impact *impact = preston_allocate(1, sizeof *impact);
    int complete = impact != NULL;
    for (int part = 0; complete && part < PARTS; part++) {
        impact->output[part] = preston_allocate_matrix(inner, 1);
        complete = impact->output[part] != NULL;
    }
    if (complete) {
        impact->model = model;
        impact->household_income = preston_allocate_matrix(model->places, 1);
        impact->imports = preston_allocate_matrix(model->places, 1);
        impact->taxes_on_products = preston_allocate_matrix(model->places, 1);
        complete = impact->household_income != NULL && impact->imports != NULL &&
                   impact->taxes_on_products != NULL;
    }
    preston_status status =
        complete ? fill_impact(impact, demand, error) : preston_fail_memory(error, "an impact");
    if (status != PRESTON_OK) {
        preston_impact_free(impact);
        return status;
    }
    *out_impact = impact;
    return PRESTON_OK;
}

/* What the buyer itself adds to an account, without any sector. */
static double paid_by_buyer(const preston_impact *impact, const char *account, int64_t place)
{
    if (strcmp(account, "imports") == 0) {
        return impact->imports[place];
    }
    return strcmp(account, "taxes_on_products") == 0 ? impact->taxes_on_products[place] : 0.0;
}

preston_status preston_impact_value(const preston_impact *impact, const char *account,
                                    preston_part part, int64_t place, double *out_value,
                                    preston_error *error)
{
    const preston_model *model = impact->model;
    int64_t n = model->sectors;
    if (place < 0 || place >= model->places || part < PRESTON_DIRECT || part > PRESTON_INDUCED) {
        return preston_fail(error, PRESTON_ERROR_ARGUMENT, "part %d or place %lld does not exist",
                            (int)part, (long long)place);
    }
    preston_closure closure = preston_model_has_closure(model, PRESTON_CLOSURE_II)
                                  ? PRESTON_CLOSURE_II
                                  : PRESTON_CLOSURE_I;
    double *coefficients = preston_allocate_matrix(preston_model_rows(model, closure), 1);
    if (coefficients == NULL) {
        return preston_fail_memory(error, "coefficients");
    }
    preston_status status =
        preston_model_account(model, closure, account, NULL, coefficients, error);
    if (status == PRESTON_OK) {
        double sum = part == PRESTON_DIRECT ? paid_by_buyer(impact, account, place) : 0.0;
        for (int64_t i = 0; i < n; i++) {
            sum += coefficients[place * n + i] * impact->output[part][place * n + i];
        }
        if (part == PRESTON_INDUCED && closure == PRESTON_CLOSURE_II) {
            sum += coefficients[model->places * n + place] * impact->household_income[place];
        }
        *out_value = sum;
    }
    free(coefficients);
    return status;
}

preston_const_view preston_impact_output(const preston_impact *impact, preston_part part)
{
    return preston_const_vector(impact->output[part],
                                preston_model_rows(impact->model, PRESTON_CLOSURE_I), 1);
}

preston_const_view preston_impact_household_income(const preston_impact *impact)
{
    return preston_const_vector(impact->household_income, impact->model->places, 1);
}

preston_certificate preston_impact_certificate(const preston_impact *impact,
                                               preston_closure closure)
{
    return impact->certificate[closure];
}

/* What all households spend, at home, abroad and in taxes. */
static double spent_by_households(const preston_impact *impact)
{
    const preston_households *households = &impact->model->households;
    double each = households->imports + households->taxes_on_products;
    for (int64_t i = 0; i < impact->model->sectors; i++) {
        each += households->consumption[i];
    }
    double sum = 0.0;
    for (int64_t place = 0; place < impact->model->places; place++) {
        sum += each * impact->household_income[place];
    }
    return sum;
}

preston_status preston_impact_conservation(const preston_impact *impact, preston_closure closure,
                                           double *out_spent, double *out_accounted,
                                           preston_error *error)
{
    static const char *const accounts[] = {"gva", "imports", "taxes_on_products"};
    preston_status status = preston_model_check_closure(impact->model, closure, error);
    int last = closure == PRESTON_CLOSURE_II ? PRESTON_INDUCED : PRESTON_INDIRECT;
    double accounted = 0.0;
    for (int k = 0; k < 3; k++) {
        for (int part = 0; part <= last; part++) {
            for (int64_t place = 0; status == PRESTON_OK && place < impact->model->places;
                 place++) {
                double value = 0.0;
                status = preston_impact_value(impact, accounts[k], (preston_part)part, place,
                                              &value, error);
                accounted += value;
            }
        }
    }
    if (status == PRESTON_OK) {
        *out_spent =
            impact->spent + (closure == PRESTON_CLOSURE_II ? spent_by_households(impact) : 0.0);
        *out_accounted = accounted;
    }
    return status;
}
