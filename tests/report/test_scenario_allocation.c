/* Every allocation of the reports of scenarios fails in turn: nothing leaks, nothing is printed. */
#include "each_allocation.h"
#include "folder.h"
#include "town.h"

#include <preston/report.h>

typedef struct reporting {
    const preston_projection *projections[2];
    const char *path;
} reporting;

static const char *const names[] = {"one", "two"};

/* What a stream has been given. */
static int64_t printed(FILE *stream)
{
    int64_t size = ftell(stream);
    assert_int_equal(fclose(stream), 0);
    return size;
}

static preston_status text(const void *context, int *out_set, preston_error *error)
{
    const reporting *of = context;
    FILE *stream = tmpfile();
    assert_non_null(stream);
    preston_status status = preston_report_scenario_text(of->projections[0], NULL, stream, error);
    *out_set = printed(stream) > 0;
    return status;
}

static preston_status compared_text(const void *context, int *out_set, preston_error *error)
{
    const reporting *of = context;
    FILE *stream = tmpfile();
    assert_non_null(stream);
    preston_status status =
        preston_report_scenarios_compare_text(2, of->projections, names, stream, error);
    *out_set = printed(stream) > 0;
    return status;
}

/* A file is set when it is there. */
static int is_written(const char *path)
{
    FILE *file = fopen(path, "r");
    if (file == NULL) {
        return 0;
    }
    assert_int_equal(fclose(file), 0);
    assert_int_equal(remove(path), 0);
    return 1;
}

static preston_status csv(const void *context, int *out_set, preston_error *error)
{
    const reporting *of = context;
    preston_status status = preston_report_scenario_csv(of->projections[0], NULL, of->path, error);
    *out_set = is_written(of->path);
    return status;
}

static preston_status compared_csv(const void *context, int *out_set, preston_error *error)
{
    const reporting *of = context;
    preston_status status =
        preston_report_scenarios_compare_csv(2, of->projections, names, of->path, error);
    *out_set = is_written(of->path);
    return status;
}

static void reports__survive_each_allocation(void **state)
{
    (void)state;
    town at = make_town();
    char *folder = make_folder();
    char *path = path_in(folder, "report.csv");
    preston_measure measure = make_measure(PRESTON_LEVER_RELOCATE, "nearer");
    measure.to = "town";
    measure.share = 0.5;
    measure.premium = 0.0;
    reporting of = {.path = path};
    of.projections[0] = project(&at, 1, &measure);
    measure.share = 0.25;
    of.projections[1] = project(&at, 1, &measure);
    assert_survives_each_allocation(text, &of, 200);
    assert_survives_each_allocation(csv, &of, 50);
    assert_survives_each_allocation(compared_text, &of, 50);
    assert_survives_each_allocation(compared_csv, &of, 100);
    free(path);
    remove_folder(folder);
    free_town(&at);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(reports__survive_each_allocation)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
