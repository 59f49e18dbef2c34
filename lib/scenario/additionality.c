/* From gross to net.
 *
 * English Partnerships 2008, Additionality Guide: AI = GI(1−L)(1−Dp)(1−S)M −
 * GI*(1−L*)(1−Dp*)(1−S*)M*, the star being the reference case. Here GI* is the deadweight part of
 * GI, and M = M* is the model's. */
#include "../status/error.h"
#include "preston/scenario.h"

#include <math.h>
#include <string.h>

void preston_additionality_init(preston_additionality *additionality)
{
    *additionality = (preston_additionality){
        .reference_leakage = NAN, .reference_displacement = NAN, .reference_substitution = NAN};
}

preston_status preston_additionality_published(const char *name,
                                               preston_additionality *out_additionality,
                                               preston_error *error)
{
    static const struct {
        const char *name;
        double deadweight, displacement, leakage, substitution;
    } sets[] = {{"standard", 0.20, 0.25, 0.10, 0.0},
                {"conservative", 0.35, 0.40, 0.20, 0.05},
                {"optimistic", 0.10, 0.10, 0.05, 0.0}};
    for (size_t i = 0; name != NULL && i < sizeof sets / sizeof *sets; i++) {
        if (strcmp(name, sets[i].name) == 0) {
            preston_additionality_init(out_additionality);
            out_additionality->deadweight = sets[i].deadweight;
            out_additionality->displacement = sets[i].displacement;
            out_additionality->leakage = sets[i].leakage;
            out_additionality->substitution = sets[i].substitution;
            return PRESTON_OK;
        }
    }
    return preston_fail(error, PRESTON_ERROR_LABEL,
                        "'%s' is no published set of additionality: they are 'standard', "
                        "'conservative' and 'optimistic'",
                        name != NULL ? name : "");
}

static preston_status check_share(double share, const char *name, preston_error *error)
{
    return share >= 0.0 && share <= 1.0
               ? PRESTON_OK
               : preston_fail(error, PRESTON_ERROR_VALUE,
                              "additionality: a %s of %g: it must be from 0 to 1", name, share);
}

/* A share of the reference case, NaN being that of the intervention. */
static double reference(double given, double intervention)
{
    return isnan(given) ? intervention : given;
}

preston_status preston_additionality_factor(const preston_additionality *additionality,
                                            double *out_factor, preston_error *error)
{
    const preston_additionality *of = additionality;
    const double leakage = reference(of->reference_leakage, of->leakage);
    const double displacement = reference(of->reference_displacement, of->displacement);
    const double substitution = reference(of->reference_substitution, of->substitution);
    const struct {
        double share;
        const char *name;
    } shares[] = {{of->deadweight, "deadweight"},          {of->leakage, "leakage"},
                  {of->displacement, "displacement"},      {of->substitution, "substitution"},
                  {leakage, "reference_leakage"},          {displacement, "reference_displacement"},
                  {substitution, "reference_substitution"}};
    for (size_t i = 0; i < sizeof shares / sizeof *shares; i++) {
        preston_status status = check_share(shares[i].share, shares[i].name, error);
        if (status != PRESTON_OK) {
            return status;
        }
    }
    *out_factor = (1.0 - of->leakage) * (1.0 - of->displacement) * (1.0 - of->substitution) -
                  of->deadweight * ((1.0 - leakage) * (1.0 - displacement) * (1.0 - substitution));
    return PRESTON_OK;
}
