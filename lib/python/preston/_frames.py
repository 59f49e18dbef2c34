"""Results with labels: DataFrames whose index is every combination of some labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ._labels import pandas as load_pandas
from ._labels import texts_of
from ._library import library

if TYPE_CHECKING:
    import pandas


def frame(
    columns: Mapping[str, Any], labels: Sequence[Sequence[Any]], names: Sequence[str]
) -> pandas.DataFrame:
    """A DataFrame by one label (a list of labels), or by every combination of several."""
    module = load_pandas()
    if len(labels) == 1:
        index = module.Index(list(labels[0]), name=names[0])
    else:
        index = module.MultiIndex.from_product([list(each) for each in labels], names=list(names))
    made: pandas.DataFrame = module.DataFrame(dict(columns), index=index)
    return made


def place_codes(model: Any) -> list[str]:
    """The codes of the places of a model (its pointer)."""
    economy = library.preston_model_economy(model)
    count = library.preston_economy_places(economy)
    return texts_of(library.preston_economy_place_code, economy, count)


def place_names(model: Any) -> list[str]:
    """The names of the places of a model (its pointer)."""
    economy = library.preston_model_economy(model)
    count = library.preston_economy_places(economy)
    return texts_of(library.preston_economy_place_name, economy, count)


def sector_codes(model: Any) -> list[str]:
    """The codes of the sectors of a model (its pointer)."""
    table = library.preston_economy_table(library.preston_model_economy(model))
    return texts_of(library.preston_table_code, table, library.preston_table_sectors(table))


def account_codes(model: Any) -> list[str]:
    """"output" and the accounts of a model's table."""
    table = library.preston_economy_table(library.preston_model_economy(model))
    count = library.preston_table_accounts(table)
    return ["output", *texts_of(library.preston_table_account_code, table, count)]


def unit_of(model: Any, account: str) -> str:
    """The unit of an account of a model; of "currency", that of the table."""
    if account == "jobs":
        return "jobs"
    table = library.preston_economy_table(library.preston_model_economy(model))
    facts = library.preston_table_facts(table).contents
    currency, unit = (facts.currency or b"money").decode(), (facts.unit or b"").decode()
    return currency if account == "currency" else f"{currency} {unit}".strip()
