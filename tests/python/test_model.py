"""Models and impacts: official multipliers, identities, lifetimes, threads."""

from __future__ import annotations

import csv
import gc
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import preston
from preston import Demand, Economy, Ledger, Model, Places, Table
from preston.ledger import Concordance

SOURCE = Path(__file__).resolve().parents[2]
DATA, GOLDEN = SOURCE / "examples" / "data", SOURCE / "tests" / "data" / "golden"


def golden(name: str) -> list[dict[str, str]]:
    with (GOLDEN / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def scotland() -> Model:
    return Model(Economy(Table.read(DATA / "scotland-2019")), closure="II")


@cache
def case() -> Model:
    """Preston, the rest of Lancashire, the rest of the United Kingdom."""
    table = Table.read(DATA / "uk-2019")
    places = Places.read(DATA / "preston" / "places", table)
    return Model(Economy(table, places, delta=0.25), closure="II")


def purchases(year: str = "2012-13") -> Demand:
    economy = case().economy
    mapped = Concordance.read(DATA / "preston" / "concordance.csv", economy.table)
    return Ledger.read(DATA / "preston" / f"ledger-{year}.csv").demand(economy, mapped)


@pytest.mark.parametrize("closure", ["I", "II"])
@pytest.mark.parametrize(("account", "name"), [
    ("output", "output"), ("compensation", "income"), ("gva", "gva"), ("jobs", "jobs"),
])  # fmt: skip
def test_multipliers__scotland_to_the_printed_digit(closure: str, account: str, name: str) -> None:
    rows = [row for row in golden("scotland-2019.csv") if row["closure"] == closure]
    found = scotland().multipliers(account, closure=closure)
    assert found.certificate.certified
    assert [row["code"] for row in rows] == scotland().economy.table.codes
    official = np.array([float(row[f"{name}_multiplier"]) for row in rows])
    # The Scottish Government publishes multipliers with one decimal; its full figures agree to 5e-6.
    np.testing.assert_array_equal(np.round(found.multipliers, 1), np.round(official, 1))
    np.testing.assert_allclose(found.multipliers, official, rtol=5e-6)
    if account != "output":
        effects = np.array([float(row[f"{name}_effect"]) for row in rows])
        np.testing.assert_allclose(found.effects, effects, rtol=5e-6, atol=1e-12)


def test_impact__preston_as_the_golden_numbers() -> None:
    impacts = {"before": case().impact(purchases()), "after": case().impact(purchases("2016-17"))}
    closure = {"direct": "I", "indirect": "I", "induced": "II"}
    rows = [row for row in golden("preston.csv") if row["closure"] == closure.get(row["part"])]
    assert len(rows) > 50
    for row in rows:
        if row["ledger"] in impacts:
            account = {"taxes": "taxes_on_products"}.get(row["account"], row["account"])
            found = impacts[row["ledger"]].value(account, row["part"], row["place"])
            # An independent computation; relative to it, and to a pound in a million.
            assert found == pytest.approx(float(row["value"]), rel=1e-9, abs=1e-6), row


def test_impact__parts_and_places_add_up() -> None:
    impact = case().impact(purchases())
    whole = impact.by_place("gva")
    assert whole.shape == (3, 3)
    for place in range(3):
        for at, part in enumerate(("direct", "indirect", "induced")):
            assert impact.value("gva", part, place) == whole[place, at]
    assert impact.total("gva") == whole.sum()
    total = sum(impact.output(part) for part in ("direct", "indirect", "induced"))
    # Sums in another order: rounding.
    np.testing.assert_allclose(total.sum(), impact.by_place("output").sum(), rtol=1e-13)
    for closure in ("I", "II"):
        money = impact.conservation(closure)
        assert money.spent == pytest.approx(money.accounted, rel=1e-12)
        assert impact.certificate(closure).certified
    wages = impact.wages()
    assert wages.paid + wages.by_households + wages.given == pytest.approx(
        wages.withheld + wages.abroad + wages.received, rel=1e-12
    )
    assert impact.household_income.sum() == pytest.approx(wages.received, rel=1e-12)


def test_effects__are_the_adjoint_of_impacts() -> None:
    demand = purchases()
    places = len(case().economy.places)
    demand = Demand(demand.sectors, demand.imports, demand.taxes_on_products, np.arange(1.0, places + 1))
    pairs = [("gva", "preston"), ("jobs", None), ("output", "lancashire")]
    found = case().effects([account for account, _ in pairs], [area for _, area in pairs])
    impact = case().impact(demand)
    for (account, area), effects in zip(pairs, found):
        counted = [case().economy.is_within(each, area or "uk") for each in range(places)]
        amounts = (demand.sectors, demand.imports, demand.taxes_on_products, demand.household_income)
        dot = sum(float(effect @ amount) for effect, amount in zip(effects, amounts))
        # Both solves are certified to 1e-9.
        assert dot == pytest.approx(impact.by_place(account)[counted].sum(), rel=1e-8)
    with pytest.raises(preston.ShapeError, match="pairs"):
        case().effects(["gva"], [])


def test_impacts__are_those_of_single_demands() -> None:
    demands = [purchases(), purchases("2016-17"), purchases("2016-17") - purchases()]
    found = case().impacts(demands)
    for impact, demand in zip(found, demands):
        np.testing.assert_allclose(
            impact.by_place("gva"), case().impact(demand).by_place("gva"), rtol=1e-9, atol=1e-9
        )
    gains = found[2].gains("output")
    assert gains.net == pytest.approx(gains.gain + gains.loss)
    assert list(gains.amounts) == sorted(gains.amounts, reverse=True)
    assert gains.amounts.sum() == pytest.approx(found[2].total("output"), rel=1e-9)
    assert case().impacts([]) == []


def test_impact__says_which_demand_is_wrong() -> None:
    rows = len(case().economy.output)
    with pytest.raises(preston.ShapeError):
        case().impact(np.ones(rows + 1))
    with pytest.raises(preston.ValueRefused):
        case().impact(np.full(rows, np.nan))
    with pytest.raises(preston.ValueRefused, match="demand 2|2"):
        case().impacts([np.zeros(rows), np.full(rows, np.inf)])
    with pytest.raises(TypeError, match="float32"):
        case().impact(np.ones(rows, np.float32))
    with pytest.raises(preston.MissingData):
        case().impact(np.zeros(rows)).by_place("happiness")
    with pytest.raises(preston.LabelError, match="did you mean 'preston'"):
        case().impact(np.zeros(rows)).value("gva", "direct", "prestn")
    with pytest.raises(IndexError):
        case().impact(np.zeros(rows)).value("gva", "direct", 3)
    with pytest.raises(ValueError, match="direct, indirect, induced"):
        case().impact(np.zeros(rows)).value("gva", "indirekt", 0)


def test_demand__any_strides_and_labels() -> None:
    economy = case().economy
    demand = Demand.of(economy, {("preston", "A01"): 2.0, ("rest-of-uk", "A02"): 1.0})
    assert demand.sectors is not None
    assert demand.sectors[economy.row("preston", "A01")] == 2.0
    strided = np.repeat(demand.sectors, 3)[::3]
    assert strided.strides != demand.sectors.strides
    np.testing.assert_array_equal(
        case().impact(strided).by_place("gva"), case().impact(demand).by_place("gva")
    )


def test_constrain__binds_where_there_is_a_limit() -> None:
    economy, demand = case().economy, purchases()
    free = np.full(len(economy.output), np.inf)
    kept = case().constrain(demand, free)
    np.testing.assert_array_equal(kept.demand.sectors, demand.sectors)  # to the bit, where none binds
    row = int(np.argmax(demand.sectors))
    limits = free.copy()
    limits[row] = demand.sectors[row] / 2
    held = case().constrain(demand, limits)
    impact = case().impact(held.demand)
    change = sum(impact.output(part) for part in ("direct", "indirect", "induced"))
    # The model's tolerance, 1e-9, times all changes of output.
    assert change[row] <= limits[row] + 1e-9 * np.abs(change).sum()
    sums = [each.sectors.sum() + each.imports.sum() for each in (demand, held.demand)]
    assert sums[0] == pytest.approx(sums[1], rel=1e-9)


def test_rounds__add_up_and_agree_with_multipliers() -> None:
    demand = Demand.of(case().economy, {("preston", "Q87 & Q88"): 1.0}).sectors
    found = case().rounds(demand, 60, area="preston", closure="I")
    assert found.rounds[0] == 1.0
    assert found.rounds.sum() == pytest.approx(found.full, rel=1e-9)
    everywhere = case().rounds(demand, 1, closure="I")
    multipliers = case().multipliers("output", closure="I").multipliers
    assert everywhere.full == pytest.approx(multipliers @ demand, rel=1e-8)


def test_model__what_it_is_made_of() -> None:
    model = case()
    assert repr(model) == "<Model: 3 places × 105 sectors, Type I and II>"
    assert model.has_closure("I") and model.closure.name == "PRESTON_CLOSURE_II"
    demand = np.ones(model.operator("I").rows)
    solved, certificate = model.solver("I").solve(demand)
    assert certificate.certified
    np.testing.assert_allclose(solved - model.operator("I") @ solved, demand, atol=1e-9)
    assert Model.estimate(model.economy, "II").rows == 318 == model.solver("II").rows
    only = Model(model.economy)
    assert not only.has_closure("II")
    with pytest.raises(ValueError, match="no closure II"):
        only.operator("II")
    with pytest.raises(preston.MissingData):
        only.multipliers("gva", closure="II")
    with pytest.raises(TypeError, match="did you mean 'closure'"):
        Model(model.economy, closur="II")
    direct = model.direct("gva")
    gva, output = model.economy.table.account("gva"), model.economy.table.output
    np.testing.assert_allclose(direct[:105], gva / output, rtol=1e-12)


def test_model__progress_that_raises_arrives() -> None:
    def fail(done: int, total: int) -> None:
        raise KeyError(f"{done} of {total}")

    with pytest.raises(KeyError, match="0 of"):
        Model(case().economy, progress=fail)
    with pytest.raises(preston.Stopped):
        Model(case().economy, progress=lambda done, total: True)
    seen: list[tuple[int, int]] = []
    Model(case().economy, closure="II", progress=lambda *each: seen.append(each))
    assert seen[0][0] == 0 and seen[-1][0] == seen[-1][1]


def test_unproductive__is_an_arithmetic_error() -> None:
    table = Table(np.array([[0.6, 0.5], [0.5, 0.6]]), np.ones(2), codes=["a", "b"])
    with pytest.raises(preston.UnproductiveEconomy, match="a") as caught:
        Model(Economy(table))
    assert isinstance(caught.value, ArithmeticError)


def test_lifetimes__children_keep_their_parents() -> None:
    def make() -> tuple[Any, ...]:
        table = Table.read(DATA / "uk-2019")
        places = Places.read(DATA / "preston" / "places", table)
        model = Model(Economy(table, places), closure="II")
        impact = model.impact(np.ones(315))
        parts = impact.output("indirect"), model.solver("I"), model.economy.table.flows
        kept = impact.economy, model.economy.place_table("preston")
        for each in (table, places, model, impact):
            each.close()
        return (*parts, *kept)

    output, solver, flows, economy, table = make()
    gc.collect()
    filler = [np.full(315, -1.0) for _ in range(2000)]  # would be put where they were
    assert (output > 0).sum() > 300 and np.isfinite(output).all()
    solver.solve(np.ones(315))
    np.testing.assert_array_equal(flows, Table.read(DATA / "uk-2019").flows)
    assert economy.places[0] == "preston" and len(table) == 105 and len(filler) == 2000


def test_threads__the_same_bits_from_one_model() -> None:
    model, demands = case(), [purchases(), purchases("2016-17")]
    alone = [model.impact(each).by_place("gva") for each in demands]
    effects = model.multipliers("gva").effects

    def work(number: int) -> bool:
        same = np.array_equal(model.impact(demands[number % 2]).by_place("gva"), alone[number % 2])
        return same and np.array_equal(model.multipliers("gva").effects, effects)

    with ThreadPoolExecutor(16) as pool:
        assert all(pool.map(work, range(64)))


def test_pandas__labelled_by_place_account_part() -> None:
    pytest.importorskip("pandas")
    impact = case().impact(purchases())
    values = impact.to_pandas(["gva", "jobs"])
    assert values.index.names == ["place", "account", "part"]
    assert values["preston", "jobs", "induced"] == impact.value("jobs", "induced", "preston")
    assert values.size == 3 * 2 * 3
    frame = case().to_pandas(["output"], area="preston")
    assert frame.index.names == ["place", "sector"]
    assert frame["output", "effect"].iloc[4] == case().multipliers(area="preston").effects[4]
    series = case().economy.series(impact.output("direct"), "direct")
    assert series["preston", "A01"] == impact.output("direct")[0]
