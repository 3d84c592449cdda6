"""Trains with the learner's program, and notes what happens at every update. Not trusted."""

import torch

from engine.data import digits
from lessons.checking.observing import observed, parameters


def trained(program, seed, epochs, asked=None):
    """What one training looks like from outside."""
    fresh, left_over = {}, [0.0]

    def found_anew(parameter):
        def add(gradient):
            fresh[parameter] = fresh[parameter] + gradient

        return add

    def look(groups):
        for parameter in parameters(groups):
            if parameter not in fresh:  # from now on
                parameter.register_hook(found_anew(parameter))
            elif parameter.grad is not None and fresh[parameter].any():
                older = (parameter.grad - fresh[parameter]).norm() / fresh[parameter].norm()
                left_over.append(float(older))
            fresh[parameter] = torch.zeros_like(parameter)

    _, found = observed(program, digits(), seed, epochs, asked, at_step=look)
    return found | {"left_over": max(left_over)}
