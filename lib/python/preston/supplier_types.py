"""Floor 6: supplier types. What differs from the average firm of a sector in the first round."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from . import _interface as interface
from ._arrays import Array, const_view, strings, view
from ._handles import Handle
from ._labels import position, texts_of
from ._library import library
from ._options import choose, fill, takes_keywords_of
from .model import Model
from .statements import list_of

__all__ = ["SupplierTypes", "TypeDemand", "TypeEffects"]


class TypeDemand(NamedTuple):
    """Demand that has the effect of purchases by type, and what the first round adds to it."""

    sectors: Array
    """P n, of domestic sectors, the table's unit."""
    imports: Array
    """P."""
    taxes_on_products: Array
    """P."""
    household_income: Array
    """P, what households receive beside the wages of the model's sectors."""
    corrections: Array
    """P × a, added to the direct part of each account of the table, in its order."""


class TypeEffects(NamedTuple):
    """What a unit of each kind of purchase brings about in one account in one area, all rounds."""

    purchases: Array
    """(P n) × K, by place and sector of the invoice, and type."""
    imports: Array
    """P, of imports that the buyer pays itself."""
    taxes_on_products: Array
    """P."""


@takes_keywords_of(interface.preston_supplier_type)
class SupplierTypes(Handle, struct="preston_supplier_types"):
    """The types of an economy's suppliers; never change once made. Type 0 is the average, "".

    Args:
        model: a preston.Model.
        types: one dict a type, or a type and sector, with the keywords of
            preston_supplier_type: `code`, `sector` (None: every sector not named apart),
            `compensation`, `surplus` (shares of output), `jobs` (per unit of output),
            `local_purchases`, `outside_production`, `outside_place`, `share`. What is left out is as
            the sector.

    Raises LabelError, ValueRefused, MissingData.
    """

    def __init__(self, model: Model, types: Sequence[Mapping[str, Any]]) -> None:
        filled = [fill(interface.preston_supplier_type, each) for each in types]
        rows = list_of(interface.preston_supplier_type, filled)
        function = library.preston_supplier_types_create
        self._open(function, model.pointer, len(filled), rows, keeps=(model,))
        self._model = model

    @classmethod
    def read(cls, path: str | os.PathLike[str], model: Model) -> SupplierTypes:
        """Reads a CSV file of types (docs/files.md); an empty cell is as the sector.

        Raises what making them does, with file, line and column.
        """
        function = library.preston_supplier_types_read
        types = cls._make(function, os.fsencode(path), model.pointer, keeps=(model,))
        types._model = model
        return types

    _model: Model

    def __len__(self) -> int:
        count: int = library.preston_supplier_types_count(self.pointer)
        return count

    @cached_property
    def codes(self) -> list[str]:
        """The codes of the types, K; the first is "", the average."""
        return texts_of(library.preston_supplier_types_code, self.pointer, len(self))

    def type(self, code: str) -> int:
        """The position of a type; LabelError with the nearest code where there is none."""
        return self._position(code)

    def _position(self, code: str | int) -> int:
        def find(text: bytes) -> int:
            found: int = library.preston_supplier_types_find(self.pointer, text)
            return found

        return position(code, self.codes, "supplier type", find)

    def share(self, type: str | int, sector: str | int) -> float:
        """The share of a type in a sector's output; NaN when not known, 1 of the average."""
        place = position(sector, self._model.economy.sectors, "sector")
        share: float = library.preston_supplier_types_share(
            self.pointer, self._position(type), place
        )
        return share

    @property
    def _sizes(self) -> tuple[int, int]:
        """P and P n."""
        economy = self._model.economy
        return len(economy.places), len(economy.places) * len(economy.sectors)

    def demand(self, purchases: Array) -> TypeDemand:
        """What purchases from suppliers of each type bring about in the first round.

        Args:
            purchases: (P n) × K, in the table's unit: by place and sector of the invoice, and type.
        """
        places, rows = self._sizes
        accounts = len(self._model.economy.table.accounts)
        shapes = (rows, places, places, places, (places, accounts))
        result = TypeDemand(*(np.empty(shape) for shape in shapes))
        views = [view(array, name) for name, array in result._asdict().items()]
        given = const_view(purchases, "purchases")
        self._call(library.preston_supplier_types_demand, given, *views)
        return result

    def effects(
        self,
        accounts: Sequence[str],
        areas: Sequence[str | None] | None = None,
        *,
        closure: str | interface.preston_closure = "II",
    ) -> list[TypeEffects]:
        """What a unit of each kind of purchase brings about, for several pairs of account and area.

        With these, the total of any purchases is a dot product: many draws cost no more solves.

        Args:
            accounts: codes. areas: as many places or areas; None counts everywhere.
        """
        chosen = choose(interface.preston_closure, closure, "closure")
        within = [None] * len(accounts) if areas is None else list(areas)
        if len(within) != len(accounts):
            raise ValueError(f"{len(accounts)} accounts and {len(within)} areas: as many of both")
        results = [self._room() for _ in accounts]
        kind = interface.preston_type_effects
        structs = (kind * len(results))(
            *(kind(*(view(array, "effects") for array in each)) for each in results)
        )
        self._call(
            library.preston_supplier_types_effects, chosen, len(results), strings(list(accounts)),
            strings(within), structs,
        )  # fmt: skip
        return results

    def _room(self) -> TypeEffects:
        places, rows = self._sizes
        return TypeEffects(np.empty((rows, len(self))), np.empty(places), np.empty(places))

    def _facts(self) -> str:
        return ": " + ", ".join(each or "average" for each in self.codes)
