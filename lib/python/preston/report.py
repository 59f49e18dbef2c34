"""Floor 8: how results look. Aligned text, and tidy CSV files that are replaced whole or not at all."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Mapping
from typing import Any

from . import _interface as interface
from ._arrays import strings
from ._handles import Handle
from ._labels import pointers
from ._library import library
from ._options import fill
from .errors import OutOfMemory, call
from .model import Model
from .projection import Comparison, Projection

__all__ = [
    "CsvFile",
    "TextTable",
    "compare_csv",
    "compare_text",
    "multipliers",
    "scenario_csv",
    "scenario_text",
]

_Path = str | os.PathLike[str]


# --- text: the library writes to a FILE of C ---


def _declared(name: str, result: Any, *arguments: Any) -> Any:
    """A function of C's own library, which the process has loaded."""
    function = ctypes.CDLL(None)[name]
    function.restype, function.argtypes = result, arguments
    return function


_open_memstream = _declared(
    "open_memstream", ctypes.c_void_p, ctypes.POINTER(ctypes.c_void_p),
    ctypes.POINTER(ctypes.c_size_t),
)  # fmt: skip
_fclose = _declared("fclose", ctypes.c_int, ctypes.c_void_p)
_free = _declared("free", None, ctypes.c_void_p)


def _printed(write: Any) -> str:
    """What a function writes to the stream that it is given."""
    text, size = ctypes.c_void_p(), ctypes.c_size_t()
    stream = _open_memstream(ctypes.byref(text), ctypes.byref(size))
    if not stream:
        raise OutOfMemory("out of memory for a text")
    try:
        write(stream)
    finally:
        _fclose(stream)
        content = ctypes.string_at(text, size.value)
        _free(text)
    return content.decode()


# --- multipliers ---


def multipliers(model: Model, path: _Path) -> None:
    """Writes the table of multipliers as CSV: a row for each sector and closure."""
    call(library.preston_report_multipliers, model.pointer, os.fsencode(path))


# --- scenarios ---


def _options(
    projection: Projection,
    low: Projection | None,
    high: Projection | None,
    comparison: Comparison | None,
    most_rows: int | None,
) -> Any:
    """What a report shows beside the projection; the ends of the band are named by its scenario."""
    given: dict[str, Any] = {
        "low": low, "high": high, "comparison": comparison, "most_rows": most_rows,
    }  # fmt: skip
    if low is not None or high is not None:
        ends = projection.scenario.uncertainty
        if ends is None:
            raise ValueError("low and high are the ends of the scenario's uncertainty: it states none")
        given["delta_low"], given["delta_high"] = ends
    return fill(interface.preston_scenario_report_options, given)


def scenario_text(
    projection: Projection,
    *,
    low: Projection | None = None,
    high: Projection | None = None,
    comparison: Comparison | None = None,
    most_rows: int | None = None,
) -> str:
    """What a scenario brings about, for people who decide: gross beside net, here beside elsewhere.

    Args:
        low, high: the same scenario with the two ends of its uncertainty:
            `scenario.run(scenario.uncertainty[0])`.
        comparison: before and after: `scenario.inputs().compare()`.
        most_rows: of lists of sectors and of places; 5 if None.
    """
    options = _options(projection, low, high, comparison, most_rows)
    function = library.preston_report_scenario_text
    return _printed(lambda file: call(function, projection.pointer, options.reference, file))


def scenario_csv(
    projection: Projection,
    path: _Path,
    *,
    low: Projection | None = None,
    high: Projection | None = None,
    comparison: Comparison | None = None,
) -> None:
    """Writes all numbers of a scenario as one tidy CSV file: docs/files.md says which there are."""
    options = _options(projection, low, high, comparison, None)
    function = library.preston_report_scenario_csv
    call(function, projection.pointer, options.reference, os.fsencode(path))


def _named(projections: Mapping[str, Projection]) -> tuple[Any, ...]:
    handles = list(projections.values())
    listed = pointers(handles, interface.preston_projection)
    return len(handles), listed, strings(list(projections))


def compare_text(projections: Mapping[str, Projection]) -> str:
    """Several scenarios of one baseline side by side: the first, and by how much others differ.

    Args:
        projections: by the names that they are shown under.
    """
    given = _named(projections)
    function = library.preston_report_scenarios_compare_text
    return _printed(lambda file: call(function, *given, file))


def compare_csv(projections: Mapping[str, Projection], path: _Path) -> None:
    """The same as tidy CSV."""
    given = _named(projections)
    call(library.preston_report_scenarios_compare_csv, *given, os.fsencode(path))


# --- tables of one's own ---


class CsvFile(Handle, struct="preston_csv"):
    """A CSV file in the making: gathered in memory, written at once by commit().

    Numbers have 17 significant digits and a decimal point, whatever the locale.
    """

    def __init__(self, path: _Path) -> None:
        self._open(library.preston_csv_create, os.fsencode(path))

    def row(self, *cells: str | float) -> None:
        """Adds a row of texts and numbers."""
        for cell in cells:
            if isinstance(cell, str):
                library.preston_csv_text(self.pointer, cell.encode())
            else:
                library.preston_csv_value(self.pointer, float(cell))
        library.preston_csv_end_row(self.pointer)

    def commit(self) -> None:
        """Writes the file: beside it first, then in its place in one step. Raises FileError."""
        self._call(library.preston_csv_commit)


class TextTable(Handle, struct="preston_text_table"):
    """A table of text, aligned: the first columns to the left, the others to the right.

    Args:
        columns: how many. left: of which so many are aligned to the left.
    """

    def __init__(self, columns: int, left: int = 1) -> None:
        self._open(library.preston_text_table_create, columns, left)
        self.columns = columns

    def row(self, *cells: object) -> None:
        """Adds a row, each cell as its str()."""
        if len(cells) != self.columns:
            raise ValueError(f"a row of {len(cells)} cells in a table of {self.columns} columns")
        for cell in cells:
            library.preston_text_table_cell(self.pointer, b"%s", str(cell).encode())

    def text(self, indent: int = 0) -> str:
        """The table, each line behind so many spaces."""
        function = library.preston_text_table_print
        return _printed(lambda file: call(function, self.pointer, indent, file))

    def __str__(self) -> str:
        return self.text()
