/* The head of a scenario's report: what is asked, the answer, and what must be read beside it. */
#include "scenario_page.h"

#include "../status/error.h"

#include <math.h>
#include <string.h>

enum { NONE = -1, MOST_LINES = 40, LABEL = 256, BAND = 3 };

/* A line of the answer: an area, or one without another. */
typedef struct answer_line {
    char label[LABEL];
    int64_t area;
    int64_t without; /* or NONE */
} answer_line;

typedef struct answer_lines {
    answer_line line[MOST_LINES];
    int count;
} answer_lines;

/* The label is four pieces, of which the last may be empty. */
static void add_line(answer_lines *lines, int64_t area, int64_t without, const char *const *label)
{
    if (lines->count < MOST_LINES) {
        answer_line *line = &lines->line[lines->count++];
        line->area = area;
        line->without = without;
        (void)snprintf(line->label, LABEL, "  %s%s%s%s", label[0], label[1], label[2], label[3]);
    }
}

/* Does an area hold all that `here` holds? */
static int holds_here(const preston_scenario_page *page, int64_t area)
{
    for (int64_t p = 0; p < preston_economy_places(page->economy); p++) {
        if (preston_page_within(page, p, page->areas.texts[page->here]) &&
            !preston_page_within(page, p, page->areas.texts[area])) {
            return 0;
        }
    }
    return 1;
}

static void add_area(const preston_scenario_page *page, answer_lines *lines, int64_t area)
{
    const char *name = preston_page_area(page, area);
    if (area == page->here) {
        add_line(lines, area, NONE, (const char *const[]){name, " (here)", "", ""});
    } else if (holds_here(page, area)) {
        add_line(lines, area, NONE,
                 (const char *const[]){name, " (with ", preston_page_area(page, page->here), ")"});
    } else {
        add_line(lines, area, NONE, (const char *const[]){name, "", "", ""});
    }
}

static void find_lines(const preston_scenario_page *page, answer_lines *lines)
{
    const char *here = preston_page_area(page, page->here);
    *lines = (answer_lines){0};
    for (int64_t area = 0; area < page->areas.count && lines->count < MOST_LINES - 2; area++) {
        if (area != page->nation) {
            add_area(page, lines, area);
        }
    }
    if (page->here != page->nation) {
        add_line(lines, page->nation, page->here,
                 (const char *const[]){"everywhere but ", here, "", ""});
    }
    add_line(
        lines, page->nation, NONE,
        (const char *const[]){preston_page_area(page, page->nation), " (national net)", "", ""});
}

static double line_value(const preston_scenario_page *page, const preston_projection *projection,
                         const answer_line *line, int told, preston_statistic statistic,
                         int64_t year)
{
    int64_t account = page->told[told].account;
    double value = preston_page_value(projection, statistic, page->closure, account, line->area,
                                      year, PRESTON_ALL_MEASURES);
    return line->without == NONE
               ? value
               : value - preston_page_value(projection, statistic, page->closure, account,
                                            line->without, year, PRESTON_ALL_MEASURES);
}

/* A value and, where there is one, the band around it. */
static void value_cells(const preston_scenario_page *page, preston_text_table *text,
                        const answer_line *line, int told, preston_statistic statistic)
{
    int decimals = page->told[told].decimals;
    double values[BAND] = {line_value(page, page->projection, line, told, statistic, page->last)};
    preston_page_cell(text, decimals, values[0]);
    if (page->has_band) {
        values[1] = line_value(page, page->options->low, line, told, statistic, page->last);
        values[2] = line_value(page, page->options->high, line, told, statistic, page->last);
        preston_page_band_cell(text, decimals, values, BAND);
    }
}

static void head_cells(const preston_scenario_page *page, preston_text_table *text, int told)
{
    int columns = page->has_band ? 6 : 4;
    const preston_told *account = &page->told[told];
    preston_text_table_cell(text, account->is_jobs ? "%s" : "%s, %s", account->title, page->money);
    if (told > 0) {
        for (int k = 0; k < columns; k++) {
            preston_text_table_cell(text, "%s", "");
        }
        return;
    }
    preston_text_table_cell(text, "%d gross", preston_page_year(page, page->last));
    if (page->has_band) {
        preston_text_table_cell(text, "band");
    }
    preston_text_table_cell(text, "net");
    if (page->has_band) {
        preston_text_table_cell(text, "band");
    }
    preston_text_table_cell(text, "present value gross");
    preston_text_table_cell(text, "net");
}

static preston_status print_answer_table(const preston_scenario_page *page,
                                         const answer_lines *lines, preston_error *error)
{
    preston_text_table *text = NULL;
    preston_status status = preston_text_table_create(page->has_band ? 7 : 5, 1, &text, error);
    if (status != PRESTON_OK) {
        return status;
    }
    for (int told = 0; told < page->told_count; told++) {
        head_cells(page, text, told);
        for (int k = 0; k < lines->count; k++) {
            const answer_line *line = &lines->line[k];
            preston_text_table_cell(text, "%s", line->label);
            value_cells(page, text, line, told, PRESTON_STATISTIC_GROSS);
            value_cells(page, text, line, told, PRESTON_STATISTIC_NET);
            for (int net = 0; net < 2; net++) {
                preston_page_cell(text, page->told[told].decimals,
                                  line_value(page, page->projection, line, told,
                                             net ? PRESTON_STATISTIC_NET : PRESTON_STATISTIC_GROSS,
                                             PRESTON_PRESENT_VALUE));
            }
        }
    }
    return preston_page_end(page, text, error);
}

static void print_title(const preston_scenario_page *page)
{
    const preston_table_data *facts = preston_table_facts(preston_economy_table(page->economy));
    const char *title = page->data->title == NULL ? "A scenario" : page->data->title;
    double spent = 0.0;
    double accounted = 0.0;
    (void)fprintf(page->stream, "%s\n", title);
    for (const char *at = title; *at != '\0'; at++) {
        if ((*at & 0xc0) != 0x80) { /* one a character of UTF-8 */
            (void)fputc('=', page->stream);
        }
    }
    (void)fprintf(page->stream, "\n\n");
    if (page->data->description != NULL) {
        (void)fprintf(page->stream, "%s\n\n", page->data->description);
    }
    (void)fprintf(page->stream, "Table: %s, %s. Places: %lld.\n", facts->title, page->money,
                  (long long)preston_economy_places(page->economy));
    if (preston_projection_conservation(page->projection, -1, PRESTON_CLOSURE_I, &spent, &accounted,
                                        NULL) == PRESTON_OK) {
        (void)fprintf(page->stream, "Purchases without any measure: %.1f (%s) a year.\n", spent,
                      page->money);
    }
    (void)fprintf(page->stream, "Years %d to %d. Measures: %lld.\n\n", preston_page_year(page, 0),
                  preston_page_year(page, page->last), (long long)page->data->measure_count);
}

static void print_band_line(const preston_scenario_page *page)
{
    if (!page->has_band) {
        (void)fprintf(page->stream,
                      preston_economy_places(page->economy) > 1
                          ? "  - No band: the scenario states no uncertainty. For a small place "
                            "delta moves these\n    numbers more than anything else.\n"
                          : "  - No band: the scenario states no uncertainty.\n");
    } else if (isnan(page->options->delta_low) || isnan(page->options->delta_high)) {
        (void)fprintf(page->stream, "  - The band is over what the scenario calls uncertain.\n");
    } else {
        (void)fprintf(page->stream,
                      "  - The band is over delta from %g to %g: how much less a small place buys "
                      "from itself.\n    Nothing else is varied.\n",
                      page->options->delta_low, page->options->delta_high);
    }
}

/* Deflation and interest are the scenario's; the year of present values may be any. */
static void print_present_value(const preston_scenario_page *page)
{
    double base = isnan(page->data->prices_year) ? page->data->first_year : page->data->prices_year;
    (void)fprintf(
        page->stream,
        "  - Present value: the years %d to %d added up, each discounted to %.0f at %g %% "
        "a year;\n    of jobs: years of full-time work, discounted alike.\n",
        preston_page_year(page, 0), preston_page_year(page, page->last), base,
        100.0 * page->data->discount_rate);
}

static void print_net(const preston_scenario_page *page)
{
    int stated = page->data->has_additionality;
    for (int64_t i = 0; i < page->data->measure_count; i++) {
        stated = stated || page->data->measures[i].has_additionality;
    }
    (void)fprintf(page->stream,
                  stated ? "  - Net: after deadweight, leakage, displacement and substitution, as "
                           "the scenario states\n    them by measure (section 1).\n"
                         : "  - Net is gross here: the scenario states no additionality, so "
                           "nothing is taken off for\n    what would have happened anyway.\n");
}

/* What holds of any scenario. */
void preston_page_print_caveats(const preston_scenario_page *page)
{
    (void)fprintf(
        page->stream,
        "  - Fixed prices, fixed recipes, no substitution; average and not marginal. Firms and\n"
        "    workers drawn from other work are not taken off gross: input-output job multipliers\n"
        "    run high.\n"
        "  - The best causal study of Preston (Rose et al., Lancet Public Health, 2023) found\n"
        "    median wages up 11 %% and no statistically significant change in employment.\n\n");
}

static void print_how_to_read(const preston_scenario_page *page)
{
    (void)fprintf(page->stream, "How to read it\n");
    print_net(page);
    print_band_line(page);
    print_present_value(page);
    preston_page_print_caveats(page);
}

preston_status preston_page_answer(const preston_scenario_page *page, preston_error *error)
{
    answer_lines lines;
    find_lines(page, &lines);
    print_title(page);
    (void)fprintf(page->stream,
                  "The answer: what all measures together change, a year (Type %s)\n\n",
                  preston_page_closure(page->closure));
    preston_status status = print_answer_table(page, &lines, error);
    print_how_to_read(page);
    return status;
}
