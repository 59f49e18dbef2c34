#!/bin/sh
# The commands of the program preston: scenario files run, compared, checked and written back; what
# they say of bad input.
# usage: test_preston_run.sh SOURCE BUILD
set -eu
source=$(cd "$1" && pwd)
preston=$(cd "$2" && pwd)/examples/preston
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"

failed() {
    echo "$*"
    exit 1
}

says() { # FILE TEXT
    grep -qF -e "$2" "$1" || {
        cat "$1"
        failed "'$2' is not in $1"
    }
}

# A command that must end with status 2, say one line that holds the text, print nothing, and leave
# result.csv alone.
refuses() { # TEXT ARGUMENTS
    text=$1
    shift
    echo old > result.csv
    status=0
    "$preston" "$@" > out 2> err || status=$?
    [ "$status" -eq 2 ] || failed "ended with $status instead of 2: $*"
    [ ! -s out ] || failed "printed something: $*"
    [ "$(wc -l < err)" -eq 1 ] || failed "not one line: $(cat err)"
    [ "$(cat result.csv)" = old ] || failed "result.csv has changed: $*"
    says err "$text"
}

# The sum of the values of a CSV file's rows that awk picks.
sum_of() { # FILE CONDITION
    awk -F, "$2 { sum += \$NF; count++ } END { if (!count) exit 1; printf \"%.6f\", sum }" "$1"
}

for name in preston preston-more; do
    sed "s|\.\./\.\./\.\./examples/data|$source/examples/data|" \
        "$source/tests/data/scenarios/$name.yaml" > "$name.yaml"
done

echo '== run'
"$preston" run preston.yaml --csv one.csv > one.txt
"$preston" run --csv two.csv "$source/tests/data/scenarios/preston.yaml" > two.txt
cmp one.csv two.csv
cmp one.txt two.txt
says one.txt 'The answer: what all measures together change'
says one.txt 'Preston (here)'
says one.txt 'an ASSUMPTION'
says one.txt 'wages up 11 %'
# 504.71 of the £617.0m is bought of sectors outside Preston before taxes and imports are taken out:
# a tenth of what may move is wanted, and without limits all of it is placed
eligible=$(sum_of one.csv '$2 == "state" && $4 == 2023 && $9 == "eligible"')
placed=$(sum_of one.csv '$2 == "state" && $4 == 2023 && $9 == "placed"')
awk "BEGIN { exit !($eligible > 400 && $eligible < 504.8 && ($placed - 0.1 * $eligible)^2 < 1e-10) }" ||
    failed "$placed placed of $eligible"
# what is spent is accounted for, in every year and closure
spent=$(sum_of one.csv '$2 == "conservation" && $9 == "spent"')
accounted=$(sum_of one.csv '$2 == "conservation" && $9 == "accounted"')
awk "BEGIN { exit !(($spent - $accounted)^2 < 1e-10) }" || failed "$spent is not $accounted"
# places add up to the nation
places=$(sum_of one.csv '$2 == "place" && $4 == 2022 && $7 == "jobs" && $8 == "II"')
nation=$(sum_of one.csv '$2 == "area" && $4 == 2022 && $5 == "uk" && $7 == "jobs" && $8 == "II" && $9 == "gross"')
awk "BEGIN { exit !(($places - $nation)^2 < 1e-8) }" || failed "$places is not $nation"

echo '== options'
"$preston" run preston.yaml --delta 0.25 --csv same.csv > same.txt
cmp one.csv same.csv
"$preston" run preston.yaml --delta 0.1 > lower.txt
cmp -s one.txt lower.txt && failed 'delta changes nothing'
"$preston" run preston-more.yaml > band.txt
says band.txt 'The band is over delta from 0.1 to 0.3'
says band.txt '7. Before and after'
says band.txt 'supplier type: from other types'
"$preston" run preston-more.yaml --no-band > point.txt
says point.txt 'No band'
"$preston" run --help | grep -qF 'preston compare FILE FILE...'
"$preston" --help | grep -qF 'preston run FILE'

echo '== compare'
"$preston" compare preston.yaml preston-more.yaml --csv compared.csv > compared.txt
says compared.txt 'preston-more differs by'
first=$(sum_of compared.csv '$1 == "preston" && $2 == "area" && $4 == 2023 && $5 == "uk" && $7 == "gva" && $8 == "II" && $9 == "net"')
second=$(sum_of compared.csv '$1 == "preston-more" && $2 == "area" && $4 == 2023 && $5 == "uk" && $7 == "gva" && $8 == "II" && $9 == "net"')
differ=$(sum_of compared.csv '$2 == "difference" && $4 == 2023 && $5 == "uk" && $7 == "gva" && $8 == "II" && $9 == "net"')
awk "BEGIN { exit !(($second - $first - $differ)^2 < 1e-10 && $differ != 0) }" ||
    failed "$second less $first is not $differ"

echo '== check, yaml, schema, keys'
ls > before
"$preston" check preston.yaml > checked.txt
says checked.txt 'preston.yaml: good'
says checked.txt 'nearer: an ASSUMPTION'
says checked.txt 'capacity: no limit is stated'
"$preston" yaml preston.yaml > written.yaml
"$preston" yaml written.yaml > again.yaml
cmp written.yaml again.yaml
"$preston" run written.yaml --csv written.csv > written.txt
cmp one.csv written.csv
"$preston" schema > schema.json
says schema.json '"https://json-schema.org/draft/2020-12/schema"'
"$preston" keys > keys.md
says keys.md '`delta_low`'

echo '== bad input'
refuses 'is not an option of it' run preston.yaml --speed
refuses 'is not an option of it' compare preston.yaml preston-more.yaml --no-band
refuses 'is not a number' run preston.yaml --delta much
refuses '0 scenario files, instead of 1' run --csv result.csv
refuses '2 scenario files, instead of 1' run preston.yaml preston.yaml
refuses '1 scenario files, instead of 2 or more' compare preston.yaml
refuses 'none.yaml' run none.yaml --csv result.csv
refuses 'none/result.csv' run preston.yaml --csv none/result.csv
sed 's/    share:/    shares:/' preston.yaml > wrong.yaml
refuses 'wrong.yaml:15' run wrong.yaml --csv result.csv
sed 's/to: preston/to: prestun/' preston.yaml > wrong.yaml
refuses "'prestun' is not a place" run wrong.yaml --csv result.csv
refuses "'prestun' is not a place" check wrong.yaml
sed 's/2023/2024/' preston.yaml > longer.yaml
refuses 'give them the same years' compare preston.yaml longer.yaml --csv result.csv
cp preston.yaml same.yaml
mkdir twin && cp preston.yaml twin/same.yaml
refuses "two scenarios are named 'same'" compare same.yaml twin/same.yaml --csv result.csv
sed 's|uk-2019$|uk-1819|' preston.yaml > wrong.yaml
refuses 'uk-1819' run wrong.yaml --csv result.csv

echo '== a disk that is full'
status=0
"$preston" run preston.yaml > /dev/full 2> err || status=$?
[ "$status" -eq 2 ] || failed "ended with $status on a full disk"
says err 'cannot be written'
refuses '/dev/full' run preston.yaml --csv /dev/full
