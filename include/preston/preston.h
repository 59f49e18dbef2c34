/** @file preston.h
 *  Everything, from the lowest floor to the highest. preston/gsl.h is apart, for programs that use
 *  GSL. */
#ifndef PRESTON_PRESTON_H
#define PRESTON_PRESTON_H

#include "ensemble.h"
#include "report.h"

#endif
