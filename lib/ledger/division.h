/* Purchases that are known by area only, divided among the places there.
 *
 * A place label of a ledger is a place of the economy, an area, or `rest-of-AREA`, which is the
 * area without whatever other labels name inside it. A sector's money goes to the places of such a
 * label in proportion to the sector's output in each; where none of them makes any, and for imports
 * and taxes, in proportion to their total size.
 *
 * The labels that are no place are called regions here. They are columns of a ledger's cells like
 * places (see ledger.h), and divided only when the sectors are known. */
#ifndef PRESTON_LIB_LEDGER_DIVISION_H
#define PRESTON_LIB_LEDGER_DIVISION_H

#include "ledger.h"

/* One place of a region. */
typedef struct preston_region_place {
    int64_t place;
    double share; /* of the region's total size */
} preston_region_place;

struct preston_division {
    const preston_economy *economy;
    preston_labels labels;        /* of the regions */
    int64_t *starts;              /* regions + 1 */
    preston_region_place *places; /* those of a region stand together */
    double *output;               /* regions × n: of all its places */
};

/* Finds the regions that two ledgers name; `beside` may be NULL. Labels that are neither place nor
 * region are left for preston_ledger_cells() to refuse. The economy must outlive the division. */
preston_status preston_division_create(const preston_economy *economy, const preston_ledger *ledger,
                                       const preston_ledger *beside,
                                       preston_division **out_division, preston_error *error);

void preston_division_free(preston_division *division);

/* How many regions there are; 0 without a division. */
int64_t preston_division_regions(const preston_division *division);

/* The region of that label, or -1. */
int64_t preston_division_find(const preston_division *division, const char *label);

#endif
