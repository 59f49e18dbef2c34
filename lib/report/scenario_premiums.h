/* Break-even premiums of one measure, in the accounts and areas that reports show. */
#ifndef PRESTON_LIB_REPORT_SCENARIO_PREMIUMS_H
#define PRESTON_LIB_REPORT_SCENARIO_PREMIUMS_H

#include "scenario_page.h"

/* Each account here and in the nation. */
enum { PRESTON_PREMIUM_ACCOUNTS = 3, PRESTON_PREMIUM_SETS = 2 * PRESTON_PREMIUM_ACCOUNTS };

typedef struct preston_premium_set {
    const char *account;
    const char *title;
    const char *area;
    int nation;
    double *premiums; /* n */
} preston_premium_set;

typedef struct preston_premiums {
    double *moved;       /* n: and behind it the premiums */
    int64_t *order;      /* of the sectors moved, most first */
    int64_t moved_count; /* how many those are */
    preston_premium_set set[PRESTON_PREMIUM_SETS];
    int64_t sets;
} preston_premiums;

/* The last year in which a measure moved purchases, or -1. */
int64_t preston_page_moving_year(const preston_scenario_page *page, int64_t measure);

preston_status preston_premiums_find(const preston_scenario_page *page, int64_t measure,
                                     int64_t year, preston_premiums *out_premiums,
                                     preston_error *error);

void preston_premiums_clear(preston_premiums *premiums);

#endif
