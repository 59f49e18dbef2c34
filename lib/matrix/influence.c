/* Hypothetical extraction and fields of influence: what single rows and cells matter, from
 * solutions that are known already. */
#include "preston/matrix.h"

#include "../status/error.h"

/* Without sector j the economy makes x − L e_j x_j / L_jj: that is nil in j, and elsewhere solves
 * the system without row and column j. */
preston_status preston_extraction_losses(preston_const_view inverse, preston_const_view solution,
                                         preston_const_view effects, preston_view out_losses,
                                         preston_error *error)
{
    int64_t n = inverse.rows;
    if (inverse.columns != n || solution.rows != n || effects.rows != n || out_losses.rows != n ||
        out_losses.columns != effects.columns) {
        return preston_fail(error, PRESTON_ERROR_SHAPE,
                            "inverse, solution, effects and losses do not fit each other");
    }
    for (int64_t j = 0; j < n; j++) {
        if (!(preston_get(inverse, j, j) > 0.0)) {
            return preston_fail(error, PRESTON_ERROR_VALUE,
                                "cell (%lld, %lld) of the inverse is %g: that of a productive "
                                "system is at least 1",
                                (long long)j + 1, (long long)j + 1, preston_get(inverse, j, j));
        }
    }
    for (int64_t j = 0; j < n; j++) {
        double rate = preston_get(solution, j, 0) / preston_get(inverse, j, j);
        for (int64_t a = 0; a < effects.columns; a++) {
            preston_set(out_losses, j, a, preston_get(effects, j, a) * rate);
        }
    }
    return PRESTON_OK;
}

preston_status preston_influence(preston_const_view effects, preston_const_view solution,
                                 preston_view out_influence, preston_error *error)
{
    int64_t n = effects.rows;
    if (solution.rows != n || out_influence.rows != n || out_influence.columns != n) {
        return preston_fail(error, PRESTON_ERROR_SHAPE,
                            "effects, solution and influence do not fit each other");
    }
    int by_columns = out_influence.row_stride == 1;
#pragma omp parallel for schedule(static) if (n > 512)
    for (int64_t outer = 0; outer < n; outer++) {
        for (int64_t inner = 0; inner < n; inner++) {
            int64_t i = by_columns ? inner : outer;
            int64_t j = by_columns ? outer : inner;
            preston_set(out_influence, i, j,
                        preston_get(effects, i, 0) * preston_get(solution, j, 0));
        }
    }
    return PRESTON_OK;
}
