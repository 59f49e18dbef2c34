/* Who gains and who loses, Type I beside Type II, and why a second ledger does something else. */
#include "scenario_page.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* --- 5. who gains and who loses --- */

/* A place and what it gains. */
typedef struct gainer {
    double value;
    int64_t place;
} gainer;

/* From the largest gain to the largest loss; equal ones in the order of the economy. */
static int compare_gains(const void *one, const void *two)
{
    const gainer *a = one;
    const gainer *b = two;
    if (a->value != b->value) {
        return a->value > b->value ? -1 : 1;
    }
    return (a->place > b->place) - (a->place < b->place);
}

static void place_rows(const preston_scenario_page *page, preston_text_table *text,
                       const preston_told *told, const gainer *order, int gaining)
{
    int64_t places = preston_economy_places(page->economy);
    for (int64_t k = 0; k < places && k < page->options->most_rows; k++) {
        const gainer *at = &order[gaining ? k : places - 1 - k];
        if (gaining ? !(at->value > 0.0) : !(at->value < 0.0)) {
            break;
        }
        preston_text_table_cell(text, "%s", preston_economy_place_name(page->economy, at->place));
        preston_page_cell(text, told->decimals, at->value);
    }
}

static preston_status print_gainers(const preston_scenario_page *page, const preston_told *told,
                                    const gainer *order, int gaining, preston_error *error)
{
    int64_t places = preston_economy_places(page->economy);
    preston_text_table *text = NULL;
    if (gaining ? !(order[0].value > 0.0) : !(order[places - 1].value < 0.0)) {
        return PRESTON_OK; /* nobody */
    }
    preston_status status = preston_text_table_create(2, 1, &text, error);
    if (status != PRESTON_OK) {
        return status;
    }
    preston_text_table_cell(text, gaining ? "who gains most" : "who loses most");
    preston_text_table_cell(text, told->is_jobs ? "%s" : "%s, %s", told->title, page->money);
    place_rows(page, text, told, order, gaining);
    return preston_page_end(page, text, error);
}

static void print_sums(const preston_scenario_page *page, const preston_told *told,
                       const gainer *order)
{
    double sum[2] = {0.0};
    int64_t count[2] = {0};
    for (int64_t p = 0; p < preston_economy_places(page->economy); p++) {
        int loses = order[p].value < 0.0;
        sum[loses] += order[p].value;
        count[loses] += order[p].value != 0.0;
    }
    double net = sum[0] + sum[1];
    (void)fprintf(page->stream,
                  "  %lld places gain %+.*f, %lld lose %+.*f; the nation's net is %+.*f (%s).\n\n",
                  (long long)count[0], told->decimals, sum[0], (long long)count[1], told->decimals,
                  sum[1], told->decimals, fabs(net) < 0.5 * pow(10.0, -told->decimals) ? 0.0 : net,
                  told->title);
}

preston_status preston_page_places(const preston_scenario_page *page, preston_error *error)
{
    int64_t places = preston_economy_places(page->economy);
    if (places < 2 || page->told_count == 0 || page->data->measure_count == 0) {
        return PRESTON_OK;
    }
    const preston_told *told = &page->told[0];
    double *values = preston_allocate_matrix(places, 1);
    gainer *order = preston_allocate(places, sizeof *order);
    preston_status status = values == NULL || order == NULL
                                ? preston_fail_memory(error, "a report")
                                : preston_page_by_place(page, page->accounts.texts[told->account],
                                                        page->last, page->closure, values, error);
    if (status == PRESTON_OK) {
        for (int64_t p = 0; p < places; p++) {
            order[p] = (gainer){values[p], p};
        }
        qsort(order, (size_t)places, sizeof *order, compare_gains);
        (void)fprintf(page->stream, "5. Who gains and who loses in %d (gross, Type %s)\n\n",
                      preston_page_year(page, page->last), preston_page_closure(page->closure));
        status = print_gainers(page, told, order, 1, error);
    }
    if (status == PRESTON_OK) {
        status = print_gainers(page, told, order, 0, error);
    }
    if (status == PRESTON_OK) {
        print_sums(page, told, order);
    }
    free(values);
    free(order);
    return status;
}

/* --- 6. Type I beside Type II --- */

preston_status preston_page_closures(const preston_scenario_page *page, preston_error *error)
{
    preston_text_table *text = NULL;
    if (page->closure != PRESTON_CLOSURE_II) {
        (void)fprintf(page->stream, "6. Households are outside (Type I): what they spend is not "
                                    "counted.\n\n");
        return PRESTON_OK;
    }
    preston_status status = preston_text_table_create(1 + 2 * page->areas.count, 1, &text, error);
    if (status != PRESTON_OK) {
        return status;
    }
    (void)fprintf(page->stream,
                  "6. Supply chains alone (Type I), and with what households spend (Type II)\n\n");
    preston_text_table_cell(text, "%d, gross", preston_page_year(page, page->last));
    for (int64_t area = 0; area < page->areas.count; area++) {
        preston_text_table_cell(text, "%s, I", preston_page_area(page, area));
        preston_text_table_cell(text, "II");
    }
    for (int64_t account = 0; account < page->accounts.count; account++) {
        preston_told told = preston_page_account(page, account);
        preston_text_table_cell(text, told.is_jobs ? "%s" : "%s, %s", told.title, page->money);
        for (int64_t k = 0; k < 2 * page->areas.count; k++) {
            preston_page_cell(
                text, told.decimals,
                preston_page_value(page->projection, PRESTON_STATISTIC_GROSS,
                                   k % 2 == 0 ? PRESTON_CLOSURE_I : PRESTON_CLOSURE_II, account,
                                   k / 2, page->last, PRESTON_ALL_MEASURES));
        }
    }
    return preston_page_end(page, text, error);
}

/* --- 7. before and after --- */

static const char *const cause_titles[] = {
    [PRESTON_VOLUME] = "volume: more or less is spent",
    [PRESTON_MIX] = "mix: other things are bought",
    [PRESTON_LOCALISATION] = "localisation: bought elsewhere",
    [PRESTON_SUPPLIER_TYPE] = "supplier type: from other types"};

enum { CAUSES = sizeof cause_titles / sizeof *cause_titles };

static double cause_in(const preston_scenario_page *page, preston_cause cause, const char *account,
                       const char *area, preston_status *status, preston_error *error)
{
    int parts = page->closure == PRESTON_CLOSURE_II ? 3 : 2;
    double sum = 0.0;
    for (int64_t p = 0; p < preston_economy_places(page->economy); p++) {
        for (int part = 0; preston_page_within(page, p, area) && part < parts; part++) {
            double value = 0.0;
            if (*status == PRESTON_OK) {
                *status = preston_comparison_value(page->options->comparison, cause, account,
                                                   (preston_part)part, p, &value, error);
            }
            sum += value;
        }
    }
    return sum;
}

/* Accounts of the table; public revenue is the sum of two. */
double preston_page_cause(const preston_scenario_page *page, preston_cause cause, int64_t account,
                          int64_t area, preston_status *status, preston_error *error)
{
    const char *code = page->accounts.texts[account];
    const char *where = page->areas.texts[area];
    return strcmp(code, "public_revenue") == 0
               ? cause_in(page, cause, "taxes_on_products", where, status, error) +
                     cause_in(page, cause, "taxes_on_production", where, status, error)
               : cause_in(page, cause, code, where, status, error);
}

static void cause_rows(const preston_scenario_page *page, preston_text_table *text,
                       const preston_told *told, preston_status *status, preston_error *error)
{
    for (int cause = 0; cause <= CAUSES; cause++) {
        preston_text_table_cell(text, "%s", cause < CAUSES ? cause_titles[cause] : "all of it");
        for (int64_t area = 0; area < page->areas.count; area++) {
            double value = 0.0;
            for (int other = 0; other < CAUSES; other++) {
                value += other == cause || cause == CAUSES
                             ? preston_page_cause(page, (preston_cause)other, told->account, area,
                                                  status, error)
                             : 0.0;
            }
            preston_page_cell(text, told->decimals, value);
        }
    }
}

preston_status preston_page_causes(const preston_scenario_page *page, preston_error *error)
{
    preston_status status = PRESTON_OK;
    if (page->options->comparison == NULL) {
        return PRESTON_OK;
    }
    (void)fprintf(page->stream,
                  "7. Before and after: why the second ledger does something else (Type %s, gross, "
                  "a year)\n\n",
                  preston_page_closure(page->closure));
    for (int k = 0; status == PRESTON_OK && k < page->told_count; k++) {
        preston_text_table *text = NULL;
        const preston_told *told = &page->told[k];
        status = preston_text_table_create(1 + page->areas.count, 1, &text, error);
        if (status != PRESTON_OK) {
            return status;
        }
        preston_text_table_cell(text, told->is_jobs ? "%s" : "%s, %s", told->title, page->money);
        for (int64_t area = 0; area < page->areas.count; area++) {
            preston_text_table_cell(text, "%s", preston_page_area(page, area));
        }
        cause_rows(page, text, told, &status, error);
        preston_status printed = preston_page_end(page, text, error);
        status = status == PRESTON_OK ? printed : status;
    }
    (void)fprintf(page->stream, "  Each cause is the mean over all orders of the causes: they add "
                                "up, and no order is preferred.\n\n");
    return status;
}
