/* Net over gross: the published sets, the guide's formula, its limits. */
#include "golden.h"
#include "test.h"

#include <preston/scenario.h>

#include <math.h>

/* A few products of shares: a few units of the last digit. */
#define ROUNDING 1e-15

static double factor_of(const preston_additionality *additionality)
{
    double factor = NAN;
    preston_error error = {0};
    assert_ok(preston_additionality_factor(additionality, &factor, &error), &error);
    return factor;
}

static void additionality_published__factors_in_print(void **state)
{
    (void)state;
    golden *table = golden_read("additionality.csv");
    assert_int_equal(table->rows, 3);
    for (int64_t row = 0; row < table->rows; row++) {
        preston_additionality set;
        preston_error error = {0};
        assert_ok(preston_additionality_published(golden_text(table, row, "name"), &set, &error),
                  &error);
        assert_true(set.deadweight == golden_number(table, row, "deadweight"));
        assert_true(set.displacement == golden_number(table, row, "displacement"));
        assert_true(set.leakage == golden_number(table, row, "leakage"));
        assert_true(set.substitution == golden_number(table, row, "substitution"));
        assert_true(isnan(set.reference_leakage) && isnan(set.reference_displacement) &&
                    isnan(set.reference_substitution));
        assert_close(factor_of(&set), golden_number(table, row, "factor"), 0.0,
                     golden_number(table, row, "tolerance"));
    }
    golden_free(table);
}

static void additionality_published__no_such_set(void **state)
{
    (void)state;
    static const char *const wrong[] = {"Standard", "", NULL};
    for (size_t i = 0; i < 3; i++) {
        preston_additionality set = {.deadweight = -7.0};
        preston_error error = {0};
        assert_fails(preston_additionality_published(wrong[i], &set, &error), PRESTON_ERROR_LABEL,
                     &error, "'standard', 'conservative' and 'optimistic'");
        assert_true(set.deadweight == -7.0);
    }
}

static void additionality_factor__limits(void **state)
{
    (void)state;
    preston_additionality all;
    preston_additionality_init(&all);
    assert_true(factor_of(&all) == 1.0); /* nothing taken off: the same bits */
    double *const shares[] = {&all.deadweight, &all.leakage, &all.displacement, &all.substitution};
    for (size_t i = 0; i < 4; i++) {
        *shares[i] = 1.0;
        assert_true(factor_of(&all) == 0.0);
        *shares[i] = 0.0;
    }
}

/* 0.9 × 0.75 × 1 − 0.4 × 0.8 × 0.5 × 0.95 = 0.675 − 0.152. A reference case that leaks nothing and
 * displaces nothing can take more than the intervention gives. */
static void additionality_factor__reference_case_of_its_own(void **state)
{
    (void)state;
    preston_additionality guide = {.deadweight = 0.4,
                                   .leakage = 0.1,
                                   .displacement = 0.25,
                                   .substitution = 0.0,
                                   .reference_leakage = 0.2,
                                   .reference_displacement = 0.5,
                                   .reference_substitution = 0.05};
    assert_close(factor_of(&guide), 0.523, ROUNDING, 0.0);
    guide.reference_displacement =
        NAN; /* that of the intervention: 0.675 − 0.4 × 0.8 × 0.75 × 0.95 */
    assert_close(factor_of(&guide), 0.447, ROUNDING, 0.0);
    const preston_additionality worse = {.deadweight = 1.0, .leakage = 0.5};
    assert_close(factor_of(&worse), -0.5, 0.0, 0.0);
}

static void additionality_factor__shares_that_cannot_be(void **state)
{
    (void)state;
    preston_additionality wrong;
    preston_additionality_init(&wrong);
    const struct {
        double *share;
        const char *text;
    } each[] = {{&wrong.deadweight, "deadweight"},
                {&wrong.leakage, "leakage"},
                {&wrong.displacement, "displacement"},
                {&wrong.substitution, "substitution"},
                {&wrong.reference_leakage, "reference_leakage"},
                {&wrong.reference_displacement, "reference_displacement"},
                {&wrong.reference_substitution, "reference_substitution"}};
    static const double shares[] = {-1e-9, 1.0 + 1e-9, 20.0, INFINITY, NAN};
    for (size_t i = 0; i < sizeof each / sizeof *each; i++) {
        for (size_t k = 0; k < sizeof shares / sizeof *shares; k++) {
            if (i >= 4 && isnan(shares[k])) {
                continue; /* the same as the intervention */
            }
            double factor = -7.0;
            preston_error error = {0};
            *each[i].share = shares[k];
            assert_fails(preston_additionality_factor(&wrong, &factor, &error), PRESTON_ERROR_VALUE,
                         &error, each[i].text);
            assert_non_null(strstr(error.message, "from 0 to 1"));
            assert_true(factor == -7.0);
        }
        *each[i].share = i < 4 ? 0.0 : NAN;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(additionality_published__factors_in_print),
        cmocka_unit_test(additionality_published__no_such_set),
        cmocka_unit_test(additionality_factor__limits),
        cmocka_unit_test(additionality_factor__reference_case_of_its_own),
        cmocka_unit_test(additionality_factor__shares_that_cannot_be),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
