#!/bin/sh
# Functions that the library must not call: they overflow buffers, keep hidden state, take any text
# for a number, end the caller's process or print to its console.
# usage: test_banned.sh SOURCE [BUILD]
set -eu
source=$1
banned='v?sprintf|strcpy|strcat|strncpy|strncat|stpcpy|strtok|gets|v?scanf|v?sscanf|v?fscanf'
banned="$banned|atoi|atol|atoll|atof|s?rand|random|drand48|exit|_exit|_Exit|quick_exit|abort|assert"
banned="$banned|v?printf|puts|putchar|perror|setlocale|umask|system|mktemp|tmpnam"

# Prints calls of banned functions, and the standard streams, in the folder $1; comments left out.
find_banned() {
    find "$1" -name '*.[ch]' | while read -r file; do
        sed 's|/\*[^*]*\*/||g; s|^ *\*.*||; s|/\*.*||' "$file" |
            grep -nE "(^|[^A-Za-z0-9_>.])($banned)[[:space:]]*\(|[^a-z_](stdout|stderr|stdin)[^a-z_]" |
            sed "s|^|$file:|" || true
    done
}

found=$(find_banned "$source/lib")
if [ -n "$found" ]; then
    echo "$found"
    exit 1
fi

# The test of the test.
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
for line in '    (void)sprintf(text, "x");' 'n = atoi(text);' '    exit(1);' 'printf("x");' \
    '    strcpy (a, b);' '    x = !rand();' '    (void)fputs(text, stderr);'; do
    echo "$line" > "$scratch/bad.c"
    if [ -z "$(find_banned "$scratch")" ]; then
        echo "not found: $line"
        exit 1
    fi
done
echo '    (void)snprintf(text, 3, "x"); /* exit(1) */ brand(); fprintf(stream, "a");' > "$scratch/bad.c"
[ -z "$(find_banned "$scratch")" ]
