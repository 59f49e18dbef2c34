"""The declarations against the compiler's and the library's own."""

from __future__ import annotations

import ctypes
import subprocess
import sys
from enum import IntEnum
from typing import Any

import pytest
from conftest import SOURCE

from preston import _interface as interface
from preston import _library

STRUCTS = [
    each
    for each in vars(interface).values()
    if isinstance(each, type) and issubclass(each, ctypes.Structure) and hasattr(each, "_fields_")
]
ENUMS = [
    each
    for each in vars(interface).values()
    if isinstance(each, type) and issubclass(each, IntEnum) and each is not IntEnum
]
NUMBERS = {
    name: value
    for name, value in vars(interface).items()
    if name.startswith("PRESTON_") and isinstance(value, (int, float))
}


def test_generated__is_what_the_headers_say() -> None:
    pytest.importorskip("pycparser")
    program = SOURCE / "lib" / "python" / "generate.py"
    done = subprocess.run([sys.executable, str(program), "--check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def exported() -> set[str]:
    command = ["nm", "-D", "--defined-only", _library.path]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    return {name for name in (line.split()[-1] for line in lines) if name.startswith("preston_")}


def test_functions__are_those_exported_both_ways() -> None:
    assert set(interface.DECLARATIONS) == exported()


def test_functions__are_those_of_the_list() -> None:
    listed = (SOURCE / "tests" / "house" / "symbols.txt").read_text().split()
    assert sorted(interface.DECLARATIONS) == sorted(listed)


def asked_of_the_compiler() -> list[tuple[str, Any]]:
    """C expressions, and what Python says of each."""
    asked: list[tuple[str, Any]] = []
    for struct in STRUCTS:
        name = struct.__name__
        asked.append((f"sizeof({name})", ctypes.sizeof(struct)))
        for field, *_ in struct._fields_:
            place = getattr(struct, field)
            asked.append((f"offsetof({name}, {field})", place.offset))
            asked.append((f"sizeof((({name} *)0)->{field})", place.size))
    for enum in ENUMS:
        asked.append((f"sizeof({enum.__name__})", ctypes.sizeof(ctypes.c_int)))
        asked += [(each.name, each.value) for each in enum]
    return asked + list(NUMBERS.items())


def test_layouts__are_the_compilers(tmp_path: Any) -> None:
    asked = asked_of_the_compiler()
    assert len(STRUCTS) > 20 and len(ENUMS) > 8
    lines = [f'    printf("%.17g\\n", (double)({expression}));' for expression, _ in asked]
    program = tmp_path / "layouts.c"
    headers = {each.name for each in (SOURCE / "include" / "preston").glob("*.h")}
    includes = [f"#include <preston/{name}>" for name in sorted(headers - {"gsl.h", "petsc.h"})]
    includes += ["#include <stddef.h>", "#include <stdio.h>"]
    text = "\n".join([*includes, "int main(void)", "{", *lines, "    return 0;", "}", ""])
    program.write_text(text)
    binary = str(tmp_path / "layouts")
    subprocess.run(["cc", f"-I{SOURCE}/include", str(program), "-o", binary], check=True)
    told = subprocess.run([binary], capture_output=True, text=True, check=True).stdout.split()
    compilers = {expression: float(value) for (expression, _), value in zip(asked, told)}
    assert compilers == {expression: float(value) for expression, value in asked}


def test_texts__are_there_for_all() -> None:
    """Every struct and enum that the headers explain is explained in Python."""
    silent = [each.__name__ for each in (*STRUCTS, *ENUMS) if each.__doc__ == each.__name__]
    assert silent == []
    assert "default 1e-9" in (interface.preston_solver_options.__doc__ or "")
