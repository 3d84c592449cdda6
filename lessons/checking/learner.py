"""The learner's code as a `check.py` sees it: calls go out, plain data come back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lessons.checking import explaining
from lessons.checking.channel import GarbledError
from lessons.checking.messages import (
    MODULE,
    Call,
    CallStage,
    Get,
    Items,
    Load,
    Missing,
    Raised,
    Request,
    Reseed,
    Returned,
    Unsendable,
)
from lessons.checking.values import Handle, Packed, PackingError, pack, unpack
from lessons.checking.verdict import Explained, Limit

if TYPE_CHECKING:
    from lessons.checking.custody import Custody
    from lessons.exercises.exercise import Used


class LearnerError(Exception):
    """The learner's code raised. A `check.py` that lets it pass fails with its explanation."""

    def __init__(self, error: Explained, kinds: tuple[str, ...] = ()) -> None:
        super().__init__(error.original)
        self.error = error
        self.kinds = kinds
        """Names of the exception's class and of those it is built on."""


class LimitError(LearnerError):
    """It raised because it wanted too much memory, or too large a file."""

    def __init__(self, error: Explained, limit: Limit) -> None:
        super().__init__(error)
        self.limit: Limit = limit


class NotWrittenError(LearnerError):
    """What is asked for is not there yet."""

    def __init__(self, name: str) -> None:
        super().__init__(Explained(original="", title=f"`{name}` is not written yet"))
        self.name = name


class Remote:
    """An object that stays in the learner's process: a module, a function, a generator.

    `model("forward", x)` calls a method, `function("__call__", x)` the object itself.
    """

    __slots__ = ("_learner", "handle", "kind", "shown")

    def __init__(self, learner: Learner, handle: Handle) -> None:
        self._learner = learner
        self.handle = handle
        self.kind = handle.kind
        """Name of its class, as the learner's process has it."""
        self.shown = handle.shown
        """What it says of itself."""

    def __call__(self, method: str, *arguments: object, **named: object) -> Any:
        """Call one of its methods."""
        return self._learner.ask_call(self.handle.number, method, arguments, named)

    def get(self, name: str) -> Any:
        """One of its attributes."""
        return self._learner.ask(Get(self.handle.number, name))

    def items(self, most: int = 1000) -> list[Any]:
        """What it hands out when it is gone through, up to so many."""
        found: list[Any] = self._learner.ask(Items(self.handle.number, most))
        return found

    def __repr__(self) -> str:
        return self.shown


class Learner:
    """One learner's file, loaded in a process of its own."""

    def __init__(
        self,
        custody: Custody,
        source: str,
        blank: frozenset[str] = frozenset(),
        uses: tuple[Used, ...] = (),
    ) -> None:
        self._custody = custody
        self._source = source
        self._blank = blank
        self._answers = tuple((used.exercise, used.source) for used in uses)

    def call(self, name: str, *arguments: object, **named: object) -> Any:
        """Call a function of the file, or make an object of a class of it.

        What comes back is a number, text, None, a list, tuple, set, dictionary, tensor or array;
        a `Remote` for anything else. Raises LearnerError.
        """
        if name in self._blank:
            raise NotWrittenError(name)
        return self.ask_call(MODULE, name, arguments, named)

    def get(self, name: str) -> Any:
        """A name that the file defines. Raises LearnerError."""
        return self.ask(Get(MODULE, name))

    def stage(self, name: str, *arguments: object, **named: object) -> Any:
        """Call a function of the exercise's `stage.py`, there; the learner's module comes first.

        It runs where the learner's code can meddle with it: what it brings back is what that code
        wants it to be. Raises LearnerError.
        """
        if self._blank:
            raise NotWrittenError(sorted(self._blank)[0])
        packed = pack((arguments, named), _as_handle)
        return self.ask(CallStage(name, packed.tree), packed.arrays)

    def ask_call(
        self, handle: int, name: str, arguments: tuple[object, ...], named: dict[str, object]
    ) -> Any:
        """Call a method of an object that stays there. Raises LearnerError."""
        packed = pack((arguments, named), _as_handle)
        return self.ask(Call(handle, name, packed.tree), packed.arrays)

    def load(self, stage: str) -> None:
        """Run the file. Raises LearnerError."""
        self.ask(Load(self._source, stage, self._answers))

    def reseed(self, seed: int) -> None:
        """Let what the learner's code draws begin here. Raises LearnerError."""
        self.ask(Reseed(seed))

    def ask(self, request: Request, arrays: tuple[bytes, ...] = ()) -> Any:
        """The value that comes back. Raises LearnerError, OverLimit."""
        channel = self._custody.channel
        try:
            channel.send(request, arrays)
            reply, sent = channel.receive()
            self._custody.check()
            return self._value(request, reply, sent)
        except (GarbledError, PackingError) as error:
            raise LearnerError(explaining.garbled()) from error

    def _value(self, request: Request, reply: object, arrays: tuple[bytes, ...]) -> Any:
        match reply:
            case Returned(tree):
                return unpack(Packed(tree, arrays), lambda handle: Remote(self, handle))
            case Raised():
                raise self._raised(reply)
            case Missing():
                raise NotWrittenError(getattr(request, "name", "it"))
            case Unsendable(why):
                raise self._unsendable(why)
        raise GarbledError  # ready, though it was ready long ago

    def _raised(self, raised: Raised) -> LearnerError:
        error = explaining.explained(raised, self._source)
        # PyTorch raises it as well, with words of its own.
        if raised.kinds[:1] == ["NotImplementedError"] and not error.words:
            names = [name for name in raised.functions if name.isidentifier()]
            return NotWrittenError(names[-1] if names else "it")
        limit = explaining.limit_of(raised)
        if limit:
            return LimitError(error, limit)
        return LearnerError(error, tuple(raised.kinds))

    @staticmethod
    def _unsendable(why: str) -> LearnerError:
        return LearnerError(
            Explained(original=why, title="What it returned cannot be handed over", words=why)
        )


def _as_handle(value: object) -> Handle:
    if isinstance(value, Remote):
        return value.handle
    raise PackingError(f"A {type(value).__name__} cannot be given to the learner's code.")
