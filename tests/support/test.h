/* What every test includes: cmocka, and what Debian's cmocka 1.1.5 lacks. */
#ifndef PRESTON_TEST_H
#define PRESTON_TEST_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <preston/status.h>

/* Fails unless |value − expected| ≤ absolute + relative · |expected|; NaN always fails. */
#define assert_close(value, expected, relative, absolute)                                          \
    test_assert_close((value), (expected), (relative), (absolute), #value, __FILE__, __LINE__)

/* Fails, with the library's own message, unless the call succeeded. */
#define assert_ok(status, error) test_assert_ok((status), (error), #status, __FILE__, __LINE__)

/* Fails unless the call failed with this status and a one-line message that holds the text. */
#define assert_fails(status, expected, error, text)                                                \
    test_assert_fails((status), (expected), (error), (text), #status, __FILE__, __LINE__)

/* The most rows that tests of many sizes should try: PRESTON_TEST_LARGEST, where valgrind makes
 * everything fifty times slower; otherwise all. */
int64_t largest_size(void);

void test_assert_close(double value, double expected, double relative, double absolute,
                       const char *what, const char *file, int line);
void test_assert_ok(preston_status status, const preston_error *error, const char *what,
                    const char *file, int line);
void test_assert_fails(preston_status status, preston_status expected, const preston_error *error,
                       const char *text, const char *what, const char *file, int line);

#endif
