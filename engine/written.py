"""Settings as scalars: what a share string, a knob or a run's record holds of any setting."""

from __future__ import annotations

from collections.abc import Sequence

from engine.errors import ConfigurationError
from engine.request import Value

NONE = "none"
"""Nothing, as text."""


def scalar(value: object) -> Value:
    """A setting in one scalar: `(64, 32)` is "64,32", `((16, 2), (32, 2))` is "16x2,32x2"."""
    if isinstance(value, bool | int | float | str):
        return value
    if value is None:
        return NONE
    if isinstance(value, tuple | list):
        if not value:
            return NONE
        return ",".join(_inner(part) for part in value)
    raise TypeError(f"{value!r} has no scalar form")


def _inner(part: object) -> str:
    if isinstance(part, tuple | list):
        return "x".join(str(scalar(one)) for one in part)
    return str(scalar(part))


def setting(value: Value, like: object = None) -> object:
    """The setting that a scalar stands for; `like`: one of the same kind, such as its default.

    Raises ConfigurationError for a list with something in it that is no number.
    """
    if isinstance(like, str):
        return value
    if value == NONE:
        return () if like == () else None
    if isinstance(like, tuple | list):
        return _nested(listed(value), like)
    if isinstance(like, float) and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if isinstance(value, str) and "," in value:
        return listed(value)
    return value


def _nested(parts: tuple[object, ...], like: Sequence[object]) -> tuple[object, ...]:
    """A list of lists, where it is to be one: in "16x16,64" the last list has one number."""
    if not (like and isinstance(like[0], tuple)):
        return parts
    return tuple(part if isinstance(part, tuple) else (part,) for part in parts)


def listed(value: Value) -> tuple[object, ...]:
    """The numbers of a list; a part with an `x` in it is a list of its own."""
    if not isinstance(value, str):
        return (value,)
    return tuple(_part(part.strip(), value) for part in value.split(",") if part.strip())


def _part(text: str, whole: str) -> object:
    if text == NONE:
        return None
    if "x" in text:
        return tuple(_number(one, whole) for one in text.split("x"))
    return _number(text, whole)


def _number(text: str, whole: str) -> int | float:
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        raise ConfigurationError(
            "list", whole, "Write numbers with commas between them, such as 64,32."
        ) from None
