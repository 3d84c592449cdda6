"""How the tests of modules M09 to M15 train, and how they read what came out."""

from __future__ import annotations

from trained import ACCURACY, CPU, Trained, on_digits, trained

from engine.observations import Array

__all__ = ["ACCURACY", "CPU", "Trained", "names_and", "on_digits", "trained"]


def names_and(names: tuple[str, ...], *columns: Array) -> dict[str, tuple[float, ...]]:
    """The numbers of each layer, by its name."""
    rows = zip(*(column.numpy().tolist() for column in columns), strict=True)
    return dict(zip(names, rows, strict=True))
