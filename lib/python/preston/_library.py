"""Finds libpreston, checks that it is the one this package was written for, and declares its functions.

The library is looked for in three places, in this order: the file that the environment variable
PRESTON_LIBRARY names; inside the package, where the wheel puts it; on the system. The first that is
there is taken, and must fit.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import os
from pathlib import Path

from . import _interface as interface
from ._interface import DECLARATIONS, Functions

WRITTEN_FOR = f"{interface.PRESTON_VERSION_MAJOR}.{interface.PRESTON_VERSION_MINOR}"
FILE_NAMES = ("libpreston.so", "libpreston.dylib", "preston.dll")
SYSTEM_NAMES = (f"libpreston.so.{WRITTEN_FOR}", f"libpreston.{WRITTEN_FOR}.dylib")


def _load_named(path: str) -> ctypes.CDLL:
    try:
        return ctypes.CDLL(path)
    except OSError as reason:
        raise ImportError(
            f"PRESTON_LIBRARY: {path} cannot be loaded ({reason}): name the file of libpreston, such "
            "as build/libpreston.so, or unset the variable"
        ) from None


def _load_own() -> ctypes.CDLL | None:
    for name in FILE_NAMES:
        path = Path(__file__).with_name(name)
        if path.exists():
            try:
                return ctypes.CDLL(str(path))
            except OSError as reason:
                raise ImportError(
                    f"{path} cannot be loaded ({reason}): install the libraries it needs, on Debian "
                    "libopenblas0 libgsl27 libcsv3 libyaml-0-2 zlib1g"
                ) from None
    return None


def _load_systems() -> ctypes.CDLL | None:
    found = ctypes.util.find_library("preston")
    for name in (*SYSTEM_NAMES, *([found] if found else [])):
        try:
            return ctypes.CDLL(name)
        except OSError:
            continue
    return None


def _load() -> ctypes.CDLL:
    named = os.environ.get("PRESTON_LIBRARY")
    library = _load_named(named) if named else _load_own() or _load_systems()
    if library is None:
        raise ImportError(
            "libpreston is not there: 'pip install .' in a clone builds it into the package; or set "
            "PRESTON_LIBRARY to the file of a library that is built, such as build/libpreston.so"
        )
    return library


def _check_version(library: ctypes.CDLL) -> None:
    """Before 1.0 another MINOR may have other structs: going on would be a crash, or a wrong number."""
    try:
        function = library.preston_version
    except AttributeError:
        raise ImportError(f"{library._name} is not libpreston: it has no preston_version()") from None
    function.restype = ctypes.c_char_p
    version = function().decode()
    if version.split(".")[:2] != WRITTEN_FOR.split("."):
        raise ImportError(
            f"{library._name} is libpreston {version}, and this package was written for "
            f"{WRITTEN_FOR}: install libpreston {WRITTEN_FOR}, or the package of {version}"
        )


def _declare(library: ctypes.CDLL) -> Functions:
    functions = Functions()
    missing = [name for name in DECLARATIONS if not hasattr(library, name)]
    if missing:
        raise ImportError(
            f"{library._name} has no {', '.join(missing[:3])}"
            + (f" and {len(missing) - 3} others" if len(missing) > 3 else "")
            + ": it is older than this package: build it again"
        )
    for name, (result, arguments) in DECLARATIONS.items():
        function = getattr(library, name)
        function.restype = result
        function.argtypes = arguments
        setattr(functions, name, function)
    return functions


_loaded = _load()
_check_version(_loaded)

path: str = _loaded._name
"""The file, or the name, that was loaded."""

library: Functions = _declare(_loaded)
"""Every public function of libpreston. The global lock is released while one runs."""
