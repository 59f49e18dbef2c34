#!/bin/sh
# The shared library exports the public functions and nothing else: tests/house/symbols.txt.
# To write the list anew, after a change of the public headers, from the source folder:
#   sh tests/house/test_symbols.sh . build --update
# usage: test_symbols.sh SOURCE BUILD [--update]
set -eu
list=$1/tests/house/symbols.txt
library=$2/libpreston.so

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
# Sanitizers add names of their own, which begin with two underscores.
nm -D --defined-only "$library" | sed 's/^[^ ]* . //; s/@.*//' | grep -v '^__' |
    LC_ALL=C sort > "$scratch/exported"

if [ "${3:-}" = --update ]; then
    cp "$scratch/exported" "$list"
fi
if grep -v '^preston_' "$scratch/exported"; then
    echo "these exported names do not begin with preston_"
    exit 1
fi
# < was there and is gone, > is new
if ! diff "$list" "$scratch/exported"; then
    echo "the exported names are not those of $list"
    exit 1
fi
