/* The command line. */
#include "../shared/text.h"
#include "case.h"

#include <getopt.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
    "usage: places [--table DIR] [--places DIR] [--demand FILE | --before FILE --after FILE\n"
    "              [--concordance FILE]] [--travel-times FILE] [--own-tables FILE] [--here CODE]\n"
    "              [--csv FILE] [options]\n"
    "\n"
    "What a demand does in every place of a nation: who gains, who loses, what is left for all.\n"
    "Without options: what six anchor institutions of Preston changed, in 180 places of the UK.\n"
    "\n"
    "  --table DIR         the national table (default: the shipped uk-2019)\n"
    "  --places DIR        places.csv and jobs.csv or gva.csv (default: the shipped uk-places)\n"
    "  --own-tables FILE   place,table: places with a table of their own, in a folder relative to\n"
    "                      FILE; sectors, unit and currency as the nation's, amounts the place's\n"
    "  --demand FILE       place,sector,amount: bought of each sector in each place, basic "
    "prices,\n"
    "                      in currency units, not millions; negative for what is no longer bought\n"
    "  --before, --after FILE  two ledgers (default: the shipped Preston's)\n"
    "  --concordance FILE  from their categories to sectors; none: categories are sectors\n"
    "  --here CODE         the place or area that the answer is told from (default, for the\n"
    "                      shipped case: preston)\n"
    "  A place of demand or ledgers may be an area, or rest-of-AREA (without the places that "
    "other\n"
    "  lines name): each sector's money is divided among its places by the sector's size there.\n"
    "\n"
    "trade:\n"
    "  --trade KIND        gravity (default), pool, or data: trade.csv in the places folder\n"
    "  --decay KIND        exponential (default) or power\n"
    "  --travel-times FILE from,to,minutes between places, instead of straight distances, for "
    "trade\n"
    "                      and commuting by gravity; a row holds for both ways unless the way "
    "back\n"
    "                      has its own. All distances are in minutes then, without defaults\n"
    "  --scale D           of the exponential (default 50000)\n"
    "  --exponent E        of the power (default 2)\n"
    "  --smallest-distance D  of the power: what is nearer counts as so far (default 1000)\n"
    "  --nearest K         how many places each buys from; 0: all (default: all of up to 1000\n"
    "                      places, else 50)\n"
    "  --radius D          and none farther than this\n"
    "  --pool-share S      share that comes from anywhere in the nation, 0 to 1 (default 0)\n"
    "  --tolerance T       of balancing, a share of the nation's supply (default 1e-8)\n"
    "  --rounds N          of balancing, at most (default 200)\n"
    "  --quotient Q        of a place's own share: flq (default) or slq\n"
    "  --delta D           Flegg's delta, from 0 to below 1 (default 0.25)\n"
    "households:\n"
    "  --closure C         II (default): with what households spend; I: without\n"
    "  --commuting KIND    none (default), gravity, or data: commuting.csv in the places folder\n"
    "  --commuting-scale D how far people commute, for gravity (default 15000)\n"
    "  --wage-leakage S    share of wages that no household gets, 0 to 1 (default 0)\n"
    "results:\n"
    "  --top N             gainers and losers to print (default 10)\n"
    "  --csv FILE          everything: case,kind,code,name,account,part,value\n"
    "  --band, --no-band   the headline over distance and delta, nine models more (default: in "
    "the\n"
    "                      shipped case)\n"
    "  --progress          say on the standard error what is being done (default: on a terminal)\n"
    "  --estimate          say what memory and time it will take, and stop\n";

enum {
    TABLE = 1,
    PLACES,
    OWN_TABLES,
    DEMAND,
    BEFORE_LEDGER,
    AFTER_LEDGER,
    CONCORDANCE,
    HERE,
    CSV,
    TRADE,
    TRAVEL_TIMES,
    DECAY,
    SCALE,
    EXPONENT,
    SMALLEST,
    NEAREST,
    RADIUS,
    POOL_SHARE,
    TOLERANCE,
    ROUNDS,
    QUOTIENT,
    DELTA,
    CLOSURE,
    COMMUTING,
    COMMUTING_SCALE,
    WAGE_LEAKAGE,
    TOP,
    BAND,
    NO_BAND,
    PROGRESS,
    ESTIMATE,
    HELP
};

static const struct option options[] = {
    {"table", required_argument, NULL, TABLE},
    {"places", required_argument, NULL, PLACES},
    {"own-tables", required_argument, NULL, OWN_TABLES},
    {"demand", required_argument, NULL, DEMAND},
    {"before", required_argument, NULL, BEFORE_LEDGER},
    {"after", required_argument, NULL, AFTER_LEDGER},
    {"concordance", required_argument, NULL, CONCORDANCE},
    {"here", required_argument, NULL, HERE},
    {"csv", required_argument, NULL, CSV},
    {"trade", required_argument, NULL, TRADE},
    {"travel-times", required_argument, NULL, TRAVEL_TIMES},
    {"decay", required_argument, NULL, DECAY},
    {"scale", required_argument, NULL, SCALE},
    {"exponent", required_argument, NULL, EXPONENT},
    {"smallest-distance", required_argument, NULL, SMALLEST},
    {"nearest", required_argument, NULL, NEAREST},
    {"radius", required_argument, NULL, RADIUS},
    {"pool-share", required_argument, NULL, POOL_SHARE},
    {"tolerance", required_argument, NULL, TOLERANCE},
    {"rounds", required_argument, NULL, ROUNDS},
    {"quotient", required_argument, NULL, QUOTIENT},
    {"delta", required_argument, NULL, DELTA},
    {"closure", required_argument, NULL, CLOSURE},
    {"commuting", required_argument, NULL, COMMUTING},
    {"commuting-scale", required_argument, NULL, COMMUTING_SCALE},
    {"wage-leakage", required_argument, NULL, WAGE_LEAKAGE},
    {"top", required_argument, NULL, TOP},
    {"band", no_argument, NULL, BAND},
    {"no-band", no_argument, NULL, NO_BAND},
    {"progress", no_argument, NULL, PROGRESS},
    {"estimate", no_argument, NULL, ESTIMATE},
    {"help", no_argument, NULL, HELP},
    {0}};

/* Where an option's text goes; NULL for options of another kind. */
static const char **text_of(int option, places_settings *settings)
{
    switch (option) {
    case TABLE:
        return &settings->table;
    case PLACES:
        return &settings->places;
    case OWN_TABLES:
        return &settings->own_tables;
    case TRAVEL_TIMES:
        return &settings->travel_times;
    case DEMAND:
        return &settings->demand;
    case BEFORE_LEDGER:
        return &settings->ledgers[BEFORE];
    case AFTER_LEDGER:
        return &settings->ledgers[AFTER];
    case CONCORDANCE:
        return &settings->concordance;
    case HERE:
        return &settings->here;
    case CSV:
        return &settings->csv;
    default:
        return NULL;
    }
}

/* Where its number goes. */
static double *number_of(int option, places_settings *settings)
{
    switch (option) {
    case SCALE:
        return &settings->options.scale;
    case EXPONENT:
        return &settings->options.exponent;
    case SMALLEST:
        return &settings->options.smallest_distance;
    case RADIUS:
        return &settings->options.radius;
    case POOL_SHARE:
        return &settings->options.pool_share;
    case TOLERANCE:
        return &settings->options.tolerance;
    case DELTA:
        return &settings->options.delta;
    case COMMUTING_SCALE:
        return &settings->commuting_scale;
    case WAGE_LEAKAGE:
        return &settings->wage_leakage;
    default:
        return NULL;
    }
}

/* Where its count goes. */
static int64_t *count_of(int option, places_settings *settings)
{
    switch (option) {
    case NEAREST:
        return &settings->options.nearest;
    case ROUNDS:
        return &settings->options.most_rounds;
    case TOP:
        return &settings->top;
    default:
        return NULL;
    }
}

/* Which word it is: its position in the list, which ends with NULL; or -1, with a message. */
static int word_of(const char *text, const char *const *words, const char *says)
{
    for (int i = 0; words[i] != NULL; i++) {
        if (strcmp(text, words[i]) == 0) {
            return i;
        }
    }
    (void)fprintf(stderr, "places: '%s' is not %s\n", text, says);
    return -1;
}

/* An option that is a word: 1 when it was one and is taken, 0 when it is none, -1 when wrong. */
static int take_word(int option, places_settings *settings)
{
    static const char *const trades[] = {"gravity", "pool", "data", NULL};
    static const char *const decays[] = {"exponential", "power", NULL};
    static const char *const quotients[] = {"slq", "flq", NULL};
    static const char *const closures[] = {"I", "II", NULL};
    static const char *const commutings[] = {"none", "gravity", "data", NULL};
    int word = 0;
    switch (option) {
    case TRADE:
        word = word_of(optarg, trades, "a kind of trade: use gravity, pool or data");
        settings->trade = (trade_kind)word;
        break;
    case DECAY:
        word = word_of(optarg, decays, "a decay: use exponential or power");
        settings->options.decay = word == 0 ? PRESTON_DECAY_EXPONENTIAL : PRESTON_DECAY_POWER;
        break;
    case QUOTIENT:
        word = word_of(optarg, quotients, "a quotient of own shares: use flq or slq");
        settings->options.quotient = word == 0 ? PRESTON_QUOTIENT_SLQ : PRESTON_QUOTIENT_FLQ;
        break;
    case CLOSURE:
        word = word_of(optarg, closures, "a closure: use I or II");
        settings->closure = word == 0 ? PRESTON_CLOSURE_I : PRESTON_CLOSURE_II;
        break;
    case COMMUTING:
        word = word_of(optarg, commutings, "a kind of commuting: use none, gravity or data");
        settings->commuting = (commuting_kind)word;
        break;
    default:
        return 0;
    }
    return word < 0 ? -1 : 1;
}

static int take_count(const char *text, int64_t *out_count)
{
    double value = 0.0;
    if (!parse_number(text, &value) || value < 0.0 || value > 1e9 || value != floor(value)) {
        (void)fprintf(stderr, "places: '%s' is not a count: write 50\n", text);
        return 1 + BAD_INPUT;
    }
    *out_count = (int64_t)value;
    return 0;
}

static int take_flag(int option, const char *given, places_settings *settings)
{
    switch (option) {
    case BAND:
        settings->band = 1;
        return 0;
    case NO_BAND:
        settings->band = 0;
        return 0;
    case PROGRESS:
        settings->progress = 1;
        return 0;
    case ESTIMATE:
        settings->only_cost = 1;
        return 0;
    case HELP:
        (void)fputs(usage, stdout);
        return 1 + EXIT_SUCCESS;
    default:
        (void)fprintf(stderr,
                      "places: '%s' is not an option, or lacks its value: see places --help\n",
                      given);
        return 1 + BAD_INPUT;
    }
}

static int take_option(int option, const char *given, places_settings *settings)
{
    settings->scale_given |= option == SCALE;
    settings->smallest_given |= option == SMALLEST;
    settings->commuting_scale_given |= option == COMMUTING_SCALE;
    const char **text = text_of(option, settings);
    double *number = number_of(option, settings);
    int64_t *count = count_of(option, settings);
    if (text != NULL) {
        *text = optarg;
        return 0;
    }
    if (count != NULL) {
        return take_count(optarg, count);
    }
    if (number != NULL) {
        if (parse_number(optarg, number)) {
            return 0;
        }
        (void)fprintf(stderr, "places: '%s' is not a number: write 0.25\n", optarg);
        return 1 + BAD_INPUT;
    }
    int taken = take_word(option, settings);
    return taken > 0 ? 0 : taken < 0 ? 1 + BAD_INPUT : take_flag(option, given, settings);
}

/* The defaults are metres: in minutes, 50000 would be no distance at all. */
static int check_travel_times(const places_settings *settings)
{
    int trade = settings->trade == TRADE_GRAVITY;
    int power = settings->options.decay == PRESTON_DECAY_POWER;
    const char *lacking = NULL;
    if (settings->travel_times == NULL) {
        return 0;
    }
    if (!trade && settings->commuting != COMMUTING_GRAVITY) {
        (void)fputs("places: --travel-times is for gravity: neither trade nor commuting goes by "
                    "distance here\n",
                    stderr);
        return 1 + BAD_INPUT;
    }
    if (trade && !power && !settings->scale_given) {
        lacking = "--scale";
    } else if (trade && power && !settings->smallest_given) {
        lacking = "--smallest-distance";
    } else if (settings->commuting == COMMUTING_GRAVITY && !settings->commuting_scale_given) {
        lacking = "--commuting-scale";
    }
    if (lacking == NULL) {
        return 0;
    }
    (void)fprintf(stderr,
                  "places: --travel-times needs %s too, in minutes: its default is in metres\n",
                  lacking);
    return 1 + BAD_INPUT;
}

/* What was not given: the shipped case, or nothing. */
static int fill_in(places_settings *settings)
{
    int ledgers = (settings->ledgers[BEFORE] != NULL) + (settings->ledgers[AFTER] != NULL);
    if (ledgers == 1 || (settings->demand != NULL && ledgers > 0)) {
        (void)fputs("places: give --demand alone, or both --before and --after: see places "
                    "--help\n",
                    stderr);
        return 1 + BAD_INPUT;
    }
    int own = settings->demand != NULL || ledgers > 0;
    if (settings->demand != NULL && settings->concordance != NULL) {
        (void)fputs("places: --concordance is for ledgers: a demand names sectors\n", stderr);
        return 1 + BAD_INPUT;
    }
    settings->shipped = !own && settings->table == NULL && settings->places == NULL;
    settings->table = settings->table != NULL ? settings->table : EXAMPLES_DATA "/uk-2019";
    settings->places = settings->places != NULL ? settings->places : EXAMPLES_DATA "/uk-places";
    if (!own) {
        settings->ledgers[BEFORE] = EXAMPLES_DATA "/preston/ledger-2012-13.csv";
        settings->ledgers[AFTER] = EXAMPLES_DATA "/preston/ledger-2016-17.csv";
        settings->concordance = settings->concordance != NULL ? settings->concordance
                                                              : EXAMPLES_DATA
                                    "/preston/concordance.csv";
        settings->here = settings->here != NULL ? settings->here : "preston";
    }
    settings->band = settings->band >= 0 ? settings->band : settings->shipped;
    if (settings->trade != TRADE_GRAVITY || settings->options.decay != PRESTON_DECAY_EXPONENTIAL) {
        settings->band = 0; /* it is over the scale of gravity's exponential */
    }
    return check_travel_times(settings);
}

int parse_settings(int count, char **arguments, places_settings *settings)
{
    *settings = (places_settings){
        .closure = PRESTON_CLOSURE_II, .commuting_scale = 15000.0, .top = 10, .band = -1};
    preston_trade_options_init(&settings->options);
    settings->options.nearest = -1;
    opterr = 0; /* one line of our own instead */
    for (int option; (option = getopt_long(count, arguments, "", options, NULL)) != -1;) {
        int stop = take_option(option, arguments[optind - 1], settings);
        if (stop != 0) {
            return stop;
        }
    }
    if (optind != count) {
        (void)fprintf(stderr, "places: '%s' is not an option: see places --help\n",
                      arguments[optind]);
        return 1 + BAD_INPUT;
    }
    return fill_in(settings);
}
