#!/bin/sh
# An installed build serves a consumer by find_package, by pkg-config and by add_subdirectory, with
# the shared and the static library, wherever it was installed.
# usage: test_consumers.sh SOURCE BUILD
set -eu
source=$(cd "$1" && pwd)
build=$(cd "$2" && pwd)

cached() {
    sed -n "s/^$1:[^=]*=//p" "$build/CMakeCache.txt"
}
cc=$(cached CMAKE_C_COMPILER)
flags=$(cached CMAKE_C_FLAGS) # a sanitizer in the library must be in the consumer too
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
prefix=$scratch/installed

step() {
    echo "== $*"
}

# Runs a command quietly, unless it fails.
quietly() {
    "$@" > "$scratch/log" 2>&1 || {
        cat "$scratch/log"
        exit 1
    }
}

step install
quietly cmake --install "$build" --prefix "$prefix"
packages=$(dirname "$(find "$prefix" -name preston.pc)")
libraries=$(dirname "$packages")

step "no path of this machine in the exported files"
configured=$(cached CMAKE_INSTALL_PREFIX)
for file in "$libraries"/cmake/preston/*.cmake; do
    if sed "s|#.*||; s|$configured||g" "$file" | grep -nE '(^|[^A-Za-z0-9_}.*)/])/[A-Za-z]|-[IL]/'; then
        echo "an absolute path in $file"
        exit 1
    fi
done

# One consumer for all ways: it reads a table, solves it, and knows the answer.
consumer=$scratch/consumer
mkdir "$consumer"
cat > "$consumer/consumer.c" << 'END'
#include <preston/model.h>
#include <preston/report.h>

#include <stdio.h>

int main(int count, char **arguments)
{
    preston_error error = {PRESTON_OK, ""};
    preston_table *table = NULL;
    preston_economy *economy = NULL;
    preston_model *model = NULL;
    double effects[2] = {0.0, 0.0};
    if (count != 2 || preston_table_read(arguments[1], &table, &error) != PRESTON_OK ||
        preston_economy_create(table, NULL, NULL, &economy, &error) != PRESTON_OK ||
        preston_model_create(economy, NULL, &model, &error) != PRESTON_OK ||
        preston_model_multipliers(model, PRESTON_CLOSURE_I, "output", NULL,
                                  preston_vector(effects, 2, 1), preston_matrix(NULL, 0, 0), NULL,
                                  &error) != PRESTON_OK) {
        printf("%s\n", error.message);
        return 1;
    }
    printf("%s %.4f %.4f\n", preston_version(), effects[0], effects[1]);
    preston_model_free(model);
    preston_economy_free(economy);
    preston_table_free(table);
    return 0;
}
END
cat > "$consumer/CMakeLists.txt" << 'END'
cmake_minimum_required(VERSION 3.21)
project(consumer LANGUAGES C)
if(PRESTON_SOURCE)
  add_subdirectory(${PRESTON_SOURCE} preston)
  if(TARGET test_support OR TARGET multipliers)
    message(FATAL_ERROR "tests and programs are for the top level only")
  endif()
else()
  find_package(preston 0.1 REQUIRED)
endif()
foreach(library preston static)
  add_executable(with_${library} consumer.c)
  target_link_libraries(with_${library} PRIVATE preston::${library})
endforeach()
END
answer="$(sed -n 's/#define PRESTON_VERSION_M[A-Z]* //p; s/#define PRESTON_VERSION_PATCH //p' \
    "$source/include/preston/version.h" | paste -sd .) 1.5182 1.4521"

# Runs a consumer on the textbook table of Miller and Blair.
expect_answer() {
    got=$(LD_LIBRARY_PATH=$libraries "$1" "$source/tests/data/textbook/miller-blair-2x2")
    if [ "$got" != "$answer" ]; then
        echo "$1 printed '$got' instead of '$answer'"
        exit 1
    fi
}

step find_package
quietly cmake -S "$consumer" -B "$scratch/found" -DCMAKE_PREFIX_PATH="$prefix" \
    -DCMAKE_C_COMPILER="$cc" -DCMAKE_C_FLAGS="$flags"
quietly cmake --build "$scratch/found"
expect_answer "$scratch/found/with_preston"
expect_answer "$scratch/found/with_static"

step add_subdirectory
quietly cmake -S "$consumer" -B "$scratch/added" -DPRESTON_SOURCE="$source" \
    -DCMAKE_C_COMPILER="$cc" -DCMAKE_C_FLAGS="$flags"
quietly cmake --build "$scratch/added" -j2
expect_answer "$scratch/added/with_preston"
expect_answer "$scratch/added/with_static"

# preston.pc names the prefix that the build was configured with; this install has another.
step pkg-config
PKG_CONFIG_PATH=$packages
export PKG_CONFIG_PATH
# shellcheck disable=SC2046,SC2086
quietly "$cc" $flags "$consumer/consumer.c" -o "$scratch/with_shared" \
    $(pkg-config --cflags --libs preston)
expect_answer "$scratch/with_shared"

step pkg-config --static
# -lpreston would take the shared library where both are
hidden=$scratch/hidden
mkdir "$hidden"
mv "$libraries"/libpreston.so* "$hidden"
# shellcheck disable=SC2046,SC2086
quietly "$cc" $flags "$consumer/consumer.c" -o "$scratch/with_archive" \
    $(pkg-config --static --cflags --libs preston)
expect_answer "$scratch/with_archive"
