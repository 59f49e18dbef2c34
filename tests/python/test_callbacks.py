"""Exceptions and Ctrl-C through the library, progress, threads."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

import preston
from preston.matrix import Draws, Operator, Solver, account_totals


class Mine(Exception):
    pass


def test_operator__that_raises_stops_the_solve(economy: Any) -> None:
    broken = False

    def product(x: Any, transposed: bool, absolute: bool) -> Any:
        if broken:
            raise Mine("here")
        return (economy.T if transposed else economy) @ x

    solver = Solver(Operator.callback(40, product, nonnegative=True), method="bicgstab")
    good, _ = solver.solve(np.ones(40))
    broken = True
    x = np.zeros(40)
    with pytest.raises(Mine, match="here") as raised:
        solver.solve(np.ones(40), out=x)
    assert raised.value.__cause__ is None and raised.value.__context__ is None
    broken = False
    again, _ = solver.solve(np.ones(40))  # nothing of it is left
    assert (again == good).all()


def test_operator__that_raises_while_the_solver_is_made() -> None:
    def product(x: Any, transposed: bool, absolute: bool) -> Any:
        raise Mine

    with pytest.raises(Mine):
        Solver(Operator.callback(3, product))


def test_operator__that_answers_with_another_shape() -> None:
    operator = Operator.callback(3, lambda x, transposed, absolute: np.ones((5, 5)))
    with pytest.raises(ValueError, match="broadcast"):
        operator @ np.ones(3)


def test_operator__cannot_write_to_what_it_is_given() -> None:
    def product(x: Any, transposed: bool, absolute: bool) -> Any:
        x[:] = 0.0
        return x

    with pytest.raises(ValueError, match="read-only"):
        Operator.callback(3, product) @ np.ones(3)


def draw(count: int, economy: Any, **keywords: Any) -> Any:
    factors = np.random.default_rng(1).uniform(0.5, 1.0, (40, count))
    return Draws(Solver(economy)).run(factors, np.ones(40), np.ones((40, 1)), **keywords)


def test_progress__goes_up_to_all(economy: Any) -> None:
    told: list[tuple[int, int]] = []
    draw(2000, economy, progress=lambda done, total: told.append((done, total)))
    assert told and told[-1][0] <= told[-1][1] and told == sorted(told)


def test_progress__that_returns_true_stops(economy: Any) -> None:
    with pytest.raises(preston.Stopped):
        draw(2000, economy, progress=lambda done, total: True)


def test_progress__that_raises_stops_with_its_exception(economy: Any) -> None:
    def progress(done: int, total: int) -> None:
        raise Mine("in progress")

    with pytest.raises(Mine, match="in progress"):
        draw(2000, economy, progress=progress)
    with pytest.raises(Mine):
        account_totals(np.ones((40, 1)), np.ones((40, 2000)), progress=progress)
    with pytest.raises(Mine):
        Solver(economy).solve_batch(np.ones((40, 2000)), progress=progress)


def test_progress__true_is_a_bar_of_tqdm(economy: Any, monkeypatch: Any) -> None:
    class Bar:
        bars: list[Bar] = []

        def __init__(self) -> None:
            self.n, self.total, self.closed = 0, None, False
            Bar.bars.append(self)

        def update(self, more: int) -> None:
            self.n += more

        def close(self) -> None:
            self.closed = True

    module = ModuleType("tqdm.auto")
    module.tqdm = Bar  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "tqdm", ModuleType("tqdm"))
    monkeypatch.setitem(sys.modules, "tqdm.auto", module)
    draw(2000, economy, progress=True)
    (bar,) = Bar.bars
    assert 0 < bar.n <= (bar.total or 0)


def test_progress__true_without_tqdm_is_silence(economy: Any, monkeypatch: Any, capfd: Any) -> None:
    monkeypatch.setitem(sys.modules, "tqdm", None)
    monkeypatch.setitem(sys.modules, "tqdm.auto", None)
    draw(200, economy, progress=True)
    assert capfd.readouterr() == ("", "")


# Work for some twenty seconds or more; it says when it begins and when it was stopped.
LONG_RUN = """
import sys, time
import numpy as np
from preston.matrix import Draws, Operator, Solver, account_totals

cells = np.random.default_rng(1).random((300, 300))
cells *= 0.6 / cells.sum(axis=0)

def draws():
    factors = np.broadcast_to(np.linspace(0.9, 1.0, 300)[:, None], (300, 1_000_000))
    Draws(solver).run(factors, np.ones(300), np.ones((300, 1)), out=np.empty((1, 1_000_000)))

def product(x, transposed, absolute):
    time.sleep(0.01)
    return (cells.T if transposed else cells) @ x

def operator():
    for _ in range(10_000):
        slow.solve(np.ones(300))

solver = Solver(cells)
slow = Solver(Operator.callback(300, product, nonnegative=True), method="richardson")
work = {"draws": draws, "operator": operator}[sys.argv[1]]
print("begun", flush=True)
try:
    work()
except KeyboardInterrupt:
    print("stopped", flush=True)
    print(Solver(cells).solve(np.ones(300))[1].certified, flush=True)
"""


@pytest.mark.parametrize("work", ["draws", "operator"])
def test_interrupt__stops_a_long_run_within_a_second(work: str) -> None:
    package = str(Path(preston.__file__).parents[1])
    process = subprocess.Popen(
        [sys.executable, "-c", LONG_RUN, work],
        env={**os.environ, "PYTHONPATH": package},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None and process.stderr is not None
    try:
        assert process.stdout.readline() == "begun\n"
        time.sleep(0.5)
        sent = time.monotonic()
        process.send_signal(signal.SIGINT)
        assert process.stdout.readline() == "stopped\n", process.stderr.read()
        assert time.monotonic() - sent < 1.0
        assert process.stdout.readline() == "True\n"
        assert process.wait(10) == 0
        assert process.stderr.read() == ""  # nothing was ignored on the way
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
        process.stderr.close()


def test_interrupt__goes_to_the_callers_own_handler(economy: Any) -> None:
    received: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, frame: received.append(number))
    try:

        def progress(done: int, total: int) -> None:
            if not received:
                os.kill(os.getpid(), signal.SIGINT)

        with pytest.raises(preston.Stopped):
            draw(2000, economy, progress=progress)
        assert received == [signal.SIGINT]
    finally:
        signal.signal(signal.SIGINT, before)


def test_threads__share_a_solver_and_get_the_same_bits(economy: Any) -> None:
    solver = Solver(economy)
    sides = np.random.default_rng(3).random((16, 40, 3))
    expected = [solver.solve(side, transposed=True)[0] for side in sides]
    found: list[Any] = [None] * len(sides)

    def work(first: int) -> None:
        for _ in range(20):
            for each in range(first, len(sides), 4):
                found[each] = solver.solve(sides[each], transposed=True)[0]

    threads = [threading.Thread(target=work, args=(first,)) for first in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all((one == other).all() for one, other in zip(found, expected))


def test_threads__the_global_lock_is_released(economy: Any) -> None:
    """A callback waits for another thread, which must run meanwhile for it to end at all."""
    arrived = threading.Event()
    waited: list[bool] = []

    def progress(done: int, total: int) -> None:
        if not waited:
            threading.Thread(target=arrived.set).start()
            waited.append(arrived.wait(10))

    draw(2000, economy, progress=progress)
    assert waited == [True]

    # and without a callback: another thread's steps go on while the library inverts
    cells = np.tile(economy, (20, 20)) / 20
    solver = Solver(cells, method="lu")
    steps, done = [0], threading.Event()

    def count() -> None:
        while not done.is_set():
            steps[0] += 1
            time.sleep(0)

    thread = threading.Thread(target=count)
    thread.start()
    time.sleep(0.01)
    before = steps[0]
    solver.inverse()
    after = steps[0]
    done.set()
    thread.join()
    assert after - before > 10
