"""National tables: arrays, folders, frames; that nothing is copied in silence and nothing outlives its owner."""

from __future__ import annotations

import gc
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import preston
from preston import Table

SOURCE = Path(__file__).resolve().parents[2]
SCOTLAND = SOURCE / "examples" / "data" / "scotland-2019"


def small(**others: Any) -> Table:
    """Miller and Blair (2009), table 2.3: two sectors, final demand 350 and 1700."""
    given: dict[str, Any] = {
        "flows": np.array([[150.0, 500.0], [200.0, 100.0]]),
        "output": np.array([1000.0, 2000.0]),
        "codes": ["a", "b"],
        "final_use": np.array([[300.0, 50.0], [1500.0, 200.0]]),
        "uses": ["households", "exports"],
        "accounts": {"gva": [650, 1400], "imports": [0, 0], "taxes_on_products": [0, 0]},
        "currency": "USD",
        "unit": "million",
        "title": "two sectors",
        "year": 2009,
    }
    return Table(**{**given, **others})


def test_table__of_arrays() -> None:
    table = small()
    assert repr(table) == "<Table 'two sectors' 2 sectors, USD million>"
    assert (table.codes, table.names, table.uses) == (["a", "b"], ["a", "b"], ["households", "exports"])
    assert table.accounts == ["gva", "imports", "taxes_on_products"]
    assert table.year == "2009" and table.unit_factor == 1e6
    np.testing.assert_array_equal(table.coefficients(), [[0.15, 0.25], [0.2, 0.05]])  # the book's
    np.testing.assert_array_equal(table.account("gva"), [650, 1400])
    np.testing.assert_array_equal(table.final_use("exports"), [50, 200])
    assert (table.sector("b"), table.code(1), len(table)) == (1, "b", 2)
    assert table.check() == (0, "a", 0, "a")


def test_table__output_is_what_is_sold_unless_given() -> None:
    np.testing.assert_array_equal(small(output=None).output, [1000, 2000])


@pytest.mark.parametrize("kind", ["fortran", "transposed", "strided", "reversed", "read-only"])
def test_table__takes_any_strides(kind: str) -> None:
    plain = np.array([[150.0, 500.0], [200.0, 100.0]])
    wide = np.zeros((4, 6))
    wide[::2, ::3] = plain
    backwards = np.ascontiguousarray(plain[::-1, ::-1])
    readonly = plain.copy()
    readonly.flags.writeable = False
    flows = {
        "fortran": np.asfortranarray(plain),
        "transposed": np.ascontiguousarray(plain.T).T,
        "strided": wide[::2, ::3],
        "reversed": backwards[::-1, ::-1],
        "read-only": readonly,
    }[kind]
    np.testing.assert_array_equal(small(flows=flows).flows, plain)


@pytest.mark.parametrize(
    ("flows", "reason"),
    [
        (np.eye(2, dtype=np.float32), "float32"),
        (np.eye(2, dtype=np.int64), "int64"),
        (np.eye(2).astype(">f8"), "byte order"),
        ([[1.0, 2.0], [3.0, 4.0]], "list"),
        (np.zeros((2, 2, 2)), "3 dimensions"),
    ],
)
def test_table__refuses_other_arrays_with_the_reason(flows: Any, reason: str) -> None:
    with pytest.raises((TypeError, ValueError), match=reason):
        small(flows=flows)


def test_table__says_what_is_wrong() -> None:
    with pytest.raises(preston.LabelError):
        small(codes=["a", "a"])
    with pytest.raises(preston.ShapeError):
        small(output=np.ones(3))
    with pytest.raises(preston.ValueRefused, match="'b'"):
        small(output=np.array([1000.0, -1.0]))
    with pytest.raises(preston.ShapeError, match="names has 1"):
        small(names=["one"])
    with pytest.raises(preston.ShapeError, match="account 'jobs'"):
        small(accounts={"jobs": [1.0]})
    with pytest.raises(TypeError, match="did you mean 'household_income'"):
        small(household_incomes=3.0)
    with pytest.raises(preston.LabelError, match="did you mean 'households'"):
        small().final_use("household")
    with pytest.raises(preston.ValueRefused):
        small(unit="bushels").unit_factor


def test_arrays__are_views_that_cannot_be_written_and_keep_the_table() -> None:
    table = small()
    flows, use = table.flows, table.final_use("households")
    assert not flows.flags.owndata and not flows.flags.writeable
    assert np.shares_memory(table.flows, flows)
    with pytest.raises(ValueError):
        flows[0, 0] = 1.0
    table.close()
    del table
    gc.collect()
    filler = [np.full(4, -1.0) for _ in range(1000)]  # would be put where the table was
    np.testing.assert_array_equal(flows, [[150, 500], [200, 100]])
    np.testing.assert_array_equal(use, [300, 1500])
    assert len(filler) == 1000


def test_table__closed() -> None:
    with small() as table:
        pass
    assert repr(table) == "<Table, closed>"
    with pytest.raises(ValueError, match="closed"):
        table.flows


def test_read__errors_have_file_line_and_column(tmp_path: Path) -> None:
    small().write(tmp_path)
    (tmp_path / "flows.csv").write_text("code,a,b\na,1,2\nb,3,x\n")
    with pytest.raises(preston.TableError, match="not a number") as caught:
        Table.read(tmp_path)
    assert isinstance(caught.value, ValueError)
    assert caught.value.file == str(tmp_path / "flows.csv")
    assert (caught.value.line, caught.value.column) == (3, 3)
    with pytest.raises(preston.FileError) as absent:
        Table.read(tmp_path / "nowhere")
    assert isinstance(absent.value, OSError)


def test_write__reads_back_to_the_same_bits(tmp_path: Path) -> None:
    table = Table.read(SCOTLAND)
    again = Table.read(table.write(tmp_path / "table"))
    assert (again.codes, again.names, again.uses) == (table.codes, table.names, table.uses)
    assert again.accounts == table.accounts and repr(again) == repr(table)
    assert again.household_income == table.household_income == 156241
    assert (again.source, again.licence, again.prices) == (table.source, table.licence, table.prices)
    np.testing.assert_array_equal(again.flows, table.flows)
    np.testing.assert_array_equal(again.final_uses, table.final_uses)
    for account in table.accounts:
        np.testing.assert_array_equal(again.account(account), table.account(account))


def test_write__codes_with_quotes_and_commas(tmp_path: Path) -> None:
    codes = ['02.1, "02.4"', "é & ö"]
    again = Table.read(small(codes=codes, title='a "title": with # signs').write(tmp_path))
    assert again.codes == codes and again.title == 'a "title": with # signs'


def test_write__needs_the_texts_of_a_folder(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="title"):
        small(title=None).write(tmp_path / "none")
    assert not (tmp_path / "none").exists()


def test_aggregate__adds_up() -> None:
    table = Table.read(SCOTLAND)
    sections = {code: code[:2] for code in table.codes}
    few = table.aggregate(sections, {use: use.split("_")[0] for use in table.uses})
    assert "government" in few.uses and len(few) == len(set(sections.values()))
    # Sums in another order: a few units in the last place of the total.
    assert few.flows.sum() == pytest.approx(table.flows.sum(), rel=1e-13)
    both = table.final_use("government_central") + table.final_use("government_local")
    assert few.final_use("government").sum() == pytest.approx(both.sum(), rel=1e-13)
    assert table.aggregate(uses={use: use for use in table.uses}).codes == table.codes


def test_aggregate__weights_and_errors() -> None:
    split = small().aggregate({"a": {"x": 0.25, "y": 0.75}, "b": "y"}, names={"x": "the first"})
    np.testing.assert_array_equal(split.output, [250, 2750])
    assert split.names == ["the first", "y"]
    with pytest.raises(preston.ValueRefused, match="'b' goes nowhere"):
        small().aggregate({"a": "x"})
    with pytest.raises(preston.ValueRefused, match="'a'"):
        small().aggregate({"a": {"x": 0.5}, "b": "x"})
    with pytest.raises(preston.LabelError, match="no sector 'c'"):
        small().aggregate({"a": "x", "b": "x", "c": "x"})


def test_aggregate_by_file__is_aggregate(tmp_path: Path) -> None:
    path = tmp_path / "by.csv"
    path.write_text("kind,from,to\nsector,a,all\nsector,b,all\n")
    np.testing.assert_array_equal(small().aggregate_by_file(path).flows, [[950.0]])
    path.write_text("kind,from,to\nsector,a,all\nsector,c,all\n")
    with pytest.raises(preston.LabelError) as caught:
        small().aggregate_by_file(path)
    assert caught.value.line == 3


def test_pandas__there_and_back() -> None:
    pytest.importorskip("pandas")
    table = Table.read(SCOTLAND)
    frames = table.to_pandas()
    assert frames.flows.loc["01", "01"] == table.flows[0, 0]
    assert list(frames.accounts.columns)[:2] == ["output", "imports"]
    shuffled = frames.flows[list(reversed(table.codes))]  # other orders, found by label
    again = Table.from_pandas(shuffled, frames.final_use[::-1], frames.accounts[::-1], unit="million")
    np.testing.assert_array_equal(again.flows, table.flows)
    np.testing.assert_array_equal(again.final_uses, table.final_uses)
    np.testing.assert_array_equal(again.output, table.output)
    np.testing.assert_array_equal(again.account("jobs"), table.account("jobs"))
    given = Table.from_pandas(frames.flows, output=frames.accounts["output"])
    np.testing.assert_array_equal(given.output, table.output)
    with pytest.raises(preston.ShapeError, match="final_use"):
        Table.from_pandas(frames.flows, frames.final_use[1:])
