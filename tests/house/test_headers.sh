#!/bin/sh
# Each public header compiles alone, as strict C17 and as C++17; petsc.h where the build has MPI.
# usage: test_headers.sh SOURCE BUILD
set -eu
source=$1
build=$2
cc=$(sed -n 's/^CMAKE_C_COMPILER:[^=]*=//p' "$build/CMakeCache.txt")
cxx=${CXX:-c++}
mpi=$(sed -n 's/^MPI_C_HEADER_DIR:[^=]*=//p' "$build/CMakeCache.txt")

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
for header in "$source"/include/preston/*.h; do
    name=preston/$(basename "$header")
    printf '#include <%s>\n#include <%s>\nint main(void) { return 0; }\n' "$name" "$name" \
        > "$scratch/alone.c"
    cp "$scratch/alone.c" "$scratch/alone.cc"
    echo "$name"
    includes="-I$source/include"
    if [ "$name" = preston/petsc.h ]; then
        [ -n "$mpi" ] || continue
        includes="$includes -isystem $mpi"
    fi
    # shellcheck disable=SC2086 # the includes are meant to be split
    "$cc" -std=c17 -pedantic-errors -Wall -Wextra -Werror $includes -fsyntax-only \
        "$scratch/alone.c"
    # shellcheck disable=SC2086
    "$cxx" -std=c++17 -pedantic-errors -Wall -Wextra -Werror $includes -fsyntax-only \
        "$scratch/alone.cc"
done
