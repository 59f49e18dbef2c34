/* Is a scenario possible? The same questions, whether it comes from a file or from C. */
#ifndef PRESTON_LIB_SCENARIO_CHECK_H
#define PRESTON_LIB_SCENARIO_CHECK_H

#include "cursor.h"

/* Every key of the record and of those below it: used, needed, in range; then what the record
 * itself asks. */
preston_status preston_check_record(const preston_cursor *at, preston_error *error);

/* What one key alone cannot show; see preston_record.check. */
preston_status preston_check_uncertainty(const preston_cursor *at, preston_error *error);
preston_status preston_check_scenario(const preston_cursor *at, preston_error *error);
preston_status preston_check_measure(const preston_cursor *at, preston_error *error);
preston_status preston_check_path(const preston_cursor *at, preston_error *error);

/* Does each measure have an id of its own, and change others that there are, of levers that can be
 * changed so, in no circle? `at` stands at the scenario. */
preston_status preston_check_measures(const preston_cursor *at, preston_error *error);

#endif
