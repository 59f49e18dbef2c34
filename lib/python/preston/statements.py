"""What a scenario states, as keywords: measures, paths, additionality, populations.

Keywords are the keys of scenario files (docs/scenario-keys.md), which are the fields of the library's
structs. `from_` is `from`, which Python keeps for itself.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, astuple, dataclass
from typing import Any, NamedTuple, TypeAlias

from . import _interface as interface
from ._interface import preston_lever as Lever
from ._library import library
from ._options import Filled, fill, names_of, takes_keywords_of
from .errors import call

__all__ = [
    "Additionality",
    "Lever",
    "Measure",
    "Path",
    "Population",
    "break_even_premium",
    "path_value",
]

Path: TypeAlias = float | Mapping[Any, Any]
"""A number over years: a number alone is constant; {2020: 0.1, 2025: 0.6} gives years, with straight
lines between them and flat outside them; {"form": "linear", "from": 0, "to": 1, "begins": 2020, "full":
2025} or {"form": "logistic", "midpoint": 2023, "span": 6} a curve."""

_COUNTED = {"sector_lists": "sector_list_count", "measures": "measure_count"}


# --- Python's values as what the structs take ---


def _words(texts: Any) -> Mapping[str, Any]:
    """A list of texts; one text alone is refused by the field, with its name."""
    if isinstance(texts, (Mapping, str)):
        return {"texts": texts}
    listed = [str(each) for each in texts]
    return {"texts": listed, "count": len(listed)}


def _path(value: Any) -> Mapping[str, Any]:
    """One of the three ways to write a path, as the struct has it."""
    if not isinstance(value, Mapping):
        return {"form": "constant", "to": value}
    if value and all(isinstance(each, (int, float)) for each in value):
        years = sorted(value)
        values = [value[each] for each in years]
        return {"form": "table", "years": years, "values": values, "count": len(years)}
    stated = {"form": "constant", **value}
    if "years" in stated:
        stated.setdefault("count", len(stated["years"]))
        if len(stated["years"]) != len(stated.get("values", ())):
            raise ValueError("a path by a table has as many values as years")
    return stated


def _additionality(value: Any) -> Mapping[str, Any]:
    """A published set by its name, or its numbers."""
    if isinstance(value, str):
        value = Additionality.published(value)
    return value._asdict() if isinstance(value, Additionality) else dict(value)


def _population(value: Any) -> Mapping[str, Any]:
    """A law by its numbers, or through two counts."""
    if not isinstance(value, Population) and "larger_purchases" in value:
        value = Population.calibrate(**value)
    return asdict(value) if isinstance(value, Population) else dict(value)


def _ledger(value: Any) -> Mapping[str, Any]:
    """A file alone, or a file with the names of its columns."""
    if not isinstance(value, Mapping):
        return {"file": value}
    stated = dict(value)
    return {**stated, **stated.pop("columns", {})}


_CONVERTED: dict[Any, Callable[[Any], Mapping[str, Any]]] = {
    interface.preston_words: _words,
    interface.preston_path: _path,
    interface.preston_additionality: _additionality,
    interface.preston_population: _population,
    interface.preston_scenario_ledger: _ledger,
}


def _without_underscore(keyword: str, fields: Mapping[str, Any]) -> str:
    """`from_` is the field `from`."""
    bare = keyword.rstrip("_")
    return bare if bare in fields else keyword


def stated(kind: Any, keywords: Mapping[str, Any]) -> Filled:
    """A struct of the scenario floor from keywords, with what is counted counted.

    None leaves a default as it is. Raises TypeError for a keyword that is not known, with the nearest.
    """
    fields = {name: each for name, each, *_ in kind._fields_}
    prepared: dict[str, Any] = {}
    for keyword, value in keywords.items():
        name = _without_underscore(keyword, fields)
        convert = _CONVERTED.get(fields[name]) if name in fields else None
        if value is not None and convert is not None:
            value = fill(fields[name], convert(value))
        if value is not None and name == "additionality":
            prepared["has_additionality"] = 1
        if value is not None and name in _COUNTED and name in fields:
            value = list_of(fields[name]._type_, value)
            prepared[_COUNTED[name]] = len(value)
        prepared[name] = value
    return fill(kind, prepared)


def list_of(kind: Any, filled: Sequence[Filled]) -> Any:
    """Structs side by side, which keep what they refer to."""
    array = (kind * len(filled))(*(each.struct for each in filled))
    array.keeps = list(filled)
    return array


# --- measures ---


@takes_keywords_of(interface.preston_measure)
class Measure:
    """One use of a lever.

    Args:
        lever: by its name, such as "relocate", or one of preston.Lever.
        id: the name of the measure, each once in a scenario; that of the lever if None.
        keywords: below. What a lever needs, and in which unit, is in docs/scenario-keys.md; the
            scenario refuses what is missing, impossible, or not used by the lever. Lists are of
            texts; `adoption` and `survival` are a Path; `additionality` is a set by its name
            ("standard"), an Additionality or its numbers; `population` a Population or its numbers.
            `source` says where the numbers are from: without it they are called an assumption.

    >>> Measure("relocate", from_=["rest-of-uk"], to="preston", share=0.2, premium=0.0)
    <Measure 'relocate': relocate from=['rest-of-uk'], to='preston', share=0.2, premium=0.0>
    """

    def __init__(self, lever: Lever | str, id: str | None = None, **keywords: Any) -> None:
        names = {value: name for name, value in names_of(Lever).items()}
        name = lever.strip().lower().replace("_", "-") if isinstance(lever, str) else names[lever]
        self.keywords: dict[str, Any] = {
            each.rstrip("_"): value for each, value in keywords.items() if value is not None
        }
        self.lever = name
        self.id = name if id is None else id
        self.filled()  # what is misspelt is refused here, and not where the scenario is made

    def filled(self) -> Filled:
        """The struct of the library."""
        given = {"id": self.id, "lever": self.lever, **self.keywords}
        return stated(interface.preston_measure, given)

    def replace(self, **keywords: Any) -> Measure:
        """The same measure with some keywords changed; None takes one away."""
        changed = {each.rstrip("_"): value for each, value in keywords.items()}
        identity = changed.pop("id", self.id)
        lever = changed.pop("lever", self.lever)
        return Measure(lever, identity, **{**self.keywords, **changed})

    def __repr__(self) -> str:
        said = ", ".join(f"{each}={value!r}" for each, value in self.keywords.items())
        return f"<Measure {self.id!r}: {self.lever} {said}>"


# --- the arithmetic of measures ---


def path_value(path: Path, year: float) -> float:
    """The value of a path in a year, which may lie between two years.

    Raises ValueRefused for a path that cannot be.
    """
    filled = fill(interface.preston_path, _path(path))
    value = ctypes.c_double()
    call(library.preston_path_value, filled.reference, float(year), ctypes.byref(value))
    return value.value


class Additionality(NamedTuple):
    """From gross to net: shares from 0 to 1. NaN in a reference case: the same."""

    deadweight: float = 0.0
    """Would have happened anyway."""
    leakage: float = 0.0
    """Goes to others than those meant."""
    displacement: float = 0.0
    """Taken from others here."""
    substitution: float = 0.0
    """Of one thing by another by the same body."""
    reference_leakage: float = math.nan
    reference_displacement: float = math.nan
    reference_substitution: float = math.nan

    @classmethod
    def published(cls, name: str) -> Additionality:
        """A published set: "standard", "conservative" or "optimistic" (those of econstack)."""
        found = interface.preston_additionality()
        call(library.preston_additionality_published, name.encode(), ctypes.byref(found))
        return cls(*(getattr(found, field) for field in cls._fields))

    @property
    def factor(self) -> float:
        """Net over gross (English Partnerships 2008). Raises ValueRefused outside 0 to 1."""
        filled = fill(interface.preston_additionality, self._asdict())
        factor = ctypes.c_double()
        call(library.preston_additionality_factor, filled.reference, ctypes.byref(factor))
        return factor.value


@dataclass(frozen=True)
class Population:
    """Buyers by size: `count · (x / purchases)^−alpha` buy at least x, none above `largest`."""

    alpha: float
    purchases: float
    """Yearly purchases of a buyer, in currency..."""
    count: float
    """... and how many buyers have at least that."""
    largest: float
    """No buyer is larger: an assumption, and to be called one."""

    @classmethod
    def calibrate(
        cls,
        *,
        larger_purchases: float,
        fewer_buyers: float,
        smaller_purchases: float,
        more_buyers: float,
        largest: float,
    ) -> Population:
        """The law through two counts: so many buyers at least that large (currency a year)."""
        found = interface.preston_population()
        numbers = larger_purchases, fewer_buyers, smaller_purchases, more_buyers, largest
        call(library.preston_population_calibrate, *numbers, ctypes.byref(found))
        return cls(found.alpha, found.purchases, found.count, found.largest)

    def above(self, threshold: float) -> tuple[float, float]:
        """How many buyers stand at or above a threshold, and what they buy together a year."""
        law = interface.preston_population(*astuple(self))
        count, purchases = ctypes.c_double(), ctypes.c_double()
        call(
            library.preston_population_above, ctypes.byref(law), threshold, ctypes.byref(count),
            ctypes.byref(purchases),
        )  # fmt: skip
        return count.value, purchases.value


def break_even_premium(old_effect: float, new_effect: float) -> float:
    """The premium at which moved purchases gain nothing, as a share; infinite where they gain at any.

    Args:
        old_effect, new_effect: of a unit bought as before and as moved.
    """
    premium: float = library.preston_break_even_premium(old_effect, new_effect)
    return premium
