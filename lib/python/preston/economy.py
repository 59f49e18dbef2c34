"""Floor 3: places × sectors. What one place gains and what another loses stand in the same answer.

Two forms: cell by cell for a few places (quotients scale single cells, and the matrix is there), and
traded for up to tens of thousands (a technology, and for each sector who sells to whom).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import numpy as np

from . import _interface as interface
from ._arrays import Array, borrowed, const_view, view
from ._handles import Handle
from ._labels import pandas, position, texts_of
from ._library import library
from ._options import fill, takes_keywords_of
from .errors import ShapeError
from .multiregional import Multiregional
from .places import OwnTables, Places, traded_options
from .table import Table
from .trade import TradeShares

__all__ = ["Economy"]


@takes_keywords_of(interface.preston_economy_options)
class Economy(Handle, struct="preston_economy"):
    """A national table in several places; never changes once made. Row `place · n + sector`.

    Economy(table, places, …) joins the places by the nest rule (cell by cell); Economy.traded by
    trade shares; Economy.multiregional takes a table of several economies as it is.

    Args:
        table: the nation's; kept alive by the economy.
        places: None for the nation as one place.
        keywords: below; quotient by name ("slq", "cilq", "rlq", "flq", "aflq").

    Raises ShapeError or LabelError where table and places have not the same sectors.
    """

    def __init__(self, table: Table, places: Places | None = None, **keywords: Any) -> None:
        filled = fill(interface.preston_economy_options, keywords)
        within = None if places is None else places.pointer
        function = library.preston_economy_create
        self._open(function, table.pointer, within, filled.reference, keeps=(table,))

    @classmethod
    def traded(
        cls,
        table: Table,
        places: Places,
        trade: TradeShares,
        commuting: TradeShares | None = None,
        *,
        own_tables: OwnTables | Mapping[str, Table] | None = None,
        delta: float | None = None,
    ) -> Economy:
        """By trade shares, x = T(Ax + f) (Chenery–Moses; Miller and Blair 2009, ch. 3).

        Args:
            trade: P places × n sectors, places in the order of `places`.
            commuting: where wages go; everybody lives where they work if None.
            own_tables: places with a table of their own, by code.
            delta: of place_lambda(), which nothing else here goes by.

        Everything given is kept alive. Raises ShapeError, LabelError, ValueRefused naming them.
        """
        traded = traded_options(own_tables, delta=delta)
        leaving = None if commuting is None else commuting.pointer
        kept = (table, trade, traded) if commuting is None else (table, trade, traded, commuting)
        return cls._make(
            library.preston_economy_create_traded, table.pointer, places.pointer, trade.pointer,
            leaving, traded.reference, keeps=kept,
        )  # fmt: skip

    @classmethod
    def multiregional(cls, table: Multiregional) -> Economy:
        """The economy that a table of several economies is, solved as it is; kept alive."""
        function = library.preston_economy_create_multiregional
        return cls._make(function, table.pointer, keeps=(table,))

    # --- labels ---

    @property
    def is_traded(self) -> bool:
        """By trade shares, rather than cell by cell."""
        return bool(library.preston_economy_is_traded(self.pointer))

    @property
    def table(self) -> Table:
        """The table it was made of. Not copied."""
        return Table._borrow(library.preston_economy_table(self.pointer), self)

    def place_table(self, place: str | int) -> Table:
        """The table that a place goes by: its own, or the nation's. Not copied."""
        number = self.place(place)
        return Table._borrow(library.preston_economy_place_table(self.pointer, number), self)

    @cached_property
    def places(self) -> list[str]:
        """The codes of the places, P."""
        count = library.preston_economy_places(self.pointer)
        return texts_of(library.preston_economy_place_code, self.pointer, count)

    @cached_property
    def place_names(self) -> list[str]:
        """Their names."""
        return texts_of(library.preston_economy_place_name, self.pointer, len(self.places))

    @cached_property
    def sectors(self) -> list[str]:
        """The codes of the sectors, n."""
        return self.table.codes

    @property
    def rows(self) -> list[tuple[str, str]]:
        """(place, sector) of each row, P n."""
        return [(place, sector) for place in self.places for sector in self.sectors]

    def place(self, place: str | int) -> int:
        """The position of a place, by code or position; LabelError with the nearest code."""
        return position(
            place, self.places, "place",
            lambda code: int(library.preston_economy_find_place(self.pointer, code)),
        )  # fmt: skip

    def row(self, place: str | int, sector: str | int) -> int:
        """The row of a sector in a place."""
        number = position(sector, self.sectors, "sector")
        return self.place(place) * len(self.sectors) + number

    def is_within(self, place: str | int, area: str) -> bool:
        """Whether a place lies inside the area of that code (a place, or anything above it)."""
        number = self.place(place)
        return bool(library.preston_economy_place_within(self.pointer, number, area.encode()))

    # --- numbers ---

    def place_share(self, place: str | int) -> float:
        """Share of the place in the nation by the measure of size."""
        value: float = library.preston_economy_place_share(self.pointer, self.place(place))
        return value

    def place_lambda(self, place: str | int) -> float:
        """Flegg's λ of the place at the economy's δ; 1 for a table of several economies."""
        value: float = library.preston_economy_place_lambda(self.pointer, self.place(place))
        return value

    @property
    def coefficients(self) -> Array:
        """Coefficients, (P n) × (P n), seller in the row; 0 × 0 if traded. Not copied."""
        return borrowed(library.preston_economy_coefficients(self.pointer), self.pointer)

    @property
    def output(self) -> Array:
        """Output, P n, in the table's unit. Not copied."""
        return borrowed(library.preston_economy_output(self.pointer), self.pointer, vector=True)

    def final_shares(self, place: str | int) -> Array:
        """Where final users in a place buy: n × P, rows add up to one; 0 × 0 if traded. Not copied."""
        number = self.place(place)
        return borrowed(library.preston_economy_final_shares(self.pointer, number), self.pointer)

    def final_share(self, user: str | int, sector: str | int, seller: str | int) -> float:
        """The share of one place in what final users in another buy of a sector, in either form."""
        number = position(sector, self.sectors, "sector")
        user, seller = self.place(user), self.place(seller)
        value: float = library.preston_economy_final_share(self.pointer, user, number, seller)
        return value

    def sales(self, purchases: Array) -> Array:
        """Purchases by the place of the user as demand by the place of the seller: P n, both."""
        return self._of_rows(library.preston_economy_sales, purchases, "purchases")

    def sales_effects(self, effects: Array) -> Array:
        """The same, transposed: what a unit bought does, from what a unit of demand does: P n."""
        return self._of_rows(library.preston_economy_sales_effects, effects, "effects")

    def _of_rows(self, function: Any, given: Array, name: str) -> Array:
        result = np.empty(len(self.places) * len(self.sectors))
        self._call(function, const_view(given, name), view(result, "result"))
        return result

    # --- labelled results ---

    def series(self, values: Array, name: str | None = None) -> Any:
        """Values by row (P n), or by place (P), as a pandas Series labelled by place (and sector)."""
        module = pandas()
        if values.shape == (len(self.places),):
            index = module.Index(self.places, name="place")
        elif values.shape == (len(self.places) * len(self.sectors),):
            index = self.index()
        else:
            raise ShapeError(f"the values have shape {values.shape}: neither by row nor by place")
        return module.Series(values, index, name=name)

    def index(self) -> Any:
        """The rows as a pandas MultiIndex: place, sector."""
        levels = [self.places, self.sectors]
        return pandas().MultiIndex.from_product(levels, names=["place", "sector"])

    def to_pandas(self) -> Any:
        """Coefficients as a DataFrame labelled by place and sector, a copy; not if traded.

        Raises ValueError for a traded economy, which has no such matrix.
        """
        if self.is_traded:
            raise ValueError("a traded economy has no matrix of coefficients")
        index = self.index()
        return pandas().DataFrame(self.coefficients.copy(), index, index)

    def _facts(self) -> str:
        form = "traded" if self.is_traded else "cell by cell"
        return f": {len(self.places)} places × {len(self.sectors)} sectors, {form}"
