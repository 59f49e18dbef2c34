"""FIGARO of Eurostat and ICIO of the OECD: tables of many economies.

Layouts, as public programs that read these files state them:

- FIGARO, industry by industry (`matrix_eu-ic-io_ind-by-ind_24ed_2022.csv`): labels AREA_INDUSTRY;
  final use AREA_P3_S13, P3_S14, P3_S15, P51G, P5M; below, W2_D21X31, W2_OP_RES, W2_OP_NRES, W2_D1,
  W2_D29X39, W2_B2A3G. The flat file has icioiRow, icioiCol, refArea, rowIi, counterpartArea, colIi,
  obsValue. Million euro.
- ICIO (`2020_SML.csv`, first column V1): AREA_INDUSTRY; final use AREA_HFCE, NPISH, GGFC, GFCF, INVNT,
  DPABR; rows TLS, VA, OUT and a column OUT. Million US dollars. The extended edition has China and Mexico
  in two parts each, CN1, CN2, MX1, MX2, but their final use as CHN and MEX.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from .._arrays import Array
from ..errors import LabelError
from ..multiregional import Multiregional
from ._sheets import Cells, flat, lines, matrix

_FIGARO_ACCOUNTS = {
    "W2_D21X31": "taxes_on_products",
    "W2_D1": "compensation",
    "W2_D29X39": "taxes_on_production",
    "W2_B2A3G": "surplus",
}
_FIGARO_USES = {
    "P3_S14": "households", "P3_S15": "npish", "P3_S13": "government", "P51G": "capital",
    "P5M": "inventories",
}  # fmt: skip
_OECD_ACCOUNTS = {"TLS": "taxes_on_products", "VA": "gva"}
_OECD_USES = {
    "HFCE": "households", "NPISH": "npish", "GGFC": "government", "GFCF": "capital",
    "INVNT": "inventories", "DPABR": "purchases_abroad",
}  # fmt: skip
_PARTS = {"CN1": "CHN", "CN2": "CHN", "MX1": "MEX", "MX2": "MEX"}


def read_figaro(path: str | os.PathLike[str], *, year: int | str, **facts: Any) -> Multiregional:
    """Eurostat's FIGARO industry-by-industry table, the matrix or the flat file.

    W2_D21X31 becomes taxes_on_products, W2_D1 compensation, W2_D29X39 taxes_on_production and W2_B2A3G
    surplus; W2_OP_RES and W2_OP_NRES (purchases of residents abroad and of others here) stay under
    their labels. Final uses become households, npish, government, capital, inventories.

    Args:
        path: .csv, .csv.gz, or .zip with one CSV file. The matrix is read about ten times as fast.
        year: of the flows. facts: as for Multiregional, such as household_income by economy.
    """
    _, header = next(lines(path), (1, []))
    if "obsValue" in header:
        cells = flat(path, ["refArea", "rowIi"], ["counterpartArea", "colIi"], "obsValue")
    else:
        cells = matrix(path)
    stated = {"title": f"FIGARO {year}, industry by industry", "currency": "EUR", "unit": "million",
              "source": "Eurostat, FIGARO"}  # fmt: skip
    facts = {**stated, "year": year, "prices": "basic, current", **facts}
    return _assembled(cells, _FIGARO_ACCOUNTS, _FIGARO_USES, None, facts)


def read_oecd_icio(path: str | os.PathLike[str], *, year: int | str, **facts: Any) -> Multiregional:
    """The OECD's inter-country input-output table, the small edition or the extended one.

    TLS becomes taxes_on_products, VA gva, OUT output. Final uses become households, npish, government,
    capital, inventories, purchases_abroad. The parts of China and Mexico are added up.

    Args: as for read_figaro.
    """
    cells = _without_total(matrix(path), "OUT")
    cells = _added(cells, _PARTS)
    stated = {"title": f"OECD ICIO {year}, industry by industry", "currency": "USD", "unit": "million",
              "source": "OECD, Inter-Country Input-Output tables"}  # fmt: skip
    facts = {**stated, "year": year, "prices": "basic, current", **facts}
    return _assembled(cells, _OECD_ACCOUNTS, _OECD_USES, "OUT", facts)


# --- from labels to a table ---


def _without_total(cells: Cells, column: str) -> Cells:
    keep = [at for at, each in enumerate(cells.columns) if each != column]
    return Cells(cells.rows, [cells.columns[at] for at in keep], cells.values[:, keep])


def _added(cells: Cells, parts: Mapping[str, str]) -> Cells:
    """Rows and columns of the parts of an economy added up into those of the whole."""
    rows = [_of_whole(each, parts) for each in cells.rows]
    columns = [_of_whole(each, parts) for each in cells.columns]
    new_rows, new_columns = list(dict.fromkeys(rows)), list(dict.fromkeys(columns))
    if len(new_rows) == len(rows) and len(new_columns) == len(columns):
        return cells
    values = np.zeros((len(new_rows), len(columns)))
    np.add.at(values, _positions(rows, new_rows), cells.values)
    folded = np.zeros((len(new_columns), len(new_rows)))
    np.add.at(folded, _positions(columns, new_columns), values.T)
    return Cells(new_rows, new_columns, folded.T)


def _of_whole(label: str, parts: Mapping[str, str]) -> str:
    area, between, code = label.partition("_")
    return parts.get(area, area) + between + code


def _positions(labels: Iterable[str], known: list[str]) -> npt.NDArray[np.intp]:
    at = {label: position for position, label in enumerate(known)}
    return np.array([at[label] for label in labels], dtype=np.intp)


def _assembled(
    cells: Cells,
    accounts: Mapping[str, str],
    uses: Mapping[str, str],
    output: str | None,
    facts: dict[str, Any],
) -> Multiregional:
    """What stands over a column and before a row is a sector; other columns are uses, other rows accounts."""
    at = {label: position for position, label in enumerate(cells.columns)}
    sold = [label for label in cells.rows if label in at]
    places, sectors = _places_and_sectors(sold)
    order = [f"{place}_{sector}" for place in places for sector in sectors]
    rows = _positions(order, cells.rows)
    bought = cells.values[:, [at[label] for label in order]]
    final_use, codes, columns = _final_use(cells, set(sold), places, uses)
    made = {}
    for label in cells.rows:
        if label not in at and label != output:
            made[accounts.get(label, label)] = bought[cells.rows.index(label)]
    paid = _of_households(cells, accounts, codes, columns)
    total = None if output is None else np.ascontiguousarray(bought[cells.rows.index(output)])
    return Multiregional(
        bought[rows], total, places=places, sectors=sectors, final_use=final_use[rows],
        uses=codes, accounts=made, **{**paid, **facts},
    )  # fmt: skip


def _places_and_sectors(labels: Iterable[str]) -> tuple[list[str], list[str]]:
    split = [label.partition("_")[::2] for label in labels]
    places = list(dict.fromkeys(place for place, _ in split))
    sectors = list(dict.fromkeys(sector for _, sector in split))
    there = set(split)
    for place in places:
        for sector in sectors:
            if (place, sector) not in there:
                raise LabelError(f"'{place}' has no sector '{sector}': every economy must have all")
    if not there:
        raise LabelError("no label stands both over a column and before a row: there are no sectors")
    return places, sectors


def _final_use(
    cells: Cells, sold: set[str], places: list[str], uses: Mapping[str, str]
) -> tuple[Array, list[str], list[tuple[int, int]]]:
    """Final use (all rows × P u), codes of the uses, and (place, use) with the column of each."""
    split = [label.partition("_")[::2] for label in cells.columns]
    there = [at for at, label in enumerate(cells.columns) if label not in sold]
    codes = list(dict.fromkeys(uses.get(split[at][1], split[at][1]) for at in there))
    result = np.zeros((len(cells.rows), len(places) * len(codes)))
    known = {place: number for number, place in enumerate(places)}
    columns = [(-1, -1)] * result.shape[1]
    for at in there:
        place, use = split[at]
        if place not in known:
            raise LabelError(f"the column '{cells.columns[at]}' is of no economy that has sectors")
        target = known[place] * len(codes) + codes.index(uses.get(use, use))
        result[:, target] += cells.values[:, at]
        columns[target] = (known[place], at)
    return result, codes, columns


def _of_households(
    cells: Cells,
    accounts: Mapping[str, str],
    codes: list[str],
    columns: list[tuple[int, int]],
) -> dict[str, Array]:
    """Taxes on products that households pay: that row, under the column of households."""
    label = next((each for each, name in accounts.items() if name == "taxes_on_products"), None)
    if label not in cells.rows or "households" not in codes:
        return {}
    u, use = len(codes), codes.index("households")
    paid = [
        cells.row(str(label))[at] if at >= 0 else 0.0
        for _, at in columns[use::u]
    ]  # fmt: skip
    return {"household_taxes_on_products": np.maximum(paid, 0.0)}
