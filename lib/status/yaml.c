#include "yaml.h"

#include "error.h"
#include "labels.h"
#include "text_file.h"

#include <stdarg.h>
#include <stdio.h>
#include <yaml.h>

typedef preston_status entry_function(void *context, const preston_yaml_entry *entry,
                                      preston_error *error);

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

/* libyaml builds a document tree, in which a repeated key stands twice: so it can be refused. */
static preston_status walk(yaml_document_t *document, const char *path, preston_labels *seen,
                           entry_function *on_entry, void *context, preston_error *error)
{
    const yaml_node_t *root = yaml_document_get_root_node(document);
    if (root == NULL || root->type != YAML_MAPPING_NODE) {
        return preston_fail(error, PRESTON_ERROR_FORMAT,
                            "%s:1:1: is not a list of 'key: value' lines", path);
    }
    int last = 0;
    for (const yaml_node_pair_t *pair = root->data.mapping.pairs.start;
         pair < root->data.mapping.pairs.top; pair++) {
        const yaml_node_t *key = yaml_document_get_node(document, pair->key);
        const yaml_node_t *value = yaml_document_get_node(document, pair->value);
        preston_yaml_entry entry = {.path = path,
                                    .key = "",
                                    .value = "",
                                    .line = (int64_t)value->start_mark.line + 1,
                                    .column = (int64_t)value->start_mark.column + 1};
        /* nodes are numbered as they are met: an alias stands for one met before */
        if (pair->key <= last || pair->value < pair->key) {
            const yaml_node_t *other = pair->key <= last ? value : key;
            return preston_fail(error, PRESTON_ERROR_FORMAT,
                                "%s:%lld: holds an alias: write the value itself", path,
                                (long long)other->start_mark.line + 1);
        }
        last = pair->value;
        if (key->type == YAML_SCALAR_NODE) {
            entry.key = (const char *)key->data.scalar.value;
        }
        if (key->type != YAML_SCALAR_NODE || value->type != YAML_SCALAR_NODE) {
            return preston_yaml_fail(&entry, error, PRESTON_ERROR_FORMAT,
                                     "is not a single value: write 'key: value'");
        }
        entry.value = (const char *)value->data.scalar.value;
        if (preston_labels_find(seen, entry.key) >= 0) {
            return preston_yaml_fail(&entry, error, PRESTON_ERROR_LABEL,
                                     "stands twice: keep one of them");
        }
        if (preston_labels_add(seen, entry.key) < 0) {
            return preston_fail_memory(error, path);
        }
        preston_status status = on_entry(context, &entry, error);
        if (status != PRESTON_OK) {
            return status;
        }
    }
    return PRESTON_OK;
}

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
                              (long long)root->start_mark.line + 1);
    }
    yaml_document_delete(&document);
    return status;
}

static preston_status parse(yaml_parser_t *parser, const preston_text_file *file,
                            entry_function *on_entry, void *context, preston_error *error)
{
    yaml_document_t document;
    yaml_parser_set_input_string(parser, (const unsigned char *)file->text, file->size);
    preston_status status = load(parser, file, &document, error);
    if (status != PRESTON_OK) {
        return status;
    }
    preston_labels seen = {0};
    status = walk(&document, file->path, &seen, on_entry, context, error);
    preston_labels_clear(&seen);
    yaml_document_delete(&document);
    return status == PRESTON_OK ? refuse_second_document(parser, file, error) : status;
}

preston_status preston_yaml_read(const char *folder, const char *name, entry_function *on_entry,
                                 void *context, preston_error *error)
{
    preston_text_file file;
    preston_status status = preston_text_file_read(folder, name, NULL, &file, error);
    if (status != PRESTON_OK) {
        return status;
    }
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser)) {
        status = preston_fail_memory(error, file.path);
    } else {
        status = parse(&parser, &file, on_entry, context, error);
        yaml_parser_delete(&parser);
    }
    preston_text_file_clear(&file);
    return status;
}
