#!/bin/sh
# Every test there is: the suite with gcc, with clang as a second reader of the code, the suite again
# under sanitizers, the programs under valgrind, and what the programs do with bad input.
# Its last line counts: "N passed, N failed". Everything it makes is in build/.
set -u
cd "$(dirname "$0")/.." || exit 1
unset CMOCKA_MESSAGE_OUTPUT CMOCKA_XML_FILE CMOCKA_TEST_ABORT

sh .ci/install test || exit 1

# Tests share the cores: a thread that waits must not keep one from another test.
export OMP_WAIT_POLICY=passive

passed=0
failed=0
jobs=$(nproc)
scratch=build/checks
mkdir -p "$scratch" && rm -rf "${scratch:?}"/*

# --- how a test is run and counted ---

# Runs a command as one test. Its output is in build/checks, and is shown when it fails.
check() {
  name=$1
  shift
  log=$scratch/$(echo "$name" | tr -cs 'A-Za-z0-9\n' '-').log
  if "$@" >"$log" 2>&1; then
    passed=$((passed + 1))
    echo "  passed  $name"
  else
    failed=$((failed + 1))
    tail -n 60 "$log"
    echo "  FAILED  $name (all of its output: $log)"
    return 1
  fi
}

# Adds up a report of ctest: a program that says which cases it ran counts as many, any other one.
count_cases='
function finish() {
  if (seen && !run) { run = 1; ok = good }
  passed += ok
  if (seen && !good) { failed += run > ok ? run - ok : 1 }
}
/<testcase / { finish(); seen = 1; run = ok = 0; good = /status="run"/ }
/\[ RUN      \] / { run++ }
/\[       OK \] / { ok++ }
/\[  SKIPPED \] / { run-- }
END { finish(); print passed + 0, failed + 0 }'

count_programs='/<testcase / { if (/status="run"/) passed++; else failed++ }
END { print passed + 0, failed + 0 }'

# The suite of one preset, counted by one of the two programs above; the rest goes to ctest.
suite() {
  preset=$1
  counting=$2
  shift 2
  report=$PWD/$scratch/$preset.xml
  ctest --preset "$preset" --parallel "$jobs" --output-junit "$report" \
    --test-output-size-passed 9999999 --test-output-size-failed 9999999 "$@" |
    sed 's/^/  /'
  if [ ! -s "$report" ]; then
    failed=$((failed + 1))
    echo "  FAILED  ctest --preset $preset gave no report"
    return
  fi
  counts=$(awk "$counting" "$report")
  passed=$((passed + ${counts% *}))
  failed=$((failed + ${counts#* }))
}

build() {
  cmake --preset "$1" && cmake --build --preset "$1" --parallel "$jobs"
}

# --- the checks of the programs ---

# Runs a command that must end with this status.
ends_with() {
  expected=$1
  shift
  "$@"
  got=$?
  [ "$got" -eq "$expected" ] || {
    echo "ended with $got instead of $expected: $*"
    return 1
  }
}

# Bad input: status 2, a message, nothing on the standard output, and RESULT as it was before
# ("old"), with nothing left beside it.
refuses() {
  result=$1
  shift
  rm -rf "$result"*
  echo old >"$result"
  ends_with 2 "$@" >"$scratch/stdout" 2>"$scratch/stderr" || {
    cat "$scratch/stdout" "$scratch/stderr"
    return 1
  }
  cat "$scratch/stderr"
  [ -s "$scratch/stderr" ] && [ ! -s "$scratch/stdout" ] && [ "$(cat "$result")" = old ] &&
    [ "$(find "$scratch" -path "$result*" | wc -l)" -eq 1 ]
}

# Two runs write the same, byte for byte.
repeats() {
  for run in 1 2; do
    "$@" --csv "$scratch/run-$run.csv" >"$scratch/run-$run.txt" || return 1
  done
  [ -s "$scratch/run-1.csv" ] && cmp "$scratch/run-1.csv" "$scratch/run-2.csv" &&
    cmp "$scratch/run-1.txt" "$scratch/run-2.txt"
}

under_valgrind() {
  expected=$1
  shift
  # the memory of a pool of threads is never given back
  OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 ends_with "$expected" valgrind --quiet --error-exitcode=99 \
    --leak-check=full --show-leak-kinds=definite,indirect,possible "$@"
}

# Every solver on small systems: valgrind makes large ones fifty times slower.
core_under_valgrind() {
  echo '== the core under valgrind =='
  for test in method operator_forms certificate; do
    check "valgrind: matrix/$test" env PRESTON_TEST_LARGEST=17 OMP_NUM_THREADS=1 \
      OPENBLAS_NUM_THREADS=1 valgrind --quiet --error-exitcode=99 build/tests/test_matrix_$test
  done
}

check_programs() {
  programs=build/examples
  scotland=examples/data/scotland-2019
  result=$scratch/result.csv
  unwritable=$scratch/missing/result.csv

  # A table with a flow that is no number, and the Preston case with an amount that is none.
  table=$scratch/table
  data=$scratch/data
  mkdir "$data"
  cp -r "$scotland" "$table"
  cp -r examples/data/uk-2019 examples/data/preston "$data"
  sed '3s/,[^,]*$/,n.a./' "$scotland/flows.csv" >"$table/flows.csv"
  sed '3s/,[0-9.]*,preston,/,12O.50,preston,/' examples/data/preston/ledger-2016-17.csv \
    >"$data/preston/ledger-2016-17.csv"

  echo '== the programs under valgrind =='
  check 'valgrind: multipliers' under_valgrind 0 $programs/multipliers $scotland --csv "$result"
  check 'valgrind: preston' under_valgrind 0 $programs/preston --csv "$result"
  check 'valgrind: places' \
    under_valgrind 0 $programs/places --places "$data/preston/places" --trade pool --csv "$result"
  check 'valgrind: regions' \
    under_valgrind 0 $programs/regions tests/data/two-economies --csv "$result"
  check 'valgrind: regions, a region in its nation' \
    under_valgrind 0 $programs/regions --csv "$result"
  check 'valgrind: regions, broken table' under_valgrind 2 $programs/regions \
    --nation examples/data/uk-2019 --region "$table" --csv "$result"
  check 'valgrind: preston run' under_valgrind 0 $programs/preston run \
    tests/data/scenarios/preston.yaml --csv "$result"
  check 'valgrind: gsl_scenario' under_valgrind 0 $programs/gsl_scenario
  check 'valgrind: multipliers, broken table' \
    under_valgrind 2 $programs/multipliers "$table" --csv "$result"
  check 'valgrind: preston, broken ledger' \
    under_valgrind 2 $programs/preston --data "$data" --csv "$result"
  check 'valgrind: places, broken ledger' under_valgrind 2 $programs/places \
    --before "$data/preston/ledger-2012-13.csv" --after "$data/preston/ledger-2016-17.csv" \
    --concordance "$data/preston/concordance.csv" --csv "$result"

  echo '== what the programs do =='
  for program in multipliers preston places regions; do
    check "$program: --help" ends_with 0 $programs/$program --help
    check "$program: unknown option" refuses "$result" $programs/$program --speed
  done
  check 'multipliers: the same twice' repeats $programs/multipliers $scotland
  check 'multipliers: no table named' refuses "$result" $programs/multipliers --csv "$result"
  check 'multipliers: no such table' \
    refuses "$result" $programs/multipliers "$scratch/none" --csv "$result"
  check 'multipliers: broken table' \
    refuses "$result" $programs/multipliers "$table" --csv "$result"
  check 'multipliers: no such folder for results' \
    refuses "$result" $programs/multipliers $scotland --csv "$unwritable"
  check 'multipliers: disk full' \
    refuses "$result" $programs/multipliers $scotland --csv /dev/full
  check 'preston: the same twice' repeats $programs/preston
  check 'preston: no such data' refuses "$result" $programs/preston --data "$scratch/none"
  check 'preston: broken ledger' \
    refuses "$result" $programs/preston --data "$data" --csv "$result"
  check 'preston: delta out of range' \
    refuses "$result" $programs/preston --delta 1 --csv "$result"
  check 'preston: no such folder for results' refuses "$result" $programs/preston --csv "$unwritable"
  check 'preston: disk full' refuses "$result" $programs/preston --csv /dev/full
  check 'places: the same twice' repeats $programs/places
  check 'places: no such places' refuses "$result" $programs/places --places "$scratch/none"
  check 'places: disk full' refuses "$result" $programs/places --csv /dev/full
  check 'regions: the same twice' repeats $programs/regions
  check 'regions: no such table' refuses "$result" $programs/regions "$scratch/none" --csv "$result"
  check 'regions: no such economy' \
    refuses "$result" $programs/regions --from atlantis --csv "$result"
  check 'regions: disk full' refuses "$result" $programs/regions --csv /dev/full
}

# --- Python: the package in place with Debian's numpy, and its wheel with the newest ---

# A virtual environment in build/, made once for a list of packages. usage: FOLDER PYTHON [OPTION…]
environment() {
  folder=$1
  made_with=$2
  shift 2
  cmp -s tests/python/requirements.txt "$folder/made-for" && return
  "$made_with" -m venv --clear "$@" "$folder" &&
    "$folder/bin/pip" install -q --disable-pip-version-check -r tests/python/requirements.txt &&
    cp tests/python/requirements.txt "$folder/made-for"
}

# The newest Python beside the system's: of pyenv, by its version, or the one on the path.
newest_python() {
  for candidate in "$(ls -d "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.*/bin/python3 2>/dev/null | sort -V | tail -n 1)" \
    python3.14 python3.13 python3.12 python3; do
    "${candidate:-false}" -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null &&
      command -v "$candidate" && return
  done
}

in_place() {
  PYTHONPATH=lib/python PRESTON_LIBRARY=$PWD/build/libpreston.so "$@"
}

# pytest counts its cases: its report is read as those of ctest are, one case a test.
python_suite() {
  name=$1
  shift
  rm -f "$scratch/$name.xml"
  "$@" -m pytest -q -p no:cacheprovider --junit-xml "$scratch/$name.xml" >"$scratch/$name.log" 2>&1
  result=$?
  counts=$(sed -n 's/.*<testsuite [^>]*errors="\([0-9]*\)" failures="\([0-9]*\)" skipped="\([0-9]*\)" tests="\([0-9]*\)".*/\1 \2 \3 \4/p' \
    "$scratch/$name.xml" 2>/dev/null)
  # shellcheck disable=SC2086 # four numbers
  set -- ${counts:-1 0 0 1}
  passed=$((passed + $4 - $3 - $2 - $1))
  failed=$((failed + $2 + $1))
  [ "$result" -eq 0 ] || tail -n 60 "$scratch/$name.log"
  [ "$result" -eq 0 ] || [ "$(($1 + $2))" -gt 0 ] || failed=$((failed + 1))
  echo "  $name: $(tail -n 1 "$scratch/$name.log")"
}

check_python() {
  python=build/python/bin/python
  check 'python: an environment with the system'\''s numpy' \
    environment build/python /usr/bin/python3 --system-site-packages || return
  python_suite python-in-place in_place $python
  check 'python: types (mypy, strict)' $python -m mypy --cache-dir build/mypy

  newest=$(newest_python)
  current=build/python-current/bin/python
  wheels=build/wheels
  check "python: an environment of $newest" environment build/python-current "$newest" || return
  check 'python: what is optional, beside it' "$current" -m pip install -q --disable-pip-version-check \
    -r tests/python/requirements-optional.txt || return
  rm -rf "$wheels"
  check 'python: a wheel that carries the library' \
    "$current" -m pip wheel -q --disable-pip-version-check --no-deps -w "$wheels" . || return
  check 'python: the wheel is installed' "$current" -m pip install -q --disable-pip-version-check \
    --force-reinstall --upgrade "$(find "$wheels" -name 'preston-*-py3-none-*.whl')" || return
  python_suite python-wheel "$current"
}

# --- all of it ---

echo '== gcc: the suite =='
if check 'gcc compiles all without a warning' build release; then
  suite release "$count_cases"
  check_programs
  core_under_valgrind
fi

echo '== Python =='
check_python

echo '== clang =='
check 'clang compiles all without a warning' build clang

echo '== the suite under sanitizers =='
# Programs only: what a shell test would build or install is not this build.
shell_tests=$(find tests -name 'test_*.sh' |
  sed 's|.*/\([^/]*\)/test_\(.*\)\.sh$|^\1/\2$|' | paste -s -d '|' -)
# And two that run a whole nation many times over: once is enough here, below.
long_tests='^examples/places_(own_tables|travel_times)$'
if check 'sanitizers are compiled in' build sanitizers; then
  suite sanitizers "$count_programs" --exclude-regex "$long_tests|${shell_tests:-^$}"
  programs=build/sanitizers/examples
  check 'sanitizers: multipliers' ends_with 0 $programs/multipliers examples/data/scotland-2019
  check 'sanitizers: preston' ends_with 0 $programs/preston --csv "$scratch/result.csv"
  check 'sanitizers: places' ends_with 0 $programs/places --no-band --csv "$scratch/result.csv"
  check 'sanitizers: regions' ends_with 0 $programs/regions --csv "$scratch/result.csv"
  check 'sanitizers: regions, the world' \
    ends_with 0 $programs/regions bench/data/wiod-2011 --csv "$scratch/result.csv"
  check 'sanitizers: preston run' \
    ends_with 0 $programs/preston run examples/scenarios/preston-to-2027.yaml --csv "$scratch/result.csv"
  check 'sanitizers: gsl_scenario' ends_with 0 $programs/gsl_scenario
fi

echo '== many processes (PETSc, Open MPI) =='
# A step of its own: with PRESTON_PETSC=skip it is left out, and said to be.
check_processes() {
  export OMP_NUM_THREADS=1 OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
  check 'the distributed library compiles without a warning' build petsc || return
  suite petsc "$count_cases"
  for ranks in 1 2 64; do
    check "many_places on $ranks ranks" mpirun --oversubscribe -n $ranks \
      build/petsc/examples/many_places -places 500 -sectors 12 -applies 1
  done
  # The same answer on each: the lines before the times of products.
  check 'many_places: the same answers on 1, 2 and 64 ranks' same_answers
}

same_answers() {
  for ranks in 1 2 64; do
    grep ' per unit of demand' "$scratch/many-places-on-$ranks-ranks.log" >"$scratch/answer-$ranks"
    [ "$(wc -l <"$scratch/answer-$ranks")" -eq 2 ] &&
      cmp "$scratch/answer-1" "$scratch/answer-$ranks" || return 1
  done
}

if [ "${PRESTON_PETSC:-}" = skip ]; then
  echo '  left out'
elif sh .ci/install petsc >"$scratch/install-petsc.log" 2>&1; then
  check_processes
else
  echo '  left out: PETSc is not there, and cannot be installed here (build/checks/install-petsc.log)'
fi

echo
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
