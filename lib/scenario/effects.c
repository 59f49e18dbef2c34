/* What a unit bought of each place, sector and supplier type brings about, in every set that the
 * projection answers for: one batch of transposed solves a closure, and any change is then a dot
 * product. */
#include "results.h"

#include "../status/allocate.h"
#include "../status/error.h"

#include <stdlib.h>
#include <string.h>

static const char *const revenue[] = {"taxes_on_products", "taxes_on_production"};

enum { REVENUES = 2 };

static int is_revenue(const char *account)
{
    return strcmp(account, PRESTON_PUBLIC_REVENUE) == 0;
}

int64_t preston_projection_set(const preston_projection *projection, preston_closure closure,
                               int64_t account, int64_t area)
{
    return ((int64_t)closure * projection->accounts.count + account) * projection->areas.count +
           area;
}

/* Room for the effects of one account in one area. */
typedef struct effects_of {
    double *purchases; /* K × (P n) */
    double *buyer;     /* 2 P */
} effects_of;

static preston_type_effects views_of(const preston_plan *plan, const effects_of *room)
{
    int64_t cells = plan->places * plan->sectors;
    return (preston_type_effects){.purchases = {room->purchases, cells, plan->kinds, 1, cells},
                                  .imports = preston_vector(room->buyer, plan->places, 1),
                                  .taxes_on_products =
                                      preston_vector(room->buyer + plan->places, plan->places, 1)};
}

/* Everything that is solved for in one closure: an account that is a sum of two is asked for twice.
 */
typedef struct question {
    int64_t count;
    const char **accounts;
    const char **areas;
    effects_of *room;
    preston_type_effects *views;
    double *second; /* for the second of two accounts that are one here */
} question;

static void clear_question(question *asked)
{
    free(asked->accounts);
    free(asked->areas);
    free(asked->room);
    free(asked->views);
    free(asked->second);
}

static preston_status make_question(const preston_plan *plan, int64_t most, question *asked,
                                    preston_error *error)
{
    *asked = (question){0};
    asked->accounts = preston_allocate(2 * most, sizeof *asked->accounts);
    asked->areas = preston_allocate(2 * most, sizeof *asked->areas);
    asked->room = preston_allocate(2 * most, sizeof *asked->room);
    asked->views = preston_allocate(2 * most, sizeof *asked->views);
    asked->second = preston_allocate_matrix(most, plan->kinds * plan->places * plan->sectors +
                                                      2 * plan->places);
    if (asked->accounts != NULL && asked->areas != NULL && asked->room != NULL &&
        asked->views != NULL && asked->second != NULL) {
        return PRESTON_OK;
    }
    clear_question(asked);
    return preston_fail_memory(error, "effects");
}

static void ask(const preston_plan *plan, question *asked, const char *account, const char *area,
                effects_of room)
{
    asked->accounts[asked->count] = account;
    asked->areas[asked->count] = area;
    asked->room[asked->count] = room;
    asked->views[asked->count] = views_of(plan, &room);
    asked->count++;
}

/* Asks for an account in an area; the second part of a sum goes to spare room. */
static void ask_account(const preston_plan *plan, question *asked, int64_t spare,
                        const char *account, const char *area, effects_of room)
{
    int64_t cells = plan->kinds * plan->places * plan->sectors;
    double *second = asked->second + spare * (cells + 2 * plan->places);
    if (!is_revenue(account)) {
        ask(plan, asked, account, area, room);
        return;
    }
    ask(plan, asked, revenue[0], area, room);
    ask(plan, asked, revenue[1], area, (effects_of){second, second + cells});
}

/* Solves, and adds what belongs together. */
static preston_status answer(const preston_plan *plan, preston_closure closure, question *asked,
                             preston_error *error)
{
    int64_t cells = plan->kinds * plan->places * plan->sectors;
    preston_status status = preston_supplier_types_effects(
        plan->types, closure, asked->count, asked->accounts, asked->areas, asked->views, error);
    for (int64_t i = 1; status == PRESTON_OK && i < asked->count; i++) {
        if (asked->accounts[i] == revenue[1]) {
            for (int64_t cell = 0; cell < cells; cell++) {
                asked->room[i - 1].purchases[cell] += asked->room[i].purchases[cell];
            }
            for (int64_t p = 0; p < 2 * plan->places; p++) {
                asked->room[i - 1].buyer[p] += asked->room[i].buyer[p];
            }
        }
    }
    return status;
}

preston_status preston_projection_find_effects(preston_projection *projection, preston_error *error)
{
    const preston_plan *plan = &projection->plan;
    int64_t cells = plan->kinds * plan->places * plan->sectors;
    int64_t each = projection->accounts.count * projection->areas.count;
    question asked;
    preston_status status = make_question(plan, each, &asked, error);
    if (status != PRESTON_OK) {
        return status;
    }
    for (int closure = 0; status == PRESTON_OK && closure < projection->closures; closure++) {
        asked.count = 0;
        for (int64_t k = 0; k < each; k++) {
            int64_t set = closure * each + k;
            ask_account(plan, &asked, k, projection->accounts.texts[k / projection->areas.count],
                        projection->areas.texts[k % projection->areas.count],
                        (effects_of){projection->effects + set * cells,
                                     projection->buyer_effects + set * 2 * plan->places});
        }
        status = answer(plan, (preston_closure)closure, &asked, error);
    }
    clear_question(&asked);
    return status;
}

preston_status preston_plan_effects(const preston_plan *plan, preston_closure closure,
                                    const char *account, const char *area, double *out_effects,
                                    preston_error *error)
{
    question asked;
    double *buyer = preston_allocate_matrix(2 * plan->places, 1);
    preston_status status = buyer == NULL ? preston_fail_memory(error, "effects")
                                          : make_question(plan, 1, &asked, error);
    if (status == PRESTON_OK) {
        ask_account(plan, &asked, 0, account, area, (effects_of){out_effects, buyer});
        status = answer(plan, closure, &asked, error);
        clear_question(&asked);
    }
    free(buyer);
    return status;
}
