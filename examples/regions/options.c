/* The command line. */
#include "case.h"

#include <getopt.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
    "usage: regions [FOLDER | --nation DIR --region DIR [options]] [--from ECONOMY]\n"
    "               [--sector CODE] [--amount X] [--top N] [--csv FILE]\n"
    "\n"
    "Economies that trade with each other: what stays at home of a unit of final demand, what\n"
    "goes to whom, and what a demand for one sector of one economy does in each.\n"
    "Without arguments: Scotland in the United Kingdom, 2019.\n"
    "\n"
    "FOLDER holds multiregional.yaml: a table of several economies as published (WIOD, FIGARO).\n"
    "\n"
    "a region's own table inside its nation's, by the residual method:\n"
    "  --nation DIR, --region DIR  the two tables, in one unit\n"
    "  --nation-sectors FILE, --region-sectors FILE  concordances to common sectors and uses\n"
    "                      (kind,from,to); none: the tables have the same\n"
    "  --sales ACCOUNT     of the region's table: sold to the rest of the nation\n"
    "                      (default exports_rest_of_nation)\n"
    "  --purchases ACCOUNT bought there (default imports_rest_of_nation)\n"
    "  --use-purchases FILE  what each final use of the region buys there: columns use and\n"
    "                      ACCOUNT of --purchases; none: nothing\n"
    "  --nation-code CODE, --region-code CODE  what they are called (default nation, region)\n"
    "  --most-excess S     the largest excess of the region over the nation, as a share of what\n"
    "                      the region buys of itself (default 0.05)\n"
    "the demand:\n"
    "  --from ECONOMY      bought from (default: the region, or the largest economy)\n"
    "  --sector CODE       of its sectors (default: the one with the largest final sales)\n"
    "  --amount X          in the table's unit (default 100)\n"
    "  --closure C         II (default, where the table allows it): with what households spend; I\n"
    "results:\n"
    "  --top N             economies and sectors to print (default 10)\n"
    "  --csv FILE          all of them: kind,economy,sector,closure,account,receiver,value\n"
    "  --estimate          say what memory and time it will take, and stop\n";

enum {
    NATION = 1,
    REGION,
    NATION_SECTORS,
    REGION_SECTORS,
    SALES,
    PURCHASES,
    USE_PURCHASES,
    NATION_CODE,
    REGION_CODE,
    MOST_EXCESS,
    FROM,
    SECTOR,
    AMOUNT,
    CLOSURE,
    TOP,
    CSV,
    ESTIMATE,
    HELP
};

static const struct option options[] = {{"nation", required_argument, NULL, NATION},
                                        {"region", required_argument, NULL, REGION},
                                        {"nation-sectors", required_argument, NULL, NATION_SECTORS},
                                        {"region-sectors", required_argument, NULL, REGION_SECTORS},
                                        {"sales", required_argument, NULL, SALES},
                                        {"purchases", required_argument, NULL, PURCHASES},
                                        {"use-purchases", required_argument, NULL, USE_PURCHASES},
                                        {"nation-code", required_argument, NULL, NATION_CODE},
                                        {"region-code", required_argument, NULL, REGION_CODE},
                                        {"most-excess", required_argument, NULL, MOST_EXCESS},
                                        {"from", required_argument, NULL, FROM},
                                        {"sector", required_argument, NULL, SECTOR},
                                        {"amount", required_argument, NULL, AMOUNT},
                                        {"closure", required_argument, NULL, CLOSURE},
                                        {"top", required_argument, NULL, TOP},
                                        {"csv", required_argument, NULL, CSV},
                                        {"estimate", no_argument, NULL, ESTIMATE},
                                        {"help", no_argument, NULL, HELP},
                                        {0}};

/* Where an option's text goes; NULL for options of another kind. */
static const char **text_of(int option, regions_settings *settings)
{
    const char **const texts[] = {[NATION] = &settings->nation,
                                  [REGION] = &settings->region,
                                  [NATION_SECTORS] = &settings->nation_sectors,
                                  [REGION_SECTORS] = &settings->region_sectors,
                                  [SALES] = &settings->sales,
                                  [PURCHASES] = &settings->bought,
                                  [USE_PURCHASES] = &settings->purchases,
                                  [NATION_CODE] = &settings->nation_code,
                                  [REGION_CODE] = &settings->region_code,
                                  [FROM] = &settings->from,
                                  [SECTOR] = &settings->sector,
                                  [CSV] = &settings->csv,
                                  [HELP] = NULL};
    return option >= 0 && option <= HELP ? texts[option] : NULL;
}

static int take_number(int option, const char *text, regions_settings *settings)
{
    double value = 0.0;
    int is_number = parse_number(text, &value);
    if (option == TOP && (!is_number || value < 0.0 || value > 1e9 || value != floor(value))) {
        (void)fprintf(stderr, "regions: '%s' is not a count: write 10\n", text);
        return 1 + BAD_INPUT;
    }
    if (!is_number || (option == MOST_EXCESS && value < 0.0)) {
        (void)fprintf(stderr, "regions: '%s' is not %s\n", text,
                      option == AMOUNT ? "a number: write 100"
                                       : "a share, zero or more: write 0.05");
        return 1 + BAD_INPUT;
    }
    if (option == TOP) {
        settings->top = (int64_t)value;
    } else if (option == AMOUNT) {
        settings->amount = value;
    } else {
        settings->most_excess = value;
    }
    return 0;
}

static int take_option(int option, const char *given, regions_settings *settings)
{
    const char **text = text_of(option, settings);
    if (text != NULL) {
        *text = optarg;
        return 0;
    }
    switch (option) {
    case MOST_EXCESS:
    case AMOUNT:
    case TOP:
        return take_number(option, optarg, settings);
    case CLOSURE:
        if (strcmp(optarg, "I") != 0 && strcmp(optarg, "II") != 0) {
            (void)fprintf(stderr, "regions: '%s' is not a closure: use I or II\n", optarg);
            return 1 + BAD_INPUT;
        }
        settings->only_type_one = strcmp(optarg, "I") == 0;
        return 0;
    case ESTIMATE:
        settings->only_cost = 1;
        return 0;
    case HELP:
        (void)fputs(usage, stdout);
        return 1 + EXIT_SUCCESS;
    default:
        (void)fprintf(stderr,
                      "regions: '%s' is not an option, or lacks its value: see regions --help\n",
                      given);
        return 1 + BAD_INPUT;
    }
}

static int refuse(const char *message)
{
    (void)fprintf(stderr, "regions: %s: see regions --help\n", message);
    return 1 + BAD_INPUT;
}

/* What was not given: the shipped case, or the library's defaults. */
static int fill_in(regions_settings *settings)
{
    int of_pair = settings->nation_sectors != NULL || settings->region_sectors != NULL ||
                  settings->sales != NULL || settings->bought != NULL ||
                  settings->purchases != NULL || settings->nation_code != NULL ||
                  settings->region_code != NULL || settings->most_excess >= 0.0;
    int tables = (settings->nation != NULL) + (settings->region != NULL);
    if (settings->folder != NULL && (tables > 0 || of_pair)) {
        return refuse("give a folder alone, or --nation and --region with their options");
    }
    if (tables == 1 || (tables == 0 && of_pair)) {
        return refuse("give both --nation and --region");
    }
    if (settings->folder == NULL && tables == 0) {
        settings->nation = EXAMPLES_DATA "/uk-2019";
        settings->region = EXAMPLES_DATA "/scotland-2019";
        settings->nation_sectors = EXAMPLES_DATA "/scotland-in-uk-2019/uk.csv";
        settings->region_sectors = EXAMPLES_DATA "/scotland-in-uk-2019/scotland.csv";
        settings->purchases = EXAMPLES_DATA "/scotland-in-uk-2019/imports_by_use.csv";
        settings->sales = "exports_rest_of_uk";
        settings->bought = "imports_rest_of_uk";
        settings->nation_code = "uk";
        settings->region_code = "scotland";
    }
    preston_residual_options defaults;
    preston_residual_options_init(&defaults);
    settings->sales = settings->sales != NULL ? settings->sales : defaults.sales;
    settings->bought = settings->bought != NULL ? settings->bought : defaults.purchases;
    settings->nation_code = settings->nation_code != NULL ? settings->nation_code : defaults.area;
    settings->region_code = settings->region_code != NULL ? settings->region_code : defaults.region;
    if (settings->most_excess < 0.0) {
        settings->most_excess = defaults.most_excess;
    }
    if (strlen(settings->nation_code) >= CODE_SIZE) {
        return refuse("a code is shorter than 64 bytes");
    }
    return 0;
}

int parse_settings(int count, char **arguments, regions_settings *settings)
{
    *settings = (regions_settings){.most_excess = -1.0, .amount = 100.0, .top = 10};
    opterr = 0; /* one line of our own instead */
    for (int option; (option = getopt_long(count, arguments, "", options, NULL)) != -1;) {
        int stop = take_option(option, arguments[optind - 1], settings);
        if (stop != 0) {
            return stop;
        }
    }
    if (count - optind > 1) {
        return refuse("name one folder");
    }
    settings->folder = optind < count ? arguments[optind] : NULL;
    return fill_in(settings);
}
