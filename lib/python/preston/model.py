"""Floor 4: the closed and solved economy. Multipliers, effects, impacts, rounds.

The *effect* of a sector is what one unit of final demand for its output brings about; the
*multiplier* is the effect over the sector's own direct coefficient (Scottish Government). Type I
leaves households outside, Type II has them inside. An account is "output" or any account of the table.
"""

from __future__ import annotations

import ctypes
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from . import _interface as interface
from ._arrays import Array, const_view, strings, view
from ._handles import Handle
from ._interface import preston_closure as Closure
from ._labels import encoded, pandas
from ._library import library
from ._options import Filled, choose, fill, takes_keywords_of
from .economy import Economy
from .errors import ShapeError, call
from .impact import Impact
from .matrix import Certificate, Operator, Solver, certificate_of

__all__ = [
    "Closure",
    "Constrained",
    "Cost",
    "Demand",
    "Effects",
    "Model",
    "Multipliers",
    "Rounds",
    "estimate",
]

AnyClosure: TypeAlias = Closure | str | None
""" "I" or "II"; None: the last that the model has."""


@dataclass(frozen=True)
class Demand:
    """Final demand in the table's unit; float64 arrays of any strides, or None where there is none.

    The difference of two demands is a demand too.
    """

    sectors: Array | None = None
    """P n: bought from domestic sectors, basic prices."""
    imports: Array | None = None
    """P: bought abroad directly."""
    taxes_on_products: Array | None = None
    """P: paid on the purchases themselves."""
    household_income: Array | None = None
    """P: what households living in each place receive beside wages, after tax and saving."""

    @classmethod
    def of(cls, economy: Economy, amounts: Mapping[tuple[str, str], float]) -> Demand:
        """A demand from {(place, sector): amount} or a pandas Series labelled so, in the table's unit."""
        sectors = np.zeros(len(economy.places) * len(economy.sectors))
        for (place, sector), amount in amounts.items():
            sectors[economy.row(place, sector)] += amount
        return cls(sectors)

    def filled(self) -> Filled:
        """The struct of the library."""
        return fill(interface.preston_demand, self.__dict__)

    def __sub__(self, other: Demand) -> Demand:
        return Demand(*(_less(*each) for each in zip(self._parts(), other._parts())))

    def _parts(self) -> tuple[Array | None, ...]:
        return self.sectors, self.imports, self.taxes_on_products, self.household_income


def _less(one: Array | None, other: Array | None) -> Array | None:
    if other is None:
        return one
    return -other if one is None else one - other


class Multipliers(NamedTuple):
    """What one unit of final demand for each sector in each place brings about, P n each."""

    effects: Array
    """Per unit of final demand."""
    multipliers: Array
    """Effect over direct coefficient; zero where that is zero, as in the official tables."""
    certificate: Certificate
    """Of the effects."""


class Effects(NamedTuple):
    """What one unit of each kind of demand brings about in one account in one area."""

    sectors: Array
    """P n."""
    imports: Array
    """P."""
    taxes_on_products: Array
    """P."""
    household_income: Array
    """P; zero in Type I."""


class Constrained(NamedTuple):
    """A demand as it can be met where output has limits."""

    demand: Demand
    """What can be met: an ordinary demand; imports have what no place could make."""
    unplaced: Array
    """P n: what no place could make, by the sector and place that it was asked of."""
    certificate: Certificate


class Rounds(NamedTuple):
    """Rounds of spending inside one area."""

    rounds: Array
    """k: the money received in each round by sectors and households, in the table's unit."""
    full: float
    """The sum of all rounds to the end."""


class Cost(NamedTuple):
    """What a model takes, roughly: for a decision before the work."""

    rows: int
    """Of the largest system."""
    economy_bytes: int
    """Held by the economy and, traded, its shares."""
    model_bytes: int
    """Held by the model."""
    solving_bytes: int
    """More, while it is made or one solve runs."""
    applies: float
    """Traded: products with the system that one solve takes, about."""
    make_operations: float
    """Multiplications and additions to make the model."""
    solve_operations: float
    """And for one solve of the largest system."""


def _cost(scale: Any) -> Cost:
    cost = interface.preston_model_cost()
    call(library.preston_model_estimate, ctypes.byref(scale), ctypes.byref(cost))
    return Cost(*(getattr(cost, name) for name in Cost._fields))


@takes_keywords_of(interface.preston_model_scale)
def estimate(**keywords: Any) -> Cost:
    """What a model of that scale will take. Model.estimate does it for an economy."""
    return _cost(fill(interface.preston_model_scale, keywords).struct)


@takes_keywords_of(interface.preston_model_options)
class Model(Handle, struct="preston_model"):
    """A closed economy, ready to be solved; never changes, so that several threads may use it.

    Args:
        economy: kept alive by the model.
        keywords: below; closure is "I" or "II", and II makes both available.

    Raises UnproductiveEconomy with the sectors at fault; MissingData for Type II without
    compensation, household consumption or household income; Stopped; OutOfMemory.
    """

    def __init__(self, economy: Economy, **keywords: Any) -> None:
        filled = fill(interface.preston_model_options, keywords)
        function = library.preston_model_create
        self._open(function, economy.pointer, filled.reference, keeps=(economy, filled))
        self.pointer.keeps = (economy.pointer,)
        self.pointer.callbacks = economy.pointer.callbacks  # progress is of the making alone

    @staticmethod
    def estimate(economy: Economy, closure: Closure | str = "I") -> Cost:
        """What a model of that economy will take, before it is made."""
        chosen = choose(Closure, closure, "closure")
        return _cost(library.preston_model_scale_of(economy.pointer, chosen))

    # --- what it is ---

    @cached_property
    def economy(self) -> Economy:
        """The economy it was made of. Not copied."""
        return Economy._borrow(library.preston_model_economy(self.pointer), self)

    def has_closure(self, closure: Closure | str) -> bool:
        """Whether the model has that closure."""
        chosen = choose(Closure, closure, "closure")
        return bool(library.preston_model_has_closure(self.pointer, chosen))

    @property
    def closure(self) -> Closure:
        """The last closure that the model has."""
        last = Closure.PRESTON_CLOSURE_II
        return last if self.has_closure(last) else Closure.PRESTON_CLOSURE_I

    def _closure(self, closure: AnyClosure) -> Closure:
        return self.closure if closure is None else choose(Closure, closure, "closure")

    def operator(self, closure: AnyClosure = None) -> Operator:
        """The system of a closure, x ↦ A x. Not copied. ValueError where the model has it not."""
        given = library.preston_model_operator(self.pointer, self._closure(closure))
        return Operator._borrow(_there(given, closure), self)

    def solver(self, closure: AnyClosure = None) -> Solver:
        """Its solver, which knows its method and why it is used. Not copied."""
        given = library.preston_model_solver(self.pointer, self._closure(closure))
        return Solver._borrow(_there(given, closure), self)

    @property
    def _sizes(self) -> tuple[int, int]:
        """P n and P."""
        economy = library.preston_model_economy(self.pointer)
        places = library.preston_economy_places(economy)
        table = library.preston_economy_table(economy)
        return places * library.preston_table_sectors(table), places

    # --- multipliers and effects ---

    def direct(self, account: str) -> Array:
        """The account's direct coefficients per unit of output, P n; MissingData if there is none."""
        result = np.empty(self._sizes[0])
        self._call(library.preston_model_direct, account.encode(), view(result, "result"))
        return result

    def multipliers(
        self, account: str = "output", *, closure: AnyClosure = None, area: str | None = None
    ) -> Multipliers:
        """Effects and multipliers of every sector in every place, P n each: one transposed solve.

        Args:
            area: counts only what happens in this place or area; everywhere if None.

        Raises MissingData for an account or closure that is not there, LabelError for an area.
        """
        rows = self._sizes[0]
        effects, multipliers = np.empty(rows), np.empty(rows)
        certificate = interface.preston_certificate()
        self._call(
            library.preston_model_multipliers, self._closure(closure), account.encode(),
            encoded(area), view(effects, "effects"), view(multipliers, "multipliers"),
            ctypes.byref(certificate),
        )  # fmt: skip
        return Multipliers(effects, multipliers, certificate_of(certificate))

    def to_pandas(
        self,
        accounts: Sequence[str] | None = None,
        *,
        closure: AnyClosure = None,
        area: str | None = None,
    ) -> Any:
        """Effects and multipliers as a DataFrame: (place, sector) in the index, (account, kind) above.

        Args:
            accounts: all that the table has, and output, if None.
        """
        economy = self.economy
        chosen = ["output", *economy.table.accounts] if accounts is None else list(accounts)
        columns = {}
        for account in chosen:
            found = self.multipliers(account, closure=closure, area=area)
            columns[account, "effect"] = found.effects
            columns[account, "multiplier"] = found.multipliers
        frame = pandas().DataFrame(columns, economy.index())
        frame.columns.names = ["account", "kind"]
        return frame

    def effects(
        self,
        accounts: Sequence[str],
        areas: Sequence[str | None] | None = None,
        *,
        closure: AnyClosure = None,
    ) -> list[Effects]:
        """The adjoint of an impact, for many pairs of account and area in one batch.

        The total of an account for any demand is then a dot product: Σ effects · demand.

        Args:
            areas: as many as accounts, None for everywhere; None: everywhere for all.
        """
        if areas is not None and len(areas) != len(accounts):
            raise ShapeError(f"there are {len(accounts)} accounts and {len(areas)} areas: give pairs")
        rows, places = self._sizes
        made = [Effects(np.empty(rows), *(np.empty(places) for _ in range(3))) for _ in accounts]
        structs = (interface.preston_effects * len(made))()
        for struct, effects in zip(structs, made):
            for name, array in effects._asdict().items():
                setattr(struct, name, view(array, name))
        within = None if areas is None else strings(areas)
        function = library.preston_model_effects
        chosen = self._closure(closure)
        self._call(function, chosen, len(made), strings(accounts), within, structs)
        return made

    # --- impacts ---

    def impact(self, demand: Demand | Array) -> Impact:
        """Solves for one demand (or the sectors of one, P n): one solve a closure.

        Raises ShapeError; ValueRefused for a demand that is not finite, or for a sector without
        output; AccuracyError.
        """
        filled = _demand(demand).filled()
        return Impact._make(
            library.preston_model_impact, self.pointer, filled.reference, keeps=(self,)
        )

    def impacts(self, demands: Sequence[Demand | Array]) -> list[Impact]:
        """Solves for many demands, such as the years of a scenario, in one batch on all cores."""
        filled = [_demand(each).filled() for each in demands]
        structs = (interface.preston_demand * len(filled))(*(each.struct for each in filled))
        made = (ctypes.POINTER(interface.preston_impact) * len(filled))()
        self._call(library.preston_model_impacts, len(filled), structs, made)
        return [Impact._adopt(each, keeps=(self,)) for each in made]

    def constrain(
        self, demand: Demand | Array, limits: Array, *, closure: AnyClosure = None
    ) -> Constrained:
        """The demand that can be met where output has limits (Miller and Blair 2009, ch. 13).

        Args:
            limits: P n, the most by which output of a sector in a place may change, in the table's
                unit; inf for no limit.

        What is beyond a limit goes to the next place up, and at last to imports.
        """
        given = _demand(demand)
        filled, (rows, places) = given.filled(), self._sizes
        sectors, imports, unplaced = np.empty(rows), np.empty(places), np.empty(rows)
        certificate = interface.preston_certificate()
        self._call(
            library.preston_model_constrain, self._closure(closure), filled.reference,
            const_view(limits, "limits"), view(sectors, "sectors"), view(imports, "imports"),
            view(unplaced, "unplaced"), ctypes.byref(certificate),
        )  # fmt: skip
        met = Demand(sectors, imports, given.taxes_on_products, given.household_income)
        return Constrained(met, unplaced, certificate_of(certificate))

    def rounds(
        self,
        demand: Array,
        count: int = 10,
        *,
        area: str | None = None,
        closure: AnyClosure = None,
    ) -> Rounds:
        """Rounds of spending inside an area: the k-th is Mᵏ d; what leaves the area is gone.

        Args:
            demand: P n. count: how many rounds. area: a place or area; everywhere if None.
        """
        result, full = np.empty(count), ctypes.c_double()
        self._call(
            library.preston_model_rounds, self._closure(closure), encoded(area),
            const_view(demand, "demand"), view(result, "rounds"), ctypes.byref(full),
        )  # fmt: skip
        return Rounds(result, full.value)

    def _facts(self) -> str:
        rows, places = self._sizes
        closures = "Type I and II" if self.has_closure("II") else "Type I"
        return f": {places} places × {rows // max(places, 1)} sectors, {closures}"


def _demand(demand: Demand | Array) -> Demand:
    return demand if isinstance(demand, Demand) else Demand(demand)


def _there(pointer: Any, closure: AnyClosure) -> Any:
    if not pointer:
        raise ValueError(f"the model has no closure {closure}: make it with closure='II'")
    return pointer
