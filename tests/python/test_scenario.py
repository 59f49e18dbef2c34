"""Scenarios: what they state, that nothing misspelt passes, and that files and keywords are one."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import preston
from preston import scenario as scenarios

EXAMPLES = preston.examples.names()


def _preston_keywords(**changes: Any) -> dict[str, Any]:
    """A scenario of the Preston data, by keywords alone."""
    keywords: dict[str, Any] = {
        "title": "One measure",
        "table": "data/uk-2019",
        "places": "data/preston/places",
        "concordance": "data/preston/concordance.csv",
        "scheme": "anchor-purchases",
        "ledger": "data/preston/ledger-2012-13.csv",
        "first_year": 2012,
        "last_year": 2014,
        "areas": ["preston", "uk"],
        "measures": [_move()],
    }
    return {**keywords, **changes}


def _move(**changes: Any) -> preston.Measure:
    keywords = {"from_": ["rest-of-uk"], "to": "preston", "share": 0.2, "premium": 0.0}
    return preston.Measure("relocate", "move", **{**keywords, **changes})


def _scenario(**changes: Any) -> preston.Scenario:
    return preston.Scenario(preston.examples.folder(), **_preston_keywords(**changes))


# --- files and keywords ---


@pytest.mark.parametrize("name", EXAMPLES)
def test_keywords__of_every_example_make_it_again(name: str) -> None:
    read = preston.examples.read(name).scenario
    again = preston.Scenario(read.folder, **read.keywords())
    assert again.yaml() == read.yaml()


def test_every_key__of_the_tests_scenario_survives() -> None:
    """The file that states every key there is, through Python and back."""
    path = Path(__file__).resolve().parents[1] / "data" / "scenarios" / "every-key.yaml"
    read = preston.Scenario.read(path)
    assert preston.Scenario(read.folder, **read.keywords()).yaml() == read.yaml()


def test_write__reads_back_as_the_same(tmp_path: Path) -> None:
    scenario = _scenario()
    scenario.write(tmp_path / "scenario.yaml")
    assert preston.Scenario.read(tmp_path / "scenario.yaml").yaml() == scenario.yaml()


def test_scenario__says_what_it_is() -> None:
    scenario = _scenario(uncertainty=(0.1, 0.3))
    assert repr(scenario) == "<Scenario 'One measure': 2012 to 2014, 1 measure>"
    assert (scenario.title, list(scenario.years)) == ("One measure", [2012, 2013, 2014])
    assert scenario.uncertainty == (0.1, 0.3)
    assert scenario.folder == preston.examples.folder()
    assert scenario.measures[0].keywords["share"] == 0.2


def test_economy__keeps_its_other_defaults() -> None:
    economy = _scenario(economy={"delta": 0.1}).keywords()["economy"]
    assert (economy["delta"], economy["quotient"], economy["feedback"]) == (0.1, "flq", 1)


def test_replace__changes_what_it_names_alone() -> None:
    scenario = _scenario(economy={"quotient": "afLQ".lower()}, discount_rate=0.05)
    changed = scenario.replace(economy={"delta": 0.1}, title="Another")
    economy = changed.keywords()["economy"]
    assert (economy["delta"], economy["quotient"]) == (0.1, "aflq")
    assert (changed.title, changed.keywords()["discount_rate"]) == ("Another", 0.05)
    assert scenario.title == "One measure"


def test_replace_measure__and_one_that_is_not_there() -> None:
    changed = _scenario().replace_measure("move", premium=0.05)
    assert changed.measures[0].keywords["premium"] == 0.05
    with pytest.raises(KeyError, match="there are 'move'"):
        _scenario().replace_measure("mov", premium=0.05)


def test_schema_and_keys() -> None:
    assert json.loads(scenarios.schema())["$schema"].endswith("2020-12/schema")
    assert "| `relocate` |" in scenarios.keys()


# --- what is refused ---


def test_measure__unknown_keyword_names_the_nearest() -> None:
    with pytest.raises(TypeError, match="'premum'.*did you mean 'premium'"):
        preston.Measure("relocate", premum=0.1)


def test_measure__unknown_lever_lists_all() -> None:
    with pytest.raises(ValueError, match="relocat.*none of: train,"):
        preston.Measure("relocat")


def test_scenario__unknown_keyword_names_the_nearest() -> None:
    with pytest.raises(TypeError, match="'mesures'.*did you mean 'measures'"):
        preston.Scenario(mesures=[])


def test_scenario__one_text_where_a_list_belongs() -> None:
    with pytest.raises(TypeError, match="is one text, and not a list"):
        _scenario(areas="preston")


def test_scenario__missing_key() -> None:
    with pytest.raises(preston.MissingData, match="needs 'ledger'"):
        preston.Scenario(title="x", table="y")


def test_scenario__impossible_number_names_the_key() -> None:
    with pytest.raises(preston.ValueRefused, match="share"):
        _scenario(measures=[_move(share=1.5)])


def test_scenario__keyword_that_the_lever_does_not_use() -> None:
    with pytest.raises(preston.LabelError, match="speeds"):
        _scenario(measures=[_move(speeds=1.0)])


def test_read__names_file_line_and_column(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text("title: x\ntabel: y\n")
    with pytest.raises(preston.LabelError, match="table") as caught:
        preston.Scenario.read(path)
    assert (caught.value.file, caught.value.line) == (str(path), 2)
    assert caught.value.column is not None


def test_run__a_place_that_is_not_there() -> None:
    with pytest.raises(preston.LabelError, match="lancaster"):
        _scenario(measures=[_move(to="lancaster")]).run()


# --- paths, additionality, populations ---


@pytest.mark.parametrize(
    ("path", "year", "value"),
    [
        (0.4, 1990, 0.4),
        ({2020: 0.1, 2024: 0.5}, 2021, 0.2),
        ({2020: 0.1, 2024: 0.5}, 2030, 0.5),
        ({"form": "linear", "from": 0.2, "to": 1.0, "begins": 2020, "full": 2024}, 2022, 0.6),
        ({"form": "logistic", "midpoint": 2020, "span": 4}, 2022, 0.9),
    ],
)
def test_path_value__by_hand(path: Any, year: float, value: float) -> None:
    """The logistic is at 90 % half a span after its midpoint, by definition; 1e-12: rounding."""
    assert preston.path_value(path, year) == pytest.approx(value, rel=1e-12)


def test_path_value__years_without_values() -> None:
    with pytest.raises(ValueError, match="as many values as years"):
        preston.path_value({"form": "table", "years": [1, 2], "values": [0.0]}, 1)


@pytest.mark.parametrize(
    ("name", "factor"), [("standard", 0.540), ("conservative", 0.2964), ("optimistic", 0.7695)]
)
def test_additionality__published_factors(name: str, factor: float) -> None:
    """tests/data/golden/additionality.csv, and its tolerance."""
    assert preston.Additionality.published(name).factor == pytest.approx(factor, rel=1e-14)


def test_additionality__refuses_a_share_above_one() -> None:
    with pytest.raises(preston.ValueRefused):
        _ = preston.Additionality(deadweight=1.2).factor


def test_population__twice_the_buyers_at_half_the_size() -> None:
    """Then alpha is one, and at a quarter of the size there are four times as many."""
    law = preston.Population.calibrate(
        larger_purchases=100e6, fewer_buyers=50, smaller_purchases=50e6, more_buyers=100, largest=1e9
    )
    assert law.alpha == pytest.approx(1.0, rel=1e-12)
    assert law.above(25e6)[0] == pytest.approx(200.0, rel=1e-12)


def test_break_even_premium__by_hand() -> None:
    assert preston.break_even_premium(0.5, 0.6) == pytest.approx(0.2, rel=1e-12)
