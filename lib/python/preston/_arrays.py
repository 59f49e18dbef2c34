"""Between numpy and the library's views, without a copy.

A view struct holds an address and no reference: keep the array in a variable until the call is over.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from ._interface import preston_const_view, preston_view

Array: TypeAlias = npt.NDArray[np.float64]

_FLOAT64 = np.dtype(np.float64)
_SIZE = 8


def _refuse(array: Any, name: str) -> None:
    """Raises the reason why this is no array that can go through as it is."""
    if not isinstance(array, np.ndarray):
        raise TypeError(
            f"{name} is a {type(array).__name__}, not a numpy array: "
            f"numpy.asarray({name}, dtype=float) makes one"
        )
    if array.dtype != _FLOAT64 and array.dtype.newbyteorder("=") == _FLOAT64:
        raise TypeError(f"{name} has the byte order of another machine: {name}.astype(float) mends it")
    if array.dtype != _FLOAT64:
        raise TypeError(f"{name} holds {array.dtype}, not float64: {name}.astype(float) converts it")
    if array.ndim not in (1, 2):
        raise ValueError(f"{name} has {array.ndim} dimensions, not 1 or 2")
    if not array.flags.aligned or any(stride % _SIZE for stride in array.strides):
        raise ValueError(
            f"{name} has cells that are not a whole number of float64 apart (a field of records?): "
            f"{name}.copy() puts them side by side"
        )


# The address of an array. What numpy offers, `array.ctypes.data`, takes longer than all the rest of a small
# call together. But an array object begins as every object does, and then holds that address: it is read
# there, where a look at import time finds it there.
_HEAD = object.__basicsize__
_pointer_at = ctypes.c_void_p.from_address


def _read_address(array: Array) -> int:
    return _pointer_at(id(array) + _HEAD).value or 0


def _ask_address(array: Array) -> int:
    address: int = array.ctypes.data
    return address


def _is_read_right() -> bool:
    cells = np.zeros((3, 4))
    samples = (cells, cells[1:], cells.T[2:, 1], np.zeros(1))
    in_cpython = sys.implementation.name == "cpython" and np.ndarray.__basicsize__ > _HEAD
    return in_cpython and all(_read_address(each) == _ask_address(each) for each in samples)


_address_of = _read_address if _is_read_right() else _ask_address


def _shape_of(array: Array, name: str) -> tuple[int, int, int, int, int]:
    """The fields of a view. Written for speed: it is most of what a small call costs beside C."""
    if type(array) is not np.ndarray or array.dtype is not _FLOAT64:
        _refuse(array, name)  # a subclass, or another object of the same dtype, goes on
    address = _address_of(array)
    strides = array.strides
    if len(strides) == 1:
        row = strides[0]
        if not (row | address) & 7:
            return address, array.shape[0], 1, row >> 3, 1
    elif len(strides) == 2:
        row, column = strides
        if not (row | column | address) & 7:
            rows, columns = array.shape
            return address, rows, columns, row >> 3, column >> 3
    _refuse(array, name)
    raise AssertionError(name)  # refused above: cells are not 8 bytes apart, or there are no rows


def const_view(array: Array | None, name: str) -> preston_const_view:
    """A read-only view of an array: float64, one dimension (one column) or two, any strides.

    None gives the empty view. Anything else is refused with the reason, by the name given here.
    """
    return preston_const_view() if array is None else preston_const_view(*_shape_of(array, name))


def view(array: Array | None, name: str) -> preston_view:
    """A view that the library writes to; an array that is read-only is refused."""
    if array is None:
        return preston_view()
    fields = _shape_of(array, name)
    if not array.flags.writeable:
        raise ValueError(f"{name} is read-only: give an array that may be written to")
    return preston_view(*fields)


def converted(values: Any, name: str) -> Array:
    """Numbers as float64: the same array where they are, a copy where they are not.

    For arguments whose docstring says that they are converted: lists, integers, pandas columns.
    """
    try:
        array: Array = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as reason:
        raise TypeError(f"{name} holds what is no number: {reason}") from None
    return array


def indices(values: Any, name: str) -> npt.NDArray[np.int64]:
    """Whole numbers as int64, side by side; numbers with a fraction are refused."""
    array = np.asarray(values)
    if array.size and array.dtype.kind not in "iu":
        raise TypeError(f"{name} holds {array.dtype}, not whole numbers")
    return np.ascontiguousarray(array, dtype=np.int64)


def pointer_to_indices(array: npt.NDArray[np.int64]) -> Any:
    """The address of an array of indices(), which must be kept until the call is over."""
    return array.ctypes.data_as(ctypes.POINTER(ctypes.c_int64))


def strings(texts: Sequence[str | None]) -> ctypes.Array[ctypes.c_char_p]:
    """Texts as `const char *const *`; None is NULL. One text is refused: its letters are not meant."""
    if isinstance(texts, str):
        raise TypeError(f"{texts!r} is one text, and not a list of them")
    encoded = [None if each is None else each.encode() for each in texts]
    return (ctypes.c_char_p * len(encoded))(*encoded)


def listed_texts(pointer: Any, count: int) -> list[str]:
    """Texts given by the library: `const char *const *` of that many."""
    return [(pointer[each] or b"").decode() for each in range(count)]


class _Memory:
    """Cells of the library for numpy, and the object that keeps them."""

    def __init__(self, view: Any, shape: tuple[int, ...], owner: object) -> None:
        self.owner = owner
        strides = (view.row_stride * _SIZE, view.column_stride * _SIZE)[: len(shape)]
        self.__array_interface__ = {
            "data": (view.data, True),
            "shape": shape,
            "strides": strides,
            "typestr": _FLOAT64.str,
            "version": 3,
        }


def borrowed(view: Any, owner: object, *, vector: bool = False) -> Array:
    """The library's own cells as a read-only array, which keeps the owner alive.

    Args:
        view: a preston_const_view or preston_view returned by an accessor.
        owner: the pointer (Handle.pointer) of the object whose memory it is.
        vector: one dimension instead of two, for a view of one column.
    """
    shape = (view.rows,) if vector else (view.rows, view.columns)
    if not view.data:
        return np.zeros(shape)
    return np.asarray(_Memory(view, shape, owner))
