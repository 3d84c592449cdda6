"""The bounds between which a schedule moves the momentum."""

from __future__ import annotations

from engine.errors import ConfigurationError

MomentumRange = tuple[float, float]
"""(lowest, highest) momentum, or β₁ in Adam, each 0 ≤ β < 1."""


def check_momentum_range(bounds: MomentumRange | None) -> None:
    """Raise ConfigurationError for bounds that are not momenta, or in the wrong order."""
    if bounds is None:
        return
    lowest, highest = bounds
    if not 0 <= lowest <= highest < 1:
        raise ConfigurationError(
            "momentum_range", bounds, "Give (lowest, highest) with 0 ≤ lowest ≤ highest < 1."
        )
