"""Small graphs, and what the learner's `why_none` says about tensors in them."""

import torch


def said(module, cases, numbers):
    """Its word about the tensor of each of these cases."""
    return [module.why_none(*CASES[name](numbers)) for name in cases]


def plain(numbers):
    """Data: nobody wants their gradient."""
    w = leaf(numbers)
    return numbers, (w * numbers).sum()


def used(numbers):
    """A weight as it should be."""
    w = leaf(numbers)
    return w, (w * w * numbers).sum()


def computed(numbers):
    """The result of a product."""
    w = leaf(numbers) * 0.1
    return w, (w * w).sum()


def beside(numbers):
    """A weight that is never used."""
    return leaf(numbers), (leaf(numbers) * 2).sum()


def cut(numbers):
    """A weight in front of a cut, with another one behind it."""
    w, v = leaf(numbers), leaf(numbers)
    return w, ((w * 2).detach() * v).sum()


def constant(numbers):
    """The loss was computed where nothing is recorded."""
    w = leaf(numbers)
    with torch.no_grad():
        return w, (w * 2).sum()


def off(numbers):
    """A ReLU that is off lets a gradient of 0 through."""
    w = leaf(numbers)
    return w, torch.relu(-w.square() - 1).sum()


def detached(numbers):
    """A detached result is a constant."""
    d = (leaf(numbers) * 2).detach()
    return d, (d * leaf(numbers)).sum()


def leaf(numbers):
    """A weight with these numbers."""
    return numbers.clone().requires_grad_()


CASES = {
    case.__name__: case for case in (plain, used, computed, beside, cut, constant, off, detached)
}
