"""Objects of the library as Python objects.

The pointer owns: a subclass of the C pointer type whose `__del__` frees the object, and which keeps what
the object refers to. Handles, arrays on the object's memory and objects that were made of it hold the
pointer, and so does a call while it runs, whatever another thread closes in the meantime.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

from . import _interface as interface
from ._callbacks import Callback, call_with
from ._library import library
from .errors import call

H = TypeVar("H", bound="Handle")


def _free_at_end(free: Callable[[Any], None]) -> Callable[[Any], None]:
    def delete(pointer: Any) -> None:
        if pointer and pointer.owns:
            free(pointer)

    return delete


def _owning(struct: str) -> Any:
    """The owning pointer type of an opaque struct, freed by its `_free` function."""
    kind = getattr(interface, struct)
    members = {
        "_type_": kind,
        "__del__": _free_at_end(getattr(library, f"{struct}_free")),
        "owns": True,
        "keeps": (),
        "callbacks": (),
    }
    return type(struct, (ctypes.POINTER(kind),), members)


class Handle:
    """An object of the library.

    A class of them names its struct: `class Table(Handle, struct="preston_table")`. It is made by
    `_make` (from a function with an `out_` argument) or `_borrow` (from an accessor).
    """

    _pointer_type: ClassVar[Any]
    _pointer: Any

    def __init_subclass__(cls, struct: str | None = None, **others: Any) -> None:
        super().__init_subclass__(**others)
        if struct is not None:
            cls._pointer_type = _owning(struct)

    # --- making ---

    @classmethod
    def _make(
        cls: type[H], function: Callable[..., Any], *arguments: Any, keeps: tuple[Any, ...] = ()
    ) -> H:
        """Calls a function whose last two arguments are the object's `out_` and the error.

        Args:
            keeps: what must live as long as the object: handles, arrays, callbacks, options.
        """
        self = cls.__new__(cls)
        self._open(function, *arguments, keeps=keeps)
        return self

    def _open(
        self, function: Callable[..., Any], *arguments: Any, keeps: tuple[Any, ...] = ()
    ) -> None:
        """The same for `__init__`, of an object that is there already."""
        pointer = self._pointer_type()
        pointer.keeps = tuple(each._pointer if isinstance(each, Handle) else each for each in keeps)
        pointer.callbacks = callbacks_of(pointer.keeps)
        if pointer.callbacks:
            call_with(pointer.callbacks, function, *arguments, ctypes.byref(pointer))
        else:
            call(function, *arguments, ctypes.byref(pointer))
        self._pointer = pointer

    @classmethod
    def _borrow(cls: type[H], pointer: Any, owner: Handle) -> H:
        """An object inside another one, which frees it."""
        self = cls.__new__(cls)
        self._pointer = cls._pointer_type()
        self._pointer.contents = pointer.contents  # ctypes.cast() would leave a cycle of references
        self._pointer.owns = False
        self._pointer.keeps = (owner.pointer,)
        self._pointer.callbacks = owner.pointer.callbacks
        return self

    @classmethod
    def _adopt(cls: type[H], pointer: Any, keeps: tuple[Any, ...] = ()) -> H:
        """An object that is ours to free, given in an array of them."""
        self = cls.__new__(cls)
        self._pointer = ctypes.cast(pointer, cls._pointer_type)
        self._pointer.keeps = tuple(each._pointer if isinstance(each, Handle) else each for each in keeps)
        self._pointer.callbacks = callbacks_of(self._pointer.keeps)
        return self

    # --- using ---

    @property
    def pointer(self) -> Any:
        """What the library's functions take. Whoever holds it keeps the object alive."""
        if self._pointer is None:
            raise ValueError(f"this {type(self).__name__} is closed")
        return self._pointer

    def _call(self, function: Callable[..., Any], *arguments: Any, keeps: tuple[Any, ...] = ()) -> None:
        """Calls a function with this object first and the error last.

        Args:
            keeps: objects whose callbacks this call can run, beside those of the object itself.
        """
        pointer = self.pointer
        callbacks = pointer.callbacks
        if keeps:
            callbacks = (*callbacks, *callbacks_of(keeps))
        if callbacks:
            call_with(callbacks, function, pointer, *arguments)
        else:
            call(function, pointer, *arguments)

    # --- ending ---

    def close(self) -> None:
        """Lets go of the object. It is freed when nothing that was made of it is left."""
        self._pointer = None

    def __enter__(self: H) -> H:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __repr__(self) -> str:
        name = type(self).__name__
        return f"<{name}, closed>" if self._pointer is None else f"<{name}{self._facts()}>"

    def _facts(self) -> str:
        """What repr() tells beside the class, such as ': 105 sectors'."""
        return ""

    def __reduce__(self) -> Any:
        raise TypeError(f"a {type(self).__name__} is memory of this process: it cannot be pickled")


def callbacks_of(kept: tuple[Any, ...]) -> tuple[Callback, ...]:
    """The callbacks in what is kept, and in what that keeps."""
    found: list[Callback] = []
    for each in kept:
        if isinstance(each, Callback):
            found.append(each)
        elif isinstance(each, Handle):
            found.extend(each.pointer.callbacks)
        else:
            found.extend(getattr(each, "callbacks", ()))
    return tuple(found)
