"""How a value is shown to a learner: short ones in full, long ones by what matters of them."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, TypeGuard

if TYPE_CHECKING:
    from torch import Tensor

_NUMBERS = 12
"""So many numbers are still read; more are summed up."""
_ENTRIES = 6
_TEXT = 60
_DEEP = 3


def describe(value: object, *, deep: int = 0) -> str:
    """The value in one line; floats to four figures."""
    if is_tensor(value):
        return _tensor(value)
    if isinstance(value, Mapping):
        return _mapping(value, deep)
    if isinstance(value, list | tuple):
        return _sequence(value, deep)
    if isinstance(value, int) and abs(value) >= 10**_TEXT:
        return "a very large whole number"
    if isinstance(value, float):
        return number(value)
    return repr(_cut(value)) if isinstance(value, str) else _cut(repr(value))


def shape_of(value: object) -> str:
    """`(3, 4) float32` for a tensor, what kind of thing it is otherwise."""
    if is_tensor(value):
        return f"{_shape(value)} {_dtype(value)}"
    if isinstance(value, list | tuple):
        return f"{type(value).__name__} of {len(value)}"
    return "None" if value is None else type(value).__name__


def number(value: float) -> str:
    """A float to four figures, so that it still is recognised as one."""
    if not math.isfinite(value):
        return str(value)
    short = f"{value:.4g}"
    return short if any(sign in short for sign in ".e") else f"{short}.0"


def is_tensor(value: object) -> TypeGuard[Tensor]:
    """Whether it is a tensor; without loading torch, for then there is none."""
    torch = sys.modules.get("torch")
    return torch is not None and isinstance(value, torch.Tensor)


def _tensor(tensor: Tensor) -> str:
    plain = tensor.detach()
    if tensor.numel() == 0:
        return f"an empty tensor {_shape(tensor)} {_dtype(tensor)}"
    if tensor.numel() <= _NUMBERS:
        return f"tensor({_nested(plain.tolist())})" if tensor.dim() else _nested(plain.tolist())
    return f"{_shape(tensor)} {_dtype(tensor)}, {_range(plain)}"


def _range(tensor: Tensor) -> str:
    if tensor.is_complex():
        return "complex numbers"
    if str(tensor.dtype) == "torch.bool":
        return f"{int(tensor.sum())} of {tensor.numel()} are True"
    finite = tensor[tensor.isfinite()] if tensor.is_floating_point() else tensor
    lost = tensor.numel() - finite.numel()
    odd = f"{lost} of {tensor.numel()} are nan or inf" if lost else ""
    if not finite.numel():
        return odd
    low, high = finite.min().item(), finite.max().item()
    spread = f"all {_nested(low)}" if low == high else f"{_nested(low)} to {_nested(high)}"
    return f"{spread}, {odd}" if odd else spread


def _nested(value: object) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_nested(entry) for entry in value)}]"
    return number(value) if isinstance(value, float) else str(value)


def _mapping(value: Mapping[object, object], deep: int) -> str:
    if deep >= _DEEP:
        return "{…}"
    entries = [
        f"{describe(key, deep=deep + 1)}: {describe(entry, deep=deep + 1)}"
        for key, entry in list(value.items())[:_ENTRIES]
    ]
    return _bracketed("{}", entries, len(value))


def _sequence(value: Sequence[object], deep: int) -> str:
    brackets = "[]" if isinstance(value, list) else "()"
    if deep >= _DEEP:
        return f"{brackets[0]}…{brackets[1]}"
    short = all(isinstance(entry, int | float) for entry in value) and len(value) <= _NUMBERS
    entries = [describe(entry, deep=deep + 1) for entry in value[: None if short else _ENTRIES]]
    if len(value) == 1 and isinstance(value, tuple):
        return f"({entries[0]},)"
    return _bracketed(brackets, entries, len(value))


def _bracketed(brackets: str, entries: list[str], count: int) -> str:
    if count > len(entries):
        entries = [*entries, f"… {count} in all"]
    return f"{brackets[0]}{', '.join(entries)}{brackets[1]}"


def _shape(tensor: Tensor) -> str:
    return str(tuple(tensor.shape))


def _dtype(tensor: Tensor) -> str:
    return str(tensor.dtype).removeprefix("torch.")


def _cut(text: str) -> str:
    return text if len(text) <= _TEXT else f"{text[: _TEXT - 1]}…"
