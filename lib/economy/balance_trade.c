/* Doubly constrained gravity (Wilson 1971) on a sparse pattern, all sectors at a time.
 *
 * For a sector, let t_r be the part of seller r in what the nation's sellers have left when they
 * have supplied their own place, and n_s the part of buyer s in what is bought elsewhere; both add
 * up to one. The flow from r to s is a_r k_rs u_s, where k_rs is the decay of their distance. In
 * turn (Furness 1965)
 *
 *   u_s = n_s / Σ_r k_rs a_r     makes purchases exact,
 *   a_r = t_r / Σ_s k_rs u_s     makes sales exact,
 *
 * and purchases, made exact once more, have the last word. With a pool, k_rs = w_s d_rs + p: the
 * weight w_s = (1 − p) / Σ_r d_rs t_r makes p the pool's share where a = t. Where nobody near has
 * anything left, w_s is 0 and all comes from the pool. Every buyer can then reach every seller, so
 * that a balance exists.
 *
 * The P × S arrays of the result hold the numbers of the iteration until it is over: a in the
 * seller factors, w u in the buyer factors (u without a pool), w in the use of the pool. */
#include "balance_trade.h"

#include "../matrix/lanes.h"
#include "../matrix/threads.h"
#include "../status/allocate.h"
#include "../status/error.h"
#include "trade_input.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    BLOCK = 128, /* places one thread takes at a time, and whose sums are added up together */
    PATIENCE = 10
};

/* Less than this part of a supply, left over by subtraction, is rounding. */
static const double rounding = 1e-12;

/* Factors stay within this of their start, so that nothing overflows where no balance exists. */
static const double widest_factor = 1e30;

/* A sector makes no progress where PATIENCE rounds have brought its deviation no lower than this
 * part of it. */
static const double no_progress = 0.95;

/* What the last pass over the sellers finds out about a sector. */
typedef struct finding {
    double imbalance; /* the largest |sales − supply| over the nation's supply */
    int64_t place;    /* where that is, or -1 */
} finding;

typedef struct state {
    const preston_balancing *work;
    preston_trade_shares *shares;
    int64_t s;
    int64_t blocks;
    int threads;
    int pool;
    double *left;       /* S: what sellers have left, all together */
    double *needed;     /* S: what is bought elsewhere */
    double *all;        /* S: 1 where nothing is left, so that sellers count by all their supply */
    double *seller_sum; /* S: Σ a, with a pool */
    double *pool_sum;   /* S: p Σ u */
    double *earlier;    /* PATIENCE × S: the deviations of the last rounds */
    double *partial;    /* blocks × S */
    double *deviations; /* blocks × S, the largest |sales − target|; the first block's become those
                           of all, over the nation's supply */
    finding *found;     /* blocks × S; the first block's become those of all */
    double *scratch;    /* three rows of S for each thread */
    double *targets;    /* P × S: t */
    double *bought;     /* P × S: n, what is bought elsewhere over all of it */
} state;

/* --- rows of S numbers, for two processors --- */

/* sum = Σ_k values[k] · rows[indices[k]]: S numbers each, four rows at a time. */
PRESTON_CLONES
static void balance_gather(int64_t s, int64_t count, const int64_t *indices, const double *values,
                           const double *rows, double *restrict sum)
{
    int64_t k = 0;
    memset(sum, 0, (size_t)s * sizeof *sum);
    for (; k + 4 <= count; k += 4) {
        const double *a = rows + indices[k] * s;
        const double *b = rows + indices[k + 1] * s;
        const double *c = rows + indices[k + 2] * s;
        const double *d = rows + indices[k + 3] * s;
        for (int64_t i = 0; i < s; i++) {
            sum[i] += (values[k] * a[i] + values[k + 1] * b[i]) +
                      (values[k + 2] * c[i] + values[k + 3] * d[i]);
        }
    }
    for (; k < count; k++) {
        const double *a = rows + indices[k] * s;
        for (int64_t i = 0; i < s; i++) {
            sum[i] += values[k] * a[i];
        }
    }
}

/* u of a buyer. Infinite where there is nobody to buy from. */
PRESTON_CLONES
static void balance_buyer(int64_t s, const double *bought, const double *reach,
                          double *restrict factors)
{
    for (int64_t i = 0; i < s; i++) {
        double divisor = bought[i] > 0.0 && reach[i] > 0.0 ? reach[i] : 1.0;
        double factor = bought[i] / divisor;
        factor = reach[i] > 0.0 ? factor : HUGE_VAL;
        factors[i] = bought[i] > 0.0 ? factor : 0.0;
    }
}

/* With a pool: w u of a buyer, and p u, which is added to the sum as well. */
PRESTON_CLONES
static void balance_pool_buyer(int64_t s, const double *bought, const double *reach,
                               const double *near, double far, const double *seller_sum,
                               double *restrict factors, double *restrict pooled,
                               double *restrict pool_sum)
{
    for (int64_t i = 0; i < s; i++) {
        double total = near[i] * reach[i] + far * seller_sum[i];
        double divisor = bought[i] > 0.0 ? total : 1.0;
        double factor = bought[i] / divisor;
        factor = bought[i] > 0.0 ? factor : 0.0;
        factors[i] = factor * near[i];
        pooled[i] = factor * far;
        pool_sum[i] += pooled[i];
    }
}

/* The next a of a seller; how far its sales were from its target before. */
PRESTON_CLONES
static void balance_seller(int64_t s, const double *targets, const double *needed,
                           const double *reach, const double *pool_sum, double *restrict factors,
                           double *restrict deviations, double *restrict seller_sum)
{
    for (int64_t i = 0; i < s; i++) {
        double sold = reach[i] + pool_sum[i];
        double away = fabs(factors[i] * sold * needed[i] - targets[i] * needed[i]);
        double factor = 1.0 / (sold > 0.0 ? sold : 1.0);
        factor = factor < widest_factor ? factor : widest_factor;
        factor = targets[i] * (factor > 1.0 / widest_factor ? factor : 1.0 / widest_factor);
        factors[i] = sold > 0.0 ? factor : factors[i];
        deviations[i] = away > deviations[i] ? away : deviations[i];
        seller_sum[i] += factors[i];
    }
}

/* --- targets and needs --- */

/* What a seller has left, in amounts. */
static double left_of(const state *b, int64_t place, int64_t i)
{
    const preston_trade_input *input = b->work->input;
    double made = preston_get(input->supply, place, i) * b->work->scale[i];
    if (b->all[i] > 0.0) {
        return made;
    }
    double left = made - b->shares->own[place * b->s + i] * preston_get(input->use, place, i);
    return left > rounding * made ? left : 0.0;
}

/* t_r: its part in what all have left. */
static double target_of(const state *b, int64_t place, int64_t i)
{
    return b->left[i] > 0.0 ? left_of(b, place, i) / b->left[i] : 0.0;
}

/* The share of its use that a buyer buys elsewhere. */
static double bought_share(const state *b, int64_t place, int64_t i)
{
    double share = 1.0 - preston_trade_cell(b->work->input->imports, place, i) -
                   b->shares->own[place * b->s + i];
    return share > 0.0 ? share : 0.0;
}

/* Sums over places, in their order. */
static void add_up(const state *b)
{
    for (int again = 0; again < 2; again++) {
        for (int64_t i = 0; i < b->s; i++) {
            b->left[i] = again && b->all[i] == 0.0 ? b->left[i] : 0.0;
        }
        for (int64_t place = 0; place < b->shares->places; place++) {
            for (int64_t i = 0; i < b->s; i++) {
                b->left[i] += !again || b->all[i] > 0.0 ? left_of(b, place, i) : 0.0;
                b->needed[i] +=
                    again ? bought_share(b, place, i) * preston_get(b->work->input->use, place, i)
                          : 0.0;
            }
        }
        for (int64_t i = 0; i < b->s && !again; i++) {
            b->all[i] = b->left[i] > 0.0 ? 0.0 : 1.0;
        }
    }
}

/* What rounds ask for again and again, and the first a. */
static void start(const state *b)
{
#pragma omp parallel for schedule(static) num_threads(b->threads)
    for (int64_t place = 0; place < b->shares->places; place++) {
        for (int64_t i = 0; i < b->s; i++) {
            int64_t cell = place * b->s + i;
            double use = preston_get(b->work->input->use, place, i);
            double flow = b->needed[i] > 0.0 ? use / b->needed[i] : 0.0;
            b->targets[cell] = target_of(b, place, i);
            b->bought[cell] = bought_share(b, place, i) * flow;
            b->shares->seller_factors[cell] = b->targets[cell];
        }
    }
}

/* The sum of one number of each place and sector; the blocks' sums are in b->partial. */
static void add_blocks(const state *b, double *out_sum)
{
    memset(out_sum, 0, (size_t)b->s * sizeof *out_sum);
    for (int64_t block = 0; block < b->blocks; block++) {
        for (int64_t i = 0; i < b->s; i++) {
            out_sum[i] += b->partial[block * b->s + i];
        }
    }
}

static void gather_sellers(const state *b, int64_t buyer, double *reach)
{
    const preston_neighbours *near = &b->work->near;
    int64_t from = near->starts[buyer];
    balance_gather(b->s, near->starts[buyer + 1] - from, near->sellers + from,
                   near->distances + from, b->shares->seller_factors, reach);
}

static double *scratch_of(const state *b)
{
    return b->scratch + (int64_t)preston_thread_number() * 3 * b->s;
}

static void weigh_pool(const state *b)
{
#pragma omp parallel for schedule(dynamic, BLOCK) num_threads(b->threads)
    for (int64_t buyer = 0; buyer < b->shares->places; buyer++) {
        double *reach = scratch_of(b);
        gather_sellers(b, buyer, reach);
        for (int64_t i = 0; i < b->s; i++) {
            double weight = reach[i] > 0.0 ? (1.0 - b->work->options->pool_share) / reach[i] : 0.0;
            b->shares->pool_use[buyer * b->s + i] = isinf(weight) ? 0.0 : weight;
        }
    }
}

/* Of a buyer, u or, when `shares` is on, the factors of the result. */
static void constrain_buyer(const state *b, int shares, int64_t buyer, double *scratch,
                            double *pool_sum)
{
    double *reach = scratch;
    double *row = scratch + b->s;
    const double *bought = b->bought + buyer * b->s;
    double *factors = b->shares->buyer_factors + buyer * b->s;
    gather_sellers(b, buyer, reach);
    if (shares) {
        for (int64_t i = 0; i < b->s; i++) {
            row[i] = bought_share(b, buyer, i);
        }
        bought = row;
    }
    if (!b->pool) {
        balance_buyer(b->s, bought, reach, factors);
        return;
    }
    double *use = b->shares->pool_use + buyer * b->s;
    double *pooled = row + b->s;
    balance_pool_buyer(b->s, bought, reach, use, b->work->options->pool_share, b->seller_sum,
                       factors, pooled, pool_sum);
    for (int64_t i = 0; shares && i < b->s; i++) {
        use[i] = pooled[i] * b->seller_sum[i];
    }
}

static void constrain_buyers(const state *b, int shares)
{
#pragma omp parallel for schedule(dynamic, 1) num_threads(b->threads)
    for (int64_t block = 0; block < b->blocks; block++) {
        int64_t end = (block + 1) * BLOCK;
        end = end < b->shares->places ? end : b->shares->places;
        double *sum = b->partial + block * b->s;
        memset(sum, 0, (size_t)b->s * sizeof *sum);
        for (int64_t buyer = block * BLOCK; buyer < end; buyer++) {
            constrain_buyer(b, shares, buyer, scratch_of(b), sum);
        }
    }
    if (b->pool) {
        add_blocks(b, b->pool_sum);
    }
}

static void gather_buyers(const state *b, int64_t seller, double *reach)
{
    const preston_trade_shares *shares = b->shares;
    int64_t from = shares->common_starts[seller];
    balance_gather(b->s, shares->common_starts[seller + 1] - from, shares->common_buyers + from,
                   shares->common_shares + from, shares->buyer_factors, reach);
}

/* One block's largest deviations become those of all, over the nation's supply. */
static void join_deviations(const state *b)
{
    for (int64_t block = 1; block < b->blocks; block++) {
        const double *one = b->deviations + block * b->s;
        for (int64_t i = 0; i < b->s; i++) {
            b->deviations[i] = one[i] > b->deviations[i] ? one[i] : b->deviations[i];
        }
    }
    for (int64_t i = 0; i < b->s; i++) {
        double nation = b->work->supply[i];
        b->deviations[i] = nation > 0.0 ? b->deviations[i] / b->work->scale[i] / nation : 0.0;
    }
}

/* Every seller's next a; finds how far sales were from their targets before. */
static void constrain_sellers(const state *b)
{
#pragma omp parallel for schedule(dynamic, 1) num_threads(b->threads)
    for (int64_t block = 0; block < b->blocks; block++) {
        int64_t end = (block + 1) * BLOCK;
        end = end < b->shares->places ? end : b->shares->places;
        double *sum = b->partial + block * b->s;
        double *deviations = b->deviations + block * b->s;
        double *reach = scratch_of(b);
        memset(sum, 0, (size_t)b->s * sizeof *sum);
        memset(deviations, 0, (size_t)b->s * sizeof *deviations);
        for (int64_t seller = block * BLOCK; seller < end; seller++) {
            gather_buyers(b, seller, reach);
            balance_seller(b->s, b->targets + seller * b->s, b->needed, reach, b->pool_sum,
                           b->shares->seller_factors + seller * b->s, deviations, sum);
        }
    }
    add_blocks(b, b->seller_sum);
    join_deviations(b);
}

/* How far a seller's sales are from its supply. */
static void compare_seller(const state *b, int64_t seller, double *reach, finding *found)
{
    const preston_trade_input *input = b->work->input;
    const double *factors = b->shares->seller_factors + seller * b->s;
    gather_buyers(b, seller, reach);
    for (int64_t i = 0; i < b->s; i++) {
        double nation = b->work->supply[i];
        double use = preston_get(input->use, seller, i);
        double sales = factors[i] * (reach[i] + b->pool_sum[i]) * b->needed[i];
        double off = fabs(b->shares->own[seller * b->s + i] * use + sales -
                          preston_get(input->supply, seller, i));
        off = nation > 0.0 ? off / nation : 0.0;
        if (off > found[i].imbalance) {
            found[i] = (finding){off, seller};
        }
    }
}

/* Brings what the blocks found together in the first; ties go to the first place. */
static void join_findings(const state *b)
{
    for (int64_t block = 1; block < b->blocks; block++) {
        for (int64_t i = 0; i < b->s; i++) {
            const finding *one = &b->found[block * b->s + i];
            if (one->imbalance > b->found[i].imbalance) {
                b->found[i] = *one;
            }
        }
    }
}

static void compare_sellers(const state *b)
{
#pragma omp parallel for schedule(dynamic, 1) num_threads(b->threads)
    for (int64_t block = 0; block < b->blocks; block++) {
        int64_t end = (block + 1) * BLOCK;
        end = end < b->shares->places ? end : b->shares->places;
        finding *found = b->found + block * b->s;
        for (int64_t i = 0; i < b->s; i++) {
            found[i] = (finding){.place = -1};
        }
        for (int64_t seller = block * BLOCK; seller < end; seller++) {
            compare_seller(b, seller, scratch_of(b), found);
        }
    }
    join_findings(b);
}

/* The sum of a, where no pass over sellers has found it. */
static void add_sellers(const state *b)
{
    memset(b->seller_sum, 0, (size_t)b->s * sizeof *b->seller_sum);
    for (int64_t place = 0; place < b->shares->places; place++) {
        for (int64_t i = 0; i < b->s; i++) {
            b->seller_sum[i] += b->shares->seller_factors[place * b->s + i];
        }
    }
}

static preston_status check_reach(const state *b, preston_error *error)
{
    const preston_trade_shares *shares = b->shares;
    for (int64_t buyer = 0; buyer < shares->places; buyer++) {
        for (int64_t i = 0; i < b->s; i++) {
            if (!isinf(shares->buyer_factors[buyer * b->s + i])) {
                continue;
            }
            preston_label_text at;
            preston_label_text in;
            const preston_neighbours *near = &b->work->near;
            int64_t count = near->starts[buyer + 1] - near->starts[buyer];
            return preston_fail(
                error, PRESTON_ERROR_VALUE,
                "place %s buys a share of %g of sector %s elsewhere, and %s: take more neighbours, "
                "a larger radius or scale, or a pool_share above 0",
                preston_trade_place(b->work->input, buyer, at), bought_share(b, buyer, i),
                preston_trade_sector(b->work->input, i, in),
                count == 0 ? "has no neighbour" : "none of its neighbours has any left to sell");
        }
    }
    return PRESTON_OK;
}

/* Does any sector still come nearer to its balance? Each is judged alone, since one that cannot be
 * balanced must not end the others. */
static int makes_progress(const state *b, int64_t round)
{
    double *earlier = b->earlier + round % PATIENCE * b->s;
    int progress = 0;
    for (int64_t i = 0; i < b->s; i++) {
        double deviation = b->deviations[i];
        progress |= deviation > b->work->options->tolerance &&
                    (round < PATIENCE || deviation <= no_progress * earlier[i]);
        earlier[i] = deviation;
    }
    return progress;
}

static preston_status balance(const state *b, preston_error *error)
{
    const preston_trade_options *options = b->work->options;
    int goes_on = options->balance;
    for (int64_t round = 0; goes_on && round < options->most_rounds; round++) {
        constrain_buyers(b, 0);
        constrain_sellers(b);
        goes_on = makes_progress(b, round);
        if (options->progress != NULL &&
            options->progress(options->context, round + 1, options->most_rounds) != 0) {
            return preston_fail(error, PRESTON_ERROR_STOPPED, "stopped by the caller");
        }
    }
    return PRESTON_OK;
}

static void finish(const state *b)
{
    preston_trade_shares *shares = b->shares;
    constrain_buyers(b, 0);
    compare_sellers(b);
    constrain_buyers(b, 1);
    for (int64_t i = 0; i < b->s; i++) {
        shares->imbalance[i] = b->found[i].imbalance;
        shares->imbalance_places[i] = b->found[i].place;
    }
    for (int64_t place = 0; b->pool && place < shares->places; place++) {
        for (int64_t i = 0; i < b->s; i++) {
            double sum = b->seller_sum[i];
            shares->pool_supply[place * b->s + i] =
                sum > 0.0 ? shares->seller_factors[place * b->s + i] / sum : 0.0;
        }
    }
}

static int allocate(state *b)
{
    preston_trade_shares *shares = b->shares;
    int64_t places = shares->places;
    shares->seller_factors = preston_allocate_matrix(places, b->s);
    shares->buyer_factors = preston_allocate_matrix(places, b->s);
    if (b->pool) {
        shares->pool_supply = preston_allocate_matrix(places, b->s);
        shares->pool_use = preston_allocate_matrix(places, b->s);
    }
    int64_t threads = b->threads;
    b->left = preston_allocate_matrix(5 + PATIENCE + 2 * b->blocks + 3 * threads, b->s);
    b->found = preston_allocate(b->blocks * b->s, sizeof *b->found);
    b->targets = preston_allocate_matrix(2 * places, b->s);
    if (shares->seller_factors == NULL || shares->buyer_factors == NULL || b->left == NULL ||
        b->found == NULL || b->targets == NULL ||
        (b->pool && (shares->pool_supply == NULL || shares->pool_use == NULL))) {
        return -1;
    }
    b->needed = b->left + b->s;
    b->all = b->needed + b->s;
    b->seller_sum = b->all + b->s;
    b->pool_sum = b->seller_sum + b->s;
    b->earlier = b->pool_sum + b->s;
    b->partial = b->earlier + PATIENCE * b->s;
    b->deviations = b->partial + b->blocks * b->s;
    b->scratch = b->deviations + b->blocks * b->s;
    b->bought = b->targets + places * b->s;
    return 0;
}

preston_status preston_balance_trade(const preston_balancing *work, preston_error *error)
{
    state b = {
        .work = work,
        .shares = work->shares,
        .s = work->input->sectors,
        .blocks = (work->input->places + BLOCK - 1) / BLOCK,
        .threads = preston_trade_threads(work->options),
        .pool = work->options->pool_share > 0.0,
    };
    preston_status status = PRESTON_OK;
    if (allocate(&b) != 0) {
        status = preston_fail_memory(error, "the balance of trade");
    } else {
        add_up(&b);
        start(&b);
        if (b.pool) {
            add_sellers(&b);
            weigh_pool(&b);
        } else {
            constrain_buyers(&b, 1); /* infinite where there is nobody to buy from */
            status = check_reach(&b, error);
        }
    }
    if (status == PRESTON_OK) {
        status = balance(&b, error);
    }
    if (status == PRESTON_OK) {
        finish(&b);
    }
    free(b.left);
    free(b.found);
    free(b.targets);
    return status;
}
