"""Puts a value together from what another process sent, and believes none of it."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from lessons.checking.values import (
    DEEPEST,
    DTYPES,
    LARGEST,
    LONGEST_NUMBER,
    MOST_ITEMS,
    MOST_KEYS,
    SEVERAL,
    Find,
    Handle,
    PackingError,
)

if TYPE_CHECKING:
    from torch import Tensor

MOST_DIMENSIONS = 30
LARGEST_DIMENSION = 2**40


class Unpacker:
    """Unpacks one value."""

    def __init__(self, arrays: tuple[bytes, ...], find: Find) -> None:
        self._arrays = arrays
        self._find = find
        self._items = 0
        self._used = 0

    def value(self, tree: Any, depth: int = 0) -> Any:
        """The value of one tree. Raises PackingError."""
        self._items += 1
        if depth > DEEPEST or self._items > MOST_ITEMS:
            raise PackingError("It is nested too deeply, or has too many items.")
        if tree is None or isinstance(tree, bool | int | float | str):
            return tree
        match tree:
            case ["l" | "t" | "s" | "f" as sign, list(items)]:
                if sign in "sf":
                    _countable(items)
                made = [self.value(item, depth + 1) for item in items]
                return made if sign == "l" else _hashed(lambda: SEVERAL[sign](made))
            case ["d", list(pairs)]:
                return self._mapping(pairs, depth)
            case ["T" | "a" | "b", *_]:
                return self._array(tree)
            case ["h", int(number), str(kind), str(shown)]:
                return self._find(Handle(number, kind[:200], shown[:2000]))
        return _single(tree)

    def _mapping(self, pairs: list[Any], depth: int) -> Any:
        _countable(pairs)
        if not all(isinstance(pair, list) and len(pair) == 2 for pair in pairs):
            raise garbled()
        found = [(self.value(k, depth + 1), self.value(v, depth + 1)) for k, v in pairs]
        return _hashed(lambda: dict(found))

    def _array(self, tree: list[Any]) -> Any:
        match tree:
            case ["b", int(place)]:
                return self._data(place)
            case ["T", str(name), list(shape), int(place), bool(grad), bool(parameter)]:
                return _with_gradient(self._tensor(name, shape, place), grad, parameter)
            case ["a", bool(single), str(name), list(shape), int(place)] if name != "bfloat16":
                array = self._tensor(name, shape, place).numpy()
                return array[()] if single and array.ndim == 0 else array
        raise garbled()

    def _data(self, place: int) -> bytes:
        """One of the arrays; those that are used again and again count each time."""
        if not 0 <= place < len(self._arrays):
            raise garbled()
        self._used += len(self._arrays[place])
        if self._used > LARGEST:
            raise garbled()
        return self._arrays[place]

    def _tensor(self, name: str, shape: list[Any], place: int) -> Tensor:
        import torch

        if name not in DTYPES or not _is_shape(shape):
            raise garbled()
        dtype: torch.dtype = getattr(torch, name)
        data = self._data(place)
        if math.prod(shape) * dtype.itemsize != len(data):
            raise garbled()
        if not data:
            return torch.empty(shape, dtype=dtype)
        raw = torch.frombuffer(bytearray(data), dtype=torch.uint8)
        # A byte that is neither 0 nor 1 is no bool, though it can be read as one.
        flat = raw != 0 if dtype is torch.bool else raw.clone().view(dtype)
        return flat.reshape(shape)


def garbled() -> PackingError:
    """What is raised where there is no value to be seen."""
    return PackingError("It is not of a form that values have.")


def _is_shape(shape: list[Any]) -> bool:
    sizes = all(type(size) is int and 0 <= size < LARGEST_DIMENSION for size in shape)
    # The product of what is beside a 0 must fit into 64 bits as well.
    return (
        sizes
        and len(shape) <= MOST_DIMENSIONS
        and math.prod(max(size, 1) for size in shape) < LARGEST_DIMENSION
    )


def _countable(keys: list[Any]) -> None:
    if len(keys) > MOST_KEYS:
        raise PackingError(f"It has more than {MOST_KEYS} keys.")


def _hashed(make: Callable[[], Any]) -> Any:
    """Keys of a mapping and items of a set have to be such."""
    try:
        return make()
    except TypeError as error:
        raise garbled() from error


def _with_gradient(tensor: Tensor, grad: bool, parameter: bool) -> Tensor:
    import torch

    grad = grad and (tensor.is_floating_point() or tensor.is_complex())
    if parameter:
        return torch.nn.Parameter(tensor, requires_grad=grad)
    return tensor.requires_grad_(grad)


def _single(tree: Any) -> Any:
    try:
        match tree:
            case ["i", str(digits)] if len(digits) < LONGEST_NUMBER // 4 + 8:
                return int(digits, 16)
            case ["c", float(real), float(imaginary)]:
                return complex(real, imaginary)
            case [":", [start, stop, step]] if _are_indices(start, stop, step):
                return slice(start, stop, step)
            case ["r", [int(start), int(stop), int(step)]]:
                return range(start, stop, step)
            case ["y", str(name)]:
                return _dtype(name)
            case ["v", str(name)]:
                return _device(name)
    except (ValueError, RuntimeError) as error:
        raise garbled() from error
    raise garbled()


def _are_indices(*parts: object) -> bool:
    return all(part is None or type(part) is int for part in parts)


def _dtype(name: str) -> object:
    import torch

    found = vars(torch).get(name)  # getattr would import modules for some names
    if not isinstance(found, torch.dtype):
        raise garbled()
    return found


def _device(name: str) -> object:
    import torch

    return torch.device(name)
