"""Finds the layer in which a number first stopped being one."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn

from engine.batches import Window
from engine.eval_mode import undisturbed
from engine.setup import Setup


def first_not_finite(setup: Setup, window: Window) -> str:
    """Name of the first layer whose output is not finite although its inputs are; empty for none.

    Computes the window's loss once more, with the weights as they are: call it before they change.
    """
    names = {module: name for name, module in setup.model.named_modules()}
    found: list[str] = []

    def look(module: nn.Module, inputs: tuple[Any, ...], output: Any) -> None:
        if not found and not _finite(output) and all(_finite(value) for value in inputs):
            found.append(names[module])

    leaves = [module for module in names if not any(module.children())]
    hooks = [module.register_forward_hook(look) for module in leaves]
    try:
        with undisturbed(setup.model, setup.device), torch.no_grad():
            for batch in window.batches:
                setup.loss(setup.model, batch)
    finally:
        for hook in hooks:
            hook.remove()
    return found[0] if found else ""


def _finite(value: Any) -> bool:
    if not isinstance(value, Tensor) or not value.is_floating_point():
        return True
    return bool(torch.isfinite(value).all())
