"""Trains with the learner's program, and notes what happens at every update. Not trusted."""

import torch
from torch.nn.modules.module import register_module_forward_pre_hook

from engine.data import digits
from lessons.checking.observing import observed


def trained(program, seed, epochs, asked=None):
    """What one training looks like from outside."""
    modes = []

    def see(layer, _):
        if torch.is_grad_enabled():
            modes.append(layer.training)

    seeing = register_module_forward_pre_hook(see)
    try:
        model, found = observed(program, digits(), seed, epochs, asked)
    finally:
        seeing.remove()
    examples = digits().validation
    with torch.no_grad():
        right = model(examples.inputs).argmax(1) == examples.targets
        model.train()
        once, again = model(examples.inputs), model(examples.inputs)
    drops = not torch.equal(once, again)
    return found | {"modes": modes, "drops": drops, "true_score": float(right.float().mean())}
