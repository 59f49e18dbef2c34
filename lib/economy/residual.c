/* A region's own table inside its nation's: the rest is what the nation has beyond the region.
 *
 * Each cell of the nation is in four parts: what the region sells to itself (RR) and to the rest
 * (RS), and what the rest sells to the region (SR) and to itself (SS). The region's table gives RR,
 * the row sums of RS and the column sums of SR; SS is what is left. Since both tables balance, so
 * does the rest, whatever the division; only that no part may be negative has to be seen to. */
#include "../status/allocate.h"
#include "../status/error.h"
#include "preston/economy.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { REGION, REST, PAIR };

/* Two tables balance to about this share of an output; less is no amount. */
static const double rounding = 1e-9;

void preston_residual_options_init(preston_residual_options *options)
{
    *options = (preston_residual_options){.size = sizeof *options,
                                          .area = "nation",
                                          .region = "region",
                                          .rest = "rest",
                                          .sales = "exports_rest_of_nation",
                                          .purchases = "imports_rest_of_nation",
                                          .most_excess = 0.05};
}

typedef struct residual {
    const preston_table *nation;
    const preston_table *region;
    const preston_residual_options *options;
    int64_t n;
    int64_t u;       /* uses of the nation */
    int64_t width;   /* n + u: buyers */
    int64_t exports; /* the use, or -1 */
    double *whole;   /* n × width: the nation's flows and final use */
    double *own;     /* n × width: RR */
    double *from;    /* n × width: SR */
    double *to;      /* n × width: RS */
    char *is_free;   /* width: uses that may be negative, such as inventories; and exports */
    double *sales;   /* n: what is sold to the rest */
    double *bought;  /* width: what is bought from the rest */
    double *foreign; /* n: the region's imports from abroad */
    double household_purchases;
    preston_residual_report report;
} residual;

static void clear(residual *work)
{
    free(work->whole);
    free(work->is_free);
}

static const char *buyer_code(const residual *work, int64_t buyer)
{
    return buyer < work->n ? preston_table_code(work->nation, buyer)
                           : preston_table_use_code(work->nation, buyer - work->n);
}

/* --- arguments --- */

static preston_status check_tables(const preston_table *nation, const preston_table *region,
                                   preston_error *error)
{
    static const char *const needed[] = {"gva", "imports", "taxes_on_products"};
    int64_t n = preston_table_sectors(nation);
    if (preston_table_sectors(region) != n) {
        return preston_fail(error, PRESTON_ERROR_SHAPE,
                            "the nation has %lld sectors and the region %lld: bring them to common "
                            "ones with preston_table_aggregate()",
                            (long long)n, (long long)preston_table_sectors(region));
    }
    for (int64_t i = 0; i < n; i++) {
        if (strcmp(preston_table_code(nation, i), preston_table_code(region, i)) != 0) {
            return preston_fail(error, PRESTON_ERROR_LABEL,
                                "sector %lld is '%s' in the nation and '%s' in the region: give "
                                "both the same sectors in the same order",
                                (long long)i + 1, preston_table_code(nation, i),
                                preston_table_code(region, i));
        }
    }
    for (int64_t k = 0; k < preston_table_uses(region); k++) {
        if (preston_table_find_use(nation, preston_table_use_code(region, k)) < 0) {
            return preston_fail(error, PRESTON_ERROR_LABEL,
                                "the region's final use '%s' is none of the nation's",
                                preston_table_use_code(region, k));
        }
    }
    for (int k = 0; k < 3; k++) {
        if (preston_table_find_account(nation, needed[k]) < 0 ||
            preston_table_find_account(region, needed[k]) < 0) {
            return preston_fail(error, PRESTON_ERROR_MISSING,
                                "nation and region both need the account '%s'", needed[k]);
        }
    }
    const char *one = preston_table_facts(nation)->unit;
    const char *other = preston_table_facts(region)->unit;
    if (one != NULL && other != NULL && strcmp(one, other) != 0) {
        return preston_fail(error, PRESTON_ERROR_LABEL,
                            "the nation is in '%s' and the region in '%s': give both one unit", one,
                            other);
    }
    return PRESTON_OK;
}

static preston_status check_arguments(const preston_table *nation, const preston_table *region,
                                      const preston_residual_options *options, preston_error *error)
{
    preston_status status = preston_check_options(options->size, sizeof *options, error);
    if (status == PRESTON_OK && !(options->most_excess >= 0.0)) {
        status =
            preston_fail(error, PRESTON_ERROR_ARGUMENT,
                         "most_excess is %g: it is a share, zero or more", options->most_excess);
    }
    if (status == PRESTON_OK) {
        status = check_tables(nation, region, error);
    }
    const char *const accounts[] = {options->sales, options->purchases};
    for (int k = 0; status == PRESTON_OK && k < 2; k++) {
        if (accounts[k] == NULL || preston_table_find_account(region, accounts[k]) < 0) {
            status = preston_fail(error, PRESTON_ERROR_MISSING,
                                  "the region's table has no account '%s', which says what it %s",
                                  accounts[k] != NULL ? accounts[k] : "",
                                  k == 0 ? "sells to the rest of the nation"
                                         : "buys from the rest of the nation");
        }
    }
    if (status == PRESTON_OK && options->use_purchases.rows != 0 &&
        options->use_purchases.rows != preston_table_uses(region)) {
        status = preston_fail(error, PRESTON_ERROR_SHAPE,
                              "use_purchases has %lld rows: it needs %lld, one a use of the region",
                              (long long)options->use_purchases.rows,
                              (long long)preston_table_uses(region));
    }
    return status;
}

/* --- what is known --- */

static double account(const preston_table *table, const char *code, int64_t sector)
{
    return preston_get(preston_table_account(table, preston_table_find_account(table, code)),
                       sector, 0);
}

static preston_status allocate(residual *work, preston_error *error)
{
    int64_t n = work->n;
    int64_t cells = n * work->width;
    work->whole = preston_allocate_matrix(4 * cells + 2 * n + work->width, 1);
    work->is_free = preston_allocate(work->width, 1);
    if (work->whole == NULL || work->is_free == NULL) {
        return preston_fail_memory(error, "the residual of a nation");
    }
    work->own = work->whole + cells;
    work->from = work->own + cells;
    work->to = work->from + cells;
    work->sales = work->to + cells;
    work->foreign = work->sales + n;
    work->bought = work->foreign + n;
    return PRESTON_OK;
}

static void fill_cells(const preston_table *table, const residual *work, double *cells)
{
    int64_t n = work->n;
    preston_const_view flows = preston_table_flows(table);
    preston_const_view uses = preston_table_final_uses(table);
    for (int64_t i = 0; i < n; i++) {
        for (int64_t j = 0; j < n; j++) {
            cells[i * work->width + j] = preston_get(flows, i, j);
        }
        for (int64_t k = 0; k < uses.columns; k++) {
            int64_t use = preston_table_find_use(work->nation, preston_table_use_code(table, k));
            cells[i * work->width + n + use] = preston_get(uses, i, k);
        }
    }
}

static void mark_free(residual *work)
{
    for (int64_t j = work->n; j < work->width; j++) {
        int found = j - work->n == work->exports;
        for (int64_t i = 0; i < work->n; i++) {
            int64_t cell = i * work->width + j;
            found = found || work->whole[cell] < 0.0 || work->own[cell] < 0.0;
        }
        work->is_free[j] = (char)found;
    }
}

static preston_status fail_negative(const char *who, const char *code, double amount,
                                    preston_error *error)
{
    return preston_fail(error, PRESTON_ERROR_VALUE,
                        "%s of '%s' with the rest of the nation are %g: they must be zero or more",
                        who, code, amount);
}

/* Foreign exports are what is not sold to the rest; beyond the nation's, they go through it. */
static preston_status split_exports(residual *work, int64_t i, preston_error *error)
{
    const char *code = preston_table_code(work->nation, i);
    double sold = account(work->region, work->options->sales, i);
    if (!(sold >= 0.0)) {
        return fail_negative("the sales", code, sold, error);
    }
    work->sales[i] = sold;
    if (work->exports < 0) {
        return PRESTON_OK;
    }
    double *abroad = &work->own[i * work->width + work->n + work->exports];
    double most = work->whole[i * work->width + work->n + work->exports];
    *abroad -= sold;
    if (*abroad > most) {
        work->sales[i] += *abroad - most;
        work->report.moved_exports += *abroad - most;
        *abroad = most;
    }
    return PRESTON_OK;
}

static preston_status split_imports(residual *work, int64_t j, preston_error *error)
{
    double bought = account(work->region, work->options->purchases, j);
    double most = account(work->nation, "imports", j);
    if (!(bought >= 0.0)) {
        return fail_negative("the purchases", preston_table_code(work->nation, j), bought, error);
    }
    work->bought[j] = bought;
    work->foreign[j] = account(work->region, "imports", j) - bought;
    if (work->foreign[j] > most) {
        work->bought[j] += work->foreign[j] - most;
        work->report.moved_imports += work->foreign[j] - most;
        work->foreign[j] = most;
    }
    return PRESTON_OK;
}

static preston_status gather(residual *work, preston_error *error)
{
    fill_cells(work->nation, work, work->whole);
    fill_cells(work->region, work, work->own);
    mark_free(work);
    preston_const_view purchases = work->options->use_purchases;
    for (int64_t k = 0; k < purchases.rows; k++) {
        const char *code = preston_table_use_code(work->region, k);
        int64_t use = preston_table_find_use(work->nation, code);
        double amount = preston_get(purchases, k, 0);
        if (!(amount >= 0.0) || isinf(amount)) {
            return fail_negative("the purchases", code, amount, error);
        }
        work->bought[work->n + use] = use == work->exports ? 0.0 : amount;
        work->household_purchases += strcmp(code, "households") == 0 ? amount : 0.0;
    }
    preston_status status = PRESTON_OK;
    for (int64_t i = 0; status == PRESTON_OK && i < work->n; i++) {
        double whole = preston_get(preston_table_output(work->nation), i, 0);
        double part = preston_get(preston_table_output(work->region), i, 0);
        if (part > whole * (1.0 + rounding)) {
            return preston_fail(error, PRESTON_ERROR_VALUE,
                                "sector '%s' has an output of %g in the region and of %g in the "
                                "nation: merge it with others in the concordance",
                                preston_table_code(work->nation, i), part, whole);
        }
        status = split_exports(work, i, error);
        if (status == PRESTON_OK) {
            status = split_imports(work, i, error);
        }
    }
    return status;
}

/* --- the four parts --- */

/* Where the region has more than the nation, the excess is sold to the rest, and bought there. */
static preston_status cut_excess(residual *work, preston_error *error)
{
    double domestic = 0.0;
    preston_residual_report *report = &work->report;
    report->seller = -1;
    report->buyer = -1;
    for (int64_t i = 0; i < work->n; i++) {
        for (int64_t j = 0; j < work->width; j++) {
            double *own = &work->own[i * work->width + j];
            double excess = *own - work->whole[i * work->width + j];
            domestic += work->is_free[j] ? 0.0 : *own;
            if (work->is_free[j] || excess <= 0.0) {
                continue;
            }
            *own -= excess;
            work->sales[i] += excess;
            work->bought[j] += excess;
            report->cells++;
            report->excess += excess;
            if (work->options->on_cell != NULL) {
                work->options->on_cell(work->options->context, preston_table_code(work->nation, i),
                                       buyer_code(work, j), excess);
            }
            if (excess > report->largest) {
                report->largest = excess;
                report->seller = i;
                report->buyer = j;
            }
        }
    }
    report->excess_share = domestic > 0.0 ? report->excess / domestic : 0.0;
    if (report->excess_share > work->options->most_excess) {
        return preston_fail(error, PRESTON_ERROR_VALUE,
                            "the region exceeds the nation by %g in %lld cells, %.3g of what it "
                            "buys of itself: most where '%s' sells to '%s' (%g); merge sectors, or "
                            "raise most_excess",
                            report->excess, (long long)report->cells, report->excess_share,
                            preston_table_code(work->nation, report->seller),
                            buyer_code(work, report->buyer), report->largest);
    }
    return PRESTON_OK;
}

/* What there is left of a cell for the rest to sell; a free use has no limit. */
static double room_of(const residual *work, int64_t i, int64_t j)
{
    int64_t cell = i * work->width + j;
    return work->is_free[j] ? fmax(work->whole[cell], 0.0)
                            : fmax(work->whole[cell] - work->own[cell], 0.0);
}

/* Divides what a buyer takes from the rest as the nation's column is divided; a seller that has not
 * so much gives all it has, and the others the more. */
static preston_status divide_purchases(residual *work, int64_t j, preston_error *error)
{
    double left = work->bought[j];
    for (int64_t round = 0; left > 0.0 && round <= work->n; round++) {
        double weights = 0.0;
        for (int64_t i = 0; i < work->n; i++) {
            int64_t cell = i * work->width + j;
            weights += work->from[cell] < room_of(work, i, j) ? fmax(work->whole[cell], 0.0) : 0.0;
        }
        if (weights <= 0.0) {
            break;
        }
        double part = left / weights;
        left = 0.0;
        for (int64_t i = 0; i < work->n; i++) {
            int64_t cell = i * work->width + j;
            double room = room_of(work, i, j);
            if (work->from[cell] < room) {
                double wanted = work->from[cell] + part * fmax(work->whole[cell], 0.0);
                work->from[cell] = work->is_free[j] ? wanted : fmin(wanted, room);
                left += wanted - work->from[cell];
            }
        }
    }
    if (left > rounding * work->bought[j]) {
        return preston_fail(error, PRESTON_ERROR_VALUE,
                            "'%s' of the region buys %g from the rest of the nation, %g more than "
                            "the nation's table leaves there",
                            buyer_code(work, j), work->bought[j], left);
    }
    return PRESTON_OK;
}

/* Divides what a sector sells to the rest as what is left of the nation's row. */
static preston_status divide_sales(residual *work, int64_t i, preston_error *error)
{
    double room = 0.0;
    for (int64_t j = 0; j < work->width; j++) {
        int64_t cell = i * work->width + j;
        room += work->is_free[j] ? 0.0 : fmax(room_of(work, i, j) - work->from[cell], 0.0);
    }
    if (work->sales[i] > room * (1.0 + rounding)) {
        return preston_fail(error, PRESTON_ERROR_VALUE,
                            "sector '%s' of the region sells %g to the rest of the nation, whose "
                            "buyers the nation's table leaves %g for",
                            preston_table_code(work->nation, i), work->sales[i], room);
    }
    double share = room > 0.0 ? fmin(work->sales[i] / room, 1.0) : 0.0;
    for (int64_t j = 0; j < work->width; j++) {
        int64_t cell = i * work->width + j;
        work->to[cell] =
            work->is_free[j] ? 0.0 : share * fmax(room_of(work, i, j) - work->from[cell], 0.0);
    }
    return PRESTON_OK;
}

static preston_status divide(residual *work, preston_error *error)
{
    preston_status status = cut_excess(work, error);
    for (int64_t j = 0; status == PRESTON_OK && j < work->width; j++) {
        status = divide_purchases(work, j, error);
    }
    for (int64_t i = 0; status == PRESTON_OK && i < work->n; i++) {
        status = divide_sales(work, i, error);
    }
    return status;
}

/* --- the table of both --- */

typedef struct joined {
    double *output;     /* 2 n */
    double *flows;      /* 2 n × 2 n */
    double *final_use;  /* 2 n × 2 u */
    double *values;     /* 2 n × a */
    const char **codes; /* a: accounts that both have */
    int64_t accounts;
    double households[3][PAIR]; /* income, imports, taxes */
} joined;

static void put(const residual *work, joined *both, int seller, int buyer, int64_t i, int64_t j,
                double amount)
{
    int64_t n = work->n;
    int64_t row = seller * n + i;
    if (j < n) {
        both->flows[row * PAIR * n + buyer * n + j] = amount;
    } else {
        both->final_use[row * PAIR * work->u + buyer * work->u + j - n] = amount;
    }
}

static void join_cells(const residual *work, joined *both)
{
    for (int64_t i = 0; i < work->n; i++) {
        for (int64_t j = 0; j < work->width; j++) {
            int64_t cell = i * work->width + j;
            double left = work->whole[cell] - work->own[cell] - work->from[cell] - work->to[cell];
            put(work, both, REGION, REGION, i, j, work->own[cell]);
            put(work, both, REGION, REST, i, j, work->to[cell]);
            put(work, both, REST, REGION, i, j, work->from[cell]);
            put(work, both, REST, REST, i, j, work->is_free[j] ? left : fmax(left, 0.0));
        }
        both->output[i] = preston_get(preston_table_output(work->region), i, 0);
        both->output[work->n + i] =
            fmax(preston_get(preston_table_output(work->nation), i, 0) - both->output[i], 0.0);
    }
}

/* The region's part of an account. Jobs often come from other sources than the nation's: where the
 * region would have more than the nation, both have the nation's by output. */
static double part_of_account(residual *work, const char *code, int64_t i)
{
    if (strcmp(code, "imports") == 0) {
        return work->foreign[i];
    }
    double part = account(work->region, code, i);
    double whole = account(work->nation, code, i);
    if (strcmp(code, "jobs") != 0 || part <= whole) {
        return part;
    }
    double output = preston_get(preston_table_output(work->nation), i, 0);
    work->report.shared_jobs++;
    return output > 0.0 ? whole * preston_get(preston_table_output(work->region), i, 0) / output
                        : 0.0;
}

static void join_accounts(residual *work, joined *both)
{
    int64_t n = work->n;
    for (int64_t k = 0; k < preston_table_accounts(work->nation); k++) {
        const char *code = preston_table_account_code(work->nation, k);
        if (preston_table_find_account(work->region, code) >= 0) {
            both->codes[both->accounts++] = code;
        }
    }
    for (int64_t k = 0; k < both->accounts; k++) {
        const char *code = both->codes[k];
        for (int64_t i = 0; i < n; i++) {
            double part = part_of_account(work, code, i);
            double left = account(work->nation, code, i) - part;
            both->values[i * both->accounts + k] = part;
            both->values[(n + i) * both->accounts + k] = left;
            work->report.negative_accounts += left < 0.0;
        }
    }
}

static void join_households(const residual *work, joined *both)
{
    const preston_table_data *nation = preston_table_facts(work->nation);
    const preston_table_data *region = preston_table_facts(work->region);
    const double whole[] = {nation->household_income, nation->household_imports,
                            nation->household_taxes_on_products};
    const double part[] = {region->household_income,
                           region->household_imports - work->household_purchases,
                           region->household_taxes_on_products};
    for (int k = 0; k < 3; k++) {
        both->households[k][REGION] = fmax(part[k], 0.0);
        both->households[k][REST] = fmax(whole[k] - both->households[k][REGION], 0.0);
    }
}

static preston_status create(const residual *work, const joined *both,
                             preston_multiregional **out_table, preston_error *error)
{
    const preston_table_data *nation = preston_table_facts(work->nation);
    const char *const places[] = {work->options->region, work->options->rest};
    int64_t rows = PAIR * work->n;
    const char **uses = (const char **)preston_allocate(work->u, sizeof(char *));
    if (uses == NULL) {
        return preston_fail_memory(error, "final uses");
    }
    for (int64_t k = 0; k < work->u; k++) {
        uses[k] = preston_table_use_code(work->nation, k);
    }
    const preston_multiregional_data data = {
        .title = nation->title,
        .year = nation->year,
        .currency = nation->currency,
        .unit = nation->unit,
        .prices = nation->prices,
        .source = nation->source,
        .licence = nation->licence,
        .area = work->options->area,
        .places = PAIR,
        .place_codes = places,
        .sectors = work->n,
        .sector_codes = preston_table_codes(work->nation),
        .output = preston_const_vector(both->output, rows, 1),
        .flows = preston_const_matrix(both->flows, rows, rows),
        .uses = work->u,
        .use_codes = uses,
        .final_use = preston_const_matrix(both->final_use, rows, PAIR * work->u),
        .accounts = both->accounts,
        .account_codes = both->codes,
        .account_values = preston_const_matrix(both->values, rows, both->accounts),
        .household_income = preston_const_vector(both->households[0], PAIR, 1),
        .household_imports = preston_const_vector(both->households[1], PAIR, 1),
        .household_taxes_on_products = preston_const_vector(both->households[2], PAIR, 1)};
    preston_status status = preston_multiregional_create(&data, out_table, error);
    free((void *)uses);
    return status;
}

static preston_status join(residual *work, preston_multiregional **out_table, preston_error *error)
{
    int64_t rows = PAIR * work->n;
    int64_t accounts = preston_table_accounts(work->nation);
    joined both = {0};
    both.output = preston_allocate_matrix(rows, 1 + rows + PAIR * work->u + accounts);
    both.codes = (const char **)preston_allocate(accounts, sizeof(char *));
    preston_status status = PRESTON_OK;
    if (both.output == NULL || both.codes == NULL) {
        status = preston_fail_memory(error, "the residual of a nation");
    } else {
        both.flows = both.output + rows;
        both.final_use = both.flows + rows * rows;
        both.values = both.final_use + rows * PAIR * work->u;
        join_cells(work, &both);
        join_accounts(work, &both);
        join_households(work, &both);
        status = create(work, &both, out_table, error);
    }
    free(both.output);
    free((void *)both.codes);
    return status;
}

preston_status preston_multiregional_residual(const preston_table *nation,
                                              const preston_table *region,
                                              const preston_residual_options *options,
                                              preston_multiregional **out_table,
                                              preston_residual_report *out_report,
                                              preston_error *error)
{
    preston_residual_options defaults;
    preston_residual_options_init(&defaults);
    options = options != NULL ? options : &defaults;
    preston_status status = check_arguments(nation, region, options, error);
    if (status != PRESTON_OK) {
        return status;
    }
    residual work = {.nation = nation,
                     .region = region,
                     .options = options,
                     .n = preston_table_sectors(nation),
                     .u = preston_table_uses(nation),
                     .exports = preston_table_find_use(nation, "exports")};
    work.width = work.n + work.u;
    status = allocate(&work, error);
    if (status == PRESTON_OK) {
        status = gather(&work, error);
    }
    if (status == PRESTON_OK) {
        status = divide(&work, error);
    }
    if (status == PRESTON_OK) {
        status = join(&work, out_table, error);
    }
    if (status == PRESTON_OK && out_report != NULL) {
        *out_report = work.report;
    }
    clear(&work);
    return status;
}
