#include "random.h"
#include "test.h"

#include "status/number.h"

#include <locale.h>
#include <math.h>

typedef const char *parser(const char *text, double *out_value);

/* A text that must be refused, with a piece of what is said about it. */
typedef struct refusal {
    const char *text;
    const char *reason;
} refusal;

static void assert_parses(parser *parse, const char *text, double expected)
{
    double value = -999.0;
    const char *problem = parse(text, &value);
    if (problem != NULL || memcmp(&value, &expected, sizeof value) != 0) {
        print_error("'%s' gave %.17g (%s), expected %.17g\n", text, value,
                    problem != NULL ? problem : "no problem", expected);
        fail();
    }
}

static void assert_refuses(parser *parse, const refusal *refusals, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        double value = -999.0;
        const char *problem = parse(refusals[i].text, &value);
        if (problem == NULL || strstr(problem, refusals[i].reason) == NULL || value != -999.0) {
            print_error("'%s' gave %.17g (%s), expected '%s'\n", refusals[i].text, value,
                        problem != NULL ? problem : "no problem", refusals[i].reason);
            fail();
        }
    }
}

static void parse_number__decimal_forms(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double value;
    } cases[] = {
        {"0", 0.0},
        {"1234.5", 1234.5},
        {"+7", 7.0},
        {"-0.25", -0.25},
        {".5", 0.5},
        {"007", 7.0},
        {"1e3", 1000.0},
        {"1E+3", 1000.0},
        {"-6.02214076e23", -6.02214076e23},
        {"4635.362756887105", 4635.362756887105},
        {"0.1", 0.1},
        {"123456789012345", 123456789012345.0},
        {"1234567890123456", 1234567890123456.0},
        {"9007199254740993", 9007199254740992.0},
        {"0.000000000000001", 1e-15},
        {"2.2250738585072011e-308", 2.2250738585072011e-308},
        {"1.7976931348623157e308", 1.7976931348623157e308},
        {"1e-400", 0.0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_parses(preston_parse_number, cases[i].text, cases[i].value);
    }
}

static void parse_number__bad_forms(void **state)
{
    (void)state;
    static const refusal cases[] = {
        {"", "is empty"},
        {"1,234.50", "comma"},
        {"0,5", "comma"},
        {"1 234", "space"},
        {"12 ", "space"},
        {"98.31.", "ends in a dot"},
        {"5.", "ends in a dot"},
        {"1.2.3", "not a number"},
        {"n/a", "not a number"},
        {"..", "not a number"},
        {"-", "not a number"},
        {"--1", "not a number"},
        {"e5", "not a number"},
        {"1e", "not a number"},
        {"1e+", "not a number"},
        {"0x10", "not a number"},
        {"0x1p3", "not a number"},
        {"12p", "not a number"},
        {"£5", "not a number"},
        {"(5)", "not a number"},
        {"5%", "not a number"},
        {" 5", "not a number"},
        {"\t5", "not a number"},
        {"\xd9\xa1\xd9\xa2", "not a number"}, /* Arabic digits */
        {"nan", "not a finite number"},
        {"NaN", "not a finite number"},
        {"-nan(0x1)", "not a finite number"},
        {"inf", "not a finite number"},
        {"-Infinity", "not a finite number"},
        {"1e309", "too large"},
        {"-1e999999999999999999999", "too large"},
    };
    assert_refuses(preston_parse_number, cases, sizeof cases / sizeof *cases);
}

/* Both ways of reading, the exact short one and strtod's, must round alike. */
static void parse_number__random_decimals(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    for (int i = 0; i < 20000; i++) {
        char text[64];
        int digits = 1 + (int)gsl_rng_uniform_int(random, 20);
        double size = pow(10.0, random_between(random, -12.0, 12.0));
        (void)snprintf(text, sizeof text, "%.*f", digits, random_between(random, -size, size));
        assert_parses(preston_parse_number, text, strtod(text, NULL));
    }
    gsl_rng_free(random);
}

static void parse_spreadsheet_amount__forgiven_forms(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double value;
    } cases[] = {
        {"1234.5", 1234.5},
        {"1,234.50", 1234.5},
        {"12,345,678", 12345678.0},
        {"-1,000", -1000.0},
        {"98.31.", 98.31},
        {"98.", 98.0},
        {" 12 ", 12.0},
        {"1 234 567.25", 1234567.25},
        {"£1,234.50", 1234.5},
        {"£ 12", 12.0},
        {"-£12", -12.0},
        {"£-12", -12.0},
        {"€5", 5.0},
        {"1,234.50 €", 1234.5},
        {"$0.99", 0.99},
        {"1e3", 1000.0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_parses(preston_parse_spreadsheet_amount, cases[i].text, cases[i].value);
    }
}

/* A decimal comma must never turn into a number a thousand times as large. */
static void parse_spreadsheet_amount__bad_forms(void **state)
{
    (void)state;
    static const refusal cases[] = {
        {"", "is empty"},
        {"£", "is empty"},
        {"12,34", "comma"},
        {"1,2345", "comma"},
        {"0,125", "comma"},
        {"00,125", "comma"},
        {"1234,567", "comma"},
        {",567", "not a number"},
        {"1.234,567", "comma"},
        {"1,234,56", "comma"},
        {"12,34,567", "comma"},
        {"1,,234", "comma"},
        {"5£5", "not a number"},
        {"££5", "not a number"},
        {"£5€", "not a number"},
        {"12 34", "space"},
        {"1.2.3", "not a number"},
        {"1.5..", "ends in a dot"},
        {"abc", "not a number"},
        {"nan", "not a finite number"},
        {"1e309", "too large"},
        {"1111111111111111111111111111111111111111111111111111111111111111111111111111",
         "too long"},
    };
    assert_refuses(preston_parse_spreadsheet_amount, cases, sizeof cases / sizeof *cases);
}

static void format_number__round_trip(void **state)
{
    (void)state;
    gsl_rng *random = make_random();
    for (int i = 0; i < 20000; i++) {
        uint64_t bits = (uint64_t)gsl_rng_get(random) << 32 | gsl_rng_get(random);
        double value = 0.0;
        memcpy(&value, &bits, sizeof value);
        if (!isfinite(value)) {
            continue;
        }
        char text[PRESTON_NUMBER_SIZE];
        preston_format_number(value, text);
        assert_parses(preston_parse_number, text, value);
    }
    gsl_rng_free(random);
}

static void format_number__special_values(void **state)
{
    (void)state;
    char text[PRESTON_NUMBER_SIZE];
    preston_format_number(-0.0, text);
    assert_string_equal(text, "0");
    preston_format_number(1e15, text);
    assert_string_equal(text, "1000000000000000");
    preston_format_number(-1.7976931348623157e308, text);
    assert_string_equal(text, "-1.7976931348623157e+308");
    preston_format_number(-4.9406564584124654e-324, text);
    assert_string_equal(text, "-4.9406564584124654e-324");
}

/* Enters a locale with a decimal comma; 0 when the machine has none. */
static int enter_comma_locale(void)
{
    static const char *const names[] = {"de_DE.UTF-8", "fr_FR.UTF-8", "de_DE", "fr_FR"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (setlocale(LC_ALL, names[i]) != NULL) {
            return 1;
        }
    }
    return 0;
}

static void numbers__decimal_comma_locale(void **state)
{
    (void)state;
    if (!enter_comma_locale()) {
        skip();
    }
    char text[PRESTON_NUMBER_SIZE];
    preston_format_number(0.1, text);
    assert_string_equal(text, "0.10000000000000001");
    assert_parses(preston_parse_number, text, 0.1);
    preston_format_short_number(0.1, text);
    assert_string_equal(text, "0.1");
    assert_parses(preston_parse_number, "1.5", 1.5);
    assert_string_equal(localeconv()->decimal_point, ",");
}

static void format_short_number__fewest_digits(void **state)
{
    static const struct {
        double value;
        const char *text;
    } numbers[] = {{0.1, "0.1"},          {-0.0, "0"},
                   {0.35, "0.35"},        {1e15, "1e+15"},
                   {66e9, "66000000000"}, {1.0 / 3.0, "0.3333333333333333"},
                   {2025.0, "2025"},      {0.1 + 0.2, "0.30000000000000004"}};
    char text[PRESTON_NUMBER_SIZE];
    (void)state;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        preston_format_short_number(numbers[i].value, text);
        assert_string_equal(text, numbers[i].text);
    }
    double value = 1.0;
    for (int i = 0; i < 2000; i++) { /* reads back to the bit */
        value = value * 1.37 + 1.0 / (i + 3.0);
        value = value > 1e100 ? value * 1e-200 : value;
        preston_format_short_number(value, text);
        assert_parses(preston_parse_number, text, value);
    }
}

static int leave_locale(void **state)
{
    (void)state;
    return setlocale(LC_ALL, "C") == NULL;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parse_number__decimal_forms),
        cmocka_unit_test(parse_number__bad_forms),
        cmocka_unit_test(parse_number__random_decimals),
        cmocka_unit_test(parse_spreadsheet_amount__forgiven_forms),
        cmocka_unit_test(parse_spreadsheet_amount__bad_forms),
        cmocka_unit_test(format_number__round_trip),
        cmocka_unit_test(format_number__special_values),
        cmocka_unit_test(format_short_number__fewest_digits),
        cmocka_unit_test_teardown(numbers__decimal_comma_locale, leave_locale),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
