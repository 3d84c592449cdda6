"""The two optimisers of the first lessons as rules, in one word."""

from __future__ import annotations

from engine.optim.rules import SGD, AdamW


def sgd(
    *,
    lr: float,
    momentum: float = 0.0,
    dampening: float = 0.0,
    weight_decay: float = 0.0,
    nesterov: bool = False,
) -> SGD:
    """The rule of our own SGD. Raises ConfigurationError for settings that cannot be."""
    return SGD(
        lr,
        momentum=momentum,
        dampening=dampening,
        weight_decay=weight_decay,
        nesterov=nesterov,
        source="scratch",
    )


def adamw(
    *,
    lr: float,
    betas: tuple[float, float] = (0.9, 0.999),
    eps: float = 1e-8,
    weight_decay: float = 1e-2,
) -> AdamW:
    """The rule of our own AdamW. Raises ConfigurationError for settings that cannot be."""
    return AdamW(lr, betas=betas, eps=eps, weight_decay=weight_decay, source="scratch")
