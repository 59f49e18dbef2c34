#!/bin/sh
# A floor includes only floors below it, and the two lowest know neither GSL nor any cblas.
# usage: test_layers.sh SOURCE [BUILD]
set -eu
source=$1

# The floors in their order; those of one rank do not know each other. gsl.h and petsc.h stand beside
# matrix.h, above it, for callers alone; preston.h includes all but petsc.h.
ranks="version:0 status:1 matrix:10 gsl:11 petsc:11 table:20 economy:30 model:40 ledger:50 scenario:60
ensemble:70 plan:70 report:80 preston:90"

# Prints what breaks the rule in the tree $1.
find_violations() (
    cd "$1"
    grep -nE '^[[:space:]]*#[[:space:]]*include' include/preston/*.h lib/*/*.[ch] |
        awk -v ranks="$ranks" '
        BEGIN {
            count = split(ranks, each, /[ \n]+/)
            for (i = 1; i <= count; i++) {
                split(each[i], pair, ":")
                rank[pair[1]] = pair[2]
            }
        }
        function stem(path) { sub(/.*\//, "", path); sub(/\.h$/, "", path); return path }
        function blame(what) { print where ": " what }
        {
            split($0, part, ":")
            file = part[1]
            where = part[1] ":" part[2]
            public = file ~ /^include/
            floor = file
            if (public) { floor = stem(file) } else { sub(/^lib\//, "", floor); sub(/\/.*/, "", floor) }
            name = $0
            sub(/^[^<"]*[<"]/, "", name)
            sub(/[>"].*/, "", name)
            ours = index($0, "\"") || name ~ /^preston\//
            if (!(floor in rank)) { blame("floor " floor " has no rank: give it one in test_layers.sh"); next }
            if (name ~ /cblas/) { blame("includes " name ": BLAS is called by its Fortran names"); next }
            if (name ~ /^gsl\//) { if (rank[floor] <= rank["matrix"] || floor == "petsc") blame(floor " includes " name); next }
            if (!ours) { next }
            if (name ~ /^\.\.\//) { other = name; sub(/^\.\.\//, "", other); sub(/\/.*/, "", other) }
            else if (public || name ~ /^preston\//) { other = stem(name) }
            else { other = floor }
            if (other == floor) { next }
            if (!(other in rank)) { blame("includes " name ", of no floor") }
            else if (rank[other] >= rank[floor]) { blame(floor " includes " other) }
            else if (other == "gsl" && !public) { blame("gsl.h is for callers") }
            else if (other == "petsc") { blame("petsc.h is for callers") }
        }'
)

violations=$(find_violations "$source")
if [ -n "$violations" ]; then
    echo "$violations"
    exit 1
fi

# The test of the test: a line added to a copy of the tree must be found.
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
expect_violation() {
    mkdir "$scratch/tree"
    cp -RL "$source/include" "$source/lib" "$scratch/tree" # -L: never write through a link
    echo "$2" >> "$scratch/tree/$1"
    if [ -z "$(find_violations "$scratch/tree")" ]; then
        echo "not found: '$2' in $1"
        exit 1
    fi
    rm -r "$scratch/tree"
}
expect_violation lib/status/error.c '#include "../matrix/solver.h"'
expect_violation lib/matrix/solver.c '#include "preston/table.h"'
expect_violation lib/matrix/solver.c '#  include <gsl/gsl_rng.h>'
expect_violation lib/matrix/solver.c '#include "preston/gsl.h"'
expect_violation lib/model/model.c '#include <preston/report.h>'
expect_violation lib/economy/economy.c '#include <gsl/gsl_cblas.h>'
expect_violation lib/economy/economy.c '#include "../elsewhere/thing.h"'
expect_violation lib/petsc/system.c '#include <gsl/gsl_rng.h>'
expect_violation lib/petsc/system.c '#include "../table/table.h"'
expect_violation lib/model/model.c '#include <preston/petsc.h>'
expect_violation include/preston/preston.h '#include "petsc.h"'
expect_violation include/preston/economy.h '#include "model.h"'
expect_violation include/preston/status.h '#include <gsl/gsl_errno.h>'
