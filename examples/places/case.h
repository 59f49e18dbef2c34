/* A demand among many places: what is read, what is computed, and how it is shown. */
#ifndef EXAMPLES_PLACES_CASE_H
#define EXAMPLES_PLACES_CASE_H

#include "../shared/text.h"

#include <stdio.h>

enum { PARTS = 3, ACCOUNTS = 6, GAIN_ACCOUNTS = 4 };

typedef enum trade_kind { TRADE_GRAVITY, TRADE_POOL, TRADE_DATA } trade_kind;

typedef enum commuting_kind { COMMUTING_NONE, COMMUTING_GRAVITY, COMMUTING_DATA } commuting_kind;

typedef struct places_settings {
    const char *table;
    const char *places;
    const char *ledgers[2];
    const char *concordance;
    const char *demand;       /* NULL: the ledgers, before and after */
    const char *travel_times; /* NULL: straight distances */
    const char *own_tables;   /* NULL: all places go by the nation's table */
    const char *here;         /* the place that the answer starts from; NULL: none */
    const char *csv;
    trade_kind trade;
    preston_trade_options options; /* of trade */
    commuting_kind commuting;
    double commuting_scale;
    int scale_given; /* these three: 1 when the command line has them */
    int smallest_given;
    int commuting_scale_given;
    double wage_leakage;
    preston_closure closure;
    int64_t top;   /* how many gainers and losers are printed */
    int band;      /* 1, 0, or -1: as the settings suggest */
    int progress;  /* 1: asked for */
    int only_cost; /* 1: says what it would take, and stops */
    int shipped;   /* 1: the shipped table, places and ledgers */
} places_settings;

/* options.c: 0, or the exit code plus one. */
int parse_settings(int count, char **arguments, places_settings *settings);

/* --- what is read once --- */

typedef struct places_inputs {
    const places_settings *settings;
    preston_table *table;
    preston_places *places;
    preston_ledger *ledger[2]; /* the demand is the first, alone */
    preston_concordance *concordance;
    int64_t count;   /* P */
    int64_t sectors; /* n */
    int64_t areas;
    int64_t here;                        /* the area of --here, or -1 */
    preston_distance_list *travel_times; /* NULL: none */
    preston_own_tables *own_tables;      /* NULL: none */
    preston_traded_options traded;       /* with the own tables */
    preston_trade_shares *commuting;     /* NULL: none */
} places_inputs;

preston_status read_inputs(places_inputs *inputs, preston_error *error);
void free_inputs(places_inputs *inputs);

/* The travel times in `room`, which is returned; NULL, for straight distances, without them. */
const preston_distances *distances_of(const places_inputs *inputs, preston_distances *room);

/* How many places each may buy from; 0: all. */
int64_t nearest_of(const places_inputs *inputs);

/* --- demand.c: what is bought where --- */

/* Sectors, imports and taxes of R rows, one after another. */
typedef struct demand_rows {
    int64_t rows;
    double *sectors; /* R n */
    double *imports; /* R */
    double *taxes;   /* R */
} demand_rows;

preston_status demand_create(int64_t rows, int64_t sectors, demand_rows *out, preston_error *error);
void demand_free(demand_rows *demand);

enum { BEFORE, AFTER, CHANGE, LOCALISATION, CASES };
const char *case_name(const places_inputs *inputs, int which);

/* The demand of each case by place; a demand file has one case, CHANGE, alone. */
typedef struct case_demands {
    int given[CASES];
    demand_rows demand[CASES];
    double divided; /* the part of the money that stood at areas and was divided among places */
    double money;   /* all of it, both ledgers */
} case_demands;

/* The economy says which codes are places or areas, and what each place makes. */
preston_status find_demands(const places_inputs *inputs, const preston_economy *economy,
                            case_demands *demands, preston_error *error);
void free_demands(case_demands *demands);

/* --- answer.c: what is computed for one set of assumptions --- */

typedef struct places_answer {
    preston_trade_shares *trade;
    preston_economy *economy;
    preston_model *model;
    preston_impact *impact[CASES];
    double worst_imbalance; /* of any sector, as a share of the nation's supply */
    int64_t worst_sector;
    int64_t worst_place;
} places_answer;

extern const char *const account_codes[ACCOUNTS];
extern const char *const account_names[ACCOUNTS]; /* in files */

preston_status build_economy(const places_inputs *inputs, const preston_trade_options *options,
                             places_answer *answer, preston_error *error);
preston_status solve_case(const places_answer *answer, const case_demands *demands, int which,
                          preston_impact **out_impact, preston_error *error);
preston_status solve_cases(const case_demands *demands, places_answer *answer,
                           preston_error *error);
void free_answer(places_answer *answer);

/* One account of a case by area, areas × 3: every place counted in all areas around it. Accounts
 * that the table lacks are refused by has_account(). */
int has_account(const places_inputs *inputs, int account);
preston_status sum_areas(const places_inputs *inputs, const preston_impact *impact, int account,
                         double *by_place, double *by_area, preston_error *error);

/* --- band.c: the headline over what is not known --- */

enum { SCALES = 3, DELTAS = 3, DRAWS = SCALES * DELTAS, MOST_RINGS = 8, BAND_ACCOUNTS = 2 };

/* Here, the rest of each area around it, and (last) the whole nation. */
typedef struct rings {
    int64_t count; /* of areas from here to the nation; 0 without --here */
    int64_t area[MOST_RINGS];
} rings;
void find_rings(const places_inputs *inputs, rings *out);

/* Values of the rings from sums by area (parts added up): each without the one inside it. */
void ring_values(const rings *around, const double *by_area, preston_closure closure,
                 double values[MOST_RINGS]);

typedef struct places_band {
    int made;
    double scale[DRAWS];
    double delta[DRAWS];
    double value[DRAWS][BAND_ACCOUNTS][MOST_RINGS];
    double loss[DRAWS]; /* of value added, of all places that lose */
} places_band;

preston_status find_band(const places_inputs *inputs, const case_demands *demands,
                         places_band *band, preston_error *error);
int headline_case(const case_demands *demands);

/* --- cost.c: what it takes, and how far it is --- */

typedef struct places_cost {
    preston_model_cost model;
    double trade_bytes;
    double other_bytes; /* sizes, demands, impacts */
    double pairs;
    double rounds;           /* of balancing trade, as is usual */
    double round_operations; /* of each */
    double solves;
} places_cost;

preston_status find_cost(const places_inputs *inputs, places_cost *cost, preston_error *error);
void print_cost(const places_inputs *inputs, const places_cost *cost, FILE *stream);
double cost_bytes(const places_cost *cost);
double cost_seconds(const places_inputs *inputs, const places_cost *cost);

/* Says on the standard error what begins now, where that is wanted. */
int shows_progress(const places_settings *settings);
void say_progress(const places_settings *settings, const char *what);
preston_progress_function show_progress; /* context: a progress_line */
typedef struct progress_line {
    const places_settings *settings;
    const char *what;
    int64_t shown; /* tenths */
} progress_line;

/* --- print.c, csv_rows.c --- */

void print_places(const places_inputs *inputs, const case_demands *demands,
                  const places_answer *answer, const places_band *band, const places_cost *cost,
                  const double *sums);

/* Sums of the headline case: GAIN_ACCOUNTS × areas × 3, zero where the table lacks the account. */
preston_status find_sums(const places_inputs *inputs, const preston_impact *impact, double *sums,
                         preston_error *error);
preston_status write_csv(const places_inputs *inputs, const case_demands *demands,
                         const places_answer *answer, const char *path, preston_error *error);

/* A status that every reader of the code can see. */
static inline preston_status out_of_memory(preston_error *error)
{
    (void)snprintf(error->message, sizeof error->message, "out of memory");
    return PRESTON_ERROR_MEMORY;
}

#endif
