"""Errors that learners meet, made by really doing what leads to them."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import torch
import torch.nn.functional as F
from torch import nn

Provoke = Callable[[], object]


def weight(*sizes: int) -> torch.Tensor:
    return torch.ones(*sizes, requires_grad=True)


def stepped_in_place() -> None:
    w = weight(3)
    w -= 1


def written_into() -> None:
    weight(3)[0] = 1


def overwritten() -> None:
    y = weight(3).exp()
    y += 1
    y.sum().backward()


def backward_twice() -> None:
    loss = (weight(3) ** 2).sum()
    loss.backward()
    loss.backward()


def other_weight() -> None:
    torch.autograd.grad(weight(3).sum(), [weight(3)])


def inference() -> None:
    with torch.inference_mode():
        x = torch.ones(3)
    (x * weight(3)).sum().backward()


def assigned_gradient(gradient: torch.Tensor) -> Provoke:
    return lambda: setattr(weight(3), "grad", gradient)


def clipped_nan() -> None:
    w = weight(3)
    (w * math.nan).sum().backward()
    nn.utils.clip_grad_norm_([w], 1.0, error_if_nonfinite=True)


def half_added_to_whole_numbers() -> None:
    x = torch.ones(3).long()
    x += 0.5


def assigned_row() -> None:
    torch.zeros(3, 4)[0] = torch.ones(3)


class NoSuper(nn.Module):
    def __init__(self) -> None:
        self.layer = nn.Linear(2, 2)


class NoSuperPlain(nn.Module):
    def __init__(self) -> None:
        self.width = 3

    def forward(self, x: Any) -> Any:
        return x


class NoForward(nn.Module):
    pass


def loaded(**tensors: torch.Tensor) -> Provoke:
    return lambda: nn.Linear(2, 2).load_state_dict(tensors)


def batch_of(*samples: Any) -> Provoke:
    from torch.utils.data import DataLoader

    return lambda: next(iter(DataLoader(list(samples), batch_size=len(samples))))


def sgd(params: Any, **settings: Any) -> Provoke:
    return lambda: torch.optim.SGD(params, **{"lr": 0.1, **settings})


def ran(source: str) -> Provoke:
    """Runs a learner's lines."""
    return lambda: exec(compile(source, "learner.py", "exec"), {"torch": torch, "nn": nn, "F": F})


def raised(provoke: Provoke) -> tuple[str, str]:
    """Class and message of the error, a syntax error's without its place."""
    try:
        provoke()
    except BaseException as error:
        return type(error).__name__, str(error.msg if isinstance(error, SyntaxError) else error)
    raise AssertionError("nothing was raised")
