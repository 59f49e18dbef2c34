#define _DEFAULT_SOURCE /* madvise */
#include "allocate.h"

#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

enum { CACHE_LINE = 64, HUGE_PAGE = 2 * 1024 * 1024, LARGE = 4 * HUGE_PAGE };

void *preston_allocate(int64_t count, size_t size)
{
    if (count < 0) {
        return NULL;
    }
    return calloc(count > 0 ? (size_t)count : 1, size);
}

void *preston_allocate_unwritten(int64_t count, size_t size)
{
    size_t bytes = 0;
    if (count < 0 || __builtin_mul_overflow((size_t)count, size, &bytes) ||
        bytes > (size_t)PTRDIFF_MAX - HUGE_PAGE) {
        return NULL;
    }
    size_t alignment = bytes >= LARGE ? HUGE_PAGE : CACHE_LINE;
    bytes = ((bytes > 0 ? bytes : 1) + alignment - 1) / alignment * alignment;
    void *data = aligned_alloc(alignment, bytes);
    if (data != NULL && alignment == HUGE_PAGE) {
        (void)madvise(data, bytes, MADV_HUGEPAGE);
    }
    return data;
}

double *preston_allocate_matrix(int64_t rows, int64_t columns)
{
    int64_t count = 0;
    if (rows < 0 || columns < 0 || __builtin_mul_overflow(rows, columns, &count)) {
        return NULL;
    }
    double *data = preston_allocate_unwritten(count, sizeof *data);
    if (data != NULL) {
        memset(data, 0, (size_t)(count > 0 ? count : 1) * sizeof *data);
    }
    return data;
}

char *preston_copy_text(const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = malloc(size);
    if (copy != NULL) {
        memcpy(copy, text, size);
    }
    return copy;
}

int preston_grow(void **array, int64_t *capacity, int64_t count, size_t size)
{
    if (count < *capacity) {
        return 0;
    }
    int64_t larger = *capacity > 0 ? 2 * *capacity : 16;
    void *moved = realloc(*array, (size_t)larger * size);
    if (moved == NULL) {
        return -1;
    }
    *array = moved;
    *capacity = larger;
    return 0;
}
