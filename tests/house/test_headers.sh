#!/bin/sh
# Each public header compiles alone, as strict C17 and as C++17.
# usage: test_headers.sh SOURCE BUILD
set -eu
source=$1
build=$2
cc=$(sed -n 's/^CMAKE_C_COMPILER:[^=]*=//p' "$build/CMakeCache.txt")
cxx=${CXX:-c++}

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
for header in "$source"/include/preston/*.h; do
    name=preston/$(basename "$header")
    printf '#include <%s>\n#include <%s>\nint main(void) { return 0; }\n' "$name" "$name" \
        > "$scratch/alone.c"
    cp "$scratch/alone.c" "$scratch/alone.cc"
    echo "$name"
    "$cc" -std=c17 -pedantic-errors -Wall -Wextra -Werror -I"$source/include" -fsyntax-only \
        "$scratch/alone.c"
    "$cxx" -std=c++17 -pedantic-errors -Wall -Wextra -Werror -I"$source/include" -fsyntax-only \
        "$scratch/alone.cc"
done
