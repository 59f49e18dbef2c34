"""Results with labels: DataFrames whose index is every combination of some labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ._labels import pandas as load_pandas

if TYPE_CHECKING:
    import pandas

    from .economy import Economy


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



def unit_of(economy: Economy, account: str) -> str:
    """The unit of an account."""
    table = economy.table
    return "jobs" if account == "jobs" else f"{table.currency} {table.unit}".strip()
