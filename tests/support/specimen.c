#include "specimen.h"

#include "test.h"

#include <math.h>

/* --- memory and numbers --- */

static void *own_block(specimen *owner, int64_t count, size_t size)
{
    void *block = calloc((size_t)count + 1, size);
    assert_non_null(block);
    assert_true(owner->block_count < MOST_BLOCKS);
    owner->blocks[owner->block_count++] = block;
    return block;
}

double *specimen_doubles(specimen *owner, int64_t count)
{
    return own_block(owner, count, sizeof(double));
}

int64_t *specimen_integers(specimen *owner, int64_t count)
{
    return own_block(owner, count, sizeof(int64_t));
}

static preston_operator *own_operator(specimen *owner, preston_operator *made)
{
    assert_true(owner->operator_count < MOST_OPERATORS);
    owner->operators[owner->operator_count++] = made;
    owner->op = made;
    return made;
}

void free_specimen(specimen *made)
{
    while (made->operator_count > 0) {
        preston_operator_free(made->operators[--made->operator_count]);
    }
    while (made->block_count > 0) {
        free(made->blocks[--made->block_count]);
    }
}

static double random_cell(int negative, gsl_rng *random)
{
    return gsl_rng_uniform(random) - (negative ? 0.5 : 0.0);
}

static double *random_doubles(specimen *owner, int64_t count, int negative, gsl_rng *random)
{
    double *values = specimen_doubles(owner, count);
    for (int64_t i = 0; i < count; i++) {
        values[i] = random_cell(negative, random);
    }
    return values;
}

/* A random view of the given size: rows, columns or neither contiguous, either sign. */
static preston_const_view random_view(specimen *owner, int64_t rows, int64_t columns, int negative,
                                      gsl_rng *random)
{
    int64_t step = (int64_t)gsl_rng_uniform_int(random, 2) + 1;
    preston_const_view view = {NULL, rows, columns, step * columns, step};
    double *data = random_doubles(owner, step * rows * columns + 1, negative, random);
    if (gsl_rng_uniform_int(random, 2) == 0) {
        view.row_stride = step;
        view.column_stride = step * rows;
    }
    if (gsl_rng_uniform_int(random, 4) == 0 && rows > 0) {
        data += (rows - 1) * view.row_stride;
        view.row_stride = -view.row_stride;
    }
    view.data = data;
    return view;
}

/* --- matrices, part by part --- */

static void start_matrix(specimen *made, int64_t n)
{
    made->n = n;
    made->cells = own_block(made, n * n, sizeof *made->cells);
    made->sizes = own_block(made, n * n, sizeof *made->sizes);
}

static void add_cell(specimen *made, int64_t i, int64_t j, long double value, long double size)
{
    made->cells[i * made->n + j] += value;
    made->sizes[i * made->n + j] += size;
}

/* Adds a view at a corner. */
static void add_view(specimen *made, preston_const_view view, int64_t row, int64_t column)
{
    for (int64_t i = 0; i < view.rows; i++) {
        for (int64_t j = 0; j < view.columns; j++) {
            double value = preston_get(view, i, j);
            add_cell(made, row + i, column + j, value, fabs(value));
        }
    }
}

/* --- dense and sparse --- */

static void make_dense(specimen *made, preston_const_view view)
{
    preston_operator *op = NULL;
    preston_error error = {0};
    assert_ok(preston_operator_dense(view, &op, &error), &error);
    own_operator(made, op);
    start_matrix(made, view.rows);
    add_view(made, view, 0, 0);
}

static void dense_by_rows(specimen *made, int64_t n, int negative, gsl_rng *random)
{
    double *data = random_doubles(made, n * n, negative, random);
    make_dense(made, preston_const_matrix(data, n, n));
}

static void dense_by_columns(specimen *made, int64_t n, int negative, gsl_rng *random)
{
    double *data = random_doubles(made, n * (n + 3), negative, random);
    preston_const_view view = {data, n, n, 1, n + 3};
    make_dense(made, view);
}

static void dense_strided(specimen *made, int64_t n, int negative, gsl_rng *random)
{
    double *data = random_doubles(made, 2 * n * n, negative, random);
    preston_const_view view = {data, n, n, 2, 2 * n};
    if (n > 0) {
        view.data += 2 * (n - 1) * n;
        view.column_stride = -2 * n;
    }
    make_dense(made, view);
}

/* Empty lines, full ones, and cells given twice. */
static void make_sparse(specimen *made, int64_t n, int by_columns, int negative, gsl_rng *random)
{
    int64_t *starts = specimen_integers(made, n + 1);
    int64_t *indices = specimen_integers(made, n * 12 + n);
    double *values = random_doubles(made, n * 12 + n, negative, random);
    preston_sparse sparse = {n, by_columns, starts, indices, values};
    preston_operator *op = NULL;
    preston_error error = {0};
    start_matrix(made, n);
    for (int64_t line = 0; line < n; line++) {
        int64_t count = line == n / 2 ? n : (int64_t)gsl_rng_uniform_int(random, 12);
        starts[line + 1] = starts[line] + count;
        for (int64_t q = starts[line]; q < starts[line + 1]; q++) {
            indices[q] = (int64_t)gsl_rng_uniform_int(random, (unsigned long)n);
            add_cell(made, by_columns ? indices[q] : line, by_columns ? line : indices[q],
                     values[q], fabs(values[q]));
        }
    }
    assert_ok(preston_operator_sparse(&sparse, &op, &error), &error);
    own_operator(made, op);
}

static void sparse_by_rows(specimen *made, int64_t n, int negative, gsl_rng *random)
{
    make_sparse(made, n, 0, negative, random);
}

static void sparse_by_columns(specimen *made, int64_t n, int negative, gsl_rng *random)
{
    make_sparse(made, n, 1, negative, random);
}

/* --- trade --- */

/* Buyers and shares of every sector and seller; the first seller has none. */
static void fill_neighbours(specimen *owner, preston_trade *trade, int same_pairs, int negative,
                            gsl_rng *random)
{
    int64_t places = trade->places;
    int64_t lines = places * trade->sectors;
    int64_t *starts = specimen_integers(owner, lines + 1);
    int64_t *buyers = specimen_integers(owner, lines * 9);
    trade->shares = random_doubles(owner, lines * 9, negative, random);
    trade->starts = starts;
    trade->buyers = buyers;
    for (int64_t line = 0; line < lines; line++) {
        int copied = same_pairs && line >= places;
        int64_t count = copied ? starts[line % places + 1] - starts[line % places]
                               : (int64_t)gsl_rng_uniform_int(random, 9) * (line > 0);
        starts[line + 1] = starts[line] + count;
        for (int64_t k = 0; k < count; k++) {
            buyers[starts[line] + k] =
                copied ? buyers[starts[line % places] + k]
                       : (int64_t)gsl_rng_uniform_int(random, (unsigned long)places);
        }
    }
}

preston_trade make_trade(specimen *owner, int64_t places, int64_t sectors, int per_place,
                         int same_pairs, int negative, gsl_rng *random)
{
    preston_trade trade = {
        .places = places, .sectors = sectors, .technologies = per_place ? places : 1};
    int64_t rows = trade.technologies * sectors;
    trade.technology = random_view(owner, rows, sectors, negative, random);
    trade.own = random_view(owner, places, sectors, negative, random);
    trade.pool_supply = random_view(owner, places, sectors, negative, random);
    trade.pool_use = random_view(owner, places, sectors, negative, random);
    fill_neighbours(owner, &trade, same_pairs, negative, random);
    return trade;
}

void give_technologies(specimen *owner, preston_trade *trade, int64_t count, int negative,
                       gsl_rng *random)
{
    int64_t *technology_of = specimen_integers(owner, trade->places);
    for (int64_t place = 0; place < trade->places; place++) {
        int64_t before = place > 0 ? technology_of[place - 1] : 0;
        technology_of[place] = gsl_rng_uniform_int(random, 3) > 0
                                   ? before
                                   : (int64_t)gsl_rng_uniform_int(random, (unsigned long)count);
    }
    trade->technologies = count;
    trade->technology_of = technology_of;
    trade->technology =
        random_view(owner, count * trade->sectors, trade->sectors, negative, random);
}

void give_common_neighbours(specimen *owner, preston_trade *trade, int negative, gsl_rng *random)
{
    int64_t places = trade->places;
    int64_t *starts = specimen_integers(owner, places + 1);
    int64_t *buyers = specimen_integers(owner, places * 14);
    starts[0] = places; /* what stands before the first start is not read */
    for (int64_t place = 0; place < places; place++) {
        starts[place + 1] =
            starts[place] + (place > 0 ? (int64_t)gsl_rng_uniform_int(random, 13) : 0);
        for (int64_t q = starts[place]; q < starts[place + 1]; q++) {
            buyers[q] = (int64_t)gsl_rng_uniform_int(random, (unsigned long)places);
        }
    }
    trade->common_starts = starts;
    trade->common_buyers = buyers;
    trade->common_shares = random_doubles(owner, places * 14, negative, random);
    trade->seller_factors = random_view(owner, places, trade->sectors, negative, random);
    trade->buyer_factors = random_view(owner, places, trade->sectors, negative, random);
}

/* What one pair of common neighbours adds, by sector. */
static void fill_common(const preston_trade *trade, int64_t sector, int64_t seller,
                        long double *shares, long double *sizes)
{
    int64_t end = trade->common_starts != NULL ? trade->common_starts[seller + 1] : 0;
    for (int64_t q = trade->common_starts != NULL ? trade->common_starts[seller] : 0; q < end;
         q++) {
        int64_t buyer = trade->common_buyers[q];
        long double share = (long double)preston_get(trade->seller_factors, seller, sector) *
                            trade->common_shares[q] *
                            preston_get(trade->buyer_factors, buyer, sector);
        shares[seller * trade->places + buyer] += share;
        sizes[seller * trade->places + buyer] += fabsl(share);
    }
}

/* The trade of one sector: T and |T|, places × places. */
static void fill_sector(const preston_trade *trade, int64_t sector, long double *shares,
                        long double *sizes)
{
    int64_t p = trade->places;
    for (int64_t r = 0; r < p; r++) {
        for (int64_t s = 0; s < p && trade->pool_use.rows > 0; s++) {
            long double share = (long double)preston_get(trade->pool_supply, r, sector) *
                                preston_get(trade->pool_use, s, sector);
            shares[r * p + s] = share;
            sizes[r * p + s] = fabsl(share);
        }
        shares[r * p + r] += preston_get(trade->own, r, sector);
        sizes[r * p + r] += fabs(preston_get(trade->own, r, sector));
        int64_t line = sector * p + r;
        int64_t end = trade->starts != NULL ? trade->starts[line + 1] : 0;
        for (int64_t q = trade->starts != NULL ? trade->starts[line] : 0; q < end; q++) {
            shares[r * p + trade->buyers[q]] += trade->shares[q];
            sizes[r * p + trade->buyers[q]] += fabs(trade->shares[q]);
        }
        fill_common(trade, sector, r, shares, sizes);
    }
}

/* Which technology a place has. */
static int64_t technology_at(const preston_trade *trade, int64_t place)
{
    if (trade->technology_of != NULL) {
        return trade->technology_of[place];
    }
    return trade->technologies > 1 ? place : 0;
}

static void add_trade(specimen *made, const preston_trade *trade)
{
    int64_t p = trade->places;
    int64_t s = trade->sectors;
    long double *shares = calloc((size_t)(2 * p * p) + 1, sizeof *shares);
    assert_non_null(shares);
    for (int64_t i = 0; i < s; i++) {
        memset(shares, 0, (size_t)(2 * p * p) * sizeof *shares);
        fill_sector(trade, i, shares, shares + p * p);
        for (int64_t cell = 0; cell < p * p; cell++) {
            int64_t seller = cell / p;
            int64_t buyer = cell % p;
            for (int64_t j = 0; j < s; j++) {
                double use = preston_get(trade->technology, technology_at(trade, buyer) * s + i, j);
                add_cell(made, seller * s + i, buyer * s + j, shares[cell] * use,
                         shares[p * p + cell] * fabs(use));
            }
        }
    }
    free(shares);
}

static void finish_trade(specimen *made, const preston_trade *trade)
{
    preston_operator *op = NULL;
    preston_error error = {0};
    assert_ok(preston_operator_trade(trade, &op, &error), &error);
    own_operator(made, op);
    start_matrix(made, trade->places * trade->sectors);
    add_trade(made, trade);
}

/* The largest divisor of n that is not above its square root. */
static int64_t middle_divisor(int64_t n)
{
    int64_t divisor = 1;
    for (int64_t d = 2; d * d <= n; d++) {
        divisor = n % d == 0 ? d : divisor;
    }
    return divisor;
}

static void trade_shared(specimen *made, int64_t n, int negative, gsl_rng *random)
{
    int64_t s = middle_divisor(n);
    preston_trade trade = make_trade(made, n / s, s, 0, 0, negative, random);
    finish_trade(made, &trade);
}

static void trade_same_pairs(specimen *made, int64_t n, int negative, gsl_rng *random)
{
    int64_t s = middle_divisor(n);
    preston_trade trade = make_trade(made, n / s, s, 0, 1, negative, random);
    finish_trade(made, &trade);
}

static void trade_many_sectors(specimen *made, int64_t n, int negative, gsl_rng *random)
{
    int64_t p = middle_divisor(n);
    preston_trade trade = make_trade(made, p, n / p, 0, 1, negative, random);
    trade.pool_supply = preston_const_matrix(NULL, 0, 0);
    trade.pool_use = preston_const_matrix(NULL, 0, 0);
    finish_trade(made, &trade);
}

static void trade_per_place(specimen *made, int64_t n, int negative, gsl_rng *random)
{
    int64_t s = middle_divisor(n);
    preston_trade trade = make_trade(made, n / s, s, 1, 0, negative, random);
    finish_trade(made, &trade);
}

static void trade_pool_only(specimen *made, int64_t n, int negative, gsl_rng *random)
{
    int64_t s = middle_divisor(n);
    preston_trade trade = make_trade(made, n / s, s, 0, 0, negative, random);
    trade.starts = NULL;
    finish_trade(made, &trade);
}

/* Neighbours in common only, as a gravity field has them. */
static void trade_common(specimen *made, int64_t n, int negative, gsl_rng *random)
{
    int64_t s = middle_divisor(n);
    preston_trade trade = make_trade(made, n / s, s, 0, 0, negative, random);
    trade.starts = NULL;
    trade.pool_supply = preston_const_matrix(NULL, 0, 0);
    trade.pool_use = preston_const_matrix(NULL, 0, 0);
    give_common_neighbours(made, &trade, negative, random);
    finish_trade(made, &trade);
}

/* More sectors than the registers of a processor hold at a time. */
static void trade_common_many_sectors(specimen *made, int64_t n, int negative, gsl_rng *random)
{
    int64_t p = middle_divisor(n);
    preston_trade trade = make_trade(made, p, n / p, 0, 0, negative, random);
    trade.starts = NULL;
    give_common_neighbours(made, &trade, negative, random);
    finish_trade(made, &trade);
}

static void trade_everything(specimen *made, int64_t n, int negative, gsl_rng *random)
{
    int64_t s = middle_divisor(n);
    preston_trade trade = make_trade(made, n / s, s, 0, 0, negative, random);
    give_technologies(made, &trade, 3, negative, random);
    give_common_neighbours(made, &trade, negative, random);
    finish_trade(made, &trade);
}

/* --- borders, factors, callbacks --- */

/* Makes the inner specimen, and keeps its matrix apart: `made` then starts anew. */
static specimen make_inner(specimen *made, int64_t n, int negative, gsl_rng *random,
                           void (*make)(specimen *made, int64_t n, int negative, gsl_rng *random))
{
    make(made, n, negative, random);
    return *made;
}

static void copy_inner(specimen *made, const specimen *inner)
{
    for (int64_t i = 0; i < inner->n; i++) {
        for (int64_t j = 0; j < inner->n; j++) {
            int64_t cell = i * inner->n + j;
            add_cell(made, i, j, inner->cells[cell], inner->sizes[cell]);
        }
    }
}

static void put_border(specimen *made, const specimen *inner, int64_t b, int negative,
                       gsl_rng *random)
{
    int64_t n = inner->n;
    preston_const_view columns = random_view(made, n, b, negative, random);
    preston_const_view rows = random_view(made, b, n, negative, random);
    preston_const_view corner = random_view(made, b, b, negative, random);
    preston_operator *op = NULL;
    preston_error error = {0};
    assert_ok(preston_operator_bordered(inner->op, columns, rows, corner, &op, &error), &error);
    own_operator(made, op);
    start_matrix(made, n + b);
    copy_inner(made, inner);
    add_view(made, columns, 0, n);
    add_view(made, rows, n, 0);
    add_view(made, corner, n, n);
}

static void put_factors(specimen *made, const specimen *inner, int64_t rank, int negative,
                        gsl_rng *random)
{
    int64_t n = inner->n;
    preston_const_view left = random_view(made, n, rank, negative, random);
    preston_const_view right = random_view(made, n, rank, negative, random);
    preston_operator *op = NULL;
    preston_error error = {0};
    assert_ok(preston_operator_low_rank(inner->op, left, right, &op, &error), &error);
    own_operator(made, op);
    start_matrix(made, n);
    copy_inner(made, inner);
    for (int64_t i = 0; i < n; i++) {
        for (int64_t j = 0; j < n; j++) {
            for (int64_t k = 0; k < rank; k++) {
                long double product =
                    (long double)preston_get(left, i, k) * preston_get(right, j, k);
                add_cell(made, i, j, product, fabsl(product));
            }
        }
    }
}

static void bordered(specimen *made, int64_t n, int negative, gsl_rng *random)
{
    int64_t b = n < 3 ? n : 3;
    specimen inner = make_inner(made, n - b, negative, random, dense_by_rows);
    put_border(made, &inner, b, negative, random);
}

static void bordered_trade(specimen *made, int64_t n, int negative, gsl_rng *random)
{
    int64_t b = n > 0;
    specimen inner = make_inner(made, n - b, negative, random, trade_shared);
    put_border(made, &inner, b, negative, random);
}

static void low_rank(specimen *made, int64_t n, int negative, gsl_rng *random)
{
    specimen inner = make_inner(made, n, negative, random, sparse_by_rows);
    put_factors(made, &inner, 5, negative, random);
}

static void low_rank_of_none(specimen *made, int64_t n, int negative, gsl_rng *random)
{
    specimen inner = make_inner(made, n, negative, random, dense_by_columns);
    put_factors(made, &inner, 0, negative, random);
}

static void low_rank_of_bordered_trade(specimen *made, int64_t n, int negative, gsl_rng *random)
{
    specimen inner = make_inner(made, n, negative, random, bordered_trade);
    put_factors(made, &inner, 2, negative, random);
}

/* A callback that multiplies by the matrix of a specimen. */
typedef struct called_matrix {
    int64_t n;
    const double *cells;
} called_matrix;

static void call_matrix(void *context, preston_operation operation, int absolute, int64_t columns,
                        const double *x, double *y)
{
    const called_matrix *matrix = context;
    int64_t n = matrix->n;
    for (int64_t k = 0; k < columns; k++) {
        for (int64_t i = 0; i < n; i++) {
            y[i + k * n] = 0.0;
            for (int64_t j = 0; j < n; j++) {
                double cell = matrix->cells[operation == PRESTON_PLAIN ? i * n + j : j * n + i];
                y[i + k * n] += (absolute ? fabs(cell) : cell) * x[j + k * n];
            }
        }
    }
}

static void callback(specimen *made, int64_t n, int negative, gsl_rng *random)
{
    called_matrix *matrix = own_block(made, 1, sizeof *matrix);
    preston_operator *op = NULL;
    preston_error error = {0};
    matrix->n = n;
    matrix->cells = random_doubles(made, n * n, negative, random);
    assert_ok(preston_operator_callback(n, call_matrix, matrix, !negative, n, &op, &error), &error);
    own_operator(made, op);
    start_matrix(made, n);
    add_view(made, preston_const_matrix(matrix->cells, n, n), 0, 0);
}

/* --- the table --- */

static const struct {
    const char *name;
    void (*make)(specimen *made, int64_t n, int negative, gsl_rng *random);
} forms[] = {
    {"dense by rows", dense_by_rows},
    {"dense by columns", dense_by_columns},
    {"dense with strides", dense_strided},
    {"sparse by rows", sparse_by_rows},
    {"sparse by columns", sparse_by_columns},
    {"trade", trade_shared},
    {"trade, the same pairs", trade_same_pairs},
    {"trade, many sectors and no pool", trade_many_sectors},
    {"trade, a technology for each place", trade_per_place},
    {"trade, pool only", trade_pool_only},
    {"trade, common neighbours", trade_common},
    {"trade, common neighbours of many sectors", trade_common_many_sectors},
    {"trade, everything", trade_everything},
    {"bordered", bordered},
    {"bordered trade", bordered_trade},
    {"low rank", low_rank},
    {"low rank of rank nil", low_rank_of_none},
    {"low rank of bordered trade", low_rank_of_bordered_trade},
    {"callback", callback},
};

int specimen_forms(void)
{
    return (int)(sizeof forms / sizeof *forms);
}

specimen make_specimen(int form, int64_t n, int negative, gsl_rng *random)
{
    specimen made = {.name = forms[form].name};
    forms[form].make(&made, n, negative, random);
    assert_int_equal(made.n, n);
    return made;
}
