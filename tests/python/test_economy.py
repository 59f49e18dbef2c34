"""Places, trade and economies, in both forms, and tables of several economies."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

import preston
from preston import DistanceList, Economy, Model, Multiregional, OwnTables, Places, Table, TradeShares
from preston.trade import distances

SOURCE = Path(__file__).resolve().parents[2]
DATA = SOURCE / "examples" / "data"


def table() -> Table:
    """Two sectors that balance."""
    return Table(
        np.array([[150.0, 500.0], [200.0, 100.0]]), np.array([1000.0, 2000.0]), codes=["a", "b"],
        final_use=np.array([[350.0], [1700.0]]), uses=["households"], household_income=3000,
        accounts={"gva": [650, 1400], "imports": [0, 0], "taxes_on_products": [0, 0],
                  "compensation": [300, 700]},
        title="nation", year=2020, currency="EUR", unit="million",
    )  # fmt: skip


SIZES = np.array([[0.0, 0.0], [30.0, 40.0], [50.0, 20.0], [20.0, 40.0]])
WHERE = np.array([[np.nan, np.nan], [0.0, 0.0], [3.0, 4.0], [10.0, 0.0]])


def three(**others: Any) -> Places:
    """Three places that fill their nation."""
    return Places(["nation", "x", "y", "z"], [None, "nation", "nation", "nation"], SIZES, ["a", "b"],
                  **others)  # fmt: skip


# --- places ---


def test_places__of_arrays() -> None:
    places = three(coordinates=WHERE, names=["N", "X", "Y", "Z"])
    assert repr(places) == "<Places: 3 places in 'nation', by size>"
    assert (places.codes, places.areas) == (["x", "y", "z"], ["nation", "x", "y", "z"])
    assert places.parents == [None, "nation", "nation", "nation"] and places.area_of == ["x", "y", "z"]
    assert places.area_names == ["N", "X", "Y", "Z"]
    np.testing.assert_array_equal(places.sizes(table()), SIZES[1:])
    np.testing.assert_array_equal(places.coordinates(), WHERE[1:])
    places.locate(np.asfortranarray(WHERE + 1.0))
    np.testing.assert_array_equal(places.coordinates(), WHERE[1:] + 1.0)


def test_places__remainders_and_what_is_wrong() -> None:
    sizes = np.array([[100.0, 100.0], [30.0, 40.0]])
    places = Places(["nation", "x"], ["", "nation"], sizes, ["a", "b"])
    assert places.codes == ["x", "rest-of-nation"]
    np.testing.assert_array_equal(places.sizes(table()), [[30, 40], [70, 60]])
    with pytest.raises(preston.MissingData, match="'x'"):
        places.coordinates()
    with pytest.raises(preston.LabelError, match="'x' lies in 'nowhere'"):
        Places(["nation", "x"], [None, "nowhere"], sizes, ["a", "b"])
    with pytest.raises(preston.ValueRefused, match="nation"):
        Places(["nation", "x"], [None, "nation"], sizes[::-1].copy(), ["a", "b"])
    with pytest.raises(preston.ShapeError, match="parents"):
        Places(["nation", "x"], [None], sizes, ["a", "b"])


def test_places__of_frames() -> None:
    pandas = pytest.importorskip("pandas")
    listed = pandas.DataFrame(
        {"name": ["N", "X"], "parent": [None, "nation"], "x": [np.nan, 1.0], "y": [np.nan, 2.0]},
        index=["nation", "x"],
    )
    sizes = pandas.DataFrame({"b": [100, 40], "a": [90, 30]}, index=["nation", "x"])
    places = Places.from_pandas(listed, sizes, table())
    np.testing.assert_array_equal(places.sizes(table()), [[30, 40], [60, 60]])
    assert places.to_pandas().loc["x", "parent"] == "nation"
    with pytest.raises(preston.LabelError, match="given for c"):
        Places.from_pandas(listed, sizes.rename(columns={"b": "c"}), table())


# --- trade ---


def test_quotients__as_their_formulas() -> None:
    place, nation = np.array([30.0, 40.0]), np.array([100.0, 100.0])
    slq = place / place.sum() / (nation / nation.sum())
    weight = np.log2(1 + 70 / 200) ** 0.25
    assert preston.flegg_lambda(70, 200, 0.25) == pytest.approx(weight, rel=1e-14)
    cells, own = preston.location_quotients(place, nation, "slq")
    np.testing.assert_allclose(cells, np.outer(slq, [1, 1]), rtol=1e-14)
    cells, own = preston.location_quotients(place, nation, "FLQ", 0.25)
    expected = np.outer(slq, 1 / slq) * weight
    np.fill_diagonal(expected, slq * weight)
    np.testing.assert_allclose(cells, expected, rtol=1e-14)
    np.testing.assert_allclose(own, slq * weight, rtol=1e-14)
    with pytest.raises(ValueError, match="slq, cilq, rlq, flq, aflq"):
        preston.location_quotients(place, nation, "quotient")


def test_trade__shares_add_up_however_distance_is_given(tmp_path: Path) -> None:
    supply, use = np.array([[3.0], [5.0], [2.0]]), np.array([[4.0], [4.0], [2.0]])
    codes = ["x", "y", "z"]
    far = np.array([[0.0, 5.0, 10.0], [5.0, 0.0, np.hypot(7, 4)], [10.0, np.hypot(7, 4), 0.0]])
    (tmp_path / "times.csv").write_text(
        f"from,to,minutes\nx,y,5\nx,z,10\ny,z,{far[1, 2]!r}\n".replace("np.float64(", "").replace(")", "")
    )
    options = {"scale": 5.0, "pool_share": 0.1, "nearest": 0}
    listed = DistanceList.read(tmp_path / "times.csv", codes, complete=True)
    assert listed.pairs == 6
    starts = {"starts": [0, 2, 4, 6], "places": [1, 2, 0, 2, 0, 1],
              "values": [far[0, 1], far[0, 2], far[1, 0], far[1, 2], far[2, 0], far[2, 1]]}  # fmt: skip
    forms = [WHERE[1:], distances(matrix=far), listed, distances(**starts)]
    made = [
        TradeShares.gravity(form, supply=supply, use=use, place_codes=codes, options=options)
        for form in forms
    ]
    shares = [[[each.share(0, r, s) for r in range(3)] for s in range(3)] for each in made]
    np.testing.assert_allclose(np.sum(shares, axis=2), 1.0, rtol=1e-12)
    for other in shares[1:]:
        np.testing.assert_allclose(other, shares[0], rtol=1e-9)
    sold = np.array(shares[0]).T @ use[:, 0]
    np.testing.assert_allclose(sold, supply[:, 0], atol=10 * 1e-8)  # the tolerance of balancing
    assert made[0].imbalance(0).difference < 1e-8
    with pytest.raises(IndexError, match="place 3 of 3"):
        made[0].share(0, 3, 0)
    with pytest.raises(TypeError, match="did you mean 'scale'"):
        TradeShares.gravity(WHERE[1:], supply=supply, use=use, options={"scal": 1})


def test_trade__lists_that_are_too_short_are_refused() -> None:
    """The library would read past their end."""
    amounts = {"supply": np.ones((3, 1)), "use": np.ones((3, 1))}
    with pytest.raises(preston.ShapeError, match="values must have 2"):
        distances(starts=[0, 1, 2], places=[1, 0], values=[1.0])
    with pytest.raises(preston.ShapeError, match="never falls"):
        distances(starts=[1, 2], places=[0, 1], values=[1.0, 1.0])
    lists = distances(starts=[0, 1, 2], places=[1, 0], values=[1.0, 1.0])
    with pytest.raises(preston.ShapeError, match="of 2 places, and there are 3"):
        TradeShares.gravity(lists, **amounts)
    with pytest.raises(preston.ShapeError, match="place_codes has 2"):
        TradeShares.pool(**amounts, place_codes=["x", "y"])
    with pytest.raises(TypeError, match="one text"):
        TradeShares.pool(**amounts, place_codes="xyz")
    with pytest.raises(preston.PrestonError, match="share number 1"):
        TradeShares.given([(0, 0, 9, 1.0)], place_codes=["x"])


def test_trade__given_and_read(tmp_path: Path) -> None:
    codes = {"place_codes": ["x", "y"], "sector_codes": ["a", "b"]}
    lines = [(None, 0, 0, 0.75), (None, 1, 0, 0.25), (0, 1, 1, 1.0), (1, 0, 1, 1.0)]
    given = TradeShares.given(lines, **codes)
    assert (given.places, given.sectors) == (2, 2)
    assert [given.share(*each) for each in ((0, 0, 0), (1, 1, 0), (0, 1, 1), (1, 0, 1), (1, 1, 1))] == [
        0.75, 0.25, 1.0, 1.0, 0.0,
    ]  # fmt: skip
    (tmp_path / "trade.csv").write_text(
        "sector,seller,buyer,share\n*,x,x,0.75\n*,y,x,0.25\na,y,y,1\nb,x,y,1\n"
    )
    read = TradeShares.read(tmp_path, **codes)
    assert all(
        read.share(s, r, b) == given.share(s, r, b) for s in (0, 1) for r in (0, 1) for b in (0, 1)
    )
    with pytest.raises(preston.LabelError):
        TradeShares.given([*lines, lines[0]], **codes)
    (tmp_path / "trade.csv").write_text("sector,seller,buyer,share\n*,x,x,0.75\n*,w,x,0.25\n")
    with pytest.raises(preston.LabelError) as caught:
        TradeShares.read(tmp_path, **codes)
    assert caught.value.line == 3


def test_trade__pool_and_commuting(tmp_path: Path) -> None:
    supply, use = np.array([[3.0], [1.0]]), np.array([[1.0], [3.0]])
    pool = TradeShares.pool(supply=supply, use=use, own=np.zeros((2, 1)))
    assert pool.share(0, 0, 1) == pytest.approx(0.75, rel=1e-12)  # by what each has to sell
    here = TradeShares.no_commuting(2)
    assert (here.share(0, 0, 0), here.share(0, 1, 0)) == (1.0, 0.0)
    given = TradeShares.commuting_given([(None, 0, 0, 0.5), (None, 1, 0, 0.5), (None, 1, 1, 1.0)], ["x", "y"])
    assert given.share(0, 1, 0) == 0.5
    (tmp_path / "commuting.csv").write_text("workplace,residence,share\nx,x,0.5\nx,y,0.5\ny,y,1\n")
    read = TradeShares.commuting_read(tmp_path, ["x", "y"])
    assert read.share(0, 1, 0) == 0.5
    near = TradeShares.commuting_gravity(np.ones(2), np.array([[0.0, 0.0], [1.0, 0.0]]), scale=1.0)
    # residents times exp(-d / scale), over all places.
    assert near.share(0, 1, 0) == pytest.approx(np.exp(-1) / (1 + np.exp(-1)), rel=1e-12)
    with pytest.raises(preston.ValueRefused, match="x"):
        TradeShares.commuting_given([(None, 0, 0, 0.5), (None, 1, 1, 1.0)], ["x", "y"])


def test_curve_order__visits_each_place_once_and_near_ones_together() -> None:
    where = np.array([[0.0, 0.0], [100.0, 100.0], [1.0, 0.0], [100.0, 99.0]])
    order = list(preston.curve_order(where))
    assert sorted(order) == [0, 1, 2, 3]
    assert abs(order.index(0) - order.index(2)) == abs(order.index(1) - order.index(3)) == 1


# --- economies ---


def test_economy__columns_add_up_to_the_nations() -> None:
    nation = table()
    economy = Economy(nation, three(), quotient="flq", delta=0.3)
    assert repr(economy) == "<Economy: 3 places × 2 sectors, cell by cell>"
    assert (economy.places, economy.sectors, economy.rows[3]) == (["x", "y", "z"], ["a", "b"], ("y", "b"))
    sums = economy.coefficients.reshape(3, 2, 3, 2).sum(axis=0).transpose(1, 0, 2)
    for place in range(3):
        np.testing.assert_allclose(sums[place], nation.coefficients(), rtol=1e-12)
    assert sum(economy.place_share(each) for each in economy.places) == pytest.approx(1.0, rel=1e-12)
    assert economy.place_lambda("x") == pytest.approx(preston.flegg_lambda(70, 200, 0.3), rel=1e-12)
    np.testing.assert_allclose(economy.final_shares("y").sum(axis=1), 1.0, rtol=1e-12)
    assert economy.final_share("y", "b", "z") == economy.final_shares("y")[1, 2]
    assert economy.place_table("x").codes == ["a", "b"] and not economy.is_traded
    assert economy.place_names == ["x", "y", "z"] and economy.output.sum() == pytest.approx(3000)
    with pytest.raises(preston.LabelError, match="did you mean"):
        economy.place("xx")
    with pytest.raises(TypeError, match="did you mean 'quotient'"):
        Economy(nation, three(), quotients="flq")


def test_economy__sales_and_their_transpose() -> None:
    economy = Economy(table(), three())
    random = np.random.default_rng(6)
    purchases, effects = random.random(6), random.random(6)
    sales = economy.sales(purchases)
    assert sales.sum() == pytest.approx(purchases.sum(), rel=1e-13)
    there, back = effects @ sales, economy.sales_effects(effects) @ purchases
    assert there == pytest.approx(back, rel=1e-13)


def test_traded__keeps_everything_and_conserves_money() -> None:
    def make() -> Economy:
        nation, places = table(), three(coordinates=WHERE)
        trade = places.trade(nation, scale=10.0, pool_share=0.2)
        return Economy.traded(nation, places, trade, places.commuting(nation, scale=3.0), delta=0.1)

    economy = make()
    assert repr(economy) == "<Economy: 3 places × 2 sectors, traded>"
    assert economy.coefficients.shape == (0, 0)
    with pytest.raises(ValueError, match="traded"):
        economy.to_pandas()
    model = Model(economy, closure="II")
    money = model.impact(np.ones(6)).conservation("II")
    assert money.spent == pytest.approx(money.accounted, rel=1e-9)
    supply, use = three().supply_and_use(table())
    np.testing.assert_allclose(supply.sum(axis=0), use.sum(axis=0), rtol=1e-12)


def test_traded__own_tables_by_file_or_mapping(tmp_path: Path) -> None:
    nation = table()
    own = Table(
        np.array([[100.0, 50.0], [20.0, 10.0]]), np.array([300.0, 800.0]), codes=["a", "b"],
        final_use=np.array([[150.0], [770.0]]), uses=["households"], household_income=900,
        accounts={"gva": [180, 740], "imports": [0, 0], "taxes_on_products": [0, 0],
                  "compensation": [100, 300]},
        title="x", year=2020, currency="EUR", unit="million",
    )  # fmt: skip
    own.write(tmp_path / "x")
    (tmp_path / "own.csv").write_text("place,table\nx,x\n")
    places = three(coordinates=WHERE)
    read = OwnTables.read(tmp_path / "own.csv", places, nation)
    assert len(read) == 1
    made = []
    for tables in (read, {"x": own}):
        trade = places.trade(nation, own_tables=tables, pool_share=1.0)
        made.append(Economy.traded(nation, places, trade, own_tables=tables))
    del read, tables
    for economy in made:
        np.testing.assert_array_equal(economy.output[:2], [300, 800])
        np.testing.assert_array_equal(economy.place_table("x").flows, own.flows)
        np.testing.assert_array_equal(economy.place_table("y").flows, nation.flows)
    (tmp_path / "own.csv").write_text("place,table\nw,x\n")
    with pytest.raises(preston.LabelError) as caught:
        OwnTables.read(tmp_path / "own.csv", places, nation)
    assert caught.value.line == 2


def test_progress_of_trade__stops_the_work() -> None:
    def fail(done: int, total: int) -> None:
        raise KeyError(done)

    with pytest.raises(KeyError):
        three(coordinates=WHERE).trade(table(), scale=10.0, pool_share=0.2, progress=fail)


# --- several economies ---


def two() -> Multiregional:
    return Multiregional.read(SOURCE / "tests" / "data" / "two-economies")


def test_multiregional__golden_output_multipliers() -> None:
    import csv

    found = two()
    assert repr(found).startswith("<Multiregional 'Two economies, made up' 2 economies × 2 sectors")
    model = Model(Economy.multiregional(found))
    with (SOURCE / "tests/data/golden/two-economies.csv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file)
                if (row["kind"], row["closure"], row["account"]) == ("sector", "I", "output")
                and row["receiver"] == row["economy"]]  # fmt: skip
    assert rows
    for row in rows:
        effects = model.multipliers("output", area=row["economy"], closure="I").effects
        at = model.economy.row(row["economy"], row["sector"])
        assert effects[at] == pytest.approx(float(row["value"]), rel=1e-9)


def test_multiregional__there_and_back(tmp_path: Path) -> None:
    found = two()
    again = Multiregional.read(found.write(tmp_path))
    assert (again.places, again.sectors, again.uses) == (found.places, found.sectors, found.uses)
    for name in ("flows", "final_uses", "output"):
        np.testing.assert_array_equal(getattr(again, name), getattr(found, name))
    for place in found.places:
        assert again.place_table(place).household_income == found.place_table(place).household_income
    copy = Multiregional(
        found.flows, found.output, places=found.places, sectors=found.sectors,
        final_use=found.final_uses, uses=found.uses,
        accounts={each: found.account(each) for each in found.accounts},
    )  # fmt: skip
    np.testing.assert_array_equal(copy.account("gva"), found.account("gva"))
    assert copy.check().row_imbalance == found.check().row_imbalance


def test_domestic_table__balances_and_keeps_what_the_economy_makes() -> None:
    found = two()
    for number, place in enumerate(found.places):
        own = found.domestic_table(place)
        n = len(own)
        np.testing.assert_array_equal(own.output, found.output[number * n : (number + 1) * n])
        assert own.check() == pytest.approx((0, own.check().row, 0, own.check().column), abs=1e-12)
        others = [each for each in range(2) if each != number]
        sold = sum(found.flows[number * n : (number + 1) * n, k * n : (k + 1) * n].sum() for k in others)
        assert own.final_use("exports").sum() >= sold
    # What an economy gains and gives up in trade with the others is theirs, the other way round.
    exports = sum(found.domestic_table(each).final_use("exports").sum() for each in found.places)
    assert exports > 0


def test_residual__region_and_rest_are_the_nation() -> None:
    nation = Table.read(DATA / "uk-2019")
    folder = DATA / "scotland-in-uk-2019"
    nation = nation.aggregate_by_file(folder / "uk.csv")
    region = Table.read(DATA / "scotland-2019").aggregate_by_file(folder / "scotland.csv")
    seen: list[tuple[str, str, float]] = []
    keywords = {"sales": "exports_rest_of_uk", "purchases": "imports_rest_of_uk", "area": "uk",
                "region": "scotland", "rest": "rest-of-uk", "most_excess": 1.0}  # fmt: skip
    made, report = Multiregional.residual(
        nation, region, on_cell=lambda *cell: seen.append(cell), **keywords
    )
    assert made.places == ["scotland", "rest-of-uk"]
    n = len(region)
    blocks = made.flows.reshape(2, n, 2, n).sum(axis=(0, 2))
    np.testing.assert_allclose(blocks, nation.flows, rtol=1e-9, atol=1e-6)
    assert len(seen) == report.cells
    assert sum(excess for *_, excess in seen) == pytest.approx(report.excess, rel=1e-9)
    assert seen  # Scotland's table has more than the nation's in some cells
    assert max(seen, key=lambda cell: cell[2])[:2] == (report.seller, report.buyer)

    def fail(*cell: Any) -> None:
        raise KeyError(cell)

    with pytest.raises(KeyError):
        Multiregional.residual(nation, region, on_cell=fail, **keywords)
    with pytest.raises(preston.LabelError, match="did you mean 'households'"):
        Multiregional.residual(nation, region, use_purchases={"household": 1.0}, **keywords)
