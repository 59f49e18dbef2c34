/* What the program prints. */
#include "../shared/text.h"
#include "case.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The accounts that gains and losses are told in, in the order of account_codes. */
static const char *const titles[GAIN_ACCOUNTS] = {"value added", "jobs, FTE", "income of employees",
                                                  "taxes on products"};
enum { JOBS = 1, MOST_AREAS = 40 };

typedef struct page {
    const places_inputs *inputs;
    const case_demands *demands;
    const places_answer *answer;
    const places_band *band;
    const double *sums; /* GAIN_ACCOUNTS × areas × 3 */
    char money[64];     /* "GBP million" */
} page;

static preston_part last_part(const page *of)
{
    return of->inputs->settings->closure == PRESTON_CLOSURE_II ? PRESTON_INDUCED : PRESTON_INDIRECT;
}

/* Money to the hundredth, jobs to one. */
static int decimals_of(int account)
{
    return account == JOBS ? 0 : 2;
}

static void amount_cell(preston_text_table *text, int account, double value)
{
    int decimals = decimals_of(account);
    preston_text_table_cell(text, "%+.*f", decimals, shown_to(value, decimals));
}

static double area_value(const page *of, int account, int64_t area)
{
    const double *parts = of->sums + (account * of->inputs->areas + area) * PARTS;
    return parts[0] + parts[1] + (last_part(of) == PRESTON_INDUCED ? parts[2] : 0.0);
}

static void heads_of_accounts(const page *of, preston_text_table *text)
{
    for (int account = 0; account < GAIN_ACCOUNTS; account++) {
        if (has_account(of->inputs, account)) {
            preston_text_table_cell(text, "%s", titles[account]);
        }
    }
}

static int accounts_there(const page *of)
{
    int count = 0;
    for (int account = 0; account < GAIN_ACCOUNTS; account++) {
        count += has_account(of->inputs, account);
    }
    return count;
}

static int64_t nation_of(const page *of)
{
    int64_t area = preston_places_area_of(of->inputs->places, 0);
    for (int64_t above = area; above >= 0;
         above = preston_places_area_parent(of->inputs->places, above)) {
        area = above;
    }
    return area;
}

/* --- what is asked --- */

static void print_question(const page *of, const places_cost *cost)
{
    const places_inputs *inputs = of->inputs;
    const places_settings *settings = inputs->settings;
    const preston_table_data *facts = preston_table_facts(inputs->table);
    const char *title = settings->shipped ? "Preston: who gains and who loses, in 180 places"
                                          : "Who gains and who loses, place by place";
    printf("%s\n", title);
    for (size_t i = 0; i < strlen(title); i++) {
        (void)putchar('=');
    }
    printf("\n\nTable: %s, %s. Places: %lld in %lld areas, by %s; %lld sectors.\n", facts->title,
           of->money, (long long)inputs->count, (long long)inputs->areas,
           preston_places_measure(inputs->places), (long long)inputs->sectors);
    if (settings->demand != NULL) {
        printf("Demand: %s.\n", settings->demand);
    } else if (settings->shipped) {
        printf("Purchases of six anchor institutions: £%.0fm in 2012/13 (before), £%.0fm in "
               "2016/17\n(after).\n",
               preston_ledger_total(inputs->ledger[BEFORE]) / 1e6,
               preston_ledger_total(inputs->ledger[AFTER]) / 1e6);
    } else {
        printf("Purchases: %s (before), %s (after).\n", settings->ledgers[BEFORE],
               settings->ledgers[AFTER]);
    }
    if (of->demands->divided > 0.0) {
        printf(
            "Of their money %.1f %% is known by area only. It is divided among the area's places "
            "by\neach sector's size there; an area named rest-of-… is without the places and "
            "areas that\nother purchases name.\n",
            100.0 * of->demands->divided / of->demands->money);
    }
    printf("Estimated before the work: %.2g GB, %.0f s.\n\n", cost_bytes(cost) / 1e9,
           cost_seconds(inputs, cost));
}

static void print_distance(const page *of)
{
    const places_settings *settings = of->inputs->settings;
    const preston_trade_options *trade = &settings->options;
    const char *by = settings->travel_times != NULL ? "travel time" : "distance";
    int64_t nearest = nearest_of(of->inputs);
    if (trade->decay == PRESTON_DECAY_EXPONENTIAL) {
        printf("Trade: gravity. What a place does not make itself comes from others, less from\n"
               "  farther away: exp(-d / %g), an assumption%s.\n",
               trade->scale, of->band->made ? " (section 4 varies it)" : "");
    } else {
        printf("Trade: gravity, falling with %s to the power %g, an assumption.\n", by,
               trade->exponent);
    }
    if (nearest == 0) {
        printf("  Every place may buy from every other");
    } else {
        printf("  Each place buys from its %lld nearest", (long long)nearest);
    }
    if (isfinite(trade->radius)) {
        printf(" within %g", trade->radius);
    }
    if (trade->pool_share > 0.0) {
        printf(", and %g of it from anywhere", trade->pool_share);
    }
    printf(".\n");
}

static void print_trade(const page *of)
{
    const places_settings *settings = of->inputs->settings;
    const places_answer *answer = of->answer;
    if (settings->travel_times != NULL) {
        printf("Distances: travel times in minutes, %lld pairs of %s.\n",
               (long long)preston_distance_list_pairs(of->inputs->travel_times),
               settings->travel_times);
    }
    if (settings->trade == TRADE_GRAVITY) {
        print_distance(of);
    } else if (settings->trade == TRADE_POOL) {
        printf("Trade: a common pool. What a place does not make itself comes from all places, in\n"
               "  proportion to what each has left to sell; distance does not matter.\n");
    } else {
        printf("Trade: %s/trade.csv.\n", settings->places);
    }
    if (settings->trade != TRADE_DATA) {
        printf("  Own shares by location quotient: %s",
               settings->options.quotient == PRESTON_QUOTIENT_SLQ ? "SLQ.\n" : "FLQ");
        if (settings->options.quotient == PRESTON_QUOTIENT_FLQ) {
            printf(", delta %g.\n", settings->options.delta);
        }
    }
    if (answer->worst_sector < 0) {
        printf("  Sales and supply were not compared, or are the same.\n\n");
        return;
    }
    printf("  Sales meet supply: at most %.1g of the nation's supply is missing or left over\n"
           "  (%s in %s)%s.\n\n",
           answer->worst_imbalance, preston_table_code(of->inputs->table, answer->worst_sector),
           preston_economy_place_name(answer->economy, answer->worst_place),
           answer->worst_imbalance > 1e-3
               ? ".\n  Trade does NOT balance: more neighbours, a larger scale or a --pool-share "
                 "would"
               : "");
}

/* --- gains and losses --- */

static void print_gains(const page *of, int which, const char *title)
{
    preston_text_table *text = begin_table(6);
    if (text == NULL) {
        return;
    }
    printf("  %s\n\n", title);
    preston_text_table_cell(text, "%s a year", of->money);
    preston_text_table_cell(text, "gain here");
    preston_text_table_cell(text, "places");
    preston_text_table_cell(text, "loss there");
    preston_text_table_cell(text, "places");
    preston_text_table_cell(text, "national net");
    for (int account = 0; account < GAIN_ACCOUNTS; account++) {
        preston_gains gains = {0};
        if (!has_account(of->inputs, account) ||
            preston_impact_gains(of->answer->impact[which], account_codes[account], last_part(of),
                                 &gains, NULL, NULL, NULL) != PRESTON_OK) {
            continue;
        }
        preston_text_table_cell(text, "%s", titles[account]);
        amount_cell(text, account, gains.gain);
        preston_text_table_cell(text, "%lld", (long long)gains.gaining);
        amount_cell(text, account, gains.loss);
        preston_text_table_cell(text, "%lld", (long long)gains.losing);
        amount_cell(text, account, gains.net);
    }
    end_table(text);
}

static void print_all_gains(const page *of)
{
    const char *closure = last_part(of) == PRESTON_INDUCED ? "Type II, gross" : "Type I, gross";
    printf("1. Gain here, loss there, national net (%s)\n\n", closure);
    if (of->demands->given[LOCALISATION]) {
        print_gains(of, LOCALISATION,
                    "Localisation: the same things bought elsewhere, volume and mix apart");
        print_gains(of, CHANGE, "All that changed, volume and mix too");
    } else {
        print_gains(of, CHANGE, "The demand");
    }
    preston_gains direct = {0};
    if (has_account(of->inputs, 0) &&
        preston_impact_gains(of->answer->impact[headline_case(of->demands)], account_codes[0],
                             PRESTON_DIRECT, &direct, NULL, NULL, NULL) == PRESTON_OK) {
        printf("  Before any second round, in the sectors bought from: value added %+.2f here, "
               "%+.2f\n  there, %+.2f in all.\n\n",
               direct.gain, direct.loss, shown_to(direct.net, 2));
    }
}

/* The areas directly inside the nation, where there are any around places. */
static void print_areas(const page *of)
{
    const places_inputs *inputs = of->inputs;
    int64_t nation = nation_of(of);
    int64_t inside = 0;
    for (int64_t area = 0; area < inputs->areas; area++) {
        inside += preston_places_area_parent(inputs->places, area) == nation;
    }
    if (inside == 0 || inside > MOST_AREAS) {
        return;
    }
    preston_text_table *text = begin_table(1 + accounts_there(of));
    if (text == NULL) {
        return;
    }
    printf("2. By area of %s (%s)\n\n", preston_places_area_name(inputs->places, nation),
           case_name(of->inputs, headline_case(of->demands)));
    preston_text_table_cell(text, "%s a year", of->money);
    heads_of_accounts(of, text);
    for (int64_t area = 0; area <= inputs->areas; area++) {
        int64_t shown_area = area < inputs->areas ? area : nation;
        if (area < inputs->areas && preston_places_area_parent(inputs->places, area) != nation) {
            continue;
        }
        preston_text_table_cell(text, "%s",
                                area < inputs->areas
                                    ? preston_places_area_name(inputs->places, area)
                                    : "All (national net)");
        for (int account = 0; account < GAIN_ACCOUNTS; account++) {
            if (has_account(inputs, account)) {
                amount_cell(text, account, area_value(of, account, shown_area));
            }
        }
    }
    end_table(text);
}

/* The area directly inside the nation that a place lies in; "" where it is that itself. */
static const char *region_of(const page *of, int64_t place)
{
    const preston_places *places = of->inputs->places;
    int64_t area = preston_places_area_of(places, place);
    int64_t nation = nation_of(of);
    int64_t own = area;
    while (area >= 0 && preston_places_area_parent(places, area) != nation) {
        area = preston_places_area_parent(places, area);
    }
    return area < 0 || area == own ? "" : preston_places_area_name(places, area);
}

/* The values by place of the accounts beside value added. */
static double *values_by_place(const page *of, const preston_impact *impact)
{
    int64_t count = of->inputs->count;
    double *values = calloc((size_t)count * GAIN_ACCOUNTS * PARTS, sizeof *values);
    for (int account = 0; values != NULL && account < GAIN_ACCOUNTS; account++) {
        if (has_account(of->inputs, account)) {
            (void)preston_impact_by_place(
                impact, account_codes[account],
                preston_matrix(values + account * count * PARTS, count, PARTS), NULL);
        }
    }
    return values;
}

static void place_row(const page *of, int64_t place, const double *values, preston_text_table *text)
{
    preston_text_table_cell(text, "%s", preston_economy_place_name(of->answer->economy, place));
    preston_text_table_cell(text, "%s", region_of(of, place));
    for (int account = 0; account < GAIN_ACCOUNTS; account++) {
        const double *parts = values + (account * of->inputs->count + place) * PARTS;
        if (has_account(of->inputs, account)) {
            amount_cell(text, account,
                        parts[0] + parts[1] + (last_part(of) == PRESTON_INDUCED ? parts[2] : 0.0));
        }
    }
}

/* The places from the largest gain, or from the largest loss. */
static void print_list(const page *of, int gaining, const int64_t *order, const double *amounts,
                       const double *values)
{
    int64_t count = of->inputs->count;
    int64_t most = of->inputs->settings->top;
    if (most == 0 || (gaining ? amounts[0] <= 0.0 : amounts[count - 1] >= 0.0)) {
        return; /* nobody */
    }
    preston_text_table *text = begin_table(2 + accounts_there(of));
    if (text == NULL) {
        return;
    }
    preston_text_table_cell(text, "%s; %s a year", gaining ? "who gains most" : "who loses most",
                            of->money);
    preston_text_table_cell(text, "in");
    heads_of_accounts(of, text);
    int64_t printed = 0;
    for (int64_t k = 0; k < count && printed < most; k++) {
        int64_t at = gaining ? k : count - 1 - k;
        if (gaining ? amounts[at] <= 0.0 : amounts[at] >= 0.0) {
            break;
        }
        place_row(of, order[at], values, text);
        printed++;
    }
    end_table(text);
}

static void print_who(const page *of)
{
    const preston_impact *impact = of->answer->impact[headline_case(of->demands)];
    int64_t count = of->inputs->count;
    int64_t *order = malloc((size_t)count * sizeof *order);
    double *amounts = malloc((size_t)count * sizeof *amounts);
    double *values = values_by_place(of, impact);
    preston_gains gains;
    if (order != NULL && amounts != NULL && values != NULL && has_account(of->inputs, 0) &&
        preston_impact_gains(impact, account_codes[0], last_part(of), &gains, order, amounts,
                             NULL) == PRESTON_OK) {
        printf("3. Who gains and who loses (%s, by value added; all places: --csv)\n\n",
               case_name(of->inputs, headline_case(of->demands)));
        print_list(of, 1, order, amounts, values);
        print_list(of, 0, order, amounts, values);
    }
    free(order);
    free(amounts);
    free(values);
}

/* --- the band --- */

static void ring_name(const page *of, const rings *around, int64_t k, char name[256])
{
    (void)snprintf(name, 256, "%s%s", k == 0 ? "" : "Rest of ",
                   preston_places_area_name(of->inputs->places, around->area[k]));
}

static void print_band(const page *of, const rings *around)
{
    if (!of->band->made) {
        return;
    }
    preston_text_table *text = begin_table(3 + around->count);
    if (text == NULL) {
        return;
    }
    printf("4. How sure: value added over the scale of distance and delta (%s, %s)\n\n",
           case_name(of->inputs, headline_case(of->demands)), of->money);
    preston_text_table_cell(text, "scale");
    preston_text_table_cell(text, "delta");
    for (int64_t k = 0; k < around->count; k++) {
        char name[256];
        ring_name(of, around, k, name);
        preston_text_table_cell(text, "%s", name);
    }
    preston_text_table_cell(text, "all losses");
    for (int draw = 0; draw < DRAWS; draw++) {
        preston_text_table_cell(text, "%g", of->band->scale[draw]);
        preston_text_table_cell(text, "%g", of->band->delta[draw]);
        for (int64_t k = 0; k < around->count; k++) {
            preston_text_table_cell(text, "%+.2f", of->band->value[draw][0][k]);
        }
        preston_text_table_cell(text, "%+.2f", of->band->loss[draw]);
    }
    end_table(text);
}

/* --- what it rests on --- */

static void print_conservation(const page *of)
{
    double apart = 0.0;
    double most = 0.0;
    int closures = last_part(of) == PRESTON_INDUCED ? 2 : 1;
    for (int which = 0; which < CASES; which++) {
        for (int closure = 0; of->demands->given[which] && closure < closures; closure++) {
            double spent = 0.0;
            double accounted = 0.0;
            if (preston_impact_conservation(of->answer->impact[which], (preston_closure)closure,
                                            &spent, &accounted, NULL) != PRESTON_OK) {
                printf("  - Conservation is not checked: the table lacks gva, imports or "
                       "taxes_on_products.\n");
                return;
            }
            apart = fmax(apart, fabs(spent - accounted));
            most = fmax(most, fabs(spent));
        }
    }
    printf("  - Money is conserved: value added, imports and taxes on products of all places are "
           "what\n    was spent, to %.0e of at most %.1f (%s).\n",
           apart, most, of->money);
}

static void print_certificates(const page *of)
{
    double worst = 0.0;
    int certified = 1;
    int closures = last_part(of) == PRESTON_INDUCED ? 2 : 1;
    for (int which = 0; which < CASES; which++) {
        for (int closure = 0; of->demands->given[which] && closure < closures; closure++) {
            preston_certificate made =
                preston_impact_certificate(of->answer->impact[which], (preston_closure)closure);
            worst = fmax(worst, made.relative_bound);
            certified = certified && made.certified;
        }
    }
    printf(certified ? "  - Each solve is certified to a relative error below %.0e.\n"
                     : "  - Not every solve could be certified; where it was, to %.0e.\n",
           worst);
}

/* Whose technology it is. With own tables the places need not add up to the nation. */
static void print_recipes(const page *of)
{
    const places_inputs *inputs = of->inputs;
    if (inputs->own_tables == NULL) {
        printf("  - Every place has the nation's recipe for each sector; places differ by how much "
               "of each\n    sector they have and by whom they buy from.\n");
        return;
    }
    double made = 0.0;
    double nation = 0.0;
    preston_const_view output = preston_economy_output(of->answer->economy);
    preston_const_view whole = preston_table_output(inputs->table);
    for (int64_t row = 0; row < output.rows; row++) {
        made += preston_get(output, row, 0);
    }
    for (int64_t i = 0; i < whole.rows; i++) {
        nation += preston_get(whole, i, 0);
    }
    printf("  - Places with a recipe and an output of their own: %lld (%s);\n    all others have "
           "the nation's recipe. Together the places make %.4g times the nation's\n    output: "
           "far from 1, tables and sizes do not fit.\n",
           (long long)inputs->traded.own_tables, inputs->settings->own_tables, made / nation);
}

static void print_rests(const page *of)
{
    const places_settings *settings = of->inputs->settings;
    printf("What this rests on\n");
    print_conservation(of);
    print_certificates(of);
    print_recipes(of);
    if (last_part(of) == PRESTON_INDUCED) {
        static const char *const commuting[] = {
            "wages are spent where they are earned: no commuting",
            "wages go home by gravity (an assumption), residents being where work is",
            "wages go home by commuting.csv"};
        printf("  - Type II: %s;\n    %g of each 1 paid reaches no household (tax, saving).\n",
               commuting[settings->commuting], settings->wage_leakage);
    } else {
        printf("  - Type I: what households spend is outside.\n");
    }
    if (settings->shipped) {
        printf(
            "  - Value added by place and sector is an estimate: published industry groups, finer\n"
            "    sectors at the mix of the area around; Preston by where residents work.\n");
        if (settings->travel_times == NULL && settings->trade == TRADE_GRAVITY) {
            printf("  - Places are points at the centre of their area, distances straight.\n");
        }
        printf(
            "  - The split of the ledgers by industry is not published. \"Local\" means the "
            "supplier\n    invoiced is there. The table is of 2019; nothing is deflated. Household "
            "income (£2.03tn)\n    is an estimate too.\n");
    }
    print_how_to_read();
}

/* --- the answer --- */

static void ring_band(const page *of, int account, int64_t k, preston_text_table *text)
{
    double low = (double)INFINITY;
    double high = -(double)INFINITY;
    for (int draw = 0; draw < DRAWS; draw++) {
        low = fmin(low, of->band->value[draw][account][k]);
        high = fmax(high, of->band->value[draw][account][k]);
    }
    int decimals = account == JOBS ? 0 : 1;
    preston_text_table_cell(text, "%+.*f to %+.*f", decimals, shown_to(low, decimals), decimals,
                            shown_to(high, decimals));
}

/* The row of one ring, or of the nation behind them all. */
static void ring_row(const page *of, const rings *around, int64_t k,
                     double values[GAIN_ACCOUNTS][MOST_RINGS], preston_text_table *text)
{
    char name[256] = "All (national net)";
    if (k < around->count) {
        ring_name(of, around, k, name);
    }
    preston_text_table_cell(text, "%s", name);
    for (int account = 0; account < BAND_ACCOUNTS; account++) {
        if (!has_account(of->inputs, account)) {
            continue;
        }
        int decimals = account == JOBS ? 0 : 1;
        double value =
            k < around->count ? values[account][k] : area_value(of, account, nation_of(of));
        preston_text_table_cell(text, "%+.*f", decimals, shown_to(value, decimals));
        if (of->band->made && k < around->count) {
            ring_band(of, account, k, text);
        } else if (of->band->made) {
            preston_text_table_cell(text, "%s", "");
        }
    }
}

static void print_rings(const page *of, const rings *around)
{
    double values[GAIN_ACCOUNTS][MOST_RINGS];
    int there = has_account(of->inputs, 0) + has_account(of->inputs, JOBS);
    preston_text_table *text = begin_table(1 + there * (1 + of->band->made));
    if (text == NULL) {
        return;
    }
    preston_text_table_cell(text, "gross, Type %s", last_part(of) == PRESTON_INDUCED ? "II" : "I");
    for (int account = 0; account < BAND_ACCOUNTS; account++) {
        ring_values(around, of->sums + account * of->inputs->areas * PARTS,
                    of->inputs->settings->closure, values[account]);
        if (!has_account(of->inputs, account)) {
            continue;
        }
        preston_text_table_cell(text, account == JOBS ? "%s" : "%s, %s", titles[account],
                                of->money);
        if (of->band->made) {
            preston_text_table_cell(text, "band");
        }
    }
    for (int64_t k = 0; k <= around->count; k++) {
        ring_row(of, around, k, values, text);
    }
    end_table(text);
}

static void print_answer(const page *of, const rings *around)
{
    preston_gains gains = {0};
    const preston_impact *impact = of->answer->impact[headline_case(of->demands)];
    printf("The answer\n");
    if (of->demands->given[LOCALISATION]) {
        printf("  What comes of where it was bought (localisation), volume and mix apart, a "
               "year:\n\n");
    } else {
        printf("  What the demand brings about:\n\n");
    }
    if (around->count > 0) {
        print_rings(of, around);
    }
    if (has_account(of->inputs, 0) &&
        preston_impact_gains(impact, account_codes[0], last_part(of), &gains, NULL, NULL, NULL) ==
            PRESTON_OK) {
        printf("  %lld places gain value added of %.1f, %lld lose %.1f; the nation's net is %+.1f "
               "(%s).\n",
               (long long)gains.gaining, gains.gain, (long long)gains.losing, fabs(gains.loss),
               shown(gains.net), of->money);
        printf("  These are gross: the net for a place is smaller by what would have happened "
               "there\n  anyway, which no input here says.\n");
    }
}

void print_places(const places_inputs *inputs, const case_demands *demands,
                  const places_answer *answer, const places_band *band, const places_cost *cost,
                  const double *sums)
{
    const preston_table_data *facts = preston_table_facts(inputs->table);
    page of = {.inputs = inputs, .demands = demands, .answer = answer, .band = band, .sums = sums};
    rings around;
    (void)snprintf(of.money, sizeof of.money, "%s %s", facts->currency, facts->unit);
    find_rings(inputs, &around);
    print_question(&of, cost);
    print_trade(&of);
    print_all_gains(&of);
    print_areas(&of);
    print_who(&of);
    print_band(&of, &around);
    print_rests(&of);
    print_answer(&of, &around);
}
