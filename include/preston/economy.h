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
 *
 *  An economy has one of two forms. *Cell by cell*, for a few places: quotients scale single cells,
 *  and the whole matrix is there. *Traded*, for up to tens of thousands: a technology and, for each
 *  sector, who sells to whom (Chenery–Moses); places and sectors are never multiplied out.
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

/** Reads a places folder: `places.csv` (code, name, parent; the parent of the nation is empty;
 *  optional x and y, in metres or any unit of a plane) and `jobs.csv` (place, sector, jobs), or
 *  `gva.csv` (place, sector, gva) where there is no jobs.csv. A sector that a place has no line for
 *  has size zero there; an area with places inside it and no line at all has the sum of theirs.
 *  Linear in places, lines and cells.
 *  @return as preston_table_read(); #PRESTON_ERROR_VALUE too where the parts of a place exceed it,
 *          with place and sector. */
PRESTON_API preston_status preston_places_read(const char *folder, const preston_table *table,
                                               preston_places **out_places, preston_error *error);

/** Makes the tree from plain arrays.
 *  @param count the number of areas, the nation included.
 *  @param codes, names count each; names may be NULL.
 *  @param parents for each area the position of its parent, -1 for the nation.
 *  @param sectors n codes, in the order of the columns of `sizes`.
 *  @param sizes count × n, of whole areas. An area with areas inside it whose sizes are all zero
 *         gets the sum of theirs.
 *  @return #PRESTON_ERROR_SHAPE; #PRESTON_ERROR_LABEL a code twice, a parent that is not there,
 *          areas inside themselves, more than one nation; #PRESTON_ERROR_VALUE a place without any
 *          size, a size that is negative or not finite, parts that exceed their whole;
 *          #PRESTON_ERROR_MEMORY. O(count n). */
PRESTON_API preston_status preston_places_create(int64_t count, const char *const *codes,
                                                 const char *const *names, const int64_t *parents,
                                                 int64_t sectors, const char *const *sector_codes,
                                                 preston_const_view sizes,
                                                 preston_places **out_places, preston_error *error);

/** Frees the tree; NULL is fine. */
PRESTON_API void preston_places_free(preston_places *places);

/** Which measure of size was read: "jobs" or "gva". Borrowed. */
PRESTON_API const char *preston_places_measure(const preston_places *places);

/** Says where the areas lie, or says it anew. Positions of areas that are no place of the economy
 *  are never read.
 *  @param coordinates count × 2, x and y of each area in the order of preston_places_create(), or
 * of places.csv; NaN twice where it is not known.
 *  @return #PRESTON_ERROR_SHAPE; #PRESTON_ERROR_VALUE, naming the area; #PRESTON_ERROR_MEMORY. */
PRESTON_API preston_status preston_places_locate(preston_places *places,
                                                 preston_const_view coordinates,
                                                 preston_error *error);

/** The number of places that an economy of this tree has, P: areas without areas inside them, and
 *  remainders. */
PRESTON_API int64_t preston_places_count(const preston_places *places);

/** Their codes, P, in the order in which the economy has them. Borrowed. */
PRESTON_API const char *const *preston_places_codes(const preston_places *places);

/** How many areas the tree has, the nation included: the rows of places.csv. */
PRESTON_API int64_t preston_places_areas(const preston_places *places);

/** The code of an area, 0 ≤ area < preston_places_areas(). Borrowed. */
PRESTON_API const char *preston_places_area_code(const preston_places *places, int64_t area);

/** The name of an area. Borrowed. */
PRESTON_API const char *preston_places_area_name(const preston_places *places, int64_t area);

/** The area around an area; -1 for the nation. */
PRESTON_API int64_t preston_places_area_parent(const preston_places *places, int64_t area);

/** The area that a place is, or is the remainder of; 0 ≤ place < P. With the parents it says what
 *  a place counts for, so that all areas are added up in one pass. */
PRESTON_API int64_t preston_places_area_of(const preston_places *places, int64_t place);

/** Their sizes.
 *  @param out_sizes P × n.
 *  @return #PRESTON_ERROR_SHAPE. */
PRESTON_API preston_status preston_places_sizes(const preston_places *places,
                                                preston_view out_sizes, preston_error *error);

/** Where they lie.
 *  @param out_coordinates P × 2.
 *  @return #PRESTON_ERROR_SHAPE; #PRESTON_ERROR_MISSING, naming the place that lies nowhere: one
 *          without coordinates, or the remainder of an area, which is no point. Places that are to
 *          have distances must add up to the areas they are in, or these must go without sizes. */
PRESTON_API preston_status preston_places_coordinates(const preston_places *places,
                                                      preston_view out_coordinates,
                                                      preston_error *error);

/** Options of preston_economy_create_traded() and preston_places_supply_and_use(); start from
 *  preston_traded_options_init(). */
typedef struct preston_traded_options {
    size_t size;                        /**< of this struct, set by the init function */
    int64_t own_tables;                 /**< how many places have a table of their own; default 0 */
    const char *const *table_places;    /**< their codes */
    const preston_table *const *tables; /**< and their tables: sectors and unit as the nation's;
                                             flows are what the place's own industries use, wherever
                                             in the nation it was made */
    double delta; /**< δ of preston_economy_place_lambda(), which nothing else here goes by; default
                       0.25 */
} preston_traded_options;

/** Fills in the defaults. */
PRESTON_API void preston_traded_options_init(preston_traded_options *options);

/** Tables of single places, as a file names them. Never changes once made. */
typedef struct preston_own_tables preston_own_tables;

/** Reads which places have a table of their own, and the tables: a CSV file with the columns
 * `place` and `table`, the folder of a table (preston_table_read()), relative to the folder that
 * the file is in. Amounts are the place's own: its output is that of its table.
 *
 *  @param path the file; where only `path.gz` is there, that is read.
 *  @param places the places of the economy. Not needed afterwards.
 *  @param nation the nation's table. Not needed afterwards.
 *  @return as preston_table_read(), with line and table of the file; #PRESTON_ERROR_LABEL: a code
 *          that is no place, a place twice, sectors that are not the nation's in its order;
 *          #PRESTON_ERROR_SHAPE another number of sectors; #PRESTON_ERROR_VALUE another unit or
 *          currency, no table named; #PRESTON_ERROR_FORMAT a file without rows;
 *          #PRESTON_ERROR_MEMORY. */
PRESTON_API preston_status preston_own_tables_read(const char *path, const preston_places *places,
                                                   const preston_table *nation,
                                                   preston_own_tables **out_tables,
                                                   preston_error *error);

/** Frees the tables; NULL is fine. */
PRESTON_API void preston_own_tables_free(preston_own_tables *tables);

/** How many there are. */
PRESTON_API int64_t preston_own_tables_count(const preston_own_tables *tables);

/** Puts them into `options`, which borrow them: they must outlive the economy made with these. */
PRESTON_API void preston_own_tables_use(const preston_own_tables *tables,
                                        preston_traded_options *options);

/** What each place has to sell inside the nation and what it uses, by sector: what trade must bring
 *  together. Supply is its output less its part of foreign exports; use is what its industries buy
 *  of domestic output, and its part of domestic final use, by total size. Never below zero. Where
 *  the table balances and no place has its own, supply and use of a sector add up to the same.
 *
 *  @param options NULL for the defaults.
 *  @param out_supply P × n, in the table's unit. @param out_use P × n.
 *  @return #PRESTON_ERROR_SHAPE, #PRESTON_ERROR_LABEL, #PRESTON_ERROR_VALUE as
 *          preston_economy_create_traded(); #PRESTON_ERROR_MEMORY. O(P n²). */
PRESTON_API preston_status preston_places_supply_and_use(
    const preston_places *places, const preston_table *table, const preston_traded_options *options,
    preston_view out_supply, preston_view out_use, preston_error *error);

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

struct preston_trade_shares; /* below: who sells to whom */

/** Joins the places into one economy by trade shares, `x = T(Ax + f)` (Chenery–Moses;
 *  Miller and Blair 2009, ch. 3): what a place uses, by its technology, comes from the places that
 *  the trade of each sector names. Final users in a place buy by the same shares.
 *
 *  @param table the nation's, kept by reference as are the tables of `options`: they must outlive
 *         the economy.
 *  @param places the places, in the order of the shares. Not needed afterwards.
 *  @param trade P places × n sectors; borrowed: it must outlive the economy.
 *  @param commuting where wages go, one sector: the seller is the residence, the buyer the
 *         workplace. What a workplace's shares leave of one goes to residents of other nations.
 *         Borrowed too; NULL: everybody lives where they work.
 *  @param options NULL for the defaults.
 *  @return #PRESTON_ERROR_SHAPE or #PRESTON_ERROR_LABEL when tables, places and shares do not fit,
 *          or the code of a place with its own table is unknown or stands twice;
 *          #PRESTON_ERROR_VALUE, naming sector and place: a share that is negative or not finite,
 *          shares of a buyer that add up to more than one, a sector that a place uses and nobody
 *          sells to it, or is sold by a place whose own table has no output of it;
 *          #PRESTON_ERROR_ARGUMENT, #PRESTON_ERROR_MEMORY.
 *
 *  Where the shares of a buyer add up to less than one, the rest is imported, and counted so.
 *  O(P n²) time, O(P n) memory. */
PRESTON_API preston_status preston_economy_create_traded(
    const preston_table *table, const preston_places *places,
    const struct preston_trade_shares *trade, const struct preston_trade_shares *commuting,
    const preston_traded_options *options, preston_economy **out_economy, preston_error *error);

/** Is it an economy by trade shares, rather than cell by cell? 0 or 1. */
PRESTON_API int preston_economy_is_traded(const preston_economy *economy);

/** Frees the economy; NULL is fine. */
PRESTON_API void preston_economy_free(preston_economy *economy);

/** The table it was made of. Borrowed. */
PRESTON_API const preston_table *preston_economy_table(const preston_economy *economy);

/** The table that a place goes by: its own, or the nation's. Borrowed. */
PRESTON_API const preston_table *preston_economy_place_table(const preston_economy *economy,
                                                             int64_t place);

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

/** Flegg's λ of the place at the economy's δ; 1 in an economy of a multi-regional table. */
PRESTON_API double preston_economy_place_lambda(const preston_economy *economy, int64_t place);

/** Coefficients, (P n) × (P n): the row is the seller, the column the buyer. Borrowed. An empty
 *  view for a traded economy, which has no such matrix. */
PRESTON_API preston_const_view preston_economy_coefficients(const preston_economy *economy);

/** Output by place and sector, (P n) × 1, in the table's unit. Borrowed. */
PRESTON_API preston_const_view preston_economy_output(const preston_economy *economy);

/** Where final users in `place` buy: n × P, row i the shares of the places that sell sector i to
 *  them, adding up to one. Borrowed. An empty view for a traded economy: see
 *  preston_economy_final_share() and preston_economy_sales(). */
PRESTON_API preston_const_view preston_economy_final_shares(const preston_economy *economy,
                                                            int64_t place);

/** The share of one place in what final users in another buy of a sector, in either form. Cell by
 *  cell O(1); traded O(neighbours of the seller). */
PRESTON_API double preston_economy_final_share(const preston_economy *economy, int64_t user,
                                               int64_t sector, int64_t seller);

/** Who sells what final users buy: purchases by the place of the user become demand by the place of
 *  the seller. Either form.
 *  @param purchases (P n) × 1, what users in each place buy of each sector. @param out_sales
 *         (P n) × 1; must not overlap the purchases. Where trade shares leave something to imports,
 *         sales add up to so much less.
 *  @return #PRESTON_ERROR_SHAPE, #PRESTON_ERROR_ARGUMENT, #PRESTON_ERROR_MEMORY. O(P n) and the
 *          trade, or O(P² n) cell by cell: collect all purchases first. */
PRESTON_API preston_status preston_economy_sales(const preston_economy *economy,
                                                 preston_const_view purchases,
                                                 preston_view out_sales, preston_error *error);

/** The same, transposed: what a unit of demand does, by the place of the seller, becomes what a
 *  unit bought does, by the place of the user: `effects · sales = out_effects · purchases`. Either
 *  form.
 *  @param effects (P n) × 1, of a unit of demand for each sector in each place. @param out_effects
 *         (P n) × 1, of a unit that users in each place buy of each sector; must not overlap the
 *         effects. What trade shares leave to imports counts for nothing.
 *  @return #PRESTON_ERROR_SHAPE, #PRESTON_ERROR_MEMORY. As long as preston_economy_sales(). */
PRESTON_API preston_status preston_economy_sales_effects(const preston_economy *economy,
                                                         preston_const_view effects,
                                                         preston_view out_effects,
                                                         preston_error *error);

/* --- who trades with whom, sector by sector --- */

/** Of what each place uses of each sector, the share that each place sells to it: one sparse P × P
 *  matrix a sector, never multiplied out (Chenery–Moses; Miller and Blair 2009, ch. 3). For every
 *  buying place and sector the shares add up to one, or to one minus the import share. Never
 *  changes once made. */
typedef struct preston_trade_shares preston_trade_shares;

/** What each place has and needs; borrowed during a call. Row `place`, column `sector` of the
 *  views; amounts in any one unit a sector, none negative. */
typedef struct preston_trade_input {
    int64_t places;                  /**< P, at least 1 */
    int64_t sectors;                 /**< S, at least 1 */
    const char *const *place_codes;  /**< P, for messages and files; NULL: numbered from 1 */
    const char *const *sector_codes; /**< S, the same */
    preston_const_view supply;       /**< P × S: what a place makes for its own country, that is
                                          output less foreign exports */
    preston_const_view use;          /**< P × S: what it uses, of its own country's make */
    preston_const_view own;          /**< P × S: the share of its use that a place makes itself, 0
                                          to 1; empty: by location quotients */
    preston_const_view sizes;        /**< P × S: jobs or output, which the quotients go by; empty:
                                          the supply */
    preston_const_view imports;      /**< P × S: the share of use that comes from abroad, 0 to 1,
                                          where technology is given in total use and `use` holds
                                          imports as well; empty: none */
} preston_trade_input;

/** How far places are from each other: one of the three. Units are the caller's: metres, minutes;
 *  the scale, radius and smallest distance of the options have the same. */
typedef struct preston_distances {
    preston_const_view coordinates; /**< P × 2: positions on a plane; straight distances */
    preston_const_view matrix;      /**< P × P: row, the buying place; column, the selling one.
                                         Infinity where there is no way; the diagonal is not read */
    const int64_t *starts; /**< P + 1: for each buying place, the places it can buy from... */
    const int64_t *places; /**< ... each once; itself is passed over */
    const double *values;  /**< ... and how far they are, infinity where there is no way */
} preston_distances;

/** How far places are from each other, as a file has it: a list of pairs. Never changes once made.
 */
typedef struct preston_distance_list preston_distance_list;

/** Options of preston_distances_read(); start from preston_distances_options_init(). */
typedef struct preston_distances_options {
    size_t size;        /**< of this struct, set by the init function */
    const char *column; /**< of how far it is; default "minutes" */
    int complete;       /**< 1: every two places must be there, since each may buy from every other.
                             0 (default): those that are not have no way */
} preston_distances_options;

/** Fills in the defaults. */
PRESTON_API void preston_distances_options_init(preston_distances_options *options);

/** Reads travel times, or any other distances, from a CSV file with the columns `from`, `to` and
 *  `minutes`: what it takes to get there; goods go from the seller to the buyer, and people from
 *  where they live to where they work. A row holds for both ways, unless the way back has a row of
 *  its own. Rows from a place to itself are not used.
 *
 *  @param path the file; where only `path.gz` is there, that is read.
 *  @param places P, at least 1. @param place_codes P, in the order of the economy: see
 *         preston_places_codes(). Not needed afterwards.
 *  @param options NULL for the defaults.
 *  @return #PRESTON_ERROR_FILE, #PRESTON_ERROR_FORMAT as preston_table_read();
 * #PRESTON_ERROR_LABEL, with file and line: a column that is missing, a code that is no place, a
 * pair that stands twice; #PRESTON_ERROR_VALUE: a number below zero or none, a place without any
 * pair, a pair that is missing where all are needed; #PRESTON_ERROR_SHAPE, #PRESTON_ERROR_ARGUMENT,
 * #PRESTON_ERROR_MEMORY. O(m log m) for m rows, 16 bytes a row and way once it is read. Any number
 * of threads may read at the same time. */
PRESTON_API preston_status preston_distances_read(const char *path, int64_t places,
                                                  const char *const *place_codes,
                                                  const preston_distances_options *options,
                                                  preston_distance_list **out_list,
                                                  preston_error *error);

/** Frees the list; NULL is fine. */
PRESTON_API void preston_distance_list_free(preston_distance_list *list);

/** How many pairs it has, each way counted. */
PRESTON_API int64_t preston_distance_list_pairs(const preston_distance_list *list);

/** The list as preston_trade_gravity() and preston_commuting_gravity() take it. Borrowed. */
PRESTON_API preston_distances preston_distance_list_distances(const preston_distance_list *list);

/** How trade falls with distance d. */
typedef enum preston_decay {
    PRESTON_DECAY_EXPONENTIAL, /**< exp(−d / scale) */
    PRESTON_DECAY_POWER        /**< max(d, smallest_distance)^−exponent */
} preston_decay;

/** Options of trade; start from preston_trade_options_init(). */
typedef struct preston_trade_options {
    size_t size;               /**< of this struct, set by the init function */
    preston_quotient quotient; /**< of the own share where none is given: SLQ, or (default) FLQ,
                                  that is SLQ λ; capped at one and at what the place makes */
    double delta;              /**< δ of λ, 0 ≤ δ < 1; default 0.25 */
    preston_decay decay;       /**< default exponential */
    double scale;              /**< of the exponential, above zero; default 50000 */
    double exponent;           /**< of the power, above zero; default 2 */
    double smallest_distance;  /**< of the power, above zero; default 1000 */
    int64_t nearest;   /**< each place buys from so many nearest ones; default 50; 0: no limit */
    double radius;     /**< and from none farther than this; default infinity */
    int balance;       /**< 1 (default): sales are brought to supply; 0: sellers attract by what
                            they have to sell */
    double pool_share; /**< of what a place buys from others, the share that comes from anywhere in
                            the nation before sales are balanced, 0 to 1; default 0. Above zero,
                            what nobody near has comes from the pool altogether */
    double tolerance;  /**< balanced when no place's sales are farther from its supply than this
                            share of the nation's supply of the sector; default 1e-8 */
    int64_t most_rounds; /**< of balancing; default 200 */
    int rest_from_pool;  /**< preston_trade_given(), preston_trade_read(): 1: what the shares leave
                              of a buyer's use comes from the pool; 0 (default): that is an error */
    int threads;         /**< 0 (default): all cores */
    preston_progress_function
        *progress; /**< default NULL; after each round of balancing, of most_rounds */
    void *context; /**< given to `progress` */
} preston_trade_options;

/** Fills in the defaults. */
PRESTON_API void preston_trade_options_init(preston_trade_options *options);

/** Trade by gravity: a seller's part in what a place buys from others falls with distance, and is
 *  multiplied by a factor of the seller and one of the buyer that make purchases exact and bring
 *  sales to supply (doubly constrained: Wilson 1971, Environment and Planning 3, 1–32; found by the
 *  iterations of Furness 1965).
 *
 *  What cannot be balanced, because those near a place have too little or too much, is not hidden:
 *  preston_trade_shares_imbalance() says how much. With `pool_share` above zero everything can:
 *  goods then find their way across the nation where they must.
 *
 *  @param options NULL for the defaults.
 *  @return #PRESTON_ERROR_SHAPE, #PRESTON_ERROR_ARGUMENT (options, or not just one kind of
 *          distance), #PRESTON_ERROR_MEMORY, #PRESTON_ERROR_STOPPED, #PRESTON_ERROR_VALUE with
 * place and sector: a negative or infinite amount, a share outside 0 to 1, a coordinate or distance
 * that is none, a place with no supply and no use, a sector that is used and that nobody supplies,
 *          a place with nobody to buy from.
 *  Memory: 3 P S doubles (5 with a pool) and 16 bytes a pair of neighbours; while it is made, 2 P S
 *  doubles more and twice the pairs. Time: O(P k log P) to find k neighbours, then O(P k S) a round
 *  of balancing. The same bits whatever the number of threads. */
PRESTON_API preston_status preston_trade_gravity(const preston_trade_input *input,
                                                 const preston_distances *distances,
                                                 const preston_trade_options *options,
                                                 preston_trade_shares **out_shares,
                                                 preston_error *error);

/** Trade by a common pool: what a place does not make itself comes from all places (itself among
 *  them) in proportion to what each has left to sell: rank one.
 *  @return as preston_trade_gravity(). O(P S). */
PRESTON_API preston_status preston_trade_pool(const preston_trade_input *input,
                                              const preston_trade_options *options,
                                              preston_trade_shares **out_shares,
                                              preston_error *error);

/** One share of preston_trade_given(). */
typedef struct preston_trade_line {
    int64_t sector; /**< -1: all sectors in which the buyer has no line of its own */
    int64_t seller; /**< a place; the buyer itself for its own share */
    int64_t buyer;  /**< a place */
    double share;   /**< 0 to 1 */
} preston_trade_line;

/** Trade by data: a list of shares in any order. For each buyer and sector they add up to one (less
 *  the import share), or to less where `rest_from_pool` is on. A difference of up to 1e-5 is
 *  divided out.
 *  @param input `supply` and `use` may be empty views where no pool is asked for; imbalance is then
 *         not measured. `own` and `sizes` are not read.
 *  @return as preston_trade_gravity(); #PRESTON_ERROR_LABEL for a line that stands twice. */
PRESTON_API preston_status preston_trade_given(const preston_trade_input *input, int64_t count,
                                               const preston_trade_line *lines,
                                               const preston_trade_options *options,
                                               preston_trade_shares **out_shares,
                                               preston_error *error);

/** The same from `folder/trade.csv`: columns sector, seller, buyer, share; an empty sector or `*`
 *  means all. The codes of `input` are needed.
 *  @return as preston_table_read() and preston_trade_given(), with file and line. */
PRESTON_API preston_status preston_trade_read(const char *folder, const preston_trade_input *input,
                                              const preston_trade_options *options,
                                              preston_trade_shares **out_shares,
                                              preston_error *error);

/** Where wages go, as trade of one sector: the seller is the residence, the buyer the workplace.
 *  The shares of each workplace add up to one.
 *
 *  By gravity, constrained by the workplace and attracted by residents: the share of the wages
 *  earned in s that goes to r is `residents_r f(d_rs) / Σ_q residents_q f(d_qs)`, over s itself (at
 *  distance 0) and the places near it. Of the options: decay, nearest, radius.
 *  @param input `supply` P × 1, the residents (or their workers) of each place; `own` P × 1, or
 *         empty, the share of the wages that stay; of the rest, codes alone are read. */
PRESTON_API preston_status preston_commuting_gravity(const preston_trade_input *input,
                                                     const preston_distances *distances,
                                                     const preston_trade_options *options,
                                                     preston_trade_shares **out_shares,
                                                     preston_error *error);

/** Commuting by data: `buyer` is the workplace, `seller` the residence, `sector` 0 or -1. A
 *  workplace whose shares do not add up to one is an error naming it. */
PRESTON_API preston_status preston_commuting_given(const preston_trade_input *input, int64_t count,
                                                   const preston_trade_line *lines,
                                                   preston_trade_shares **out_shares,
                                                   preston_error *error);

/** The same from `folder/commuting.csv`: columns workplace, residence, share. */
PRESTON_API preston_status preston_commuting_read(const char *folder,
                                                  const preston_trade_input *input,
                                                  preston_trade_shares **out_shares,
                                                  preston_error *error);

/** Trade by gravity in a tree of places: preston_trade_gravity() with the supply, use and sizes
 * that the tree and its table have.
 *  @param traded NULL for the defaults; as it will be given to preston_economy_create_traded().
 *  @param distances NULL: straight between the coordinates of the places.
 *  @param options NULL for the defaults.
 *  @return as preston_places_supply_and_use(), preston_places_coordinates() and
 *          preston_trade_gravity(). */
PRESTON_API preston_status preston_places_trade_gravity(
    const preston_places *places, const preston_table *table, const preston_traded_options *traded,
    const preston_distances *distances, const preston_trade_options *options,
    preston_trade_shares **out_shares, preston_error *error);

/** Commuting by gravity in a tree of places: preston_commuting_gravity() with the total size of
 * each place for its residents. So people live, by assumption, where there is work.
 *  @param distances NULL: straight between the coordinates of the places.
 *  @return as preston_places_coordinates() and preston_commuting_gravity(); #PRESTON_ERROR_SHAPE or
 *          #PRESTON_ERROR_LABEL when table and places have not the same sectors in the same order.
 */
PRESTON_API preston_status preston_places_commuting_gravity(
    const preston_places *places, const preston_table *table, const preston_distances *distances,
    const preston_trade_options *options, preston_trade_shares **out_shares, preston_error *error);

/** No commuting: everybody lives where they work. */
PRESTON_API preston_status preston_commuting_none(int64_t places, preston_trade_shares **out_shares,
                                                  preston_error *error);

/** Frees the shares; NULL is fine. */
PRESTON_API void preston_trade_shares_free(preston_trade_shares *shares);

/** The number of places, P. */
PRESTON_API int64_t preston_trade_shares_places(const preston_trade_shares *shares);

/** The number of sectors, S. */
PRESTON_API int64_t preston_trade_shares_sectors(const preston_trade_shares *shares);

/** How many pairs of neighbours are kept, those common to all sectors counted once. */
PRESTON_API int64_t preston_trade_shares_pairs(const preston_trade_shares *shares);

/** The share of what `buyer` uses of `sector` that `seller` supplies, everything together. Time in
 *  proportion to the neighbours of the seller. */
PRESTON_API double preston_trade_shares_get(const preston_trade_shares *shares, int64_t sector,
                                            int64_t seller, int64_t buyer);

/** How far the sector's sales are from its supply: the largest difference of any place, over the
 *  nation's supply; 0 where they were not compared with anything.
 *  @param out_place where; -1 when there is no difference; may be NULL. */
PRESTON_API double preston_trade_shares_imbalance(const preston_trade_shares *shares,
                                                  int64_t sector, int64_t *out_place);

/** The order of places along a Hilbert curve (Hilbert 1891): neighbours in it are mostly near each
 *  other, so that trade finds their numbers in the cache. Keep an economy's places in this order.
 *  @param coordinates P × 2, finite.
 *  @param out_order P: the place that stands first, second and so on; ties by number. O(P log P).
 */
PRESTON_API preston_status preston_curve_order(preston_const_view coordinates, int64_t *out_order,
                                               preston_error *error);

/* --- tables of several economies --- */

/** A table of several economies: who buys what from which sector of which economy. As published
 *  (WIOD, FIGARO), or put together by preston_multiregional_residual(). Never changes once made. */
typedef struct preston_multiregional preston_multiregional;

/** Such a table in plain arrays; everything is copied. Row `place * n + sector`. */
typedef struct preston_multiregional_data {
    const char *title;    /**< text fields may be NULL */
    const char *year;     /**< of the flows */
    const char *currency; /**< for example "USD" */
    const char *unit;     /**< of every amount, for example "million" */
    const char *prices;
    const char *source;
    const char *licence;
    const char *area;                  /**< what all places together are; NULL: "world" */
    int64_t places;                    /**< P, at least 1 */
    const char *const *place_codes;    /**< P, distinct */
    const char *const *place_names;    /**< P; NULL for the codes */
    int64_t sectors;                   /**< n, at least 1: every place has the same */
    const char *const *sector_codes;   /**< n, distinct */
    const char *const *sector_names;   /**< n; NULL for the codes */
    preston_const_view output;         /**< (P n) × 1, no cell negative */
    preston_const_view flows;          /**< (P n) × (P n), the row sells to the column */
    int64_t uses;                      /**< u */
    const char *const *use_codes;      /**< u; "households" is known to Type II; "exports" leave the
                                            area, and are those of the selling place */
    preston_const_view final_use;      /**< (P n) × (P u), column `place * u + use` of the user */
    int64_t accounts;                  /**< a */
    const char *const *account_codes;  /**< a; `imports` are those from outside the area */
    preston_const_view account_values; /**< (P n) × a */
    preston_const_view household_income;            /**< P × 1, or empty: not known */
    preston_const_view household_imports;           /**< P × 1 or empty: from outside the area */
    preston_const_view household_taxes_on_products; /**< P × 1 or empty */
} preston_multiregional_data;

/** Makes one from plain arrays. Accounts that the model needs and that are not given are filled in:
 *  `imports` and `taxes_on_products` are zero, and `gva` is what output leaves after all inputs, or
 *  compensation + surplus + taxes on production where these three are given. So in a table of the
 *  world gva holds taxes on products and international margins too, unless rows tell them apart.
 *
 *  @return #PRESTON_ERROR_SHAPE; #PRESTON_ERROR_LABEL a code twice or empty; #PRESTON_ERROR_VALUE,
 *          with sector and economy: a cell that is not finite, a negative output, a sector without
 *          output that buys; #PRESTON_ERROR_MEMORY. O((P n)²). */
PRESTON_API preston_status preston_multiregional_create(const preston_multiregional_data *data,
                                                        preston_multiregional **out_table,
                                                        preston_error *error);

/** Reads a folder with `multiregional.yaml`, which says in which files and layout the rest is:
 *  labels `ECONOMY_SECTOR` in one header row and column, or economy and sector in two of each;
 *  final use, value added and output in files of their own or in the same one (docs/files.md).
 *  @return as preston_table_read() and preston_multiregional_create(). O((P n)²). */
PRESTON_API preston_status preston_multiregional_read(const char *folder,
                                                      preston_multiregional **out_table,
                                                      preston_error *error);

/** Frees the table; NULL is fine. */
PRESTON_API void preston_multiregional_free(preston_multiregional *table);

/** The number of economies, P. */
PRESTON_API int64_t preston_multiregional_places(const preston_multiregional *table);

/** The code of one, 0 ≤ place < P. Borrowed. */
PRESTON_API const char *preston_multiregional_place_code(const preston_multiregional *table,
                                                         int64_t place);

/** All economies as one table: sectors, uses and accounts added up. Borrowed. */
PRESTON_API const preston_table *preston_multiregional_whole(const preston_multiregional *table);

/** The table of one economy: what its sectors and final users buy, whichever economy made it, and
 *  its accounts. Its columns balance; its rows are uses, not sales. Borrowed. */
PRESTON_API const preston_table *
preston_multiregional_place_table(const preston_multiregional *table, int64_t place);

/** Flows, (P n) × (P n). Borrowed. */
PRESTON_API preston_const_view preston_multiregional_flows(const preston_multiregional *table);

/** Final use, (P n) × (P u). Borrowed. */
PRESTON_API preston_const_view preston_multiregional_final_uses(const preston_multiregional *table);

/** Output, (P n) × 1. Borrowed. */
PRESTON_API preston_const_view preston_multiregional_output(const preston_multiregional *table);

/** What is odd in a table. Rows are `place * n + sector`, -1 where there is nothing to name. */
typedef struct preston_multiregional_checks {
    double row_imbalance;    /**< the largest |flows sold + final use − output|... */
    int64_t row;             /**< ... and where */
    double column_imbalance; /**< the largest |flows bought + imports + taxes on products + gva −
                                  output|... */
    int64_t column;          /**< ... and where */
    int64_t zero_outputs;    /**< sectors of an economy without output */
    int64_t negative_gva;    /**< sectors of an economy whose gva is below zero */
    double lowest_gva;       /**< the lowest over its output; 0 when none is below zero... */
    int64_t lowest_gva_row;  /**< ... and where */
    int64_t negative_flows;  /**< cells of the flows below zero */
    double unmade;           /**< flows and final use, absolute, sold by sectors without output */
} preston_multiregional_checks;

/** Looks for what is odd.
 *  @return #PRESTON_ERROR_MEMORY. O((P n)²). */
PRESTON_API preston_status preston_multiregional_check(const preston_multiregional *table,
                                                       preston_multiregional_checks *out_checks,
                                                       preston_error *error);

/** The economy that the table is, solved as it is: cell by cell, its places the table's economies,
 *  each with its own accounts and, where known, its own households. Final users in a place buy as
 *  the table says for all its final uses together, exports and negative cells left out; what they
 *  do not buy at all would come from where its industries buy it, or else from all makers by
 *  output. Households buy as the table says for them.
 *
 *  @param table kept by reference: it must outlive the economy.
 *  @return #PRESTON_ERROR_MEMORY. O((P n)²) time and doubles. */
PRESTON_API preston_status preston_economy_create_multiregional(const preston_multiregional *table,
                                                                preston_economy **out_economy,
                                                                preston_error *error);

/* --- a region's own table inside its nation's --- */

/** Called for each cell in which the region's table has more than the nation's: who sells, who buys
 *  (a sector or a final use) and how much more it is. */
typedef void preston_residual_cell(void *context, const char *seller, const char *buyer,
                                   double excess);

/** Options of preston_multiregional_residual(); start from preston_residual_options_init(). */
typedef struct preston_residual_options {
    size_t size;           /**< of this struct, set by the init function */
    const char *area;      /**< code of the nation; default "nation" */
    const char *region;    /**< code of the region; default "region" */
    const char *rest;      /**< code of the rest of the nation; default "rest" */
    const char *sales;     /**< account of the region's table: what each sector sells to the rest,
                                part of its use "exports"; default "exports_rest_of_nation" */
    const char *purchases; /**< account: what each sector buys from the rest, part of its account
                                "imports"; default "imports_rest_of_nation" */
    preston_const_view use_purchases; /**< u × 1: what each final use of the region buys from the
                                           rest, in the order of the region's uses; what "exports"
                                           buy leaves again and is not read. Empty: nothing */
    double most_excess; /**< the largest excess of the region over the nation, all cells, over
                             the region's domestic flows and final use; default 0.05 */
    preston_residual_cell *on_cell; /**< default NULL */
    void *context;                  /**< given to `on_cell` */
} preston_residual_options;

/** Fills in the defaults. */
PRESTON_API void preston_residual_options_init(preston_residual_options *options);

/** What had to give way, in the tables' unit. */
typedef struct preston_residual_report {
    int64_t cells;        /**< where the region had more than the nation... */
    double excess;        /**< ... by so much, all together */
    double excess_share;  /**< of the region's domestic flows and final use */
    double largest;       /**< the largest of them... */
    int64_t seller;       /**< ... its sector, -1 for none... */
    int64_t buyer;        /**< ... and sector, or n + use */
    double moved_exports; /**< foreign exports beyond the nation's, counted as sales to the rest */
    double moved_imports; /**< foreign imports beyond the nation's, counted as bought from the
                               rest */
    int64_t negative_accounts; /**< accounts of the rest's sectors below zero, surplus and taxes
                                    included, which may be right */
    int64_t shared_jobs; /**< sectors in which the region has more jobs than the nation: both then
                              have the nation's, by output */
} preston_residual_report;

/** Two economies of one nation by the residual method: the region as its own table has it, the rest
 *  as what the nation's table has beyond that (docs/methods.md has every assumption). Flows, final
 *  use and accounts of the two add up to the nation's, cell by cell.
 *
 *  What a buyer in the region takes from the rest is divided over selling sectors as the nation's
 *  column is, and never more than there is left; what a sector of the region sells to the rest is
 *  divided over buyers as what is left of the nation's row. Where the region's cell exceeds the
 *  nation's, the excess is taken to be sold to the rest and as much to be bought there.
 *
 *  @param nation, region tables with the same sectors in the same order (see
 *         preston_table_aggregate()) and unit; every use of the region is one of the nation; both
 *         have the accounts `gva`, `imports`, `taxes_on_products`. Not needed afterwards.
 *  @param out_report may be NULL.
 *  @return #PRESTON_ERROR_LABEL, #PRESTON_ERROR_SHAPE, #PRESTON_ERROR_MISSING tables that do not
 * fit or lack an account; #PRESTON_ERROR_VALUE, naming sector and amounts: more output than the
 *          nation, more sold to or bought from the rest than can be, a negative amount, an excess
 *          above most_excess; #PRESTON_ERROR_ARGUMENT; #PRESTON_ERROR_MEMORY.
 *          O(n (n + u)), n times that at worst. */
PRESTON_API preston_status preston_multiregional_residual(const preston_table *nation,
                                                          const preston_table *region,
                                                          const preston_residual_options *options,
                                                          preston_multiregional **out_table,
                                                          preston_residual_report *out_report,
                                                          preston_error *error);

#ifdef __cplusplus
}
#endif

#endif
