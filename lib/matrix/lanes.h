/* Four doubles side by side, and functions compiled for two processors.
 *
 * Sums are kept in lanes, whose order the compiler may not choose: the same bits on every run. */
#ifndef PRESTON_LIB_MATRIX_LANES_H
#define PRESTON_LIB_MATRIX_LANES_H

#include <stdint.h>
#include <string.h>

/* One body, compiled for two processors and chosen when the library is loaded. The sanitizers run
 * before that choice is possible. Each such function needs a name of its own in the whole library,
 * static or not: clang 14 gives the choices of all files one space of names. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define PRESTON_ONE_BODY
#endif
#endif
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__) || !defined(__x86_64__) ||       \
    !defined(__linux__) || (defined(__clang__) && __clang_major__ < 14)
#define PRESTON_ONE_BODY
#endif
#ifdef PRESTON_ONE_BODY
#define PRESTON_CLONES
#else
#define PRESTON_CLONES __attribute__((target_clones("arch=x86-64-v3", "default")))
#endif

#define PRESTON_INLINE static inline __attribute__((always_inline))

/* No function with lanes in its interface is ever called from another file. */
#pragma GCC diagnostic ignored "-Wpsabi"

enum { PRESTON_LANES = 4 };

typedef double preston_lanes __attribute__((vector_size(32)));

PRESTON_INLINE preston_lanes preston_lanes_load(const double *from)
{
    preston_lanes value;
    memcpy(&value, from, sizeof value);
    return value;
}

PRESTON_INLINE void preston_lanes_store(double *to, preston_lanes value)
{
    memcpy(to, &value, sizeof value);
}

typedef int64_t preston_lanes_bits __attribute__((vector_size(32)));

PRESTON_INLINE preston_lanes preston_lanes_abs(preston_lanes value)
{
    return (preston_lanes)((preston_lanes_bits)value & INT64_MAX);
}

PRESTON_INLINE preston_lanes preston_lanes_max(preston_lanes one, preston_lanes other)
{
    preston_lanes_bits larger = one > other;
    return (preston_lanes)(((preston_lanes_bits)one & larger) |
                           ((preston_lanes_bits)other & ~larger));
}

PRESTON_INLINE double preston_lanes_sum(preston_lanes value)
{
    return (value[0] + value[1]) + (value[2] + value[3]);
}

#endif
