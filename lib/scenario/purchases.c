/* The purchases of a ledger as lines: by buyer and sector, then supplier type and place. */
#include "projection.h"

#include "../ledger/division.h"
#include "../status/allocate.h"
#include "../status/error.h"
#include "supplier_types.h"

#include <math.h>
#include <stdlib.h>

/* The rows of one buyer and one type, as a demand of their own. */
typedef struct part {
    preston_ledger ledger; /* the same labels, some of the rows */
    preston_cells cells;
    int64_t *types; /* of the ledger's type labels */
    double *demand; /* P n, then P imports and P taxes */
} part;

/* Keeps the rows of a buyer and a type; returns how many there are. */
static int64_t select_rows(const preston_ledger *ledger, const int64_t *types, int64_t buyer,
                           int64_t type, preston_ledger *out)
{
    out->count = 0;
    for (int64_t row = 0; row < ledger->count; row++) {
        const preston_purchase *purchase = &ledger->purchases[row];
        if (purchase->label[PRESTON_LEDGER_BUYER] == buyer &&
            types[purchase->label[PRESTON_LEDGER_TYPE]] == type) {
            out->purchases[out->count++] = *purchase;
        }
    }
    return out->count;
}

/* Adds a buyer's purchases from one type to `cells`, n × K × P, and to imports and taxes. */
static preston_status add_part(preston_plan *plan, const preston_spread *spread, double factor,
                               int64_t type, part *of, double *cells, preston_error *error)
{
    const preston_labels *categories = &of->ledger.labels[PRESTON_LEDGER_CATEGORY];
    int64_t n = plan->sectors;
    int64_t places = plan->places;
    preston_status status =
        preston_ledger_cells(&of->ledger, categories, spread, factor, &of->cells, error);
    if (status != PRESTON_OK) {
        return status;
    }
    for (int64_t i = 0; i < places * (n + 2); i++) {
        of->demand[i] = 0.0;
    }
    preston_spread_cells(spread, categories, &of->cells, of->demand, of->demand + places * n,
                         of->demand + places * (n + 1));
    free(of->cells.amounts);
    for (int64_t p = 0; p < places; p++) {
        for (int64_t i = 0; i < n; i++) {
            cells[(i * plan->kinds + type) * places + p] += of->demand[p * n + i];
        }
        plan->imports[p] += of->demand[places * n + p];
        plan->taxes[p] += of->demand[places * (n + 1) + p];
    }
    return PRESTON_OK;
}

/* Keeps the sectors that a buyer buys of, as lines behind those there are. */
static preston_status keep_lines(preston_plan *plan, int64_t buyer, const double *cells,
                                 preston_error *error)
{
    int64_t size = plan->kinds * plan->places;
    for (int64_t i = 0; i < plan->sectors; i++) {
        double sum = 0.0;
        for (int64_t cell = 0; cell < size; cell++) {
            sum += fabs(cells[i * size + cell]);
        }
        if (sum == 0.0) {
            continue;
        }
        int64_t count = plan->line_count + 1;
        preston_line *lines = realloc(plan->lines, (size_t)count * sizeof *lines);
        plan->lines = lines != NULL ? lines : plan->lines;
        double *kept = realloc(plan->cells, (size_t)(count * size) * sizeof *kept);
        plan->cells = kept != NULL ? kept : plan->cells;
        if (lines == NULL || kept == NULL) {
            return preston_fail_memory(error, "purchases");
        }
        lines[count - 1] = (preston_line){buyer, i};
        for (int64_t cell = 0; cell < size; cell++) {
            kept[(count - 1) * size + cell] = cells[i * size + cell];
        }
        plan->line_count = count;
    }
    return PRESTON_OK;
}

static preston_status add_buyers(preston_plan *plan, const preston_ledger *ledger,
                                 const preston_spread *spread, double factor, part *of,
                                 double *cells, preston_error *error)
{
    int64_t size = plan->sectors * plan->kinds * plan->places;
    preston_status status = PRESTON_OK;
    for (int64_t b = 0; status == PRESTON_OK && b < plan->buyers; b++) {
        for (int64_t cell = 0; cell < size; cell++) {
            cells[cell] = 0.0;
        }
        for (int64_t type = 0; status == PRESTON_OK && type < plan->kinds; type++) {
            if (select_rows(ledger, of->types, b, type, &of->ledger) > 0) {
                status = add_part(plan, spread, factor, type, of, cells, error);
            }
        }
        if (status == PRESTON_OK) {
            status = keep_lines(plan, b, cells, error);
        }
    }
    return status;
}

static preston_status find_buyers(preston_plan *plan, const preston_ledger *ledger,
                                  preston_error *error)
{
    const preston_labels *labels = &ledger->labels[PRESTON_LEDGER_BUYER];
    for (int64_t label = 0; label < labels->count; label++) {
        if (preston_labels_add(&plan->buyer_labels, labels->texts[label]) < 0) {
            return preston_fail_memory(error, "buyers");
        }
    }
    plan->buyers = labels->count;
    plan->buyer_purchases = preston_allocate_matrix(plan->buyers, 1);
    if (plan->buyer_purchases == NULL) {
        return preston_fail_memory(error, "buyers");
    }
    for (int64_t row = 0; row < ledger->count; row++) {
        plan->buyer_purchases[ledger->purchases[row].label[PRESTON_LEDGER_BUYER]] +=
            ledger->purchases[row].amount;
    }
    return PRESTON_OK;
}

preston_status preston_plan_purchases(preston_plan *plan, const preston_ledger *ledger,
                                      const preston_concordance *concordance, preston_error *error)
{
    preston_demand_options options;
    preston_demand_options_init(&options);
    options.buyer_place = plan->data->buyer_place;
    options.price_factor = plan->data->ledger.price_factor;
    preston_spread spread;
    preston_division *division = NULL;
    double factor = 1.0;
    preston_status status =
        preston_demand_prepare(concordance, plan->economy, &options, &spread, &factor, error);
    if (status == PRESTON_OK) {
        status = preston_division_create(plan->economy, ledger, NULL, &division, error);
    }
    if (status == PRESTON_OK) {
        spread.division = division;
        status = preston_ledger_check_categories(ledger, &spread, error);
    }
    if (status == PRESTON_OK) {
        status = find_buyers(plan, ledger, error);
    }
    if (status != PRESTON_OK) {
        preston_division_free(division);
        return status;
    }
    plan->currency = options.price_factor / factor;
    plan->imports = preston_allocate_matrix(plan->places, 1);
    plan->taxes = preston_allocate_matrix(plan->places, 1);
    part of = {.ledger = *ledger};
    of.ledger.purchases = preston_allocate(ledger->count, sizeof *of.ledger.purchases);
    of.types = preston_allocate(ledger->labels[PRESTON_LEDGER_TYPE].count, sizeof *of.types);
    of.demand = preston_allocate_matrix(plan->places, plan->sectors + 2);
    double *cells = preston_allocate_matrix(plan->sectors, plan->kinds * plan->places);
    if (plan->imports == NULL || plan->taxes == NULL || of.ledger.purchases == NULL ||
        of.types == NULL || of.demand == NULL || cells == NULL) {
        status = preston_fail_memory(error, "purchases");
    } else {
        status = preston_supplier_types_of_ledger(plan->types, ledger, of.types, error);
    }
    if (status == PRESTON_OK) {
        status = add_buyers(plan, ledger, &spread, factor, &of, cells, error);
    }
    preston_division_free(division);
    free(of.ledger.purchases);
    free(of.types);
    free(of.demand);
    free(cells);
    return status;
}
