"""National tables as their offices publish them: the ONS for the United Kingdom, and Scotland.

The layouts:

- ONS, input-output analytical tables, industry by industry (`nasu1719in.xlsx`), sheet IOT: a row of codes
  over the columns and one of names below; codes and names in the first two columns; industries, then
  imports, taxes on products, D1, GOSMI, D29-D39, GVA, P1; final use P3S13 … P62 behind the industries.
- Scotland, `IxI_wide.xlsx` and its CSV: ioc098_sic and ioc098_short_description, then IOC098_001 …,
  HOUSEHOLD … TOT_USE; 98 industries, then TDU, RUKImp, RoWImp, TIU, TlSPrds, TlSPrdn, CoE, GOS, GVA, TOut.
  Where it has a column year, it has several years.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import numpy as np

from .._arrays import Array
from ..errors import FormatError, LabelError
from ..table import Table
from ._sheets import clean, lines, number, spreadsheet

Path = str | os.PathLike[str]

_ONS_ACCOUNTS = {
    "imports": "IMP", "taxes_on_products": "TLSPROD", "taxes_on_production": "D29-D39",
    "compensation": "D1", "surplus": "GOSMI", "gva": "GVA",
}  # fmt: skip
_ONS_USES = {
    "households": ["P3S14"], "npish": ["P3S15"], "government": ["P3S13"], "capital": ["P51G"],
    "inventories": ["P52"], "valuables": ["P53"], "exports": ["P61EU", "P61RW", "P62"],
}  # fmt: skip
# Other spellings of the same codes, without spaces and in capitals.
_ONS_SAME = {"TLSPRDS": "TLSPROD", "D29-39": "D29-D39", "D29_D39": "D29-D39", "B2+B3": "GOSMI"}
# Rows that stand without a code in the spreadsheet, known by what their names begin with.
_ONS_UNCODED = {"imports": "IMP", "use of imported": "IMP", "taxes less subsidies on products": "TLSPROD"}
_ONS_TOTALS = {"_T", "TIU", "TU", "TIUPURCH", "TD", "TDU"}

_SCOTTISH_ACCOUNTS = {
    "taxes_on_products": "TlSPrds", "taxes_on_production": "TlSPrdn", "compensation": "CoE",
    "surplus": "GOS", "gva": "GVA",
}  # fmt: skip
_SCOTTISH_IMPORTS = {"imports_rest_of_uk": "RUKImp", "imports_rest_of_world": "RoWImp"}
_SCOTTISH_USES = {
    "households": ["HOUSEHOLD"], "npish": ["NPISH"], "government_central": ["FD_CENGOV"],
    "government_local": ["FD_LOCGOV"], "capital": ["GFCF"], "inventories": ["INVENTORIES"],
    "valuables": ["VALUABLES"], "exports": ["EXPORTS_NONRES", "EXPORTS_RUK", "EXPORTS_ROW"],
}  # fmt: skip


class _Grid(NamedTuple):
    """Cells of one or more sheets by the labels of row and column."""

    cells: dict[tuple[str, str], tuple[Any, Path, int, int]]
    """The cell, and where it stands."""
    rows: list[str]
    columns: list[str]
    names: dict[str, str]

    def value(self, row: str, column: str) -> float:
        """A cell as a number; LabelError where no sheet has it."""
        found = self.cells.get((row, column))
        if found is None:
            raise LabelError(f"no cell in row '{row}', column '{column}' of the files that were given")
        cell, path, line, at = found
        return number(cell, path, line, at)

    def block(self, rows: Sequence[str], columns: Sequence[str]) -> Array:
        """Rows × columns."""
        return np.array([[self.value(row, column) for column in columns] for row in rows])


# --- United Kingdom ---


def read_ons(
    *paths: Path,
    year: int | str,
    names: Mapping[str, str] | None = None,
    sheet: str = "IOT",
    **facts: Any,
) -> Table:
    """The ONS industry-by-industry analytical table, domestic use at basic prices, £ million.

    Args:
        paths: the spreadsheet (.xlsx), or CSV files with codes in the first row and column: domestic
            use, primary inputs of industries, and those of final use. What one file lacks another may
            have.
        year: of the flows. names: of industries by code, where the files have none.
        sheet: of the spreadsheet.
        facts: as for Table. household_income is not in these files, and Type II needs it.

    Final uses become households, npish, government, capital, inventories, valuables, exports (to the EU
    and the rest of the world, and of services). Totals are left out. Jobs are not in these files.
    """
    grid = _Grid({}, [], [], {})
    for path in paths:
        _add_ons(grid, path, sheet)
    codes = [each for each in grid.rows if each in set(grid.columns) - _ONS_TOTALS]
    if not codes:
        raise LabelError("no code stands both over a column and before a row: there are no industries")
    accounts = {name: grid.block([row], codes)[0] for name, row in _ONS_ACCOUNTS.items()}
    output = grid.block(["P1"], codes)[0]
    payments = {
        name: grid.value(row, "P3S14")
        for name, row in (("household_imports", "IMP"), ("household_taxes_on_products", "TLSPROD"))
        if (row, "P3S14") in grid.cells
    }
    stated = {
        "title": f"United Kingdom {year}, industry by industry, domestic use",
        "source": f"Office for National Statistics, UK input-output analytical tables {year}",
    }
    return _national(grid, codes, output, accounts, _ONS_USES, names or grid.names,
                     {**stated, **payments, "year": year, **facts})  # fmt: skip


def _add_ons(grid: _Grid, path: Path, sheet: str) -> None:
    """The cells of one file: below and beside the row of codes."""
    rows = _table_rows(path, sheet)
    line, header = _header(rows, path)
    first = next(at for at, cell in enumerate(header) if at > 0 and _ons_code(cell))
    columns = [(at, _ons_code(cell)) for at, cell in enumerate(header) if at >= first]
    for number_of_line, row in rows:
        if number_of_line <= line or not any(clean(each) for each in row[first:]):
            continue
        name = clean(row[1]) if first > 1 else ""
        label = _ons_row(_ons_code(row[0]), name)
        if not label:
            continue
        _note(grid, label, name)
        for at, column in columns:
            if column and at < len(row) and clean(row[at]):
                if column not in grid.columns:
                    grid.columns.append(column)
                grid.cells[label, column] = (row[at], path, number_of_line, at + 1)


def _note(grid: _Grid, label: str, name: str) -> None:
    if label not in grid.rows:
        grid.rows.append(label)
    if name:
        grid.names.setdefault(label, name)


def _ons_code(cell: Any) -> str:
    """A code; those of accounts and uses are written with and without spaces."""
    label = clean(cell)
    compact = label.replace(" ", "").upper()
    known = {*_ONS_ACCOUNTS.values(), *(use for each in _ONS_USES.values() for use in each), "P1"}
    same = _ONS_SAME.get(compact, compact)
    return same if same in known or same in _ONS_TOTALS else label


def _ons_row(code: str, name: str) -> str:
    if code:
        return code
    lowered = name.lower()
    return next((each for start, each in _ONS_UNCODED.items() if lowered.startswith(start)), "")


def _header(rows: list[tuple[int, list[Any]]], path: Path) -> tuple[int, list[Any]]:
    """The row of codes: the one that most rows are named in."""
    labels = {_ons_code(row[0]) for _, row in rows if row} - {""}
    known = labels | set(_ONS_ACCOUNTS.values()) | {use for each in _ONS_USES.values() for use in each}

    def named(row: list[Any]) -> int:
        return sum(_ons_code(cell) in known for cell in row[1:])

    line, header = max(rows, key=lambda each: named(each[1]), default=(0, []))
    if len(rows) < 2:
        raise FormatError(f"{os.fspath(path)} has no row of codes")
    if named(header) == 0:  # primary inputs: rows are accounts, and columns stand in another file
        line, header = rows[0]
    return line, header


def _table_rows(path: Path, sheet: str) -> list[tuple[int, list[Any]]]:
    if os.fspath(path).lower().endswith(".xlsx"):
        found = spreadsheet(path, sheet)
        return [(line, row) for line, row in enumerate(found, 1) if any(clean(each) for each in row)]
    return [(line, list(row)) for line, row in lines(path)]


# --- Scotland ---


def read_scottish(
    path: Path, *, year: int | str, sheet: str | None = None, **facts: Any
) -> Table:
    """The Scottish Government's industry-by-industry table, domestic use at basic prices, £ million.

    Args:
        path: the wide spreadsheet (.xlsx) or its CSV.
        year: of the flows; chosen where the file has a column year.
        sheet: of the spreadsheet; the first one if None.
        facts: as for Table. household_income, the divisor of the official Type II, is not in this file.

    imports is the sum of imports_rest_of_uk and imports_rest_of_world, which are accounts too. Exports
    are those to non-residents, the rest of the UK and the world. Jobs are not in this file.
    """
    rows = _scottish_rows(path, sheet)
    _, header = rows[0]
    labels = [clean(each) for each in header]
    code, first = _scottish_columns(labels, path)
    grid = _Grid({}, [], labels[first:], {})
    for line, row in rows[1:]:
        if "year" in labels and clean(row[labels.index("year")]) != str(year):
            continue
        _note(grid, clean(row[code]), clean(row[code + 1]))
        for at in range(first, min(len(row), len(labels))):
            grid.cells[clean(row[code]), labels[at]] = (row[at], path, line, at + 1)
    return _scottish_table(grid, year, facts)


def _scottish_rows(path: Path, sheet: str | None) -> list[tuple[int, list[Any]]]:
    if not os.fspath(path).lower().endswith(".xlsx"):
        return [(line, list(row)) for line, row in lines(path)]
    return list(enumerate(spreadsheet(path, sheet), 1))


def _scottish_columns(labels: list[str], path: Path) -> tuple[int, int]:
    """The column of codes, and the first of numbers."""
    if "ioc098_sic" not in labels or "IOC098_001" not in labels:
        raise LabelError(f"{os.fspath(path)}:1: no columns 'ioc098_sic' and 'IOC098_001': not this table")
    return labels.index("ioc098_sic"), labels.index("IOC098_001")


def _scottish_table(grid: _Grid, year: int | str, facts: Mapping[str, Any]) -> Table:
    """Industries stand in the same order in rows and columns, under other labels."""
    industries = [each for each in grid.columns if each.startswith("IOC098_")]
    codes = grid.rows[: len(industries)]
    if len(codes) < len(industries):
        raise LabelError(f"{len(codes)} rows of {year}, and {len(industries)} columns of industries")
    imports = {name: grid.block([row], industries)[0] for name, row in _SCOTTISH_IMPORTS.items()}
    accounts = {"imports": sum(imports.values(), np.zeros(len(codes)))}
    for name, row in _SCOTTISH_ACCOUNTS.items():
        accounts[name] = grid.block([row], industries)[0]
    accounts.update(imports)
    output = grid.block(["TOut"], industries)[0]
    stated = {
        "title": f"Scotland {year}, industry by industry, domestic use",
        "source": "Scottish Government, Supply, Use and Input-Output Tables",
        "household_imports": sum(
            grid.value(row, "HOUSEHOLD") for row in _SCOTTISH_IMPORTS.values()
        ),
        "household_taxes_on_products": grid.value("TlSPrds", "HOUSEHOLD"),
    }
    return _national(grid, codes, output, accounts, _SCOTTISH_USES, grid.names,
                     {**stated, "year": year, **facts}, industries)  # fmt: skip


def _national(
    grid: _Grid,
    codes: list[str],
    output: Array,
    accounts: Mapping[str, Array],
    uses: Mapping[str, Sequence[str]],
    names: Mapping[str, str],
    facts: Mapping[str, Any],
    columns: Sequence[str] | None = None,
) -> Table:
    final_use = np.column_stack(
        [grid.block(codes, columns_of).sum(axis=1) for columns_of in uses.values()]
    )
    stated = {"currency": "GBP", "unit": "million", "prices": "basic, current",
              "licence": "Open Government Licence v3.0"}  # fmt: skip
    return Table(
        grid.block(codes, columns or codes), output, codes=codes,
        names=[names.get(code, code) for code in codes], final_use=final_use, uses=list(uses),
        accounts=accounts, **{**stated, **facts},
    )  # fmt: skip
