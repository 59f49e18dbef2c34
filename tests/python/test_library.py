"""Which library is taken, and what is said when it does not fit."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import preston
from preston import _library


def import_with(**environment: str) -> subprocess.CompletedProcess[str]:
    """Imports the package anew, with other variables."""
    package = str(Path(preston.__file__).parents[1])
    return subprocess.run(
        [sys.executable, "-c", "import preston; print(preston.version(), preston._library.path)"],
        env={**os.environ, "PYTHONPATH": package, **environment},
        capture_output=True,
        text=True,
    )


def compiled(tmp_path: Any, text: str) -> str:
    source, library = tmp_path / "other.c", tmp_path / "other.so"
    source.write_text(text)
    subprocess.run(["cc", "-shared", "-fPIC", str(source), "-o", str(library)], check=True)
    return str(library)


def test_version__is_the_headers() -> None:
    assert preston.version().startswith(_library.WRITTEN_FOR + ".")


def test_library__that_is_named_is_taken() -> None:
    done = import_with(PRESTON_LIBRARY=_library.path)
    assert done.stdout.split() == [preston.version(), _library.path]


def test_library__that_is_named_and_not_there() -> None:
    done = import_with(PRESTON_LIBRARY="/nowhere/libpreston.so")
    assert "ImportError: PRESTON_LIBRARY: /nowhere/libpreston.so cannot be loaded" in done.stderr
    assert "or unset the variable" in done.stderr


def test_library__of_another_minor_is_refused(tmp_path: Any) -> None:
    other = compiled(tmp_path, 'const char *preston_version(void) { return "0.999.0"; }')
    done = import_with(PRESTON_LIBRARY=other)
    assert f"is libpreston 0.999.0, and this package was written for {_library.WRITTEN_FOR}" in done.stderr


def test_library__that_is_another_is_refused(tmp_path: Any) -> None:
    done = import_with(PRESTON_LIBRARY=compiled(tmp_path, "int something;"))
    assert "is not libpreston: it has no preston_version()" in done.stderr


def test_library__without_a_function_is_refused(tmp_path: Any) -> None:
    text = f'const char *preston_version(void) {{ return "{preston.version()}"; }}'
    done = import_with(PRESTON_LIBRARY=compiled(tmp_path, text))
    assert "others: it is older than this package: build it again" in done.stderr
