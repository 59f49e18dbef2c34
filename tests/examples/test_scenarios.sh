#!/bin/sh
# The scenarios of examples/scenarios: each runs, conserves money, and has the numbers that can be worked
# out without the library; and docs/scenarios.md has what the program prints.
# usage: test_scenarios.sh SOURCE BUILD
set -eu
source=$1
program=$2/examples/preston
cd "$source"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
failed=0

fail() {
  echo "$*" >&2
  failed=1
}

for file in examples/scenarios/*.yaml; do
  name=$(basename "$file" .yaml)
  "$program" run "$file" --csv "$folder/$name.csv" >"$folder/$name.txt" 2>"$folder/errors" ||
    fail "$name: does not run"
  [ ! -s "$folder/errors" ] || fail "$name: $(cat "$folder/errors")"
done
# CSV: scenario,kind,measure,year,area,sector,account,closure,statistic,value; titles may hold commas, so
# that fields are counted from the end.

# --- money is conserved, in every year and in the baseline: to rounding of sums of a billion terms' worth ---
for file in "$folder"/*.csv; do
  awk -F, '
    $(NF-8) == "conservation" { value[$(NF-6) "," $(NF-2) "," $(NF-1)] = $NF; keys[$(NF-6) "," $(NF-2)] = 1 }
    END {
      for (key in keys) {
        count++
        spent = value[key ",spent"]; gap = spent - value[key ",accounted"]
        if (gap < 0) gap = -gap
        limit = 1e-9 * (spent < 0 ? -spent : spent) + 1e-9
        if (!(gap <= limit)) { print "money is lost: " key ": " gap; bad = 1 }
      }
      if (count < 4) { print "no rows of conservation"; bad = 1 }
      exit bad
    }' "$file" >"$folder/found" || fail "$(basename "$file"): $(cat "$folder/found")"
done

# --- numbers worked out by hand ---
# state NAME MEASURE YEAR STATISTIC: one number of a measure
state() {
  awk -F, -v measure="$2" -v year="$3" -v statistic="$4" '
    $(NF-8) == "state" && $(NF-7) == measure && $(NF-6) == year && $(NF-1) == statistic { print $NF }' \
    "$folder/$1.csv"
}
# close WHAT VALUE EXPECTED: to 1e-9, relative, since both are a few sums of doubles
close() {
  awk -v value="$2" -v expected="$3" 'BEGIN {
    gap = value - expected; if (gap < 0) gap = -gap
    exit !(value != "" && gap <= 1e-9 * (expected < 0 ? -expected : expected)) }' ||
    fail "$1: $2, and should be $3"
}
# what a ledger buys of some sectors from suppliers of other types, in millions:
# bought FOLDER LEDGER SECTORS TYPE
bought() {
  awk -F, -v sectors="$3" -v type="${4:-none}" '
    FNR == 1 || $NF == type { next }
    FILENAME ~ /concordance/ { weight[$2 "," $3] = $NF; to[$3] = 1; next }
    { amount[$(NF-3)" "] += $(NF-2) }
    END {
      count = split(sectors, chosen, " ")
      for (category in amount)
        for (k = 1; k <= count; k++)
          sum += amount[category] * weight[substr(category, 1, length(category) - 1) "," chosen[k]] / 1e6
      printf "%.12g", sum
    }' "examples/data/$1/concordance.csv" "examples/data/$1/$2"
}

# Reserved contracts: a tenth of what the ledger buys of the sectors; in finance of other suppliers alone.
close 'reserved, culture' "$(state reserved-today culture 2028 eligible)" \
  "$(bought france-purchases ledger.csv sRU)"
close 'reserved, care' "$(state reserved-today health-and-social-action 2028 eligible)" \
  "$(bought france-purchases ledger.csv sOQ social-economy)"
close 'reserved, a tenth' "$(state reserved-today culture 2028 placed)" \
  "$(awk -v all="$(bought france-purchases ledger.csv sRU)" 'BEGIN { printf "%.12g", all / 10 }')"
others='sAZ sDE sC1 sC2 sC3 sC4 sC5 sFZ sGZ sHZ sIZ sJZ sLZ sMN'
close 'reserved, other sectors' "$(state reserved-every-sector other-sectors 2028 eligible)" \
  "$(bought france-purchases ledger.csv "$others" social-economy)"
grep ',other$' examples/data/france-purchases/ledger.csv >"$folder/other.csv"
close 'reserved, finance' "$(state reserved-every-sector finance 2028 eligible)" \
  "$(awk -F, 'FILENAME ~ /concordance/ { if ($2 == "finance-and-insurance" && $3 == "sKZ") weight = $4; next }
              { printf "%.12g", $5 * weight / 1e6 }' \
    examples/data/france-purchases/concordance.csv "$folder/other.csv")"

# SPASER: with counts that halve as sizes double, what stands above T is k (1 + ln(largest / T)).
for threshold in 100 50; do
  close "spaser, buyers from $threshold million" "$(state spaser-$threshold spaser 2025 buyers)" \
    $((16000 / threshold))
  covered=$(awk -v t=$threshold 'BEGIN { printf "%.12g", 16000 * (1 + log(1000 / t)) / 147979 }')
  close "spaser, covered from $threshold million" "$(state spaser-$threshold spaser 2025 covered)" "$covered"
  adoption=$([ $threshold = 100 ] && echo 0.2 || echo 0.32)
  close "spaser, moved from $threshold million" "$(state spaser-$threshold culture 2025 placed)" \
    "$(awk -v all="$(bought france-purchases ledger.csv sRU)" -v c="$covered" -v a="$adoption" \
      'BEGIN { printf "%.12g", all * 0.1 * c * a * 0.5 }')"
done

# Firms alive after eleven years: two of each age from 0 to 10, on straight lines between published ages.
close 'firms like a Scop' "$(state create-firms kitchens 2027 firms)" \
  "$(awk 'BEGIN { for (a = 0; a <= 10; a++)
      sum += a <= 3 ? 1 - 0.175 * a / 3 : a <= 5 ? 0.825 - 0.164 * (a - 3) / 2 : 0.661 - 0.281 * (a - 5) / 5
    printf "%.12g", 2 * sum }')"
close 'firms like any' "$(state create-firms-ordinary kitchens 2027 firms)" \
  "$(awk 'BEGIN { for (a = 0; a <= 10; a++)
      sum += a <= 3 ? 1 - 0.34 * a / 3 : a <= 5 ? 0.66 - 0.16 * (a - 3) / 2 : 0.5 - 0.25 * (a - 5) / 5
    printf "%.12g", 2 * sum }')"
close 'capacity like GRAP' "$(state canteens new-bakeries 2017 capacity)" \
  "$(awk 'BEGIN { printf "%.12g", 0.1 * 250 / 65 * 0.084 }')"

# Grants of three years, none renewed: the most in the third year, nothing left six years on.
all=$(bought france-purchases ledger.csv sRU)
close 'grants in 2026' "$(state grants grants-to-associations 2026 placed)" \
  "$(awk -v all="$all" 'BEGIN { printf "%.12g", all * 12 / 29 }')"
[ "$(state grants grants-to-associations 2030 placed)" = 0 ] || fail 'grants are still paid in 2030'

# Preston: 13.2 points of all spending, less the imports and taxes in it, which no supplier moves.
share=$(awk -F, 'FILENAME ~ /concordance/ { if (FNR > 1 && $(NF-1) != "imports" && $(NF-1) != "taxes_on_products") weight[$2] += $NF; next }
                 FNR > 1 { all += $(NF-2); moved += $(NF-2) * weight[$(NF-3)] }
                 END { printf "%.12g", moved / all }' \
  examples/data/preston/concordance.csv examples/data/preston/ledger-2012-13.csv)
close 'moved to Preston' "$(state preston-2012-2017 to-preston 2016 placed)" \
  "$(awk -v share="$share" 'BEGIN { printf "%.12g", 750 * 0.132 * share }')"

# What is wanted is placed, spilled or left: nothing is lost on the way.
for name in preston-to-2027 canteens all-twelve uk-180-places; do
  awk -F, '
    $(NF-8) == "state" { value[$(NF-7) "," $(NF-6) "," $(NF-1)] = $NF; if ($(NF-1) == "wanted") keys[$(NF-7) "," $(NF-6)] = 1 }
    END {
      for (key in keys) {
        count++
        gap = value[key ",wanted"] - value[key ",placed"] - value[key ",spilled"] - value[key ",unplaced"]
        if (gap > 1e-9 || gap < -1e-9) { print key ": " gap; bad = 1 }
      }
      exit bad || count == 0
    }' "$folder/$name.csv" >"$folder/found" || fail "$name: wanted is not placed or left: $(cat "$folder/found")"
done

# --- the stories have what the program prints ---
awk -v folder="$folder" '
  /^```text$/ { inside = 1; output = ""; next }
  /^```$/ { inside = 0; next }
  inside && /^\$ / {
    output = folder "/told" ++blocks
    sub(/^\$ build\/examples\/preston /, "")
    print > (output ".command")
    next
  }
  inside && NF { print > (output ".lines") }
' docs/scenarios.md
told=0
for command in "$folder"/told*.command; do
  [ -f "$command" ] || break
  told=$((told + 1))
  # shellcheck disable=SC2046 # a command line without quotes
  "$program" $(cat "$command") | sed 's/ *$//' >"$folder/output"
  while IFS= read -r line; do
    grep -qxF -e "$line" "$folder/output" || fail "docs/scenarios.md: preston $(cat "$command") does not print: $line"
  done <"${command%.command}.lines"
done
[ "$told" -ge 12 ] || fail "docs/scenarios.md shows $told outputs"

exit $failed
