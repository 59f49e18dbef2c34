/* Which rank has which places, and its part of a description that is whole. */
#ifndef PRESTON_LIB_PETSC_DIVIDE_H
#define PRESTON_LIB_PETSC_DIVIDE_H

#include "preston/matrix.h"

/* The description of so many places from `first` on; starts and buyers stay those of the whole. */
preston_trade preston_petsc_part(const preston_trade *whole, int64_t first, int64_t places);

#endif
