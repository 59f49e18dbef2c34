"""Floor 1: systems (I − A) x = b and their transposes, with a bound on every error. No economics.

A is an Operator: dense, sparse, by trade, bordered, changed by a low rank, or any Python function. A
Solver is made of it once; solves, batches, changes of single rows and draws of all shares follow.
Arrays are float64 in any memory order; n is the number of rows of A.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from . import _interface as interface
from ._arrays import Array, const_view, indices, pointer_to_indices, view
from ._callbacks import Callback, call_with
from ._handles import Handle, callbacks_of
from ._interface import preston_method as Method
from ._library import library
from ._options import choose, fill, names_of, takes_keywords_of
from .errors import call

__all__ = [
    "Border",
    "Certificate",
    "Draws",
    "Method",
    "Operator",
    "Rescaling",
    "Solver",
    "account_totals",
    "extraction_losses",
    "influence",
]


class Certificate(NamedTuple):
    """How far a computed solution can be from the exact one, rounding included."""

    certified: bool
    """The two bounds are rigorous. If not, none can be given, and they are infinite."""
    bound: float
    """On the error of any column: 1-norm, or largest cell of a transposed solve."""
    relative_bound: float
    """`bound` over the same norm of that column."""
    residual: float
    """The largest cell of |b − (I − A) x| as computed."""


def certificate_of(given: interface.preston_certificate) -> Certificate:
    """The C struct as a tuple."""
    return Certificate(
        given.certified == 1, given.bound, given.relative_bound, given.residual
    )


def _result(shape: tuple[int, ...], out: Array | None, name: str) -> Array:
    """The array that is written to: the caller's, if there is one, of this shape."""
    if out is None:
        return np.empty(shape)
    if out.shape != shape:
        raise ValueError(f"{name} has shape {out.shape}, and the result {shape}")
    return out


class _Workspace(Handle, struct="preston_workspace"):
    """Scratch memory for solves of up to `columns` right-hand sides."""

    columns = 0


class _Workspaces:
    """Scratch memory that is not in use; list.pop and list.append are safe between threads."""

    def __init__(self, create: Callable[..., Any]) -> None:
        self.create = create
        self.free: list[_Workspace] = []

    def take(self, pointer: Any, columns: int) -> _Workspace:
        """One for that many columns; give it back by appending it to `free`."""
        try:
            workspace = self.free.pop()
        except IndexError:
            workspace = None
        if workspace is None or workspace.columns < columns:
            workspace = _Workspace._make(self.create, pointer, columns)
            workspace.columns = columns
        return workspace


# --- operators ---


def _applying(function: Callable[[Array, bool, bool], Any], rows: int) -> Callback:
    """The C callback of an operator that is computed in Python."""

    def matrices(columns: int, x: Any, y: Any) -> tuple[Array, Array]:
        shape = (columns, rows)
        return np.ctypeslib.as_array(x, shape).T, np.ctypeslib.as_array(y, shape).T

    def apply(_: Any, operation: int, absolute: int, columns: int, x: Any, y: Any) -> None:
        given, result = matrices(columns, x, y)
        given.flags.writeable = False
        result[:] = function(given, operation == interface.preston_operation.PRESTON_TRANSPOSED,
                             bool(absolute))  # fmt: skip

    def stopped(_: Any, operation: int, absolute: int, columns: int, x: Any, y: Any) -> None:
        matrices(columns, x, y)[1].fill(np.nan)  # no answer of the library is NaN: the call fails

    return Callback(interface.preston_apply_function, apply, stopped)


class Operator(Handle, struct="preston_operator"):
    """A square linear map x ↦ A x that is never assembled; it refers to the arrays it is made of.

    Made by Operator.dense, .sparse, .trade, .callback, .bordered and .low_rank. `operator @ x`
    multiplies.
    """

    @classmethod
    def dense(cls, cells: Array) -> Operator:
        """A dense matrix, n × n, not copied: it must not change while the operator is in use."""
        return cls._new(library.preston_operator_dense, const_view(cells, "cells"), keeps=(cells,))

    @classmethod
    def sparse(cls, matrix: Any) -> Operator:
        """A matrix or array of scipy.sparse, n × n; cells given twice add up.

        CSR and CSC go through as they are, but for indices, which become int64 (scipy has int32 where
        it can); other forms are converted to CSR.
        """
        if getattr(matrix, "format", None) not in ("csr", "csc"):
            try:
                matrix = matrix.tocsr()
            except AttributeError:
                raise TypeError(
                    f"matrix is a {type(matrix).__name__}, not a matrix of scipy.sparse"
                ) from None
        if matrix.shape[0] != matrix.shape[1]:
            raise ValueError(f"matrix is {matrix.shape[0]} × {matrix.shape[1]}, not square")
        if matrix.data.dtype != np.float64:
            raise TypeError(f"matrix holds {matrix.data.dtype}, not float64: .astype(float) converts")
        keywords = {
            "rows": matrix.shape[0],
            "by_columns": matrix.format == "csc",
            "starts": matrix.indptr,
            "indices": matrix.indices,
            "values": matrix.data,
        }
        filled = fill(interface.preston_sparse, keywords)
        return cls._new(library.preston_operator_sparse, filled.reference, keeps=(filled,))

    @classmethod
    @takes_keywords_of(interface.preston_trade)
    def trade(cls, **keywords: Any) -> Operator:
        """Many places: x ↦ T(A x) (Chenery–Moses), row `place · S + sector`.

        Views are float64 arrays and not copied; indices are any whole numbers.
        """
        filled = fill(interface.preston_trade, keywords)
        return cls._new(library.preston_operator_trade, filled.reference, keeps=(filled,))

    @classmethod
    def callback(
        cls,
        rows: int,
        function: Callable[[Array, bool, bool], Any],
        *,
        nonnegative: bool = False,
        terms: int | None = None,
    ) -> Operator:
        """A map computed in Python.

        Args:
            rows: n.
            function: called with x (n × k, read-only), `transposed` and `absolute`; returns A x or
                Aᵀ x (n × k), with `absolute` by the absolute values of the cells of A. What it raises
                stops the solve and arrives where that was called.
            nonnegative: a promise that no cell of A is negative; `absolute` can then be ignored.
            terms: the most cells in a row or column, for the rounding of certificates; n if None.
        """
        callback = _applying(function, rows)
        count = rows if terms is None else terms
        arguments = (rows, callback.pointer, None, int(nonnegative), count)
        return cls._new(library.preston_operator_callback, *arguments, keeps=(callback,))

    @classmethod
    def bordered(cls, inner: Operator, columns: Array, rows: Array, corner: Array) -> Operator:
        """[A C; R D]: b more columns (n × b), rows (b × n) and a corner (b × b)."""
        arrays = (columns, rows, corner)
        views = [const_view(*each) for each in zip(arrays, ("columns", "rows", "corner"))]
        function = library.preston_operator_bordered
        return cls._new(function, inner.pointer, *views, keeps=(inner, *arrays))

    @classmethod
    def low_rank(cls, inner: Operator, left: Array, right: Array) -> Operator:
        """A + U Vᵀ, U and V being n × k."""
        views = const_view(left, "left"), const_view(right, "right")
        function = library.preston_operator_low_rank
        return cls._new(function, inner.pointer, *views, keeps=(inner, left, right))

    @classmethod
    def _new(cls, function: Callable[..., Any], *arguments: Any, keeps: tuple[Any, ...]) -> Operator:
        return cls._make(function, *arguments, keeps=keeps)._prepared()

    @classmethod
    def _borrow(cls, pointer: Any, owner: Handle) -> Operator:
        return super()._borrow(pointer, owner)._prepared()

    def _prepared(self) -> Operator:
        self.rows = library.preston_operator_rows(self.pointer)
        self._workspaces = _Workspaces(library.preston_operator_workspace)
        return self

    rows: int
    _workspaces: _Workspaces

    @property
    def shape(self) -> tuple[int, int]:
        """n and n."""
        return self.rows, self.rows

    def apply(self, x: Array, *, transposed: bool = False, out: Array | None = None) -> Array:
        """A x or Aᵀ x, for x of n or n × k; `out` must not overlap x."""
        result = _result(x.shape, out, "out")
        given, written = const_view(x, "x"), view(result, "out")
        workspace = self._workspaces.take(self.pointer, given.columns)
        function = library.preston_operator_apply
        self._call(function, int(transposed), given, workspace.pointer, written)
        self._workspaces.free.append(workspace)
        return result

    def __matmul__(self, x: Array) -> Array:
        return self.apply(x)

    def _facts(self) -> str:
        return f": {self.rows} rows"


# --- solvers ---


@takes_keywords_of(interface.preston_solver_options)
class Solver(Handle, struct="preston_solver"):
    """A system I − A, ready to be solved; several threads may solve with one.

    Args:
        matrix: A, n × n, an array (copied) or an Operator (referred to).
        keywords: below; `method` by name, such as "gauss-seidel".

    Raises UnproductiveEconomy where A needs more than it makes, SingularSystem, ShapeError,
    ValueRefused for a cell that is not finite.
    """

    def __init__(self, matrix: Array | Operator, **keywords: Any) -> None:
        filled = fill(interface.preston_solver_options, keywords)
        if isinstance(matrix, Operator):
            function = library.preston_solver_create_for
            self._open(function, matrix.pointer, filled.reference, keeps=(matrix, filled))
        else:
            cells = const_view(matrix, "matrix")
            self._open(library.preston_solver_create, cells, filled.reference, keeps=(filled,))
        self._prepared()

    @classmethod
    def _borrow(cls, pointer: Any, owner: Handle) -> Solver:
        return super()._borrow(pointer, owner)._prepared()

    def _prepared(self) -> Solver:
        self.rows: int = library.preston_solver_rows(self.pointer)
        self._workspaces = _Workspaces(library.preston_workspace_create)
        return self

    @property
    def method(self) -> Method:
        """The method in use; never auto."""
        return Method(library.preston_solver_method(self.pointer))

    @property
    def reason(self) -> str:
        """Why that method, in a few words."""
        text: bytes = library.preston_solver_reason(self.pointer)
        return text.decode()

    def solve(
        self, b: Array, *, transposed: bool = False, out: Array | None = None
    ) -> tuple[Array, Certificate]:
        """Solves (I − A) x = b, or (I − A)ᵀ x = b, in the calling thread.

        Args:
            b: n, or n × k right-hand sides.
            out: where x goes, of the same shape, not overlapping b; a new array if None.

        Returns x and its certificate. Raises AccuracyError where the bound is above the tolerance.
        """
        x = np.empty_like(b, order="C") if out is None else _result(b.shape, out, "out")
        given, written = const_view(b, "b"), view(x, "out")
        certificate = interface.preston_certificate()
        workspace = self._workspaces.take(self.pointer, given.columns)
        self._call(
            library.preston_solver_solve, int(transposed), given, workspace.pointer, written,
            ctypes.byref(certificate),
        )  # fmt: skip
        self._workspaces.free.append(workspace)
        return x, certificate_of(certificate)

    @takes_keywords_of(interface.preston_batch_options)
    def solve_batch(
        self, b: Array, *, transposed: bool = False, out: Array | None = None, **keywords: Any
    ) -> tuple[Array, Certificate]:
        """The same for many right-hand sides, n × N, in blocks on all cores.

        The same bits whatever the number of threads.
        """
        x = _result(b.shape, out, "out")
        filled = fill(interface.preston_batch_options, keywords)
        certificate = interface.preston_certificate()
        self._call(
            library.preston_batch_solve, int(transposed), const_view(b, "b"), filled.reference,
            view(x, "out"), ctypes.byref(certificate), keeps=(filled,),
        )  # fmt: skip
        return x, certificate_of(certificate)

    def inverse(self, *, certified: bool = True) -> tuple[Array, Certificate | None]:
        """The explicit (I − A)⁻¹, n × n, for those who need every cell of it.

        Args:
            certified: whether to make a certificate of the worst column, which costs as much again.
        """
        result = np.empty((self.rows, self.rows))
        certificate = interface.preston_certificate() if certified else None
        reference = ctypes.byref(certificate) if certificate is not None else None
        self._call(library.preston_solver_inverse, view(result, "result"), reference)
        return result, certificate_of(certificate) if certificate is not None else None

    def _facts(self) -> str:
        names = {value: name for name, value in names_of(Method).items()}
        return f": {self.rows} rows, {names[self.method]}"


# --- changes without starting again ---


class Rescaling(Handle, struct="preston_rescaling"):
    """k rows or columns of A that may be rescaled, with the columns of the inverse they need.

    Used by one thread at a time.

    Args:
        base: the solver of A.
        changed: k distinct rows or columns, from 0.
        side: "rows" (what a sector sells) or "columns" (what it buys).
    """

    def __init__(self, base: Solver, changed: Any, *, side: str = "rows") -> None:
        kept = indices(changed, "changed")
        chosen = choose(interface.preston_side, side, "side")
        function = library.preston_rescaling_create
        listed = pointer_to_indices(kept)
        self._open(function, base.pointer, chosen, kept.size, listed, keeps=(base,))
        self.changed = kept

    def solve(self, factors: Array, b: Array, x: Array) -> tuple[Array, Certificate]:
        """The solution of the changed system, n, from that of the base.

        Args:
            factors: k, by which each row or column is multiplied; 1 leaves it.
            b: n, the right-hand side. x: n, the solution of the base.
        """
        result = np.empty_like(x, order="C")
        certificate = interface.preston_certificate()
        views = const_view(factors, "factors"), const_view(b, "b"), const_view(x, "x")
        written = view(result, "result")
        function = library.preston_rescaling_solve
        self._call(function, *views, written, ctypes.byref(certificate))
        return result, certificate_of(certificate)

    def accounts(
        self, factors: Array, b: Array, x: Array, accounts: Array, effects: Array, totals: Array
    ) -> Array:
        """v·x of the changed system for each account, a, and nothing else.

        Args:
            accounts: v, n × a. effects: (I − A)⁻ᵀ v of the base, n × a. totals: v·x of the base, a.
        """
        result = np.empty_like(totals, order="C")
        given = {"factors": factors, "b": b, "x": x, "accounts": accounts, "effects": effects,
                 "totals": totals}  # fmt: skip
        views = [const_view(array, name) for name, array in given.items()]
        self._call(library.preston_rescaling_accounts, *views, view(result, "result"))
        return result

    def _facts(self) -> str:
        return f": {self.changed.size} rows or columns"


class Border(Handle, struct="preston_border"):
    """b more columns (n × b), rows (b × n) and a corner (b × b) on a solved system.

    Raises UnproductiveEconomy where the closed system is not productive.
    """

    def __init__(self, base: Solver, columns: Array, rows: Array, corner: Array) -> None:
        names = ("columns", "rows", "corner")
        views = [const_view(*each) for each in zip((columns, rows, corner), names)]
        self._open(library.preston_border_create, base.pointer, *views, keeps=(base,))
        self._size = views[2].rows

    def effects(
        self, effects: Array, *, bound: float = 0.0, border_accounts: Array | None = None
    ) -> tuple[Array, Array, float]:
        """Effects of the closed system from those of the base.

        Args:
            effects: (I − A)⁻ᵀ v, n × a. bound: on the error of any cell of them.
            border_accounts: v of the border's rows, b × a; zero if None.

        Returns the effects (n × a), those of the border's rows (b × a), and the bound on the error
        of any cell of the first.
        """
        result = np.empty(effects.shape)
        of_border = np.empty((self._size, *effects.shape[1:]))
        new_bound = ctypes.c_double()
        self._call(
            library.preston_border_effects, const_view(effects, "effects"), bound,
            const_view(border_accounts, "border_accounts"), view(result, "result"),
            view(of_border, "of_border"), ctypes.byref(new_bound),
        )  # fmt: skip
        return result, of_border, new_bound.value


class Draws(Handle, struct="preston_draws"):
    """What draws of a system need: the base inverse less the identity, made once in O(n³)."""

    def __init__(self, base: Solver) -> None:
        self._open(library.preston_draws_create, base.pointer, keeps=(base,))

    @takes_keywords_of(interface.preston_batch_options)
    def run(
        self, factors: Array, b: Array, accounts: Array, *, out: Array | None = None, **keywords: Any
    ) -> tuple[Array, float]:
        """Accounts of many systems in which every row of A is rescaled.

        Args:
            factors: n × N, one draw a column, not negative.
            b: n, the right-hand side. accounts: v, n × a.
            out: a × N, where the totals go; a new array if None.

        Returns v·x of each draw (a × N), and the largest bound on the 1-norm error of any x over the
        1-norm of b. The same bits whatever the number of threads.
        """
        given = const_view(factors, "factors"), const_view(b, "b"), const_view(accounts, "accounts")
        totals = _result((given[2].columns, given[0].columns), out, "out")
        filled = fill(interface.preston_batch_options, keywords)
        bound = ctypes.c_double()
        self._call(
            library.preston_draws_run, *given, filled.reference, view(totals, "out"),
            ctypes.byref(bound), keeps=(filled,),
        )  # fmt: skip
        return totals, bound.value


# --- what needs no solver ---

# So many multiplications are over within a tenth of a second, and nobody presses Ctrl-C in time: a callback
# that looks for it would cost up to a fifth of them.
_AT_ONCE = 100_000_000


@takes_keywords_of(interface.preston_batch_options)
def account_totals(
    effects: Array, demands: Array, *, out: Array | None = None, **keywords: Any
) -> Array:
    """Accounts of many demands once effects are known: Eᵀ F, one dot product each.

    Args:
        effects: (I − A)⁻ᵀ v, n × a. demands: n × N.
        out: a × N, where the totals go; a new array if None.
    """
    given = const_view(effects, "effects"), const_view(demands, "demands")
    totals = _result((given[0].columns, given[1].columns), out, "out")
    function = library.preston_batch_accounts
    if not keywords and given[0].columns * demands.size < _AT_ONCE:
        call(function, *given, None, view(totals, "out"))
        return totals
    filled = fill(interface.preston_batch_options, keywords)
    callbacks = callbacks_of((filled,))
    call_with(callbacks, function, *given, filled.reference, view(totals, "out"))
    return totals


def extraction_losses(inverse: Array, x: Array, effects: Array) -> Array:
    """How much of each account is lost when sector j neither buys, sells nor produces: n × a.

    Args:
        inverse: L, n × n. x: L f, n. effects: v·L, n × a.
    """
    losses = np.empty(effects.shape)
    views = const_view(inverse, "inverse"), const_view(x, "x"), const_view(effects, "effects")
    call(library.preston_extraction_losses, *views, view(losses, "losses"))
    return losses


def influence(effects: Array, x: Array) -> Array:
    """∂(v·x)/∂a_ij = effect_i x_j of every cell of A, n × n, from effects (n) and x (n)."""
    result = np.empty((effects.shape[0], x.shape[0]))
    views = const_view(effects, "effects"), const_view(x, "x")
    call(library.preston_influence, *views, view(result, "result"))
    return result
