/* How much is spent where: here, next door, elsewhere. */
#include "ledger.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <stdlib.h>

struct preston_retention {
    preston_labels groups;
    preston_labels places;
    double *amounts; /* groups × places */
};

static int copy_labels(const preston_labels *from, preston_labels *to)
{
    for (int64_t i = 0; i < from->count; i++) {
        if (preston_labels_add(to, from->texts[i]) < 0) {
            return -1;
        }
    }
    return 0;
}

preston_status preston_ledger_retention(const preston_ledger *ledger, preston_ledger_field by,
                                        preston_retention **out_retention, preston_error *error)
{
    if (by < PRESTON_LEDGER_BUYER || by > PRESTON_LEDGER_TYPE) {
        return preston_fail(error, PRESTON_ERROR_ARGUMENT, "field %d does not exist", (int)by);
    }
    const preston_labels *groups = &ledger->labels[by];
    const preston_labels *places = &ledger->labels[PRESTON_LEDGER_PLACE];
    preston_retention *retention = preston_allocate(1, sizeof *retention);
    if (retention != NULL) {
        retention->amounts = preston_allocate_matrix(groups->count, places->count);
    }
    if (retention == NULL || retention->amounts == NULL ||
        copy_labels(groups, &retention->groups) != 0 ||
        copy_labels(places, &retention->places) != 0) {
        preston_retention_free(retention);
        return preston_fail_memory(error, "retention");
    }
    for (int64_t row = 0; row < ledger->count; row++) {
        const preston_purchase *purchase = &ledger->purchases[row];
        retention->amounts[purchase->label[by] * places->count +
                           purchase->label[PRESTON_LEDGER_PLACE]] += purchase->amount;
    }
    *out_retention = retention;
    return PRESTON_OK;
}

void preston_retention_free(preston_retention *retention)
{
    if (retention != NULL) {
        preston_labels_clear(&retention->groups);
        preston_labels_clear(&retention->places);
        free(retention->amounts);
        free(retention);
    }
}

int64_t preston_retention_groups(const preston_retention *retention)
{
    return retention->groups.count;
}

const char *preston_retention_group(const preston_retention *retention, int64_t group)
{
    return retention->groups.texts[group];
}

double preston_retention_amount(const preston_retention *retention, int64_t group,
                                const char *place)
{
    int64_t only = place != NULL ? preston_labels_find(&retention->places, place) : -1;
    double sum = 0.0;
    for (int64_t i = group < 0 ? 0 : group; i < (group < 0 ? retention->groups.count : group + 1);
         i++) {
        for (int64_t k = 0; k < retention->places.count; k++) {
            int counts = place == NULL || k == only;
            sum += counts ? retention->amounts[i * retention->places.count + k] : 0.0;
        }
    }
    return sum;
}

double preston_retention_share(const preston_retention *retention, int64_t group, const char *place)
{
    double whole = preston_retention_amount(retention, group, NULL);
    return whole != 0.0 ? preston_retention_amount(retention, group, place) / whole : 0.0;
}
