"""Floor 7: one answer for many values of what is not known. A result without its band is half a result."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from . import _interface as interface
from ._arrays import Array, const_view, view
from ._callbacks import Callback, Progress, call_with, progress
from ._library import library
from .errors import call
from .statements import Additionality

if TYPE_CHECKING:
    from .projection import Projection
    from .scenario import Scenario

__all__ = ["Assumption", "Band", "assumptions", "band", "bands", "run"]


class Band(NamedTuple):
    """Where outcomes lie, in their own unit."""

    low: float
    median: float
    high: float
    mean: float


def _viewed(given: Any) -> Array:
    """A view struct that C gave a callback, as an array on its memory."""
    shape = (given.rows, given.columns)
    strides = (given.row_stride * 8, given.column_stride * 8)
    cells = ctypes.cast(given.data, ctypes.POINTER(ctypes.c_double))
    flat = np.ctypeslib.as_array(cells, (max(given.rows * given.columns, 1),))
    return np.lib.stride_tricks.as_strided(flat, shape, strides)


def run(
    function: Callable[[Array], Any],
    draws: Array,
    outcomes: int,
    *,
    progress_function: Progress = None,
) -> Array:
    """Calls a function for each draw, in order.

    Args:
        function: takes the parameters of one draw (k, only while it runs) and returns its outcomes
            (m numbers). What it raises stops the run and arrives here; so does Ctrl-C.
        draws: N × k, one draw a row.
        outcomes: m.
        progress_function: called after each draw with how many are done, and N; True shows a bar.

    Returns the outcomes, N × m. Raises ValueRefused, naming the draw, where one is not finite.
    """
    result = np.empty((draws.shape[0], outcomes))
    told = progress(progress_function)
    done = 0

    def compute(_: Any, parameters: Any, out: Any, error: Any) -> int:
        nonlocal done
        _viewed(out)[0] = function(_viewed(parameters)[0])
        done += 1
        stop = told.pointer(None, done, draws.shape[0])
        return int(interface.preston_status.PRESTON_ERROR_STOPPED) if stop else 0

    stopped = int(interface.preston_status.PRESTON_ERROR_STOPPED)
    callback = Callback(interface.preston_outcome_function, compute, lambda *_: stopped)
    call_with(
        (callback, told), library.preston_ensemble_run, callback.pointer, None,
        const_view(draws, "draws"), view(result, "result"),
    )  # fmt: skip
    return result


def band(outcomes: Array, lower: float = 0.05, upper: float = 0.95) -> Band:
    """The band between two quantiles of one outcome, N, by linear interpolation.

    Args:
        lower, upper: 0 and 1 give the smallest and the largest.
    """
    found = interface.preston_band()
    given = const_view(outcomes, "outcomes")
    call(library.preston_ensemble_band, given, lower, upper, ctypes.byref(found))
    return Band(found.low, found.median, found.high, found.mean)


def bands(outcomes: Array, lower: float = 0.05, upper: float = 0.95) -> list[Band]:
    """The same for each column of N × m outcomes."""
    return [band(outcomes[:, each], lower, upper) for each in range(outcomes.shape[1])]


# --- assumptions, one at a time ---


class Assumption(NamedTuple):
    """What becomes of an answer when one assumption takes its lowest and its highest value."""

    name: str
    low_label: str
    """The value of the assumption that `low` goes with."""
    low: float
    high_label: str
    high: float
    base: float
    """The answer with everything as the scenario states it."""

    @property
    def swing(self) -> float:
        """How far apart the two answers are."""
        return abs(self.high - self.low)


Answer = Callable[["Projection"], float]


def assumptions(
    scenario: Scenario,
    answer: Answer,
    *,
    delta: tuple[float, float] | None = None,
    additionality: Sequence[str | Additionality | Mapping[str, float]] = (),
    premium: Mapping[str, tuple[float, float]] | None = None,
) -> list[Assumption]:
    """Runs a scenario with one assumption changed at a time; the widest first.

    Args:
        answer: the number that matters, such as `lambda p: p.value("gva", statistic="net")`.
        delta: the lowest and the highest δ; those of the scenario's `uncertainty` if None.
        additionality: two sets, such as "conservative" and "optimistic"; none: left out. They are
            for measures without a set of their own.
        premium: for ids of measures, the lowest and the highest premium, as shares.

    Nothing is assumed here: only what is given is varied.
    """
    inputs = scenario.inputs()
    base = answer(inputs.run())
    rows = [] if delta is None and scenario.uncertainty is None else [
        _of_delta(scenario, answer, base, delta or scenario.uncertainty or (0.0, 0.0))
    ]  # fmt: skip
    if additionality:
        rows.append(_of_additionality(inputs, answer, base, additionality))
    for id, ends in (premium or {}).items():
        values = [answer(inputs.run(scenario.replace_measure(id, premium=each))) for each in ends]
        labels = [f"{100 * each:g} %" for each in ends]
        rows.append(Assumption(f"premium of {id}", labels[0], values[0], labels[1], values[1], base))
    return sorted(rows, key=lambda each: each.swing, reverse=True)


def _of_delta(
    scenario: Scenario, answer: Answer, base: float, ends: tuple[float, float]
) -> Assumption:
    values = [answer(scenario.run(each)) for each in ends]
    return Assumption("δ", f"{ends[0]:g}", values[0], f"{ends[1]:g}", values[1], base)


def _of_additionality(
    inputs: Any, answer: Answer, base: float, ends: Sequence[Any]
) -> Assumption:
    if len(ends) != 2:
        raise ValueError(f"additionality has {len(ends)} sets, and a band has two ends")
    scenario = inputs.scenario
    values = [answer(inputs.run(scenario.replace(additionality=each))) for each in ends]
    labels = [each if isinstance(each, str) else "a set" for each in ends]
    return Assumption("additionality", labels[0], values[0], labels[1], values[1], base)
