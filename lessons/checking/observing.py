"""What the stages of clinics share: a training with the learner's program, seen from outside.

It runs beside the learner's code and can be misled by it: what matters is judged from `answers`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import torch
from torch import Tensor, nn
from torch.optim.optimizer import register_optimizer_step_pre_hook

if TYPE_CHECKING:
    from engine.data import Dataset

Groups = Sequence[dict[str, Any]]
"""Parameters with their settings, as an optimiser has them."""


def observed(
    program: Any,
    data: Dataset,
    seed: int,
    epochs: int,
    asked: Tensor | None,
    *,
    at_step: Callable[[Groups], None] | None = None,
) -> tuple[nn.Module, dict[str, Any]]:
    """The model that the program trains, and what one training looks like.

    `asked`: inputs that the model is asked about at the end; `at_step` looks further before every
    update. The program is not given the data's test examples.
    """
    norms: list[float] = []
    rates: list[float] = []

    def note(optimizer: torch.optim.Optimizer, *_: object) -> None:
        groups = optimizer.param_groups
        slopes = [p.grad.norm() for p in parameters(groups) if p.grad is not None]
        norms.append(float(torch.stack(slopes).norm()) if slopes else 0.0)
        rates.append(float(groups[0]["lr"]))
        if at_step is not None:
            at_step(groups)

    handle = register_optimizer_step_pre_hook(note)
    torch.manual_seed(seed)
    try:
        model, losses, scores = program.train(replace(data, test=None), epochs)
    finally:
        handle.remove()
    model.eval()
    with torch.no_grad():
        answers = None if asked is None else model(asked)
    found = {"losses": list(map(float, losses)), "scores": list(map(float, scores))}
    return model, found | {"norms": norms, "rates": rates, "answers": answers}


def parameters(groups: Groups) -> list[Tensor]:
    """Those of all groups, in their order."""
    return [parameter for group in groups for parameter in group["params"]]
