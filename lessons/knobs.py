"""Values of knobs: checked, read from text, written as text."""

from __future__ import annotations

import math

from engine.request import Value
from lessons.errors import BadValue
from lessons.names import nearest
from lessons.schema import Knob

_SWITCH = {
    **dict.fromkeys(("true", "on", "yes", "1"), True),
    **dict.fromkeys(("false", "off", "no", "0"), False),
}


def checked(knob: Knob, value: Value) -> Value:
    """The value as the knob's own type. Raises BadValue where it cannot take it."""
    if knob.kind == "toggle":
        if not isinstance(value, bool):
            raise BadValue(knob.name, f"{knob.name} is a switch.", "Give it true or false.")
        return value
    if knob.kind == "choice":
        return _chosen(knob, value)
    if isinstance(value, bool | str):
        raise BadValue(knob.name, f"{knob.name} is a number, and {_shown(value)} is none.")
    if knob.kind == "int" and isinstance(value, float):
        raise BadValue(knob.name, f"{knob.name} is a whole number, and {value!r} is none.")
    return _in_range(knob, value if knob.kind == "int" else float(value))


def parsed(knob: Knob, text: str) -> Value:
    """A value typed by a person. Raises BadValue where the knob cannot take it."""
    text = text.strip()
    if knob.kind == "toggle":
        return checked(knob, _SWITCH.get(text.casefold(), text))
    if knob.kind == "choice":
        return checked(knob, text)
    try:
        return checked(knob, int(text) if knob.kind == "int" else float(text))
    except ValueError:
        kind = "a whole number" if knob.kind == "int" else "a number"
        raise BadValue(
            knob.name, f"{knob.name} is {kind}, and {_shown(text)} is none.", _range(knob)
        ) from None


def written(value: Value) -> str:
    """The value as text that `parsed` reads back exactly."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else repr(value)


def _chosen(knob: Knob, value: Value) -> str:
    if isinstance(value, str) and value in knob.choices:
        return value
    near = nearest(str(value), knob.choices)
    step = f'Did you mean "{near}"?' if near else f"It can be: {', '.join(knob.choices)}."
    raise BadValue(knob.name, f"{knob.name} cannot be {_shown(value)}.", step)


def _in_range(knob: Knob, number: float) -> float:
    low = -math.inf if knob.min is None else knob.min
    high = math.inf if knob.max is None else knob.max
    if math.isfinite(number) and low <= number <= high:
        return number
    raise BadValue(knob.name, f"{knob.name} cannot be {number!r}.", _range(knob))


def _range(knob: Knob) -> str:
    if knob.min is not None and knob.max is not None:
        return f"Give it a value from {knob.min:g} to {knob.max:g}."
    if knob.min is not None:
        return f"Give it a value of at least {knob.min:g}."
    if knob.max is not None:
        return f"Give it a value of at most {knob.max:g}."
    return "Give it an ordinary number."


def _shown(value: Value) -> str:
    text = f'"{value}"' if isinstance(value, str) else written(value)
    return text if len(text) <= 40 else text[:37] + '…"'
