"""Takes a value apart into a tree and arrays: the way out of a process."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from lessons.checking.values import (
    DEEPEST,
    DTYPES,
    LARGEST,
    LONGEST_NUMBER,
    MOST_ITEMS,
    MOST_KEYS,
    SEVERAL,
    Handle,
    Keep,
    PackingError,
)

if TYPE_CHECKING:
    from torch import Tensor


class Packer:
    """Packs one value; counts what it takes, so that nothing grows without end."""

    def __init__(self, keep: Keep | None) -> None:
        self.arrays: list[bytes] = []
        self._keep = keep
        self._items = 0
        self._bytes = 0

    def tree(self, value: Any, depth: int = 0) -> Any:
        """The tree of one value. Raises PackingError."""
        self._count(depth)
        if value is None or isinstance(value, bool | int | float | complex):
            return _number(value)
        if isinstance(value, str | bytes | bytearray):
            return self._text(value)
        for sign, kind in SEVERAL.items():
            if isinstance(value, kind):
                assert isinstance(value, Iterable)
                items = [self.tree(item, depth + 1) for item in value]
                return [sign, items if sign in "lt" else _keys(items)]
        if isinstance(value, Mapping):
            pairs = [(self.tree(k, depth + 1), self.tree(v, depth + 1)) for k, v in value.items()]
            return ["d", _keys(pairs)]
        return self._of_torch(value) or self._of_python(value, depth)

    def _of_torch(self, value: Any) -> list[Any] | None:
        import numpy as np
        import torch

        if isinstance(value, torch.Tensor):
            return self._tensor(value)
        if isinstance(value, np.ndarray | np.generic):
            return self._array(np.array(value, order="C"), isinstance(value, np.generic))
        if isinstance(value, torch.dtype):
            return ["y", str(value).removeprefix("torch.")]
        return ["v", str(value)] if isinstance(value, torch.device) else None

    def _of_python(self, value: Any, depth: int) -> list[Any]:
        if isinstance(value, slice | range):
            parts = [self.tree(part, depth + 1) for part in (value.start, value.stop, value.step)]
            return [":" if isinstance(value, slice) else "r", parts]
        handle = value if isinstance(value, Handle) else None
        if handle is None and self._keep is not None:
            handle = self._keep(value)
        if handle is None:
            raise PackingError(f"A {type(value).__name__} cannot be handed over.")
        return ["h", handle.number, handle.kind, handle.shown]

    def _text(self, value: str | bytes | bytearray) -> str | list[Any]:
        self._weigh(len(value))
        if isinstance(value, str):
            return str(value).encode(errors="replace").decode()
        self.arrays.append(bytes(value))
        return ["b", len(self.arrays) - 1]

    def _array(self, array: Any, single: bool) -> list[Any]:
        import torch

        try:
            tensor = torch.from_numpy(array)
        except TypeError as error:
            raise PackingError(f"An array of {array.dtype} cannot be handed over.") from error
        return ["a", single, *self._tensor(tensor)[1:4]]

    def _tensor(self, tensor: Tensor) -> list[Any]:
        import torch

        with torch._C.DisableTorchFunctionSubclass():
            bare = torch.Tensor.detach(tensor)
            if bare.device.type == "meta":
                raise PackingError("A tensor on the device meta has a shape, but no numbers.")
            self._weigh(bare.numel() * bare.element_size())
            if bare.layout != torch.strided:
                bare = bare.to_dense()
            # A copy, because one number may have any stride and count as contiguous all the same.
            bare = bare.cpu().resolve_conj().resolve_neg()
            bare = bare.clone(memory_format=torch.contiguous_format)
            name = str(bare.dtype).removeprefix("torch.")
            if name not in DTYPES:
                raise PackingError(f"A tensor of dtype {name} cannot be handed over.")
            self.arrays.append(bare.reshape(-1).view(torch.uint8).numpy().tobytes())
            shape = [int(size) for size in bare.shape]
        parameter = isinstance(tensor, torch.nn.Parameter)
        grad = bool(tensor.requires_grad)
        return ["T", name, shape, len(self.arrays) - 1, grad, parameter]

    def _weigh(self, size: int) -> None:
        """Before anything is copied."""
        self._bytes += size
        if self._bytes > LARGEST:
            raise PackingError(f"That is more than {LARGEST >> 20} MiB of data.")

    def _count(self, depth: int) -> None:
        self._items += 1
        if depth > DEEPEST:
            raise PackingError("It is nested too deeply, or contains itself.")
        if self._items > MOST_ITEMS:
            raise PackingError(f"It has more than {MOST_ITEMS} items.")


def _keys(items: list[Any]) -> list[Any]:
    if len(items) > MOST_KEYS:
        raise PackingError(f"It has more than {MOST_KEYS} keys.")
    return items


def _number(value: Any) -> Any:
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, float):
        return float(value)
    if isinstance(value, complex):
        return ["c", value.real, value.imag]
    if -(2**63) <= value < 2**63:
        return int(value)
    if value.bit_length() > LONGEST_NUMBER:
        raise PackingError(f"That integer has {value.bit_length()} bits.")
    return ["i", hex(value)]
