"""Reports: the same texts as the C program's, and files that are replaced whole or not at all."""

from __future__ import annotations

import csv
import subprocess
from pathlib import Path
from typing import Any

import pytest

import preston
from preston import report

SOURCE = Path(__file__).resolve().parents[2]
PROGRAM = SOURCE / "build" / "examples" / "preston"


@pytest.fixture(scope="module")
def answer() -> Any:
    return preston.examples.preston().run()


def test_print__three_lines_answer_preston(answer: Any) -> None:
    text = str(answer)
    assert text.startswith("Preston, 2012/13 to 2016/17\n=====")
    assert "value added, GBP million" in text
    assert "Before and after" in text or "before and after" in text


@pytest.mark.skipif(not PROGRAM.exists(), reason="the C program is not built")
def test_scenario_text__is_what_the_c_program_prints(answer: Any, tmp_path: Path) -> None:
    file = SOURCE / "examples" / "scenarios" / "preston-2012-2017.yaml"
    table = tmp_path / "c.csv"
    command = [str(PROGRAM), "run", str(file), "--csv", str(table)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert str(answer) == done.stdout
    ours = tmp_path / "python.csv"
    report.scenario_csv(
        answer.projection, ours, low=answer.low, high=answer.high, comparison=answer.comparison
    )
    assert ours.read_bytes() == table.read_bytes()


def test_scenario_text__a_band_needs_its_ends(answer: Any) -> None:
    scenario = answer.projection.scenario.replace(delta_low=None, delta_high=None)
    with pytest.raises(ValueError, match="states none"):
        report.scenario_text(scenario.run(), low=answer.low, high=answer.high)


def test_scenario_csv__has_the_numbers(answer: Any, tmp_path: Path) -> None:
    path = tmp_path / "numbers.csv"
    report.scenario_csv(answer.projection, path)
    rows = list(csv.DictReader(path.open()))
    found = [
        float(row["value"]) for row in rows
        if (row["measure"], row["year"], row["area"], row["account"], row["closure"],
            row["statistic"]) == ("to-preston", "2016", "preston", "gva", "II", "gross")
    ]  # fmt: skip
    assert found[:1] == [answer.projection.value("gva", year=2016, measure="to-preston")]


def test_scenario_csv__a_folder_that_is_not_there(answer: Any, tmp_path: Path) -> None:
    with pytest.raises(preston.FileError):
        report.scenario_csv(answer.projection, tmp_path / "none" / "numbers.csv")


def test_compare__shows_both(answer: Any, tmp_path: Path) -> None:
    inputs = preston.examples.preston().inputs
    other = inputs.run(inputs.scenario.replace_measure("to-preston", share=0.1))
    both = {"as it was": inputs.run(), "half of it": other}
    text = report.compare_text(both)
    assert "as it was" in text and "half of it" in text
    report.compare_csv(both, tmp_path / "both.csv")
    rows = list(csv.DictReader((tmp_path / "both.csv").open()))
    assert {row["scenario"] for row in rows} >= {"as it was", "half of it"}


def test_multipliers__a_row_for_each_sector_and_closure(answer: Any, tmp_path: Path) -> None:
    model = answer.projection.model
    report.multipliers(model, tmp_path / "multipliers.csv")
    rows = list(csv.DictReader((tmp_path / "multipliers.csv").open()))
    assert len(rows) == 2 * len(model.economy.places) * len(model.economy.sectors)
    expected = model.multipliers("output", closure="I").effects[0]
    assert float(rows[0]["output_multiplier"]) == expected


def test_csv_file__is_there_once_committed(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    table = report.CsvFile(path)
    table.row("place", "value")
    table.row('a "place", here', 0.1)
    assert not path.exists()
    table.commit()
    assert list(csv.reader(path.open())) == [
        ["place", "value"], ['a "place", here', "0.10000000000000001"]
    ]  # fmt: skip


def test_text_table__aligns() -> None:
    table = report.TextTable(2)
    table.row("place", "jobs")
    table.row("100 % here", 12)
    assert str(table).splitlines() == ["place       jobs", "100 % here    12"]
    with pytest.raises(ValueError, match="1 cells in a table of 2"):
        table.row("alone")
