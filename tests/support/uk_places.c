#include "uk_places.h"

#include "folder.h"
#include "refusal.h"
#include "test.h"

#include <math.h>

enum { CASE, KIND, CODE, NAME, ACCOUNT, PART, VALUE };
enum { MOST_WORDS = 16 };

int make_uk_places(void **state)
{
    uk_places *made = calloc(1, sizeof *made);
    preston_error error = {0};
    assert_non_null(made);
    made->folder = make_folder();
    made->times = path_in(made->folder, "times.csv");
    made->own = path_in(made->folder, "own.csv");
    assert_ok(preston_table_read(EXAMPLES_DATA "/uk-2019", &made->table, &error), &error);
    assert_ok(preston_places_read(EXAMPLES_DATA "/uk-places", made->table, &made->places, &error),
              &error);
    assert_int_equal(preston_places_count(made->places), UK_PLACES);
    assert_ok(
        preston_places_coordinates(made->places, preston_matrix(made->xy, UK_PLACES, 2), &error),
        &error);
    *state = made;
    return 0;
}

int free_uk_places(void **state)
{
    uk_places *made = *state;
    preston_places_free(made->places);
    preston_table_free(made->table);
    free(made->times);
    free(made->own);
    remove_folder(made->folder);
    free(made);
    return 0;
}

outcome run_places(const uk_places *on, const char *const *options, const char *const *more,
                   cells **out_csv)
{
    const char *words[MOST_WORDS + 4] = {"--csv"};
    char *csv = path_in(on->folder, "result.csv");
    int count = 1;
    words[count++] = csv;
    words[count++] = "--no-band";
    for (int i = 0; options[i] != NULL; i++) {
        assert_true(count < MOST_WORDS);
        words[count++] = options[i];
    }
    for (int i = 0; more[i] != NULL; i++) {
        assert_true(count < MOST_WORDS);
        words[count++] = more[i];
    }
    outcome ended = run_program("places", words);
    assert_exited(&ended, 0);
    *out_csv = cells_read(on->folder, "result.csv");
    free(csv);
    return ended;
}

cells *places_csv_of(const uk_places *on, const char *const *options, const char *const *more)
{
    cells *csv = NULL;
    outcome ended = run_places(on, options, more, &csv);
    outcome_free(&ended);
    return csv;
}

double places_apart(const cells *one, const cells *other)
{
    double most = 0.0;
    assert_int_equal(one->rows, other->rows);
    for (int64_t row = 0; row < one->rows; row++) {
        for (int column = CASE; column < VALUE; column++) {
            assert_string_equal(cells_text(one, row, column), cells_text(other, row, column));
        }
        most = fmax(most, fabs(cells_number(one, row, VALUE) - cells_number(other, row, VALUE)));
    }
    return most;
}

double places_sum(const cells *csv, const char *which, const char *kind, const char *code,
                  const char *account, const char *part)
{
    const char *const wanted[] = {which, kind, code, NULL, account, part};
    double sum = 0.0;
    int64_t found = 0;
    for (int64_t row = 0; row < csv->rows; row++) {
        int fits = 1;
        for (int column = CASE; column <= PART && fits; column++) {
            fits =
                wanted[column] == NULL || strcmp(wanted[column], cells_text(csv, row, column)) == 0;
        }
        sum += fits ? cells_number(csv, row, VALUE) : 0.0;
        found += fits;
    }
    assert_true(found > 0);
    return sum;
}

void assert_places_says(const char *const *words, const char *const *says)
{
    outcome ended = assert_refuses("places", words);
    assert_one_line(&ended, "places");
    for (int i = 0; says[i] != NULL; i++) {
        assert_says(&ended, says[i]);
    }
    outcome_free(&ended);
}
