"""Numbers that cross a process boundary."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray

LARGEST = 64 * 1024
"""Bytes of numbers in one observation at most, however large the model is."""


@dataclass(frozen=True, slots=True)
class Array:
    """Numbers that cross a process boundary: a shape and little-endian float32 bytes."""

    shape: tuple[int, ...]
    data: bytes

    @classmethod
    def of(cls, values: ArrayLike) -> Array:
        """Pack anything numpy can read."""
        import numpy as np

        packed = np.ascontiguousarray(values, dtype="<f4")
        return cls(packed.shape, packed.tobytes())

    def numpy(self) -> NDArray[np.float32]:
        """Read-only view with the original shape. Raises ValueError where bytes are missing."""
        import numpy as np

        return np.frombuffer(self.data, dtype="<f4").reshape(self.shape)

    def __len__(self) -> int:
        return self.shape[0]

    def __repr__(self) -> str:
        return f"Array(shape={self.shape})"
