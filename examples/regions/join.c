/* A region's own table and its nation's become one table of two economies. */
#include "case.h"

#include <stdlib.h>
#include <string.h>

/* A file by its folder and name, as the library wants it. */
static preston_status aggregate(const preston_table *full, const char *path,
                                preston_table **out_common, preston_error *error)
{
    const char *slash = strrchr(path, '/');
    char folder[PATH_SIZE] = ".";
    if (slash != NULL) {
        (void)snprintf(folder, sizeof folder, "%.*s", slash == path ? 1 : (int)(slash - path),
                       path);
    }
    return preston_table_aggregate_by_file(full, folder, slash != NULL ? slash + 1 : path,
                                           out_common, error);
}

static preston_status read_common(const char *folder, const char *sectors, preston_table **out_full,
                                  preston_table **out_common, preston_error *error)
{
    preston_status status = preston_table_read(folder, out_full, error);
    if (status != PRESTON_OK) {
        return status;
    }
    if (sectors != NULL) {
        return aggregate(*out_full, sectors, out_common, error);
    }
    *out_common = *out_full;
    *out_full = NULL;
    return PRESTON_OK;
}

/* --- what final uses buy from the rest --- */

/* The uses of the file are those of the region's full table; its concordance adds them up. So they
 * are put into the first row of a table like it, and that is brought to common uses. */
static preston_status to_common_uses(const regions_settings *settings, const preston_table *full,
                                     const double *amounts, double *out_common,
                                     preston_error *error)
{
    int64_t n = preston_table_sectors(full);
    int64_t u = preston_table_uses(full);
    double *cells = calloc((size_t)(n * u), sizeof *cells);
    const char **uses = calloc((size_t)u, sizeof(char *));
    preston_table *carrier = NULL;
    preston_table *common = NULL;
    preston_status status = PRESTON_ERROR_MEMORY;
    if (cells != NULL && uses != NULL) {
        for (int64_t use = 0; use < u; use++) {
            cells[use] = amounts[use];
            uses[use] = preston_table_use_code(full, use);
        }
        preston_table_data data = *preston_table_facts(full);
        data.sectors = n;
        data.codes = preston_table_codes(full);
        data.output = preston_table_output(full);
        data.flows = preston_table_flows(full);
        data.uses = u;
        data.use_codes = uses;
        data.final_use = preston_const_matrix(cells, n, u);
        status = preston_table_create(&data, &carrier, error);
    } else {
        (void)fail_with(error, status, "out of memory");
    }
    if (status == PRESTON_OK) {
        status = aggregate(carrier, settings->region_sectors, &common, error);
    }
    for (int64_t use = 0; status == PRESTON_OK && use < preston_table_uses(common); use++) {
        for (int64_t i = 0; i < preston_table_sectors(common); i++) {
            out_common[use] += preston_get(preston_table_final_uses(common), i, use);
        }
    }
    preston_table_free(common);
    preston_table_free(carrier);
    free(uses);
    free(cells);
    return status;
}

/* The lines of the file: a use and an amount, as a ledger has categories. */
static preston_status read_purchases(const regions_settings *settings, const preston_table *table,
                                     double *out_amounts, preston_error *error)
{
    preston_ledger_options columns;
    preston_ledger_options_init(&columns);
    columns.date = columns.buyer = columns.supplier = columns.place = columns.type = NULL;
    columns.category = "use";
    columns.amount = settings->bought;
    preston_ledger *lines = NULL;
    preston_status status = preston_ledger_read(settings->purchases, &columns, &lines, error);
    for (int64_t row = 0; status == PRESTON_OK && row < preston_ledger_rows(lines); row++) {
        const char *code = preston_ledger_label(lines, row, PRESTON_LEDGER_CATEGORY);
        int64_t use = preston_table_find_use(table, code);
        if (use < 0) {
            status = fail_with(error, PRESTON_ERROR_LABEL,
                               "%s: '%s' is no final use of %s: write one of its final_use.csv",
                               settings->purchases, code, settings->region);
        } else {
            out_amounts[use] += preston_ledger_amount(lines, row);
        }
    }
    preston_ledger_free(lines);
    return status;
}

/* `full` is NULL where the region's table had common sectors from the beginning. */
static preston_status find_purchases(const regions_inputs *inputs, const preston_table *full,
                                     double *out_common, preston_error *error)
{
    const regions_settings *settings = inputs->settings;
    if (settings->purchases == NULL) {
        return PRESTON_OK;
    }
    if (full == NULL) {
        return read_purchases(settings, inputs->region, out_common, error);
    }
    int64_t uses = preston_table_uses(full);
    double *amounts = calloc((size_t)(uses > 0 ? uses : 1), sizeof *amounts);
    if (amounts == NULL) {
        return fail_with(error, PRESTON_ERROR_MEMORY, "out of memory");
    }
    preston_status status = read_purchases(settings, full, amounts, error);
    if (status == PRESTON_OK) {
        status = to_common_uses(settings, full, amounts, out_common, error);
    }
    free(amounts);
    return status;
}

/* --- the two together --- */

/* Keeps the largest, in order. */
static void keep_cell(void *context, const char *seller, const char *buyer, double excess)
{
    excess_cell *largest = context;
    int at = MOST_CELLS;
    while (at > 0 && excess > largest[at - 1].excess) {
        at--;
        if (at + 1 < MOST_CELLS) {
            largest[at + 1] = largest[at];
        }
    }
    if (at < MOST_CELLS) {
        (void)snprintf(largest[at].seller, CODE_SIZE, "%s", seller);
        (void)snprintf(largest[at].buyer, CODE_SIZE, "%s", buyer);
        largest[at].excess = excess;
    }
}

static preston_status join(regions_inputs *inputs, const preston_table *nation,
                           const preston_table *full, preston_error *error)
{
    const regions_settings *settings = inputs->settings;
    int64_t uses = preston_table_uses(inputs->region);
    double *purchases = calloc((size_t)(uses > 0 ? uses : 1), sizeof *purchases);
    if (purchases == NULL) {
        return fail_with(error, PRESTON_ERROR_MEMORY, "out of memory");
    }
    preston_status status = find_purchases(inputs, full, purchases, error);
    if (status == PRESTON_OK) {
        preston_residual_options options;
        preston_residual_options_init(&options);
        options.area = settings->nation_code;
        options.region = settings->region_code;
        options.rest = inputs->rest_code;
        options.sales = settings->sales;
        options.purchases = settings->bought;
        options.use_purchases = preston_const_vector(purchases, uses, 1);
        options.most_excess = settings->most_excess;
        options.on_cell = keep_cell;
        options.context = inputs->largest;
        status = preston_multiregional_residual(nation, inputs->region, &options, &inputs->table,
                                                &inputs->report, error);
    }
    free(purchases);
    return status;
}

preston_status join_region(regions_inputs *inputs, preston_error *error)
{
    const regions_settings *settings = inputs->settings;
    preston_table *full_nation = NULL;
    preston_table *nation = NULL;
    preston_table *full = NULL;
    (void)snprintf(inputs->rest_code, sizeof inputs->rest_code, "rest-of-%s",
                   settings->nation_code);
    preston_status status =
        read_common(settings->nation, settings->nation_sectors, &full_nation, &nation, error);
    if (status == PRESTON_OK) {
        status =
            read_common(settings->region, settings->region_sectors, &full, &inputs->region, error);
    }
    if (status == PRESTON_OK &&
        preston_table_sectors(nation) != preston_table_sectors(inputs->region)) {
        status = fail_with(error, PRESTON_ERROR_SHAPE,
                           "%s has %lld sectors and %s %lld: bring them to common ones with "
                           "--nation-sectors and --region-sectors",
                           settings->nation, (long long)preston_table_sectors(nation),
                           settings->region, (long long)preston_table_sectors(inputs->region));
    }
    if (status == PRESTON_OK) {
        status = join(inputs, nation, full, error);
    }
    preston_table_free(full_nation);
    preston_table_free(nation);
    preston_table_free(full);
    return status;
}
