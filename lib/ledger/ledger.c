#include "ledger.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <math.h>
#include <stdlib.h>

int preston_ledger_add(preston_ledger *ledger, double amount, int64_t line,
                       const char *const fields[PRESTON_LEDGER_FIELDS])
{
    preston_purchase purchase = {.amount = amount, .line = line};
    for (int field = 0; field < PRESTON_LEDGER_FIELDS; field++) {
        const char *text = fields[field] != NULL ? fields[field] : "";
        int64_t label = preston_labels_add(&ledger->labels[field], text);
        if (label < 0 || label > INT32_MAX) {
            return -1;
        }
        purchase.label[field] = (int32_t)label;
    }
    if (preston_grow((void **)&ledger->purchases, &ledger->capacity, ledger->count,
                     sizeof *ledger->purchases) != 0) {
        return -1;
    }
    ledger->purchases[ledger->count++] = purchase;
    return 0;
}

preston_status preston_ledger_create(int64_t rows, preston_const_view amounts,
                                     const char *const *buyers, const char *const *suppliers,
                                     const char *const *categories, const char *const *places,
                                     const char *const *types, preston_ledger **out_ledger,
                                     preston_error *error)
{
    const char *const *const columns[] = {buyers, suppliers, categories, places, types};
    if (rows < 0 || amounts.rows != rows) {
        return preston_fail(error, PRESTON_ERROR_SHAPE, "%lld purchases need as many amounts",
                            (long long)rows);
    }
    preston_ledger *ledger = preston_allocate(1, sizeof *ledger);
    if (ledger == NULL) {
        return preston_fail_memory(error, "a ledger");
    }
    for (int64_t row = 0; row < rows; row++) {
        double amount = preston_get(amounts, row, 0);
        const char *fields[PRESTON_LEDGER_FIELDS];
        for (int field = 0; field < PRESTON_LEDGER_FIELDS; field++) {
            fields[field] = columns[field] != NULL ? columns[field][row] : NULL;
        }
        if (!isfinite(amount)) {
            preston_ledger_free(ledger);
            return preston_fail(error, PRESTON_ERROR_VALUE,
                                "the amount of purchase %lld is not "
                                "finite",
                                (long long)row + 1);
        }
        if (preston_ledger_add(ledger, amount, 0, fields) != 0) {
            preston_ledger_free(ledger);
            return preston_fail_memory(error, "a ledger");
        }
    }
    *out_ledger = ledger;
    return PRESTON_OK;
}

void preston_ledger_free(preston_ledger *ledger)
{
    if (ledger != NULL) {
        for (int field = 0; field < PRESTON_LEDGER_FIELDS; field++) {
            preston_labels_clear(&ledger->labels[field]);
        }
        free(ledger->path);
        free(ledger->purchases);
        free(ledger);
    }
}

int64_t preston_ledger_rows(const preston_ledger *ledger)
{
    return ledger->count;
}

double preston_ledger_amount(const preston_ledger *ledger, int64_t row)
{
    return ledger->purchases[row].amount;
}

const char *preston_ledger_label(const preston_ledger *ledger, int64_t row,
                                 preston_ledger_field field)
{
    return ledger->labels[field].texts[ledger->purchases[row].label[field]];
}

double preston_ledger_total(const preston_ledger *ledger)
{
    double sum = 0.0;
    for (int64_t row = 0; row < ledger->count; row++) {
        sum += ledger->purchases[row].amount;
    }
    return sum;
}
