/* Common neighbours: one sparse P × P matrix, times S columns. */
#include "trade.h"

#include "../status/allocate.h"
#include "lanes.h"

#include <math.h>
#include <stdlib.h>

enum {
    CACHE_LINE = 8, /* doubles */
    MOST_LANES = 11 /* sums that the processor keeps in its registers */
};

int64_t preston_pairs_leading(int64_t sectors)
{
    return (sectors + CACHE_LINE - 1) / CACHE_LINE * CACHE_LINE;
}

/* --- both ways round --- */

void preston_pairs_clear(preston_pairs *pairs)
{
    free(pairs->starts);
    free(pairs->places);
    free(pairs->shares);
}

static int allocate_pairs(preston_pairs *pairs, int64_t places, int64_t count)
{
    pairs->starts = preston_allocate(places + 1, sizeof *pairs->starts);
    pairs->places = preston_allocate(count, sizeof *pairs->places);
    pairs->shares = preston_allocate_matrix(count, 1);
    return pairs->starts != NULL && pairs->places != NULL && pairs->shares != NULL ? 0 : -1;
}

static void copy_pairs(const preston_trade *parts, preston_pairs *pairs)
{
    int64_t shift = parts->common_starts[0];
    for (int64_t place = 0; place <= parts->places; place++) {
        pairs->starts[place] = parts->common_starts[place] - shift;
    }
    for (int64_t q = 0; q < pairs->starts[parts->places]; q++) {
        pairs->places[q] = (int32_t)parts->common_buyers[q + shift];
        pairs->shares[q] = parts->common_shares[q + shift];
    }
}

/* Lines by where the pairs lead; in each the order of the places they come from. */
static void turn_pairs(int64_t places, const preston_pairs *from, preston_pairs *to)
{
    int64_t count = from->starts[places];
    for (int64_t q = 0; q < count; q++) {
        to->starts[from->places[q] + 1]++;
    }
    for (int64_t place = 0; place < places; place++) {
        to->starts[place + 1] += to->starts[place];
    }
    for (int64_t place = 0; place < places; place++) {
        for (int64_t q = from->starts[place]; q < from->starts[place + 1]; q++) {
            int64_t position = to->starts[from->places[q]]++;
            to->places[position] = (int32_t)place;
            to->shares[position] = from->shares[q];
        }
    }
    /* each start has moved to the end of its line, which is the next one's start */
    for (int64_t place = places; place > 0; place--) {
        to->starts[place] = to->starts[place - 1];
    }
    to->starts[0] = 0;
}

static int64_t most_of(int64_t places, const preston_pairs *pairs)
{
    int64_t most = 0;
    for (int64_t place = 0; place < places; place++) {
        int64_t count = pairs->starts[place + 1] - pairs->starts[place];
        most = count > most ? count : most;
    }
    return most;
}

int preston_trade_make_pairs(preston_trade_operator *trade, int64_t *out_most)
{
    const preston_trade *parts = &trade->parts;
    int64_t places = parts->places;
    int64_t count = parts->common_starts[places] - parts->common_starts[0];
    if (preston_trade_is_piece(trade)) {
        trade->by_seller = trade->piece.pairs[PRESTON_PLAIN];
        trade->by_buyer = trade->piece.pairs[PRESTON_TRANSPOSED];
    } else if (allocate_pairs(&trade->by_seller, places, count) != 0 ||
               allocate_pairs(&trade->by_buyer, places, count) != 0) {
        return -1;
    } else {
        copy_pairs(parts, &trade->by_seller);
        turn_pairs(places, &trade->by_seller, &trade->by_buyer);
    }
    int64_t sold = most_of(places, &trade->by_seller);
    int64_t bought = most_of(places, &trade->by_buyer);
    *out_most = sold > bought ? sold : bought;
    return 0;
}

/* --- gathering --- */

/* Σ share w of one line, `lanes` (a constant where this is inlined) of its sectors: the sums stay
 * in registers while the neighbours pass. */
static inline __attribute__((always_inline)) void
gather_lanes(int lanes, int64_t count, const int32_t *places, const double *shares, int64_t leading,
             const double *w, double *sums)
{
    preston_lanes sum[MOST_LANES] = {{0.0}};
    for (int64_t q = 0; q < count; q++) {
        const double *from = w + places[q] * leading;
        double share = shares[q];
        for (int64_t k = 0; k < lanes; k++) {
            sum[k] += share * preston_lanes_load(from + k * PRESTON_LANES);
        }
    }
    for (int64_t k = 0; k < lanes; k++) {
        preston_lanes_store(sums + k * PRESTON_LANES, sum[k]);
    }
}

/* to = home_factors∘home + factors∘line, or added to what is there. */
static inline __attribute__((always_inline)) void
finish_line(int64_t width, const double *home_factors, const double *home, const double *factors,
            const double *line, double *to)
{
    int64_t i = 0;
    for (; i + PRESTON_LANES <= width; i += PRESTON_LANES) {
        preston_lanes sum = preston_lanes_load(factors + i) * preston_lanes_load(line + i);
        preston_lanes own =
            home != NULL ? preston_lanes_load(home_factors + i) * preston_lanes_load(home + i)
                         : preston_lanes_load(to + i);
        preston_lanes_store(to + i, own + sum);
    }
    for (; i < width; i++) {
        to[i] = (home != NULL ? home_factors[i] * home[i] : to[i]) + factors[i] * line[i];
    }
}

/* All lines of the slice, sectors from `sector` on. */
static inline __attribute__((always_inline)) void
gather_slice(int lanes, const preston_gathering *job, int64_t sector, int64_t first, int64_t last)
{
    int64_t s = job->sectors;
    int64_t left = s - sector;
    int64_t width = left < (int64_t)lanes * PRESTON_LANES ? left : (int64_t)lanes * PRESTON_LANES;
    preston_pairs pairs = *job->pairs;
    const double *w = job->w + sector;
    int64_t leading = job->leading;
    for (int64_t place = first; place < last; place++) {
        double line[MOST_LANES * PRESTON_LANES];
        int64_t start = pairs.starts[place];
        int64_t cell = place * s + sector;
        gather_lanes(lanes, pairs.starts[place + 1] - start, pairs.places + start,
                     pairs.shares + start, leading, w, line);
        if (job->home != NULL) {
            finish_line(width, job->home_factors + cell,
                        job->home + place * job->home_leading + sector, job->factors + cell, line,
                        job->to + cell - first * s);
        } else {
            finish_line(width, NULL, NULL, job->factors + cell, line, job->to + cell - first * s);
        }
    }
}

PRESTON_CLONES
static void gather_part(int lanes, const preston_gathering *job, int64_t sector, int64_t first,
                        int64_t last)
{
    switch (lanes) {
    case 1:
        gather_slice(1, job, sector, first, last);
        break;
    case 2:
        gather_slice(2, job, sector, first, last);
        break;
    case 3:
        gather_slice(3, job, sector, first, last);
        break;
    case 4:
        gather_slice(4, job, sector, first, last);
        break;
    case 5:
        gather_slice(5, job, sector, first, last);
        break;
    case 6:
        gather_slice(6, job, sector, first, last);
        break;
    case 7:
        gather_slice(7, job, sector, first, last);
        break;
    case 8:
        gather_slice(8, job, sector, first, last);
        break;
    case 9:
        gather_slice(9, job, sector, first, last);
        break;
    case 10:
        gather_slice(10, job, sector, first, last);
        break;
    default:
        gather_slice(MOST_LANES, job, sector, first, last);
        break;
    }
}

/* What a line is added to: what the place itself has, or what is there already. */
static double find_home(const preston_gathering *job, int64_t place, int64_t sector, double there)
{
    return job->home != NULL ? job->home_factors[place * job->sectors + sector] *
                                   job->home[place * job->home_leading + sector]
                             : there;
}

/* Absolute values are asked for now and then only: a plain loop. */
static void gather_absolute(const preston_gathering *job, int64_t first, int64_t last)
{
    for (int64_t place = first; place < last; place++) {
        for (int64_t i = 0; i < job->sectors; i++) {
            double *to = job->to + (place - first) * job->sectors + i;
            double sum = 0.0;
            for (int64_t q = job->pairs->starts[place]; q < job->pairs->starts[place + 1]; q++) {
                sum +=
                    fabs(job->pairs->shares[q]) * job->w[job->pairs->places[q] * job->leading + i];
            }
            *to = fabs(find_home(job, place, i, *to)) +
                  fabs(job->factors[place * job->sectors + i]) * sum;
        }
    }
}

void preston_pairs_gather(const preston_gathering *job, int64_t first, int64_t last, int absolute)
{
    if (absolute) {
        gather_absolute(job, first, last);
        return;
    }
    /* as few parts as can be, of about the same width */
    int64_t lanes = (job->sectors + PRESTON_LANES - 1) / PRESTON_LANES;
    int64_t parts = (lanes + MOST_LANES - 1) / MOST_LANES;
    int64_t sector = 0;
    for (int64_t part = 0; part < parts; part++) {
        int width = (int)((lanes * (part + 1)) / parts - (lanes * part) / parts);
        gather_part(width, job, sector, first, last);
        sector += (int64_t)width * PRESTON_LANES;
    }
}
