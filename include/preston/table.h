/** @file table.h
 *  Floor 2: one national input-output table.
 *
 *  A table is a folder that a person can make with a spreadsheet (docs/files.md): `table.yaml`,
 *  `sectors.csv`, `flows.csv` and `final_use.csv`, each possibly gzipped; or plain arrays given to
 *  preston_table_create(). It holds *flows*, in the table's currency and unit; coefficients are
 *  asked for by name, so that the two cannot be confused.
 *
 *  An *account* is a value by sector beside the flows, known by its name. These names have a
 *  meaning for the model: `imports`, `taxes_on_products`, `taxes_on_production`, `compensation`,
 *  `surplus`, `gva`, `jobs`. Any other is a satellite account.
 */
#ifndef PRESTON_TABLE_H
#define PRESTON_TABLE_H

#include "matrix.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A table in plain arrays; everything is copied. Unknown amounts are zero or negative. */
typedef struct preston_table_data {
    const char *title;    /**< text fields may be NULL */
    const char *year;     /**< of the flows, for example "2019" */
    const char *currency; /**< for example "GBP" */
    const char *unit;     /**< of every amount, for example "million" */
    const char *prices;
    const char *source;
    const char *licence;
    double household_income;            /**< what Type II divides by; 0 when unknown */
    double household_imports;           /**< bought abroad by households directly; 0 if unknown */
    double household_taxes_on_products; /**< paid by households on what they buy; 0 if unknown */
    int64_t sectors;                    /**< n */
    const char *const *codes;           /**< n, distinct and not empty */
    const char *const *names;           /**< n; NULL for the codes */
    preston_const_view output;          /**< n × 1, no cell negative */
    preston_const_view flows;           /**< n × n, row i sells to column j */
    int64_t uses;                       /**< u */
    const char *const *use_codes;       /**< u, for example "households", "exports" */
    preston_const_view final_use;       /**< n × u */
    int64_t accounts;                   /**< a */
    const char *const *account_codes;   /**< a */
    preston_const_view account_values;  /**< n × a */
} preston_table_data;

/** A checked table; never changes once made. */
typedef struct preston_table preston_table;

/** Reads a table folder. Parsing is strict: see docs/files.md for every rule and its message.
 *  @return #PRESTON_ERROR_FILE, #PRESTON_ERROR_FORMAT, #PRESTON_ERROR_LABEL (unknown, missing or
 *          duplicate column, code or key), #PRESTON_ERROR_VALUE, #PRESTON_ERROR_MEMORY; the message
 *          names file, line and column. */
PRESTON_API preston_status preston_table_read(const char *folder, preston_table **out_table,
                                              preston_error *error);

/** Makes a table from plain arrays.
 *  @return #PRESTON_ERROR_SHAPE, #PRESTON_ERROR_LABEL, #PRESTON_ERROR_VALUE,
 *          #PRESTON_ERROR_MEMORY; the message names the sector. */
PRESTON_API preston_status preston_table_create(const preston_table_data *data,
                                                preston_table **out_table, preston_error *error);

/** Frees the table; NULL is fine. */
PRESTON_API void preston_table_free(preston_table *table);

/** The number of sectors, n. */
PRESTON_API int64_t preston_table_sectors(const preston_table *table);

/** The code of a sector, 0 ≤ sector < n. Borrowed. */
PRESTON_API const char *preston_table_code(const preston_table *table, int64_t sector);

/** The codes of all sectors, n. Borrowed. */
PRESTON_API const char *const *preston_table_codes(const preston_table *table);

/** The name of a sector. Borrowed. */
PRESTON_API const char *preston_table_name(const preston_table *table, int64_t sector);

/** The sector of that code, or -1. */
PRESTON_API int64_t preston_table_find(const preston_table *table, const char *code);

/** Output by sector, n × 1. Borrowed. */
PRESTON_API preston_const_view preston_table_output(const preston_table *table);

/** Flows between sectors, n × n. Borrowed. */
PRESTON_API preston_const_view preston_table_flows(const preston_table *table);

/** Final use by sector and use, n × u. Borrowed. */
PRESTON_API preston_const_view preston_table_final_uses(const preston_table *table);

/** The number of final uses, u. */
PRESTON_API int64_t preston_table_uses(const preston_table *table);

/** The code of a final use, 0 ≤ use < u. Borrowed. */
PRESTON_API const char *preston_table_use_code(const preston_table *table, int64_t use);

/** The final use of that code, or -1. */
PRESTON_API int64_t preston_table_find_use(const preston_table *table, const char *code);

/** The number of accounts. */
PRESTON_API int64_t preston_table_accounts(const preston_table *table);

/** The code of an account. Borrowed. */
PRESTON_API const char *preston_table_account_code(const preston_table *table, int64_t account);

/** The account of that code, or -1. */
PRESTON_API int64_t preston_table_find_account(const preston_table *table, const char *code);

/** The values of an account by sector, n × 1. Borrowed. */
PRESTON_API preston_const_view preston_table_account(const preston_table *table, int64_t account);

/** The texts and household amounts of the table; its arrays are NULL and its counts 0. Borrowed. */
PRESTON_API const preston_table_data *preston_table_facts(const preston_table *table);

/** How many currency units one unit of the table is: 1e6 for "million". Understood: "unit",
 *  "thousand", "million", "billion", alone or in a phrase ("GBP million"), and "£m", "€m", "$m".
 *  @return #PRESTON_ERROR_VALUE when the table's unit is none of these. */
PRESTON_API preston_status preston_table_unit_factor(const preston_table *table, double *out_factor,
                                                     preston_error *error);

/** Technical coefficients `A = Z x̂⁻¹`; the column of a sector without output is zero.
 *  @param out_coefficients n × n.
 *  Source: Miller and Blair 2009, ch. 2. O(n²). */
PRESTON_API preston_status preston_table_coefficients(const preston_table *table,
                                                      preston_view out_coefficients,
                                                      preston_error *error);

/** How far the table is from balance, by sector, in its own unit.
 *  @param out_rows n × 1: flows sold + final use − output.
 *  @param out_columns n × 1: flows bought + imports + taxes on products + gva − output, gva being
 *         compensation + surplus + taxes on production where the table gives no total; an account
 *         that the table lacks counts as zero. */
PRESTON_API preston_status preston_table_balance(const preston_table *table, preston_view out_rows,
                                                 preston_view out_columns, preston_error *error);

/** How sectors and final uses become fewer: a weighted concordance. Views may be empty (no rows)
 * for what stays as it is. */
typedef struct preston_aggregation {
    int64_t sectors;                /**< m, of the new table */
    const char *const *codes;       /**< m */
    const char *const *names;       /**< m; NULL for the codes */
    preston_const_view weights;     /**< n × m: the part of each old sector that goes to each new
                                         one; rows add up to one */
    int64_t uses;                   /**< v, of the new table */
    const char *const *use_codes;   /**< v */
    preston_const_view use_weights; /**< u × v, likewise */
} preston_aggregation;

/** Adds up sectors and final uses: flows become `Wᵀ Z W`, output and accounts `Wᵀ x`. A sector that
 *  is divided is taken to sell, buy and earn in each part as in the whole: an assumption.
 *  @return #PRESTON_ERROR_SHAPE; #PRESTON_ERROR_VALUE, naming the sector whose weights are negative
 *          or do not add up to one (within 1e-9); #PRESTON_ERROR_LABEL; #PRESTON_ERROR_MEMORY.
 *          O(n² m). Source: Miller and Blair 2009, section 4.9. */
PRESTON_API preston_status preston_table_aggregate(const preston_table *table,
                                                   const preston_aggregation *by,
                                                   preston_table **out_table, preston_error *error);

/** The same by a file: columns `kind` ("sector" or "use"), `from`, `to` and optionally `weight`
 * (1). New sectors and uses stand in the order in which they first appear; where no line is about
 * uses, these stay as they are.
 *  @return as preston_table_read() and preston_table_aggregate(). */
PRESTON_API preston_status preston_table_aggregate_by_file(const preston_table *table,
                                                           const char *folder, const char *name,
                                                           preston_table **out_table,
                                                           preston_error *error);

#ifdef __cplusplus
}
#endif

#endif
