"""The learner's process: runs the learner's file, and calls in it what the judge asks for.

It knows nothing that has to be kept from the learner, and nothing that it says is a verdict.
"""

from __future__ import annotations

import contextlib
import io
import itertools
import os
import random
import socket
import sys
import traceback
import warnings
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

from lessons.checking.channel import Channel, ClosedError, GarbledError
from lessons.checking.confine import Room, confine
from lessons.checking.messages import (
    MODULE,
    Call,
    CallStage,
    Get,
    Items,
    Load,
    Missing,
    Raised,
    Ready,
    Reply,
    Request,
    Reseed,
    Returned,
    Unsendable,
)
from lessons.checking.values import Handle, Packed, PackingError, pack, unpack

NAME = "solution"
"""What the learner's module is called."""
ANSWERS = "answers"
"""The package that earlier answers are imported from."""
LONGEST_MESSAGE = 4000
_ABSENT = object()

Answer = tuple[Reply, tuple[bytes, ...]]


def serve(end: socket.socket, output: int, room: Room) -> None:
    """Shut the doors, then obey until the judge is gone. Does not return."""
    status = 1
    try:
        layers = confine(end.fileno(), output, room)
        channel: Channel[Request] = Channel(end, Request)
        channel.send(Ready(list(layers)))
        _speak_through_pipe()
        _Learner(channel, room.folder).obey()
    except (ClosedError, GarbledError):
        status = 0
    finally:
        os._exit(status)


def _speak_through_pipe() -> None:
    """Python's own streams, anew: what was there belonged to the process before."""
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115 - as long as the process
    for name, descriptor in (("stdout", 1), ("stderr", 2)):
        raw = open(descriptor, "wb", buffering=0, closefd=False)  # noqa: SIM115
        stream = io.TextIOWrapper(
            raw, encoding="utf-8", errors="backslashreplace", write_through=True
        )
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    warnings.formatwarning = _warned


def _warned(
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    line: str | None = None,  # noqa: ARG001
) -> str:
    """A warning without the path of the file that it comes from, unless it is the learner's."""
    file = Path(filename)
    where = f"{file.name}:{lineno}: " if file.stem == NAME else ""
    return f"{where}{category.__name__}: {message}\n"


class _Learner:
    """The module, and every object that could not travel."""

    def __init__(self, channel: Channel[Request], folder: Path) -> None:
        self._channel = channel
        self._file = folder / f"{NAME}.py"
        self._module = ModuleType(NAME)
        self._stage = ModuleType("stage")
        self._kept: list[object] = [self._module]

    def obey(self) -> None:
        """One request after the other."""
        while True:
            request, arrays = self._channel.receive()
            reply, sent = self._answered(request, arrays)
            for stream in (sys.stdout, sys.stderr):
                with contextlib.suppress(BaseException):
                    stream.flush()
            try:
                self._channel.send(reply, sent)
            except PackingError as problem:
                self._channel.send(Unsendable(str(problem)))

    def _answered(self, request: Request, arrays: tuple[bytes, ...]) -> Answer:
        """Whatever the learner's code does on the way, there is a reply."""
        try:
            result = self._done(request, arrays)
            if result is _ABSENT:
                return Missing(getattr(request, "name", "")), ()
            packed = pack(result, self._keep)
        except PackingError as problem:
            return Unsendable(str(problem)), ()
        except BaseException as error:
            return self._raised(error), ()
        return Returned(packed.tree), packed.arrays

    def _done(self, request: Request, arrays: tuple[bytes, ...]) -> object:
        match request:
            case Load():
                self._load(request)
                return None
            case Reseed(seed):
                _reseed(seed)
                return None
            case Call(handle, name, tree):
                function = getattr(self._kept[handle], name, _ABSENT)
                return self._called(function, (), Packed(tree, arrays))
            case CallStage(name, tree):
                function = getattr(self._stage, name, _ABSENT)
                return self._called(function, (self._module,), Packed(tree, arrays))
            case Get(handle, name):
                return getattr(self._kept[handle], name, _ABSENT)
            case Items(handle, most):
                return list(itertools.islice(self._kept[handle], most))  # type: ignore[call-overload]

    def _load(self, request: Load) -> None:
        self._file.write_text(request.source, encoding="utf-8", newline="")
        self._module.__file__ = str(self._file)
        sys.modules[NAME] = self._module
        _offer(request.answers)
        _run(request.source, str(self._file), self._module)
        if request.stage:
            _run(request.stage, "stage.py", self._stage)

    def _called(self, function: object, first: tuple[object, ...], packed: Packed) -> object:
        if function is _ABSENT:
            return _ABSENT
        positional, named = unpack(packed, self._found)
        return function(*first, *positional, **named)  # type: ignore[operator]

    def _found(self, handle: Handle) -> object:
        return self._kept[handle.number]

    def _keep(self, value: object) -> Handle:
        self._kept.append(value)
        shown = _said(lambda: repr(value))
        return Handle(len(self._kept) - 1, type(value).__name__[:200], shown[:2000])

    def _raised(self, error: BaseException) -> Raised:
        if isinstance(error, MemoryError):
            self._kept[MODULE + 1 :] = [None] * (len(self._kept) - 1)
        message = _said(lambda: str(error))[:LONGEST_MESSAGE]
        frames = traceback.extract_tb(error.__traceback__)
        own = [(f.lineno or 0, f.name[:200]) for f in frames if f.filename == str(self._file)]
        if isinstance(error, SyntaxError) and error.filename == str(self._file):
            own, message = [(error.lineno or 0, "")], str(error.msg)[:LONGEST_MESSAGE]
        # Of a recursion that never ends a few turns are enough.
        own = own[:20] + own[20:][-20:]
        return Raised(
            kinds=[kind.__name__[:200] for kind in type(error).__mro__[:-1]],
            message=message.encode(errors="replace").decode(),
            lines=[line for line, _ in own],
            functions=[name.encode(errors="replace").decode() for _, name in own],
        )


def _run(source: str, path: str, module: ModuleType) -> None:
    try:
        code = compile(source, path, "exec", dont_inherit=True, optimize=0)
    except (MemoryError, RecursionError) as error:  # the parser's own limits
        raise SyntaxError("it is nested too deeply to be read", (path, 1, 0, "")) from error
    exec(code, module.__dict__)


def _offer(answers: tuple[tuple[str, str], ...]) -> None:
    """Make earlier answers importable, as modules of a package."""
    package = ModuleType(ANSWERS)
    package.__path__ = []
    sys.modules[ANSWERS] = package
    for name, source in answers:
        module = ModuleType(f"{ANSWERS}.{name}")
        sys.modules[module.__name__] = module
        _run(source, f"{ANSWERS}/{name}.py", module)
        setattr(package, name, module)


def _said(say: Callable[[], str]) -> str:
    """What an object says of itself, if it can."""
    try:
        return str(say()).encode(errors="replace").decode()
    except BaseException as error:
        return f"(it cannot be shown: {type(error).__name__})"


def _reseed(seed: int) -> None:
    import numpy as np
    import torch

    torch.manual_seed(seed)
    np.random.seed(seed % 2**32)
    random.seed(seed)


def _main(arguments: list[str]) -> None:
    """Entry where a process cannot be forked: `child SOCKET FOLDER SECONDS MEMORY HIDDEN…`."""
    from lessons.checking.begin import begun_alone

    serve(*begun_alone(arguments))


if __name__ == "__main__":
    _main(sys.argv[1:])
