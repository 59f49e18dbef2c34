/* LM3, the local multiplier of three rounds. Source: New Economics Foundation, as cited in
 * docs/methods.md, with the two conventions met in print. */
#include "ledger.h"

#include "../status/allocate.h"
#include "../status/csv.h"
#include "../status/error.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

preston_status preston_lm3_from_rounds(double first, double second, double third,
                                       preston_lm3 *out_lm3, preston_error *error)
{
    if (!(first > 0.0) || !(second >= 0.0) || !(third >= 0.0) ||
        !isfinite(first + second + third)) {
        return preston_fail(error, PRESTON_ERROR_VALUE,
                            "rounds of %g, %g and %g: the first must be above zero, the others "
                            "not below",
                            first, second, third);
    }
    *out_lm3 = (preston_lm3){.rounds = {first, second, third},
                             .plain = (first + second + third) / first,
                             .local = (second + third) / first};
    return PRESTON_OK;
}

/* --- from a survey --- */

struct preston_survey {
    preston_labels suppliers;
    double *sums; /* of the shares answered */
    double *counts;
    int64_t sum_capacity;
    int64_t count_capacity;
    int64_t columns[2];
};

static preston_status take_header(void *context, const preston_csv_row *header,
                                  preston_error *error)
{
    preston_survey *survey = context;
    preston_status status = preston_csv_column(header, "supplier", &survey->columns[0], error);
    return status == PRESTON_OK
               ? preston_csv_column(header, "local_share", &survey->columns[1], error)
               : status;
}

static preston_status take_answer(void *context, const preston_csv_row *row, preston_error *error)
{
    preston_survey *survey = context;
    double share = 0.0;
    preston_status status = preston_csv_number(row, survey->columns[1], &share, error);
    if (status == PRESTON_OK && (share < 0.0 || share > 1.0)) {
        status = preston_csv_fail(row, survey->columns[1], error, PRESTON_ERROR_VALUE,
                                  "%g is not a share: write 0.43 for 43 %%", share);
    }
    if (status != PRESTON_OK) {
        return status;
    }
    int64_t known = survey->suppliers.count;
    if (preston_grow((void **)&survey->sums, &survey->sum_capacity, known, sizeof(double)) != 0 ||
        preston_grow((void **)&survey->counts, &survey->count_capacity, known, sizeof(double)) !=
            0) {
        return preston_fail_memory(error, row->path);
    }
    int64_t supplier = preston_labels_add(&survey->suppliers, row->cells[survey->columns[0]]);
    if (supplier < 0) {
        return preston_fail_memory(error, row->path);
    }
    survey->sums[supplier] = share + (supplier < known ? survey->sums[supplier] : 0.0);
    survey->counts[supplier] = 1.0 + (supplier < known ? survey->counts[supplier] : 0.0);
    return PRESTON_OK;
}

preston_status preston_survey_read(const char *path, preston_survey **out_survey,
                                   preston_error *error)
{
    preston_survey *survey = preston_allocate(1, sizeof *survey);
    if (survey == NULL) {
        return preston_fail_memory(error, path);
    }
    const preston_csv_reader reader = {take_header, take_answer, survey};
    preston_status status = preston_csv_read(NULL, path, NULL, &reader, error);
    if (status != PRESTON_OK) {
        preston_survey_free(survey);
        return status;
    }
    *out_survey = survey;
    return PRESTON_OK;
}

void preston_survey_free(preston_survey *survey)
{
    if (survey != NULL) {
        preston_labels_clear(&survey->suppliers);
        free(survey->sums);
        free(survey->counts);
        free(survey);
    }
}

static int is_local(const char *place, int64_t count, const char *const *local_places)
{
    for (int64_t i = 0; i < count; i++) {
        if (strcmp(place, local_places[i]) == 0) {
            return 1;
        }
    }
    return 0;
}

/* One side of the ledger: suppliers here, or suppliers elsewhere. */
typedef struct supplier_side {
    double spent;      /* with all of them */
    double unanswered; /* with those that did not answer */
    double respent;    /* by those that did */
    double share_sum;  /* of the shares of those that did, each supplier once */
    double share_count;
} supplier_side;

static void add_purchase(const preston_survey *survey, const char *supplier, double amount,
                         unsigned char *counted, supplier_side *side)
{
    int64_t known = preston_labels_find(&survey->suppliers, supplier);
    side->spent += amount;
    if (known < 0) {
        side->unanswered += amount;
        return;
    }
    double share = survey->sums[known] / survey->counts[known];
    side->respent += amount * share;
    if (!*counted) {
        *counted = 1;
        side->share_sum += share;
        side->share_count += 1.0;
    }
}

static preston_status finish_side(const supplier_side *side, const char *where, double *out_respent,
                                  preston_error *error)
{
    if (side->unanswered != 0.0 && side->share_count == 0.0) {
        return preston_fail(error, PRESTON_ERROR_MISSING,
                            "no supplier based %s answered the survey, and %.2f was spent with "
                            "them: give one answer, 0 if nothing comes back",
                            where, side->unanswered);
    }
    double mean = side->share_count > 0.0 ? side->share_sum / side->share_count : 0.0;
    *out_respent = side->respent + side->unanswered * mean;
    return PRESTON_OK;
}

preston_status preston_ledger_lm3(const preston_ledger *ledger, const preston_survey *survey,
                                  int64_t count, const char *const *local_places,
                                  preston_lm3 *out_lm3, preston_error *error)
{
    const preston_labels *suppliers = &ledger->labels[PRESTON_LEDGER_SUPPLIER];
    unsigned char *counted = preston_allocate(2 * suppliers->count, 1);
    if (counted == NULL) {
        return preston_fail_memory(error, "LM3");
    }
    supplier_side sides[2] = {0};
    for (int64_t row = 0; row < ledger->count; row++) {
        const preston_purchase *purchase = &ledger->purchases[row];
        int64_t supplier = purchase->label[PRESTON_LEDGER_SUPPLIER];
        const char *place = preston_ledger_label(ledger, row, PRESTON_LEDGER_PLACE);
        int elsewhere = !is_local(place, count, local_places);
        add_purchase(survey, suppliers->texts[supplier], purchase->amount,
                     &counted[2 * supplier + elsewhere], &sides[elsewhere]);
    }
    free(counted);
    double here = 0.0;
    double elsewhere = 0.0;
    preston_status status = finish_side(&sides[0], "here", &here, error);
    if (status == PRESTON_OK) {
        status = finish_side(&sides[1], "elsewhere", &elsewhere, error);
    }
    return status == PRESTON_OK
               ? preston_lm3_from_rounds(sides[0].spent + sides[1].spent, sides[0].spent,
                                         here + elsewhere, out_lm3, error)
               : status;
}

/* --- from the model --- */

preston_status preston_model_lm3(const preston_model *model, const char *area,
                                 preston_const_view demand, double budget, preston_lm3 *out_lm3,
                                 preston_error *error)
{
    double rounds[3] = {0.0};
    double full = 0.0;
    preston_lm3 lm3;
    if (!(budget >= 0.0) || isinf(budget)) {
        return preston_fail(error, PRESTON_ERROR_ARGUMENT,
                            "budget is %g: give what was spent in all, or 0 to begin with what "
                            "reaches the area",
                            budget);
    }
    preston_status status = preston_model_rounds(model, PRESTON_CLOSURE_II, area, demand,
                                                 preston_vector(rounds, 3, 1), &full, error);
    if (status == PRESTON_OK) {
        status = budget > 0.0
                     ? preston_lm3_from_rounds(budget, rounds[0], rounds[1], &lm3, error)
                     : preston_lm3_from_rounds(rounds[0], rounds[1], rounds[2], &lm3, error);
    }
    if (status == PRESTON_OK) {
        lm3.full = budget > 0.0 ? (budget + full) / budget : full / rounds[0];
        lm3.captured = lm3.plain / lm3.full;
        *out_lm3 = lm3;
    }
    return status;
}
