"""Writes preston/_interface.py: every declaration of the public headers, for ctypes.

    build/python/bin/python lib/python/generate.py            # write it
    build/python/bin/python lib/python/generate.py --check    # is it what the headers say?

The headers are the one source: preprocessed by the C compiler, read by pycparser, so that a struct, an
enum or an argument cannot differ between C and Python. `gsl.h` and `petsc.h` are for C callers alone.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from pycparser import c_ast, c_parser
from pycparser.c_generator import CGenerator

import headers

SOURCE = Path(__file__).resolve().parents[2]
TARGET = Path(__file__).resolve().parent / "preston" / "_interface.py"
FOR_C_ALONE = {"gsl.h", "petsc.h", "preston.h"}

# pycparser knows no compiler's extensions, so the system's own headers are replaced by what the
# interface uses of them.
SYSTEM_HEADERS = {
    "stddef.h": "typedef unsigned long size_t;\n#define NULL ((void *)0)\n",
    "stdint.h": "typedef int int32_t; typedef long int64_t; typedef unsigned long uint64_t;\n",
    "stdio.h": "typedef struct FILE FILE;\n",
}

PLAIN_TYPES = {
    "void": "None",
    "char": "ctypes.c_char",
    "int": "ctypes.c_int",
    "double": "ctypes.c_double",
    "float": "ctypes.c_float",
    "size_t": "ctypes.c_size_t",
    "int32_t": "ctypes.c_int32",
    "int64_t": "ctypes.c_int64",
    "uint64_t": "ctypes.c_uint64",
    "unsigned int": "ctypes.c_uint",
}

VIEWS = {"preston_view", "preston_const_view"}

PREFACE = '''"""Every declaration of libpreston's public headers. Written by lib/python/generate.py: do not edit.

The texts are those of the headers, where `NULL` is `None`.
"""

# fmt: off
# ruff: noqa: E501
from __future__ import annotations

import ctypes
from collections.abc import Callable
from enum import IntEnum
from typing import Any, ClassVar

'''


def preprocess(text: str, *flags: str) -> str:
    """What the compiler's preprocessor makes of the text, with our system headers."""
    with tempfile.TemporaryDirectory() as folder:
        for name, content in SYSTEM_HEADERS.items():
            Path(folder, name).write_text(content)
        command = [os.environ.get("CC", "cc"), "-E", *flags, "-nostdinc", "-undef", "-I", folder]
        command += ["-I", str(SOURCE / "include"), "-D__attribute__(x)=", "-"]
        done = subprocess.run(command, input=text, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"generate: the preprocessor fails: {done.stderr}")
    return done.stdout


def numbered(node: Any) -> list[tuple[str, int]]:
    """The names of an enum with their values."""
    found = []
    value = -1
    for each in node.values.enumerators:
        value = value + 1 if each.value is None else int(CGenerator().visit(each.value), 0)
        found.append((each.name, value))
    return found


class Writer:
    """Turns the declarations into Python, in their order."""

    def __init__(self, texts: headers.Texts) -> None:
        self.texts = texts
        self.enums: set[str] = set()
        self.opaque: set[str] = set()
        self.structs: dict[str, list[tuple[str, str]]] = {}
        self.callbacks: dict[str, str] = {}
        self.functions: list[tuple[str, str, list[str]]] = []
        self.lines: list[str] = []

    # --- types ---

    def name_of(self, node: Any) -> str:
        """The name of a declared type that is no pointer."""
        if isinstance(node, c_ast.TypeDecl):
            return self.name_of(node.type)
        if isinstance(node, c_ast.IdentifierType):
            return " ".join(node.names)
        return str(node.name)

    def type_of(self, node: Any) -> str:
        """A C type as a ctypes expression."""
        if isinstance(node, c_ast.ArrayDecl):
            return f"{self.type_of(node.type)} * {node.dim.value}"
        if isinstance(node, c_ast.PtrDecl):
            return self.pointer_to(node.type)
        name = self.name_of(node)
        if name in self.enums:
            return "ctypes.c_int"
        if name in self.structs or name in self.opaque or name in self.callbacks:
            return name
        return PLAIN_TYPES[name]

    def pointer_to(self, node: Any) -> str:
        """A pointer; text and untyped memory have types of their own, and files are untyped."""
        if isinstance(node, c_ast.TypeDecl):
            name = self.name_of(node)
            if name in self.callbacks:
                return name
            if name in ("void", "FILE"):
                return "ctypes.c_void_p"
            if name == "char":
                return "ctypes.c_char_p"
        return f"ctypes.POINTER({self.type_of(node)})"

    # --- declarations ---

    def add(self, node: Any) -> None:
        """Adds one declaration; functions defined in the header are for C."""
        if isinstance(node, c_ast.FuncDef):
            return
        if isinstance(node, c_ast.Typedef):
            self.add_type(node)
        elif isinstance(node, c_ast.Decl) and isinstance(node.type, c_ast.FuncDecl):
            result, arguments = self.signature(node.type)
            self.functions.append((node.name, result, arguments))
        elif isinstance(node.type, c_ast.Struct) and node.name is None:
            self.add_opaque(node.type.name)  # announced before its typedef
        elif isinstance(node.type, c_ast.Enum) and node.name is None:
            self.add_numbers(node.type)
        else:
            raise SystemExit(f"generate: {node}: a declaration of no known form")

    def add_type(self, node: Any) -> None:
        if isinstance(node.type, c_ast.FuncDecl):
            self.add_callback(node)
            return
        inner = node.type.type
        if isinstance(inner, c_ast.Enum):
            self.add_enum(node.name, inner)
        elif isinstance(inner, c_ast.Struct) and inner.decls is None:
            if node.name != "FILE" and node.name not in self.opaque:
                self.add_opaque(node.name)
        elif isinstance(inner, c_ast.Struct):
            self.add_struct(node.name, inner)

    def document(self, name: str, members: list[str]) -> None:
        """The docstring of a type: its text and those of its members."""
        described = [(each, self.texts.of_member(name, each)) for each in members]
        listed = [f"{each}: {text}".replace("\n", "\n    ") for each, text in described if text]
        text = self.texts.of(name) + ("\n\n" if listed else "") + "\n".join(listed)
        self.lines += headers.as_docstring(text.strip() or name, "    ")

    def add_enum(self, name: str, node: Any) -> None:
        self.enums.add(name)
        self.lines += ["", "", f"class {name}(IntEnum):"]
        self.document(name, [each for each, _ in numbered(node)])
        self.lines += ["", *(f"    {each} = {value}" for each, value in numbered(node))]

    def add_numbers(self, node: Any) -> None:
        """An enum without a name: constants."""
        self.lines += ["", ""]
        for each, value in numbered(node):
            self.lines += headers.as_comment(self.texts.of(each), "")
            self.lines.append(f"{each} = {value}")

    def add_opaque(self, name: str) -> None:
        self.opaque.add(name)
        self.lines += ["", "", f"class {name}(ctypes.Structure):"]
        self.document(name, [])

    def add_struct(self, name: str, node: Any) -> None:
        fields = [(each.name, self.type_of(each.type)) for each in node.decls]
        if name in VIEWS:  # an address, which numpy gives quicker than a typed pointer
            fields[0] = ("data", "ctypes.c_void_p")
        self.structs[name] = fields
        self.lines += ["", "", f"class {name}(ctypes.Structure):"]
        self.document(name, [field for field, _ in fields])
        self.lines += ["", "    _fields_ = ["]
        self.lines += [f'        ("{field}", {kind}),' for field, kind in fields]
        self.lines += ["    ]", *self.enum_fields(node)]

    def enum_fields(self, node: Any) -> list[str]:
        """Which fields hold an enum, so that keywords can be given by name."""
        found = [
            (each.name, self.name_of(each.type))
            for each in node.decls
            if isinstance(each.type, c_ast.TypeDecl) and self.name_of(each.type) in self.enums
        ]
        if not found:
            return []
        pairs = ", ".join(f'"{field}": {enum}' for field, enum in found)
        return [f"    enums: ClassVar[dict[str, type[IntEnum]]] = {{{pairs}}}"]

    def add_callback(self, node: Any) -> None:
        """A callback is always given as a pointer; `void *` arguments arrive as integers or None."""
        result, arguments = self.signature(node.type)
        self.callbacks[node.name] = result
        kinds = ", ".join([result, *arguments])
        self.lines += ["", "", *headers.as_comment(self.texts.of(node.name), "")]
        self.lines.append(f"{node.name} = ctypes.CFUNCTYPE({kinds})")

    def signature(self, node: Any) -> tuple[str, list[str]]:
        parameters = node.args.params if node.args else []
        kinds = [
            self.type_of(each.type)
            for each in parameters
            if not isinstance(each, c_ast.EllipsisParam)
        ]
        return self.type_of(node.type), [] if kinds == ["None"] else kinds

    # --- the file ---

    def finish(self, constants: dict[str, str]) -> str:
        lines = [f"{name} = {value}" for name, value in constants.items()] + self.lines
        lines += ["", "", "# name: (what it returns, its arguments)"]
        lines.append("DECLARATIONS: dict[str, tuple[Any, tuple[Any, ...]]] = {")
        for name, result, arguments in self.functions:
            listed = "".join(f"{each}, " for each in arguments).rstrip()
            lines.append(f'    "{name}": ({result}, ({listed})),')
        lines += ["}", "", "", "class Functions:"]
        lines.append('    """The functions of a loaded library, by their names."""')
        for name, _, _ in self.functions:
            lines += ["", f"    {name}: Callable[..., Any]"]
            lines += headers.as_docstring(self.texts.of(name) or name, "    ")
        return PREFACE + "\n".join(lines) + "\n"


def constants_of(names: list[str]) -> dict[str, str]:
    """The numbers and texts that the headers define."""
    text = "".join(f"#include <preston/{name}>\n" for name in names)
    found = {}
    for line in preprocess(text, "-dM").splitlines():
        match = re.fullmatch(r'#define (PRESTON_\w+) (-?[\d.e+-]+|".*")', line)
        if match:
            found[match[1]] = match[2]
    return dict(sorted(found.items()))


def generate() -> str:
    """The text of _interface.py."""
    folder = SOURCE / "include" / "preston"
    names = sorted(each.name for each in folder.glob("*.h") if each.name not in FOR_C_ALONE)
    writer = Writer(headers.Texts(folder / name for name in names))
    includes = "".join(f"#include <preston/{name}>\n" for name in names)
    for node in c_parser.CParser().parse(preprocess(includes, "-P")).ext:
        writer.add(node)
    return writer.finish(constants_of(names))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    arguments = parser.parse_args()
    text = generate()
    if not arguments.check:
        TARGET.write_text(text, encoding="utf-8")
        return 0
    if TARGET.read_text(encoding="utf-8") == text:
        return 0
    print(f"{TARGET} is not what the headers say: run lib/python/generate.py", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
