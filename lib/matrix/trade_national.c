#include "trade_national.h"

#include "../status/allocate.h"
#include "../status/error.h"
#include "lapack.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void preston_national_clear(preston_national *national)
{
    free(national->factors);
    free(national->pivots);
    free(national->shares);
    free(national->metric);
}

/* How many places have each technology. */
static preston_status count_places(const preston_trade *trade, int64_t **out_counts,
                                   preston_error *error)
{
    int64_t *counts = preston_allocate(trade->technologies, sizeof *counts);
    if (counts == NULL) {
        return preston_fail_memory(error, "the national system");
    }
    for (int64_t place = 0; place < trade->places; place++) {
        int64_t own = trade->technologies > 1 ? place : 0;
        counts[trade->technology_of != NULL ? trade->technology_of[place] : own]++;
    }
    *out_counts = counts;
    return PRESTON_OK;
}

/* Ā, the mean of the places' technologies. */
static preston_status fill_system(const preston_trade *trade, double *system, preston_error *error)
{
    int64_t s = trade->sectors;
    int64_t *counts = NULL;
    preston_status status = count_places(trade, &counts, error);
    for (int64_t j = 0; status == PRESTON_OK && j < s; j++) {
        for (int64_t i = 0; i < s; i++) {
            double sum = 0.0;
            for (int64_t t = 0; t < trade->technologies; t++) {
                sum += (double)counts[t] * preston_get(trade->technology, t * s + i, j);
            }
            system[i + j * s] = (i == j ? 1.0 : 0.0) - sum / (double)trade->places;
        }
    }
    free(counts);
    return status;
}

/* The usual shares: where one unit of demand for everything everywhere is made. */
static preston_status find_shares(const preston_operator *op, preston_national *national,
                                  preston_error *error)
{
    int64_t n = op->rows;
    int64_t s = national->sectors;
    double *memory = preston_allocate_matrix(n + op->type->scratch(op, 1), 1);
    if (memory == NULL) {
        return preston_fail_memory(error, "the national system");
    }
    for (int64_t i = 0; i < n; i++) {
        memory[i] = 1.0;
    }
    op->type->apply(op, PRESTON_PLAIN, 1, 1, memory, national->shares, memory + n);
    memset(memory, 0, (size_t)s * sizeof *memory);
    for (int64_t i = 0; i < n; i++) {
        memory[i % s] += national->shares[i];
    }
    for (int64_t i = 0; i < n; i++) {
        double sum = memory[i % s];
        national->shares[i] =
            sum > 0.0 ? national->shares[i] / sum : 1.0 / (double)national->places;
    }
    free(memory);
    return PRESTON_OK;
}

/* Schur's test: a matrix without negative cells, with A v ≤ ρ v and Aᵀ w ≤ ρ w, shrinks every
 * vector by ρ in the norm Σ (w / v) x². National multipliers are such a w, and where national
 * output is usually made nearly such a v. Only speed hangs on it: single precision will do. */
static preston_status find_metric(preston_national *national, preston_error *error)
{
    int64_t s = national->sectors;
    double *known = preston_allocate_matrix(s, 3);
    if (known == NULL) {
        return preston_fail_memory(error, "the national system");
    }
    double *outputs = known;
    double *multipliers = known + s;
    for (int64_t i = 0; i < 2 * s; i++) {
        known[i] = 1.0;
    }
    preston_national_extend(national, PRESTON_PLAIN, outputs, known + 2 * s);
    preston_national_extend(national, PRESTON_TRANSPOSED, multipliers, known + 2 * s);
    int positive = 1;
    for (int64_t i = 0; i < 2 * s; i++) {
        known[i] += 1.0;
        positive &= known[i] > 0.0 && known[i] < 1e15;
    }
    double least = 1e-6 / (double)national->places;
    for (int64_t i = 0; i < national->places * s; i++) {
        double share = fmax(fabs(national->shares[i]), least) * (double)national->places;
        double weight = multipliers[i % s] / outputs[i % s] / share;
        national->metric[i] = positive && weight > 1e-12 && weight < 1e12 ? (float)weight : 1.0F;
    }
    free(known);
    return PRESTON_OK;
}

preston_status preston_national_create(const preston_operator *op, preston_national *national,
                                       preston_error *error)
{
    const preston_trade *trade = preston_operator_trade_parts(op);
    if (trade == NULL || trade->places == 0 || trade->sectors == 0) {
        return PRESTON_OK;
    }
    int s = (int)trade->sectors;
    int info = 0;
    national->factors = preston_allocate_matrix(s, s);
    national->pivots = preston_allocate(s, sizeof *national->pivots);
    national->shares = preston_allocate_matrix(trade->places, s);
    national->metric = preston_allocate(op->rows, sizeof *national->metric);
    if (national->factors == NULL || national->pivots == NULL || national->shares == NULL ||
        national->metric == NULL) {
        return preston_fail_memory(error, "the national system");
    }
    preston_status status = fill_system(trade, national->factors, error);
    if (status != PRESTON_OK) {
        return status;
    }
    dgetrf_(&s, &s, national->factors, &s, national->pivots, &info);
    if (info != 0) {
        return PRESTON_OK;
    }
    national->places = trade->places;
    national->sectors = s;
    status = find_shares(op, national, error);
    return status == PRESTON_OK ? find_metric(national, error) : status;
}

void preston_national_extend(const preston_national *national, preston_operation operation,
                             double *sums, double *scratch)
{
    int s = (int)national->sectors;
    int one = 1;
    int info = 0;
    memcpy(scratch, sums, (size_t)s * sizeof *sums);
    dgetrs_(operation == PRESTON_PLAIN ? "N" : "T", &s, &one, national->factors, &s,
            national->pivots, sums, &s, &info, 1);
    for (int i = 0; i < s; i++) {
        sums[i] -= scratch[i];
    }
}
