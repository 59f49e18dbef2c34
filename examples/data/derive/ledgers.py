"""Ledgers for the tests: published totals of ten councils, and a cut of a real ledger."""
import decimal
import gzip
import itertools

import common

FOLDER = common.TESTS / "ledgers"

# The 30 largest suppliers of each council of Greater Manchester: amount, of
# which with suppliers based or with a branch in the council's own boundary,
# and the percentage as printed (docslib.org/doc/2048457; no year is given).
COUNCILS = [
    ("Bolton", "68330289.71", "31179554.05", "45.6"),
    ("Bury", "38026372.58", "10810750.81", "28.4"),
    ("Manchester", "235031744.89", "186687585.67", "79.4"),
    ("Oldham", "133590437.30", "91644381.53", "68.6"),
    ("Rochdale", "70793775.84", "30995001.50", "43.8"),
    ("Salford", "143909248.95", "90276813.00", "62.7"),
    ("Stockport", "126771768.29", "82563092.39", "65.1"),
    ("Tameside", "45117493.41", "22863548.01", "50.7"),
    ("Trafford", "41171484.94", "15062797.86", "36.6"),
    ("Wigan", "101115819.30", "57568701.76", "56.9"),
]
TOTAL = ("1003858435.21", "619652226.58")

SAMPLE_ROWS = 2000


def percent(own, total):
    """The share as it is printed, to one decimal."""
    return str((100 * own / total).quantize(decimal.Decimal("0.1"), decimal.ROUND_HALF_UP))


def ledger_rows():
    """Two purchases a council: in its own boundary, and elsewhere."""
    rows = []
    for council, total, own, _ in COUNCILS:
        elsewhere = decimal.Decimal(total) - decimal.Decimal(own)
        for amount, place, where in ((own, "own", "in"), (str(elsewhere), "elsewhere", "outside")):
            rows.append(["", council, "large suppliers %s %s" % (where, council),
                         "unclassified", amount, place, ""])
    return rows


def retention_rows():
    """The golden shares, each of which the printed percentage confirms."""
    rows = []
    for council, total, own, printed in COUNCILS:
        share = percent(decimal.Decimal(own), decimal.Decimal(total))
        common.require(share == printed, "percentage of " + council)
        rows.append([council, total, own, share])
    sums = [str(sum(decimal.Decimal(council[k]) for council in COUNCILS)) for k in (1, 2)]
    common.require(tuple(sums) == TOTAL, "totals of Greater Manchester")
    rows.append(["total", *sums, percent(decimal.Decimal(sums[1]), decimal.Decimal(sums[0]))])
    return rows


def fire_sample(source):
    """The first rows of the fire service's ledger, cells as published."""
    with gzip.open(source / "procurement" / "lancashire-fire-2022-2026.csv.gz", "rt",
                   encoding="utf-8-sig", newline="") as file:
        header, *rows = itertools.islice(common.csv.reader(file), SAMPLE_ROWS + 1)
    return header, rows


def main(source):
    common.write_csv(FOLDER / "greater-manchester-councils.csv", common.LEDGER_HEADER,
                     ledger_rows())
    common.write_csv(FOLDER / "greater-manchester-retention.csv",
                     ["council", "total", "own", "percent"], retention_rows())
    common.write_csv(FOLDER / "lancashire-fire-sample.csv.gz", *fire_sample(source))


if __name__ == "__main__":
    main(common.source_folder())
