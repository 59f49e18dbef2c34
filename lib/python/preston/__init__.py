"""libpreston for Python: what a public buyer's spending does, here and elsewhere.

Arrays are numpy's, of float64, in any memory order, and are never copied in silence. What goes wrong
is a preston.PrestonError. The global lock is released while the library works.
"""

from __future__ import annotations

from ._library import library as _library


def version() -> str:
    """The version of the library that is running, for example "0.1.0"."""
    text: bytes = _library.preston_version()
    return text.decode()
