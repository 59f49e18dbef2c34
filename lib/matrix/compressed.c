#include "compressed.h"

#include <math.h>
#include <string.h>

preston_lines_fault preston_lines_find_fault(const preston_lines *lines, int64_t size,
                                             int *out_nonnegative, int64_t *out_line,
                                             int64_t *out_position)
{
    for (int64_t line = 0; line < lines->count; line++) {
        if (lines->starts[line] < 0 || lines->starts[line] > lines->starts[line + 1]) {
            *out_line = line;
            return PRESTON_LINES_START;
        }
    }
    int nonnegative = 1;
    for (int64_t line = 0; line < lines->count; line++) {
        for (int64_t q = lines->starts[line]; q < lines->starts[line + 1]; q++) {
            int inside = lines->indices[q] >= 0 && lines->indices[q] < size;
            if (!inside || !isfinite(lines->values[q])) {
                *out_line = line;
                *out_position = q;
                return inside ? PRESTON_LINES_VALUE : PRESTON_LINES_INDEX;
            }
            nonnegative &= lines->values[q] >= 0.0;
        }
    }
    *out_nonnegative &= nonnegative;
    return PRESTON_LINES_SOUND;
}

int64_t preston_lines_most_cells(const preston_lines *lines, int64_t size, int64_t *counts)
{
    int64_t most = 0;
    memset(counts, 0, (size_t)size * sizeof *counts);
    for (int64_t line = 0; line < lines->count; line++) {
        int64_t cells = lines->starts[line + 1] - lines->starts[line];
        most = cells > most ? cells : most;
        for (int64_t q = lines->starts[line]; q < lines->starts[line + 1]; q++) {
            int64_t count = ++counts[lines->indices[q]];
            most = count > most ? count : most;
        }
    }
    return most;
}

/* --- groups --- */

int preston_group_width(int64_t vectors)
{
    return vectors > 2 ? PRESTON_WIDEST_GROUP : vectors > 1 ? 2 : 1;
}

void preston_group_load(int64_t rows, int64_t vectors, const double *block, int64_t leading,
                        int width, double *group)
{
    for (int64_t i = 0; i < rows; i++) {
        for (int k = 0; k < width; k++) {
            group[i * width + k] = k < vectors ? block[i + k * leading] : 0.0;
        }
    }
}

void preston_group_store(int64_t rows, int64_t vectors, const double *group, int width,
                         double *block, int64_t leading)
{
    for (int64_t i = 0; i < rows; i++) {
        for (int64_t k = 0; k < vectors; k++) {
            block[i + k * leading] = group[i * width + k];
        }
    }
}

/* --- products: `width` is a constant where these are inlined --- */

/* Even and odd cells are added up apart, so that an addition need not wait for the one before. */
static inline __attribute__((always_inline)) void gather(int width, int absolute,
                                                         const preston_lines *lines, int64_t first,
                                                         int64_t last, const double *x, double *y)
{
    const int64_t *indices = lines->indices;
    const double *values = lines->values;
    for (int64_t line = first; line < last; line++) {
        double even[PRESTON_WIDEST_GROUP] = {0};
        double odd[PRESTON_WIDEST_GROUP] = {0};
        int64_t end = lines->starts[line + 1];
        int64_t q = lines->starts[line];
        for (; q + 2 <= end; q += 2) {
            double value0 = absolute ? fabs(values[q]) : values[q];
            double value1 = absolute ? fabs(values[q + 1]) : values[q + 1];
            const double *x0 = x + indices[q] * width;
            const double *x1 = x + indices[q + 1] * width;
            for (int k = 0; k < width; k++) {
                even[k] += value0 * x0[k];
                odd[k] += value1 * x1[k];
            }
        }
        for (int k = 0; q < end && k < width; k++) {
            even[k] += (absolute ? fabs(values[q]) : values[q]) * x[indices[q] * width + k];
        }
        for (int k = 0; k < width; k++) {
            y[line * width + k] += even[k] + odd[k];
        }
    }
}

static inline __attribute__((always_inline)) void
scatter(int width, int absolute, const preston_lines *lines, const double *x, double *y)
{
    const int64_t *indices = lines->indices;
    const double *values = lines->values;
    for (int64_t line = 0; line < lines->count; line++) {
        double own[PRESTON_WIDEST_GROUP];
        for (int k = 0; k < width; k++) {
            own[k] = x[line * width + k];
        }
        for (int64_t q = lines->starts[line]; q < lines->starts[line + 1]; q++) {
            double value = absolute ? fabs(values[q]) : values[q];
            double *target = y + indices[q] * width;
            for (int k = 0; k < width; k++) {
                target[k] += value * own[k];
            }
        }
    }
}

/* Absolute values are asked for now and then only: one body serves all widths. */
void preston_lines_gather(const preston_lines *lines, int64_t first, int64_t last, int width,
                          int absolute, const double *x, double *y)
{
    if (absolute) {
        gather(width, 1, lines, first, last, x, y);
    } else if (width == 1) {
        gather(1, 0, lines, first, last, x, y);
    } else if (width == 2) {
        gather(2, 0, lines, first, last, x, y);
    } else {
        gather(PRESTON_WIDEST_GROUP, 0, lines, first, last, x, y);
    }
}

void preston_lines_scatter(const preston_lines *lines, int width, int absolute, const double *x,
                           double *y)
{
    if (absolute) {
        scatter(width, 1, lines, x, y);
    } else if (width == 1) {
        scatter(1, 0, lines, x, y);
    } else if (width == 2) {
        scatter(2, 0, lines, x, y);
    } else {
        scatter(PRESTON_WIDEST_GROUP, 0, lines, x, y);
    }
}
