/* What a scenario is made of. */
#ifndef PRESTON_LIB_SCENARIO_SCENARIO_H
#define PRESTON_LIB_SCENARIO_SCENARIO_H

#include "arena.h"
#include "preston/scenario.h"

struct preston_scenario {
    preston_scenario_data data; /* what it points to is in the arena */
    const char *folder;
    preston_arena arena;
};

#endif
