/* A scenario's projection with its words looked up, and the cells that reports print. */
#include "scenario_page.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { DEFAULT_ROWS = 5 };

/* What accounts are called; the first ones are told in the answer. */
static const struct {
    const char *code;
    const char *title;
} titles[] = {{"gva", "value added"},
              {"jobs", "jobs, FTE"},
              {"compensation", "income of employees"},
              {"public_revenue", "public revenue"},
              {"output", "output"},
              {"imports", "imports"},
              {"taxes_on_products", "taxes on products"},
              {"taxes_on_production", "taxes on production"}};

static const char *const lever_words[] = {[PRESTON_LEVER_TRAIN] = "train",
                                          [PRESTON_LEVER_MAP_SUPPLIERS] = "map-suppliers",
                                          [PRESTON_LEVER_CREATE_FIRMS] = "create-firms",
                                          [PRESTON_LEVER_INVEST] = "invest",
                                          [PRESTON_LEVER_GRANTS] = "grants",
                                          [PRESTON_LEVER_CHARTER] = "charter",
                                          [PRESTON_LEVER_CO_CONSTRUCTION] = "co-construction",
                                          [PRESTON_LEVER_POLITICAL_WEIGHT] = "political-weight",
                                          [PRESTON_LEVER_ENGINEERING] = "engineering",
                                          [PRESTON_LEVER_RESERVE] = "reserve",
                                          [PRESTON_LEVER_SPASER] = "spaser",
                                          [PRESTON_LEVER_RELOCATE] = "relocate"};

void preston_scenario_report_options_init(preston_scenario_report_options *options)
{
    *options = (preston_scenario_report_options){
        .size = sizeof *options, .delta_low = NAN, .delta_high = NAN, .most_rows = DEFAULT_ROWS};
}

/* --- numbers --- */

double preston_page_value(const preston_projection *projection, preston_statistic statistic,
                          preston_closure closure, int64_t account, int64_t area, int64_t year,
                          int64_t measure)
{
    double value = 0.0;
    (void)preston_projection_value(projection, statistic, closure, account, area, year, measure,
                                   &value, NULL);
    return value;
}

double preston_page_number(const preston_scenario_page *page, preston_statistic statistic,
                           int64_t account, int64_t area, int64_t year, int64_t measure)
{
    return preston_page_value(page->projection, statistic, page->closure, account, area, year,
                              measure);
}

preston_measure_state preston_page_state(const preston_scenario_page *page, int64_t measure,
                                         int64_t year)
{
    preston_measure_state state = {0};
    (void)preston_projection_state(page->projection, measure, year, &state, NULL);
    return state;
}

int preston_page_moves(const preston_scenario_page *page, int64_t measure)
{
    preston_lever lever = page->data->measures[measure].lever;
    return lever == PRESTON_LEVER_RELOCATE || lever == PRESTON_LEVER_RESERVE ||
           lever == PRESTON_LEVER_GRANTS;
}

static preston_status add_by_place(const preston_scenario_page *page, const char *account,
                                   int64_t year, preston_closure closure, double *room,
                                   double *values, preston_error *error)
{
    int64_t places = preston_economy_places(page->economy);
    int64_t parts = closure == PRESTON_CLOSURE_II ? 3 : 2;
    preston_status status = preston_projection_by_place(page->projection, account, year,
                                                        preston_matrix(room, places, 3), error);
    for (int64_t p = 0; status == PRESTON_OK && p < places; p++) {
        for (int64_t part = 0; part < parts; part++) {
            values[p] += room[p * 3 + part];
        }
    }
    return status;
}

preston_status preston_page_by_place(const preston_scenario_page *page, const char *account,
                                     int64_t year, preston_closure closure, double *out_values,
                                     preston_error *error)
{
    int64_t places = preston_economy_places(page->economy);
    double *room = preston_allocate_matrix(places, 3);
    if (room == NULL) {
        return preston_fail_memory(error, "a report");
    }
    memset(out_values, 0, (size_t)places * sizeof *out_values);
    preston_status status = PRESTON_OK;
    if (strcmp(account, "public_revenue") == 0) { /* is the sum of two */
        status = add_by_place(page, "taxes_on_products", year, closure, room, out_values, error);
        account = "taxes_on_production";
    }
    if (status == PRESTON_OK) {
        status = add_by_place(page, account, year, closure, room, out_values, error);
    }
    free(room);
    return status;
}

/* --- words --- */

preston_told preston_page_account(const preston_scenario_page *page, int64_t account)
{
    const char *code = page->accounts.texts[account];
    preston_told told = {account, code, 2, strcmp(code, "jobs") == 0};
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        if (strcmp(titles[i].code, code) == 0) {
            told.title = titles[i].title;
        }
    }
    told.decimals = told.is_jobs ? 1 : 2;
    return told;
}

const char *preston_page_area(const preston_scenario_page *page, int64_t area)
{
    const char *code = page->areas.texts[area];
    int64_t place = preston_economy_find_place(page->economy, code);
    return place < 0 ? code : preston_economy_place_name(page->economy, place);
}

int preston_page_within(const preston_scenario_page *page, int64_t place, const char *area)
{
    return preston_economy_place_within(page->economy, place, area) ||
           strcmp(preston_economy_place_code(page->economy, place), area) == 0;
}

int preston_page_year(const preston_scenario_page *page, int64_t year)
{
    return (int)page->data->first_year + (int)year;
}

const char *preston_page_lever(preston_lever lever)
{
    return lever_words[lever];
}

const char *preston_page_closure(preston_closure closure)
{
    return closure == PRESTON_CLOSURE_II ? "II" : "I";
}

/* --- looking up --- */

/* A scenario about none of the usual accounts is told in its own. */
static void find_told(preston_scenario_page *page)
{
    for (size_t i = 0; i < TOLD_ACCOUNTS; i++) {
        for (int64_t account = 0; account < page->accounts.count; account++) {
            if (strcmp(page->accounts.texts[account], titles[i].code) == 0) {
                page->told[page->told_count++] = preston_page_account(page, account);
            }
        }
    }
    int64_t others = page->told_count > 0 ? 0 : page->accounts.count;
    for (int64_t account = 0; account < others && account < TOLD_ACCOUNTS; account++) {
        page->told[page->told_count++] = preston_page_account(page, account);
    }
}

static void find_nation(preston_scenario_page *page)
{
    int64_t places = preston_economy_places(page->economy);
    page->nation = -1;
    for (int64_t area = 0; page->nation < 0 && area < page->areas.count; area++) {
        int64_t inside = 0;
        for (int64_t p = 0; p < places; p++) {
            inside += preston_page_within(page, p, page->areas.texts[area]);
        }
        page->nation = inside == places ? area : -1;
    }
}

static preston_status check_band(const preston_projection *projection,
                                 const preston_projection *other, preston_error *error)
{
    preston_words one[2] = {preston_projection_areas(projection),
                            preston_projection_accounts(projection)};
    preston_words two[2] = {preston_projection_areas(other), preston_projection_accounts(other)};
    int same = preston_projection_years(projection) == preston_projection_years(other) &&
               preston_scenario_get(preston_projection_scenario(projection))->measure_count ==
                   preston_scenario_get(preston_projection_scenario(other))->measure_count;
    for (int list = 0; list < 2; list++) {
        same = same && one[list].count == two[list].count;
        for (int64_t i = 0; same && i < one[list].count; i++) {
            same = strcmp(one[list].texts[i], two[list].texts[i]) == 0;
        }
    }
    return same ? PRESTON_OK
                : preston_fail(error, PRESTON_ERROR_VALUE,
                               "the band: its projections have other years, areas, accounts or "
                               "measures: make them from the same scenario");
}

static preston_status check_options(preston_scenario_page *page, preston_error *error)
{
    const preston_scenario_report_options *options = page->options;
    preston_status status = preston_check_options(options->size, sizeof *options, error);
    if (status == PRESTON_OK && (options->low == NULL) != (options->high == NULL)) {
        return preston_fail(error, PRESTON_ERROR_ARGUMENT,
                            "a band has two ends: give both 'low' and 'high', or neither");
    }
    if (status == PRESTON_OK && options->low != NULL) {
        page->has_band = 1;
        status = check_band(page->projection, options->low, error);
        if (status == PRESTON_OK) {
            status = check_band(page->projection, options->high, error);
        }
    }
    if (status == PRESTON_OK && options->most_rows < 0) {
        status = preston_fail(error, PRESTON_ERROR_ARGUMENT, "most_rows is %lld: zero or more",
                              (long long)options->most_rows);
    }
    return status;
}

preston_status preston_page_make(preston_scenario_page *page, const preston_projection *projection,
                                 const preston_scenario_report_options *options, FILE *stream,
                                 preston_error *error)
{
    const preston_model *model = preston_projection_model(projection);
    *page = (preston_scenario_page){
        .projection = projection,
        .options = options,
        .data = preston_scenario_get(preston_projection_scenario(projection)),
        .economy = preston_model_economy(model),
        .areas = preston_projection_areas(projection),
        .accounts = preston_projection_accounts(projection),
        .years = preston_projection_years(projection),
        .closure = preston_model_has_closure(model, PRESTON_CLOSURE_II) ? PRESTON_CLOSURE_II
                                                                        : PRESTON_CLOSURE_I,
        .stream = stream,
    };
    const preston_table_data *facts = preston_table_facts(preston_economy_table(page->economy));
    (void)snprintf(page->money, sizeof page->money, "%s %s",
                   facts->currency == NULL ? "" : facts->currency,
                   facts->unit == NULL ? "" : facts->unit);
    page->last = page->years - 1;
    find_told(page);
    find_nation(page);
    return check_options(page, error);
}

/* --- cells --- */

static double shown_to(double value, int decimals)
{
    return fabs(value) < 0.5 * pow(10.0, -decimals) ? 0.0 : value;
}

void preston_page_cell(preston_text_table *text, int decimals, double value)
{
    preston_text_table_cell(text, "%+.*f", decimals, shown_to(value, decimals));
}

void preston_page_band_cell(preston_text_table *text, int decimals, const double *values, int count)
{
    double low = values[0];
    double high = values[0];
    for (int i = 1; i < count; i++) {
        low = fmin(low, values[i]);
        high = fmax(high, values[i]);
    }
    preston_text_table_cell(text, "%+.*f to %+.*f", decimals, shown_to(low, decimals), decimals,
                            shown_to(high, decimals));
}

preston_status preston_page_end(const preston_scenario_page *page, preston_text_table *text,
                                preston_error *error)
{
    preston_status status = preston_text_table_print(text, 2, page->stream, error);
    preston_text_table_free(text);
    (void)fputc('\n', page->stream);
    return status;
}
