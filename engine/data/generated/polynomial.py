"""A polynomial with noise: how many powers does it take?"""

from __future__ import annotations

from collections.abc import Sequence

from engine.data.base import Dataset
from engine.data.building import LEAST, drawn
from engine.data.splits import generator
from engine.errors import at_least


def polynomial(
    *,
    n: int = 100,
    coefficients: Sequence[float] = (0.5, -1.0, -1.0, 2.0),
    powers: int = 1,
    noise: float = 0.2,
    seed: int = 0,
) -> Dataset:
    """y = Σₖ cₖ xᵏ + noise for x from −1 to 1; inputs (n, powers), targets (n, 1), float32.

    `coefficients` are c₀, c₁, …. The inputs are x, x², … up to x to the power of `powers`, so that
    a linear model can fit a polynomial of that degree; `noise` is the standard deviation of what
    is added to y. Split in 60 %, 20 %, 20 %. Raises ConfigurationError for fewer than 10 points,
    no coefficient, fewer than 1 power or negative noise.
    """
    at_least("polynomial.n", n, LEAST)
    at_least("polynomial.powers", powers, 1)
    at_least("polynomial.noise", noise, 0)
    at_least("polynomial.coefficients", len(coefficients), 1)
    import torch

    random = generator(seed)
    x = 2 * torch.rand(n, 1, generator=random) - 1
    # (n, 1) to the power of (k,) gives (n, k)
    clean = (x ** torch.arange(len(coefficients))) @ torch.tensor(coefficients)[:, None].float()
    targets = clean + noise * torch.randn(n, 1, generator=random)
    inputs = x ** torch.arange(1, powers + 1)
    names = ("x", *(f"x^{power}" for power in range(2, powers + 1)))
    return drawn("polynomial", inputs, targets, features=names)
