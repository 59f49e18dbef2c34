#include "places.h"

#include "measure.h"

#include <math.h>
#include <stdlib.h>

/* Seeds of what is drawn. */
enum {
    SEED_CENTRES = 401,
    SEED_PLACES,
    SEED_SIZES,
    SEED_SPECIAL,
    SEED_CELLS,
    SEED_SUMS,
    SEED_ACCOUNTS,
    SEED_DEMAND
};

/* --- coordinates --- */

typedef struct point {
    double x;
    double y;
    uint64_t order;
} point;

/* Where on Hilbert's curve of 2^16 × 2^16 cells a point is (Warren 2012, Hacker's Delight, ch. 16).
 */
static uint64_t find_order(double x, double y)
{
    enum { SIDE = 1 << 16 };
    uint64_t order = 0;
    uint32_t column = (uint32_t)(fmin(fmax(x, 0.0), 0.999999) * SIDE);
    uint32_t row = (uint32_t)(fmin(fmax(y, 0.0), 0.999999) * SIDE);
    for (uint32_t side = SIDE / 2; side > 0; side /= 2) {
        uint32_t right = (column & side) > 0;
        uint32_t above = (row & side) > 0;
        order += (uint64_t)side * side * ((3 * right) ^ above);
        if (above == 0) {
            if (right == 1) {
                column = SIDE - 1 - column;
                row = SIDE - 1 - row;
            }
            uint32_t other = column;
            column = row;
            row = other;
        }
    }
    return order;
}

static int compare_points(const void *one, const void *other)
{
    const point *a = one;
    const point *b = other;
    return (a->order > b->order) - (a->order < b->order);
}

/* Seven tenths around centres, the rest anywhere. */
static point *make_points(int64_t places)
{
    point *points = calloc((size_t)places, sizeof *points);
    int64_t centres = places / 200 + 4;
    if (points == NULL) {
        bench_fail("places", "there is not enough memory");
    }
    for (int64_t p = 0; p < places; p++) {
        double u = bench_uniform(SEED_PLACES, 4 * p);
        double v = bench_uniform(SEED_PLACES, 4 * p + 1);
        double angle = 6.283185307179586 * v;
        double distance = 0.02 * sqrt(-2.0 * log(1.0 - u));
        int64_t centre = (int64_t)((double)centres * bench_uniform(SEED_PLACES, 4 * p + 2));
        int around = bench_uniform(SEED_PLACES, 4 * p + 3) < 0.7;
        double x = bench_uniform(SEED_CENTRES, 2 * centre) + distance * cos(angle);
        double y = bench_uniform(SEED_CENTRES, 2 * centre + 1) + distance * sin(angle);
        points[p].x = around ? fmin(fmax(x, 0.0), 1.0) : u;
        points[p].y = around ? fmin(fmax(y, 0.0), 1.0) : v;
        points[p].order = find_order(points[p].x, points[p].y);
    }
    qsort(points, (size_t)places, sizeof *points, compare_points);
    return points;
}

/* --- neighbours --- */

/* Points by cells of a grid. */
typedef struct grid {
    int64_t side;
    int64_t *starts;
    int64_t *points;
} grid;

static int64_t cell_of(const grid *cells, double coordinate)
{
    int64_t cell = (int64_t)(coordinate * (double)cells->side);
    return cell < cells->side ? cell : cells->side - 1;
}

static grid make_grid(int64_t places, const point *points)
{
    grid cells = {.side = (int64_t)sqrt((double)places / 8.0) + 1};
    int64_t count = cells.side * cells.side;
    cells.starts = calloc((size_t)count + 2, sizeof *cells.starts);
    cells.points = calloc((size_t)places, sizeof *cells.points);
    if (cells.starts == NULL || cells.points == NULL) {
        bench_fail("places", "there is not enough memory");
    }
    for (int64_t p = 0; p < places; p++) {
        cells
            .starts[cell_of(&cells, points[p].y) * cells.side + cell_of(&cells, points[p].x) + 2]++;
    }
    for (int64_t cell = 0; cell <= count; cell++) {
        cells.starts[cell + 1] += cells.starts[cell];
    }
    for (int64_t p = 0; p < places; p++) {
        int64_t cell = cell_of(&cells, points[p].y) * cells.side + cell_of(&cells, points[p].x);
        cells.points[cells.starts[cell + 1]++] = p;
    }
    return cells;
}

typedef struct nearest {
    int64_t count;
    int64_t places[BENCH_NEIGHBOURS];
    double distances[BENCH_NEIGHBOURS]; /* squared, rising */
} nearest;

static void insert(nearest *found, int64_t place, double distance)
{
    if (found->count == BENCH_NEIGHBOURS && distance >= found->distances[found->count - 1]) {
        return;
    }
    int64_t k = found->count < BENCH_NEIGHBOURS ? found->count++ : found->count - 1;
    for (; k > 0 && found->distances[k - 1] > distance; k--) {
        found->distances[k] = found->distances[k - 1];
        found->places[k] = found->places[k - 1];
    }
    found->distances[k] = distance;
    found->places[k] = place;
}

static void search_cell(const grid *cells, const point *points, int64_t p, int64_t row,
                        int64_t column, nearest *found)
{
    if (row < 0 || column < 0 || row >= cells->side || column >= cells->side) {
        return;
    }
    int64_t cell = row * cells->side + column;
    for (int64_t q = cells->starts[cell]; q < cells->starts[cell + 1]; q++) {
        int64_t other = cells->points[q];
        double x = points[other].x - points[p].x;
        double y = points[other].y - points[p].y;
        if (other != p) {
            insert(found, other, x * x + y * y);
        }
    }
}

/* Rings of cells about the point, until no nearer one can be left. */
static nearest find_nearest(const grid *cells, const point *points, int64_t p)
{
    nearest found = {0};
    int64_t row = cell_of(cells, points[p].y);
    int64_t column = cell_of(cells, points[p].x);
    for (int64_t ring = 0; ring <= cells->side; ring++) {
        double reach = (double)(ring - 1) / (double)cells->side;
        if (found.count == BENCH_NEIGHBOURS && ring > 1 &&
            reach * reach >= found.distances[found.count - 1]) {
            break;
        }
        for (int64_t k = -ring; k <= ring; k++) {
            search_cell(cells, points, p, row - ring, column + k, &found);
            if (ring > 0) {
                search_cell(cells, points, p, row + ring, column + k, &found);
            }
            if (k > -ring && k < ring) {
                search_cell(cells, points, p, row + k, column - ring, &found);
                search_cell(cells, points, p, row + k, column + ring, &found);
            }
        }
    }
    return found;
}

/* Each buyer's sellers, turned into each seller's buyers. */
static void fill_neighbours(bench_places *made, int64_t places, const point *points)
{
    grid cells = make_grid(places, points);
    nearest *found = calloc((size_t)places + 1, sizeof *found);
    made->starts = calloc((size_t)places + 2, sizeof *made->starts);
    if (found == NULL || made->starts == NULL) {
        bench_fail("places", "there is not enough memory");
    }
    int64_t count = 0;
    for (int64_t p = 0; p < places; p++) {
        found[p] = find_nearest(&cells, points, p);
        count += found[p].count;
        for (int64_t k = 0; k < found[p].count; k++) {
            made->starts[found[p].places[k] + 2]++;
        }
    }
    made->buyers = calloc((size_t)count + 1, sizeof *made->buyers);
    made->shares = bench_allocate(count);
    if (made->buyers == NULL) {
        bench_fail("places", "there is not enough memory");
    }
    for (int64_t p = 0; p <= places; p++) {
        made->starts[p + 1] += made->starts[p];
    }
    double unit = 0.3 / sqrt((double)places);
    for (int64_t p = 0; p < places; p++) {
        for (int64_t k = 0; k < found[p].count; k++) {
            double distance = 1.0 + sqrt(found[p].distances[k]) / unit;
            int64_t position = made->starts[found[p].places[k] + 1]++;
            made->buyers[position] = p;
            made->shares[position] = 1.0 / (distance * distance);
        }
    }
    free(found);
    free(cells.starts);
    free(cells.points);
}

/* --- sizes, factors and shares --- */

static void fill_sellers(bench_places *made, int64_t places, int64_t sectors)
{
    for (int64_t p = 0; p < places; p++) {
        double size = pow(1.0 - bench_uniform(SEED_SIZES, p), -1.0 / 1.1);
        double reach = fmin(1.0, pow(size / 2000.0, 0.15)); /* small places lack most sectors */
        for (int64_t i = 0; i < sectors; i++) {
            double special = exp(2.0 * bench_uniform(SEED_SPECIAL, p * sectors + i) - 1.0);
            made->seller_factors[p * sectors + i] = size * special;
            made->own[p * sectors + i] = fmin(0.9, 0.6 * reach * fmin(1.0, special));
        }
    }
}

static void fill_buyers(bench_places *made, int64_t places, int64_t sectors)
{
    for (int64_t r = 0; r < places; r++) {
        for (int64_t q = made->starts[r]; q < made->starts[r + 1]; q++) {
            for (int64_t i = 0; i < sectors; i++) {
                made->buyer_factors[made->buyers[q] * sectors + i] +=
                    made->shares[q] * made->seller_factors[r * sectors + i];
            }
        }
    }
    for (int64_t cell = 0; cell < places * sectors; cell++) {
        made->buyer_factors[cell] = (1.0 - made->own[cell]) / made->buyer_factors[cell];
    }
}

static void fill_technology(double *technology, int64_t sectors, int households)
{
    int64_t industries = sectors - (households != 0);
    for (int64_t j = 0; j < sectors; j++) {
        double sum = 0.0;
        double wanted = j < industries ? 0.3 + 0.3 * bench_uniform(SEED_SUMS, j) : 0.6;
        for (int64_t i = 0; i < industries; i++) {
            double u = bench_uniform(SEED_CELLS, 2 * (i * sectors + j));
            double v = bench_uniform(SEED_CELLS, 2 * (i * sectors + j) + 1);
            double cell = i == j ? 4.0 : u < 0.4 ? -log(1.0 - v) : 0.0;
            technology[i * sectors + j] = cell;
            sum += cell;
        }
        for (int64_t i = 0; i < industries; i++) {
            technology[i * sectors + j] *= wanted / sum;
        }
        if (households && j < industries) {
            technology[industries * sectors + j] = 0.5 * (1.0 - wanted);
        }
    }
}

/* Per unit of output, by sector, a fifth more or less by place. */
static void fill_accounts(bench_places *made, int64_t rows, int64_t sectors)
{
    for (int64_t account = 0; account < BENCH_PLACE_ACCOUNTS; account++) {
        for (int64_t i = 0; i < rows; i++) {
            double by_sector =
                0.2 + 0.6 * bench_uniform(SEED_ACCOUNTS, account * sectors + i % sectors);
            double by_place = 0.8 + 0.4 * bench_uniform(SEED_ACCOUNTS + 100, account * rows + i);
            made->accounts[account * rows + i] = account > 0 ? by_sector * by_place : 1.0;
        }
    }
    for (int64_t i = 0; i < rows; i++) {
        made->demand[i] = bench_uniform(SEED_DEMAND, i) < 0.3 ? made->seller_factors[i] : 0.0;
    }
}

bench_places bench_places_make(const char *name, int64_t places, int64_t sectors, int households)
{
    int64_t rows = places * sectors;
    bench_places made = {.name = name};
    point *points = make_points(places);
    made.coordinates = bench_allocate(2 * places);
    for (int64_t p = 0; p < places; p++) {
        made.coordinates[2 * p] = 1e6 * points[p].x;
        made.coordinates[2 * p + 1] = 1e6 * points[p].y;
    }
    made.technology = bench_allocate(sectors * sectors);
    made.own = bench_allocate(rows);
    made.seller_factors = bench_allocate(rows);
    made.buyer_factors = bench_allocate(rows);
    made.accounts = bench_allocate(BENCH_PLACE_ACCOUNTS * rows);
    made.demand = bench_allocate(rows);
    fill_neighbours(&made, places, points);
    fill_sellers(&made, places, sectors);
    fill_buyers(&made, places, sectors);
    fill_technology(made.technology, sectors, households);
    fill_accounts(&made, rows, sectors);
    free(points);
    made.trade = (preston_trade){
        .places = places,
        .sectors = sectors,
        .technologies = 1,
        .technology = preston_const_matrix(made.technology, sectors, sectors),
        .own = preston_const_matrix(made.own, places, sectors),
        .common_starts = made.starts,
        .common_buyers = made.buyers,
        .common_shares = made.shares,
        .seller_factors = preston_const_matrix(made.seller_factors, places, sectors),
        .buyer_factors = preston_const_matrix(made.buyer_factors, places, sectors)};
    return made;
}

void bench_places_free(bench_places *made)
{
    free(made->coordinates);
    free(made->technology);
    free(made->own);
    free(made->seller_factors);
    free(made->buyer_factors);
    free(made->starts);
    free(made->buyers);
    free(made->shares);
    free(made->accounts);
    free(made->demand);
}
