"""Official files, as people download them, read as tables of this package.

What is read can be written as the project's own folder: `read_ons(…).write("uk")`. Nothing is dropped
in silence: a label that a reader does not know is an error, or is said in its docstring.
"""

from __future__ import annotations

from .intercountry import read_figaro, read_oecd_icio
from .national import read_ons, read_scottish

__all__ = ["read_figaro", "read_oecd_icio", "read_ons", "read_scottish"]
