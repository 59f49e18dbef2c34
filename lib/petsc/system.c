/* Making and freeing a system: each step is this rank's own, and then all ranks agree. */
#include "system.h"

#include "../matrix/blas.h"
#include "../status/allocate.h"
#include "../status/error.h"
#include "divide.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void preston_petsc_options_init(preston_petsc_options *options)
{
    *options = (preston_petsc_options){.size = sizeof *options, .tolerance = 1e-9};
}

/* What a rank was given: the whole, or its own range alone. */
typedef struct given {
    const preston_trade *trade;
    int whole;
    const preston_petsc_options *options;
} given;

static preston_status agree(const preston_petsc_system *system, preston_petsc_call *call,
                            preston_status status)
{
    return preston_petsc_agree(call, system->ranges.communicator, status);
}

/* --- places --- */

static preston_status check_given(const given *input, preston_error *error)
{
    const preston_petsc_options *options = input->options;
    preston_status status = preston_check_options(options->size, sizeof *options, error);
    if (status == PRESTON_OK && !(options->tolerance > 0.0 && isfinite(options->tolerance))) {
        status = preston_fail(error, PRESTON_ERROR_ARGUMENT,
                              "a tolerance of %g: it must be above zero", options->tolerance);
    }
    if (status == PRESTON_OK && (input->trade->places < 1 || input->trade->sectors < 1)) {
        status = preston_fail(error, PRESTON_ERROR_ARGUMENT,
                              "%lld places and %lld sectors: every rank needs one at least",
                              (long long)input->trade->places, (long long)input->trade->sectors);
    }
    return status == PRESTON_OK ? preston_blas_check(error) : status;
}

/* Sectors and forms of trade must be those of rank 0: ranks that exchange something else would wait
 * for ever. */
static preston_status compare_ranks(const preston_petsc_system *system, const given *input,
                                    preston_error *error)
{
    const preston_trade *trade = input->trade;
    int64_t mine[6] = {trade->sectors,
                       trade->starts != NULL,
                       trade->common_starts != NULL,
                       preston_trade_has_pool(trade),
                       input->whole,
                       input->whole ? trade->places : 0};
    int64_t first[6];
    memcpy(first, mine, sizeof first);
    (void)MPI_Bcast(first, 6, MPI_INT64_T, 0, system->ranges.communicator);
    if (memcmp(first, mine, sizeof first) != 0) {
        return preston_fail(error, PRESTON_ERROR_SHAPE,
                            "rank %d and rank 0 differ: %lld and %lld sectors, and lists, common "
                            "neighbours and pool must be there on all ranks or on none",
                            system->ranges.rank, (long long)mine[0], (long long)first[0]);
    }
    return PRESTON_OK;
}

/* The ranges of all ranks. */
static preston_status find_ranges(preston_petsc_system *system, const given *input,
                                  preston_error *error)
{
    preston_petsc_ranges *ranges = &system->ranges;
    if (input->whole) {
        return preston_petsc_divide(input->trade, ranges->ranks, ranges->firsts, error);
    }
    int64_t places = input->trade->places;
    (void)MPI_Allgather(&places, 1, MPI_INT64_T, ranges->firsts + 1, 1, MPI_INT64_T,
                        ranges->communicator);
    for (int rank = 0; rank < ranges->ranks; rank++) {
        ranges->firsts[rank + 1] += ranges->firsts[rank];
    }
    return PRESTON_OK;
}

static preston_status check_sizes(const preston_petsc_system *system, preston_error *error)
{
    const preston_petsc_ranges *ranges = &system->ranges;
    int64_t most = PETSC_MAX_INT;
    int64_t places = ranges->firsts[ranges->ranks];
    if (places > most / preston_pairs_leading(system->parts.sectors)) {
        return preston_fail(error, PRESTON_ERROR_SHAPE,
                            "%lld places of %lld sectors are more than this PETSc can number: use "
                            "one with 64-bit indices",
                            (long long)places, (long long)system->parts.sectors);
    }
    return PRESTON_OK;
}

/* The message of a check counts places from the range's first. */
static void name_range(const preston_petsc_ranges *ranges, preston_error *error)
{
    char message[PRESTON_MESSAGE_SIZE];
    (void)snprintf(message, sizeof message, "%s", error->message);
    (void)preston_fail(error, error->status, "rank %d, whose place 1 is place %lld of all: %.900s",
                       ranges->rank, (long long)preston_petsc_first(ranges) + 1, message);
}

/* The parts of this rank, checked. *out_nonnegative is this rank's. */
static preston_status take_parts(preston_petsc_system *system, const given *input,
                                 int *out_nonnegative, preston_error *error)
{
    preston_petsc_ranges *ranges = &system->ranges;
    int64_t rows = 0;
    int64_t first = preston_petsc_first(ranges);
    if (input->whole) {
        system->parts = preston_petsc_part(input->trade, first, preston_petsc_places(ranges));
        return preston_trade_check(input->trade, input->trade->places, &rows, out_nonnegative,
                                   error);
    }
    system->parts = *input->trade;
    preston_status status = preston_trade_check(input->trade, ranges->firsts[ranges->ranks], &rows,
                                                out_nonnegative, error);
    if (status != PRESTON_OK) {
        name_range(ranges, error);
    }
    return status;
}

/* --- neighbours --- */

/* Both ways round; a form that is not there stays empty. */
static preston_status find_shares(preston_petsc_system *system, preston_petsc_call *call,
                                  const given *input, int lists, preston_petsc_shares made[2])
{
    const preston_trade *trade = input->trade;
    preston_lines lines = {0, trade->common_starts, trade->common_buyers, trade->common_shares};
    if (lists) {
        lines = (preston_lines){0, trade->starts, trade->buyers, trade->shares};
    }
    if (lines.starts == NULL) {
        return PRESTON_OK;
    }
    int64_t offset = input->whole ? preston_petsc_first(&system->ranges) : 0;
    preston_status status =
        preston_petsc_copy_shares(&system->ranges, lists ? trade->sectors : 1, &lines,
                                  trade->places, offset, &made[PRESTON_PLAIN], &call->error);
    status = agree(system, call, status);
    return status == PRESTON_OK ? preston_petsc_turn(call, &system->ranges, &made[PRESTON_PLAIN],
                                                     &made[PRESTON_TRANSPOSED])
                                : status;
}

static void count_beyond(preston_petsc_system *system, int operation, const int64_t *beyond,
                         int64_t count)
{
    int64_t neighbours = 0;
    int last = -1;
    for (int64_t k = 0; k < count; k++) {
        int owner = preston_petsc_owner(&system->ranges, beyond[k]);
        neighbours += owner != last;
        last = owner;
    }
    system->summary.beyond[operation] = count;
    system->summary.neighbours[operation] = neighbours;
}

/* Numbers the neighbours of one operation, and makes the links to them. */
static preston_status join(preston_petsc_system *system, preston_petsc_call *call,
                           preston_operation operation, preston_petsc_shares *common,
                           preston_trade_piece *piece)
{
    int64_t *beyond = NULL;
    int64_t count = 0;
    preston_petsc_shares *lists = &system->lists[operation];
    int64_t widths[PRESTON_PETSC_LINKS] = {
        common->starts != NULL ? preston_pairs_leading(system->parts.sectors) : 0,
        lists->starts != NULL ? system->parts.sectors : 0};
    preston_status status =
        preston_petsc_number(&system->ranges, common, lists, &beyond, &count, &call->error);
    if (status == PRESTON_OK && common->starts != NULL) {
        status = preston_petsc_make_pairs(common, &piece->pairs[operation], &call->error);
    }
    status = agree(system, call, status);
    if (status == PRESTON_OK) {
        piece->beyond[operation] = count;
        piece->lists[operation] = (preston_lines){lists->levels * lists->places, lists->starts,
                                                  lists->neighbours, lists->values};
        count_beyond(system, (int)operation, beyond, count);
        status = preston_petsc_judge(
            call, preston_petsc_link_places(&system->exchange, operation, beyond, count, widths));
        status = agree(system, call, status);
    }
    free(beyond);
    return status;
}

static preston_status make_operator(preston_petsc_system *system, preston_petsc_call *call,
                                    const given *input, int nonnegative)
{
    preston_petsc_shares common[2] = {0};
    preston_trade_piece piece = {.begin = preston_petsc_begin_lines,
                                 .end = preston_petsc_end_lines,
                                 .add_up = preston_petsc_add_up,
                                 .context = &system->exchange};
    preston_status status = find_shares(system, call, input, 0, common);
    if (status == PRESTON_OK) {
        status = find_shares(system, call, input, 1, system->lists);
    }
    for (int k = 0; status == PRESTON_OK && k < 2; k++) {
        status = join(system, call, (preston_operation)k, &common[k], &piece);
        preston_petsc_shares_clear(&common[k]);
    }
    if (status == PRESTON_OK) {
        status = agree(system, call,
                       preston_operator_trade_piece(&system->parts, nonnegative, &piece,
                                                    &system->op, &call->error));
    }
    for (int k = 0; k < 2; k++) {
        preston_petsc_shares_clear(&common[k]);
        preston_pairs_clear(&piece.pairs[k]);
    }
    return status;
}

/* --- the solver --- */

static preston_status allocate_blocks(preston_petsc_system *system, preston_error *error)
{
    int64_t n = system->op->rows;
    int64_t s = system->parts.sectors;
    system->memory =
        preston_allocate_matrix(6 * n + 2 * s + system->op->type->scratch(system->op, 1), 1);
    system->solver.weights = preston_allocate_matrix(n, 1);
    system->solver.margins = preston_allocate_matrix(n, 1);
    if (system->memory == NULL || system->solver.weights == NULL ||
        system->solver.margins == NULL) {
        return preston_fail_memory(error, "a system divided among ranks");
    }
    system->b = system->memory;
    system->x = system->b + n;
    system->residual = system->x + n;
    system->correction = system->residual + n;
    system->products = system->correction + n;
    system->absolute = system->products + n;
    system->by_sector = system->absolute + n;
    system->scratch = system->by_sector + 2 * s;
    return preston_national_allocate(system->op, &system->national, error);
}

/* Rounding and signs as they are on all ranks: a sum over these adds one term a rank. */
static void unite_operators(preston_petsc_system *system, int nonnegative)
{
    preston_petsc_exchange *exchange = &system->exchange;
    double terms = preston_petsc_largest(exchange, (double)system->op->terms);
    system->op->terms = (int64_t)terms + system->ranges.ranks;
    system->nonnegative = preston_petsc_smallest(exchange, nonnegative) > 0.0;
}

static void fill_summary(preston_petsc_system *system)
{
    preston_petsc_summary *summary = &system->summary;
    summary->first_place = preston_petsc_first(&system->ranges);
    summary->places = preston_petsc_places(&system->ranges);
    summary->all_places = system->ranges.firsts[system->ranges.ranks];
    summary->sectors = system->parts.sectors;
}

static preston_status make_solver(preston_petsc_system *system, preston_petsc_call *call,
                                  const preston_petsc_options *options, int nonnegative)
{
    preston_national_sum sum = {preston_petsc_add_up, &system->exchange};
    preston_status status = agree(system, call, allocate_blocks(system, &call->error));
    if (status != PRESTON_OK) {
        return status;
    }
    unite_operators(system, nonnegative);
    system->solver.rows = system->op->rows;
    system->solver.op = system->op;
    system->solver.tolerance = options->tolerance;
    preston_national_fill(system->op, &sum, &system->national);
    system->summary.products++;
    status = preston_petsc_judge(call, preston_petsc_prepare_ksp(system, options->prefix));
    status = agree(system, call, status);
    return status == PRESTON_OK ? agree(system, call, preston_petsc_find_weights(system, call))
                                : status;
}

/* --- making and freeing --- */

static PetscErrorCode clear(preston_petsc_system *system)
{
    PetscCall(KSPDestroy(&system->ksp));
    PetscCall(MatDestroy(&system->matrix));
    PetscCall(VecDestroy(&system->from));
    PetscCall(VecDestroy(&system->to));
    PetscCall(preston_petsc_unlink(&system->exchange));
    return 0;
}

void preston_petsc_free(preston_petsc_system *system)
{
    if (system == NULL) {
        return;
    }
    preston_petsc_call call;
    preston_petsc_begin(&call);
    (void)clear(system);
    preston_petsc_end();
    preston_national_clear(&system->national);
    preston_operator_free(system->op);
    for (int k = 0; k < 2; k++) {
        preston_petsc_shares_clear(&system->lists[k]);
    }
    free(system->solver.weights);
    free(system->solver.margins);
    free(system->memory);
    free(system->ranges.firsts);
    if (system->ranges.communicator != MPI_COMM_NULL) {
        (void)MPI_Comm_free(&system->ranges.communicator);
    }
    free(system);
}

static preston_status fill(preston_petsc_system *system, preston_petsc_call *call,
                           const given *input)
{
    int nonnegative = 1;
    preston_status status = agree(system, call, check_given(input, &call->error));
    if (status == PRESTON_OK) {
        status = agree(system, call, compare_ranks(system, input, &call->error));
    }
    if (status == PRESTON_OK) {
        status = agree(system, call, find_ranges(system, input, &call->error));
    }
    if (status == PRESTON_OK) {
        status = agree(system, call, take_parts(system, input, &nonnegative, &call->error));
    }
    if (status == PRESTON_OK) {
        status = agree(system, call, check_sizes(system, &call->error));
    }
    if (status == PRESTON_OK) {
        fill_summary(system);
        status = make_operator(system, call, input, nonnegative);
    }
    return status == PRESTON_OK ? make_solver(system, call, input->options, nonnegative) : status;
}

static preston_status begin(MPI_Comm communicator, preston_petsc_call *call,
                            preston_petsc_system **out_system)
{
    int ranks = 1;
    preston_status status = PRESTON_OK;
    (void)MPI_Comm_size(communicator, &ranks);
    preston_petsc_system *system = preston_allocate(1, sizeof *system);
    int64_t *firsts = preston_allocate((int64_t)ranks + 1, sizeof *firsts);
    if (system == NULL || firsts == NULL) {
        status = preston_fail_memory(&call->error, "a system divided among ranks");
    }
    status = preston_petsc_agree(call, communicator, status);
    if (status != PRESTON_OK || system == NULL || firsts == NULL) {
        free(system);
        free(firsts);
        return status;
    }
    system->ranges.firsts = firsts;
    system->ranges.communicator = MPI_COMM_NULL;
    system->exchange.ranges = &system->ranges;
    *out_system = system;
    if (MPI_Comm_dup(communicator, &system->ranges.communicator) != MPI_SUCCESS) {
        return preston_fail(&call->error, PRESTON_ERROR_ARGUMENT,
                            "MPI: the communicator cannot be copied");
    }
    (void)MPI_Comm_set_errhandler(system->ranges.communicator, MPI_ERRORS_RETURN);
    (void)MPI_Comm_rank(system->ranges.communicator, &system->ranges.rank);
    (void)MPI_Comm_size(system->ranges.communicator, &system->ranges.ranks);
    return PRESTON_OK;
}

static preston_status create(MPI_Comm communicator, const given *input,
                             preston_petsc_system **out_system, preston_error *error)
{
    PetscBool initialised = PETSC_FALSE;
    preston_petsc_call call;
    preston_petsc_system *system = NULL;
    (void)PetscInitialized(&initialised);
    if (!initialised) {
        return preston_fail(error, PRESTON_ERROR_ARGUMENT,
                            "PETSc is not initialised: call PetscInitialize() first");
    }
    preston_petsc_begin(&call);
    preston_status status = begin(communicator, &call, &system);
    if (status == PRESTON_OK && system != NULL) {
        status = fill(system, &call, input);
    }
    preston_petsc_end();
    if (status != PRESTON_OK) {
        preston_petsc_free(system);
        return preston_petsc_report(&call, status, error);
    }
    *out_system = system;
    return PRESTON_OK;
}

static preston_status create_given(MPI_Comm communicator, const preston_trade *trade, int whole,
                                   const preston_petsc_options *options,
                                   preston_petsc_system **out_system, preston_error *error)
{
    preston_petsc_options defaults;
    preston_petsc_options_init(&defaults);
    given input = {trade, whole, options != NULL ? options : &defaults};
    return create(communicator, &input, out_system, error);
}

preston_status preston_petsc_create(MPI_Comm communicator, const preston_trade *trade,
                                    const preston_petsc_options *options,
                                    preston_petsc_system **out_system, preston_error *error)
{
    return create_given(communicator, trade, 1, options, out_system, error);
}

preston_status preston_petsc_create_range(MPI_Comm communicator, const preston_trade *range,
                                          const preston_petsc_options *options,
                                          preston_petsc_system **out_system, preston_error *error)
{
    return create_given(communicator, range, 0, options, out_system, error);
}
