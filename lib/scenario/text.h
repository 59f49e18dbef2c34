/* Texts that grow, and the characters in them. */
#ifndef PRESTON_LIB_SCENARIO_TEXT_H
#define PRESTON_LIB_SCENARIO_TEXT_H

#include "preston/status.h"

/* Zero to begin with. Once memory is out it takes no more. */
typedef struct preston_text_builder {
    char *text;
    size_t used, room;
    int failed;
} preston_text_builder;

void preston_text_add(preston_text_builder *out, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Adds a text between double quotes, with escapes that YAML and JSON both know. */
void preston_text_add_quoted(preston_text_builder *out, const char *text);

/* Hands over the text, or says that memory was out for `what`; the builder is empty afterwards. */
preston_status preston_text_finish(preston_text_builder *out, const char *what, char **out_text,
                                   preston_error *error);

/* Throws the text away; the builder is empty afterwards. */
void preston_text_discard(preston_text_builder *out);

/* The character of UTF-8 that begins here and where the next begins; NULL when it is none. */
const char *preston_text_next(const char *at, uint32_t *out_character);

/* Is it UTF-8 to its end? */
int preston_text_is_utf8(const char *text);

#endif
