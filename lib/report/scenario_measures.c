/* Measures and years: each measure's own share of the total, what it rests on, when it is reached,
 * and what became of the purchases that it was about. */
#include "scenario_page.h"

#include "../status/error.h"

#include <string.h>

#define REACHED 0.9 /* of its largest effect: then a measure's effect counts as reached */

/* --- 1. by measure --- */

static preston_status print_stated(const preston_scenario_page *page, preston_error *error)
{
    preston_text_table *text = NULL;
    preston_status status = preston_text_table_create(4, 2, &text, error);
    if (status != PRESTON_OK) {
        return status;
    }
    preston_text_table_cell(text, "measure");
    preston_text_table_cell(text, "lever");
    preston_text_table_cell(text, "in force in %d", preston_page_year(page, page->last));
    preston_text_table_cell(text, "net / gross");
    for (int64_t i = 0; i < page->data->measure_count; i++) {
        const preston_measure *stated = &page->data->measures[i];
        preston_text_table_cell(text, "%s", stated->id);
        preston_text_table_cell(text, "%d, %s", (int)stated->lever,
                                preston_page_lever(stated->lever));
        preston_text_table_cell(text, "%.0f %%",
                                100.0 * preston_page_state(page, i, page->last).adoption);
        preston_text_table_cell(text, "%.3f",
                                preston_projection_additionality(page->projection, i));
    }
    return preston_page_end(page, text, error);
}

/* An assumption is called one. */
static void print_sources(const preston_scenario_page *page)
{
    for (int64_t i = 0; i < page->data->measure_count; i++) {
        const preston_measure *stated = &page->data->measures[i];
        if (stated->source == NULL) {
            (void)fprintf(page->stream,
                          "  %s: an ASSUMPTION: the scenario names no source for its numbers.\n",
                          stated->id);
        } else {
            (void)fprintf(page->stream, "  %s: %s.\n", stated->id, stated->source);
        }
    }
    (void)fputc('\n', page->stream);
}

static void reached_cell(const preston_scenario_page *page, preston_text_table *text,
                         int64_t account, int64_t measure)
{
    int64_t year = -1;
    (void)preston_projection_reached(page->projection, page->closure, account, page->here, measure,
                                     REACHED, &year, NULL);
    if (year < 0) {
        preston_text_table_cell(text, "no effect");
    } else {
        preston_text_table_cell(text, "%d", preston_page_year(page, year));
    }
}

static const char *part_name(const preston_scenario_page *page, int64_t measure)
{
    return measure == PRESTON_ALL_MEASURES    ? "all measures"
           : measure == PRESTON_SUPPLY_LIMITS ? "limits in supply chains"
                                              : page->data->measures[measure].id;
}

static void part_row(const preston_scenario_page *page, preston_text_table *text,
                     const preston_told *told, int64_t measure)
{
    const int64_t areas[] = {page->here, page->nation};
    preston_text_table_cell(text, "%s", part_name(page, measure));
    for (int k = 0; k < 2; k++) {
        if (k == 1 && page->nation == page->here) {
            continue;
        }
        preston_page_cell(text, told->decimals,
                          preston_page_number(page, PRESTON_STATISTIC_GROSS, told->account,
                                              areas[k], page->last, measure));
        preston_page_cell(text, told->decimals,
                          preston_page_number(page, PRESTON_STATISTIC_NET, told->account, areas[k],
                                              page->last, measure));
        if (k == 0) {
            preston_page_cell(text, told->decimals,
                              preston_page_number(page, PRESTON_STATISTIC_NET, told->account,
                                                  areas[k], PRESTON_PRESENT_VALUE, measure));
        }
    }
    reached_cell(page, text, told->account, measure);
}

static preston_status print_parts(const preston_scenario_page *page, const preston_told *told,
                                  preston_error *error)
{
    int nation = page->nation != page->here;
    preston_text_table *text = NULL;
    preston_status status = preston_text_table_create(nation ? 7 : 5, 1, &text, error);
    if (status != PRESTON_OK) {
        return status;
    }
    preston_text_table_cell(text, told->is_jobs ? "%s" : "%s, %s", told->title, page->money);
    preston_text_table_cell(text, "%s, %d gross", preston_page_area(page, page->here),
                            preston_page_year(page, page->last));
    preston_text_table_cell(text, "net");
    preston_text_table_cell(text, "present value net");
    if (nation) {
        preston_text_table_cell(text, "%s, gross", preston_page_area(page, page->nation));
        preston_text_table_cell(text, "net");
    }
    preston_text_table_cell(text, "reached in");
    for (int64_t i = 0; i < page->data->measure_count; i++) {
        part_row(page, text, told, i);
    }
    if (page->data->capacity.constrain_output) {
        part_row(page, text, told, PRESTON_SUPPLY_LIMITS);
    }
    part_row(page, text, told, PRESTON_ALL_MEASURES);
    return preston_page_end(page, text, error);
}

preston_status preston_page_measures(const preston_scenario_page *page, preston_error *error)
{
    (void)fprintf(page->stream, "1. By measure: each one's own share of the total\n\n");
    if (page->data->measure_count == 0) {
        (void)fprintf(page->stream, "  There is no measure: this is the baseline.\n\n");
        return PRESTON_OK;
    }
    preston_status status = print_stated(page, error);
    print_sources(page);
    for (int k = 0; status == PRESTON_OK && k < page->told_count; k++) {
        status = print_parts(page, &page->told[k], error);
    }
    (void)fprintf(
        page->stream,
        "  A measure's share is the mean, over the orders in which measures can be added, of what\n"
        "  it adds (Shapley): shares add up, and no pound is counted twice. A measure that only\n"
        "  helps others has a share of what they then do. Reached: the first year with 90 %% of\n"
        "  the largest effect, gross, in %s.\n\n",
        preston_page_area(page, page->here));
    return status;
}

/* --- 2. by year --- */

static void year_cells(const preston_scenario_page *page, preston_text_table *text,
                       const preston_told *told, int64_t year)
{
    const int64_t areas[] = {page->here, page->nation};
    for (int k = 0; k < (page->nation != page->here ? 2 : 1); k++) {
        for (int net = 0; net < 2; net++) {
            preston_page_cell(
                text, told->decimals,
                preston_page_number(page, net ? PRESTON_STATISTIC_NET : PRESTON_STATISTIC_GROSS,
                                    told->account, areas[k], year, PRESTON_ALL_MEASURES));
        }
    }
}

static preston_status print_years(const preston_scenario_page *page, const preston_told *told,
                                  preston_error *error)
{
    int nation = page->nation != page->here;
    preston_text_table *text = NULL;
    preston_status status = preston_text_table_create(nation ? 5 : 3, 1, &text, error);
    if (status != PRESTON_OK) {
        return status;
    }
    preston_text_table_cell(text, told->is_jobs ? "%s" : "%s, %s", told->title, page->money);
    preston_text_table_cell(text, "%s, gross", preston_page_area(page, page->here));
    preston_text_table_cell(text, "net");
    if (nation) {
        preston_text_table_cell(text, "%s, gross", preston_page_area(page, page->nation));
        preston_text_table_cell(text, "net");
    }
    for (int64_t y = 0; y < page->years; y++) {
        preston_text_table_cell(text, "%d", preston_page_year(page, y));
        year_cells(page, text, told, y);
    }
    preston_text_table_cell(text, "present value");
    year_cells(page, text, told, PRESTON_PRESENT_VALUE);
    return preston_page_end(page, text, error);
}

preston_status preston_page_years(const preston_scenario_page *page, preston_error *error)
{
    preston_status status = PRESTON_OK;
    (void)fprintf(page->stream, "2. By year: all measures together (Type %s)\n\n",
                  preston_page_closure(page->closure));
    for (int k = 0; status == PRESTON_OK && k < page->told_count && k < 2; k++) {
        status = print_years(page, &page->told[k], error);
    }
    return status;
}

/* --- 3. what became of the purchases --- */

static int buys(const preston_measure_state *state)
{
    return state->eligible > 0.0 || state->wanted > 0.0 || state->premium > 0.0;
}

static int builds(const preston_measure_state *state)
{
    return state->capacity > 0.0 || state->firms > 0.0;
}

static int covers(const preston_measure_state *state)
{
    return state->buyers > 0.0 || state->covered > 0.0;
}

static int any_state(const preston_scenario_page *page, int (*is)(const preston_measure_state *))
{
    for (int64_t i = 0; i < page->data->measure_count; i++) {
        preston_measure_state state = preston_page_state(page, i, page->last);
        if (is(&state)) {
            return 1;
        }
    }
    return 0;
}

/* Rows of the measures that a test picks, each as a list of numbers. */
static preston_status print_states(const preston_scenario_page *page,
                                   int (*is)(const preston_measure_state *), int columns,
                                   const char *const *heads, const size_t *offsets,
                                   preston_error *error)
{
    preston_text_table *text = NULL;
    preston_status status = preston_text_table_create(1 + columns, 1, &text, error);
    if (status != PRESTON_OK) {
        return status;
    }
    preston_text_table_cell(text, "%d, %s", preston_page_year(page, page->last), page->money);
    for (int k = 0; k < columns; k++) {
        preston_text_table_cell(text, "%s", heads[k]);
    }
    for (int64_t i = 0; i < page->data->measure_count; i++) {
        preston_measure_state state = preston_page_state(page, i, page->last);
        if (!is(&state)) {
            continue;
        }
        preston_text_table_cell(text, "%s", page->data->measures[i].id);
        for (int k = 0; k < columns; k++) {
            double value = 0.0;
            memcpy(&value, (const char *)&state + offsets[k], sizeof value);
            preston_text_table_cell(text, "%.2f", value);
        }
    }
    return preston_page_end(page, text, error);
}

/* Purchases stay where they are when suppliers have no room; new suppliers sell no more in a place
 * than its industries buy. */
static void print_unplaced(const preston_scenario_page *page)
{
    double wanted[2] = {0.0};
    double unplaced[2] = {0.0};
    for (int64_t i = 0; i < page->data->measure_count; i++) {
        int moves = preston_page_moves(page, i);
        for (int64_t y = 0; y < page->years; y++) {
            preston_measure_state state = preston_page_state(page, i, y);
            wanted[moves] += state.wanted;
            unplaced[moves] += state.unplaced;
        }
    }
    if (unplaced[1] > 1e-9 * wanted[1]) { /* and not a rounding */
        (void)fprintf(page->stream,
                      "  Over all years %.2f of %.2f (%s) of purchases could NOT be placed: "
                      "suppliers\n  have no capacity for them, and they stay as they were.\n\n",
                      unplaced[1], wanted[1], page->money);
    } else if (wanted[1] > 0.0) {
        (void)fprintf(page->stream, "  All purchases that were to be moved were moved.\n\n");
    }
    if (unplaced[0] > 1e-9 * wanted[0]) {
        (void)fprintf(page->stream,
                      "  Over all years new capacity finds NO buyers in its place for %.2f of "
                      "%.2f (%s).\n\n",
                      unplaced[0], wanted[0], page->money);
    }
}

#define STATE(member) offsetof(preston_measure_state, member)

preston_status preston_page_purchases(const preston_scenario_page *page, preston_error *error)
{
    static const char *const bought[] = {"may move", "wanted",   "placed",
                                         "spilled",  "unplaced", "premium"};
    static const size_t bought_at[] = {STATE(eligible), STATE(wanted),   STATE(placed),
                                       STATE(spilled),  STATE(unplaced), STATE(premium)};
    static const char *const built[] = {"capacity added", "firms alive (number)"};
    static const size_t built_at[] = {STATE(capacity), STATE(firms)};
    static const char *const covered[] = {"buyers (number)", "their share of purchases"};
    static const size_t covered_at[] = {STATE(buyers), STATE(covered)};
    preston_status status = PRESTON_OK;
    if (page->data->measure_count == 0) {
        return PRESTON_OK;
    }
    (void)fprintf(page->stream, "3. What became of the purchases\n\n");
    if (any_state(page, buys)) {
        status = print_states(page, buys, 6, bought, bought_at, error);
        print_unplaced(page);
        (void)fprintf(
            page->stream,
            "  Spilled: placed in the next places up. Unplaced: stays as it was. Premium: "
            "money that\n  buys no volume, because the bid is dearer.\n\n");
    } else {
        (void)fprintf(page->stream, "  No measure moves a purchase in %d.\n\n",
                      preston_page_year(page, page->last));
    }
    if (status == PRESTON_OK && any_state(page, builds)) {
        status = print_states(page, builds, 2, built, built_at, error);
    }
    if (status == PRESTON_OK && any_state(page, covers)) {
        status = print_states(page, covers, 2, covered, covered_at, error);
    }
    return status;
}
