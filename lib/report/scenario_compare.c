/* Scenarios of one baseline side by side: the first, and by how much the others differ. */
#include "scenario_page.h"

#include "../status/allocate.h"
#include "../status/error.h"
#include "written.h"

#include <stdlib.h>
#include <string.h>

/* What is compared. */
typedef struct comparison_of {
    int64_t count;
    const char *const *names;
    preston_scenario_report_options options;
    preston_scenario_page *pages;
} comparison_of;

static preston_status check_scenarios(int64_t count, const preston_projection *const *projections,
                                      const char *const *names, preston_error *error)
{
    if (count < 1) {
        return preston_fail(error, PRESTON_ERROR_ARGUMENT, "no scenario: give at least one");
    }
    for (int64_t i = 1; i < count; i++) {
        preston_error inner = {0};
        for (int64_t other = 0; other < i; other++) {
            if (strcmp(names[i], names[other]) == 0) {
                return preston_fail(error, PRESTON_ERROR_ARGUMENT,
                                    "two scenarios are named '%.80s': give each its own name",
                                    names[i]);
            }
        }
        preston_status status =
            preston_projection_same_baseline(projections[0], projections[i], &inner);
        if (status != PRESTON_OK) {
            return preston_fail(error, status, "'%.80s' and '%.80s': %.600s", names[0], names[i],
                                inner.message);
        }
    }
    return PRESTON_OK;
}

/* The lists must be the same, word by word: the baseline says only that their lengths are. */
static preston_status check_words(const comparison_of *of, preston_error *error)
{
    for (int64_t i = 1; i < of->count; i++) {
        const preston_words *one[2] = {&of->pages[0].areas, &of->pages[0].accounts};
        const preston_words *two[2] = {&of->pages[i].areas, &of->pages[i].accounts};
        for (int list = 0; list < 2; list++) {
            int same = one[list]->count == two[list]->count;
            for (int64_t k = 0; same && k < one[list]->count; k++) {
                same = strcmp(one[list]->texts[k], two[list]->texts[k]) == 0;
            }
            if (!same) {
                return preston_fail(error, PRESTON_ERROR_VALUE,
                                    "'%.80s' and '%.80s' have other %s: state the same",
                                    of->names[0], of->names[i], list == 0 ? "areas" : "accounts");
            }
        }
    }
    return PRESTON_OK;
}

static preston_status make_pages(comparison_of *of, int64_t count,
                                 const preston_projection *const *projections,
                                 const char *const *names, FILE *stream, preston_error *error)
{
    *of = (comparison_of){.count = count, .names = names};
    preston_scenario_report_options_init(&of->options);
    preston_status status = check_scenarios(count, projections, names, error);
    if (status != PRESTON_OK) {
        return status;
    }
    of->pages = preston_allocate(count, sizeof *of->pages);
    if (of->pages == NULL) {
        return preston_fail_memory(error, "a report");
    }
    for (int64_t i = 0; status == PRESTON_OK && i < count; i++) {
        status = preston_page_make(&of->pages[i], projections[i], &of->options, stream, error);
    }
    return status == PRESTON_OK ? check_words(of, error) : status;
}

/* --- text --- */

static const struct {
    const char *title;
    preston_statistic statistic;
    int present;
} shown[] = {{"gross", PRESTON_STATISTIC_GROSS, 0},
             {"net", PRESTON_STATISTIC_NET, 0},
             {"present value gross", PRESTON_STATISTIC_GROSS, 1},
             {"present value net", PRESTON_STATISTIC_NET, 1}};

static preston_status print_account(const comparison_of *of, const preston_told *told,
                                    preston_error *error)
{
    const preston_scenario_page *first = &of->pages[0];
    preston_text_table *text = NULL;
    preston_status status = preston_text_table_create(2 + of->count, 2, &text, error);
    if (status != PRESTON_OK) {
        return status;
    }
    preston_text_table_cell(text, told->is_jobs ? "%s" : "%s, %s", told->title, first->money);
    preston_text_table_cell(text, "%s", "");
    for (int64_t i = 0; i < of->count; i++) {
        preston_text_table_cell(text, i == 0 ? "%s" : "%s differs by", of->names[i]);
    }
    for (int64_t area = 0; area < first->areas.count; area++) {
        for (size_t k = 0; k < sizeof shown / sizeof *shown; k++) {
            double base = 0.0;
            preston_text_table_cell(text, "%s", k == 0 ? preston_page_area(first, area) : "");
            preston_text_table_cell(text, "%s", shown[k].title);
            for (int64_t i = 0; i < of->count; i++) {
                double value = preston_page_number(
                    &of->pages[i], shown[k].statistic, told->account, area,
                    shown[k].present ? PRESTON_PRESENT_VALUE : first->last, PRESTON_ALL_MEASURES);
                preston_page_cell(text, told->decimals, value - base);
                base = i == 0 ? value : base;
            }
        }
    }
    return preston_page_end(first, text, error);
}

static preston_status print_placed(const comparison_of *of, preston_error *error)
{
    const preston_scenario_page *first = &of->pages[0];
    static const char *const heads[] = {"measures", "without a source", "wanted", "unplaced",
                                        "premiums"};
    preston_text_table *text = NULL;
    preston_status status = preston_text_table_create(6, 1, &text, error);
    if (status != PRESTON_OK) {
        return status;
    }
    preston_text_table_cell(text, "all years, %s", first->money);
    for (size_t k = 0; k < sizeof heads / sizeof *heads; k++) {
        preston_text_table_cell(text, "%s", heads[k]);
    }
    for (int64_t i = 0; i < of->count; i++) {
        const preston_scenario_page *page = &of->pages[i];
        double sums[3] = {0.0};
        int64_t assumed = 0;
        for (int64_t m = 0; m < page->data->measure_count; m++) {
            assumed += page->data->measures[m].source == NULL;
            for (int64_t y = 0; y < page->years; y++) {
                preston_measure_state state = preston_page_state(page, m, y);
                sums[0] += state.wanted;
                sums[1] += state.unplaced;
                sums[2] += state.premium;
            }
        }
        preston_text_table_cell(text, "%s", of->names[i]);
        preston_text_table_cell(text, "%lld", (long long)page->data->measure_count);
        preston_text_table_cell(text, "%lld", (long long)assumed);
        for (int k = 0; k < 3; k++) {
            preston_text_table_cell(text, "%.2f", sums[k]);
        }
    }
    return preston_page_end(first, text, error);
}

static void print_head(const comparison_of *of)
{
    const preston_scenario_page *first = &of->pages[0];
    (void)fprintf(first->stream, "Scenarios compared\n==================\n\n");
    for (int64_t i = 0; i < of->count; i++) {
        const char *title = of->pages[i].data->title;
        (void)fprintf(first->stream, "  %s: %s\n", of->names[i], title == NULL ? "" : title);
    }
    (void)fprintf(first->stream,
                  "\nThe same purchases and the same economy; %s as it is, the others by how much "
                  "they differ\nfrom it. Gross and net are of %d, a year, Type %s; present values "
                  "of %d to %d.\n\n",
                  of->names[0], preston_page_year(first, first->last),
                  preston_page_closure(first->closure), preston_page_year(first, 0),
                  preston_page_year(first, first->last));
}

preston_status preston_report_scenarios_compare_text(int64_t count,
                                                     const preston_projection *const *projections,
                                                     const char *const *names, FILE *stream,
                                                     preston_error *error)
{
    preston_written written;
    comparison_of of;
    preston_status status = preston_written_begin(&written, error);
    if (status != PRESTON_OK) {
        return status;
    }
    status = make_pages(&of, count, projections, names, written.stream, error);
    if (status == PRESTON_OK) {
        print_head(&of);
        for (int k = 0; status == PRESTON_OK && k < of.pages[0].told_count; k++) {
            status = print_account(&of, &of.pages[0].told[k], error);
        }
        if (status == PRESTON_OK) {
            status = print_placed(&of, error);
        }
        preston_page_print_caveats(&of.pages[0]);
    }
    free(of.pages);
    return preston_written_end(&written, status, stream, error);
}

/* --- CSV --- */

static void put_differences(const comparison_of *of, int64_t which, preston_csv *csv)
{
    const preston_scenario_page *first = &of->pages[0];
    int64_t sets = first->accounts.count * first->areas.count;
    for (int64_t k = 0; k < sets * ((int64_t)first->closure + 1); k++) {
        preston_closure closure = (preston_closure)(k / sets);
        int64_t account = k / first->areas.count % first->accounts.count;
        int64_t area = k % first->areas.count;
        for (int64_t y = PRESTON_PRESENT_VALUE; y < first->years; y++) {
            for (int net = 0; net < 2; net++) {
                preston_statistic statistic = net ? PRESTON_STATISTIC_NET : PRESTON_STATISTIC_GROSS;
                preston_tidy_row row = {
                    .kind = "difference",
                    .year = preston_tidy_year(first, y),
                    .area = first->areas.texts[area],
                    .account = first->accounts.texts[account],
                    .closure = preston_page_closure(closure),
                    .statistic = net ? "net" : "gross",
                    .value = preston_page_value(of->pages[which].projection, statistic, closure,
                                                account, area, y, PRESTON_ALL_MEASURES) -
                             preston_page_value(first->projection, statistic, closure, account,
                                                area, y, PRESTON_ALL_MEASURES)};
                preston_tidy_put(csv, of->names[which], &row);
            }
        }
    }
}

preston_status preston_report_scenarios_compare_csv(int64_t count,
                                                    const preston_projection *const *projections,
                                                    const char *const *names, const char *path,
                                                    preston_error *error)
{
    comparison_of of;
    preston_csv *csv = NULL;
    preston_status status = make_pages(&of, count, projections, names, NULL, error);
    if (status == PRESTON_OK) {
        status = preston_csv_create(path, &csv, error);
    }
    if (status == PRESTON_OK) {
        preston_tidy_header(csv);
    }
    for (int64_t i = 0; status == PRESTON_OK && i < count; i++) {
        status = preston_tidy_scenario(&of.pages[i], names[i], csv, error);
        if (i > 0) {
            put_differences(&of, i, csv);
        }
    }
    if (status == PRESTON_OK) {
        status = preston_csv_commit(csv, error);
    }
    preston_csv_free(csv);
    free(of.pages);
    return status;
}
