#include "yaml.h"

#include "allocate.h"
#include "error.h"
#include "labels.h"
#include "text_file.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

/* No file of ours is deeper than a list in a map in a list in a map. */
enum { DEEPEST = 32 };

struct preston_yaml {
    preston_text_file file;
    yaml_document_t document; /* holds the texts */
    int has_document;
    preston_yaml_node root;
    preston_yaml_node *nodes; /* all others: the values of a list or map are side by side */
};

preston_status preston_yaml_fail(const preston_yaml_entry *entry, preston_error *error,
                                 preston_status status, const char *format, ...)
{
    char reason[PRESTON_MESSAGE_SIZE / 2];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(reason, sizeof reason, format, arguments);
    va_end(arguments);
    return preston_fail(error, status, "%s:%lld:%lld: key '%.80s': %s", entry->path,
                        (long long)entry->line, (long long)entry->column, entry->key, reason);
}

/* --- what libyaml read, checked --- */

/* The check of a document, node by node in the order of the file. */
typedef struct inspection {
    preston_yaml *yaml;
    int last; /* node met last; libyaml numbers them from 1 as they are met */
    int depth;
    preston_error *error;
} inspection;

static long long line_of(const yaml_node_t *node)
{
    return (long long)node->start_mark.line + 1;
}

static yaml_node_t *node_at(const inspection *on, int index)
{
    return yaml_document_get_node(&on->yaml->document, index);
}

static preston_status refuse_alias(const inspection *on, const yaml_node_t *beside)
{
    return preston_fail(on->error, PRESTON_ERROR_FORMAT,
                        "%s:%lld: holds an alias: write the value itself", on->yaml->file.path,
                        line_of(beside));
}

static preston_status refuse_entry(const inspection *on, const yaml_node_t *key,
                                   const yaml_node_t *value, preston_status status,
                                   const char *reason)
{
    const preston_yaml_entry entry = {
        .path = on->yaml->file.path,
        .key = key->type == YAML_SCALAR_NODE ? (const char *)key->data.scalar.value : "",
        .line = line_of(value),
        .column = (long long)value->start_mark.column + 1};
    return preston_yaml_fail(&entry, on->error, status, "%s", reason);
}

static preston_status inspect(inspection *on, const yaml_node_t *node);

/* libyaml gives nodes their numbers as it meets them: one that is not the next was met before, and
 * an alias stands for it. Aliases have no place of their own, so the message names a neighbour's.
 */
static preston_status inspect_pair(inspection *on, const yaml_node_t *map,
                                   const yaml_node_pair_t *pair, preston_labels *seen)
{
    const yaml_node_t *key = node_at(on, pair->key);
    const yaml_node_t *value = node_at(on, pair->value);
    if (pair->key != on->last + 1) {
        return refuse_alias(on, pair->value == on->last + 1 ? value : map);
    }
    on->last = pair->key;
    if (key->type != YAML_SCALAR_NODE) {
        return refuse_entry(on, key, value, PRESTON_ERROR_FORMAT,
                            "is not a single value: write 'key: value'");
    }
    if (pair->value != on->last + 1) {
        return refuse_alias(on, key);
    }
    const char *name = (const char *)key->data.scalar.value;
    if (preston_labels_find(seen, name) >= 0) {
        return refuse_entry(on, key, value, PRESTON_ERROR_LABEL, "stands twice: keep one of them");
    }
    if (preston_labels_add(seen, name) < 0) {
        return preston_fail_memory(on->error, on->yaml->file.path);
    }
    on->last = pair->value;
    return inspect(on, value);
}

static preston_status inspect_map(inspection *on, const yaml_node_t *map)
{
    preston_labels seen = {0};
    preston_status status = PRESTON_OK;
    for (const yaml_node_pair_t *pair = map->data.mapping.pairs.start;
         status == PRESTON_OK && pair < map->data.mapping.pairs.top; pair++) {
        status = inspect_pair(on, map, pair, &seen);
    }
    preston_labels_clear(&seen);
    return status;
}

static preston_status inspect_list(inspection *on, const yaml_node_t *list)
{
    preston_status status = PRESTON_OK;
    const yaml_node_t *before = list;
    for (const yaml_node_item_t *item = list->data.sequence.items.start;
         status == PRESTON_OK && item < list->data.sequence.items.top; item++) {
        if (*item != on->last + 1) {
            return refuse_alias(on, before);
        }
        on->last = *item;
        before = node_at(on, *item);
        status = inspect(on, before);
    }
    return status;
}

static preston_status inspect(inspection *on, const yaml_node_t *node)
{
    if (node->type == YAML_SCALAR_NODE) {
        const char *text = (const char *)node->data.scalar.value;
        return strlen(text) == node->data.scalar.length
                   ? PRESTON_OK
                   : preston_fail(on->error, PRESTON_ERROR_FORMAT,
                                  "%s:%lld:%lld: the text holds a zero byte: remove it",
                                  on->yaml->file.path, line_of(node),
                                  (long long)node->start_mark.column + 1);
    }
    if (++on->depth > DEEPEST) {
        return preston_fail(on->error, PRESTON_ERROR_FORMAT,
                            "%s:%lld: is nested deeper than %d levels", on->yaml->file.path,
                            line_of(node), DEEPEST);
    }
    preston_status status =
        node->type == YAML_MAPPING_NODE ? inspect_map(on, node) : inspect_list(on, node);
    on->depth--;
    return status;
}

/* --- our own nodes --- */

/* Fills in a node whose place is given; those below it get the next free places. There is one for
 * each, since no node of the document stands twice. */
static void convert(preston_yaml *yaml, const yaml_node_t *from, preston_yaml_node *to,
                    preston_yaml_node **next)
{
    to->line = to->key_line = (int64_t)from->start_mark.line + 1;
    to->column = to->key_column = (int64_t)from->start_mark.column + 1;
    if (from->type == YAML_SCALAR_NODE) {
        to->kind = PRESTON_YAML_TEXT;
        to->text = (const char *)from->data.scalar.value;
        to->quoted = from->data.scalar.style != YAML_PLAIN_SCALAR_STYLE;
        return;
    }
    preston_yaml_node *values = *next;
    to->values = values;
    if (from->type == YAML_SEQUENCE_NODE) {
        const yaml_node_item_t *items = from->data.sequence.items.start;
        to->kind = PRESTON_YAML_LIST;
        to->count = (int64_t)(from->data.sequence.items.top - items);
        *next += to->count;
        for (int64_t i = 0; i < to->count; i++) {
            convert(yaml, yaml_document_get_node(&yaml->document, items[i]), &values[i], next);
        }
        return;
    }
    const yaml_node_pair_t *pairs = from->data.mapping.pairs.start;
    to->kind = PRESTON_YAML_MAP;
    to->count = (int64_t)(from->data.mapping.pairs.top - pairs);
    *next += to->count;
    for (int64_t i = 0; i < to->count; i++) {
        const yaml_node_t *key = yaml_document_get_node(&yaml->document, pairs[i].key);
        convert(yaml, yaml_document_get_node(&yaml->document, pairs[i].value), &values[i], next);
        values[i].key = (const char *)key->data.scalar.value;
        values[i].key_line = (int64_t)key->start_mark.line + 1;
        values[i].key_column = (int64_t)key->start_mark.column + 1;
    }
}

static preston_status build(preston_yaml *yaml, preston_error *error)
{
    const yaml_node_t *root = yaml_document_get_root_node(&yaml->document);
    if (root == NULL || root->type != YAML_MAPPING_NODE) {
        return preston_fail(error, PRESTON_ERROR_FORMAT,
                            "%s:1:1: is not a list of 'key: value' lines", yaml->file.path);
    }
    inspection on = {.yaml = yaml, .last = 1, .error = error};
    preston_status status = inspect(&on, root);
    if (status != PRESTON_OK) {
        return status;
    }
    yaml->nodes = preston_allocate(on.last, sizeof *yaml->nodes);
    if (yaml->nodes == NULL) {
        return preston_fail_memory(error, yaml->file.path);
    }
    preston_yaml_node *next = yaml->nodes;
    convert(yaml, root, &yaml->root, &next);
    return PRESTON_OK;
}

/* --- parsing --- */

static preston_status load(yaml_parser_t *parser, const preston_text_file *file,
                           yaml_document_t *document, preston_error *error)
{
    if (yaml_parser_load(parser, document)) {
        return PRESTON_OK;
    }
    if (parser->error == YAML_MEMORY_ERROR) {
        return preston_fail_memory(error, file->path);
    }
    return preston_fail(error, PRESTON_ERROR_FORMAT, "%s:%lld:%lld: %s", file->path,
                        (long long)parser->problem_mark.line + 1,
                        (long long)parser->problem_mark.column + 1,
                        parser->problem != NULL ? parser->problem : "is not YAML");
}

/* What stands behind a second '---' would be read by nobody. */
static preston_status refuse_second_document(yaml_parser_t *parser, const preston_text_file *file,
                                             preston_error *error)
{
    yaml_document_t document;
    preston_status status = load(parser, file, &document, error);
    if (status != PRESTON_OK) {
        return status;
    }
    const yaml_node_t *root = yaml_document_get_root_node(&document);
    if (root != NULL) {
        status = preston_fail(error, PRESTON_ERROR_FORMAT,
                              "%s:%lld:1: begins a second document: keep one", file->path,
                              line_of(root));
    }
    yaml_document_delete(&document);
    return status;
}

static preston_status parse(preston_yaml *yaml, preston_error *error)
{
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser)) {
        return preston_fail_memory(error, yaml->file.path);
    }
    yaml_parser_set_input_string(&parser, (const unsigned char *)yaml->file.text, yaml->file.size);
    preston_status status = load(&parser, &yaml->file, &yaml->document, error);
    yaml->has_document = status == PRESTON_OK;
    if (status == PRESTON_OK) {
        status = build(yaml, error);
    }
    if (status == PRESTON_OK) {
        status = refuse_second_document(&parser, &yaml->file, error);
    }
    yaml_parser_delete(&parser);
    return status;
}

preston_status preston_yaml_open(const char *folder, const char *name, preston_yaml **out_yaml,
                                 preston_error *error)
{
    preston_yaml *yaml = preston_allocate(1, sizeof *yaml);
    if (yaml == NULL) {
        return preston_fail_memory(error, name);
    }
    preston_status status = preston_text_file_read(folder, name, NULL, &yaml->file, error);
    if (status == PRESTON_OK) {
        status = parse(yaml, error);
    }
    if (status != PRESTON_OK) {
        preston_yaml_free(yaml);
        return status;
    }
    *out_yaml = yaml;
    return PRESTON_OK;
}

void preston_yaml_free(preston_yaml *yaml)
{
    if (yaml != NULL) {
        if (yaml->has_document) {
            yaml_document_delete(&yaml->document);
        }
        free(yaml->nodes);
        preston_text_file_clear(&yaml->file);
        free(yaml);
    }
}

const char *preston_yaml_path(const preston_yaml *yaml)
{
    return yaml->file.path;
}

const preston_yaml_node *preston_yaml_root(const preston_yaml *yaml)
{
    return &yaml->root;
}

const preston_yaml_node *preston_yaml_find(const preston_yaml_node *map, const char *key)
{
    for (int64_t i = 0; map != NULL && i < map->count; i++) {
        if (map->values[i].key != NULL && strcmp(map->values[i].key, key) == 0) {
            return &map->values[i];
        }
    }
    return NULL;
}

/* --- files of the form `key: value` --- */

preston_status preston_yaml_read(const char *folder, const char *name,
                                 preston_status (*on_entry)(void *context,
                                                            const preston_yaml_entry *entry,
                                                            preston_error *error),
                                 void *context, preston_error *error)
{
    preston_yaml *yaml = NULL;
    preston_status status = preston_yaml_open(folder, name, &yaml, error);
    if (yaml == NULL) {
        return status;
    }
    for (int64_t i = 0; status == PRESTON_OK && i < yaml->root.count; i++) {
        const preston_yaml_node *node = &yaml->root.values[i];
        const preston_yaml_entry entry = {.path = yaml->file.path,
                                          .key = node->key,
                                          .value = node->text,
                                          .line = node->line,
                                          .column = node->column};
        status = node->kind == PRESTON_YAML_TEXT
                     ? on_entry(context, &entry, error)
                     : preston_yaml_fail(&entry, error, PRESTON_ERROR_FORMAT,
                                         "is not a single value: write 'key: value'");
    }
    preston_yaml_free(yaml);
    return status;
}
