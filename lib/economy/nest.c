/* The nest rule: who supplies a user of one sector's output.
 *
 * The places around a user form rings: itself, the rest of its parent, the rest of the grandparent,
 * up to the nation. With quotients q_0 ≤ q_1 ≤ … ≤ 1, ring k supplies q_k − q_{k−1}, divided among
 * its places by their output of the sector. A ring that makes nothing of the sector leaves its part
 * to the next one out; what the outermost rings cannot supply comes back to the nearest that can.
 */
#include "economy.h"

#include <string.h>

int preston_place_inside_area(const preston_place *place, const char *area)
{
    for (int64_t i = 0; i < place->area_count; i++) {
        if (strcmp(place->areas[i], area) == 0) {
            return 1;
        }
    }
    return 0;
}

int64_t preston_place_level(const preston_economy *economy, int64_t user, int64_t supplier)
{
    const preston_place *from = &economy->place[user];
    if (user == supplier) {
        return 0;
    }
    /* a remainder's innermost area is already a ring around it */
    for (int64_t i = from->remainder ? 0 : 1; i < from->area_count; i++) {
        if (preston_place_inside_area(&economy->place[supplier], from->areas[i])) {
            return from->remainder ? i + 1 : i;
        }
    }
    return from->area_count - (from->remainder ? 0 : 1);
}

void preston_nest_shares(const preston_economy *economy, int64_t user, int64_t sector,
                         const double *quotients, double *shares)
{
    const double *output = economy->output_shares + sector * economy->places;
    int64_t levels = economy->place[user].area_count + (economy->place[user].remainder ? 1 : 0);
    double supplied = 0.0; /* so far, by rings that make the sector */
    int64_t last = -1;     /* the outermost ring that makes it */
    memset(shares, 0, (size_t)economy->places * sizeof *shares);
    for (int64_t level = 0; level < levels; level++) {
        double made = 0.0;
        for (int64_t place = 0; place < economy->places; place++) {
            made += preston_place_level(economy, user, place) == level ? output[place] : 0.0;
        }
        if (!(made > 0.0)) {
            continue;
        }
        double quotient = quotients[level] > supplied ? quotients[level] : supplied;
        for (int64_t place = 0; place < economy->places; place++) {
            if (preston_place_level(economy, user, place) == level) {
                shares[place] = (quotient - supplied) * (output[place] / made);
            }
        }
        supplied = quotient;
        last = level;
    }
    if (last < 0) {
        shares[user] = 1.0;
        return;
    }
    if (supplied >= 1.0) {
        return;
    }
    double made = 0.0;
    for (int64_t place = 0; place < economy->places; place++) {
        made += preston_place_level(economy, user, place) == last ? output[place] : 0.0;
    }
    for (int64_t place = 0; place < economy->places; place++) {
        if (preston_place_level(economy, user, place) == last) {
            shares[place] += (1.0 - supplied) * (output[place] / made);
        }
    }
}
