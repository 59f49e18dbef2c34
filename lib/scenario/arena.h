/* Memory of one object that is freed all together. */
#ifndef PRESTON_LIB_SCENARIO_ARENA_H
#define PRESTON_LIB_SCENARIO_ARENA_H

#include <stddef.h>
#include <stdint.h>

typedef struct preston_arena {
    void **blocks;
    int64_t count;
    int64_t capacity;
} preston_arena;

/* count × size zeroed bytes, or NULL; freed with the arena. */
void *preston_arena_allocate(preston_arena *arena, int64_t count, size_t size);

/* A copy of the text, or NULL. */
char *preston_arena_text(preston_arena *arena, const char *text);

void preston_arena_clear(preston_arena *arena);

#endif
