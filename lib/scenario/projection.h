/* A scenario on its way through the years, shared by the files of the projection.
 *
 * All amounts are in the table's unit. `cells` of purchases are held by line (a buyer and a sector
 * that it buys), type and place: line after line, K × P each. A `subset` says which measures are in
 * force: bit m is measure m. Whatever a year changes is gathered as `change`, (P n) × K, type by
 * type: what is bought more or less of each place, sector and type, so that effects, which are held
 * the same way, turn it into an account by one dot product. */
#ifndef PRESTON_LIB_SCENARIO_PROJECTION_H
#define PRESTON_LIB_SCENARIO_PROJECTION_H

#include "../economy/economy.h"
#include "../ledger/ledger.h"
#include "preston/scenario.h"

/* What a buyer buys of a sector. */
typedef struct preston_line {
    int64_t buyer;
    int64_t sector;
} preston_line;

/* A measure with its words turned into positions. */
typedef struct preston_force {
    const preston_measure *measure;
    unsigned char *sectors; /* n: 1 where it acts */
    unsigned char *buyers;  /* B */
    unsigned char *from;    /* P */
    int64_t to;             /* a place; -1: none */
    int64_t type;           /* a supplier type; -1: none */
    int64_t sector;         /* the one sector of a new firm or project; -1: none */
    int64_t *applies;       /* positions of measures */
    int64_t apply_count;
    int covered;            /* a spaser applies it: buyers without one do not */
    double *bought;         /* P n: where a unit of its additional demand is bought; NULL: none */
    double *bought_outside; /* P: where `to` buys `sector` outside itself; NULL: none */
    double most_here;       /* what industries in `to` buy of `sector` outside it, a year */
    double output_per_job;  /* of new firms, in the table's unit */
    int64_t *levels;        /* P: how many areas above `to` a place is; NULL without `to` */
    int64_t top;            /* the level of the nation */
    double additionality;   /* net over gross */
} preston_force;

/* What does not change from subset to subset and from year to year. */
typedef struct preston_plan {
    const preston_scenario_data *data;
    const preston_model *model;
    const preston_economy *economy;
    const preston_supplier_types *types;
    int64_t sectors;  /* n */
    int64_t places;   /* P */
    int64_t kinds;    /* K */
    int64_t years;    /* Y */
    int64_t measures; /* m */
    int64_t buyers;   /* B */
    preston_labels buyer_labels;
    double *buyer_purchases; /* B: a year, in currency */
    double currency;         /* currency units in one of the table's */
    preston_line *lines;
    int64_t line_count;
    double *cells;       /* lines × K × P: the baseline */
    double *imports;     /* P: bought abroad directly, baseline */
    double *taxes;       /* P: on products, baseline */
    double *headroom;    /* P n: in the first year; infinite: no limit */
    double *type_shares; /* K × n: of a sector's output; NaN: not known */
    preston_force *force;
} preston_plan;

/* The purchases of a year and what is carried from one to the next, for one subset. */
typedef struct preston_walk {
    const preston_plan *plan;
    uint64_t subset;
    int64_t y; /* years passed */
    double year;
    /* carried */
    double *clock;  /* m: years of adoption passed */
    double *cohort; /* m × Y: firms born, capital paid in, or share granted, by year */
    double *before; /* m: adoption of the last year */
    /* of the year */
    double *raise_share; /* m each: what other measures add */
    double *raise_ceiling;
    double *raise_adoption;
    double *speed;
    double *cover;     /* m × B */
    double *known;     /* n: share of headroom that buyers know of */
    double *cells;     /* lines × K × P */
    double *extra;     /* K × (P n): demand beside the lines */
    double *room;      /* P n: capacity left */
    double *limit;     /* P n: by how much output may grow, whether buyers know it or not */
    double *type_room; /* K × (P n): of suppliers of a type */
    double *sold_here; /* P n: by new capacity, to industries of its place */
    double *scratch;   /* the larger of P n and K × P */
    double *placed;    /* P */
    double premium;    /* paid for no volume */
    preston_measure_state *states; /* m; NULL: not wanted */
    /* one measure's purchases, where they were and where they went: K × (P n); NULL: not wanted */
    int64_t watched;
    double *taken;
    double *given;
} preston_walk;

/* --- plan.c, force.c, capacity.c --- */

preston_status preston_plan_make(preston_plan *plan, const preston_scenario *scenario,
                                 const preston_projection_input *input, preston_error *error);
void preston_plan_clear(preston_plan *plan);
preston_status preston_plan_forces(preston_plan *plan, preston_error *error);
preston_status preston_plan_headroom(preston_plan *plan, const char *folder,
                                     preston_const_view given, preston_error *error);

/* Lines, cells, imports and taxes of a ledger. */
preston_status preston_plan_purchases(preston_plan *plan, const preston_ledger *ledger,
                                      const preston_concordance *concordance, preston_error *error);

/* --- walk.c --- */

preston_status preston_walk_make(preston_walk *walk, const preston_plan *plan,
                                 preston_error *error);
void preston_walk_clear(preston_walk *walk);
void preston_walk_begin(preston_walk *walk, uint64_t subset);

/* Makes the purchases of the year `walk->y`; call it once for each year from 0. */
void preston_walk_year(preston_walk *walk);

/* What the year changes against the baseline: K × (P n). */
void preston_walk_change(const preston_walk *walk, double *change);

/* Is the measure in the subset and in force this year? */
int preston_walk_has(const preston_walk *walk, int64_t measure);

/* Its adoption this year, with all that raises and speeds it. */
double preston_walk_adoption(const preston_walk *walk, int64_t measure);

/* A state to be filled in; a scratch one where none is wanted. */
preston_measure_state *preston_walk_state(const preston_walk *walk, int64_t measure,
                                          preston_measure_state *scratch);

/* --- one file a lever --- */

void preston_lever_raise(preston_walk *walk, int64_t measure); /* train, governance */
void preston_lever_map_suppliers(preston_walk *walk, int64_t measure);
void preston_lever_spaser(preston_walk *walk, int64_t measure);
void preston_lever_create_firms(preston_walk *walk, int64_t measure);
void preston_lever_invest(preston_walk *walk, int64_t measure);
void preston_lever_engineering(preston_walk *walk, int64_t measure);
void preston_lever_grants(preston_walk *walk, int64_t measure);
void preston_lever_reserve(preston_walk *walk, int64_t measure);
void preston_lever_relocate(preston_walk *walk, int64_t measure);

/* --- move.c: what the levers that move purchases have in common --- */

/* Moves a share of what other types supply, place by place, to the measure's type, as far as there
 * is room for it. */
void preston_move_to_type(preston_walk *walk, int64_t measure, double share);

/* New capacity of a measure's type in its place: part of it is sold there, the rest is room. */
void preston_add_capacity(preston_walk *walk, int64_t measure, double capacity);

#endif
