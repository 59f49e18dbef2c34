"""Cases with their data, which the package carries: `print(preston.examples.preston().run())`.

Their story is told in docs/scenarios.md; sources and licences are in the README files beside the data.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from .projection import Comparison, Projection
from .report import scenario_text
from .scenario import Scenario, ScenarioInputs

__all__ = ["Answer", "Case", "folder", "names", "preston", "read"]


def folder() -> Path:
    """The folder of the examples: `data` and `scenarios` are in it."""
    own = Path(__file__).with_name("examples_data")
    if own.is_dir():
        return own
    clone = Path(__file__).resolve().parents[3] / "examples"
    if (clone / "scenarios").is_dir():
        return clone
    raise FileNotFoundError(f"the data of the examples are neither in {own} nor in {clone}")


def names() -> list[str]:
    """The scenarios there are."""
    return sorted(each.stem for each in (folder() / "scenarios").glob("*.yaml"))


def read(name: str) -> Case:
    """The case of one of names()."""
    path = folder() / "scenarios" / f"{name}.yaml"
    if not path.exists():
        raise LookupError(f"no example '{name}': there are {', '.join(names())}")
    return Case(Scenario.read(path))


def preston() -> Case:
    """Preston, 2012/13 to 2016/17: what six anchor institutions did, and what it changed."""
    return read("preston-2012-2017")


class Case:
    """A scenario with all that belongs to its answer: the band of what is not known, both ledgers.

    Attributes:
        scenario: a preston.Scenario.
    """

    def __init__(self, scenario: Scenario) -> None:
        self.scenario = scenario

    @cached_property
    def inputs(self) -> ScenarioInputs:
        """Its table, places, model, ledgers, read once."""
        return self.scenario.inputs()

    def run(self) -> Answer:
        """Carries it through its years; at the two ends of its band too."""
        ends = self.scenario.uncertainty
        band = (None, None) if ends is None else tuple(self.scenario.run(each) for each in ends)
        comparison = None if self.inputs.after is None else self.inputs.compare()
        return Answer(self.inputs.run(), band[0], band[1], comparison)

    def __repr__(self) -> str:
        return f"<Case {self.scenario.title!r}>"


class Answer:
    """What a case brings about. `print` shows the report.

    Attributes:
        projection: baseline and scenario over the years.
        low, high: the same at the two ends of the band of δ; None without one.
        comparison: of both ledgers; None where the case has one.
    """

    def __init__(
        self,
        projection: Projection,
        low: Projection | None,
        high: Projection | None,
        comparison: Comparison | None,
    ) -> None:
        self.projection = projection
        self.low = low
        self.high = high
        self.comparison = comparison

    def __str__(self) -> str:
        return scenario_text(
            self.projection, low=self.low, high=self.high, comparison=self.comparison
        )

    def __repr__(self) -> str:
        return f"<Answer of {self.projection.scenario.title!r}>"
