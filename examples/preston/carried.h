/* A scenario file, what it needs, and what it brings about. */
#ifndef EXAMPLES_PRESTON_CARRIED_H
#define EXAMPLES_PRESTON_CARRIED_H

#include <preston/preston.h>

typedef struct carried {
    preston_scenario *scenario;
    preston_scenario_inputs *inputs;
    preston_projection *projection;
} carried;

/* Reads a file and all that it names, and carries it through its years.
 *  @param delta instead of the file's own; NaN: its own. */
preston_status carry(const char *file, double delta, carried *out, preston_error *error);

void free_carried(carried *of);

/* The ends of what the scenario calls uncertain. */
typedef struct carried_band {
    carried low;
    carried high;
} carried_band;

/* Does the scenario state an uncertainty? */
int has_band(const carried *of);

preston_status carry_band(const char *file, const carried *of, carried_band *out,
                          preston_error *error);

void free_carried_band(carried_band *of);

/* Why the second ledger does something else than the first; NULL where there is no second one. */
preston_status compare_ledgers(const carried *of, preston_comparison **out_comparison,
                               preston_error *error);

#endif
