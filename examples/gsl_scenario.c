/* A program of GSL's that asks libpreston one question, on matrices it made itself: what does one
 * million spent in the second of three sectors bring about? No cell is copied on the way in or
 * out by hand: preston/gsl.h turns matrices and vectors into views. */
#include <preston/gsl.h>
#include <preston/model.h>

#include <gsl/gsl_matrix.h>
#include <gsl/gsl_vector.h>

#include <stdio.h>
#include <stdlib.h>

enum { SECTORS = 3, BAD_INPUT = 2 };

/* Money in million; the rows of `accounts` are sectors, its columns gva and jobs. */
static preston_status make_table(const gsl_matrix *flows, const gsl_vector *output,
                                 const gsl_matrix *accounts, preston_table **out_table,
                                 preston_error *error)
{
    static const char *const codes[SECTORS] = {"farming", "industry", "services"};
    static const char *const account_codes[] = {"gva", "jobs"};
    const preston_table_data data = {.title = "made by hand",
                                     .year = "2019",
                                     .currency = "GBP",
                                     .unit = "million",
                                     .sectors = SECTORS,
                                     .codes = codes,
                                     .flows = preston_view_of_const_matrix(flows),
                                     .output = preston_view_of_const_vector(output),
                                     .accounts = 2,
                                     .account_codes = account_codes,
                                     .account_values = preston_view_of_const_matrix(accounts)};
    return preston_table_create(&data, out_table, error);
}

static preston_status ask(const preston_model *model, const gsl_vector *demand,
                          preston_error *error)
{
    preston_impact *impact = NULL;
    const preston_demand spending = {.sectors = preston_view_of_const_vector(demand)};
    preston_status status = preston_model_impact(model, &spending, &impact, error);
    double gva = 0.0;
    double jobs = 0.0;
    for (int part = PRESTON_DIRECT; status == PRESTON_OK && part <= PRESTON_INDIRECT; part++) {
        double value = 0.0;
        status = preston_impact_value(impact, "gva", (preston_part)part, 0, &value, error);
        gva += value;
        if (status == PRESTON_OK) {
            status = preston_impact_value(impact, "jobs", (preston_part)part, 0, &value, error);
            jobs += value;
        }
    }
    if (status == PRESTON_OK) {
        gsl_vector_const_view direct =
            preston_const_vector_of_view(preston_impact_output(impact, PRESTON_DIRECT));
        gsl_vector_const_view indirect =
            preston_const_vector_of_view(preston_impact_output(impact, PRESTON_INDIRECT));
        printf("£%.2fm of demand: £%.4fm of output with its suppliers (Type I), £%.4fm of value\n"
               "added, %.2f jobs (2019).\n",
               gsl_vector_sum(&direct.vector),
               gsl_vector_sum(&direct.vector) + gsl_vector_sum(&indirect.vector), gva, jobs);
    }
    preston_impact_free(impact);
    return status;
}

static void fill(gsl_matrix *flows, gsl_vector *output, gsl_matrix *accounts)
{
    static const double cells[SECTORS][SECTORS] = {{20, 60, 5}, {10, 90, 70}, {15, 50, 120}};
    static const double outputs[SECTORS] = {150, 400, 700};
    static const double values[SECTORS][2] = {{80, 2100}, {150, 3200}, {420, 9800}};
    for (size_t i = 0; i < SECTORS; i++) {
        gsl_vector_set(output, i, outputs[i]);
        for (size_t j = 0; j < SECTORS; j++) {
            gsl_matrix_set(flows, i, j, cells[i][j]);
        }
        for (size_t k = 0; k < 2; k++) {
            gsl_matrix_set(accounts, i, k, values[i][k]);
        }
    }
}

int main(void)
{
    gsl_matrix *flows = gsl_matrix_calloc(SECTORS, SECTORS);
    gsl_matrix *accounts = gsl_matrix_calloc(SECTORS, 2);
    gsl_vector *output = gsl_vector_calloc(SECTORS);
    gsl_vector *demand = gsl_vector_calloc(SECTORS);
    preston_table *table = NULL;
    preston_economy *economy = NULL;
    preston_model *model = NULL;
    preston_error error = {0};

    fill(flows, output, accounts);
    gsl_vector_set(demand, 1, 1.0);
    preston_status status = make_table(flows, output, accounts, &table, &error);
    if (status == PRESTON_OK) {
        status = preston_economy_create(table, NULL, NULL, &economy, &error);
    }
    if (status == PRESTON_OK) {
        status = preston_model_create(economy, NULL, &model, &error);
    }
    if (status == PRESTON_OK) {
        status = ask(model, demand, &error);
    }
    if (status != PRESTON_OK) {
        (void)fprintf(stderr, "gsl_scenario: %s\n", error.message);
    }
    preston_model_free(model);
    preston_economy_free(economy);
    preston_table_free(table);
    gsl_vector_free(demand);
    gsl_vector_free(output);
    gsl_matrix_free(accounts);
    gsl_matrix_free(flows);
    if (status == PRESTON_OK && (fflush(stdout) != 0 || ferror(stdout))) {
        perror("gsl_scenario: standard output");
        return EXIT_FAILURE;
    }
    return status == PRESTON_OK ? EXIT_SUCCESS : BAD_INPUT;
}
