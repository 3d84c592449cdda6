"""Functions to derive: polynomials, and one that is none."""

import torch


def on_polynomial(module, coefficients, x):
    """A step on c₀ + c₁ x + c₂ x² + …"""

    def f(t):
        return sum(c * t**power for power, c in enumerate(coefficients))

    return float(module.newton_step(f, x))


def on_exponential(module, rate, x):
    """A step on exp(rate · x) − x."""
    return float(module.newton_step(lambda t: torch.exp(rate * t) - t, x))
