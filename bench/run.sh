#!/bin/sh
# Installs what is missing, builds and runs the benchmarks; writes build/bench/results.json.
set -eu
cd "$(dirname "$0")/.."
sh .ci/install build
cmake -S . -B build/bench -DCMAKE_BUILD_TYPE=Release -DPRESTON_BUILD_TESTS=OFF \
  -DPRESTON_BUILD_EXAMPLES=OFF -DPRESTON_BUILD_BENCH=ON >/dev/null
cmake --build build/bench -j "$(nproc)" >/dev/null
echo "BLAS: $(readlink -f "$(cc -print-file-name=libblas.so)"), kernel ${OPENBLAS_CORETYPE:-of its choice}, $(nproc) cores"
build/bench/bench/bench_core build/bench/results.json
