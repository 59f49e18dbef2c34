"""Floor 3: a tree of places with their sizes by sector, and how far they are from each other.

Sizes (jobs, or gross value added) are of whole places, as published: Lancashire with Preston inside.
The library forms the remainders itself and calls them `rest-of-lancashire`. The places of an economy
are the innermost areas: each without areas inside, and each remainder.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from . import _interface as interface
from ._arrays import Array, const_view, converted, indices, pointer_to_indices, strings, view
from ._handles import Handle
from ._labels import pandas, pointers, shared_texts, text, texts_of
from ._library import library
from ._options import Filled, fill, takes_keywords_of
from .errors import LabelError, ShapeError, call
from .table import Table

if TYPE_CHECKING:
    from .trade import TradeShares

__all__ = ["DistanceList", "Distances", "OwnTables", "Places", "curve_order"]


class Places(Handle, struct="preston_places"):
    """A tree of places with their sizes by sector.

    Made by Places.read (a folder), Places.from_pandas, or:

    Args:
        codes: of all areas, the nation included.
        parents: for each area the code of the area around it; None (or "") for the nation.
        sizes: areas × n, of whole areas; float64, any strides. An area with areas inside it whose
            sizes are all zero gets the sum of theirs.
        sectors: n codes, those of the table. names: of the areas; the codes if None.
        coordinates: areas × 2, NaN twice where not known; see locate().

    Raises ShapeError, LabelError, ValueRefused naming place and sector.
    """

    def __init__(
        self,
        codes: Sequence[str],
        parents: Sequence[str | None],
        sizes: Array,
        sectors: Sequence[str],
        *,
        names: Sequence[str] | None = None,
        coordinates: Array | None = None,
    ) -> None:
        cells = const_view(sizes, "sizes")
        for listed, name in ((parents, "parents"), (names, "names"), (sizes, "sizes")):
            if listed is not None and len(listed) != len(codes):
                raise ShapeError(f"{name} has {len(listed)} rows, and there are {len(codes)} areas")
        above = np.array([_parent(code, each, codes) for code, each in zip(codes, parents)], np.int64)
        self._open(
            library.preston_places_create, len(codes), strings(codes),
            None if names is None else strings(names), pointer_to_indices(above),
            len(sectors), strings(sectors), cells,
        )  # fmt: skip
        if coordinates is not None:
            self.locate(coordinates)

    @classmethod
    def read(cls, folder: str | os.PathLike[str], table: Table) -> Places:
        """Reads a places folder (docs/files.md): places.csv and jobs.csv or gva.csv.

        Raises FileError, FormatError, LabelError, ValueRefused with file, line and column.
        """
        return cls._make(library.preston_places_read, os.fsencode(folder), table.pointer)

    @classmethod
    def from_pandas(cls, places: Any, sizes: Any, table: Table) -> Places:
        """Places of DataFrames; copied and converted.

        Args:
            places: area codes in the index; the column parent, and optionally name, x and y.
            sizes: area codes in the index, a column for each sector, in any order; areas and sectors
                that are not there have size zero.
            table: whose sectors they are.
        """
        codes = [str(each) for each in places.index]
        absent = pandas().isna
        parents = [None if absent(each) or each == "" else str(each) for each in places["parent"]]
        odd = [str(each) for each in sizes.index if str(each) not in codes]
        odd += [str(each) for each in sizes.columns if str(each) not in table.codes]
        if odd:
            raise LabelError(f"sizes are given for {odd[0]}, which is no area and no sector")
        by_label = sizes.set_axis([str(each) for each in sizes.index])
        by_label = by_label.set_axis([str(each) for each in sizes.columns], axis=1)
        whole = by_label.reindex(index=codes, columns=table.codes).fillna(0.0)
        cells = converted(whole.to_numpy(), "sizes")
        located = "x" in places and "y" in places
        names = [str(each) for each in places["name"]] if "name" in places else None
        where = converted(places[["x", "y"]].to_numpy(), "x and y") if located else None
        return cls(codes, parents, cells, table.codes, names=names, coordinates=where)

    # --- labels ---

    def __len__(self) -> int:
        count: int = library.preston_places_count(self.pointer)
        return count

    @cached_property
    def codes(self) -> list[str]:
        """The codes of the places that an economy of this tree has, P, in its order."""
        return shared_texts(library.preston_places_codes(self.pointer), len(self))

    @cached_property
    def areas(self) -> list[str]:
        """The codes of all areas, the nation included, in the order in which they were given."""
        count = library.preston_places_areas(self.pointer)
        return texts_of(library.preston_places_area_code, self.pointer, count)

    @cached_property
    def area_names(self) -> list[str]:
        """Their names."""
        return texts_of(library.preston_places_area_name, self.pointer, len(self.areas))

    @cached_property
    def parents(self) -> list[str | None]:
        """For each area the code of the area around it; None for the nation."""
        numbers = [
            library.preston_places_area_parent(self.pointer, each) for each in range(len(self.areas))
        ]
        return [self.areas[each] if each >= 0 else None for each in numbers]

    @cached_property
    def area_of(self) -> list[str]:
        """For each place the area that it is, or is the remainder of; P."""
        numbers = [library.preston_places_area_of(self.pointer, each) for each in range(len(self))]
        return [self.areas[each] for each in numbers]

    @property
    def measure(self) -> str:
        """Which measure of size it is: "jobs" or "gva" as read, "size" of arrays."""
        return text(library.preston_places_measure(self.pointer))

    # --- numbers ---

    def sizes(self, table: Table) -> Array:
        """Sizes of the places by sector of that table, P × n, a new array."""
        result = np.empty((len(self), len(table)))
        self._call(library.preston_places_sizes, view(result, "sizes"))
        return result

    def locate(self, coordinates: Array) -> None:
        """Says where the areas lie, or says it anew; not while another thread uses the places.

        Args:
            coordinates: areas × 2, x and y in any unit of a plane; NaN twice where not known.
        """
        self._call(library.preston_places_locate, const_view(coordinates, "coordinates"))

    def coordinates(self) -> Array:
        """Where the places lie, P × 2, a new array.

        Raises MissingData naming the place that lies nowhere, such as a remainder.
        """
        result = np.empty((len(self), 2))
        self._call(library.preston_places_coordinates, view(result, "coordinates"))
        return result

    def supply_and_use(
        self, table: Table, own_tables: OwnTables | Mapping[str, Table] | None = None
    ) -> tuple[Array, Array]:
        """What each place has to sell inside the nation, and what it uses: P × n, table's unit."""
        traded = traded_options(own_tables)
        supply, use = np.empty((len(self), len(table))), np.empty((len(self), len(table)))
        views = view(supply, "supply"), view(use, "use")
        function = library.preston_places_supply_and_use
        self._call(function, table.pointer, traded.reference, *views)
        return supply, use

    @takes_keywords_of(interface.preston_trade_options)
    def trade(
        self,
        table: Table,
        distances: DistanceList | Distances | None = None,
        own_tables: OwnTables | Mapping[str, Table] | None = None,
        **keywords: Any,
    ) -> TradeShares:
        """Trade by gravity, with the supply, use and sizes that the tree and its table have.

        Args:
            distances: a DistanceList, or trade.distances(…); straight between coordinates if None.
            own_tables: as they will be given to Economy.traded.

        Raises MissingData for a place that lies nowhere, and what TradeShares.gravity raises.
        """
        from .trade import TradeShares, distances_of

        far, traded = distances_of(distances, len(self)), traded_options(own_tables)
        return TradeShares._chosen(
            library.preston_places_trade_gravity, keywords, self.pointer, table.pointer,
            traded.reference, far and far.reference,
        )  # fmt: skip

    @takes_keywords_of(interface.preston_trade_options)
    def commuting(
        self, table: Table, distances: DistanceList | Distances | None = None, **keywords: Any
    ) -> TradeShares:
        """Commuting by gravity: people live, by assumption, where there is work."""
        from .trade import TradeShares, distances_of

        far = distances_of(distances, len(self))
        return TradeShares._chosen(
            library.preston_places_commuting_gravity, keywords, self.pointer, table.pointer,
            far and far.reference,
        )  # fmt: skip

    def to_pandas(self) -> Any:
        """The areas as a DataFrame: code in the index; name and parent."""
        return pandas().DataFrame(
            {"name": self.area_names, "parent": self.parents},
            pandas().Index(self.areas, name="code"),
        )

    def _facts(self) -> str:
        nation = self.areas[self.parents.index(None)]
        return f": {len(self)} places in '{nation}', by {self.measure}"


def _parent(code: str, parent: str | None, codes: Sequence[str]) -> int:
    if parent is None or parent == "":
        return -1
    if parent not in codes:
        raise LabelError(f"'{code}' lies in '{parent}', which is no area")
    return list(codes).index(parent)


# --- tables of single places ---


class OwnTables(Handle, struct="preston_own_tables"):
    """Tables of single places, as a file names them."""

    @classmethod
    def read(cls, path: str | os.PathLike[str], places: Places, nation: Table) -> OwnTables:
        """Reads a CSV file with the columns place and table, the folder of a table.

        Raises FileError, FormatError, LabelError, ShapeError, ValueRefused with line and table.
        """
        function = library.preston_own_tables_read
        return cls._make(function, os.fsencode(path), places.pointer, nation.pointer)

    def __len__(self) -> int:
        count: int = library.preston_own_tables_count(self.pointer)
        return count

    def _facts(self) -> str:
        return f": {len(self)} places"


def traded_options(
    own_tables: OwnTables | Mapping[str, Table] | None, **keywords: Any
) -> Filled:
    """Options of a traded economy, with the tables of single places; keep them with the economy."""
    filled = fill(interface.preston_traded_options, keywords)
    if isinstance(own_tables, OwnTables):
        library.preston_own_tables_use(own_tables.pointer, filled.reference)
        filled.keeps.append(own_tables.pointer)
    elif own_tables:
        tables = list(own_tables.values())
        filled.struct.own_tables = len(tables)
        filled.struct.table_places = strings(list(own_tables))
        filled.struct.tables = pointers(tables, interface.preston_table)
        filled.keeps.extend(each.pointer for each in tables)
    return filled


# --- distances ---


class Distances(Filled):
    """How far places are from each other, as functions of trade take it.

    Attributes:
        lists_for: how many places its lists are for, which the library has no way to see; None
            where it has none.
    """

    lists_for: int | None = None


class DistanceList(Handle, struct="preston_distance_list"):
    """How far places are from each other, as a file has it: travel times, or any distances."""

    _places: int | None = None

    @classmethod
    @takes_keywords_of(interface.preston_distances_options)
    def read(
        cls, path: str | os.PathLike[str], places: Places | Iterable[str], **keywords: Any
    ) -> DistanceList:
        """Reads a CSV file with the columns from, to and minutes, or another one.

        Args:
            places: those of the economy, or their codes.

        Raises LabelError, ValueRefused, FormatError with file and line; FileError.
        """
        codes = places.codes if isinstance(places, Places) else list(places)
        filled = fill(interface.preston_distances_options, keywords)
        listed = strings(codes)
        function = library.preston_distances_read
        made = cls._make(function, os.fsencode(path), len(codes), listed, filled.reference)
        made._places = len(codes)
        return made

    @property
    def pairs(self) -> int:
        """How many pairs it has, each way counted."""
        count: int = library.preston_distance_list_pairs(self.pointer)
        return count

    def distances(self) -> Distances:
        """The list as the functions of trade take it; keeps the list."""
        filled = Distances(library.preston_distance_list_distances(self.pointer))
        filled.keeps.append(self.pointer)
        filled.lists_for = self._places
        return filled

    def _facts(self) -> str:
        return f": {self.pairs} pairs"


def curve_order(coordinates: Array) -> npt.NDArray[np.int64]:
    """The order of places along a Hilbert curve, P: neighbours in it are mostly near each other.

    Args:
        coordinates: P × 2, finite.
    """
    order = indices(np.zeros(len(coordinates), np.int64), "order")
    cells = const_view(coordinates, "coordinates")
    call(library.preston_curve_order, cells, pointer_to_indices(order))
    return order
