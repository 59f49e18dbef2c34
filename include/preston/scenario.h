/** @file scenario.h
 *  Floor 6: what changes, and why. Supplier types; the twelve levers as measures over years, with
 *  capacity, premiums and additionality; the scenario file; before and after.
 *
 *  A *measure* is one use of a lever. A *scenario* states measures beside the files and options of
 *  its baseline. A *projection* carries it through its years and says what each measure changes.
 */
#ifndef PRESTON_SCENARIO_H
#define PRESTON_SCENARIO_H

#include "ledger.h"

#ifdef __cplusplus
extern "C" {
#endif

/* --- supplier types --- */

/** A supplier type in one sector, or in all: what differs from the average firm of the sector in
 * the first round. Later rounds are the average economy's, so no sector is doubled. NaN means: as
 * the sector. Shares are of the supplier's output. */
typedef struct preston_supplier_type {
    size_t size;               /**< of this struct, set by the init function */
    const char *code;          /**< for example "social-economy" */
    const char *sector;        /**< a sector of the table; NULL: every sector not named apart */
    double compensation;       /**< paid in wages, 0 to 1 */
    double surplus;            /**< gross operating surplus, -1 (a loss) to 1 */
    double jobs;               /**< jobs per unit of output */
    double local_purchases;    /**< of its domestic purchases of each sector, the share bought in
                                    the place where it produces; as the sector where that place
                                    makes nothing of it, or nearly all that is used there */
    double outside_production; /**< made elsewhere though invoiced here (a branch of an outside
                                    group), 0 to 1; default 0 */
    const char *outside_place; /**< where that is made; NULL: where others in the place buy the
                                    sector outside it, abroad included where trade shares leave
                                    something to imports; in the place itself where nobody outside
                                    sells it, as in the nation as one place */
    double share;              /**< of the sector's output in any place, made by this type: what
                                    bounds how much more can be bought of it; NaN: not known */
} preston_supplier_type;

/** Fills in the defaults: an average supplier. */
PRESTON_API void preston_supplier_type_init(preston_supplier_type *type);

/** The types of an economy's suppliers; never change once made. Type 0 is the average, "". */
typedef struct preston_supplier_types preston_supplier_types;

/** Makes the types. Purchases, imports and taxes on products of a supplier are those of its sector,
 *  all scaled so that with its own value added they make up its output: money is conserved. Taxes
 *  on production and satellite accounts are the sector's. A profile is of where it produces: with
 *  production outside, of the sector there.
 *  @param model kept by reference: it must outlive the types.
 *  @param count rows of `types`: one a type, or one a type and sector.
 *  @return #PRESTON_ERROR_LABEL a type and sector twice, a sector or place that is not there;
 *          #PRESTON_ERROR_VALUE a share that is impossible, or value added above output;
 *          #PRESTON_ERROR_MISSING an account that a share needs. */
PRESTON_API preston_status preston_supplier_types_create(const preston_model *model, int64_t count,
                                                         const preston_supplier_type *types,
                                                         preston_supplier_types **out_types,
                                                         preston_error *error);

/** Reads them from a CSV file: type, sector, compensation, surplus, jobs, local_purchases,
 *  outside_production, outside_place, share; an empty cell is as the sector, an empty sector is
 *  all. Columns but the first may be left out; `source` and `note` may be there and are not read.
 *  @return as preston_supplier_types_create(), naming file, line and column; and
 * #PRESTON_ERROR_FILE, #PRESTON_ERROR_FORMAT, #PRESTON_ERROR_LABEL for a column that is not known.
 */
PRESTON_API preston_status preston_supplier_types_read(const char *path, const preston_model *model,
                                                       preston_supplier_types **out_types,
                                                       preston_error *error);

/** Frees the types; NULL is fine. */
PRESTON_API void preston_supplier_types_free(preston_supplier_types *types);

/** The number of types, K; the average is the first. */
PRESTON_API int64_t preston_supplier_types_count(const preston_supplier_types *types);

/** The code of a type, 0 ≤ type < K. Borrowed. */
PRESTON_API const char *preston_supplier_types_code(const preston_supplier_types *types,
                                                    int64_t type);

/** The type of that code, or -1. */
PRESTON_API int64_t preston_supplier_types_find(const preston_supplier_types *types,
                                                const char *code);

/** The share of a type in a sector's output; NaN when not known. Of the average, which is all
 *  suppliers together: 1. */
PRESTON_API double preston_supplier_types_share(const preston_supplier_types *types, int64_t type,
                                                int64_t sector);

/** What purchases from suppliers of each type bring about in the first round.
 *
 *  @param purchases (P n) × K, in the table's unit: by place and sector of the invoice, and type.
 *  @param out_sectors (P n) × 1, out_imports P × 1, out_taxes_on_products P × 1,
 *         out_household_income P × 1: the demand that has the same effect on an average economy as
 *         these purchases (see #preston_demand). What a type buys more or less than the average is
 *         in it, and so in the direct part of its impact.
 *  @param out_corrections P × a, a column an account of the table in its order: what the first
 *         round adds to the direct part of each account beyond that demand's, by the place where it
 *         is produced. Imports and taxes on products are in the demand instead, and zero here.
 *  @return #PRESTON_ERROR_SHAPE, #PRESTON_ERROR_MEMORY. O(P n K), and for purchases from types that
 *          are not average O(P n) each cell by cell, O(n) each traded and the work of
 *          preston_economy_sales() once, and once more a type that produces outside. */
PRESTON_API preston_status preston_supplier_types_demand(
    const preston_supplier_types *types, preston_const_view purchases, preston_view out_sectors,
    preston_view out_imports, preston_view out_taxes_on_products, preston_view out_household_income,
    preston_view out_corrections, preston_error *error);

/** What a unit of each kind of purchase brings about in one account in one area, all rounds. Views
 *  may be empty where they are not wanted. */
typedef struct preston_type_effects {
    preston_view purchases;         /**< (P n) × K, of each place, sector and supplier type */
    preston_view imports;           /**< P × 1, of imports that the buyer pays itself */
    preston_view taxes_on_products; /**< P × 1, of taxes that the buyer pays itself */
} preston_type_effects;

/** The adjoint of preston_supplier_types_demand() and an impact, for many accounts and areas at
 *  once: arguments and statuses as preston_model_effects(), which it costs, and for each account
 * and type the work of preston_supplier_types_demand() for purchases everywhere. */
PRESTON_API preston_status preston_supplier_types_effects(const preston_supplier_types *types,
                                                          preston_closure closure, int64_t count,
                                                          const char *const *accounts,
                                                          const char *const *areas,
                                                          const preston_type_effects *out_effects,
                                                          preston_error *error);

/* --- paths, additionality, populations: the arithmetic of measures --- */

/** The form of a path over years. */
typedef enum preston_path_form {
    PRESTON_PATH_CONSTANT, /**< `to`, always */
    PRESTON_PATH_LINEAR,   /**< `from` up to the year `begins`, `to` from the year `full` on */
    PRESTON_PATH_LOGISTIC, /**< from `from` to `to`, half way in `midpoint`, 10 % to 90 % of the way
                                in `span` years */
    PRESTON_PATH_TABLE     /**< given years, straight lines between them, flat outside them */
} preston_path_form;

/** A number over years: adoption, coverage, survival by age; start from preston_path_init(). */
typedef struct preston_path {
    preston_path_form form;
    double from;          /**< default 0 */
    double to;            /**< default 1 */
    double begins;        /**< linear: a year */
    double full;          /**< linear: a later year */
    double midpoint;      /**< logistic: a year */
    double span;          /**< logistic: years, above zero */
    const double *years;  /**< table: rising */
    const double *values; /**< table */
    int64_t count;        /**< table: of both */
} preston_path;

/** A constant path of one; numbers of other forms are NaN: they must be given. */
PRESTON_API void preston_path_init(preston_path *path);

/** The value in a year, which may lie between two years. Only what the form needs is looked at.
 *  @return #PRESTON_ERROR_VALUE for a path that cannot be: no table, years that do not rise, `full`
 *          not after `begins`, a span that is not above zero, anything not finite. O(count).
 *  Source of the logistic form: Verhulst's curve; docs/methods.md. */
PRESTON_API preston_status preston_path_value(const preston_path *path, double year,
                                              double *out_value, preston_error *error);

/** From gross to net; start from preston_additionality_init(). Shares from 0 to 1. */
typedef struct preston_additionality {
    double deadweight;             /**< would have happened anyway */
    double leakage;                /**< goes to others than those meant */
    double displacement;           /**< taken from others here */
    double substitution;           /**< of one thing by another by the same body */
    double reference_leakage;      /**< of the reference case; NaN: the same */
    double reference_displacement; /**< NaN: the same */
    double reference_substitution; /**< NaN: the same */
} preston_additionality;

/** Nothing taken off: gross is net. */
PRESTON_API void preston_additionality_init(preston_additionality *additionality);

/** A published set by its name: "standard" (net / gross 0.540), "conservative" (0.2964) or
 *  "optimistic" (0.7695): the choice of an open tool (econstack), not of the guide.
 *  @return #PRESTON_ERROR_LABEL, naming the three. */
PRESTON_API preston_status preston_additionality_published(const char *name,
                                                           preston_additionality *out_additionality,
                                                           preston_error *error);

/** Net over gross: `(1−L)(1−Dp)(1−S) − deadweight·(1−L*)(1−Dp*)(1−S*)`, the multiplier being in
 * both cases the model's own (English Partnerships 2008, Additionality Guide, its formula; the
 * reference case is the deadweight part of the intervention).
 *  @return #PRESTON_ERROR_VALUE for a share outside 0 to 1. */
PRESTON_API preston_status preston_additionality_factor(const preston_additionality *additionality,
                                                        double *out_factor, preston_error *error);

/** Buyers whose yearly purchases follow a heavy-tailed law: as many buy at least x as
 *  `count · (x / purchases)^−alpha`, up to `largest` (a truncated Pareto law). */
typedef struct preston_population {
    double alpha;     /**< above zero */
    double purchases; /**< a size... */
    double count;     /**< ... and how many buyers have at least that */
    double largest;   /**< no buyer is larger: an assumption, and to be called one */
} preston_population;

/** The law through two counts: so many buyers at least that large. Twice the buyers at half the
 * size is an alpha of exactly one.
 *  @return #PRESTON_ERROR_VALUE unless sizes and counts are above zero, the larger size has the
 *          smaller count, and `largest` is finite and no smaller than either size. */
PRESTON_API preston_status preston_population_calibrate(
    double larger_purchases, double fewer_buyers, double smaller_purchases, double more_buyers,
    double largest, preston_population *out_population, preston_error *error);

/** How many buyers stand at or above a threshold, and what they buy together a year.
 *  Ranks above the one whose size is `largest` all have that size; above it there is nobody. Ranks
 *  are continuous: counts need not be whole.
 *  @return #PRESTON_ERROR_VALUE for a threshold, or a number of the law, that is not above zero or
 *          not finite; `largest` below `purchases`; a result too large for a number. O(1). */
PRESTON_API preston_status preston_population_above(const preston_population *population,
                                                    double threshold, double *out_count,
                                                    double *out_purchases, preston_error *error);

/** The break-even premium of moving purchases: with a bid dearer by p, `volume = spend / (1 + p)`,
 *  so the gain is nil at `p = effect there / effect here − 1`.
 *  @param old_effect, new_effect of a unit bought as before and as moved.
 *  @return the premium; infinite where something is gained at any price (old_effect ≤ 0 ≤
 *          new_effect, not both zero); below zero where only a cheaper bid would do; -1 where
 *          nothing is gained at any price, or an effect is not finite. Where both effects are below
 *          zero, what is bought does harm, less is bought at a premium, and the gain begins at this
 *          one instead of ending there. Never NaN.
 */
PRESTON_API double preston_break_even_premium(double old_effect, double new_effect);

/* --- what a scenario states --- */

/** The levers, by their number in the booklet of ESS France (2022). Text in files: "train",
 *  "map-suppliers", "create-firms", "invest", "grants", "charter", "co-construction",
 *  "political-weight", "engineering", "reserve", "spaser", "relocate". */
typedef enum preston_lever {
    PRESTON_LEVER_TRAIN = 1,        /**< officials trained in the social economy */
    PRESTON_LEVER_MAP_SUPPLIERS,    /**< a register of suppliers */
    PRESTON_LEVER_CREATE_FIRMS,     /**< support for new social-economy firms */
    PRESTON_LEVER_INVEST,           /**< local capital in collective projects */
    PRESTON_LEVER_GRANTS,           /**< grants and trust instead of tenders */
    PRESTON_LEVER_CHARTER,          /**< governance: a charter, */
    PRESTON_LEVER_CO_CONSTRUCTION,  /**< policies made together, */
    PRESTON_LEVER_POLITICAL_WEIGHT, /**< the social economy in the centre: an assumption each */
    PRESTON_LEVER_ENGINEERING,      /**< projects of small authorities made feasible */
    PRESTON_LEVER_RESERVE,          /**< contracts reserved for a supplier type */
    PRESTON_LEVER_SPASER,           /**< which buyers must have a scheme, and apply the others */
    PRESTON_LEVER_RELOCATE          /**< the Preston model: buying moved to a place */
} preston_lever;

/** Words of a file: a list of texts. */
typedef struct preston_words {
    const char *const *texts;
    int64_t count;
} preston_words;

/** One use of a lever; start from preston_measure_init(). Numbers that a lever does not use stay
 *  NaN, texts NULL, lists empty: docs/scenario-keys.md says which lever uses which, in which unit
 *  and range. In a scenario, what a lever uses and may be left out is filled in: adoption and
 *  ceiling are 1, premium is 0. */
typedef struct preston_measure {
    size_t size;            /**< of this struct, set by the init function */
    const char *id;         /**< each once */
    preston_lever lever;    /**< 0 until it is set, and then an error */
    const char *source;     /**< where its numbers are from; NULL: an assumption, and called one */
    preston_words sectors;  /**< codes, or names of sector lists; empty: all */
    preston_words buyers;   /**< of the ledger; empty: all */
    preston_words from;     /**< places or areas that purchases are moved from; empty: everywhere */
    const char *to;         /**< the place where it acts */
    const char *type;       /**< the supplier type it favours */
    preston_words applies;  /**< ids of measures that it changes */
    double first_year;      /**< NaN: the scenario's first */
    double last_year;       /**< NaN: for ever */
    preston_path adoption;  /**< what part of it is in force, 0 to 1; constant and `to` NaN until it
                                 is set: all, where the lever does not need it */
    double share;           /**< of the eligible purchases, moved at full adoption */
    double ceiling;         /**< the local share of a sector's purchases is not moved beyond this */
    double premium;         /**< what is moved costs so much more, a share */
    double duration;        /**< years for which a grant is given */
    double raises_share;    /**< points added to the share of the measures it applies to */
    double raises_ceiling;  /**< and to their ceiling */
    double raises_adoption; /**< and to their adoption */
    double speeds;          /**< their adoption passes so many years more in each year */
    double threshold;       /**< yearly purchases from which a buyer must have a scheme, currency */
    double strength; /**< of a scheme: the part of what it applies that a buyer carries out */
    preston_population population; /**< buyers; count NaN: those of the ledger */
    double population_purchases;   /**< of all buyers of the population, currency */
    double firms_per_year;
    double jobs_per_firm;
    preston_path survival;     /**< share of firms alive by age in years; never rises */
    double output_per_job;     /**< in the table's unit; NaN: as the sector */
    double sales_here;         /**< share of new capacity sold to industries of the place instead of
                                    what they buy outside it */
    double amount;             /**< of a year: invested, or of one project, in currency */
    double public_share;       /**< of the capital that local authorities hold together */
    const char *form;          /**< "scic": at most half of its capital from local authorities */
    double output_per_capital; /**< output that a unit of capital allows, a year */
    double lag;                /**< years from capital to capacity */
    const char *buys;          /**< a sector, or a final use of the table whose mix is bought */
    double projects_per_year;
    preston_additionality additionality;
    int has_additionality; /**< 0: the scenario's; of a measure that changes others, the lowest of
                                theirs */
} preston_measure;

/** Fills in the defaults. */
PRESTON_API void preston_measure_init(preston_measure *measure);

/** A ledger file of a scenario. */
typedef struct preston_scenario_ledger {
    size_t size; /**< of this struct, set by preston_scenario_ledger_init() */
    const char *file;
    const char *date, *buyer, *supplier, *category, *amount, *place,
        *type;               /**< column names;
NULL: those of preston_ledger_options; "none": the file has no such column */
    const char *encoding;    /**< NULL: UTF-8 */
    int spreadsheet_amounts; /**< 1: amounts such as "£1,234.50" are read */
    double price_factor;     /**< to the prices of the table; default 1 */
} preston_scenario_ledger;

/** Fills in the defaults. */
PRESTON_API void preston_scenario_ledger_init(preston_scenario_ledger *ledger);

/** Codes of sectors under one name. */
typedef struct preston_sector_list {
    const char *name;
    preston_words sectors;
} preston_sector_list;

/** How places trade; see economy.h. */
typedef struct preston_scenario_economy {
    const char *form;         /**< "nest", "gravity" or "data"; default "nest" */
    const char *quotient;     /**< nest: "slq", "cilq", "rlq", "flq" or "aflq"; default "flq" */
    double delta;             /**< default 0.25 */
    int feedback;             /**< nest; default 1 */
    double distance_scale;    /**< gravity: of the exponential decay; default 50000 */
    double distance_power;    /**< gravity: above zero, decay by this power instead; default 0 */
    double nearest;           /**< gravity: buy from so many neighbours; 0 (default): from all */
    double commuting_scale;   /**< gravity: of the decay of commuting, among `nearest` or 50; 0
                                   (default): none */
    const char *travel_times; /**< gravity: file of minutes between places, instead of straight
                                   distances; NULL: none */
    const char *own_tables;   /**< gravity, data: file of the places that have a table of their own;
                                   NULL: none */
    double wage_leakage;      /**< default 0 */
    double household_income;  /**< of the table's unit; 0: the table's own */
    const char *closure;      /**< "type I" or "type II"; default "type II" */
} preston_scenario_economy;

/** What may grow, and how much of it buyers know. */
typedef struct preston_scenario_capacity {
    double headroom;  /**< of the output of a sector in a place, that may be added; NaN: no limit */
    double growth;    /**< of that headroom, a share a year; default 0 */
    double known;     /**< share of it that buyers know of; default 1 */
    const char *file; /**< place,sector,headroom in the table's unit: instead, for these */
    int constrain_output; /**< 1: output of no sector grows beyond it in supply chains either */
} preston_scenario_capacity;

/** One scenario, as a file has it; start from preston_scenario_data_init(). */
typedef struct preston_scenario_data {
    size_t size; /**< of this struct, set by the init function */
    const char *title;
    const char *description;
    const char *table;              /**< folder */
    const char *places;             /**< folder; NULL: the nation as one place */
    const char *supplier_types;     /**< file; NULL: all suppliers are average */
    const char *concordance;        /**< file; NULL: categories are sectors */
    const char *scheme;             /**< of the concordance */
    const char *buyer_place;        /**< where purchases without a place are bought from */
    preston_scenario_ledger ledger; /**< purchases of a year: the baseline of every year */
    preston_scenario_ledger after;  /**< a second ledger, for before and after; file NULL: none */
    preston_scenario_economy economy;
    preston_scenario_capacity capacity;
    double first_year, last_year;
    double discount_rate;   /**< a year; default 0.035, the Green Book's */
    double prices_year;     /**< present values are of this year; NaN: the first */
    preston_words areas;    /**< that results are shown for; the nation is added */
    preston_words accounts; /**< empty: output, gva, compensation, jobs, imports,
                                 taxes_on_products, as far as the table has them */
    const preston_sector_list *sector_lists;
    int64_t sector_list_count;
    const preston_measure *measures;
    int64_t measure_count;
    preston_additionality additionality;
    int has_additionality;
    double delta_low, delta_high; /**< uncertainty: the band of δ; NaN: none */
} preston_scenario_data;

/** Fills in the defaults; title, table, ledger.file and both years have none. */
PRESTON_API void preston_scenario_data_init(preston_scenario_data *data);

/** A scenario: everything it states, checked; never changes once made. */
typedef struct preston_scenario preston_scenario;

/** Reads scenario.yaml (or JSON, or either with .gz). Paths in it are relative to its folder; the
 *  files that it names are not looked at.
 *  @return #PRESTON_ERROR_FORMAT not YAML, or a value of another kind; #PRESTON_ERROR_LABEL a key
 *          or word that is not known (with the nearest that is), not used by the lever, or there
 *          twice; #PRESTON_ERROR_VALUE a number that cannot be; #PRESTON_ERROR_MISSING a key that
 *          is needed; all with file, line, column and key; #PRESTON_ERROR_FILE,
 *          #PRESTON_ERROR_MEMORY. O(size of the file). */
PRESTON_API preston_status preston_scenario_read(const char *path, preston_scenario **out_scenario,
                                                 preston_error *error);

/** Makes one from plain structs; everything is copied. Checked as a file is, with the same messages
 *  but for file, line and column.
 *  @param folder that relative paths are relative to; NULL: the current one.
 *  @return as preston_scenario_read(), and #PRESTON_ERROR_ARGUMENT for a struct that was not begun
 *          by its init function, a list that is not there, additionality that is filled in and not
 *          switched on. */
PRESTON_API preston_status preston_scenario_create(const preston_scenario_data *data,
                                                   const char *folder,
                                                   preston_scenario **out_scenario,
                                                   preston_error *error);

/** Frees the scenario; NULL is fine. */
PRESTON_API void preston_scenario_free(preston_scenario *scenario);

/** What it states, with all defaults. Published sets of additionality and populations given by two
 *  counts are numbers by now. Borrowed. */
PRESTON_API const preston_scenario_data *preston_scenario_get(const preston_scenario *scenario);

/** The folder its paths are relative to. Borrowed. */
PRESTON_API const char *preston_scenario_folder(const preston_scenario *scenario);

/** The scenario as YAML, which reads back as the same scenario. What is as the default is left out.
 *  @param out_text freed with preston_text_free().
 *  @return #PRESTON_ERROR_MEMORY. */
PRESTON_API preston_status preston_scenario_yaml(const preston_scenario *scenario, char **out_text,
                                                 preston_error *error);

/** The JSON Schema (draft 2020-12) of scenario files, from the reader's own table:
 *  docs/scenario.schema.json. It does not know what one key alone cannot show, such as ids.
 *  @return #PRESTON_ERROR_MEMORY. */
PRESTON_API preston_status preston_scenario_schema(char **out_text, preston_error *error);

/** The same as a page of Markdown, docs/scenario-keys.md: every key, its unit, range, default and
 *  meaning, and every lever.
 *  @return #PRESTON_ERROR_MEMORY. */
PRESTON_API preston_status preston_scenario_keys(char **out_text, preston_error *error);

/** Frees a text made by this floor; NULL is fine. */
PRESTON_API void preston_text_free(char *text);

/* --- what it needs: read from its files --- */

/** Table, places, trade, economy, model, types and ledgers of a scenario. */
typedef struct preston_scenario_inputs preston_scenario_inputs;

/** Reads and makes them all. A nest is made by preston_economy_create(); gravity by
 *  preston_places_trade_gravity() and, with a `commuting_scale`,
 * preston_places_commuting_gravity(), between the coordinates of places.csv, with Flegg's quotient
 * for what a place makes itself.
 *  @param scenario borrowed during the call only.
 *  @param delta replaces the scenario's; NaN: its own.
 *  @return what the readers and makers return, after the scenario and the key that asked ("scenario
 *          'x': ledger.file: …"); #PRESTON_ERROR_MISSING a key that is needed;
 *          #PRESTON_ERROR_VALUE a word that is none of those it can be. All or nothing. Any number
 *          of threads may read at the same time. */
PRESTON_API preston_status preston_scenario_inputs_read(const preston_scenario *scenario,
                                                        double delta,
                                                        preston_scenario_inputs **out_inputs,
                                                        preston_error *error);

/** Frees them; NULL is fine. */
PRESTON_API void preston_scenario_inputs_free(preston_scenario_inputs *inputs);

/** Borrowed. */
PRESTON_API const preston_model *
preston_scenario_inputs_model(const preston_scenario_inputs *inputs);
/** Borrowed. */
PRESTON_API const preston_supplier_types *
preston_scenario_inputs_types(const preston_scenario_inputs *inputs);
/** Borrowed; `after` 1 for the second one, NULL when there is none. */
PRESTON_API const preston_ledger *
preston_scenario_inputs_ledger(const preston_scenario_inputs *inputs, int after);
/** Borrowed; NULL when categories are sectors. */
PRESTON_API const preston_concordance *
preston_scenario_inputs_concordance(const preston_scenario_inputs *inputs);

/* --- what it brings about --- */

/** Baseline and scenario over the years. */
typedef struct preston_projection preston_projection;

/** What a projection goes by; borrowed, and must outlive it. */
typedef struct preston_projection_input {
    const preston_model *model;
    const preston_supplier_types *types;    /**< of that model */
    const preston_ledger *ledger;           /**< purchases of a year */
    const preston_concordance *concordance; /**< NULL: categories are sectors */
    preston_const_view headroom; /**< (P n) × 1, table's unit, instead of capacity.file; empty:
                                      by the scenario's `capacity` */
} preston_projection_input;

/** Carries a scenario through its years.
 *
 *  Each year begins with the ledger's purchases; measures change them in this order: those that
 * change other measures (train, map-suppliers, governance, spaser), those that add capacity
 * (create-firms, invest), additional demand (engineering), and those that move purchases (grants,
 * reserve, relocate), each group in the order of the scenario. From year to year go the passed
 * adoption time of each measure, the firms alive by age, and capital. What there is no capacity for
 * goes to the next place up (relocate), else stays where it is bought; it is shown.
 *
 *  The part of each measure is its Shapley value: the mean, over all orders in which measures can
 * be added, of what it adds; up to 12 measures all orders count, above that a fixed sample of
 * orders (parts add up exactly in both).
 *
 *  @return what the parts return; #PRESTON_ERROR_LABEL for a sector, place, buyer, type or measure
 *          that is not there; #PRESTON_ERROR_VALUE. The same scenario gives the same bits whatever
 * the number of threads. O(years × (a solve + 2^measures × cells)). */
PRESTON_API preston_status preston_projection_create(const preston_scenario *scenario,
                                                     const preston_projection_input *input,
                                                     preston_projection **out_projection,
                                                     preston_error *error);

/** Frees the projection; NULL is fine. */
PRESTON_API void preston_projection_free(preston_projection *projection);

/** The scenario it was made of. Borrowed. */
PRESTON_API const preston_scenario *
preston_projection_scenario(const preston_projection *projection);

/** The model that it was made with, whose economy names its places. Borrowed. */
PRESTON_API const preston_model *preston_projection_model(const preston_projection *projection);

/** What a unit in a year counts for in present values, from the scenario's discount rate; 0 for a
 *  year that is not there. */
PRESTON_API double preston_projection_discount(const preston_projection *projection, int64_t year);

/** Net over gross of a measure: its own additionality, or else that of the measures it applies, or
 *  else the scenario's; 1 for a measure that is not there. */
PRESTON_API double preston_projection_additionality(const preston_projection *projection,
                                                    int64_t measure);

/** The number of years, Y. */
PRESTON_API int64_t preston_projection_years(const preston_projection *projection);

/** Areas and accounts that it has numbers for, in the order of the scenario. Borrowed. */
PRESTON_API preston_words preston_projection_areas(const preston_projection *projection);
/** Borrowed. */
PRESTON_API preston_words preston_projection_accounts(const preston_projection *projection);

/** Which number of a projection. */
typedef enum preston_statistic {
    PRESTON_STATISTIC_BASELINE, /**< of the ledger as it is */
    PRESTON_STATISTIC_GROSS,    /**< what the measures change */
    PRESTON_STATISTIC_NET       /**< after additionality */
} preston_statistic;

/** Names for the year and the measure of preston_projection_value(). */
enum {
    PRESTON_PRESENT_VALUE = -1, /**< instead of a year: the discounted sum of all years */
    PRESTON_ALL_MEASURES = -1,  /**< instead of a measure */
    PRESTON_SUPPLY_LIMITS = -2 /**< instead of a measure: what the limits of output in supply chains
                                    take off all of them; nil unless capacity.constrain_output */
};

/** One number, in the table's unit, jobs in jobs.
 *  @param closure I or II, all parts up to it.
 *  @param area, account positions in the lists above. @param year 0 ≤ year < Y, or
 *         #PRESTON_PRESENT_VALUE. @param measure its position, or #PRESTON_ALL_MEASURES.
 *  @return #PRESTON_ERROR_ARGUMENT. O(years × measures) at worst. */
PRESTON_API preston_status preston_projection_value(const preston_projection *projection,
                                                    preston_statistic statistic,
                                                    preston_closure closure, int64_t account,
                                                    int64_t area, int64_t year, int64_t measure,
                                                    double *out_value, preston_error *error);

/** The first year in which a measure's gross effect has reached a share of its largest.
 *  @param out_year -1 when it has no effect. */
PRESTON_API preston_status preston_projection_reached(const preston_projection *projection,
                                                      preston_closure closure, int64_t account,
                                                      int64_t area, int64_t measure, double share,
                                                      int64_t *out_year, preston_error *error);

/** The change against the baseline in a year, in every place and part, less the corrections of the
 *  first round: see preston_projection_by_place(). Borrowed. */
PRESTON_API const preston_impact *preston_projection_impact(const preston_projection *projection,
                                                            int64_t year);

/** The same with the first round's corrections, P × 3: a column a #preston_part.
 *  @param year or -1: the baseline itself. */
PRESTON_API preston_status preston_projection_by_place(const preston_projection *projection,
                                                       const char *account, int64_t year,
                                                       preston_view out_values,
                                                       preston_error *error);

/** Money is conserved: what is spent more or less in a year, premiums included, and what becomes of
 *  it. @param year or -1: the baseline itself. */
PRESTON_API preston_status preston_projection_conservation(const preston_projection *projection,
                                                           int64_t year, preston_closure closure,
                                                           double *out_spent, double *out_accounted,
                                                           preston_error *error);

/** What a measure did in a year, all measures together; the table's unit. */
typedef struct preston_measure_state {
    double adoption; /**< 0 to 1, with all that raises it */
    double share; /**< of eligible purchases, that it would move: with adoption and limits of law */
    double eligible; /**< purchases that it may move */
    double wanted;   /**< to be moved, or bought additionally */
    double placed;   /**< where it was wanted */
    double spilled;  /**< in the next places up */
    double unplaced; /**< not: no capacity; it stays as it was */
    double premium;  /**< paid for no volume */
    double capacity; /**< that it has added by now, a year's output */
    double firms;    /**< alive */
    double buyers;   /**< that must have a scheme (spaser) */
    double covered;  /**< their purchases, as a share of all (spaser) */
} preston_measure_state;

/** The state of a measure in a year.
 *  @return #PRESTON_ERROR_ARGUMENT. */
PRESTON_API preston_status preston_projection_state(const preston_projection *projection,
                                                    int64_t measure, int64_t year,
                                                    preston_measure_state *out_state,
                                                    preston_error *error);

/** The purchases of a year as a ledger whose categories are sectors, with buyers, places and types,
 *  in currency: for before and after, and to be kept. @param year or -1: the baseline. */
PRESTON_API preston_status preston_projection_ledger(const preston_projection *projection,
                                                     int64_t year, preston_ledger **out_ledger,
                                                     preston_error *error);

/** What would break even: the premium at which a measure that moves purchases gains nothing in an
 *  account in an area, sector by sector, as its purchases are placed in a year, all measures in
 *  force.
 *
 *  @param account any of the model's; "public_revenue" is taxes on products and on production.
 *  @param area a place or area; NULL: everywhere.
 *  @param out_premiums n × 1: see preston_break_even_premium(), which may be infinite; 0 for a
 *         sector of which nothing is moved.
 *  @param out_moved n × 1: what is moved of each sector, in the table's unit; may be empty.
 *  @return #PRESTON_ERROR_ARGUMENT, #PRESTON_ERROR_SHAPE, and as preston_model_effects(). One
 *          transposed solve, and the years up to this one. */
PRESTON_API preston_status preston_projection_break_even(
    const preston_projection *projection, int64_t measure, int64_t year, const char *account,
    const char *area, preston_view out_premiums, preston_view out_moved, preston_error *error);

/** Are two projections of the same baseline, so that their difference means something?
 *  @return #PRESTON_ERROR_VALUE saying what differs: places, sectors, years or baseline purchases.
 */
PRESTON_API preston_status preston_projection_same_baseline(const preston_projection *one,
                                                            const preston_projection *other,
                                                            preston_error *error);

/* --- before and after --- */

/** Why the second ledger does something else than the first. The causes add up to the change. */
typedef enum preston_cause {
    PRESTON_VOLUME,       /**< more or less is spent in all */
    PRESTON_MIX,          /**< other categories are bought */
    PRESTON_LOCALISATION, /**< each category is bought in other places */
    PRESTON_SUPPLIER_TYPE /**< each is bought from other types of supplier */
} preston_cause;

/** The impacts of two ledgers and the change between them, taken apart. */
typedef struct preston_comparison preston_comparison;

/** Solves for both ledgers and divides the change among its causes.
 *
 *  Spending on a category in a place from a type is total × share of the category × share of the
 *  place in it × share of the type in both. Each factor passes from its first to its second value
 * in all 24 orders; a cause's part is the mean of what its step changes (Shapley 1953; the mean of
 * all elementary decompositions of Dietzenbacher and Los 1998), so that the parts add up exactly
 * and no order is preferred. A category bought in one ledger only keeps that ledger's places in
 * both, and a category bought in a place in one ledger only keeps that ledger's types.
 *
 *  @param model kept by reference: it must outlive the comparison.
 *  @param concordance NULL when the categories are sectors.
 *  @param types of that model, not needed afterwards; NULL: the types of the ledgers are not looked
 *         at, all suppliers are average, and the fourth cause is zero.
 *  @param before_options, after_options NULL for the defaults; each ledger may have its own price
 *         factor.
 *  @return as preston_ledger_demand() and preston_model_impacts(); #PRESTON_ERROR_LABEL for types
 * of a ledger that are not known, listed with their money; #PRESTON_ERROR_VALUE for a ledger, a
 * category of one, or a category in a place, whose amounts add up to nothing while its parts do
 * not; #PRESTON_ERROR_ARGUMENT for types of another model. Two solves a closure
 * and a batch of six more, of 14 with types. */
PRESTON_API preston_status preston_comparison_create(
    const preston_model *model, const preston_ledger *before, const preston_ledger *after,
    const preston_concordance *concordance, const preston_supplier_types *types,
    const preston_demand_options *before_options, const preston_demand_options *after_options,
    preston_comparison **out_comparison, preston_error *error);

/** Frees the comparison; NULL is fine. */
PRESTON_API void preston_comparison_free(preston_comparison *comparison);

/** The impact of the first ledger; with types, of the demand that has its effect on an average
 *  economy: see preston_comparison_by_place(). Borrowed. */
PRESTON_API const preston_impact *preston_comparison_before(const preston_comparison *comparison);

/** The same of the second ledger. Borrowed. */
PRESTON_API const preston_impact *preston_comparison_after(const preston_comparison *comparison);

/** What a ledger does in an account, in all places and parts, with what its suppliers' types add in
 *  the first round.
 *  @param after 0 for the first ledger, 1 for the second.
 *  @param out_values P × 3, a column a #preston_part.
 *  @return as preston_impact_by_place(). */
PRESTON_API preston_status preston_comparison_by_place(const preston_comparison *comparison,
                                                       int after, const char *account,
                                                       preston_view out_values,
                                                       preston_error *error);

/** What one cause changes in an account, in one part and place: see preston_impact_value(). */
PRESTON_API preston_status preston_comparison_value(const preston_comparison *comparison,
                                                    preston_cause cause, const char *account,
                                                    preston_part part, int64_t place,
                                                    double *out_value, preston_error *error);

#ifdef __cplusplus
}
#endif

#endif
