#include "sample.h"

#include "test.h"

#include <math.h>

double *make_zeros(int64_t count)
{
    double *values = calloc((size_t)count + 1, sizeof *values);
    assert_non_null(values);
    return values;
}

double dot(int64_t count, const double *one, const double *other)
{
    double sum = 0.0;
    for (int64_t i = 0; i < count; i++) {
        sum += one[i] * other[i];
    }
    return sum;
}

sample sample_read(const char *table_folder, const char *places_folder)
{
    preston_error error = {0};
    sample work = {0};
    assert_ok(preston_table_read(table_folder, &work.table, &error), &error);
    work.sectors = preston_table_sectors(work.table);
    if (places_folder != NULL) {
        assert_ok(preston_places_read(places_folder, work.table, &work.places, &error), &error);
    }
    return work;
}

sample sample_preston(void)
{
    return sample_read(EXAMPLES_DATA "/uk-2019", EXAMPLES_DATA "/preston/places");
}

void sample_join(sample *work, const preston_economy_options *options)
{
    preston_error error = {0};
    preston_model_free(work->model);
    preston_economy_free(work->economy);
    work->model = NULL;
    work->economy = NULL;
    assert_ok(preston_economy_create(work->table, work->places, options, &work->economy, &error),
              &error);
    work->rows = preston_economy_places(work->economy) * work->sectors;
}

void sample_solve(sample *work, const preston_model_options *options)
{
    preston_error error = {0};
    if (work->economy == NULL) {
        sample_join(work, NULL);
    }
    preston_model_free(work->model);
    work->model = NULL;
    assert_ok(preston_model_create(work->economy, options, &work->model, &error), &error);
}

void sample_close(sample *work, preston_closure closure)
{
    preston_model_options options;
    preston_model_options_init(&options);
    options.closure = closure;
    sample_solve(work, &options);
}

void sample_free(sample *work)
{
    preston_model_free(work->model);
    preston_economy_free(work->economy);
    preston_places_free(work->places);
    preston_table_free(work->table);
    *work = (sample){0};
}

double *effects_of(const sample *work, preston_closure closure, const char *account,
                   const char *area)
{
    preston_error error = {0};
    double *effects = make_zeros(work->rows);
    assert_ok(preston_model_multipliers(work->model, closure, account, area,
                                        preston_vector(effects, work->rows, 1),
                                        preston_vector(NULL, 0, 1), NULL, &error),
              &error);
    return effects;
}

/* --- tables from recipes --- */

static const char *const use_codes[USES] = {"households", "government", "inventories", "exports"};

/* The primary inputs in the order of their enumeration, then what is made of them. */
enum { GVA = PRIMARY, JOBS, ACCOUNTS };
static const char *const account_codes[ACCOUNTS] = {
    "imports", "taxes_on_products", "taxes_on_production", "compensation", "surplus", "gva",
    "jobs"};

static double recipe_output(const table_recipe *recipe, int64_t sector)
{
    double factor = recipe->factor > 0.0 ? recipe->factor : 1.0;
    return factor * (recipe->output != NULL ? recipe->output[sector] : 1.0);
}

/* One sector's flows and accounts: the rest of its column is split. */
static void fill_sector(const table_recipe *recipe, int64_t j, double *flows, double *accounts)
{
    int64_t n = recipe->sectors;
    double output = recipe_output(recipe, j);
    double rest = 1.0;
    for (int64_t i = 0; i < n; i++) {
        double coefficient = recipe->coefficients[i * n + j];
        flows[i * n + j] = output > 0.0 ? coefficient * output : 0.0;
        rest -= coefficient;
    }
    double *row = accounts + j * ACCOUNTS;
    for (int k = 0; k < PRIMARY; k++) {
        row[k] = rest * output *
                 (recipe->primary != NULL ? recipe->primary[j * PRIMARY + k] : 1.0 / PRIMARY);
    }
    row[GVA] = row[TAXES_ON_PRODUCTION] + row[COMPENSATION] + row[SURPLUS];
    row[JOBS] = recipe->jobs != NULL ? recipe->jobs[j] * output : 0.0;
}

static preston_table_data recipe_data(const table_recipe *recipe, const char *const *codes,
                                      const double *output, const double *flows,
                                      const double *final_use, const double *accounts)
{
    int64_t n = recipe->sectors;
    double factor = recipe->factor > 0.0 ? recipe->factor : 1.0;
    return (preston_table_data){.unit = "million",
                                .household_income = factor * recipe->household_income,
                                .household_imports = factor * recipe->household_imports,
                                .household_taxes_on_products =
                                    factor * recipe->household_taxes_on_products,
                                .sectors = n,
                                .codes = codes,
                                .output = preston_const_vector(output, n, 1),
                                .flows = preston_const_matrix(flows, n, n),
                                .uses = USES,
                                .use_codes = use_codes,
                                .final_use = preston_const_matrix(final_use, n, USES),
                                .accounts = ACCOUNTS,
                                .account_codes = account_codes,
                                .account_values = preston_const_matrix(accounts, n, ACCOUNTS)};
}

enum { CODE_SIZE = 24 };

const char **make_codes(int64_t count, const char *prefix, char **out_texts)
{
    const char **codes = calloc((size_t)count, sizeof *codes);
    char *texts = calloc((size_t)count, CODE_SIZE);
    assert_true(codes != NULL && texts != NULL);
    for (int64_t i = 0; i < count; i++) {
        char *text = texts + i * CODE_SIZE;
        (void)snprintf(text, CODE_SIZE, "%s%lld", prefix, (long long)i + 1);
        codes[i] = text;
    }
    *out_texts = texts;
    return codes;
}

preston_table *make_table(const table_recipe *recipe)
{
    int64_t n = recipe->sectors;
    double *output = make_zeros(n);
    double *flows = make_zeros(n * n);
    double *final_use = make_zeros(n * USES);
    double *accounts = make_zeros(n * ACCOUNTS);
    for (int64_t j = 0; j < n; j++) {
        output[j] = recipe_output(recipe, j);
        fill_sector(recipe, j, flows, accounts);
        for (int use = 0; use < USES && recipe->final_use != NULL; use++) {
            final_use[j * USES + use] =
                recipe->final_use[j * USES + use] * (recipe->factor > 0.0 ? recipe->factor : 1.0);
        }
    }
    char *texts = NULL;
    const char **codes = make_codes(n, "s", &texts);
    preston_table_data data = recipe_data(recipe, codes, output, flows, final_use, accounts);
    preston_error error = {0};
    preston_table *table = NULL;
    assert_ok(preston_table_create(&data, &table, &error), &error);
    free(output);
    free(flows);
    free(final_use);
    free(accounts);
    free(texts);
    free((void *)codes);
    return table;
}
