"""Every public function of the upper floors is reached by a method of the package."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import preston

SOURCE = Path(__file__).resolve().parents[2]
PACKAGE = Path(preston.__file__).parent
NAME = re.compile(r"PRESTON_API[^;(]*?\b(preston_\w+)\s*\(", re.DOTALL)

# Handles free their objects, keywords are filled by init functions, both by the struct's name;
# these are reached otherwise, or need not be.
EXCEPTIONS = {
    "preston_projection_scenario": "Projection.scenario is the object that it was made of",
    "preston_projection_model": "Projection.model is the object that it was made of",
}


@pytest.mark.parametrize("header", ["scenario", "ensemble", "report"])
def test_every_function__is_called_somewhere(header: str) -> None:
    text = (SOURCE / "include" / "preston" / f"{header}.h").read_text(encoding="utf-8")
    declared = set(NAME.findall(text))
    assert len(declared) >= 2
    code = "".join(path.read_text(encoding="utf-8") for path in PACKAGE.glob("*.py")
                   if path.name != "_interface.py")  # fmt: skip
    called = set(re.findall(r"library\.(preston_\w+)", code))
    called |= {f"{each}_free" for each in re.findall(r'struct="(preston_\w+)"', code)}
    called |= {f"{each}_init" for each in re.findall(r"interface\.(preston_\w+)", code)}
    assert sorted(declared - called - set(EXCEPTIONS)) == []
