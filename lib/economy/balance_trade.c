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
 * and purchases, made exact once more, have the last word. With a pool, k_rs = w_s d_rs + v_s: the
 * weight w_s = (1 − p) / Σ_r d_rs t_r and v_s = p make p the pool's share where a = t. Where nobody
 * near has anything left, w_s is 0 and v_s is 1. Every buyer can then reach every seller, so that a
 * balance exists.
 *
 * The P × S arrays of the result hold the numbers of the iteration until it is over: a in the
 * seller factors, w u in the buyer factors (u without a pool), w in the use of the pool. */
#include "balance_trade.h"

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

/* Balancing ends where PATIENCE rounds have brought the deviation no lower than this part of it. */
static const double no_progress = 0.95;

/* What a pass over the sellers finds out about a sector. */
typedef struct finding {
    double deviation; /* the largest |sales − target| over the nation's supply */
    double imbalance; /* the largest |sales − supply| over it */
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
    double *pool_sum;   /* S: Σ v u */
    double *partial;    /* blocks × S */
    finding *found;     /* blocks × S; the first block's become those of all */
    double *scratch;    /* a row of S for each thread */
} state;

/* sum += Σ_k values[k] · rows[indices[k]]: S numbers each, four rows at a time. */
static void gather(int64_t s, int64_t count, const int64_t *indices, const double *values,
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

static void start(const state *b)
{
#pragma omp parallel for schedule(static) num_threads(b->threads)
    for (int64_t place = 0; place < b->shares->places; place++) {
        for (int64_t i = 0; i < b->s; i++) {
            b->shares->seller_factors[place * b->s + i] = target_of(b, place, i);
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
    gather(b->s, near->starts[buyer + 1] - from, near->sellers + from, near->distances + from,
           b->shares->seller_factors, reach);
}

static double *scratch_of(const state *b)
{
    return b->scratch + preston_thread_number() * b->s;
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

/* Of a buyer, u or, when `shares` is on, the factors of the result. Infinite where there is nobody
 * to buy from. */
static void constrain_buyer(const state *b, int shares, int64_t buyer, double *reach,
                            double *pool_sum)
{
    const preston_trade_input *input = b->work->input;
    double *factors = b->shares->buyer_factors + buyer * b->s;
    gather_sellers(b, buyer, reach);
    for (int64_t i = 0; i < b->s; i++) {
        double share = bought_share(b, buyer, i);
        double flow = b->needed[i] > 0.0 ? preston_get(input->use, buyer, i) / b->needed[i] : 0.0;
        double bought = shares ? share : share * flow;
        if (!b->pool) {
            factors[i] = bought > 0.0 ? (reach[i] > 0.0 ? bought / reach[i] : HUGE_VAL) : 0.0;
            continue;
        }
        double *use = &b->shares->pool_use[buyer * b->s + i];
        double near = *use;
        double far = near > 0.0 ? b->work->options->pool_share : 1.0;
        double total = near * reach[i] + far * b->seller_sum[i];
        double factor = bought > 0.0 ? bought / total : 0.0;
        factors[i] = factor * near;
        pool_sum[i] += factor * far;
        if (shares) {
            *use = factor * far * b->seller_sum[i];
        }
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

/* What a seller sells at its a, how far that is from what it should; and, when `change` is on, its
 * next a. */
static void constrain_seller(const state *b, int change, int64_t seller, double *reach,
                             double *seller_sum, finding *found)
{
    const preston_trade_shares *shares = b->shares;
    double *factors = shares->seller_factors + seller * b->s;
    int64_t from = shares->common_starts[seller];
    gather(b->s, shares->common_starts[seller + 1] - from, shares->common_buyers + from,
           shares->common_shares + from, shares->buyer_factors, reach);
    for (int64_t i = 0; i < b->s; i++) {
        double nation = b->work->supply[i];
        if (!(nation > 0.0)) {
            continue;
        }
        double supply = preston_get(b->work->input->supply, seller, i);
        double use = preston_get(b->work->input->use, seller, i);
        double sold = reach[i] + (b->pool ? b->pool_sum[i] : 0.0);
        double target = target_of(b, seller, i);
        double sales = factors[i] * sold * b->needed[i];
        double away = fabs(sales - target * b->needed[i]) / b->work->scale[i] / nation;
        double off = fabs(shares->own[seller * b->s + i] * use + sales - supply) / nation;
        found[i].deviation = away > found[i].deviation ? away : found[i].deviation;
        if (off > found[i].imbalance) {
            found[i].imbalance = off;
            found[i].place = seller;
        }
        if (change && sold > 0.0) {
            double factor = 1.0 / sold;
            factor = factor < widest_factor ? factor : widest_factor;
            factors[i] = target * (factor > 1.0 / widest_factor ? factor : 1.0 / widest_factor);
        }
        seller_sum[i] += factors[i];
    }
}

/* Brings what the blocks found together in the first; ties go to the first place. Returns the
 * largest deviation. */
static double join_findings(const state *b)
{
    double largest = 0.0;
    for (int64_t i = 0; i < b->s; i++) {
        finding *all = &b->found[i];
        for (int64_t block = 1; block < b->blocks; block++) {
            const finding *one = &b->found[block * b->s + i];
            all->deviation = one->deviation > all->deviation ? one->deviation : all->deviation;
            if (one->imbalance > all->imbalance) {
                all->imbalance = one->imbalance;
                all->place = one->place;
            }
        }
        largest = all->deviation > largest ? all->deviation : largest;
    }
    return largest;
}

/* Returns how far sales were from their targets before any change. */
static double constrain_sellers(const state *b, int change)
{
#pragma omp parallel for schedule(dynamic, 1) num_threads(b->threads)
    for (int64_t block = 0; block < b->blocks; block++) {
        int64_t end = (block + 1) * BLOCK;
        end = end < b->shares->places ? end : b->shares->places;
        double *sum = b->partial + block * b->s;
        finding *found = b->found + block * b->s;
        memset(sum, 0, (size_t)b->s * sizeof *sum);
        for (int64_t i = 0; i < b->s; i++) {
            found[i] = (finding){.place = -1};
        }
        for (int64_t seller = block * BLOCK; seller < end; seller++) {
            constrain_seller(b, change, seller, scratch_of(b), sum, found);
        }
    }
    add_blocks(b, b->seller_sum);
    return join_findings(b);
}

/* The sum of a, before the first pass over sellers. */
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

static void balance(const state *b)
{
    double earlier[PATIENCE];
    const preston_trade_options *options = b->work->options;
    for (int64_t round = 0; options->balance && round < options->most_rounds; round++) {
        constrain_buyers(b, 0);
        double deviation = constrain_sellers(b, 1);
        double *before = &earlier[round % PATIENCE];
        if (deviation <= options->tolerance ||
            (round >= PATIENCE && deviation > no_progress * *before)) {
            break;
        }
        *before = deviation;
    }
}

static void finish(const state *b)
{
    preston_trade_shares *shares = b->shares;
    constrain_buyers(b, 0);
    (void)constrain_sellers(b, 0);
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
    b->left = preston_allocate_matrix(5 + b->blocks + b->threads, b->s);
    b->found = preston_allocate(b->blocks * b->s, sizeof *b->found);
    if (shares->seller_factors == NULL || shares->buyer_factors == NULL || b->left == NULL ||
        b->found == NULL ||
        (b->pool && (shares->pool_supply == NULL || shares->pool_use == NULL))) {
        return -1;
    }
    b->needed = b->left + b->s;
    b->all = b->needed + b->s;
    b->seller_sum = b->all + b->s;
    b->pool_sum = b->seller_sum + b->s;
    b->partial = b->pool_sum + b->s;
    b->scratch = b->partial + b->blocks * b->s;
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
        balance(&b);
        finish(&b);
    }
    free(b.left);
    free(b.found);
    return status;
}
