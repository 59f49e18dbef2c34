#include "country.h"

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
    SEED_JOBS,
    SEED_DEMAND
};

static uint64_t mix(uint64_t bits)
{
    bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9U;
    bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebU;
    return bits ^ (bits >> 31);
}

/* Between 0 and 1, by seed and index alone (splitmix64). */
static double draw(int64_t seed, int64_t index)
{
    static const uint64_t golden = 0x9e3779b97f4a7c15U;
    uint64_t bits = mix(mix((uint64_t)seed + golden) + ((uint64_t)index + 1) * golden);
    return (double)(bits >> 11) * 0x1p-53;
}

/* --- where places are --- */

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
    int by_order = (a->order > b->order) - (a->order < b->order);
    int by_x = (a->x > b->x) - (a->x < b->x);
    return by_order != 0 ? by_order : by_x;
}

/* Seven tenths around centres, the rest anywhere. */
static point *make_points(int64_t places)
{
    point *points = calloc((size_t)places, sizeof *points);
    int64_t centres = places / 200 + 4;
    for (int64_t p = 0; points != NULL && p < places; p++) {
        double u = draw(SEED_PLACES, 4 * p);
        double v = draw(SEED_PLACES, 4 * p + 1);
        double angle = 6.283185307179586 * v;
        double distance = 0.02 * sqrt(-2.0 * log(1.0 - u));
        int64_t centre = (int64_t)((double)centres * draw(SEED_PLACES, 4 * p + 2));
        int around = draw(SEED_PLACES, 4 * p + 3) < 0.7;
        double x = draw(SEED_CENTRES, 2 * centre) + distance * cos(angle);
        double y = draw(SEED_CENTRES, 2 * centre + 1) + distance * sin(angle);
        points[p].x = around ? fmin(fmax(x, 0.0), 1.0) : u;
        points[p].y = around ? fmin(fmax(y, 0.0), 1.0) : v;
        points[p].order = find_order(points[p].x, points[p].y);
    }
    if (points != NULL) {
        qsort(points, (size_t)places, sizeof *points, compare_points);
    }
    return points;
}

/* --- a grid of cells, to find who is near --- */

typedef struct grid {
    const point *points;
    int64_t side;
    int64_t *starts;
    int64_t *places;
} grid;

static int64_t cell_of(const grid *cells, double coordinate)
{
    int64_t cell = (int64_t)(coordinate * (double)cells->side);
    return cell < cells->side ? cell : cells->side - 1;
}

static int make_grid(int64_t places, const point *points, grid *cells)
{
    cells->points = points;
    cells->side = (int64_t)sqrt((double)places / 8.0) + 1;
    int64_t count = cells->side * cells->side;
    cells->starts = calloc((size_t)count + 2, sizeof *cells->starts);
    cells->places = calloc((size_t)places, sizeof *cells->places);
    if (cells->starts == NULL || cells->places == NULL) {
        return -1;
    }
    for (int64_t p = 0; p < places; p++) {
        int64_t cell = cell_of(cells, points[p].y) * cells->side + cell_of(cells, points[p].x);
        cells->starts[cell + 2]++;
    }
    for (int64_t cell = 0; cell < count; cell++) {
        cells->starts[cell + 2] += cells->starts[cell + 1];
    }
    for (int64_t p = 0; p < places; p++) {
        int64_t cell = cell_of(cells, points[p].y) * cells->side + cell_of(cells, points[p].x);
        cells->places[cells->starts[cell + 1]++] = p;
    }
    return 0;
}

typedef struct nearest {
    int64_t count;
    int64_t places[NEIGHBOURS];
    double distances[NEIGHBOURS]; /* squared, rising */
} nearest;

static void insert(nearest *found, int64_t place, double distance)
{
    if (found->count == NEIGHBOURS && distance >= found->distances[found->count - 1]) {
        return;
    }
    int64_t k = found->count < NEIGHBOURS ? found->count++ : found->count - 1;
    for (; k > 0 && found->distances[k - 1] > distance; k--) {
        found->distances[k] = found->distances[k - 1];
        found->places[k] = found->places[k - 1];
    }
    found->distances[k] = distance;
    found->places[k] = place;
}

static void search_cell(const grid *cells, int64_t p, int64_t row, int64_t column, nearest *found)
{
    const point *points = cells->points;
    if (row < 0 || column < 0 || row >= cells->side || column >= cells->side) {
        return;
    }
    int64_t cell = row * cells->side + column;
    for (int64_t q = cells->starts[cell]; q < cells->starts[cell + 1]; q++) {
        int64_t other = cells->places[q];
        double x = points[other].x - points[p].x;
        double y = points[other].y - points[p].y;
        if (other != p) {
            insert(found, other, x * x + y * y);
        }
    }
}

/* Rings of cells about the place, until no nearer one can be left. */
static nearest find_nearest(const grid *cells, int64_t p)
{
    nearest found = {0};
    int64_t row = cell_of(cells, cells->points[p].y);
    int64_t column = cell_of(cells, cells->points[p].x);
    for (int64_t ring = 0; ring <= cells->side; ring++) {
        double reach = (double)(ring - 1) / (double)cells->side;
        if (found.count == NEIGHBOURS && ring > 1 &&
            reach * reach >= found.distances[found.count - 1]) {
            break;
        }
        for (int64_t k = -ring; k <= ring; k++) {
            search_cell(cells, p, row - ring, column + k, &found);
            if (ring > 0) {
                search_cell(cells, p, row + ring, column + k, &found);
            }
            if (k > -ring && k < ring) {
                search_cell(cells, p, row + k, column - ring, &found);
                search_cell(cells, p, row + k, column + ring, &found);
            }
        }
    }
    return found;
}

/* --- what places sell and buy --- */

static double size_of(int64_t place)
{
    return pow(1.0 - draw(SEED_SIZES, place), -1.0 / 1.1);
}

static double seller_factor(double size, int64_t place, int64_t sectors, int64_t i)
{
    return size * exp(2.0 * draw(SEED_SPECIAL, place * sectors + i) - 1.0);
}

static void fill_sellers(country *made, int64_t first)
{
    int64_t s = made->range.sectors;
    for (int64_t p = 0; p < made->range.places; p++) {
        double size = size_of(first + p);
        double reach = fmin(1.0, pow(size / 2000.0, 0.15)); /* small places lack most sectors */
        for (int64_t i = 0; i < s; i++) {
            double factor = seller_factor(size, first + p, s, i);
            made->seller_factors[p * s + i] = factor;
            made->own[p * s + i] = fmin(0.9, 0.6 * reach * fmin(1.0, factor / size));
            made->jobs[p * s + i] = (0.2 + 0.6 * draw(SEED_JOBS, i)) *
                                    (0.8 + 0.4 * draw(SEED_JOBS + 100, (first + p) * s + i));
            made->demand[p * s + i] = draw(SEED_DEMAND, (first + p) * s + i) < 0.3 ? factor : 0.0;
        }
    }
}

/* What a buyer's sellers pull together, of each sector; they may be anywhere. */
static void fill_buyer(country *made, int64_t buyer, const nearest *sellers, const double *shares)
{
    int64_t s = made->range.sectors;
    double *factors = made->buyer_factors + buyer * s;
    for (int64_t k = 0; k < sellers->count; k++) {
        double size = size_of(sellers->places[k]);
        for (int64_t i = 0; i < s; i++) {
            factors[i] += shares[k] * seller_factor(size, sellers->places[k], s, i);
        }
    }
    for (int64_t i = 0; i < s; i++) {
        factors[i] = factors[i] > 0.0 ? (1.0 - made->own[buyer * s + i]) / factors[i] : 0.0;
    }
}

/* Gravity falls with the square of distance. */
static void find_shares(int64_t places, const nearest *sellers, double *shares)
{
    double unit = 0.3 / sqrt((double)places);
    for (int64_t k = 0; k < sellers->count; k++) {
        double distance = 1.0 + sqrt(sellers->distances[k]) / unit;
        shares[k] = 1.0 / (distance * distance);
    }
}

/* Every place's sellers are looked for, and those of the range kept: who buys from a place here may
 * be anywhere. Twice: to count, and to fill in. */
static int fill_neighbours(country *made, int64_t places, int64_t first, const grid *cells)
{
    int64_t last = first + made->range.places;
    nearest *found = calloc((size_t)places, sizeof *found);
    if (found == NULL) {
        return -1;
    }
    for (int64_t p = 0; p < places; p++) {
        found[p] = find_nearest(cells, p);
        for (int64_t k = 0; k < found[p].count; k++) {
            int64_t seller = found[p].places[k];
            made->starts[seller >= first && seller < last ? seller - first + 2 : 0]++;
        }
    }
    made->starts[0] = 0;
    for (int64_t p = 0; p < made->range.places; p++) {
        made->starts[p + 2] += made->starts[p + 1];
    }
    int64_t count = made->starts[made->range.places + 1];
    made->buyers = calloc((size_t)count + 1, sizeof *made->buyers);
    made->shares = calloc((size_t)count + 1, sizeof *made->shares);
    for (int64_t p = 0; made->buyers != NULL && made->shares != NULL && p < places; p++) {
        double shares[NEIGHBOURS];
        find_shares(places, &found[p], shares);
        for (int64_t k = 0; k < found[p].count; k++) {
            int64_t seller = found[p].places[k];
            if (seller >= first && seller < last) {
                int64_t position = made->starts[seller - first + 1]++;
                made->buyers[position] = p;
                made->shares[position] = shares[k];
            }
        }
        if (p >= first && p < last) {
            fill_buyer(made, p - first, &found[p], shares);
        }
    }
    free(found);
    return made->buyers != NULL && made->shares != NULL ? 0 : -1;
}

/* Columns add up to 0.3 to 0.6. */
static void fill_technology(double *technology, int64_t sectors)
{
    for (int64_t j = 0; j < sectors; j++) {
        double sum = 0.0;
        for (int64_t i = 0; i < sectors; i++) {
            double u = draw(SEED_CELLS, 2 * (i * sectors + j));
            double v = draw(SEED_CELLS, 2 * (i * sectors + j) + 1);
            double cell = i == j ? 4.0 : u < 0.4 ? -log(1.0 - v) : 0.0;
            technology[i * sectors + j] = cell;
            sum += cell;
        }
        for (int64_t i = 0; i < sectors; i++) {
            technology[i * sectors + j] *= (0.3 + 0.3 * draw(SEED_SUMS, j)) / sum;
        }
    }
}

static int make_arrays(int64_t places, int64_t sectors, country *made)
{
    size_t cells = (size_t)(places * sectors);
    made->technology = calloc((size_t)(sectors * sectors), sizeof(double));
    made->own = calloc(cells, sizeof(double));
    made->seller_factors = calloc(cells, sizeof(double));
    made->buyer_factors = calloc(cells, sizeof(double));
    made->demand = calloc(cells, sizeof(double));
    made->jobs = calloc(cells, sizeof(double));
    made->starts = calloc((size_t)places + 2, sizeof *made->starts);
    return made->technology != NULL && made->own != NULL && made->seller_factors != NULL &&
                   made->buyer_factors != NULL && made->demand != NULL && made->jobs != NULL &&
                   made->starts != NULL
               ? 0
               : -1;
}

int country_make(int64_t all_places, int64_t sectors, int64_t first, int64_t last,
                 country *out_made)
{
    int64_t places = last - first;
    country made = {.range = {.places = places, .sectors = sectors, .technologies = 1}};
    grid cells = {0};
    point *points = make_points(all_places);
    int failed = points == NULL || make_grid(all_places, points, &cells) != 0 ||
                 make_arrays(places, sectors, &made) != 0;
    if (!failed) {
        fill_technology(made.technology, sectors);
        fill_sellers(&made, first);
        failed = fill_neighbours(&made, all_places, first, &cells);
    }
    free(points);
    free(cells.starts);
    free(cells.places);
    if (failed) {
        country_free(&made);
        return -1;
    }
    made.range.technology = preston_const_matrix(made.technology, sectors, sectors);
    made.range.own = preston_const_matrix(made.own, places, sectors);
    made.range.seller_factors = preston_const_matrix(made.seller_factors, places, sectors);
    made.range.buyer_factors = preston_const_matrix(made.buyer_factors, places, sectors);
    made.range.common_starts = made.starts;
    made.range.common_buyers = made.buyers;
    made.range.common_shares = made.shares;
    *out_made = made;
    return 0;
}

void country_free(country *made)
{
    free(made->technology);
    free(made->own);
    free(made->seller_factors);
    free(made->buyer_factors);
    free(made->starts);
    free(made->buyers);
    free(made->shares);
    free(made->demand);
    free(made->jobs);
}
