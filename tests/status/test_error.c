#include "test.h"

#include "status/error.h"

static void status_text__every_status(void **state)
{
    (void)state;
    assert_string_equal(preston_status_text(PRESTON_OK), "success");
    assert_string_equal(preston_status_text(PRESTON_ERROR_UNPRODUCTIVE), "unproductive economy");
    for (int status = PRESTON_OK; status <= PRESTON_ERROR_ACCURACY; status++) {
        const char *text = preston_status_text((preston_status)status);
        assert_true(strlen(text) > 0);
        assert_string_not_equal(text, "unknown status");
    }
    assert_string_equal(preston_status_text((preston_status)1000), "unknown status");
}

static void version__as_in_the_header(void **state)
{
    (void)state;
    char expected[32];
    (void)snprintf(expected, sizeof expected, "%d.%d.%d", PRESTON_VERSION_MAJOR,
                   PRESTON_VERSION_MINOR, PRESTON_VERSION_PATCH);
    assert_string_equal(preston_version(), expected);
}

static void fail__without_an_error_object(void **state)
{
    (void)state;
    assert_int_equal(preston_fail(NULL, PRESTON_ERROR_VALUE, "%d", 1), PRESTON_ERROR_VALUE);
    assert_int_equal(preston_fail_memory(NULL, "a"), PRESTON_ERROR_MEMORY);
}

static void fail__fills_the_error_object(void **state)
{
    (void)state;
    preston_error error = {0};
    assert_fails(preston_fail(&error, PRESTON_ERROR_VALUE, "'%s' and %d", "one", 2),
                 PRESTON_ERROR_VALUE, &error, "'one' and 2");
    assert_fails(preston_fail_memory(&error, "a thing"), PRESTON_ERROR_MEMORY, &error,
                 "out of memory for a thing");
}

static void fail__message_of_one_line(void **state)
{
    (void)state;
    preston_error error = {0};
    (void)preston_fail(&error, PRESTON_ERROR_VALUE, "a\nb\r\nc\td\x1b[2J\x7f");
    assert_string_equal(error.message, "a b  c d [2J ");
}

static void fail__message_that_is_not_utf_8(void **state)
{
    (void)state;
    preston_error error = {0};
    (void)preston_fail(&error, PRESTON_ERROR_VALUE, "%s", "é € 😀 ok");
    assert_string_equal(error.message, "é € 😀 ok");
    (void)preston_fail(&error, PRESTON_ERROR_VALUE, "%s|%.4s|%s", "caf\xe9", "abc€", "\x80");
    assert_string_equal(error.message, "caf?|abc?|?");
}

/* A message that is cut ends in a whole character. */
static void fail__message_too_long(void **state)
{
    (void)state;
    preston_error error = {0};
    char text[PRESTON_MESSAGE_SIZE + 100];
    memset(text, 'x', sizeof text);
    memcpy(text + PRESTON_MESSAGE_SIZE - 2, "é", 2);
    text[sizeof text - 1] = '\0';
    (void)preston_fail(&error, PRESTON_ERROR_VALUE, "%s", text);
    assert_int_equal(strlen(error.message), PRESTON_MESSAGE_SIZE - 1);
    assert_int_equal(error.message[PRESTON_MESSAGE_SIZE - 2], '?');
}

static void check_options__size(void **state)
{
    (void)state;
    preston_error error = {0};
    assert_ok(preston_check_options(24, 24, &error), &error);
    assert_fails(preston_check_options(0, 24, &error), PRESTON_ERROR_ARGUMENT, &error,
                 "init function");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(status_text__every_status),
        cmocka_unit_test(version__as_in_the_header),
        cmocka_unit_test(fail__without_an_error_object),
        cmocka_unit_test(fail__fills_the_error_object),
        cmocka_unit_test(fail__message_of_one_line),
        cmocka_unit_test(fail__message_that_is_not_utf_8),
        cmocka_unit_test(fail__message_too_long),
        cmocka_unit_test(check_options__size),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
