"""What scenarios bring about: identities of the theory, and the numbers of the Preston case."""

from __future__ import annotations

import csv
import gc
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import preston
from preston import projection as projections
from preston.projection import ALL_MEASURES, PRESENT_VALUE

GOLDEN = Path(__file__).resolve().parents[1] / "data" / "golden"

# Sums of a few hundred products of a size of 1e3: what is left of 1e-16 after that.
ROUNDING = 1e-9


@pytest.fixture(scope="module")
def case() -> Any:
    return preston.examples.preston()


@pytest.fixture(scope="module")
def answer(case: Any) -> Any:
    return case.run()


@pytest.fixture(scope="module")
def future() -> Any:
    """Helping measures, limited capacity, a premium, additionality."""
    return preston.examples.read("preston-to-2027").scenario.run()


# --- numbers ---


def test_value__measures_add_up_to_all_of_them(future: Any) -> None:
    """Shapley values are efficient: their sum is what all bring about."""
    changes = future.array()
    assert changes.shape[1] == 4
    assert np.abs(changes).max() > 1.0
    np.testing.assert_allclose(changes[:, 1:].sum(axis=1), changes[:, 0], rtol=0, atol=ROUNDING)


def test_value__present_value_is_the_discounted_sum(future: Any) -> None:
    """At 3.5 % a year, the default, from the first year on."""
    changes = future.array()
    years = np.array([1.035**-each for each in range(len(future.years))])
    assert [future.discount(each) for each in future.years] == pytest.approx(list(years), rel=1e-14)
    assert future.discount(1999) == 0.0
    summed = np.tensordot(years, changes[:-1], 1)
    np.testing.assert_allclose(changes[-1], summed, rtol=1e-12, atol=ROUNDING)


def test_value__net_is_gross_by_additionality(future: Any) -> None:
    for measure in future.measures:
        gross, net = (
            future.value("gva", area="preston", year=2027, measure=measure, statistic=each)
            for each in ("gross", "net")
        )
        assert net == pytest.approx(future.additionality(measure) * gross, rel=1e-12)


def test_value__is_the_cell_of_the_array(future: Any) -> None:
    changes = future.array()
    year, measure = future.years.index(2025), future.parts.index("further-to-preston")
    gva, here = future.accounts.index("gva"), future.areas.index("preston")
    keywords = {"year": 2025, "measure": "further-to-preston", "closure": "I"}
    assert future.value("gva", statistic="net", **keywords) == changes[year, measure, here, gva, 0, 1]
    assert future.value("gva", "preston") == changes[-1, 0, here, gva, 1, 0]


def test_value__net_is_gross_by_the_published_factor(future: Any) -> None:
    factor = preston.Additionality.published("standard").factor
    gross = future.value("gva", measure="further-to-preston")
    net = future.value("gva", measure="further-to-preston", statistic="net")
    assert gross != 0.0
    assert net == pytest.approx(factor * gross, rel=1e-12)


def test_to_pandas__has_every_number_once(future: Any) -> None:
    pytest.importorskip("pandas")
    found = future.to_pandas()["value"]
    assert found.index.is_unique
    assert not found.isna().any()
    expected = future.array().size + future.baseline().size
    assert len(found) == expected
    cell = (2027, ALL_MEASURES, "preston", "gva", "type II", "gross")
    assert found[cell] == future.value("gva", year=2027)
    assert found[PRESENT_VALUE, ALL_MEASURES, "uk", "jobs", "type I", "baseline"] > 0.0


def test_present_values__are_the_last_year_of_the_array(future: Any) -> None:
    pytest.importorskip("pandas")
    found = future.present_values()
    here = found.loc[("preston", "gva", "type II")]
    assert here["gross"] == future.value("gva")
    assert here["net"] == future.value("gva", statistic="net")


def test_by_place__adds_up_to_the_areas(answer: Any) -> None:
    projection = answer.projection
    values = projection.place_values("gva", 2016)
    assert values.shape == (3, 3)
    assert values.sum(axis=1)[0] == pytest.approx(projection.value("gva", year=2016), abs=ROUNDING)
    nation = projection.value("gva", "uk", year=2016)
    assert values.sum() == pytest.approx(nation, abs=ROUNDING)


def test_by_place__baseline_is_another_thing_than_a_change(answer: Any) -> None:
    pytest.importorskip("pandas")
    frame = answer.projection.by_place("gva")
    assert list(frame.columns) == ["direct", "indirect", "induced"]
    assert frame.loc["preston"].sum() == pytest.approx(
        answer.projection.value("gva", year=2012, statistic="baseline"), abs=ROUNDING
    )


@pytest.mark.parametrize("year", [None, 2017, 2027])
def test_conservation__of_each_year(future: Any, year: int | None) -> None:
    """As much becomes of the money as was spent: to 1e-9 of the 617 million of the ledger."""
    spent, accounted = future.conservation(year)
    assert accounted == pytest.approx(spent, abs=617.0 * 1e-9)
    if year is None:
        assert spent > 617.0


def test_impact__knows_its_places(answer: Any) -> None:
    impact = answer.projection.impact(2016)
    assert impact.economy.places == ["preston", "rest-of-lancashire", "rest-of-uk"]
    # No supplier type differs from its sector here: there are no corrections.
    np.testing.assert_allclose(
        impact.by_place("gva"), answer.projection.place_values("gva", 2016), rtol=0, atol=ROUNDING
    )


def test_state__adoption_is_the_path_of_the_file(answer: Any) -> None:
    pytest.importorskip("pandas")
    states = answer.projection.states()
    adoption = states.loc["to-preston"]["adoption"]
    assert list(adoption) == pytest.approx([0.0, 0.25, 0.5, 0.75, 1.0], rel=1e-12)
    row = states.loc[("to-preston", 2016)]
    assert row["placed"] == pytest.approx(row["eligible"] * 13.2 / 61.0, rel=1e-12)


def test_reached__on_a_straight_path(answer: Any) -> None:
    projection = answer.projection
    assert projection.reached("to-preston", "gva", share=0.9) == 2016
    assert projection.reached("to-preston", "gva", share=0.2) == 2013


def test_break_even__without_a_loss_elsewhere_in_the_nation(answer: Any) -> None:
    """Every place has the nation's technology: for the nation nothing is gained at any premium."""
    projection = answer.projection
    premiums, moved = projection.break_even_values("to-preston", "gva", "uk")
    chosen = moved > 1e-6
    assert chosen.sum() > 20
    np.testing.assert_allclose(premiums[chosen], 0.0, rtol=0, atol=1e-9)


def test_break_even__lists_what_was_moved(answer: Any) -> None:
    pytest.importorskip("pandas")
    projection = answer.projection
    found = projection.break_even("to-preston", "gva")
    assert (found["moved"] > 0.0).all()
    placed = projection.state("to-preston", 2016).placed
    assert found["moved"].sum() == pytest.approx(placed, rel=1e-9)


def test_ledger__of_a_year_spends_what_the_baseline_does(answer: Any) -> None:
    """Moving at no premium changes no total, and buys in Preston what it did not (currency units)."""
    before, after = answer.projection.ledger(), answer.projection.ledger(2016)
    assert after.total == pytest.approx(before.total, rel=1e-12)
    bought = [each.retention("place").amount(place="preston") for each in (before, after)]
    placed = answer.projection.state("to-preston", 2016).placed
    assert bought[1] - bought[0] == pytest.approx(placed * 1e6, rel=1e-9)


# --- questions that make no sense ---


@pytest.mark.parametrize("year", [2011, "soon"])
def test_value__a_year_that_is_not_there(answer: Any, year: Any) -> None:
    with pytest.raises(ValueError, match="there are 2012 to 2016"):
        answer.projection.value("gva", year=year)


def test_value__misspelt_labels(answer: Any) -> None:
    with pytest.raises(preston.LabelError, match="did you mean 'preston'"):
        answer.projection.value("gva", "prestn")
    with pytest.raises(preston.LabelError, match="did you mean 'to-preston'"):
        answer.projection.value("gva", measure="to-prestn")


def test_same_baseline__says_what_differs(case: Any, answer: Any, future: Any) -> None:
    cheaper = case.scenario.replace_measure("to-preston", share=0.1)
    answer.projection.same_baseline(case.inputs.run(cheaper))
    with pytest.raises(preston.ValueRefused):
        answer.projection.same_baseline(future)


# --- before and after ---


def test_comparison__reaches_the_golden_impacts(answer: Any) -> None:
    """tests/data/golden/preston.csv, computed by another program; 1e-8 as in the C tests' tables."""
    places = answer.comparison.places
    rows = [
        row for row in csv.DictReader((GOLDEN / "preston.csv").open())
        if row["closure"] == "II" and row["account"] in ("output", "gva", "compensation", "jobs")
    ]  # fmt: skip
    assert len(rows) >= 72
    for row in rows:
        values = answer.comparison.place_values(row["account"], after=row["ledger"] == "after")
        cell = values[places.index(row["place"]), projections.PARTS.index(row["part"])]
        assert cell == pytest.approx(float(row["value"]), rel=1e-8, abs=1e-8), row


def test_comparison__causes_add_up_to_the_change(answer: Any) -> None:
    pytest.importorskip("pandas")
    found = answer.comparison.to_pandas()
    causes = found[list(projections.CAUSES)].sum(axis=1)
    assert (found["change"].abs() > 1.0).any()
    np.testing.assert_allclose(causes, found["change"], rtol=0, atol=1e-7)
    cell = found.loc[("gva", "preston", "direct"), "localisation"]
    assert answer.comparison.value("localisation", "gva", "direct", "preston") == cell


def test_comparison__without_a_second_ledger() -> None:
    with pytest.raises(preston.MissingData, match="no 'after' ledger"):
        preston.examples.read("preston-to-2027").scenario.inputs().compare()


# --- supplier types ---


def _types(model: preston.Model) -> preston.SupplierTypes:
    return preston.SupplierTypes(model, [{"code": "social", "jobs": 30.0, "local_purchases": 0.6}])


def test_supplier_types__average_purchases_are_plain_demand(case: Any) -> None:
    model = case.inputs.model
    types = _types(model)
    purchases = np.zeros((len(model.economy.places) * len(model.economy.sectors), len(types)))
    purchases[:40, 0] = 1.0
    found = types.demand(purchases)
    np.testing.assert_allclose(found.sectors, purchases[:, 0], rtol=0, atol=1e-15)
    assert not found.corrections.any()
    assert types.codes == ["", "social"]
    assert types.share("", 0) == 1.0
    assert np.isnan(types.share("social", 0))


def test_supplier_types__effects_are_the_adjoint_of_demand(case: Any) -> None:
    """The dot product is what the demand and its corrections bring about: jobs in Preston."""
    model = case.inputs.model
    types = _types(model)
    random = np.random.default_rng(7)
    rows = len(model.economy.places) * len(model.economy.sectors)
    output = np.asarray(model.economy.output)
    purchases = random.random((rows, 2)) * (output > 1.0)[:, None]
    effects = types.effects(["jobs"], ["preston"])[0]
    demand = types.demand(purchases)
    jobs = model.economy.table.accounts.index("jobs")
    found = model.impact(preston.Demand(*demand[:4])).by_place("jobs")[0].sum()
    expected = found + demand.corrections[0, jobs]
    assert (effects.purchases * purchases).sum() == pytest.approx(expected, rel=1e-9)
    assert abs(demand.corrections[0, jobs]) > 1.0


def test_supplier_types__unknown_keyword() -> None:
    model = preston.examples.preston().inputs.model
    with pytest.raises(TypeError, match="did you mean 'jobs'"):
        preston.SupplierTypes(model, [{"code": "x", "job": 1.0}])


# --- lifetimes, threads ---


def test_projection__outlives_all_it_was_made_of() -> None:
    projection = preston.examples.preston().scenario.run()
    impact = projection.impact(2016)
    expected = projection.place_values("gva", 2016)
    del projection
    gc.collect()
    np.testing.assert_allclose(impact.by_place("gva"), expected, rtol=0, atol=ROUNDING)


def test_run__from_many_threads_gives_the_same_bits(case: Any) -> None:
    inputs, found = case.inputs, [None] * 6

    def work(place: int) -> None:
        found[place] = inputs.run().array().tobytes()

    threads = [threading.Thread(target=work, args=(each,)) for each in range(len(found))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(found)) == 1


def test_run__headroom_from_an_array(case: Any) -> None:
    """With no room anywhere in Preston nothing can be placed there."""
    inputs = case.inputs
    economy = inputs.model.economy
    headroom = np.zeros(len(economy.places) * len(economy.sectors))
    state = inputs.run(headroom=headroom).state("to-preston", 2016)
    assert state.wanted > 1.0
    assert state.placed == pytest.approx(0.0, abs=1e-12)
