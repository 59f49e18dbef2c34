/* Checked allocation: sizes that cannot overflow, memory that is zeroed. */
#ifndef PRESTON_LIB_STATUS_ALLOCATE_H
#define PRESTON_LIB_STATUS_ALLOCATE_H

#include <stddef.h>
#include <stdint.h>

/* count × size zeroed bytes, at least one so that NULL always means failure; NULL when count is
 * negative or the product overflows. Freed with free(). */
void *preston_allocate(int64_t count, size_t size);

/* rows × columns zeroed doubles aligned to 64 bytes; large ones to 2 MiB and advised for huge
 * pages, since a first touch of a small page costs more than the arithmetic done on it. */
double *preston_allocate_matrix(int64_t rows, int64_t columns);

/* The same alignment for count × size bytes that are not zeroed: for memory that several threads
 * write first, so that none has to wait for another's zeros. */
void *preston_allocate_unwritten(int64_t count, size_t size);

/* A copy of the text; NULL when memory is out. */
char *preston_copy_text(const char *text);

/* Makes room in a growing array for one element more: doubles *capacity when needed.
 * Returns 0, or -1 with everything unchanged when memory is out. */
int preston_grow(void **array, int64_t *capacity, int64_t count, size_t size);

#endif
