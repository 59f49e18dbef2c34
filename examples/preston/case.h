/* The Preston case: what is read, what is computed, and how it is shown. */
#ifndef EXAMPLES_PRESTON_CASE_H
#define EXAMPLES_PRESTON_CASE_H

#include <preston/preston.h>

enum { MOST_PLACES = 8, PARTS = 3, CAUSES = 3 };

/* The range of delta that comparisons with survey tables support. */
#define LEAST_DELTA 0.10
#define MOST_DELTA 0.30

typedef struct case_settings {
    const char *data;
    const char *csv;
    const char *survey; /* NULL: none */
    preston_quotient quotient;
    double delta;
    double deflate[2];
} case_settings;

/* What is read once. */
typedef struct case_inputs {
    const case_settings *settings;
    preston_table *table;
    preston_places *places;
    preston_ledger *ledger[2];
    preston_concordance *concordance;
    preston_survey *survey;
} case_inputs;

/* What is computed for one delta. */
typedef struct case_answer {
    preston_economy *economy;
    preston_model *model;
    preston_comparison *comparison;
} case_answer;

/* case.c */
preston_status read_inputs(case_inputs *inputs, preston_error *error);
void free_inputs(case_inputs *inputs);
preston_status compute(const case_inputs *inputs, double delta, int feedback, case_answer *out,
                       preston_error *error);
void free_answer(case_answer *answer);

/* The impact of the first (0) or second (1) ledger. */
const preston_impact *impact_of(const case_answer *answer, int ledger);

/* One part of an account; all parts that a closure has; the change between the ledgers; and what
 * one cause makes of it (both Type II). */
double part_of(const preston_impact *impact, const char *account, int part, int64_t place);
double total_of(const preston_impact *impact, const char *account, preston_closure closure,
                int64_t place);
double change_of(const case_answer *answer, const char *account, int64_t place);
double cause_of(const case_answer *answer, int cause, const char *account, int64_t place);

/* All that was spent, in £m. */
double spent_in(const preston_impact *impact);

/* Everything beyond the answer itself that can fail, found before a line is printed. */
enum { AREAS = 2, BAND_ACCOUNTS = 2, MOST_BANDS = MOST_PLACES * BAND_ACCOUNTS * 2 };

typedef struct case_findings {
    preston_retention *retention[2];
    preston_lm3 lm3_of_budget[AREAS][2]; /* Preston and Lancashire, by ledger */
    preston_lm3 lm3_here[AREAS][2];
    preston_lm3 lm3_of_survey[2];
    case_answer without_feedback;
    preston_band bands[MOST_BANDS]; /* for each place and account of band_accounts: the change, and
                                       what localisation makes of it, over delta */
} case_findings;

/* findings.c */
extern const char *const band_accounts[BAND_ACCOUNTS];
preston_status find_all(case_inputs *inputs, const case_answer *answer, case_findings *findings,
                        preston_error *error);
void free_findings(case_findings *findings);

/* print.c, csv_rows.c */
void print_case(const case_inputs *inputs, const case_answer *answer,
                const case_findings *findings);
preston_status write_csv(const case_answer *answer, const char *path, preston_error *error);

#endif
