"""A matrix of the model as a heat map: weights, positions, embeddings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from torch import Tensor, nn

from engine.errors import at_least, one_of
from engine.observations import LARGEST, Array, Matrix
from engine.probes.apart import asking
from engine.probes.base import Scene, Still, unfit

Values = Callable[[nn.Module], Tensor]
"""model → (rows, columns)"""


@dataclass(frozen=True, slots=True)
class MatrixMap:
    """A named parameter or buffer, or whatever matrix a function computes from the model."""

    of: str | Values
    """A name as in `named_parameters` or `named_buffers`, or a function of the model."""
    most: int = 96
    """Rows and columns shown at most: the first ones."""
    name: str = field(default="matrix", init=False)

    def __post_init__(self) -> None:
        at_least("MatrixMap.most", self.most, 1)

    def start(self) -> MatrixObserver:
        """Make the observer of one run."""
        return MatrixObserver(self)


class MatrixObserver(Still):
    """Reads the same matrix at every look."""

    def __init__(self, probe: MatrixMap) -> None:
        self._of = probe.of
        self._title = called(probe.of)
        self._most = min(probe.most, int((LARGEST / 4) ** 0.5))

    def begin(self, scene: Scene) -> None:
        """Find the matrix. Raises ConfigurationError for a name that is none."""
        self._tensor: Tensor | None = None
        if isinstance(self._of, str):
            tensors = dict(scene.model.named_parameters()) | dict(scene.model.named_buffers())
            one_of("MatrixMap.of", self._of, tensors)
            self._tensor = tensors[self._of]

    def look(self, scene: Scene) -> Matrix | None:
        """The numbers now; None once they are none."""
        values = self._tensor
        if not isinstance(self._of, str):
            with asking(scene.model, scene.device):
                values = self._of(scene.model)
        assert values is not None
        values = values.detach().cpu().float()
        if values.ndim == 1:
            values = values.unsqueeze(0)
        if values.ndim != 2:
            shape = tuple(values.shape)
            raise unfit("MatrixMap", f"a matrix, not {shape}", "Name a tensor of two dimensions.")
        if not values.isfinite().all():
            return None
        shown = values[: self._most, : self._most]
        rows, columns = values.shape
        return Matrix(title=self._title, values=Array.of(shown), rows=rows, columns=columns)


def called(of: str | Values) -> str:
    """The name of a tensor, or of a function; none for a function that has none."""
    name = of if isinstance(of, str) else getattr(of, "__name__", "")
    return "" if name == "<lambda>" else name
