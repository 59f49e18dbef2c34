/* One matrix in the guise of each form of operator, to solve for. */
#ifndef PRESTON_TEST_GUISE_H
#define PRESTON_TEST_GUISE_H

#include <preston/matrix.h>

typedef enum guise_form {
    GUISE_ROWS,    /* dense, row after row */
    GUISE_COLUMNS, /* dense, column after column */
    GUISE_GAPS,    /* dense, with neither contiguous */
    GUISE_CALLBACK,
    GUISE_SPARSE,
    GUISE_BORDERED,
    GUISE_FORMS
} guise_form;

typedef struct guise {
    int64_t n;
    const double *a; /* n × n, row after row; borrowed */
    preston_operator *op;
    int64_t products; /* vectors that a callback has multiplied so far */

    /* what has to be freed */
    preston_operator *inner;
    double *cells;
    int64_t *starts;
    int64_t *indices;
} guise;

/* Fills in *out; the operator points into it. A callback says truly whether `a` has negative
 * cells. */
void guise_make(guise_form form, int64_t n, const double *a, guise *out);

void guise_free(guise *made);

const char *guise_name(guise_form form);

#endif
