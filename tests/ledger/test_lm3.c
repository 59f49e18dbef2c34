/* LM3 as published: the cases of the New Economics Foundation and of those who used its method. */
#include "folder.h"
#include "ledgers.h"
#include "random.h"
#include "random_economy.h"
#include "sample.h"
#include "test.h"

#include <math.h>

static preston_status read_survey(const char *text, preston_survey **out, preston_error *error)
{
    char *folder = make_folder();
    char *path = path_in(folder, "survey.csv");
    write_text(folder, "survey.csv", text);
    preston_status status = preston_survey_read(path, out, error);
    free(path);
    remove_folder(folder);
    return status;
}

static preston_survey *survey_of(const char *text)
{
    preston_survey *survey = NULL;
    preston_error error = {0};
    assert_ok(read_survey(text, &survey, &error), &error);
    return survey;
}

static const char *const here[] = {"here"};

/* LM3 of purchases when only "here" is local. */
static preston_status lm3_of(int64_t count, const purchase *rows, const char *answers,
                             preston_lm3 *out, preston_error *error)
{
    preston_ledger *ledger = make_ledger(count, rows);
    preston_survey *survey = survey_of(answers);
    preston_status status = preston_ledger_lm3(ledger, survey, 1, here, out, error);
    preston_survey_free(survey);
    preston_ledger_free(ledger);
    return status;
}

static void assert_rounds(const preston_lm3 *lm3, double first, double second, double third)
{
    assert_close(lm3->rounds[0], first, 1e-14, 0.0);
    assert_close(lm3->rounds[1], second, 1e-14, 0.0);
    assert_close(lm3->rounds[2], third, 1e-14, 0.0);
    assert_close(lm3->plain, (first + second + third) / first, 1e-14, 0.0);
    assert_close(lm3->local, (second + third) / first, 1e-14, 0.0);
}

/* --- three numbers --- */

static void lm3_from_rounds__both_conventions(void **state)
{
    (void)state;
    preston_lm3 lm3;
    preston_error error = {0};
    assert_ok(preston_lm3_from_rounds(100.0, 60.0, 20.0, &lm3, &error), &error);
    assert_rounds(&lm3, 100.0, 60.0, 20.0);
    assert_close(lm3.plain, 1.8, 1e-15, 0.0);
    assert_close(lm3.local, 0.8, 1e-15, 0.0);
    assert_close(lm3.full, 0.0, 0.0, 0.0);
    assert_close(lm3.captured, 0.0, 0.0, 0.0);
}

/* East Riding's boat compound: £940k, of which £162k was spent again; no third round was shown. */
static void lm3_from_rounds__withernsea(void **state)
{
    (void)state;
    preston_lm3 lm3;
    preston_error error = {0};
    assert_ok(preston_lm3_from_rounds(940e3, 162e3, 0.0, &lm3, &error), &error);
    assert_close(lm3.plain, 1.17, 0.0, 0.005);
    assert_close(lm3.local, 0.1723, 0.0, 0.00005);
}

/* minney.org adds up the local parts of £100k only, 50 + 50 + 30, and calls 1.30 an LM3. The first
 * round of LM3 is the whole £100k: the same flows give 2.00, and leaving it out 1.00, never 1.30.
 */
static void lm3_from_rounds__local_parts_alone_are_not_comparable(void **state)
{
    (void)state;
    preston_lm3 lm3;
    preston_error error = {0};
    assert_ok(preston_lm3_from_rounds(100e3, 50e3, 50e3, &lm3, &error), &error);
    assert_close(lm3.plain, 2.0, 1e-15, 0.0);
    assert_close(lm3.local, 1.0, 1e-15, 0.0);
    assert_true(fabs(lm3.plain - 1.3) > 0.1 && fabs(lm3.local - 1.3) > 0.1);
}

static void lm3_from_rounds__impossible_rounds(void **state)
{
    (void)state;
    const double rounds[][3] = {
        {0, 1, 1},           {-1, 1, 1},          {1, -1, 1},          {1, 1, -0.5},
        {(double)NAN, 1, 1}, {1, (double)NAN, 1}, {1, 1, (double)NAN}, {1, (double)INFINITY, 1}};
    for (size_t i = 0; i < sizeof rounds / sizeof *rounds; i++) {
        preston_lm3 lm3 = {.plain = -7.0};
        preston_error error = {0};
        assert_fails(
            preston_lm3_from_rounds(rounds[i][0], rounds[i][1], rounds[i][2], &lm3, &error),
            PRESTON_ERROR_VALUE, &error, "the first must be above zero");
        assert_close(lm3.plain, -7.0, 0.0, 0.0);
    }
}

/* --- a ledger and a survey --- */

/* £1.76 for a pound spent with a local supplier, £0.36 with another. */
static void ledger_lm3__northumberland(void **state)
{
    (void)state;
    static const char answers[] = "supplier,local_share\nlocal firm,0.76\nother firm,0.36\n";
    static const purchase local = {"any", "here", 1e6, "local firm"};
    static const purchase other = {"any", "there", 1e6, "other firm"};
    preston_lm3 lm3;
    preston_error error = {0};
    assert_ok(lm3_of(1, &local, answers, &lm3, &error), &error);
    assert_close(lm3.local, 1.76, 1e-15, 0.0);
    assert_close(lm3.plain, 2.76, 1e-15, 0.0);
    assert_ok(lm3_of(1, &other, answers, &lm3, &error), &error);
    assert_close(lm3.local, 0.36, 1e-15, 0.0);
    assert_close(lm3.plain, 1.36, 1e-15, 0.0);
}

/* Ten points of £242.9m moved to local suppliers: £34m a year. */
static void ledger_lm3__northumberland_moves_ten_points(void **state)
{
    (void)state;
    static const char answers[] = "supplier,local_share\nlocal firm,0.76\nother firm,0.36\n";
    double effect[2];
    for (int k = 0; k < 2; k++) {
        double share = k == 0 ? 0.3 : 0.4;
        const purchase rows[] = {{"any", "here", 242.9e6 * share, "local firm"},
                                 {"any", "there", 242.9e6 * (1.0 - share), "other firm"}};
        preston_lm3 lm3;
        preston_error error = {0};
        assert_ok(lm3_of(2, rows, answers, &lm3, &error), &error);
        effect[k] = lm3.local * lm3.rounds[0];
    }
    assert_close(effect[1] - effect[0], 34e6, 0.0, 0.01e6);
}

static void ledger_lm3__withernsea(void **state)
{
    (void)state;
    static const purchase rows[] = {{"any", "here", 162e3, "a"}, {"any", "there", 778e3, "b"}};
    preston_lm3 lm3;
    preston_error error = {0};
    assert_ok(lm3_of(2, rows, "supplier,local_share\na,0\nb,0\n", &lm3, &error), &error);
    assert_rounds(&lm3, 940e3, 162e3, 0.0);
    assert_close(lm3.plain, 1.17, 0.0, 0.005);
}

/* plm_averaging_surveys.xls: five members of staff, 45.42 % of £200,000; and 40 % is £80,000. */
static void ledger_lm3__several_members_of_staff_are_averaged(void **state)
{
    (void)state;
    static const purchase row = {"wages", "here", 200e3, "staff"};
    preston_lm3 lm3;
    preston_error error = {0};
    assert_ok(lm3_of(1, &row,
                     "supplier,local_share\nstaff,0.421\nstaff,0.505\nstaff,0.631\nstaff,0.378\n"
                     "staff,0.336\n",
                     &lm3, &error),
              &error);
    assert_rounds(&lm3, 200e3, 200e3, 90840.0);
    assert_ok(lm3_of(1, &row, "supplier,local_share\nstaff,0.4\n", &lm3, &error), &error);
    assert_rounds(&lm3, 200e3, 200e3, 80e3);
}

/* Each answer counts once however often and dearly its supplier was bought from. */
static void ledger_lm3__unanswered_suppliers_take_the_mean_of_their_side(void **state)
{
    (void)state;
    static const purchase rows[] = {{"any", "here", 700.0, "a"},  {"any", "here", 200.0, "a"},
                                    {"any", "here", 100.0, "b"},  {"any", "here", 50.0, "silent"},
                                    {"any", "there", 400.0, "c"}, {"any", "there", 30.0, "silent"},
                                    {"any", "", 20.0, NULL}};
    static const char answers[] =
        "local_share,supplier\n0.2,a\n0.6,b\n0.1,c\n0.9,never bought from\n";
    preston_lm3 lm3;
    preston_error error = {0};
    assert_ok(lm3_of(7, rows, answers, &lm3, &error), &error);
    assert_rounds(&lm3, 1500.0, 1050.0,
                  900.0 * 0.2 + 100.0 * 0.6 + 50.0 * 0.4 + 400.0 * 0.1 + 50.0 * 0.1);
}

/* A supplier with a branch on each side answers for both. */
static void ledger_lm3__supplier_on_both_sides(void **state)
{
    (void)state;
    static const purchase rows[] = {{"any", "here", 100.0, "a"},
                                    {"any", "there", 100.0, "a"},
                                    {"any", "there", 100.0, "silent"}};
    preston_lm3 lm3;
    preston_error error = {0};
    assert_ok(lm3_of(3, rows, "supplier,local_share\na,0.5\n", &lm3, &error), &error);
    assert_rounds(&lm3, 300.0, 100.0, 150.0);
}

static void ledger_lm3__several_local_places(void **state)
{
    (void)state;
    static const purchase rows[] = {
        {"any", "town", 100.0, "a"}, {"any", "county", 60.0, "b"}, {"any", "abroad", 40.0, "c"}};
    static const char *const places[] = {"town", "county"};
    preston_ledger *ledger = make_ledger(3, rows);
    preston_survey *survey = survey_of("supplier,local_share\na,0.5\nb,0.25\nc,0\n");
    static const double seconds[] = {0.0, 100.0, 160.0};
    for (int64_t count = 0; count <= 2; count++) {
        preston_lm3 lm3;
        preston_error error = {0};
        assert_ok(preston_ledger_lm3(ledger, survey, count, places, &lm3, &error), &error);
        assert_rounds(&lm3, 200.0, seconds[count], 65.0);
    }
    preston_survey_free(survey);
    preston_ledger_free(ledger);
}

static void ledger_lm3__nobody_answered_on_a_side(void **state)
{
    (void)state;
    static const purchase rows[] = {{"any", "here", 100.0, "a"}, {"any", "there", 12.5, "b"}};
    preston_lm3 lm3 = {.plain = -7.0};
    preston_error error = {0};
    assert_fails(lm3_of(2, rows, "supplier,local_share\na,0.5\n", &lm3, &error),
                 PRESTON_ERROR_MISSING, &error,
                 "no supplier based elsewhere answered the survey, and 12.50 was spent");
    assert_fails(lm3_of(2, rows, "supplier,local_share\nb,0.5\n", &lm3, &error),
                 PRESTON_ERROR_MISSING, &error,
                 "no supplier based here answered the survey, and 100.00 was spent");
    assert_fails(lm3_of(2, rows, "supplier,local_share\n", &lm3, &error), PRESTON_ERROR_MISSING,
                 &error, "give one answer, 0 if nothing comes back");
    assert_close(lm3.plain, -7.0, 0.0, 0.0);
    assert_ok(lm3_of(1, rows, "supplier,local_share\na,0.5\n", &lm3, &error), &error);
    assert_rounds(&lm3, 100.0, 100.0, 50.0);
}

static void ledger_lm3__nothing_spent(void **state)
{
    (void)state;
    static const purchase rows[] = {{"any", "here", 100.0, "a"}, {"any", "here", -100.0, "a"}};
    preston_lm3 lm3;
    preston_error error = {0};
    assert_fails(lm3_of(2, rows, "supplier,local_share\na,0.5\n", &lm3, &error),
                 PRESTON_ERROR_VALUE, &error, "the first must be above zero");
    assert_fails(lm3_of(0, NULL, "supplier,local_share\na,0.5\n", &lm3, &error),
                 PRESTON_ERROR_VALUE, &error, "the first must be above zero");
}

static void survey_read__bad_input(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *where;
        const char *remedy;
        preston_status status;
    } wrong[] = {
        {"supplier,local_share\na,43\n",
         "survey.csv:2: column 2 ('local_share'): 43 is not a share", "write 0.43 for 43 %",
         PRESTON_ERROR_VALUE},
        {"supplier,local_share\na,1\nb,-0.01\n", "survey.csv:3: column 2 ('local_share'): -0.01",
         "write 0.43 for 43 %", PRESTON_ERROR_VALUE},
        {"supplier,local_share\na,1.0000001\n", "survey.csv:2:", "is not a share",
         PRESTON_ERROR_VALUE},
        {"supplier,local_share\na,nan\n", "survey.csv:2: column 2 ('local_share'): 'nan'",
         "write a number", PRESTON_ERROR_VALUE},
        {"supplier,local_share\na,43 %\n", "survey.csv:2:", "'43 %'", PRESTON_ERROR_VALUE},
        {"supplier,local_share\na,\n", "survey.csv:2:", "is empty", PRESTON_ERROR_VALUE},
        {"supplier,share\na,0.5\n", "survey.csv:1: column 'local_share' is missing",
         "the header has supplier, share", PRESTON_ERROR_LABEL},
        {"firm,local_share\na,0.5\n", "survey.csv:1: column 'supplier' is missing",
         "the header has firm, local_share", PRESTON_ERROR_LABEL},
        {"supplier,local_share\na\n", "survey.csv:2:", "give every row", PRESTON_ERROR_FORMAT},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        preston_survey *survey = NULL;
        preston_error error = {0};
        preston_status status = read_survey(wrong[i].text, &survey, &error);
        assert_fails(status, wrong[i].status, &error, wrong[i].where);
        assert_fails(status, wrong[i].status, &error, wrong[i].remedy);
        assert_null(survey);
    }
    preston_survey_free(NULL);
}

static void survey_read__many_suppliers(void **state)
{
    (void)state;
    enum { COUNT = 500 };
    char *text = calloc(COUNT + 1, 40);
    assert_non_null(text);
    size_t used = (size_t)sprintf(text, "supplier,local_share\n");
    purchase rows[COUNT];
    char names[COUNT][24];
    double third = 0.0;
    for (int i = 0; i < COUNT; i++) {
        double share = (i % 100) / 100.0;
        (void)snprintf(names[i], sizeof names[i], "firm %d", i);
        used += (size_t)sprintf(text + used, "%s,%.2f\n", names[i], share);
        rows[i] = (purchase){"any", "here", 1.0 + i, names[i]};
        third += (1.0 + i) * share;
    }
    preston_lm3 lm3;
    preston_error error = {0};
    assert_ok(lm3_of(COUNT, rows, text, &lm3, &error), &error);
    assert_close(lm3.rounds[2], third, 1e-12, 0.0);
    free(text);
}

/* --- the model --- */

/* One sector: a = 0.3 of itself, wages w = 0.14 of output, households spend c = 0.5 of their
 * income. */
static sample one_sector(void)
{
    static const double coefficient = 0.3;
    static const double final_use[USES] = {[HOUSEHOLDS] = 0.5};
    const table_recipe recipe = {.sectors = 1,
                                 .coefficients = &coefficient,
                                 .final_use = final_use,
                                 .household_income = 1.0};
    sample work = {.sectors = 1, .table = make_table(&recipe)};
    sample_close(&work, PRESTON_CLOSURE_II);
    return work;
}

static void model_lm3__one_sector_by_hand(void **state)
{
    (void)state;
    sample work = one_sector();
    const double demand = 8.0;
    preston_lm3 lm3;
    preston_error error = {0};
    assert_ok(preston_model_lm3(work.model, "nation", preston_const_vector(&demand, 1, 1), 0.0,
                                &lm3, &error),
              &error);
    double second = 0.3 + 0.14;
    double third = 0.3 * 0.3 + 0.5 * 0.14 + 0.14 * 0.3;
    assert_rounds(&lm3, 8.0, 8.0 * second, 8.0 * third);
    assert_close(lm3.plain, 1.642, 1e-14, 0.0);
    assert_close(lm3.full, 1.14 / 0.63, 1e-14, 0.0);
    assert_close(lm3.captured, 1.642 * 0.63 / 1.14, 1e-14, 0.0);
    assert_ok(preston_model_lm3(work.model, "nation", preston_const_vector(&demand, 1, 1), 20.0,
                                &lm3, &error),
              &error);
    assert_rounds(&lm3, 20.0, 8.0, 8.0 * second);
    assert_close(lm3.full, (20.0 + 8.0 * 1.14 / 0.63) / 20.0, 1e-14, 0.0);
    assert_close(lm3.captured, lm3.plain / lm3.full, 1e-15, 0.0);
    sample_free(&work);
}

static void model_lm3__cuts_the_rounds_of_type_two_after_three(void **state)
{
    (void)state;
    static const char *const areas[] = {"preston", "rest-of-lancashire", "lancashire", "uk"};
    sample work = sample_preston();
    sample_close(&work, PRESTON_CLOSURE_II);
    gsl_rng *random = make_random();
    double *demand = make_random_demand(random, &work);
    preston_const_view view = preston_const_vector(demand, work.rows, 1);
    for (size_t i = 0; i < sizeof areas / sizeof *areas; i++) {
        double rounds[3];
        double full = 0.0;
        preston_lm3 lm3;
        preston_error error = {0};
        assert_ok(preston_model_rounds(work.model, PRESTON_CLOSURE_II, areas[i], view,
                                       preston_vector(rounds, 3, 1), &full, &error),
                  &error);
        assert_ok(preston_model_lm3(work.model, areas[i], view, 0.0, &lm3, &error), &error);
        assert_rounds(&lm3, rounds[0], rounds[1], rounds[2]);
        assert_close(lm3.full, full / rounds[0], 1e-12, 0.0);
        assert_true(1.0 < lm3.plain && lm3.plain < lm3.full);
        assert_true(0.0 < lm3.captured && lm3.captured < 1.0);
        assert_close(lm3.captured, lm3.plain / lm3.full, 1e-15, 0.0);
        double budget = 2.0 * rounds[0];
        assert_ok(preston_model_lm3(work.model, areas[i], view, budget, &lm3, &error), &error);
        assert_rounds(&lm3, budget, rounds[0], rounds[1]);
        assert_true(lm3.plain < lm3.full && lm3.captured < 1.0);
    }
    free(demand);
    gsl_rng_free(random);
    sample_free(&work);
}

/* Nothing reaches the area: of a budget all leaks at once, and without one there is no first round.
 */
static void model_lm3__nothing_reaches_the_area(void **state)
{
    (void)state;
    sample work = one_sector();
    const double nothing = 0.0;
    preston_const_view demand = preston_const_vector(&nothing, 1, 1);
    preston_lm3 lm3;
    preston_error error = {0};
    assert_ok(preston_model_lm3(work.model, "nation", demand, 5.0, &lm3, &error), &error);
    assert_rounds(&lm3, 5.0, 0.0, 0.0);
    assert_close(lm3.full, 1.0, 0.0, 0.0);
    assert_close(lm3.captured, 1.0, 0.0, 0.0);
    assert_fails(preston_model_lm3(work.model, "nation", demand, 0.0, &lm3, &error),
                 PRESTON_ERROR_VALUE, &error, "the first must be above zero");
    sample_free(&work);
}

static void model_lm3__bad_arguments(void **state)
{
    (void)state;
    sample work = one_sector();
    const double one = 1.0;
    preston_const_view demand = preston_const_vector(&one, 1, 1);
    const double budgets[] = {-1.0, (double)NAN, (double)INFINITY};
    preston_lm3 lm3 = {.plain = -7.0};
    preston_error error = {0};
    for (size_t i = 0; i < sizeof budgets / sizeof *budgets; i++) {
        assert_fails(preston_model_lm3(work.model, "nation", demand, budgets[i], &lm3, &error),
                     PRESTON_ERROR_ARGUMENT, &error, "budget is");
    }
    assert_fails(preston_model_lm3(work.model, "Preston", demand, 0.0, &lm3, &error),
                 PRESTON_ERROR_LABEL, &error, "'Preston' is not a place");
    assert_fails(preston_model_lm3(work.model, "nation", preston_const_vector(&one, 0, 1), 0.0,
                                   &lm3, &error),
                 PRESTON_ERROR_SHAPE, &error, "the demand has 0 rows");
    sample_close(&work, PRESTON_CLOSURE_I);
    assert_fails(preston_model_lm3(work.model, "nation", demand, 0.0, &lm3, &error),
                 PRESTON_ERROR_MISSING, &error, "Type I only");
    assert_close(lm3.plain, -7.0, 0.0, 0.0);
    sample_free(&work);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lm3_from_rounds__both_conventions),
        cmocka_unit_test(lm3_from_rounds__withernsea),
        cmocka_unit_test(lm3_from_rounds__local_parts_alone_are_not_comparable),
        cmocka_unit_test(lm3_from_rounds__impossible_rounds),
        cmocka_unit_test(ledger_lm3__northumberland),
        cmocka_unit_test(ledger_lm3__northumberland_moves_ten_points),
        cmocka_unit_test(ledger_lm3__withernsea),
        cmocka_unit_test(ledger_lm3__several_members_of_staff_are_averaged),
        cmocka_unit_test(ledger_lm3__unanswered_suppliers_take_the_mean_of_their_side),
        cmocka_unit_test(ledger_lm3__supplier_on_both_sides),
        cmocka_unit_test(ledger_lm3__several_local_places),
        cmocka_unit_test(ledger_lm3__nobody_answered_on_a_side),
        cmocka_unit_test(ledger_lm3__nothing_spent),
        cmocka_unit_test(survey_read__bad_input),
        cmocka_unit_test(survey_read__many_suppliers),
        cmocka_unit_test(model_lm3__one_sector_by_hand),
        cmocka_unit_test(model_lm3__cuts_the_rounds_of_type_two_after_three),
        cmocka_unit_test(model_lm3__nothing_reaches_the_area),
        cmocka_unit_test(model_lm3__bad_arguments),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
