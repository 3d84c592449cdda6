"""What probes see: small frozen pictures of a model, ready to be drawn."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import ArrayLike, NDArray


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Surface:
    """Height of a loss over a plane, seen once, before training."""

    x: tuple[float, float]
    """Left and right edge."""
    y: tuple[float, float]
    """Bottom and top edge."""
    heights: Array
    """(rows, columns); row 0 is the bottom edge."""
    minimum: tuple[float, float] | None
    """Where the lowest point is, if that is known."""
    axes: tuple[str, str]
    """Names of the two coordinates."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PathPoints:
    """Where the parameters have been since the last look."""

    points: Array
    """(n, 2), oldest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Boundary:
    """What a classifier of points in the plane says, everywhere in it."""

    x: tuple[float, float]
    y: tuple[float, float]
    scores: Array
    """(rows, columns); probability of class 1; row 0 is the bottom edge."""
    points: Array
    """(n, 3): x, y, class of some training points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Confusion:
    """How often each class was taken for each other one."""

    classes: tuple[str, ...]
    counts: Array
    """(true class, predicted class)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistakes:
    """Images that the model reads wrongly, the most confident mistake first."""

    images: Array
    """(n, height, width), 0 … 1."""
    truth: tuple[str, ...]
    predicted: tuple[str, ...]
    confidence: tuple[float, ...]
    """Probability the model gave to its wrong answer."""
    wrong: int
    """Mistakes in all."""
    total: int
    """Images looked at."""


Observation = Surface | PathPoints | Boundary | Confusion | Mistakes
