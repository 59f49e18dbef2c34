#include "text.h"

#include "../status/error.h"
#include "preston/scenario.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void preston_text_free(char *text)
{
    free(text);
}

static int make_room(preston_text_builder *out, size_t more)
{
    if (out->used + more < out->room) {
        return 1;
    }
    size_t larger = 2 * (out->used + more) + 256;
    char *moved = realloc(out->text, larger);
    if (moved == NULL) {
        out->failed = 1;
        return 0;
    }
    out->text = moved;
    out->room = larger;
    return 1;
}

void preston_text_add(preston_text_builder *out, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int length = out->failed ? -1 : vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (length < 0 || !make_room(out, (size_t)length)) {
        out->failed = 1;
        return;
    }
    va_start(arguments, format);
    (void)vsnprintf(out->text + out->used, out->room - out->used, format, arguments);
    va_end(arguments);
    out->used += (size_t)length;
}

/* Control characters, and what YAML takes for the end of a line or does not take at all. */
static int must_be_escaped(uint32_t character)
{
    return character < 0x20 || (character >= 0x7f && character < 0xa0) || character == 0x2028 ||
           character == 0x2029 || character == 0xfeff || character == 0xfffe || character == 0xffff;
}

void preston_text_add_quoted(preston_text_builder *out, const char *text)
{
    preston_text_add(out, "\"");
    uint32_t character = 0;
    for (const char *at = text, *next; *at != '\0'; at = next) {
        next = preston_text_next(at, &character);
        if (next == NULL) {
            next = at + 1;
            preston_text_add(out, "?"); /* none of ours: texts are checked when they come in */
        } else if (*at == '"' || *at == '\\') {
            preston_text_add(out, "\\%c", *at);
        } else if (must_be_escaped(character)) {
            preston_text_add(out, "\\u%04x", (unsigned)character);
        } else {
            preston_text_add(out, "%.*s", (int)(next - at), at);
        }
    }
    preston_text_add(out, "\"");
}

preston_status preston_text_finish(preston_text_builder *out, const char *what, char **out_text,
                                   preston_error *error)
{
    preston_text_builder done = *out;
    *out = (preston_text_builder){0};
    if (done.failed) {
        free(done.text);
        return preston_fail_memory(error, what);
    }
    *out_text = done.text;
    return PRESTON_OK;
}

void preston_text_discard(preston_text_builder *out)
{
    free(out->text);
    *out = (preston_text_builder){0};
}

/* RFC 3629: no longer form than needed, no surrogates, nothing beyond U+10FFFF. */
const char *preston_text_next(const char *at, uint32_t *out_character)
{
    const unsigned char *bytes = (const unsigned char *)at;
    static const uint32_t least[] = {0, 0x80, 0x800, 0x10000};
    int more = bytes[0] < 0x80 ? 0 : bytes[0] < 0xe0 ? 1 : bytes[0] < 0xf0 ? 2 : 3;
    if ((bytes[0] >= 0x80 && bytes[0] < 0xc0) || bytes[0] > 0xf7) {
        return NULL;
    }
    uint32_t character = more == 0 ? bytes[0] : bytes[0] & (0x3fu >> more);
    for (int i = 1; i <= more; i++) {
        if ((bytes[i] & 0xc0) != 0x80) {
            return NULL;
        }
        character = character << 6 | (bytes[i] & 0x3fu);
    }
    if (character < least[more] || character > 0x10ffff ||
        (character >= 0xd800 && character < 0xe000)) {
        return NULL;
    }
    *out_character = character;
    return at + 1 + more;
}

int preston_text_is_utf8(const char *text)
{
    uint32_t character = 0;
    while (text != NULL && *text != '\0') {
        text = preston_text_next(text, &character);
    }
    return text != NULL;
}
