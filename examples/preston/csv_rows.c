/* The impacts as a tidy CSV file. */
#include "case.h"

static const char *const ledger_names[] = {"before", "after"};
static const char *const part_names[] = {"direct", "indirect", "induced"};

static void write_rows(const case_answer *answer, int ledger, preston_closure closure,
                       preston_csv *csv)
{
    static const char *const codes[] = {"output", "gva",     "compensation",
                                        "jobs",   "imports", "taxes_on_products"};
    static const char *const names[] = {"output", "gva",     "compensation",
                                        "jobs",   "imports", "taxes"};
    const preston_impact *impact = impact_of(answer, ledger);
    for (int64_t place = 0; place < preston_economy_places(answer->economy); place++) {
        for (size_t k = 0; k < sizeof codes / sizeof *codes; k++) {
            for (int part = 0; part < PARTS; part++) {
                int outside = closure == PRESTON_CLOSURE_I && part == PRESTON_INDUCED;
                preston_csv_text(csv, ledger_names[ledger]);
                preston_csv_text(csv, preston_economy_place_code(answer->economy, place));
                preston_csv_text(csv, closure == PRESTON_CLOSURE_I ? "I" : "II");
                preston_csv_text(csv, names[k]);
                preston_csv_text(csv, part_names[part]);
                preston_csv_value(csv, outside ? 0.0 : part_of(impact, codes[k], part, place));
                preston_csv_end_row(csv);
            }
        }
    }
}

preston_status write_csv(const case_answer *answer, const char *path, preston_error *error)
{
    static const char *const header[] = {"ledger", "place", "closure", "account", "part", "value"};
    preston_csv *csv = NULL;
    preston_status status = preston_csv_create(path, &csv, error);
    if (status != PRESTON_OK) {
        return status;
    }
    for (size_t i = 0; i < sizeof header / sizeof *header; i++) {
        preston_csv_text(csv, header[i]);
    }
    preston_csv_end_row(csv);
    for (int ledger = 0; ledger < 2; ledger++) {
        write_rows(answer, ledger, PRESTON_CLOSURE_I, csv);
        write_rows(answer, ledger, PRESTON_CLOSURE_II, csv);
    }
    status = preston_csv_commit(csv, error);
    preston_csv_free(csv);
    return status;
}
