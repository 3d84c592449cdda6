"""What a trial has shown, as frozen data."""

from __future__ import annotations

from dataclasses import dataclass

import msgspec


@dataclass(frozen=True, slots=True)
class Trail:
    """Numbers over steps."""

    name: str
    values: tuple[float, ...]
    every: int = 1
    """Steps between two of them."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured number."""

    name: str
    """Key by which a sentence quotes it."""
    label: str
    """What the learner reads before it."""
    value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The outcome of a trial, with everything it was read off."""

    outcome: str
    """One word, worked out from the figures: `doubles`, `steady`, …"""
    figures: tuple[Figure, ...]
    trails: tuple[Trail, ...] = ()


def shown_from(answer: object) -> Shown:
    """What a worker sent back. Raises msgspec.ValidationError for anything else."""
    return msgspec.convert(answer, Shown, strict=False)
