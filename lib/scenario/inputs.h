/* The inputs of a scenario in memory, and how they are made. */
#ifndef PRESTON_LIB_SCENARIO_INPUTS_H
#define PRESTON_LIB_SCENARIO_INPUTS_H

#include "preston/scenario.h"

struct preston_scenario_inputs {
    preston_table *table;
    preston_places *places;              /* NULL: the nation as one place */
    char *places_folder;                 /* NULL without places */
    preston_distance_list *travel_times; /* NULL: none */
    preston_own_tables *own_tables;      /* NULL: none */
    preston_trade_shares *trade;         /* of gravity or data; NULL: a nest */
    preston_trade_shares *commuting;     /* NULL: none */
    preston_economy *economy;
    preston_model *model;
    preston_supplier_types *types;
    preston_ledger *ledgers[2];       /* the second NULL: none */
    preston_concordance *concordance; /* NULL: categories are sectors */
};

/* Fails with the scenario and the key that asked before the message of `inner`, a call that failed
 * with `status`. */
preston_status preston_scenario_blame(const preston_scenario_data *data, const char *key,
                                      preston_status status, const preston_error *inner,
                                      preston_error *error);

/* Makes the economy and the model of a scenario whose table and places have been read. */
preston_status preston_scenario_economy_make(const preston_scenario_data *data, double delta,
                                             preston_scenario_inputs *inputs, preston_error *error);

#endif
