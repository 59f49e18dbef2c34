/* The model in memory, shared by the files of this floor.
 *
 * Rows of a closed system: place × sector, then in Type II the households of each place. */
#ifndef PRESTON_LIB_MODEL_MODEL_H
#define PRESTON_LIB_MODEL_MODEL_H

#include "preston/model.h"

/* What households do with one unit of their income. */
typedef struct preston_households {
    double *consumption; /* n: bought from domestic sectors */
    double imports;
    double taxes_on_products;
} preston_households;

struct preston_model {
    const preston_economy *economy;
    int64_t sectors;
    int64_t places;
    double tolerance;
    double *border; /* the Type II system, rows × rows, row after row; NULL in Type I */
    preston_households households;
    preston_solver *solver[2]; /* by closure; II is NULL in Type I */
};

/* The number of rows of the system of that closure. */
int64_t preston_model_rows(const preston_model *model, preston_closure closure);

/* Its coefficients. */
preston_const_view preston_model_coefficients(const preston_model *model, preston_closure closure);

/* The account's coefficients on all rows of a closure; `area` NULL for everywhere. */
preston_status preston_model_account(const preston_model *model, preston_closure closure,
                                     const char *account, const char *area, double *values,
                                     preston_error *error);

/* Factorises a system to the model's tolerance, with names for its rows: those of `rows`, or all
 * when it is NULL. */
preston_status preston_model_factorise(const preston_model *model, preston_const_view coefficients,
                                       const int64_t *rows, preston_solver **out_solver,
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
