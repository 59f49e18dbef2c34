/* One body, compiled for two processors and chosen when the library is loaded. The sanitizers run
 * before that choice is possible. */
#ifndef PRESTON_LIB_MATRIX_CLONES_H
#define PRESTON_LIB_MATRIX_CLONES_H

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

#endif
