/* A small country to try measures on: a town in a county in a nation, three sectors, two buyers,
 * and a ledger of £140m a year. Whatever fails in this file fails the test.
 *
 *                     town   rest-of-county   rest-of-nation
 *   council  food      10                          30
 *            care      20         20              10 from social suppliers
 *   college  works                                40
 *            care                                 10
 */
#ifndef PRESTON_TEST_TOWN_H
#define PRESTON_TEST_TOWN_H

#include <preston/scenario.h>

enum { TOWN_SECTORS = 3, TOWN_PLACES = 3, TOWN_TYPES = 2 };
enum { FOOD, CARE, WORKS };
enum { TOWN, REST_OF_COUNTY, REST_OF_NATION };
enum { COUNCIL, COLLEGE, BUYERS };
enum { MOST_PROJECTIONS = 16 };

typedef struct town {
    preston_table *table;
    preston_places *places;
    preston_economy *economy;
    preston_model *model;
    preston_supplier_types *types; /* the average, and "social", a fifth of care */
    preston_ledger *ledger;
    preston_scenario_data data; /* 2020 to 2023; areas town, county, nation; no measures */
    int made;                   /* projections so far, and their scenarios: freed with the town */
    preston_scenario *scenarios[MOST_PROJECTIONS];
    preston_projection *projections[MOST_PROJECTIONS];
} town;

town make_town(void);
void free_town(town *of);

/* A list of one. */
preston_words one_word(const char *const *text);

/* A measure of that lever, in force wholly and from the first year; without a premium, sales in its
 * place, or deaths of firms. */
preston_measure make_measure(preston_lever lever, const char *id);

/* The projection of these measures; the town's. */
preston_projection *project(town *of, int64_t count, const preston_measure *measures);

/* The same where it must fail. */
preston_status try_project(town *of, int64_t count, const preston_measure *measures,
                           preston_error *error);

/* What a buyer buys of a sector in a place from a type ("" or "social"), £m; year -1: before. */
double bought(const preston_projection *projection, int64_t year, int buyer, int sector, int place,
              const char *type);

/* May the cell of a buyer and sector change? */
typedef int may_change(int buyer, int sector, int place, int social);

/* Every cell of the ledger that may not change has the bits it had; money is conserved in all
 * years, closures and the baseline, and no measure has changed what buyers spend in all but by
 * `added`. */
void check_moves_only(const preston_projection *projection, may_change *may, double added);

/* All years have the ledger's own bits, and every number of the change is exactly zero. */
void check_changes_nothing(const preston_projection *projection);

/* The gross change of an account in an area: type II, of all measures. */
double gross_of(const preston_projection *projection, const char *account, const char *area,
                int64_t year);

/* What measure 0 did. */
preston_measure_state state_of(const preston_projection *projection, int64_t measure, int64_t year);

#endif
