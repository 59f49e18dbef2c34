/* Read by clang-tidy before each file above floor 0 (.ci/run). The analyser sees one file at a
 * time, so it must be told what is plain in lib/status/error.c: that preston_fail() and its like
 * return the status they are given. Without it, it warns of paths that do not exist. */
#define _GNU_SOURCE /* before any system header, for the files that define it themselves */
#include "../lib/status/csv.h"
#include "../lib/status/error.h"
#include "../lib/status/yaml.h"

#define preston_fail(error, status, ...) ((void)preston_fail(error, status, __VA_ARGS__), (status))
#define preston_fail_memory(error, what)                                                           \
    ((void)preston_fail_memory(error, what), PRESTON_ERROR_MEMORY)
#define preston_csv_fail(row, column, error, status, ...)                                          \
    ((void)preston_csv_fail(row, column, error, status, __VA_ARGS__), (status))
#define preston_yaml_fail(entry, error, status, ...)                                               \
    ((void)preston_yaml_fail(entry, error, status, __VA_ARGS__), (status))
