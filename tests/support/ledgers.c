#include "ledgers.h"

#include "folder.h"
#include "test.h"

preston_ledger *make_ledger(int64_t count, const purchase *purchases)
{
    size_t room = (size_t)count + 1;
    double *amounts = calloc(room, sizeof *amounts);
    const char **labels = calloc(3 * room, sizeof *labels);
    assert_non_null(amounts);
    assert_non_null(labels);
    const char **categories = labels;
    const char **places = labels + room;
    const char **suppliers = labels + 2 * room;
    for (int64_t i = 0; i < count; i++) {
        amounts[i] = purchases[i].amount;
        categories[i] = purchases[i].category;
        places[i] = purchases[i].place;
        suppliers[i] = purchases[i].supplier;
    }
    preston_ledger *ledger = NULL;
    preston_error error = {0};
    assert_ok(preston_ledger_create(count, preston_const_vector(amounts, count, 1), NULL, suppliers,
                                    categories, places, NULL, &ledger, &error),
              &error);
    free(amounts);
    free((void *)labels);
    return ledger;
}

preston_status read_ledger_text(const char *text, const preston_ledger_options *options,
                                preston_ledger **out_ledger, preston_error *error)
{
    char *folder = make_folder();
    char *path = path_in(folder, "ledger.csv");
    write_text(folder, "ledger.csv", text);
    preston_status status = preston_ledger_read(path, options, out_ledger, error);
    free(path);
    remove_folder(folder);
    return status;
}

preston_ledger_options amounts_alone(preston_amounts amounts)
{
    preston_ledger_options options;
    preston_ledger_options_init(&options);
    options.date = NULL;
    options.buyer = NULL;
    options.supplier = NULL;
    options.category = NULL;
    options.place = NULL;
    options.type = NULL;
    options.amounts = amounts;
    return options;
}

preston_ledger *read_shipped_ledger(const char *name)
{
    preston_ledger *ledger = NULL;
    preston_error error = {0};
    char *path = path_in(EXAMPLES_DATA "/preston", name);
    assert_ok(preston_ledger_read(path, NULL, &ledger, &error), &error);
    free(path);
    return ledger;
}

preston_status read_concordance_text(const char *text, const char *scheme,
                                     const preston_table *table, preston_concordance **out,
                                     preston_error *error)
{
    char *folder = make_folder();
    char *path = path_in(folder, "concordance.csv");
    write_text(folder, "concordance.csv", text);
    preston_status status = preston_concordance_read(path, scheme, table, out, error);
    free(path);
    remove_folder(folder);
    return status;
}

preston_concordance *read_shipped_concordance(const preston_table *table)
{
    preston_concordance *concordance = NULL;
    preston_error error = {0};
    assert_ok(preston_concordance_read(EXAMPLES_DATA "/preston/concordance.csv", NULL, table,
                                       &concordance, &error),
              &error);
    return concordance;
}
