/* The region by its own table alone, and inside its nation. */
#include "case.h"

#include <stdlib.h>

enum { REGION, REST };

static double in_pair(const regions_page *of, int closure, int effect, int64_t sector,
                      int64_t receiver)
{
    return of->answer->effect[closure][effect][receiver * 2 * of->inputs->sectors + sector];
}

static void print_averages(const regions_page *of)
{
    preston_text_table *text = begin_table(6);
    if (text == NULL) {
        return;
    }
    static const char *const heads[] = {"average by final sales",
                                        "its table alone",
                                        "inside the region",
                                        "in the rest",
                                        "both",
                                        "feedback"};
    static const char *const titles[EFFECTS] = {"output", "value added"};
    for (size_t k = 0; k < sizeof heads / sizeof *heads; k++) {
        preston_text_table_cell(text, "%s", heads[k]);
    }
    for (int closure = 0; closure <= (int)of->inputs->closure; closure++) {
        for (int effect = 0; effect < EFFECTS; effect++) {
            double alone = mixed(of->inputs, of->answer->alone[closure][effect], REGION);
            double inside = effect_in(of->inputs, of->answer, closure, effect, REGION, REGION);
            double rest = effect_in(of->inputs, of->answer, closure, effect, REGION, REST);
            preston_text_table_cell(text, "%s, Type %s", titles[effect], closure_names[closure]);
            preston_text_table_cell(text, "%.4f", alone);
            preston_text_table_cell(text, "%.4f", inside);
            preston_text_table_cell(text, "%.4f", rest);
            preston_text_table_cell(text, "%.4f", inside + rest);
            preston_text_table_cell(text, "%+.4f", shown_to(inside - alone, 4));
        }
    }
    end_table(text);
}

/* Sectors in the order of what they bring about in the rest, which is computed once. */
static preston_status print_sectors(const regions_page *of, preston_error *error)
{
    int64_t n = of->inputs->sectors;
    char *is_shown = calloc((size_t)n, 1);
    preston_text_table *text = is_shown != NULL ? begin_table(5) : NULL;
    if (text == NULL) {
        free(is_shown);
        return fail_with(error, PRESTON_ERROR_MEMORY, "out of memory");
    }
    static const char *const heads[] = {"sector (output, Type I)", "alone", "inside the region",
                                        "in the rest", "both"};
    for (size_t k = 0; k < sizeof heads / sizeof *heads; k++) {
        preston_text_table_cell(text, "%s", heads[k]);
    }
    for (int64_t k = 0; k < n && k < of->inputs->settings->top; k++) {
        int64_t most = 0;
        while (is_shown[most]) { /* fewer are shown than there are */
            most++;
        }
        for (int64_t i = 0; i < n; i++) {
            if (!is_shown[i] &&
                in_pair(of, 0, OUTPUT, i, REST) > in_pair(of, 0, OUTPUT, most, REST)) {
                most = i;
            }
        }
        is_shown[most] = 1;
        double inside = in_pair(of, 0, OUTPUT, most, REGION);
        double rest = in_pair(of, 0, OUTPUT, most, REST);
        preston_text_table_cell(text, "%s", preston_table_code(of->inputs->whole, most));
        preston_text_table_cell(text, "%.3f", of->answer->alone[0][OUTPUT][most]);
        preston_text_table_cell(text, "%.3f", inside);
        preston_text_table_cell(text, "%.3f", rest);
        preston_text_table_cell(text, "%.3f", inside + rest);
    }
    printf("  Sectors of the region that the rest depends on most:\n\n");
    end_table(text);
    free(is_shown);
    return PRESTON_OK;
}

preston_status print_comparison(const regions_page *of, preston_error *error)
{
    printf("2. %s: by its own table, and inside the nation\n\n",
           preston_economy_place_name(of->answer->economy, REGION));
    print_averages(of);
    printf("  Feedback is what comes back from the rest, less (in the cells where the tables "
           "disagree)\n  what is now bought there. Its table alone counts what is bought there as "
           "imports.\n\n");
    return print_sectors(of, error);
}
