/* An economy with all that it is made of: from shipped data or from a recipe. */
#ifndef PRESTON_TEST_SAMPLE_H
#define PRESTON_TEST_SAMPLE_H

#include <preston/model.h>

typedef struct sample {
    preston_table *table;
    preston_places *places;   /* NULL for the nation as one place */
    preston_economy *economy; /* made by sample_join() */
    preston_model *model;     /* made by sample_solve() */
    int64_t sectors;
    int64_t rows; /* of the economy */
} sample;

/* Reads a table, and places unless NULL. Whatever fails in this file fails the test. */
sample sample_read(const char *table_folder, const char *places_folder);

/* examples/data: the United Kingdom in 2019 with Preston in Lancashire. */
sample sample_preston(void);

/* Joins the places, or joins them anew; options NULL for the defaults. */
void sample_join(sample *work, const preston_economy_options *options);

/* Solves the economy, or solves it anew; joins it first if that was not done. */
void sample_solve(sample *work, const preston_model_options *options);

/* The same with nothing but a closure. */
void sample_close(sample *work, preston_closure closure);

void sample_free(sample *work);

/* What a table is made of: sector i is called "s1", "s2" …, its output is made of
 * `coefficients`, and the rest of each column is split into primary inputs. */
typedef struct table_recipe {
    int64_t sectors;
    const double *coefficients; /* n × n */
    const double *output;       /* n; NULL for ones */
    const double *final_use;    /* n × USES; NULL for zeros */
    const double *primary;      /* n × PRIMARY, each row adding up to one; NULL for equal parts */
    const double *jobs;         /* n, per unit of output; NULL for zeros */
    double household_income;
    double household_imports;
    double household_taxes_on_products;
    double factor; /* every amount times this; 0 for 1 */
} table_recipe;

enum { HOUSEHOLDS, GOVERNMENT, INVENTORIES, EXPORTS, USES };
enum { IMPORTS, TAXES_ON_PRODUCTS, TAXES_ON_PRODUCTION, COMPENSATION, SURPLUS, PRIMARY };

preston_table *make_table(const table_recipe *recipe);

/* `count` codes: the prefix with 1, 2 … behind it. Both arrays are freed by the caller. */
const char **make_codes(int64_t count, const char *prefix, char **out_texts);

/* Effects of an account (area NULL for everywhere); freed by the caller. */
double *effects_of(const sample *work, preston_closure closure, const char *account,
                   const char *area);

/* `count` zeros; freed by the caller. */
double *make_zeros(int64_t count);

double dot(int64_t count, const double *one, const double *other);

#endif
