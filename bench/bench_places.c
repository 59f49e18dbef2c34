/* bench_places FOLDER [CASE]: many places, up to all French communes. Writes its measurements to
 * FOLDER/places.json, or to FOLDER/places-CASE.json those of one case alone: memory is the
 * process's, so that the memory of a case is that of a run of its own. */
#include "cases_places.h"
#include "measure.h"

#include <stdlib.h>
#include <string.h>
#ifdef _OPENMP
#include <omp.h>
#endif

static const struct {
    const char *name;
    int64_t places;
    int64_t sectors;
    int multipliers; /* types I and II, and not an apply and a solve */
    int peers;       /* are there, at that size */
} cases[] = {
    {"direct-38", 120, 38, 0, 1},     {"epci-38", 1254, 38, 0, 1},
    {"decade-3500", 3500, 38, 0, 0},  {"decade-11000", 11000, 38, 0, 0},
    {"communes-17", 35000, 17, 0, 0}, {"communes-38", 35000, 38, 0, 0},
    {"communes-88", 34100, 88, 0, 0}, {"effects-38", 35000, 38, 1, 0},
    {"effects-88", 34100, 88, 1, 0},
};

/* Wakes the threads: their first calls take many times what later ones do. */
static double warm_up(void)
{
    double begun = bench_now();
    double sum = 0.0;
    while (bench_now() - begun < 0.5) {
#pragma omp parallel for reduction(+ : sum)
        for (int i = 0; i < 100000; i++) {
            sum += bench_uniform(1, i);
        }
    }
    return sum;
}

int main(int count, char **arguments)
{
    if (count < 2 || count > 3) {
        (void)fputs("usage: bench_places FOLDER [CASE]\n", stderr);
        return 2;
    }
    const char *only = count == 3 ? arguments[2] : NULL;
    char path[4096];
    (void)snprintf(path, sizeof path, "%s/places%s%s.json", arguments[1], only != NULL ? "-" : "",
                   only != NULL ? only : "");
    FILE *file = fopen(path, "w");
    if (file == NULL) {
        bench_fail(path, "cannot be written");
    }
    int threads = 1;
#ifdef _OPENMP
    threads = omp_get_max_threads();
#endif
    (void)fprintf(file, "{\"library\": \"%s\", \"threads\": %d, \"measurements\": [",
                  preston_version(), threads);
    int found = 0;
    if (!(warm_up() > 0.0)) {
        bench_fail("threads", "they add up to nothing");
    }
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        if (only != NULL && strcmp(only, cases[k].name) != 0) {
            continue;
        }
        found++;
        if (cases[k].multipliers) {
            bench_case_place_multipliers(file, cases[k].name, cases[k].places, cases[k].sectors);
        } else {
            bench_case_place(file, cases[k].name, cases[k].places, cases[k].sectors,
                             cases[k].peers ? arguments[1] : NULL);
        }
    }
    (void)fputs("\n]}\n", file);
    if (fclose(file) != 0 || found == 0) {
        bench_fail(only != NULL ? only : path, "there is no such case, or no room to write");
    }
    return 0;
}
