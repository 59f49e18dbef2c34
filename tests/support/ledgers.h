/* Ledgers made of a few rows, and files read from a text. Whatever fails in make_… fails the test.
 */
#ifndef PRESTON_TEST_LEDGERS_H
#define PRESTON_TEST_LEDGERS_H

#include <preston/ledger.h>

typedef struct purchase {
    const char *category;
    const char *place;
    double amount;
    const char *supplier;
} purchase;

preston_ledger *make_ledger(int64_t count, const purchase *purchases);

/* Reads the text as the file "ledger.csv"; options NULL for the defaults. */
preston_status read_ledger_text(const char *text, const preston_ledger_options *options,
                                preston_ledger **out_ledger, preston_error *error);

/* Options for a text of the one column "amount" alone. */
preston_ledger_options amounts_alone(preston_amounts amounts);

/* A ledger of examples/data/preston, by its file's name. */
preston_ledger *read_shipped_ledger(const char *name);

/* Reads the text as the file "concordance.csv". */
preston_status read_concordance_text(const char *text, const char *scheme,
                                     const preston_table *table, preston_concordance **out,
                                     preston_error *error);

/* That of examples/data/preston. */
preston_concordance *read_shipped_concordance(const preston_table *table);

#endif
