/* Files that are cut or damaged anywhere: read or refused with a message, never worse. */
#include "folder.h"
#include "random.h"
#include "scenarios.h"
#include "test.h"

typedef struct damaged {
    char *folder;
    char *path;
    char *bytes;
    size_t size;
    int64_t refused;
} damaged;

static damaged begin(void)
{
    damaged file = {.folder = make_folder()};
    file.path = path_in(file.folder, "s.yaml");
    file.bytes = read_bytes(TESTS_DATA "/scenarios", "every-key.yaml", &file.size);
    return file;
}

static void end(damaged *file)
{
    free(file->bytes);
    free(file->path);
    remove_folder(file->folder);
}

static void try_bytes(damaged *file, const char *bytes, size_t size)
{
    preston_scenario *scenario = NULL;
    preston_error error = {0};
    write_bytes(file->folder, "s.yaml", bytes, size);
    preston_status status = preston_scenario_read(file->path, &scenario, &error);
    assert_true((status == PRESTON_OK) == (scenario != NULL));
    if (status != PRESTON_OK) {
        file->refused++;
        assert_int_equal(error.status, status);
        assert_non_null(strstr(error.message, "s.yaml:"));
        assert_null(strchr(error.message, '\n'));
    }
    preston_scenario_free(scenario);
}

/* What is cut within the measures lacks some that others name; the first are cut in the head. */
static void read__cut_anywhere(void **state)
{
    (void)state;
    damaged file = begin();
    for (size_t size = 0; size < file.size; size += 3) {
        try_bytes(&file, file.bytes, size);
    }
    assert_true(file.refused > (int64_t)file.size * 3 / 10);
    end(&file);
}

static void read__damaged_anywhere(void **state)
{
    static const char signs[] = ":-,[]{}\"'#&*!|>%@`?~\t\n 0a\x80\xc3\x01";
    enum { ROUNDS = 1000 };
    (void)state;
    damaged file = begin();
    gsl_rng *random = make_random();
    char *bytes = malloc(file.size);
    assert_non_null(bytes);
    for (int round = 0; round < ROUNDS; round++) {
        memcpy(bytes, file.bytes, file.size);
        for (int i = 0; i <= round % 3; i++) {
            bytes[gsl_rng_uniform_int(random, file.size)] =
                signs[gsl_rng_uniform_int(random, sizeof signs - 1)];
        }
        try_bytes(&file, bytes, file.size);
    }
    assert_true(file.refused > ROUNDS / 4);
    free(bytes);
    gsl_rng_free(random);
    end(&file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(read__cut_anywhere),
        cmocka_unit_test(read__damaged_anywhere),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
