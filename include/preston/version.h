/** @file version.h
 *  The version of the library; CMake reads it from here, so that it stands in one place. */
#ifndef PRESTON_VERSION_H
#define PRESTON_VERSION_H

#define PRESTON_VERSION_MAJOR 0
#define PRESTON_VERSION_MINOR 1
#define PRESTON_VERSION_PATCH 0

#endif
