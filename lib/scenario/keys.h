/* The keys of a scenario, once.
 *
 * A *record* is a map of the file and a struct of the header; a *key* says where its value stands
 * in that struct, of which kind it is, what it may be and what it means. Reading, checking,
 * copying, writing, the JSON Schema and the page of documentation all walk these tables and know
 * no key by name, so that they cannot drift apart.
 *
 * In some records the keys that count depend on one of them, the *selector*: the lever of a
 * measure, the form of a path. A key then has two sets of choices of the selector, as bits: those
 * that use it, and those that need it. */
#ifndef PRESTON_LIB_SCENARIO_KEYS_H
#define PRESTON_LIB_SCENARIO_KEYS_H

#include "preston/scenario.h"

typedef enum preston_key_kind {
    PRESTON_KEY_TEXT,    /* const char * */
    PRESTON_KEY_CHOICE,  /* const char *, one of `choices` */
    PRESTON_KEY_ENUM,    /* int: `first_choice` and the position in `choices` */
    PRESTON_KEY_NUMBER,  /* double */
    PRESTON_KEY_WHOLE,   /* double without decimals */
    PRESTON_KEY_FLAG,    /* int, 0 or 1 */
    PRESTON_KEY_WORDS,   /* preston_words */
    PRESTON_KEY_NUMBERS, /* const double *, and int64_t at `count`, which several may share */
    PRESTON_KEY_RECORD,  /* the struct of `record`, and perhaps int at `flag`: is it stated? */
    PRESTON_KEY_RECORDS, /* const struct of `record` *, and int64_t at `count` */
    PRESTON_KEY_LISTS    /* const preston_sector_list *, and int64_t at `count` */
} preston_key_kind;

/* Bits of preston_range.open. */
enum { PRESTON_ABOVE_LOW = 1, PRESTON_BELOW_HIGH = 2 };

typedef struct preston_range {
    double low, high; /* may be infinite */
    int open;         /* which ends are left out */
} preston_range;

/* All choices of a selector. */
#define PRESTON_ALWAYS (~0u)

struct preston_record;

typedef struct preston_key {
    const char *name;
    preston_key_kind kind;
    size_t offset;
    size_t count;
    size_t flag; /* 0: none */
    preston_range range;
    const char *unit;           /* NULL: has none */
    const char *const *choices; /* NULL at the end */
    int first_choice;
    unsigned used_by;   /* 0: always */
    unsigned needed_by; /* 0: never */
    unsigned either_by; /* at least one of the keys with the same bit is needed */
    const struct preston_record *record;
    const char *absent; /* what holds without it, where no default says so */
    const char *text;   /* what it means, in one line */
} preston_key;

struct preston_cursor;

typedef struct preston_record {
    const char *name; /* in messages, the schema and the page */
    const char *text;
    size_t size; /* of the struct */
    int sized;   /* it begins with its size */
    const preston_key *keys;
    int64_t count;
    const char *selector;          /* the name of a key; NULL: none */
    void (*init)(void *structure); /* the defaults */
    int shared;                    /* the struct is that of the record around it */
    /* What one key alone cannot show. */
    preston_status (*check)(const struct preston_cursor *at, preston_error *error);

    /* Shorter ways to write it in a file; each NULL where there is none. */
    const char *number_for;   /* a number in its place is the value of this key */
    const char *const *names; /* or one of these words, NULL at the end... */
    preston_status (*named)(const char *name, void *structure, preston_error *error);
    const struct preston_record *other; /* or another record, which is turned into this one */
    preston_status (*turn)(const void *other, void *structure, preston_error *error);
} preston_record;

extern const preston_record preston_record_scenario;
extern const preston_record preston_record_ledger;
extern const preston_record preston_record_columns;
extern const preston_record preston_record_economy;
extern const preston_record preston_record_capacity;
extern const preston_record preston_record_uncertainty;
extern const preston_record preston_record_measure;
extern const preston_record preston_record_path;
extern const preston_record preston_record_additionality;
extern const preston_record preston_record_population;
extern const preston_record preston_record_buyer_counts;

/* All records, from the scenario on; NULL at the end. */
extern const preston_record *const preston_records[];

/* How the buyers of a population may be written: two published counts. */
typedef struct preston_buyer_counts {
    double larger_purchases, fewer_buyers;
    double smaller_purchases, more_buyers;
    double largest;
} preston_buyer_counts;

/* Room for any struct of a record. */
typedef union preston_any_record {
    preston_scenario_data scenario;
    preston_scenario_ledger ledger;
    preston_scenario_economy economy;
    preston_scenario_capacity capacity;
    preston_measure measure;
    preston_path path;
    preston_additionality additionality;
    preston_population population;
    preston_buyer_counts counts;
} preston_any_record;

/* What a lever does, for the page. */
typedef struct preston_lever_note {
    const char *title;
    const char *moves;
    const char *leaves;
} preston_lever_note;

enum { PRESTON_LEVERS = 12 };
extern const char *const preston_lever_names[PRESTON_LEVERS + 1]; /* NULL at the end */
extern const preston_lever_note preston_lever_notes[PRESTON_LEVERS];

/* The key of that name, or NULL. */
const preston_key *preston_record_key(const preston_record *record, const char *name);

/* The position in a list that ends with NULL, or -1. */
int preston_choice_find(const char *const *choices, const char *text);

/* The choice of the record's selector in a struct, from 0; -1 where it is none of the choices; 0
 * for a record without selector. */
int preston_record_selected(const preston_record *record, const void *structure);

/* Is the key used, or needed, with that choice of the selector? */
int preston_key_used(const preston_key *key, int selected);
int preston_key_needed(const preston_key *key, int selected);

/* Where the value of the key stands. */
const void *preston_key_at(const preston_key *key, const void *structure);
void *preston_key_place(const preston_key *key, void *structure);

/* The count of an array. */
int64_t preston_key_count(const preston_key *key, const void *structure);
void preston_key_set_count(const preston_key *key, void *structure, int64_t count);

/* The pointer that a text, an array or a list of records has. */
const void *preston_key_pointer(const preston_key *key, const void *structure);
void preston_key_set_pointer(const preston_key *key, void *structure, const void *pointer);

/* The struct with its defaults, in `room`. */
const void *preston_record_defaults(const preston_record *record, preston_any_record *room);

/* Does the value differ from its default? `defaults` is the struct with its defaults. */
int preston_key_given(const preston_key *key, const void *structure, const void *defaults);

enum { PRESTON_RANGE_SIZE = 96 };

/* "from 0 to 1", "above 0", "0 or more", "any"; numbers that are always whole are not said so. */
void preston_range_text(const preston_range *range, char out_text[PRESTON_RANGE_SIZE]);

/* Is the number finite and in the range? */
int preston_range_holds(const preston_range *range, double value);

/* Is there no value: no text, not a number, an empty list, a record of which nothing is given? */
int preston_key_missing(const preston_key *key, const void *structure, const void *defaults);

#endif
