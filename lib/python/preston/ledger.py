"""Floor 5: purchases. How much of them stays where, LM3, and the demand they put on an economy.

A category becomes sectors through a weighted concordance, in which margins, product taxes and direct
imports are taken out. Amounts of a ledger are in currency units, demands in the table's unit.
"""

from __future__ import annotations

import ctypes
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from . import _interface as interface
from ._arrays import Array, const_view, converted, strings, view
from ._handles import Handle
from ._interface import preston_ledger_field as Field
from ._labels import encoded, pandas, position, text, texts_of
from ._library import library
from ._options import choose, fill, names_of, takes_keywords_of
from .economy import Economy
from .errors import ShapeError, call
from .model import Demand, Model
from .table import Table, write_csv

__all__ = ["LM3", "Concordance", "Field", "Ledger", "Retention", "Survey", "lm3_from_rounds", "model_lm3"]

# The names of columns among the options: False says that the file has none.
_COLUMNS = ("date", "buyer", "supplier", "category", "amount", "place", "type")


class LM3(NamedTuple):
    """The local multiplier of three rounds, by both published conventions: say which is meant."""

    rounds: tuple[float, float, float]
    """R1, the money that enters; R2 and R3, what is spent again locally."""
    plain: float
    """(R1 + R2 + R3) / R1: the first pound always counts (New Economics Foundation)."""
    local: float
    """(R2 + R3) / R1: the first pound counts only where the supplier is local (Northumberland)."""
    full: float
    """The plain multiplier of all rounds to the end; 0 when not known."""
    captured: float
    """plain / full: what three rounds see of it; 0 when not known."""


def _lm3(function: Callable[..., Any], *arguments: Any) -> LM3:
    found = interface.preston_lm3()
    call(function, *arguments, ctypes.byref(found))
    first, second, third = found.rounds
    return LM3((first, second, third), found.plain, found.local, found.full, found.captured)


def lm3_from_rounds(first: float, second: float, third: float) -> LM3:
    """LM3 from three rounds; ValueRefused unless the first is above zero and none is negative."""
    return _lm3(library.preston_lm3_from_rounds, first, second, third)


def model_lm3(model: Model, area: str, demand: Array, budget: float = 0.0) -> LM3:
    """LM3 from a Type II model: rounds of spending inside an area, with the full multiplier.

    Args:
        area: a place or area. demand: P n, in the table's unit.
        budget: R1 when the first round is all spending and the second what reaches the area; 0 when
            the first round is what reaches the area.
    """
    arguments = model.pointer, area.encode(), const_view(demand, "demand"), budget
    return _lm3(library.preston_model_lm3, *arguments)


class Ledger(Handle, struct="preston_ledger"):
    """Purchases; never change once made. Made by Ledger.read, Ledger.from_pandas, or:

    Args:
        amounts: of each purchase, in currency units; float64, any strides. Negative ones are credit
            notes, and right.
        buyers, suppliers, categories, places, types: as many texts; unknown if None.
    """

    def __init__(
        self,
        amounts: Array,
        *,
        buyers: Sequence[str] | None = None,
        suppliers: Sequence[str] | None = None,
        categories: Sequence[str] | None = None,
        places: Sequence[str] | None = None,
        types: Sequence[str] | None = None,
    ) -> None:
        given = {"buyers": buyers, "suppliers": suppliers, "categories": categories,
                 "places": places, "types": types}  # fmt: skip
        for name, texts in given.items():
            if texts is not None and len(texts) != len(amounts):
                raise ShapeError(f"{name} has {len(texts)} entries, and there are {len(amounts)} amounts")
        listed = [None if texts is None else strings(texts) for texts in given.values()]
        cells = const_view(amounts, "amounts")
        self._open(library.preston_ledger_create, len(amounts), cells, *listed)

    @classmethod
    @takes_keywords_of(interface.preston_ledger_options)
    def read(cls, path: str | os.PathLike[str], **keywords: Any) -> Ledger:
        """Reads a CSV file, gzipped or not; keywords are the names of its columns, and how it is read.

        False instead of a name where the file has no such column. `amounts` is "strict" or
        "spreadsheet" (also `1,234.50`, `98.31.`, `£98` and spaces).

        Raises FileError, FormatError, LabelError, ValueRefused with file, line and column.
        """
        absent = [name for name in _COLUMNS if keywords.get(name) is False]
        chosen = {name: value for name, value in keywords.items() if name not in absent}
        filled = fill(interface.preston_ledger_options, chosen)
        for name in absent:
            setattr(filled.struct, name, None)
        return cls._make(library.preston_ledger_read, os.fsencode(path), filled.reference)

    @classmethod
    def from_pandas(
        cls,
        frame: Any,
        *,
        amount: str = "amount",
        buyer: str | None = "buyer",
        supplier: str | None = "supplier",
        category: str | None = "category",
        place: str | None = "place",
        type: str | None = "type",
    ) -> Ledger:
        """A ledger from a DataFrame, copied and converted; missing texts become empty.

        Args:
            amount, …: the names of its columns; a column other than amount may be absent.
        """
        position(amount, [str(each) for each in frame.columns], "column")
        columns = {"buyers": buyer, "suppliers": supplier, "categories": category,
                   "places": place, "types": type}  # fmt: skip
        texts = {
            name: ["" if missing else str(each) for each, missing in zip(frame[of], frame[of].isna())]
            for name, of in columns.items()
            if of is not None and of in frame
        }
        return cls(converted(frame[amount].to_numpy(), f"column {amount}"), **texts)

    # --- what is in it ---

    def __len__(self) -> int:
        count: int = library.preston_ledger_rows(self.pointer)
        return count

    def amounts(self) -> Array:
        """The amount of each purchase, in currency units; a new array."""
        pointer, amount = self.pointer, library.preston_ledger_amount
        return np.array([amount(pointer, row) for row in range(len(self))], dtype=float)

    def labels(self, field: Field | str) -> list[str]:
        """A field of each purchase: "buyer", "supplier", "category", "place", "type"; "" if unknown."""
        chosen, pointer = choose(Field, field, "field"), self.pointer
        label = library.preston_ledger_label
        return [text(label(pointer, row, chosen)) for row in range(len(self))]

    @property
    def total(self) -> float:
        """The sum of all amounts, in currency units."""
        value: float = library.preston_ledger_total(self.pointer)
        return value

    def to_pandas(self) -> Any:
        """The purchases as a DataFrame: a column for each field, and amount."""
        columns: dict[str, Any] = {name: self.labels(name) for name in names_of(Field)}
        return pandas().DataFrame({**columns, "amount": self.amounts()})

    # --- what it says ---

    def retention(self, by: Field | str = "category") -> Retention:
        """Spending by the labels of a field and by place."""
        chosen = choose(Field, by, "by")
        return Retention._make(library.preston_ledger_retention, self.pointer, chosen)

    @takes_keywords_of(interface.preston_demand_options)
    def demand(
        self, economy: Economy, concordance: Concordance | None = None, **keywords: Any
    ) -> Demand:
        """The demand of the ledger on an economy, in the table's unit.

        Args:
            concordance: None when the categories are sectors of the table.

        Raises LabelError for a place that is none, and for categories that nothing maps, which are
        listed with their money: nothing is dropped.
        """
        filled = fill(interface.preston_demand_options, keywords)
        places = len(economy.places)
        arrays = np.empty(places * len(economy.sectors)), np.empty(places), np.empty(places)
        views = (view(array, "demand") for array in arrays)
        mapped = None if concordance is None else concordance.pointer
        function = library.preston_ledger_demand
        self._call(function, mapped, economy.pointer, filled.reference, *views, keeps=(filled,))
        return Demand(*arrays)

    def lm3(self, survey: Survey, local_places: Sequence[str]) -> LM3:
        """LM3 of the ledger with survey answers.

        Args:
            local_places: labels of the ledger's places that are local.

        Raises MissingData when nobody answered on a side that was bought from.
        """
        if isinstance(local_places, str):
            raise TypeError("local_places is one text, and not a list of them")
        listed = strings(local_places)
        arguments = self.pointer, survey.pointer, len(listed), listed
        return _lm3(library.preston_ledger_lm3, *arguments)

    def _facts(self) -> str:
        return f": {len(self)} purchases, {self.total:,.2f} in all"


class Retention(Handle, struct="preston_retention"):
    """Spending of a ledger by group and place; made by Ledger.retention."""

    @cached_property
    def groups(self) -> list[str]:
        """The labels of the groups."""
        count = library.preston_retention_groups(self.pointer)
        return texts_of(library.preston_retention_group, self.pointer, count)

    def _group(self, group: str | None) -> int:
        return -1 if group is None else position(group, self.groups, "group")

    def amount(self, group: str | None = None, place: str | None = None) -> float:
        """What a group spent in a place, in currency units; None is the whole ledger, everywhere."""
        function = library.preston_retention_amount
        value: float = function(self.pointer, self._group(group), encoded(place))
        return value

    def share(self, group: str | None = None, place: str | None = None) -> float:
        """The share of its spending that a group spent in a place, 0 to 1; 0 where it spent nothing."""
        function = library.preston_retention_share
        value: float = function(self.pointer, self._group(group), encoded(place))
        return value

    def to_pandas(self, places: Sequence[str]) -> Any:
        """Shares as a DataFrame: groups in the index, a column for each place; and the amount."""
        columns = {place: [self.share(group, place) for group in self.groups] for place in places}
        columns["amount"] = [self.amount(group) for group in self.groups]
        return pandas().DataFrame(columns, pandas().Index(self.groups, name="group"))

    def _facts(self) -> str:
        return f": {len(self.groups)} groups, {self.amount():,.2f} in all"


class Concordance(Handle, struct="preston_concordance"):
    """Which sectors a category buys from, with weights that add up to one."""

    @classmethod
    def read(
        cls, path: str | os.PathLike[str], table: Table, scheme: str | None = None
    ) -> Concordance:
        """Reads a CSV file with the columns scheme, from, to, weight.

        Args:
            scheme: only rows of this scheme; None when the file has one.

        Raises ValueRefused where weights do not add up to one, and others with file and line.
        """
        function = library.preston_concordance_read
        return cls._make(function, os.fsencode(path), encoded(scheme), table.pointer)

    @classmethod
    def of(cls, shares: Mapping[str, str | Mapping[str, float]], table: Table) -> Concordance:
        """A concordance from {category: sector} or {category: {sector: weight}}.

        `imports` and `taxes_on_products` may stand for sectors.
        """
        lines = (
            ("python", category, sector, repr(float(weight)))
            for category, to in shares.items()
            for sector, weight in ({to: 1.0} if isinstance(to, str) else to).items()
        )
        with tempfile.TemporaryDirectory() as folder:  # the library reads it from a file
            path = Path(folder) / "concordance.csv"
            write_csv(path, ["scheme", "from", "to", "weight"], lines)
            return cls.read(path, table)

    def maps(self, category: str) -> bool:
        """Whether the category is mapped."""
        return bool(library.preston_concordance_maps(self.pointer, category.encode()))


class Survey(Handle, struct="preston_survey"):
    """Answers of suppliers: which share of what they are paid they spend again locally."""

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> Survey:
        """Reads a CSV file with the columns supplier and local_share (0 to 1); several are averaged."""
        return cls._make(library.preston_survey_read, os.fsencode(path))
