/** @file model.h
 *  Floor 4: the closed and solved economy. Multipliers, effects, impacts, rounds.
 *
 *  Definitions are the official ones (Scottish Government, Input-Output methodology guide): the
 *  *effect* of a sector is what one unit of final demand for its output brings about, per unit of
 *  output; the *multiplier* is the effect divided by the sector's own direct coefficient. The
 *  output multiplier is the effect on output itself.
 *
 *  Type I leaves households outside. Type II borders the coefficients, in each place, with a row
 *  (compensation of employees / output) and a column (household consumption / household income);
 *  its results are read on the sectors' rows only. In a traded economy wages go where the commuters
 *  live, and are spent there.
 *
 *  An *account* is named by its code: "output", or any account of the table ("compensation", "gva",
 *  "jobs", "imports", "taxes_on_products", satellites).
 */
#ifndef PRESTON_MODEL_H
#define PRESTON_MODEL_H

#include "economy.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Whether households are inside the model. */
typedef enum preston_closure {
    PRESTON_CLOSURE_I, /**< households outside: direct and indirect effects */
    PRESTON_CLOSURE_II /**< households inside: induced effects too */
} preston_closure;

/** Options of preston_model_create(); start from preston_model_options_init(). */
typedef struct preston_model_options {
    size_t size;              /**< of this struct, set by the init function */
    preston_closure closure;  /**< default I; II makes both available */
    double household_income;  /**< what household consumption is divided by, in the table's unit;
                                   default 0: the table's own figure, and the only value where
                                   every place has a table of its own (multi-regional) */
    double wage_leakage;      /**< share of compensation that does not reach resident households
                                   (tax, saving, commuters), 0 to 1; default 0, as in the official
                                   Scottish multipliers */
    double household_own_use; /**< what households buy from households for each unit of their
                                   income; default 0, as in tables where they are a sector */
    double tolerance;         /**< largest relative error bound of any solve; default 1e-9 */
    preston_progress_function *progress; /**< called before the work and after each closure, with
                                            how many of them are done; default NULL */
    void *context;                       /**< given to `progress` */
} preston_model_options;

/** Fills in the defaults. */
PRESTON_API void preston_model_options_init(preston_model_options *options);

/** A closed economy, ready to be solved; never changes once made, so that several threads may use
 *  it. */
typedef struct preston_model preston_model;

/** What a model is to be made of, to know beforehand what it takes. */
typedef struct preston_model_scale {
    int traded;              /**< 0: cell by cell, 1: by trade shares */
    int64_t places;          /**< P */
    int64_t sectors;         /**< n */
    preston_closure closure; /**< II makes both */
    int64_t technologies;    /**< traded: tables in all, at least 1 */
    int64_t pairs;           /**< traded: shares in lists of single sectors, all together */
    int64_t common_pairs;    /**< traded: pairs of neighbours that all sectors have in common */
    int64_t commuting_pairs; /**< traded: pairs of workplace and residence */
} preston_model_scale;

/** What it takes, roughly: for a decision before the work, not for an invoice. */
typedef struct preston_model_cost {
    int64_t rows;            /**< of the largest system */
    int64_t economy_bytes;   /**< held by the economy and, traded, its shares */
    int64_t model_bytes;     /**< held by the model */
    int64_t solving_bytes;   /**< more, while it is made or one solve runs */
    double applies;          /**< traded: products with the system that one solve takes, about */
    double make_operations;  /**< multiplications and additions to make the model */
    double solve_operations; /**< and for one solve of the largest system */
} preston_model_cost;

/** Says what a model will take. Nothing is allocated. Operations divided by what the machine does
 * in a second (a few thousand million for a traded economy on one core, ten times that cell by
 * cell) give the time.
 *  @return #PRESTON_ERROR_ARGUMENT for a count that is negative or cannot be. O(1). */
PRESTON_API preston_status preston_model_estimate(const preston_model_scale *scale,
                                                  preston_model_cost *out_cost,
                                                  preston_error *error);

/** The scale of a model of that economy. */
PRESTON_API preston_model_scale preston_model_scale_of(const preston_economy *economy,
                                                       preston_closure closure);

/** Closes an economy and prepares its solvers: cell by cell it is factorised; a traded one is
 * solved by rounds of spending.
 *  @param economy kept by reference: it must outlive the model.
 *  @param options NULL for the defaults.
 *  @return #PRESTON_ERROR_UNPRODUCTIVE with the sectors at fault; #PRESTON_ERROR_MISSING for Type
 * II without compensation, household consumption or household income; #PRESTON_ERROR_ARGUMENT;
 *          #PRESTON_ERROR_MEMORY.
 *  Cell by cell O((Pn)³) time and 2 (Pn)² doubles a closure; traded O(P n² + trade) a product and a
 *  few tens of those, O(P n) memory: see preston_model_estimate(). */
PRESTON_API preston_status preston_model_create(const preston_economy *economy,
                                                const preston_model_options *options,
                                                preston_model **out_model, preston_error *error);

/** Frees the model; NULL is fine. */
PRESTON_API void preston_model_free(preston_model *model);

/** The economy it was made of. Borrowed. */
PRESTON_API const preston_economy *preston_model_economy(const preston_model *model);

/** The system of a closure, `x ↦ A x`; NULL when the model has not that closure. Borrowed. Rows are
 *  place × sector; in Type II, households of an economy cell by cell stand behind all of them,
 * those of a traded one are the last sector of each place. */
PRESTON_API const preston_operator *preston_model_operator(const preston_model *model,
                                                           preston_closure closure);

/** Its solver, which knows its method and why it is used; NULL as above. Borrowed. */
PRESTON_API const preston_solver *preston_model_solver(const preston_model *model,
                                                       preston_closure closure);

/** Does the model have that closure? 0 or 1. */
PRESTON_API int preston_model_has_closure(const preston_model *model, preston_closure closure);

/** The account's direct coefficients, per unit of output, by place and sector; zero without output.
 *  @param out_coefficients (P n) × 1.
 *  @return #PRESTON_ERROR_MISSING when the table has no such account. */
PRESTON_API preston_status preston_model_direct(const preston_model *model, const char *account,
                                                preston_view out_coefficients,
                                                preston_error *error);

/** Effects and multipliers of every sector in every place: one transposed solve.
 *
 *  @param account see above.
 *  @param area counts only what happens in this place or area; NULL counts everywhere.
 *  @param out_effects (P n) × 1: per unit of final demand for that sector in that place.
 *  @param out_multipliers (P n) × 1, effect / direct coefficient; zero where the coefficient is
 *         zero, as in the official tables. May be an empty view.
 *  @param out_certificate of the effects, may be NULL.
 *  @return #PRESTON_ERROR_MISSING no such account or closure; #PRESTON_ERROR_LABEL no such area.
 *
 *  Type II effects on imports and taxes include what households pay directly. */
PRESTON_API preston_status preston_model_multipliers(const preston_model *model,
                                                     preston_closure closure, const char *account,
                                                     const char *area, preston_view out_effects,
                                                     preston_view out_multipliers,
                                                     preston_certificate *out_certificate,
                                                     preston_error *error);

/** Final demand in the table's unit. The views may be empty (no rows) where there is none. */
typedef struct preston_demand {
    preston_const_view sectors; /**< (P n) × 1, bought from domestic sectors, basic prices */
    preston_const_view imports; /**< P × 1, bought abroad directly */
    preston_const_view taxes_on_products; /**< P × 1, paid on the purchases themselves */
    preston_const_view household_income;  /**< P × 1, what households living in each place receive
                                               beside the wages of the model's sectors: a difference
                                               of wages in the first round, pensions, grants; after
                                               tax and saving, options.wage_leakage is not taken from
                                               it. Type I ignores it; in Type II it is spent as any
                                               other income, and all that follows is induced. It is
                                               no account by itself, and no purchase */
} preston_demand;

/** What one unit of each kind of demand brings about in one account in one area: what
 *  preston_model_effects() fills in. Views may be empty (no rows) where they are not wanted. */
typedef struct preston_effects {
    preston_view sectors;           /**< (P n) × 1 */
    preston_view imports;           /**< P × 1 */
    preston_view taxes_on_products; /**< P × 1 */
    preston_view household_income;  /**< P × 1; zero in Type I */
} preston_effects;

/** The adjoint of an impact: effects for many accounts and areas at once, as transposed columns of
 *  one batch. With the effects of an account known, its total for any demand, all parts up to the
 *  closure and all places of the area added up, is a dot product: `Σ effects · demand`.
 *
 *  @param count how many pairs of account and area, not negative.
 *  @param accounts that many codes, see above.
 *  @param areas that many codes of places or areas, NULL for everywhere; NULL instead of the array:
 *         everywhere for all.
 *  @param out_effects that many sets of views, which the caller owns. Imports and taxes count what
 *         the buyer pays itself in the area, and with households inside what they pay directly.
 *  @return #PRESTON_ERROR_MISSING no such account or closure; #PRESTON_ERROR_LABEL no such area;
 *          #PRESTON_ERROR_SHAPE, #PRESTON_ERROR_ARGUMENT, #PRESTON_ERROR_ACCURACY,
 *          #PRESTON_ERROR_MEMORY; all or none are filled in. `count` solves, and 2 columns of the
 *          system for each while it runs. The same bits whatever the number of threads. */
PRESTON_API preston_status preston_model_effects(
    const preston_model *model, preston_closure closure, int64_t count, const char *const *accounts,
    const char *const *areas, const preston_effects *out_effects, preston_error *error);

/** The parts of an impact. They exclude one another and add up to the whole. */
typedef enum preston_part {
    PRESTON_DIRECT,   /**< in the sectors that are bought from */
    PRESTON_INDIRECT, /**< in their supply chains (Type I) */
    PRESTON_INDUCED   /**< from wages spent (Type II beyond Type I) */
} preston_part;

/** What a demand brings about, by account, part, place and sector. */
typedef struct preston_impact preston_impact;

/** Solves for one demand.
 *  @param out_impact freed with preston_impact_free(). It refers to the model, which must outlive
 * it.
 *  @return #PRESTON_ERROR_SHAPE; #PRESTON_ERROR_VALUE not finite, or a demand for a sector without
 *          any output in the table; #PRESTON_ERROR_ACCURACY; #PRESTON_ERROR_MEMORY. One solve a
 *          closure. The difference of two demands is a demand too. */
PRESTON_API preston_status preston_model_impact(const preston_model *model,
                                                const preston_demand *demand,
                                                preston_impact **out_impact, preston_error *error);

/** Solves for many demands at once, such as the years of a scenario: the columns of one batch a
 *  closure, divided among all cores.
 *
 *  @param count how many, not negative. @param demands that many.
 *  @param out_impacts that many, each freed with preston_impact_free(). Their certificates are
 *         those of the batch, good for every demand of it.
 *  @return as preston_model_impact(), which is the case of one demand; the message says which
 * demand is at fault, from 1. On failure no impact is made. The same bits whatever the number of
 *          threads. Beside the impacts 2 columns of the system a demand, while it runs. */
PRESTON_API preston_status preston_model_impacts(const preston_model *model, int64_t count,
                                                 const preston_demand *demands,
                                                 preston_impact **out_impacts,
                                                 preston_error *error);

/** Frees the impact; NULL is fine. */
PRESTON_API void preston_impact_free(preston_impact *impact);

/** The amount of one account in one part and place; the induced part is 0 in a Type I model.
 *  @return #PRESTON_ERROR_MISSING when the table has no such account. O(n), or O(n²) for the
 * imports of a traded economy whose shares leave something to imports. */
PRESTON_API preston_status preston_impact_value(const preston_impact *impact, const char *account,
                                                preston_part part, int64_t place, double *out_value,
                                                preston_error *error);

/** One account in all places and parts at once.
 *  @param out_values P × 3, a column a #preston_part.
 *  @return #PRESTON_ERROR_SHAPE, #PRESTON_ERROR_MISSING, #PRESTON_ERROR_MEMORY. O(P n). */
PRESTON_API preston_status preston_impact_by_place(const preston_impact *impact,
                                                   const char *account, preston_view out_values,
                                                   preston_error *error);

/** Gain here, loss there, and what is left for the nation. */
typedef struct preston_gains {
    double gain;     /**< of the places that gain, not negative */
    double loss;     /**< of those that lose, not positive */
    double net;      /**< gain + loss: the nation's */
    int64_t gaining; /**< how many places gain */
    int64_t losing;  /**< how many lose */
} preston_gains;

/** Who gains and who loses, for the impact of a difference of demands, such as spending moved from
 *  one place to another. Moved within a sector whose technology all places share, it adds to zero
 *  before its second-round effects, that is with `last` #PRESTON_DIRECT.
 *
 *  @param last the parts up to this one are counted: #PRESTON_INDUCED counts all.
 *  @param out_places P: the places from the largest gain to the largest loss; NULL if not wanted.
 *  @param out_amounts P: what each of these gains or loses; NULL if not wanted.
 *  @return #PRESTON_ERROR_MISSING, #PRESTON_ERROR_ARGUMENT, #PRESTON_ERROR_MEMORY.
 *          O(P n + P log P). */
PRESTON_API preston_status preston_impact_gains(const preston_impact *impact, const char *account,
                                                preston_part last, preston_gains *out_gains,
                                                int64_t *out_places, double *out_amounts,
                                                preston_error *error);

/** Where the wages of an impact go, and what households have beside them:
 *  `paid + by_households + given = withheld + abroad + received`. */
typedef struct preston_wages {
    double paid;          /**< compensation in all sectors, everywhere */
    double by_households; /**< paid by households to households: their own use */
    double withheld;      /**< by options.wage_leakage */
    double abroad;        /**< to commuters who live in other nations */
    double received;      /**< income of the nation's households */
    double given;         /**< to households by the demand itself, beside wages */
} preston_wages;

/** The wages of an impact in Type II.
 *  @return #PRESTON_ERROR_MISSING in a Type I model; #PRESTON_ERROR_MEMORY. O(P n). */
PRESTON_API preston_status preston_impact_wages(const preston_impact *impact,
                                                preston_wages *out_wages, preston_error *error);

/** Output by place and sector in one part, (P n) × 1. Borrowed. */
PRESTON_API preston_const_view preston_impact_output(const preston_impact *impact,
                                                     preston_part part);

/** Income of households by place in Type II, P × 1, with what the demand itself gives them; zero in
 *  a Type I model. Borrowed. */
PRESTON_API preston_const_view preston_impact_household_income(const preston_impact *impact);

/** The certificate of the solve for that closure. */
PRESTON_API preston_certificate preston_impact_certificate(const preston_impact *impact,
                                                           preston_closure closure);

/** Money is conserved: what was spent, by the buyer and (Type II) by households, equals value added
 *  + imports + taxes on products over all places. Income that the demand gives to households counts
 *  once they spend it.
 *  @return #PRESTON_ERROR_MISSING when the table lacks gva, imports or taxes_on_products. */
PRESTON_API preston_status preston_impact_conservation(const preston_impact *impact,
                                                       preston_closure closure, double *out_spent,
                                                       double *out_accounted, preston_error *error);

/** A demand as it can be met, where output has limits: the supply-constrained model.
 *
 *  Where what is asked of a sector in a place, by the demand and by the industries and (Type II)
 *  households that it sets to work, is more than the limit, the place makes the limit, and the next
 *  place up meets the excess: the other places of its parent's area that have room, by their output
 *  of the sector and none beyond its own limit; then those of the area around; and at last the rest
 *  of the world, as imports. The demand that results is an ordinary one: preston_model_impact()
 *  of it is the answer. It is negative where industries and households take more of a limited
 *  output than was asked for by the demand itself.
 *
 *  @param closure by which the change of output is reckoned.
 *  @param demand its taxes and household income stay as they are.
 *  @param limits (P n) × 1: the most by which output of a sector in a place may change, in the
 *         table's unit; INFINITY: no limit. May be negative: output that must fall.
 *  @param out_sectors (P n) × 1, the sectors of the demand that can be met. Where no limit binds,
 *         the demand unchanged to the bit. May be the demand's own memory.
 *  @param out_imports P × 1, its imports: those of the demand, and those instead of what no place
 *         could make, counted in the place whose limit was exceeded.
 *  @param out_unplaced (P n) × 1, what no place could make, by the sector and place that it was
 *         asked of; its sum by place is what imports have grown by. May be an empty view.
 *  @param out_certificate of the solve for the demand that can be met; may be NULL.
 *  @return #PRESTON_ERROR_MISSING no such closure; #PRESTON_ERROR_SHAPE; #PRESTON_ERROR_VALUE as
 *          preston_model_impact(), and for a limit that is no number or minus infinity, by sector
 *          and place; #PRESTON_ERROR_ACCURACY when it does not settle; #PRESTON_ERROR_MEMORY.
 *
 *  `Σ sectors + Σ imports` is that of the demand, and limits hold, to the model's tolerance times
 *  the sum of the absolute changes of output. Rounds of spending with the limits in each, then one
 *  certified solve; where all places share a technology the rounds are certain to converge. O(P n)
 *  memory, a product a round. The same bits whatever the number of threads.
 *  Source: Miller and Blair 2009, ch. 13 (mixed models: exogenous output of a sector). */
PRESTON_API preston_status preston_model_constrain(
    const preston_model *model, preston_closure closure, const preston_demand *demand,
    preston_const_view limits, preston_view out_sectors, preston_view out_imports,
    preston_view out_unplaced, preston_certificate *out_certificate, preston_error *error);

/** Rounds of spending inside one area: the k-th is `Mᵏ d`, M being the coefficients among the
 *  area's own sectors and, in Type II, its households; what leaves the area is gone.
 *
 *  @param area a place or area; NULL for everywhere.
 *  @param demand (P n) × 1; what falls outside the area is left out.
 *  @param out_rounds k × 1: the money received in each round by sectors and households.
 *  @param out_full the sum of all rounds to the end.
 *  Source: docs/methods.md, after Miller and Blair 2009, ch. 2. O(m³), m rows in the area;
 *  traded, the products of two solves. */
PRESTON_API preston_status preston_model_rounds(const preston_model *model, preston_closure closure,
                                                const char *area, preston_const_view demand,
                                                preston_view out_rounds, double *out_full,
                                                preston_error *error);

#ifdef __cplusplus
}
#endif

#endif
