#include "neighbours.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

void preston_petsc_shares_clear(preston_petsc_shares *shares)
{
    free(shares->starts);
    free(shares->neighbours);
    free(shares->values);
    memset(shares, 0, sizeof *shares);
}

static preston_status allocate(int64_t levels, int64_t places, int64_t count,
                               preston_petsc_shares *out_shares, preston_error *error)
{
    out_shares->levels = levels;
    out_shares->places = places;
    out_shares->starts = preston_allocate(levels * places + 1, sizeof *out_shares->starts);
    out_shares->neighbours = preston_allocate(count, sizeof *out_shares->neighbours);
    out_shares->values = preston_allocate(count, sizeof *out_shares->values);
    if (out_shares->starts == NULL || out_shares->neighbours == NULL ||
        out_shares->values == NULL) {
        preston_petsc_shares_clear(out_shares);
        return preston_fail_memory(error, "the neighbours of places");
    }
    return PRESTON_OK;
}

int preston_petsc_owner(const preston_petsc_ranges *ranges, int64_t place)
{
    int low = 0;
    int high = ranges->ranks;
    while (high - low > 1) {
        int middle = low + (high - low) / 2;
        if (ranges->firsts[middle] <= place) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low;
}

/* --- the lines here --- */

preston_status preston_petsc_copy_shares(const preston_petsc_ranges *ranges, int64_t levels,
                                         const preston_lines *given, int64_t stride, int64_t offset,
                                         preston_petsc_shares *out_shares, preston_error *error)
{
    int64_t places = preston_petsc_places(ranges);
    int64_t count = 0;
    for (int64_t level = 0; level < levels; level++) {
        const int64_t *starts = given->starts + level * stride + offset;
        count += starts[places] - starts[0];
    }
    preston_status status = allocate(levels, places, count, out_shares, error);
    int64_t position = 0;
    for (int64_t level = 0; status == PRESTON_OK && level < levels; level++) {
        const int64_t *starts = given->starts + level * stride + offset;
        int64_t cells = starts[places] - starts[0];
        for (int64_t place = 0; place < places; place++) {
            out_shares->starts[level * places + place] = position + starts[place] - starts[0];
        }
        if (cells > 0) {
            memcpy(out_shares->neighbours + position, given->indices + starts[0],
                   (size_t)cells * sizeof *given->indices);
            memcpy(out_shares->values + position, given->values + starts[0],
                   (size_t)cells * sizeof *given->values);
        }
        position += cells;
        out_shares->starts[(level + 1) * places] = position;
    }
    return status;
}

/* --- turned --- */

/* A share on its way to the rank of its buyer. */
typedef struct parcel {
    int64_t line; /* level × all places + buyer */
    int64_t seller;
    double value;
} parcel;

typedef struct post {
    parcel *sent;
    parcel *received;
    int *counts; /* four times a number for each rank */
    int64_t arriving;
} post;

static void post_clear(post *mail)
{
    free(mail->sent);
    free(mail->received);
    free(mail->counts);
}

/* Packs the shares by rank; in each the order of levels and sellers. */
static preston_status pack(const preston_petsc_ranges *ranges,
                           const preston_petsc_shares *by_seller, post *mail, preston_error *error)
{
    int64_t lines = by_seller->levels * by_seller->places;
    int64_t count = by_seller->starts[lines];
    int64_t all = ranges->firsts[ranges->ranks];
    mail->sent = preston_allocate(count, sizeof *mail->sent);
    mail->counts = preston_allocate(4 * (int64_t)ranges->ranks, sizeof *mail->counts);
    if (mail->sent == NULL || mail->counts == NULL) {
        return preston_fail_memory(error, "the neighbours of places");
    }
    if (count > INT_MAX) {
        return preston_fail(error, PRESTON_ERROR_SHAPE,
                            "rank %d has %lld shares: there can be %d at most; use more ranks",
                            ranges->rank, (long long)count, INT_MAX);
    }
    int *counts = mail->counts;
    int *positions = counts + ranges->ranks;
    for (int64_t q = 0; q < count; q++) {
        counts[preston_petsc_owner(ranges, by_seller->neighbours[q])]++;
    }
    for (int rank = 1; rank < ranges->ranks; rank++) {
        positions[rank] = positions[rank - 1] + counts[rank - 1];
    }
    for (int64_t line = 0; line < lines; line++) {
        for (int64_t q = by_seller->starts[line]; q < by_seller->starts[line + 1]; q++) {
            int64_t buyer = by_seller->neighbours[q];
            mail->sent[positions[preston_petsc_owner(ranges, buyer)]++] = (parcel){
                line / by_seller->places * all + buyer,
                preston_petsc_first(ranges) + line % by_seller->places, by_seller->values[q]};
        }
    }
    return PRESTON_OK;
}

/* How many will arrive, and room for them. */
static preston_status announce(const preston_petsc_ranges *ranges, post *mail, preston_error *error)
{
    int *counts = mail->counts;
    int *positions = counts + ranges->ranks;
    int *arriving = positions + ranges->ranks;
    int *places = arriving + ranges->ranks;
    (void)MPI_Alltoall(counts, 1, MPI_INT, arriving, 1, MPI_INT, ranges->communicator);
    for (int rank = 0; rank < ranges->ranks; rank++) {
        positions[rank] -= counts[rank];
        places[rank] = mail->arriving <= INT_MAX ? (int)mail->arriving : 0;
        mail->arriving += arriving[rank];
    }
    if (mail->arriving > INT_MAX) {
        return preston_fail(error, PRESTON_ERROR_SHAPE,
                            "the places of rank %d buy along %lld shares: there can be %d at most; "
                            "use more ranks",
                            ranges->rank, (long long)mail->arriving, INT_MAX);
    }
    mail->received = preston_allocate(mail->arriving, sizeof *mail->received);
    return mail->received != NULL ? PRESTON_OK
                                  : preston_fail_memory(error, "the neighbours of places");
}

static void deliver(const preston_petsc_ranges *ranges, const post *mail)
{
    MPI_Datatype type = MPI_DATATYPE_NULL;
    const int *counts = mail->counts;
    (void)MPI_Type_contiguous((int)sizeof(parcel), MPI_BYTE, &type);
    (void)MPI_Type_commit(&type);
    (void)MPI_Alltoallv(mail->sent, counts, counts + ranges->ranks, type, mail->received,
                        counts + 2 * (ptrdiff_t)ranges->ranks,
                        counts + 3 * (ptrdiff_t)ranges->ranks, type, ranges->communicator);
    (void)MPI_Type_free(&type);
}

/* Lines by buyer, each in the order of sellers: ranks came in their order. */
static void sort_by_buyer(const preston_petsc_ranges *ranges, const post *mail,
                          preston_petsc_shares *shares)
{
    int64_t all = ranges->firsts[ranges->ranks];
    int64_t first = preston_petsc_first(ranges);
    int64_t lines = shares->levels * shares->places;
    for (int64_t k = 0; k < mail->arriving; k++) {
        int64_t line = mail->received[k].line;
        shares->starts[line / all * shares->places + line % all - first + 1]++;
    }
    for (int64_t line = 0; line < lines; line++) {
        shares->starts[line + 1] += shares->starts[line];
    }
    for (int64_t k = 0; k < mail->arriving; k++) {
        const parcel *one = &mail->received[k];
        int64_t *start =
            &shares->starts[one->line / all * shares->places + one->line % all - first];
        shares->neighbours[*start] = one->seller;
        shares->values[(*start)++] = one->value;
    }
    /* each start has moved to the end of its line, which is the next one's start */
    memmove(shares->starts + 1, shares->starts, (size_t)lines * sizeof *shares->starts);
    shares->starts[0] = 0;
}

preston_status preston_petsc_turn(preston_petsc_call *call, const preston_petsc_ranges *ranges,
                                  const preston_petsc_shares *by_seller,
                                  preston_petsc_shares *out_by_buyer)
{
    post mail = {0};
    MPI_Comm communicator = ranges->communicator;
    preston_status status = pack(ranges, by_seller, &mail, &call->error);
    status = preston_petsc_agree(call, communicator, status);
    if (status == PRESTON_OK) {
        status = announce(ranges, &mail, &call->error);
        if (status == PRESTON_OK) {
            status = allocate(by_seller->levels, by_seller->places, mail.arriving, out_by_buyer,
                              &call->error);
        }
        status = preston_petsc_agree(call, communicator, status);
    }
    if (status == PRESTON_OK) {
        deliver(ranges, &mail);
        sort_by_buyer(ranges, &mail, out_by_buyer);
    }
    post_clear(&mail);
    return status;
}

/* --- numbered --- */

static int compare_places(const void *one, const void *other)
{
    int64_t a = *(const int64_t *)one;
    int64_t b = *(const int64_t *)other;
    return (a > b) - (a < b);
}

static int64_t count_shares(const preston_petsc_shares *shares)
{
    return shares->starts != NULL ? shares->starts[shares->levels * shares->places] : 0;
}

/* Appends the neighbours that are not here; returns how many there are then. With NULL it counts
 * alone. */
static int64_t collect(const preston_petsc_ranges *ranges, const preston_petsc_shares *shares,
                       int64_t count, int64_t *beyond)
{
    int64_t first = preston_petsc_first(ranges);
    int64_t last = first + preston_petsc_places(ranges);
    int64_t cells = count_shares(shares);
    for (int64_t q = 0; q < cells; q++) {
        int64_t place = shares->neighbours[q];
        if (place < first || place >= last) {
            if (beyond != NULL) {
                beyond[count] = place;
            }
            count++;
        }
    }
    return count;
}

static void number_all(const preston_petsc_ranges *ranges, const int64_t *beyond, int64_t count,
                       preston_petsc_shares *shares)
{
    int64_t first = preston_petsc_first(ranges);
    int64_t places = preston_petsc_places(ranges);
    int64_t cells = count_shares(shares);
    for (int64_t q = 0; q < cells; q++) {
        int64_t place = shares->neighbours[q];
        if (place >= first && place < first + places) {
            shares->neighbours[q] = place - first;
        } else {
            const int64_t *found =
                bsearch(&place, beyond, (size_t)count, sizeof *beyond, compare_places);
            shares->neighbours[q] = places + (found - beyond);
        }
    }
}

preston_status preston_petsc_number(const preston_petsc_ranges *ranges,
                                    preston_petsc_shares *common, preston_petsc_shares *lists,
                                    int64_t **out_beyond, int64_t *out_count, preston_error *error)
{
    int64_t most = collect(ranges, lists, collect(ranges, common, 0, NULL), NULL);
    int64_t *beyond = preston_allocate(most, sizeof *beyond);
    if (beyond == NULL) {
        return preston_fail_memory(error, "the neighbours of places");
    }
    (void)collect(ranges, lists, collect(ranges, common, 0, beyond), beyond);
    qsort(beyond, (size_t)most, sizeof *beyond, compare_places);
    int64_t count = 0;
    for (int64_t k = 0; k < most; k++) {
        if (count == 0 || beyond[count - 1] != beyond[k]) {
            beyond[count++] = beyond[k];
        }
    }
    number_all(ranges, beyond, count, common);
    number_all(ranges, beyond, count, lists);
    *out_beyond = beyond;
    *out_count = count;
    return PRESTON_OK;
}

preston_status preston_petsc_make_pairs(const preston_petsc_shares *common,
                                        preston_pairs *out_pairs, preston_error *error)
{
    int64_t count = count_shares(common);
    preston_pairs pairs = {preston_allocate(common->places + 1, sizeof *pairs.starts),
                           preston_allocate(count, sizeof *pairs.places),
                           preston_allocate_matrix(count, 1)};
    if (pairs.starts == NULL || pairs.places == NULL || pairs.shares == NULL) {
        preston_pairs_clear(&pairs);
        return preston_fail_memory(error, "the neighbours of places");
    }
    memcpy(pairs.starts, common->starts, (size_t)(common->places + 1) * sizeof *pairs.starts);
    for (int64_t q = 0; q < count; q++) {
        pairs.places[q] = (int32_t)common->neighbours[q];
        pairs.shares[q] = common->values[q];
    }
    *out_pairs = pairs;
    return PRESTON_OK;
}
