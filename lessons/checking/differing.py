"""Two values side by side: whether they are the same, and where they first are not."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from lessons.checking.verdict import Difference
from lessons.checking.words import describe, shape_of

if TYPE_CHECKING:
    from torch import Tensor

RELATIVE = 1e-4
ABSOLUTE = 1e-6
"""As far as the same computation in another order may be off in float32."""


def same(
    got: object, expected: object, *, relative: float = RELATIVE, absolute: float = ABSOLUTE
) -> bool:
    """Whether two values are equal, numbers within a tolerance; nan equals nan.

    Tensors need the same shape; a number equals a tensor without dimensions.
    """
    return first_place(got, expected, relative, absolute) is None


def difference(
    got: object, expected: object, *, relative: float = RELATIVE, absolute: float = ABSOLUTE
) -> Difference:
    """What a learner is shown of two values that are not the same."""
    shown = _has_shape(got) or _has_shape(expected)
    return Difference(
        expected=describe(expected),
        got=describe(got),
        expected_shape=shape_of(expected) if shown else "",
        got_shape=shape_of(got) if shown else "",
        first=first_place(got, expected, relative, absolute) or "",
    )


def first_place(got: Any, expected: Any, relative: float, absolute: float) -> str | None:
    """The first place at which two values differ, in words; None where they are the same."""
    return next(_places(got, expected, "", relative, absolute), None)


def _places(got: Any, expected: Any, place: str, relative: float, absolute: float) -> Iterator[str]:
    got, expected = _unwrapped(got), _unwrapped(expected)
    if _is_array(expected) or _is_array(got):
        yield from _in_tensors(got, expected, place, relative, absolute)
    elif isinstance(expected, list | tuple) and isinstance(got, list | tuple):
        if len(got) != len(expected):
            many = "entry" if len(expected) == 1 else "entries"
            yield _said(place, f"{len(expected)} {many}", f"{len(got)}")
        for index, (one, other) in enumerate(zip(got, expected, strict=False)):
            yield from _places(one, other, f"{place}[{index}]", relative, absolute)
    elif isinstance(expected, dict) and isinstance(got, dict):
        yield from _in_mappings(got, expected, place, relative, absolute)
    elif not _equal(got, expected, relative, absolute):
        yield _said(place, *_told_apart(expected, got))


def _in_mappings(
    got: dict[Any, Any], expected: dict[Any, Any], place: str, relative: float, absolute: float
) -> Iterator[str]:
    for key, value in expected.items():
        where = f"{place}[{describe(key)}]"
        if key not in got:
            yield f"{where}: missing"
        else:
            yield from _places(got[key], value, where, relative, absolute)
    for key in got:
        if key not in expected:
            yield f"{place}[{describe(key)}]: nothing is expected there"


def _in_tensors(
    got: Any, expected: Any, place: str, relative: float, absolute: float
) -> Iterator[str]:
    one, other = _tensor(got), _tensor(expected)
    if one is None or other is None:
        yield _said(place, shape_of(expected), shape_of(got))
        return
    if one.shape != other.shape:
        yield _said(place, f"shape {tuple(other.shape)}", f"shape {tuple(one.shape)}")
        return
    if _sort(one) != _sort(other):
        yield _said(place, shape_of(other), shape_of(one))
        return
    differs = ~_close(one, other, relative, absolute)
    if bool(differs.any()):
        index = tuple(differs.nonzero()[0].tolist())
        where = f"{place}{list(index)}" if index else place
        yield _said(where, *_told_apart(other[index].item(), one[index].item()))


def _sort(tensor: Tensor) -> str:
    """What its numbers are for: a mask of 0 and 1 picks two rows, one of bool picks many."""
    if str(tensor.dtype) == "torch.bool":
        return "bool"
    return "complex" if tensor.is_complex() else "real"


def _close(one: Tensor, other: Tensor, relative: float, absolute: float) -> Tensor:
    import torch

    kind = torch.complex128 if one.is_complex() or other.is_complex() else torch.float64
    if not any(t.is_floating_point() or t.is_complex() for t in (one, other)):
        return one == other  # integers beyond 2 to the 53 as well
    one, other = one.detach().to(kind), other.detach().to(kind)
    return torch.isclose(one, other, rtol=relative, atol=absolute, equal_nan=True)


def _equal(got: Any, expected: Any, relative: float, absolute: float) -> bool:
    numbers = all(isinstance(value, int | float) for value in (got, expected))
    if not numbers:
        return type(got) is type(expected) and bool(got == expected)
    if isinstance(got, bool) != isinstance(expected, bool):
        return False
    if isinstance(got, int) and isinstance(expected, int):
        return got == expected
    return _near(got, expected, relative, absolute)


def _near(got: float, expected: float, relative: float, absolute: float) -> bool:
    try:
        if math.isnan(got) or math.isnan(expected):
            return math.isnan(got) and math.isnan(expected)
        return got == expected or abs(got - expected) <= absolute + relative * abs(expected)
    except OverflowError:  # an integer that no float can hold
        return got == expected


def _unwrapped(value: Any) -> Any:
    """Arrays of numpy as tensors: which of the two a learner uses is not what is asked."""
    import numpy as np
    import torch

    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, np.ndarray):
        return torch.from_numpy(np.ascontiguousarray(value))
    return value


def _tensor(value: Any) -> Tensor | None:
    import torch

    if isinstance(value, torch.Tensor):
        return value
    if isinstance(value, bool | int | float | complex):
        try:
            return torch.tensor(value, dtype=torch.float64 if isinstance(value, float) else None)
        except (RuntimeError, OverflowError):
            return None
    return None


def _is_array(value: Any) -> bool:
    import torch

    return isinstance(value, torch.Tensor)


def _has_shape(value: object) -> bool:
    return hasattr(value, "shape")


def _told_apart(expected: Any, got: Any) -> tuple[str, str]:
    """Both in words; numbers that differ far behind the point with the digits that differ."""
    both = describe(expected), describe(got)
    if both[0] != both[1] or not all(isinstance(one, float) for one in (expected, got)):
        return both
    longer = ((f"{expected:.{digits}g}", f"{got:.{digits}g}") for digits in range(5, 18))
    return next((pair for pair in longer if pair[0] != pair[1]), both)


def _said(place: str, expected: str, got: str) -> str:
    sentence = f"expected {expected}, got {got}"
    return f"{place}: {sentence}" if place else sentence
