/* The Shapley value: what one of several causes does, in the mean over all orders in which they can
 * be brought about. */
#ifndef PRESTON_LIB_SCENARIO_SHAPLEY_H
#define PRESTON_LIB_SCENARIO_SHAPLEY_H

enum { PRESTON_MOST_PLAYERS = 16 };

/* What `player` adds, 0 ≤ player < players ≤ PRESTON_MOST_PLAYERS.
 * @param value_of_subset 2^players: bit k of the position says whether player k is in the subset.
 * No order is walked: as many orders pass from a subset to the next as there are ways to order
 * those before and those after (Shapley 1953, A value for n-person games). The values of all
 * players add up to that of all together less that of none, to rounding; one whose steps are all
 * exactly zero has exactly zero. O(2^players). */
double preston_shapley(int player, int players, const double *value_of_subset);

#endif
