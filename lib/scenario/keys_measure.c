/* The keys of a measure, and which lever uses which. */
#include "check.h"
#include "keys.h"

#include <math.h>

#define COUNT(array) ((int64_t)(sizeof(array) / sizeof *(array)))
#define SHARE .kind = PRESTON_KEY_NUMBER, .range = {0.0, 1.0, 0}, .unit = "share"
#define POINTS .kind = PRESTON_KEY_NUMBER, .range = {-1.0, 1.0, 0}, .unit = "share"
#define NOT_NEGATIVE .kind = PRESTON_KEY_NUMBER, .range = {0.0, INFINITY, 0}
#define ABOVE_ZERO .kind = PRESTON_KEY_NUMBER, .range = {0.0, INFINITY, PRESTON_ABOVE_LOW}
#define CALENDAR_YEAR .kind = PRESTON_KEY_WHOLE, .range = {1900.0, 2200.0, 0}, .unit = "year"

const char *const preston_lever_names[] = {
    "train",       "map-suppliers", "create-firms",    "invest",
    "grants",      "charter",       "co-construction", "political-weight",
    "engineering", "reserve",       "spaser",          "relocate",
    NULL};

/* Levers as bits: the numbers of the booklet, from 1. */
#define BIT(lever) (1u << (PRESTON_LEVER_##lever - 1))
#define TRAIN BIT(TRAIN)
#define MAP BIT(MAP_SUPPLIERS)
#define CREATE BIT(CREATE_FIRMS)
#define INVEST BIT(INVEST)
#define GRANTS BIT(GRANTS)
#define GOVERN (BIT(CHARTER) | BIT(CO_CONSTRUCTION) | BIT(POLITICAL_WEIGHT))
#define ENGINEER BIT(ENGINEERING)
#define RESERVE BIT(RESERVE)
#define SPASER BIT(SPASER)
#define RELOCATE BIT(RELOCATE)

void preston_measure_init(preston_measure *measure)
{
    *measure = (preston_measure){
        .size = sizeof *measure,
        .first_year = NAN,
        .last_year = NAN,
        .share = NAN,
        .ceiling = NAN,
        .premium = NAN,
        .duration = NAN,
        .raises_share = NAN,
        .raises_ceiling = NAN,
        .raises_adoption = NAN,
        .speeds = NAN,
        .threshold = NAN,
        .strength = NAN,
        .population = {.alpha = NAN, .purchases = NAN, .count = NAN, .largest = NAN},
        .population_purchases = NAN,
        .firms_per_year = NAN,
        .jobs_per_firm = NAN,
        .output_per_job = NAN,
        .sales_here = NAN,
        .amount = NAN,
        .public_share = NAN,
        .output_per_capital = NAN,
        .lag = NAN,
        .projects_per_year = NAN};
    preston_path_init(&measure->adoption);
    measure->adoption.to = NAN; /* not given */
    measure->survival = measure->adoption;
    preston_additionality_init(&measure->additionality);
}

static void init_measure(void *structure)
{
    preston_measure_init(structure);
}

/* --- paths --- */

static const char *const path_forms[] = {"constant", "linear", "logistic", "table", NULL};
enum { CONSTANT = 1 << 0, LINEAR = 1 << 1, LOGISTIC = 1 << 2, TABLE = 1 << 3 };

#define PATH(field) .name = #field, .offset = offsetof(preston_path, field)

static const preston_key path_keys[] = {
    {PATH(form), .kind = PRESTON_KEY_ENUM, .choices = path_forms,
     .first_choice = PRESTON_PATH_CONSTANT,
     .text = "how the number goes from one value to the other"},
    {PATH(from), SHARE, .used_by = LINEAR | LOGISTIC, .text = "value at the beginning"},
    {PATH(to), SHARE, .used_by = CONSTANT | LINEAR | LOGISTIC, .text = "value at the end"},
    {PATH(begins), NOT_NEGATIVE, .unit = "year", .used_by = LINEAR, .needed_by = LINEAR,
     .text = "up to here it is `from`"},
    {PATH(full), NOT_NEGATIVE, .unit = "year", .used_by = LINEAR, .needed_by = LINEAR,
     .text = "from here on it is `to`: a later year"},
    {PATH(midpoint), NOT_NEGATIVE, .unit = "year", .used_by = LOGISTIC, .needed_by = LOGISTIC,
     .text = "half way"},
    {PATH(span), ABOVE_ZERO, .unit = "years", .used_by = LOGISTIC, .needed_by = LOGISTIC,
     .text = "from 10 % to 90 % of the way"},
    {PATH(years), .kind = PRESTON_KEY_NUMBERS, .count = offsetof(preston_path, count),
     .range = {0.0, INFINITY, 0}, .unit = "year", .used_by = TABLE, .needed_by = TABLE,
     .text = "rising; between them straight lines, outside them flat"},
    {PATH(values), .kind = PRESTON_KEY_NUMBERS, .count = offsetof(preston_path, count),
     .range = {0.0, 1.0, 0}, .unit = "share", .used_by = TABLE, .needed_by = TABLE,
     .text = "as many as years"},
};

static void init_path(void *structure)
{
    preston_path_init(structure);
}

const preston_record preston_record_path = {
    .name = "path",
    .text = "A share over years; a number alone is a constant one. Survival goes by the age of "
            "firms instead of by calendar years.",
    .size = sizeof(preston_path),
    .keys = path_keys,
    .count = COUNT(path_keys),
    .selector = "form",
    .init = init_path,
    .check = preston_check_path,
    .number_for = "to"};

/* --- additionality --- */

#define ADDITIONALITY(field) .name = #field, .offset = offsetof(preston_additionality, field), SHARE

static const preston_key additionality_keys[] = {
    {ADDITIONALITY(deadweight), .needed_by = PRESTON_ALWAYS, .text = "would have happened anyway"},
    {ADDITIONALITY(leakage), .text = "goes to others than those meant"},
    {ADDITIONALITY(displacement), .text = "taken from others here"},
    {ADDITIONALITY(substitution), .text = "of one thing by another by the same body"},
    {ADDITIONALITY(reference_leakage), .absent = "the same",
     .text = "leakage of the reference case"},
    {ADDITIONALITY(reference_displacement), .absent = "the same",
     .text = "displacement of the reference case"},
    {ADDITIONALITY(reference_substitution), .absent = "the same",
     .text = "substitution of the reference case"},
};

static const char *const published_sets[] = {"standard", "conservative", "optimistic", NULL};

static void init_additionality(void *structure)
{
    preston_additionality_init(structure);
}

static preston_status name_additionality(const char *name, void *structure, preston_error *error)
{
    return preston_additionality_published(name, structure, error);
}

const preston_record preston_record_additionality = {
    .name = "additionality",
    .text = "From gross to net; the name of a published set alone is its numbers.",
    .size = sizeof(preston_additionality),
    .keys = additionality_keys,
    .count = COUNT(additionality_keys),
    .init = init_additionality,
    .names = published_sets,
    .named = name_additionality};

/* --- populations of buyers --- */

#define COUNTS(field)                                                                              \
    .name = #field, .offset = offsetof(preston_buyer_counts, field), ABOVE_ZERO,                   \
    .needed_by = PRESTON_ALWAYS

static const preston_key counts_keys[] = {
    {COUNTS(larger_purchases), .unit = "currency", .text = "yearly purchases of a buyer..."},
    {COUNTS(fewer_buyers), .unit = "buyers", .text = "... and how many buy at least that"},
    {COUNTS(smaller_purchases), .unit = "currency", .text = "smaller yearly purchases..."},
    {COUNTS(more_buyers), .unit = "buyers", .text = "... and how many buy at least that"},
    {COUNTS(largest), .unit = "currency",
     .text = "no buyer buys more: an assumption, and called one"},
};

static void init_counts(void *structure)
{
    *(preston_buyer_counts *)structure = (preston_buyer_counts){NAN, NAN, NAN, NAN, NAN};
}

const preston_record preston_record_buyer_counts = {
    .name = "buyer_counts",
    .text =
        "Buyers whose yearly purchases follow a heavy-tailed law, through two published counts.",
    .size = sizeof(preston_buyer_counts),
    .keys = counts_keys,
    .count = COUNT(counts_keys),
    .init = init_counts};

#define POPULATION(field)                                                                          \
    .name = #field, .offset = offsetof(preston_population, field), ABOVE_ZERO,                     \
    .needed_by = PRESTON_ALWAYS

static const preston_key population_keys[] = {
    {POPULATION(alpha), .text = "exponent: count · (x / purchases)^-alpha buy at least x"},
    {POPULATION(purchases), .unit = "currency", .text = "yearly purchases of a buyer..."},
    {POPULATION(count), .unit = "buyers", .text = "... and how many buy at least that"},
    {POPULATION(largest), .unit = "currency", .text = "no buyer buys more: an assumption"},
};

static void init_population(void *structure)
{
    *(preston_population *)structure = (preston_population){NAN, NAN, NAN, NAN};
}

static preston_status calibrate(const void *other, void *structure, preston_error *error)
{
    const preston_buyer_counts *counts = other;
    return preston_population_calibrate(counts->larger_purchases, counts->fewer_buyers,
                                        counts->smaller_purchases, counts->more_buyers,
                                        counts->largest, structure, error);
}

const preston_record preston_record_population = {.name = "population",
                                                  .text =
                                                      "The same law by its exponent and one count.",
                                                  .size = sizeof(preston_population),
                                                  .keys = population_keys,
                                                  .count = COUNT(population_keys),
                                                  .init = init_population,
                                                  .other = &preston_record_buyer_counts,
                                                  .turn = calibrate};

/* --- measures --- */

static const char *const capital_forms[] = {"scic", NULL};

#define MEASURE(field) .name = #field, .offset = offsetof(preston_measure, field)

static const preston_key measure_keys[] = {
    {MEASURE(id), .kind = PRESTON_KEY_TEXT, .needed_by = PRESTON_ALWAYS, .text = "each once"},
    {MEASURE(lever), .kind = PRESTON_KEY_ENUM, .choices = preston_lever_names,
     .first_choice = PRESTON_LEVER_TRAIN, .needed_by = PRESTON_ALWAYS,
     .text = "which lever it uses"},
    {MEASURE(source), .kind = PRESTON_KEY_TEXT, .absent = "an assumption, and called one",
     .text = "where its numbers are from"},
    {MEASURE(sectors), .kind = PRESTON_KEY_WORDS,
     .used_by = MAP | CREATE | INVEST | GRANTS | RESERVE | RELOCATE, .needed_by = CREATE | INVEST,
     .absent = "all", .text = "sectors, or names of `sector_lists`"},
    {MEASURE(buyers), .kind = PRESTON_KEY_WORDS, .used_by = GRANTS | RESERVE | RELOCATE,
     .absent = "all", .text = "buyers of the ledger"},
    {MEASURE(from), .kind = PRESTON_KEY_WORDS, .used_by = GRANTS | RESERVE | RELOCATE,
     .absent = "everywhere", .text = "places or areas that purchases are moved from"},
    {MEASURE(to), .kind = PRESTON_KEY_TEXT, .used_by = CREATE | INVEST | ENGINEER | RELOCATE,
     .needed_by = CREATE | INVEST | ENGINEER | RELOCATE, .text = "the place where it acts"},
    {MEASURE(type), .kind = PRESTON_KEY_TEXT,
     .used_by = CREATE | INVEST | GRANTS | RESERVE | RELOCATE, .needed_by = GRANTS | RESERVE,
     .absent = "average; what is relocated keeps its own", .text = "the supplier type it favours"},
    {MEASURE(applies), .kind = PRESTON_KEY_WORDS, .used_by = TRAIN | MAP | GOVERN | SPASER,
     .needed_by = TRAIN | GOVERN | SPASER, .text = "ids of the measures that it changes"},
    {MEASURE(first_year), CALENDAR_YEAR, .absent = "the scenario's", .text = "in which it begins"},
    {MEASURE(last_year), CALENDAR_YEAR, .absent = "for ever", .text = "in which it still is"},
    {MEASURE(adoption), .kind = PRESTON_KEY_RECORD, .record = &preston_record_path,
     .needed_by = TRAIN | MAP | SPASER, .absent = "1: all of it, at once",
     .text = "what part of it is in force; of officials that are trained, of suppliers on the "
             "register, of buyers with a scheme"},
    {MEASURE(share), SHARE, .used_by = GRANTS | RESERVE | RELOCATE,
     .needed_by = GRANTS | RESERVE | RELOCATE,
     .text = "of the eligible purchases, moved at full adoption"},
    {MEASURE(ceiling), SHARE, .used_by = RELOCATE, .absent = "1",
     .text = "the local share of a sector's purchases is not moved beyond this"},
    {MEASURE(premium), .kind = PRESTON_KEY_NUMBER, .range = {-1.0, 10.0, PRESTON_ABOVE_LOW},
     .unit = "share", .used_by = RESERVE | RELOCATE, .needed_by = RELOCATE, .absent = "0",
     .text = "what is moved costs so much more; below zero: less"},
    {MEASURE(duration), ABOVE_ZERO, .unit = "years", .used_by = GRANTS, .needed_by = GRANTS,
     .text = "for which a grant is given"},
    {MEASURE(raises_share), POINTS, .used_by = TRAIN, .either_by = TRAIN,
     .text = "points added to the share of the measures it applies to"},
    {MEASURE(raises_ceiling), POINTS, .used_by = TRAIN | MAP, .either_by = TRAIN,
     .text = "points added to the ceiling of the measures it applies to"},
    {MEASURE(raises_adoption), POINTS, .used_by = GOVERN, .needed_by = GOVERN,
     .text = "points added to the adoption of the measures it applies to"},
    {MEASURE(speeds), NOT_NEGATIVE, .unit = "years a year", .used_by = TRAIN, .either_by = TRAIN,
     .text = "the adoption of the measures it applies to passes so many years more in each year"},
    {MEASURE(threshold), ABOVE_ZERO, .unit = "currency", .used_by = SPASER, .needed_by = SPASER,
     .text = "yearly purchases from which a buyer must have a scheme"},
    {MEASURE(strength), SHARE, .used_by = SPASER, .needed_by = SPASER,
     .text = "of what a scheme applies, that a buyer carries out"},
    {MEASURE(population), .kind = PRESTON_KEY_RECORD, .record = &preston_record_population,
     .used_by = SPASER, .absent = "the buyers of the ledger", .text = "buyers by size"},
    {MEASURE(population_purchases), ABOVE_ZERO, .unit = "currency", .used_by = SPASER,
     .text = "of all buyers of the population together, a year; needed with `population`"},
    {MEASURE(firms_per_year), NOT_NEGATIVE, .unit = "firms", .used_by = CREATE, .needed_by = CREATE,
     .text = "created"},
    {MEASURE(jobs_per_firm), NOT_NEGATIVE, .unit = "jobs", .used_by = CREATE, .needed_by = CREATE,
     .text = "in each"},
    {MEASURE(survival), .kind = PRESTON_KEY_RECORD, .record = &preston_record_path,
     .used_by = CREATE, .needed_by = CREATE, .text = "share of firms alive by their age in years"},
    {MEASURE(output_per_job), ABOVE_ZERO, .unit = "table's unit", .used_by = CREATE,
     .absent = "as the sector", .text = "output of a job, a year"},
    {MEASURE(sales_here), SHARE, .used_by = CREATE | INVEST, .needed_by = CREATE | INVEST,
     .text =
         "of new capacity, sold to industries of the place instead of what they buy outside it"},
    {MEASURE(amount), NOT_NEGATIVE, .unit = "currency", .used_by = INVEST | ENGINEER,
     .needed_by = INVEST | ENGINEER, .text = "invested in a year, or of one project"},
    {MEASURE(public_share), SHARE, .used_by = INVEST, .needed_by = INVEST,
     .text = "of the capital, that local authorities hold together"},
    {MEASURE(form), .kind = PRESTON_KEY_CHOICE, .choices = capital_forms, .used_by = INVEST,
     .absent = "any other", .text = "a SCIC: at most half of its capital is local authorities'"},
    {MEASURE(output_per_capital), NOT_NEGATIVE, .unit = "a year", .used_by = INVEST,
     .needed_by = INVEST, .text = "output that a unit of capital allows"},
    {MEASURE(lag), NOT_NEGATIVE, .unit = "years", .used_by = INVEST, .needed_by = INVEST,
     .text = "from capital to capacity"},
    {MEASURE(buys), .kind = PRESTON_KEY_TEXT, .used_by = INVEST | ENGINEER,
     .needed_by = INVEST | ENGINEER,
     .text = "a sector, or a final use of the table whose mix is bought"},
    {MEASURE(projects_per_year), NOT_NEGATIVE, .unit = "projects", .used_by = ENGINEER,
     .needed_by = ENGINEER, .text = "made feasible"},
    {MEASURE(additionality), .kind = PRESTON_KEY_RECORD, .record = &preston_record_additionality,
     .flag = offsetof(preston_measure, has_additionality), .needed_by = ENGINEER,
     .absent = "the scenario's; of a measure that changes others, the lowest of theirs",
     .text = "from gross to net"},
};

const preston_record preston_record_measure = {.name = "measure",
                                               .text = "One use of a lever.",
                                               .size = sizeof(preston_measure),
                                               .sized = 1,
                                               .keys = measure_keys,
                                               .count = COUNT(measure_keys),
                                               .selector = "lever",
                                               .init = init_measure,
                                               .check = preston_check_measure};

/* --- what levers do --- */

const preston_lever_note preston_lever_notes[PRESTON_LEVERS] = {
    {"officials trained in the social economy",
     "the share, the ceiling and the pace of the measures it applies to",
     "purchases by itself: alone it does nothing"},
    {"a register of suppliers",
     "what buyers know of the capacity there is, and the ceiling of the measures it applies to",
     "that capacity, and purchases by itself"},
    {"support for new social-economy firms",
     "capacity of the place, by the firms alive, and with `sales_here` whom its industries buy "
     "from",
     "what public buyers buy: that takes a measure that moves purchases"},
    {"local capital in collective projects",
     "purchases of capital goods now, capacity of the place `lag` years later",
     "what public buyers buy: that takes a measure that moves purchases"},
    {"grants and trust instead of tenders",
     "purchases to suppliers of a type, for as long as grants last",
     "how much is spent, on which sectors and in which places"},
    {"a charter", "the adoption of the measures it applies to, by a stated number: an assumption",
     "purchases by itself: alone it does nothing"},
    {"policies made together",
     "the adoption of the measures it applies to, by a stated number: an assumption",
     "purchases by itself: alone it does nothing"},
    {"the social economy in the centre of policy",
     "the adoption of the measures it applies to, by a stated number: an assumption",
     "purchases by itself: alone it does nothing"},
    {"projects of small authorities made feasible", "additional purchases in the place",
     "the purchases of the ledger"},
    {"contracts reserved for a supplier type",
     "purchases in the listed sectors to suppliers of a type",
     "how much is spent, the premium apart, on which sectors and in which places"},
    {"which buyers must have a scheme",
     "for which part of all purchases the measures it applies to are carried out",
     "purchases by itself: alone it does nothing"},
    {"buying moved to a place: the Preston model",
     "purchases of the listed sectors from other places to one",
     "how much is spent, the premium apart; and, without `type`, the types of suppliers"},
};
