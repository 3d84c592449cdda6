"""Tensors in nested lists, tuples and dicts, such as a state dict."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from torch import Tensor


def tensors(part: Any) -> Iterator[Tensor]:
    """All of them, in order."""
    if isinstance(part, Tensor):
        yield part
    elif isinstance(part, dict):
        for value in part.values():
            yield from tensors(value)
    elif isinstance(part, list | tuple):
        for value in part:
            yield from tensors(value)


def mapped(part: Any, change: Callable[[Tensor], Tensor]) -> Any:
    """The same in new containers, with `change` made to every tensor; all else is as it was."""
    if isinstance(part, Tensor):
        return change(part)
    if isinstance(part, dict):
        return {key: mapped(value, change) for key, value in part.items()}
    if isinstance(part, list | tuple):
        return type(part)(mapped(value, change) for value in part)
    return part


def copied(part: Any) -> Any:
    """The same, sharing no tensor and no container with the original."""
    return mapped(part, lambda tensor: tensor.detach().clone())
