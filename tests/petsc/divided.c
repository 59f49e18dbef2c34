#include "divided.h"

#include <petscksp.h>

/* --- ranks --- */

int my_rank(void)
{
    int rank = 0;
    (void)MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    return rank;
}

int all_ranks(void)
{
    int ranks = 1;
    (void)MPI_Comm_size(MPI_COMM_WORLD, &ranks);
    return ranks;
}

int on_all_ranks(int condition, const char *what)
{
    int all = 0;
    if (!condition) {
        print_error("rank %d: not so: %s\n", my_rank(), what);
    }
    (void)MPI_Allreduce(&condition, &all, 1, MPI_INT, MPI_MIN, MPI_COMM_WORLD);
    return all;
}

void begin_ranks(int *count, char ***arguments)
{
    if (PetscInitialize(count, arguments, NULL, NULL) != 0) {
        exit(1);
    }
}

int end_ranks(int failed)
{
    if (failed != 0) {
        /* another rank may be in the middle of a test */
        (void)MPI_Abort(MPI_COMM_WORLD, 1);
    }
    return PetscFinalize() != 0;
}

/* --- random descriptions --- */

double random_value(uint64_t *state, double low, double high)
{
    uint64_t bits = *state += 0x9e3779b97f4a7c15U; /* splitmix64 */
    bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9U;
    bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebU;
    bits ^= bits >> 31;
    return low + (high - low) * (double)(bits >> 11) * 0x1p-53;
}

static void *allocate(int64_t count, size_t size)
{
    void *memory = calloc((size_t)count + 1, size);
    if (memory == NULL) {
        exit(1);
    }
    return memory;
}

static void fill_technology(economy *made, uint64_t *state, int forms, double retention)
{
    preston_trade *trade = &made->trade;
    int64_t s = trade->sectors;
    trade->technologies = (forms & EACH_ITS_OWN) != 0 ? trade->places
                          : (forms & CHOSEN) != 0     ? 3
                                                      : 1;
    made->technology = allocate(trade->technologies * s * s, sizeof(double));
    for (int64_t column = 0; column < trade->technologies * s; column++) {
        double *cells = made->technology + column / s * s * s + column % s;
        double sum = 0.0;
        for (int64_t i = 0; i < s; i++) {
            cells[i * s] = random_value(state, 0.0, 1.0);
            sum += cells[i * s];
        }
        for (int64_t i = 0; i < s; i++) {
            double sign = (forms & NEGATIVE) != 0 && (i + column) % 5 == 0 ? -1.0 : 1.0;
            cells[i * s] *= sign * retention / sum;
        }
    }
    trade->technology = preston_const_matrix(made->technology, trade->technologies * s, s);
    if ((forms & CHOSEN) != 0) {
        made->technology_of = allocate(trade->places, sizeof(int64_t));
        for (int64_t place = 0; place < trade->places; place++) {
            made->technology_of[place] = place / 2 % 3;
        }
        trade->technology_of = made->technology_of;
    }
}

/* A few buyers of each seller, in every level; what a buyer buys along adds up to at most 0.3. */
static void fill_pairs(uint64_t *state, int64_t levels, int64_t places, int64_t **out_starts,
                       int64_t **out_buyers, double **out_shares)
{
    int64_t *starts = allocate(levels * places + 1, sizeof *starts);
    int64_t *buyers = allocate(levels * places * places, sizeof *buyers);
    double *shares = allocate(levels * places * places, sizeof *shares);
    int64_t count = 0;
    for (int64_t line = 0; line < levels * places; line++) {
        for (int64_t buyer = 0; buyer < places; buyer++) {
            if (buyer != line % places && random_value(state, 0.0, 1.0) < 0.4) {
                buyers[count] = buyer;
                shares[count++] = 0.3 * random_value(state, 0.0, 1.0) / (double)places;
            }
        }
        starts[line + 1] = count;
    }
    *out_starts = starts;
    *out_buyers = buyers;
    *out_shares = shares;
}

static double *fill_places(uint64_t *state, const preston_trade *trade, double low, double high,
                           preston_const_view *out_view)
{
    int64_t cells = trade->places * trade->sectors;
    double *values = allocate(cells, sizeof *values);
    for (int64_t i = 0; i < cells; i++) {
        values[i] = random_value(state, low, high);
    }
    *out_view = preston_const_matrix(values, trade->places, trade->sectors);
    return values;
}

economy economy_random(uint64_t seed, int64_t places, int64_t sectors, int forms, double retention)
{
    uint64_t state = seed;
    economy made = {.trade = {.places = places, .sectors = sectors}};
    preston_trade *trade = &made.trade;
    fill_technology(&made, &state, forms, retention);
    made.own = fill_places(&state, trade, 0.1, 0.3, &trade->own);
    if ((forms & LISTS) != 0) {
        fill_pairs(&state, sectors, places, &made.starts, &made.buyers, &made.shares);
        trade->starts = made.starts;
        trade->buyers = made.buyers;
        trade->shares = made.shares;
    }
    if ((forms & COMMON) != 0) {
        fill_pairs(&state, 1, places, &made.common_starts, &made.common_buyers,
                   &made.common_shares);
        trade->common_starts = made.common_starts;
        trade->common_buyers = made.common_buyers;
        trade->common_shares = made.common_shares;
        made.seller_factors = fill_places(&state, trade, 0.1, 1.0, &trade->seller_factors);
        made.buyer_factors = fill_places(&state, trade, 0.1, 1.0, &trade->buyer_factors);
    }
    if ((forms & POOL) != 0) {
        made.pool_supply =
            fill_places(&state, trade, 0.0, 1.0 / (double)places, &trade->pool_supply);
        made.pool_use = fill_places(&state, trade, 0.0, 0.1, &trade->pool_use);
    }
    return made;
}

void economy_free(economy *made)
{
    free(made->technology);
    free(made->technology_of);
    free(made->own);
    free(made->starts);
    free(made->buyers);
    free(made->shares);
    free(made->common_starts);
    free(made->common_buyers);
    free(made->common_shares);
    free(made->seller_factors);
    free(made->buyer_factors);
    free(made->pool_supply);
    free(made->pool_use);
}

/* --- ranges --- */

static double *copy_places(const double *whole, const preston_trade *trade, int64_t first,
                           preston_const_view *out_view)
{
    int64_t s = trade->sectors;
    if (whole == NULL) {
        return NULL;
    }
    double *values = allocate(trade->places * s, sizeof *values);
    memcpy(values, whole + first * s, (size_t)(trade->places * s) * sizeof *values);
    *out_view = preston_const_matrix(values, trade->places, s);
    return values;
}

static void copy_pairs(const economy *whole, int lists, int64_t first, economy *made)
{
    const preston_trade *from = &whole->trade;
    preston_trade *to = &made->trade;
    const int64_t *starts = lists ? from->starts : from->common_starts;
    const int64_t *buyers = lists ? from->buyers : from->common_buyers;
    const double *shares = lists ? from->shares : from->common_shares;
    int64_t levels = lists ? from->sectors : 1;
    int64_t *own_starts = allocate(levels * to->places + 1, sizeof *own_starts);
    int64_t *own_buyers = allocate(starts[levels * from->places], sizeof *own_buyers);
    double *own_shares = allocate(starts[levels * from->places], sizeof *own_shares);
    int64_t count = 0;
    for (int64_t line = 0; line < levels * to->places; line++) {
        int64_t all = line / to->places * from->places + first + line % to->places;
        for (int64_t q = starts[all]; q < starts[all + 1]; q++) {
            own_buyers[count] = buyers[q];
            own_shares[count++] = shares[q];
        }
        own_starts[line + 1] = count;
    }
    if (lists) {
        to->starts = made->starts = own_starts;
        to->buyers = made->buyers = own_buyers;
        to->shares = made->shares = own_shares;
    } else {
        to->common_starts = made->common_starts = own_starts;
        to->common_buyers = made->common_buyers = own_buyers;
        to->common_shares = made->common_shares = own_shares;
    }
}

economy economy_range(const economy *whole, int64_t first, int64_t places)
{
    economy made = {.trade = whole->trade};
    preston_trade *trade = &made.trade;
    int64_t block = trade->sectors * trade->sectors;
    int each = whole->trade.technology_of == NULL && whole->trade.technologies > 1;
    trade->places = places;
    trade->technologies = each ? places : whole->trade.technologies;
    made.technology = allocate(trade->technologies * block, sizeof(double));
    memcpy(made.technology, whole->technology + (each ? first * block : 0),
           (size_t)(trade->technologies * block) * sizeof(double));
    trade->technology =
        preston_const_matrix(made.technology, trade->technologies * trade->sectors, trade->sectors);
    if (whole->technology_of != NULL) {
        made.technology_of = allocate(places, sizeof(int64_t));
        memcpy(made.technology_of, whole->technology_of + first, (size_t)places * sizeof(int64_t));
        trade->technology_of = made.technology_of;
    }
    made.own = copy_places(whole->own, trade, first, &trade->own);
    made.seller_factors = copy_places(whole->seller_factors, trade, first, &trade->seller_factors);
    made.buyer_factors = copy_places(whole->buyer_factors, trade, first, &trade->buyer_factors);
    made.pool_supply = copy_places(whole->pool_supply, trade, first, &trade->pool_supply);
    made.pool_use = copy_places(whole->pool_use, trade, first, &trade->pool_use);
    if (whole->starts != NULL) {
        copy_pairs(whole, 1, first, &made);
    }
    if (whole->common_starts != NULL) {
        copy_pairs(whole, 0, first, &made);
    }
    return made;
}
