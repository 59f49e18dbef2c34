/* From purchases to final demand by sector and place. */
#define _GNU_SOURCE /* open_memstream */
#include "division.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void preston_demand_options_init(preston_demand_options *options)
{
    *options = (preston_demand_options){.size = sizeof *options, .price_factor = 1.0};
}

preston_status preston_demand_prepare(const preston_concordance *concordance,
                                      const preston_economy *economy,
                                      const preston_demand_options *options,
                                      preston_spread *out_spread, double *out_factor,
                                      preston_error *error)
{
    preston_demand_options defaults;
    if (options == NULL) {
        preston_demand_options_init(&defaults);
        options = &defaults;
    }
    preston_status status = preston_check_options(options->size, sizeof *options, error);
    if (status != PRESTON_OK) {
        return status;
    }
    if (!(options->price_factor > 0.0) || isinf(options->price_factor)) {
        return preston_fail(error, PRESTON_ERROR_ARGUMENT,
                            "price_factor is %g: it must be above zero", options->price_factor);
    }
    int64_t buyer_place = -1;
    if (options->buyer_place != NULL) {
        buyer_place = preston_economy_find_place(economy, options->buyer_place);
        if (buyer_place < 0) {
            return preston_fail(error, PRESTON_ERROR_LABEL,
                                "buyer_place '%s' is not a place of the economy",
                                options->buyer_place);
        }
    }
    double unit = 1.0;
    status = preston_table_unit_factor(preston_economy_table(economy), &unit, error);
    if (status == PRESTON_OK) {
        *out_spread = (preston_spread){
            .concordance = concordance, .economy = economy, .buyer_place = buyer_place};
        *out_factor = options->price_factor / unit;
    }
    return status;
}

static int is_mapped(const preston_spread *spread, const char *category)
{
    return spread->concordance != NULL
               ? preston_concordance_maps(spread->concordance, category)
               : preston_table_find(preston_economy_table(spread->economy), category) >= 0;
}

static double money_of(const preston_ledger *ledger, preston_ledger_field field, int64_t label,
                       int64_t *out_line)
{
    double sum = 0.0;
    *out_line = 0;
    for (int64_t row = 0; row < ledger->count; row++) {
        const preston_purchase *purchase = &ledger->purchases[row];
        if (purchase->label[field] == label) {
            *out_line = *out_line == 0 ? purchase->line : *out_line;
            sum += purchase->amount;
        }
    }
    return sum;
}

static const char *source_of(const preston_ledger *ledger)
{
    return ledger->path != NULL ? ledger->path : "the ledger";
}

enum { LINE_SIZE = 24 };

/* ":12", or nothing for a ledger that was no file. */
static const char *line_of(const preston_ledger *ledger, int64_t line, char text[LINE_SIZE])
{
    text[0] = '\0';
    if (ledger->path != NULL) {
        (void)snprintf(text, LINE_SIZE, ":%lld", (long long)line);
    }
    return text;
}

/* Adds "'category' amount" to a list, and three dots when there is no more room. */
static void list_category(char *list, size_t size, size_t *used, const char *category,
                          double amount)
{
    static const char dots[] = ", ...";
    size_t left = *used < size ? size - *used : 0;
    if (left <= sizeof dots) {
        return;
    }
    int wrote = snprintf(list + *used, left - sizeof dots, "%s'%.60s' %.2f", *used > 0 ? ", " : "",
                         category, amount);
    if (wrote >= 0 && (size_t)wrote < left - sizeof dots) {
        *used += (size_t)wrote;
        return;
    }
    (void)snprintf(list + *used, left, "%s", dots);
    *used = size;
}

preston_status preston_ledger_check_categories(const preston_ledger *ledger,
                                               const preston_spread *spread, preston_error *error)
{
    const preston_labels *categories = &ledger->labels[PRESTON_LEDGER_CATEGORY];
    char list[PRESTON_MESSAGE_SIZE / 2] = "";
    char where[LINE_SIZE];
    size_t used = 0;
    int64_t missing = 0;
    int64_t first_line = 0;
    double money = 0.0;
    for (int64_t label = 0; label < categories->count; label++) {
        if (is_mapped(spread, categories->texts[label])) {
            continue;
        }
        int64_t line = 0;
        double amount = money_of(ledger, PRESTON_LEDGER_CATEGORY, label, &line);
        first_line = missing == 0 ? line : first_line;
        missing++;
        money += amount;
        list_category(list, sizeof list, &used, categories->texts[label], amount);
    }
    if (missing == 0) {
        return PRESTON_OK;
    }
    return preston_fail(
        error, PRESTON_ERROR_LABEL,
        "%s%s: column 'category': %lld %s with %.2f in all %s not mapped: %s: %s",
        source_of(ledger), line_of(ledger, first_line, where), (long long)missing,
        missing == 1 ? "category" : "categories", money, missing == 1 ? "is" : "are", list,
        spread->concordance != NULL ? "add them to the concordance"
                                    : "give a concordance, or the codes of the table's sectors");
}

int64_t preston_ledger_column(const preston_spread *spread, const char *label)
{
    int64_t places = preston_economy_places(spread->economy);
    if (label[0] == '\0') {
        return places + preston_division_regions(spread->division);
    }
    int64_t place = preston_economy_find_place(spread->economy, label);
    int64_t region = place < 0 ? preston_division_find(spread->division, label) : -1;
    return region < 0 ? place : places + region;
}

/* For each place label of the ledger, its column in the cells. */
static preston_status find_columns(const preston_ledger *ledger, const preston_spread *spread,
                                   int64_t *columns, preston_error *error)
{
    const preston_labels *labels = &ledger->labels[PRESTON_LEDGER_PLACE];
    for (int64_t label = 0; label < labels->count; label++) {
        const char *code = labels->texts[label];
        char where[LINE_SIZE];
        int64_t line = 0;
        columns[label] = preston_ledger_column(spread, code);
        if (code[0] == '\0' && spread->buyer_place < 0) {
            double money = money_of(ledger, PRESTON_LEDGER_PLACE, label, &line);
            return preston_fail(error, PRESTON_ERROR_LABEL,
                                "%s%s: column 'place': purchases of %.2f have no place: give "
                                "one, or set buyer_place to spread them as users there buy",
                                source_of(ledger), line_of(ledger, line, where), money);
        }
        if (columns[label] < 0) {
            double money = money_of(ledger, PRESTON_LEDGER_PLACE, label, &line);
            return preston_fail(error, PRESTON_ERROR_LABEL,
                                "%s%s: column 'place': '%s' (purchases of %.2f) is not a place "
                                "of the economy, nor an area: the first place is '%s'",
                                source_of(ledger), line_of(ledger, line, where), code, money,
                                preston_economy_place_code(spread->economy, 0));
        }
    }
    return PRESTON_OK;
}

preston_status preston_ledger_cells(const preston_ledger *ledger, const preston_labels *categories,
                                    const preston_spread *spread, double factor,
                                    preston_cells *out_cells, preston_error *error)
{
    preston_cells cells = {.categories = categories->count,
                           .columns = preston_ledger_column(spread, "") + 1};
    int64_t *columns =
        preston_allocate(ledger->labels[PRESTON_LEDGER_PLACE].count, sizeof *columns);
    cells.amounts = preston_allocate_matrix(cells.categories, cells.columns);
    if (columns == NULL || cells.amounts == NULL) {
        free(columns);
        free(cells.amounts);
        return preston_fail_memory(error, "a demand");
    }
    preston_status status = find_columns(ledger, spread, columns, error);
    for (int64_t row = 0; status == PRESTON_OK && row < ledger->count; row++) {
        const preston_purchase *purchase = &ledger->purchases[row];
        const char *category =
            ledger->labels[PRESTON_LEDGER_CATEGORY].texts[purchase->label[PRESTON_LEDGER_CATEGORY]];
        cells.amounts[preston_labels_find(categories, category) * cells.columns +
                      columns[purchase->label[PRESTON_LEDGER_PLACE]]] += purchase->amount * factor;
    }
    free(columns);
    if (status != PRESTON_OK) {
        free(cells.amounts);
        return status;
    }
    *out_cells = cells;
    return PRESTON_OK;
}

typedef struct targets {
    double *sectors; /* P n */
    double *imports; /* P */
    double *taxes;   /* P */
} targets;

static void add_at(const preston_spread *spread, int64_t to, int64_t place, double amount,
                   const targets *out)
{
    int64_t n = preston_table_sectors(preston_economy_table(spread->economy));
    if (to == PRESTON_TO_IMPORTS) {
        out->imports[place] += amount;
    } else if (to == PRESTON_TO_TAXES) {
        out->taxes[place] += amount;
    } else {
        out->sectors[place * n + to] += amount;
    }
}

/* By the sector's output in each place of the region, or else by total size. */
static void add_region(const preston_spread *spread, int64_t to, int64_t region, double amount,
                       const targets *out)
{
    const preston_division *division = spread->division;
    preston_const_view output = preston_economy_output(spread->economy);
    int64_t n = preston_table_sectors(preston_economy_table(spread->economy));
    double whole = to >= 0 ? division->output[region * n + to] : 0.0;
    for (int64_t k = division->starts[region]; k < division->starts[region + 1]; k++) {
        const preston_region_place *in = &division->places[k];
        double share = whole > 0.0 ? preston_get(output, in->place * n + to, 0) / whole : in->share;
        add_at(spread, to, in->place, amount * share, out);
    }
}

/* As users in the buyer's place buy. */
static void add_unplaced(const preston_spread *spread, int64_t to, double amount,
                         const targets *out)
{
    int64_t n = preston_table_sectors(preston_economy_table(spread->economy));
    int64_t buyer = spread->buyer_place;
    if (to < 0) {
        add_at(spread, to, buyer, amount, out);
        return;
    }
    double abroad = 1.0; /* trade shares may leave something to imports */
    for (int64_t seller = 0; seller < preston_economy_places(spread->economy); seller++) {
        double share = preston_economy_final_share(spread->economy, buyer, to, seller);
        out->sectors[seller * n + to] += amount * share;
        abroad -= share;
    }
    out->imports[buyer] += abroad > 1e-9 ? amount * abroad : 0.0;
}

static void add_share(const preston_spread *spread, int64_t to, int64_t column, double amount,
                      const targets *out)
{
    int64_t places = preston_economy_places(spread->economy);
    if (column < places) {
        add_at(spread, to, column, amount, out);
    } else if (column < places + preston_division_regions(spread->division)) {
        add_region(spread, to, column - places, amount, out);
    } else {
        add_unplaced(spread, to, amount, out);
    }
}

static void spread_category(const preston_spread *spread, const char *category, int64_t column,
                            double amount, const targets *out)
{
    const preston_concordance *concordance = spread->concordance;
    if (concordance == NULL) {
        int64_t sector = preston_table_find(preston_economy_table(spread->economy), category);
        add_share(spread, sector, column, amount, out);
        return;
    }
    int64_t from = preston_labels_find(&concordance->categories, category);
    for (int64_t k = concordance->starts[from]; k < concordance->starts[from + 1]; k++) {
        add_share(spread, concordance->shares[k].to, column, amount * concordance->shares[k].weight,
                  out);
    }
}

void preston_spread_cells(const preston_spread *spread, const preston_labels *categories,
                          const preston_cells *cells, double *sectors, double *imports,
                          double *taxes)
{
    const targets out = {sectors, imports, taxes};
    for (int64_t category = 0; category < cells->categories; category++) {
        for (int64_t column = 0; column < cells->columns; column++) {
            double amount = cells->amounts[category * cells->columns + column];
            if (amount != 0.0) {
                spread_category(spread, categories->texts[category], column, amount, &out);
            }
        }
    }
}

static preston_status spread_ledger(const preston_ledger *ledger, const preston_spread *spread,
                                    double factor, double *sectors, double *imports, double *taxes,
                                    preston_error *error)
{
    const preston_labels *categories = &ledger->labels[PRESTON_LEDGER_CATEGORY];
    preston_cells cells = {0};
    preston_status status = preston_ledger_check_categories(ledger, spread, error);
    if (status == PRESTON_OK) {
        status = preston_ledger_cells(ledger, categories, spread, factor, &cells, error);
    }
    if (status == PRESTON_OK) {
        preston_spread_cells(spread, categories, &cells, sectors, imports, taxes);
        free(cells.amounts);
    }
    return status;
}

static void store(const double *values, preston_view out)
{
    for (int64_t i = 0; i < out.rows; i++) {
        preston_set(out, i, 0, values[i]);
    }
}

preston_status preston_ledger_demand(const preston_ledger *ledger,
                                     const preston_concordance *concordance,
                                     const preston_economy *economy,
                                     const preston_demand_options *options,
                                     preston_view out_sectors, preston_view out_imports,
                                     preston_view out_taxes_on_products, preston_error *error)
{
    int64_t places = preston_economy_places(economy);
    int64_t inner = places * preston_table_sectors(preston_economy_table(economy));
    if (out_sectors.rows != inner || out_imports.rows != places ||
        out_taxes_on_products.rows != places) {
        return preston_fail(error, PRESTON_ERROR_SHAPE,
                            "the demand needs %lld rows of sectors and %lld of imports and taxes",
                            (long long)inner, (long long)places);
    }
    preston_spread spread;
    double factor = 1.0;
    preston_status status =
        preston_demand_prepare(concordance, economy, options, &spread, &factor, error);
    if (status != PRESTON_OK) {
        return status;
    }
    preston_division *division = NULL;
    status = preston_division_create(economy, ledger, options != NULL ? options->beside : NULL,
                                     &division, error);
    if (status != PRESTON_OK) {
        return status;
    }
    spread.division = division;
    double *values = preston_allocate_matrix(inner + 2 * places, 1);
    if (values == NULL) {
        preston_division_free(division);
        return preston_fail_memory(error, "a demand");
    }
    status = spread_ledger(ledger, &spread, factor, values, values + inner, values + inner + places,
                           error);
    if (status == PRESTON_OK) {
        store(values, out_sectors);
        store(values + inner, out_imports);
        store(values + inner + places, out_taxes_on_products);
    }
    free(values);
    preston_division_free(division);
    return status;
}
