"""Pictures, with matplotlib: each function draws on axes, its own if none are given, and returns them.

Colours are those of Okabe and Ito, which colour-blind readers can tell apart. Axes say their unit, and
titles whether a number is gross or net, of which year, and in which closure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from . import _interface as interface
from ._arrays import Array
from ._frames import unit_of
from .ensemble import Assumption
from .impact import Impact

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from .projection import Comparison, Projection

__all__ = ["causes", "gains", "map_of_places", "pounds", "rounds", "tornado", "years"]

COLOURS = (
    "#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#000000",
)  # fmt: skip
GAIN, LOSS, GREY = "#0072B2", "#D55E00", "#9A9A9A"


def _axes(axes: Axes | None, height: float = 4.0) -> Axes:
    """The caller's axes, or those of a new figure."""
    if axes is not None:
        return axes
    try:
        from matplotlib import pyplot
    except ImportError:
        raise ImportError("matplotlib is not installed: pip install preston[plot]") from None
    _, made = pyplot.subplots(figsize=(8.0, height), layout="constrained")
    return made


def _bars(axes: Axes, names: Sequence[str], values: Array, colours: Any) -> None:
    """Horizontal bars, the first on top, with a line where nothing is."""
    axes.barh(range(len(names)), values, color=colours)
    axes.set_yticks(range(len(names)), names)
    axes.invert_yaxis()
    axes.axvline(0.0, color="black", linewidth=0.8)


# --- where each pound goes ---


def _ends(impact: Impact) -> dict[str, float]:
    """What becomes of the money in the end, Type I, as shares of what is spent."""
    spent, _ = impact.conservation("I")
    parts = {each: impact.by_place(each)[:, :2].sum(axis=1) for each in
             ("gva", "imports", "taxes_on_products")}  # fmt: skip
    names = impact.economy.place_names
    found = {f"value added in {name}": value for name, value in zip(names, parts["gva"])}
    found["imports"] = parts["imports"].sum()
    found["taxes on products"] = parts["taxes_on_products"].sum()
    return {name: float(value) / spent for name, value in found.items()}


def pounds(
    impacts: Impact | Mapping[str, Impact], axes: Axes | None = None, *, year: str = ""
) -> Axes:
    """Where each pound goes in the end: value added by place, imports and taxes, households outside.

    Args:
        impacts: one impact, or several by name, such as {"2012/13": before, "2016/17": after}.
        year: of the money, for the title.

    The bars of an impact add up to 100.
    """
    several = {"": impacts} if isinstance(impacts, Impact) else dict(impacts)
    first = next(iter(several.values()))
    ends = {name: _ends(each) for name, each in several.items()}
    labels = list(next(iter(ends.values())))
    drawn = _axes(axes, 1.6 + 0.35 * len(labels) * len(several))
    height = 0.8 / len(several)
    for place, (name, shares) in enumerate(ends.items()):
        at = np.arange(len(labels)) + (place - (len(several) - 1) / 2) * height
        values = [100.0 * shares[label] for label in labels]
        bars = drawn.barh(at, values, height, color=COLOURS[place], label=name)
        drawn.bar_label(bars, fmt="%.1f", padding=2)
    drawn.set_yticks(range(len(labels)), labels)
    drawn.invert_yaxis()
    currency = first.economy.table.currency
    drawn.set_xlabel(f"of each 100 {currency} spent")
    drawn.set_title(f"Where each {currency} goes in the end: gross, Type I{_of(year)}")
    if len(several) > 1:
        drawn.legend()
    return drawn


def _of(year: object) -> str:
    return f", {year}" if year not in ("", None) else ""


# --- rounds ---


def rounds(
    received: Array,
    full: float,
    axes: Axes | None = None,
    *,
    unit: str = "",
    area: str = "",
    year: str = "",
) -> Axes:
    """Rounds of spending in an area, the first three of which LM3 sees.

    Args:
        received: money received in each round, k ≥ 3, as Model.rounds() gives.
        full: the sum of all rounds to the end.
        unit, area, year: for labels.
    """
    drawn = _axes(axes)
    colours = [COLOURS[0] if each < 3 else GREY for each in range(len(received))]
    drawn.bar(np.arange(1, len(received) + 1), received, color=colours)
    lm3 = float(received[:3].sum() / received[0])
    everything = full / float(received[0])
    drawn.set_xlabel("round")
    drawn.set_ylabel(f"received in {area or 'the area'}{_of(unit)}")
    drawn.set_title(
        f"LM3 {lm3:.3f} of a full multiplier of {everything:.3f} "
        f"({100.0 * lm3 / everything:.1f} % captured): gross, Type II{_of(year)}"
    )
    return drawn


# --- gain here and loss there ---


def gains(
    projection: Projection,
    account: str = "gva",
    year: int | None = None,
    axes: Axes | None = None,
) -> Axes:
    """What each place gains or loses in an account, from the largest gain to the largest loss.

    Args:
        year: the last if None.
    """
    chosen = projection.years[-1] if year is None else year
    values = projection.place_values(account, chosen).sum(axis=1)
    order = np.argsort(-values, kind="stable")
    names = [projection.place_names[each] for each in order]
    drawn = _axes(axes, 1.4 + 0.3 * len(names))
    sorted_values = values[order]
    _bars(drawn, names, sorted_values, [GAIN if each >= 0.0 else LOSS for each in sorted_values])
    drawn.set_xlabel(f"change in {account}, {unit_of(projection.model.economy, account)}")
    closure = "Type II" if len(projection.closures) > 1 else "Type I"
    drawn.set_title(
        f"Gain here and loss there: gross, {closure}, {chosen} "
        f"(the nation: {_but_for_rounding(values):+.3g})"
    )
    return drawn


def _but_for_rounding(values: Array) -> float:
    """A sum, or nothing where only rounding is left of it."""
    total = float(values.sum())
    return total if abs(total) > 1e-9 * float(np.abs(values).sum()) else 0.0


# --- assumptions ---


def tornado(
    assumptions: Sequence[Assumption], axes: Axes | None = None, *, unit: str = "", title: str = ""
) -> Axes:
    """How far each assumption moves an answer: rows of preston.ensemble.assumptions().

    Args:
        unit: of the answer. title: what the answer is; say gross or net, and the year.
    """
    if not assumptions:
        raise ValueError("there is no assumption to draw: ensemble.assumptions() varies what it is given")
    drawn = _axes(axes, 1.4 + 0.5 * len(assumptions))
    base = assumptions[0].base
    for end, colour in (("low", COLOURS[1]), ("high", COLOURS[0])):
        values = np.array([getattr(each, end) for each in assumptions])
        bars = drawn.barh(range(len(assumptions)), values - base, left=base, color=colour)
        drawn.bar_label(bars, [getattr(each, f"{end}_label") for each in assumptions], padding=3)
    drawn.set_yticks(range(len(assumptions)), [each.name for each in assumptions])
    drawn.invert_yaxis()
    drawn.axvline(base, color="black", linewidth=0.8)
    drawn.margins(x=0.3)  # room for the labels at both ends
    drawn.set_xlabel(unit or "the answer")
    drawn.set_title(title or "How far each assumption moves the answer")
    return drawn


# --- places ---


def map_of_places(
    coordinates: Array,
    values: Array,
    axes: Axes | None = None,
    *,
    names: Sequence[str] | None = None,
    label: str = "",
    title: str = "",
) -> Axes:
    """Places where they are: blue gains, red loses, and the area of a dot goes with the amount.

    Args:
        coordinates: P × 2, in any unit that both axes share. values: P.
        label: of the colours, with the unit. title: what is shown; say gross or net, and the year.
    """
    drawn = _axes(axes, 6.0)
    largest = float(np.abs(values).max()) or 1.0
    dots = drawn.scatter(
        coordinates[:, 0], coordinates[:, 1], 20.0 + 280.0 * np.abs(values) / largest, values,
        cmap="RdBu", vmin=-largest, vmax=largest, edgecolors="black", linewidths=0.5,
    )  # fmt: skip
    for name, (x, y) in zip(names or (), coordinates):
        drawn.annotate(name, (x, y), xytext=(4, 4), textcoords="offset points", fontsize="small")
    figure = drawn.figure
    assert figure is not None  # matplotlib's types allow axes that are in none
    figure.colorbar(dots, ax=drawn, label=label or "change")
    drawn.set_aspect("equal")
    drawn.set_xlabel("x, as in places.csv")
    drawn.set_ylabel("y, as in places.csv")
    drawn.set_title(title or "Gain here and loss there")
    return drawn


# --- years ---


def years(
    projection: Projection,
    account: str = "gva",
    area: str | None = None,
    axes: Axes | None = None,
    *,
    statistic: str = "net",
) -> Axes:
    """An account over the years, each measure's share (its Shapley value) stacked.

    Args:
        area: the first of the scenario if None. statistic: "net" or "gross".

    What helps is stacked above the line, what hurts below it; the line with dots is all together.
    """
    drawn = _axes(axes)
    where = projection.areas[0] if area is None else area
    closure = projection.closures[-1].removeprefix("type ")
    asked: dict[str, Any] = {"closure": closure, "statistic": statistic}
    above, below = np.zeros(len(projection.years)), np.zeros(len(projection.years))
    for place, measure in enumerate(projection.measures):
        values = np.array([
            projection.value(account, where, year=year, measure=measure, **asked)
            for year in projection.years
        ])  # fmt: skip
        bottom = np.where(values >= 0.0, above, below)
        colour, hatch = COLOURS[place % len(COLOURS)], "//" if place >= len(COLOURS) else None
        drawn.bar(projection.years, values, bottom=bottom, color=colour, hatch=hatch, label=measure)
        above += np.maximum(values, 0.0)
        below += np.minimum(values, 0.0)
    total = [projection.value(account, where, year=year, **asked) for year in projection.years]
    drawn.plot(projection.years, total, color="black", marker="o", label="all together")
    drawn.axhline(0.0, color="black", linewidth=0.8)
    drawn.set_xticks(projection.years)
    drawn.set_xlabel("year")
    drawn.set_ylabel(f"change in {account}, {unit_of(projection.model.economy, account)} a year")
    drawn.set_title(
        f"{where}: {statistic}, Type {closure}, {projection.years[0]} to {projection.years[-1]}"
    )
    drawn.legend()
    return drawn


def causes(
    comparison: Comparison, account: str = "gva", axes: Axes | None = None, *, years: str = ""
) -> Axes:
    """Why the second ledger does something else than the first, by place: the causes stacked.

    Args:
        years: of the two ledgers, for the title.
    """
    values = comparison.cause_values(account).sum(axis=1)
    names = comparison.model.economy.place_names
    drawn = _axes(axes, 1.6 + 0.4 * len(names))
    right, left = np.zeros(len(names)), np.zeros(len(names))
    for each, cause in enumerate(interface.preston_cause):
        name = cause.name.removeprefix("PRESTON_").lower().replace("_", " ")
        start = np.where(values[:, each] >= 0.0, right, left)
        drawn.barh(range(len(names)), values[:, each], left=start, color=COLOURS[each], label=name)
        right += np.maximum(values[:, each], 0.0)
        left += np.minimum(values[:, each], 0.0)
    drawn.set_yticks(range(len(names)), names)
    drawn.invert_yaxis()
    drawn.axvline(0.0, color="black", linewidth=0.8)
    drawn.set_xlabel(f"change in {account}, {unit_of(comparison.model.economy, account)} a year")
    closure = "Type II" if comparison.model.has_closure("II") else "Type I"
    drawn.set_title(f"Why it changed: gross, {closure}{_of(years)}")
    drawn.legend()
    return drawn
