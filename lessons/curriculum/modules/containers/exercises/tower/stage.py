"""A tower of the learner's: what it knows of, and what it computes."""

import torch
from torch import nn


def known(module, width, depth):
    """Numbers and tensors that it lists, and whether two calls agree."""
    tower = module.Tower(width, depth)
    x = torch.randn(3, width)
    return {
        "numbers": sum(one.numel() for one in tower.parameters()),
        "agrees": bool(torch.equal(tower(x), tower(x))),
    }


def climbed(module, x, weights, biases):
    """What comes out after these weights and biases were put in, the lowest layer first."""
    tower = module.Tower(x.shape[1], len(weights))
    own = in_order(tower, x)
    matrices = [one for one in own if one.ndim == 2]
    vectors = [one for one in own if one.ndim == 1]
    if len(matrices) != len(weights) or len(vectors) != len(biases):
        raise ValueError("Every layer should have one weight (width, width) and one bias (width,).")
    with torch.no_grad():
        for place, value in zip([*matrices, *vectors], [*weights, *biases], strict=True):
            place.copy_(value)
        return tower(x)


def in_order(tower, x):
    """Its parameters as they are come upon on the way up, or as they are listed."""
    called = []
    for part in tower.modules():
        if isinstance(part, nn.Linear):
            part.register_forward_hook(lambda layer, *_: called.extend([layer.weight, layer.bias]))
    with torch.no_grad():
        tower(x)
    listed = list(tower.parameters())
    return called if len(called) == len(listed) else listed
