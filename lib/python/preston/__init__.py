"""libpreston for Python: what a public buyer's spending does, here and elsewhere.

Arrays are numpy's, of float64, in any memory order, and are never copied in silence. What goes wrong
is a preston.PrestonError. The global lock is released while the library works.
"""

from __future__ import annotations

from . import _library, ensemble, errors, examples, matrix, plot, readers, report
from ._interface import preston_status as Status
from .errors import (
    AccuracyError,
    ArgumentError,
    FileError,
    FormatError,
    LabelError,
    MissingData,
    OutOfMemory,
    PrestonError,
    ShapeError,
    SingularSystem,
    Stopped,
    TableError,
    UnproductiveEconomy,
    ValueRefused,
)
from .economy import Economy
from .impact import Impact
from .ledger import LM3, Concordance, Ledger, Retention, Survey, lm3_from_rounds, model_lm3
from .matrix import Certificate, Operator, Solver
from .model import Demand, Model
from .multiregional import Multiregional
from .places import DistanceList, OwnTables, Places, curve_order
from .projection import Comparison, MeasureState, Projection
from .scenario import Scenario, ScenarioInputs
from .statements import (
    Additionality,
    Lever,
    Measure,
    Population,
    break_even_premium,
    path_value,
)
from .supplier_types import SupplierTypes
from .table import Table
from .trade import TradeShares, flegg_lambda, location_quotients

__all__ = [
    "AccuracyError",
    "Additionality",
    "ArgumentError",
    "Certificate",
    "Comparison",
    "Concordance",
    "Demand",
    "DistanceList",
    "Economy",
    "FileError",
    "FormatError",
    "Impact",
    "LM3",
    "LabelError",
    "Ledger",
    "Lever",
    "Measure",
    "MeasureState",
    "MissingData",
    "Model",
    "Multiregional",
    "Operator",
    "OutOfMemory",
    "OwnTables",
    "Places",
    "Population",
    "PrestonError",
    "Projection",
    "Retention",
    "Scenario",
    "ScenarioInputs",
    "ShapeError",
    "SingularSystem",
    "Solver",
    "Status",
    "Stopped",
    "SupplierTypes",
    "Survey",
    "Table",
    "TableError",
    "TradeShares",
    "UnproductiveEconomy",
    "ValueRefused",
    "break_even_premium",
    "curve_order",
    "ensemble",
    "errors",
    "examples",
    "flegg_lambda",
    "lm3_from_rounds",
    "location_quotients",
    "matrix",
    "model_lm3",
    "path_value",
    "plot",
    "readers",
    "report",
    "version",
]


def version() -> str:
    """The version of the library that is running, for example "0.1.0"."""
    text: bytes = _library.library.preston_version()
    return text.decode()
