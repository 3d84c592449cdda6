"""What a `check.py` expects of a value: each of these returns, or ends the check with the reason.

expect.close(got, weights - lr * gradient, known=(expect.Known(…),))
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NoReturn

from lessons.checking.differing import ABSOLUTE, RELATIVE, difference, same
from lessons.checking.learner import LearnerError
from lessons.checking.verdict import Difference
from lessons.checking.words import describe, shape_of


@dataclass(frozen=True, slots=True)
class Known:
    """A wrong answer that is known, and what leads to it."""

    value: object
    message: str
    """Read by the learner whose answer it is."""
    tag: str = ""
    """Name of the misconception."""


class ExpectationError(Exception):
    """A check does not hold."""

    def __init__(self, message: str, tag: str = "", differs: Difference | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.tag = tag
        self.difference = differs


def close(
    got: object,
    expected: object,
    *,
    known: Sequence[Known] = (),
    rtol: float = RELATIVE,
    atol: float = ABSOLUTE,
    message: str = "",
) -> None:
    """The same numbers within a tolerance, in the same shape; lists are compared part by part."""
    if same(got, expected, relative=rtol, absolute=atol):
        return
    differs = difference(got, expected, relative=rtol, absolute=atol)
    for wrong in known:
        if same(got, wrong.value, relative=rtol, absolute=atol):
            raise ExpectationError(wrong.message, wrong.tag, differs)
    raise ExpectationError(message or _what_differs(got, expected), differs=differs)


def equal(got: object, expected: object, *, known: Sequence[Known] = (), message: str = "") -> None:
    """Exactly the same."""
    close(got, expected, known=known, rtol=0.0, atol=0.0, message=message)


def shape(
    got: object, expected: Sequence[int], *, known: Sequence[Known] = (), message: str = ""
) -> None:
    """A tensor of this shape. The value of a `Known` is a shape, too."""
    found = _shape(got)
    if found == tuple(expected):
        return
    named = f"({', '.join(map(str, expected))}{',' if len(expected) == 1 else ''})"
    differs = Difference(
        expected=named, got=shape_of(got), expected_shape=named, got_shape=shape_of(got)
    )
    _known_or(known, found, message or "The shape is another one.", differs)


def dtype(got: object, expected: object, *, message: str = "") -> None:
    """A tensor of this dtype: `torch.float32`, or its name."""
    wanted = str(expected).removeprefix("torch.")
    found = str(getattr(got, "dtype", type(got).__name__)).removeprefix("torch.")
    if found != wanted:
        differs = Difference(expected=wanted, got=found)
        raise ExpectationError(message or "The dtype is another one.", differs=differs)


def true(condition: object, message: str, *, tag: str = "") -> None:
    """Holds. `message` says what is the matter where it does not."""
    if not bool(condition):
        raise ExpectationError(message, tag)


def kind(got: object, *wanted: type, message: str = "") -> None:
    """A value of one of these classes."""
    if not isinstance(got, wanted):
        names = " or ".join(one.__name__ for one in wanted)
        differs = Difference(expected=names, got=describe(got))
        raise ExpectationError(message or f"That is no {names}.", differs=differs)


def below(
    figure: object,
    level: float,
    *,
    what: str = "the figure",
    message: str = "",
    known: Sequence[Known] = (),
) -> None:
    """A number under a level: the loss that a training has to reach."""
    number = _number(figure, f"{what} below {level:g}")
    if not number < level:
        differs = Difference(expected=f"{what} below {level:g}", got=describe(number))
        _known_or(known, number, message or "Not there yet.", differs)


def above(
    figure: object,
    level: float,
    *,
    what: str = "the figure",
    message: str = "",
    known: Sequence[Known] = (),
) -> None:
    """A number over a level: an accuracy."""
    number = _number(figure, f"{what} above {level:g}")
    if not number > level:
        differs = Difference(expected=f"{what} above {level:g}", got=describe(number))
        _known_or(known, number, message or "Not there yet.", differs)


@contextmanager
def raises(*kinds: str, message: str = "") -> Iterator[None]:
    """Inside, the learner's code raises one of these exceptions, by name."""
    try:
        yield
    except LearnerError as error:
        if set(kinds) & set(error.kinds):
            return
        raise
    names = " or ".join(kinds)
    raise ExpectationError(
        message or f"It should raise {names}, and raises nothing.",
        differs=Difference(expected=names, got="no exception"),
    )


def fail(message: str, *, tag: str = "") -> NoReturn:
    """Does not hold, whatever was looked at."""
    raise ExpectationError(message, tag)


def _number(figure: Any, wanted: str) -> float:
    number = figure.item() if getattr(figure, "numel", lambda: 0)() == 1 else figure
    if isinstance(number, bool) or not isinstance(number, int | float):
        differs = Difference(expected=wanted, got=describe(figure))
        raise ExpectationError("That is no number.", differs=differs)
    return number


def _known_or(known: Sequence[Known], found: object, message: str, differs: Difference) -> NoReturn:
    for wrong in known:
        if same(found, wrong.value):
            raise ExpectationError(wrong.message, wrong.tag, differs)
    raise ExpectationError(message, differs=differs)


def _shape(got: object) -> tuple[int, ...] | None:
    found = getattr(got, "shape", None)
    if found is None and isinstance(got, int | float):
        return ()
    return None if found is None else tuple(int(size) for size in found)


def _what_differs(got: object, expected: object) -> str:
    if got is None and expected is not None:
        return "It gives back None. Does every way through it end in a `return`?"
    one, other = _shape(got), _shape(expected)
    if other is not None and one != other:
        return "The shape is another one."
    return "It is another number." if other == () else "Some of it is another value."
