#include "trade_input.h"

#include "../matrix/threads.h"
#include "../status/allocate.h"
#include "../status/error.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static const char *name(const char *const *codes, int64_t number, preston_label_text text)
{
    if (codes != NULL) {
        (void)snprintf(text, sizeof(preston_label_text), "'%s'", codes[number]);
    } else {
        (void)snprintf(text, sizeof(preston_label_text), "number %lld", (long long)number + 1);
    }
    return text;
}

const char *preston_trade_place(const preston_trade_input *input, int64_t place,
                                preston_label_text text)
{
    return name(input->place_codes, place, text);
}

const char *preston_trade_sector(const preston_trade_input *input, int64_t sector,
                                 preston_label_text text)
{
    return name(input->sector_codes, sector, text);
}

void preston_trade_options_init(preston_trade_options *options)
{
    *options = (preston_trade_options){
        .size = sizeof *options,
        .quotient = PRESTON_QUOTIENT_FLQ,
        .delta = 0.25,
        .decay = PRESTON_DECAY_EXPONENTIAL,
        .scale = 50000.0,
        .exponent = 2.0,
        .smallest_distance = 1000.0,
        .nearest = 50,
        .radius = HUGE_VAL,
        .balance = 1,
        .tolerance = 1e-8,
        .most_rounds = 200,
    };
}

int preston_trade_threads(const preston_trade_options *options)
{
    preston_batch_options batch;
    preston_batch_options_init(&batch);
    batch.threads = options->threads;
    return preston_threads(&batch);
}

/* One option with its range: (low, high] or [low, high], infinity included. */
typedef struct option_range {
    const char *name;
    double value;
    double low;
    int above; /* 1: above `low`, not at it */
    double high;
} option_range;

preston_status preston_trade_check_options(const preston_trade_options *options,
                                           preston_error *error)
{
    preston_status status = preston_check_options(options->size, sizeof *options, error);
    if (status != PRESTON_OK) {
        return status;
    }
    const double most = 1e300; /* finite */
    const option_range ranges[] = {
        {"delta", options->delta, 0.0, 0, 1.0 - 0x1p-53},
        {"decay", (double)options->decay, 0.0, 0, (double)PRESTON_DECAY_POWER},
        {"scale", options->scale, 0.0, 1, most},
        {"exponent", options->exponent, 0.0, 1, most},
        {"smallest_distance", options->smallest_distance, 0.0, 1, most},
        {"nearest", (double)options->nearest, 0.0, 0, most},
        {"radius", options->radius, 0.0, 0, HUGE_VAL},
        {"pool_share", options->pool_share, 0.0, 0, 1.0},
        {"tolerance", options->tolerance, 0.0, 0, 1.0},
        {"most_rounds", (double)options->most_rounds, 0.0, 0, most},
        {"threads", (double)options->threads, 0.0, 0, most},
    };
    for (size_t k = 0; k < sizeof ranges / sizeof ranges[0]; k++) {
        const option_range *range = &ranges[k];
        if (!(range->value >= range->low && range->value <= range->high) ||
            (range->above && range->value == range->low)) {
            return preston_fail(error, PRESTON_ERROR_ARGUMENT,
                                "%s is %g: it must be %s %g and at most %g", range->name,
                                range->value, range->above ? "above" : "at least", range->low,
                                range->high);
        }
    }
    if (options->quotient != PRESTON_QUOTIENT_SLQ && options->quotient != PRESTON_QUOTIENT_FLQ) {
        return preston_fail(error, PRESTON_ERROR_ARGUMENT,
                            "own shares go by the quotient of the seller alone: SLQ or FLQ, not %d",
                            (int)options->quotient);
    }
    return PRESTON_OK;
}

/* --- the input --- */

/* Sums of so much do not overflow, and no money is as much. */
static const double most_amount = 1e200;

preston_status preston_trade_check_cells(const preston_trade_input *input, preston_const_view view,
                                         int64_t columns, double most, const char *what,
                                         preston_error *error)
{
    if (view.rows != input->places || view.columns != columns) {
        return preston_fail(error, PRESTON_ERROR_SHAPE,
                            "the %s is %lld × %lld: give %lld places and %lld sectors", what,
                            (long long)view.rows, (long long)view.columns, (long long)input->places,
                            (long long)columns);
    }
    for (int64_t place = 0; place < view.rows; place++) {
        for (int64_t i = 0; i < columns; i++) {
            double value = preston_get(view, place, i);
            if (!(value >= 0.0 && value <= most)) {
                preston_label_text at;
                preston_label_text in;
                return preston_fail(error, PRESTON_ERROR_VALUE,
                                    "the %s of sector %s in place %s is %g: it must be %s", what,
                                    preston_trade_sector(input, i, in),
                                    preston_trade_place(input, place, at), value,
                                    most > 1.0 ? "zero or more, and finite" : "between 0 and 1");
            }
        }
    }
    return PRESTON_OK;
}

static preston_status check_places(const preston_trade_input *input, preston_error *error)
{
    preston_label_text at;
    for (int64_t place = 0; place < input->places; place++) {
        double sum = 0.0;
        for (int64_t i = 0; i < input->sectors; i++) {
            sum += preston_get(input->supply, place, i) + preston_get(input->use, place, i);
        }
        if (sum == 0.0) {
            return preston_fail(error, PRESTON_ERROR_VALUE,
                                "place %s has no supply and no use in any sector: give it jobs, or "
                                "leave it out",
                                preston_trade_place(input, place, at));
        }
    }
    return PRESTON_OK;
}

static preston_status check_sectors(const preston_trade_input *input, preston_error *error)
{
    preston_label_text in;
    preston_label_text at;
    for (int64_t i = 0; i < input->sectors; i++) {
        int64_t user = -1;
        double supply = 0.0;
        for (int64_t place = 0; place < input->places; place++) {
            double use = preston_get(input->use, place, i) *
                         (1.0 - preston_trade_cell(input->imports, place, i));
            user = user < 0 && use > 0.0 ? place : user;
            supply += preston_get(input->supply, place, i);
        }
        if (supply == 0.0 && user >= 0) {
            return preston_fail(error, PRESTON_ERROR_VALUE,
                                "nobody supplies sector %s, which place %s uses: give somebody its "
                                "jobs, or count it as imports",
                                preston_trade_sector(input, i, in),
                                preston_trade_place(input, user, at));
        }
    }
    return PRESTON_OK;
}

preston_status preston_trade_check_input(const preston_trade_input *input, int needed,
                                         preston_error *error)
{
    int64_t s = input->sectors;
    if (input->places < 1 || s < 1) {
        return preston_fail(error, PRESTON_ERROR_SHAPE,
                            "%lld places and %lld sectors: give at least one of each",
                            (long long)input->places, (long long)s);
    }
    preston_status status = PRESTON_OK;
    if (input->imports.rows > 0) {
        status = preston_trade_check_cells(input, input->imports, s, 1.0, "import share", error);
    }
    if (!needed && input->supply.rows == 0 && input->use.rows == 0) {
        return status;
    }
    if (status == PRESTON_OK) {
        status = preston_trade_check_cells(input, input->supply, s, most_amount, "supply", error);
    }
    if (status == PRESTON_OK) {
        status = preston_trade_check_cells(input, input->use, s, most_amount, "use", error);
    }
    if (status == PRESTON_OK && needed && input->own.rows > 0) {
        status = preston_trade_check_cells(input, input->own, s, 1.0, "own share", error);
    }
    if (status == PRESTON_OK && needed && input->sizes.rows > 0) {
        status = preston_trade_check_cells(input, input->sizes, s, most_amount, "size", error);
    }
    if (status == PRESTON_OK) {
        status = check_places(input, error);
    }
    return status == PRESTON_OK ? check_sectors(input, error) : status;
}

void preston_trade_nation(const preston_trade_input *input, double *out_supply, double *out_scale)
{
    for (int64_t i = 0; i < input->sectors; i++) {
        out_supply[i] = 0.0;
        out_scale[i] = 0.0;
    }
    for (int64_t place = 0; place < input->places; place++) {
        for (int64_t i = 0; i < input->sectors; i++) {
            out_supply[i] += preston_get(input->supply, place, i);
            out_scale[i] += preston_get(input->use, place, i) *
                            (1.0 - preston_trade_cell(input->imports, place, i));
        }
    }
    for (int64_t i = 0; i < input->sectors; i++) {
        int known = out_supply[i] > 0.0 && out_scale[i] > 0.0;
        out_scale[i] = known ? out_scale[i] / out_supply[i] : 1.0;
    }
}

/* --- own shares --- */

static double smaller(double a, double b)
{
    return a < b ? a : b;
}

static preston_status take_given(const preston_trade_input *input, double *own,
                                 preston_error *error)
{
    for (int64_t place = 0; place < input->places; place++) {
        for (int64_t i = 0; i < input->sectors; i++) {
            double share = preston_get(input->own, place, i);
            double imported = preston_trade_cell(input->imports, place, i);
            if (share + imported > 1.0 + 1e-12) { /* roundings of two shares */
                preston_label_text at;
                preston_label_text in;
                return preston_fail(error, PRESTON_ERROR_VALUE,
                                    "of what place %s uses of sector %s, it makes %g and imports "
                                    "%g: together at most 1",
                                    preston_trade_place(input, place, at),
                                    preston_trade_sector(input, i, in), share, imported);
            }
            own[place * input->sectors + i] = smaller(share, 1.0 - imported);
        }
    }
    return PRESTON_OK;
}

/* SLQ, or SLQ λ, of one place: capped at one, and at what the place makes of what it uses. */
static void estimate_own(const preston_trade_input *input, const preston_trade_options *options,
                         const double *size_totals, double nation, const double *scale,
                         int64_t place, double *own)
{
    preston_const_view sizes = input->sizes.rows > 0 ? input->sizes : input->supply;
    double total = 0.0;
    for (int64_t i = 0; i < input->sectors; i++) {
        total += preston_get(sizes, place, i);
    }
    double lambda = options->quotient == PRESTON_QUOTIENT_FLQ && total > 0.0
                        ? preston_flegg_lambda(total, nation, options->delta)
                        : 1.0;
    for (int64_t i = 0; i < input->sectors; i++) {
        double size = preston_get(sizes, place, i);
        double use = preston_get(input->use, place, i);
        double domestic = 1.0 - preston_trade_cell(input->imports, place, i);
        double made = preston_get(input->supply, place, i) * scale[i];
        double quotient = 1.0; /* a sector without size anywhere counts as average */
        if (total == 0.0) {
            quotient = 0.0;
        } else if (size_totals[i] > 0.0) {
            quotient = (size / total) / (size_totals[i] / nation);
        }
        double share = domestic * smaller(quotient * lambda, 1.0);
        own[i] = made < share * use ? made / use : share;
    }
}

preston_status preston_trade_own_shares(const preston_trade_input *input,
                                        const preston_trade_options *options,
                                        const double *supply_totals, const double *scale,
                                        double *own, preston_error *error)
{
    int64_t s = input->sectors;
    preston_status status = PRESTON_OK;
    if (input->own.rows > 0) {
        status = take_given(input, own, error);
    } else {
        preston_const_view sizes = input->sizes.rows > 0 ? input->sizes : input->supply;
        double *totals = preston_allocate(s, sizeof *totals);
        if (totals == NULL) {
            return preston_fail_memory(error, "own shares");
        }
        double nation = 0.0;
        for (int64_t place = 0; place < input->places; place++) {
            for (int64_t i = 0; i < s; i++) {
                totals[i] += preston_get(sizes, place, i);
                nation += preston_get(sizes, place, i);
            }
        }
        for (int64_t place = 0; place < input->places; place++) {
            estimate_own(input, options, totals, nation, scale, place, own + place * s);
        }
        free(totals);
    }
    for (int64_t i = 0; i < s; i++) {
        for (int64_t place = 0; supply_totals[i] == 0.0 && place < input->places; place++) {
            own[place * s + i] = 1.0 - preston_trade_cell(input->imports, place, i);
        }
    }
    return status;
}
