/** @file economy.h
 *  Floor 3: places × sectors. One national table becomes an economy of several places, so that
 *  what one gains and what another loses stand in the same answer.
 *
 *  Places are nested: Preston in Lancashire in the United Kingdom. The caller gives the size of
 *  each (jobs, or gross value added) by sector, as published, for the *whole* place; the library
 *  forms the remainders itself and calls them `rest-of-lancashire` and `rest-of-uk`. The places of
 *  an economy are the innermost areas: each child without children, and each remainder.
 *
 *  Domestic use is moved between places, never lost: the coefficients of a sector in any place add
 *  up, over the places it buys from, to the national coefficient.
 */
#ifndef PRESTON_ECONOMY_H
#define PRESTON_ECONOMY_H

#include "table.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Location quotients: which share of its use of sector i a place can meet itself. */
typedef enum preston_quotient {
    PRESTON_QUOTIENT_SLQ,  /**< simple: (x_i^R / x^R) / (x_i^N / x^N) */
    PRESTON_QUOTIENT_CILQ, /**< cross-industry: SLQ_i / SLQ_j, SLQ_i on the diagonal */
    PRESTON_QUOTIENT_RLQ,  /**< Round: SLQ_i / log2(1 + SLQ_j) */
    PRESTON_QUOTIENT_FLQ,  /**< Flegg: CILQ_ij λ, SLQ_i λ on the diagonal */
    PRESTON_QUOTIENT_AFLQ  /**< augmented Flegg: FLQ_ij log2(1 + SLQ_j) where SLQ_j > 1 */
} preston_quotient;

/** Flegg's `λ = [log2(1 + x^R / x^N)]^δ`, on the totals of place and nation.
 *  Source: Flegg and Webber 1997, Regional Studies 31(8). */
PRESTON_API double preston_flegg_lambda(double place_total, double nation_total, double delta);

/** The matrix of quotients of one place, as the formulas give it: not capped.
 *
 *  @param quotient which one.
 *  @param delta δ of FLQ and AFLQ, 0 ≤ δ < 1; the others ignore it.
 *  @param place sizes by sector of the place, n × 1, none negative, their sum above zero.
 *  @param nation the same for the nation.
 *  @param out_quotients n × n, seller i in row i, buyer j in column j. A buyer without any size in
 *         the place gives an infinite quotient, or zero where the seller has none either; a sector
 *         without size in the whole nation counts as average (SLQ = 1). Never NaN.
 *  @param out_own n × 1, the seller's own quotient: SLQ_i, times λ for FLQ and AFLQ; what final use
 *         goes by. May be an empty view.
 *  @return #PRESTON_ERROR_SHAPE, #PRESTON_ERROR_VALUE, #PRESTON_ERROR_ARGUMENT.
 *
 *  Where they scale coefficients, preston_economy_create() caps them at one. */
PRESTON_API preston_status preston_location_quotients(preston_quotient quotient, double delta,
                                                      preston_const_view place,
                                                      preston_const_view nation,
                                                      preston_view out_quotients,
                                                      preston_view out_own, preston_error *error);

/** A tree of places with their sizes by sector. */
typedef struct preston_places preston_places;

/** Reads a places folder: `places.csv` (code, name, parent; the parent of the nation is empty) and
 *  `jobs.csv` (place, sector, jobs), or `gva.csv` (place, sector, gva) where there is no jobs.csv.
 *  A sector that a place has no line for has size zero there.
 *  @return as preston_table_read(); #PRESTON_ERROR_VALUE too where the parts of a place exceed it,
 *          with place and sector. */
PRESTON_API preston_status preston_places_read(const char *folder, const preston_table *table,
                                               preston_places **out_places, preston_error *error);

/** Makes the tree from plain arrays.
 *  @param count the number of areas, the nation included.
 *  @param codes, names count each; names may be NULL.
 *  @param parents for each area the position of its parent, -1 for the nation.
 *  @param sectors n codes, in the order of the columns of `sizes`.
 *  @param sizes count × n, of whole areas. */
PRESTON_API preston_status preston_places_create(int64_t count, const char *const *codes,
                                                 const char *const *names, const int64_t *parents,
                                                 int64_t sectors, const char *const *sector_codes,
                                                 preston_const_view sizes,
                                                 preston_places **out_places, preston_error *error);

/** Frees the tree; NULL is fine. */
PRESTON_API void preston_places_free(preston_places *places);

/** Which measure of size was read: "jobs" or "gva". Borrowed. */
PRESTON_API const char *preston_places_measure(const preston_places *places);

/** Options of preston_economy_create(); start from preston_economy_options_init(). */
typedef struct preston_economy_options {
    size_t size;               /**< of this struct, set by the init function */
    preston_quotient quotient; /**< default FLQ */
    double delta; /**< δ of FLQ and AFLQ; default 0.25, in the middle of the range that
                       comparisons with survey tables support (0.1 to 0.3) */
    int feedback; /**< 1 (default): the rest of the nation buys from inner places what
                       balances each sector there. 0: it buys nothing from them. The
                       same where the inner places leave no remainder */
} preston_economy_options;

/** Fills in the defaults. */
PRESTON_API void preston_economy_options_init(preston_economy_options *options);

/** Places × sectors; never changes once made. Row `place * n + sector` of its matrices is that
 *  sector in that place. */
typedef struct preston_economy preston_economy;

/** Joins the places into one economy by the nest rule.
 *
 *  For a place s with quotients `q^s` inside a parent with `q^p ≥ q^s` (enforced), the coefficients
 *  of s are `q^s∘A` from itself, `(q^p − q^s)∘A` from the rest of the parent, and so up to the
 *  nation, whose quotient is one; what a level supplies is divided among its places by their output
 *  of the selling sector. Where a level makes nothing of a sector, the next one supplies it. The
 *  remainder of the nation buys what balances the inner places, if `feedback` is on.
 *
 *  @param table kept by reference: it must outlive the economy.
 *  @param places NULL for the nation as one place. Not needed afterwards.
 *  @param options NULL for the defaults.
 *  @return #PRESTON_ERROR_SHAPE or #PRESTON_ERROR_LABEL when table and places have not the same
 *          sectors in the same order; #PRESTON_ERROR_ARGUMENT, #PRESTON_ERROR_MEMORY.
 *  O(P²n²) time and (Pn)² doubles, for P places. */
PRESTON_API preston_status preston_economy_create(const preston_table *table,
                                                  const preston_places *places,
                                                  const preston_economy_options *options,
                                                  preston_economy **out_economy,
                                                  preston_error *error);

/** Frees the economy; NULL is fine. */
PRESTON_API void preston_economy_free(preston_economy *economy);

/** The table it was made of. Borrowed. */
PRESTON_API const preston_table *preston_economy_table(const preston_economy *economy);

/** The number of places, P. */
PRESTON_API int64_t preston_economy_places(const preston_economy *economy);

/** The code of a place, 0 ≤ place < P. Borrowed. */
PRESTON_API const char *preston_economy_place_code(const preston_economy *economy, int64_t place);

/** The name of a place. Borrowed. */
PRESTON_API const char *preston_economy_place_name(const preston_economy *economy, int64_t place);

/** The place of that code, or -1. */
PRESTON_API int64_t preston_economy_find_place(const preston_economy *economy, const char *code);

/** Does the place lie inside the area of that code (a place or anything above it)? 0 or 1. */
PRESTON_API int preston_economy_place_within(const preston_economy *economy, int64_t place,
                                             const char *area);

/** Share of the place in the nation by the measure of size; 1 for a nation as one place. */
PRESTON_API double preston_economy_place_share(const preston_economy *economy, int64_t place);

/** Flegg's λ of the place at the economy's δ. */
PRESTON_API double preston_economy_place_lambda(const preston_economy *economy, int64_t place);

/** Coefficients, (P n) × (P n): the row is the seller, the column the buyer. Borrowed. */
PRESTON_API preston_const_view preston_economy_coefficients(const preston_economy *economy);

/** Output by place and sector, (P n) × 1, in the table's unit. Borrowed. */
PRESTON_API preston_const_view preston_economy_output(const preston_economy *economy);

/** Where final users in `place` buy: n × P, row i the shares of the places that sell sector i to
 *  them, adding up to one. Borrowed. */
PRESTON_API preston_const_view preston_economy_final_shares(const preston_economy *economy,
                                                            int64_t place);

#ifdef __cplusplus
}
#endif

#endif
