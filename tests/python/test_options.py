"""Keywords of structs."""

from __future__ import annotations

import ctypes
from enum import IntEnum
from typing import Any

import numpy as np
import pytest

from preston import _interface as interface
from preston import _options
from preston._options import choose, fill
from preston.matrix import Method

OPTIONS = [
    kind
    for name, kind in vars(interface).items()
    if name.endswith("_options") and isinstance(kind, type)
]


def test_fill__defaults_are_the_librarys() -> None:
    struct = fill(interface.preston_solver_options, {}).struct
    assert struct.size == ctypes.sizeof(interface.preston_solver_options)
    assert (struct.tolerance, struct.right_hand_sides, struct.method) == (1e-9, 1, Method.PRESTON_METHOD_AUTO)


@pytest.mark.parametrize("kind", OPTIONS)
def test_fill__every_options_struct(kind: Any) -> None:
    """Each has an init function, and its own defaults are good keywords."""
    struct = fill(kind, {}).struct
    assert struct.size == ctypes.sizeof(kind)
    assert _options.keyword_texts(kind).count("\n") + 1 >= len(_options.keywords_of(kind))
    numbers = {
        name: getattr(struct, name)
        for name, each, *_ in kind._fields_
        if name != "size" and each in (ctypes.c_double, ctypes.c_int, ctypes.c_int64)
    }
    again = fill(kind, numbers).struct
    assert {name: getattr(again, name) for name in numbers} == pytest.approx(numbers, abs=0, nan_ok=True)


def test_fill__keywords_are_set() -> None:
    keywords = {"tolerance": 1e-6, "method": "lu", "row_labels": ["a", "é"], "right_hand_sides": np.int32(5)}
    struct = fill(interface.preston_solver_options, keywords).struct
    assert (struct.tolerance, struct.right_hand_sides, struct.method) == (1e-6, 5, 1)
    assert [struct.row_labels[each] for each in range(2)] == [b"a", "é".encode()]


@pytest.mark.parametrize(
    ("keywords", "kind", "reason"),
    [
        ({"tolerence": 1.0}, TypeError, "did you mean 'tolerance'"),
        ({"zzz": 1.0}, TypeError, "there are tolerance, row_labels, method, right_hand_sides, base"),
        ({"size": 3}, TypeError, "'size' is no keyword"),
        ({"tolerance": "small"}, TypeError, "tolerance is 'small', not a number"),
        ({"right_hand_sides": 1.5}, TypeError, "right_hand_sides is 1.5, not a whole number"),
        ({"row_labels": "ab"}, TypeError, "row_labels is one text"),
        ({"method": "lux"}, ValueError, "method is 'lux', which is none of: auto, lu, lu-single"),
        ({"method": 99}, ValueError, "method is 99, which is none of"),
    ],
)
def test_fill__refuses_with_the_reason(keywords: Any, kind: type[Exception], reason: str) -> None:
    with pytest.raises(kind, match=reason):
        fill(interface.preston_solver_options, keywords)


def test_fill__views_and_indices() -> None:
    cells = np.ones((2, 2))
    filled = fill(interface.preston_trade, {"places": 1, "technology": cells, "technology_of": [0]})
    assert filled.struct.technology.data == cells.ctypes.data
    assert filled.struct.technology_of[0] == 0
    with pytest.raises(TypeError, match="own is a list"):
        fill(interface.preston_trade, {"own": [1.0]})


def test_fill__nested_structs_by_mapping() -> None:
    """Some struct of the interface holds another by value: its fields are a mapping."""
    for kind in vars(interface).values():
        for name, each, *_ in getattr(kind, "_fields_", ()):
            if isinstance(each, type) and issubclass(each, ctypes.Structure) and "view" not in each.__name__:
                number = next((key for key, of, *_ in each._fields_ if of is ctypes.c_double), None)
                if number is not None:
                    struct = fill(kind, {name: {number: 0.5}}).struct
                    assert getattr(getattr(struct, name), number) == 0.5
                    return
    pytest.skip("no struct holds another")


@pytest.mark.parametrize("text", ["gauss-seidel", "GAUSS_SEIDEL", "Gauss Seidel", " gauss-seidel "])
def test_choose__names_as_people_write_them(text: str) -> None:
    assert choose(Method, text, "method") is Method.PRESTON_METHOD_GAUSS_SEIDEL


def test_choose__numbers_and_members() -> None:
    assert choose(Method, 1, "method") is choose(Method, Method.PRESTON_METHOD_LU, "method")


def test_choose__names_of_every_enum_are_distinct() -> None:
    for kind in vars(interface).values():
        if isinstance(kind, type) and issubclass(kind, IntEnum) and kind is not IntEnum:
            names = _options.names_of(kind)
            assert len(names) == len(kind) and all(names), kind
            assert all(choose(kind, name, "it") is value for name, value in names.items())
