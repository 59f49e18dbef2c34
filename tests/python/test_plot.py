"""Pictures: the data of the artists, the labels, the units; no pixels."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import preston
from preston import ensemble, plot

matplotlib = pytest.importorskip("matplotlib")
matplotlib.use("Agg")


@pytest.fixture(scope="module")
def answer() -> Any:
    return preston.examples.preston().run()


@pytest.fixture(scope="module")
def future() -> Any:
    return preston.examples.read("preston-to-2027").scenario.run()


@pytest.fixture(autouse=True)
def _closed() -> Any:
    yield
    matplotlib.pyplot.close("all")


def _widths(axes: Any) -> list[float]:
    return [bar.get_width() for bar in axes.patches]


def _labels(axes: Any) -> list[str]:
    return [label.get_text() for label in axes.get_yticklabels()]


def test_pounds__add_up_to_a_hundred(answer: Any) -> None:
    """Money is conserved: to 1e-9 of it, the rounding of a solve."""
    axes = answer.comparison.before.plot(year="2012/13")
    assert sum(_widths(axes)) == pytest.approx(100.0, rel=1e-9)
    assert min(_widths(axes)) >= 0.0
    assert _labels(axes)[0] == "value added in Preston"
    assert _labels(axes)[-2:] == ["imports", "taxes on products"]
    assert axes.get_xlabel() == "of each 100 GBP spent"
    assert axes.get_title() == "Where each GBP goes in the end: gross, Type I, 2012/13"


def test_pounds__several_side_by_side(answer: Any) -> None:
    both = {"2012/13": answer.comparison.before, "2016/17": answer.comparison.after}
    axes = plot.pounds(both)
    before, after = (sum(bar.get_width() for bar in each) for each in axes.containers)
    assert (before, after) == pytest.approx((100.0, 100.0), rel=1e-9)
    shown = [text.get_text() for text in axes.get_legend().get_texts()]
    assert shown == ["2012/13", "2016/17"]
    here = [each[0].get_width() for each in axes.containers]
    assert here[1] > here[0]
    colours = {each[0].get_facecolor() for each in axes.containers}
    assert len(colours) == 2


def test_rounds__lm3_sees_three(answer: Any) -> None:
    """Received 100, 20, 5, 1 of 126.5 in all: LM3 1.25 of 1.265."""
    axes = plot.rounds(np.array([100.0, 20.0, 5.0, 1.0]), 126.5, unit="GBP", area="Preston")
    assert [bar.get_height() for bar in axes.patches] == [100.0, 20.0, 5.0, 1.0]
    colours = [bar.get_facecolor() for bar in axes.patches]
    assert colours[0] == colours[2] != colours[3]
    assert axes.get_title().startswith("LM3 1.250 of a full multiplier of 1.265 (98.8 % captured)")
    assert axes.get_ylabel() == "received in Preston, GBP"


def test_gains__from_the_largest_gain_to_the_largest_loss(answer: Any) -> None:
    axes = plot.gains(answer.projection, "gva")
    values = answer.projection.place_values("gva", 2016).sum(axis=1)
    assert _widths(axes) == sorted(values, reverse=True)
    assert _labels(axes) == ["Rest of Lancashire", "Preston", "Rest of United Kingdom"]
    colours = [bar.get_facecolor() for bar in axes.patches]
    assert colours[0] == colours[1] != colours[2]
    assert axes.get_xlabel() == "change in gva, GBP million"
    assert "gross, Type II, 2016" in axes.get_title()


def test_tornado__from_low_to_high_around_the_base() -> None:
    rows = [
        ensemble.Assumption("δ", "0.1", 12.0, "0.3", 7.0, 10.0),
        ensemble.Assumption("premium", "0 %", 10.5, "10 %", 9.0, 10.0),
    ]
    axes = plot.tornado(rows, unit="GBP million")
    ends = [bar.get_x() + bar.get_width() for bar in axes.patches]
    assert ends == [12.0, 10.5, 7.0, 9.0]
    assert [bar.get_x() for bar in axes.patches] == [10.0] * 4
    assert _labels(axes) == ["δ", "premium"]
    shown = [text.get_text() for text in axes.texts]
    assert shown == ["0.1", "0 %", "0.3", "10 %"]
    with pytest.raises(ValueError, match="no assumption"):
        plot.tornado([])


def test_map_of_places__colours_are_centred_on_nothing() -> None:
    coordinates = np.array([[0.0, 0.0], [1.0, 2.0], [3.0, 1.0]])
    values = np.array([4.0, -2.0, 0.0])
    axes = plot.map_of_places(coordinates, values, names=["a", "b", "c"], label="GBP million")
    dots = axes.collections[0]
    np.testing.assert_array_equal(dots.get_offsets(), coordinates)
    np.testing.assert_array_equal(dots.get_array(), values)
    assert dots.get_clim() == (-4.0, 4.0)
    assert list(dots.get_sizes()) == [300.0, 160.0, 20.0]
    assert [text.get_text() for text in axes.texts] == ["a", "b", "c"]


def test_years__measures_are_stacked_to_all_of_them(future: Any) -> None:
    axes = future.plot("gva", "preston", statistic="gross")
    total = [future.value("gva", "preston", year=year) for year in future.years]
    stacked = np.zeros(len(total))
    for each in axes.containers:
        stacked += [bar.get_height() for bar in each]
    np.testing.assert_allclose(stacked, total, rtol=0, atol=1e-9)
    np.testing.assert_array_equal(axes.lines[0].get_ydata(), total)
    shown = [text.get_text() for text in axes.get_legend().get_texts()]
    assert sorted(shown) == sorted([*future.measures, "all together"])
    assert axes.get_ylabel() == "change in gva, GBP million a year"
    assert axes.get_title() == "preston: gross, Type II, 2017 to 2027"


def test_years__what_hurts_hangs_below(answer: Any) -> None:
    axes = plot.years(answer.projection, "jobs", "rest-of-uk", statistic="gross")
    for each in axes.containers:
        for bar in each:
            assert bar.get_y() + bar.get_height() <= 1e-9
    assert axes.get_ylabel() == "change in jobs, jobs a year"


def test_causes__are_stacked_to_the_change(answer: Any) -> None:
    axes = plot.causes(answer.comparison, "gva", years="2012/13 to 2016/17")
    comparison = answer.comparison
    change = comparison.place_values("gva", after=True) - comparison.place_values("gva", after=False)
    stacked = sum(np.array([bar.get_width() for bar in each]) for each in axes.containers)
    np.testing.assert_allclose(stacked, change.sum(axis=1), rtol=0, atol=1e-7)
    shown = [text.get_text() for text in axes.get_legend().get_texts()]
    assert shown == ["volume", "mix", "localisation", "supplier type"]
