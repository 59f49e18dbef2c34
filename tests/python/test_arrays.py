"""Numpy arrays as views: nothing is copied, and what cannot go through is refused with the reason."""

from __future__ import annotations

import gc
import weakref
from typing import Any

import numpy as np
import pytest

from preston import _arrays


def cells_of(view: Any) -> list[list[float]]:
    """What the library would read, cell by cell, at the view's own address."""
    import ctypes

    step_row, step_column = 8 * view.row_stride, 8 * view.column_stride
    return [
        [
            ctypes.c_double.from_address(view.data + row * step_row + column * step_column).value
            for column in range(view.columns)
        ]
        for row in range(view.rows)
    ]


GRID = np.arange(24.0).reshape(4, 6)


@pytest.mark.parametrize(
    "array",
    [GRID, GRID.T, GRID[::2, ::3], GRID[::-1, ::-1], np.asfortranarray(GRID), GRID[1:1], GRID[:, 2:3],
     np.broadcast_to(np.arange(6.0), (3, 6)), np.zeros((0, 0))],
)  # fmt: skip
def test_const_view__any_strides(array: Any) -> None:
    view = _arrays.const_view(array, "array")
    assert (view.rows, view.columns) == array.shape
    assert cells_of(view) == array.tolist()


@pytest.mark.parametrize("array", [GRID[1], GRID[:, 1], GRID[1, ::-2], np.zeros(0)])
def test_const_view__a_vector_is_one_column(array: Any) -> None:
    view = _arrays.const_view(array, "array")
    assert (view.rows, view.columns) == (array.size, 1)
    assert cells_of(view) == [[each] for each in array]


def test_view__writes_where_the_array_is() -> None:
    array = np.zeros((3, 4))
    view = _arrays.view(array.T[::2], "array")
    assert view.data == array.ctypes.data
    assert (view.rows, view.columns, view.row_stride, view.column_stride) == (2, 3, 2, 4)


def test_const_view__none_is_empty() -> None:
    view = _arrays.const_view(None, "array")
    assert (view.data, view.rows, view.columns) == (None, 0, 0)


RECORDS = np.zeros(4, dtype=[("a", "f8"), ("b", "i4")])


@pytest.mark.parametrize(
    ("given", "kind", "reason"),
    [
        ([1.0, 2.0], TypeError, "b is a list, not a numpy array"),
        (np.arange(3), TypeError, "b holds int64, not float64"),
        (np.ones(3, np.float32), TypeError, "b holds float32, not float64"),
        (np.ones(3, ">f8"), TypeError, "b has the byte order of another machine"),
        (np.ones((2, 2, 2)), ValueError, "b has 3 dimensions, not 1 or 2"),
        (np.float64(3.0), TypeError, "not a numpy array"),
        (np.array(3.0), ValueError, "b has 0 dimensions"),
        (RECORDS["a"], ValueError, "b has cells that are not a whole number of float64 apart"),
        (np.zeros(17, np.int8)[1:].view(np.float64), ValueError, "not a whole number of float64 apart"),
    ],
)
def test_const_view__refuses_with_the_reason(given: Any, kind: type[Exception], reason: str) -> None:
    with pytest.raises(kind, match=reason):
        _arrays.const_view(given, "b")


def test_view__refuses_read_only_memory() -> None:
    array = np.zeros(3)
    array.flags.writeable = False
    assert _arrays.const_view(array, "b").rows == 3
    with pytest.raises(ValueError, match="b is read-only"):
        _arrays.view(array, "b")


def test_const_view__takes_subclasses() -> None:
    class Mine(np.ndarray[Any, Any]):
        pass

    array = np.arange(3.0).view(Mine)
    assert cells_of(_arrays.const_view(array, "b")) == [[0.0], [1.0], [2.0]]


def test_borrowed__is_a_view_that_keeps_its_owner() -> None:
    class Owner:
        pass

    owner = Owner()
    alive = weakref.ref(owner)
    memory = np.arange(24.0).reshape(4, 6)
    array = _arrays.borrowed(_arrays.const_view(memory[::-1, ::2], "memory"), owner)
    assert array.tolist() == memory[::-1, ::2].tolist()
    assert np.shares_memory(array, memory) and not array.flags.writeable
    part = array[1:]
    del owner, array
    gc.collect()
    assert alive() is not None
    del part
    gc.collect()
    assert alive() is None


def test_borrowed__vectors_and_nothing() -> None:
    memory = np.arange(6.0)
    view = _arrays.const_view(memory[::2], "memory")
    assert _arrays.borrowed(view, None, vector=True).tolist() == [0.0, 2.0, 4.0]
    assert _arrays.borrowed(_arrays.const_view(None, "none"), None).shape == (0, 0)


def test_converted__copies_only_what_it_must() -> None:
    array = np.ones(3)
    assert _arrays.converted(array, "b") is array
    assert _arrays.converted([1, 2], "b").dtype == np.float64
    with pytest.raises(TypeError, match="b holds what is no number"):
        _arrays.converted(["x"], "b")


def test_indices__are_whole() -> None:
    assert _arrays.indices([1, 2], "changed").dtype == np.int64
    assert _arrays.indices(np.arange(6, dtype=np.int32)[::2], "changed").tolist() == [0, 2, 4]
    assert _arrays.indices([], "changed").size == 0
    with pytest.raises(TypeError, match="changed holds float64, not whole numbers"):
        _arrays.indices([1.5], "changed")


def test_texts__there_and_back() -> None:
    assert _arrays.listed_texts(_arrays.strings(["a", "é", None]), 3) == ["a", "é", ""]


def test_address__is_the_one_that_numpy_says() -> None:
    """Read from the object itself where that was found right at import, since asking takes longer."""
    cells = np.zeros((5, 6))
    for array in (cells, cells[2:], cells[:, 3], cells.T, cells[::-1], np.zeros(0), np.asfortranarray(cells)):
        assert _arrays._address_of(array) == array.ctypes.data
