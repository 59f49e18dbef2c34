/* All numbers of a scenario as tidy rows: docs/files.md says which kinds there are. */
#include "scenario_page.h"

#include "../status/allocate.h"
#include "../status/error.h"
#include "scenario_premiums.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What goes into the rows of one scenario. */
typedef struct tidy_writer {
    const preston_scenario_page *page;
    const char *scenario;
    preston_csv *csv;
} tidy_writer;

static const char *const statistic_names[] = {"baseline", "gross", "net"};

void preston_tidy_header(preston_csv *csv)
{
    static const char *const header[] = {"scenario", "kind",    "measure", "year",      "area",
                                         "sector",   "account", "closure", "statistic", "value"};
    for (size_t i = 0; i < sizeof header / sizeof *header; i++) {
        preston_csv_text(csv, header[i]);
    }
    preston_csv_end_row(csv);
}

static void text_cell(preston_csv *csv, const char *text)
{
    preston_csv_text(csv, text == NULL ? "" : text);
}

void preston_tidy_put(preston_csv *csv, const char *scenario, const preston_tidy_row *row)
{
    char year[32] = "";
    if (isinf(row->year)) {
        (void)snprintf(year, sizeof year, "present_value");
    } else if (!isnan(row->year)) {
        (void)snprintf(year, sizeof year, "%lld", (long long)row->year);
    }
    text_cell(csv, scenario);
    text_cell(csv, row->kind);
    text_cell(csv, row->measure);
    text_cell(csv, year);
    text_cell(csv, row->area);
    text_cell(csv, row->sector);
    text_cell(csv, row->account);
    text_cell(csv, row->closure);
    text_cell(csv, row->statistic);
    preston_csv_value(csv, row->value);
    preston_csv_end_row(csv);
}

static void put(const tidy_writer *to, const preston_tidy_row *row)
{
    preston_tidy_put(to->csv, to->scenario, row);
}

double preston_tidy_year(const preston_scenario_page *page, int64_t year)
{
    return year == PRESTON_PRESENT_VALUE ? (double)INFINITY : preston_page_year(page, year);
}

/* --- areas and measures --- */

/* The closures that the model has, each with every account and area. */
typedef struct tidy_set {
    preston_closure closure;
    int64_t account;
    int64_t area;
} tidy_set;

static int next_set(const preston_scenario_page *page, int64_t k, tidy_set *set)
{
    int64_t each = page->accounts.count * page->areas.count;
    set->closure = (preston_closure)(k / each);
    set->account = k / page->areas.count % page->accounts.count;
    set->area = k % page->areas.count;
    return k < each * ((int64_t)page->closure + 1);
}

static const char *kind_of(int64_t measure)
{
    return measure == PRESTON_ALL_MEASURES    ? "area"
           : measure == PRESTON_SUPPLY_LIMITS ? "supply_limits"
                                              : "measure";
}

static void put_value(const tidy_writer *to, const tidy_set *set, preston_statistic statistic,
                      int64_t year, int64_t measure)
{
    const preston_scenario_page *page = to->page;
    preston_tidy_row row = {.kind = kind_of(measure),
                            .measure = measure < 0 ? NULL : page->data->measures[measure].id,
                            .year = preston_tidy_year(page, year),
                            .area = page->areas.texts[set->area],
                            .account = page->accounts.texts[set->account],
                            .closure = preston_page_closure(set->closure),
                            .statistic = statistic_names[statistic],
                            .value = preston_page_value(page->projection, statistic, set->closure,
                                                        set->account, set->area, year, measure)};
    put(to, &row);
    if (!page->has_band || measure != PRESTON_ALL_MEASURES) {
        return;
    }
    static const char *const ends[2][3] = {{"baseline_low", "gross_low", "net_low"},
                                           {"baseline_high", "gross_high", "net_high"}};
    double low = preston_page_value(page->options->low, statistic, set->closure, set->account,
                                    set->area, year, measure);
    double high = preston_page_value(page->options->high, statistic, set->closure, set->account,
                                     set->area, year, measure);
    double values[2] = {fmin(row.value, fmin(low, high)), fmax(row.value, fmax(low, high))};
    for (int end = 0; end < 2; end++) {
        row.statistic = ends[end][statistic];
        row.value = values[end];
        put(to, &row);
    }
}

static void put_areas(const tidy_writer *to)
{
    const preston_scenario_page *page = to->page;
    tidy_set set;
    for (int64_t k = 0; next_set(page, k, &set); k++) {
        for (int64_t y = PRESTON_PRESENT_VALUE; y < page->years; y++) {
            for (int s = PRESTON_STATISTIC_BASELINE; s <= PRESTON_STATISTIC_NET; s++) {
                put_value(to, &set, (preston_statistic)s, y, PRESTON_ALL_MEASURES);
            }
            if (page->data->capacity.constrain_output) {
                put_value(to, &set, PRESTON_STATISTIC_GROSS, y, PRESTON_SUPPLY_LIMITS);
            }
        }
    }
}

static void put_reached(const tidy_writer *to, const tidy_set *set, int64_t measure)
{
    const preston_scenario_page *page = to->page;
    int64_t year = -1;
    if (preston_projection_reached(page->projection, set->closure, set->account, set->area, measure,
                                   0.9, &year, NULL) == PRESTON_OK &&
        year >= 0) {
        put(to, &(preston_tidy_row){.kind = "measure",
                                    .measure = page->data->measures[measure].id,
                                    .year = NAN,
                                    .area = page->areas.texts[set->area],
                                    .account = page->accounts.texts[set->account],
                                    .closure = preston_page_closure(set->closure),
                                    .statistic = "reached_in",
                                    .value = preston_page_year(page, year)});
    }
}

static void put_measures(const tidy_writer *to)
{
    const preston_scenario_page *page = to->page;
    tidy_set set;
    for (int64_t i = 0; i < page->data->measure_count; i++) {
        put(to,
            &(preston_tidy_row){.kind = "measure",
                                .measure = page->data->measures[i].id,
                                .year = NAN,
                                .statistic = "net_over_gross",
                                .value = preston_projection_additionality(page->projection, i)});
        put(to, &(preston_tidy_row){.kind = "measure",
                                    .measure = page->data->measures[i].id,
                                    .year = NAN,
                                    .statistic = "is_assumption",
                                    .value = page->data->measures[i].source == NULL});
        for (int64_t k = 0; next_set(page, k, &set); k++) {
            for (int64_t y = PRESTON_PRESENT_VALUE; y < page->years; y++) {
                put_value(to, &set, PRESTON_STATISTIC_GROSS, y, i);
                put_value(to, &set, PRESTON_STATISTIC_NET, y, i);
            }
            put_reached(to, &set, i);
        }
    }
}

/* --- states --- */

static const struct {
    const char *name;
    size_t at;
} states[] = {{"adoption", offsetof(preston_measure_state, adoption)},
              {"share", offsetof(preston_measure_state, share)},
              {"eligible", offsetof(preston_measure_state, eligible)},
              {"wanted", offsetof(preston_measure_state, wanted)},
              {"placed", offsetof(preston_measure_state, placed)},
              {"spilled", offsetof(preston_measure_state, spilled)},
              {"unplaced", offsetof(preston_measure_state, unplaced)},
              {"premium", offsetof(preston_measure_state, premium)},
              {"capacity", offsetof(preston_measure_state, capacity)},
              {"firms", offsetof(preston_measure_state, firms)},
              {"buyers", offsetof(preston_measure_state, buyers)},
              {"covered", offsetof(preston_measure_state, covered)}};

static void put_states(const tidy_writer *to)
{
    const preston_scenario_page *page = to->page;
    for (int64_t i = 0; i < page->data->measure_count; i++) {
        for (int64_t y = 0; y < page->years; y++) {
            preston_measure_state state = preston_page_state(page, i, y);
            for (size_t k = 0; k < sizeof states / sizeof *states; k++) {
                double value = 0.0;
                memcpy(&value, (const char *)&state + states[k].at, sizeof value);
                put(to, &(preston_tidy_row){.kind = "state",
                                            .measure = page->data->measures[i].id,
                                            .year = preston_page_year(page, y),
                                            .statistic = states[k].name,
                                            .value = value});
            }
        }
    }
}

/* --- places --- */

static preston_status put_places_of(const tidy_writer *to, int64_t account, double *values,
                                    preston_error *error)
{
    const preston_scenario_page *page = to->page;
    const char *code = page->accounts.texts[account];
    preston_status status = PRESTON_OK;
    for (int closure = 0; closure <= (int)page->closure; closure++) {
        for (int64_t y = 0; status == PRESTON_OK && y < page->years; y++) {
            status = preston_page_by_place(page, code, y, (preston_closure)closure, values, error);
            for (int64_t p = 0; status == PRESTON_OK && p < preston_economy_places(page->economy);
                 p++) {
                put(to,
                    &(preston_tidy_row){.kind = "place",
                                        .year = preston_page_year(page, y),
                                        .area = preston_economy_place_code(page->economy, p),
                                        .account = code,
                                        .closure = preston_page_closure((preston_closure)closure),
                                        .statistic = statistic_names[PRESTON_STATISTIC_GROSS],
                                        .value = values[p]});
            }
        }
    }
    return status;
}

static preston_status put_places(const tidy_writer *to, preston_error *error)
{
    double *values = preston_allocate_matrix(preston_economy_places(to->page->economy), 1);
    preston_status status = values == NULL ? preston_fail_memory(error, "a report") : PRESTON_OK;
    for (int64_t k = 0; status == PRESTON_OK && k < to->page->accounts.count; k++) {
        status = put_places_of(to, k, values, error);
    }
    free(values);
    return status;
}

/* --- premiums --- */

static void put_premiums_of(const tidy_writer *to, int64_t measure, int64_t year,
                            const preston_premiums *premiums)
{
    const preston_scenario_page *page = to->page;
    const preston_table *table = preston_economy_table(page->economy);
    for (int64_t i = 0; i < premiums->moved_count; i++) {
        int64_t sector = premiums->order[i];
        preston_tidy_row row = {.kind = "premium",
                                .measure = page->data->measures[measure].id,
                                .year = preston_page_year(page, year),
                                .sector = preston_table_code(table, sector),
                                .statistic = "moved",
                                .value = premiums->moved[sector]};
        put(to, &row);
        row.closure = preston_page_closure(page->closure);
        row.statistic = "break_even_premium";
        for (int64_t k = 0; k < premiums->sets; k++) {
            row.area = premiums->set[k].area;
            row.account = premiums->set[k].account;
            row.value = premiums->set[k].premiums[sector];
            if (!isnan(row.value)) { /* never: no row */
                put(to, &row);
            }
        }
    }
}

static preston_status put_premiums(const tidy_writer *to, preston_error *error)
{
    preston_status status = PRESTON_OK;
    for (int64_t i = 0; status == PRESTON_OK && i < to->page->data->measure_count; i++) {
        int64_t year = preston_page_moving_year(to->page, i);
        preston_premiums premiums = {0};
        if (year >= 0) {
            status = preston_premiums_find(to->page, i, year, &premiums, error);
        }
        if (year >= 0 && status == PRESTON_OK) {
            put_premiums_of(to, i, year, &premiums);
        }
        preston_premiums_clear(&premiums);
    }
    return status;
}

/* --- conservation and causes --- */

static preston_status put_conservation(const tidy_writer *to, preston_error *error)
{
    const preston_scenario_page *page = to->page;
    for (int64_t y = -1; y < page->years; y++) {
        for (int closure = 0; closure <= (int)page->closure; closure++) {
            double values[2] = {0.0};
            preston_status status = preston_projection_conservation(
                page->projection, y, (preston_closure)closure, &values[0], &values[1], error);
            if (status != PRESTON_OK) {
                return status == PRESTON_ERROR_MISSING ? PRESTON_OK : status; /* no such account */
            }
            for (int k = 0; k < 2; k++) {
                put(to,
                    &(preston_tidy_row){.kind = "conservation",
                                        .year = y < 0 ? (double)NAN : preston_page_year(page, y),
                                        .closure = preston_page_closure((preston_closure)closure),
                                        .statistic = k == 0 ? "spent" : "accounted",
                                        .value = values[k]});
            }
        }
    }
    return PRESTON_OK;
}

static preston_status put_causes(const tidy_writer *to, preston_error *error)
{
    static const char *const names[] = {[PRESTON_VOLUME] = "volume",
                                        [PRESTON_MIX] = "mix",
                                        [PRESTON_LOCALISATION] = "localisation",
                                        [PRESTON_SUPPLIER_TYPE] = "supplier_type"};
    const preston_scenario_page *page = to->page;
    preston_status status = PRESTON_OK;
    if (page->options->comparison == NULL) {
        return PRESTON_OK;
    }
    for (int64_t k = 0; k < page->accounts.count * page->areas.count; k++) {
        for (size_t cause = 0; cause < sizeof names / sizeof *names; cause++) {
            double value = preston_page_cause(page, (preston_cause)cause, k / page->areas.count,
                                              k % page->areas.count, &status, error);
            if (status != PRESTON_OK) {
                return status;
            }
            put(to, &(preston_tidy_row){.kind = "cause",
                                        .year = NAN,
                                        .area = page->areas.texts[k % page->areas.count],
                                        .account = page->accounts.texts[k / page->areas.count],
                                        .closure = preston_page_closure(page->closure),
                                        .statistic = names[cause],
                                        .value = value});
        }
    }
    return PRESTON_OK;
}

/* --- all of it --- */

preston_status preston_tidy_scenario(const preston_scenario_page *page, const char *name,
                                     preston_csv *csv, preston_error *error)
{
    const tidy_writer to = {page, name, csv};
    put_areas(&to);
    put_measures(&to);
    put_states(&to);
    preston_status status = put_places(&to, error);
    if (status == PRESTON_OK) {
        status = put_premiums(&to, error);
    }
    if (status == PRESTON_OK) {
        status = put_conservation(&to, error);
    }
    return status == PRESTON_OK ? put_causes(&to, error) : status;
}

preston_status preston_report_scenario_csv(const preston_projection *projection,
                                           const preston_scenario_report_options *options,
                                           const char *path, preston_error *error)
{
    preston_scenario_report_options defaults;
    preston_scenario_page page;
    preston_csv *csv = NULL;
    preston_scenario_report_options_init(&defaults);
    preston_status status =
        preston_page_make(&page, projection, options == NULL ? &defaults : options, NULL, error);
    if (status == PRESTON_OK) {
        status = preston_csv_create(path, &csv, error);
    }
    if (status == PRESTON_OK) {
        preston_tidy_header(csv);
        status = preston_tidy_scenario(&page, page.data->title, csv, error);
    }
    if (status == PRESTON_OK) {
        status = preston_csv_commit(csv, error);
    }
    preston_csv_free(csv);
    return status;
}
