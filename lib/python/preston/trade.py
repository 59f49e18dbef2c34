"""Floor 3: who trades with whom, sector by sector; where wages go; location quotients.

Of what each place uses of each sector, a TradeShares says the share that each place sells to it. Its
constructors take what is known: distances (gravity), shares (given, read), or nothing (pool).
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from . import _interface as interface
from ._arrays import Array, const_view, indices, view
from ._handles import Handle
from ._library import library
from ._options import Filled, choose, fill, takes_keywords_of
from .errors import ShapeError, call
from .places import DistanceList, Distances

__all__ = ["Imbalance", "TradeShares", "distances", "flegg_lambda", "location_quotients"]

Line: TypeAlias = tuple[int | None, int, int, float]
"""Sector (None: all in which the buyer has no line of its own), seller, buyer, share from 0 to 1."""


class Imbalance(NamedTuple):
    """How far a sector's sales are from its supply."""

    difference: float
    """The largest of any place, over the nation's supply; 0 where nothing was compared."""
    place: int | None
    """Where; None when there is no difference."""


@takes_keywords_of(interface.preston_distances)
def distances(**keywords: Any) -> Distances:
    """How far places are from each other, as arrays: coordinates (P × 2), or matrix (P × P), or lists.

    float64 views are not copied; lists are converted.
    """
    filled = fill(interface.preston_distances, keywords)
    result = Distances(filled.struct)
    result.keeps.append(filled)
    if keywords.get("starts") is not None:
        result.lists_for = _places_of_lists(keywords)
    return result


def _places_of_lists(lists: Mapping[str, Any]) -> int:
    """How many places they are for. The library reads as far as `starts` says: none may end before."""
    starts = indices(lists["starts"], "starts")
    if starts.size == 0 or starts[0] != 0 or (np.diff(starts) < 0).any():
        raise ShapeError("starts begins with 0 and never falls: one for each place, and the end")
    for name in ("places", "values"):
        if lists.get(name) is None or len(lists[name]) != starts[-1]:
            raise ShapeError(f"{name} must have {starts[-1]} entries, as the last of starts says")
    return starts.size - 1


def distances_of(
    given: DistanceList | Distances | Array | None, places: int
) -> Distances | None:
    """Distances between P places, in any of the forms that arguments have; an array is coordinates."""
    if isinstance(given, DistanceList):
        given = given.distances()
    if isinstance(given, np.ndarray):
        return distances(coordinates=given)
    if given is not None and given.lists_for not in (None, places):
        raise ShapeError(f"the distances are of {given.lists_for} places, and there are {places}")
    return given


def _input(keywords: Mapping[str, Any]) -> Filled:
    """The struct, whose counts are those of the labels or arrays."""
    supply, places = keywords.get("supply"), keywords.get("place_codes")
    counts = {}
    if supply is not None:
        shape = np.shape(supply)
        counts = {"places": shape[0], "sectors": shape[1] if len(shape) > 1 else 1}
    elif places is not None:
        counts = {"places": len(places), "sectors": len(keywords.get("sector_codes") or [""])}
    filled = fill(interface.preston_trade_input, {**counts, **keywords})
    _check_codes(keywords.get("place_codes"), filled.struct.places, "place_codes")
    _check_codes(keywords.get("sector_codes"), filled.struct.sectors, "sector_codes")
    return filled


def _check_codes(codes: Sequence[str] | None, count: int, name: str) -> None:
    """The library reads as many as it is told there are."""
    if codes is not None and len(codes) != count:
        raise ShapeError(f"{name} has {len(codes)} entries, and the arrays are of {count}")


def _lines(lines: Iterable[Line]) -> Any:
    line = interface.preston_trade_line
    listed = [line(-1 if each[0] is None else each[0], *each[1:]) for each in lines]
    return (line * len(listed))(*listed)


class TradeShares(Handle, struct="preston_trade_shares"):
    """Of what each place uses of each sector, the share that each place sells to it.

    One sparse P × P matrix for each of S sectors, never multiplied out (Chenery–Moses; Miller and
    Blair 2009, ch. 3). For each buyer and sector the shares add up to one, less the import share.

    The constructors' arrays are float64 and not copied: supply, use, own, sizes, imports (P × S);
    place_codes and sector_codes are for messages. Their keywords are fields of preston_trade_input
    and, as a mapping called `options`, of preston_trade_options.
    """

    @classmethod
    def _chosen(
        cls, function: Callable[..., Any], options: Mapping[str, Any], *arguments: Any
    ) -> TradeShares:
        """A constructor that takes options of trade behind these arguments."""
        filled = fill(interface.preston_trade_options, options)
        made = cls._make(function, *arguments, filled.reference, keeps=(filled,))
        made.pointer.keeps = made.pointer.callbacks = ()  # progress is of the making alone
        return made

    @classmethod
    @takes_keywords_of(interface.preston_trade_input)
    def gravity(
        cls,
        distances: DistanceList | Distances | Array,
        *,
        options: Mapping[str, Any] | None = None,
        **keywords: Any,
    ) -> TradeShares:
        """Trade that falls with distance, doubly constrained (Wilson 1971, Furness 1965).

        Args:
            distances: coordinates (P × 2), a DistanceList, or distances(…).
            options: of preston_trade_options, such as {"scale": 30000, "decay": "power"}.

        Raises ValueRefused with place and sector, ShapeError, ArgumentError, Stopped.
        """
        given = _input(keywords)
        far = distances_of(distances, given.struct.places)
        references = given.reference, far and far.reference
        return cls._chosen(library.preston_trade_gravity, options or {}, *references)

    @classmethod
    @takes_keywords_of(interface.preston_trade_input)
    def pool(cls, *, options: Mapping[str, Any] | None = None, **keywords: Any) -> TradeShares:
        """What a place does not make itself comes from all places, by what each has left to sell."""
        given = _input(keywords)
        return cls._chosen(library.preston_trade_pool, options or {}, given.reference)

    @classmethod
    @takes_keywords_of(interface.preston_trade_input)
    def given(
        cls, lines: Iterable[Line], *, options: Mapping[str, Any] | None = None, **keywords: Any
    ) -> TradeShares:
        """Trade by data.

        Args:
            lines: (sector or None for all, seller, buyer, share), numbers from 0.

        Raises LabelError for a line that stands twice, ValueRefused where shares do not add up.
        """
        given, listed = _input(keywords), _lines(lines)
        function = library.preston_trade_given
        return cls._chosen(function, options or {}, given.reference, len(listed), listed)

    @classmethod
    @takes_keywords_of(interface.preston_trade_input)
    def read(
        cls,
        folder: str | os.PathLike[str],
        *,
        options: Mapping[str, Any] | None = None,
        **keywords: Any,
    ) -> TradeShares:
        """Trade by data, from trade.csv in a folder: sector, seller, buyer, share; codes are needed.

        Raises FormatError, LabelError, ValueRefused with file and line.
        """
        given, path = _input(keywords), os.fsencode(folder)
        return cls._chosen(library.preston_trade_read, options or {}, path, given.reference)

    @classmethod
    def commuting_gravity(
        cls,
        residents: Array,
        distances: DistanceList | Distances | Array,
        *,
        own: Array | None = None,
        place_codes: Sequence[str] | None = None,
        **options: Any,
    ) -> TradeShares:
        """Where wages go, by distance and residents.

        Args:
            residents: of each place, P. own: P, the share of the wages that stay; by distance if None.
            options: of preston_trade_options, of which decay, nearest and radius are read.
        """
        given = _input({"supply": residents, "own": own, "place_codes": place_codes})
        far = distances_of(distances, given.struct.places)
        references = given.reference, far and far.reference
        return cls._chosen(library.preston_commuting_gravity, options, *references)

    @classmethod
    def commuting_given(cls, lines: Iterable[Line], place_codes: Sequence[str]) -> TradeShares:
        """Commuting by data: (None, residence, workplace, share); a workplace's shares add up to one."""
        given, listed = _input({"place_codes": place_codes}), _lines(lines)
        function = library.preston_commuting_given
        return cls._make(function, given.reference, len(listed), listed)

    @classmethod
    def commuting_read(
        cls, folder: str | os.PathLike[str], place_codes: Sequence[str]
    ) -> TradeShares:
        """The same from commuting.csv in a folder: workplace, residence, share."""
        given, path = _input({"place_codes": place_codes}), os.fsencode(folder)
        return cls._make(library.preston_commuting_read, path, given.reference)

    @classmethod
    def no_commuting(cls, places: int) -> TradeShares:
        """Everybody lives where they work."""
        return cls._make(library.preston_commuting_none, places)

    @property
    def places(self) -> int:
        """The number of places, P."""
        count: int = library.preston_trade_shares_places(self.pointer)
        return count

    @property
    def sectors(self) -> int:
        """The number of sectors, S."""
        count: int = library.preston_trade_shares_sectors(self.pointer)
        return count

    @property
    def pairs(self) -> int:
        """How many pairs of neighbours are kept; those common to all sectors count once."""
        count: int = library.preston_trade_shares_pairs(self.pointer)
        return count

    def share(self, sector: int, seller: int, buyer: int) -> float:
        """The share of what the buyer uses of the sector that the seller supplies, all together."""
        _inside(sector, self.sectors, "sector")
        _inside(seller, self.places, "place")
        _inside(buyer, self.places, "place")
        value: float = library.preston_trade_shares_get(self.pointer, sector, seller, buyer)
        return value

    def imbalance(self, sector: int) -> Imbalance:
        """How far the sector's sales are from its supply, and where most."""
        _inside(sector, self.sectors, "sector")
        place = ctypes.c_int64(-1)
        reference = ctypes.byref(place)
        value = library.preston_trade_shares_imbalance(self.pointer, sector, reference)
        return Imbalance(value, place.value if place.value >= 0 else None)

    def _facts(self) -> str:
        return f": {self.places} places × {self.sectors} sectors, {self.pairs} pairs"


def _inside(number: int, count: int, what: str) -> None:
    """The library trusts these."""
    if not 0 <= number < count:
        raise IndexError(f"{what} {number} of {count}: they are counted from 0")


# --- location quotients ---


def flegg_lambda(place_total: float, nation_total: float, delta: float = 0.25) -> float:
    """Flegg's λ = [log2(1 + x^R / x^N)]^δ, on the totals (Flegg and Webber 1997)."""
    value: float = library.preston_flegg_lambda(place_total, nation_total, delta)
    return value


def location_quotients(
    place: Array, nation: Array, quotient: str = "flq", delta: float = 0.25
) -> tuple[Array, Array]:
    """The quotients of one place as the formulas give them: not capped at one.

    Args:
        place, nation: sizes by sector, n each; float64, any strides.
        quotient: "slq", "cilq", "rlq", "flq" or "aflq".
        delta: δ of FLQ and AFLQ, 0 ≤ δ < 1.

    Returns them (n × n, seller in the row, buyer in the column) and the seller's own (n), by which
    final use goes. A quotient may be infinite, never NaN.
    """
    chosen = choose(interface.preston_quotient, quotient, "quotient")
    given = const_view(place, "place"), const_view(nation, "nation")
    cells, own = np.empty((len(place), len(place))), np.empty(len(place))
    views = view(cells, "cells"), view(own, "own")
    call(library.preston_location_quotients, chosen, delta, *given, *views)
    return cells, own
