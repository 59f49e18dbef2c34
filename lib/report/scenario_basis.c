/* What a scenario's numbers rest on: conservation, certificates, and everything assumed. */
#include "scenario_page.h"

#include <math.h>

/* The largest gap between what is spent and what becomes of it, in all years and closures. */
static preston_status find_gap(const preston_scenario_page *page, double *gap, double *most,
                               preston_error *error)
{
    preston_status status = PRESTON_OK;
    for (int64_t y = -1; status == PRESTON_OK && y < page->years; y++) {
        for (int closure = 0; status == PRESTON_OK && closure <= (int)page->closure; closure++) {
            double spent = 0.0;
            double accounted = 0.0;
            status = preston_projection_conservation(page->projection, y, (preston_closure)closure,
                                                     &spent, &accounted, error);
            *gap = fmax(*gap, fabs(spent - accounted));
            *most = fmax(*most, fabs(spent));
        }
    }
    return status;
}

static preston_status print_conservation(const preston_scenario_page *page, preston_error *error)
{
    double gap = 0.0;
    double most = 0.0;
    preston_status status = find_gap(page, &gap, &most, error);
    if (status == PRESTON_ERROR_MISSING) {
        (void)fprintf(page->stream, "  - Conservation is not checked: the table lacks gva, imports "
                                    "or taxes_on_products.\n");
        return PRESTON_OK;
    }
    (void)fprintf(
        page->stream,
        "  - Money is conserved: in each year value added, imports, taxes on products and "
        "premiums\n    are what is spent, to %.0e of at most %.1f (%s).\n",
        gap, most, page->money);
    return status;
}

static void print_certificates(const preston_scenario_page *page)
{
    double worst = 0.0;
    int certified = 1;
    for (int64_t y = 0; y < page->years; y++) {
        const preston_impact *impact = preston_projection_impact(page->projection, y);
        for (int closure = 0; closure <= (int)page->closure; closure++) {
            preston_certificate made = preston_impact_certificate(impact, (preston_closure)closure);
            worst = fmax(worst, made.relative_bound);
            certified = certified && made.certified;
        }
    }
    (void)fprintf(page->stream,
                  certified ? "  - Each solve is certified to a relative error below %.0e.\n"
                            : "  - Not every solve could be certified; where it was, to %.0e.\n",
                  worst);
}

static void print_economy(const preston_scenario_page *page)
{
    const preston_scenario_economy *economy = &page->data->economy;
    (void)fprintf(page->stream, "  - Trade among places: %s", economy->form);
    if (economy->quotient != NULL) {
        (void)fprintf(page->stream, ", location quotient %s, delta %g", economy->quotient,
                      economy->delta);
    }
    (void)fprintf(page->stream,
                  ": an estimate.\n  - Every place has the nation's recipe for each sector, unless "
                  "it has a table of its own.\n");
    if (page->closure == PRESTON_CLOSURE_II) {
        (void)fprintf(page->stream,
                      "  - Of each 1 paid in wages %g reaches no household (tax, "
                      "saving).\n",
                      economy->wage_leakage);
    }
}

static void print_capacity(const preston_scenario_page *page)
{
    const preston_scenario_capacity *capacity = &page->data->capacity;
    if (isnan(capacity->headroom) && capacity->file == NULL) {
        (void)fprintf(page->stream, "  - No limit of capacity is stated: an assumption. Suppliers "
                                    "are taken to be able to deliver.\n");
        return;
    }
    (void)fprintf(page->stream, "  - Capacity: ");
    if (!isnan(capacity->headroom)) {
        (void)fprintf(page->stream, "a sector can grow by %g %% of its output in a place",
                      100.0 * capacity->headroom);
    }
    if (capacity->file != NULL) {
        (void)fprintf(page->stream, "%s%s", isnan(capacity->headroom) ? "" : "; instead, by ",
                      capacity->file);
    }
    (void)fprintf(page->stream, ", of which buyers know %g %%", 100.0 * capacity->known);
    (void)fprintf(page->stream, capacity->constrain_output
                                    ? ".\n    It holds in supply chains too.\n"
                                    : ".\n    In supply chains there is no limit.\n");
}

preston_status preston_page_basis(const preston_scenario_page *page, preston_error *error)
{
    int64_t assumed = 0;
    for (int64_t i = 0; i < page->data->measure_count; i++) {
        assumed += page->data->measures[i].source == NULL;
    }
    (void)fprintf(page->stream, "What this rests on\n");
    preston_status status = print_conservation(page, error);
    print_certificates(page);
    print_economy(page);
    print_capacity(page);
    (void)fprintf(page->stream, "  - Each year begins with the purchases of the ledger, at its "
                                "prices, and is a comparison of\n    two states: nothing is said "
                                "of the way between them.\n");
    if (page->data->measure_count > 0) {
        (void)fprintf(page->stream,
                      "  - Measures without a source, which are assumptions: %lld of %lld "
                      "(section 1).\n",
                      (long long)assumed, (long long)page->data->measure_count);
    }
    (void)fprintf(page->stream, "  - libpreston %s.\n", preston_version());
    return status;
}
