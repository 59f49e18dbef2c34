"""Statuses as exceptions."""

from __future__ import annotations

import ctypes
import os
import pickle
from typing import Any

import pytest

import preston
from preston import _interface as interface
from preston import errors
from preston._library import library

BUILT_IN = {
    preston.ArgumentError: ValueError,
    preston.OutOfMemory: MemoryError,
    preston.FileError: OSError,
    preston.FormatError: ValueError,
    preston.LabelError: LookupError,
    preston.ValueRefused: ValueError,
    preston.ShapeError: ValueError,
    preston.MissingData: LookupError,
    preston.SingularSystem: ArithmeticError,
    preston.UnproductiveEconomy: ArithmeticError,
    preston.AccuracyError: ArithmeticError,
    preston.Stopped: RuntimeError,
}


def test_statuses__each_has_a_class_of_its_own() -> None:
    failures = set(preston.Status) - {preston.Status.PRESTON_OK}
    assert set(errors.BY_STATUS) == failures
    assert len(set(errors.BY_STATUS.values())) == len(failures)
    assert set(errors.BY_STATUS.values()) == set(BUILT_IN)
    for status, each in errors.BY_STATUS.items():
        assert each.status == status
        assert issubclass(each, preston.PrestonError) and issubclass(each, BUILT_IN[each])
        assert each.__name__ in preston.__all__


def test_statuses__beyond_the_library_have_no_text() -> None:
    """The library's own list ends where Python's does."""
    texts = [library.preston_status_text(status) for status in (*preston.Status, len(preston.Status))]
    assert texts[-1] not in texts[:-1]


@pytest.mark.parametrize(
    ("message", "place"),
    [
        ("a/sectors.csv:12:7: key 'x': wrong", ("a/sectors.csv", 12, 7)),
        ("a/sectors.csv:12: column 3 ('jobs'): wrong", ("a/sectors.csv", 12, 3)),
        ("a/sectors.csv:12: wrong", ("a/sectors.csv", 12, None)),
        ("sector 'preston:10' has no output", (None, None, None)),
        ("nothing at all", (None, None, None)),
    ],
)
def test_place__is_read_from_the_message(message: str, place: tuple[Any, ...]) -> None:
    error = errors.exception_of(preston.Status.PRESTON_ERROR_FORMAT, message)
    assert (error.file, error.line, error.column) == place
    assert str(error) == error.message == message


def read_table(folder: Any) -> None:
    pointer = ctypes.POINTER(interface.preston_table)()
    errors.call(library.preston_table_read, os.fsencode(folder), ctypes.byref(pointer))
    library.preston_table_free(pointer)


def test_call__raises_what_the_library_says(tmp_path: Any) -> None:
    with pytest.raises(preston.FileError) as raised:
        read_table(tmp_path / "none")
    assert str(tmp_path) in raised.value.message and isinstance(raised.value, OSError)

    (tmp_path / "table.yaml").write_text("title: a\nyear: 2019\nwrong: 3\n")
    with pytest.raises(preston.TableError) as placed:
        read_table(tmp_path)
    assert placed.value.file == str(tmp_path / "table.yaml")
    assert placed.value.line == 3


def test_exceptions__pass_between_processes() -> None:
    error = errors.exception_of(preston.Status.PRESTON_ERROR_FILE, "a.csv:3:4: wrong")
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is preston.FileError
    assert (again.message, again.file, again.line, again.column) == (error.message, "a.csv", 3, 4)
