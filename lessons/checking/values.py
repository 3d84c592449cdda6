"""Plain data to bytes and back, between two processes that do not trust each other.

A value is a tree of what MessagePack knows; whatever else there is stands as a list that begins
with a letter. Arrays are kept beside the tree, as raw bytes. What comes back is made anew from
those: nothing that the other process did to a class or to PyTorch comes with it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from torch import Tensor

DEEPEST = 40
"""Levels of lists in lists."""
MOST_ITEMS = 200_000
"""Numbers, strings and lists in one value; what is larger belongs into a tensor."""
LARGEST = 64 * 1024 * 1024
"""Bytes of all arrays of one value."""
LONGEST_NUMBER = 5000
"""Bits of an integer."""

DTYPES = (
    *("float32", "float64", "float16", "bfloat16", "complex64", "complex128", "bool"),
    *("uint8", "int8", "int16", "int32", "int64"),
)

_SEVERAL = {"l": list, "t": tuple, "s": set, "f": frozenset}


class PackingError(Exception):
    """A value that cannot travel; its text says why, for a learner."""


@dataclass(frozen=True, slots=True)
class Handle:
    """An object that stays in the learner's process."""

    number: int
    kind: str
    """Name of its class."""
    shown: str
    """How it shows itself."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A value, ready to travel."""

    tree: Any
    arrays: tuple[bytes, ...] = ()


Keep = Callable[[object], Handle]
"""Keeps an object that cannot travel, and gives what stands for it."""


def pack(value: object, keep: Keep | None = None) -> Packed:
    """Take a value apart. Raises ValueProblem."""
    packer = _Packer(keep)
    return Packed(packer.tree(value, 0), tuple(packer.arrays))


def unpack(packed: Packed, find: Callable[[Handle], object] | None = None) -> Any:
    """Put a value together. Raises PackingError for whatever is not of the form above."""
    return _Unpacker(packed.arrays, find or (lambda handle: handle)).value(packed.tree, 0)


class _Packer:
    def __init__(self, keep: Keep | None) -> None:
        self.arrays: list[bytes] = []
        self._keep = keep
        self._items = 0
        self._bytes = 0

    def tree(self, value: Any, depth: int) -> Any:
        """The tree of one value."""
        self._count(depth)
        if value is None or isinstance(value, bool):
            return value
        if isinstance(value, int):
            return _packed_integer(int(value))
        if isinstance(value, float):
            return float(value)
        if isinstance(value, str):
            self._weigh(len(value))
            return str(value).encode(errors="replace").decode()
        if isinstance(value, bytes | bytearray):
            self._weigh(len(value))
            return bytes(value)
        if isinstance(value, complex):
            return ["c", value.real, value.imag]
        if isinstance(value, list | tuple | set | frozenset):
            sign = next(sign for sign, kind in _SEVERAL.items() if isinstance(value, kind))
            return [sign, [self.tree(item, depth + 1) for item in value]]
        if isinstance(value, Mapping):
            pairs = [(self.tree(k, depth + 1), self.tree(v, depth + 1)) for k, v in value.items()]
            return ["d", pairs]
        return self._special(value, depth)

    def _special(self, value: Any, depth: int) -> Any:
        import numpy as np
        import torch

        if isinstance(value, torch.Tensor):
            return self._tensor(value)
        if isinstance(value, np.ndarray | np.generic):
            tensor = torch.from_numpy(np.array(value, order="C"))
            return ["a", isinstance(value, np.generic), *self._tensor(tensor)[1:4]]
        if isinstance(value, torch.dtype):
            return ["y", str(value).removeprefix("torch.")]
        if isinstance(value, torch.device):
            return ["v", str(value)]
        if isinstance(value, slice):
            parts = (value.start, value.stop, value.step)
            return [":", [self.tree(part, depth + 1) for part in parts]]
        if isinstance(value, range):
            return ["r", [self.tree(part, depth + 1) for part in (value.start, value.stop)]]
        return self._handle(value)

    def _handle(self, value: object) -> Any:
        handle = value if isinstance(value, Handle) else None
        if handle is None and self._keep is not None:
            handle = self._keep(value)
        if handle is None:
            raise PackingError(f"A {type(value).__name__} cannot be handed over.")
        return ["h", handle.number, handle.kind, handle.shown]

    def _tensor(self, tensor: Tensor) -> list[Any]:
        import torch

        with torch._C.DisableTorchFunctionSubclass():
            bare = torch.Tensor.detach(tensor)
            self._weigh(bare.numel() * bare.element_size())
            if bare.layout != torch.strided:
                bare = bare.to_dense()
            if bare.device.type == "meta":
                raise PackingError("A tensor on the device meta has a shape, but no numbers.")
            bare = bare.cpu().resolve_conj().resolve_neg().contiguous()
            name = str(bare.dtype).removeprefix("torch.")
            if name not in DTYPES:
                raise PackingError(f"A tensor of dtype {name} cannot be handed over.")
            data = bare.reshape(-1).view(torch.uint8).numpy().tobytes()
            shape = [int(size) for size in bare.shape]
        self.arrays.append(data)
        grad = bool(tensor.requires_grad)
        return [
            "T",
            name,
            shape,
            len(self.arrays) - 1,
            grad,
            isinstance(tensor, torch.nn.Parameter),
        ]

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


def _packed_integer(value: int) -> Any:
    if -(2**63) <= value < 2**63:
        return value
    if value.bit_length() > LONGEST_NUMBER:
        raise PackingError(f"That integer has {value.bit_length()} bits.")
    return ["i", hex(value)]


class _Unpacker:
    def __init__(self, arrays: tuple[bytes, ...], find: Callable[[Handle], object]) -> None:
        self._arrays = arrays
        self._find = find
        self._items = 0
        self._used = 0

    def value(self, tree: Any, depth: int) -> Any:
        """The value of one tree."""
        self._items += 1
        if depth > DEEPEST or self._items > MOST_ITEMS:
            raise PackingError("It is nested too deeply, or has too many items.")
        if tree is None or isinstance(tree, bool | int | float | str | bytes):
            return tree
        match tree:
            case ["l" | "t" | "s" | "f" | ":" | "r" as sign, list(items)]:
                return self._several(sign, [self.value(item, depth + 1) for item in items])
            case ["d", list(pairs)]:
                return self._mapping(pairs, depth)
            case ["T" | "a", *_]:
                return self._array(tree)
            case ["h", int(number), str(kind), str(shown)]:
                return self._find(Handle(number, kind[:200], shown[:2000]))
            case [str(sign), *rest] if len(sign) == 1:
                return _single(sign, rest)
        raise _garbled()

    def _several(self, sign: str, items: list[Any]) -> Any:
        match sign, items:
            case "l", _:
                return items
            case "t", _:
                return tuple(items)
            case ":", [start, stop, step]:
                return slice(start, stop, step)
            case "r", [int(start), int(stop)]:
                return range(start, stop)
            case "s" | "f", _:
                return self._hashed(lambda: _SEVERAL[sign](items))
        raise _garbled()

    def _mapping(self, pairs: list[Any], depth: int) -> dict[Any, Any]:
        if not all(isinstance(pair, list) and len(pair) == 2 for pair in pairs):
            raise _garbled()
        found = [(self.value(k, depth + 1), self.value(v, depth + 1)) for k, v in pairs]
        mapping: dict[Any, Any] = self._hashed(lambda: dict(found))
        return mapping

    @staticmethod
    def _hashed(make: Callable[[], Any]) -> Any:
        try:
            return make()
        except TypeError as error:
            raise _garbled() from error

    def _array(self, tree: list[Any]) -> Any:
        match tree:
            case ["T", str(name), list(shape), int(place), bool(grad), bool(parameter)]:
                return _with_gradient(self._tensor(name, shape, place), grad, parameter)
            case ["a", bool(single), str(name), list(shape), int(place)] if name != "bfloat16":
                array = self._tensor(name, shape, place).numpy()
                return array[()] if single and array.ndim == 0 else array
        raise _garbled()

    def _tensor(self, name: str, shape: list[Any], place: int) -> Tensor:
        import torch

        if name not in DTYPES or len(shape) > 30 or not 0 <= place < len(self._arrays):
            raise _garbled()
        if not all(type(size) is int and 0 <= size < 2**40 for size in shape):
            raise _garbled()
        dtype: torch.dtype = getattr(torch, name)
        data = self._arrays[place]
        self._used += len(data)
        if math.prod(shape) * dtype.itemsize != len(data) or self._used > LARGEST:
            raise _garbled()
        if not data:
            return torch.empty(shape, dtype=dtype)
        raw = torch.frombuffer(bytearray(data), dtype=torch.uint8)
        # A byte that is neither 0 nor 1 is no bool, though it can be read as one.
        flat = raw != 0 if dtype is torch.bool else raw.clone().view(dtype)
        return flat.reshape(shape)


def _with_gradient(tensor: Tensor, grad: bool, parameter: bool) -> Tensor:
    import torch

    differentiable = tensor.is_floating_point() or tensor.is_complex()
    if parameter:
        return torch.nn.Parameter(tensor, requires_grad=grad and differentiable)
    return tensor.requires_grad_(grad and differentiable)


def _single(sign: str, rest: list[Any]) -> Any:
    match sign, rest:
        case "i", [str(digits)] if len(digits) < LONGEST_NUMBER // 4 + 8:
            try:
                return int(digits, 16)
            except ValueError as error:
                raise _garbled() from error
        case "c", [float(real), float(imaginary)]:
            return complex(real, imaginary)
        case "y", [str(name)]:
            return _dtype(name)
        case "v", [str(name)]:
            return _device(name)
    raise _garbled()


def _dtype(name: str) -> object:
    import torch

    found = getattr(torch, name, None) if name.isidentifier() else None
    if not isinstance(found, torch.dtype):
        raise _garbled()
    return found


def _device(name: str) -> object:
    import torch

    try:
        return torch.device(name)
    except RuntimeError as error:
        raise _garbled() from error


def _garbled() -> PackingError:
    return PackingError("It is not of a form that values have.")
