/** @file ledger.h
 *  Floor 5: purchases. Reading a ledger, classifying and placing what it bought, how much of it
 *  stays where (retention), LM3, and the demand it puts on an economy.
 *
 *  A purchase is an amount with a category, a place and a type of supplier. Categories become
 *  sectors through a weighted *concordance*, in which margins, product taxes and direct imports
 *  are taken out: part of a category may go to a trade or transport sector, to the word
 *  `taxes_on_products` or to the word `imports`.
 */
#ifndef PRESTON_LEDGER_H
#define PRESTON_LEDGER_H

#include "model.h"

#ifdef __cplusplus
extern "C" {
#endif

/** The labelled fields of a purchase. */
typedef enum preston_ledger_field {
    PRESTON_LEDGER_BUYER,
    PRESTON_LEDGER_SUPPLIER,
    PRESTON_LEDGER_CATEGORY,
    PRESTON_LEDGER_PLACE,
    PRESTON_LEDGER_TYPE
} preston_ledger_field;

/** How amounts are read. */
typedef enum preston_amounts {
    PRESTON_AMOUNTS_STRICT,     /**< 1234.50 and nothing else */
    PRESTON_AMOUNTS_SPREADSHEET /**< also `1,234.50`, `98.31.`, `£98` and spaces */
} preston_amounts;

/** How a ledger file is read; start from preston_ledger_options_init(). The first seven are the
 *  names of the file's columns, so that nobody rewrites an export; NULL where it has none. */
typedef struct preston_ledger_options {
    size_t size;             /**< of this struct, set by the init function */
    const char *date;        /**< default "date"; ISO dates or empty cells */
    const char *buyer;       /**< default "buyer" */
    const char *supplier;    /**< default "supplier" */
    const char *category;    /**< default "category" */
    const char *amount;      /**< default "amount"; required */
    const char *place;       /**< default "place": where the supplier is */
    const char *type;        /**< default "type" of supplier */
    const char *encoding;    /**< default NULL: UTF-8; else a name iconv knows, such as "CP1252" */
    preston_amounts amounts; /**< default strict */
} preston_ledger_options;

/** Fills in the defaults. */
PRESTON_API void preston_ledger_options_init(preston_ledger_options *options);

/** Purchases; never change once made. */
typedef struct preston_ledger preston_ledger;

/** Reads a CSV file, gzipped or not. Negative amounts are credit notes, and right.
 *  @param options NULL for the defaults.
 *  @return as preston_table_read(), with file, line and column. */
PRESTON_API preston_status preston_ledger_read(const char *path,
                                               const preston_ledger_options *options,
                                               preston_ledger **out_ledger, preston_error *error);

/** Makes a ledger from plain arrays of `rows` texts each; a NULL array is a column of empty
 *  texts. Everything is copied.
 *  @param amounts rows × 1, in currency units. */
PRESTON_API preston_status preston_ledger_create(
    int64_t rows, preston_const_view amounts, const char *const *buyers,
    const char *const *suppliers, const char *const *categories, const char *const *places,
    const char *const *types, preston_ledger **out_ledger, preston_error *error);

/** Frees the ledger; NULL is fine. */
PRESTON_API void preston_ledger_free(preston_ledger *ledger);

/** The number of purchases. */
PRESTON_API int64_t preston_ledger_rows(const preston_ledger *ledger);

/** The amount of a purchase, in currency units. */
PRESTON_API double preston_ledger_amount(const preston_ledger *ledger, int64_t row);

/** A field of a purchase; "" where it is unknown. Borrowed. */
PRESTON_API const char *preston_ledger_label(const preston_ledger *ledger, int64_t row,
                                             preston_ledger_field field);

/** The sum of all amounts, in currency units. */
PRESTON_API double preston_ledger_total(const preston_ledger *ledger);

/** Spending by group and place. */
typedef struct preston_retention preston_retention;

/** Adds the ledger up by the labels of a field (by category, by buyer, by type …) and by place. */
PRESTON_API preston_status preston_ledger_retention(const preston_ledger *ledger,
                                                    preston_ledger_field by,
                                                    preston_retention **out_retention,
                                                    preston_error *error);

/** Frees the retention; NULL is fine. */
PRESTON_API void preston_retention_free(preston_retention *retention);

/** The number of groups. */
PRESTON_API int64_t preston_retention_groups(const preston_retention *retention);

/** The label of a group. Borrowed. */
PRESTON_API const char *preston_retention_group(const preston_retention *retention, int64_t group);

/** What a group spent in a place, in currency units; `group` -1 is the whole ledger, `place` NULL
 *  is everywhere. Zero for a place that the ledger does not have. */
PRESTON_API double preston_retention_amount(const preston_retention *retention, int64_t group,
                                            const char *place);

/** The share of its spending that a group spent in a place, 0 to 1; 0 where it spent nothing. */
PRESTON_API double preston_retention_share(const preston_retention *retention, int64_t group,
                                           const char *place);

/** Which sectors a category buys from, with weights that add up to one. */
typedef struct preston_concordance preston_concordance;

/** Reads a concordance: columns scheme, from, to, weight; `to` is a sector of the table, or
 *  `imports`, or `taxes_on_products`.
 *  @param scheme only rows of this scheme; NULL when the file has one.
 *  @return #PRESTON_ERROR_VALUE where the weights of a category differ from one by more than 1e-6
 *          (smaller differences are divided out, so that money is conserved), and as
 *          preston_table_read(). */
PRESTON_API preston_status preston_concordance_read(const char *path, const char *scheme,
                                                    const preston_table *table,
                                                    preston_concordance **out_concordance,
                                                    preston_error *error);

/** Frees the concordance; NULL is fine. */
PRESTON_API void preston_concordance_free(preston_concordance *concordance);

/** Is the category mapped? 0 or 1. */
PRESTON_API int preston_concordance_maps(const preston_concordance *concordance,
                                         const char *category);

/** How purchases become demand; start from preston_demand_options_init(). */
typedef struct preston_demand_options {
    size_t size;             /**< of this struct, set by the init function */
    const char *buyer_place; /**< a place of the economy: purchases whose place is empty are spread
                                  as final users there buy. Default NULL: such a purchase is an
                                  error */
    double price_factor;     /**< multiplies every amount, to bring it to the prices of the table;
                                  default 1 */
    const preston_ledger *beside; /**< another ledger whose places count as named too where this one
                                       says `rest-of-AREA`: of another year, or the whole of which
                                       this one is a part. Default NULL. preston_comparison_create()
                                       sets the two ledgers beside each other by itself */
} preston_demand_options;

/** Fills in the defaults. */
PRESTON_API void preston_demand_options_init(preston_demand_options *options);

/** The demand of a ledger, in the table's unit.
 *
 *  The place of a purchase is a place of the economy, or an area around places, or `rest-of-AREA`:
 *  the area without whatever other purchases name inside it, in areas of their own or alone. What
 *  stands at an area is divided among its places: a sector's money by the sector's output in each;
 *  where none of them makes any, and for imports and taxes, by their total size.
 *
 *  @param concordance NULL when the categories are sectors of the table.
 *  @param options NULL for the defaults.
 *  @param out_sectors (P n) × 1. @param out_imports P × 1. @param out_taxes_on_products P × 1.
 *  @return #PRESTON_ERROR_LABEL for a place that is neither place nor area of the economy, for a
 *          rest of which nothing is left, or for categories that nothing maps: the message lists
 *          them with their money, nothing is dropped. */
PRESTON_API preston_status preston_ledger_demand(
    const preston_ledger *ledger, const preston_concordance *concordance,
    const preston_economy *economy, const preston_demand_options *options, preston_view out_sectors,
    preston_view out_imports, preston_view out_taxes_on_products, preston_error *error);

/** LM3, by both published conventions. Which is meant must be printed beside the number. */
typedef struct preston_lm3 {
    double rounds[3]; /**< R1 the money that enters, R2 and R3 what is spent again locally */
    double plain;     /**< (R1 + R2 + R3) / R1: the first pound always counts (New Economics
                           Foundation) */
    double local;     /**< (R2 + R3) / R1: the first pound counts only when the supplier is local
                           (Northumberland's £1.76 and £0.36) */
    double full;      /**< the plain multiplier of all rounds to the end; 0 when not known */
    double captured;  /**< plain / full: what three rounds see of it; 0 when not known */
} preston_lm3;

/** LM3 from three rounds.
 *  @return #PRESTON_ERROR_VALUE unless R1 > 0 and the others are not negative. */
PRESTON_API preston_status preston_lm3_from_rounds(double first, double second, double third,
                                                   preston_lm3 *out_lm3, preston_error *error);

/** Answers of suppliers: which share of what they are paid they spend again locally. */
typedef struct preston_survey preston_survey;

/** Reads answers: columns supplier, local_share (0 to 1). Several answers of one supplier, or of
 *  several members of its staff, are averaged. */
PRESTON_API preston_status preston_survey_read(const char *path, preston_survey **out_survey,
                                               preston_error *error);

/** Frees the survey; NULL is fine. */
PRESTON_API void preston_survey_free(preston_survey *survey);

/** LM3 of a ledger with survey answers. R1 is all spending, R2 what local suppliers receive, R3
 *  what suppliers, local or not, spend again locally; a supplier that did not answer counts as the
 *  mean of those answering on its side.
 *  @param local_places count labels of the ledger's places that are local.
 *  @return #PRESTON_ERROR_MISSING when nobody answered on a side that was bought from. */
PRESTON_API preston_status preston_ledger_lm3(const preston_ledger *ledger,
                                              const preston_survey *survey, int64_t count,
                                              const char *const *local_places, preston_lm3 *out_lm3,
                                              preston_error *error);

/** LM3 from a Type II model: rounds of spending inside an area, with the full multiplier.
 *  @param area a place or area.
 *  @param demand (P n) × 1.
 *  @param budget R1 when the first round is all spending and the second what reaches the area;
 *         0 when the first round is what reaches the area. */
PRESTON_API preston_status preston_model_lm3(const preston_model *model, const char *area,
                                             preston_const_view demand, double budget,
                                             preston_lm3 *out_lm3, preston_error *error);

#ifdef __cplusplus
}
#endif

#endif
