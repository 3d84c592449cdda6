"""The signs that carry meaning beside colour, in Unicode and in plain ASCII."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Symbols:
    """One sign for each meaning. Every sign is one cell wide."""

    done: str
    """Finished; a finished run; a right answer."""
    started: str
    """Begun and not finished."""
    new: str
    """Not begun."""
    known: str
    """Mastered without having been taken here."""
    waiting: str
    """Rests on lessons that are not mastered yet."""
    due: str
    """Something of it waits to be reviewed."""
    before: str
    """Comes before what is chosen."""
    after: str
    """Comes after what is chosen."""
    wrong: str
    """A wrong answer; an expectation the runs did not bear out."""
    pointer: str
    """Where the learner is: the highlighted row, the chosen option."""
    step_in: str
    """Between the parts of a place: unit › lesson."""
    dot: str
    """Between two facts of one line."""
    rule: str
    """Repeated, a horizontal line."""
    arrows_only: bool
    """Whether keys may be written as ↑ ↓ ← → ↵."""


UNICODE = Symbols(
    done="✓",
    started="◐",
    new="○",
    known="◇",
    waiting="◌",
    due="•",
    before="‹",
    after="›",
    wrong="✗",
    pointer="▸",
    step_in="›",
    dot="·",
    rule="─",
    arrows_only=True,
)

ASCII = Symbols(
    done="+",
    started="~",
    new=".",
    known="=",
    waiting="_",
    due="*",
    before="(",
    after=")",
    wrong="x",
    pointer=">",
    step_in=">",
    dot="|",
    rule="-",
    arrows_only=False,
)

SPELLED = {"↑": "up", "↓": "down", "←": "left", "→": "right", "↵": "enter"}


def symbols_for(setting: str) -> Symbols:
    """The signs for a value of `Settings.symbols`."""
    return ASCII if setting == "ascii" else UNICODE


def spell(keys: str, symbols: Symbols) -> str:
    """Key names as these symbols can write them: `↑↓` becomes `up/down` in ASCII."""
    if symbols.arrows_only or not any(sign in keys for sign in SPELLED):
        return keys
    if "+" in keys[:-1]:
        modifiers, _, last = keys.rpartition("+")
        return f"{modifiers}+{'/'.join(SPELLED.get(sign, sign) for sign in _signs(last))}"
    words = [SPELLED.get(sign, sign) for sign in keys if not sign.isspace()]
    return "/".join(words)


def _signs(key: str) -> list[str]:
    """Arrows one by one; a key with a name as it is."""
    return list(key) if all(sign in SPELLED for sign in key) else [key]
