#include "ledgers.h"
#include "sample.h"
#include "test.h"

enum { SECTORS = 3 };

/* Sectors s1, s2 and s3 in a nation of one place. */
static int make_nation(void **state)
{
    static const double coefficients[SECTORS * SECTORS] = {0.1, 0.2, 0.0, 0.1, 0.1,
                                                           0.3, 0.2, 0.0, 0.1};
    const table_recipe recipe = {.sectors = SECTORS, .coefficients = coefficients};
    sample *work = calloc(1, sizeof *work);
    assert_non_null(work);
    work->sectors = SECTORS;
    work->table = make_table(&recipe);
    sample_join(work, NULL);
    *state = work;
    return 0;
}

static int free_nation(void **state)
{
    sample_free(*state);
    free(*state);
    return 0;
}

/* What a million of a category buys: the sectors, then imports and taxes on products. */
typedef struct shares {
    double of[SECTORS];
    double imports;
    double taxes;
} shares;

static shares spread_million(const sample *work, const preston_concordance *concordance,
                             const char *category)
{
    const purchase row = {category, "nation", 1e6, NULL};
    preston_ledger *ledger = make_ledger(1, &row);
    preston_error error = {0};
    shares out;
    assert_ok(preston_ledger_demand(
                  ledger, concordance, work->economy, NULL, preston_vector(out.of, SECTORS, 1),
                  preston_vector(&out.imports, 1, 1), preston_vector(&out.taxes, 1, 1), &error),
              &error);
    preston_ledger_free(ledger);
    return out;
}

static void assert_shares(const sample *work, const preston_concordance *concordance,
                          const char *category, const shares *expected)
{
    shares found = spread_million(work, concordance, category);
    for (int i = 0; i < SECTORS; i++) {
        assert_close(found.of[i], expected->of[i], 1e-15, 0.0);
    }
    assert_close(found.imports, expected->imports, 1e-15, 0.0);
    assert_close(found.taxes, expected->taxes, 1e-15, 0.0);
}

static preston_concordance *concordance_of(const sample *work, const char *text, const char *scheme)
{
    preston_concordance *concordance = NULL;
    preston_error error = {0};
    assert_ok(read_concordance_text(text, scheme, work->table, &concordance, &error), &error);
    return concordance;
}

static void concordance_read__sectors_imports_and_taxes(void **state)
{
    preston_concordance *concordance = concordance_of(*state,
                                                      "scheme,from,to,weight\n"
                                                      "own,roads,s1,0.5\n"
                                                      "own,roads,imports,0.125\n"
                                                      "own,schools,s3,1\n"
                                                      "own,roads,s2,0.25\n"
                                                      "own,roads,taxes_on_products,0.125\n",
                                                      NULL);
    const shares roads = {{0.5, 0.25, 0.0}, 0.125, 0.125};
    const shares schools = {{0.0, 0.0, 1.0}, 0.0, 0.0};
    assert_shares(*state, concordance, "roads", &roads);
    assert_shares(*state, concordance, "schools", &schools);
    assert_true(preston_concordance_maps(concordance, "roads"));
    assert_true(preston_concordance_maps(concordance, "schools"));
    assert_false(preston_concordance_maps(concordance, "Roads"));
    assert_false(preston_concordance_maps(concordance, "s1"));
    assert_false(preston_concordance_maps(concordance, ""));
    preston_concordance_free(concordance);
}

/* The columns may stand in any order, and a sector may be named twice. */
static void concordance_read__same_sector_twice(void **state)
{
    preston_concordance *concordance =
        concordance_of(*state,
                       "weight,to,from,scheme,note\n0.25,s2,roads,own,a\n0.5,s1,roads,own,b"
                       "\n0.25,s2,roads,own,c\n",
                       "own");
    const shares roads = {{0.5, 0.5, 0.0}, 0.0, 0.0};
    assert_shares(*state, concordance, "roads", &roads);
    preston_concordance_free(concordance);
}

static void concordance_read__one_scheme_of_several(void **state)
{
    static const char text[] = "scheme,from,to,weight\n"
                               "cpv,roads,s1,1\n"
                               "proclass,roads,s2,1\n"
                               "proclass,schools,s3,1\n"
                               "broken,roads,nowhere,many\n";
    preston_concordance *cpv = concordance_of(*state, text, "cpv");
    preston_concordance *proclass = concordance_of(*state, text, "proclass");
    const shares first = {{1.0, 0.0, 0.0}, 0.0, 0.0};
    const shares second = {{0.0, 1.0, 0.0}, 0.0, 0.0};
    assert_shares(*state, cpv, "roads", &first);
    assert_shares(*state, proclass, "roads", &second);
    assert_false(preston_concordance_maps(cpv, "schools"));
    preston_concordance_free(cpv);
    preston_concordance_free(proclass);
}

/* A million in all, to the last bit that a sum has. */
static void concordance_read__rounding_is_divided_out(void **state)
{
    preston_concordance *concordance = concordance_of(*state,
                                                      "scheme,from,to,weight\n"
                                                      "own,roads,s1,0.3333333\n"
                                                      "own,roads,s2,0.3333333\n"
                                                      "own,roads,imports,0.3333333\n",
                                                      NULL);
    const shares thirds = {{1.0 / 3.0, 1.0 / 3.0, 0.0}, 1.0 / 3.0, 0.0};
    assert_shares(*state, concordance, "roads", &thirds);
    preston_concordance_free(concordance);
}

static void concordance_read__shipped_weights_add_up(void **state)
{
    (void)state;
    static const char *const categories[] = {"public-administration", "education", "health",
                                             "social-care", "housing"};
    sample work = sample_read(EXAMPLES_DATA "/uk-2019", NULL);
    sample_join(&work, NULL);
    preston_concordance *concordance = read_shipped_concordance(work.table);
    double *sectors = make_zeros(work.rows);
    for (size_t i = 0; i < sizeof categories / sizeof *categories; i++) {
        const purchase row = {categories[i], "nation", 1e6, NULL};
        preston_ledger *ledger = make_ledger(1, &row);
        preston_error error = {0};
        double leaks[2];
        assert_ok(preston_ledger_demand(ledger, concordance, work.economy, NULL,
                                        preston_vector(sectors, work.rows, 1),
                                        preston_vector(&leaks[0], 1, 1),
                                        preston_vector(&leaks[1], 1, 1), &error),
                  &error);
        double sum = leaks[0] + leaks[1];
        for (int64_t k = 0; k < work.rows; k++) {
            sum += sectors[k];
        }
        assert_close(sum, 1.0, 1e-14, 0.0);
        assert_true(leaks[0] > 0.01 && leaks[1] > 0.01);
        preston_ledger_free(ledger);
    }
    free(sectors);
    preston_concordance_free(concordance);
    sample_free(&work);
}

typedef struct refusal {
    const char *text;
    const char *scheme;
    const char *where;
    const char *remedy;
    preston_status status;
} refusal;

static void assert_refused(const sample *work, const refusal *wrong)
{
    preston_concordance *concordance = NULL;
    preston_error error = {0};
    char place[200];
    (void)snprintf(place, sizeof place, "/concordance.csv%s", wrong->where);
    preston_status status =
        read_concordance_text(wrong->text, wrong->scheme, work->table, &concordance, &error);
    assert_fails(status, wrong->status, &error, place);
    assert_fails(status, wrong->status, &error, wrong->remedy);
    assert_null(concordance);
}

static void concordance_read__bad_input(void **state)
{
    static const refusal wrong[] = {
        {"scheme,from,to,weight\nown,roads,s1,0.5\nown,roads,s2,0.4\n", NULL,
         ": the weights of 'roads' add up to 0.9", "make them add up to 1", PRESTON_ERROR_VALUE},
        {"scheme,from,to,weight\nown,a,s1,1\nown,b,s1,1.000002\n", NULL,
         ": the weights of 'b' add up to 1.000002", "make them add up to 1", PRESTON_ERROR_VALUE},
        {"scheme,from,to,weight\nown,roads,s1,0\n", NULL, ": the weights of 'roads' add up to 0",
         "make them add up to 1", PRESTON_ERROR_VALUE},
        {"scheme,from,to,weight\nown,roads,s1,1.5\nown,roads,s2,-0.5\n", NULL,
         ":3: column 4 ('weight'): the weight is negative", "from 0 to 1", PRESTON_ERROR_VALUE},
        {"scheme,from,to,weight\nown,roads,s1,nan\n", NULL, ":2: column 4 ('weight'): 'nan'",
         "write a number", PRESTON_ERROR_VALUE},
        {"scheme,from,to,weight\nown,roads,s1,50 %\n", NULL, ":2: column 4 ('weight'): '50 %'",
         "write", PRESTON_ERROR_VALUE},
        {"scheme,from,to,weight\nown,roads,s4,1\n", NULL,
         ":2: column 3 ('to'): 's4' is not a sector", "'imports' or 'taxes_on_products'",
         PRESTON_ERROR_LABEL},
        {"scheme,from,to,weight\nown,roads,Imports,1\n", NULL, ":2: column 3 ('to'): 'Imports'",
         "'imports' or 'taxes_on_products'", PRESTON_ERROR_LABEL},
        {"scheme,from,to,weight\ncpv,roads,s1,1\nproclass,roads,s2,1\n", NULL,
         ":3: column 1 ('scheme'): the file has schemes 'cpv' and 'proclass'",
         "say which one to read", PRESTON_ERROR_LABEL},
        {"scheme,from,to,weight\ncpv,roads,s1,1\n", "naf", ": has no row of scheme 'naf'",
         "its first row is of 'cpv'", PRESTON_ERROR_LABEL},
        {"scheme,from,to,weight\n", NULL, ": has no row", "give each category",
         PRESTON_ERROR_LABEL},
        {"scheme,from,to\nown,roads,s1\n", NULL, ":1: column 'weight' is missing",
         "the header has scheme, from, to", PRESTON_ERROR_LABEL},
        {"scheme,from,to,weight\nown,roads,s1\n", NULL, ":2: the row has 3 cells", "give every row",
         PRESTON_ERROR_FORMAT},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_refused(*state, &wrong[i]);
    }
}

static void concordance_read__no_such_file(void **state)
{
    const sample *work = *state;
    preston_concordance *concordance = NULL;
    preston_error error = {0};
    assert_fails(
        preston_concordance_read("/nowhere/c.csv", NULL, work->table, &concordance, &error),
        PRESTON_ERROR_FILE, &error, "/nowhere/c.csv");
    assert_null(concordance);
    preston_concordance_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(concordance_read__sectors_imports_and_taxes),
        cmocka_unit_test(concordance_read__same_sector_twice),
        cmocka_unit_test(concordance_read__one_scheme_of_several),
        cmocka_unit_test(concordance_read__rounding_is_divided_out),
        cmocka_unit_test(concordance_read__shipped_weights_add_up),
        cmocka_unit_test(concordance_read__bad_input),
        cmocka_unit_test(concordance_read__no_such_file),
    };
    return cmocka_run_group_tests(tests, make_nation, free_nation);
}
