/* What the program prints: what was found in the table, multipliers, the impact of the demand. */
#include "case.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *row_name(const regions_page *of, int64_t row, char name[256])
{
    (void)snprintf(name, 256, "%s of %s",
                   preston_table_code(of->inputs->whole, row % of->inputs->sectors),
                   preston_multiregional_place_code(of->inputs->table, row / of->inputs->sectors));
    return name;
}

static const char *name_of(const regions_page *of, int64_t place)
{
    return preston_economy_place_name(of->answer->economy, place);
}

/* --- what was found --- */

static void print_residual(const regions_page *of)
{
    const regions_inputs *inputs = of->inputs;
    const preston_residual_report *report = &inputs->report;
    printf("The rest is what the nation's table has beyond the region's (residual method). "
           "Assumed:\n"
           "  - what the region buys from the rest is made there as the nation's column of that "
           "buyer\n"
           "    is, and what it sells there is used as what is left of the nation's row;\n"
           "  - everybody lives where they work.\n");
    printf("Where the two tables disagree: %lld cells in which the region has more than the "
           "nation,\n%.6g in all, %.2g %% of what the region buys of itself; taken to be sold to "
           "the rest and\nbought there%s\n",
           (long long)report->cells, report->excess, 100.0 * report->excess_share,
           report->cells > 0 ? ". The largest:" : ".");
    for (int k = 0; k < MOST_CELLS && inputs->largest[k].excess > 0.0; k++) {
        printf("    %s to %s: %.6g\n", inputs->largest[k].seller, inputs->largest[k].buyer,
               inputs->largest[k].excess);
    }
    printf(
        "Foreign exports beyond the nation's: %.6g, counted as sold to the rest; imports: %.6g,\n"
        "as bought there. Accounts of the rest's sectors below zero: %lld. Sectors with more "
        "jobs than\nthe nation: %lld, which are given the nation's by output.\n",
        report->moved_exports, report->moved_imports, (long long)report->negative_accounts,
        (long long)report->shared_jobs);
}

/* More than this share of the sector's output is no rounding. */
static const double noticeable = 1e-3;

static void print_imbalance(const regions_page *of, const char *what, double imbalance, int64_t row)
{
    char name[256];
    if (row < 0) {
        printf("Balance: %s are output exactly.\n", what);
        return;
    }
    double output = preston_get(preston_multiregional_output(of->inputs->table), row, 0);
    printf("Balance: %s differ from output by at most %.3g (%s, which makes %.6g)%s\n", what,
           imbalance, row_name(of, row, name), output,
           imbalance > noticeable * output ? ": NOT balanced." : ".");
}

void print_found(const regions_page *of)
{
    const preston_multiregional_checks *checks = &of->inputs->checks;
    char name[256];
    if (of->inputs->region != NULL) {
        print_residual(of);
    }
    print_imbalance(of, "sales", checks->row_imbalance, checks->row);
    print_imbalance(of, "costs", checks->column_imbalance, checks->column);
    if (checks->negative_gva > 0) {
        printf("Value added below zero in %lld sectors; lowest, over output, %.3g in %s.\n",
               (long long)checks->negative_gva, checks->lowest_gva,
               row_name(of, checks->lowest_gva_row, name));
    }
    if (checks->negative_flows > 0) {
        printf("Flows below zero in %lld cells, kept as they are.\n",
               (long long)checks->negative_flows);
    }
    if (checks->zero_outputs > 0) {
        printf("Without any output: %lld sectors of an economy, left out of the averages; what the "
               "table says\nthey sell is %.6g in all.\n",
               (long long)checks->zero_outputs, checks->unmade);
    }
    (void)putchar('\n');
}

/* --- multipliers by economy --- */

typedef struct ranked {
    double by;
    int64_t at;
} ranked;

static int compare(const void *one, const void *other)
{
    const ranked *a = one;
    const ranked *b = other;
    if (a->by != b->by) {
        return a->by > b->by ? -1 : 1;
    }
    return a->at < b->at ? -1 : a->at > b->at;
}

static void multiplier_row(const regions_page *of, int closure, int64_t place,
                           preston_text_table *text)
{
    const regions_inputs *inputs = of->inputs;
    double output = 0.0;
    double gva = 0.0;
    double home = 0.0;
    double most = 0.0;
    int64_t where = -1;
    for (int64_t receiver = 0; receiver < inputs->places; receiver++) {
        double here = effect_in(inputs, of->answer, closure, GVA, place, receiver);
        output += effect_in(inputs, of->answer, closure, OUTPUT, place, receiver);
        gva += here;
        if (receiver == place) {
            home = here;
        } else if (where < 0 || here > most) {
            most = here;
            where = receiver;
        }
    }
    preston_text_table_cell(text, "%s", name_of(of, place));
    preston_text_table_cell(text, "%.0f", inputs->sum[place]);
    preston_text_table_cell(text, "%.3f", output);
    preston_text_table_cell(text, "%.3f",
                            effect_in(inputs, of->answer, closure, OUTPUT, place, place));
    preston_text_table_cell(text, "%.3f", home);
    preston_text_table_cell(text, "%.3f", shown_to(gva - home, 3));
    preston_text_table_cell(
        text, "%.3f",
        shown_to(mixed(inputs, of->answer->outside[closure] + place * inputs->sectors, place), 3));
    if (where >= 0) {
        preston_text_table_cell(text, "%s %.3f", name_of(of, where), shown_to(most, 3));
    } else {
        preston_text_table_cell(text, "-");
    }
}

static void print_closure(const regions_page *of, int closure, const ranked *order)
{
    static const char *const heads[] = {"economy",        "final sales",         "output",
                                        "of it at home",  "value added at home", "elsewhere",
                                        "imports, taxes", "elsewhere, most in"};
    preston_text_table *text = begin_table(8);
    int64_t top = of->inputs->settings->top;
    if (text == NULL) {
        return;
    }
    printf("  Type %s, per unit of final sales (these in %s)\n\n", closure_names[closure],
           of->money);
    for (size_t k = 0; k < sizeof heads / sizeof *heads; k++) {
        preston_text_table_cell(text, "%s", heads[k]);
    }
    for (int64_t k = 0; k < of->inputs->places && k < top; k++) {
        multiplier_row(of, closure, order[k].at, text);
    }
    end_table(text);
}

/* A table of the world may tell neither imports nor taxes apart. */
static void print_no_outside(const regions_page *of)
{
    const regions_inputs *inputs = of->inputs;
    for (int64_t row = 0; row < inputs->places * inputs->sectors; row++) {
        if (of->answer->outside[0][row] != 0.0) {
            return;
        }
    }
    printf("  The table has no row of taxes on products or of imports from outside: what there is "
           "of them\n  counts as value added.\n");
}

preston_status print_multipliers(const regions_page *of, preston_error *error)
{
    const regions_inputs *inputs = of->inputs;
    ranked *order = calloc((size_t)inputs->places, sizeof *order);
    if (order == NULL) {
        return fail_with(error, PRESTON_ERROR_MEMORY, "out of memory");
    }
    for (int64_t place = 0; place < inputs->places; place++) {
        order[place] = (ranked){inputs->sum[place], place};
    }
    qsort(order, (size_t)inputs->places, sizeof *order, compare);
    printf("1. What stays at home of what final users anywhere buy of each economy\n\n");
    for (int closure = 0; closure <= (int)inputs->closure; closure++) {
        print_closure(of, closure, order);
    }
    if (inputs->closure == PRESTON_CLOSURE_I && !inputs->settings->only_type_one) {
        printf("  No Type II: the table lacks compensation, households or their income.\n");
    }
    print_no_outside(of);
    if (inputs->places > inputs->settings->top) {
        printf("  The largest %lld of %lld economies; all, and every sector: --csv\n",
               (long long)inputs->settings->top, (long long)inputs->places);
    }
    (void)putchar('\n');
    free(order);
    return PRESTON_OK;
}

/* --- the impact --- */

enum { ACCOUNTS = 4 };
static const char *const accounts[ACCOUNTS] = {"output", "gva", "compensation", "jobs"};
static const char *const titles[ACCOUNTS] = {"output", "value added", "income of employees",
                                             "jobs, FTE"};

static int has_account(const regions_page *of, int account)
{
    return account == 0 || preston_table_find_account(of->inputs->whole, accounts[account]) >= 0;
}

/* All parts together, by account and place; columns of accounts that are not there stay zero. */
static preston_status add_parts(const regions_page *of, double *values, preston_error *error)
{
    int64_t places = of->inputs->places;
    double *parts = malloc((size_t)(places * 3) * sizeof *parts);
    if (parts == NULL) {
        return fail_with(error, PRESTON_ERROR_MEMORY, "out of memory");
    }
    preston_status status = PRESTON_OK;
    for (int account = 0; status == PRESTON_OK && account < ACCOUNTS; account++) {
        if (!has_account(of, account)) {
            continue;
        }
        status = preston_impact_by_place(of->answer->impact, accounts[account],
                                         preston_matrix(parts, places, 3), error);
        for (int64_t place = 0; status == PRESTON_OK && place < places; place++) {
            values[account * places + place] =
                parts[3 * place] + parts[3 * place + 1] + parts[3 * place + 2];
        }
    }
    free(parts);
    return status;
}

static void impact_row(const regions_page *of, const char *name, const double *values,
                       int64_t stride, preston_text_table *text)
{
    preston_text_table_cell(text, "%s", name);
    for (int account = 0; account < ACCOUNTS; account++) {
        if (has_account(of, account)) {
            preston_text_table_cell(text, "%+.3f", shown_to(values[account * stride], 3));
        }
    }
}

static void print_gains(const regions_page *of, const double *values, const ranked *order)
{
    int64_t places = of->inputs->places;
    int64_t top = of->inputs->settings->top < places ? of->inputs->settings->top : places;
    double all[ACCOUNTS] = {0};
    double others[ACCOUNTS] = {0};
    int columns = 1;
    for (int account = 0; account < ACCOUNTS; account++) {
        columns += has_account(of, account);
        for (int64_t k = 0; k < places; k++) {
            double value = values[account * places + order[k].at];
            all[account] += value;
            others[account] += k >= top ? value : 0.0;
        }
    }
    preston_text_table *text = begin_table(columns);
    if (text == NULL) {
        return;
    }
    preston_text_table_cell(text, "%s", of->money);
    for (int account = 0; account < ACCOUNTS; account++) {
        if (has_account(of, account)) {
            preston_text_table_cell(text, "%s", titles[account]);
        }
    }
    for (int64_t k = 0; k < top; k++) {
        impact_row(of, name_of(of, order[k].at), values + order[k].at, places, text);
    }
    if (top < places) {
        char name[64];
        (void)snprintf(name, sizeof name, "%lld others", (long long)(places - top));
        impact_row(of, name, others, 1, text);
    }
    impact_row(of, "All", all, 1, text);
    end_table(text);
}

static preston_status print_certainty(const regions_page *of, preston_error *error)
{
    double spent = 0.0;
    double accounted = 0.0;
    preston_closure closure = of->inputs->closure;
    preston_status status =
        preston_impact_conservation(of->answer->impact, closure, &spent, &accounted, error);
    if (status != PRESTON_OK) {
        return status;
    }
    double difference = spent != 0.0 ? fabs(spent - accounted) / fabs(spent) : 0.0;
    printf(
        "  Money: %.6f spent%s, %.6f found again as value added,\n  imports and taxes on products: "
        "a difference of %.1e of it%s.\n",
        spent, closure == PRESTON_CLOSURE_II ? " (by households too)" : "", accounted, difference,
        difference > 1e-9 ? ", as far as the table's costs are from output" : "");
    preston_certificate worst = preston_impact_certificate(of->answer->impact, closure);
    if (of->answer->worst.certified && worst.certified) {
        printf("  Every solve is within %.0e of the exact solution, relatively.\n",
               fmax(of->answer->worst.relative_bound, worst.relative_bound));
    } else {
        printf("  No error bound can be given: the table has large negative cells.\n");
    }
    return PRESTON_OK;
}

static void print_question(const regions_page *of)
{
    const regions_inputs *inputs = of->inputs;
    const char *code = preston_table_code(inputs->whole, inputs->sector);
    const char *name = preston_table_name(inputs->whole, inputs->sector);
    int has_name = strcmp(code, name) != 0;
    printf("%d. What a demand of %g %s for %s%s%s%s of %s does, Type %s\n\n",
           inputs->region != NULL ? 3 : 2, inputs->settings->amount, of->money, code,
           has_name ? " (" : "", has_name ? name : "", has_name ? ")" : "",
           name_of(of, inputs->from), closure_names[inputs->closure]);
}

preston_status print_impact(const regions_page *of, preston_error *error)
{
    const regions_inputs *inputs = of->inputs;
    int64_t places = inputs->places;
    double *values = calloc((size_t)(ACCOUNTS * places), sizeof *values);
    ranked *order = calloc((size_t)places, sizeof *order);
    if (values == NULL || order == NULL) {
        free(values);
        free(order);
        return fail_with(error, PRESTON_ERROR_MEMORY, "out of memory");
    }
    preston_status status = add_parts(of, values, error);
    if (status == PRESTON_OK) {
        for (int64_t place = 0; place < places; place++) {
            /* by value added, whatever the sign of the demand */
            order[place] = (ranked){fabs(values[GVA * places + place]), place};
        }
        qsort(order, (size_t)places, sizeof *order, compare);
        print_question(of);
        print_gains(of, values, order);
        status = print_certainty(of, error);
    }
    free(values);
    free(order);
    return status;
}
