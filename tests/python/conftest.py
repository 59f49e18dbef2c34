"""The tests of the Python package: of the one that is installed, or else of this clone's.

A wrong mirror of the C declarations is a crash or a wrong number anywhere: so test_interface.py runs
first, and when it fails nothing else runs.
"""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

SOURCE = Path(__file__).resolve().parents[2]

if importlib.util.find_spec("preston") is None:
    sys.path.insert(0, str(SOURCE / "lib" / "python"))
    os.environ.setdefault("PRESTON_LIBRARY", str(SOURCE / "build" / "libpreston.so"))


def pytest_collection_modifyitems(items: list[Any]) -> None:
    items.sort(key=lambda item: item.path.name != "test_interface.py")


def pytest_runtest_logreport(report: Any) -> None:
    if report.failed and "test_interface.py" in report.nodeid:
        print(report.longreprtext)
        pytest.exit("the Python declarations are not those of the library: nothing else can be tested", 1)


@pytest.fixture
def textbook() -> Any:
    """Coefficients of Miller and Blair (2009), ch. 2: two sectors, and their answer in the book."""
    return np.array([[0.15, 0.25], [0.20, 0.05]])


@pytest.fixture
def economy() -> Any:
    """Coefficients of 40 sectors, columns summing to 0.3 to 0.7."""
    random = np.random.default_rng(2026)
    cells = random.random((40, 40))
    return cells / cells.sum(axis=0) * random.uniform(0.3, 0.7, 40)
