#include "shapley.h"

static int bits_of(unsigned subset)
{
    int bits = 0;
    for (; subset != 0; subset &= subset - 1) {
        bits++;
    }
    return bits;
}

/* s!(n − 1 − s)!/n! is 1 over n times the number of subsets of s others: so each size counts the
 * same, and so does each subset of a size. */
double preston_shapley(int player, int players, const double *value_of_subset)
{
    double steps[PRESTON_MOST_PLAYERS] = {0.0}; /* added up by the size of the subset before */
    unsigned own = 1U << player;
    for (unsigned subset = 0; subset < 1U << players; subset++) {
        if ((subset & own) == 0) {
            steps[bits_of(subset)] += value_of_subset[subset | own] - value_of_subset[subset];
        }
    }
    double sum = 0.0;
    double subsets = 1.0; /* of that size, of the others */
    for (int size = 0; size < players; size++) {
        sum += steps[size] / subsets;
        subsets = subsets * (players - 1 - size) / (size + 1);
    }
    return sum / players;
}
