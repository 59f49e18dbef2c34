#!/bin/sh
# Builds the program preston and carries every scenario of this folder through its years, and those of
# one baseline beside each other. Reports and CSV files are in build/scenarios/; what is printed is the
# answer of each. docs/scenarios.md tells them.
set -eu
cd "$(dirname "$0")/../.."

sh .ci/install build
mkdir -p build/scenarios
set --
[ -f build/CMakeCache.txt ] || set -- -D PRESTON_BUILD_TESTS=OFF -D PRESTON_WARNINGS_AS_ERRORS=OFF
{
  cmake -S . -B build -D CMAKE_BUILD_TYPE=Release "$@" &&
    cmake --build build --target preston --parallel "$(nproc)"
} >build/scenarios/build.log 2>&1 || {
  cat build/scenarios/build.log >&2
  exit 1
}

for file in examples/scenarios/*.yaml; do
  name=$(basename "$file" .yaml)
  build/examples/preston run "$file" --csv "build/scenarios/$name.csv" >"build/scenarios/$name.txt"
  echo "== $(head -n 1 "build/scenarios/$name.txt") (build/scenarios/$name.txt) =="
  sed -n '/^The answer/,/^How to read/p' "build/scenarios/$name.txt" | sed '1,2d;$d'
done

# Compares the scenarios of the given names.
compare() {
  first=$1
  files=
  for name; do
    files="$files examples/scenarios/$name.yaml"
  done
  # the names have no spaces
  # shellcheck disable=SC2086
  build/examples/preston compare $files --csv "build/scenarios/compare-$first.csv" \
    >"build/scenarios/compare-$first.txt"
  echo "Compared: $* (build/scenarios/compare-$first.txt)"
}
compare reserved-today reserved-every-sector
compare spaser-100 spaser-50
compare create-firms create-firms-supported create-firms-ordinary
