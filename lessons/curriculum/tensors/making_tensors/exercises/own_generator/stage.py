"""Looks at torch's default generator before and after a call."""

import torch


def disturbed(module, shape, low, high, seed):
    """Whether the default generator has moved, or was set, meanwhile."""
    before = torch.get_rng_state()
    module.uniform(shape, low, high, seed)
    return not torch.equal(before, torch.get_rng_state())


def twice(module, shape, low, high, seed):
    """Two calls with the same seed, with other draws between them."""
    first = module.uniform(shape, low, high, seed)
    torch.rand(17)
    return [first, module.uniform(shape, low, high, seed)]
