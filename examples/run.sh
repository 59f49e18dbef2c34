#!/bin/sh
# Builds the programs and runs them on the shipped data. The answer for Preston comes
# last, in three places and then in 180.
# Everything it makes is in build/; it installs what is missing (.ci/install) and asks nothing.
set -eu
cd "$(dirname "$0")/.."

sh .ci/install build

# Runs a command in silence; its output is in build/NAME.log, and is shown when it fails.
quietly() {
  log=build/$1.log
  shift
  "$@" >"$log" 2>&1 || {
    cat "$log" >&2
    exit 1
  }
}

mkdir -p build
# A first build is of the programs alone; tests/run.sh adds the tests, and then they stay.
set --
[ -f build/CMakeCache.txt ] || set -- -D PRESTON_BUILD_TESTS=OFF -D PRESTON_WARNINGS_AS_ERRORS=OFF
quietly configure cmake -S . -B build -D CMAKE_BUILD_TYPE=Release "$@"
quietly build cmake --build build --target multipliers preston places regions --parallel "$(nproc)"

echo '== Multipliers of Scotland, 2019: the highest of 98 sectors =='
quietly scotland-2019 \
  build/examples/multipliers examples/data/scotland-2019 --csv build/scotland-2019-multipliers.csv
head -n 14 build/scotland-2019.log
echo '(all of them: build/scotland-2019.log; every multiplier and effect:'
echo ' build/scotland-2019-multipliers.csv)'
echo
echo '== Scotland in the United Kingdom, 2019: what stays, what goes to the rest =='
quietly scotland-in-uk build/examples/regions --csv build/scotland-in-uk.csv
sed -n '/^1\. /,$p' build/scotland-in-uk.log
echo '(what was assumed, and where the two tables disagree: build/scotland-in-uk.log)'
echo
echo '== A scenario: canteens that buy from nearby farms and new workshops =='
quietly canteens \
  build/examples/preston run examples/scenarios/canteens.yaml --csv build/canteens.csv
sed -n '/^The answer/,/^  income of employees/p' build/canteens.log | sed '1,2d;$d'
echo '(nearly every number of it is an assumption: build/canteens.log; the other cases:'
echo ' sh examples/scenarios/run.sh, told in docs/scenarios.md)'
echo
echo '== Preston: six anchor institutions, 2012/13 and 2016/17 =='
build/examples/preston --csv build/preston.csv
echo
echo '== Preston in the whole country: who gains and who loses, in 180 places =='
build/examples/places --csv build/places.csv
