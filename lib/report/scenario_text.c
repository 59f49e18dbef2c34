/* A scenario's report as text: its sections, gathered and printed at once. */
#include "scenario_page.h"
#include "written.h"

preston_status preston_report_scenario_text(const preston_projection *projection,
                                            const preston_scenario_report_options *options,
                                            FILE *stream, preston_error *error)
{
    static preston_page_section *const sections[] = {
        preston_page_answer,    preston_page_measures, preston_page_years,
        preston_page_purchases, preston_page_premiums, preston_page_places,
        preston_page_closures,  preston_page_causes,   preston_page_basis};
    preston_scenario_report_options defaults;
    preston_scenario_page page;
    preston_written written;
    preston_scenario_report_options_init(&defaults);
    preston_status status = preston_written_begin(&written, error);
    if (status != PRESTON_OK) {
        return status;
    }
    status = preston_page_make(&page, projection, options == NULL ? &defaults : options,
                               written.stream, error);
    for (size_t i = 0; status == PRESTON_OK && i < sizeof sections / sizeof *sections; i++) {
        status = sections[i](&page, error);
    }
    return preston_written_end(&written, status, stream, error);
}
