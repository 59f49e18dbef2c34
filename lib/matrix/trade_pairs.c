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
    if (allocate_pairs(&trade->by_seller, places, count) != 0 ||
        allocate_pairs(&trade->by_buyer, places, count) != 0) {
        return -1;
    }
    copy_pairs(parts, &trade->by_seller);
    turn_pairs(places, &trade->by_seller, &trade->by_buyer);
    int64_t sold = most_of(places, &trade->by_seller);
    int64_t bought = most_of(places, &trade->by_buyer);
    *out_most = sold > bought ? sold : bought;
    return 0;
}

/* --- gathering --- */

/* One line, `lanes` (a constant where this is inlined) of its sectors: the sums stay in registers
 * while the neighbours pass. */
static inline __attribute__((always_inline)) void
gather_lanes(int lanes, int64_t count, const int32_t *places, const double *shares, int64_t leading,
             const double *w, double *sums)
{
    preston_lanes sum[MOST_LANES] = {{0.0}};
    for (int64_t q = 0; q < count; q++) {
        const double *from = w + places[q] * leading;
        double share = shares[q];
        for (int k = 0; k < lanes; k++) {
            sum[k] += share * preston_lanes_load(from + k * PRESTON_LANES);
        }
    }
    for (int k = 0; k < lanes; k++) {
        preston_lanes_store(sums + k * PRESTON_LANES, sum[k]);
    }
}

typedef struct gathering {
    const preston_pairs *pairs;
    int64_t sectors;
    int64_t leading;
    const double *factors;
    const double *w;
    double *sums;
} gathering;

/* All lines of the slice, sectors from `sector` on. */
static inline __attribute__((always_inline)) void
gather_slice(int lanes, const gathering *job, int64_t sector, int64_t first, int64_t last)
{
    int64_t left = job->sectors - sector;
    int64_t width = left < (int64_t)lanes * PRESTON_LANES ? left : (int64_t)lanes * PRESTON_LANES;
    const double *w = job->w + sector;
    for (int64_t place = first; place < last; place++) {
        double line[MOST_LANES * PRESTON_LANES];
        int64_t start = job->pairs->starts[place];
        int64_t cell = place * job->sectors + sector;
        gather_lanes(lanes, job->pairs->starts[place + 1] - start, job->pairs->places + start,
                     job->pairs->shares + start, job->leading, w, line);
        for (int64_t i = 0; i < width; i++) {
            job->sums[cell + i] += job->factors[cell + i] * line[i];
        }
    }
}

PRESTON_CLONES
static void gather_part(int lanes, const gathering *job, int64_t sector, int64_t first,
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

/* Absolute values are asked for now and then only: a plain loop. */
static void gather_absolute(const gathering *job, int64_t first, int64_t last)
{
    for (int64_t place = first; place < last; place++) {
        for (int64_t i = 0; i < job->sectors; i++) {
            int64_t cell = place * job->sectors + i;
            double sum = 0.0;
            for (int64_t q = job->pairs->starts[place]; q < job->pairs->starts[place + 1]; q++) {
                sum +=
                    fabs(job->pairs->shares[q]) * job->w[job->pairs->places[q] * job->leading + i];
            }
            job->sums[cell] += fabs(job->factors[cell]) * sum;
        }
    }
}

void preston_pairs_gather(const preston_pairs *pairs, int64_t sectors, int64_t first, int64_t last,
                          int absolute, const double *factors, const double *w, double *sums)
{
    gathering job = {pairs, sectors, preston_pairs_leading(sectors), factors, w, sums};
    if (absolute) {
        gather_absolute(&job, first, last);
        return;
    }
    /* as few parts as can be, of about the same width */
    int64_t lanes = (sectors + PRESTON_LANES - 1) / PRESTON_LANES;
    int64_t parts = (lanes + MOST_LANES - 1) / MOST_LANES;
    int64_t sector = 0;
    for (int64_t part = 0; part < parts; part++) {
        int width = (int)((lanes * (part + 1)) / parts - (lanes * part) / parts);
        gather_part(width, &job, sector, first, last);
        sector += (int64_t)width * PRESTON_LANES;
    }
}
