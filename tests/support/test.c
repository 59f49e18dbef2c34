#include "test.h"

#include <math.h>

void test_assert_close(double value, double expected, double relative, double absolute,
                       const char *what, const char *file, int line)
{
    if (!(fabs(value - expected) <= absolute + relative * fabs(expected))) {
        print_error("%s is %.17g, expected %.17g\n", what, value, expected);
        _fail(file, line);
    }
}

void test_assert_ok(preston_status status, const preston_error *error, const char *what,
                    const char *file, int line)
{
    if (status != PRESTON_OK) {
        print_error("%s: %s\n", what, error != NULL ? error->message : preston_status_text(status));
        _fail(file, line);
    }
}

void test_assert_fails(preston_status status, preston_status expected, const preston_error *error,
                       const char *text, const char *what, const char *file, int line)
{
    if (status != expected || error->status != expected || strstr(error->message, text) == NULL ||
        strchr(error->message, '\n') != NULL) {
        print_error("%s gave \"%s\" (%s), expected \"%s\" with the text \"%s\"\n", what,
                    preston_status_text(status), error->message, preston_status_text(expected),
                    text);
        _fail(file, line);
    }
}

int64_t largest_size(void)
{
    const char *asked = getenv("PRESTON_TEST_LARGEST");
    return asked != NULL ? strtoll(asked, NULL, 10) : INT64_MAX;
}
