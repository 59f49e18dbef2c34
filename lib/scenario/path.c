/* Numbers over years.
 *
 * The logistic path is `from + (to − from) / (1 + e^(−k (t − midpoint)))`. It is at 10 % of the way
 * where the exponential is 9 and at 90 % where it is 1/9, so that k = 2 ln 9 / span. */
#include "../status/error.h"
#include "preston/scenario.h"

#include <math.h>

void preston_path_init(preston_path *path)
{
    *path = (preston_path){.form = PRESTON_PATH_CONSTANT,
                           .to = 1.0,
                           .begins = NAN,
                           .full = NAN,
                           .midpoint = NAN,
                           .span = NAN};
}

/* Never beyond its ends, which rounding could do. */
static double between(double from, double to, double way)
{
    double value = (1.0 - way) * from + way * to;
    return fmin(fmax(value, fmin(from, to)), fmax(from, to));
}

static preston_status check_finite(double value, const char *name, preston_error *error)
{
    return isfinite(value) ? PRESTON_OK
                           : preston_fail(error, PRESTON_ERROR_VALUE,
                                          "a path's %s is not finite: give a number", name);
}

static preston_status check_ends(const preston_path *path, preston_error *error)
{
    preston_status status = check_finite(path->to, "'to'", error);
    return status == PRESTON_OK && path->form != PRESTON_PATH_CONSTANT
               ? check_finite(path->from, "'from'", error)
               : status;
}

static preston_status linear(const preston_path *path, double year, double *out_value,
                             preston_error *error)
{
    preston_status status = check_ends(path, error);
    if (status != PRESTON_OK) {
        return status;
    }
    if (!isfinite(path->begins) || !isfinite(path->full) || !(path->full > path->begins)) {
        return preston_fail(error, PRESTON_ERROR_VALUE,
                            "a linear path begins in %g and is full in %g: give two years, the "
                            "second after the first",
                            path->begins, path->full);
    }
    double way = (year - path->begins) / (path->full - path->begins);
    *out_value = between(path->from, path->to, fmin(fmax(way, 0.0), 1.0));
    return PRESTON_OK;
}

static preston_status logistic(const preston_path *path, double year, double *out_value,
                               preston_error *error)
{
    preston_status status = check_ends(path, error);
    if (status == PRESTON_OK) {
        status = check_finite(path->midpoint, "'midpoint'", error);
    }
    if (status != PRESTON_OK) {
        return status;
    }
    if (!isfinite(path->span) || !(path->span > 0.0)) {
        return preston_fail(error, PRESTON_ERROR_VALUE,
                            "a logistic path has a span of %g years: it must be above zero",
                            path->span);
    }
    double steps = 2.0 * log(9.0) * ((year - path->midpoint) / path->span);
    *out_value = between(path->from, path->to, 1.0 / (1.0 + exp(-steps)));
    return PRESTON_OK;
}

static preston_status check_table(const preston_path *path, preston_error *error)
{
    if (path->count < 1 || path->years == NULL || path->values == NULL) {
        return preston_fail(error, PRESTON_ERROR_VALUE,
                            "a path by a table has no years: give at least one, with its value");
    }
    for (int64_t k = 0; k < path->count; k++) {
        if (!isfinite(path->years[k]) || !isfinite(path->values[k])) {
            return preston_fail(error, PRESTON_ERROR_VALUE,
                                "entry %lld of a path's table is not finite: %g in year %g",
                                (long long)k + 1, path->values[k], path->years[k]);
        }
        if (k > 0 && !(path->years[k] > path->years[k - 1])) {
            return preston_fail(error, PRESTON_ERROR_VALUE,
                                "a path's table has year %g after %g: years must rise",
                                path->years[k], path->years[k - 1]);
        }
    }
    return PRESTON_OK;
}

static preston_status by_table(const preston_path *path, double year, double *out_value,
                               preston_error *error)
{
    preston_status status = check_table(path, error);
    if (status != PRESTON_OK) {
        return status;
    }
    int64_t next = 0;
    while (next < path->count && path->years[next] <= year) {
        next++;
    }
    if (next == 0 || next == path->count) {
        *out_value = path->values[next == 0 ? 0 : next - 1];
        return PRESTON_OK;
    }
    const double *years = path->years + next - 1;
    const double *values = path->values + next - 1;
    *out_value = between(values[0], values[1], (year - years[0]) / (years[1] - years[0]));
    return PRESTON_OK;
}

preston_status preston_path_value(const preston_path *path, double year, double *out_value,
                                  preston_error *error)
{
    if (!isfinite(year)) {
        return preston_fail(error, PRESTON_ERROR_VALUE,
                            "a path is asked for a year that is not finite");
    }
    switch (path->form) {
    case PRESTON_PATH_LINEAR:
        return linear(path, year, out_value, error);
    case PRESTON_PATH_LOGISTIC:
        return logistic(path, year, out_value, error);
    case PRESTON_PATH_TABLE:
        return by_table(path, year, out_value, error);
    case PRESTON_PATH_CONSTANT:
        break;
    default:
        return preston_fail(error, PRESTON_ERROR_VALUE, "a path has no form %d", (int)path->form);
    }
    preston_status status = check_ends(path, error);
    if (status == PRESTON_OK) {
        *out_value = path->to;
    }
    return status;
}
