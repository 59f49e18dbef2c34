"""The texts of the public headers: which Doxygen comment belongs to which declaration."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable
from pathlib import Path

COMMENT = re.compile(r"/\*\*(?!<)(.*?)\*/\s*", re.DOTALL)
STRUCT = re.compile(r"typedef (?:struct|enum) (\w+) \{(.*?)\n?\} \w+;", re.DOTALL)
NAMELESS = re.compile(r"^enum \{(.*?)\n?\};", re.DOTALL | re.MULTILINE)
# What a comment can stand before, each with its name.
DECLARED = re.compile(
    r"(?:PRESTON_API[^;(]*?\b(?P<function>preston_\w+)\s*\("
    r"|typedef (?:struct|enum) (?P<type>\w+)"
    r"|typedef [^;{]*?\b(?P<callback>preston_\w+_function)\s*\()"
)
# A member, and the comment behind it, which may begin on the next line.
MEMBER = re.compile(r"(\w+)(?:\[\w+\])?\s*(?:=\s*-?\w+)?\s*[;,]?\s*/\*\*<(.*?)\*/", re.DOTALL)


def plain(comment: str) -> str:
    """The text of a comment without its stars, Doxygen's commands in words."""
    text = "\n".join(re.sub(r"^\s*\* ?", "", line) for line in comment.splitlines())
    text = textwrap.dedent(text).strip()
    text = re.sub(r"[#](?=PRESTON_|preston_)|(?<!\w)::(?=preston_)", "", text)
    text = re.sub(r"@param (\w+(?:, \w+)*) ", r"\1: ", text)
    text = text.replace("@return", "Returns").replace("\\", "\\\\").replace('"""', "'''")
    return re.sub(r"\n +", "\n", re.sub(r"[ \t]+\n", "\n", text))


class Texts:
    """The comments of all headers by the name of what they are about."""

    def __init__(self, paths: Iterable[Path]) -> None:
        self.by_name: dict[str, str] = {}
        self.by_member: dict[tuple[str, str], str] = {}
        for path in paths:
            self.read(path.read_text(encoding="utf-8"))

    def read(self, text: str) -> None:
        for comment in COMMENT.finditer(text):
            declared = DECLARED.match(text, comment.end())
            if declared:
                self.by_name[str(declared[declared.lastgroup or 0])] = plain(comment[1])
        for struct in STRUCT.finditer(text):
            for member in MEMBER.finditer(struct[2]):
                self.by_member[struct[1], member[1]] = plain(member[2])
        for enum in NAMELESS.finditer(text):
            for member in MEMBER.finditer(enum[1]):
                self.by_name[member[1]] = plain(member[2])

    def of(self, name: str) -> str:
        return self.by_name.get(name, "")

    def of_member(self, owner: str, name: str) -> str:
        return self.by_member.get((owner, name), "")


def as_docstring(text: str, indent: str) -> list[str]:
    """A docstring, in lines."""
    first, *rest = text.splitlines()
    if text.endswith('"'):
        text += " "
    if not rest:
        return [f'{indent}"""{text}"""']
    return [f'{indent}"""{first}', *((indent + each).rstrip() for each in rest), f'{indent}"""']


def as_comment(text: str, indent: str) -> list[str]:
    """A comment, in lines."""
    return [f"{indent}# {each}".rstrip() for each in text.splitlines()]
