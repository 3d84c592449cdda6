"""What a hyperparameter may be: each check raises ConfigurationError for anything else."""

from __future__ import annotations

import math
from collections.abc import Sequence
from numbers import Real
from typing import Any

from engine.errors import ConfigurationError


def number(field: str, value: object, least: float = -math.inf, below: float = math.inf) -> None:
    """A finite number, least ≤ value < below."""
    real = isinstance(value, Real) and not isinstance(value, bool)
    if real and math.isfinite(value) and least <= value < below:  # type: ignore[arg-type, operator]
        return
    bounds = [f"at least {least:g}"] if least > -math.inf else []
    bounds += [f"below {below:g}"] if below < math.inf else []
    words = f" {' and '.join(bounds)}" if bounds else ""
    raise ConfigurationError(field, value, f"Give a finite number{words}.")


def not_negative(rule: object, *names: str) -> None:
    """Fields of a rule that are finite and at least 0."""
    for name in names:
        number(name, getattr(rule, name), 0)


def numbers(field: str, value: Any, count: int) -> Sequence[Any]:
    """A tuple or list of so many entries, which are still to be checked."""
    if not isinstance(value, (tuple, list)) or len(value) != count:
        raise ConfigurationError(field, value, f"Give {count} numbers, as a tuple.")
    return value


def betas(value: Any) -> None:
    """Two shares of the past, each at least 0 and below 1."""
    for index, beta in enumerate(numbers("betas", value, 2)):
        number(f"betas[{index}]", beta, 0, 1)


def switch(rule: object, *names: str) -> None:
    """Fields of a rule that are True or False."""
    for name in names:
        value = getattr(rule, name)
        if not isinstance(value, bool):
            raise ConfigurationError(name, value, "Give True or False.")
