/* What is timed of many places: one apply beside what the machine's caches give, one certified
 * solve, and all multipliers. */
#define _DEFAULT_SOURCE /* getrusage */
#include "cases_places.h"

#include "measure.h"

#include <preston/economy.h>

#include "matrix/lanes.h"
#include "matrix/operator.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

static const double tolerance = 1e-10;

/* --- counting applies: the linker sends every product of a trade operator here --- */

void __real_preston_trade_apply(const preston_operator *op, preston_operation operation,
                                int absolute, int64_t columns, const double *x, double *y,
                                double *scratch);
void __wrap_preston_trade_apply(const preston_operator *op, preston_operation operation,
                                int absolute, int64_t columns, const double *x, double *y,
                                double *scratch);

static int64_t applies;

void __wrap_preston_trade_apply(const preston_operator *op, preston_operation operation,
                                int absolute, int64_t columns, const double *x, double *y,
                                double *scratch)
{
    applies += columns;
    __real_preston_trade_apply(op, operation, absolute, columns, x, y, scratch);
}

/* --- reports --- */

static int64_t rows_of(const bench_places *made)
{
    return made->trade.places * made->trade.sectors;
}

static void report(FILE *file, const bench_places *made, const char *what, const char *unit,
                   bench_result result)
{
    bench_report(file, made->name, rows_of(made), what, unit, result);
}

static void report_number(FILE *file, const bench_places *made, const char *what, const char *unit,
                          double number)
{
    bench_result result = {number, number, number, number, 1};
    report(file, made, what, unit, result);
}

/* What the process has had at most, in GiB. */
static double peak_memory(void)
{
    struct rusage usage;
    (void)getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_maxrss / (1024.0 * 1024.0);
}

/* Bytes that are allocated now. */
static double heap_in_use(void)
{
    struct mallinfo2 info = mallinfo2();
    return (double)info.uordblks + (double)info.hblkhd;
}

/* --- the machine: gathering the same places, and nothing else --- */

typedef struct gathering {
    const bench_places *made;
    const int32_t *buyers;
    int64_t leading;
    const double *w;
    double *sums; /* P × leading */
} gathering;

static inline __attribute__((always_inline)) void
gather_slice(int lanes, const gathering *job, int64_t first, int64_t last, int64_t sector)
{
    const int64_t *starts = job->made->starts;
    const double *w = job->w + sector;
    for (int64_t place = first; place < last; place++) {
        preston_lanes sum[11] = {{0.0}};
        for (int64_t q = starts[place]; q < starts[place + 1]; q++) {
            const double *from = w + job->buyers[q] * job->leading;
            for (int64_t k = 0; k < lanes; k++) {
                sum[k] += preston_lanes_load(from + k * PRESTON_LANES);
            }
        }
        double *to = job->sums + place * job->leading + sector;
        for (int64_t k = 0; k < lanes; k++) {
            preston_lanes_store(to + k * PRESTON_LANES, sum[k]);
        }
    }
}

PRESTON_CLONES
static void gather_lines(int lanes, const gathering *job, int64_t first, int64_t last,
                         int64_t sector)
{
    if (lanes == 5) {
        gather_slice(5, job, first, last, sector);
    } else if (lanes == 10) {
        gather_slice(10, job, first, last, sector);
    } else {
        gather_slice(11, job, first, last, sector);
    }
}

static void gather_all(void *context)
{
    enum { SLICE = 128 };
    const gathering *job = context;
    int64_t places = job->made->trade.places;
    int64_t lanes = (job->made->trade.sectors + PRESTON_LANES - 1) / PRESTON_LANES;
    int64_t parts = (lanes + 10) / 11;
#pragma omp parallel for schedule(dynamic)
    for (int64_t first = 0; first < places; first += SLICE) {
        int64_t last = first + SLICE < places ? first + SLICE : places;
        for (int64_t part = 0; part < parts; part++) {
            gather_lines((int)(lanes / parts), job, first, last,
                         part * (lanes / parts) * PRESTON_LANES);
        }
    }
}

/* Bytes a second of looking up S values at each pair. */
static bench_result measure_gather(const bench_places *made)
{
    int64_t pairs = made->starts[made->trade.places];
    int64_t leading = (made->trade.sectors + 7) / 8 * 8;
    int32_t *buyers = calloc((size_t)pairs, sizeof *buyers);
    double *w = bench_allocate(made->trade.places * leading);
    double *sums = bench_allocate(made->trade.places * leading);
    if (buyers == NULL) {
        bench_fail("places", "there is not enough memory");
    }
    for (int64_t q = 0; q < pairs; q++) {
        buyers[q] = (int32_t)made->buyers[q];
    }
    gathering job = {made, buyers, leading, w, sums};
    bench_result seconds = bench_time(gather_all, &job, BENCH_RUNS);
    free(buyers);
    free(w);
    free(sums);
    return bench_rate(seconds, (double)pairs * (double)made->trade.sectors * sizeof(double));
}

/* What an apply cannot but move: what is gathered, the pairs, the vectors x and y, what is gathered
 * from, own shares and two factors. */
static double bytes_of_apply(const bench_places *made)
{
    double rows = (double)rows_of(made);
    double pairs = (double)made->starts[made->trade.places];
    return 8.0 * pairs * (double)made->trade.sectors + 12.0 * pairs + 6.0 * 8.0 * rows;
}

/* --- applies --- */

typedef struct applying {
    const preston_operator *op;
    preston_operation operation;
    const double *x;
    double *y;
    double *scratch;
} applying;

static void apply(void *context)
{
    applying *job = context;
    job->op->type->apply(job->op, job->operation, 0, 1, job->x, job->y, job->scratch);
}

static void measure_applies(FILE *file, const bench_places *made, const preston_operator *op)
{
    int64_t n = rows_of(made);
    double *x = bench_allocate(n);
    double *y = bench_allocate(n);
    double *scratch = bench_allocate(op->type->scratch(op, 1));
    for (int64_t i = 0; i < n; i++) {
        x[i] = bench_uniform(9, i);
    }
    applying plain = {op, PRESTON_PLAIN, x, y, scratch};
    applying transposed = {op, PRESTON_TRANSPOSED, x, y, scratch};
    bench_result one = bench_time(apply, &plain, BENCH_RUNS);
    bench_result other = bench_time(apply, &transposed, BENCH_RUNS);
    bench_result rate = measure_gather(made);
    double limit = bytes_of_apply(made) / rate.median;
    report(file, made, "gather rate of its neighbours", "B/s", rate);
    report_number(file, made, "bytes of an apply", "B", bytes_of_apply(made));
    report(file, made, "an apply", "s", one);
    report(file, made, "an apply, transposed", "s", other);
    report_number(file, made, "an apply over its bytes at the gather rate", "times",
                  one.median / limit);
    report_number(file, made, "the same, transposed", "times", other.median / limit);
    free(x);
    free(y);
    free(scratch);
}

/* --- solves --- */

static preston_solver *make_solver(const preston_operator *op)
{
    preston_solver_options options;
    preston_solver *solver = NULL;
    preston_error error = {0};
    preston_solver_options_init(&options);
    options.tolerance = tolerance;
    options.method = PRESTON_METHOD_RICHARDSON;
    bench_must(preston_solver_create_for(op, &options, &solver, &error), &error, "a solver");
    return solver;
}

static double solve(const preston_solver *solver, preston_operation operation, const double *b,
                    double *x)
{
    int64_t n = preston_solver_rows(solver);
    preston_workspace *workspace = NULL;
    preston_certificate certificate = {0};
    preston_error error = {0};
    bench_must(preston_workspace_create(solver, 1, &workspace, &error), &error, "a workspace");
    bench_must(preston_solver_solve(solver, operation, preston_const_vector(b, n, 1), workspace,
                                    preston_vector(x, n, 1), &certificate, &error),
               &error, "a solve");
    preston_workspace_free(workspace);
    if (!certificate.certified || certificate.relative_bound > tolerance) {
        bench_fail("a solve", "it is not certified");
    }
    return certificate.relative_bound;
}

typedef struct solving {
    const preston_operator *op;
    const double *demand;
    double *x;
    double bound;
} solving;

/* From nothing: the national system, the weights, the rounds and the certificate. */
static void solve_once(void *context)
{
    solving *job = context;
    preston_solver *solver = make_solver(job->op);
    job->bound = solve(solver, PRESTON_PLAIN, job->demand, job->x);
    preston_solver_free(solver);
}

static void measure_solve(FILE *file, const bench_places *made, const preston_operator *op,
                          double *x)
{
    solving job = {op, made->demand, x, 0.0};
    applies = 0;
    solve_once(&job);
    report_number(file, made, "applies of a certified solve, weights and all", "applies",
                  (double)applies);
    report_number(file, made, "bound of that solve", "relative", job.bound);
    report(file, made, "a certified solve, weights and all", "s",
           bench_time(solve_once, &job, rows_of(made) > 1000000 ? 3 : BENCH_RUNS));
}

/* The memory of an operator, a solver and a workspace for one column. */
static void measure_memory(FILE *file, const bench_places *made)
{
    preston_operator *op = NULL;
    preston_workspace *workspace = NULL;
    preston_error error = {0};
    double before = heap_in_use();
    bench_must(preston_operator_trade(&made->trade, &op, &error), &error, made->name);
    preston_solver *solver = make_solver(op);
    bench_must(preston_workspace_create(solver, 1, &workspace, &error), &error, made->name);
    report_number(file, made, "memory of operator, solver and workspace", "B",
                  heap_in_use() - before);
    preston_workspace_free(workspace);
    preston_solver_free(solver);
    preston_operator_free(op);
}

/* Every account's effects of one type; seconds and applies are added to. */
static void solve_accounts(const bench_places *made, double *effects, double *seconds)
{
    int64_t n = rows_of(made);
    preston_operator *op = NULL;
    preston_error error = {0};
    bench_must(preston_operator_trade(&made->trade, &op, &error), &error, made->name);
    double begun = bench_now();
    preston_solver *solver = make_solver(op);
    for (int64_t account = 0; account < BENCH_PLACE_ACCOUNTS; account++) {
        int64_t before = applies;
        (void)solve(solver, PRESTON_TRANSPOSED, made->accounts + account * n,
                    effects + account * n);
        printf("%-12s %6s  account %lld: %lld applies\n", made->name, "", (long long)account,
               (long long)(applies - before));
    }
    preston_solver_free(solver);
    *seconds += bench_now() - begun;
    preston_operator_free(op);
}

/* --- building trade --- */

typedef struct building {
    const bench_places *made;
    double *use; /* P × S */
    int64_t worst_sector;
    double imbalance;
} building;

/* What each place uses of each sector when it makes what it has to sell. */
static void fill_use(const bench_places *made, double *use)
{
    int64_t s = made->trade.sectors;
    for (int64_t place = 0; place < made->trade.places; place++) {
        for (int64_t i = 0; i < s; i++) {
            double sum = 0.0;
            for (int64_t j = 0; j < s; j++) {
                sum += made->technology[i * s + j] * made->seller_factors[place * s + j];
            }
            use[place * s + i] = sum;
        }
    }
}

/* From coordinates, supply and use: the 50 nearest of each place, own shares by location quotients,
 * and balance, a tenth of what is bought from others coming from anywhere. */
static void build(void *context)
{
    building *job = context;
    const bench_places *made = job->made;
    int64_t places = made->trade.places;
    preston_trade_shares *shares = NULL;
    preston_error error = {0};
    preston_trade_options options;
    preston_trade_options_init(&options);
    options.nearest = BENCH_NEIGHBOURS;
    options.pool_share = 0.1;
    options.tolerance = 1e-6;
    preston_trade_input input = {
        .places = places,
        .sectors = made->trade.sectors,
        .supply = preston_const_matrix(made->seller_factors, places, made->trade.sectors),
        .use = preston_const_matrix(job->use, places, made->trade.sectors)};
    preston_distances distances = {.coordinates =
                                       preston_const_matrix(made->coordinates, places, 2)};
    bench_must(preston_trade_gravity(&input, &distances, &options, &shares, &error), &error,
               made->name);
    preston_trade_shares_free(shares);
}

static void measure_building(FILE *file, const bench_places *made)
{
    building job = {.made = made, .use = bench_allocate(rows_of(made))};
    fill_use(made, job.use);
    report(file, made, "trade built by gravity", "s",
           bench_time(build, &job, rows_of(made) > 1000000 ? 3 : BENCH_RUNS));
    free(job.use);
}

/* --- what the peers read --- */

static void write_numbers(FILE *file, const void *numbers, int64_t count)
{
    if (fwrite(numbers, 8, (size_t)count, file) != (size_t)count) {
        bench_fail("peers", "their file cannot be written");
    }
}

/* FOLDER/NAME.bin: places, sectors, pairs; the parts of trade; the demand, and our solution. */
static void write_for_peers(const char *folder, const bench_places *made, const double *x)
{
    char path[4096];
    int64_t n = rows_of(made);
    int64_t sectors = made->trade.sectors;
    int64_t sizes[3] = {made->trade.places, sectors, made->starts[made->trade.places]};
    (void)snprintf(path, sizeof path, "%s/%s.bin", folder, made->name);
    FILE *file = fopen(path, "wb");
    if (file == NULL) {
        bench_fail(path, "cannot be written");
    }
    write_numbers(file, sizes, 3);
    write_numbers(file, made->starts, sizes[0] + 1);
    write_numbers(file, made->buyers, sizes[2]);
    write_numbers(file, made->shares, sizes[2]);
    write_numbers(file, made->technology, sectors * sectors);
    write_numbers(file, made->own, n);
    write_numbers(file, made->seller_factors, n);
    write_numbers(file, made->buyer_factors, n);
    write_numbers(file, made->demand, n);
    write_numbers(file, x, n);
    if (fclose(file) != 0) {
        bench_fail(path, "cannot be written");
    }
}

/* --- cases --- */

void bench_case_place(FILE *file, const char *name, int64_t places, int64_t sectors,
                      const char *peers)
{
    bench_places made = bench_places_make(name, places, sectors, 0);
    int64_t n = rows_of(&made);
    preston_operator *op = NULL;
    preston_error error = {0};
    double *x = bench_allocate(n);
    double begun = bench_now();
    bench_must(preston_operator_trade(&made.trade, &op, &error), &error, name);
    report_number(file, &made, "making the operator", "s", bench_now() - begun);
    measure_applies(file, &made, op);
    measure_solve(file, &made, op, x);
    measure_memory(file, &made);
    measure_building(file, &made);
    if (peers != NULL) {
        write_for_peers(peers, &made, x);
    }
    preston_operator_free(op);
    free(x);
    bench_places_free(&made);
}

void bench_case_place_multipliers(FILE *file, const char *name, int64_t places, int64_t sectors)
{
    double seconds = 0.0;
    applies = 0;
    bench_places made = bench_places_make(name, places, sectors, 0);
    double *effects = bench_allocate(BENCH_PLACE_ACCOUNTS * rows_of(&made));
    solve_accounts(&made, effects, &seconds);
    double first = (double)applies;
    double first_seconds = seconds;
    bench_places_free(&made);
    free(effects);
    made = bench_places_make(name, places, sectors + 1, 1);
    effects = bench_allocate(BENCH_PLACE_ACCOUNTS * rows_of(&made));
    solve_accounts(&made, effects, &seconds);
    report_number(file, &made, "applies, four accounts, type I", "applies", first);
    report_number(file, &made, "applies, four accounts, types I and II", "applies",
                  (double)applies);
    report_number(file, &made, "four accounts, type I", "s", first_seconds);
    report_number(file, &made, "four accounts, types I and II", "s", seconds);
    report_number(file, &made, "peak memory of the process", "GiB", peak_memory());
    bench_places_free(&made);
    free(effects);
}
