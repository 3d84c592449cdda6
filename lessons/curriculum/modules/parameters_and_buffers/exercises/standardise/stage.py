"""A layer of the learner's, used, moved and saved."""

import torch


def used(module, mean, deviation, x):
    """What it makes of x, and what of it is trained."""
    layer = module.Standardise(mean, deviation)
    with torch.no_grad():
        made = layer(x)
    return {"made": made, "learned": sum(one.requires_grad for one in layer.parameters())}


def moved(module, mean, deviation):
    """The dtypes of all fractions that it keeps, after it was turned to float64."""
    layer = module.Standardise(mean, deviation)
    kept = vars(layer.double())
    plain = [one for one in kept.values() if isinstance(one, torch.Tensor)]
    listed = [*layer.parameters(), *layer.buffers()]
    return [str(one.dtype) for one in (*plain, *listed) if one.is_floating_point()]


def loaded(module, mean, deviation, x):
    """What another layer makes of x, into which this one was loaded."""
    one = module.Standardise(mean, deviation)
    other = module.Standardise(torch.zeros_like(mean), torch.ones_like(deviation))
    other.load_state_dict(one.state_dict())
    with torch.no_grad():
        return other(x)
