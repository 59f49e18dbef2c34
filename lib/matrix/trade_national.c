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
    free(national->memory);
    free(national->counts);
}

static double add_up(const preston_national_sum *sum, double value)
{
    if (sum != NULL) {
        sum->add_up(sum->context, 1, &value);
    }
    return value;
}

/* How many places have each technology. */
static void count_places(const preston_trade *trade, int64_t *counts)
{
    for (int64_t place = 0; place < trade->places; place++) {
        int64_t own = trade->technologies > 1 ? place : 0;
        counts[trade->technology_of != NULL ? trade->technology_of[place] : own]++;
    }
}

/* I − Ā, with Ā the mean of the places' technologies. */
static void fill_system(const preston_trade *trade, const preston_national_sum *sum,
                        const int64_t *counts, double *system)
{
    int64_t s = trade->sectors;
    for (int64_t j = 0; j < s; j++) {
        for (int64_t i = 0; i < s; i++) {
            double total = 0.0;
            for (int64_t t = 0; t < trade->technologies; t++) {
                total += (double)counts[t] * preston_get(trade->technology, t * s + i, j);
            }
            system[i + j * s] = total;
        }
    }
    double places = add_up(sum, (double)trade->places);
    if (sum != NULL) {
        sum->add_up(sum->context, s * s, system);
    }
    for (int64_t cell = 0; cell < s * s; cell++) {
        system[cell] = (cell % (s + 1) == 0 ? 1.0 : 0.0) - system[cell] / places;
    }
}

/* The usual shares: where one unit of demand for everything everywhere is made. */
static void find_shares(const preston_operator *op, const preston_national_sum *sum,
                        preston_national *national)
{
    int64_t n = op->rows;
    int64_t s = national->sectors;
    double *ones = national->memory;
    double *sums = ones + n;
    double places = add_up(sum, (double)national->places);
    for (int64_t i = 0; i < n; i++) {
        ones[i] = 1.0;
    }
    op->type->apply(op, PRESTON_PLAIN, 1, 1, ones, national->shares, sums + s);
    memset(sums, 0, (size_t)s * sizeof *sums);
    for (int64_t i = 0; i < n; i++) {
        sums[i % s] += national->shares[i];
    }
    if (sum != NULL) {
        sum->add_up(sum->context, s, sums);
    }
    for (int64_t i = 0; i < n; i++) {
        double total = sums[i % s];
        national->shares[i] = total > 0.0 ? national->shares[i] / total : 1.0 / places;
    }
}

/* Schur's test: a matrix without negative cells, with A v ≤ ρ v and Aᵀ w ≤ ρ w, shrinks every
 * vector by ρ in the norm Σ (w / v) x². National multipliers are such a w, and where national
 * output is usually made nearly such a v. Only speed hangs on it: single precision will do. */
static void find_metric(preston_national *national, double *known, double places)
{
    int64_t s = national->sectors;
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
    double least = 1e-6 / places;
    for (int64_t i = 0; i < national->places * s; i++) {
        double share = fmax(fabs(national->shares[i]), least) * places;
        double weight = multipliers[i % s] / outputs[i % s] / share;
        national->metric[i] = positive && weight > 1e-12 && weight < 1e12 ? (float)weight : 1.0F;
    }
}

preston_status preston_national_allocate(const preston_operator *op, preston_national *national,
                                         preston_error *error)
{
    const preston_trade *trade = preston_operator_trade_parts(op);
    if (trade == NULL || trade->places == 0 || trade->sectors == 0) {
        return PRESTON_OK;
    }
    int64_t s = trade->sectors;
    national->factors = preston_allocate_matrix(s, s);
    national->pivots = preston_allocate(s, sizeof *national->pivots);
    national->shares = preston_allocate_matrix(trade->places, s);
    national->metric = preston_allocate(op->rows, sizeof *national->metric);
    national->memory = preston_allocate_matrix(op->rows + 3 * s + op->type->scratch(op, 1), 1);
    national->counts = preston_allocate(trade->technologies, sizeof *national->counts);
    return national->factors != NULL && national->pivots != NULL && national->shares != NULL &&
                   national->metric != NULL && national->memory != NULL && national->counts != NULL
               ? PRESTON_OK
               : preston_fail_memory(error, "the national system");
}

void preston_national_fill(const preston_operator *op, const preston_national_sum *sum,
                           preston_national *national)
{
    const preston_trade *trade = preston_operator_trade_parts(op);
    if (national->factors == NULL) {
        return;
    }
    int s = (int)trade->sectors;
    int info = 0;
    count_places(trade, national->counts);
    fill_system(trade, sum, national->counts, national->factors);
    dgetrf_(&s, &s, national->factors, &s, national->pivots, &info);
    if (info == 0) {
        national->places = trade->places;
        national->sectors = s;
        find_shares(op, sum, national);
        find_metric(national, national->memory, add_up(sum, (double)trade->places));
    }
    free(national->memory);
    free(national->counts);
    national->memory = NULL;
    national->counts = NULL;
}

preston_status preston_national_create(const preston_operator *op, preston_national *national,
                                       preston_error *error)
{
    preston_status status = preston_national_allocate(op, national, error);
    if (status == PRESTON_OK) {
        preston_national_fill(op, NULL, national);
    }
    return status;
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
