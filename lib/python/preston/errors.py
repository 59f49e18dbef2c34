"""What can go wrong: one exception for each status of the library.

Each is a PrestonError, and also the built-in exception that it is nearest to, so that a caller who
knows nothing of this package still catches what is meant.
"""

from __future__ import annotations

import ctypes
import re
import threading
from collections.abc import Callable
from typing import Any

from . import _interface as interface
from ._interface import preston_status

# "file:line:column: text", "file:line: column 3 ('jobs'): text" or "file:line: text".
_PLACE = re.compile(r"(?P<file>[^:\n]+?):(?P<line>\d+)(?::(?P<column>\d+)|: column (?P<of>\d+))?[: ]")


class PrestonError(Exception):
    """The library refused, and says why.

    Attributes:
        message: one line: where, what is wrong, what would be right.
        status: the library's status, of preston.Status.
        file, line, column: where in a file, counted from 1; None where the message names no place.
    """

    status: preston_status = preston_status.PRESTON_ERROR_ARGUMENT
    message: str
    file: str | None
    line: int | None
    column: int | None

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
        place = _PLACE.match(message)
        self.file = place["file"] if place else None
        self.line = int(place["line"]) if place else None
        column = place and (place["column"] or place["of"])
        self.column = int(column) if column else None

    def __str__(self) -> str:
        return self.message


class ArgumentError(PrestonError, ValueError):
    """An argument that cannot be."""


class OutOfMemory(PrestonError, MemoryError):
    """There is not enough memory."""


class FileError(PrestonError, OSError):
    """A file cannot be read or written."""


class TableError(PrestonError, ValueError):
    """A file, a table or any other data that make no sense: FormatError, LabelError, ValueRefused."""


class FormatError(TableError):
    """A malformed file."""


class LabelError(TableError, LookupError):
    """A code, name, column or key that is unknown, missing or there twice."""


class ValueRefused(TableError):
    """A number that cannot be: not finite, negative, beyond its range."""


class ShapeError(PrestonError, ValueError):
    """Sizes that do not match."""


class MissingData(PrestonError, LookupError):
    """Data needed for this answer are not there."""


class SingularSystem(PrestonError, ArithmeticError):
    """A system without one solution."""


class UnproductiveEconomy(PrestonError, ArithmeticError):
    """An economy that needs more than a unit to make a unit: it has no answer."""


class AccuracyError(PrestonError, ArithmeticError):
    """The error bound of an answer is larger than the tolerance."""


class Stopped(PrestonError, RuntimeError):
    """The caller's own progress function stopped the work."""


_BY_NAME: dict[str, type[PrestonError]] = {
    "ARGUMENT": ArgumentError,
    "MEMORY": OutOfMemory,
    "FILE": FileError,
    "FORMAT": FormatError,
    "LABEL": LabelError,
    "VALUE": ValueRefused,
    "SHAPE": ShapeError,
    "MISSING": MissingData,
    "SINGULAR": SingularSystem,
    "UNPRODUCTIVE": UnproductiveEconomy,
    "ACCURACY": AccuracyError,
    "STOPPED": Stopped,
}

BY_STATUS: dict[preston_status, type[PrestonError]] = {
    status: _BY_NAME[status.name.removeprefix("PRESTON_ERROR_")]
    for status in preston_status
    if status != preston_status.PRESTON_OK
}
"""The exception of each status; importing fails where the library has one that is not named above."""

for _status, _class in BY_STATUS.items():
    _class.status = _status


class _ErrorOfThread(threading.local):
    """The error object of a thread, made once: making one costs more than a small call."""

    def __init__(self) -> None:
        self.error = interface.preston_error()
        self.pointer = ctypes.byref(self.error)


_of_thread = _ErrorOfThread()


def exception_of(status: int, message: str) -> PrestonError:
    """The exception for a status and its message."""
    return BY_STATUS[preston_status(status)](message)


def call(function: Callable[..., Any], *arguments: Any) -> None:
    """Calls a function whose last argument is the error object, given here, and raises what it answers.

    The arguments are those of C without the last, converted already.
    """
    status = function(*arguments, _of_thread.pointer)
    if status:
        message = _of_thread.error.message.decode("utf-8", "replace")
        raise exception_of(status, message)
