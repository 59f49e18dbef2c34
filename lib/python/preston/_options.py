"""Keywords for the library's structs: options, and any other that a caller fills.

Names, types and texts are those of the generated struct, so that a field that is added to the header is
a keyword here.
"""

from __future__ import annotations

import ctypes
import difflib
import functools
import inspect
import os
import textwrap
from collections.abc import Callable, Mapping
from enum import IntEnum
from typing import Any, TypeVar

from . import _arrays
from . import _interface as interface
from ._callbacks import Callback, progress
from ._handles import Handle
from ._library import library

E = TypeVar("E", bound=IntEnum)

# Set here: the size by the init function, the context by nobody, since a Python function has its own.
_NOT_KEYWORDS = ("size", "context")


# --- enums by name ---


def _common_prefix(kind: type[IntEnum]) -> str:
    """What all names of an enum begin with, in whole words: "PRESTON_METHOD_"."""
    names = [each.name for each in kind]
    prefix = os.path.commonprefix(names) if len(names) > 1 else "PRESTON_"
    return prefix[: prefix.rfind("_") + 1]


@functools.cache
def names_of(kind: type[IntEnum]) -> Mapping[str, IntEnum]:
    """The names of an enum's values as Python callers write them: "gauss-seidel"."""
    prefix = _common_prefix(kind)
    return {each.name.removeprefix(prefix).lower().replace("_", "-"): each for each in kind}


def choose(kind: type[E], value: E | str | int, name: str) -> E:
    """A value of an enum, given as itself or by its name ("lu-single", "LU single", "LU_SINGLE").

    Raises ValueError with all names when it is none of them.
    """
    if isinstance(value, str):
        names = names_of(kind)
        found = names.get(value)
        if found is None:
            found = names.get(value.strip().lower().replace("_", "-").replace(" ", "-"))
        if found is None:
            raise ValueError(f"{name} is {value!r}, which is none of: {', '.join(names)}")
        return kind(found)
    try:
        return kind(value)
    except ValueError:
        raise ValueError(f"{name} is {value!r}, which is none of: {', '.join(names_of(kind))}") from None


# --- structs by keyword ---


class Filled:
    """A struct of the library with all that it points to.

    Attributes:
        struct: the struct; `reference` is what a function takes that wants a pointer.
        callbacks: of its progress function.
        keeps: arrays and handles whose memory it refers to.
    """

    def __init__(self, struct: Any) -> None:
        self.struct = struct
        self.reference = ctypes.byref(struct)
        self.callbacks: tuple[Callback, ...] = ()
        self.keeps: list[Any] = []


def keywords_of(kind: Any) -> list[str]:
    """The keywords of a struct, in its order."""
    return [name for name, *_ in kind._fields_ if name not in _NOT_KEYWORDS]


def _check_keyword(kind: Any, keyword: str) -> None:
    known = keywords_of(kind)
    if keyword in known:
        return
    near = difflib.get_close_matches(keyword, known, 1, 0.5)
    hint = f"did you mean '{near[0]}'?" if near else f"there are {', '.join(known)}"
    raise TypeError(f"'{keyword}' is no keyword of {kind.__name__}: {hint}")


def fill(kind: Any, keywords: Mapping[str, Any], defaults: Any = None) -> Filled:
    """A struct of that type: its defaults by its `_init` function, then the keywords.

    A struct inside another may have none of its own: its defaults are then those given.

    None leaves a default as it is. A `progress` field always gets a callback, for Ctrl-C.
    Raises TypeError for an unknown keyword, with the nearest name, and for a value of another type.
    """
    filled = Filled(kind())
    init: Callable[..., None] | None = getattr(library, f"{kind.__name__}_init", None)
    if init is not None:
        init(filled.reference)
    elif defaults is not None:
        ctypes.memmove(filled.reference, ctypes.byref(defaults), ctypes.sizeof(kind))
    types = {name: each for name, each, *_ in kind._fields_}
    for keyword, value in keywords.items():
        _check_keyword(kind, keyword)
        if value is not None and keyword != "progress":
            setattr(filled.struct, keyword, _as_field(filled, keyword, types[keyword], value))
    if "progress" in types:
        callback = progress(keywords.get("progress"))
        filled.callbacks = (*filled.callbacks, callback)
        filled.struct.progress = callback.pointer
    return filled


def _as_field(filled: Filled, name: str, kind: Any, value: Any) -> Any:
    """A Python value as a field of that C type."""
    enums = getattr(type(filled.struct), "enums", {})
    if name in enums:
        return choose(enums[name], value, name)
    converter = _CONVERTERS.get(kind)
    if converter is not None:
        return converter(filled, name, value)
    if isinstance(value, Handle):
        filled.keeps.append(value.pointer)
        filled.callbacks = (*filled.callbacks, *value.pointer.callbacks)
        return value.pointer
    if issubclass(kind, ctypes.Structure) and isinstance(value, Mapping):
        return _nested(filled, name, kind, value)
    if isinstance(value, Filled):
        filled.keeps.append(value)
        return value.struct if issubclass(kind, ctypes.Structure) else ctypes.pointer(value.struct)
    return value


def _nested(filled: Filled, name: str, kind: Any, value: Mapping[str, Any]) -> Any:
    inner = fill(kind, value, getattr(filled.struct, name))
    filled.keeps.append(inner)
    filled.callbacks = (*filled.callbacks, *inner.callbacks)
    return inner.struct


def _number(filled: Filled, name: str, value: Any) -> Any:
    try:
        return float(value)
    except (TypeError, ValueError):
        raise TypeError(f"{name} is {value!r}, not a number") from None


def _whole(filled: Filled, name: str, value: Any) -> Any:
    try:
        return value.__index__()
    except AttributeError:
        raise TypeError(f"{name} is {value!r}, not a whole number") from None


def _text(filled: Filled, name: str, value: Any) -> bytes:
    if not isinstance(value, (str, bytes, os.PathLike)):
        raise TypeError(f"{name} is {value!r}, not text")
    return os.fsencode(value)


def _texts(filled: Filled, name: str, value: Any) -> Any:
    if isinstance(value, str):
        raise TypeError(f"{name} is one text, and not a list of them")
    return _arrays.strings([str(each) for each in value])


def _kept(filled: Filled, array: Any) -> Any:
    filled.keeps.append(array)
    return array


def _indices(filled: Filled, name: str, value: Any) -> Any:
    return _arrays.pointer_to_indices(_kept(filled, _arrays.indices(value, name)))


def _doubles(filled: Filled, name: str, value: Any) -> Any:
    """Converted: an array of C has no strides."""
    array = _arrays.converted(value, name).ravel()
    return _kept(filled, array).ctypes.data_as(ctypes.POINTER(ctypes.c_double))


def _const_view(filled: Filled, name: str, value: Any) -> Any:
    return _arrays.const_view(_kept(filled, value), name)


def _view(filled: Filled, name: str, value: Any) -> Any:
    return _arrays.view(_kept(filled, value), name)


_CONVERTERS: dict[Any, Callable[[Filled, str, Any], Any]] = {
    ctypes.c_double: _number,
    ctypes.c_int: _whole,
    ctypes.c_int64: _whole,
    ctypes.c_char_p: _text,
    ctypes.POINTER(ctypes.c_char_p): _texts,
    ctypes.POINTER(ctypes.c_int64): _indices,
    ctypes.POINTER(ctypes.c_double): _doubles,
    interface.preston_const_view: _const_view,
    interface.preston_view: _view,
}


# --- texts of keywords ---

F = TypeVar("F")  # a function or a class


def keyword_texts(kind: Any) -> str:
    """The keywords of a struct with their texts from the header, a line or more each."""
    _, _, listed = (kind.__doc__ or "").partition("\n\n")
    entries: list[list[str]] = []
    for line in listed.splitlines():
        if line.strip() and not line.startswith(" " * 8):
            entries.append([line.strip()])
        elif line.strip():
            entries[-1].append("    " + line.strip())
    wanted = set(keywords_of(kind))
    chosen = [entry for entry in entries if entry[0].partition(":")[0] in wanted]
    return "\n".join("\n".join(entry) for entry in chosen)


def takes_keywords_of(kind: Any) -> Callable[[F], F]:
    """Adds the keywords of a struct to the docstring of a function or class."""

    def add(function: F) -> F:
        text = inspect.cleandoc(function.__doc__ or "")
        listed = textwrap.indent(keyword_texts(kind), "    ")
        function.__doc__ = f"{text}\n\nKeywords:\n{listed}\n"
        return function

    return add
