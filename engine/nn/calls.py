"""Which layer of a model is at work: told by hooks that are there only while somebody looks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from torch import Tensor, nn


@dataclass(frozen=True, slots=True, eq=False)
class Call:
    """One call of one layer."""

    path: str
    """Where the layer is first found in the model; the model itself has an empty path."""
    layer: nn.Module
    inputs: tuple[object, ...]
    """What the layer was given."""

    @property
    def shapes(self) -> tuple[tuple[int, ...], ...]:
        """The shapes of the tensors among the inputs."""
        return tuple(tuple(given.shape) for given in self.inputs if isinstance(given, Tensor))


Begins = Callable[[Call], None]
Ends = Callable[[Call, object], None]


@contextmanager
def watched(model: nn.Module, begins: Begins, ends: Ends) -> Iterator[None]:
    """Tell `begins` before and `ends` (with the output) after every call of a layer inside.

    Layers are told of by the order in which they are called; one that is used twice is told of
    twice. A call that raises never ends. The hooks are gone outside, whatever happened.
    """
    handles = []
    for path, layer in model.named_modules():
        handles += [
            layer.register_forward_pre_hook(_before(path, begins), with_kwargs=True),
            layer.register_forward_hook(_after(path, ends), with_kwargs=True),
        ]
    try:
        yield
    finally:
        for handle in handles:
            handle.remove()


def _before(path: str, begins: Begins) -> Callable[..., None]:
    def hook(layer: nn.Module, inputs: tuple[object, ...], named: dict[str, object]) -> None:
        begins(Call(path, layer, (*inputs, *named.values())))

    return hook


def _after(path: str, ends: Ends) -> Callable[..., None]:
    def hook(
        layer: nn.Module, inputs: tuple[object, ...], named: dict[str, object], output: object
    ) -> None:
        ends(Call(path, layer, (*inputs, *named.values())), output)

    return hook
