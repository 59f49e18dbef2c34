/* Comparisons of two ledgers, and what must hold of every account, part and place of them. */
#ifndef PRESTON_TEST_COMPARISONS_H
#define PRESTON_TEST_COMPARISONS_H

#include "sample.h"

#include <preston/scenario.h>

enum { CAUSES = 4, UNTYPED_CAUSES = 3, PARTS = 3, IMPACT_ACCOUNTS = 6 };

extern const char *const impact_accounts[IMPACT_ACCOUNTS];

/* Compares with the same options, NULL for the defaults, for both ledgers. Whatever fails in this
 * file fails the test. */
preston_comparison *compare_ledgers(const sample *work, const preston_ledger *before,
                                    const preston_ledger *after,
                                    const preston_concordance *concordance,
                                    const preston_demand_options *options);

double cause_of(const preston_comparison *comparison, int cause, const char *account, int part,
                int64_t place);

double value_of(const preston_impact *impact, const char *account, int part, int64_t place);

/* One account in one part and place. */
typedef struct impact_cell {
    const char *account;
    int part;
    int64_t place;
    double before;
    double after;
    double causes[CAUSES];
} impact_cell;

typedef void cell_check(const impact_cell *at);

/* Calls the check for every account, part and place. */
void for_each_cell(const sample *work, const preston_comparison *comparison, cell_check *check);

/* The causes add up to the change, to 1e-10. */
void check_sum(const impact_cell *at);

/* That, and all but one cause are nil; that of supplier types is exactly zero. */
void check_only_volume(const impact_cell *at);
void check_only_mix(const impact_cell *at);
void check_only_localisation(const impact_cell *at);

/* Before and after are the same to the last bit, and each cause is exactly zero. */
void check_nothing(const impact_cell *at);

/* Localisation is nil. */
void check_no_localisation(const impact_cell *at);

/* Money is conserved in both closures, and the buyer spent that much. */
void assert_conserved(const preston_impact *impact, double spent);

/* The impact of a ledger without any comparison. */
preston_impact *impact_alone(const sample *work, const preston_ledger *ledger,
                             const preston_concordance *concordance,
                             const preston_demand_options *options);

/* Every number of the impact is the same to the last bit as without a comparison. */
void assert_same_bits(const sample *work, const preston_impact *impact,
                      const preston_ledger *ledger, const preston_concordance *concordance,
                      const preston_demand_options *options);

#endif
