/** @file scenario.h
 *  Floor 6: what changes, and why. Two ledgers, one answer.
 */
#ifndef PRESTON_SCENARIO_H
#define PRESTON_SCENARIO_H

#include "ledger.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Why the second ledger does something else than the first. The causes add up to the change. */
typedef enum preston_cause {
    PRESTON_VOLUME,      /**< more or less is spent in all */
    PRESTON_MIX,         /**< other categories are bought */
    PRESTON_LOCALISATION /**< each category is bought in other places */
} preston_cause;

/** The impacts of two ledgers and the change between them, taken apart. */
typedef struct preston_comparison preston_comparison;

/** Solves for both ledgers and divides the change among its causes.
 *
 *  Spending on a category in a place is total × share of the category × share of the place in it.
 *  Each factor passes from its first to its second value in all six orders; a cause's part is the
 *  mean of what its step changes (Shapley 1953; the mean of all elementary decompositions of
 *  Dietzenbacher and Los 1998), so that the parts add up exactly and no order is preferred. A
 *  category bought in one ledger only keeps that ledger's places in both.
 *
 *  @param model kept by reference: it must outlive the comparison.
 *  @param concordance NULL when the categories are sectors.
 *  @param before_options, after_options NULL for the defaults; each ledger may have its own price
 *         factor.
 *  @return as preston_ledger_demand() and preston_model_impact(); #PRESTON_ERROR_VALUE for a
 * ledger, or a category of one, whose amounts add up to nothing while its parts do not. Eight
 * solves a closure. */
PRESTON_API preston_status preston_comparison_create(
    const preston_model *model, const preston_ledger *before, const preston_ledger *after,
    const preston_concordance *concordance, const preston_demand_options *before_options,
    const preston_demand_options *after_options, preston_comparison **out_comparison,
    preston_error *error);

/** Frees the comparison; NULL is fine. */
PRESTON_API void preston_comparison_free(preston_comparison *comparison);

/** The impact of the first ledger. Borrowed. */
PRESTON_API const preston_impact *preston_comparison_before(const preston_comparison *comparison);

/** The impact of the second ledger. Borrowed. */
PRESTON_API const preston_impact *preston_comparison_after(const preston_comparison *comparison);

/** What one cause changes in an account, in one part and place: see preston_impact_value(). */
PRESTON_API preston_status preston_comparison_value(const preston_comparison *comparison,
                                                    preston_cause cause, const char *account,
                                                    preston_part part, int64_t place,
                                                    double *out_value, preston_error *error);

#ifdef __cplusplus
}
#endif

#endif
