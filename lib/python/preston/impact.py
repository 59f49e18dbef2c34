"""Floor 4: what a demand brings about, by account, part, place and sector.

The parts exclude one another and add up to the whole: direct (in the sectors that are bought from),
indirect (in their supply chains), induced (from wages spent, Type II beyond Type I).
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt

from . import _interface as interface
from ._arrays import Array, borrowed, indices, pointer_to_indices, view
from ._handles import Handle
from ._interface import preston_closure as Closure
from ._interface import preston_part as Part
from ._labels import pandas
from ._library import library
from ._options import choose, names_of
from .matrix import Certificate, certificate_of

if TYPE_CHECKING:
    from .economy import Economy

__all__ = ["Conservation", "Gains", "Impact", "Part", "Wages"]


class Gains(NamedTuple):
    """Gain here, loss there, and what is left for the nation; in the account's unit."""

    gain: float
    """Of the places that gain, not negative."""
    loss: float
    """Of those that lose, not positive."""
    net: float
    """gain + loss: the nation's."""
    gaining: int
    """How many places gain."""
    losing: int
    """How many lose."""
    places: npt.NDArray[np.int64]
    """P: the places from the largest gain to the largest loss."""
    amounts: Array
    """P: what each of these gains or loses."""


class Wages(NamedTuple):
    """Where wages go: paid + by_households + given = withheld + abroad + received. Table's unit."""

    paid: float
    """Compensation in all sectors, everywhere."""
    by_households: float
    """Paid by households to households: their own use."""
    withheld: float
    """By the model's wage_leakage."""
    abroad: float
    """To commuters who live in other nations."""
    received: float
    """Income of the nation's households."""
    given: float
    """To households by the demand itself, beside wages."""


class Conservation(NamedTuple):
    """Money is conserved: the two are the same, to rounding. Table's unit."""

    spent: float
    """By the buyer and (Type II) by households."""
    accounted: float
    """Value added + imports + taxes on products, over all places."""


class Impact(Handle, struct="preston_impact"):
    """What a demand brings about; made by Model.impact, and keeps the model alive."""

    @cached_property
    def economy(self) -> Economy:
        """The economy in whose places it is. Not copied."""
        from .economy import Economy

        pointer = _kept(self.pointer, Economy._pointer_type)
        if pointer is None:
            raise ValueError("this impact does not know the economy it is of")
        economy = Economy.__new__(Economy)
        economy._pointer = pointer
        return economy

    def value(self, account: str, part: Part | str, place: str | int) -> float:
        """The amount of one account in one part and place; MissingData if there is no such account.

        Args:
            part: "direct", "indirect" or "induced" (0 in a Type I model).
        """
        chosen = choose(Part, part, "part")
        number = place if isinstance(place, int) else self.economy.place(place)
        if not 0 <= number < self._places:
            raise IndexError(f"place {number} of {self._places}: they are counted from 0")
        value = ctypes.c_double()
        function = library.preston_impact_value
        self._call(function, account.encode(), chosen, number, ctypes.byref(value))
        return value.value

    def by_place(self, account: str) -> Array:
        """One account in all places and parts: P × 3, columns direct, indirect, induced."""
        result = np.empty((self._places, len(Part)))
        self._call(library.preston_impact_by_place, account.encode(), view(result, "result"))
        return result

    def total(self, account: str) -> float:
        """One account over all places and parts."""
        return float(self.by_place(account).sum())

    def gains(self, account: str, last: Part | str = "induced") -> Gains:
        """Who gains and who loses, for the impact of a difference of demands.

        Args:
            last: the parts up to this one are counted.
        """
        found, amounts = interface.preston_gains(), np.empty(self._places)
        order = indices(np.zeros(self._places, np.int64), "order")
        self._call(
            library.preston_impact_gains, account.encode(), choose(Part, last, "last"),
            ctypes.byref(found), pointer_to_indices(order),
            amounts.ctypes.data_as(ctypes.POINTER(ctypes.c_double)),
        )  # fmt: skip
        return Gains(
            found.gain, found.loss, found.net, found.gaining, found.losing, order, amounts
        )

    def wages(self) -> Wages:
        """Where the wages go; MissingData in a Type I model."""
        found = interface.preston_wages()
        self._call(library.preston_impact_wages, ctypes.byref(found))
        return Wages(*(getattr(found, name) for name in Wages._fields))

    def output(self, part: Part | str) -> Array:
        """Output by place and sector in one part, P n. Not copied."""
        given = library.preston_impact_output(self.pointer, choose(Part, part, "part"))
        return borrowed(given, self.pointer, vector=True)

    @property
    def household_income(self) -> Array:
        """Income of households by place in Type II, P; zero in Type I. Not copied."""
        given = library.preston_impact_household_income(self.pointer)
        return borrowed(given, self.pointer, vector=True)

    def certificate(self, closure: Closure | str = "I") -> Certificate:
        """Of the solve for that closure."""
        chosen = choose(Closure, closure, "closure")
        return certificate_of(library.preston_impact_certificate(self.pointer, chosen))

    def conservation(self, closure: Closure | str = "I") -> Conservation:
        """What was spent, and what value added, imports and taxes account for.

        Raises MissingData when the table lacks gva, imports or taxes_on_products.
        """
        spent, accounted = ctypes.c_double(), ctypes.c_double()
        chosen = choose(Closure, closure, "closure")
        references = ctypes.byref(spent), ctypes.byref(accounted)
        self._call(library.preston_impact_conservation, chosen, *references)
        return Conservation(spent.value, accounted.value)

    @cached_property
    def _places(self) -> int:
        count: int = library.preston_impact_household_income(self.pointer).rows
        return count

    def values(self, accounts: Sequence[str] | None = None) -> dict[str, Array]:
        """by_place() of many accounts: P × 3 each; output and all that the table has if None."""
        chosen = ["output", *self.economy.table.accounts] if accounts is None else accounts
        return {account: self.by_place(account) for account in chosen}

    def to_pandas(self, accounts: Sequence[str] | None = None) -> Any:
        """All values as a Series named "value", with place, account and part in the index."""
        parts = list(names_of(Part))
        places = self.economy.places
        found = self.values(accounts)
        labels = [(place, each, part) for place in places for each in found for part in parts]
        module = pandas()
        index = module.MultiIndex.from_tuples(labels, names=["place", "account", "part"])
        stacked = np.stack(list(found.values()), axis=1) if found else np.empty((0,))
        return module.Series(stacked.ravel(), index, name="value")

    def plot(self, axes: Any = None, *, year: str = "") -> Any:
        """Where each pound goes in the end: see preston.plot.pounds(); needs matplotlib."""
        from .plot import pounds

        return pounds(self, axes, year=year)

    def _facts(self) -> str:
        output = self.by_place("output")
        return f": output {output.sum():.6g} in {len(output)} places"


def _kept(pointer: Any, kind: Any) -> Any:
    """What is of that type among all that keeps an object alive."""
    for each in getattr(pointer, "keeps", ()):
        found = each if isinstance(each, kind) else _kept(each, kind)
        if found is not None:
            return found
    return None
