"""Against pymrio: its systems come in as tables, and both packages answer the same."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import preston
from preston import Economy, Model, Multiregional, Table

pymrio = pytest.importorskip("pymrio")
pandas = pytest.importorskip("pandas")

ACCOUNTS = {"va": ("factor_inputs", "Value Added")}
USES = {"Final consumption expenditure by households": "households"}


@pytest.fixture(scope="module")
def system() -> Any:
    return pymrio.load_test().calc_all()


def test_several_regions__the_same_multipliers_and_answers(system: Any) -> None:
    table = Multiregional.from_pymrio(system, accounts=ACCOUNTS, uses=USES, unit="million", currency="USD")
    assert repr(table) == "<Multiregional 'testmrio' 6 economies × 8 sectors, USD million>"
    model = Model(Economy.multiregional(table))
    theirs = system.L.to_numpy()
    # Both are certified or direct solves of the same 48 equations.
    np.testing.assert_allclose(model.multipliers("output").effects, theirs.sum(axis=0), rtol=1e-9)
    demand = system.Y.to_numpy().sum(axis=1)
    impact = model.impact(demand)
    output = impact.output("direct") + impact.output("indirect")
    np.testing.assert_allclose(output, system.x.to_numpy().ravel(), rtol=1e-9)
    footprint = system.factor_inputs.S.to_numpy().ravel() @ theirs
    np.testing.assert_allclose(model.multipliers("va").effects, footprint, rtol=1e-9)


def test_one_region__is_a_national_table(system: Any) -> None:
    region = "reg1"
    flows = system.Z.loc[[region], [region]]
    final = system.Y.loc[[region], [region]]
    alone = pymrio.IOSystem(Z=flows, Y=final)
    alone.calc_all()
    table = Table.from_pymrio(alone, uses=USES, title="one", currency="USD", unit="million")
    assert repr(table) == "<Table 'one' 8 sectors, USD million>" and "households" in table.uses
    effects = Model(Economy(table)).multipliers().effects
    np.testing.assert_allclose(effects, alone.L.to_numpy().sum(axis=0), rtol=1e-9)


def test_from_pymrio__says_what_is_wrong(system: Any) -> None:
    with pytest.raises(ValueError, match="6 regions"):
        Table.from_pymrio(system)
    with pytest.raises(preston.LabelError, match="no extension 'factors'"):
        Multiregional.from_pymrio(system, accounts={"va": ("factors", "Value Added")})
    with pytest.raises(preston.LabelError, match="did you mean 'Value Added'"):
        Multiregional.from_pymrio(system, accounts={"va": ("factor_inputs", "Value added")})
