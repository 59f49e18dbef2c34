"""Floor 6: scenarios. What changes, stated and checked; its files, read; run, what it brings about."""

from __future__ import annotations

import ctypes
import math
import os
from collections.abc import Mapping
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any

from . import _interface as interface
from ._arrays import Array
from ._handles import Handle
from ._library import library
from ._options import names_of, takes_keywords_of
from .errors import call
from .ledger import Concordance, Ledger
from .model import Model
from .statements import Lever, Measure, stated
from .supplier_types import SupplierTypes

if TYPE_CHECKING:
    from .projection import Comparison, Projection

__all__ = ["Scenario", "ScenarioInputs", "keys", "schema"]


def text_of(function: Any, *arguments: Any) -> str:
    """A text that the library makes and we free."""
    text = ctypes.POINTER(ctypes.c_char)()
    given = ctypes.cast(ctypes.byref(text), ctypes.POINTER(ctypes.c_char_p))
    call(function, *arguments, given)
    try:
        return ctypes.string_at(text).decode()
    finally:
        library.preston_text_free(ctypes.cast(text, ctypes.c_char_p))


def schema() -> str:
    """The JSON Schema (draft 2020-12) of scenario files, for editors that complete keys."""
    return text_of(library.preston_scenario_schema)


def keys() -> str:
    """Every key of scenario files, its unit, range, default and meaning, and every lever: Markdown."""
    return text_of(library.preston_scenario_keys)


# --- what a scenario states, as Python's values ---


def _words_said(words: interface.preston_words) -> list[str]:
    return [words.texts[each].decode() for each in range(words.count)]


def _path_said(path: interface.preston_path) -> Any:
    """A constant as a number, a table by its years, a curve by its form; None where it is not set."""
    form = interface.preston_path_form
    if path.form == form.PRESTON_PATH_CONSTANT:
        return None if math.isnan(path.to) else path.to
    if path.form == form.PRESTON_PATH_TABLE:
        return {path.years[each]: path.values[each] for each in range(path.count)}
    others = ("from", "to", "begins", "full", "midpoint", "span")
    numbers = {each: getattr(path, each) for each in others}
    name = {value: name for name, value in names_of(form).items()}[form(path.form)]
    return {"form": name, **{each: n for each, n in numbers.items() if not math.isnan(n)}}


def _population_said(population: interface.preston_population) -> Any:
    if math.isnan(population.count):
        return None
    return {name: getattr(population, name) for name, *_ in population._fields_}


_SAID: dict[Any, Any] = {
    interface.preston_words: _words_said,
    interface.preston_path: _path_said,
    interface.preston_population: _population_said,
}
_HIDDEN = ("size", "has_additionality", "sector_list_count", "measure_count")


def _field_said(struct: Any, name: str, kind: Any) -> Any:
    """A field as Python says it; None where nothing is said."""
    value = getattr(struct, name)
    if name == "additionality" and not struct.has_additionality:
        return None
    if name == "measures":
        return [_measure_said(value[each]) for each in range(struct.measure_count)]
    if name == "sector_lists":
        lists = (value[each] for each in range(struct.sector_list_count))
        return {each.name.decode(): _words_said(each.sectors) for each in lists}
    if kind in _SAID:
        return _SAID[kind](value)
    if isinstance(value, ctypes.Structure):
        return said(value)
    if isinstance(value, float) and math.isnan(value):
        return None
    return value.decode() if isinstance(value, bytes) else value


def said(struct: Any) -> dict[str, Any]:
    """What a struct states, by its keywords, without what it leaves open."""
    fields = [(name, kind) for name, kind, *_ in struct._fields_ if name not in _HIDDEN]
    found = {name: _field_said(struct, name, kind) for name, kind in fields}
    return {name: each for name, each in found.items() if each is not None and each != []}


def _measure_said(struct: interface.preston_measure) -> Measure:
    keywords = said(struct)
    return Measure(Lever(keywords.pop("lever")), **keywords)


def _ready(keywords: Mapping[str, Any]) -> dict[str, Any]:
    """Keywords of a scenario as its struct has them."""
    ready = dict(keywords)
    uncertainty = ready.pop("uncertainty", None)
    if isinstance(uncertainty, Mapping):
        ready.update(uncertainty)
    elif uncertainty is not None:
        ready["delta_low"], ready["delta_high"] = uncertainty
    if ready.get("measures") is not None:
        ready["measures"] = [_filled_measure(each) for each in ready["measures"]]
    if ready.get("sector_lists") is not None:
        lists = ready["sector_lists"].items()
        kind = interface.preston_sector_list
        ready["sector_lists"] = [stated(kind, {"name": n, "sectors": each}) for n, each in lists]
    return ready


def _filled_measure(given: Measure | Mapping[str, Any]) -> Any:
    return (given if isinstance(given, Measure) else Measure(**given)).filled()


# --- scenarios ---


@takes_keywords_of(interface.preston_scenario_data)
class Scenario(Handle, struct="preston_scenario"):
    """What changes, and the files and options of its baseline: checked, and never changed once made.

    Args:
        folder: that relative paths are relative to; the current one if None.
        keywords: below; docs/scenario-keys.md says what each means, in which unit and range.
            `ledger` and `after` are a file, or {"file": ..., "columns": {...}}; `economy` and
            `capacity` are dicts; `measures` a list of Measure; `sector_lists` a dict of lists;
            `additionality` a published set by its name, or its numbers; `uncertainty` the lowest and
            the highest δ.

    Raises LabelError, ValueRefused, MissingData: the messages of a scenario file, which name the key.
    """

    def __init__(self, folder: str | os.PathLike[str] | None = None, **keywords: Any) -> None:
        filled = stated(interface.preston_scenario_data, _ready(keywords))
        where = None if folder is None else os.fsencode(folder)
        self._open(library.preston_scenario_create, filled.reference, where)

    @classmethod
    def read(cls, path: str | os.PathLike[str]) -> Scenario:
        """Reads scenario.yaml or .json, or either with .gz; the files that it names are not looked at.

        Raises FormatError, LabelError, ValueRefused or MissingData with file, line and column.
        """
        return cls._make(library.preston_scenario_read, os.fsencode(path))

    # --- what it states ---

    @property
    def _data(self) -> interface.preston_scenario_data:
        data: interface.preston_scenario_data = library.preston_scenario_get(self.pointer)[0]
        data.owner = self.pointer
        return data

    @property
    def title(self) -> str:
        """One line for readers."""
        text: bytes = self._data.title
        return text.decode()

    @property
    def years(self) -> range:
        """The years of its projection."""
        data = self._data
        return range(int(data.first_year), int(data.last_year) + 1)

    @property
    def measures(self) -> list[Measure]:
        """Its measures, with all that is filled in."""
        measures: list[Measure] = self.keywords().get("measures", [])
        return measures

    @property
    def uncertainty(self) -> tuple[float, float] | None:
        """The lowest and the highest δ, or None where nothing is said."""
        data = self._data
        return None if math.isnan(data.delta_low) else (data.delta_low, data.delta_high)

    @property
    def folder(self) -> FilePath:
        """The folder that its paths are relative to."""
        text: bytes | None = library.preston_scenario_folder(self.pointer)
        return FilePath(os.fsdecode(text or b"."))

    def keywords(self) -> dict[str, Any]:
        """Everything it states, with all defaults, as the keywords it can be made of again."""
        return said(self._data)

    def replace(self, **keywords: Any) -> Scenario:
        """The same scenario with some keywords changed; None takes one back to its default.

        `economy`, `capacity` and the ledgers, given as dicts, change what they name and keep the rest.
        """
        data = self.keywords()
        for name, value in keywords.items():
            inner = data.get(name)
            if isinstance(value, Mapping) and name in ("economy", "capacity", "ledger", "after"):
                data[name] = {**(inner or {}), **value}
            else:
                data[name] = value
        return Scenario(self.folder, **data)

    def replace_measure(self, id: str, **keywords: Any) -> Scenario:
        """The same scenario with some keywords of one measure changed."""
        measures = self.measures
        places = [each for each, measure in enumerate(measures) if measure.id == id]
        if not places:
            known = ", ".join(repr(measure.id) for measure in measures)
            raise KeyError(f"there is no measure {id!r}: there are {known}")
        measures[places[0]] = measures[places[0]].replace(**keywords)
        return self.replace(measures=measures)

    def yaml(self) -> str:
        """The scenario as YAML, which reads back as the same; what is as the default is left out."""
        return text_of(library.preston_scenario_yaml, self.pointer)

    def write(self, path: str | os.PathLike[str]) -> None:
        """Writes the YAML to a file. Its paths are relative to the scenario's own folder."""
        FilePath(path).write_text(self.yaml(), encoding="utf-8")

    # --- running it ---

    def inputs(self, delta: float | None = None) -> ScenarioInputs:
        """Table, places, economy, model, supplier types and ledgers, read and made.

        Args:
            delta: instead of the scenario's own δ.
        """
        chosen = math.nan if delta is None else float(delta)
        inputs = ScenarioInputs._make(
            library.preston_scenario_inputs_read, self.pointer, chosen
        )
        inputs.scenario = self
        return inputs

    def run(self, delta: float | None = None, *, headroom: Array | None = None) -> Projection:
        """Carries it through its years.

        Args:
            delta: instead of the scenario's own δ.
            headroom: P n, what each sector in each place can grow by, in the table's unit, instead of
                `capacity`.
        """
        return self.inputs(delta).run(self, headroom=headroom)

    def _facts(self) -> str:
        data, years = self._data, self.years
        count = f"{data.measure_count} measure" + ("" if data.measure_count == 1 else "s")
        return f" {self.title!r}: {years[0]} to {years[-1]}, {count}"


class ScenarioInputs(Handle, struct="preston_scenario_inputs"):
    """What a scenario needs, read from its files: by Scenario.inputs()."""

    scenario: Scenario

    @property
    def model(self) -> Model:
        """The closed economy."""
        return Model._borrow(library.preston_scenario_inputs_model(self.pointer), self)

    @property
    def types(self) -> SupplierTypes:
        """The types of its suppliers; the first is the average."""
        types = SupplierTypes._borrow(library.preston_scenario_inputs_types(self.pointer), self)
        types._model = self.model
        return types

    @property
    def ledger(self) -> Ledger:
        """The purchases of a year: the baseline."""
        return Ledger._borrow(library.preston_scenario_inputs_ledger(self.pointer, 0), self)

    @property
    def after(self) -> Ledger | None:
        """The second ledger, if there is one."""
        pointer = library.preston_scenario_inputs_ledger(self.pointer, 1)
        return Ledger._borrow(pointer, self) if pointer else None

    @property
    def concordance(self) -> Concordance | None:
        """From categories to sectors; None when categories are sectors."""
        pointer = library.preston_scenario_inputs_concordance(self.pointer)
        return Concordance._borrow(pointer, self) if pointer else None

    def run(self, scenario: Scenario | None = None, *, headroom: Array | None = None) -> Projection:
        """Carries a scenario of this baseline through its years; its own if None.

        What is read once serves many scenarios that differ in their measures.
        """
        from .projection import Projection

        return Projection(
            self.scenario if scenario is None else scenario,
            model=self.model,
            types=self.types,
            ledger=self.ledger,
            concordance=self.concordance,
            headroom=headroom,
        )

    def compare(self) -> Comparison:
        """The two ledgers of the scenario, and why the second does something else.

        Raises MissingData where the scenario has no `after`.
        """
        from .errors import MissingData
        from .projection import Comparison

        after = self.after
        if after is None:
            raise MissingData(f"scenario '{self.scenario.title}': it states no 'after' ledger")
        data = self.scenario._data
        return Comparison(
            self.model,
            self.ledger,
            after,
            concordance=self.concordance,
            types=self.types,
            before_options=_demand_options(data, data.ledger),
            after_options=_demand_options(data, data.after),
        )

    def _facts(self) -> str:
        return f" of {self.scenario.title!r}"


def _demand_options(data: Any, ledger: Any) -> dict[str, Any]:
    """How the scenario turns a ledger into demand."""
    place = data.buyer_place
    return {
        "buyer_place": None if place is None else place.decode(),
        "price_factor": ledger.price_factor,
    }
