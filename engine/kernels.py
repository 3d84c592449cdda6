"""The only place that calls private names of torch, each with a public fall-back.

The fused kernels are those that `torch.optim.SGD(fused=True)` and its relatives call; going
straight to them leaves out the optimiser's own bookkeeping, not a single bit of the result.
"""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Tensor
from torch.optim import Optimizer

FUSED_DEVICES = frozenset({"cpu", "cuda"})


def fused(name: str, tensors: Sequence[Tensor]) -> Callable[..., Any] | None:
    """Fused update kernel `_fused_<name>_`, or None where it does not exist for these tensors."""
    supported = all(
        tensor.device.type in FUSED_DEVICES and tensor.is_floating_point() for tensor in tensors
    )
    return getattr(torch, f"_fused_{name}_", None) if supported else None


def _norms_one_by_one(tensors: Sequence[Tensor]) -> list[Tensor]:
    return [torch.linalg.vector_norm(tensor) for tensor in tensors]


def _scale_one_by_one(tensors: Sequence[Tensor], factor: float | Tensor) -> None:
    for tensor in tensors:
        tensor.mul_(factor)


norms: Callable[[Sequence[Tensor]], Sequence[Tensor]] = getattr(
    torch, "_foreach_norm", _norms_one_by_one
)
"""L2 norm of every tensor: 0-d tensors on the tensors' device."""

scale_: Callable[[Sequence[Tensor], float | Tensor], None] = getattr(
    torch, "_foreach_mul_", _scale_one_by_one
)
"""Multiply every tensor in place by one number."""


def _increment_one_by_one(tensors: list[Tensor]) -> None:
    for tensor in tensors:
        tensor.add_(1)


def _increment_together(tensors: list[Tensor]) -> None:
    torch._foreach_add_(tensors, 1)


increment_: Callable[[list[Tensor]], None] = (
    _increment_together if hasattr(torch, "_foreach_add_") else _increment_one_by_one
)
"""Add 1 in place to every tensor."""


_run_backward: Callable[..., Any] | None = getattr(
    getattr(torch.autograd.Variable, "_execution_engine", None), "run_backward", None
)
_ones: dict[tuple[torch.dtype, torch.device], Tensor] = {}


def backward(loss: Tensor) -> None:
    """`loss.backward()` without its Python wrapper, which takes a tenth of a tiny step."""
    if _run_backward is None or type(loss) is not Tensor or loss.dim():
        torch.autograd.backward(loss)
        return
    kind = (loss.dtype, loss.device)
    one = _ones.get(kind)
    if one is None:
        one = _ones[kind] = torch.ones((), dtype=loss.dtype, device=loss.device)
    _run_backward((loss,), (one,), False, False, (), allow_unreachable=True, accumulate_grad=True)


def unlabelled_step(optimizer: Optimizer) -> Callable[[], Any]:
    """`optimizer.step` without the profiler's label around it, where nothing hooks into it.

    torch wraps every `step` in a `record_function`, which takes a tenth of a tiny step as well.
    """
    step = type(optimizer).step
    module = importlib.import_module("torch.optim.optimizer")
    hooks = (
        getattr(optimizer, "_optimizer_step_pre_hooks", True),
        getattr(optimizer, "_optimizer_step_post_hooks", True),
        getattr(module, "_global_optimizer_pre_hooks", True),
        getattr(module, "_global_optimizer_post_hooks", True),
    )
    if any(hooks) or "step" in vars(optimizer) or not getattr(step, "hooked", False):
        return optimizer.step
    return functools.partial(step.__wrapped__, optimizer)  # type: ignore[attr-defined]
