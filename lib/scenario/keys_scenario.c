/* The keys of a scenario, its files and its economy. */
#include "check.h"
#include "keys.h"

#include <math.h>

#define COUNT(array) ((int64_t)(sizeof(array) / sizeof *(array)))
#define SHARE .range = {0.0, 1.0, 0}, .unit = "share"
#define CALENDAR_YEAR .kind = PRESTON_KEY_WHOLE, .range = {1900.0, 2200.0, 0}, .unit = "year"

/* --- defaults --- */

void preston_scenario_ledger_init(preston_scenario_ledger *ledger)
{
    *ledger = (preston_scenario_ledger){.size = sizeof *ledger, .price_factor = 1.0};
}

void preston_scenario_data_init(preston_scenario_data *data)
{
    *data = (preston_scenario_data){.size = sizeof *data,
                                    .economy = {.form = "nest",
                                                .quotient = "flq",
                                                .delta = 0.25,
                                                .feedback = 1,
                                                .distance_scale = 50000.0,
                                                .closure = "type II"},
                                    .capacity = {.headroom = NAN, .known = 1.0},
                                    .first_year = NAN,
                                    .last_year = NAN,
                                    .discount_rate = 0.035,
                                    .prices_year = NAN,
                                    .delta_low = NAN,
                                    .delta_high = NAN};
    preston_scenario_ledger_init(&data->ledger);
    preston_scenario_ledger_init(&data->after);
    preston_additionality_init(&data->additionality);
}

static void init_ledger(void *structure)
{
    preston_scenario_ledger_init(structure);
}

static void init_scenario(void *structure)
{
    preston_scenario_data_init(structure);
}

static void init_economy(void *structure)
{
    preston_scenario_data data;
    preston_scenario_data_init(&data);
    *(preston_scenario_economy *)structure = data.economy;
}

static void init_capacity(void *structure)
{
    preston_scenario_data data;
    preston_scenario_data_init(&data);
    *(preston_scenario_capacity *)structure = data.capacity;
}

/* --- ledgers --- */

#define COLUMN(field)                                                                              \
    .name = #field, .kind = PRESTON_KEY_TEXT, .offset = offsetof(preston_scenario_ledger, field),  \
    .absent = "`" #field "`"

static const preston_key column_keys[] = {
    {COLUMN(date), .text = "column of the date: ISO dates"},
    {COLUMN(buyer), .text = "column of the buyer"},
    {COLUMN(supplier), .text = "column of the supplier"},
    {COLUMN(category), .text = "column of what was bought: a category of the concordance, or a "
                               "sector of the table"},
    {COLUMN(amount), .text = "column of the amount, in currency"},
    {COLUMN(place), .text = "column of the supplier's place"},
    {COLUMN(type), .text = "column of the supplier's type"},
};

const preston_record preston_record_columns = {
    .name = "columns",
    .text = "What the columns of a ledger are called in its first line, so that nobody rewrites an "
            "export.",
    .size = sizeof(preston_scenario_ledger),
    .keys = column_keys,
    .count = COUNT(column_keys),
    .init = init_ledger,
    .shared = 1};

#define LEDGER(field) .name = #field, .offset = offsetof(preston_scenario_ledger, field)

static const preston_key ledger_keys[] = {
    {LEDGER(file), .kind = PRESTON_KEY_TEXT, .needed_by = PRESTON_ALWAYS,
     .text = "CSV file of purchases, gzipped or not"},
    {.name = "columns",
     .kind = PRESTON_KEY_RECORD,
     .record = &preston_record_columns,
     .absent = "the names of docs/files.md",
     .text = "what its columns are called"},
    {LEDGER(encoding), .kind = PRESTON_KEY_TEXT, .absent = "UTF-8",
     .text = "its encoding, such as CP1252"},
    {LEDGER(spreadsheet_amounts), .kind = PRESTON_KEY_FLAG,
     .text = "also read amounts such as \"£1,234.50\""},
    {LEDGER(price_factor), .kind = PRESTON_KEY_NUMBER, .range = {0.0, INFINITY, PRESTON_ABOVE_LOW},
     .text = "brings its amounts to the prices of the table"},
};

const preston_record preston_record_ledger = {.name = "ledger",
                                              .text = "A ledger of purchases.",
                                              .size = sizeof(preston_scenario_ledger),
                                              .sized = 1,
                                              .keys = ledger_keys,
                                              .count = COUNT(ledger_keys),
                                              .init = init_ledger};

/* --- the economy --- */

static const char *const economy_forms[] = {"nest", "gravity", "data", NULL};
static const char *const quotients[] = {"slq", "cilq", "rlq", "flq", "aflq", NULL};
static const char *const closures[] = {"type I", "type II", NULL};
enum { NEST = 1 << 0, GRAVITY = 1 << 1, DATA = 1 << 2 };

#define ECONOMY(field) .name = #field, .offset = offsetof(preston_scenario_economy, field)

static const preston_key economy_keys[] = {
    {ECONOMY(form), .kind = PRESTON_KEY_CHOICE, .choices = economy_forms,
     .text =
         "nested places by location quotients; many places by distance; or by the trade.csv, and "
         "commuting.csv if there, of the places folder"},
    {ECONOMY(quotient), .kind = PRESTON_KEY_CHOICE, .choices = quotients, .used_by = NEST,
     .text = "location quotient of the nest"},
    {ECONOMY(delta), .kind = PRESTON_KEY_NUMBER, .range = {0.0, 1.0, PRESTON_BELOW_HIGH},
     .text =
         "δ of FLQ and AFLQ, and of a place's own share in gravity: nothing moves a result more"},
    {ECONOMY(feedback), .kind = PRESTON_KEY_FLAG, .used_by = NEST,
     .text = "the rest of the nation buys from inner places what balances each sector there"},
    {ECONOMY(distance_scale), .kind = PRESTON_KEY_NUMBER,
     .range = {0.0, INFINITY, PRESTON_ABOVE_LOW}, .unit = "unit of the coordinates",
     .used_by = GRAVITY, .text = "distance over which trade falls to 1/e"},
    {ECONOMY(distance_power), .kind = PRESTON_KEY_NUMBER, .range = {0.0, INFINITY, 0},
     .used_by = GRAVITY, .text = "above zero: trade falls with this power of distance instead"},
    {ECONOMY(nearest), .kind = PRESTON_KEY_WHOLE, .range = {0.0, 1e9, 0}, .unit = "places",
     .used_by = GRAVITY, .text = "each place buys from so many nearest ones; 0: from all"},
    {ECONOMY(commuting_scale), .kind = PRESTON_KEY_NUMBER, .range = {0.0, INFINITY, 0},
     .unit = "unit of the coordinates", .used_by = GRAVITY,
     .text = "distance over which commuting falls to 1/e; 0: people work where they live"},
    {ECONOMY(travel_times), .kind = PRESTON_KEY_TEXT, .used_by = GRAVITY,
     .absent = "straight distances",
     .text = "CSV file from,to,minutes; the scales are then minutes too"},
    {ECONOMY(own_tables), .kind = PRESTON_KEY_TEXT, .used_by = GRAVITY | DATA,
     .absent = "every place goes by the nation's",
     .text = "CSV file place,table: places with a table of their own"},
    {ECONOMY(wage_leakage), .kind = PRESTON_KEY_NUMBER, SHARE,
     .text = "of wages, that no resident household gets: taxes, saving, commuters"},
    {ECONOMY(household_income), .kind = PRESTON_KEY_NUMBER, .range = {0.0, INFINITY, 0},
     .unit = "table's unit", .text = "of all households of the nation; 0: as the table says"},
    {ECONOMY(closure), .kind = PRESTON_KEY_CHOICE, .choices = closures,
     .text = "with what households spend (type II) or without (type I)"},
};

const preston_record preston_record_economy = {.name = "economy",
                                               .text = "How places trade.",
                                               .size = sizeof(preston_scenario_economy),
                                               .keys = economy_keys,
                                               .count = COUNT(economy_keys),
                                               .selector = "form",
                                               .init = init_economy};

/* --- capacity --- */

#define CAPACITY(field) .name = #field, .offset = offsetof(preston_scenario_capacity, field)

static const preston_key capacity_keys[] = {
    {CAPACITY(headroom), .kind = PRESTON_KEY_NUMBER, .range = {0.0, INFINITY, 0}, .unit = "share",
     .absent = "no limit", .text = "of the output of a sector in a place, that may be added"},
    {CAPACITY(growth), .kind = PRESTON_KEY_NUMBER, .range = {-1.0, 1.0, 0}, .unit = "share a year",
     .text = "of that headroom"},
    {CAPACITY(known), .kind = PRESTON_KEY_NUMBER, SHARE, .text = "of it, that buyers know of"},
    {CAPACITY(file), .kind = PRESTON_KEY_TEXT,
     .text = "CSV file place,sector,headroom in the table's unit: instead, for these"},
    {CAPACITY(constrain_output), .kind = PRESTON_KEY_FLAG,
     .text = "output of no sector grows beyond it in supply chains either"},
};

const preston_record preston_record_capacity = {
    .name = "capacity",
    .text = "What may grow, and how much of it buyers know.",
    .size = sizeof(preston_scenario_capacity),
    .keys = capacity_keys,
    .count = COUNT(capacity_keys),
    .init = init_capacity};

/* --- the scenario --- */

#define SCENARIO(field) .name = #field, .offset = offsetof(preston_scenario_data, field)

static const preston_key uncertainty_keys[] = {
    {SCENARIO(delta_low), .kind = PRESTON_KEY_NUMBER, .range = {0.0, 1.0, PRESTON_BELOW_HIGH},
     .needed_by = PRESTON_ALWAYS, .text = "the lowest δ that is thought possible"},
    {SCENARIO(delta_high), .kind = PRESTON_KEY_NUMBER, .range = {0.0, 1.0, PRESTON_BELOW_HIGH},
     .needed_by = PRESTON_ALWAYS, .text = "the highest δ that is thought possible"},
};

const preston_record preston_record_uncertainty = {.name = "uncertainty",
                                                   .text = "What is not known well.",
                                                   .size = sizeof(preston_scenario_data),
                                                   .keys = uncertainty_keys,
                                                   .count = COUNT(uncertainty_keys),
                                                   .init = init_scenario,
                                                   .shared = 1,
                                                   .check = preston_check_uncertainty};

static const preston_key scenario_keys[] = {
    {SCENARIO(title), .kind = PRESTON_KEY_TEXT, .needed_by = PRESTON_ALWAYS,
     .text = "one line for readers"},
    {SCENARIO(description), .kind = PRESTON_KEY_TEXT, .text = "what it is about"},
    {SCENARIO(table), .kind = PRESTON_KEY_TEXT, .needed_by = PRESTON_ALWAYS,
     .text = "folder of the input-output table"},
    {SCENARIO(places), .kind = PRESTON_KEY_TEXT, .absent = "the nation is one place",
     .text = "folder of the places"},
    {SCENARIO(supplier_types), .kind = PRESTON_KEY_TEXT, .absent = "all suppliers are average",
     .text = "CSV file of supplier types"},
    {SCENARIO(concordance), .kind = PRESTON_KEY_TEXT, .absent = "categories are sectors",
     .text = "CSV file from categories to sectors"},
    {SCENARIO(scheme), .kind = PRESTON_KEY_TEXT,
     .text = "of the concordance, where it has several"},
    {SCENARIO(buyer_place), .kind = PRESTON_KEY_TEXT,
     .text = "place of the buyers: purchases without a place are divided as it buys"},
    {SCENARIO(ledger), .kind = PRESTON_KEY_RECORD, .record = &preston_record_ledger,
     .needed_by = PRESTON_ALWAYS, .text = "purchases of a year: the baseline of every year"},
    {SCENARIO(after), .kind = PRESTON_KEY_RECORD, .record = &preston_record_ledger,
     .text = "a second ledger, for before and after"},
    {SCENARIO(economy), .kind = PRESTON_KEY_RECORD, .record = &preston_record_economy,
     .text = "how places trade"},
    {SCENARIO(capacity), .kind = PRESTON_KEY_RECORD, .record = &preston_record_capacity,
     .text = "what may grow"},
    {SCENARIO(first_year), CALENDAR_YEAR, .needed_by = PRESTON_ALWAYS, .text = "of the projection"},
    {SCENARIO(last_year), CALENDAR_YEAR, .needed_by = PRESTON_ALWAYS, .text = "of the projection"},
    {SCENARIO(discount_rate), .kind = PRESTON_KEY_NUMBER, .range = {0.0, 1.0, 0},
     .unit = "share a year", .text = "of present values; the default is the Green Book's"},
    {SCENARIO(prices_year), CALENDAR_YEAR, .absent = "the first",
     .text = "that present values are of"},
    {SCENARIO(areas), .kind = PRESTON_KEY_WORDS, .absent = "the nation",
     .text = "places and areas that results are shown for, the first from its own view; the nation "
             "is always added"},
    {SCENARIO(accounts), .kind = PRESTON_KEY_WORDS,
     .absent =
         "output, gva, compensation, jobs, imports and taxes_on_products, as far as the table "
         "has them",
     .text = "accounts that results are shown for"},
    {.name = "sector_lists",
     .kind = PRESTON_KEY_LISTS,
     .offset = offsetof(preston_scenario_data, sector_lists),
     .count = offsetof(preston_scenario_data, sector_list_count),
     .text = "names for lists of sectors, to be used in measures"},
    {.name = "measures",
     .kind = PRESTON_KEY_RECORDS,
     .offset = offsetof(preston_scenario_data, measures),
     .count = offsetof(preston_scenario_data, measure_count),
     .record = &preston_record_measure,
     .absent = "none: the baseline",
     .text = "what changes, one use of a lever each"},
    {SCENARIO(additionality), .kind = PRESTON_KEY_RECORD, .record = &preston_record_additionality,
     .flag = offsetof(preston_scenario_data, has_additionality), .absent = "gross is net",
     .text = "from gross to net, for measures without their own"},
    {.name = "uncertainty",
     .kind = PRESTON_KEY_RECORD,
     .record = &preston_record_uncertainty,
     .text = "what is not known well"},
};

const preston_record preston_record_scenario = {.name = "scenario",
                                                .text = "A scenario: the files and options of its "
                                                        "baseline, and the measures.",
                                                .size = sizeof(preston_scenario_data),
                                                .sized = 1,
                                                .keys = scenario_keys,
                                                .count = COUNT(scenario_keys),
                                                .init = init_scenario,
                                                .check = preston_check_scenario};
