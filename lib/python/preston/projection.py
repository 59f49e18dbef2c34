"""Floor 6: what a scenario brings about over its years, and why a second ledger does something else."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from . import _interface as interface
from ._arrays import Array, view
from ._frames import frame
from ._handles import Handle
from ._interface import preston_statistic as Statistic
from ._labels import encoded, position
from ._library import library
from ._options import choose, fill
from .ledger import Concordance, Ledger
from .impact import Conservation, Impact
from .model import Model
from .supplier_types import SupplierTypes

if TYPE_CHECKING:
    import pandas

    from .scenario import Scenario

__all__ = ["Comparison", "MeasureState", "Projection"]

PRESENT_VALUE = "present value"
"""Instead of a year: the discounted sum of all years."""
ALL_MEASURES = "all measures"
"""Instead of a measure: what they bring about together."""
SUPPLY_LIMITS = "supply limits"
"""Instead of a measure: what limits of output in supply chains take off all of them."""

PARTS = ("direct", "indirect", "induced")
CLOSURES = ("type I", "type II")
STATISTICS = ("baseline", "gross", "net")
CAUSES = ("volume", "mix", "localisation", "supplier type")


def _impact_of(pointer: Any, owner: Handle, model: Model) -> Impact:
    """An impact inside a projection or comparison, which knows the economy that it is of."""
    impact = Impact._borrow(pointer, owner)
    impact.pointer.keeps = (*impact.pointer.keeps, model.economy.pointer)
    return impact


class MeasureState(NamedTuple):
    """What a measure did in a year, all measures together; the table's unit."""

    adoption: float
    """0 to 1, with all that raises it."""
    share: float
    """Of eligible purchases, that it would move: with adoption and limits of law."""
    eligible: float
    """Purchases that it may move."""
    wanted: float
    """To be moved, or bought additionally."""
    placed: float
    """Where it was wanted."""
    spilled: float
    """In the next places up."""
    unplaced: float
    """Not: no capacity; it stays as it was."""
    premium: float
    """Paid for no volume."""
    capacity: float
    """That it has added by now, a year's output."""
    firms: float
    """Alive."""
    buyers: float
    """That must have a scheme (spaser)."""
    covered: float
    """Their purchases, as a share of all (spaser)."""


class Projection(Handle, struct="preston_projection"):
    """Baseline and scenario over the years: made by Scenario.run() or ScenarioInputs.run().

    `print(projection)` is the report. Years are calendar years, or "present value"; measures are
    their ids, or "all measures"; amounts are in the table's unit, jobs in jobs.

    Args:
        scenario: what changes.
        model, types, ledger: of the baseline; the types are of that model.
        concordance: None when the ledger's categories are sectors.
        headroom: P n, what each sector in each place can grow by, in the table's unit, instead of the
            scenario's `capacity.file`; None: by its `capacity`.
    """

    def __init__(
        self,
        scenario: Scenario,
        *,
        model: Model,
        types: SupplierTypes,
        ledger: Ledger,
        concordance: Concordance | None = None,
        headroom: Array | None = None,
    ) -> None:
        given = {"model": model, "types": types, "ledger": ledger, "concordance": concordance}
        filled = fill(interface.preston_projection_input, {**given, "headroom": headroom})
        self._open(
            library.preston_projection_create, scenario.pointer, filled.reference,
            keeps=(scenario, filled, *(each for each in given.values() if each is not None)),
        )  # fmt: skip
        self.scenario = scenario
        self.model = model

    # --- labels ---

    @cached_property
    def years(self) -> list[int]:
        """The calendar years, Y."""
        count = library.preston_projection_years(self.pointer)
        first = self.scenario.years[0]
        return list(range(first, first + count))

    @cached_property
    def measures(self) -> list[str]:
        """The ids of the measures, in the order of the scenario."""
        return [each.id for each in self.scenario.measures]

    @cached_property
    def parts(self) -> list[str]:
        """"all measures" and each of them; "supply limits" where `capacity.constrain_output` is on."""
        limited = self.scenario.keywords()["capacity"].get("constrain_output")
        return [ALL_MEASURES, *self.measures, *([SUPPLY_LIMITS] if limited else [])]

    def _listed(self, words: interface.preston_words) -> list[str]:
        return [words.texts[each].decode() for each in range(words.count)]

    @cached_property
    def areas(self) -> list[str]:
        """The areas that it has numbers for. The first is *here*."""
        return self._listed(library.preston_projection_areas(self.pointer))

    @cached_property
    def accounts(self) -> list[str]:
        """The accounts that it has numbers for."""
        return self._listed(library.preston_projection_accounts(self.pointer))

    @cached_property
    def places(self) -> list[str]:
        """The places of the economy, P."""
        return self.model.economy.places

    @cached_property
    def place_names(self) -> list[str]:
        """Their names, P."""
        return self.model.economy.place_names

    def _year(self, year: int | str) -> int:
        """The position of a calendar year, which an accessor takes."""
        if year == PRESENT_VALUE:
            return interface.PRESTON_PRESENT_VALUE
        if year not in self.years:
            raise ValueError(
                f"year is {year!r}: there are {self.years[0]} to {self.years[-1]}, and "
                f"{PRESENT_VALUE!r}"
            )
        return int(year) - self.years[0]

    def _year_or_baseline(self, year: int | None) -> int:
        return -1 if year is None else self._year(int(year))

    def _measure(self, measure: str) -> int:
        special = {
            ALL_MEASURES: interface.PRESTON_ALL_MEASURES,
            SUPPLY_LIMITS: interface.PRESTON_SUPPLY_LIMITS,
        }
        if measure in special:
            return special[measure]
        return position(measure, self.measures, "measure")

    # --- numbers ---

    def value(
        self,
        account: str,
        area: str | None = None,
        *,
        year: int | str = PRESENT_VALUE,
        measure: str = ALL_MEASURES,
        closure: str | interface.preston_closure = "II",
        statistic: str | Statistic = "gross",
    ) -> float:
        """One number, in the table's unit, jobs in jobs.

        Args:
            area: the first of the scenario if None.
            closure: "I" or "II", all parts up to it.
            statistic: "baseline" (of the ledger as it is), "gross" (what the measures change) or
                "net" (after additionality).
        """
        value = ctypes.c_double()
        place = 0 if area is None else position(area, self.areas, "area")
        self._call(
            library.preston_projection_value, choose(Statistic, statistic, "statistic"),
            choose(interface.preston_closure, closure, "closure"),
            position(account, self.accounts, "account"), place, self._year(year),
            self._measure(measure), ctypes.byref(value),
        )  # fmt: skip
        return value.value

    @property
    def closures(self) -> tuple[str, ...]:
        """ "type I", and "type II" where the model has households inside."""
        return CLOSURES if self.model.has_closure("II") else CLOSURES[:1]

    def array(self) -> Array:
        """What changes: (Y + 1) × parts × areas × accounts × closures × 2.

        The last year is the present value; parts are those of `parts`; the two statistics are gross
        and net.
        """
        years = [*range(len(self.years)), interface.PRESTON_PRESENT_VALUE]
        measures = [self._measure(each) for each in self.parts]
        return self._cells(years, measures, [Statistic.PRESTON_STATISTIC_GROSS,
                                             Statistic.PRESTON_STATISTIC_NET])  # fmt: skip

    def baseline(self) -> Array:
        """What the ledger as it is brings about: (Y + 1) × areas × accounts × closures."""
        years = [*range(len(self.years)), interface.PRESTON_PRESENT_VALUE]
        measures = [interface.PRESTON_ALL_MEASURES]
        cells = self._cells(years, measures, [Statistic.PRESTON_STATISTIC_BASELINE])
        return cells[:, 0, ..., 0]

    def _cells(self, years: list[int], measures: list[int], statistics: list[Statistic]) -> Array:
        """The library is asked for one number after the other: a microsecond each."""
        inner = len(self.areas), len(self.accounts), len(self.closures)
        result = np.empty((len(years), len(measures), *inner, len(statistics)))
        value = ctypes.c_double()
        given = ctypes.byref(value)
        for cell in np.ndindex(result.shape):
            year, measure, area, account, closure, statistic = cell
            self._call(
                library.preston_projection_value, statistics[statistic], closure, account, area,
                years[year], measures[measure], given,
            )  # fmt: skip
            result[cell] = value.value
        return result

    def to_pandas(self) -> pandas.DataFrame:
        """Every number by year, measure, area, account, closure and statistic; needs pandas.

        Years are calendar years and "present value"; the baseline stands at "all measures" alone.
        """
        changes = self.array()
        cells = np.full((*changes.shape[:-1], len(STATISTICS)), np.nan)
        cells[:, 0, ..., 0] = self.baseline()
        cells[..., 1:] = changes
        labels = (
            [*self.years, PRESENT_VALUE], self.parts, self.areas, self.accounts, self.closures,
            STATISTICS,
        )  # fmt: skip
        names = ("year", "measure", "area", "account", "closure", "statistic")
        return frame({"value": cells.ravel()}, labels, names).dropna()

    def present_values(self) -> pandas.DataFrame:
        """What all measures together bring about, discounted, beside the baseline; needs pandas.

        By area, account and closure, with the columns baseline, gross and net.
        """
        cells = self.array()[-1, 0]
        columns = {"baseline": self.baseline()[-1].ravel(), "gross": cells[..., 0].ravel()}
        columns["net"] = cells[..., 1].ravel()
        names = ("area", "account", "closure")
        return frame(columns, (self.areas, self.accounts, self.closures), names)

    def discount(self, year: int) -> float:
        """What a unit in that year counts for in present values; 0 for a year that is not there."""
        position_of = year - self.years[0]
        factor: float = library.preston_projection_discount(self.pointer, position_of)
        return factor

    def additionality(self, measure: str) -> float:
        """Net over gross of a measure: its own, or that of the measures it applies, or the scenario's."""
        number = position(measure, self.measures, "measure")
        factor: float = library.preston_projection_additionality(self.pointer, number)
        return factor

    def reached(
        self,
        measure: str,
        account: str,
        area: str | None = None,
        *,
        share: float = 0.9,
        closure: str | interface.preston_closure = "II",
    ) -> int | None:
        """The first year in which a measure's gross effect has reached a share of its largest.

        None when it has no effect.
        """
        year = ctypes.c_int64()
        place = 0 if area is None else position(area, self.areas, "area")
        self._call(
            library.preston_projection_reached,
            choose(interface.preston_closure, closure, "closure"),
            position(account, self.accounts, "account"), place, self._measure(measure), share,
            ctypes.byref(year),
        )  # fmt: skip
        return None if year.value < 0 else self.years[year.value]

    # --- places ---

    def place_values(self, account: str, year: int | None = None) -> Array:
        """An account by place and part (direct, indirect, induced), P × 3: the change in a year, or
        the baseline itself if the year is None.
        """
        result = np.empty((len(self.places), len(PARTS)))
        self._call(
            library.preston_projection_by_place, account.encode(), self._year_or_baseline(year),
            view(result, "result"),
        )  # fmt: skip
        return result

    def by_place(self, account: str, year: int | None = None) -> pandas.DataFrame:
        """The same with labels; needs pandas."""
        cells = self.place_values(account, year)
        columns = {name: cells[:, each] for each, name in enumerate(PARTS)}
        return frame(columns, [self.places], ["place"])

    def impact(self, year: int) -> Impact:
        """The change against the baseline in a year, less the corrections of the first round."""
        pointer = library.preston_projection_impact(self.pointer, self._year(int(year)))
        return _impact_of(pointer, self, self.model)

    def conservation(
        self, year: int | None = None, closure: str | interface.preston_closure = "II"
    ) -> Conservation:
        """What is spent more or less in a year (or by the baseline), and what becomes of it."""
        spent, accounted = ctypes.c_double(), ctypes.c_double()
        self._call(
            library.preston_projection_conservation, self._year_or_baseline(year),
            choose(interface.preston_closure, closure, "closure"), ctypes.byref(spent),
            ctypes.byref(accounted),
        )  # fmt: skip
        return Conservation(spent.value, accounted.value)

    # --- measures ---

    def state(self, measure: str, year: int) -> MeasureState:
        """What a measure did in a year, all measures together."""
        struct = interface.preston_measure_state()
        place = position(measure, self.measures, "measure")
        self._call(
            library.preston_projection_state, place, self._year(int(year)), ctypes.byref(struct)
        )
        return MeasureState(*(getattr(struct, name) for name in MeasureState._fields))

    def states(self) -> pandas.DataFrame:
        """The states of all measures in all years, by measure and year; needs pandas."""
        rows = [self.state(measure, year) for measure in self.measures for year in self.years]
        columns = {
            name: [getattr(each, name) for each in rows] for name in MeasureState._fields
        }
        return frame(columns, (self.measures, self.years), ("measure", "year"))

    def break_even_values(
        self, measure: str, account: str, area: str | None = None, year: int | None = None
    ) -> tuple[Array, Array]:
        """By sector (n each): the premium at which a moved purchase gains nothing in an account, and
        how much of it was moved.

        Args:
            account: any of the model's; "public_revenue" is taxes on products and on production.
            area: the first of the scenario if None. year: the last if None.

        A premium is a share; infinite where nothing is lost, 0 for a sector of which nothing moved.
        """
        count = len(self.model.economy.sectors)
        premiums, moved = np.empty(count), np.empty(count)
        self._call(
            library.preston_projection_break_even, position(measure, self.measures, "measure"),
            self._year(self.years[-1] if year is None else int(year)), account.encode(),
            encoded(self.areas[0] if area is None else area), view(premiums, "premiums"),
            view(moved, "moved"),
        )  # fmt: skip
        return premiums, moved

    def break_even(
        self, measure: str, account: str, area: str | None = None, year: int | None = None
    ) -> pandas.DataFrame:
        """The same for the sectors of which something was moved, by sector; needs pandas."""
        premiums, moved = self.break_even_values(measure, account, area, year)
        columns = {"premium": premiums, "moved": moved}
        found = frame(columns, [self.model.economy.sectors], ["sector"])
        return found[found["moved"] != 0.0]

    def ledger(self, year: int | None = None) -> Ledger:
        """The purchases of a year, or of the baseline, as a ledger whose categories are sectors."""
        function = library.preston_projection_ledger
        return Ledger._make(function, self.pointer, self._year_or_baseline(year))

    def same_baseline(self, other: Projection) -> None:
        """Raises ValueRefused, saying what differs, unless the difference of the two means something."""
        self._call(library.preston_projection_same_baseline, other.pointer)

    # --- how it looks ---

    def report(
        self,
        *,
        low: Projection | None = None,
        high: Projection | None = None,
        comparison: Comparison | None = None,
        most_rows: int | None = None,
    ) -> str:
        """The report as text: see preston.report.scenario_text()."""
        from .report import scenario_text

        return scenario_text(self, low=low, high=high, comparison=comparison, most_rows=most_rows)

    def __str__(self) -> str:
        return self.report()

    def plot(self, account: str = "gva", area: str | None = None, **keywords: Any) -> Any:
        """The years, the measures' shares stacked: see preston.plot.years()."""
        from .plot import years

        return years(self, account, area, **keywords)

    def _facts(self) -> str:
        return f" of {self.scenario.title!r}: {self.years[0]} to {self.years[-1]}"


# --- before and after ---


class Comparison(Handle, struct="preston_comparison"):
    """The impacts of two ledgers, and the change between them taken apart into four causes.

    The causes are volume, mix, localisation and supplier type: Shapley values over all 24 orders
    (Shapley 1953; Dietzenbacher and Los 1998), which add up to the change.

    Args:
        model: kept as long as this lives.
        concordance: None when the categories are sectors.
        types: of that model; None: all suppliers are average, and the fourth cause is zero.
        before_options, after_options: keywords of preston_demand_options: `buyer_place`,
            `price_factor`.
    """

    def __init__(
        self,
        model: Model,
        before: Ledger,
        after: Ledger,
        *,
        concordance: Concordance | None = None,
        types: SupplierTypes | None = None,
        before_options: Mapping[str, Any] | None = None,
        after_options: Mapping[str, Any] | None = None,
    ) -> None:
        options = [
            fill(interface.preston_demand_options, each or {})
            for each in (before_options, after_options)
        ]
        self._open(
            library.preston_comparison_create, model.pointer, before.pointer, after.pointer,
            None if concordance is None else concordance.pointer,
            None if types is None else types.pointer, *(each.reference for each in options),
            keeps=(model,),
        )  # fmt: skip
        self.model = model

    @cached_property
    def places(self) -> list[str]:
        """The places of the economy, P."""
        return self.model.economy.places

    @property
    def before(self) -> Impact:
        """The impact of the first ledger."""
        return _impact_of(library.preston_comparison_before(self.pointer), self, self.model)

    @property
    def after(self) -> Impact:
        """The impact of the second ledger."""
        return _impact_of(library.preston_comparison_after(self.pointer), self, self.model)

    def place_values(self, account: str, *, after: bool) -> Array:
        """What a ledger does in an account, P × 3 (direct, indirect, induced)."""
        result = np.empty((len(self.places), len(PARTS)))
        self._call(
            library.preston_comparison_by_place, int(after), account.encode(),
            view(result, "result"),
        )  # fmt: skip
        return result

    def value(
        self,
        cause: str | interface.preston_cause,
        account: str,
        part: str | interface.preston_part,
        place: str,
    ) -> float:
        """What one cause changes in an account, in one part and place."""
        value = ctypes.c_double()
        self._call(
            library.preston_comparison_value, choose(interface.preston_cause, cause, "cause"),
            account.encode(), choose(interface.preston_part, part, "part"),
            position(place, self.places, "place"), ctypes.byref(value),
        )  # fmt: skip
        return value.value

    def cause_values(self, account: str) -> Array:
        """What each cause changes in an account, P × 3 parts × 4 causes."""
        result = np.empty((len(self.places), len(PARTS), len(CAUSES)))
        for place, part, cause in np.ndindex(result.shape):
            value = ctypes.c_double()
            self._call(
                library.preston_comparison_value, cause, account.encode(), part, place,
                ctypes.byref(value),
            )  # fmt: skip
            result[place, part, cause] = value.value
        return result

    def to_pandas(self, *accounts: str) -> pandas.DataFrame:
        """Before, after, change and its four causes, by account, place and part; needs pandas.

        Args:
            accounts: all of the model's if none is given.
        """
        chosen = accounts or ("output", *self.model.economy.table.accounts)
        before = np.stack([self.place_values(each, after=False) for each in chosen])
        after = np.stack([self.place_values(each, after=True) for each in chosen])
        causes = np.stack([self.cause_values(each) for each in chosen])
        columns = {"before": before.ravel(), "after": after.ravel()}
        columns["change"] = columns["after"] - columns["before"]
        columns.update({name: causes[..., each].ravel() for each, name in enumerate(CAUSES)})
        return frame(columns, (chosen, self.places, PARTS), ("account", "place", "part"))

    def _facts(self) -> str:
        return f" of two ledgers in {len(self.places)} places"
