"""Readers of official files: excerpts of real ones, and published layouts with numbers of nobody."""

from __future__ import annotations

import csv
import gzip
import zipfile
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import preston
from preston import Economy, Model, Multiregional, Table
from preston.readers import read_figaro, read_oecd_icio, read_ons, read_scottish

HERE = Path(__file__).resolve().parent
SOURCE = HERE.parents[1]
EXCERPTS = HERE / "data"
ONS = [EXCERPTS / f"ons-2019-{each}.csv"
       for each in ("domestic-use", "primary-inputs", "primary-inputs-final-use")]  # fmt: skip


def rows_of(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def same_as_shipped(table: Table, folder: str, digits: float = 0.0) -> None:
    """The excerpt's cells are those of the table that is shipped, which is made by another program.

    To the bit from CSV; openpyxl writes 16 digits, which leaves `digits` of difference.
    """
    whole = Table.read(SOURCE / "examples" / "data" / folder)
    at = [whole.sector(code) for code in table.codes]
    np.testing.assert_allclose(table.flows, whole.flows[np.ix_(at, at)], rtol=digits)
    np.testing.assert_allclose(table.output, whole.output[at], rtol=digits)
    assert table.uses == whole.uses
    # Exports are sums of three columns, here in the order of the file.
    np.testing.assert_allclose(table.final_uses, whole.final_uses[at], rtol=1e-14)
    for account in table.accounts:
        np.testing.assert_allclose(table.account(account), whole.account(account)[at], rtol=1e-14)
    assert table.household_imports == pytest.approx(whole.household_imports, rel=1e-14)
    assert table.household_taxes_on_products == pytest.approx(
        whole.household_taxes_on_products, rel=1e-14
    )
    assert (table.currency, table.unit, table.year) == ("GBP", "million", "2019")


# --- ONS ---


def test_ons__csv_excerpt(tmp_path: Path) -> None:
    table = read_ons(*ONS, year=2019)
    assert table.codes == ["A01", "A02", "A03", "B05", "B06 & B07", "F41, F42  & F43"]
    same_as_shipped(table, "uk-2019")
    again = Table.read(table.write(tmp_path))
    np.testing.assert_array_equal(again.flows, table.flows)
    assert read_ons(*ONS, year=2019, names={"A01": "Farming"}).names[0] == "Farming"


def test_ons__says_what_is_missing_or_no_number(tmp_path: Path) -> None:
    with pytest.raises(preston.LabelError, match="'IMP'"):
        read_ons(ONS[0], year=2019)
    broken = tmp_path / "use.csv"
    broken.write_text(ONS[0].read_text(encoding="utf-8").replace("4635.362756887105", "n/a"), "utf-8")
    with pytest.raises(preston.FormatError, match="'n/a' is no number") as caught:
        read_ons(broken, *ONS[1:], year=2019)
    assert (caught.value.file, caught.value.line, caught.value.column) == (str(broken), 2, 2)
    with pytest.raises(preston.FileError):
        read_ons(tmp_path / "absent.csv", year=2019)


def ons_book(path: Path) -> None:
    """The excerpt as a workbook in the layout of nasu1719in.xlsx, sheet IOT: codes in the fourth row,
    names in the fifth, "P3 S14" with a space, imports and taxes on products without a code."""
    openpyxl = pytest.importorskip("openpyxl")
    use, primary, final = (rows_of(each) for each in ONS)
    book = openpyxl.Workbook()
    book.active.title = "Contents"
    sheet = book.create_sheet("IOT")
    for title in ("Input-output table", "£ million", None):
        sheet.append([title])
    codes = [each.replace("P3S", "P3 S") for each in use[0][1:]]
    sheet.append([None, None, *codes])
    sheet.append([None, None, *(f"name of {each}" for each in codes)])
    sheet.append([])
    for row in use[1:]:
        sheet.append([row[0], f"name of {row[0]}", *map(float, row[1:])])
    uncoded = {"IMP": "Imports of goods and services", "TLSPROD": "Taxes less subsidies on products"}
    beyond = {row[0]: dict(zip(final[0][1:], row[1:])) for row in final[1:]}
    for row in primary[1:]:
        if row[0] != "_T":
            under = [beyond.get(row[0], {}).get(each) for each in use[0][len(row):]]
            numbers = [float(each) if each else None for each in (*row[1:], *under)]
            sheet.append([None if row[0] in uncoded else row[0], uncoded.get(row[0], row[0]), *numbers])
    book.save(path)


def test_ons__workbook(tmp_path: Path) -> None:
    ons_book(tmp_path / "nasu1719in.xlsx")
    table = read_ons(tmp_path / "nasu1719in.xlsx", year=2019)
    same_as_shipped(table, "uk-2019", 1e-15)
    assert table.names[0] == "name of A01"
    with pytest.raises(preston.LabelError, match="there are Contents, IOT"):
        read_ons(tmp_path / "nasu1719in.xlsx", year=2019, sheet="IxI")


# --- Scotland ---


def test_scottish__csv_excerpt(tmp_path: Path) -> None:
    path = EXCERPTS / "scotland-2019-ixi.csv"
    table = read_scottish(path, year=2019, household_income=156241)
    assert table.codes == ["01", "02.1, 02.4", "02.2-3", "03.1", "03.2"]
    assert table.names[1] == "Forestry planting" and table.household_income == 156241
    same_as_shipped(table, "scotland-2019")
    packed = tmp_path / "ixi.csv.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    np.testing.assert_array_equal(read_scottish(packed, year=2019).flows, table.flows)
    with pytest.raises(preston.LabelError, match="ioc098_sic"):
        read_scottish(ONS[0], year=2019)


def test_scottish__wide_workbook_of_several_years(tmp_path: Path) -> None:
    """The layout of IxI_wide.xlsx: columns table, pubdate, year before those of the CSV."""
    openpyxl = pytest.importorskip("openpyxl")
    header, *rows = rows_of(EXCERPTS / "scotland-2019-ixi.csv")
    book = openpyxl.Workbook()
    book.active.append(["table", "pubdate", "year", *header])
    for year, factor in ((2018, 2.0), (2019, 1.0)):
        for row in rows:
            numbers = [None if each == "" else factor * float(each) for each in row[2:]]
            book.active.append(["IxI", "Oct 2022", year, *row[:2], *numbers])
    book.save(tmp_path / "wide.xlsx")
    same_as_shipped(read_scottish(tmp_path / "wide.xlsx", year=2019), "scotland-2019", 1e-15)
    with pytest.raises(preston.LabelError, match="0 rows of 2017"):
        read_scottish(tmp_path / "wide.xlsx", year=2017)


# --- FIGARO and OECD: the layouts as published, the numbers of nobody ---

SECTORS = [f"{area}_{sector}" for area in ("AT", "FIGW1") for sector in ("A01", "C10T12")]
USES = [f"{area}_{use}" for area in ("AT", "FIGW1")
        for use in ("P3_S13", "P3_S14", "P3_S15", "P51G", "P5M")]  # fmt: skip
PRIMARY = ["W2_D21X31", "W2_OP_RES", "W2_OP_NRES", "W2_D1", "W2_D29X39", "W2_B2A3G"]


def figaro_cells() -> dict[tuple[str, str], float]:
    random = np.random.default_rng(11)
    values = np.round(random.uniform(1, 20, (len(SECTORS + PRIMARY), len(SECTORS + USES))), 3)
    cells = {
        (row, column): values[i, j]
        for i, row in enumerate(SECTORS + PRIMARY)
        for j, column in enumerate(SECTORS + USES)
        if row in SECTORS or column in SECTORS or row == "W2_D21X31"
    }
    for sector in SECTORS:  # what is left of output is surplus, so that columns balance
        cells["W2_OP_RES", sector] = cells["W2_OP_NRES", sector] = 0.0
        sold = sum(cells[sector, column] for column in SECTORS + USES)
        spent = sum(cells[row, sector] for row in SECTORS + PRIMARY[:-1])
        cells["W2_B2A3G", sector] = sold - spent
    return cells


def write_figaro(folder: Path, cells: dict[tuple[str, str], float]) -> tuple[Path, Path]:
    matrix, flat = folder / "matrix.csv", folder / "flat.csv"
    with matrix.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["rowLabels", *SECTORS, *USES])
        for row in SECTORS + PRIMARY:
            writer.writerow([row, *(float(cells.get((row, each), 0.0)) for each in SECTORS + USES)])
    with flat.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(
            ["icioiRow", "icioiCol", "refArea", "rowIi", "counterpartArea", "colIi", "obsValue"]
        )
        for (row, column), value in cells.items():
            split = (*row.split("_", 1), *column.split("_", 1))
            writer.writerow([row, column, *split, float(value)])
    return matrix, flat


def test_figaro__matrix_is_what_the_librarys_own_reader_makes_of_it(tmp_path: Path) -> None:
    matrix, _ = write_figaro(tmp_path, figaro_cells())
    (tmp_path / "multiregional.yaml").write_text(
        "title: t\nyear: 2022\ncurrency: EUR\nunit: million\nflows: matrix.csv\nhouseholds: P3_S14\n"
        "taxes_on_products: W2_D21X31\ncompensation: W2_D1\ntaxes_on_production: W2_D29X39\n"
        "surplus: W2_B2A3G\n"
    )
    read, other = read_figaro(matrix, year=2022), Multiregional.read(tmp_path)
    assert repr(read) == "<Multiregional 'FIGARO 2022, industry by industry' 2 economies × 2 sectors, EUR million>"
    assert (read.places, read.sectors) == (other.places, other.sectors) == (["AT", "FIGW1"], ["A01", "C10T12"])
    assert read.uses == ["government", "households", "npish", "capital", "inventories"]
    np.testing.assert_array_equal(read.flows, other.flows)
    np.testing.assert_array_equal(read.final_uses, other.final_uses)
    np.testing.assert_allclose(read.output, other.output, rtol=1e-14)
    for account in ("taxes_on_products", "compensation", "surplus", "gva", "W2_OP_RES"):
        np.testing.assert_array_equal(read.account(account), other.account(account))
    for place in read.places:
        mine, theirs = read.place_table(place), other.place_table(place)
        assert mine.household_taxes_on_products == theirs.household_taxes_on_products > 0
    assert read.check().column_imbalance == pytest.approx(0, abs=1e-11)


def test_figaro__flat_is_the_matrix(tmp_path: Path) -> None:
    matrix, flat = write_figaro(tmp_path, figaro_cells())
    with zipfile.ZipFile(tmp_path / "flat.zip", "w") as archive:
        archive.write(flat, "flat.csv")
    one = read_figaro(matrix, year=2022)
    for path in (flat, tmp_path / "flat.zip"):
        other = read_figaro(path, year=2022)
        np.testing.assert_array_equal(other.flows, one.flows)
        np.testing.assert_array_equal(other.account("compensation"), one.account("compensation"))
        for use in one.uses:  # uses stand in the order in which they first appear
            at, there = one.uses.index(use), other.uses.index(use)
            np.testing.assert_array_equal(other.final_uses[:, there::5], one.final_uses[:, at::5])
    with flat.open("a") as file:
        file.write("AT_A01,AT_A01,AT,A01,AT,A01,1\n")
    with pytest.raises(preston.LabelError, match="stands twice"):
        read_figaro(flat, year=2022)


def test_figaro__broken_files(tmp_path: Path) -> None:
    matrix, _ = write_figaro(tmp_path, figaro_cells())
    text = matrix.read_text()
    lines = text.splitlines()
    matrix.write_text("\n".join([*lines[:2], lines[2] + ",7", *lines[3:]]))
    with pytest.raises(preston.FormatError, match="16 cells, and the header has 15") as caught:
        read_figaro(matrix, year=2022)
    assert caught.value.line == 3
    matrix.write_text("\n".join([lines[0], *lines[2:]]))
    with pytest.raises(preston.LabelError, match="'AT' has no sector 'A01'|of no economy|every economy"):
        read_figaro(matrix, year=2022)


def write_oecd(path: Path, split: bool) -> None:
    """ICIO: AREA_INDUSTRY, final use in six columns, rows TLS, VA, OUT, a column OUT. With `split` the
    layout of the extended edition: industries of CN1 and CN2 too, final use of CHN."""
    areas = ("CHN", "FRA", "CN1", "CN2") if split else ("CHN", "FRA")
    sectors = [f"{area}_{sector}" for area in areas for sector in ("A01_02", "C10T12")]
    uses = [f"{area}_{use}" for area in ("CHN", "FRA")
            for use in ("HFCE", "NPISH", "GGFC", "GFCF", "INVNT", "DPABR")]  # fmt: skip
    random = np.random.default_rng(5)
    sold = np.round(random.uniform(1, 9, (len(sectors), len(sectors + uses))), 2)
    taxes = np.round(random.uniform(0, 1, len(sectors + uses)), 2)
    output = sold.sum(axis=1)
    added = output - sold[:, : len(sectors)].sum(axis=0) - taxes[: len(sectors)]
    with path.open("w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["V1", *sectors, *uses, "OUT"])
        for label, row, total in zip(sectors, sold, output):
            writer.writerow([label, *map(float, row), float(total)])
        writer.writerow(["TLS", *map(float, taxes), float(taxes.sum())])
        writer.writerow(["VA", *map(float, added), *[0] * len(uses), float(added.sum())])
        writer.writerow(["OUT", *map(float, output), *[0] * len(uses), float(output.sum())])


@pytest.mark.parametrize("split", [False, True])
def test_oecd__balances_and_is_solved(tmp_path: Path, split: bool) -> None:
    path = tmp_path / "ICIO2023_2020.csv"
    write_oecd(path, split)
    table = read_oecd_icio(path, year=2020)
    assert (table.places, table.sectors) == (["CHN", "FRA"], ["A01_02", "C10T12"])
    assert table.uses[0] == "households" and table.uses[-1] == "purchases_abroad"
    checks = table.check()
    assert (checks.row_imbalance, checks.column_imbalance) == pytest.approx((0, 0), abs=1e-10)
    assert table.place_table("FRA").household_taxes_on_products > 0
    money = Model(Economy.multiregional(table)).impact(np.ones(4)).conservation("I")
    assert money.spent == pytest.approx(money.accounted, rel=1e-9)


def test_oecd__as_pymrio_reads_it(tmp_path: Path) -> None:
    pymrio = pytest.importorskip("pymrio")
    for split in (False, True):
        path = tmp_path / "ICIO2023_2020.csv"
        write_oecd(path, split)
        system: Any = pymrio.parse_oecd(path)
        table = read_oecd_icio(path, year=2020)
        order = [(place, sector) for place in table.places for sector in table.sectors]
        theirs = system.Z.loc[order, order].to_numpy()
        np.testing.assert_allclose(table.flows, theirs, rtol=1e-13)
