"""Names under which optimisers know the same number."""

from __future__ import annotations

from collections.abc import Container

BETAS = {"beta1": 0, "beta2": 1}
"""Where each of them lies in `betas`."""


def own_name(name: str, known: Container[str]) -> str:
    """`beta1` for the momentum of an optimiser that has none of that name; else the name itself."""
    return "beta1" if name == "momentum" and name not in known else name
