/* What somebody may have meant who wrote a word that is not known. */
#ifndef PRESTON_LIB_SCENARIO_SUGGEST_H
#define PRESTON_LIB_SCENARIO_SUGGEST_H

#include "keys.h"

/* Letters to be changed, put in, left out or swapped with their neighbour to make one word of the
 * other (optimal string alignment). Words longer than 63 letters are cut. */
int preston_word_distance(const char *one, const char *other);

/* Is the distance small enough for a slip of the pen? */
int preston_word_is_near(const char *word, int distance);

enum { PRESTON_HINT_SIZE = 512 };

/* What would be right instead of a key that the record does not have: the nearest, the record that
 * has it, or all keys used with that choice of the selector (-1: any). */
void preston_suggest_key(const preston_record *record, int selected, const char *word,
                         char out_hint[PRESTON_HINT_SIZE]);

/* What would be right instead of a word that is none of the choices. */
void preston_suggest_choice(const char *const *choices, const char *word,
                            char out_hint[PRESTON_HINT_SIZE]);

/* Adds a word to a list in a text: "a", "a, b"; what has no room is left out. */
void preston_add_word(char *text, size_t size, const char *word);

#endif
