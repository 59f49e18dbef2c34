"""libpreston for Python: what a public buyer's spending does, here and elsewhere.

Arrays are numpy's, of float64, in any memory order, and are never copied in silence. What goes wrong
is a preston.PrestonError. The global lock is released while the library works.
"""

from __future__ import annotations

from . import _library, errors, matrix
from ._interface import preston_status as Status
from .errors import (
    AccuracyError,
    ArgumentError,
    FileError,
    FormatError,
    LabelError,
    MissingData,
    OutOfMemory,
    PrestonError,
    ShapeError,
    SingularSystem,
    Stopped,
    TableError,
    UnproductiveEconomy,
    ValueRefused,
)
from .matrix import Certificate, Operator, Solver

__all__ = [
    "AccuracyError",
    "ArgumentError",
    "Certificate",
    "FileError",
    "FormatError",
    "LabelError",
    "MissingData",
    "Operator",
    "OutOfMemory",
    "PrestonError",
    "ShapeError",
    "SingularSystem",
    "Solver",
    "Status",
    "Stopped",
    "TableError",
    "UnproductiveEconomy",
    "ValueRefused",
    "errors",
    "matrix",
    "version",
]


def version() -> str:
    """The version of the library that is running, for example "0.1.0"."""
    text: bytes = _library.library.preston_version()
    return text.decode()
