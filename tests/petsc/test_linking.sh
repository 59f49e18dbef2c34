#!/bin/sh
# No binary joins PETSc with GSL: neither needs the other's, directly or through what it needs. And
# the distributed library exports floors 0 and 1 and its own functions, nothing else.
# usage: test_linking.sh SOURCE BUILD
set -eu
source=$1
build=$2

needs() {
    ldd "$1" | grep -q "$2"
}

for binary in "$build/libpreston_petsc.so" "$build/tests/petsc/test_petsc_distributed"; do
    needs "$binary" libpetsc || { echo "$binary does not need PETSc: nothing is tested"; exit 1; }
    for other in libgsl 'libpreston[.]so'; do
        if needs "$binary" "$other"; then
            echo "$binary needs $other"
            exit 1
        fi
    done
done
needs "$build/libpreston.so" libgsl || { echo "libpreston does not need GSL: is ldd right?"; exit 1; }
for other in libpetsc libmpi; do
    if needs "$build/libpreston.so" "$other"; then
        echo "libpreston.so needs $other"
        exit 1
    fi
done

nm -D --defined-only "$build/libpreston_petsc.so" | sed 's/^[^ ]* . //; s/@.*//' | grep -v '^_' | # the linker's own
    while read -r name; do
        grep -qw "$name" "$source/include/preston/status.h" "$source/include/preston/matrix.h" \
            "$source/include/preston/petsc.h" || { echo "$name is in no header"; exit 1; }
    done
# each function of its header is there
sed -n 's/.*\(preston_petsc_[a-z_]*\)(.*/\1/p' "$source/include/preston/petsc.h" | grep -v '@' |
    sort -u | while read -r name; do
        nm -D --defined-only "$build/libpreston_petsc.so" | grep -qw "$name" ||
            { echo "$name is not exported"; exit 1; }
    done
