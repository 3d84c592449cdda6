"""Trains with the learner's program, and notes what happens at every update. Not trusted."""

from dataclasses import replace

import torch
from torch.optim.optimizer import register_optimizer_step_pre_hook

from engine.data import digits


def trained(program, seed, epochs, asked=None):
    """What one training looks like from outside."""
    norms, rates = [], []
    momentum = []

    def note(optimizer, *_):
        groups = optimizer.param_groups
        slopes = [p.grad.norm() for group in groups for p in group["params"] if p.grad is not None]
        norms.append(float(torch.stack(slopes).norm()) if slopes else 0.0)
        rates.append(float(groups[0]["lr"]))
        momentum.append(float(groups[0].get("momentum", 0.0)))

    handle = register_optimizer_step_pre_hook(note)
    torch.manual_seed(seed)
    try:
        model, losses, scores = program.train(_data(), epochs)
    finally:
        handle.remove()
    model.eval()
    with torch.no_grad():
        answers = None if asked is None else model(asked)
    found = {"losses": [float(loss) for loss in losses], "scores": [float(s) for s in scores]}
    found |= {"norms": norms, "rates": rates, "answers": answers}
    found |= {"momentum": momentum[0]}
    return found


def _data():
    """What the program is given: nothing to be asked about later."""
    data = digits()
    return replace(data, test=None)
