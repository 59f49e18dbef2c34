"""Python functions that the library calls, the exceptions they raise, and Ctrl-C.

An exception cannot pass through C. It is kept instead, the library is told to stop, and the exception
goes on where the call returns. Ctrl-C is such an exception: while one of these calls runs, the signal's
handler only takes note, so that it cannot be lost between C and Python.
"""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Sequence
from types import FrameType
from typing import Any, TypeAlias

from ._interface import preston_progress_function
from .errors import PrestonError, call

Progress: TypeAlias = Callable[[int, int], object] | bool | None
"""Called with how much is done and of how much: whatever it returns that is true stops the work.
True shows a bar of tqdm, where that is installed."""


class Callback:
    """A Python function as a C one. Keep it as long as the library may call it.

    Args:
        kind: the CFUNCTYPE of the interface.
        function: called with the arguments of C, its answer is returned.
        stopped: called instead once something was raised: what tells the library to stop.
    """

    def __init__(
        self, kind: Any, function: Callable[..., Any], stopped: Callable[..., Any]
    ) -> None:
        # No reference to self in what C calls: it is then freed without the garbage collector.
        pending: list[BaseException] = []

        def enter(*arguments: Any) -> Any:
            if not pending:
                try:
                    return function(*arguments)
                except BaseException as raised:  # also KeyboardInterrupt: raised again by call_with()
                    pending.append(raised)
            return stopped(*arguments)

        self.pending = pending
        self.pointer = kind(enter)


class _Interrupt(BaseException):
    """Put into callbacks by Ctrl-C; never leaves this module."""


def _raise_pending(callbacks: Sequence[Callback]) -> None:
    for callback in callbacks:
        if callback.pending and not isinstance(callback.pending[0], _Interrupt):
            raise callback.pending[0]


class _Signals:
    """Takes note of Ctrl-C while a call runs. Only the main thread gets it, so only there."""

    def __init__(self, callbacks: Sequence[Callback]) -> None:
        self.callbacks = callbacks
        self.received: tuple[int, FrameType | None] | None = None
        self.previous: Any = None

    def note(self, number: int, frame: FrameType | None) -> None:
        self.received = number, frame
        for callback in self.callbacks:
            callback.pending.append(_Interrupt())

    def __enter__(self) -> _Signals:
        if threading.current_thread() is threading.main_thread():
            handler = signal.getsignal(signal.SIGINT)
            if callable(handler):  # neither ignored nor the system's own
                self.previous = handler
                signal.signal(signal.SIGINT, self.note)
        return self

    def __exit__(self, *_: object) -> None:
        if self.previous is not None:
            signal.signal(signal.SIGINT, self.previous)

    def pass_on(self) -> None:
        """To whom it was meant: Python's own handler raises KeyboardInterrupt."""
        if self.received is not None and self.previous is not None:
            self.previous(*self.received)


def call_with(
    callbacks: Sequence[Callback], function: Callable[..., Any], *arguments: Any
) -> None:
    """errors.call() of a function that runs these: raises what they raised, instead of its status.

    Two threads that use one object with a callback may each see what the other's call raised.
    """
    signals = _Signals(callbacks)
    refusal = None
    try:
        with signals:
            try:
                call(function, *arguments)
            except PrestonError as raised:  # raised below, if nothing else was the reason
                refusal = raised
        _raise_pending(callbacks)
        signals.pass_on()
        if refusal is not None:
            raise refusal
    finally:
        refusal = None
        for callback in callbacks:
            callback.pending.clear()


def _bar() -> Callable[[int, int], object]:
    """A bar of tqdm; without it, nothing."""
    try:
        from tqdm.auto import tqdm
    except ImportError:
        return lambda done, total: None
    bar = tqdm()

    def show(done: int, total: int) -> None:
        bar.total = total
        bar.update(done - bar.n)
        if done >= total:
            bar.close()

    return show


def progress(function: Progress = None) -> Callback:
    """The progress callback of options. Without a function it is there for Ctrl-C alone."""
    if function is True:
        function = _bar()
    if function is None or function is False:
        return Callback(preston_progress_function, lambda *_: 0, lambda *_: 1)
    chosen: Callable[[int, int], object] = function
    return Callback(
        preston_progress_function,
        lambda _, done, total: 1 if chosen(done, total) else 0,
        lambda *_: 1,
    )
