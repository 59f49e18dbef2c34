/* A matrix in single precision, cut into square tiles for sweeps.
 *
 * A sweep reads the matrix once, whatever it computes, so that its time is that of memory: single
 * precision halves it. Tiles are read whole and in the order in which they lie, for products with
 * the matrix and with its transpose alike: a tile is a row of strips, each of 16 rows, column after
 * column. Rows and columns beyond the matrix are zero. */
#ifndef PRESTON_LIB_MATRIX_TILES_H
#define PRESTON_LIB_MATRIX_TILES_H

#include <stdint.h>

enum { PRESTON_STRIP = 16, PRESTON_LARGEST_TILE = 128, PRESTON_TILE_VECTORS = 16 };

typedef struct preston_tiles {
    int64_t side;  /* rows of a tile, some strips */
    int64_t count; /* tiles in a row of tiles */
    float *cells;  /* count × count tiles, a row of tiles after another */
} preston_tiles;

/* The tile in row i and column j of tiles. */
static inline float *preston_tile(const preston_tiles *tiles, int64_t i, int64_t j)
{
    return tiles->cells + (i * tiles->count + j) * tiles->side * tiles->side;
}

/* Where the cell (i, j) of a tile lies in it. */
static inline int64_t preston_tile_cell(const preston_tiles *tiles, int64_t i, int64_t j)
{
    int64_t strip = i / PRESTON_STRIP;
    return (strip * tiles->side + j) * PRESTON_STRIP + i % PRESTON_STRIP;
}

/* Some tiles of a row of tiles, or of a column of tiles where the matrix is turned. */
typedef struct preston_tile_range {
    int64_t line;  /* the row (or column) of tiles */
    int64_t begin; /* tiles [begin, end) of it */
    int64_t end;
    int64_t begin_row; /* rows (or columns) of these tiles, whole strips */
    int64_t end_row;
} preston_tile_range;

/* y += C x on a range: x and y are whole vectors of count × side cells, `leading` apart, of which
 * the range's are read and written. At most PRESTON_TILE_VECTORS vectors. */
void preston_tiles_plain(const preston_tiles *tiles, const preston_tile_range *range,
                         int64_t vectors, const float *x, float *y, int64_t leading);

/* y += Cᵀ x on a range of a column of tiles. */
void preston_tiles_transposed(const preston_tiles *tiles, const preston_tile_range *range,
                              int64_t vectors, const float *x, float *y, int64_t leading);

/* d ← solved in one strip; how far it moved and how large it is, in the 1-norm over all vectors. */
void preston_strip_move(int64_t vectors, const float *solved, float *d, int64_t leading,
                        double *out_moved, double *out_size);

/* Inverts a block of at most PRESTON_LARGEST_TILE rows, column after column, in its place, without
 * pivots: an M-matrix needs none. -1, and the block is spoilt, where one is not there. */
int preston_invert_block(int64_t width, float *block);

#endif
