"""Effects and one impact of the two made-up economies in exact fractions; writes golden/two-economies.csv."""

import csv
from fractions import Fraction
from pathlib import Path

HERE = Path(__file__).parent
INCOME = {"A": 100, "B": 250}
AMOUNT, FROM = 100, ("B", "s")


def inverse(matrix):
    """Gauss-Jordan; no pivoting is needed in an M-matrix."""
    size = len(matrix)
    rows = [list(row) + [Fraction(int(i == j)) for j in range(size)] for i, row in enumerate(matrix)]
    for k in range(size):
        pivot = rows[k][k]
        rows[k] = [cell / pivot for cell in rows[k]]
        for i in range(size):
            if i != k:
                factor = rows[i][k]
                rows[i] = [a - factor * b for a, b in zip(rows[i], rows[k])]
    return [row[size:] for row in rows]


with open(HERE / "all.csv", newline="") as file:
    lines = list(csv.reader(file))
header = lines[0][1:]
cells = {line[0]: dict(zip(header, map(Fraction, line[1:]))) for line in lines[1:]}
labels = [label for label in header if label in cells]
places = ["A", "B"]
output = {j: sum(cells[j].values()) for j in labels}
gva = {j: cells["W2_D1"][j] + cells["W2_B2A3G"][j] for j in labels}
final = {i: sum(v for j, v in cells[i].items() if j not in labels) for i in labels}
for j in labels:  # the table balances
    assert output[j] == sum(row[j] for row in cells.values())

# I - A, then with the households of each economy as a row and a column
plain = [[int(i == j) - cells[i][j] / output[j] for j in labels] for i in labels]
closed = [row + [-cells[i][p + "_hh"] / INCOME[p] for p in places] for i, row in zip(labels, plain)]
for p in places:
    wages = [-cells["W2_D1"][j] / output[j] if j.startswith(p) else Fraction(0) for j in labels]
    closed.append(wages + [Fraction(int(p == q)) for q in places])

with open(HERE.parent / "golden" / "two-economies.csv", "w", newline="") as file:
    write = csv.writer(file, lineterminator="\n").writerow
    write(["kind", "economy", "sector", "closure", "account", "receiver", "value"])
    for closure, matrix in (("I", plain), ("II", closed)):
        leontief = inverse(matrix)
        for account, direct in (("output", {j: Fraction(1) for j in labels}),
                                ("gva", {j: gva[j] / output[j] for j in labels})):
            effect = {(q, j): sum(direct[i] * leontief[k][labels.index(j)]
                                  for k, i in enumerate(labels) if i.startswith(q))
                      for q in places for j in labels}
            for p in places:
                own = [j for j in labels if j.startswith(p)]
                for q in places:
                    mean = sum(final[j] * effect[q, j] for j in own) / sum(final[j] for j in own)
                    write(["economy", p, "", closure, account, q, float(mean)])
                for j in own:
                    other = places[1 - places.index(p)]
                    write(["sector", p, j[2:], closure, account, p, float(effect[p, j])])
                    write(["sector", p, j[2:], closure, account, "elsewhere", float(effect[other, j])])
            for q in places:
                write(["impact", *FROM, closure, account, q, float(AMOUNT * effect[q, "_".join(FROM)])])
