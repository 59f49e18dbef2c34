"""The guides of docs/, run: each file is one program, its ```python blocks one after the other."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
BLOCK = re.compile(r"^```python\n(.*?)^```$", re.DOTALL | re.MULTILINE)
GUIDES = {"guide-your-town.md": 4, "guide-researchers.md": 5, "python.md": 1}


@pytest.mark.parametrize("name", GUIDES)
def test_guide__runs(name: str, tmp_path: Path, monkeypatch: Any) -> None:
    pytest.importorskip("pandas")
    pytest.importorskip("matplotlib").use("Agg")
    monkeypatch.chdir(tmp_path)
    text = (DOCS / name).read_text(encoding="utf-8")
    blocks = list(BLOCK.finditer(text))
    assert len(blocks) >= GUIDES[name]
    names: dict[str, Any] = {}
    for block in blocks:
        # Lines before it are kept as empty ones: a failure then names the line of the page.
        above = text[: block.start(1)].count("\n")
        exec(compile("\n" * above + block[1], str(DOCS / name), "exec"), names)
