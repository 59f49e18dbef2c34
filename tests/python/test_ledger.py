"""Ledgers: reading, retention, demand, LM3."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import preston
from preston import Concordance, Economy, Ledger, Model, Survey, Table, lm3_from_rounds, model_lm3

SOURCE = Path(__file__).resolve().parents[2]
DATA, LEDGERS = SOURCE / "examples" / "data", SOURCE / "tests" / "data" / "ledgers"


def some(**others: Any) -> Ledger:
    given: dict[str, Any] = {
        "categories": ["A01", "A02", "A01", "A02"], "places": ["here", "here", "there", ""],
        "suppliers": ["s", "t", "u", "v"],
    }  # fmt: skip
    return Ledger(np.array([100.0, 50.0, 30.0, -20.0]), **{**given, **others})


def test_ledger__of_arrays() -> None:
    ledger = some()
    assert repr(ledger) == "<Ledger: 4 purchases, 160.00 in all>"
    assert (len(ledger), ledger.total) == (4, 160.0)
    np.testing.assert_array_equal(ledger.amounts(), [100, 50, 30, -20])
    assert ledger.labels("place") == ["here", "here", "there", ""] and ledger.labels("type") == [""] * 4
    with pytest.raises(preston.ShapeError, match="buyers has 1"):
        some(buyers=["b"])
    with pytest.raises(ValueError, match="buyer, supplier, category, place, type"):
        ledger.labels("colour")
    with pytest.raises(TypeError, match="int64"):
        Ledger(np.array([1, 2]))


def test_retention__published_shares_of_greater_manchester() -> None:
    retention = Ledger.read(LEDGERS / "greater-manchester-councils.csv").retention("supplier")
    by_buyer = Ledger.read(LEDGERS / "greater-manchester-councils.csv").retention("buyer")
    with (LEDGERS / "greater-manchester-retention.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows
    for row in rows:
        council = None if row["council"] == "total" else row["council"]
        share = by_buyer.share(council, "own")
        assert round(100 * share, 1) == float(row["percent"])  # to the printed digit
        assert by_buyer.amount(council) == pytest.approx(float(row["total"]), abs=0.01)
    assert len(retention.groups) > len(by_buyer.groups)
    assert by_buyer.share(None, "mars") == 0.0
    with pytest.raises(preston.LabelError, match="did you mean 'Bolton'"):
        by_buyer.share("Boltn")


def test_read__columns_by_keyword_and_absent_ones(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text('Firm,Net,Spend Type\nA,"1,234.50",X\nB,£98,Y\n', encoding="utf-8")
    absent = dict.fromkeys(("date", "buyer", "place", "type"), False)
    ledger = Ledger.read(
        path, supplier="Firm", amount="Net", category="Spend Type", amounts="spreadsheet", **absent
    )
    assert ledger.total == 1332.5 and ledger.labels("supplier") == ["A", "B"]
    with pytest.raises(preston.PrestonError) as caught:
        Ledger.read(path, supplier="Firm", amount="Net", category="Spend Type", **absent)
    assert (caught.value.line, caught.value.column) == (2, 2)
    with pytest.raises(preston.LabelError):
        Ledger.read(path, amount="Gross", **absent)
    with pytest.raises(TypeError, match="did you mean 'amount'"):
        Ledger.read(path, amonut="Net")


def test_demand__by_sector_by_concordance_and_by_hand() -> None:
    economy = Economy(Table.read(DATA / "uk-2019"))
    codes = economy.table.codes
    place = economy.places[0]
    bought = Ledger(np.array([3e6, 1e6]), categories=[codes[0], codes[1]], places=[place] * 2)
    demand = bought.demand(economy)
    assert demand.sectors is not None and demand.imports is not None
    np.testing.assert_array_equal(demand.sectors[:2], [3.0, 1.0])  # the table is in millions
    shares = {"food": {codes[0]: 0.5, "imports": 0.25, "taxes_on_products": 0.25}, "wood": codes[1]}
    mapped = Concordance.of(shares, economy.table)
    assert mapped.maps("food") and not mapped.maps("water")
    eaten = Ledger(np.array([4e6]), categories=["food"], places=[place]).demand(economy, mapped)
    assert eaten.sectors is not None and eaten.imports is not None
    assert eaten.taxes_on_products is not None
    assert (eaten.sectors[0], eaten.imports[0], eaten.taxes_on_products[0]) == (2.0, 1.0, 1.0)
    doubled = bought.demand(economy, price_factor=2.0, beside=bought)
    np.testing.assert_array_equal(doubled.sectors, 2 * demand.sectors)
    with pytest.raises(preston.LabelError, match="water"):
        Ledger(np.ones(1), categories=["water"], places=[place]).demand(economy, mapped)
    with pytest.raises(preston.ValueRefused, match="food"):
        Concordance.of({"food": {codes[0]: 0.5}}, economy.table)


def test_lm3__both_conventions(tmp_path: Path) -> None:
    (tmp_path / "survey.csv").write_text("supplier,local_share\nlocal firm,0.76\nother firm,0.36\n")
    survey = Survey.read(tmp_path / "survey.csv")
    # Northumberland's £1.76 for a pound spent with a local supplier, £0.36 with another.
    for supplier, place, published in (("local firm", "here", 1.76), ("other firm", "there", 0.36)):
        ledger = Ledger(np.array([100.0]), suppliers=[supplier], places=[place])
        assert ledger.lm3(survey, ["here"]).local == pytest.approx(published, rel=1e-15)
    found = lm3_from_rounds(100.0, 50.0, 20.0)
    assert found == ((100.0, 50.0, 20.0), 1.7, 0.7, 0.0, 0.0)
    with pytest.raises(preston.ValueRefused):
        lm3_from_rounds(0.0, 1.0, 1.0)
    with pytest.raises(TypeError, match="one text"):
        Ledger(np.ones(1)).lm3(survey, "here")


def test_model_lm3__three_rounds_of_the_model() -> None:
    model = Model(Economy(Table.read(DATA / "uk-2019")), closure="II")
    demand = np.zeros(105)
    demand[10] = 5.0
    area = model.economy.places[0]
    found = model_lm3(model, area, demand)
    rounds = model.rounds(demand, 3, area=area)
    np.testing.assert_allclose(found.rounds, rounds.rounds, rtol=1e-12)
    assert found.plain == pytest.approx(rounds.rounds.sum() / 5.0, rel=1e-12)
    assert found.full == pytest.approx(rounds.full / 5.0, rel=1e-9)
    assert found.captured == pytest.approx(found.plain / found.full, rel=1e-12)


def test_pandas__there_and_back() -> None:
    pandas = pytest.importorskip("pandas")
    frame = some().to_pandas()
    assert list(frame.columns) == ["buyer", "supplier", "category", "place", "type", "amount"]
    again = Ledger.from_pandas(frame)
    assert again.to_pandas().equals(frame)
    other = pandas.DataFrame({"Net": [1, 2], "Town": ["here", None]})
    ledger = Ledger.from_pandas(other, amount="Net", place="Town")
    assert ledger.labels("place") == ["here", ""] and ledger.total == 3.0
    with pytest.raises(preston.LabelError, match="did you mean 'Net'"):
        Ledger.from_pandas(other, amount="Nett")
    shares = some().retention("category").to_pandas(["here", "there"])
    assert shares.loc["A01", "here"] == pytest.approx(100 / 130)
