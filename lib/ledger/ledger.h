/* Purchases in memory, shared by the files of this floor. */
#ifndef PRESTON_LIB_LEDGER_LEDGER_H
#define PRESTON_LIB_LEDGER_LEDGER_H

#include "../status/labels.h"
#include "preston/ledger.h"

enum { PRESTON_LEDGER_FIELDS = 5 };

/* One purchase: positions in the labels of each field. */
typedef struct preston_purchase {
    double amount;
    int64_t line; /* in the file, 0 when there was none */
    int32_t label[PRESTON_LEDGER_FIELDS];
} preston_purchase;

struct preston_ledger {
    char *path; /* NULL when there was no file */
    preston_labels labels[PRESTON_LEDGER_FIELDS];
    preston_purchase *purchases;
    int64_t count;
    int64_t capacity;
};

/* Adds one purchase; `fields` has a text or NULL for each field. -1 when memory is out. */
int preston_ledger_add(preston_ledger *ledger, double amount, int64_t line,
                       const char *const fields[PRESTON_LEDGER_FIELDS]);

/* Where a category's money goes: a sector, or one of these. */
enum { PRESTON_TO_IMPORTS = -1, PRESTON_TO_TAXES = -2 };

typedef struct preston_share {
    int64_t from; /* position in the concordance's categories */
    int64_t to;   /* a sector, or one of the two above */
    double weight;
} preston_share;

struct preston_concordance {
    preston_labels categories;
    preston_share *shares; /* those of a category stand together, from starts[c] to starts[c + 1] */
    int64_t *starts;
};

/* A ledger added up by category and place, in the table's unit: one row a category; one column a
 * place of the economy, then one a region (see division.h), and a last one for purchases without a
 * place. */
typedef struct preston_cells {
    int64_t categories;
    int64_t columns;
    double *amounts;
} preston_cells;

typedef struct preston_division preston_division;

/* Where the cells of a demand go. */
typedef struct preston_spread {
    const preston_concordance *concordance; /* NULL: the categories are sectors */
    const preston_economy *economy;
    const preston_division *division; /* NULL: labels are places of the economy */
    int64_t buyer_place;              /* -1: none */
} preston_spread;

/* Adds the ledger up; its categories get the positions they have in `categories`, which must hold
 * them all. Cleared with free(out_cells->amounts). */
preston_status preston_ledger_cells(const preston_ledger *ledger, const preston_labels *categories,
                                    const preston_spread *spread, double factor,
                                    preston_cells *out_cells, preston_error *error);

/* The column of a place label in the cells, the last one for no place; -1 when it is none. */
int64_t preston_ledger_column(const preston_spread *spread, const char *label);

/* Fails unless every category of the ledger is mapped. */
preston_status preston_ledger_check_categories(const preston_ledger *ledger,
                                               const preston_spread *spread, preston_error *error);

/* Checks the options and resolves the buyer's place; `out_factor` turns currency into the table's
 * unit and prices. The spread has no division yet. */
preston_status preston_demand_prepare(const preston_concordance *concordance,
                                      const preston_economy *economy,
                                      const preston_demand_options *options,
                                      preston_spread *out_spread, double *out_factor,
                                      preston_error *error);

/* Adds the demand of some cells to sectors (P n), imports (P) and taxes (P). */
void preston_spread_cells(const preston_spread *spread, const preston_labels *categories,
                          const preston_cells *cells, double *sectors, double *imports,
                          double *taxes);

#endif
