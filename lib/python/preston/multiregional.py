"""Tables of several economies: who buys what from which sector of which economy.

As published (WIOD, FIGARO, OECD; preston.readers), from pymrio, or a region's own table set inside its
nation's (Multiregional.residual).
"""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from . import _interface as interface
from ._arrays import Array, borrowed, converted
from ._callbacks import Callback
from ._handles import Handle
from ._labels import pandas, position, text, texts_of
from ._library import library
from ._options import fill, takes_keywords_of
from .errors import LabelError, ShapeError
from .table import Table, _as_many, _as_texts, _count, _side_by_side, _sold, write_csv, yaml_lines

__all__ = ["Multiregional", "MultiregionalChecks", "ResidualReport"]

_BY_PLACE = ("household_income", "household_imports", "household_taxes_on_products")
_TEXTS = ("title", "year", "currency", "unit", "prices", "source", "licence")


class MultiregionalChecks(NamedTuple):
    """What is odd in a table. Where something is, is (place, sector), or None for nowhere."""

    row_imbalance: float
    """The largest |flows sold + final use − output|."""
    row: tuple[str, str] | None
    column_imbalance: float
    """The largest |flows bought + imports + taxes on products + gva − output|."""
    column: tuple[str, str] | None
    zero_outputs: int
    """Sectors of an economy without output."""
    negative_gva: int
    """Sectors of an economy whose gva is below zero."""
    lowest_gva: float
    """The lowest over its output; 0 when none is below zero."""
    lowest_gva_row: tuple[str, str] | None
    negative_flows: int
    """Cells of the flows below zero."""
    unmade: float
    """Flows and final use, absolute, sold by sectors without output."""


class ResidualReport(NamedTuple):
    """What had to give way in a residual table, in the tables' unit."""

    cells: int
    """Where the region had more than the nation."""
    excess: float
    """By so much, all together."""
    excess_share: float
    """Of the region's domestic flows and final use."""
    largest: float
    """The largest of them."""
    seller: str | None
    """Its sector, None for none."""
    buyer: str | None
    """The sector or final use that buys it."""
    moved_exports: float
    """Foreign exports beyond the nation's, counted as sales to the rest."""
    moved_imports: float
    """Foreign imports beyond the nation's, counted as bought from the rest."""
    negative_accounts: int
    """Accounts of the rest's sectors below zero, which may be right."""
    shared_jobs: int
    """Sectors in which the region has more jobs than the nation: both then have the nation's, by
    output."""


class Multiregional(Handle, struct="preston_multiregional"):
    """A table of P economies with the same n sectors; never changes once made.

    Rows are `place · n + sector`. Made by Multiregional.read (a folder), .from_pymrio, .residual,
    preston.readers, or arrays, all float64 with any strides:

    Args:
        flows: (P n) × (P n), the row sells to the column.
        output: P n; what is sold if None.
        places: P codes. sectors: n codes. place_names, sector_names: as many; the codes if None.
        final_use: (P n) × (P u), column `place · u + use` of the user. uses: u codes; "households" is
            known to Type II, "exports" leave the area and belong to the seller.
        accounts: values (P n) under their names, converted; `imports` are those from outside the
            area. gva is what output leaves after all inputs, if it is not given.
        facts: title, year, currency, unit, prices, source, licence, area (texts);
            household_income, household_imports, household_taxes_on_products (P each, converted).

    Raises ShapeError, LabelError, ValueRefused with sector and economy.
    """

    def __init__(
        self,
        flows: Array,
        output: Array | None = None,
        *,
        places: Sequence[str],
        sectors: Sequence[str],
        place_names: Sequence[str] | None = None,
        sector_names: Sequence[str] | None = None,
        final_use: Array | None = None,
        uses: Sequence[str] = (),
        accounts: Mapping[str, Any] | None = None,
        **facts: Any,
    ) -> None:
        if output is None:
            output = _sold(flows, final_use)
        values = _side_by_side(accounts or {}, len(places) * len(sectors))
        for name in _BY_PLACE:
            if facts.get(name) is not None:
                facts[name] = converted(facts[name], name)
        filled = fill(interface.preston_multiregional_data, {
            **_as_texts(facts),
            "places": _count(places, "places"), "place_codes": places,
            "place_names": _as_many(place_names, places, "place_names"),
            "sectors": _count(sectors, "sectors"), "sector_codes": sectors,
            "sector_names": _as_many(sector_names, sectors, "sector_names"),
            "output": output, "flows": flows, "uses": _count(uses, "uses"), "use_codes": uses,
            "final_use": final_use, "accounts": values.shape[1],
            "account_codes": list(accounts or {}), "account_values": values,
        })  # fmt: skip
        self._open(library.preston_multiregional_create, filled.reference)

    # --- making ---

    @classmethod
    def read(cls, folder: str | os.PathLike[str]) -> Multiregional:
        """Reads a folder with multiregional.yaml (docs/files.md).

        Raises FileError, FormatError, LabelError, ValueRefused with file, line and column.
        """
        return cls._make(library.preston_multiregional_read, os.fsencode(folder))

    @classmethod
    def from_pymrio(
        cls,
        system: Any,
        *,
        accounts: Mapping[str, tuple[str, str | Sequence[str]]] | None = None,
        uses: Mapping[str, str] | None = None,
        **facts: Any,
    ) -> Multiregional:
        """A pymrio.IOSystem; copied and converted. Output is x, or what is sold where it has none.

        Args:
            accounts: what is taken of its extensions: our name, and the extension with the label of
                a row of its F, or several labels that are added up, such as
                {"gva": ("factor_inputs", "Value Added")}. Nothing else is taken.
            uses: our names of final use categories, such as {"Final consumption expenditure by
                households": "households"}; two with the same name are added up, others keep theirs.
            facts: as for Multiregional; unit is worth giving, since pymrio's is by sector.
        """
        regions, keywords = pymrio_arrays(system, accounts, uses)
        return cls(places=regions, **{**keywords, **facts})

    @classmethod
    @takes_keywords_of(interface.preston_residual_options)
    def residual(
        cls,
        nation: Table,
        region: Table,
        /,
        *,
        on_cell: Callable[[str, str, float], object] | None = None,
        use_purchases: Mapping[str, float] | Array | None = None,
        **keywords: Any,
    ) -> tuple[Multiregional, ResidualReport]:
        """A region as its own table has it, the rest as what the nation's table has beyond that.

        Args:
            nation, region: tables with the same sectors in the same order and unit, with the accounts
                gva, imports, taxes_on_products.
            on_cell: called with seller, buyer and excess for each cell in which the region has more.
            use_purchases: what each final use of the region buys from the rest, by code or in the
                order of the region's uses.

        Raises ValueRefused naming sector and amounts, LabelError, ShapeError, MissingData.
        """
        if isinstance(use_purchases, Mapping):
            use_purchases = _by_use(use_purchases, region)
        callback = _on_cell(on_cell)
        pointer = None if callback is None else callback.pointer
        given = {**keywords, "use_purchases": use_purchases, "on_cell": pointer}
        filled = fill(interface.preston_residual_options, given)
        report = interface.preston_residual_report()

        def create(*arguments: Any) -> Any:  # the report stands between the table and the error
            return library.preston_multiregional_residual(
                *arguments[:-1], ctypes.byref(report), arguments[-1]
            )

        kept = () if callback is None else (callback,)
        made = cls._make(create, nation.pointer, region.pointer, filled.reference, keeps=kept)
        made.pointer.callbacks = ()  # called while the table is made, and not again
        return made, _report(report, region)

    # --- labels ---

    @cached_property
    def places(self) -> list[str]:
        """The codes of the economies, P."""
        count = library.preston_multiregional_places(self.pointer)
        return texts_of(library.preston_multiregional_place_code, self.pointer, count)

    @property
    def sectors(self) -> list[str]:
        """The codes of the sectors, n."""
        return self.whole.codes

    @property
    def uses(self) -> list[str]:
        """The codes of the final uses, u."""
        return self.whole.uses

    @property
    def accounts(self) -> list[str]:
        """The codes of the accounts."""
        return self.whole.accounts

    @cached_property
    def rows(self) -> list[tuple[str, str]]:
        """(place, sector) of each row, P n."""
        return [(place, sector) for place in self.places for sector in self.sectors]

    # --- numbers: read-only arrays on the table's own memory, which they keep alive ---

    @property
    def flows(self) -> Array:
        """Flows, (P n) × (P n). Not copied."""
        return borrowed(library.preston_multiregional_flows(self.pointer), self.pointer)

    @property
    def final_uses(self) -> Array:
        """Final use, (P n) × (P u). Not copied."""
        return borrowed(library.preston_multiregional_final_uses(self.pointer), self.pointer)

    @property
    def output(self) -> Array:
        """Output, P n. Not copied."""
        view = library.preston_multiregional_output(self.pointer)
        return borrowed(view, self.pointer, vector=True)

    def account(self, code: str) -> Array:
        """One account, P n; a new array."""
        return np.concatenate([self.place_table(each).account(code) for each in self.places])

    @property
    def whole(self) -> Table:
        """All economies as one table: sectors, uses and accounts added up. Not copied."""
        return Table._borrow(library.preston_multiregional_whole(self.pointer), self)

    def place_table(self, place: str | int) -> Table:
        """What one economy's sectors and users buy, whichever economy made it. Not copied.

        Its columns balance; its rows are uses, not sales.
        """
        number = position(place, self.places, "economy")
        return Table._borrow(library.preston_multiregional_place_table(self.pointer, number), self)

    def domestic_table(self, place: str | int) -> Table:
        """The national table of one economy, as a model of it alone needs it.

        Flows and final use are of what it makes itself; what its sectors buy of the other economies
        is added to their imports, and what these buy of it to the use "exports". What households buy
        of others is added to household_imports. Rows and columns balance as in the whole.
        """
        number = position(place, self.places, "economy")
        own, n = self.place_table(number), len(self.sectors)
        rows = slice(number * n, (number + 1) * n)
        used = self._used_at_home(number, rows)
        accounts = {each: own.account(each) for each in own.accounts}
        home = self.flows[rows, rows]
        bought = self.flows[:, rows].sum(axis=0) - home.sum(axis=0)
        accounts["imports"] = accounts.get("imports", np.zeros(n)) + bought
        facts = {name: getattr(own, name) or None for name in _TEXTS}
        amounts = {name: getattr(own, name) for name in _BY_PLACE}
        if "households" in own.uses:
            amounts["household_imports"] += float(
                own.final_use("households").sum() - used["households"].sum()
            )
        return Table(home, self.output[rows], codes=own.codes, names=own.names,
                     final_use=np.column_stack(list(used.values())), uses=list(used),
                     accounts=accounts, **facts, **amounts)  # fmt: skip

    def _used_at_home(self, number: int, rows: slice) -> dict[str, Array]:
        """Final use of the economy's own make; all that others take of it is exports."""
        u, sold = len(self.uses), self.final_uses[rows]
        used = {use: sold[:, number * u + at].copy() for at, use in enumerate(self.uses)}
        abroad = self.flows[rows].sum(axis=1) - self.flows[rows, rows].sum(axis=1)
        abroad += sold.sum(axis=1) - np.sum(list(used.values()), axis=0)
        used["exports"] = used.get("exports", np.zeros(len(abroad))) + abroad
        return used

    def check(self) -> MultiregionalChecks:
        """Looks for what is odd."""
        checks = interface.preston_multiregional_checks()
        self._call(library.preston_multiregional_check, ctypes.byref(checks))
        values = [getattr(checks, name) for name in MultiregionalChecks._fields]
        for at, name in enumerate(MultiregionalChecks._fields):
            if name in ("row", "column", "lowest_gva_row"):
                values[at] = self.rows[values[at]] if values[at] >= 0 else None
        return MultiregionalChecks(*values)

    # --- going out ---

    def to_pandas(self) -> tuple[Any, Any, Any]:
        """Copies as DataFrames with (place, sector) in the index: flows, final use, accounts."""
        module = pandas()
        index = module.MultiIndex.from_tuples(self.rows, names=["place", "sector"])
        users = [(place, use) for place in self.places for use in self.uses]
        columns = module.MultiIndex.from_tuples(users, names=["place", "use"])
        values = {"output": self.output.copy(), **{each: self.account(each) for each in self.accounts}}
        return (
            module.DataFrame(self.flows.copy(), index, index),
            module.DataFrame(self.final_uses.copy(), index, columns),
            module.DataFrame(values, index),
        )

    def write(self, folder: str | os.PathLike[str]) -> Path:
        """Writes a folder that Multiregional.read reads, numbers to the last bit; returns the folder."""
        target = Path(folder)
        between = next(each for each in "_|/:" if not any(each in place for place in self.places))
        labels = [f"{place}{between}{sector}" for place, sector in self.rows]
        users = [f"{place}{between}{use}" for place in self.places for use in self.uses]
        entries = self._entries(between)
        target.mkdir(parents=True, exist_ok=True)
        (target / "multiregional.yaml").write_text(yaml_lines(entries), encoding="utf-8")
        values = [self.account(each) for each in self.accounts]
        write_csv(target / "flows.csv", ["label", *labels],
                  ([label, *row] for label, row in zip(labels, self.flows)))  # fmt: skip
        write_csv(target / "final_use.csv", ["label", *users],
                  ([label, *row] for label, row in zip(labels, self.final_uses)))  # fmt: skip
        write_csv(target / "sectors.csv", ["label", "output", *self.accounts],
                  zip(labels, self.output, *values))  # fmt: skip
        self._write_places(target / "places.csv")
        return target

    def _write_places(self, path: Path) -> None:
        tables = [self.place_table(each) for each in self.places]
        rows = (
            [place, place, *([repr(getattr(table, name)) if getattr(table, name) else ""][0]
                             for name in _BY_PLACE)]
            for place, table in zip(self.places, tables)
        )  # fmt: skip
        write_csv(path, ["code", "name", *_BY_PLACE], rows)

    def _entries(self, between: str) -> dict[str, str | float]:
        """What multiregional.yaml says."""
        entries: dict[str, str | float] = {name: getattr(self.whole, name) for name in _TEXTS}
        missing = [name for name in _TEXTS[:4] if not entries[name]]
        if missing:
            raise ValueError(f"such a folder needs {', '.join(missing)}, and this table has none")
        entries.update(flows="flows.csv", final_use="final_use.csv", output="sectors.csv")
        entries.update(places="places.csv", separator=between)
        if "households" in self.uses:
            entries["households"] = "households"
        return {name: value for name, value in entries.items() if value}

    def _facts(self) -> str:
        title = f" '{self.whole.title}'" if self.whole.title else ""
        unit = " ".join(each for each in (self.whole.currency, self.whole.unit) if each)
        size = f"{len(self.places)} economies × {len(self.sectors)} sectors"
        return f"{title} {size}" + (f", {unit}" if unit else "")


# --- the residual method ---


def _by_use(amounts: Mapping[str, float], region: Table) -> Array:
    result = np.zeros(len(region.uses))
    for use, amount in amounts.items():
        result[position(use, region.uses, "final use")] = amount
    return result


def _on_cell(function: Callable[[str, str, float], object] | None) -> Callback | None:
    if function is None:
        return None
    chosen = function

    def enter(_: Any, seller: bytes, buyer: bytes, excess: float) -> None:
        chosen(text(seller), text(buyer), excess)

    return Callback(interface.preston_residual_cell, enter, lambda *_: None)


def _report(report: Any, region: Table) -> ResidualReport:
    values = {name: getattr(report, name) for name in ResidualReport._fields}
    buyers = region.codes + region.uses
    values["seller"] = region.codes[report.seller] if report.seller >= 0 else None
    values["buyer"] = buyers[report.buyer] if report.seller >= 0 else None
    return ResidualReport(**values)


# --- pymrio ---


def pymrio_arrays(
    system: Any,
    accounts: Mapping[str, tuple[str, str | Sequence[str]]] | None,
    uses: Mapping[str, str] | None,
) -> tuple[list[str], dict[str, Any]]:
    """The regions of an IOSystem, and the rest of it as keywords of Multiregional, all of it copied."""
    if system.Z is None or system.Y is None:
        raise ValueError("the system has no Z or no Y: flows and final use are needed")
    labels = [(str(region), str(sector)) for region, sector in system.Z.index]
    regions = list(dict.fromkeys(region for region, _ in labels))
    sectors = list(dict.fromkeys(sector for _, sector in labels))
    if labels != [(region, sector) for region in regions for sector in sectors]:
        raise ShapeError("every region must have the same sectors in the same order")
    final_use, use_codes = _pymrio_final_use(system, regions, uses or {})
    values = {
        name: _pymrio_account(system, *where) for name, where in (accounts or {}).items()
    }
    return regions, {
        "flows": np.array(system.Z.to_numpy(), dtype=float),
        "output": None if system.x is None else system.x.to_numpy(dtype=float).ravel(),
        "sectors": sectors, "final_use": final_use, "uses": use_codes, "accounts": values,
        "title": getattr(system.meta, "name", None) or system.name,
    }  # fmt: skip


def _pymrio_final_use(
    system: Any, regions: list[str], uses: Mapping[str, str]
) -> tuple[Array, list[str]]:
    """Final use as columns `place · u + use`; categories that a region lacks are zero."""
    labels = [(str(region), uses.get(str(each), str(each))) for region, each in system.Y.columns]
    codes = list(dict.fromkeys(use for _, use in labels))
    values = system.Y.to_numpy(dtype=float)
    result = np.zeros((values.shape[0], len(regions) * len(codes)))
    for column, (region, use) in enumerate(labels):
        if region not in regions:
            raise LabelError(f"final use of '{region}', which is no region of Z")
        result[:, regions.index(region) * len(codes) + codes.index(use)] += values[:, column]
    return result, codes


def _pymrio_account(system: Any, extension: str, rows: str | Sequence[str]) -> Array:
    found = getattr(system, extension, None)
    if found is None or getattr(found, "F", None) is None:
        raise LabelError(f"the system has no extension '{extension}' with an F")
    known = [each if isinstance(each, str) else str(each[0]) for each in found.F.index]
    wanted = [rows] if isinstance(rows, str) else list(rows)
    chosen = [position(each, known, f"row of {extension}") for each in wanted]
    total: Array = found.F.to_numpy(dtype=float)[chosen].sum(axis=0)
    return total
