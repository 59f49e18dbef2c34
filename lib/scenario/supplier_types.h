/* Supplier types in memory, shared by the files of this floor.
 *
 * What a type states is kept by type and sector; what that comes to depends on the table that a
 * place goes by, so a profile is kept by type, table and sector. */
#ifndef PRESTON_LIB_SCENARIO_SUPPLIER_TYPES_H
#define PRESTON_LIB_SCENARIO_SUPPLIER_TYPES_H

#include "../ledger/ledger.h"
#include "../model/model.h"
#include "../status/labels.h"
#include "preston/scenario.h"

/* What a type states about a sector; NaN: as the sector. */
typedef struct preston_supplier_terms {
    int64_t row; /* that stated it, -1 for none */
    double compensation, surplus, jobs;
    double local;          /* purchases */
    double outside;        /* production, 0 when nothing is stated */
    int64_t outside_place; /* -1: where others buy the sector outside */
    double share;
} preston_supplier_terms;

/* What a supplier of a type has more than the average one, per unit of output. */
typedef struct preston_supplier_profile {
    int differs;  /* 0: in nothing */
    double scale; /* of all its purchases, imports and taxes on products */
    double gva, compensation, surplus, jobs;
    double imports, taxes_on_products;
} preston_supplier_profile;

/* The accounts that the first round corrects. */
enum {
    PRESTON_CORRECTS_GVA,
    PRESTON_CORRECTS_COMPENSATION,
    PRESTON_CORRECTS_SURPLUS,
    PRESTON_CORRECTS_JOBS,
    PRESTON_CORRECTIONS
};
extern const char *const preston_correction_accounts[PRESTON_CORRECTIONS];

struct preston_supplier_types {
    const preston_model *model;
    preston_labels codes;                  /* K, the first is "" */
    preston_supplier_terms *terms;         /* K × n */
    preston_supplier_profile *profiles;    /* K × T × n, T tables of the model */
    int64_t accounts[PRESTON_CORRECTIONS]; /* columns of the table's accounts, -1 for none */
    double *own; /* P × n: the share of its use that a place makes itself; NULL where nothing asks
                    for it, or cell by cell */
};

static inline const preston_supplier_terms *
preston_supplier_terms_of(const preston_supplier_types *types, int64_t type, int64_t sector)
{
    return &types->terms[type * types->model->sectors + sector];
}

static inline const preston_supplier_profile *
preston_supplier_profile_of(const preston_supplier_types *types, int64_t type, int64_t place,
                            int64_t sector)
{
    const preston_model *model = types->model;
    int64_t table = preston_model_table_of(model, place);
    return &types->profiles[(type * model->technologies + table) * model->sectors + sector];
}

/* The difference of a profile in one of the corrected accounts. */
double preston_supplier_correction(const preston_supplier_profile *profile, int account);

/* How a supplier buys from a sector that its place may make too: of what the average supplier buys
 * (`total`, of which `own` in its own place), so much in its own place, and so many times as much
 * in each other one. */
typedef struct preston_supplier_split {
    double own;
    double others;
} preston_supplier_split;

/* Where the place makes nothing of it, or nearly all, there is nothing to choose: as the sector. */
preston_supplier_split preston_supplier_split_of(const preston_supplier_terms *terms, double scale,
                                                 int makes, double total, double own);

/* The same of sector j for the sector and place of a row of an economy cell by cell. Where a cell
 * is below zero there are no shares to choose: as the sector. */
preston_supplier_split preston_supplier_split_cells(const preston_economy *economy,
                                                    const preston_supplier_terms *terms,
                                                    double scale, int64_t row, int64_t j);

/* The same of what a place uses of a sector in a traded economy, for each unit used: `used` is the
 * row of the sector in that place. */
preston_supplier_split preston_supplier_split_trade(const preston_supplier_types *types,
                                                    const preston_supplier_terms *terms,
                                                    double scale, int64_t used);

/* The share of a place's uses of a sector that trade leaves to imports. */
static inline double preston_foreign_share(const preston_economy *economy, int64_t used)
{
    return economy->foreign != NULL ? economy->foreign[used] : 0.0;
}

/* The share of what final users in a place buy of a sector that it makes itself; `row` is that
 * sector in that place. */
static inline double preston_own_final_share(const preston_supplier_types *types, int64_t row)
{
    const preston_economy *economy = types->model->economy;
    return economy->trade != NULL
               ? types->own[row]
               : economy->final_shares[row * economy->places + row / economy->sectors];
}

/* Where the sector's own place is concerned, what is not its own is taken to be nothing below this
 * share: dividing by it would only multiply rounding. */
extern const double preston_supplier_least_others;

/* Where the rows of create stand, for messages. */
typedef struct preston_supplier_source {
    const char *path;     /* NULL: no file */
    const int64_t *lines; /* of each row */
} preston_supplier_source;

/* Types that are being made, and of what. */
typedef struct preston_types_making {
    preston_supplier_types *types;
    int64_t count;
    const preston_supplier_type *rows;
    const preston_supplier_source *source;
} preston_types_making;

/* Says which row, and which of its values: of the file, or of the array. */
preston_status preston_supplier_fail_row(const preston_types_making *work, int64_t row,
                                         const char *column, preston_error *error,
                                         preston_status status, const char *format, ...)
    __attribute__((format(printf, 6, 7)));

/* Fills in the profiles from the terms. */
preston_status preston_supplier_find_profiles(const preston_types_making *work,
                                              preston_error *error);

/* Fills in the shares that places make themselves, where anything asks for them. */
preston_status preston_supplier_find_own(preston_supplier_types *types, preston_error *error);

/* As preston_supplier_types_create(). */
preston_status preston_supplier_types_make(const preston_model *model, int64_t count,
                                           const preston_supplier_type *rows,
                                           const preston_supplier_source *source,
                                           preston_supplier_types **out_types,
                                           preston_error *error);

/* For each type label of a ledger, its type.
 * @param out_types as many as the ledger has labels of that field.
 * @return #PRESTON_ERROR_LABEL listing the unknown ones with their money. */
preston_status preston_supplier_types_of_ledger(const preston_supplier_types *types,
                                                const preston_ledger *ledger, int64_t *out_types,
                                                preston_error *error);

/* Where purchases are made: the output of the first round.
 * @param purchases (P n) × K. @param out_made P n. */
preston_status preston_supplier_types_made(const preston_supplier_types *types,
                                           preston_const_view purchases, double *out_made,
                                           preston_error *error);

#endif
