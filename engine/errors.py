"""Errors that a person may meet."""

from __future__ import annotations

from typing import Any

from engine.events import Problem


class EngineError(Exception):
    """Something the engine cannot do, with a reason and a next step."""

    def __init__(self, title: str, reason: str, next_step: str, details: str = "") -> None:
        super().__init__(" ".join(part for part in (f"{title}.", reason, next_step) if part))
        self.problem = Problem(title=title, reason=reason, next_step=next_step, details=details)

    def __reduce__(self) -> tuple[type[EngineError], tuple[str, ...]]:
        problem = self.problem
        return (
            EngineError,
            (problem.title, problem.reason, problem.next_step, problem.details),
        )


class ConfigurationError(EngineError, ValueError):
    """A setting that cannot be used: names the field, the value and the remedy."""

    def __init__(self, field: str, value: object, remedy: str, reason: str = "") -> None:
        """`remedy` is a whole sentence; so is `reason`, where there is one."""
        self.field, self.value, self.remedy = field, value, remedy
        self.reason = reason
        super().__init__(f"{field} cannot be {_shown(value)}", reason, remedy)

    def __reduce__(self) -> tuple[type[EngineError], tuple[str, ...]]:
        return (
            ConfigurationError,
            (self.field, _shown(self.value), self.remedy, self.reason),
        )


class _Shown(str):
    """The text of a value that was already put into words."""


def _shown(value: object) -> str:
    if isinstance(value, _Shown):
        return value
    text = repr(value)
    return _Shown(text if len(text) <= 60 else f"{text[:57]}...")


def at_least(field: str, value: float, least: float, *, inclusive: bool = True) -> None:
    """Raise ConfigurationError for a number that is too small, or not a number."""
    if not (value >= least if inclusive else value > least):
        words = "at least" if inclusive else "above"
        raise ConfigurationError(field, value, f"Give a number {words} {least:g}.")


def share(field: str, value: float, *, one: bool = False) -> None:
    """Raise ConfigurationError for a number outside 0 ≤ value < 1 (≤ 1 where `one`)."""
    if not (0 <= value <= 1 if one else 0 <= value < 1):
        end = "1" if one else "1, 1 itself excluded"
        raise ConfigurationError(field, value, f"Give a number from 0 to {end}.")


def one_of(field: str, value: object, choices: Any) -> None:
    """Raise ConfigurationError for a value that is not among the choices; name the nearest."""
    if value in choices:
        return
    import difflib

    names = [str(choice) for choice in choices]
    near = difflib.get_close_matches(str(value), names, n=1)
    hint = f"Did you mean {near[0]!r}? " if near else ""
    raise ConfigurationError(field, value, f"{hint}There are {', '.join(names)}.")
