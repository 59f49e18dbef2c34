/* Scenario files with one fault each: file, line and column, the key, what is wrong, what would be
 * right. */
#include "folder.h"
#include "scenarios.h"
#include "test.h"

#include <math.h>

/* In every-key.yaml, the first `from` becomes `to`. */
typedef struct fault {
    const char *from;
    const char *to;
    preston_status status;
    const char *says;
} fault;

static void assert_faults(const fault *faults, size_t count)
{
    static const char *const names[] = {"every-key.yaml", NULL};
    for (size_t i = 0; i < count; i++) {
        char *folder = copy_folder(TESTS_DATA "/scenarios", names);
        char *path = path_in(folder, names[0]);
        preston_scenario *scenario = NULL;
        preston_error error = {0};
        replace_in_file(folder, names[0], faults[i].from, faults[i].to);
        assert_fails(preston_scenario_read(path, &scenario, &error), faults[i].status, &error,
                     faults[i].says);
        assert_non_null(strstr(error.message, "every-key.yaml:"));
        assert_null(scenario);
        free(path);
        remove_folder(folder);
    }
}

#define ASSERT_FAULTS(faults) assert_faults((faults), sizeof(faults) / sizeof *(faults))

static void read__unknown_keys(void **state)
{
    static const fault faults[] = {
        {"title:", "titel:", PRESTON_ERROR_LABEL,
         ":2:1: key 'titel': is not known: did you mean 'title'?"},
        {"  headroom:", "  haedroom:", PRESTON_ERROR_LABEL,
         ":28:3: key 'capacity.haedroom': is not known: did you mean 'headroom'?"},
        {"    ceiling:", "    roof:", PRESTON_ERROR_LABEL,
         ":117:5: key 'measures[11].roof': is not known: use id, lever, source, sectors, buyers, "
         "from, to, type, first_year, last_year, adoption, share, ceiling, premium, additionality"},
        {"prices_year: 2024", "delta: 0.2", PRESTON_ERROR_LABEL,
         ":36:1: key 'delta': is not known: it is a key of 'economy'"},
        {"{date: Date, buyer: Body", "{data: Date, buyer: Body", PRESTON_ERROR_LABEL,
         ":12:13: key 'ledger.columns.data': is not known: did you mean 'date'?"},
        {"begins: 2026", "begin: 2026", PRESTON_ERROR_LABEL,
         "key 'measures[0].adoption.begin': is not known: did you mean 'begins'?"},
        {"fewer_buyers", "few_buyers", PRESTON_ERROR_LABEL,
         "key 'measures[10].population.few_buyers': is not known: did you mean 'fewer_buyers'?"},
        {"deadweight: 0.4", "dead_weight: 0.4", PRESTON_ERROR_LABEL,
         "key 'measures[8].additionality.dead_weight': is not known: did you mean 'deadweight'?"},
    };
    (void)state;
    ASSERT_FAULTS(faults);
}

static void read__keys_of_another_lever_or_form(void **state)
{
    static const fault faults[] = {
        {"    speeds: 0.5", "    share: 0.5", PRESTON_ERROR_LABEL,
         ":53:12: key 'measures[0].share': is not used by lever 'train': it is a key of grants, "
         "reserve, relocate; lever 'train' uses applies, adoption, raises_share, raises_ceiling, "
         "speeds"},
        {"form: linear, from: 0.1", "form: linear, span: 0.1", PRESTON_ERROR_LABEL,
         ":50:36: key 'measures[0].adoption.span': is not used by form 'linear': it is a key of "
         "logistic; form 'linear' uses from, to, begins, full"},
        {"form: gravity", "form: nest", PRESTON_ERROR_LABEL,
         "key 'economy.distance_scale': is not used by form 'nest': it is a key of gravity; form "
         "'nest' uses quotient, feedback"},
        {"  delta: 0.3", "  feedback: true", PRESTON_ERROR_LABEL, /* even as the default is */
         "key 'economy.feedback': is not used by form 'gravity'"},
    };
    (void)state;
    ASSERT_FAULTS(faults);
}

static void read__words_that_are_not_known(void **state)
{
    static const fault faults[] = {
        {"lever: relocate", "lever: relocat", PRESTON_ERROR_LABEL,
         ":111:12: key 'measures[11].lever': 'relocat' is not known: did you mean 'relocate'?"},
        {"form: gravity", "form: magic", PRESTON_ERROR_LABEL,
         ":18:9: key 'economy.form': 'magic' is not known: use nest, gravity"},
        {"closure: type I", "closure: type 1", PRESTON_ERROR_LABEL, "did you mean 'type I'?"},
        {"additionality: standard", "additionality: normal", PRESTON_ERROR_LABEL,
         ":42:16: key 'additionality': 'normal' is not known: use standard, conservative, "
         "optimistic"},
        {"form: scic", "form: scop", PRESTON_ERROR_LABEL, "did you mean 'scic'?"},
        {"applies: [move, reserved]", "applies: [moved, reserved]", PRESTON_ERROR_LABEL,
         ":51:15: key 'measures[0].applies[0]': 'moved' is not the id of a measure: did you mean "
         "'move'?"},
        {"applies: [move, reserved]", "applies: [move, training]", PRESTON_ERROR_LABEL,
         ":51:21: key 'measures[0].applies[1]': 'training' is the measure itself"},
        {"- id: firms", "- id: training", PRESTON_ERROR_LABEL,
         ":60:9: key 'measures[2].id': 'training' is the id of an earlier measure"},
        {"areas: [preston, lancashire]", "areas: [preston, preston]", PRESTON_ERROR_LABEL,
         ":37:18: key 'areas[1]': 'preston' stands twice"},
    };
    (void)state;
    ASSERT_FAULTS(faults);
}

static void read__values_of_the_wrong_kind(void **state)
{
    static const fault faults[] = {
        {"share: 0.15", "share: 15 %", PRESTON_ERROR_VALUE,
         "key 'measures[4].share': '15 %' is a percentage: write 0.15"},
        {"share: 0.15", "share: 0,15", PRESTON_ERROR_VALUE, "'0,15' has a comma: write 1234.50"},
        {"share: 0.15", "share: \"0.15\"", PRESTON_ERROR_FORMAT,
         "is a text between quotes: write the number without them"},
        {"share: 0.15", "share: [0.15]", PRESTON_ERROR_FORMAT, "is a list or a map"},
        {"share: 0.15", "share: nan", PRESTON_ERROR_VALUE, "is not a finite number"},
        {"    share: 0.15", "    share:", PRESTON_ERROR_FORMAT,
         ":86:11: key 'measures[4].share': is empty: write a value, or leave the key out"},
        {"    share: 0.15", "    share: ~", PRESTON_ERROR_FORMAT, "is empty"},
        {"title: Every key", "title: \"\"", PRESTON_ERROR_FORMAT, ":2:8: key 'title': is empty"},
        {"title: Every key", "title: [a]", PRESTON_ERROR_FORMAT, "is a list or a map: write one"},
        {"title: Every key", "title: true", PRESTON_ERROR_FORMAT, "write it between quotes"},
        {"areas: [preston, lancashire]", "areas: [false]", PRESTON_ERROR_FORMAT, "key 'areas[0]'"},
        {"areas: [preston, lancashire]", "areas: [preston, null]", PRESTON_ERROR_FORMAT,
         ":37:18: key 'areas[1]': is empty: write a text"},
        {"areas: [preston, lancashire]", "areas: preston", PRESTON_ERROR_FORMAT,
         ":37:8: key 'areas': is not a list: write [preston]"},
        {"areas: [preston, lancashire]", "areas: [preston, [x]]", PRESTON_ERROR_FORMAT,
         ":37:18: key 'areas[1]': is a list or a map"},
        {"food: [\"10\"]", "food: 10", PRESTON_ERROR_FORMAT,
         ":41:9: key 'sector_lists.food': is not a list: write [10]"},
        {"food: [\"10\"]", "food: []", PRESTON_ERROR_VALUE, "list 'food' is empty"},
        {"spreadsheet_amounts: true", "spreadsheet_amounts: yes", PRESTON_ERROR_FORMAT,
         ":14:24: key 'ledger.spreadsheet_amounts': is neither true nor false"},
        {"after: {file: after.csv, price_factor: 0.75}", "after: after.csv", PRESTON_ERROR_FORMAT,
         ":16:8: key 'after': 'after.csv' is a single value"},
        {"after: {file: after.csv, price_factor: 0.75}", "after: [after.csv]", PRESTON_ERROR_FORMAT,
         "key 'after': is a list: write 'key: value' lines"},
        {"adoption: 0.32", "adoption: a third", PRESTON_ERROR_VALUE,
         "key 'measures[10].adoption': 'a third' is not a number"},
        {"years: [0, 3, 5]", "years: 0", PRESTON_ERROR_FORMAT, "is not a list: write numbers"},
        {"years: [0, 3, 5]", "years: [0, three, 5]", PRESTON_ERROR_VALUE,
         "key 'measures[2].survival.years[1]': 'three' is not a number"},
        {"measures:\n", "measures: none\nmore:\n", PRESTON_ERROR_FORMAT,
         ":44:11: key 'measures': is not a list: begin each"},
        {"population: {larger", "population: [larger", PRESTON_ERROR_FORMAT, "every-key.yaml:"},
    };
    (void)state;
    ASSERT_FAULTS(faults);
}

static void read__values_that_cannot_be(void **state)
{
    static const fault faults[] = {
        {"share: 0.15", "share: 1.5", PRESTON_ERROR_VALUE,
         ":86:12: key 'measures[4].share': 1.5 is out of range: write a number from 0 to 1; for "
         "1.5 % write 0.015"},
        {"share: 0.15", "share: -0.1", PRESTON_ERROR_VALUE, "-0.1 is out of range"},
        {"threshold: 50000000", "threshold: 0", PRESTON_ERROR_VALUE,
         "key 'measures[10].threshold': 0 is out of range: write a number above 0, in currency"},
        {"  delta: 0.3", "  delta: 1", PRESTON_ERROR_VALUE, "write a number from 0 to below 1"},
        {"first_year: 2025", "first_year: 2025.5", PRESTON_ERROR_VALUE,
         ":33:13: key 'first_year': 2025.5 is not whole"},
        {"first_year: 2025", "first_year: 25", PRESTON_ERROR_VALUE, "from 1900 to 2200, in year"},
        {"first_year: 2025", "first_year: 2031", PRESTON_ERROR_VALUE,
         ":34:12: key 'last_year': 2030 is before first_year, which is 2031"},
        {"    first_year: 2026", "    first_year: 2030", PRESTON_ERROR_VALUE,
         ":49:16: key 'measures[0].last_year': 2029 is before first_year"},
        {"delta_high: 0.4", "delta_high: 0.05", PRESTON_ERROR_VALUE,
         ":43:43: key 'uncertainty.delta_high': 0.05 is below delta_low, which is 0.1"},
        {"public_share: 0.5", "public_share: 0.51", PRESTON_ERROR_VALUE,
         "key 'measures[3].public_share': 0.51 is above 0.5: local authorities together may hold "
         "at most half of the capital of a SCIC (Act of 10 September 1947, art. 19 septies)"},
        {"full: 2029", "full: 2026", PRESTON_ERROR_VALUE,
         "key 'measures[0].adoption.full': 2026 is not after begins, which is 2026"},
        {"span: 3", "span: 0", PRESTON_ERROR_VALUE, "write a number above 0, in years"},
        {"years: [0, 3, 5]", "years: [0, 3, 3]", PRESTON_ERROR_VALUE,
         "key 'measures[2].survival.years[2]': 3 does not come after 3"},
        {"years: [0, 3, 5]", "years: [0, 3]", PRESTON_ERROR_VALUE,
         "key 'measures[2].survival.values': holds 3 numbers: the other list of the table has 2"},
        {"values: [1, 0.825", "values: [0.8, 0.825", PRESTON_ERROR_VALUE,
         "key 'measures[2].survival': rises with age"},
        {"values: [1,", "values: [1.2,", PRESTON_ERROR_VALUE,
         "key 'measures[2].survival.values[0]': 1.2 is out of range"},
        {"more_buyers: 320", "more_buyers: 100", PRESTON_ERROR_VALUE,
         "key 'measures[10].population': "},
        {"adoption: 0.32", "adoption: 32", PRESTON_ERROR_VALUE,
         "32 is out of range: write a number from 0 to 1; for 32 % write 0.32"},
    };
    (void)state;
    ASSERT_FAULTS(faults);
}

static void read__keys_that_are_missing(void **state)
{
    static const fault faults[] = {
        {"title: Every key", "", PRESTON_ERROR_MISSING,
         ":3:1: scenario: needs 'title': one line for readers"},
        {"last_year: 2030", "", PRESTON_ERROR_MISSING, "scenario: needs 'last_year'"},
        {"  file: ledger.csv", "", PRESTON_ERROR_MISSING,
         ":12:3: key 'ledger': needs 'file': CSV file of purchases"},
        {"    share: 0.15", "", PRESTON_ERROR_MISSING,
         ":82:5: key 'measures[4]': lever 'grants' needs 'share': of the eligible purchases"},
        {"    adoption: 0.32", "", PRESTON_ERROR_MISSING, "lever 'spaser' needs 'adoption'"},
        {"    raises_share: 0.1\n    speeds: 0.5\n", "", PRESTON_ERROR_MISSING,
         ":45:5: key 'measures[0]': lever 'train' needs at least one of raises_share, "
         "raises_ceiling, speeds"},
        {"applies: [move, reserved]", "applies: []", PRESTON_ERROR_MISSING,
         "key 'measures[0]': lever 'train' needs 'applies'"},
        {"begins: 2026, ", "", PRESTON_ERROR_MISSING,
         ":50:15: key 'measures[0].adoption': form 'linear' needs 'begins'"},
        {"deadweight: 0.4, ", "", PRESTON_ERROR_MISSING,
         "key 'measures[8].additionality': needs 'deadweight'"},
        {", largest: 5000000000", "", PRESTON_ERROR_MISSING,
         "key 'measures[10].population': needs 'largest'"},
        {"    population_purchases: 66000000000", "", PRESTON_ERROR_MISSING,
         "'population' needs 'population_purchases' beside it"},
        {"    applies: [move]\n    raises_ceiling: 0.2", "    raises_ceiling: 0.2",
         PRESTON_ERROR_MISSING, "'raises_ceiling' needs 'applies' beside it"},
        {"  - id: projects\n", "  - extra: 1\n", PRESTON_ERROR_LABEL, "measures[8].extra"},
        {"lever: charter, ", "", PRESTON_ERROR_MISSING, "needs 'lever': which lever it uses"},
    };
    (void)state;
    ASSERT_FAULTS(faults);
}

static void read__measures_that_change_each_other(void **state)
{
    static const fault faults[] = {
        {"id: promise, lever: charter, applies: [move]",
         "id: promise, lever: charter, applies: [centre]", PRESTON_ERROR_VALUE, "circle"},
        {"applies: [move, reserved]", "applies: [projects, reserved]", PRESTON_ERROR_VALUE,
         ":51:15: key 'measures[0].applies[0]': 'projects' has no share that could be raised"},
        {"    applies: [move]\n    raises_ceiling", "    applies: [reserved]\n    raises_ceiling",
         PRESTON_ERROR_VALUE, "'reserved' has no ceiling that could be raised"},
    };
    static const char *const names[] = {"every-key.yaml", NULL};
    (void)state;
    assert_faults(faults + 1, 2);
    /* promise → centre → schemes → move is no circle; with schemes → promise it is one */
    char *folder = copy_folder(TESTS_DATA "/scenarios", names);
    char *path = path_in(folder, names[0]);
    preston_scenario *scenario = NULL;
    preston_error error = {0};
    replace_in_file(folder, names[0], faults[0].from, faults[0].to);
    assert_ok(preston_scenario_read(path, &scenario, &error), &error);
    preston_scenario_free(scenario);
    scenario = NULL;
    replace_in_file(folder, names[0], "applies: [reserved, move]", "applies: [promise, move]");
    assert_fails(preston_scenario_read(path, &scenario, &error), PRESTON_ERROR_VALUE, &error,
                 "leave out one of the circle");
    assert_null(scenario);
    free(path);
    remove_folder(folder);
}

static void read__no_file(void **state)
{
    preston_scenario *scenario = NULL;
    preston_error error = {0};
    (void)state;
    assert_fails(preston_scenario_read("/no/such.yaml", &scenario, &error), PRESTON_ERROR_FILE,
                 &error, "/no/such.yaml: cannot be opened");
}

/* --- from C --- */

static void fill(preston_scenario_data *data, preston_measure *measure)
{
    preston_measure_init(measure);
    measure->id = "m";
    measure->lever = PRESTON_LEVER_RELOCATE;
    measure->to = "here";
    measure->share = 0.5;
    measure->premium = 0.0;
    preston_scenario_data_init(data);
    data->title = "Mine";
    data->table = "t";
    data->ledger.file = "l.csv";
    data->first_year = 2025.0;
    data->last_year = 2030.0;
    data->measures = measure;
    data->measure_count = 1;
}

static void assert_refused(const preston_scenario_data *data, preston_status status,
                           const char *says)
{
    preston_scenario *scenario = NULL;
    preston_error error = {0};
    assert_fails(preston_scenario_create(data, NULL, &scenario, &error), status, &error, says);
    assert_null(scenario);
    assert_true(strncmp(error.message, "key '", 5) == 0 ||
                strncmp(error.message, "scenario: ", 10) == 0);
}

static void create__numbers_and_texts(void **state)
{
    preston_scenario_data data;
    preston_measure measure;
    (void)state;
    fill(&data, &measure);
    measure.share = 1.5;
    assert_refused(&data, PRESTON_ERROR_VALUE, "key 'measures[0].share': 1.5 is out of range");
    measure.share = INFINITY;
    assert_refused(&data, PRESTON_ERROR_VALUE, "key 'measures[0].share': inf is out of range");
    measure.share = NAN;
    assert_refused(&data, PRESTON_ERROR_MISSING,
                   "key 'measures[0]': lever 'relocate' needs 'share'");
    fill(&data, &measure);
    measure.lag = 2.0;
    assert_refused(&data, PRESTON_ERROR_LABEL, "key 'measures[0].lag': is not used by lever");
    fill(&data, &measure);
    data.economy.delta = NAN;
    assert_refused(&data, PRESTON_ERROR_VALUE, "key 'economy.delta': is not a number");
    fill(&data, &measure);
    data.economy.form = "maze";
    assert_refused(&data, PRESTON_ERROR_LABEL, "key 'economy.form': 'maze' is not known");
    data.economy.form = NULL;
    assert_refused(&data, PRESTON_ERROR_LABEL, "key 'economy.form'");
    fill(&data, &measure);
    data.ledger.spreadsheet_amounts = 7;
    assert_refused(&data, PRESTON_ERROR_VALUE, "key 'ledger.spreadsheet_amounts': 7 is neither");
    fill(&data, &measure);
    data.title = "\xc3(";
    assert_refused(&data, PRESTON_ERROR_FORMAT, "key 'title'");
    data.title = "";
    assert_refused(&data, PRESTON_ERROR_VALUE, "key 'title': is empty");
    data.title = NULL;
    assert_refused(&data, PRESTON_ERROR_MISSING, "scenario: needs 'title'");
}

static void create__structs_and_lists(void **state)
{
    preston_scenario_data data;
    preston_measure measure;
    const char *const texts[] = {"a", NULL};
    (void)state;
    fill(&data, &measure);
    data.size = 1;
    assert_refused(&data, PRESTON_ERROR_ARGUMENT, "init function");
    fill(&data, &measure);
    measure.size--;
    assert_refused(&data, PRESTON_ERROR_ARGUMENT, "key 'measures[0]': the options hold a size");
    fill(&data, &measure);
    measure.lever = (preston_lever)0;
    assert_refused(&data, PRESTON_ERROR_MISSING, "key 'measures[0]': needs 'lever'");
    measure.lever = (preston_lever)13;
    assert_refused(&data, PRESTON_ERROR_ARGUMENT, "key 'measures[0].lever': 13 is not known");
    fill(&data, &measure);
    measure.sectors = (preston_words){.texts = texts, .count = 2};
    assert_refused(&data, PRESTON_ERROR_VALUE, "key 'measures[0].sectors[1]': is empty");
    measure.sectors = (preston_words){.texts = NULL, .count = 2};
    assert_refused(&data, PRESTON_ERROR_ARGUMENT, "holds 2 texts that are not there");
    measure.sectors = (preston_words){.texts = texts, .count = -1};
    assert_refused(&data, PRESTON_ERROR_ARGUMENT, "holds -1 texts");
    fill(&data, &measure);
    data.measures = NULL;
    assert_refused(&data, PRESTON_ERROR_ARGUMENT, "key 'measures': holds 1 entries");
    fill(&data, &measure);
    measure.additionality.deadweight = 0.5;
    assert_refused(&data, PRESTON_ERROR_ARGUMENT,
                   "key 'measures[0].additionality': is filled in while has_additionality is 0");
    fill(&data, &measure);
    measure.adoption.form = PRESTON_PATH_LINEAR;
    measure.adoption.begins = 2025.0;
    measure.adoption.full = 2026.0;
    assert_refused(&data, PRESTON_ERROR_VALUE, "key 'measures[0].adoption.to': is not a number");
    const preston_sector_list lists[] = {{"l", {texts, 1}}, {"l", {texts, 1}}};
    fill(&data, &measure);
    data.sector_lists = lists;
    data.sector_list_count = 2;
    assert_refused(&data, PRESTON_ERROR_LABEL, "list 'l' stands twice");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(read__unknown_keys),
        cmocka_unit_test(read__keys_of_another_lever_or_form),
        cmocka_unit_test(read__words_that_are_not_known),
        cmocka_unit_test(read__values_of_the_wrong_kind),
        cmocka_unit_test(read__values_that_cannot_be),
        cmocka_unit_test(read__keys_that_are_missing),
        cmocka_unit_test(read__measures_that_change_each_other),
        cmocka_unit_test(read__no_file),
        cmocka_unit_test(create__numbers_and_texts),
        cmocka_unit_test(create__structs_and_lists),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
