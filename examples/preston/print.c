/* What the program prints. */
#include "../shared/text.h"
#include "case.h"

#include <math.h>
#include <stdio.h>

enum { ACCOUNTS = 4 };

static const char *const ledger_years[] = {"2012/13", "2016/17"};
static const char *const part_names[] = {"direct", "indirect", "induced"};

/* The accounts that are printed, with their units. */
static const struct {
    const char *code;
    const char *title;
    const char *unit;
} accounts[ACCOUNTS] = {{"output", "output", "£m a year"},
                        {"gva", "value added", "£m a year"},
                        {"compensation", "income (compensation of employees)", "£m a year"},
                        {"jobs", "jobs", "full-time equivalents"}};

/* Only Flegg's quotients depend on delta. */
static int has_delta(const case_settings *settings)
{
    return settings->quotient == PRESTON_QUOTIENT_FLQ ||
           settings->quotient == PRESTON_QUOTIENT_AFLQ;
}

/* What the bands are over; a delta from outside the supported range widens it. */
static void print_band_title(const case_settings *settings, preston_text_table *text)
{
    if (has_delta(settings)) {
        preston_text_table_cell(text, "delta %g to %g", fmin(LEAST_DELTA, settings->delta),
                                fmax(MOST_DELTA, settings->delta));
    } else {
        preston_text_table_cell(text, "no delta, no band");
    }
}

static void print_inputs(const case_inputs *inputs, const case_answer *answer)
{
    const preston_table_data *facts = preston_table_facts(inputs->table);
    printf("Preston: what six anchor institutions' change of purchasing did\n"
           "===============================================================\n\n"
           "Table: %s, %s %s.\nPlaces, by gross value added of 2019 (an estimate):\n",
           facts->title, facts->currency, facts->unit);
    for (int64_t place = 0; place < preston_economy_places(answer->economy); place++) {
        printf("  %-26s %8.3f %% of the nation", preston_economy_place_name(answer->economy, place),
               100.0 * preston_economy_place_share(answer->economy, place));
        if (has_delta(inputs->settings)) {
            printf(", Flegg's lambda %.3f at delta %g",
                   preston_economy_place_lambda(answer->economy, place), inputs->settings->delta);
        }
        (void)putchar('\n');
    }
    (void)putchar('\n');
}

/* Spending in each place; by category the shares. */
static void print_spending(const preston_retention *const retention[2], const case_answer *answer)
{
    int64_t places = preston_economy_places(answer->economy);
    preston_text_table *text = begin_table(5);
    if (text == NULL) {
        return;
    }
    printf("1. Where the suppliers are: spending by place of the supplier invoiced\n\n");
    preston_text_table_cell(text, "£m, prices of the year");
    for (int k = 0; k < 2; k++) {
        preston_text_table_cell(text, "%s", ledger_years[k]);
        preston_text_table_cell(text, "share");
    }
    for (int64_t place = 0; place <= places; place++) {
        const char *code =
            place == places ? NULL : preston_economy_place_code(answer->economy, place);
        preston_text_table_cell(
            text, "%s", code == NULL ? "All" : preston_economy_place_name(answer->economy, place));
        for (int k = 0; k < 2; k++) {
            preston_text_table_cell(text, "%.1f",
                                    preston_retention_amount(retention[k], -1, code) / 1e6);
            preston_text_table_cell(text, "%.1f %%",
                                    100.0 * preston_retention_share(retention[k], -1, code));
        }
    }
    end_table(text);
}

/* The share of each category kept in each place, with its money. */
static void print_categories(const preston_retention *retention, const char *year,
                             const case_answer *answer)
{
    int64_t places = preston_economy_places(answer->economy);
    preston_text_table *text = begin_table(2 + places);
    if (text == NULL) {
        return;
    }
    preston_text_table_cell(text, "by category, %s", year);
    preston_text_table_cell(text, "£m");
    for (int64_t place = 0; place < places; place++) {
        preston_text_table_cell(text, "%s", preston_economy_place_name(answer->economy, place));
    }
    for (int64_t group = 0; group < preston_retention_groups(retention); group++) {
        preston_text_table_cell(text, "%s", preston_retention_group(retention, group));
        preston_text_table_cell(text, "%.1f",
                                preston_retention_amount(retention, group, NULL) / 1e6);
        for (int64_t place = 0; place < places; place++) {
            const char *code = preston_economy_place_code(answer->economy, place);
            preston_text_table_cell(text, "%.1f %%",
                                    100.0 * preston_retention_share(retention, group, code));
        }
    }
    end_table(text);
}

static void print_retention(const case_findings *findings, const case_answer *answer)
{
    print_spending((const preston_retention *const *)findings->retention, answer);
    print_categories(findings->retention[0], ledger_years[0], answer);
    print_categories(findings->retention[1], ledger_years[1], answer);
}

static void print_pounds(const case_answer *answer)
{
    int64_t places = preston_economy_places(answer->economy);
    preston_text_table *text = begin_table(3);
    if (text == NULL) {
        return;
    }
    printf("2. Where each pound goes in the end (households outside; pence of each £1 spent)\n\n");
    preston_text_table_cell(text, "of each £1");
    preston_text_table_cell(text, "%s", ledger_years[0]);
    preston_text_table_cell(text, "%s", ledger_years[1]);
    for (int64_t place = 0; place < places; place++) {
        preston_text_table_cell(text, "value added in %s",
                                preston_economy_place_name(answer->economy, place));
        for (int k = 0; k < 2; k++) {
            const preston_impact *impact = impact_of(answer, k);
            preston_text_table_cell(text, "%.1f",
                                    100.0 * total_of(impact, "gva", PRESTON_CLOSURE_I, place) /
                                        spent_in(impact));
        }
    }
    static const char *const leaks[] = {"imports", "taxes_on_products"};
    static const char *const titles[] = {"imports", "taxes on products"};
    for (int leak = 0; leak < 2; leak++) {
        preston_text_table_cell(text, "%s", titles[leak]);
        for (int k = 0; k < 2; k++) {
            const preston_impact *impact = impact_of(answer, k);
            double sum = 0.0;
            for (int64_t place = 0; place < places; place++) {
                sum += total_of(impact, leaks[leak], PRESTON_CLOSURE_I, place);
            }
            preston_text_table_cell(text, "%.1f", 100.0 * sum / spent_in(impact));
        }
    }
    preston_text_table_cell(text, "all");
    for (int k = 0; k < 2; k++) {
        double spent = 0.0;
        double accounted = 0.0;
        (void)preston_impact_conservation(impact_of(answer, k), PRESTON_CLOSURE_I, &spent,
                                          &accounted, NULL);
        preston_text_table_cell(text, "%.1f", 100.0 * accounted / spent);
    }
    end_table(text);
}

static void print_impact_rows(const case_answer *answer, int ledger, int account,
                              preston_text_table *text)
{
    int64_t places = preston_economy_places(answer->economy);
    const preston_impact *impact = impact_of(answer, ledger);
    double national[PARTS] = {0.0};
    for (int64_t place = 0; place <= places; place++) {
        double sum = 0.0;
        preston_text_table_cell(
            text, "%s",
            place == places ? "All" : preston_economy_place_name(answer->economy, place));
        for (int part = 0; part < PARTS; part++) {
            double value = place == places ? national[part]
                                           : part_of(impact, accounts[account].code, part, place);
            national[part] += place == places ? 0.0 : value;
            sum += value;
            preston_text_table_cell(text, "%.1f", value);
        }
        preston_text_table_cell(text, "%.1f", sum);
    }
}

static void print_impacts(const case_answer *answer)
{
    printf("3. Impact of each ledger, gross, by place (Type II)\n\n");
    for (int account = 0; account < ACCOUNTS; account++) {
        for (int ledger = 0; ledger < 2; ledger++) {
            preston_text_table *text = begin_table(2 + PARTS);
            if (text == NULL) {
                return;
            }
            preston_text_table_cell(text, "%s, %s, %s", accounts[account].title,
                                    ledger_years[ledger], accounts[account].unit);
            for (int part = 0; part < PARTS; part++) {
                preston_text_table_cell(text, "%s", part_names[part]);
            }
            preston_text_table_cell(text, "all");
            print_impact_rows(answer, ledger, account, text);
            end_table(text);
        }
    }
}

static void print_changes(const case_answer *answer)
{
    int64_t places = preston_economy_places(answer->economy);
    printf("4. The change from %s to %s, and its three causes (Type II, gross)\n\n",
           ledger_years[0], ledger_years[1]);
    for (int account = 0; account < ACCOUNTS; account++) {
        const char *code = accounts[account].code;
        preston_text_table *text = begin_table(2 + CAUSES);
        double national[1 + CAUSES] = {0.0};
        if (text == NULL) {
            return;
        }
        preston_text_table_cell(text, "%s, %s", accounts[account].title, accounts[account].unit);
        preston_text_table_cell(text, "change");
        preston_text_table_cell(text, "volume");
        preston_text_table_cell(text, "mix");
        preston_text_table_cell(text, "localisation");
        for (int64_t place = 0; place <= places; place++) {
            preston_text_table_cell(
                text, "%s",
                place == places ? "All" : preston_economy_place_name(answer->economy, place));
            for (int cause = -1; cause < CAUSES; cause++) {
                double value = place == places ? national[1 + cause]
                               : cause < 0     ? change_of(answer, code, place)
                                               : cause_of(answer, cause, code, place);
                national[1 + cause] += place == places ? 0.0 : value;
                preston_text_table_cell(text, "%+.1f", shown(value));
            }
        }
        end_table(text);
    }
    printf(
        "  Volume: less or more was spent in all. Mix: other things were bought (nil here: no "
        "split\n"
        "  by industry is published, and both ledgers have the same). Localisation: it was bought\n"
        "  in other places. What one place gains by localisation others lose: the national sum is\n"
        "  nil because every place has the nation's technology.\n\n");
}

static void print_lm3(const case_findings *findings)
{
    static const char *const titles[AREAS] = {"Preston", "Lancashire"};
    static const char *const heads[] = {"area and year",    "LM3 of the budget", "first £ if local",
                                        "LM3 of a £1 here", "all rounds",        "captured"};
    preston_text_table *text = begin_table(6);
    if (text == NULL) {
        return;
    }
    printf("5. LM3: what three rounds of local spending capture (ratios; from the model, Type "
           "II)\n\n");
    for (size_t i = 0; i < sizeof heads / sizeof *heads; i++) {
        preston_text_table_cell(text, "%s", heads[i]);
    }
    for (int area = 0; area < AREAS; area++) {
        for (int k = 0; k < 2; k++) {
            const preston_lm3 *budget = &findings->lm3_of_budget[area][k];
            const preston_lm3 *here = &findings->lm3_here[area][k];
            preston_text_table_cell(text, "%s, %s", titles[area], ledger_years[k]);
            preston_text_table_cell(text, "%.3f", budget->plain);
            preston_text_table_cell(text, "%.3f", budget->local);
            preston_text_table_cell(text, "%.3f", here->plain);
            preston_text_table_cell(text, "%.3f", here->full);
            preston_text_table_cell(text, "%.1f %%", 100.0 * here->captured);
        }
    }
    end_table(text);
    printf(
        "  LM3 = (R1 + R2 + R3) / R1. \"Of the budget\": R1 is all spending, R2 what reaches the\n"
        "  area. \"First £ if local\" leaves R1 out of the sum, as Northumberland's £1.76 and\n"
        "  £0.36 do. \"Of a £1 here\": R1 is the money that reaches the area. Rounds count what\n"
        "  local sectors and households receive; \"captured\" is the share of all rounds.\n\n");
}

/* The same ratio from what suppliers answered, when a survey was given. */
static void print_survey(const case_inputs *inputs, const case_findings *findings)
{
    for (int k = 0; inputs->survey != NULL && k < 2; k++) {
        printf("  From the survey, Preston %s: LM3 of the budget %.3f, first £ if local %.3f.\n%s",
               ledger_years[k], findings->lm3_of_survey[k].plain, findings->lm3_of_survey[k].local,
               k == 1 ? "\n" : "");
    }
}

static void print_bands(const case_inputs *inputs, const case_answer *answer,
                        const case_findings *findings)
{
    preston_text_table *text = begin_table(5);
    if (text == NULL) {
        return;
    }
    printf("6. How sure: the change over the band of delta, and without feedback (Type II, "
           "gross)\n\n");
    preston_text_table_cell(text, "change");
    preston_text_table_cell(text, "lowest");
    if (has_delta(inputs->settings)) {
        preston_text_table_cell(text, "delta %g", inputs->settings->delta);
    } else {
        preston_text_table_cell(text, "as asked");
    }
    preston_text_table_cell(text, "highest");
    preston_text_table_cell(text, "no feedback");
    for (int k = 0; k < BAND_ACCOUNTS; k++) {
        for (int64_t place = 0; place < preston_economy_places(answer->economy); place++) {
            const preston_band *band = &findings->bands[(place * BAND_ACCOUNTS + k) * 2];
            preston_text_table_cell(text, "%s, %s",
                                    preston_economy_place_name(answer->economy, place),
                                    k == 0 ? "value added, £m a year" : "jobs, FTE");
            preston_text_table_cell(text, "%+.1f", band->low);
            preston_text_table_cell(text, "%+.1f", change_of(answer, band_accounts[k], place));
            preston_text_table_cell(text, "%+.1f", band->high);
            preston_text_table_cell(
                text, "%+.1f", change_of(&findings->without_feedback, band_accounts[k], place));
        }
    }
    end_table(text);
    printf("  Feedback: the rest of the nation buys from Lancashire what balances each sector\n"
           "  there. Without it, it buys nothing from Lancashire.\n\n");
}

static void print_caveats(const case_inputs *inputs, const case_answer *answer)
{
    preston_certificate certificate =
        preston_impact_certificate(impact_of(answer, 1), PRESTON_CLOSURE_II);
    printf(
        "What this rests on\n"
        "  - Published: totals £750m and £617m; 5 %% and 18.2 %% in Preston, 39 %% and 79.2 %% in\n"
        "    Lancashire. The split by industry is not published: it is that of the purchases of\n"
        "    public administration, education, health, social care and housing in the UK table.\n"
        "  - \"Local\" means the supplier invoiced is there, not that the goods were made there.\n"
        "  - Preston's share of Mid Lancashire is taken from where residents work by industry,\n"
        "    and the UK's household income (£2.03tn, 2019) from Scotland's ratio: both estimates.\n"
        "  - The table is of 2019, the ledgers of 2012/13 and 2016/17. Deflators used: %g and %g\n"
        "    (1 is none). Jobs per £m are those of 2019.\n"
        "  - Type II spends all wages where they are earned: no commuting, no extra tax or "
        "saving.\n"
        "  - Each solve is certified to a relative error below %.0e.\n",
        inputs->settings->deflate[0], inputs->settings->deflate[1], certificate.relative_bound);
    print_how_to_read();
}

static void print_answer(const case_inputs *inputs, const case_answer *answer,
                         const preston_band *bands)
{
    int64_t places = preston_economy_places(answer->economy);
    double spent[2] = {preston_ledger_total(inputs->ledger[0]) / 1e6,
                       preston_ledger_total(inputs->ledger[1]) / 1e6};
    double net[BAND_ACCOUNTS] = {0.0};
    preston_text_table *text = begin_table(5);
    if (text == NULL) {
        return;
    }
    print_caveats(inputs, answer);
    printf("The answer\n"
           "  From %s to %s the six institutions spent £%.0fm %s a year. What comes of where\n"
           "  they spent it (localisation), volume apart, a year, in the economy of 2019:\n\n",
           ledger_years[0], ledger_years[1], fabs(spent[1] - spent[0]),
           spent[1] < spent[0] ? "less" : "more");
    preston_text_table_cell(text, "gross, Type II");
    preston_text_table_cell(text, "value added, £m");
    print_band_title(inputs->settings, text);
    preston_text_table_cell(text, "jobs, FTE");
    print_band_title(inputs->settings, text);
    for (int64_t place = 0; place < places; place++) {
        preston_text_table_cell(text, "%s", preston_economy_place_name(answer->economy, place));
        for (int k = 0; k < BAND_ACCOUNTS; k++) {
            const preston_band *band = &bands[(place * BAND_ACCOUNTS + k) * 2 + 1];
            double value = cause_of(answer, PRESTON_LOCALISATION, band_accounts[k], place);
            net[k] += value;
            preston_text_table_cell(text, k == 0 ? "%+.1f" : "%+.0f", value);
            preston_text_table_cell(text, k == 0 ? "%+.1f to %+.1f" : "%+.0f to %+.0f", band->low,
                                    band->high);
        }
    }
    preston_text_table_cell(text, "All (national net)");
    preston_text_table_cell(text, "%+.1f", shown(net[0]));
    preston_text_table_cell(text, "%s", "");
    preston_text_table_cell(text, "%+.0f", shown(net[1]));
    end_table(text);
    printf("  Nationally the gains and losses add up to %+.1f £m: every place has the nation's\n"
           "  technology, and the use of idle capacity is not counted as a gain.\n",
           shown(net[0]));
}

void print_case(const case_inputs *inputs, const case_answer *answer, const case_findings *findings)
{
    print_inputs(inputs, answer);
    print_retention(findings, answer);
    print_pounds(answer);
    print_impacts(answer);
    print_changes(answer);
    print_lm3(findings);
    print_survey(inputs, findings);
    print_bands(inputs, answer, findings);
    print_answer(inputs, answer, findings->bands);
}
