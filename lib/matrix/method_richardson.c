/* Richardson's iteration: the rounds of spending, d ← r + A d.
 *
 * For many places each round is followed by a national correction. What the rounds still owe is
 * (I − A)⁻¹t for the residual t; nationally, summed over places, that is known exactly from one
 * small factorisation, (I − Ā)⁻¹t̄, because trade only moves demand between places. What it has
 * beyond t̄ itself is handed back to the places by their usual share of each sector. When that does
 * not help, the plain rounds go on without it. */
#include "solver.h"

#include "../status/allocate.h"
#include "../status/error.h"
#include "lapack.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_ROUNDS = 3000 };

typedef struct coarse_state {
    int64_t places; /* 0: no national system */
    int64_t sectors;
    double *factors; /* LU of I − Ā, S × S */
    int *pivots;
    double *shares; /* P × S, place after place: of each place in a sector, adding up to one */
} coarse_state;

static void clear(preston_solver *solver)
{
    coarse_state *state = solver->state;
    if (state != NULL) {
        free(state->factors);
        free(state->pivots);
        free(state->shares);
        free(state);
    }
}

/* Ā, the mean of the technologies. */
static void fill_national(const preston_trade *trade, double *factors)
{
    int64_t s = trade->sectors;
    int64_t count = trade->technologies;
    for (int64_t j = 0; j < s; j++) {
        for (int64_t i = 0; i < s; i++) {
            double sum = 0.0;
            for (int64_t place = 0; place < count; place++) {
                sum += preston_get(trade->technology, place * s + i, j);
            }
            factors[i + j * s] = (i == j ? 1.0 : 0.0) - sum / (double)count;
        }
    }
}

/* The usual shares: where one unit of demand for everything everywhere is made. */
static preston_status find_shares(const preston_operator *op, coarse_state *state,
                                  preston_error *error)
{
    int64_t n = op->rows;
    int64_t s = state->sectors;
    double *memory = preston_allocate_matrix(n + op->type->scratch(op, 1), 1);
    if (memory == NULL) {
        return preston_fail_memory(error, "the national system");
    }
    for (int64_t i = 0; i < n; i++) {
        memory[i] = 1.0;
    }
    op->type->apply(op, PRESTON_PLAIN, 1, 1, memory, state->shares, memory + n);
    free(memory);
    for (int64_t i = 0; i < s; i++) {
        double sum = 0.0;
        for (int64_t place = 0; place < state->places; place++) {
            sum += state->shares[place * s + i];
        }
        for (int64_t place = 0; place < state->places; place++) {
            double *share = &state->shares[place * s + i];
            *share = sum > 0.0 ? *share / sum : 1.0 / (double)state->places;
        }
    }
    return PRESTON_OK;
}

static preston_status create(preston_solver *solver, const preston_solver_options *options,
                             preston_error *error)
{
    const preston_trade *trade = preston_operator_trade_parts(solver->op);
    coarse_state *state = preston_allocate(1, sizeof *state);
    (void)options;
    solver->state = state;
    if (state == NULL) {
        return preston_fail_memory(error, "a solver");
    }
    if (trade == NULL || trade->places == 0 || trade->sectors == 0) {
        return PRESTON_OK;
    }
    int s = (int)trade->sectors;
    int info = 0;
    state->factors = preston_allocate_matrix(s, s);
    state->pivots = preston_allocate(s, sizeof *state->pivots);
    state->shares = preston_allocate_matrix(trade->places, s);
    if (state->factors == NULL || state->pivots == NULL || state->shares == NULL) {
        return preston_fail_memory(error, "the national system");
    }
    fill_national(trade, state->factors);
    dgetrf_(&s, &s, state->factors, &s, state->pivots, &info);
    if (info != 0) {
        return PRESTON_OK; /* the plain rounds do without it */
    }
    state->places = trade->places;
    state->sectors = s;
    return find_shares(solver->op, state, error);
}

static int64_t scratch(const preston_solver *solver, int64_t columns)
{
    const coarse_state *state = solver->state;
    return 2 * solver->rows * columns + state->sectors +
           solver->op->type->scratch(solver->op, columns);
}

/* t ← t + what the national system has beyond it. Plain: places are summed, and the rest goes back
 * by shares. Transposed: the same matrices the other way about. */
static void correct_nationally(const coarse_state *state, preston_operation operation, double *t,
                               double *national)
{
    int s = (int)state->sectors;
    int one = 1;
    int info = 0;
    int plain = operation == PRESTON_PLAIN;
    memset(national, 0, (size_t)s * sizeof *national);
    for (int64_t place = 0; place < state->places; place++) {
        const double *shares = state->shares + place * s;
        for (int64_t i = 0; i < s; i++) {
            national[i] += (plain ? 1.0 : shares[i]) * t[place * s + i];
        }
    }
    /* (I − Ā)⁻¹ − I = (I − Ā)⁻¹ Ā: solve, and take away what was there */
    for (int64_t place = 0; place < state->places; place++) {
        const double *shares = state->shares + place * s;
        for (int64_t i = 0; i < s; i++) {
            t[place * s + i] -= (plain ? shares[i] : 1.0) * national[i];
        }
    }
    dgetrs_(plain ? "N" : "T", &s, &one, state->factors, &s, state->pivots, national, &s, &info, 1);
    for (int64_t place = 0; place < state->places; place++) {
        const double *shares = state->shares + place * s;
        for (int64_t i = 0; i < s; i++) {
            t[place * s + i] += (plain ? shares[i] : 1.0) * national[i];
        }
    }
}

static double size_of(int64_t cells, const double *vector)
{
    double sum = 0.0;
    for (int64_t i = 0; i < cells; i++) {
        sum += fabs(vector[i]);
    }
    return sum;
}

static void correct(const preston_solver *solver, preston_operation operation, int64_t columns,
                    double accuracy, double *vectors, double *memory)
{
    const coarse_state *state = solver->state;
    int64_t n = solver->rows;
    int64_t cells = n * columns;
    double *d = memory;
    double *t = memory + cells;
    double *national = t + cells;
    double target = accuracy * size_of(cells, vectors);
    double before = HUGE_VAL;
    int coarse = state->places > 0;
    memset(d, 0, (size_t)cells * sizeof *d);
    memcpy(t, vectors, (size_t)cells * sizeof *t);
    for (int round = 0; round < MOST_ROUNDS; round++) {
        double size = size_of(cells, t);
        if (!(size > target) || !isfinite(size)) {
            break;
        }
        coarse &= size <= before;
        before = size;
        for (int64_t k = 0; coarse && k < columns; k++) {
            correct_nationally(state, operation, t + k * n, national);
        }
        for (int64_t i = 0; i < cells; i++) {
            d[i] += t[i];
        }
        solver->op->type->apply(solver->op, operation, 0, columns, d, t, national + state->sectors);
        for (int64_t i = 0; i < cells; i++) {
            t[i] += vectors[i] - d[i];
        }
    }
    memcpy(vectors, d, (size_t)cells * sizeof *d);
}

const preston_method_type preston_richardson_type = {"Richardson's rounds", create, scratch,
                                                     correct, clear};
