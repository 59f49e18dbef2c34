/* A scenario written as YAML reads back as the same scenario. */
#include "folder.h"
#include "random.h"
#include "scenarios.h"
#include "test.h"

#include "scenario/arena.h"
#include "scenario/keys.h"

#include <math.h>

/* The text of a scenario, whose own text must be the same again. */
static char *assert_reads_back(const char *folder, const preston_scenario *scenario)
{
    char *text = NULL;
    char *again = NULL;
    preston_scenario *back = NULL;
    preston_error error = {0};
    assert_ok(preston_scenario_yaml(scenario, &text, &error), &error);
    preston_status status = read_scenario_text(folder, text, &back, &error);
    if (status != PRESTON_OK) {
        print_message("%s", text);
    }
    assert_ok(status, &error);
    assert_true(same_scenarios(preston_scenario_get(scenario), preston_scenario_get(back)));
    assert_ok(preston_scenario_yaml(back, &again, &error), &error);
    assert_string_equal(again, text);
    preston_text_free(again);
    preston_scenario_free(back);
    return text;
}

static void yaml__every_key(void **state)
{
    preston_scenario *scenario = NULL;
    preston_error error = {0};
    (void)state;
    char *folder = make_folder();
    assert_ok(preston_scenario_read(EVERY_KEY, &scenario, &error), &error);
    char *text = assert_reads_back(folder, scenario);
    assert_non_null(strstr(text, "\n  - id: schemes\n    lever: spaser\n"));
    assert_non_null(strstr(text, "adoption: {form: linear, from: 0.1, to: 0.9, begins: 2026, "
                                 "full: 2029}\n"));
    assert_non_null(strstr(text, "population: {alpha: 1, purchases: 100000000, count: 160, "));
    preston_text_free(text);
    preston_text_free(NULL);
    preston_scenario_free(scenario);
    remove_folder(folder);
}

static void fill_least(preston_scenario_data *data)
{
    preston_scenario_data_init(data);
    data->title = "Least";
    data->table = "t";
    data->ledger.file = "l.csv";
    data->first_year = data->last_year = 2025.0;
}

static void yaml__only_what_is_stated(void **state)
{
    preston_scenario_data data;
    preston_scenario *scenario = NULL;
    preston_error error = {0};
    (void)state;
    char *folder = make_folder();
    fill_least(&data);
    assert_ok(preston_scenario_create(&data, NULL, &scenario, &error), &error);
    char *text = assert_reads_back(folder, scenario);
    assert_string_equal(text, "title: Least\ntable: t\nledger:\n  file: l.csv\n"
                              "first_year: 2025\nlast_year: 2025\n");
    preston_text_free(text);
    preston_scenario_free(scenario);
    remove_folder(folder);
}

/* Texts that YAML could take for something else, or that hold its own signs. */
static const char *const hard[] = {"true",
                                   "No",
                                   "null",
                                   "~",
                                   "1",
                                   "1e5",
                                   "0x1F",
                                   "2020-01-01",
                                   ".inf",
                                   "- a",
                                   "a: b",
                                   "a #b",
                                   "a:",
                                   " a",
                                   "a ",
                                   "[a]",
                                   "{a}",
                                   "*a",
                                   "&a",
                                   "!a",
                                   "%a",
                                   "@a",
                                   "`a",
                                   "'a'",
                                   "\"a",
                                   "a\\b",
                                   "a\nb",
                                   "a\tb",
                                   "a\rb",
                                   "\x01",
                                   "\x7f",
                                   "é",
                                   "中",
                                   "\xf0\x9f\x8c\x8d",
                                   "\xc2\x85",
                                   "\xe2\x80\xa8",
                                   "\xef\xbb\xbf",
                                   "\xef\xbf\xbf",
                                   "---",
                                   "?",
                                   "a, b",
                                   "...",
                                   "|",
                                   ">",
                                   "y",
                                   "a  b",
                                   "\xc2\xa0"};

static void yaml__texts_that_are_hard(void **state)
{
    enum { COUNT = sizeof hard / sizeof *hard };
    preston_error error = {0};
    (void)state;
    char *folder = make_folder();
    for (size_t i = 0; i < COUNT; i++) {
        preston_scenario_data data;
        preston_scenario *scenario = NULL;
        preston_sector_list list = {.name = hard[i], .sectors = {&hard[i], 1}};
        fill_least(&data);
        data.title = hard[i];
        data.ledger.amount = hard[i];
        data.areas = (preston_words){.texts = hard, .count = COUNT};
        data.sector_lists = &list;
        data.sector_list_count = 1;
        assert_ok(preston_scenario_create(&data, NULL, &scenario, &error), &error);
        preston_text_free(assert_reads_back(folder, scenario));
        preston_scenario_free(scenario);
    }
    remove_folder(folder);
}

/* --- any scenario that is possible: values drawn by the table of keys itself --- */

typedef struct drawing {
    gsl_rng *random;
    preston_arena *arena;
    int all; /* draw every key, not every other one */
} drawing;

static double draw_number(const drawing *on, const preston_range *range)
{
    double low = isfinite(range->low) ? range->low : -1e6;
    double high =
        isfinite(range->high) ? range->high : low + exp(random_between(on->random, -9, 25));
    double value;
    do {
        value =
            gsl_rng_uniform_int(on->random, 8) == 0 ? low : random_between(on->random, low, high);
    } while (!preston_range_holds(range, value));
    return value;
}

static const char *draw_text(const drawing *on)
{
    static const char letters[] = "abcXYZ019 -:#'\"\\,[]{}&*!|>%@\t\n";
    char text[12];
    int length = 1 + (int)gsl_rng_uniform_int(on->random, 10);
    for (int i = 0; i < length; i++) {
        text[i] = letters[gsl_rng_uniform_int(on->random, sizeof letters - 1)];
    }
    text[length] = '\0';
    return preston_arena_text(on->arena, text);
}

/* Each with a number, so that none stands twice. */
static preston_words draw_words(const drawing *on)
{
    int64_t count = 1 + (int64_t)gsl_rng_uniform_int(on->random, 4);
    const char **texts = preston_arena_allocate(on->arena, count, sizeof *texts);
    for (int64_t i = 0; i < count; i++) {
        char text[32];
        (void)snprintf(text, sizeof text, "%s%d", draw_text(on), (int)i);
        texts[i] = preston_arena_text(on->arena, text);
    }
    return (preston_words){.texts = texts, .count = count};
}

static void draw_record(const drawing *on, const preston_record *record, void *structure);

static void draw_value(const drawing *on, const preston_key *key, void *structure)
{
    void *at = preston_key_place(key, structure);
    const int yes = 1;
    if (key->kind == PRESTON_KEY_TEXT) {
        preston_key_set_pointer(key, structure, draw_text(on));
    } else if (key->kind == PRESTON_KEY_CHOICE) {
        preston_key_set_pointer(key, structure, key->choices[0]);
    } else if (key->kind == PRESTON_KEY_NUMBER) {
        *(double *)at = draw_number(on, &key->range);
    } else if (key->kind == PRESTON_KEY_WHOLE) {
        *(double *)at = ceil(draw_number(on, &key->range));
    } else if (key->kind == PRESTON_KEY_FLAG) {
        *(int *)at = (int)gsl_rng_uniform_int(on->random, 2);
    } else if (key->kind == PRESTON_KEY_WORDS) {
        *(preston_words *)at = draw_words(on);
    } else if (key->kind == PRESTON_KEY_RECORD) {
        draw_record(on, key->record, at);
        if (key->flag != 0) {
            memcpy((char *)structure + key->flag, &yes, sizeof yes);
        }
    }
}

static void draw_record(const drawing *on, const preston_record *record, void *structure)
{
    if (!record->shared) {
        record->init(structure);
    }
    int selected = preston_record_selected(record, structure);
    for (int64_t i = 0; i < record->count; i++) {
        const preston_key *key = &record->keys[i];
        if (key->kind == PRESTON_KEY_ENUM || !preston_key_used(key, selected)) {
            continue;
        }
        if (on->all || preston_key_needed(key, selected) ||
            gsl_rng_uniform_int(on->random, 2) == 0) {
            draw_value(on, key, structure);
        }
    }
}

/* A path that falls: it may be one of survival as well as of adoption. */
static void draw_path(const drawing *on, preston_path *path)
{
    preston_path_init(path);
    path->form = (preston_path_form)gsl_rng_uniform_int(on->random, 4);
    path->to = random_between(on->random, 0.0, 0.5);
    if (path->form == PRESTON_PATH_LINEAR || path->form == PRESTON_PATH_LOGISTIC) {
        path->from = random_between(on->random, 0.5, 1.0);
    }
    if (path->form == PRESTON_PATH_LINEAR) {
        path->begins = random_between(on->random, 0.0, 2020.0);
        path->full = path->begins + random_between(on->random, 0.1, 9.0);
    } else if (path->form == PRESTON_PATH_LOGISTIC) {
        path->midpoint = random_between(on->random, 2000.0, 2050.0);
        path->span = random_between(on->random, 0.1, 9.0);
    } else if (path->form == PRESTON_PATH_TABLE) {
        path->count = 1 + (int64_t)gsl_rng_uniform_int(on->random, 4);
        path->to = 1.0; /* not used: as the default */
        double *years = preston_arena_allocate(on->arena, path->count, sizeof *years);
        double *values = preston_arena_allocate(on->arena, path->count, sizeof *values);
        for (int64_t i = 0; i < path->count; i++) {
            years[i] = (double)i + random_between(on->random, 0.0, 0.9);
            values[i] = 1.0 / (1.0 + years[i]);
        }
        path->years = years;
        path->values = values;
    }
}

/* What one key alone cannot know is put right afterwards. */
static void draw_measure(const drawing *on, int lever, preston_measure *measure)
{
    preston_measure_init(measure);
    measure->lever = (preston_lever)lever;
    for (int64_t i = 0; i < preston_record_measure.count; i++) {
        const preston_key *key = &preston_record_measure.keys[i];
        if (preston_key_used(key, lever - 1) && key->kind != PRESTON_KEY_ENUM &&
            (on->all || preston_key_needed(key, lever - 1) || key->either_by != 0 ||
             gsl_rng_uniform_int(on->random, 2) == 0)) {
            draw_value(on, key, measure);
        }
    }
    measure->id = preston_arena_text(on->arena, preston_lever_names[lever - 1]);
    draw_path(on, &measure->adoption);
    if (lever == PRESTON_LEVER_CREATE_FIRMS) {
        draw_path(on, &measure->survival);
    }
    static const char *const changed[] = {"relocate"};
    if (measure->applies.count > 0 || !isnan(measure->raises_ceiling)) {
        measure->applies = (preston_words){.texts = changed, .count = 1};
    }
    if (measure->form != NULL) {
        measure->public_share *= 0.5;
    }
    if (isnan(measure->population.count) != isnan(measure->population_purchases)) {
        measure->population = (preston_population){NAN, NAN, NAN, NAN};
        measure->population_purchases = NAN;
    }
    if (measure->last_year < measure->first_year) {
        measure->last_year = measure->first_year;
    }
}

static void yaml__any_scenario(void **state)
{
    enum { ROUNDS = 300, MEASURES = 12 };
    (void)state;
    char *folder = make_folder();
    gsl_rng *random = make_random();
    for (int round = 0; round < ROUNDS; round++) {
        preston_arena arena = {0};
        const drawing on = {random, &arena, round % 3 == 0};
        preston_measure measures[MEASURES];
        preston_scenario_data data;
        preston_scenario *scenario = NULL;
        preston_error error = {0};
        draw_record(&on, &preston_record_scenario, &data);
        data.last_year = data.first_year + 5.0 > 2200.0 ? data.first_year : data.first_year + 5.0;
        data.delta_low = isnan(data.delta_low) ? NAN : 0.25 * data.delta_high;
        for (int lever = 1; lever <= MEASURES; lever++) {
            draw_measure(&on, lever, &measures[lever - 1]);
        }
        data.measures = measures;
        data.measure_count = MEASURES;
        assert_ok(preston_scenario_create(&data, "folder", &scenario, &error), &error);
        preston_text_free(assert_reads_back(folder, scenario));
        preston_scenario_free(scenario);
        preston_arena_clear(&arena);
    }
    gsl_rng_free(random);
    remove_folder(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(yaml__every_key),
        cmocka_unit_test(yaml__only_what_is_stated),
        cmocka_unit_test(yaml__texts_that_are_hard),
        cmocka_unit_test(yaml__any_scenario),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
