"""What a search may turn, and between which ends."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import product
from random import Random

from engine.errors import ConfigurationError, at_least
from engine.request import Parameters, Value


@dataclass(frozen=True, slots=True)
class Float:
    """A number between two ends, both included."""

    name: str
    """The recipe's keyword."""
    low: float
    high: float
    log: bool = False
    """Every factor is as likely as every other: the scale for rates. The median of a draw between
    1e-5 and 1e-1 is then 1e-3, not 0.05."""

    def __post_init__(self) -> None:
        _ordered(self.name, self.low, self.high, log=self.log)

    def grid(self, points: int) -> tuple[Value, ...]:
        """Evenly spaced values, both ends included; on a log scale with one factor between them."""
        return tuple(dict.fromkeys(self._at(share) for share in _shares(points)))

    def draw(self, random: Random) -> Value:
        """A value at random, uniform, or log-uniform."""
        return self._at(random.random())

    def around(self, value: float, *, points: int) -> Float:
        """The finer search after `grid(points)`: one step of that grid to each side of `value`.

        It reaches beyond the old ends where the best value lay on one of them. Raises
        ConfigurationError for less than 2 points.
        """
        at_least("points", points, 2)
        if self.log:
            factor = (self.high / self.low) ** (1 / (points - 1))
            return replace(self, low=value / factor, high=value * factor)
        step = (self.high - self.low) / (points - 1)
        return replace(self, low=value - step, high=value + step)

    def _at(self, share: float) -> float:
        if share in (0, 1):
            return self.high if share else self.low
        value = self.low + share * (self.high - self.low)
        if self.log:
            value = self.low * (self.high / self.low) ** share
        # Twelve digits, so that 0.01 is not called 0.010000000000000002; and never outside.
        return min(max(float(f"{value:.12g}"), self.low), self.high)


@dataclass(frozen=True, slots=True)
class Integer:
    """A whole number between two ends, both included."""

    name: str
    """The recipe's keyword."""
    low: int
    high: int
    log: bool = False
    """Every factor is as likely as every other: the scale for widths and batch sizes."""

    def __post_init__(self) -> None:
        for end in (self.low, self.high):
            if end != int(end):
                raise ConfigurationError(self.name, end, "Give whole numbers, or use Float.")
        _ordered(self.name, self.low, self.high, log=self.log)

    def grid(self, points: int) -> tuple[Value, ...]:
        """As `Float.grid`, rounded; equal values appear once."""
        return tuple(dict.fromkeys(self._near(value) for value in self._line.grid(points)))

    def draw(self, random: Random) -> Value:
        """A whole number at random, each as likely as the others, or log-uniform."""
        return (
            self._near(self._wide.draw(random)) if self.log else random.randint(self.low, self.high)
        )

    @property
    def _line(self) -> Float:
        return Float(self.name, self.low, self.high, self.log)

    @property
    def _wide(self) -> Float:
        """Half a unit more on both sides, so that rounding gives the ends their full share."""
        return Float(self.name, self.low - 0.5, self.high + 0.5, self.log)

    def _near(self, value: Value) -> int:
        return min(max(round(float(value)), self.low), self.high)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of some values, without an order."""

    name: str
    """The recipe's keyword."""
    values: tuple[Value, ...]

    def __post_init__(self) -> None:
        if not self.values:
            raise ConfigurationError(self.name, self.values, "Give at least one value to choose.")

    def grid(self, points: int) -> tuple[Value, ...]:  # noqa: ARG002 - as the other dimensions
        """All of them."""
        return self.values

    def draw(self, random: Random) -> Value:
        """One at random, each as likely as the others."""
        return random.choice(self.values)


Dimension = Float | Integer | Choice


@dataclass(frozen=True, slots=True)
class Space:
    """All dimensions of a search. Raises ConfigurationError for two of one name, or none."""

    dimensions: tuple[Dimension, ...]

    def __post_init__(self) -> None:
        names = [dimension.name for dimension in self.dimensions]
        if not names:
            raise ConfigurationError("space", (), "Give a search at least one dimension.")
        for name in names:
            if names.count(name) > 1:
                raise ConfigurationError("space", name, "Give every dimension a name of its own.")

    def grid(self, points: int) -> tuple[Parameters, ...]:
        """Every combination of `points` values of each dimension; choices with all of theirs.

        Three dimensions of three points are 27 runs. The last dimension changes quickest.
        """
        at_least("points", points, 1)
        columns = [[(each.name, value) for value in each.grid(points)] for each in self.dimensions]
        return tuple(product(*columns))

    def draw(self, random: Random) -> Parameters:
        """One combination at random, dimensions independent of each other."""
        return tuple((each.name, each.draw(random)) for each in self.dimensions)


def _shares(points: int) -> list[float]:
    """From 0 to 1; a single point lies in the middle."""
    return [0.5] if points == 1 else [point / (points - 1) for point in range(points)]


def _ordered(name: str, low: float, high: float, *, log: bool) -> None:
    if not (math.isfinite(low) and math.isfinite(high) and low <= high):
        raise ConfigurationError(name, (low, high), "Give the smaller end first, both finite.")
    if log and low <= 0:
        raise ConfigurationError(
            name, low, "Start a log scale above 0.", "The logarithm of 0 and below is undefined."
        )
