/* Any operator, assembled: what it does to each unit vector. */
#ifndef PRESTON_TEST_DENSE_OF_H
#define PRESTON_TEST_DENSE_OF_H

#include <preston/matrix.h>

/* A, or Aᵀ, n × n, row after row; freed with free(). */
double *dense_of(const preston_operator *op, preston_operation operation);

#endif
