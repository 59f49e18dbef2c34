/* The premium that breaks even, by sector: the number a buyer can use on Monday. */
#include "scenario_page.h"

#include "../status/allocate.h"
#include "../status/error.h"
#include "scenario_premiums.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* No bid is ten times dearer: what is beyond that says only that nearly nothing is lost. */
#define MOST_SHOWN 10.0

enum { NAME_SHOWN = 32 }; /* of a sector's name, in characters */

static const struct {
    const char *code;
    const char *title;
} asked[PRESTON_PREMIUM_ACCOUNTS] = {
    {"gva", "value added"}, {"compensation", "income"}, {"public_revenue", "public revenue"}};

static int has_account(const preston_scenario_page *page, const char *code)
{
    const preston_table *table = preston_economy_table(page->economy);
    return strcmp(code, "public_revenue") == 0
               ? preston_table_find_account(table, "taxes_on_products") >= 0 &&
                     preston_table_find_account(table, "taxes_on_production") >= 0
               : preston_table_find_account(table, code) >= 0;
}

int64_t preston_page_moving_year(const preston_scenario_page *page, int64_t measure)
{
    for (int64_t y = page->last; preston_page_moves(page, measure) && y >= 0; y--) {
        preston_measure_state state = preston_page_state(page, measure, y);
        if (state.placed + state.spilled > 0.0) {
            return y;
        }
    }
    return -1;
}

void preston_premiums_clear(preston_premiums *premiums)
{
    free(premiums->moved);
    free(premiums->order);
    *premiums = (preston_premiums){0};
}

/* From the sector of which most was moved. */
static void sort_sectors(preston_premiums *premiums, int64_t sectors)
{
    for (int64_t i = 0; i < sectors; i++) {
        int64_t at = premiums->moved_count;
        if (!(premiums->moved[i] > 0.0)) {
            continue;
        }
        for (; at > 0 && premiums->moved[premiums->order[at - 1]] < premiums->moved[i]; at--) {
            premiums->order[at] = premiums->order[at - 1];
        }
        premiums->order[at] = i;
        premiums->moved_count++;
    }
}

preston_status preston_premiums_find(const preston_scenario_page *page, int64_t measure,
                                     int64_t year, preston_premiums *out_premiums,
                                     preston_error *error)
{
    int64_t n = preston_table_sectors(preston_economy_table(page->economy));
    preston_premiums made = {0};
    preston_status status = PRESTON_OK;
    made.moved = preston_allocate_matrix(1 + PRESTON_PREMIUM_SETS, n);
    made.order = preston_allocate(n, sizeof *made.order);
    if (made.moved == NULL || made.order == NULL) {
        preston_premiums_clear(&made);
        return preston_fail_memory(error, "break-even premiums");
    }
    for (int k = 0; status == PRESTON_OK && k < PRESTON_PREMIUM_SETS; k++) {
        const char *account = asked[k / 2].code;
        int nation = k % 2;
        if (!has_account(page, account) || (nation && page->here == page->nation)) {
            continue;
        }
        preston_premium_set *set = &made.set[made.sets];
        set->account = account;
        set->title = asked[k / 2].title;
        set->area = page->areas.texts[nation ? page->nation : page->here];
        set->nation = nation;
        set->premiums = made.moved + (1 + made.sets) * n;
        status = preston_projection_break_even(page->projection, measure, year, account, set->area,
                                               preston_vector(set->premiums, n, 1),
                                               preston_vector(made.moved, n, 1), error);
        made.sets++;
    }
    if (status != PRESTON_OK) {
        preston_premiums_clear(&made);
        return status;
    }
    sort_sectors(&made, n);
    *out_premiums = made;
    return PRESTON_OK;
}

/* -1 is a gain at no price, infinity one at any. */
static void premium_cell(preston_text_table *text, double premium)
{
    if (isnan(premium) || premium <= -1.0) {
        preston_text_table_cell(text, "never");
    } else if (isinf(premium)) {
        preston_text_table_cell(text, "any");
    } else if (premium > MOST_SHOWN) {
        preston_text_table_cell(text, "> %.0f %%", 100.0 * MOST_SHOWN);
    } else {
        double percent = 100.0 * premium;
        preston_text_table_cell(text, "%+.1f %%", fabs(percent) < 0.05 ? 0.0 : percent);
    }
}

static void head_cells(const preston_scenario_page *page, const preston_premiums *premiums,
                       preston_text_table *text)
{
    preston_text_table_cell(text, "%s", page->money);
    preston_text_table_cell(text, "moved");
    for (int64_t k = 0; k < premiums->sets; k++) {
        const preston_premium_set *set = &premiums->set[k];
        if (set->nation) {
            preston_text_table_cell(text, "nation");
        } else {
            preston_text_table_cell(text, "%s: %s", set->title,
                                    preston_page_area(page, page->here));
        }
    }
}

/* Its code and the beginning of its name, cut between characters. */
static void sector_cell(const preston_table *table, int64_t sector, preston_text_table *text)
{
    const char *name = preston_table_name(table, sector);
    int length = 0;
    int characters = 0;
    for (; name != NULL && name[length] != '\0'; length++) {
        characters += (name[length] & 0xc0) != 0x80;
        if (characters > NAME_SHOWN) {
            break;
        }
    }
    preston_text_table_cell(text, "%s %.*s", preston_table_code(table, sector), length,
                            name == NULL ? "" : name);
}

static preston_status print_measure(const preston_scenario_page *page, int64_t measure,
                                    int64_t year, const preston_premiums *premiums,
                                    preston_error *error)
{
    const preston_table *table = preston_economy_table(page->economy);
    double premium = page->data->measures[measure].premium;
    preston_text_table *text = NULL;
    preston_status status = preston_text_table_create(2 + premiums->sets, 1, &text, error);
    if (status != PRESTON_OK) {
        return status;
    }
    (void)fprintf(page->stream, "  %s, as placed in %d, at a premium of %g %%\n\n",
                  page->data->measures[measure].id, preston_page_year(page, year),
                  isnan(premium) ? 0.0 : 100.0 * premium);
    head_cells(page, premiums, text);
    for (int64_t i = 0; i < premiums->moved_count && i < page->options->most_rows; i++) {
        int64_t sector = premiums->order[i];
        sector_cell(table, sector, text);
        preston_text_table_cell(text, "%.2f", premiums->moved[sector]);
        for (int64_t k = 0; k < premiums->sets; k++) {
            premium_cell(text, premiums->set[k].premiums[sector]);
        }
    }
    return preston_page_end(page, text, error);
}

preston_status preston_page_premiums(const preston_scenario_page *page, preston_error *error)
{
    preston_status status = PRESTON_OK;
    int printed = 0;
    for (int64_t i = 0; status == PRESTON_OK && i < page->data->measure_count; i++) {
        int64_t year = preston_page_moving_year(page, i);
        preston_premiums premiums = {0};
        if (year < 0) {
            continue;
        }
        if (!printed) {
            (void)fprintf(page->stream, "4. How much dearer a bid may be: the premium at which "
                                        "nothing is gained any more\n\n");
        }
        printed = 1;
        status = preston_premiums_find(page, i, year, &premiums, error);
        if (status == PRESTON_OK) {
            status = print_measure(page, i, year, &premiums, error);
        }
        preston_premiums_clear(&premiums);
    }
    if (printed) {
        (void)fprintf(
            page->stream,
            "  Gross, the sectors of which most is moved. Any: nothing is lost by moving; "
            "never: nothing\n  is gained. Below zero only a cheaper bid gains.\n\n");
    }
    return status;
}
