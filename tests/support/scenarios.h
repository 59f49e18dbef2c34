/* Scenarios for tests: files that are nearly right, and the comparison of two scenarios. */
#ifndef PRESTON_TEST_SCENARIOS_H
#define PRESTON_TEST_SCENARIOS_H

#include <preston/scenario.h>

/* The file that holds every key. */
#define EVERY_KEY TESTS_DATA "/scenarios/every-key.yaml"

/* Reads a text as `folder/s.yaml`. */
preston_status read_scenario_text(const char *folder, const char *text,
                                  preston_scenario **out_scenario, preston_error *error);

/* Do both state the same, key by key, numbers bit for bit? */
int same_scenarios(const preston_scenario_data *one, const preston_scenario_data *other);

#endif
