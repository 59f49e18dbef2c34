"""Every public function above the matrix floor is reached from a Python method."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2]
PACKAGE = SOURCE / "lib" / "python" / "preston"
HEADERS = ("table", "economy", "model", "ledger", "scenario", "ensemble", "report")

# Not called by name, each for a reason.
EXCEPTIONS: dict[str, str] = {
    "preston_projection_scenario": "Projection.scenario is the object that it was made of",
    "preston_projection_model": "Projection.model is the object that it was made of",
}


def declared(header: str) -> set[str]:
    text = (SOURCE / "include" / "preston" / f"{header}.h").read_text(encoding="utf-8")
    code = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return {name for api in code.split("PRESTON_API")[1:]
            for name in re.findall(r"\b(preston_\w+)\s*\(", api.split(";")[0])[:1]}  # fmt: skip


def reached() -> set[str]:
    """What the package calls by name, frees by a handle, or starts options with."""
    text = "\n".join(
        path.read_text(encoding="utf-8")
        for path in PACKAGE.rglob("*.py")
        if path.name != "_interface.py"
    )
    called = set(re.findall(r"\blibrary\.(preston_\w+)", text))
    freed = {f"{name}_free" for name in re.findall(r'struct="(preston_\w+)"', text)}
    filled = {f"{name}_init" for name in re.findall(r"interface\.(preston_\w+)", text)}
    return called | freed | filled


@pytest.mark.parametrize("header", HEADERS)
def test_reach__every_function(header: str) -> None:
    functions = declared(header)
    assert functions, "the header is not read as it should be"
    missing = functions - reached() - set(EXCEPTIONS)
    assert not missing, f"no Python method reaches {', '.join(sorted(missing))}"


def test_reach__exceptions_are_still_needed() -> None:
    everything = set().union(*(declared(header) for header in HEADERS))
    assert set(EXCEPTIONS) <= everything - reached()
