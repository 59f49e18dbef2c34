#define _GNU_SOURCE /* vasprintf, open_memstream */
#include "failing_allocator.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

/* The linker's --wrap renames every call of malloc to __wrap_malloc, and __real_malloc is malloc.
 */
void *__real_malloc(size_t size);
void *__real_calloc(size_t count, size_t size);
void *__real_realloc(void *block, size_t size);
void *__real_aligned_alloc(size_t alignment, size_t size);
void __real_free(void *block);
int __real_vasprintf(char **out_text, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));
FILE *__real_open_memstream(char **out_text, size_t *out_size);

void *__wrap_malloc(size_t size);
void *__wrap_calloc(size_t count, size_t size);
void *__wrap_realloc(void *block, size_t size);
void *__wrap_aligned_alloc(size_t alignment, size_t size);
void __wrap_free(void *block);
int __wrap_vasprintf(char **out_text, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));
int __wrap_asprintf(char **out_text, const char *format, ...) __attribute__((format(printf, 2, 3)));
FILE *__wrap_open_memstream(char **out_text, size_t *out_size);

static int64_t tried;
static int64_t failing;
static int64_t live;

void fail_allocation(int64_t k)
{
    tried = 0;
    failing = k;
}

int64_t count_allocations(void)
{
    return tried;
}

int64_t count_live_blocks(void)
{
    return live;
}

static int fails(void)
{
    return ++tried == failing;
}

static void *counted(void *block)
{
    live += block != NULL;
    return block;
}

void *__wrap_malloc(size_t size)
{
    return fails() ? NULL : counted(__real_malloc(size));
}

void *__wrap_calloc(size_t count, size_t size)
{
    return fails() ? NULL : counted(__real_calloc(count, size));
}

void *__wrap_aligned_alloc(size_t alignment, size_t size)
{
    return fails() ? NULL : counted(__real_aligned_alloc(alignment, size));
}

void *__wrap_realloc(void *block, size_t size)
{
    if (fails()) {
        return NULL;
    }
    void *moved = __real_realloc(block, size);
    return block == NULL ? counted(moved) : moved;
}

void __wrap_free(void *block)
{
    live -= block != NULL;
    __real_free(block);
}

int __wrap_vasprintf(char **out_text, const char *format, va_list arguments)
{
    int length = fails() ? -1 : __real_vasprintf(out_text, format, arguments);
    live += length >= 0;
    return length;
}

int __wrap_asprintf(char **out_text, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = __wrap_vasprintf(out_text, format, arguments);
    va_end(arguments);
    return length;
}

/* The text, which the caller frees, is there from the start. */
FILE *__wrap_open_memstream(char **out_text, size_t *out_size)
{
    FILE *stream = fails() ? NULL : __real_open_memstream(out_text, out_size);
    live += stream != NULL;
    return stream;
}
