"""Labels: finding one, with a hint when it is not there, and arrays as pandas frames.

pandas is optional: methods named to_pandas(), from_pandas() need it, and nothing else does.
"""

from __future__ import annotations

import ctypes
import difflib
import importlib
from collections.abc import Callable, Sequence
from typing import Any

from ._arrays import listed_texts
from .errors import LabelError


def pandas() -> Any:
    """The module, or an ImportError that says how to get it."""
    try:
        return importlib.import_module("pandas")
    except ImportError:
        raise ImportError("pandas is not installed: pip install preston[pandas]") from None


def text(given: bytes | None) -> str:
    """A text of the library; "" where it has none."""
    return (given or b"").decode()


def encoded(given: str | None) -> bytes | None:
    """A text for the library; None is NULL."""
    return None if given is None else given.encode()


def unknown(label: str, known: Sequence[str], what: str) -> LabelError:
    """The error for a label that is not there, with the nearest one."""
    near = difflib.get_close_matches(label, known, 1, 0.5)
    shown = ", ".join(known[:12]) + (", …" if len(known) > 12 else "")
    hint = f"did you mean '{near[0]}'?" if near else f"there are {shown or 'none'}"
    return LabelError(f"no {what} '{label}': {hint}")


def position(
    label: str | int, known: Sequence[str], what: str, find: Callable[[bytes], int] | None = None
) -> int:
    """Where a label is: itself if it is a number, otherwise by the library's own search.

    Raises LabelError with the nearest label, or IndexError.
    """
    if not isinstance(label, str):
        if not 0 <= label.__index__() < len(known):
            raise IndexError(f"{what} {label} of {len(known)}: they are counted from 0")
        return label.__index__()
    if find is not None:
        found = find(label.encode())
    else:
        found = list(known).index(label) if label in known else -1
    if found < 0:
        raise unknown(label, known, what)
    return found


def texts_of(function: Callable[[Any, int], bytes], pointer: Any, count: int) -> list[str]:
    """What an accessor gives for 0, 1, …"""
    return [text(function(pointer, each)) for each in range(count)]


def shared_texts(texts: Any, count: int) -> list[str]:
    """Texts of a struct or of a call; none where the pointer is NULL."""
    return listed_texts(texts, count) if texts else []


def pointers(handles: Sequence[Any], kind: Any) -> Any:
    """Objects of the library as an array of pointers; keep the objects until the call is over."""
    return (ctypes.POINTER(kind) * len(handles))(
        *(ctypes.cast(each.pointer, ctypes.POINTER(kind)) for each in handles)
    )
