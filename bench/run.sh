#!/bin/sh
# Installs what is missing, builds, and runs the benchmarks and their peers on two threads; writes
# build/bench/results.json. About twelve minutes; "quick" leaves out the two largest tables, "petsc" measures
# nothing but what PETSc has a part in.
set -eu
cd "$(dirname "$0")/.."
sh .ci/install build
work=build/bench
cmake -S . -B $work -DCMAKE_BUILD_TYPE=Release -DPRESTON_BUILD_TESTS=OFF \
  -DPRESTON_BUILD_EXAMPLES=OFF -DPRESTON_BUILD_BENCH=ON >/dev/null
cmake --build $work -j "$(nproc)" >/dev/null

cases='direct-38 epci-38 decade-3500 decade-11000 communes-17 communes-38 communes-88 effects-38 effects-88'
[ "${1-}" != petsc ] || cases=epci-38

# The peers come with their own BLAS. Without them the rest is measured all the same.
python=$work/venv/bin/python
if [ "${1-}" = petsc ]; then
  python=
elif ! "$python" -c 'import numpy, scipy, pymrio, threadpoolctl' 2>/dev/null; then
  if ! { python3 -m venv $work/venv &&
    "$python" -m pip install --quiet --disable-pip-version-check numpy scipy pandas pymrio threadpoolctl; }; then
    echo "run.sh: no peers: numpy, scipy and pymrio cannot be installed" >&2
    python=
  fi
fi

export OMP_NUM_THREADS=2 OPENBLAS_NUM_THREADS=2
results=$work/results
mkdir -p $results
rm -f $results/*
if [ "${1-}" != petsc ]; then
  $work/bench/bench_core $results "$@"
  $work/bench/bench_gsl $results uk-2019 wiod-2011
  $work/bench/bench_scenario $results
fi
# one process a case: what a case's memory is, is that of its process
for case in $cases; do
  $work/bench/bench_places $results $case
done
# PETSc, where it is or can be had: an assembled matrix beside ours, and one rank against two. Two halves
# that exchange nothing show what the machine itself lets a second process add.
if sh .ci/install petsc >/dev/null 2>&1; then
  cmake --preset petsc -B $work/petsc -DPRESTON_BUILD_TESTS=OFF -DPRESTON_BUILD_BENCH=ON >/dev/null
  cmake --build $work/petsc -j "$(nproc)" --target many_places bench_petsc >/dev/null
  mpi() {
    OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 OMPI_ALLOW_RUN_AS_ROOT=1 \
      OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 mpirun "$@"
  }
  mpi -n 1 $work/petsc/bench/bench_petsc $results epci-38
  places=35000
  many() {
    mpi --bind-to none -n "$1" $work/petsc/examples/many_places -places "$2" -solves 11 -applies 40
  }
  for run in 1 2 3; do
    many 1 $places >$results/ranks-1-$run.txt
    many 2 $places >$results/ranks-2-$run.txt
    many 1 $((places / 2)) >$results/halves-2-$run.txt &
    many 1 $((places / 2)) >$results/halves-2-$run-b.txt
    wait
  done
fi
if [ -n "$python" ]; then
  "$python" bench/peers_places.py $results
  # a kernel chosen for our BLAS is no choice of theirs
  env -u OPENBLAS_CORETYPE -u OPENBLAS_L2_SIZE "$python" bench/peers.py $results
  PYTHONPATH=lib/python PRESTON_LIBRARY=$work/libpreston.so \
    "$python" bench/peers_python.py $results --calls $work/bench/bench_calls
fi
rm -f $results/*.npy $results/*.bin
python3 bench/compare.py $results
cp $results/results.json $work/results.json
