"""Cells of CSV files and spreadsheets, with the place of each for messages."""

from __future__ import annotations

import csv
import gzip
import importlib
import io
import os
import zipfile
from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple, TextIO

import numpy as np

from .._arrays import Array
from ..errors import FileError, FormatError, LabelError


class Cells(NamedTuple):
    """Numbers with a label for each row and column."""

    rows: list[str]
    columns: list[str]
    values: Array
    """Rows × columns."""

    def row(self, label: str) -> Array:
        """One row, a view."""
        cells: Array = self.values[self.rows.index(label)]
        return cells


def clean(label: Any) -> str:
    """A label without the spaces and line breaks around it."""
    return "" if label is None else str(label).strip()


def opened(path: str | os.PathLike[str]) -> TextIO:
    """A CSV file, also gzipped, or alone in a zip archive; UTF-8 with or without a byte-order mark."""
    name = os.fspath(path)
    try:
        if name.lower().endswith(".zip"):
            return _only_member(name)
        if name.lower().endswith(".gz"):
            return gzip.open(name, "rt", encoding="utf-8-sig", newline="")
        return open(name, encoding="utf-8-sig", newline="")
    except OSError as reason:
        raise FileError(f"{name}: {reason.strerror or reason}") from None


def _only_member(name: str) -> TextIO:
    archive = zipfile.ZipFile(name)
    members = [each for each in archive.namelist() if each.lower().endswith(".csv")]
    if len(members) != 1:
        raise FormatError(f"{name} holds {len(members)} CSV files: unpack the one that is wanted")
    return io.TextIOWrapper(archive.open(members[0]), encoding="utf-8-sig", newline="")


def spreadsheet(path: str | os.PathLike[str], sheet: str | None) -> list[list[Any]]:
    """The cells of one sheet of an xlsx file, the first one if None; needs openpyxl."""
    name = os.fspath(path)
    try:
        openpyxl = importlib.import_module("openpyxl")
    except ImportError:
        raise ImportError(f"{name}: spreadsheets need openpyxl: pip install openpyxl") from None
    try:
        book = openpyxl.load_workbook(name, read_only=True, data_only=True)
    except OSError as reason:
        raise FileError(f"{name}: {reason.strerror or reason}") from None
    chosen = book.sheetnames[0] if sheet is None else sheet
    if chosen not in book.sheetnames:
        raise LabelError(f"{name} has no sheet '{chosen}': there are {', '.join(book.sheetnames)}")
    rows = [list(row) for row in book[chosen].iter_rows(values_only=True)]
    book.close()
    return rows


def lines(path: str | os.PathLike[str]) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV file that are not blank, with their lines."""
    with opened(path) as file:
        reader = csv.reader(file)
        for row in reader:
            if row:
                yield reader.line_num, row


def number(cell: Any, path: str | os.PathLike[str], line: int, column: int) -> float:
    """A cell as a number; an empty one is an error, since it may be anything."""
    try:
        return float(cell)
    except (TypeError, ValueError):
        raise FormatError(f"{os.fspath(path)}:{line}: column {column}: {cell!r} is no number") from None


def numbers(
    cells: Sequence[Any], path: str | os.PathLike[str], line: int, first: int
) -> Array:
    """Cells as numbers, the first of them standing in that column."""
    try:
        return np.array(cells, dtype=np.float64)
    except (TypeError, ValueError):
        found = [number(each, path, line, first + at) for at, each in enumerate(cells)]
        return np.array(found)


def matrix(path: str | os.PathLike[str]) -> Cells:
    """A CSV file with labels in its first row and column."""
    given = lines(path)
    _, header = next(given, (1, [""]))
    columns = [clean(each) for each in header[1:]]
    labels, rows = [], []
    for line, row in given:
        if len(row) != len(header):
            raise FormatError(
                f"{os.fspath(path)}:{line}: {len(row)} cells, and the header has {len(header)}"
            )
        labels.append(clean(row[0]))
        rows.append(numbers(row[1:], path, line, 2))
    return _checked(Cells(labels, columns, _stacked(rows, len(columns))), path)


def flat(
    path: str | os.PathLike[str], row: Sequence[str], column: Sequence[str], value: str
) -> Cells:
    """A CSV file with one line a cell; cells that it lacks are zero.

    Args:
        row, column: the columns that hold the label of the row and of the column; several are joined
            by "_".
        value: the column that holds the number.
    """
    given = lines(path)
    _, header = next(given, (1, []))
    wanted = [_columns(header, each, path) for each in (row, column, [value])]
    labels: tuple[dict[str, int], dict[str, int]] = {}, {}
    places, cells = (array("q"), array("q")), array("d")
    for line, each in given:
        for known, found, columns in zip(labels, places, wanted):
            label = "_".join([each[column] for column in columns])
            found.append(known.setdefault(label, len(known)))
        cells.append(number(each[wanted[2][0]], path, line, wanted[2][0] + 1))
    values = np.zeros((len(labels[0]), len(labels[1])))
    at = np.asarray(places[0]) * len(labels[1]) + np.asarray(places[1])
    values.ravel()[at] = np.asarray(cells)
    if np.unique(at).size < at.size:
        raise LabelError(f"{os.fspath(path)}: a cell stands twice")
    return Cells(list(labels[0]), list(labels[1]), values)


def _columns(header: list[str], names: Iterable[str], path: str | os.PathLike[str]) -> list[int]:
    missing = [name for name in names if name not in header]
    if missing:
        raise LabelError(f"{os.fspath(path)}:1: no column '{missing[0]}': there are {', '.join(header)}")
    return [header.index(name) for name in names]


def _stacked(rows: list[Array], columns: int) -> Array:
    return np.vstack(rows) if rows else np.empty((0, columns))


def _checked(cells: Cells, path: str | os.PathLike[str]) -> Cells:
    for labels, what in ((cells.rows, "row"), (cells.columns, "column")):
        if len(set(labels)) != len(labels):
            twice = next(each for each in labels if labels.count(each) > 1)
            raise LabelError(f"{os.fspath(path)}: the {what} '{twice}' stands twice")
    return cells
