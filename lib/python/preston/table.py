"""Floor 2: one national input-output table.

A Table holds flows, in its own currency and unit; coefficients are asked for by name. An account is
a value by sector beside the flows. These names mean something to the model: imports,
taxes_on_products, taxes_on_production, compensation, surplus, gva, jobs. Any other is a satellite.
"""

from __future__ import annotations

import csv
import ctypes
import os
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import numpy as np

from . import _interface as interface
from ._arrays import Array, borrowed, converted, view
from ._handles import Handle
from ._labels import pandas, position, shared_texts, text, texts_of
from ._library import library
from ._options import fill
from .errors import ShapeError, ValueRefused

__all__ = ["Balance", "Table", "TableFrames"]

Shares: TypeAlias = Mapping[str, str | Mapping[str, float]]
"""What old codes become: one new code, or several with weights that add up to one."""

_TEXTS = ("title", "year", "currency", "unit", "prices", "source", "licence")
_AMOUNTS = ("household_income", "household_imports", "household_taxes_on_products")


class Balance(NamedTuple):
    """How far a table is from balance, in its own unit, by sector (n each)."""

    rows: Array
    """Flows sold + final use − output."""
    columns: Array
    """Flows bought + imports + taxes on products + gva − output."""


class TableChecks(NamedTuple):
    """Where a table is farthest from balance, in its own unit."""

    row_imbalance: float
    row: str
    """The code of the sector."""
    column_imbalance: float
    column: str


class TableFrames(NamedTuple):
    """A table as DataFrames, indexed by the sectors' codes."""

    flows: Any
    """n × n."""
    final_use: Any
    """n × u."""
    accounts: Any
    """n × (1 + a); the first column is output."""


class Table(Handle, struct="preston_table"):
    """A checked national table; never changes once made.

    Made by Table.read (a folder), Table.from_pandas, Table.from_pymrio, preston.readers, or arrays:

    Args:
        flows: n × n, row i sells to column j; float64, any strides.
        output: n, none negative; what is sold (flows and final use) if None.
        codes: n sectors, distinct. names: n; the codes if None.
        final_use: n × u. uses: u codes, such as "households", "exports".
        accounts: values by sector (n each) under their names; converted to float64.
        facts: title, year, currency, unit, prices, source, licence (texts), household_income,
            household_imports, household_taxes_on_products (amounts, 0 where unknown).

    Raises ShapeError, LabelError, ValueRefused, naming the sector.
    """

    def __init__(
        self,
        flows: Array,
        output: Array | None = None,
        *,
        codes: Sequence[str],
        names: Sequence[str] | None = None,
        final_use: Array | None = None,
        uses: Sequence[str] = (),
        accounts: Mapping[str, Any] | None = None,
        **facts: Any,
    ) -> None:
        if output is None:
            output = _sold(flows, final_use)
        values = _side_by_side(accounts or {}, len(codes))
        filled = fill(interface.preston_table_data, {
            **_as_texts(facts),
            "sectors": _count(codes, "codes"), "codes": codes,
            "names": _as_many(names, codes, "names"), "output": output, "flows": flows,
            "uses": _count(uses, "uses"), "use_codes": uses, "final_use": final_use,
            "accounts": values.shape[1], "account_codes": list(accounts or {}),
            "account_values": values,
        })  # fmt: skip
        self._open(library.preston_table_create, filled.reference)

    # --- making ---

    @classmethod
    def read(cls, folder: str | os.PathLike[str]) -> Table:
        """Reads a table folder (docs/files.md): table.yaml, sectors.csv, flows.csv, final_use.csv.

        Raises FileError, FormatError, LabelError, ValueRefused with file, line and column.
        """
        return cls._make(library.preston_table_read, os.fsencode(folder))

    @classmethod
    def from_pandas(
        cls,
        flows: Any,
        final_use: Any = None,
        accounts: Any = None,
        *,
        output: Any = None,
        names: Sequence[str] | None = None,
        **facts: Any,
    ) -> Table:
        """A table of DataFrames, whose labels say which sector is which; copied and converted.

        Args:
            flows: the same sectors in index and columns; the order is that of the index.
            final_use: sectors in the index, a column for each use.
            accounts: sectors in the index, a column for each account; one named "output" is output.
            output: a Series by sector, or None: the column of accounts, otherwise what is sold.
            facts: as for Table.
        """
        codes = [str(each) for each in flows.index]
        columns = [str(each) for each in flows.columns]
        cells = _in_order(flows.T, columns, codes, "columns of flows").T
        used = None if final_use is None else _frame(final_use, codes, "final_use")
        kept = {} if accounts is None else {
            str(name): _frame(accounts[[name]], codes, "accounts").ravel() for name in accounts
        }  # fmt: skip
        if output is None:
            made = kept.pop("output", None)
        else:
            made = _frame(output.to_frame(), codes, "output").ravel()
        uses = [] if final_use is None else [str(each) for each in final_use.columns]
        return cls(cells, made, codes=codes, names=names, final_use=used, uses=uses,
                   accounts=kept, **facts)  # fmt: skip

    @classmethod
    def from_pymrio(
        cls,
        system: Any,
        *,
        accounts: Mapping[str, tuple[str, str | Sequence[str]]] | None = None,
        uses: Mapping[str, str] | None = None,
        **facts: Any,
    ) -> Table:
        """A pymrio.IOSystem of one region; see Multiregional.from_pymrio for several and for arguments.

        Raises ValueError where the system has several regions.
        """
        from .multiregional import pymrio_arrays

        regions, keywords = pymrio_arrays(system, accounts, uses)
        if len(regions) != 1:
            raise ValueError(
                f"the system has {len(regions)} regions: Multiregional.from_pymrio takes several"
            )
        codes, use_codes = keywords.pop("sectors"), keywords.pop("uses")
        return cls(codes=codes, uses=use_codes, **{**keywords, **facts})

    # --- labels ---

    def __len__(self) -> int:
        count: int = library.preston_table_sectors(self.pointer)
        return count

    @cached_property
    def codes(self) -> list[str]:
        """The codes of the sectors, n."""
        return shared_texts(library.preston_table_codes(self.pointer), len(self))

    @cached_property
    def names(self) -> list[str]:
        """The names of the sectors, n."""
        return texts_of(library.preston_table_name, self.pointer, len(self))

    @cached_property
    def uses(self) -> list[str]:
        """The codes of the final uses, u."""
        count = library.preston_table_uses(self.pointer)
        return texts_of(library.preston_table_use_code, self.pointer, count)

    @cached_property
    def accounts(self) -> list[str]:
        """The codes of the accounts, a; output is none of them."""
        count = library.preston_table_accounts(self.pointer)
        return texts_of(library.preston_table_account_code, self.pointer, count)

    def code(self, sector: int) -> str:
        """The code of a sector, 0 ≤ sector < n."""
        number = position(sector, range_of(len(self)), "sector")
        return text(library.preston_table_code(self.pointer, number))

    def sector(self, code: str) -> int:
        """The position of a sector; LabelError with the nearest code where there is none."""
        return position(code, self.codes, "sector", self._finder(library.preston_table_find))

    def _finder(self, function: Callable[..., int]) -> Callable[[bytes], int]:
        return lambda code: function(self.pointer, code)

    # --- numbers: read-only arrays on the table's own memory, which they keep alive ---

    @property
    def flows(self) -> Array:
        """Flows between sectors, n × n: row i sells to column j. Not copied."""
        return borrowed(library.preston_table_flows(self.pointer), self.pointer)

    @property
    def output(self) -> Array:
        """Output by sector, n. Not copied."""
        return borrowed(library.preston_table_output(self.pointer), self.pointer, vector=True)

    @property
    def final_uses(self) -> Array:
        """Final use by sector and use, n × u. Not copied."""
        return borrowed(library.preston_table_final_uses(self.pointer), self.pointer)

    def final_use(self, code: str) -> Array:
        """One final use by sector, n. Not copied."""
        find = self._finder(library.preston_table_find_use)
        return self.final_uses[:, position(code, self.uses, "final use", find)]

    def account(self, code: str) -> Array:
        """One account by sector, n. Not copied."""
        find = self._finder(library.preston_table_find_account)
        number = position(code, self.accounts, "account", find)
        return borrowed(
            library.preston_table_account(self.pointer, number), self.pointer, vector=True
        )

    def coefficients(self) -> Array:
        """Technical coefficients A = Z x̂⁻¹, n × n, a new array; zero columns where no output is."""
        result = np.empty((len(self), len(self)))
        self._call(library.preston_table_coefficients, view(result, "result"))
        return result

    @property
    def balance(self) -> Balance:
        """How far each row and column is from balance, n each, in the table's unit."""
        rows, columns = np.empty(len(self)), np.empty(len(self))
        self._call(library.preston_table_balance, view(rows, "rows"), view(columns, "columns"))
        return Balance(rows, columns)

    def check(self) -> TableChecks:
        """Where rows and columns are farthest from balance."""
        worst = [int(np.argmax(np.abs(each))) for each in self.balance]
        amounts = [float(each[at]) for each, at in zip(self.balance, worst)]
        return TableChecks(amounts[0], self.codes[worst[0]], amounts[1], self.codes[worst[1]])

    # --- facts ---

    def _fact(self, name: str) -> Any:
        return getattr(library.preston_table_facts(self.pointer).contents, name)

    title = property(lambda self: text(self._fact("title")), doc="Title; '' where there is none.")
    year = property(lambda self: text(self._fact("year")), doc="Year of the flows, as text.")
    currency = property(lambda self: text(self._fact("currency")), doc='For example "GBP".')
    unit = property(lambda self: text(self._fact("unit")), doc='Of all amounts, such as "million".')
    prices = property(lambda self: text(self._fact("prices")), doc="At which prices.")
    source = property(lambda self: text(self._fact("source")), doc="Where it comes from.")
    licence = property(lambda self: text(self._fact("licence")), doc="Under which licence.")

    @property
    def household_income(self) -> float:
        """What Type II divides by, in the table's unit; 0 where unknown."""
        return float(self._fact("household_income"))

    @property
    def household_imports(self) -> float:
        """What households buy abroad directly, in the table's unit; 0 where unknown."""
        return float(self._fact("household_imports"))

    @property
    def household_taxes_on_products(self) -> float:
        """What households pay in taxes on products, in the table's unit; 0 where unknown."""
        return float(self._fact("household_taxes_on_products"))

    @property
    def unit_factor(self) -> float:
        """Currency units in one unit of the table: 1e6 for "million".

        Raises ValueRefused when the unit is none that is understood.
        """
        factor = ctypes.c_double()
        self._call(library.preston_table_unit_factor, ctypes.byref(factor))
        return factor.value

    # --- fewer sectors ---

    def aggregate(
        self,
        sectors: Shares | None = None,
        uses: Shares | None = None,
        *,
        names: Mapping[str, str] | None = None,
    ) -> Table:
        """Sectors and final uses added up: flows become Wᵀ Z W, output and accounts Wᵀ x.

        Args:
            sectors: what each old sector becomes: a new code, or new codes with weights that add up
                to one (it is then taken to sell, buy and earn in each part as in the whole). New
                sectors stand in the order in which they first appear. None: they stay.
            uses: the same for final uses.
            names: of the new sectors; their codes if None.

        Raises ValueRefused, LabelError naming the sector. Source: Miller and Blair 2009, section 4.9.
        """
        codes, weights = _weights(sectors, self.codes, "sector")
        use_codes, use_weights = _weights(uses, self.uses, "final use")
        named = None if names is None else [names.get(code, code) for code in codes]
        if sectors is None:  # the struct has no way to say that sectors stay
            named = self.names
        filled = fill(interface.preston_aggregation, {
            "sectors": len(codes), "codes": codes, "names": named, "weights": weights,
            "uses": len(use_codes), "use_codes": use_codes, "use_weights": use_weights,
        })  # fmt: skip
        return Table._make(library.preston_table_aggregate, self.pointer, filled.reference)

    def aggregate_by_file(self, path: str | os.PathLike[str]) -> Table:
        """The same by a CSV file: kind ("sector" or "use"), from, to and optionally weight."""
        folder, name = os.path.split(os.fspath(path))
        function = library.preston_table_aggregate_by_file
        return Table._make(function, self.pointer, os.fsencode(folder or "."), os.fsencode(name))

    # --- going out ---

    def to_pandas(self) -> TableFrames:
        """Copies as DataFrames: flows (n × n), final_use (n × u), accounts with output (n × (1 + a))."""
        frame = pandas().DataFrame
        accounts = {"output": self.output, **{each: self.account(each) for each in self.accounts}}
        return TableFrames(
            frame(self.flows.copy(), self.codes, self.codes),
            frame(self.final_uses.copy(), self.codes, self.uses),
            frame({name: values.copy() for name, values in accounts.items()}, self.codes),
        )

    def write(self, folder: str | os.PathLike[str]) -> Path:
        """Writes the table folder that Table.read reads, numbers to the last bit; returns the folder.

        Raises ValueError where the table lacks a text that such a folder must have.
        """
        target = Path(folder)
        entries = self._entries()
        target.mkdir(parents=True, exist_ok=True)
        (target / "table.yaml").write_text(yaml_lines(entries), encoding="utf-8")
        values = [self.account(each) for each in self.accounts]
        write_csv(target / "sectors.csv", ["code", "name", "output", *self.accounts],
                  zip(self.codes, self.names, self.output, *values))  # fmt: skip
        write_csv(target / "flows.csv", ["code", *self.codes],
                  ([code, *row] for code, row in zip(self.codes, self.flows)))  # fmt: skip
        write_csv(target / "final_use.csv", ["code", *self.uses],
                  ([code, *row] for code, row in zip(self.codes, self.final_uses)))  # fmt: skip
        return target

    def _entries(self) -> dict[str, str | float]:
        """What table.yaml says."""
        entries: dict[str, str | float] = {name: text(self._fact(name)) for name in _TEXTS}
        missing = [name for name in _TEXTS[:4] if not entries[name]]
        if missing:
            raise ValueError(f"a table folder needs {', '.join(missing)}, and this table has none")
        entries.update({name: float(self._fact(name)) for name in _AMOUNTS})
        return {name: value for name, value in entries.items() if value}

    def _facts(self) -> str:
        title = f" '{self.title}'" if self.title else ""
        unit = " ".join(each for each in (self.currency, self.unit) if each)
        return f"{title} {len(self)} sectors" + (f", {unit}" if unit else "")


# --- arguments ---


def range_of(count: int) -> list[str]:
    """Labels of things that are known by their number."""
    return [str(each) for each in range(count)]


def _as_texts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Texts as texts: a year may be given as a number. fill() refuses keywords that are none."""
    return {
        name: str(value) if name in _TEXTS and value is not None else value
        for name, value in facts.items()
    }


def _count(labels: Sequence[str], name: str) -> int:
    if isinstance(labels, str):
        raise TypeError(f"{name} is one text, and not a list of them")
    return len(labels)


def _as_many(
    labels: Sequence[str] | None, codes: Sequence[str], name: str
) -> Sequence[str] | None:
    """The library reads as many as there are codes: fewer would be read past their end."""
    if labels is not None and len(labels) != len(codes):
        raise ShapeError(f"{name} has {len(labels)} entries, and there are {len(codes)} codes")
    return labels


def _sold(flows: Array, final_use: Array | None) -> Array:
    """What each row sells."""
    sold: Array = flows.sum(axis=1)
    return sold if final_use is None else sold + final_use.sum(axis=1)


def _side_by_side(accounts: Mapping[str, Any], rows: int) -> Array:
    """Accounts as columns: the struct has them in one matrix."""
    result = np.empty((rows, len(accounts)))
    for column, (name, values) in enumerate(accounts.items()):
        array = converted(values, f"accounts['{name}']")
        if array.shape != (rows,):
            raise ShapeError(f"account '{name}' has shape {array.shape}, and the table {rows} sectors")
        result[:, column] = array
    return result


def _in_order(frame: Any, labels: list[str], codes: list[str], name: str) -> Array:
    """The rows of a frame by code."""
    if labels == codes:
        return converted(frame.to_numpy(), name)
    if sorted(labels) != sorted(codes) or len(set(labels)) != len(labels):
        odd = sorted(set(labels) ^ set(codes))
        raise ShapeError(f"the {name} are not the sectors of flows: {', '.join(odd[:5]) or 'repeated'}")
    order = [labels.index(code) for code in codes]
    return converted(frame.to_numpy()[order], name)


def _frame(frame: Any, codes: list[str], name: str) -> Array:
    return _in_order(frame, [str(each) for each in frame.index], codes, f"index labels of {name}")


def _weights(
    shares: Shares | None, old: Sequence[str], what: str
) -> tuple[list[str], Array | None]:
    """New codes, and the part of each old one that goes to each: rows are the old ones."""
    if shares is None:
        return list(old), np.eye(len(old)) if what == "sector" else None
    for code in shares:
        position(code, old, what)
    missing = [code for code in old if code not in shares]
    if missing:
        raise ValueRefused(f"{what} '{missing[0]}' goes nowhere: say what it becomes")
    parts = {code: {to: 1.0} if isinstance(to, str) else to for code, to in shares.items()}
    new = list(dict.fromkeys(to for code in old for to in parts[code]))
    result = np.zeros((len(old), len(new)))
    for row, code in enumerate(old):
        for to, weight in parts[code].items():
            result[row, new.index(to)] = weight
    return new, result


# --- files ---


def yaml_lines(entries: Mapping[str, str | float]) -> str:
    """`key: value` lines; texts in double quotes, as JSON has them, which YAML reads."""
    import json

    lines = [
        f"{name}: {json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)}"
        for name, value in entries.items()
    ]
    return "\n".join(lines) + "\n"


def write_csv(path: Path, header: Sequence[str], rows: Any) -> None:
    """A CSV file; numbers by repr, which reads back to the same bits."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        for row in rows:
            writer.writerow([each if isinstance(each, str) else repr(float(each)) for each in row])
