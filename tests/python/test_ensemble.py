"""Ensembles and assumptions."""

from __future__ import annotations

import os
import signal
from typing import Any

import numpy as np
import pytest

import preston
from preston import ensemble


def test_run__is_the_function_of_each_draw() -> None:
    draws = np.asfortranarray(np.random.default_rng(1).random((50, 3)))
    found = ensemble.run(lambda draw: [draw.sum(), draw[0] * draw[2]], draws, 2)
    expected = np.stack([draws.sum(axis=1), draws[:, 0] * draws[:, 2]], axis=1)
    np.testing.assert_allclose(found, expected, rtol=1e-15)


def test_run__what_the_function_raises_arrives() -> None:
    calls = []

    def function(draw: Any) -> float:
        calls.append(draw[0])
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        ensemble.run(function, np.ones((10, 1)), 1)
    assert len(calls) == 1


def test_run__an_outcome_that_is_no_number_names_the_draw() -> None:
    draws = np.array([[1.0], [0.0], [2.0]])
    with pytest.raises(preston.ValueRefused, match="2"):
        ensemble.run(lambda draw: np.nan if draw[0] == 0.0 else 1.0, draws, 1)


def test_run__progress_counts_and_stops() -> None:
    told: list[tuple[int, int]] = []

    def stop_at_third(done: int, total: int) -> bool:
        told.append((done, total))
        return done == 3

    with pytest.raises(preston.Stopped):
        ensemble.run(lambda _: 1.0, np.ones((10, 1)), 1, progress_function=stop_at_third)
    assert told == [(1, 10), (2, 10), (3, 10)]


def test_run__ctrl_c_ends_it() -> None:
    """After the draw that is under way."""
    calls = []

    def function(_: Any) -> float:
        calls.append(1)
        if len(calls) == 4:
            os.kill(os.getpid(), signal.SIGINT)
        return 1.0

    with pytest.raises(KeyboardInterrupt):
        ensemble.run(function, np.ones((100_000, 1)), 1)
    assert len(calls) < 10


def test_band__by_hand() -> None:
    """Quantiles of 0, 1, …, 100 are themselves."""
    outcomes = np.arange(101.0)
    assert ensemble.band(outcomes, 0.1, 0.9) == pytest.approx((10.0, 50.0, 90.0, 50.0))
    both = np.stack([outcomes, -outcomes], axis=1)
    assert [each.high for each in ensemble.bands(both, 0.0, 1.0)] == [100.0, 0.0]


def test_band__refuses_quantiles_in_the_wrong_order() -> None:
    with pytest.raises(preston.PrestonError):
        ensemble.band(np.arange(3.0), 0.9, 0.1)


# --- assumptions ---


def _net(projection: preston.Projection) -> float:
    return projection.value("gva", statistic="net")


@pytest.fixture(scope="module")
def rows() -> Any:
    scenario = preston.examples.read("preston-to-2027").scenario
    return ensemble.assumptions(
        scenario, _net, additionality=("conservative", "optimistic"),
        premium={"further-to-preston": (0.0, 0.1)},
    )  # fmt: skip


def test_assumptions__the_widest_first(rows: Any) -> None:
    assert {each.name for each in rows} == {"δ", "additionality", "premium of further-to-preston"}
    swings = [each.swing for each in rows]
    assert swings == sorted(swings, reverse=True)
    assert min(swings) > 0.0


def test_assumptions__additionality_scales_the_base(rows: Any) -> None:
    """The base is by the standard set: each end is the ratio of two published factors of it."""
    row = next(each for each in rows if each.name == "additionality")
    sets = [preston.Additionality.published(name).factor for name in ("conservative", "optimistic")]
    standard = preston.Additionality.published("standard").factor
    assert row.low == pytest.approx(row.base * sets[0] / standard, rel=1e-9)
    assert row.high == pytest.approx(row.base * sets[1] / standard, rel=1e-9)
    assert (row.low_label, row.high_label) == ("conservative", "optimistic")


def test_assumptions__delta_is_the_scenarios_band(rows: Any) -> None:
    row = next(each for each in rows if each.name == "δ")
    scenario = preston.examples.read("preston-to-2027").scenario
    assert (row.low_label, row.high_label) == ("0.1", "0.3")
    assert row.low == _net(scenario.run(0.1))
    assert row.base == _net(scenario.run())


def test_assumptions__one_set_is_no_band() -> None:
    scenario = preston.examples.preston().scenario
    with pytest.raises(ValueError, match="two ends"):
        ensemble.assumptions(scenario, _net, additionality=("standard",))
