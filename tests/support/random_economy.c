#include "random_economy.h"

#include "random.h"
#include "test.h"

/* --- random tables --- */

/* x = f + A x by repetition: the columns of A add up to well below one. */
static void settle_output(int64_t n, const double *coefficients, const double *final_use,
                          double *output)
{
    double *next = make_zeros(n);
    for (int round = 0; round < 200; round++) {
        for (int64_t i = 0; i < n; i++) {
            next[i] = dot(n, coefficients + i * n, output);
            for (int use = 0; use < USES; use++) {
                next[i] += final_use[i * USES + use];
            }
        }
        memcpy(output, next, (size_t)n * sizeof *output);
    }
    free(next);
}

static void fill_final_use(gsl_rng *random, int64_t rows, double *final_use)
{
    for (int64_t i = 0; i < rows; i++) {
        final_use[i * USES + HOUSEHOLDS] = random_between(random, 0.5, 10.0);
        final_use[i * USES + GOVERNMENT] = random_between(random, 0.0, 5.0);
        final_use[i * USES + INVENTORIES] = random_between(random, -0.4, 0.4);
        final_use[i * USES + EXPORTS] = random_between(random, 0.0, 10.0);
    }
}

static void fill_primary(gsl_rng *random, int64_t n, double *primary)
{
    for (int64_t i = 0; i < n; i++) {
        double sum = 0.0;
        for (int k = 0; k < PRIMARY; k++) {
            primary[i * PRIMARY + k] = random_between(random, 0.1, k == COMPENSATION ? 2.0 : 1.0);
            sum += primary[i * PRIMARY + k];
        }
        for (int k = 0; k < PRIMARY; k++) {
            primary[i * PRIMARY + k] /= sum;
        }
    }
}

/* Households spend less than their income, so that the closed economy is productive too. */
static double enough_income(int64_t n, const double *final_use)
{
    double spent = 0.0;
    for (int64_t i = 0; i < n; i++) {
        spent += final_use[i * USES + HOUSEHOLDS];
    }
    return 1.5 * spent;
}

static preston_table *make_random_table(gsl_rng *random, const random_shape *shape)
{
    int64_t n = shape->sectors;
    int64_t full = n - (shape->empty_sector ? 1 : 0);
    double *dense = make_zeros(full * full);
    double *coefficients = make_zeros(n * n);
    double *final_use = make_zeros(n * USES);
    double *output = make_zeros(n);
    double *primary = make_zeros(n * PRIMARY);
    double *jobs = make_zeros(n);
    fill_productive(random, full, 0.7, 0.0, dense);
    for (int64_t j = 0; j < full; j++) {
        double scale = random_between(random, 0.3, 1.0);
        for (int64_t i = 0; i < full; i++) {
            coefficients[i * n + j] = scale * dense[i * full + j];
        }
        jobs[j] = random_between(random, 1.0, 30.0);
    }
    fill_final_use(random, full, final_use);
    fill_primary(random, n, primary);
    settle_output(n, coefficients, final_use, output);
    double income = enough_income(n, final_use);
    const table_recipe recipe = {.sectors = n,
                                 .coefficients = coefficients,
                                 .output = output,
                                 .final_use = final_use,
                                 .primary = primary,
                                 .jobs = jobs,
                                 .household_income = income,
                                 .household_imports = 0.15 * income,
                                 .household_taxes_on_products = 0.1 * income,
                                 .factor = shape->factor};
    preston_table *table = make_table(&recipe);
    free(dense);
    free(coefficients);
    free(final_use);
    free(output);
    free(primary);
    free(jobs);
    return table;
}

/* --- random places --- */

enum { MOST_AREAS = 8 };

typedef struct random_tree {
    int64_t count;
    int64_t parents[MOST_AREAS];
    int64_t depths[MOST_AREAS];
    double *sizes; /* areas × n, of the whole */
    double *left;  /* areas × n: what the children have not taken */
} random_tree;

/* Mostly a part of what is left, now and then nothing or all of it. */
static double random_share(gsl_rng *random, int64_t sector)
{
    double draw = gsl_rng_uniform(random);
    double part = random_between(random, 0.02, 0.6);
    if (sector == 0) {
        return part; /* so that no area is empty */
    }
    return draw < 0.12 ? 0.0 : draw > 0.94 ? 1.0 : part;
}

static void add_area(gsl_rng *random, int64_t n, int64_t parent, random_tree *tree)
{
    int64_t area = tree->count++;
    tree->parents[area] = parent;
    tree->depths[area] = parent < 0 ? 1 : tree->depths[parent] + 1;
    for (int64_t i = 0; i < n; i++) {
        double size = 0.0;
        if (parent < 0) {
            size =
                i > 0 && gsl_rng_uniform(random) < 0.04 ? 0.0 : random_between(random, 1.0, 100.0);
        } else {
            size = tree->left[parent * n + i] * random_share(random, i);
            tree->left[parent * n + i] -= size;
        }
        tree->sizes[area * n + i] = size;
        tree->left[area * n + i] = size;
    }
}

static preston_places *make_random_places(gsl_rng *random, const preston_table *table,
                                          const random_shape *shape)
{
    int64_t n = shape->sectors;
    random_tree tree = {.sizes = make_zeros(MOST_AREAS * n), .left = make_zeros(MOST_AREAS * n)};
    assert_true(shape->levels > (shape->more > 0) && shape->levels + shape->more <= MOST_AREAS);
    for (int64_t level = 0; level < shape->levels; level++) {
        add_area(random, n, level - 1, &tree);
    }
    while (tree.count < shape->levels + shape->more) {
        int64_t parent = (int64_t)gsl_rng_uniform_int(random, (unsigned long)tree.count);
        if (tree.depths[parent] < shape->levels) {
            add_area(random, n, parent, &tree);
        }
    }
    char *texts = NULL;
    const char **codes = make_codes(tree.count, "p", &texts);
    preston_places *places = NULL;
    preston_error error = {0};
    assert_ok(
        preston_places_create(tree.count, codes, NULL, tree.parents, n, preston_table_codes(table),
                              preston_const_matrix(tree.sizes, tree.count, n), &places, &error),
        &error);
    free(tree.sizes);
    free(tree.left);
    free(texts);
    free((void *)codes);
    return places;
}

sample sample_random(gsl_rng *random, const random_shape *shape)
{
    sample work = {.sectors = shape->sectors};
    work.table = make_random_table(random, shape);
    work.places = make_random_places(random, work.table, shape);
    return work;
}

double *make_random_demand(gsl_rng *random, const sample *work)
{
    double *demand = make_zeros(work->rows);
    preston_const_view output = preston_table_output(work->table);
    for (int64_t row = 0; row < work->rows; row++) {
        double amount = random_between(random, row == 0 ? 0.1 : -0.5, 1.0);
        int made = preston_get(output, row % work->sectors, 0) > 0.0;
        demand[row] = made && amount > 0.0 ? amount : 0.0;
    }
    return demand;
}
