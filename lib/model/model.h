/* The model in memory, shared by the files of this floor.
 *
 * Rows of a closed system: place × sector. In Type II the households of an economy cell by cell
 * stand behind all of them, place after place; those of a traded one are the last sector of each
 * place, so that its rows are place × (n + 1). */
#ifndef PRESTON_LIB_MODEL_MODEL_H
#define PRESTON_LIB_MODEL_MODEL_H

#include "../economy/trade_operator.h"
#include "preston/model.h"

/* What households do with one unit of their income. */
typedef struct preston_households {
    double *consumption; /* n: bought from domestic sectors */
    double imports;
    double taxes_on_products;
} preston_households;

/* One closure: the operator, whatever it is made of, and its solver. */
typedef struct preston_closed_system {
    const preston_operator *op;
    preston_operator *own_operator; /* cell by cell */
    double *cells;                  /* cell by cell, Type II: row after row */
    preston_trade_system trade;     /* traded */
    preston_solver *solver;         /* NULL: the model has not this closure */
} preston_closed_system;

struct preston_model {
    const preston_economy *economy;
    int64_t sectors;
    int64_t places;
    double tolerance;
    double wage_leakage;
    double household_own_use;
    int64_t technologies;            /* T: the tables that places go by */
    preston_households *households;  /* T; NULL in Type I */
    preston_closed_system system[2]; /* by closure */
};

/* The number of rows of the system of that closure. */
int64_t preston_model_rows(const preston_model *model, preston_closure closure);

/* The row of a sector in a place, or of its households for `sector` n. */
static inline int64_t preston_model_row(const preston_model *model, preston_closure closure,
                                        int64_t place, int64_t sector)
{
    int64_t n = model->sectors;
    if (model->economy->trade != NULL) {
        return place * (n + (closure == PRESTON_CLOSURE_II ? 1 : 0)) + sector;
    }
    return sector < n ? place * n + sector : model->places * n + place;
}

/* The other way about. */
typedef struct preston_row {
    int64_t place;
    int64_t sector; /* n for households */
} preston_row;

preston_row preston_model_row_at(const preston_model *model, preston_closure closure, int64_t row);

/* The number of the table that a place goes by, 0 to T − 1. */
static inline int64_t preston_model_table_of(const preston_model *model, int64_t place)
{
    return model->economy->technology_of != NULL ? model->economy->technology_of[place] : 0;
}

/* The table of that number; *out_place the code of a place it is of, NULL for the nation's. */
const preston_table *preston_model_table_at(const preston_model *model, int64_t number,
                                            const char **out_place);

/* Fails with what a table lacks; `place` as above. */
preston_status preston_model_fail_missing(const char *place, const char *what,
                                          preston_error *error);

/* The account's coefficients by one table, n of its sectors and one of its households. */
preston_status preston_model_table_account(const preston_model *model, const char *account,
                                           int64_t number, double *values, preston_error *error);

/* Calls `visit` with those of each place in turn, as in preston_model_place_account(). */
typedef void preston_place_account(void *context, int64_t place, const double *values);
preston_status preston_model_account_by_place(const preston_model *model, const char *account,
                                              preston_place_account *visit, void *context,
                                              preston_error *error);

/* The account's coefficients in one place, n of its sectors and one of its households. */
preston_status preston_model_place_account(const preston_model *model, const char *account,
                                           int64_t place, double *values, preston_error *error);

/* The account's coefficients on all rows of a closure; `area` NULL for everywhere. */
preston_status preston_model_account(const preston_model *model, preston_closure closure,
                                     const char *account, const char *area, double *values,
                                     preston_error *error);

/* Solves a system for `count` right-hand sides, column after column; several go in a batch. */
preston_status preston_model_solve(const preston_solver *solver, preston_operation operation,
                                   int64_t count, const double *right_hand_sides, double *solutions,
                                   preston_certificate *out_certificate, preston_error *error);

/* Effects of `count` accounts in as many areas on all rows of a closure, column after column; a
 * NULL area, or no areas, is everywhere. */
preston_status preston_model_solve_accounts(const preston_model *model, preston_closure closure,
                                            int64_t count, const char *const *accounts,
                                            const char *const *areas, double *effects,
                                            preston_certificate *out_certificate,
                                            preston_error *error);

/* Makes a solver to the model's tolerance. When the system is not productive its rows are named:
 * those of `rows`, or all when it is NULL. */
preston_status preston_model_prepare(const preston_model *model, preston_closure closure,
                                     const preston_operator *op, const int64_t *rows,
                                     preston_solver **out_solver, preston_error *error);

/* Puts households inside: the system of Type II, without its solver. */
preston_status preston_model_close(preston_model *model, const preston_model_options *options,
                                   preston_error *error);

/* Fails when the closure is not in the model. */
preston_status preston_model_check_closure(const preston_model *model, preston_closure closure,
                                           preston_error *error);

/* Fails when no place is inside the area; NULL is everywhere. */
preston_status preston_model_check_area(const preston_model *model, const char *area,
                                        preston_error *error);

/* Is the place inside the area, NULL being everywhere? */
int preston_model_inside(const preston_model *model, int64_t place, const char *area);

#endif
