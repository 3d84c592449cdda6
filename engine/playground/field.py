"""One thing that can be chosen: its name, what it may be, and how a typed value is read."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from engine.errors import ConfigurationError, one_of
from engine.request import Value
from engine.written import listed

Kind = Literal["float", "log", "int", "choice", "toggle", "list"]
"""`log` moves by factors; `list` is numbers with commas between them."""

_SWITCH = {
    **dict.fromkeys(("true", "on", "yes", "1"), True),
    **dict.fromkeys(("false", "off", "no", "0"), False),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One thing that can be chosen."""

    name: str
    """As in a share string: `data`, `model.hidden`, `lr`."""
    kind: Kind
    default: Value
    """What it is where nobody chooses."""
    least: float = -math.inf
    most: float = math.inf
    choices: tuple[str, ...] = ()
    """What a choice may be; the usual values of a list."""
    about: str = ""
    """One line for people."""
    also: tuple[str, ...] = ()
    """Words it may be as well: `none`, `all`, `same`."""

    def taken(self, value: Value) -> Value:
        """The value, of the field's own type. Raises ConfigurationError for one it cannot take."""
        if value in self.also:
            return value
        match self.kind:
            case "toggle":
                return self._switched(value)
            case "choice":
                one_of(self.name, str(value), self.choices)
                return str(value)
            case "list":
                if isinstance(value, bool) or not listed(value):
                    raise self._unfit(value, "Write numbers with commas between them.")
                return str(value).replace(" ", "")
            case _:
                return self._number(value)

    def _switched(self, value: Value) -> bool:
        known = value if isinstance(value, bool) else _SWITCH.get(str(value).casefold())
        if known is None:
            raise self._unfit(value, "Give it true or false.")
        return known

    def _number(self, value: Value) -> int | float:
        whole = self.kind == "int"
        remedy = "Give a whole number." if whole else "Give a number."
        try:
            number = float(value)
        except ValueError:
            raise self._unfit(value, remedy) from None
        if isinstance(value, bool) or (whole and not number.is_integer()):
            raise self._unfit(value, remedy)
        if not (math.isfinite(number) and self.least <= number <= self.most):
            raise self._unfit(value, self._range())
        return int(number) if whole else number

    def _range(self) -> str:
        if math.isfinite(self.most):
            return f"Give a number from {self.least:g} to {self.most:g}."
        return f"Give a number of at least {self.least:g}."

    def _unfit(self, value: Value, remedy: str) -> ConfigurationError:
        return ConfigurationError(self.name, value, remedy)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """An entry of a catalogue, as far as it can be known without torch."""

    name: str
    about: str
    settings: tuple[tuple[str, object], ...] = ()
    """Names and defaults of what the learner may set; what follows from the data is not here."""
