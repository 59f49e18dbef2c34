"""Objects of the library: who keeps whom, and that each is freed once."""

from __future__ import annotations

import copy
import gc
import pickle
import threading
from typing import Any

import numpy as np
import pytest

import preston
from preston import _handles
from preston import _interface as interface
from preston._arrays import borrowed
from preston._library import library
from preston._options import fill
from preston.matrix import Border, Draws, Operator, Rescaling, Solver


@pytest.fixture
def freed(monkeypatch: Any) -> list[str]:
    """Solvers and operators that have been freed, in order."""
    order: list[str] = []

    def watch(kind: Any, name: str) -> None:
        before = kind._pointer_type.__del__

        def delete(pointer: Any) -> None:
            if pointer and pointer.owns:
                order.append(name)
            before(pointer)

        monkeypatch.setattr(kind._pointer_type, "__del__", delete)

    gc.collect()
    watch(Solver, "solver")
    watch(Operator, "operator")
    watch(Draws, "draws")
    return order


def test_handle__is_freed_once_with_its_last_reference(freed: list[str], textbook: Any) -> None:
    solver = Solver(textbook)
    again = solver
    del solver
    assert freed == []
    del again
    assert freed == ["solver"]


def test_handle__keeps_what_it_was_made_of(freed: list[str], textbook: Any) -> None:
    draws = Draws(Solver(Operator.dense(textbook), method="lu"))
    gc.collect()
    assert freed == []
    totals, _ = draws.run(np.ones((2, 1)), np.array([600.0, 1500.0]), np.ones((2, 1)))
    assert totals[0, 0] == pytest.approx(1247.5247525 + 1841.5841584, rel=1e-9)  # the book's digits
    del draws
    assert freed == ["draws", "solver", "operator"]


def test_handle__closed_lives_as_long_as_others_need_it(freed: list[str], textbook: Any) -> None:
    with Solver(textbook) as solver:
        draws = Draws(solver)
    assert repr(solver) == "<Solver, closed>"
    with pytest.raises(ValueError, match="this Solver is closed"):
        solver.solve(np.ones(2))
    assert freed == []
    draws.run(np.ones((2, 1)), np.ones(2), np.ones((2, 1)))
    draws.close()
    assert freed == ["draws", "solver"]


def test_handle__that_could_not_be_made_leaves_nothing(freed: list[str]) -> None:
    with pytest.raises(ArithmeticError):
        Solver(np.array([[1.5]]))
    gc.collect()
    assert freed == []


def test_handle__is_not_copied(textbook: Any) -> None:
    for attempt in (copy.copy, copy.deepcopy, pickle.dumps):
        with pytest.raises(TypeError, match="a Solver is memory of this process"):
            attempt(Solver(textbook))


def test_handle__may_be_closed_while_another_thread_uses_it(freed: list[str], economy: Any) -> None:
    """The call holds the pointer: freed memory would be a crash, or a sanitizer's complaint."""
    begun, go_on = threading.Event(), threading.Event()

    def product(x: Any, transposed: bool, absolute: bool) -> Any:
        begun.set()
        go_on.wait(10)
        return (economy.T if transposed else economy) @ x

    answers: list[Any] = []
    operator = Operator.callback(40, product, nonnegative=True)
    thread = threading.Thread(target=lambda: answers.append(operator @ np.ones(40)))
    thread.start()
    assert begun.wait(10)
    operator.close()
    assert freed == []
    go_on.set()
    thread.join()
    np.testing.assert_allclose(answers[0], economy.sum(axis=1), rtol=1e-14)  # one product's rounding


def test_make__in_general() -> None:
    """The way in which classes of the floors above are written: README.md of lib/python."""

    class Table(_handles.Handle, struct="preston_table"):
        @classmethod
        def of(cls, **keywords: Any) -> Table:
            data = fill(interface.preston_table_data, keywords)
            return cls._make(library.preston_table_create, data.reference)

        @property
        def flows(self) -> Any:
            return borrowed(library.preston_table_flows(self.pointer), self.pointer)

    flows = np.array([[150.0, 500.0], [200.0, 100.0]])
    data = {"sectors": 2, "codes": ["farms", "mills"], "output": np.array([1000.0, 2000.0]), "flows": flows}
    table = Table.of(**data)
    found = table.flows
    del table
    gc.collect()
    assert found.tolist() == flows.tolist() and not np.shares_memory(found, flows)
    with pytest.raises(preston.LabelError, match="farms"):
        Table.of(**{**data, "codes": ["farms", "farms"]})


def test_borrow__keeps_the_owner_and_frees_nothing(freed: list[str], textbook: Any) -> None:
    owner = Solver(textbook)
    inner = Solver._borrow(owner.pointer, owner)
    del owner
    assert freed == []
    assert library.preston_solver_rows(inner.pointer) == 2
    del inner
    assert freed == ["solver"]


def test_repr__tells_what_it_is(textbook: Any) -> None:
    solver = Solver(textbook, method="gmres")
    assert repr(solver) == "<Solver: 2 rows, gmres>"
    assert repr(Operator.dense(textbook)) == "<Operator: 2 rows>"
    assert repr(Rescaling(solver, [0])) == "<Rescaling: 1 rows or columns>"
    assert repr(Border(solver, np.zeros((2, 1)), np.zeros((1, 2)), np.zeros((1, 1)))) == "<Border>"
