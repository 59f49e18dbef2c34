#include "arena.h"

#include "../status/allocate.h"

#include <stdlib.h>
#include <string.h>

void *preston_arena_allocate(preston_arena *arena, int64_t count, size_t size)
{
    if (preston_grow((void **)&arena->blocks, &arena->capacity, arena->count,
                     sizeof *arena->blocks) != 0) {
        return NULL;
    }
    void *block = preston_allocate(count, size);
    if (block != NULL) {
        arena->blocks[arena->count++] = block;
    }
    return block;
}

char *preston_arena_text(preston_arena *arena, const char *text)
{
    size_t size = strlen(text) + 1;
    char *copy = preston_arena_allocate(arena, (int64_t)size, 1);
    if (copy != NULL) {
        memcpy(copy, text, size);
    }
    return copy;
}

void preston_arena_clear(preston_arena *arena)
{
    for (int64_t i = 0; i < arena->count; i++) {
        free(arena->blocks[i]);
    }
    free(arena->blocks);
    *arena = (preston_arena){0};
}
