"""The matrix floor: against the textbook, numpy, and the identities between its parts.

Comparisons with numpy are to 1e-10: the library's certificates are at 1e-9 or below, and on these small
systems both sides are within some hundred roundings.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import preston
from preston import matrix
from preston.matrix import Border, Draws, Method, Operator, Rescaling, Solver

CLOSE = {"rtol": 1e-10, "atol": 1e-12}


def inverse_of(cells: Any) -> Any:
    return np.linalg.inv(np.eye(len(cells)) - cells)


def test_solve__miller_and_blair(textbook: Any) -> None:
    """Their inverse has 1.254, 0.330, 0.264 and 1.122; new demand of 600 and 1,500 needs this output."""
    x, certificate = Solver(textbook).solve(np.array([600.0, 1500.0]))
    np.testing.assert_allclose(x, [1247.52475, 1841.58416], rtol=1e-8)
    assert certificate.certified and 0 < certificate.relative_bound < 1e-12
    inverse, _ = Solver(textbook).inverse()
    np.testing.assert_allclose(inverse, [[1.254, 0.330], [0.264, 1.122]], atol=5e-4)


@pytest.mark.parametrize("method", ["auto", "lu", "lu-single", "gauss-seidel", "richardson", "bicgstab", "gmres"])
@pytest.mark.parametrize("transposed", [False, True])
def test_solve__every_method(economy: Any, method: str, transposed: bool) -> None:
    solver = Solver(economy, method=method, tolerance=1e-11)
    sides = np.random.default_rng(5).random((40, 3))
    x, certificate = solver.solve(sides, transposed=transposed)
    expected = (inverse_of(economy).T if transposed else inverse_of(economy)) @ sides
    np.testing.assert_allclose(x, expected, **CLOSE)
    assert certificate.certified
    norm = np.abs(x - expected).max() if transposed else np.abs(x - expected).sum(axis=0).max()
    assert norm <= certificate.bound + 1e-13 * np.abs(expected).sum()  # numpy rounds too
    assert solver.method == Method.PRESTON_METHOD_LU or method != "auto"
    assert solver.reason


@pytest.mark.parametrize("order", ["C", "F"])
def test_solve__any_strides_and_the_callers_memory(economy: Any, order: Any) -> None:
    solver = Solver(np.asarray(economy, order=order)[::-1, ::-1][::-1, ::-1])
    sides = np.random.default_rng(6).random((6, 80)).T[::2]
    expected, _ = solver.solve(sides.copy())
    room = np.full((40, 12), -1.0)
    x, _ = solver.solve(sides, out=room[:, ::2])
    np.testing.assert_allclose(x, expected, **CLOSE)
    assert x.base is room and (room[:, 1::2] == -1.0).all()
    one, _ = solver.solve(sides[:, 0])
    assert one.shape == (40,)
    np.testing.assert_allclose(one, expected[:, 0], **CLOSE)


def test_solve__refuses_with_the_reason(economy: Any) -> None:
    solver = Solver(economy)
    with pytest.raises(preston.ShapeError):
        solver.solve(np.ones(39))
    with pytest.raises(ValueError, match=r"out has shape \(39,\), and the result \(40,\)"):
        solver.solve(np.ones(40), out=np.ones(39))
    with pytest.raises(preston.ValueRefused):
        solver.solve(np.full(40, np.nan))
    with pytest.raises(TypeError, match="b holds int64"):
        solver.solve(np.ones(40, int))
    side = np.ones(40)
    with pytest.raises(preston.ArgumentError):
        solver.solve(side, out=side)
    with pytest.raises(preston.UnproductiveEconomy, match="row 1"):
        Solver(np.array([[1.1]]))
    with pytest.raises(preston.UnproductiveEconomy, match="bread"):
        Solver(np.array([[1.1]]), row_labels=["bread"])
    with pytest.raises(preston.ShapeError):
        Solver(np.ones((2, 3)))


def test_solve_batch__is_solve_on_any_number_of_threads(economy: Any) -> None:
    solver = Solver(economy)
    sides = np.random.default_rng(7).random((40, 100))
    one, certificate = solver.solve_batch(sides, threads=1)
    two, _ = solver.solve_batch(sides, threads=2)
    assert (one == two).all() and certificate.certified
    np.testing.assert_allclose(one, inverse_of(economy) @ sides, **CLOSE)
    turned, _ = solver.solve_batch(sides, transposed=True)
    np.testing.assert_allclose(turned, inverse_of(economy).T @ sides, **CLOSE)


# --- operators ---


def operators(cells: Any) -> dict[str, Operator]:
    sparse = pytest.importorskip("scipy.sparse")
    inner = Operator.dense(np.ascontiguousarray(cells[:-1, :-1]))

    def product(x: Any, transposed: bool, absolute: bool) -> Any:
        return (cells.T if transposed else cells) @ x

    left, right = np.full((len(cells), 1), 0.1), np.linspace(0.0, 0.1, len(cells))[:, None]
    rest = cells - left @ right.T
    return {
        "dense": Operator.dense(cells),
        "turned": Operator.dense(np.asfortranarray(cells)),
        "csr": Operator.sparse(sparse.csr_matrix(cells)),
        "csc": Operator.sparse(sparse.csc_matrix(cells)),
        "coo": Operator.sparse(sparse.coo_matrix(cells)),
        "array": Operator.sparse(sparse.csr_array(cells)),
        "callback": Operator.callback(len(cells), product, nonnegative=True),
        "bordered": Operator.bordered(inner, cells[:-1, -1:], cells[-1:, :-1], cells[-1:, -1:]),
        "low-rank": Operator.low_rank(Operator.dense(rest), left, right),
    }


@pytest.mark.parametrize(
    "form",
    ["dense", "turned", "csr", "csc", "coo", "array", "callback", "bordered", "low-rank"],
)
def test_operator__every_form_multiplies_and_solves(economy: Any, form: str) -> None:
    operator = operators(economy)[form]
    assert operator.shape == (40, 40)
    x = np.random.default_rng(8).random((40, 3))
    np.testing.assert_allclose(operator @ x, economy @ x, **CLOSE)
    np.testing.assert_allclose(operator.apply(x[:, 0], transposed=True), economy.T @ x[:, 0], **CLOSE)
    solution, certificate = Solver(operator, method="bicgstab").solve(x)
    np.testing.assert_allclose(solution, inverse_of(economy) @ x, rtol=1e-8)  # the default tolerance
    assert certificate.certified or form == "low-rank"


def test_operator__trade(textbook: Any) -> None:
    """Two places that each buy three quarters at home and a quarter from the other."""
    own = np.full((2, 2), 0.75)
    operator = Operator.trade(
        places=2, sectors=2, technologies=1, technology=textbook, own=own,
        starts=[0, 1, 2, 3, 4], buyers=[1, 0, 1, 0], shares=[0.25] * 4,
    )  # fmt: skip
    whole = np.kron([[0.75, 0.25], [0.25, 0.75]], textbook)
    x = np.random.default_rng(9).random((4, 2))
    np.testing.assert_allclose(operator @ x, whole @ x, **CLOSE)
    np.testing.assert_allclose(Solver(operator).solve(x)[0], inverse_of(whole) @ x, rtol=1e-8)


def test_operator__refuses_with_the_reason(economy: Any) -> None:
    sparse = pytest.importorskip("scipy.sparse")
    with pytest.raises(TypeError, match="not a matrix of scipy.sparse"):
        Operator.sparse(economy)
    with pytest.raises(TypeError, match="matrix holds float32"):
        Operator.sparse(sparse.csr_matrix(economy.astype(np.float32)))
    with pytest.raises(ValueError, match="matrix is 40 × 39, not square"):
        Operator.sparse(sparse.csr_matrix(economy[:, 1:]))
    with pytest.raises(preston.ShapeError):
        Operator.dense(economy[:, 1:].copy())


# --- changes ---


@pytest.mark.parametrize("side", ["rows", "columns"])
def test_rescaling__is_a_fresh_solve(economy: Any, side: str) -> None:
    solver = Solver(economy)
    b = np.linspace(1.0, 2.0, 40)
    x, _ = solver.solve(b)
    changed = np.array([3, 17, 20], dtype=np.int32)
    factors = np.array([0.5, 1.2, 0.0])
    other = economy.copy()
    if side == "rows":
        other[changed] *= factors[:, None]
    else:
        other[:, changed] *= factors
    expected = inverse_of(other) @ b
    rescaling = Rescaling(solver, changed, side=side)
    solution, certificate = rescaling.solve(factors, b, x)
    np.testing.assert_allclose(solution, expected, **CLOSE)
    assert certificate.certified

    accounts = np.random.default_rng(10).random((40, 2))
    effects, _ = solver.solve(accounts, transposed=True)
    totals = rescaling.accounts(factors, b, x, accounts, effects, accounts.T @ x)
    np.testing.assert_allclose(totals, accounts.T @ expected, **CLOSE)


def test_border__is_the_whole_system(economy: Any) -> None:
    inner = np.ascontiguousarray(economy[:-1, :-1])
    solver = Solver(inner)
    accounts = np.random.default_rng(11).random((40, 2))
    effects, certificate = solver.solve(accounts[:-1].copy(), transposed=True)
    border = Border(solver, economy[:-1, -1:], economy[-1:, :-1], economy[-1:, -1:])
    closed, of_border, bound = border.effects(
        effects, bound=certificate.bound, border_accounts=accounts[-1:]
    )
    expected = inverse_of(economy).T @ accounts
    np.testing.assert_allclose(closed, expected[:-1], **CLOSE)
    np.testing.assert_allclose(of_border, expected[-1:], **CLOSE)
    assert 0 < bound < 1e-9
    with pytest.raises(preston.UnproductiveEconomy):
        Border(solver, economy[:-1, -1:] * 90, economy[-1:, :-1], economy[-1:, -1:])


def test_draws__are_fresh_solves(economy: Any) -> None:
    random = np.random.default_rng(12)
    factors = random.uniform(0.4, 1.0, (40, 30))
    b, accounts = random.random(40), random.random((40, 2))
    draws = Draws(Solver(economy))
    totals, bound = draws.run(factors, b, accounts)
    expected = np.stack(
        [accounts.T @ (inverse_of(factors[:, [k]] * economy) @ b) for k in range(30)], axis=1
    )
    # |v·(x − x*)| ≤ max v · bound · |b|
    assert np.abs(totals - expected).max() <= accounts.max() * bound * b.sum() + 1e-12
    assert bound < 1e-8
    out = np.empty((30, 2)).T
    same, _ = draws.run(factors, b, accounts, threads=1, out=out)
    assert same is out and (same == totals).all()


# --- the rest ---


def test_account_totals__are_dot_products(economy: Any) -> None:
    random = np.random.default_rng(13)
    effects, demands = random.random((40, 3)), random.random((40, 500))
    totals = matrix.account_totals(effects, demands)
    np.testing.assert_allclose(totals, effects.T @ demands, rtol=1e-13)
    with pytest.raises(preston.ShapeError):
        matrix.account_totals(effects, demands[1:])


def test_extraction_losses__are_what_is_missing_without_the_sector(economy: Any) -> None:
    inverse, _ = Solver(economy).inverse(certified=False)
    b, accounts = np.linspace(1.0, 2.0, 40), np.ones((40, 1))
    losses = matrix.extraction_losses(inverse, inverse @ b, inverse.T @ accounts)
    without = economy.copy()
    without[7], without[:, 7] = 0.0, 0.0
    rest = b.copy()
    rest[7] = 0.0
    expected = (inverse @ b).sum() - (inverse_of(without) @ rest).sum()
    assert losses[7, 0] == pytest.approx(expected, rel=1e-10)


def test_influence__is_the_derivative(economy: Any) -> None:
    inverse = inverse_of(economy)
    b, accounts = np.linspace(1.0, 2.0, 40), np.linspace(0.0, 1.0, 40)
    found = matrix.influence(inverse.T @ accounts, inverse @ b)
    step = 1e-6
    moved = economy.copy()
    moved[3, 9] += step
    slope = (accounts @ (inverse_of(moved) @ b) - accounts @ (inverse @ b)) / step
    assert found[3, 9] == pytest.approx(slope, rel=1e-5)  # a first difference


def test_texts__tell_the_keywords() -> None:
    assert "threads: default 0: all the cores there are" in (Draws.run.__doc__ or "")
    assert "    row_labels: names for the messages" in (Solver.__doc__ or "")
