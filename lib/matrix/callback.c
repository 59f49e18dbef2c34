/* Operators that the caller computes. */
#include "operator.h"

#include "../status/error.h"

typedef struct callback_operator {
    preston_operator base;
    preston_apply_function *function;
    void *context;
} callback_operator;

static void apply(const preston_operator *op, preston_operation operation, int absolute,
                  int64_t columns, const double *x, double *y, double *scratch)
{
    const callback_operator *callback = (const callback_operator *)op;
    (void)scratch;
    callback->function(callback->context, operation, absolute && !op->nonnegative, columns, x, y);
}

static int64_t scratch_size(const preston_operator *op, int64_t columns)
{
    (void)op;
    (void)columns;
    return 0;
}

static const preston_operator_type callback_type = {"callback", scratch_size, apply, NULL};

preston_status preston_operator_callback(int64_t rows, preston_apply_function *function,
                                         void *context, int nonnegative, int64_t terms,
                                         preston_operator **out_operator, preston_error *error)
{
    if (rows < 0) {
        return preston_fail(error, PRESTON_ERROR_SHAPE, "an operator of %lld rows cannot be made",
                            (long long)rows);
    }
    if (function == NULL || terms < 0) {
        return preston_fail(error, PRESTON_ERROR_ARGUMENT,
                            "an operator with %s function and %lld cells in a row: give it a "
                            "function, and no count below zero",
                            function == NULL ? "no" : "a", (long long)terms);
    }
    callback_operator *callback = preston_operator_allocate(sizeof *callback, &callback_type, rows);
    if (callback == NULL) {
        return preston_fail_memory(error, "an operator");
    }
    callback->base.nonnegative = nonnegative != 0;
    callback->base.terms = terms;
    callback->function = function;
    callback->context = context;
    *out_operator = &callback->base;
    return PRESTON_OK;
}
