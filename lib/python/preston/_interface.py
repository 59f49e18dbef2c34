"""Every declaration of libpreston's public headers. Written by lib/python/generate.py: do not edit.

The texts are those of the headers, where `NULL` is `None`.
"""

# fmt: off
# ruff: noqa: E501
from __future__ import annotations

import ctypes
from collections.abc import Callable
from enum import IntEnum
from typing import Any, ClassVar

PRESTON_MESSAGE_SIZE = 1024
PRESTON_VERSION_MAJOR = 0
PRESTON_VERSION_MINOR = 1
PRESTON_VERSION_PATCH = 0


class preston_status(IntEnum):
    """The answer of every call that can fail; PRESTON_OK is zero."""

    PRESTON_OK = 0
    PRESTON_ERROR_ARGUMENT = 1
    PRESTON_ERROR_MEMORY = 2
    PRESTON_ERROR_FILE = 3
    PRESTON_ERROR_FORMAT = 4
    PRESTON_ERROR_LABEL = 5
    PRESTON_ERROR_VALUE = 6
    PRESTON_ERROR_SHAPE = 7
    PRESTON_ERROR_MISSING = 8
    PRESTON_ERROR_SINGULAR = 9
    PRESTON_ERROR_UNPRODUCTIVE = 10
    PRESTON_ERROR_ACCURACY = 11
    PRESTON_ERROR_STOPPED = 12


class preston_error(ctypes.Structure):
    """What went wrong, in the caller's own storage.

    status: the status that the call returned
    message: one line, NUL-terminated, UTF-8
    """

    _fields_ = [
        ("status", ctypes.c_int),
        ("message", ctypes.c_char * 1024),
    ]
    enums: ClassVar[dict[str, type[IntEnum]]] = {"status": preston_status}


class preston_view(ctypes.Structure):
    """A borrowed matrix: cell (i, j) is `data[i * row_stride + j * column_stride]`. A vector is a
    view of one column. Strides count doubles and may have any sign.
    """

    _fields_ = [
        ("data", ctypes.c_void_p),
        ("rows", ctypes.c_int64),
        ("columns", ctypes.c_int64),
        ("row_stride", ctypes.c_int64),
        ("column_stride", ctypes.c_int64),
    ]


class preston_const_view(ctypes.Structure):
    """The same, read only."""

    _fields_ = [
        ("data", ctypes.c_void_p),
        ("rows", ctypes.c_int64),
        ("columns", ctypes.c_int64),
        ("row_stride", ctypes.c_int64),
        ("column_stride", ctypes.c_int64),
    ]


class preston_operation(IntEnum):
    """Which of the two systems a solve is of.

    PRESTON_PLAIN: `(I − A) X = B`
    PRESTON_TRANSPOSED: `(I − A)ᵀ X = B`
    """

    PRESTON_PLAIN = 0
    PRESTON_TRANSPOSED = 1


class preston_operator(ctypes.Structure):
    """A square linear map `x ↦ A x` in one of several forms, never assembled. It borrows the memory
    of the cells it is made of, which must outlive it and not change.
    """


class preston_workspace(ctypes.Structure):
    """Scratch memory; one for each thread."""


class preston_sparse(ctypes.Structure):
    """A sparse matrix by compressed rows (CSR) or columns (CSC).

    rows: n; the matrix is n × n
    by_columns: 0: CSR, 1: CSC
    starts: n + 1 positions in the next two, not falling
    indices: the column (CSR) or row (CSC) of each cell, 0 to n − 1
    values: the cells
    """

    _fields_ = [
        ("rows", ctypes.c_int64),
        ("by_columns", ctypes.c_int),
        ("starts", ctypes.POINTER(ctypes.c_int64)),
        ("indices", ctypes.POINTER(ctypes.c_int64)),
        ("values", ctypes.POINTER(ctypes.c_double)),
    ]


class preston_trade(ctypes.Structure):
    """Many places: `x ↦ T(A x)` (Chenery–Moses; Miller and Blair 2009, ch. 3). Row
    `place · S + sector`. First every place's use of each sector, `z = A x`, by the technology; then
    for each sector its sellers r, over buyers s (the sector's index left out),
    `y_r = own_r z_r + Σ_s share_rs z_s + seller_factor_r Σ_s common_share_rs buyer_factor_s z_s
    + supply_r Σ_s use_s z_s`.

    Neighbours come in two forms, of which either, both or none may be given. Lists of each sector's
    own take any trade, at one share for each sector and pair of places. Common ones, such as those
    of a gravity field, are one value for each pair and two factors for each place and sector: 12
    bytes a pair where S lists take 16 S, and products that read the pairs once for all sectors.

    places: P
    sectors: S
    technologies: T, at least 1
    technology: (T S) × S: one S × S block after another
    technology_of: P: which technology, 0 to T − 1, each place has; NULL: T is
        1 (all share it) or P (each its own, in order)
    own: P × S: the share a place buys from itself
    starts: S P + 1: for each sector and selling place, its buyers; NULL
        for none
    buyers: the buying place of each share
    shares: what share of the buyer's use this seller has
    common_starts: P + 1: for each selling place, its buyers in all sectors;
        NULL for none
    common_buyers: the buying place of each common share
    common_shares: one a pair; the seller's share in the buyer's use of sector
        i is `seller_factor_ri · common_share_rs · buyer_factor_si`
    seller_factors: P × S, with common neighbours; else empty
    buyer_factors: P × S, with common neighbours; else empty
    pool_supply: P × S: each seller's part of a national pool; empty: none
    pool_use: P × S: the share of its use each buyer takes from it
    """

    _fields_ = [
        ("places", ctypes.c_int64),
        ("sectors", ctypes.c_int64),
        ("technologies", ctypes.c_int64),
        ("technology", preston_const_view),
        ("technology_of", ctypes.POINTER(ctypes.c_int64)),
        ("own", preston_const_view),
        ("starts", ctypes.POINTER(ctypes.c_int64)),
        ("buyers", ctypes.POINTER(ctypes.c_int64)),
        ("shares", ctypes.POINTER(ctypes.c_double)),
        ("common_starts", ctypes.POINTER(ctypes.c_int64)),
        ("common_buyers", ctypes.POINTER(ctypes.c_int64)),
        ("common_shares", ctypes.POINTER(ctypes.c_double)),
        ("seller_factors", preston_const_view),
        ("buyer_factors", preston_const_view),
        ("pool_supply", preston_const_view),
        ("pool_use", preston_const_view),
    ]


# Computes `y = A x` or `y = Aᵀ x` for n × columns doubles, column after column; with `absolute`,
# by the absolute values of the cells of A.
preston_apply_function = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_int, ctypes.c_int, ctypes.c_int64, ctypes.POINTER(ctypes.c_double), ctypes.POINTER(ctypes.c_double))


class preston_certificate(ctypes.Structure):
    """How far a computed solution can be from the exact one, floating-point rounding included.

    With weights `w > 0` and `d = w − |A|ᵀw > 0`, and `ρ ≥ |B − (I − A) X|` cell by cell,
    `‖X − X*‖₁ ≤ w·ρ / min d`; for the transposed system `|Y − Y*| ≤ w · max(ρ / d)` cell by cell
    (diagonal dominance with weights: Varga 2000, Matrix Iterative Analysis, ch. 3; rounding by
    Higham 2002, Accuracy and Stability, ch. 3).

    certified: 1: the two bounds are rigorous. 0: none can be given, because the
        absolute values of A are not productive; the bounds are infinite
    bound: on the error of any column: 1-norm, or largest cell if transposed
    relative_bound: `bound` over the same norm of that column
    residual: the largest cell of `|B − (I − A) X|` as computed
    """

    _fields_ = [
        ("certified", ctypes.c_int),
        ("bound", ctypes.c_double),
        ("relative_bound", ctypes.c_double),
        ("residual", ctypes.c_double),
    ]


class preston_method(IntEnum):
    """How a system is solved. Whatever the method, its answers are refined until they are certified
    to the tolerance.

    PRESTON_METHOD_AUTO: chosen by form, size and right-hand sides; an iteration of a dense
        system gives way to LU where it is not certain to converge, or slow
    PRESTON_METHOD_LU: LAPACK's LU in double precision; dense
    PRESTON_METHOD_LU_SINGLE: LU in single precision, refined in double; dense
    PRESTON_METHOD_GAUSS_SEIDEL: block Gauss–Seidel on a copy in single precision (4n² bytes),
        refined in double; dense
    PRESTON_METHOD_RICHARDSON: the rounds of spending; for the trade operator corrected by the
        national system and weighed against the last (orthomin); any
        form
    PRESTON_METHOD_BICGSTAB: van der Vorst 1992; any form
    PRESTON_METHOD_GMRES: restarted, Saad and Schultz 1986; any form
    """

    PRESTON_METHOD_AUTO = 0
    PRESTON_METHOD_LU = 1
    PRESTON_METHOD_LU_SINGLE = 2
    PRESTON_METHOD_GAUSS_SEIDEL = 3
    PRESTON_METHOD_RICHARDSON = 4
    PRESTON_METHOD_BICGSTAB = 5
    PRESTON_METHOD_GMRES = 6


class preston_solver(ctypes.Structure):
    """A factorised system; `const` once made, so that several threads may solve with it."""


class preston_solver_options(ctypes.Structure):
    """Options of preston_solver_create(); start from preston_solver_options_init().

    size: of this struct, set by the init function
    tolerance: largest relative bound accepted; default 1e-9
    row_labels: names for the messages, one a row; default NULL
    method: default auto
    right_hand_sides: how many will be solved for, for auto; default 1
    base: a solver of a nearby system of the same size, which
        preconditions BiCGSTAB and GMRES; default NULL. It must
        outlive the solver
    """

    _fields_ = [
        ("size", ctypes.c_size_t),
        ("tolerance", ctypes.c_double),
        ("row_labels", ctypes.POINTER(ctypes.c_char_p)),
        ("method", ctypes.c_int),
        ("right_hand_sides", ctypes.c_int64),
        ("base", ctypes.POINTER(preston_solver)),
    ]
    enums: ClassVar[dict[str, type[IntEnum]]] = {"method": preston_method}


class preston_side(IntEnum):
    """Whether rows or columns of A are rescaled. Rows: the local share of what a sector sells."""

    PRESTON_ROWS = 0
    PRESTON_COLUMNS = 1


class preston_rescaling(ctypes.Structure):
    """k rows or columns of A that may be rescaled, with the columns of the inverse they need.

    From `A L = L − I` (Miller and Blair 2009, ch. 12; Woodbury 1950): with rows K scaled by
    1 + δ, `x' = x + L_K y`, `(I − δ (L − I)_KK) y = δ (x − f)_K`.
    """


class preston_border(ctypes.Structure):
    """A border on a solved system: b more columns, rows and a corner, such as the households of
    Type II. It costs one transposed solve of b right-hand sides.
    """


# Called now and then during long work, from the calling thread.
# Returns 0 to go on; anything else stops the work, which then fails with
# PRESTON_ERROR_STOPPED.
preston_progress_function = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int64, ctypes.c_int64)


class preston_batch_options(ctypes.Structure):
    """Options of batches; start from preston_batch_options_init().

    size: of this struct, set by the init function
    threads: default 0: all the cores there are
    progress: default NULL
    context: given to `progress`
    tolerance: largest relative bound accepted; default 1e-9
    """

    _fields_ = [
        ("size", ctypes.c_size_t),
        ("threads", ctypes.c_int),
        ("progress", preston_progress_function),
        ("context", ctypes.c_void_p),
        ("tolerance", ctypes.c_double),
    ]


class preston_draws(ctypes.Structure):
    """Everything that draws of a system need: the base inverse less the identity."""


class preston_table_data(ctypes.Structure):
    """A table in plain arrays; everything is copied. Unknown amounts are zero or negative.

    title: text fields may be NULL
    year: of the flows, for example "2019"
    currency: for example "GBP"
    unit: of every amount, for example "million"
    household_income: what Type II divides by; 0 when unknown
    household_imports: bought abroad by households directly; 0 if unknown
    household_taxes_on_products: paid by households on what they buy; 0 if unknown
    sectors: n
    codes: n, distinct and not empty
    names: n; NULL for the codes
    output: n × 1, no cell negative
    flows: n × n, row i sells to column j
    uses: u
    use_codes: u, for example "households", "exports"
    final_use: n × u
    accounts: a
    account_codes: a
    account_values: n × a
    """

    _fields_ = [
        ("title", ctypes.c_char_p),
        ("year", ctypes.c_char_p),
        ("currency", ctypes.c_char_p),
        ("unit", ctypes.c_char_p),
        ("prices", ctypes.c_char_p),
        ("source", ctypes.c_char_p),
        ("licence", ctypes.c_char_p),
        ("household_income", ctypes.c_double),
        ("household_imports", ctypes.c_double),
        ("household_taxes_on_products", ctypes.c_double),
        ("sectors", ctypes.c_int64),
        ("codes", ctypes.POINTER(ctypes.c_char_p)),
        ("names", ctypes.POINTER(ctypes.c_char_p)),
        ("output", preston_const_view),
        ("flows", preston_const_view),
        ("uses", ctypes.c_int64),
        ("use_codes", ctypes.POINTER(ctypes.c_char_p)),
        ("final_use", preston_const_view),
        ("accounts", ctypes.c_int64),
        ("account_codes", ctypes.POINTER(ctypes.c_char_p)),
        ("account_values", preston_const_view),
    ]


class preston_table(ctypes.Structure):
    """A checked table; never changes once made."""


class preston_aggregation(ctypes.Structure):
    """How sectors and final uses become fewer: a weighted concordance. Views may be empty (no rows)
    for what stays as it is.

    sectors: m, of the new table
    codes: m
    names: m; NULL for the codes
    weights: n × m: the part of each old sector that goes to each new
        one; rows add up to one
    uses: v, of the new table
    use_codes: v
    use_weights: u × v, likewise
    """

    _fields_ = [
        ("sectors", ctypes.c_int64),
        ("codes", ctypes.POINTER(ctypes.c_char_p)),
        ("names", ctypes.POINTER(ctypes.c_char_p)),
        ("weights", preston_const_view),
        ("uses", ctypes.c_int64),
        ("use_codes", ctypes.POINTER(ctypes.c_char_p)),
        ("use_weights", preston_const_view),
    ]


class preston_quotient(IntEnum):
    """Location quotients: which share of its use of sector i a place can meet itself.

    PRESTON_QUOTIENT_SLQ: simple: (x_i^R / x^R) / (x_i^N / x^N)
    PRESTON_QUOTIENT_CILQ: cross-industry: SLQ_i / SLQ_j, SLQ_i on the diagonal
    PRESTON_QUOTIENT_RLQ: Round: SLQ_i / log2(1 + SLQ_j)
    PRESTON_QUOTIENT_FLQ: Flegg: CILQ_ij λ, SLQ_i λ on the diagonal
    PRESTON_QUOTIENT_AFLQ: augmented Flegg: FLQ_ij log2(1 + SLQ_j) where SLQ_j > 1
    """

    PRESTON_QUOTIENT_SLQ = 0
    PRESTON_QUOTIENT_CILQ = 1
    PRESTON_QUOTIENT_RLQ = 2
    PRESTON_QUOTIENT_FLQ = 3
    PRESTON_QUOTIENT_AFLQ = 4


class preston_places(ctypes.Structure):
    """A tree of places with their sizes by sector."""


class preston_traded_options(ctypes.Structure):
    """Options of preston_economy_create_traded() and preston_places_supply_and_use(); start from
    preston_traded_options_init().

    size: of this struct, set by the init function
    own_tables: how many places have a table of their own; default 0
    table_places: their codes
    tables: and their tables: sectors and unit as the nation's;
        flows are what the place's own industries use, wherever
        in the nation it was made
    delta: δ of preston_economy_place_lambda(), which nothing else here goes by; default
        0.25
    """

    _fields_ = [
        ("size", ctypes.c_size_t),
        ("own_tables", ctypes.c_int64),
        ("table_places", ctypes.POINTER(ctypes.c_char_p)),
        ("tables", ctypes.POINTER(ctypes.POINTER(preston_table))),
        ("delta", ctypes.c_double),
    ]


class preston_own_tables(ctypes.Structure):
    """Tables of single places, as a file names them. Never changes once made."""


class preston_economy_options(ctypes.Structure):
    """Options of preston_economy_create(); start from preston_economy_options_init().

    size: of this struct, set by the init function
    quotient: default FLQ
    delta: δ of FLQ and AFLQ; default 0.25, in the middle of the range that
        comparisons with survey tables support (0.1 to 0.3)
    feedback: 1 (default): the rest of the nation buys from inner places what
        balances each sector there. 0: it buys nothing from them. The
        same where the inner places leave no remainder
    """

    _fields_ = [
        ("size", ctypes.c_size_t),
        ("quotient", ctypes.c_int),
        ("delta", ctypes.c_double),
        ("feedback", ctypes.c_int),
    ]
    enums: ClassVar[dict[str, type[IntEnum]]] = {"quotient": preston_quotient}


class preston_economy(ctypes.Structure):
    """Places × sectors; never changes once made. Row `place * n + sector` of its matrices is that
    sector in that place.
    """


class preston_trade_shares(ctypes.Structure):
    """Of what each place uses of each sector, the share that each place sells to it: one sparse P × P
    matrix a sector, never multiplied out (Chenery–Moses; Miller and Blair 2009, ch. 3). For every
    buying place and sector the shares add up to one, or to one minus the import share. Never
    changes once made.
    """


class preston_trade_input(ctypes.Structure):
    """What each place has and needs; borrowed during a call. Row `place`, column `sector` of the
    views; amounts in any one unit a sector, none negative.

    places: P, at least 1
    sectors: S, at least 1
    place_codes: P, for messages and files; NULL: numbered from 1
    sector_codes: S, the same
    supply: P × S: what a place makes for its own country, that is
        output less foreign exports
    use: P × S: what it uses, of its own country's make
    own: P × S: the share of its use that a place makes itself, 0
        to 1; empty: by location quotients
    sizes: P × S: jobs or output, which the quotients go by; empty:
        the supply
    imports: P × S: the share of use that comes from abroad, 0 to 1,
        where technology is given in total use and `use` holds
        imports as well; empty: none
    """

    _fields_ = [
        ("places", ctypes.c_int64),
        ("sectors", ctypes.c_int64),
        ("place_codes", ctypes.POINTER(ctypes.c_char_p)),
        ("sector_codes", ctypes.POINTER(ctypes.c_char_p)),
        ("supply", preston_const_view),
        ("use", preston_const_view),
        ("own", preston_const_view),
        ("sizes", preston_const_view),
        ("imports", preston_const_view),
    ]


class preston_distances(ctypes.Structure):
    """How far places are from each other: one of the three. Units are the caller's: metres, minutes;
    the scale, radius and smallest distance of the options have the same.

    coordinates: P × 2: positions on a plane; straight distances
    matrix: P × P: row, the buying place; column, the selling one.
        Infinity where there is no way; the diagonal is not read
    starts: P + 1: for each buying place, the places it can buy from...
    places: ... each once; itself is passed over
    values: ... and how far they are, infinity where there is no way
    """

    _fields_ = [
        ("coordinates", preston_const_view),
        ("matrix", preston_const_view),
        ("starts", ctypes.POINTER(ctypes.c_int64)),
        ("places", ctypes.POINTER(ctypes.c_int64)),
        ("values", ctypes.POINTER(ctypes.c_double)),
    ]


class preston_distance_list(ctypes.Structure):
    """How far places are from each other, as a file has it: a list of pairs. Never changes once made."""


class preston_distances_options(ctypes.Structure):
    """Options of preston_distances_read(); start from preston_distances_options_init().

    size: of this struct, set by the init function
    column: of how far it is; default "minutes"
    complete: 1: every two places must be there, since each may buy from every other.
        0 (default): those that are not have no way
    """

    _fields_ = [
        ("size", ctypes.c_size_t),
        ("column", ctypes.c_char_p),
        ("complete", ctypes.c_int),
    ]


class preston_decay(IntEnum):
    """How trade falls with distance d.

    PRESTON_DECAY_EXPONENTIAL: exp(−d / scale)
    PRESTON_DECAY_POWER: max(d, smallest_distance)^−exponent
    """

    PRESTON_DECAY_EXPONENTIAL = 0
    PRESTON_DECAY_POWER = 1


class preston_trade_options(ctypes.Structure):
    """Options of trade; start from preston_trade_options_init().

    size: of this struct, set by the init function
    quotient: of the own share where none is given: SLQ, or (default) FLQ,
        that is SLQ λ; capped at one and at what the place makes
    delta: δ of λ, 0 ≤ δ < 1; default 0.25
    decay: default exponential
    scale: of the exponential, above zero; default 50000
    exponent: of the power, above zero; default 2
    smallest_distance: of the power, above zero; default 1000
    nearest: each place buys from so many nearest ones; default 50; 0: no limit
    radius: and from none farther than this; default infinity
    balance: 1 (default): sales are brought to supply; 0: sellers attract by what
        they have to sell
    pool_share: of what a place buys from others, the share that comes from anywhere in
        the nation before sales are balanced, 0 to 1; default 0. Above zero,
        what nobody near has comes from the pool altogether
    tolerance: balanced when no place's sales are farther from its supply than this
        share of the nation's supply of the sector; default 1e-8
    most_rounds: of balancing; default 200
    rest_from_pool: preston_trade_given(), preston_trade_read(): 1: what the shares leave
        of a buyer's use comes from the pool; 0 (default): that is an error
    threads: 0 (default): all cores
    progress: default NULL; after each round of balancing, of most_rounds
    context: given to `progress`
    """

    _fields_ = [
        ("size", ctypes.c_size_t),
        ("quotient", ctypes.c_int),
        ("delta", ctypes.c_double),
        ("decay", ctypes.c_int),
        ("scale", ctypes.c_double),
        ("exponent", ctypes.c_double),
        ("smallest_distance", ctypes.c_double),
        ("nearest", ctypes.c_int64),
        ("radius", ctypes.c_double),
        ("balance", ctypes.c_int),
        ("pool_share", ctypes.c_double),
        ("tolerance", ctypes.c_double),
        ("most_rounds", ctypes.c_int64),
        ("rest_from_pool", ctypes.c_int),
        ("threads", ctypes.c_int),
        ("progress", preston_progress_function),
        ("context", ctypes.c_void_p),
    ]
    enums: ClassVar[dict[str, type[IntEnum]]] = {"quotient": preston_quotient, "decay": preston_decay}


class preston_trade_line(ctypes.Structure):
    """One share of preston_trade_given().

    sector: -1: all sectors in which the buyer has no line of its own
    seller: a place; the buyer itself for its own share
    buyer: a place
    share: 0 to 1
    """

    _fields_ = [
        ("sector", ctypes.c_int64),
        ("seller", ctypes.c_int64),
        ("buyer", ctypes.c_int64),
        ("share", ctypes.c_double),
    ]


class preston_multiregional(ctypes.Structure):
    """A table of several economies: who buys what from which sector of which economy. As published
    (WIOD, FIGARO), or put together by preston_multiregional_residual(). Never changes once made.
    """


class preston_multiregional_data(ctypes.Structure):
    """Such a table in plain arrays; everything is copied. Row `place * n + sector`.

    title: text fields may be NULL
    year: of the flows
    currency: for example "USD"
    unit: of every amount, for example "million"
    area: what all places together are; NULL: "world"
    places: P, at least 1
    place_codes: P, distinct
    place_names: P; NULL for the codes
    sectors: n, at least 1: every place has the same
    sector_codes: n, distinct
    sector_names: n; NULL for the codes
    output: (P n) × 1, no cell negative
    flows: (P n) × (P n), the row sells to the column
    uses: u
    use_codes: u; "households" is known to Type II; "exports" leave the
        area, and are those of the selling place
    final_use: (P n) × (P u), column `place * u + use` of the user
    accounts: a
    account_codes: a; `imports` are those from outside the area
    account_values: (P n) × a
    household_income: P × 1, or empty: not known
    household_imports: P × 1 or empty: from outside the area
    household_taxes_on_products: P × 1 or empty
    """

    _fields_ = [
        ("title", ctypes.c_char_p),
        ("year", ctypes.c_char_p),
        ("currency", ctypes.c_char_p),
        ("unit", ctypes.c_char_p),
        ("prices", ctypes.c_char_p),
        ("source", ctypes.c_char_p),
        ("licence", ctypes.c_char_p),
        ("area", ctypes.c_char_p),
        ("places", ctypes.c_int64),
        ("place_codes", ctypes.POINTER(ctypes.c_char_p)),
        ("place_names", ctypes.POINTER(ctypes.c_char_p)),
        ("sectors", ctypes.c_int64),
        ("sector_codes", ctypes.POINTER(ctypes.c_char_p)),
        ("sector_names", ctypes.POINTER(ctypes.c_char_p)),
        ("output", preston_const_view),
        ("flows", preston_const_view),
        ("uses", ctypes.c_int64),
        ("use_codes", ctypes.POINTER(ctypes.c_char_p)),
        ("final_use", preston_const_view),
        ("accounts", ctypes.c_int64),
        ("account_codes", ctypes.POINTER(ctypes.c_char_p)),
        ("account_values", preston_const_view),
        ("household_income", preston_const_view),
        ("household_imports", preston_const_view),
        ("household_taxes_on_products", preston_const_view),
    ]


class preston_multiregional_checks(ctypes.Structure):
    """What is odd in a table. Rows are `place * n + sector`, -1 where there is nothing to name.

    row_imbalance: the largest |flows sold + final use − output|...
    row: ... and where
    column_imbalance: the largest |flows bought + imports + taxes on products + gva −
        output|...
    column: ... and where
    zero_outputs: sectors of an economy without output
    negative_gva: sectors of an economy whose gva is below zero
    lowest_gva: the lowest over its output; 0 when none is below zero...
    lowest_gva_row: ... and where
    negative_flows: cells of the flows below zero
    unmade: flows and final use, absolute, sold by sectors without output
    """

    _fields_ = [
        ("row_imbalance", ctypes.c_double),
        ("row", ctypes.c_int64),
        ("column_imbalance", ctypes.c_double),
        ("column", ctypes.c_int64),
        ("zero_outputs", ctypes.c_int64),
        ("negative_gva", ctypes.c_int64),
        ("lowest_gva", ctypes.c_double),
        ("lowest_gva_row", ctypes.c_int64),
        ("negative_flows", ctypes.c_int64),
        ("unmade", ctypes.c_double),
    ]


preston_residual_cell = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_char_p, ctypes.c_double)


class preston_residual_options(ctypes.Structure):
    """Options of preston_multiregional_residual(); start from preston_residual_options_init().

    size: of this struct, set by the init function
    area: code of the nation; default "nation"
    region: code of the region; default "region"
    rest: code of the rest of the nation; default "rest"
    sales: account of the region's table: what each sector sells to the rest,
        part of its use "exports"; default "exports_rest_of_nation"
    purchases: account: what each sector buys from the rest, part of its account
        "imports"; default "imports_rest_of_nation"
    use_purchases: u × 1: what each final use of the region buys from the
        rest, in the order of the region's uses; what "exports"
        buy leaves again and is not read. Empty: nothing
    most_excess: the largest excess of the region over the nation, all cells, over
        the region's domestic flows and final use; default 0.05
    on_cell: default NULL
    context: given to `on_cell`
    """

    _fields_ = [
        ("size", ctypes.c_size_t),
        ("area", ctypes.c_char_p),
        ("region", ctypes.c_char_p),
        ("rest", ctypes.c_char_p),
        ("sales", ctypes.c_char_p),
        ("purchases", ctypes.c_char_p),
        ("use_purchases", preston_const_view),
        ("most_excess", ctypes.c_double),
        ("on_cell", preston_residual_cell),
        ("context", ctypes.c_void_p),
    ]


class preston_residual_report(ctypes.Structure):
    """What had to give way, in the tables' unit.

    cells: where the region had more than the nation...
    excess: ... by so much, all together
    excess_share: of the region's domestic flows and final use
    largest: the largest of them...
    seller: ... its sector, -1 for none...
    buyer: ... and sector, or n + use
    moved_exports: foreign exports beyond the nation's, counted as sales to the rest
    moved_imports: foreign imports beyond the nation's, counted as bought from the
        rest
    negative_accounts: accounts of the rest's sectors below zero, surplus and taxes
        included, which may be right
    shared_jobs: sectors in which the region has more jobs than the nation: both then
        have the nation's, by output
    """

    _fields_ = [
        ("cells", ctypes.c_int64),
        ("excess", ctypes.c_double),
        ("excess_share", ctypes.c_double),
        ("largest", ctypes.c_double),
        ("seller", ctypes.c_int64),
        ("buyer", ctypes.c_int64),
        ("moved_exports", ctypes.c_double),
        ("moved_imports", ctypes.c_double),
        ("negative_accounts", ctypes.c_int64),
        ("shared_jobs", ctypes.c_int64),
    ]


class preston_closure(IntEnum):
    """Whether households are inside the model.

    PRESTON_CLOSURE_I: households outside: direct and indirect effects
    PRESTON_CLOSURE_II: households inside: induced effects too
    """

    PRESTON_CLOSURE_I = 0
    PRESTON_CLOSURE_II = 1


class preston_model_options(ctypes.Structure):
    """Options of preston_model_create(); start from preston_model_options_init().

    size: of this struct, set by the init function
    closure: default I; II makes both available
    household_income: what household consumption is divided by, in the table's unit;
        default 0: the table's own figure, and the only value where
        every place has a table of its own (multi-regional)
    wage_leakage: share of compensation that does not reach resident households
        (tax, saving, commuters), 0 to 1; default 0, as in the official
        Scottish multipliers
    household_own_use: what households buy from households for each unit of their
        income; default 0, as in tables where they are a sector
    tolerance: largest relative error bound of any solve; default 1e-9
    progress: called before the work and after each closure, with
        how many of them are done; default NULL
    context: given to `progress`
    """

    _fields_ = [
        ("size", ctypes.c_size_t),
        ("closure", ctypes.c_int),
        ("household_income", ctypes.c_double),
        ("wage_leakage", ctypes.c_double),
        ("household_own_use", ctypes.c_double),
        ("tolerance", ctypes.c_double),
        ("progress", preston_progress_function),
        ("context", ctypes.c_void_p),
    ]
    enums: ClassVar[dict[str, type[IntEnum]]] = {"closure": preston_closure}


class preston_model(ctypes.Structure):
    """A closed economy, ready to be solved; never changes once made, so that several threads may use
    it.
    """


class preston_model_scale(ctypes.Structure):
    """What a model is to be made of, to know beforehand what it takes.

    traded: 0: cell by cell, 1: by trade shares
    places: P
    sectors: n
    closure: II makes both
    technologies: traded: tables in all, at least 1
    pairs: traded: shares in lists of single sectors, all together
    common_pairs: traded: pairs of neighbours that all sectors have in common
    commuting_pairs: traded: pairs of workplace and residence
    """

    _fields_ = [
        ("traded", ctypes.c_int),
        ("places", ctypes.c_int64),
        ("sectors", ctypes.c_int64),
        ("closure", ctypes.c_int),
        ("technologies", ctypes.c_int64),
        ("pairs", ctypes.c_int64),
        ("common_pairs", ctypes.c_int64),
        ("commuting_pairs", ctypes.c_int64),
    ]
    enums: ClassVar[dict[str, type[IntEnum]]] = {"closure": preston_closure}


class preston_model_cost(ctypes.Structure):
    """What it takes, roughly: for a decision before the work, not for an invoice.

    rows: of the largest system
    economy_bytes: held by the economy and, traded, its shares
    model_bytes: held by the model
    solving_bytes: more, while it is made or one solve runs
    applies: traded: products with the system that one solve takes, about
    make_operations: multiplications and additions to make the model
    solve_operations: and for one solve of the largest system
    """

    _fields_ = [
        ("rows", ctypes.c_int64),
        ("economy_bytes", ctypes.c_int64),
        ("model_bytes", ctypes.c_int64),
        ("solving_bytes", ctypes.c_int64),
        ("applies", ctypes.c_double),
        ("make_operations", ctypes.c_double),
        ("solve_operations", ctypes.c_double),
    ]


class preston_demand(ctypes.Structure):
    """Final demand in the table's unit. The views may be empty (no rows) where there is none.

    sectors: (P n) × 1, bought from domestic sectors, basic prices
    imports: P × 1, bought abroad directly
    taxes_on_products: P × 1, paid on the purchases themselves
    household_income: P × 1, what households living in each place receive
        beside the wages of the model's sectors: a difference
        of wages in the first round, pensions, grants; after
        tax and saving, options.wage_leakage is not taken from
        it. Type I ignores it; in Type II it is spent as any
        other income, and all that follows is induced. It is
        no account by itself, and no purchase
    """

    _fields_ = [
        ("sectors", preston_const_view),
        ("imports", preston_const_view),
        ("taxes_on_products", preston_const_view),
        ("household_income", preston_const_view),
    ]


class preston_effects(ctypes.Structure):
    """What one unit of each kind of demand brings about in one account in one area: what
    preston_model_effects() fills in. Views may be empty (no rows) where they are not wanted.

    sectors: (P n) × 1
    imports: P × 1
    taxes_on_products: P × 1
    household_income: P × 1; zero in Type I
    """

    _fields_ = [
        ("sectors", preston_view),
        ("imports", preston_view),
        ("taxes_on_products", preston_view),
        ("household_income", preston_view),
    ]


class preston_part(IntEnum):
    """The parts of an impact. They exclude one another and add up to the whole.

    PRESTON_DIRECT: in the sectors that are bought from
    PRESTON_INDIRECT: in their supply chains (Type I)
    PRESTON_INDUCED: from wages spent (Type II beyond Type I)
    """

    PRESTON_DIRECT = 0
    PRESTON_INDIRECT = 1
    PRESTON_INDUCED = 2


class preston_impact(ctypes.Structure):
    """What a demand brings about, by account, part, place and sector."""


class preston_gains(ctypes.Structure):
    """Gain here, loss there, and what is left for the nation.

    gain: of the places that gain, not negative
    loss: of those that lose, not positive
    net: gain + loss: the nation's
    gaining: how many places gain
    losing: how many lose
    """

    _fields_ = [
        ("gain", ctypes.c_double),
        ("loss", ctypes.c_double),
        ("net", ctypes.c_double),
        ("gaining", ctypes.c_int64),
        ("losing", ctypes.c_int64),
    ]


class preston_wages(ctypes.Structure):
    """Where the wages of an impact go, and what households have beside them:
    `paid + by_households + given = withheld + abroad + received`.

    paid: compensation in all sectors, everywhere
    by_households: paid by households to households: their own use
    withheld: by options.wage_leakage
    abroad: to commuters who live in other nations
    received: income of the nation's households
    given: to households by the demand itself, beside wages
    """

    _fields_ = [
        ("paid", ctypes.c_double),
        ("by_households", ctypes.c_double),
        ("withheld", ctypes.c_double),
        ("abroad", ctypes.c_double),
        ("received", ctypes.c_double),
        ("given", ctypes.c_double),
    ]


class preston_ledger_field(IntEnum):
    """The labelled fields of a purchase."""

    PRESTON_LEDGER_BUYER = 0
    PRESTON_LEDGER_SUPPLIER = 1
    PRESTON_LEDGER_CATEGORY = 2
    PRESTON_LEDGER_PLACE = 3
    PRESTON_LEDGER_TYPE = 4


class preston_amounts(IntEnum):
    """How amounts are read.

    PRESTON_AMOUNTS_STRICT: 1234.50 and nothing else
    PRESTON_AMOUNTS_SPREADSHEET: also `1,234.50`, `98.31.`, `£98` and spaces
    """

    PRESTON_AMOUNTS_STRICT = 0
    PRESTON_AMOUNTS_SPREADSHEET = 1


class preston_ledger_options(ctypes.Structure):
    """How a ledger file is read; start from preston_ledger_options_init(). The first seven are the
    names of the file's columns, so that nobody rewrites an export; NULL where it has none.

    size: of this struct, set by the init function
    date: default "date"; ISO dates or empty cells
    buyer: default "buyer"
    supplier: default "supplier"
    category: default "category"
    amount: default "amount"; required
    place: default "place": where the supplier is
    type: default "type" of supplier
    encoding: default NULL: UTF-8; else a name iconv knows, such as "CP1252"
    amounts: default strict
    """

    _fields_ = [
        ("size", ctypes.c_size_t),
        ("date", ctypes.c_char_p),
        ("buyer", ctypes.c_char_p),
        ("supplier", ctypes.c_char_p),
        ("category", ctypes.c_char_p),
        ("amount", ctypes.c_char_p),
        ("place", ctypes.c_char_p),
        ("type", ctypes.c_char_p),
        ("encoding", ctypes.c_char_p),
        ("amounts", ctypes.c_int),
    ]
    enums: ClassVar[dict[str, type[IntEnum]]] = {"amounts": preston_amounts}


class preston_ledger(ctypes.Structure):
    """Purchases; never change once made."""


class preston_retention(ctypes.Structure):
    """Spending by group and place."""


class preston_concordance(ctypes.Structure):
    """Which sectors a category buys from, with weights that add up to one."""


class preston_demand_options(ctypes.Structure):
    """How purchases become demand; start from preston_demand_options_init().

    size: of this struct, set by the init function
    buyer_place: a place of the economy: purchases whose place is empty are spread
        as final users there buy. Default NULL: such a purchase is an
        error
    price_factor: multiplies every amount, to bring it to the prices of the table;
        default 1
    beside: another ledger whose places count as named too where this one
        says `rest-of-AREA`: of another year, or the whole of which
        this one is a part. Default NULL. preston_comparison_create()
        sets the two ledgers beside each other by itself
    """

    _fields_ = [
        ("size", ctypes.c_size_t),
        ("buyer_place", ctypes.c_char_p),
        ("price_factor", ctypes.c_double),
        ("beside", ctypes.POINTER(preston_ledger)),
    ]


class preston_lm3(ctypes.Structure):
    """LM3, by both published conventions. Which is meant must be printed beside the number.

    rounds: R1 the money that enters, R2 and R3 what is spent again locally
    plain: (R1 + R2 + R3) / R1: the first pound always counts (New Economics
        Foundation)
    local: (R2 + R3) / R1: the first pound counts only when the supplier is local
        (Northumberland's £1.76 and £0.36)
    full: the plain multiplier of all rounds to the end; 0 when not known
    captured: plain / full: what three rounds see of it; 0 when not known
    """

    _fields_ = [
        ("rounds", ctypes.c_double * 3),
        ("plain", ctypes.c_double),
        ("local", ctypes.c_double),
        ("full", ctypes.c_double),
        ("captured", ctypes.c_double),
    ]


class preston_survey(ctypes.Structure):
    """Answers of suppliers: which share of what they are paid they spend again locally."""


class preston_supplier_type(ctypes.Structure):
    """A supplier type in one sector, or in all: what differs from the average firm of the sector in
    the first round. Later rounds are the average economy's, so no sector is doubled. NaN means: as
    the sector. Shares are of the supplier's output.

    size: of this struct, set by the init function
    code: for example "social-economy"
    sector: a sector of the table; NULL: every sector not named apart
    compensation: paid in wages, 0 to 1
    surplus: gross operating surplus, -1 (a loss) to 1
    jobs: jobs per unit of output
    local_purchases: of its domestic purchases of each sector, the share bought in
        the place where it produces; as the sector where that place
        makes nothing of it, or nearly all that is used there
    outside_production: made elsewhere though invoiced here (a branch of an outside
        group), 0 to 1; default 0
    outside_place: where that is made; NULL: where others in the place buy the
        sector outside it, abroad included where trade shares leave
        something to imports; in the place itself where nobody outside
        sells it, as in the nation as one place
    share: of the sector's output in any place, made by this type: what
        bounds how much more can be bought of it; NaN: not known
    """

    _fields_ = [
        ("size", ctypes.c_size_t),
        ("code", ctypes.c_char_p),
        ("sector", ctypes.c_char_p),
        ("compensation", ctypes.c_double),
        ("surplus", ctypes.c_double),
        ("jobs", ctypes.c_double),
        ("local_purchases", ctypes.c_double),
        ("outside_production", ctypes.c_double),
        ("outside_place", ctypes.c_char_p),
        ("share", ctypes.c_double),
    ]


class preston_supplier_types(ctypes.Structure):
    """The types of an economy's suppliers; never change once made. Type 0 is the average, ""."""


class preston_type_effects(ctypes.Structure):
    """What a unit of each kind of purchase brings about in one account in one area, all rounds. Views
    may be empty where they are not wanted.

    purchases: (P n) × K, of each place, sector and supplier type
    imports: P × 1, of imports that the buyer pays itself
    taxes_on_products: P × 1, of taxes that the buyer pays itself
    """

    _fields_ = [
        ("purchases", preston_view),
        ("imports", preston_view),
        ("taxes_on_products", preston_view),
    ]


class preston_path_form(IntEnum):
    """The form of a path over years.

    PRESTON_PATH_CONSTANT: `to`, always
    PRESTON_PATH_LINEAR: `from` up to the year `begins`, `to` from the year `full` on
    PRESTON_PATH_LOGISTIC: from `from` to `to`, half way in `midpoint`, 10 % to 90 % of the way
        in `span` years
    PRESTON_PATH_TABLE: given years, straight lines between them, flat outside them
    """

    PRESTON_PATH_CONSTANT = 0
    PRESTON_PATH_LINEAR = 1
    PRESTON_PATH_LOGISTIC = 2
    PRESTON_PATH_TABLE = 3


class preston_path(ctypes.Structure):
    """A number over years: adoption, coverage, survival by age; start from preston_path_init().

    from: default 0
    to: default 1
    begins: linear: a year
    full: linear: a later year
    midpoint: logistic: a year
    span: logistic: years, above zero
    years: table: rising
    values: table
    count: table: of both
    """

    _fields_ = [
        ("form", ctypes.c_int),
        ("from", ctypes.c_double),
        ("to", ctypes.c_double),
        ("begins", ctypes.c_double),
        ("full", ctypes.c_double),
        ("midpoint", ctypes.c_double),
        ("span", ctypes.c_double),
        ("years", ctypes.POINTER(ctypes.c_double)),
        ("values", ctypes.POINTER(ctypes.c_double)),
        ("count", ctypes.c_int64),
    ]
    enums: ClassVar[dict[str, type[IntEnum]]] = {"form": preston_path_form}


class preston_additionality(ctypes.Structure):
    """From gross to net; start from preston_additionality_init(). Shares from 0 to 1.

    deadweight: would have happened anyway
    leakage: goes to others than those meant
    displacement: taken from others here
    substitution: of one thing by another by the same body
    reference_leakage: of the reference case; NaN: the same
    reference_displacement: NaN: the same
    reference_substitution: NaN: the same
    """

    _fields_ = [
        ("deadweight", ctypes.c_double),
        ("leakage", ctypes.c_double),
        ("displacement", ctypes.c_double),
        ("substitution", ctypes.c_double),
        ("reference_leakage", ctypes.c_double),
        ("reference_displacement", ctypes.c_double),
        ("reference_substitution", ctypes.c_double),
    ]


class preston_population(ctypes.Structure):
    """Buyers whose yearly purchases follow a heavy-tailed law: as many buy at least x as
    `count · (x / purchases)^−alpha`, up to `largest` (a truncated Pareto law).

    alpha: above zero
    purchases: a size...
    count: ... and how many buyers have at least that
    largest: no buyer is larger: an assumption, and to be called one
    """

    _fields_ = [
        ("alpha", ctypes.c_double),
        ("purchases", ctypes.c_double),
        ("count", ctypes.c_double),
        ("largest", ctypes.c_double),
    ]


class preston_lever(IntEnum):
    """The levers, by their number in the booklet of ESS France (2022). Text in files: "train",
    "map-suppliers", "create-firms", "invest", "grants", "charter", "co-construction",
    "political-weight", "engineering", "reserve", "spaser", "relocate".

    PRESTON_LEVER_TRAIN: officials trained in the social economy
    PRESTON_LEVER_MAP_SUPPLIERS: a register of suppliers
    PRESTON_LEVER_CREATE_FIRMS: support for new social-economy firms
    PRESTON_LEVER_INVEST: local capital in collective projects
    PRESTON_LEVER_GRANTS: grants and trust instead of tenders
    PRESTON_LEVER_CHARTER: governance: a charter,
    PRESTON_LEVER_CO_CONSTRUCTION: policies made together,
    PRESTON_LEVER_POLITICAL_WEIGHT: the social economy in the centre: an assumption each
    PRESTON_LEVER_ENGINEERING: projects of small authorities made feasible
    PRESTON_LEVER_RESERVE: contracts reserved for a supplier type
    PRESTON_LEVER_SPASER: which buyers must have a scheme, and apply the others
    PRESTON_LEVER_RELOCATE: the Preston model: buying moved to a place
    """

    PRESTON_LEVER_TRAIN = 1
    PRESTON_LEVER_MAP_SUPPLIERS = 2
    PRESTON_LEVER_CREATE_FIRMS = 3
    PRESTON_LEVER_INVEST = 4
    PRESTON_LEVER_GRANTS = 5
    PRESTON_LEVER_CHARTER = 6
    PRESTON_LEVER_CO_CONSTRUCTION = 7
    PRESTON_LEVER_POLITICAL_WEIGHT = 8
    PRESTON_LEVER_ENGINEERING = 9
    PRESTON_LEVER_RESERVE = 10
    PRESTON_LEVER_SPASER = 11
    PRESTON_LEVER_RELOCATE = 12


class preston_words(ctypes.Structure):
    """Words of a file: a list of texts."""

    _fields_ = [
        ("texts", ctypes.POINTER(ctypes.c_char_p)),
        ("count", ctypes.c_int64),
    ]


class preston_measure(ctypes.Structure):
    """One use of a lever; start from preston_measure_init(). Numbers that a lever does not use stay
    NaN, texts NULL, lists empty: docs/scenario-keys.md says which lever uses which, in which unit
    and range. In a scenario, what a lever uses and may be left out is filled in: adoption and
    ceiling are 1, premium is 0.

    size: of this struct, set by the init function
    id: each once
    lever: 0 until it is set, and then an error
    source: where its numbers are from; NULL: an assumption, and called one
    sectors: codes, or names of sector lists; empty: all
    buyers: of the ledger; empty: all
    from: places or areas that purchases are moved from; empty: everywhere
    to: the place where it acts
    type: the supplier type it favours
    applies: ids of measures that it changes
    first_year: NaN: the scenario's first
    last_year: NaN: for ever
    adoption: what part of it is in force, 0 to 1; constant and `to` NaN until it
        is set: all, where the lever does not need it
    share: of the eligible purchases, moved at full adoption
    ceiling: the local share of a sector's purchases is not moved beyond this
    premium: what is moved costs so much more, a share
    duration: years for which a grant is given
    raises_share: points added to the share of the measures it applies to
    raises_ceiling: and to their ceiling
    raises_adoption: and to their adoption
    speeds: their adoption passes so many years more in each year
    threshold: yearly purchases from which a buyer must have a scheme, currency
    strength: of a scheme: the part of what it applies that a buyer carries out
    population: buyers; count NaN: those of the ledger
    population_purchases: of all buyers of the population, currency
    survival: share of firms alive by age in years; never rises
    output_per_job: in the table's unit; NaN: as the sector
    sales_here: share of new capacity sold to industries of the place instead of
        what they buy outside it
    amount: of a year: invested, or of one project, in currency
    public_share: of the capital that local authorities hold together
    form: "scic": at most half of its capital from local authorities
    output_per_capital: output that a unit of capital allows, a year
    lag: years from capital to capacity
    buys: a sector, or a final use of the table whose mix is bought
    has_additionality: 0: the scenario's; of a measure that changes others, the lowest of
        theirs
    """

    _fields_ = [
        ("size", ctypes.c_size_t),
        ("id", ctypes.c_char_p),
        ("lever", ctypes.c_int),
        ("source", ctypes.c_char_p),
        ("sectors", preston_words),
        ("buyers", preston_words),
        ("from", preston_words),
        ("to", ctypes.c_char_p),
        ("type", ctypes.c_char_p),
        ("applies", preston_words),
        ("first_year", ctypes.c_double),
        ("last_year", ctypes.c_double),
        ("adoption", preston_path),
        ("share", ctypes.c_double),
        ("ceiling", ctypes.c_double),
        ("premium", ctypes.c_double),
        ("duration", ctypes.c_double),
        ("raises_share", ctypes.c_double),
        ("raises_ceiling", ctypes.c_double),
        ("raises_adoption", ctypes.c_double),
        ("speeds", ctypes.c_double),
        ("threshold", ctypes.c_double),
        ("strength", ctypes.c_double),
        ("population", preston_population),
        ("population_purchases", ctypes.c_double),
        ("firms_per_year", ctypes.c_double),
        ("jobs_per_firm", ctypes.c_double),
        ("survival", preston_path),
        ("output_per_job", ctypes.c_double),
        ("sales_here", ctypes.c_double),
        ("amount", ctypes.c_double),
        ("public_share", ctypes.c_double),
        ("form", ctypes.c_char_p),
        ("output_per_capital", ctypes.c_double),
        ("lag", ctypes.c_double),
        ("buys", ctypes.c_char_p),
        ("projects_per_year", ctypes.c_double),
        ("additionality", preston_additionality),
        ("has_additionality", ctypes.c_int),
    ]
    enums: ClassVar[dict[str, type[IntEnum]]] = {"lever": preston_lever}


class preston_scenario_ledger(ctypes.Structure):
    """A ledger file of a scenario.

    size: of this struct, set by preston_scenario_ledger_init()
    type: column names;
        NULL: those of preston_ledger_options; "none": the file has no such column
    encoding: NULL: UTF-8
    spreadsheet_amounts: 1: amounts such as "£1,234.50" are read
    price_factor: to the prices of the table; default 1
    """

    _fields_ = [
        ("size", ctypes.c_size_t),
        ("file", ctypes.c_char_p),
        ("date", ctypes.c_char_p),
        ("buyer", ctypes.c_char_p),
        ("supplier", ctypes.c_char_p),
        ("category", ctypes.c_char_p),
        ("amount", ctypes.c_char_p),
        ("place", ctypes.c_char_p),
        ("type", ctypes.c_char_p),
        ("encoding", ctypes.c_char_p),
        ("spreadsheet_amounts", ctypes.c_int),
        ("price_factor", ctypes.c_double),
    ]


class preston_sector_list(ctypes.Structure):
    """Codes of sectors under one name."""

    _fields_ = [
        ("name", ctypes.c_char_p),
        ("sectors", preston_words),
    ]


class preston_scenario_economy(ctypes.Structure):
    """How places trade; see economy.h.

    form: "nest", "gravity" or "data"; default "nest"
    quotient: nest: "slq", "cilq", "rlq", "flq" or "aflq"; default "flq"
    delta: default 0.25
    feedback: nest; default 1
    distance_scale: gravity: of the exponential decay; default 50000
    distance_power: gravity: above zero, decay by this power instead; default 0
    nearest: gravity: buy from so many neighbours; 0 (default): from all
    commuting_scale: gravity: of the decay of commuting, among `nearest` or 50; 0
        (default): none
    travel_times: gravity: file of minutes between places, instead of straight
        distances; NULL: none
    own_tables: gravity, data: file of the places that have a table of their own;
        NULL: none
    wage_leakage: default 0
    household_income: of the table's unit; 0: the table's own
    closure: "type I" or "type II"; default "type II"
    """

    _fields_ = [
        ("form", ctypes.c_char_p),
        ("quotient", ctypes.c_char_p),
        ("delta", ctypes.c_double),
        ("feedback", ctypes.c_int),
        ("distance_scale", ctypes.c_double),
        ("distance_power", ctypes.c_double),
        ("nearest", ctypes.c_double),
        ("commuting_scale", ctypes.c_double),
        ("travel_times", ctypes.c_char_p),
        ("own_tables", ctypes.c_char_p),
        ("wage_leakage", ctypes.c_double),
        ("household_income", ctypes.c_double),
        ("closure", ctypes.c_char_p),
    ]


class preston_scenario_capacity(ctypes.Structure):
    """What may grow, and how much of it buyers know.

    headroom: of the output of a sector in a place, that may be added; NaN: no limit
    growth: of that headroom, a share a year; default 0
    known: share of it that buyers know of; default 1
    file: place,sector,headroom in the table's unit: instead, for these
    constrain_output: 1: output of no sector grows beyond it in supply chains either
    """

    _fields_ = [
        ("headroom", ctypes.c_double),
        ("growth", ctypes.c_double),
        ("known", ctypes.c_double),
        ("file", ctypes.c_char_p),
        ("constrain_output", ctypes.c_int),
    ]


class preston_scenario_data(ctypes.Structure):
    """One scenario, as a file has it; start from preston_scenario_data_init().

    size: of this struct, set by the init function
    table: folder
    places: folder; NULL: the nation as one place
    supplier_types: file; NULL: all suppliers are average
    concordance: file; NULL: categories are sectors
    scheme: of the concordance
    buyer_place: where purchases without a place are bought from
    ledger: purchases of a year: the baseline of every year
    after: a second ledger, for before and after; file NULL: none
    discount_rate: a year; default 0.035, the Green Book's
    prices_year: present values are of this year; NaN: the first
    areas: that results are shown for; the nation is added
    accounts: empty: output, gva, compensation, jobs, imports,
        taxes_on_products, as far as the table has them
    delta_high: uncertainty: the band of δ; NaN: none
    """

    _fields_ = [
        ("size", ctypes.c_size_t),
        ("title", ctypes.c_char_p),
        ("description", ctypes.c_char_p),
        ("table", ctypes.c_char_p),
        ("places", ctypes.c_char_p),
        ("supplier_types", ctypes.c_char_p),
        ("concordance", ctypes.c_char_p),
        ("scheme", ctypes.c_char_p),
        ("buyer_place", ctypes.c_char_p),
        ("ledger", preston_scenario_ledger),
        ("after", preston_scenario_ledger),
        ("economy", preston_scenario_economy),
        ("capacity", preston_scenario_capacity),
        ("first_year", ctypes.c_double),
        ("last_year", ctypes.c_double),
        ("discount_rate", ctypes.c_double),
        ("prices_year", ctypes.c_double),
        ("areas", preston_words),
        ("accounts", preston_words),
        ("sector_lists", ctypes.POINTER(preston_sector_list)),
        ("sector_list_count", ctypes.c_int64),
        ("measures", ctypes.POINTER(preston_measure)),
        ("measure_count", ctypes.c_int64),
        ("additionality", preston_additionality),
        ("has_additionality", ctypes.c_int),
        ("delta_low", ctypes.c_double),
        ("delta_high", ctypes.c_double),
    ]


class preston_scenario(ctypes.Structure):
    """A scenario: everything it states, checked; never changes once made."""


class preston_scenario_inputs(ctypes.Structure):
    """Table, places, trade, economy, model, types and ledgers of a scenario."""


class preston_projection(ctypes.Structure):
    """Baseline and scenario over the years."""


class preston_projection_input(ctypes.Structure):
    """What a projection goes by; borrowed, and must outlive it.

    types: of that model
    ledger: purchases of a year
    concordance: NULL: categories are sectors
    headroom: (P n) × 1, table's unit, instead of capacity.file; empty:
        by the scenario's `capacity`
    """

    _fields_ = [
        ("model", ctypes.POINTER(preston_model)),
        ("types", ctypes.POINTER(preston_supplier_types)),
        ("ledger", ctypes.POINTER(preston_ledger)),
        ("concordance", ctypes.POINTER(preston_concordance)),
        ("headroom", preston_const_view),
    ]


class preston_statistic(IntEnum):
    """Which number of a projection.

    PRESTON_STATISTIC_BASELINE: of the ledger as it is
    PRESTON_STATISTIC_GROSS: what the measures change
    PRESTON_STATISTIC_NET: after additionality
    """

    PRESTON_STATISTIC_BASELINE = 0
    PRESTON_STATISTIC_GROSS = 1
    PRESTON_STATISTIC_NET = 2


# instead of a year: the discounted sum of all years
PRESTON_PRESENT_VALUE = -1
# instead of a measure
PRESTON_ALL_MEASURES = -1
# instead of a measure: what the limits of output in supply chains
# take off all of them; nil unless capacity.constrain_output
PRESTON_SUPPLY_LIMITS = -2


class preston_measure_state(ctypes.Structure):
    """What a measure did in a year, all measures together; the table's unit.

    adoption: 0 to 1, with all that raises it
    share: of eligible purchases, that it would move: with adoption and limits of law
    eligible: purchases that it may move
    wanted: to be moved, or bought additionally
    placed: where it was wanted
    spilled: in the next places up
    unplaced: not: no capacity; it stays as it was
    premium: paid for no volume
    capacity: that it has added by now, a year's output
    firms: alive
    buyers: that must have a scheme (spaser)
    covered: their purchases, as a share of all (spaser)
    """

    _fields_ = [
        ("adoption", ctypes.c_double),
        ("share", ctypes.c_double),
        ("eligible", ctypes.c_double),
        ("wanted", ctypes.c_double),
        ("placed", ctypes.c_double),
        ("spilled", ctypes.c_double),
        ("unplaced", ctypes.c_double),
        ("premium", ctypes.c_double),
        ("capacity", ctypes.c_double),
        ("firms", ctypes.c_double),
        ("buyers", ctypes.c_double),
        ("covered", ctypes.c_double),
    ]


class preston_cause(IntEnum):
    """Why the second ledger does something else than the first. The causes add up to the change.

    PRESTON_VOLUME: more or less is spent in all
    PRESTON_MIX: other categories are bought
    PRESTON_LOCALISATION: each category is bought in other places
    PRESTON_SUPPLIER_TYPE: each is bought from other types of supplier
    """

    PRESTON_VOLUME = 0
    PRESTON_MIX = 1
    PRESTON_LOCALISATION = 2
    PRESTON_SUPPLIER_TYPE = 3


class preston_comparison(ctypes.Structure):
    """The impacts of two ledgers and the change between them, taken apart."""


# Computes the outcomes for one draw of the parameters.
# parameters: 1 × k. out_outcomes: 1 × m.
preston_outcome_function = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, preston_const_view, preston_view, ctypes.POINTER(preston_error))


class preston_band(ctypes.Structure):
    """Where the outcomes of an ensemble lie."""

    _fields_ = [
        ("low", ctypes.c_double),
        ("median", ctypes.c_double),
        ("high", ctypes.c_double),
        ("mean", ctypes.c_double),
    ]


class preston_csv(ctypes.Structure):
    """A CSV file in the making. It is gathered in memory; the file of that name changes only in
    preston_csv_commit(), at once. Cells are quoted where they need it, numbers have 17 significant
    digits and a decimal point whatever the locale.
    """


class preston_text_table(ctypes.Structure):
    """A table of text, aligned: the first columns to the left, the others to the right."""


class preston_scenario_report_options(ctypes.Structure):
    """What a report shows beside the projection itself; start from
    preston_scenario_report_options_init(). All borrowed, only while the report is made.

    size: of this struct, set by the init function
    low: the same scenario with the lower end of what is
        uncertain, such as delta; NULL: no band is shown
    high: with the upper end
    delta_low: what that end is, to be printed
    delta_high: and the other
    comparison: before and after, of the projection's model; NULL:
        the section is left out
    most_rows: of lists of sectors and of places in the text; default 5
    """

    _fields_ = [
        ("size", ctypes.c_size_t),
        ("low", ctypes.POINTER(preston_projection)),
        ("high", ctypes.POINTER(preston_projection)),
        ("delta_low", ctypes.c_double),
        ("delta_high", ctypes.c_double),
        ("comparison", ctypes.POINTER(preston_comparison)),
        ("most_rows", ctypes.c_int64),
    ]


# name: (what it returns, its arguments)
DECLARATIONS: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "preston_status_text": (ctypes.c_char_p, (ctypes.c_int,)),
    "preston_version": (ctypes.c_char_p, ()),
    "preston_operator_dense": (ctypes.c_int, (preston_const_view, ctypes.POINTER(ctypes.POINTER(preston_operator)), ctypes.POINTER(preston_error),)),
    "preston_operator_sparse": (ctypes.c_int, (ctypes.POINTER(preston_sparse), ctypes.POINTER(ctypes.POINTER(preston_operator)), ctypes.POINTER(preston_error),)),
    "preston_operator_trade": (ctypes.c_int, (ctypes.POINTER(preston_trade), ctypes.POINTER(ctypes.POINTER(preston_operator)), ctypes.POINTER(preston_error),)),
    "preston_operator_bordered": (ctypes.c_int, (ctypes.POINTER(preston_operator), preston_const_view, preston_const_view, preston_const_view, ctypes.POINTER(ctypes.POINTER(preston_operator)), ctypes.POINTER(preston_error),)),
    "preston_operator_low_rank": (ctypes.c_int, (ctypes.POINTER(preston_operator), preston_const_view, preston_const_view, ctypes.POINTER(ctypes.POINTER(preston_operator)), ctypes.POINTER(preston_error),)),
    "preston_operator_callback": (ctypes.c_int, (ctypes.c_int64, preston_apply_function, ctypes.c_void_p, ctypes.c_int, ctypes.c_int64, ctypes.POINTER(ctypes.POINTER(preston_operator)), ctypes.POINTER(preston_error),)),
    "preston_operator_free": (None, (ctypes.POINTER(preston_operator),)),
    "preston_operator_rows": (ctypes.c_int64, (ctypes.POINTER(preston_operator),)),
    "preston_operator_workspace": (ctypes.c_int, (ctypes.POINTER(preston_operator), ctypes.c_int64, ctypes.POINTER(ctypes.POINTER(preston_workspace)), ctypes.POINTER(preston_error),)),
    "preston_operator_apply": (ctypes.c_int, (ctypes.POINTER(preston_operator), ctypes.c_int, preston_const_view, ctypes.POINTER(preston_workspace), preston_view, ctypes.POINTER(preston_error),)),
    "preston_solver_options_init": (None, (ctypes.POINTER(preston_solver_options),)),
    "preston_solver_create": (ctypes.c_int, (preston_const_view, ctypes.POINTER(preston_solver_options), ctypes.POINTER(ctypes.POINTER(preston_solver)), ctypes.POINTER(preston_error),)),
    "preston_solver_create_for": (ctypes.c_int, (ctypes.POINTER(preston_operator), ctypes.POINTER(preston_solver_options), ctypes.POINTER(ctypes.POINTER(preston_solver)), ctypes.POINTER(preston_error),)),
    "preston_solver_method": (ctypes.c_int, (ctypes.POINTER(preston_solver),)),
    "preston_method_name": (ctypes.c_char_p, (ctypes.c_int,)),
    "preston_solver_reason": (ctypes.c_char_p, (ctypes.POINTER(preston_solver),)),
    "preston_solver_free": (None, (ctypes.POINTER(preston_solver),)),
    "preston_solver_rows": (ctypes.c_int64, (ctypes.POINTER(preston_solver),)),
    "preston_workspace_create": (ctypes.c_int, (ctypes.POINTER(preston_solver), ctypes.c_int64, ctypes.POINTER(ctypes.POINTER(preston_workspace)), ctypes.POINTER(preston_error),)),
    "preston_workspace_free": (None, (ctypes.POINTER(preston_workspace),)),
    "preston_solver_solve": (ctypes.c_int, (ctypes.POINTER(preston_solver), ctypes.c_int, preston_const_view, ctypes.POINTER(preston_workspace), preston_view, ctypes.POINTER(preston_certificate), ctypes.POINTER(preston_error),)),
    "preston_inverse_bytes": (ctypes.c_int64, (ctypes.c_int64,)),
    "preston_solver_inverse": (ctypes.c_int, (ctypes.POINTER(preston_solver), preston_view, ctypes.POINTER(preston_certificate), ctypes.POINTER(preston_error),)),
    "preston_rescaling_create": (ctypes.c_int, (ctypes.POINTER(preston_solver), ctypes.c_int, ctypes.c_int64, ctypes.POINTER(ctypes.c_int64), ctypes.POINTER(ctypes.POINTER(preston_rescaling)), ctypes.POINTER(preston_error),)),
    "preston_rescaling_free": (None, (ctypes.POINTER(preston_rescaling),)),
    "preston_rescaling_solve": (ctypes.c_int, (ctypes.POINTER(preston_rescaling), preston_const_view, preston_const_view, preston_const_view, preston_view, ctypes.POINTER(preston_certificate), ctypes.POINTER(preston_error),)),
    "preston_rescaling_accounts": (ctypes.c_int, (ctypes.POINTER(preston_rescaling), preston_const_view, preston_const_view, preston_const_view, preston_const_view, preston_const_view, preston_const_view, preston_view, ctypes.POINTER(preston_error),)),
    "preston_border_create": (ctypes.c_int, (ctypes.POINTER(preston_solver), preston_const_view, preston_const_view, preston_const_view, ctypes.POINTER(ctypes.POINTER(preston_border)), ctypes.POINTER(preston_error),)),
    "preston_border_free": (None, (ctypes.POINTER(preston_border),)),
    "preston_border_effects": (ctypes.c_int, (ctypes.POINTER(preston_border), preston_const_view, ctypes.c_double, preston_const_view, preston_view, preston_view, ctypes.POINTER(ctypes.c_double), ctypes.POINTER(preston_error),)),
    "preston_batch_options_init": (None, (ctypes.POINTER(preston_batch_options),)),
    "preston_draws_create": (ctypes.c_int, (ctypes.POINTER(preston_solver), ctypes.POINTER(ctypes.POINTER(preston_draws)), ctypes.POINTER(preston_error),)),
    "preston_draws_free": (None, (ctypes.POINTER(preston_draws),)),
    "preston_draws_run": (ctypes.c_int, (ctypes.POINTER(preston_draws), preston_const_view, preston_const_view, preston_const_view, ctypes.POINTER(preston_batch_options), preston_view, ctypes.POINTER(ctypes.c_double), ctypes.POINTER(preston_error),)),
    "preston_batch_accounts": (ctypes.c_int, (preston_const_view, preston_const_view, ctypes.POINTER(preston_batch_options), preston_view, ctypes.POINTER(preston_error),)),
    "preston_batch_solve": (ctypes.c_int, (ctypes.POINTER(preston_solver), ctypes.c_int, preston_const_view, ctypes.POINTER(preston_batch_options), preston_view, ctypes.POINTER(preston_certificate), ctypes.POINTER(preston_error),)),
    "preston_extraction_losses": (ctypes.c_int, (preston_const_view, preston_const_view, preston_const_view, preston_view, ctypes.POINTER(preston_error),)),
    "preston_influence": (ctypes.c_int, (preston_const_view, preston_const_view, preston_view, ctypes.POINTER(preston_error),)),
    "preston_table_read": (ctypes.c_int, (ctypes.c_char_p, ctypes.POINTER(ctypes.POINTER(preston_table)), ctypes.POINTER(preston_error),)),
    "preston_table_create": (ctypes.c_int, (ctypes.POINTER(preston_table_data), ctypes.POINTER(ctypes.POINTER(preston_table)), ctypes.POINTER(preston_error),)),
    "preston_table_free": (None, (ctypes.POINTER(preston_table),)),
    "preston_table_sectors": (ctypes.c_int64, (ctypes.POINTER(preston_table),)),
    "preston_table_code": (ctypes.c_char_p, (ctypes.POINTER(preston_table), ctypes.c_int64,)),
    "preston_table_codes": (ctypes.POINTER(ctypes.c_char_p), (ctypes.POINTER(preston_table),)),
    "preston_table_name": (ctypes.c_char_p, (ctypes.POINTER(preston_table), ctypes.c_int64,)),
    "preston_table_find": (ctypes.c_int64, (ctypes.POINTER(preston_table), ctypes.c_char_p,)),
    "preston_table_output": (preston_const_view, (ctypes.POINTER(preston_table),)),
    "preston_table_flows": (preston_const_view, (ctypes.POINTER(preston_table),)),
    "preston_table_final_uses": (preston_const_view, (ctypes.POINTER(preston_table),)),
    "preston_table_uses": (ctypes.c_int64, (ctypes.POINTER(preston_table),)),
    "preston_table_use_code": (ctypes.c_char_p, (ctypes.POINTER(preston_table), ctypes.c_int64,)),
    "preston_table_find_use": (ctypes.c_int64, (ctypes.POINTER(preston_table), ctypes.c_char_p,)),
    "preston_table_accounts": (ctypes.c_int64, (ctypes.POINTER(preston_table),)),
    "preston_table_account_code": (ctypes.c_char_p, (ctypes.POINTER(preston_table), ctypes.c_int64,)),
    "preston_table_find_account": (ctypes.c_int64, (ctypes.POINTER(preston_table), ctypes.c_char_p,)),
    "preston_table_account": (preston_const_view, (ctypes.POINTER(preston_table), ctypes.c_int64,)),
    "preston_table_facts": (ctypes.POINTER(preston_table_data), (ctypes.POINTER(preston_table),)),
    "preston_table_unit_factor": (ctypes.c_int, (ctypes.POINTER(preston_table), ctypes.POINTER(ctypes.c_double), ctypes.POINTER(preston_error),)),
    "preston_table_coefficients": (ctypes.c_int, (ctypes.POINTER(preston_table), preston_view, ctypes.POINTER(preston_error),)),
    "preston_table_balance": (ctypes.c_int, (ctypes.POINTER(preston_table), preston_view, preston_view, ctypes.POINTER(preston_error),)),
    "preston_table_aggregate": (ctypes.c_int, (ctypes.POINTER(preston_table), ctypes.POINTER(preston_aggregation), ctypes.POINTER(ctypes.POINTER(preston_table)), ctypes.POINTER(preston_error),)),
    "preston_table_aggregate_by_file": (ctypes.c_int, (ctypes.POINTER(preston_table), ctypes.c_char_p, ctypes.c_char_p, ctypes.POINTER(ctypes.POINTER(preston_table)), ctypes.POINTER(preston_error),)),
    "preston_flegg_lambda": (ctypes.c_double, (ctypes.c_double, ctypes.c_double, ctypes.c_double,)),
    "preston_location_quotients": (ctypes.c_int, (ctypes.c_int, ctypes.c_double, preston_const_view, preston_const_view, preston_view, preston_view, ctypes.POINTER(preston_error),)),
    "preston_places_read": (ctypes.c_int, (ctypes.c_char_p, ctypes.POINTER(preston_table), ctypes.POINTER(ctypes.POINTER(preston_places)), ctypes.POINTER(preston_error),)),
    "preston_places_create": (ctypes.c_int, (ctypes.c_int64, ctypes.POINTER(ctypes.c_char_p), ctypes.POINTER(ctypes.c_char_p), ctypes.POINTER(ctypes.c_int64), ctypes.c_int64, ctypes.POINTER(ctypes.c_char_p), preston_const_view, ctypes.POINTER(ctypes.POINTER(preston_places)), ctypes.POINTER(preston_error),)),
    "preston_places_free": (None, (ctypes.POINTER(preston_places),)),
    "preston_places_measure": (ctypes.c_char_p, (ctypes.POINTER(preston_places),)),
    "preston_places_locate": (ctypes.c_int, (ctypes.POINTER(preston_places), preston_const_view, ctypes.POINTER(preston_error),)),
    "preston_places_count": (ctypes.c_int64, (ctypes.POINTER(preston_places),)),
    "preston_places_codes": (ctypes.POINTER(ctypes.c_char_p), (ctypes.POINTER(preston_places),)),
    "preston_places_areas": (ctypes.c_int64, (ctypes.POINTER(preston_places),)),
    "preston_places_area_code": (ctypes.c_char_p, (ctypes.POINTER(preston_places), ctypes.c_int64,)),
    "preston_places_area_name": (ctypes.c_char_p, (ctypes.POINTER(preston_places), ctypes.c_int64,)),
    "preston_places_area_parent": (ctypes.c_int64, (ctypes.POINTER(preston_places), ctypes.c_int64,)),
    "preston_places_area_of": (ctypes.c_int64, (ctypes.POINTER(preston_places), ctypes.c_int64,)),
    "preston_places_sizes": (ctypes.c_int, (ctypes.POINTER(preston_places), preston_view, ctypes.POINTER(preston_error),)),
    "preston_places_coordinates": (ctypes.c_int, (ctypes.POINTER(preston_places), preston_view, ctypes.POINTER(preston_error),)),
    "preston_traded_options_init": (None, (ctypes.POINTER(preston_traded_options),)),
    "preston_own_tables_read": (ctypes.c_int, (ctypes.c_char_p, ctypes.POINTER(preston_places), ctypes.POINTER(preston_table), ctypes.POINTER(ctypes.POINTER(preston_own_tables)), ctypes.POINTER(preston_error),)),
    "preston_own_tables_free": (None, (ctypes.POINTER(preston_own_tables),)),
    "preston_own_tables_count": (ctypes.c_int64, (ctypes.POINTER(preston_own_tables),)),
    "preston_own_tables_use": (None, (ctypes.POINTER(preston_own_tables), ctypes.POINTER(preston_traded_options),)),
    "preston_places_supply_and_use": (ctypes.c_int, (ctypes.POINTER(preston_places), ctypes.POINTER(preston_table), ctypes.POINTER(preston_traded_options), preston_view, preston_view, ctypes.POINTER(preston_error),)),
    "preston_economy_options_init": (None, (ctypes.POINTER(preston_economy_options),)),
    "preston_economy_create": (ctypes.c_int, (ctypes.POINTER(preston_table), ctypes.POINTER(preston_places), ctypes.POINTER(preston_economy_options), ctypes.POINTER(ctypes.POINTER(preston_economy)), ctypes.POINTER(preston_error),)),
    "preston_economy_create_traded": (ctypes.c_int, (ctypes.POINTER(preston_table), ctypes.POINTER(preston_places), ctypes.POINTER(preston_trade_shares), ctypes.POINTER(preston_trade_shares), ctypes.POINTER(preston_traded_options), ctypes.POINTER(ctypes.POINTER(preston_economy)), ctypes.POINTER(preston_error),)),
    "preston_economy_is_traded": (ctypes.c_int, (ctypes.POINTER(preston_economy),)),
    "preston_economy_free": (None, (ctypes.POINTER(preston_economy),)),
    "preston_economy_table": (ctypes.POINTER(preston_table), (ctypes.POINTER(preston_economy),)),
    "preston_economy_place_table": (ctypes.POINTER(preston_table), (ctypes.POINTER(preston_economy), ctypes.c_int64,)),
    "preston_economy_places": (ctypes.c_int64, (ctypes.POINTER(preston_economy),)),
    "preston_economy_place_code": (ctypes.c_char_p, (ctypes.POINTER(preston_economy), ctypes.c_int64,)),
    "preston_economy_place_name": (ctypes.c_char_p, (ctypes.POINTER(preston_economy), ctypes.c_int64,)),
    "preston_economy_find_place": (ctypes.c_int64, (ctypes.POINTER(preston_economy), ctypes.c_char_p,)),
    "preston_economy_place_within": (ctypes.c_int, (ctypes.POINTER(preston_economy), ctypes.c_int64, ctypes.c_char_p,)),
    "preston_economy_place_share": (ctypes.c_double, (ctypes.POINTER(preston_economy), ctypes.c_int64,)),
    "preston_economy_place_lambda": (ctypes.c_double, (ctypes.POINTER(preston_economy), ctypes.c_int64,)),
    "preston_economy_coefficients": (preston_const_view, (ctypes.POINTER(preston_economy),)),
    "preston_economy_output": (preston_const_view, (ctypes.POINTER(preston_economy),)),
    "preston_economy_final_shares": (preston_const_view, (ctypes.POINTER(preston_economy), ctypes.c_int64,)),
    "preston_economy_final_share": (ctypes.c_double, (ctypes.POINTER(preston_economy), ctypes.c_int64, ctypes.c_int64, ctypes.c_int64,)),
    "preston_economy_sales": (ctypes.c_int, (ctypes.POINTER(preston_economy), preston_const_view, preston_view, ctypes.POINTER(preston_error),)),
    "preston_economy_sales_effects": (ctypes.c_int, (ctypes.POINTER(preston_economy), preston_const_view, preston_view, ctypes.POINTER(preston_error),)),
    "preston_distances_options_init": (None, (ctypes.POINTER(preston_distances_options),)),
    "preston_distances_read": (ctypes.c_int, (ctypes.c_char_p, ctypes.c_int64, ctypes.POINTER(ctypes.c_char_p), ctypes.POINTER(preston_distances_options), ctypes.POINTER(ctypes.POINTER(preston_distance_list)), ctypes.POINTER(preston_error),)),
    "preston_distance_list_free": (None, (ctypes.POINTER(preston_distance_list),)),
    "preston_distance_list_pairs": (ctypes.c_int64, (ctypes.POINTER(preston_distance_list),)),
    "preston_distance_list_distances": (preston_distances, (ctypes.POINTER(preston_distance_list),)),
    "preston_trade_options_init": (None, (ctypes.POINTER(preston_trade_options),)),
    "preston_trade_gravity": (ctypes.c_int, (ctypes.POINTER(preston_trade_input), ctypes.POINTER(preston_distances), ctypes.POINTER(preston_trade_options), ctypes.POINTER(ctypes.POINTER(preston_trade_shares)), ctypes.POINTER(preston_error),)),
    "preston_trade_pool": (ctypes.c_int, (ctypes.POINTER(preston_trade_input), ctypes.POINTER(preston_trade_options), ctypes.POINTER(ctypes.POINTER(preston_trade_shares)), ctypes.POINTER(preston_error),)),
    "preston_trade_given": (ctypes.c_int, (ctypes.POINTER(preston_trade_input), ctypes.c_int64, ctypes.POINTER(preston_trade_line), ctypes.POINTER(preston_trade_options), ctypes.POINTER(ctypes.POINTER(preston_trade_shares)), ctypes.POINTER(preston_error),)),
    "preston_trade_read": (ctypes.c_int, (ctypes.c_char_p, ctypes.POINTER(preston_trade_input), ctypes.POINTER(preston_trade_options), ctypes.POINTER(ctypes.POINTER(preston_trade_shares)), ctypes.POINTER(preston_error),)),
    "preston_commuting_gravity": (ctypes.c_int, (ctypes.POINTER(preston_trade_input), ctypes.POINTER(preston_distances), ctypes.POINTER(preston_trade_options), ctypes.POINTER(ctypes.POINTER(preston_trade_shares)), ctypes.POINTER(preston_error),)),
    "preston_commuting_given": (ctypes.c_int, (ctypes.POINTER(preston_trade_input), ctypes.c_int64, ctypes.POINTER(preston_trade_line), ctypes.POINTER(ctypes.POINTER(preston_trade_shares)), ctypes.POINTER(preston_error),)),
    "preston_commuting_read": (ctypes.c_int, (ctypes.c_char_p, ctypes.POINTER(preston_trade_input), ctypes.POINTER(ctypes.POINTER(preston_trade_shares)), ctypes.POINTER(preston_error),)),
    "preston_places_trade_gravity": (ctypes.c_int, (ctypes.POINTER(preston_places), ctypes.POINTER(preston_table), ctypes.POINTER(preston_traded_options), ctypes.POINTER(preston_distances), ctypes.POINTER(preston_trade_options), ctypes.POINTER(ctypes.POINTER(preston_trade_shares)), ctypes.POINTER(preston_error),)),
    "preston_places_commuting_gravity": (ctypes.c_int, (ctypes.POINTER(preston_places), ctypes.POINTER(preston_table), ctypes.POINTER(preston_distances), ctypes.POINTER(preston_trade_options), ctypes.POINTER(ctypes.POINTER(preston_trade_shares)), ctypes.POINTER(preston_error),)),
    "preston_commuting_none": (ctypes.c_int, (ctypes.c_int64, ctypes.POINTER(ctypes.POINTER(preston_trade_shares)), ctypes.POINTER(preston_error),)),
    "preston_trade_shares_free": (None, (ctypes.POINTER(preston_trade_shares),)),
    "preston_trade_shares_places": (ctypes.c_int64, (ctypes.POINTER(preston_trade_shares),)),
    "preston_trade_shares_sectors": (ctypes.c_int64, (ctypes.POINTER(preston_trade_shares),)),
    "preston_trade_shares_pairs": (ctypes.c_int64, (ctypes.POINTER(preston_trade_shares),)),
    "preston_trade_shares_get": (ctypes.c_double, (ctypes.POINTER(preston_trade_shares), ctypes.c_int64, ctypes.c_int64, ctypes.c_int64,)),
    "preston_trade_shares_imbalance": (ctypes.c_double, (ctypes.POINTER(preston_trade_shares), ctypes.c_int64, ctypes.POINTER(ctypes.c_int64),)),
    "preston_curve_order": (ctypes.c_int, (preston_const_view, ctypes.POINTER(ctypes.c_int64), ctypes.POINTER(preston_error),)),
    "preston_multiregional_create": (ctypes.c_int, (ctypes.POINTER(preston_multiregional_data), ctypes.POINTER(ctypes.POINTER(preston_multiregional)), ctypes.POINTER(preston_error),)),
    "preston_multiregional_read": (ctypes.c_int, (ctypes.c_char_p, ctypes.POINTER(ctypes.POINTER(preston_multiregional)), ctypes.POINTER(preston_error),)),
    "preston_multiregional_free": (None, (ctypes.POINTER(preston_multiregional),)),
    "preston_multiregional_places": (ctypes.c_int64, (ctypes.POINTER(preston_multiregional),)),
    "preston_multiregional_place_code": (ctypes.c_char_p, (ctypes.POINTER(preston_multiregional), ctypes.c_int64,)),
    "preston_multiregional_whole": (ctypes.POINTER(preston_table), (ctypes.POINTER(preston_multiregional),)),
    "preston_multiregional_place_table": (ctypes.POINTER(preston_table), (ctypes.POINTER(preston_multiregional), ctypes.c_int64,)),
    "preston_multiregional_flows": (preston_const_view, (ctypes.POINTER(preston_multiregional),)),
    "preston_multiregional_final_uses": (preston_const_view, (ctypes.POINTER(preston_multiregional),)),
    "preston_multiregional_output": (preston_const_view, (ctypes.POINTER(preston_multiregional),)),
    "preston_multiregional_check": (ctypes.c_int, (ctypes.POINTER(preston_multiregional), ctypes.POINTER(preston_multiregional_checks), ctypes.POINTER(preston_error),)),
    "preston_economy_create_multiregional": (ctypes.c_int, (ctypes.POINTER(preston_multiregional), ctypes.POINTER(ctypes.POINTER(preston_economy)), ctypes.POINTER(preston_error),)),
    "preston_residual_options_init": (None, (ctypes.POINTER(preston_residual_options),)),
    "preston_multiregional_residual": (ctypes.c_int, (ctypes.POINTER(preston_table), ctypes.POINTER(preston_table), ctypes.POINTER(preston_residual_options), ctypes.POINTER(ctypes.POINTER(preston_multiregional)), ctypes.POINTER(preston_residual_report), ctypes.POINTER(preston_error),)),
    "preston_model_options_init": (None, (ctypes.POINTER(preston_model_options),)),
    "preston_model_estimate": (ctypes.c_int, (ctypes.POINTER(preston_model_scale), ctypes.POINTER(preston_model_cost), ctypes.POINTER(preston_error),)),
    "preston_model_scale_of": (preston_model_scale, (ctypes.POINTER(preston_economy), ctypes.c_int,)),
    "preston_model_create": (ctypes.c_int, (ctypes.POINTER(preston_economy), ctypes.POINTER(preston_model_options), ctypes.POINTER(ctypes.POINTER(preston_model)), ctypes.POINTER(preston_error),)),
    "preston_model_free": (None, (ctypes.POINTER(preston_model),)),
    "preston_model_economy": (ctypes.POINTER(preston_economy), (ctypes.POINTER(preston_model),)),
    "preston_model_operator": (ctypes.POINTER(preston_operator), (ctypes.POINTER(preston_model), ctypes.c_int,)),
    "preston_model_solver": (ctypes.POINTER(preston_solver), (ctypes.POINTER(preston_model), ctypes.c_int,)),
    "preston_model_has_closure": (ctypes.c_int, (ctypes.POINTER(preston_model), ctypes.c_int,)),
    "preston_model_direct": (ctypes.c_int, (ctypes.POINTER(preston_model), ctypes.c_char_p, preston_view, ctypes.POINTER(preston_error),)),
    "preston_model_multipliers": (ctypes.c_int, (ctypes.POINTER(preston_model), ctypes.c_int, ctypes.c_char_p, ctypes.c_char_p, preston_view, preston_view, ctypes.POINTER(preston_certificate), ctypes.POINTER(preston_error),)),
    "preston_model_effects": (ctypes.c_int, (ctypes.POINTER(preston_model), ctypes.c_int, ctypes.c_int64, ctypes.POINTER(ctypes.c_char_p), ctypes.POINTER(ctypes.c_char_p), ctypes.POINTER(preston_effects), ctypes.POINTER(preston_error),)),
    "preston_model_impact": (ctypes.c_int, (ctypes.POINTER(preston_model), ctypes.POINTER(preston_demand), ctypes.POINTER(ctypes.POINTER(preston_impact)), ctypes.POINTER(preston_error),)),
    "preston_model_impacts": (ctypes.c_int, (ctypes.POINTER(preston_model), ctypes.c_int64, ctypes.POINTER(preston_demand), ctypes.POINTER(ctypes.POINTER(preston_impact)), ctypes.POINTER(preston_error),)),
    "preston_impact_free": (None, (ctypes.POINTER(preston_impact),)),
    "preston_impact_value": (ctypes.c_int, (ctypes.POINTER(preston_impact), ctypes.c_char_p, ctypes.c_int, ctypes.c_int64, ctypes.POINTER(ctypes.c_double), ctypes.POINTER(preston_error),)),
    "preston_impact_by_place": (ctypes.c_int, (ctypes.POINTER(preston_impact), ctypes.c_char_p, preston_view, ctypes.POINTER(preston_error),)),
    "preston_impact_gains": (ctypes.c_int, (ctypes.POINTER(preston_impact), ctypes.c_char_p, ctypes.c_int, ctypes.POINTER(preston_gains), ctypes.POINTER(ctypes.c_int64), ctypes.POINTER(ctypes.c_double), ctypes.POINTER(preston_error),)),
    "preston_impact_wages": (ctypes.c_int, (ctypes.POINTER(preston_impact), ctypes.POINTER(preston_wages), ctypes.POINTER(preston_error),)),
    "preston_impact_output": (preston_const_view, (ctypes.POINTER(preston_impact), ctypes.c_int,)),
    "preston_impact_household_income": (preston_const_view, (ctypes.POINTER(preston_impact),)),
    "preston_impact_certificate": (preston_certificate, (ctypes.POINTER(preston_impact), ctypes.c_int,)),
    "preston_impact_conservation": (ctypes.c_int, (ctypes.POINTER(preston_impact), ctypes.c_int, ctypes.POINTER(ctypes.c_double), ctypes.POINTER(ctypes.c_double), ctypes.POINTER(preston_error),)),
    "preston_model_constrain": (ctypes.c_int, (ctypes.POINTER(preston_model), ctypes.c_int, ctypes.POINTER(preston_demand), preston_const_view, preston_view, preston_view, preston_view, ctypes.POINTER(preston_certificate), ctypes.POINTER(preston_error),)),
    "preston_model_rounds": (ctypes.c_int, (ctypes.POINTER(preston_model), ctypes.c_int, ctypes.c_char_p, preston_const_view, preston_view, ctypes.POINTER(ctypes.c_double), ctypes.POINTER(preston_error),)),
    "preston_ledger_options_init": (None, (ctypes.POINTER(preston_ledger_options),)),
    "preston_ledger_read": (ctypes.c_int, (ctypes.c_char_p, ctypes.POINTER(preston_ledger_options), ctypes.POINTER(ctypes.POINTER(preston_ledger)), ctypes.POINTER(preston_error),)),
    "preston_ledger_create": (ctypes.c_int, (ctypes.c_int64, preston_const_view, ctypes.POINTER(ctypes.c_char_p), ctypes.POINTER(ctypes.c_char_p), ctypes.POINTER(ctypes.c_char_p), ctypes.POINTER(ctypes.c_char_p), ctypes.POINTER(ctypes.c_char_p), ctypes.POINTER(ctypes.POINTER(preston_ledger)), ctypes.POINTER(preston_error),)),
    "preston_ledger_free": (None, (ctypes.POINTER(preston_ledger),)),
    "preston_ledger_rows": (ctypes.c_int64, (ctypes.POINTER(preston_ledger),)),
    "preston_ledger_amount": (ctypes.c_double, (ctypes.POINTER(preston_ledger), ctypes.c_int64,)),
    "preston_ledger_label": (ctypes.c_char_p, (ctypes.POINTER(preston_ledger), ctypes.c_int64, ctypes.c_int,)),
    "preston_ledger_total": (ctypes.c_double, (ctypes.POINTER(preston_ledger),)),
    "preston_ledger_retention": (ctypes.c_int, (ctypes.POINTER(preston_ledger), ctypes.c_int, ctypes.POINTER(ctypes.POINTER(preston_retention)), ctypes.POINTER(preston_error),)),
    "preston_retention_free": (None, (ctypes.POINTER(preston_retention),)),
    "preston_retention_groups": (ctypes.c_int64, (ctypes.POINTER(preston_retention),)),
    "preston_retention_group": (ctypes.c_char_p, (ctypes.POINTER(preston_retention), ctypes.c_int64,)),
    "preston_retention_amount": (ctypes.c_double, (ctypes.POINTER(preston_retention), ctypes.c_int64, ctypes.c_char_p,)),
    "preston_retention_share": (ctypes.c_double, (ctypes.POINTER(preston_retention), ctypes.c_int64, ctypes.c_char_p,)),
    "preston_concordance_read": (ctypes.c_int, (ctypes.c_char_p, ctypes.c_char_p, ctypes.POINTER(preston_table), ctypes.POINTER(ctypes.POINTER(preston_concordance)), ctypes.POINTER(preston_error),)),
    "preston_concordance_free": (None, (ctypes.POINTER(preston_concordance),)),
    "preston_concordance_maps": (ctypes.c_int, (ctypes.POINTER(preston_concordance), ctypes.c_char_p,)),
    "preston_demand_options_init": (None, (ctypes.POINTER(preston_demand_options),)),
    "preston_ledger_demand": (ctypes.c_int, (ctypes.POINTER(preston_ledger), ctypes.POINTER(preston_concordance), ctypes.POINTER(preston_economy), ctypes.POINTER(preston_demand_options), preston_view, preston_view, preston_view, ctypes.POINTER(preston_error),)),
    "preston_lm3_from_rounds": (ctypes.c_int, (ctypes.c_double, ctypes.c_double, ctypes.c_double, ctypes.POINTER(preston_lm3), ctypes.POINTER(preston_error),)),
    "preston_survey_read": (ctypes.c_int, (ctypes.c_char_p, ctypes.POINTER(ctypes.POINTER(preston_survey)), ctypes.POINTER(preston_error),)),
    "preston_survey_free": (None, (ctypes.POINTER(preston_survey),)),
    "preston_ledger_lm3": (ctypes.c_int, (ctypes.POINTER(preston_ledger), ctypes.POINTER(preston_survey), ctypes.c_int64, ctypes.POINTER(ctypes.c_char_p), ctypes.POINTER(preston_lm3), ctypes.POINTER(preston_error),)),
    "preston_model_lm3": (ctypes.c_int, (ctypes.POINTER(preston_model), ctypes.c_char_p, preston_const_view, ctypes.c_double, ctypes.POINTER(preston_lm3), ctypes.POINTER(preston_error),)),
    "preston_supplier_type_init": (None, (ctypes.POINTER(preston_supplier_type),)),
    "preston_supplier_types_create": (ctypes.c_int, (ctypes.POINTER(preston_model), ctypes.c_int64, ctypes.POINTER(preston_supplier_type), ctypes.POINTER(ctypes.POINTER(preston_supplier_types)), ctypes.POINTER(preston_error),)),
    "preston_supplier_types_read": (ctypes.c_int, (ctypes.c_char_p, ctypes.POINTER(preston_model), ctypes.POINTER(ctypes.POINTER(preston_supplier_types)), ctypes.POINTER(preston_error),)),
    "preston_supplier_types_free": (None, (ctypes.POINTER(preston_supplier_types),)),
    "preston_supplier_types_count": (ctypes.c_int64, (ctypes.POINTER(preston_supplier_types),)),
    "preston_supplier_types_code": (ctypes.c_char_p, (ctypes.POINTER(preston_supplier_types), ctypes.c_int64,)),
    "preston_supplier_types_find": (ctypes.c_int64, (ctypes.POINTER(preston_supplier_types), ctypes.c_char_p,)),
    "preston_supplier_types_share": (ctypes.c_double, (ctypes.POINTER(preston_supplier_types), ctypes.c_int64, ctypes.c_int64,)),
    "preston_supplier_types_demand": (ctypes.c_int, (ctypes.POINTER(preston_supplier_types), preston_const_view, preston_view, preston_view, preston_view, preston_view, preston_view, ctypes.POINTER(preston_error),)),
    "preston_supplier_types_effects": (ctypes.c_int, (ctypes.POINTER(preston_supplier_types), ctypes.c_int, ctypes.c_int64, ctypes.POINTER(ctypes.c_char_p), ctypes.POINTER(ctypes.c_char_p), ctypes.POINTER(preston_type_effects), ctypes.POINTER(preston_error),)),
    "preston_path_init": (None, (ctypes.POINTER(preston_path),)),
    "preston_path_value": (ctypes.c_int, (ctypes.POINTER(preston_path), ctypes.c_double, ctypes.POINTER(ctypes.c_double), ctypes.POINTER(preston_error),)),
    "preston_additionality_init": (None, (ctypes.POINTER(preston_additionality),)),
    "preston_additionality_published": (ctypes.c_int, (ctypes.c_char_p, ctypes.POINTER(preston_additionality), ctypes.POINTER(preston_error),)),
    "preston_additionality_factor": (ctypes.c_int, (ctypes.POINTER(preston_additionality), ctypes.POINTER(ctypes.c_double), ctypes.POINTER(preston_error),)),
    "preston_population_calibrate": (ctypes.c_int, (ctypes.c_double, ctypes.c_double, ctypes.c_double, ctypes.c_double, ctypes.c_double, ctypes.POINTER(preston_population), ctypes.POINTER(preston_error),)),
    "preston_population_above": (ctypes.c_int, (ctypes.POINTER(preston_population), ctypes.c_double, ctypes.POINTER(ctypes.c_double), ctypes.POINTER(ctypes.c_double), ctypes.POINTER(preston_error),)),
    "preston_break_even_premium": (ctypes.c_double, (ctypes.c_double, ctypes.c_double,)),
    "preston_measure_init": (None, (ctypes.POINTER(preston_measure),)),
    "preston_scenario_ledger_init": (None, (ctypes.POINTER(preston_scenario_ledger),)),
    "preston_scenario_data_init": (None, (ctypes.POINTER(preston_scenario_data),)),
    "preston_scenario_read": (ctypes.c_int, (ctypes.c_char_p, ctypes.POINTER(ctypes.POINTER(preston_scenario)), ctypes.POINTER(preston_error),)),
    "preston_scenario_create": (ctypes.c_int, (ctypes.POINTER(preston_scenario_data), ctypes.c_char_p, ctypes.POINTER(ctypes.POINTER(preston_scenario)), ctypes.POINTER(preston_error),)),
    "preston_scenario_free": (None, (ctypes.POINTER(preston_scenario),)),
    "preston_scenario_get": (ctypes.POINTER(preston_scenario_data), (ctypes.POINTER(preston_scenario),)),
    "preston_scenario_folder": (ctypes.c_char_p, (ctypes.POINTER(preston_scenario),)),
    "preston_scenario_yaml": (ctypes.c_int, (ctypes.POINTER(preston_scenario), ctypes.POINTER(ctypes.c_char_p), ctypes.POINTER(preston_error),)),
    "preston_scenario_schema": (ctypes.c_int, (ctypes.POINTER(ctypes.c_char_p), ctypes.POINTER(preston_error),)),
    "preston_scenario_keys": (ctypes.c_int, (ctypes.POINTER(ctypes.c_char_p), ctypes.POINTER(preston_error),)),
    "preston_text_free": (None, (ctypes.c_char_p,)),
    "preston_scenario_inputs_read": (ctypes.c_int, (ctypes.POINTER(preston_scenario), ctypes.c_double, ctypes.POINTER(ctypes.POINTER(preston_scenario_inputs)), ctypes.POINTER(preston_error),)),
    "preston_scenario_inputs_free": (None, (ctypes.POINTER(preston_scenario_inputs),)),
    "preston_scenario_inputs_model": (ctypes.POINTER(preston_model), (ctypes.POINTER(preston_scenario_inputs),)),
    "preston_scenario_inputs_types": (ctypes.POINTER(preston_supplier_types), (ctypes.POINTER(preston_scenario_inputs),)),
    "preston_scenario_inputs_ledger": (ctypes.POINTER(preston_ledger), (ctypes.POINTER(preston_scenario_inputs), ctypes.c_int,)),
    "preston_scenario_inputs_concordance": (ctypes.POINTER(preston_concordance), (ctypes.POINTER(preston_scenario_inputs),)),
    "preston_projection_create": (ctypes.c_int, (ctypes.POINTER(preston_scenario), ctypes.POINTER(preston_projection_input), ctypes.POINTER(ctypes.POINTER(preston_projection)), ctypes.POINTER(preston_error),)),
    "preston_projection_free": (None, (ctypes.POINTER(preston_projection),)),
    "preston_projection_scenario": (ctypes.POINTER(preston_scenario), (ctypes.POINTER(preston_projection),)),
    "preston_projection_model": (ctypes.POINTER(preston_model), (ctypes.POINTER(preston_projection),)),
    "preston_projection_discount": (ctypes.c_double, (ctypes.POINTER(preston_projection), ctypes.c_int64,)),
    "preston_projection_additionality": (ctypes.c_double, (ctypes.POINTER(preston_projection), ctypes.c_int64,)),
    "preston_projection_years": (ctypes.c_int64, (ctypes.POINTER(preston_projection),)),
    "preston_projection_areas": (preston_words, (ctypes.POINTER(preston_projection),)),
    "preston_projection_accounts": (preston_words, (ctypes.POINTER(preston_projection),)),
    "preston_projection_value": (ctypes.c_int, (ctypes.POINTER(preston_projection), ctypes.c_int, ctypes.c_int, ctypes.c_int64, ctypes.c_int64, ctypes.c_int64, ctypes.c_int64, ctypes.POINTER(ctypes.c_double), ctypes.POINTER(preston_error),)),
    "preston_projection_reached": (ctypes.c_int, (ctypes.POINTER(preston_projection), ctypes.c_int, ctypes.c_int64, ctypes.c_int64, ctypes.c_int64, ctypes.c_double, ctypes.POINTER(ctypes.c_int64), ctypes.POINTER(preston_error),)),
    "preston_projection_impact": (ctypes.POINTER(preston_impact), (ctypes.POINTER(preston_projection), ctypes.c_int64,)),
    "preston_projection_by_place": (ctypes.c_int, (ctypes.POINTER(preston_projection), ctypes.c_char_p, ctypes.c_int64, preston_view, ctypes.POINTER(preston_error),)),
    "preston_projection_conservation": (ctypes.c_int, (ctypes.POINTER(preston_projection), ctypes.c_int64, ctypes.c_int, ctypes.POINTER(ctypes.c_double), ctypes.POINTER(ctypes.c_double), ctypes.POINTER(preston_error),)),
    "preston_projection_state": (ctypes.c_int, (ctypes.POINTER(preston_projection), ctypes.c_int64, ctypes.c_int64, ctypes.POINTER(preston_measure_state), ctypes.POINTER(preston_error),)),
    "preston_projection_ledger": (ctypes.c_int, (ctypes.POINTER(preston_projection), ctypes.c_int64, ctypes.POINTER(ctypes.POINTER(preston_ledger)), ctypes.POINTER(preston_error),)),
    "preston_projection_break_even": (ctypes.c_int, (ctypes.POINTER(preston_projection), ctypes.c_int64, ctypes.c_int64, ctypes.c_char_p, ctypes.c_char_p, preston_view, preston_view, ctypes.POINTER(preston_error),)),
    "preston_projection_same_baseline": (ctypes.c_int, (ctypes.POINTER(preston_projection), ctypes.POINTER(preston_projection), ctypes.POINTER(preston_error),)),
    "preston_comparison_create": (ctypes.c_int, (ctypes.POINTER(preston_model), ctypes.POINTER(preston_ledger), ctypes.POINTER(preston_ledger), ctypes.POINTER(preston_concordance), ctypes.POINTER(preston_supplier_types), ctypes.POINTER(preston_demand_options), ctypes.POINTER(preston_demand_options), ctypes.POINTER(ctypes.POINTER(preston_comparison)), ctypes.POINTER(preston_error),)),
    "preston_comparison_free": (None, (ctypes.POINTER(preston_comparison),)),
    "preston_comparison_before": (ctypes.POINTER(preston_impact), (ctypes.POINTER(preston_comparison),)),
    "preston_comparison_after": (ctypes.POINTER(preston_impact), (ctypes.POINTER(preston_comparison),)),
    "preston_comparison_by_place": (ctypes.c_int, (ctypes.POINTER(preston_comparison), ctypes.c_int, ctypes.c_char_p, preston_view, ctypes.POINTER(preston_error),)),
    "preston_comparison_value": (ctypes.c_int, (ctypes.POINTER(preston_comparison), ctypes.c_int, ctypes.c_char_p, ctypes.c_int, ctypes.c_int64, ctypes.POINTER(ctypes.c_double), ctypes.POINTER(preston_error),)),
    "preston_ensemble_run": (ctypes.c_int, (preston_outcome_function, ctypes.c_void_p, preston_const_view, preston_view, ctypes.POINTER(preston_error),)),
    "preston_ensemble_band": (ctypes.c_int, (preston_const_view, ctypes.c_double, ctypes.c_double, ctypes.POINTER(preston_band), ctypes.POINTER(preston_error),)),
    "preston_csv_create": (ctypes.c_int, (ctypes.c_char_p, ctypes.POINTER(ctypes.POINTER(preston_csv)), ctypes.POINTER(preston_error),)),
    "preston_csv_text": (None, (ctypes.POINTER(preston_csv), ctypes.c_char_p,)),
    "preston_csv_value": (None, (ctypes.POINTER(preston_csv), ctypes.c_double,)),
    "preston_csv_end_row": (None, (ctypes.POINTER(preston_csv),)),
    "preston_csv_commit": (ctypes.c_int, (ctypes.POINTER(preston_csv), ctypes.POINTER(preston_error),)),
    "preston_csv_free": (None, (ctypes.POINTER(preston_csv),)),
    "preston_report_multipliers": (ctypes.c_int, (ctypes.POINTER(preston_model), ctypes.c_char_p, ctypes.POINTER(preston_error),)),
    "preston_text_table_create": (ctypes.c_int, (ctypes.c_int64, ctypes.c_int64, ctypes.POINTER(ctypes.POINTER(preston_text_table)), ctypes.POINTER(preston_error),)),
    "preston_text_table_cell": (None, (ctypes.POINTER(preston_text_table), ctypes.c_char_p,)),
    "preston_text_table_print": (ctypes.c_int, (ctypes.POINTER(preston_text_table), ctypes.c_int, ctypes.c_void_p, ctypes.POINTER(preston_error),)),
    "preston_text_table_free": (None, (ctypes.POINTER(preston_text_table),)),
    "preston_scenario_report_options_init": (None, (ctypes.POINTER(preston_scenario_report_options),)),
    "preston_report_scenario_text": (ctypes.c_int, (ctypes.POINTER(preston_projection), ctypes.POINTER(preston_scenario_report_options), ctypes.c_void_p, ctypes.POINTER(preston_error),)),
    "preston_report_scenario_csv": (ctypes.c_int, (ctypes.POINTER(preston_projection), ctypes.POINTER(preston_scenario_report_options), ctypes.c_char_p, ctypes.POINTER(preston_error),)),
    "preston_report_scenarios_compare_text": (ctypes.c_int, (ctypes.c_int64, ctypes.POINTER(ctypes.POINTER(preston_projection)), ctypes.POINTER(ctypes.c_char_p), ctypes.c_void_p, ctypes.POINTER(preston_error),)),
    "preston_report_scenarios_compare_csv": (ctypes.c_int, (ctypes.c_int64, ctypes.POINTER(ctypes.POINTER(preston_projection)), ctypes.POINTER(ctypes.c_char_p), ctypes.c_char_p, ctypes.POINTER(preston_error),)),
}


class Functions:
    """The functions of a loaded library, by their names."""

    preston_status_text: Callable[..., Any]
    """The general text of a status, for example "unproductive economy". Static storage."""

    preston_version: Callable[..., Any]
    """The version of the library that is running, for example "0.1.0". Static storage."""

    preston_operator_dense: Callable[..., Any]
    """A dense matrix, any strides; fastest where rows or columns are contiguous."""

    preston_operator_sparse: Callable[..., Any]
    """A sparse matrix; cells given twice add up. Keeps a turned copy, 16 bytes a cell, so that both
    products are quick. O(nonzeros) an apply.
    """

    preston_operator_trade: Callable[..., Any]
    """The trade operator. An apply costs one S × S by S × P product and the trade: O(S² P + S
    neighbours). Places that trade with near ones are best numbered along a space-filling curve, so
    that what a product looks up is near in memory too.

    Beside what it borrows it keeps 24 bytes for each common pair (both products gather) and T 2 S²
    doubles; also P S doubles for each P × S view that is not stored place after place. The arrays
    of views and neighbours are borrowed. Products give the same bits whatever the number of threads.

    Households of many places are best one *sector* more: wages their row of the technology,
    consumption their column, commuting their trade.
    Returns PRESTON_ERROR_SHAPE a part has another size, or there are more than 2³¹ − 1 places with
    common neighbours; PRESTON_ERROR_ARGUMENT an array is missing; PRESTON_ERROR_VALUE a
    number is not finite or an index out of range, named by place and sector;
    PRESTON_ERROR_MEMORY.
    """

    preston_operator_bordered: Callable[..., Any]
    """`[A C; R D]`: an operator with b more columns (n × b), rows (b × n) and corner (b × b), such as
    the households of Type II.
    """

    preston_operator_low_rank: Callable[..., Any]
    """`A + U Vᵀ`: an operator changed by a product of n × k matrices. Its certificates go by the
    absolute values of A, U and V, unless none of their cells is negative.
    """

    preston_operator_callback: Callable[..., Any]
    """An operator that the caller computes.
    nonnegative: 1: the caller promises that no cell is negative; `absolute` is then ignored.
    terms: the most cells in a row or column, for the rounding of certificates.
    """

    preston_operator_free: Callable[..., Any]
    """Frees the operator, not the memory it borrowed; NULL is fine."""

    preston_operator_rows: Callable[..., Any]
    """The number of rows, n."""

    preston_operator_workspace: Callable[..., Any]
    """Scratch memory for applying the operator to up to `columns` vectors."""

    preston_operator_apply: Callable[..., Any]
    """`Y = A X` or `Y = Aᵀ X`; allocates nothing.
    vectors: X, n × k, any strides, k no more than the workspace has columns.
    out_products: Y, n × k, must not overlap X.
    """

    preston_solver_options_init: Callable[..., Any]
    """Fills in the defaults."""

    preston_solver_create: Callable[..., Any]
    """Copies a dense matrix, prepares the method and finds the weights of the certificate.

    coefficients: `A`, n × n, any strides, n ≥ 0; copied.
    options: NULL for the defaults.
    out_solver: freed with preston_solver_free().
    Returns PRESTON_ERROR_SHAPE not square; PRESTON_ERROR_VALUE a cell is not finite;
    PRESTON_ERROR_SINGULAR; PRESTON_ERROR_UNPRODUCTIVE the spectral radius of `A` is not
    below one, with the rows at fault in the message; PRESTON_ERROR_MEMORY.

    O(n³) time, 2n² doubles.
    """

    preston_solver_create_for: Callable[..., Any]
    """The same for an operator, which is borrowed: it must outlive the solver.
    The dense methods (LU, Gauss–Seidel) assemble any other form first, in n² doubles.
    """

    preston_solver_method: Callable[..., Any]
    """The method in use; never auto."""

    preston_method_name: Callable[..., Any]
    """The name of a method, for example "block Gauss-Seidel". Static storage."""

    preston_solver_reason: Callable[..., Any]
    """Why that method, in a few words. Static storage."""

    preston_solver_free: Callable[..., Any]
    """Frees the solver; NULL is fine."""

    preston_solver_rows: Callable[..., Any]
    """The number of rows of `A`."""

    preston_workspace_create: Callable[..., Any]
    """Makes scratch memory for solves of up to `columns` right-hand sides; 6n doubles a
    column, and what the method needs.
    """

    preston_workspace_free: Callable[..., Any]
    """Frees the workspace; NULL is fine."""

    preston_solver_solve: Callable[..., Any]
    """Solves for many right-hand sides at once; allocates nothing.

    right_hand_sides: n × k, any strides, k no more than the workspace has columns.
    workspace: of the same solver; used by one thread at a time.
    out_solution: n × k; must not overlap the right-hand sides.
    out_certificate: may be NULL.
    Returns PRESTON_ERROR_SHAPE; PRESTON_ERROR_ARGUMENT memory overlaps; PRESTON_ERROR_VALUE a
    right-hand side is not finite; PRESTON_ERROR_ACCURACY the bound exceeds the solver's
    tolerance, or the solution overflows.

    O(n²k) time.
    """

    preston_inverse_bytes: Callable[..., Any]
    """How many bytes preston_solver_inverse() will take for n rows, its result not counted: for a
    matrix without negative cells, and without a certificate of every column.
    """

    preston_solver_inverse: Callable[..., Any]
    """The explicit inverse `(I − A)⁻¹`, for those who need every cell of it; no answer of the library
    goes through it. A dense A, or one that is multiplied with the identity first. An M-matrix needs
    no pivots: 2n³ operations, in place.
    out_inverse: n × n.
    out_certificate: of the worst column, in the 1-norm; may be NULL. It costs one more
    product, n³ of them: leave it NULL when a spot check will do.
    Returns as preston_solver_solve().
    """

    preston_rescaling_create: Callable[..., Any]
    """Solves for the k columns of the inverse, once.
    base: must outlive the rescaling.
    indices: k distinct rows or columns. k solves, n k doubles.
    """

    preston_rescaling_free: Callable[..., Any]
    """Frees the rescaling; NULL is fine."""

    preston_rescaling_solve: Callable[..., Any]
    """The solution of the changed system, from that of the base. O(k³ + n k); allocates nothing.
    factors: k × 1, each row or column times its factor; 1 leaves it.
    right_hand_side: f, n × 1. solution: x of the base, n × 1.
    out_solution: n × 1; may not overlap the others.
    out_certificate: may be NULL; giving it costs two applies, O(n²) each, and where
    rows or columns grow as many as their weights take.
    """

    preston_rescaling_accounts: Callable[..., Any]
    """Accounts of the changed system only: `v·x'` for each account. O(k³ + k a); allocates nothing.
    accounts: v, n × a. effects: (I − A)⁻ᵀ v of the base, n × a.
    totals: v·x of the base, a × 1.
    out_totals: a × 1.
    """

    preston_border_create: Callable[..., Any]
    """Solves for the border, once.
    columns: n × b. rows: b × n. corner: b × b.
    Returns PRESTON_ERROR_UNPRODUCTIVE when the closed system is not productive.
    """

    preston_border_free: Callable[..., Any]
    """Frees the border; NULL is fine."""

    preston_border_effects: Callable[..., Any]
    """Effects of the closed system from those of the base: dot products. Allocates nothing.
    effects: (I − A)⁻ᵀ v, n × a. effects_bound: on the error of any cell of them, from
    their certificate.
    border_accounts: v of the border's rows, b × a; an empty view where it is zero.
    out_effects: n × a; may be the effects themselves.
    out_border_effects: b × a, or an empty view.
    out_bound: on the error of any cell of the result; may be NULL.
    """

    preston_batch_options_init: Callable[..., Any]
    """Fills in the defaults."""

    preston_draws_create: Callable[..., Any]
    """Inverts the base, once. O(n³) time, n² doubles and as many floats.
    base: must outlive the draws.
    """

    preston_draws_free: Callable[..., Any]
    """Frees the draws; NULL is fine."""

    preston_draws_run: Callable[..., Any]
    """Accounts of many systems in which every row of A is rescaled, such as draws of all local shares.

    Iterates in the space of intermediate demand, `g = g₀ + (L − I)(δ∘g)`, all draws of a block
    together, one product a step; then `x = f + (1 + δ)∘g`. Certain to converge where no factor is
    above one, or where the changes are small; a draw that does not is solved by itself. The first
    steps are in single precision.

    factors: n × N, one draw a column: the row factors 1 + δ, not negative.
    right_hand_side: f, n × 1.
    accounts: v, n × a.
    out_totals: a × N: `v·x` of each draw. The same bits whatever the number of threads.
    out_bound: may be NULL; the largest bound on the 1-norm error of any x over the
    1-norm of f. For draws solved alone the tolerance is over the 1-norm of x.
    """

    preston_batch_accounts: Callable[..., Any]
    """Accounts of many demands once effects are known: `E ᵀ F`, one dot product each.
    effects: (I − A)⁻ᵀ v, n × a. demands: n × N. out_totals: a × N.
    options: NULL for the defaults. When stopped, the totals of some demands are there and of
    others not. The same bits whatever the number of threads. O(n a N).
    """

    preston_batch_solve: Callable[..., Any]
    """Solves for many right-hand sides in blocks, on all cores. The same bits whatever the number of
    threads.
    right_hand_sides: n × N. out_solutions: n × N; left alone on failure only in
    blocks that were not reached.
    """

    preston_extraction_losses: Callable[..., Any]
    """Hypothetical extraction of every row and column in turn: how much of each account is lost when
    sector j neither buys, sells nor produces. `loss_j = (v·L)_j x_j / L_jj`.

    inverse: L, n × n, from preston_solver_inverse().
    solution: x = L f, n × 1. effects: v·L, n × a.
    out_losses: n × a. O(n a). Source: Miller and Blair 2009, ch. 12.
    """

    preston_influence: Callable[..., Any]
    """The field of influence of every cell of A on an account: `∂(v·x)/∂a_ij = effect_i x_j`.
    With effects of ones and x the row sums of L it is Sonis and Hewings' first-order total
    influence. effects: n × 1. solution: n × 1. out_influence: n × n. O(n²).
    """

    preston_table_read: Callable[..., Any]
    """Reads a table folder. Parsing is strict: see docs/files.md for every rule and its message.
    Returns PRESTON_ERROR_FILE, PRESTON_ERROR_FORMAT, PRESTON_ERROR_LABEL (unknown, missing or
    duplicate column, code or key), PRESTON_ERROR_VALUE, PRESTON_ERROR_MEMORY; the message
    names file, line and column.
    """

    preston_table_create: Callable[..., Any]
    """Makes a table from plain arrays.
    Returns PRESTON_ERROR_SHAPE, PRESTON_ERROR_LABEL, PRESTON_ERROR_VALUE,
    PRESTON_ERROR_MEMORY; the message names the sector.
    """

    preston_table_free: Callable[..., Any]
    """Frees the table; NULL is fine."""

    preston_table_sectors: Callable[..., Any]
    """The number of sectors, n."""

    preston_table_code: Callable[..., Any]
    """The code of a sector, 0 ≤ sector < n. Borrowed."""

    preston_table_codes: Callable[..., Any]
    """The codes of all sectors, n. Borrowed."""

    preston_table_name: Callable[..., Any]
    """The name of a sector. Borrowed."""

    preston_table_find: Callable[..., Any]
    """The sector of that code, or -1."""

    preston_table_output: Callable[..., Any]
    """Output by sector, n × 1. Borrowed."""

    preston_table_flows: Callable[..., Any]
    """Flows between sectors, n × n. Borrowed."""

    preston_table_final_uses: Callable[..., Any]
    """Final use by sector and use, n × u. Borrowed."""

    preston_table_uses: Callable[..., Any]
    """The number of final uses, u."""

    preston_table_use_code: Callable[..., Any]
    """The code of a final use, 0 ≤ use < u. Borrowed."""

    preston_table_find_use: Callable[..., Any]
    """The final use of that code, or -1."""

    preston_table_accounts: Callable[..., Any]
    """The number of accounts."""

    preston_table_account_code: Callable[..., Any]
    """The code of an account. Borrowed."""

    preston_table_find_account: Callable[..., Any]
    """The account of that code, or -1."""

    preston_table_account: Callable[..., Any]
    """The values of an account by sector, n × 1. Borrowed."""

    preston_table_facts: Callable[..., Any]
    """The texts and household amounts of the table; its arrays are NULL and its counts 0. Borrowed."""

    preston_table_unit_factor: Callable[..., Any]
    """How many currency units one unit of the table is: 1e6 for "million". Understood: "unit",
    "thousand", "million", "billion", alone or in a phrase ("GBP million"), and "£m", "€m", "$m".
    Returns PRESTON_ERROR_VALUE when the table's unit is none of these.
    """

    preston_table_coefficients: Callable[..., Any]
    """Technical coefficients `A = Z x̂⁻¹`; the column of a sector without output is zero.
    out_coefficients: n × n.
    Source: Miller and Blair 2009, ch. 2. O(n²).
    """

    preston_table_balance: Callable[..., Any]
    """How far the table is from balance, by sector, in its own unit.
    out_rows: n × 1: flows sold + final use − output.
    out_columns: n × 1: flows bought + imports + taxes on products + gva − output, gva being
    compensation + surplus + taxes on production where the table gives no total; an account
    that the table lacks counts as zero.
    """

    preston_table_aggregate: Callable[..., Any]
    """Adds up sectors and final uses: flows become `Wᵀ Z W`, output and accounts `Wᵀ x`. A sector that
    is divided is taken to sell, buy and earn in each part as in the whole: an assumption.
    Returns PRESTON_ERROR_SHAPE; PRESTON_ERROR_VALUE, naming the sector whose weights are negative
    or do not add up to one (within 1e-9); PRESTON_ERROR_LABEL; PRESTON_ERROR_MEMORY.
    O(n² m). Source: Miller and Blair 2009, section 4.9.
    """

    preston_table_aggregate_by_file: Callable[..., Any]
    """The same by a file: columns `kind` ("sector" or "use"), `from`, `to` and optionally `weight`
    (1). New sectors and uses stand in the order in which they first appear; where no line is about
    uses, these stay as they are.
    Returns as preston_table_read() and preston_table_aggregate().
    """

    preston_flegg_lambda: Callable[..., Any]
    """Flegg's `λ = [log2(1 + x^R / x^N)]^δ`, on the totals of place and nation.
    Source: Flegg and Webber 1997, Regional Studies 31(8).
    """

    preston_location_quotients: Callable[..., Any]
    """The matrix of quotients of one place, as the formulas give it: not capped.

    quotient: which one.
    delta: δ of FLQ and AFLQ, 0 ≤ δ < 1; the others ignore it.
    place: sizes by sector of the place, n × 1, none negative, their sum above zero.
    nation: the same for the nation.
    out_quotients: n × n, seller i in row i, buyer j in column j. A buyer without any size in
    the place gives an infinite quotient, or zero where the seller has none either; a sector
    without size in the whole nation counts as average (SLQ = 1). Never NaN.
    out_own: n × 1, the seller's own quotient: SLQ_i, times λ for FLQ and AFLQ; what final use
    goes by. May be an empty view.
    Returns PRESTON_ERROR_SHAPE, PRESTON_ERROR_VALUE, PRESTON_ERROR_ARGUMENT.

    Where they scale coefficients, preston_economy_create() caps them at one.
    """

    preston_places_read: Callable[..., Any]
    """Reads a places folder: `places.csv` (code, name, parent; the parent of the nation is empty;
    optional x and y, in metres or any unit of a plane) and `jobs.csv` (place, sector, jobs), or
    `gva.csv` (place, sector, gva) where there is no jobs.csv. A sector that a place has no line for
    has size zero there; an area with places inside it and no line at all has the sum of theirs.
    Linear in places, lines and cells.
    Returns as preston_table_read(); PRESTON_ERROR_VALUE too where the parts of a place exceed it,
    with place and sector.
    """

    preston_places_create: Callable[..., Any]
    """Makes the tree from plain arrays.
    count: the number of areas, the nation included.
    codes, names: count each; names may be NULL.
    parents: for each area the position of its parent, -1 for the nation.
    sectors: n codes, in the order of the columns of `sizes`.
    sizes: count × n, of whole areas. An area with areas inside it whose sizes are all zero
    gets the sum of theirs.
    Returns PRESTON_ERROR_SHAPE; PRESTON_ERROR_LABEL a code twice, a parent that is not there,
    areas inside themselves, more than one nation; PRESTON_ERROR_VALUE a place without any
    size, a size that is negative or not finite, parts that exceed their whole;
    PRESTON_ERROR_MEMORY. O(count n).
    """

    preston_places_free: Callable[..., Any]
    """Frees the tree; NULL is fine."""

    preston_places_measure: Callable[..., Any]
    """Which measure of size was read: "jobs" or "gva". Borrowed."""

    preston_places_locate: Callable[..., Any]
    """Says where the areas lie, or says it anew. Positions of areas that are no place of the economy
    are never read.
    coordinates: count × 2, x and y of each area in the order of preston_places_create(), or
    of places.csv; NaN twice where it is not known.
    Returns PRESTON_ERROR_SHAPE; PRESTON_ERROR_VALUE, naming the area; PRESTON_ERROR_MEMORY.
    """

    preston_places_count: Callable[..., Any]
    """The number of places that an economy of this tree has, P: areas without areas inside them, and
    remainders.
    """

    preston_places_codes: Callable[..., Any]
    """Their codes, P, in the order in which the economy has them. Borrowed."""

    preston_places_areas: Callable[..., Any]
    """How many areas the tree has, the nation included: the rows of places.csv."""

    preston_places_area_code: Callable[..., Any]
    """The code of an area, 0 ≤ area < preston_places_areas(). Borrowed."""

    preston_places_area_name: Callable[..., Any]
    """The name of an area. Borrowed."""

    preston_places_area_parent: Callable[..., Any]
    """The area around an area; -1 for the nation."""

    preston_places_area_of: Callable[..., Any]
    """The area that a place is, or is the remainder of; 0 ≤ place < P. With the parents it says what
    a place counts for, so that all areas are added up in one pass.
    """

    preston_places_sizes: Callable[..., Any]
    """Their sizes.
    out_sizes: P × n.
    Returns PRESTON_ERROR_SHAPE.
    """

    preston_places_coordinates: Callable[..., Any]
    """Where they lie.
    out_coordinates: P × 2.
    Returns PRESTON_ERROR_SHAPE; PRESTON_ERROR_MISSING, naming the place that lies nowhere: one
    without coordinates, or the remainder of an area, which is no point. Places that are to
    have distances must add up to the areas they are in, or these must go without sizes.
    """

    preston_traded_options_init: Callable[..., Any]
    """Fills in the defaults."""

    preston_own_tables_read: Callable[..., Any]
    """Reads which places have a table of their own, and the tables: a CSV file with the columns
    `place` and `table`, the folder of a table (preston_table_read()), relative to the folder that
    the file is in. Amounts are the place's own: its output is that of its table.

    path: the file; where only `path.gz` is there, that is read.
    places: the places of the economy. Not needed afterwards.
    nation: the nation's table. Not needed afterwards.
    Returns as preston_table_read(), with line and table of the file; PRESTON_ERROR_LABEL: a code
    that is no place, a place twice, sectors that are not the nation's in its order;
    PRESTON_ERROR_SHAPE another number of sectors; PRESTON_ERROR_VALUE another unit or
    currency, no table named; PRESTON_ERROR_FORMAT a file without rows;
    PRESTON_ERROR_MEMORY.
    """

    preston_own_tables_free: Callable[..., Any]
    """Frees the tables; NULL is fine."""

    preston_own_tables_count: Callable[..., Any]
    """How many there are."""

    preston_own_tables_use: Callable[..., Any]
    """Puts them into `options`, which borrow them: they must outlive the economy made with these."""

    preston_places_supply_and_use: Callable[..., Any]
    """What each place has to sell inside the nation and what it uses, by sector: what trade must bring
    together. Supply is its output less its part of foreign exports; use is what its industries buy
    of domestic output, and its part of domestic final use, by total size. Never below zero. Where
    the table balances and no place has its own, supply and use of a sector add up to the same.

    options: NULL for the defaults.
    out_supply: P × n, in the table's unit. out_use: P × n.
    Returns PRESTON_ERROR_SHAPE, PRESTON_ERROR_LABEL, PRESTON_ERROR_VALUE as
    preston_economy_create_traded(); PRESTON_ERROR_MEMORY. O(P n²).
    """

    preston_economy_options_init: Callable[..., Any]
    """Fills in the defaults."""

    preston_economy_create: Callable[..., Any]
    """Joins the places into one economy by the nest rule.

    For a place s with quotients `q^s` inside a parent with `q^p ≥ q^s` (enforced), the coefficients
    of s are `q^s∘A` from itself, `(q^p − q^s)∘A` from the rest of the parent, and so up to the
    nation, whose quotient is one; what a level supplies is divided among its places by their output
    of the selling sector. Where a level makes nothing of a sector, the next one supplies it. The
    remainder of the nation buys what balances the inner places, if `feedback` is on.

    table: kept by reference: it must outlive the economy.
    places: NULL for the nation as one place. Not needed afterwards.
    options: NULL for the defaults.
    Returns PRESTON_ERROR_SHAPE or PRESTON_ERROR_LABEL when table and places have not the same
    sectors in the same order; PRESTON_ERROR_ARGUMENT, PRESTON_ERROR_MEMORY.
    O(P²n²) time and (Pn)² doubles, for P places.
    """

    preston_economy_create_traded: Callable[..., Any]
    """Joins the places into one economy by trade shares, `x = T(Ax + f)` (Chenery–Moses;
    Miller and Blair 2009, ch. 3): what a place uses, by its technology, comes from the places that
    the trade of each sector names. Final users in a place buy by the same shares.

    table: the nation's, kept by reference as are the tables of `options`: they must outlive
    the economy.
    places: the places, in the order of the shares. Not needed afterwards.
    trade: P places × n sectors; borrowed: it must outlive the economy.
    commuting: where wages go, one sector: the seller is the residence, the buyer the
    workplace. What a workplace's shares leave of one goes to residents of other nations.
    Borrowed too; NULL: everybody lives where they work.
    options: NULL for the defaults.
    Returns PRESTON_ERROR_SHAPE or PRESTON_ERROR_LABEL when tables, places and shares do not fit,
    or the code of a place with its own table is unknown or stands twice;
    PRESTON_ERROR_VALUE, naming sector and place: a share that is negative or not finite,
    shares of a buyer that add up to more than one, a sector that a place uses and nobody
    sells to it, or is sold by a place whose own table has no output of it;
    PRESTON_ERROR_ARGUMENT, PRESTON_ERROR_MEMORY.

    Where the shares of a buyer add up to less than one, the rest is imported, and counted so.
    O(P n²) time, O(P n) memory.
    """

    preston_economy_is_traded: Callable[..., Any]
    """Is it an economy by trade shares, rather than cell by cell? 0 or 1."""

    preston_economy_free: Callable[..., Any]
    """Frees the economy; NULL is fine."""

    preston_economy_table: Callable[..., Any]
    """The table it was made of. Borrowed."""

    preston_economy_place_table: Callable[..., Any]
    """The table that a place goes by: its own, or the nation's. Borrowed."""

    preston_economy_places: Callable[..., Any]
    """The number of places, P."""

    preston_economy_place_code: Callable[..., Any]
    """The code of a place, 0 ≤ place < P. Borrowed."""

    preston_economy_place_name: Callable[..., Any]
    """The name of a place. Borrowed."""

    preston_economy_find_place: Callable[..., Any]
    """The place of that code, or -1."""

    preston_economy_place_within: Callable[..., Any]
    """Does the place lie inside the area of that code (a place or anything above it)? 0 or 1."""

    preston_economy_place_share: Callable[..., Any]
    """Share of the place in the nation by the measure of size; 1 for a nation as one place."""

    preston_economy_place_lambda: Callable[..., Any]
    """Flegg's λ of the place at the economy's δ; 1 in an economy of a multi-regional table."""

    preston_economy_coefficients: Callable[..., Any]
    """Coefficients, (P n) × (P n): the row is the seller, the column the buyer. Borrowed. An empty
    view for a traded economy, which has no such matrix.
    """

    preston_economy_output: Callable[..., Any]
    """Output by place and sector, (P n) × 1, in the table's unit. Borrowed."""

    preston_economy_final_shares: Callable[..., Any]
    """Where final users in `place` buy: n × P, row i the shares of the places that sell sector i to
    them, adding up to one. Borrowed. An empty view for a traded economy: see
    preston_economy_final_share() and preston_economy_sales().
    """

    preston_economy_final_share: Callable[..., Any]
    """The share of one place in what final users in another buy of a sector, in either form. Cell by
    cell O(1); traded O(neighbours of the seller).
    """

    preston_economy_sales: Callable[..., Any]
    """Who sells what final users buy: purchases by the place of the user become demand by the place of
    the seller. Either form.
    purchases: (P n) × 1, what users in each place buy of each sector. @param out_sales
    (P n) × 1; must not overlap the purchases. Where trade shares leave something to imports,
    sales add up to so much less.
    Returns PRESTON_ERROR_SHAPE, PRESTON_ERROR_ARGUMENT, PRESTON_ERROR_MEMORY. O(P n) and the
    trade, or O(P² n) cell by cell: collect all purchases first.
    """

    preston_economy_sales_effects: Callable[..., Any]
    """The same, transposed: what a unit of demand does, by the place of the seller, becomes what a
    unit bought does, by the place of the user: `effects · sales = out_effects · purchases`. Either
    form.
    effects: (P n) × 1, of a unit of demand for each sector in each place. @param out_effects
    (P n) × 1, of a unit that users in each place buy of each sector; must not overlap the
    effects. What trade shares leave to imports counts for nothing.
    Returns PRESTON_ERROR_SHAPE, PRESTON_ERROR_MEMORY. As long as preston_economy_sales().
    """

    preston_distances_options_init: Callable[..., Any]
    """Fills in the defaults."""

    preston_distances_read: Callable[..., Any]
    """Reads travel times, or any other distances, from a CSV file with the columns `from`, `to` and
    `minutes`: what it takes to get there; goods go from the seller to the buyer, and people from
    where they live to where they work. A row holds for both ways, unless the way back has a row of
    its own. Rows from a place to itself are not used.

    path: the file; where only `path.gz` is there, that is read.
    places: P, at least 1. place_codes: P, in the order of the economy: see
    preston_places_codes(). Not needed afterwards.
    options: NULL for the defaults.
    Returns PRESTON_ERROR_FILE, PRESTON_ERROR_FORMAT as preston_table_read();
    PRESTON_ERROR_LABEL, with file and line: a column that is missing, a code that is no place, a
    pair that stands twice; PRESTON_ERROR_VALUE: a number below zero or none, a place without any
    pair, a pair that is missing where all are needed; PRESTON_ERROR_SHAPE, PRESTON_ERROR_ARGUMENT,
    PRESTON_ERROR_MEMORY. O(m log m) for m rows, 16 bytes a row and way once it is read. Any number
    of threads may read at the same time.
    """

    preston_distance_list_free: Callable[..., Any]
    """Frees the list; NULL is fine."""

    preston_distance_list_pairs: Callable[..., Any]
    """How many pairs it has, each way counted."""

    preston_distance_list_distances: Callable[..., Any]
    """The list as preston_trade_gravity() and preston_commuting_gravity() take it. Borrowed."""

    preston_trade_options_init: Callable[..., Any]
    """Fills in the defaults."""

    preston_trade_gravity: Callable[..., Any]
    """Trade by gravity: a seller's part in what a place buys from others falls with distance, and is
    multiplied by a factor of the seller and one of the buyer that make purchases exact and bring
    sales to supply (doubly constrained: Wilson 1971, Environment and Planning 3, 1–32; found by the
    iterations of Furness 1965).

    What cannot be balanced, because those near a place have too little or too much, is not hidden:
    preston_trade_shares_imbalance() says how much. With `pool_share` above zero everything can:
    goods then find their way across the nation where they must.

    options: NULL for the defaults.
    Returns PRESTON_ERROR_SHAPE, PRESTON_ERROR_ARGUMENT (options, or not just one kind of
    distance), PRESTON_ERROR_MEMORY, PRESTON_ERROR_STOPPED, PRESTON_ERROR_VALUE with
    place and sector: a negative or infinite amount, a share outside 0 to 1, a coordinate or distance
    that is none, a place with no supply and no use, a sector that is used and that nobody supplies,
    a place with nobody to buy from.
    Memory: 3 P S doubles (5 with a pool) and 16 bytes a pair of neighbours; while it is made, 2 P S
    doubles more and twice the pairs. Time: O(P k log P) to find k neighbours, then O(P k S) a round
    of balancing. The same bits whatever the number of threads.
    """

    preston_trade_pool: Callable[..., Any]
    """Trade by a common pool: what a place does not make itself comes from all places (itself among
    them) in proportion to what each has left to sell: rank one.
    Returns as preston_trade_gravity(). O(P S).
    """

    preston_trade_given: Callable[..., Any]
    """Trade by data: a list of shares in any order. For each buyer and sector they add up to one (less
    the import share), or to less where `rest_from_pool` is on. A difference of up to 1e-5 is
    divided out.
    input: `supply` and `use` may be empty views where no pool is asked for; imbalance is then
    not measured. `own` and `sizes` are not read.
    Returns as preston_trade_gravity(); PRESTON_ERROR_LABEL for a line that stands twice.
    """

    preston_trade_read: Callable[..., Any]
    """The same from `folder/trade.csv`: columns sector, seller, buyer, share; an empty sector or `*`
    means all. The codes of `input` are needed.
    Returns as preston_table_read() and preston_trade_given(), with file and line.
    """

    preston_commuting_gravity: Callable[..., Any]
    """Where wages go, as trade of one sector: the seller is the residence, the buyer the workplace.
    The shares of each workplace add up to one.

    By gravity, constrained by the workplace and attracted by residents: the share of the wages
    earned in s that goes to r is `residents_r f(d_rs) / Σ_q residents_q f(d_qs)`, over s itself (at
    distance 0) and the places near it. Of the options: decay, nearest, radius.
    input: `supply` P × 1, the residents (or their workers) of each place; `own` P × 1, or
    empty, the share of the wages that stay; of the rest, codes alone are read.
    """

    preston_commuting_given: Callable[..., Any]
    """Commuting by data: `buyer` is the workplace, `seller` the residence, `sector` 0 or -1. A
    workplace whose shares do not add up to one is an error naming it.
    """

    preston_commuting_read: Callable[..., Any]
    """The same from `folder/commuting.csv`: columns workplace, residence, share."""

    preston_places_trade_gravity: Callable[..., Any]
    """Trade by gravity in a tree of places: preston_trade_gravity() with the supply, use and sizes
    that the tree and its table have.
    traded: NULL for the defaults; as it will be given to preston_economy_create_traded().
    distances: NULL: straight between the coordinates of the places.
    options: NULL for the defaults.
    Returns as preston_places_supply_and_use(), preston_places_coordinates() and
    preston_trade_gravity().
    """

    preston_places_commuting_gravity: Callable[..., Any]
    """Commuting by gravity in a tree of places: preston_commuting_gravity() with the total size of
    each place for its residents. So people live, by assumption, where there is work.
    distances: NULL: straight between the coordinates of the places.
    Returns as preston_places_coordinates() and preston_commuting_gravity(); PRESTON_ERROR_SHAPE or
    PRESTON_ERROR_LABEL when table and places have not the same sectors in the same order.
    """

    preston_commuting_none: Callable[..., Any]
    """No commuting: everybody lives where they work."""

    preston_trade_shares_free: Callable[..., Any]
    """Frees the shares; NULL is fine."""

    preston_trade_shares_places: Callable[..., Any]
    """The number of places, P."""

    preston_trade_shares_sectors: Callable[..., Any]
    """The number of sectors, S."""

    preston_trade_shares_pairs: Callable[..., Any]
    """How many pairs of neighbours are kept, those common to all sectors counted once."""

    preston_trade_shares_get: Callable[..., Any]
    """The share of what `buyer` uses of `sector` that `seller` supplies, everything together. Time in
    proportion to the neighbours of the seller.
    """

    preston_trade_shares_imbalance: Callable[..., Any]
    """How far the sector's sales are from its supply: the largest difference of any place, over the
    nation's supply; 0 where they were not compared with anything.
    out_place: where; -1 when there is no difference; may be NULL.
    """

    preston_curve_order: Callable[..., Any]
    """The order of places along a Hilbert curve (Hilbert 1891): neighbours in it are mostly near each
    other, so that trade finds their numbers in the cache. Keep an economy's places in this order.
    coordinates: P × 2, finite.
    out_order: P: the place that stands first, second and so on; ties by number. O(P log P).
    """

    preston_multiregional_create: Callable[..., Any]
    """Makes one from plain arrays. Accounts that the model needs and that are not given are filled in:
    `imports` and `taxes_on_products` are zero, and `gva` is what output leaves after all inputs, or
    compensation + surplus + taxes on production where these three are given. So in a table of the
    world gva holds taxes on products and international margins too, unless rows tell them apart.

    Returns PRESTON_ERROR_SHAPE; PRESTON_ERROR_LABEL a code twice or empty; PRESTON_ERROR_VALUE,
    with sector and economy: a cell that is not finite, a negative output, a sector without
    output that buys; PRESTON_ERROR_MEMORY. O((P n)²).
    """

    preston_multiregional_read: Callable[..., Any]
    """Reads a folder with `multiregional.yaml`, which says in which files and layout the rest is:
    labels `ECONOMY_SECTOR` in one header row and column, or economy and sector in two of each;
    final use, value added and output in files of their own or in the same one (docs/files.md).
    Returns as preston_table_read() and preston_multiregional_create(). O((P n)²).
    """

    preston_multiregional_free: Callable[..., Any]
    """Frees the table; NULL is fine."""

    preston_multiregional_places: Callable[..., Any]
    """The number of economies, P."""

    preston_multiregional_place_code: Callable[..., Any]
    """The code of one, 0 ≤ place < P. Borrowed."""

    preston_multiregional_whole: Callable[..., Any]
    """All economies as one table: sectors, uses and accounts added up. Borrowed."""

    preston_multiregional_place_table: Callable[..., Any]
    """The table of one economy: what its sectors and final users buy, whichever economy made it, and
    its accounts. Its columns balance; its rows are uses, not sales. Borrowed.
    """

    preston_multiregional_flows: Callable[..., Any]
    """Flows, (P n) × (P n). Borrowed."""

    preston_multiregional_final_uses: Callable[..., Any]
    """Final use, (P n) × (P u). Borrowed."""

    preston_multiregional_output: Callable[..., Any]
    """Output, (P n) × 1. Borrowed."""

    preston_multiregional_check: Callable[..., Any]
    """Looks for what is odd.
    Returns PRESTON_ERROR_MEMORY. O((P n)²).
    """

    preston_economy_create_multiregional: Callable[..., Any]
    """The economy that the table is, solved as it is: cell by cell, its places the table's economies,
    each with its own accounts and, where known, its own households. Final users in a place buy as
    the table says for all its final uses together, exports and negative cells left out; what they
    do not buy at all would come from where its industries buy it, or else from all makers by
    output. Households buy as the table says for them.

    table: kept by reference: it must outlive the economy.
    Returns PRESTON_ERROR_MEMORY. O((P n)²) time and doubles.
    """

    preston_residual_options_init: Callable[..., Any]
    """Fills in the defaults."""

    preston_multiregional_residual: Callable[..., Any]
    """Two economies of one nation by the residual method: the region as its own table has it, the rest
    as what the nation's table has beyond that (docs/methods.md has every assumption). Flows, final
    use and accounts of the two add up to the nation's, cell by cell.

    What a buyer in the region takes from the rest is divided over selling sectors as the nation's
    column is, and never more than there is left; what a sector of the region sells to the rest is
    divided over buyers as what is left of the nation's row. Where the region's cell exceeds the
    nation's, the excess is taken to be sold to the rest and as much to be bought there.

    nation, region: tables with the same sectors in the same order (see
    preston_table_aggregate()) and unit; every use of the region is one of the nation; both
    have the accounts `gva`, `imports`, `taxes_on_products`. Not needed afterwards.
    out_report: may be NULL.
    Returns PRESTON_ERROR_LABEL, PRESTON_ERROR_SHAPE, PRESTON_ERROR_MISSING tables that do not
    fit or lack an account; PRESTON_ERROR_VALUE, naming sector and amounts: more output than the
    nation, more sold to or bought from the rest than can be, a negative amount, an excess
    above most_excess; PRESTON_ERROR_ARGUMENT; PRESTON_ERROR_MEMORY.
    O(n (n + u)), n times that at worst.
    """

    preston_model_options_init: Callable[..., Any]
    """Fills in the defaults."""

    preston_model_estimate: Callable[..., Any]
    """Says what a model will take. Nothing is allocated. Operations divided by what the machine does
    in a second (a few thousand million for a traded economy on one core, ten times that cell by
    cell) give the time.
    Returns PRESTON_ERROR_ARGUMENT for a count that is negative or cannot be. O(1).
    """

    preston_model_scale_of: Callable[..., Any]
    """The scale of a model of that economy."""

    preston_model_create: Callable[..., Any]
    """Closes an economy and prepares its solvers: cell by cell it is factorised; a traded one is
    solved by rounds of spending.
    economy: kept by reference: it must outlive the model.
    options: NULL for the defaults.
    Returns PRESTON_ERROR_UNPRODUCTIVE with the sectors at fault; PRESTON_ERROR_MISSING for Type
    II without compensation, household consumption or household income; PRESTON_ERROR_ARGUMENT;
    PRESTON_ERROR_MEMORY.
    Cell by cell O((Pn)³) time and 2 (Pn)² doubles a closure; traded O(P n² + trade) a product and a
    few tens of those, O(P n) memory: see preston_model_estimate().
    """

    preston_model_free: Callable[..., Any]
    """Frees the model; NULL is fine."""

    preston_model_economy: Callable[..., Any]
    """The economy it was made of. Borrowed."""

    preston_model_operator: Callable[..., Any]
    """The system of a closure, `x ↦ A x`; NULL when the model has not that closure. Borrowed. Rows are
    place × sector; in Type II, households of an economy cell by cell stand behind all of them,
    those of a traded one are the last sector of each place.
    """

    preston_model_solver: Callable[..., Any]
    """Its solver, which knows its method and why it is used; NULL as above. Borrowed."""

    preston_model_has_closure: Callable[..., Any]
    """Does the model have that closure? 0 or 1."""

    preston_model_direct: Callable[..., Any]
    """The account's direct coefficients, per unit of output, by place and sector; zero without output.
    out_coefficients: (P n) × 1.
    Returns PRESTON_ERROR_MISSING when the table has no such account.
    """

    preston_model_multipliers: Callable[..., Any]
    """Effects and multipliers of every sector in every place: one transposed solve.

    account: see above.
    area: counts only what happens in this place or area; NULL counts everywhere.
    out_effects: (P n) × 1: per unit of final demand for that sector in that place.
    out_multipliers: (P n) × 1, effect / direct coefficient; zero where the coefficient is
    zero, as in the official tables. May be an empty view.
    out_certificate: of the effects, may be NULL.
    Returns PRESTON_ERROR_MISSING no such account or closure; PRESTON_ERROR_LABEL no such area.

    Type II effects on imports and taxes include what households pay directly.
    """

    preston_model_effects: Callable[..., Any]
    """The adjoint of an impact: effects for many accounts and areas at once, as transposed columns of
    one batch. With the effects of an account known, its total for any demand, all parts up to the
    closure and all places of the area added up, is a dot product: `Σ effects · demand`.

    count: how many pairs of account and area, not negative.
    accounts: that many codes, see above.
    areas: that many codes of places or areas, NULL for everywhere; NULL instead of the array:
    everywhere for all.
    out_effects: that many sets of views, which the caller owns. Imports and taxes count what
    the buyer pays itself in the area, and with households inside what they pay directly.
    Returns PRESTON_ERROR_MISSING no such account or closure; PRESTON_ERROR_LABEL no such area;
    PRESTON_ERROR_SHAPE, PRESTON_ERROR_ARGUMENT, PRESTON_ERROR_ACCURACY,
    PRESTON_ERROR_MEMORY; all or none are filled in. `count` solves, and 2 columns of the
    system for each while it runs. The same bits whatever the number of threads.
    """

    preston_model_impact: Callable[..., Any]
    """Solves for one demand.
    out_impact: freed with preston_impact_free(). It refers to the model, which must outlive
    it.
    Returns PRESTON_ERROR_SHAPE; PRESTON_ERROR_VALUE not finite, or a demand for a sector without
    any output in the table; PRESTON_ERROR_ACCURACY; PRESTON_ERROR_MEMORY. One solve a
    closure. The difference of two demands is a demand too.
    """

    preston_model_impacts: Callable[..., Any]
    """Solves for many demands at once, such as the years of a scenario: the columns of one batch a
    closure, divided among all cores.

    count: how many, not negative. demands: that many.
    out_impacts: that many, each freed with preston_impact_free(). Their certificates are
    those of the batch, good for every demand of it.
    Returns as preston_model_impact(), which is the case of one demand; the message says which
    demand is at fault, from 1. On failure no impact is made. The same bits whatever the number of
    threads. Beside the impacts 2 columns of the system a demand, while it runs.
    """

    preston_impact_free: Callable[..., Any]
    """Frees the impact; NULL is fine."""

    preston_impact_value: Callable[..., Any]
    """The amount of one account in one part and place; the induced part is 0 in a Type I model.
    Returns PRESTON_ERROR_MISSING when the table has no such account. O(n), or O(n²) for the
    imports of a traded economy whose shares leave something to imports.
    """

    preston_impact_by_place: Callable[..., Any]
    """One account in all places and parts at once.
    out_values: P × 3, a column a preston_part.
    Returns PRESTON_ERROR_SHAPE, PRESTON_ERROR_MISSING, PRESTON_ERROR_MEMORY. O(P n).
    """

    preston_impact_gains: Callable[..., Any]
    """Who gains and who loses, for the impact of a difference of demands, such as spending moved from
    one place to another. Moved within a sector whose technology all places share, it adds to zero
    before its second-round effects, that is with `last` PRESTON_DIRECT.

    last: the parts up to this one are counted: PRESTON_INDUCED counts all.
    out_places: P: the places from the largest gain to the largest loss; NULL if not wanted.
    out_amounts: P: what each of these gains or loses; NULL if not wanted.
    Returns PRESTON_ERROR_MISSING, PRESTON_ERROR_ARGUMENT, PRESTON_ERROR_MEMORY.
    O(P n + P log P).
    """

    preston_impact_wages: Callable[..., Any]
    """The wages of an impact in Type II.
    Returns PRESTON_ERROR_MISSING in a Type I model; PRESTON_ERROR_MEMORY. O(P n).
    """

    preston_impact_output: Callable[..., Any]
    """Output by place and sector in one part, (P n) × 1. Borrowed."""

    preston_impact_household_income: Callable[..., Any]
    """Income of households by place in Type II, P × 1, with what the demand itself gives them; zero in
    a Type I model. Borrowed.
    """

    preston_impact_certificate: Callable[..., Any]
    """The certificate of the solve for that closure."""

    preston_impact_conservation: Callable[..., Any]
    """Money is conserved: what was spent, by the buyer and (Type II) by households, equals value added
    + imports + taxes on products over all places. Income that the demand gives to households counts
    once they spend it.
    Returns PRESTON_ERROR_MISSING when the table lacks gva, imports or taxes_on_products.
    """

    preston_model_constrain: Callable[..., Any]
    """A demand as it can be met, where output has limits: the supply-constrained model.

    Where what is asked of a sector in a place, by the demand and by the industries and (Type II)
    households that it sets to work, is more than the limit, the place makes the limit, and the next
    place up meets the excess: the other places of its parent's area that have room, by their output
    of the sector and none beyond its own limit; then those of the area around; and at last the rest
    of the world, as imports. The demand that results is an ordinary one: preston_model_impact()
    of it is the answer. It is negative where industries and households take more of a limited
    output than was asked for by the demand itself.

    closure: by which the change of output is reckoned.
    demand: its taxes and household income stay as they are.
    limits: (P n) × 1: the most by which output of a sector in a place may change, in the
    table's unit; INFINITY: no limit. May be negative: output that must fall.
    out_sectors: (P n) × 1, the sectors of the demand that can be met. Where no limit binds,
    the demand unchanged to the bit. May be the demand's own memory.
    out_imports: P × 1, its imports: those of the demand, and those instead of what no place
    could make, counted in the place whose limit was exceeded.
    out_unplaced: (P n) × 1, what no place could make, by the sector and place that it was
    asked of; its sum by place is what imports have grown by. May be an empty view.
    out_certificate: of the solve for the demand that can be met; may be NULL.
    Returns PRESTON_ERROR_MISSING no such closure; PRESTON_ERROR_SHAPE; PRESTON_ERROR_VALUE as
    preston_model_impact(), and for a limit that is no number or minus infinity, by sector
    and place; PRESTON_ERROR_ACCURACY when it does not settle; PRESTON_ERROR_MEMORY.

    `Σ sectors + Σ imports` is that of the demand, and limits hold, to the model's tolerance times
    the sum of the absolute changes of output. Rounds of spending with the limits in each, then one
    certified solve; where all places share a technology the rounds are certain to converge. O(P n)
    memory, a product a round. The same bits whatever the number of threads.
    Source: Miller and Blair 2009, ch. 13 (mixed models: exogenous output of a sector).
    """

    preston_model_rounds: Callable[..., Any]
    """Rounds of spending inside one area: the k-th is `Mᵏ d`, M being the coefficients among the
    area's own sectors and, in Type II, its households; what leaves the area is gone.

    area: a place or area; NULL for everywhere.
    demand: (P n) × 1; what falls outside the area is left out.
    out_rounds: k × 1: the money received in each round by sectors and households.
    out_full: the sum of all rounds to the end.
    Source: docs/methods.md, after Miller and Blair 2009, ch. 2. O(m³), m rows in the area;
    traded, the products of two solves.
    """

    preston_ledger_options_init: Callable[..., Any]
    """Fills in the defaults."""

    preston_ledger_read: Callable[..., Any]
    """Reads a CSV file, gzipped or not. Negative amounts are credit notes, and right.
    options: NULL for the defaults.
    Returns as preston_table_read(), with file, line and column.
    """

    preston_ledger_create: Callable[..., Any]
    """Makes a ledger from plain arrays of `rows` texts each; a NULL array is a column of empty
    texts. Everything is copied.
    amounts: rows × 1, in currency units.
    """

    preston_ledger_free: Callable[..., Any]
    """Frees the ledger; NULL is fine."""

    preston_ledger_rows: Callable[..., Any]
    """The number of purchases."""

    preston_ledger_amount: Callable[..., Any]
    """The amount of a purchase, in currency units."""

    preston_ledger_label: Callable[..., Any]
    """A field of a purchase; "" where it is unknown. Borrowed."""

    preston_ledger_total: Callable[..., Any]
    """The sum of all amounts, in currency units."""

    preston_ledger_retention: Callable[..., Any]
    """Adds the ledger up by the labels of a field (by category, by buyer, by type …) and by place."""

    preston_retention_free: Callable[..., Any]
    """Frees the retention; NULL is fine."""

    preston_retention_groups: Callable[..., Any]
    """The number of groups."""

    preston_retention_group: Callable[..., Any]
    """The label of a group. Borrowed."""

    preston_retention_amount: Callable[..., Any]
    """What a group spent in a place, in currency units; `group` -1 is the whole ledger, `place` NULL
    is everywhere. Zero for a place that the ledger does not have.
    """

    preston_retention_share: Callable[..., Any]
    """The share of its spending that a group spent in a place, 0 to 1; 0 where it spent nothing."""

    preston_concordance_read: Callable[..., Any]
    """Reads a concordance: columns scheme, from, to, weight; `to` is a sector of the table, or
    `imports`, or `taxes_on_products`.
    scheme: only rows of this scheme; NULL when the file has one.
    Returns PRESTON_ERROR_VALUE where the weights of a category differ from one by more than 1e-6
    (smaller differences are divided out, so that money is conserved), and as
    preston_table_read().
    """

    preston_concordance_free: Callable[..., Any]
    """Frees the concordance; NULL is fine."""

    preston_concordance_maps: Callable[..., Any]
    """Is the category mapped? 0 or 1."""

    preston_demand_options_init: Callable[..., Any]
    """Fills in the defaults."""

    preston_ledger_demand: Callable[..., Any]
    """The demand of a ledger, in the table's unit.

    The place of a purchase is a place of the economy, or an area around places, or `rest-of-AREA`:
    the area without whatever other purchases name inside it, in areas of their own or alone. What
    stands at an area is divided among its places: a sector's money by the sector's output in each;
    where none of them makes any, and for imports and taxes, by their total size.

    concordance: NULL when the categories are sectors of the table.
    options: NULL for the defaults.
    out_sectors: (P n) × 1. out_imports: P × 1. out_taxes_on_products: P × 1.
    Returns PRESTON_ERROR_LABEL for a place that is neither place nor area of the economy, for a
    rest of which nothing is left, or for categories that nothing maps: the message lists
    them with their money, nothing is dropped.
    """

    preston_lm3_from_rounds: Callable[..., Any]
    """LM3 from three rounds.
    Returns PRESTON_ERROR_VALUE unless R1 > 0 and the others are not negative.
    """

    preston_survey_read: Callable[..., Any]
    """Reads answers: columns supplier, local_share (0 to 1). Several answers of one supplier, or of
    several members of its staff, are averaged.
    """

    preston_survey_free: Callable[..., Any]
    """Frees the survey; NULL is fine."""

    preston_ledger_lm3: Callable[..., Any]
    """LM3 of a ledger with survey answers. R1 is all spending, R2 what local suppliers receive, R3
    what suppliers, local or not, spend again locally; a supplier that did not answer counts as the
    mean of those answering on its side.
    local_places: count labels of the ledger's places that are local.
    Returns PRESTON_ERROR_MISSING when nobody answered on a side that was bought from.
    """

    preston_model_lm3: Callable[..., Any]
    """LM3 from a Type II model: rounds of spending inside an area, with the full multiplier.
    area: a place or area.
    demand: (P n) × 1.
    budget: R1 when the first round is all spending and the second what reaches the area;
    0 when the first round is what reaches the area.
    """

    preston_supplier_type_init: Callable[..., Any]
    """Fills in the defaults: an average supplier."""

    preston_supplier_types_create: Callable[..., Any]
    """Makes the types. Purchases, imports and taxes on products of a supplier are those of its sector,
    all scaled so that with its own value added they make up its output: money is conserved. Taxes
    on production and satellite accounts are the sector's. A profile is of where it produces: with
    production outside, of the sector there.
    model: kept by reference: it must outlive the types.
    count: rows of `types`: one a type, or one a type and sector.
    Returns PRESTON_ERROR_LABEL a type and sector twice, a sector or place that is not there;
    PRESTON_ERROR_VALUE a share that is impossible, or value added above output;
    PRESTON_ERROR_MISSING an account that a share needs.
    """

    preston_supplier_types_read: Callable[..., Any]
    """Reads them from a CSV file: type, sector, compensation, surplus, jobs, local_purchases,
    outside_production, outside_place, share; an empty cell is as the sector, an empty sector is
    all. Columns but the first may be left out; `source` and `note` may be there and are not read.
    Returns as preston_supplier_types_create(), naming file, line and column; and
    PRESTON_ERROR_FILE, PRESTON_ERROR_FORMAT, PRESTON_ERROR_LABEL for a column that is not known.
    """

    preston_supplier_types_free: Callable[..., Any]
    """Frees the types; NULL is fine."""

    preston_supplier_types_count: Callable[..., Any]
    """The number of types, K; the average is the first."""

    preston_supplier_types_code: Callable[..., Any]
    """The code of a type, 0 ≤ type < K. Borrowed."""

    preston_supplier_types_find: Callable[..., Any]
    """The type of that code, or -1."""

    preston_supplier_types_share: Callable[..., Any]
    """The share of a type in a sector's output; NaN when not known. Of the average, which is all
    suppliers together: 1.
    """

    preston_supplier_types_demand: Callable[..., Any]
    """What purchases from suppliers of each type bring about in the first round.

    purchases: (P n) × K, in the table's unit: by place and sector of the invoice, and type.
    out_sectors: (P n) × 1, out_imports P × 1, out_taxes_on_products P × 1,
    out_household_income P × 1: the demand that has the same effect on an average economy as
    these purchases (see preston_demand). What a type buys more or less than the average is
    in it, and so in the direct part of its impact.
    out_corrections: P × a, a column an account of the table in its order: what the first
    round adds to the direct part of each account beyond that demand's, by the place where it
    is produced. Imports and taxes on products are in the demand instead, and zero here.
    Returns PRESTON_ERROR_SHAPE, PRESTON_ERROR_MEMORY. O(P n K), and for purchases from types that
    are not average O(P n) each cell by cell, O(n) each traded and the work of
    preston_economy_sales() once, and once more a type that produces outside.
    """

    preston_supplier_types_effects: Callable[..., Any]
    """The adjoint of preston_supplier_types_demand() and an impact, for many accounts and areas at
    once: arguments and statuses as preston_model_effects(), which it costs, and for each account
    and type the work of preston_supplier_types_demand() for purchases everywhere.
    """

    preston_path_init: Callable[..., Any]
    """A constant path of one; numbers of other forms are NaN: they must be given."""

    preston_path_value: Callable[..., Any]
    """The value in a year, which may lie between two years. Only what the form needs is looked at.
    Returns PRESTON_ERROR_VALUE for a path that cannot be: no table, years that do not rise, `full`
    not after `begins`, a span that is not above zero, anything not finite. O(count).
    Source of the logistic form: Verhulst's curve; docs/methods.md.
    """

    preston_additionality_init: Callable[..., Any]
    """Nothing taken off: gross is net."""

    preston_additionality_published: Callable[..., Any]
    """A published set by its name: "standard" (net / gross 0.540), "conservative" (0.2964) or
    "optimistic" (0.7695): the choice of an open tool (econstack), not of the guide.
    Returns PRESTON_ERROR_LABEL, naming the three.
    """

    preston_additionality_factor: Callable[..., Any]
    """Net over gross: `(1−L)(1−Dp)(1−S) − deadweight·(1−L*)(1−Dp*)(1−S*)`, the multiplier being in
    both cases the model's own (English Partnerships 2008, Additionality Guide, its formula; the
    reference case is the deadweight part of the intervention).
    Returns PRESTON_ERROR_VALUE for a share outside 0 to 1.
    """

    preston_population_calibrate: Callable[..., Any]
    """The law through two counts: so many buyers at least that large. Twice the buyers at half the
    size is an alpha of exactly one.
    Returns PRESTON_ERROR_VALUE unless sizes and counts are above zero, the larger size has the
    smaller count, and `largest` is finite and no smaller than either size.
    """

    preston_population_above: Callable[..., Any]
    """How many buyers stand at or above a threshold, and what they buy together a year.
    Ranks above the one whose size is `largest` all have that size; above it there is nobody. Ranks
    are continuous: counts need not be whole.
    Returns PRESTON_ERROR_VALUE for a threshold, or a number of the law, that is not above zero or
    not finite; `largest` below `purchases`; a result too large for a number. O(1).
    """

    preston_break_even_premium: Callable[..., Any]
    """The break-even premium of moving purchases: with a bid dearer by p, `volume = spend / (1 + p)`,
    so the gain is nil at `p = effect there / effect here − 1`.
    old_effect, new_effect: of a unit bought as before and as moved.
    Returns the premium; infinite where something is gained at any price (old_effect ≤ 0 ≤
    new_effect, not both zero); below zero where only a cheaper bid would do; -1 where
    nothing is gained at any price, or an effect is not finite. Where both effects are below
    zero, what is bought does harm, less is bought at a premium, and the gain begins at this
    one instead of ending there. Never NaN.
    """

    preston_measure_init: Callable[..., Any]
    """Fills in the defaults."""

    preston_scenario_ledger_init: Callable[..., Any]
    """Fills in the defaults."""

    preston_scenario_data_init: Callable[..., Any]
    """Fills in the defaults; title, table, ledger.file and both years have none."""

    preston_scenario_read: Callable[..., Any]
    """Reads scenario.yaml (or JSON, or either with .gz). Paths in it are relative to its folder; the
    files that it names are not looked at.
    Returns PRESTON_ERROR_FORMAT not YAML, or a value of another kind; PRESTON_ERROR_LABEL a key
    or word that is not known (with the nearest that is), not used by the lever, or there
    twice; PRESTON_ERROR_VALUE a number that cannot be; PRESTON_ERROR_MISSING a key that
    is needed; all with file, line, column and key; PRESTON_ERROR_FILE,
    PRESTON_ERROR_MEMORY. O(size of the file).
    """

    preston_scenario_create: Callable[..., Any]
    """Makes one from plain structs; everything is copied. Checked as a file is, with the same messages
    but for file, line and column.
    folder: that relative paths are relative to; NULL: the current one.
    Returns as preston_scenario_read(), and PRESTON_ERROR_ARGUMENT for a struct that was not begun
    by its init function, a list that is not there, additionality that is filled in and not
    switched on.
    """

    preston_scenario_free: Callable[..., Any]
    """Frees the scenario; NULL is fine."""

    preston_scenario_get: Callable[..., Any]
    """What it states, with all defaults. Published sets of additionality and populations given by two
    counts are numbers by now. Borrowed.
    """

    preston_scenario_folder: Callable[..., Any]
    """The folder its paths are relative to. Borrowed."""

    preston_scenario_yaml: Callable[..., Any]
    """The scenario as YAML, which reads back as the same scenario. What is as the default is left out.
    out_text: freed with preston_text_free().
    Returns PRESTON_ERROR_MEMORY.
    """

    preston_scenario_schema: Callable[..., Any]
    """The JSON Schema (draft 2020-12) of scenario files, from the reader's own table:
    docs/scenario.schema.json. It does not know what one key alone cannot show, such as ids.
    Returns PRESTON_ERROR_MEMORY.
    """

    preston_scenario_keys: Callable[..., Any]
    """The same as a page of Markdown, docs/scenario-keys.md: every key, its unit, range, default and
    meaning, and every lever.
    Returns PRESTON_ERROR_MEMORY.
    """

    preston_text_free: Callable[..., Any]
    """Frees a text made by this floor; NULL is fine."""

    preston_scenario_inputs_read: Callable[..., Any]
    """Reads and makes them all. A nest is made by preston_economy_create(); gravity by
    preston_places_trade_gravity() and, with a `commuting_scale`,
    preston_places_commuting_gravity(), between the coordinates of places.csv, with Flegg's quotient
    for what a place makes itself.
    scenario: borrowed during the call only.
    delta: replaces the scenario's; NaN: its own.
    Returns what the readers and makers return, after the scenario and the key that asked ("scenario
    'x': ledger.file: …"); PRESTON_ERROR_MISSING a key that is needed;
    PRESTON_ERROR_VALUE a word that is none of those it can be. All or nothing. Any number
    of threads may read at the same time.
    """

    preston_scenario_inputs_free: Callable[..., Any]
    """Frees them; NULL is fine."""

    preston_scenario_inputs_model: Callable[..., Any]
    """Borrowed."""

    preston_scenario_inputs_types: Callable[..., Any]
    """Borrowed."""

    preston_scenario_inputs_ledger: Callable[..., Any]
    """Borrowed; `after` 1 for the second one, NULL when there is none."""

    preston_scenario_inputs_concordance: Callable[..., Any]
    """Borrowed; NULL when categories are sectors."""

    preston_projection_create: Callable[..., Any]
    """Carries a scenario through its years.

    Each year begins with the ledger's purchases; measures change them in this order: those that
    change other measures (train, map-suppliers, governance, spaser), those that add capacity
    (create-firms, invest), additional demand (engineering), and those that move purchases (grants,
    reserve, relocate), each group in the order of the scenario. From year to year go the passed
    adoption time of each measure, the firms alive by age, and capital. What there is no capacity for
    goes to the next place up (relocate), else stays where it is bought; it is shown.

    The part of each measure is its Shapley value: the mean, over all orders in which measures can
    be added, of what it adds; up to 12 measures all orders count, above that a fixed sample of
    orders (parts add up exactly in both).

    Returns what the parts return; PRESTON_ERROR_LABEL for a sector, place, buyer, type or measure
    that is not there; PRESTON_ERROR_VALUE. The same scenario gives the same bits whatever
    the number of threads. O(years × (a solve + 2^measures × cells)).
    """

    preston_projection_free: Callable[..., Any]
    """Frees the projection; NULL is fine."""

    preston_projection_scenario: Callable[..., Any]
    """The scenario it was made of. Borrowed."""

    preston_projection_model: Callable[..., Any]
    """The model that it was made with, whose economy names its places. Borrowed."""

    preston_projection_discount: Callable[..., Any]
    """What a unit in a year counts for in present values, from the scenario's discount rate; 0 for a
    year that is not there.
    """

    preston_projection_additionality: Callable[..., Any]
    """Net over gross of a measure: its own additionality, or else that of the measures it applies, or
    else the scenario's; 1 for a measure that is not there.
    """

    preston_projection_years: Callable[..., Any]
    """The number of years, Y."""

    preston_projection_areas: Callable[..., Any]
    """Areas and accounts that it has numbers for, in the order of the scenario. Borrowed."""

    preston_projection_accounts: Callable[..., Any]
    """Borrowed."""

    preston_projection_value: Callable[..., Any]
    """One number, in the table's unit, jobs in jobs.
    closure: I or II, all parts up to it.
    area, account: positions in the lists above. year: 0 ≤ year < Y, or
    PRESTON_PRESENT_VALUE. measure: its position, or PRESTON_ALL_MEASURES.
    Returns PRESTON_ERROR_ARGUMENT. O(years × measures) at worst.
    """

    preston_projection_reached: Callable[..., Any]
    """The first year in which a measure's gross effect has reached a share of its largest.
    out_year: -1 when it has no effect.
    """

    preston_projection_impact: Callable[..., Any]
    """The change against the baseline in a year, in every place and part, less the corrections of the
    first round: see preston_projection_by_place(). Borrowed.
    """

    preston_projection_by_place: Callable[..., Any]
    """The same with the first round's corrections, P × 3: a column a preston_part.
    year: or -1: the baseline itself.
    """

    preston_projection_conservation: Callable[..., Any]
    """Money is conserved: what is spent more or less in a year, premiums included, and what becomes of
    it. year: or -1: the baseline itself.
    """

    preston_projection_state: Callable[..., Any]
    """The state of a measure in a year.
    Returns PRESTON_ERROR_ARGUMENT.
    """

    preston_projection_ledger: Callable[..., Any]
    """The purchases of a year as a ledger whose categories are sectors, with buyers, places and types,
    in currency: for before and after, and to be kept. year: or -1: the baseline.
    """

    preston_projection_break_even: Callable[..., Any]
    """What would break even: the premium at which a measure that moves purchases gains nothing in an
    account in an area, sector by sector, as its purchases are placed in a year, all measures in
    force.

    account: any of the model's; "public_revenue" is taxes on products and on production.
    area: a place or area; NULL: everywhere.
    out_premiums: n × 1: see preston_break_even_premium(), which may be infinite; 0 for a
    sector of which nothing is moved.
    out_moved: n × 1: what is moved of each sector, in the table's unit; may be empty.
    Returns PRESTON_ERROR_ARGUMENT, PRESTON_ERROR_SHAPE, and as preston_model_effects(). One
    transposed solve, and the years up to this one.
    """

    preston_projection_same_baseline: Callable[..., Any]
    """Are two projections of the same baseline, so that their difference means something?
    Returns PRESTON_ERROR_VALUE saying what differs: places, sectors, years or baseline purchases.
    """

    preston_comparison_create: Callable[..., Any]
    """Solves for both ledgers and divides the change among its causes.

    Spending on a category in a place from a type is total × share of the category × share of the
    place in it × share of the type in both. Each factor passes from its first to its second value
    in all 24 orders; a cause's part is the mean of what its step changes (Shapley 1953; the mean of
    all elementary decompositions of Dietzenbacher and Los 1998), so that the parts add up exactly
    and no order is preferred. A category bought in one ledger only keeps that ledger's places in
    both, and a category bought in a place in one ledger only keeps that ledger's types.

    model: kept by reference: it must outlive the comparison.
    concordance: NULL when the categories are sectors.
    types: of that model, not needed afterwards; NULL: the types of the ledgers are not looked
    at, all suppliers are average, and the fourth cause is zero.
    before_options, after_options: NULL for the defaults; each ledger may have its own price
    factor.
    Returns as preston_ledger_demand() and preston_model_impacts(); PRESTON_ERROR_LABEL for types
    of a ledger that are not known, listed with their money; PRESTON_ERROR_VALUE for a ledger, a
    category of one, or a category in a place, whose amounts add up to nothing while its parts do
    not; PRESTON_ERROR_ARGUMENT for types of another model. Two solves a closure
    and a batch of six more, of 14 with types.
    """

    preston_comparison_free: Callable[..., Any]
    """Frees the comparison; NULL is fine."""

    preston_comparison_before: Callable[..., Any]
    """The impact of the first ledger; with types, of the demand that has its effect on an average
    economy: see preston_comparison_by_place(). Borrowed.
    """

    preston_comparison_after: Callable[..., Any]
    """The same of the second ledger. Borrowed."""

    preston_comparison_by_place: Callable[..., Any]
    """What a ledger does in an account, in all places and parts, with what its suppliers' types add in
    the first round.
    after: 0 for the first ledger, 1 for the second.
    out_values: P × 3, a column a preston_part.
    Returns as preston_impact_by_place().
    """

    preston_comparison_value: Callable[..., Any]
    """What one cause changes in an account, in one part and place: see preston_impact_value()."""

    preston_ensemble_run: Callable[..., Any]
    """Calls the function for each draw, in order.

    draws: N × k, one draw a row.
    out_outcomes: N × m.
    Returns the first failure, its message naming the draw; PRESTON_ERROR_VALUE when an outcome is
    not finite. The outcomes are then as they were.
    """

    preston_ensemble_band: Callable[..., Any]
    """The band between two quantiles of one outcome, by linear interpolation (GSL).
    outcomes: N × 1, N ≥ 1.
    lower, upper: 0 ≤ lower ≤ upper ≤ 1; 0 and 1 give the smallest and the largest.
    """

    preston_csv_create: Callable[..., Any]
    """Begins a file; `path` is copied."""

    preston_csv_text: Callable[..., Any]
    """Adds a text cell to the row."""

    preston_csv_value: Callable[..., Any]
    """Adds a number to the row."""

    preston_csv_end_row: Callable[..., Any]
    """Ends the row."""

    preston_csv_commit: Callable[..., Any]
    """Writes the file: beside it first, then in its place in one step.
    Returns PRESTON_ERROR_FILE, PRESTON_ERROR_MEMORY; the old file is then still there.
    """

    preston_csv_free: Callable[..., Any]
    """Frees the object; what was not committed is forgotten. NULL is fine."""

    preston_report_multipliers: Callable[..., Any]
    """Writes the table of multipliers: one row for each sector and closure that the model has, with
    the header `code,closure,output_multiplier,income_effect,income_multiplier,gva_effect,
    gva_multiplier,jobs_effect,jobs_multiplier`. Income is compensation of employees; cells of an
    account that the table lacks are empty. In an economy of several places the code is
    `place:code`.
    """

    preston_text_table_create: Callable[..., Any]
    """Begins a table of `columns` columns, of which the first `left` are aligned to the left."""

    preston_text_table_cell: Callable[..., Any]
    """Adds the next cell, row after row, formatted as by printf."""

    preston_text_table_print: Callable[..., Any]
    """Prints the table, each line behind `indent` spaces.
    Returns PRESTON_ERROR_MEMORY when a cell could not be kept; nothing is printed then.
    """

    preston_text_table_free: Callable[..., Any]
    """Frees the table; NULL is fine."""

    preston_scenario_report_options_init: Callable[..., Any]
    """Fills in the defaults."""

    preston_report_scenario_text: Callable[..., Any]
    """Prints what a scenario brings about, for people who decide: the answer in the last year and as
    present value, gross beside net, here beside elsewhere and the nation, with what must be read
    beside it; then measures (each one's Shapley value, and what it rests on), years, what could be
    placed, the premium that breaks even, who gains and who loses, Type I beside Type II, before and
    after, conservation and certificates. *Here* is the first area of the scenario.

    options: NULL for the defaults.
    stream: written to once, at the end: on failure nothing was.
    Returns PRESTON_ERROR_VALUE when a projection of the band is of another baseline in years,
    accounts, areas or measures; PRESTON_ERROR_FILE; PRESTON_ERROR_MEMORY. O(years × P n),
    and a transposed solve for each break-even premium that the projection does not hold.
    """

    preston_report_scenario_csv: Callable[..., Any]
    """Writes all numbers of a scenario as one tidy CSV file, with the header
    `scenario,kind,measure,year,area,sector,account,closure,statistic,value`: docs/files.md says
    which kinds there are. The scenario is named by its title. Statuses as above.
    """

    preston_report_scenarios_compare_text: Callable[..., Any]
    """Prints several scenarios of one baseline side by side: the first, and by how much the others
    differ from it.
    count: at least one. names: that many, one each.
    Returns as preston_projection_same_baseline(), with the names; PRESTON_ERROR_ARGUMENT for no
    scenario or two of one name; PRESTON_ERROR_FILE; PRESTON_ERROR_MEMORY.
    """

    preston_report_scenarios_compare_csv: Callable[..., Any]
    """The same as tidy CSV: the rows of preston_report_scenario_csv() for each, and rows of the kind
    `difference`, against the first. Statuses as above.
    """
