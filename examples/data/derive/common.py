"""What every derivation script needs: reading the sources, writing the project's files.

The scripts use the standard library only, so that anybody with Python can
derive the shipped data again, and they copy numbers as the text they have in
the source: a number that passes through a float may change in its last digit.
"""
import csv
import gzip
import io
import math
import pathlib
import sys

EXAMPLES = pathlib.Path(__file__).resolve().parents[1]
TESTS = EXAMPLES.parents[1] / "tests" / "data"
GOLDEN = TESTS / "golden"

UK_LICENCE = "Open Government Licence v3.0"

GOLDEN_HEADER = [
    "code", "closure", "output_multiplier", "income_effect", "income_multiplier",
    "gva_effect", "gva_multiplier", "jobs_effect", "jobs_multiplier",
]

LEDGER_HEADER = ["date", "buyer", "supplier", "category", "amount", "place", "type"]


def source_folder():
    """The folder of source data, named on the command line."""
    if len(sys.argv) != 2:
        sys.exit("usage: python3 %s SOURCE_FOLDER" % sys.argv[0])
    return pathlib.Path(sys.argv[1])


def read_rows(path, encoding="utf-8-sig"):
    """All rows of a CSV file, header first; byte-order marks are dropped."""
    with open(path, encoding=encoding, newline="") as file:
        return list(csv.reader(file))


def read_records(path, encoding="utf-8-sig"):
    """The rows below the header, each as a dictionary of column to text."""
    header, *rows = read_rows(path, encoding)
    return [dict(zip(header, row)) for row in rows]


def read_labelled(path, first_value=1):
    """A labelled matrix: (column labels, {row label: list of values})."""
    header, *rows = read_rows(path)
    return header[first_value:], {row[0]: row[first_value:] for row in rows}


def number(text):
    """A cell as a float; the sources leave cells empty where nothing applies."""
    return float(text) if text else 0.0


def total(cells):
    """The sum of some cells as text, exact before its one rounding."""
    return repr(math.fsum(number(cell) for cell in cells))


def one_use(row, columns, uses):
    """The source's own text where a use is one of its columns, a sum where it is several."""
    cells = [row[columns.index(use)] or "0" for use in uses]
    return cells[0] if len(cells) == 1 else total(cells)


def clean_name(text):
    """A label without control characters or doubled spaces."""
    printable = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(printable.split())


def _write_bytes(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix != ".gz":
        path.write_bytes(data)
        return
    # No name and no time in the gzip header: the same data give the same file.
    with open(path, "wb") as raw:
        with gzip.GzipFile(filename="", mode="wb", fileobj=raw, mtime=0) as file:
            file.write(data)


def write_csv(path, header, rows):
    """A UTF-8 CSV file with '\\n' line ends, compressed when its name ends in .gz."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    _write_bytes(path, text.getvalue().encode("utf-8"))


def _yaml_scalar(value):
    text = str(value)
    if ": " in text or "#" in text:
        return '"%s"' % text.replace("\\", "\\\\").replace('"', '\\"')
    return text


def write_yaml(path, entries):
    """One 'key: value' a line; a key of '#' writes its value as a comment line."""
    lines = [
        "# " + str(value) if key == "#" else "%s: %s" % (key, _yaml_scalar(value))
        for key, value in entries
    ]
    _write_bytes(path, ("\n".join(lines) + "\n").encode("utf-8"))


class Table:
    """One national table, every number as text.

    codes, names: lists; accounts, final_use: dictionaries of column name to
    list, in the order of the file; flows: list of rows, seller by buyer.
    """

    def __init__(self, codes, names, accounts, flows, final_use):
        self.codes, self.names = codes, names
        self.accounts, self.flows, self.final_use = accounts, flows, final_use

    def row_residual(self):
        """Largest |flows + final uses - output| of a seller."""
        uses = zip(self.flows, zip(*self.final_use.values()), self.accounts["output"])
        return max(abs(_difference(list(row) + list(final), output))
                   for row, final, output in uses)

    def column_residual(self):
        """Largest |flows + imports + taxes on products + gva - output| of a buyer."""
        columns = [list(column) for column in zip(*self.flows)]
        for name in ("imports", "taxes_on_products", "gva"):
            for column, cell in zip(columns, self.accounts.get(name, [])):
                column.append(cell)
        return max(abs(_difference(column, output))
                   for column, output in zip(columns, self.accounts["output"]))

    def gva_residual(self):
        """Largest |taxes on production + compensation + surplus - gva|."""
        parts = [self.accounts[name]
                 for name in ("taxes_on_production", "compensation", "surplus")
                 if name in self.accounts]
        return max(abs(_difference(part, gva))
                   for part, gva in zip(zip(*parts), self.accounts["gva"]))

    def write(self, folder, meta, compress=False):
        """The folder's files, and one line on how well the table balances."""
        write_yaml(folder / "table.yaml", meta)
        write_csv(folder / "sectors.csv", ["code", "name", *self.accounts],
                  zip(self.codes, self.names, *self.accounts.values()))
        write_csv(folder / ("flows.csv.gz" if compress else "flows.csv"),
                  ["code", *self.codes],
                  ([code, *row] for code, row in zip(self.codes, self.flows)))
        write_csv(folder / "final_use.csv", ["code", *self.final_use],
                  zip(self.codes, *self.final_use.values()))
        print("%-24s %3d sectors, largest residuals: rows %.2g, columns %.2g, gva %.2g"
              % (folder.name, len(self.codes), self.row_residual(),
                 self.column_residual(), self.gva_residual()))


def _difference(cells, expected):
    return math.fsum(number(cell) for cell in cells) - number(expected)


def require(condition, message):
    """Stop when a source is not what the script was written for."""
    if not condition:
        sys.exit("derivation stopped: " + message)
