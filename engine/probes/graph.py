"""The graph that autograd goes back through, with the value and the gradient of every node."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor
from torch.overrides import TorchFunctionMode

from engine.data import Batch
from engine.errors import at_least
from engine.observations import Array, ComputationGraph
from engine.probes.apart import apart
from engine.probes.base import Scene, Still, unfit
from engine.probes.sample import training_batch
from engine.probes.twin import Twin

MOST_NODES = 64
"""Nodes of a graph that is drawn; larger ones nobody could read."""
SIGNS = {
    "add": "+",
    "sub": "-",
    "rsub": "-",
    "mul": "·",
    "div": "/",
    "truediv": "/",
    "matmul": "@",
    "pow": "^",
    "neg": "-",
}


@dataclass(frozen=True, slots=True)
class Graph:
    """Every operation of one step, on the same examples at every look.

    An operation is what the model's code calls: a whole `linear` or `mse_loss` is one node.
    """

    names: tuple[str, ...] = ()
    """What results are called, in the order in which they are computed; the others, and the last
    one, the loss, have names without it."""
    samples: int = 64
    """Training examples that it is computed for, where there are data."""
    name: str = field(default="graph", init=False)

    def __post_init__(self) -> None:
        at_least("Graph.samples", self.samples, 1)

    def start(self) -> GraphObserver:
        """Make the observer of one run."""
        return GraphObserver(self)


class GraphObserver(Still):
    """Computes the step again, on a copy of the model, and notes what is called."""

    def __init__(self, probe: Graph) -> None:
        self._names = probe.names
        self._samples = probe.samples

    def begin(self, scene: Scene) -> None:
        """Copy the model. Raises ConfigurationError where the loss is not known."""
        self._twin = Twin(scene, "Graph")
        self._batch = training_batch(scene, self._samples)

    def look(self, scene: Scene) -> ComputationGraph | None:
        """The graph now; None once the loss is no number.

        Raises ConfigurationError for a graph of too many nodes.
        """
        assert scene.loss is not None
        self._twin.follow()
        notes = Notes(_given(self._twin, self._batch))
        with apart(scene.device), torch.enable_grad():
            with notes:
                loss = scene.loss(self._twin.model, self._batch)
            return seen(loss, notes, self._names) if loss.isfinite() else None


def seen(loss: Tensor, notes: Notes, names: tuple[str, ...] = ()) -> ComputationGraph:
    """What led to the loss, and the gradient of the loss by each of it."""
    nodes = _ancestors(loss, notes)
    asked = [node.tensor for node in nodes if node.tensor.requires_grad]
    found = torch.autograd.grad(loss, asked, allow_unused=True) if asked else ()
    gradients = {id(tensor): slope for tensor, slope in zip(asked, found, strict=True)}
    places = {id(node.tensor): place for place, node in enumerate(nodes)}
    return ComputationGraph(
        names=_named(nodes, names),
        operations=tuple(node.operation for node in nodes),
        shapes=tuple(tuple(node.tensor.shape) for node in nodes),
        inputs=tuple(tuple(places[id(given)] for given in node.inputs) for node in nodes),
        values=Array.of([_figure(node.tensor) for node in nodes]),
        gradients=Array.of([_figure(gradients.get(id(node.tensor))) for node in nodes]),
    )


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """A tensor, and where it comes from. Held, so that no other one gets its id."""

    tensor: Tensor
    name: str = ""
    operation: str = ""
    inputs: tuple[Tensor, ...] = ()


class Notes(TorchFunctionMode):
    """Writes down every function of torch that is called and makes something with a gradient."""

    def __init__(self, given: Iterable[tuple[str, Tensor]]) -> None:
        super().__init__()
        self.nodes = {id(tensor): Node(tensor, name) for name, tensor in given}

    def __torch_function__(
        self,
        func: Callable[..., Any],
        types: Any,
        args: tuple[Any, ...] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> Any:
        """Call it, and remember what came out, of what."""
        made = func(*args, **(kwargs or {}))
        if isinstance(made, Tensor) and made.grad_fn is not None and id(made) not in self.nodes:
            handed = [*args, *(kwargs or {}).values()]
            inputs = tuple(one for one in handed if isinstance(one, Tensor))
            for one in inputs:
                self.nodes.setdefault(id(one), Node(one, "constant"))
            self.nodes[id(made)] = Node(made, "", _operation(func, handed), inputs)
        return made


def _given(twin: Twin, batch: Batch | None) -> list[tuple[str, Tensor]]:
    data = [] if batch is None else [("x", batch.inputs), ("y", batch.targets)]
    return [*data, *twin.model.named_parameters()]


def _operation(func: Callable[..., Any], handed: list[Any]) -> str:
    """Its sign or its name, and the power of a power."""
    name = getattr(func, "__name__", "?").strip("_")
    sign = SIGNS.get(name, name)
    numbers = [f"{one:g}" for one in handed if type(one) in (int, float)]
    return f"{sign} {numbers[0]}" if sign != name and numbers else sign


def _ancestors(loss: Tensor, notes: Notes) -> list[Node]:
    """The loss and all that it depends on, each after what it was computed from.

    Raises ConfigurationError where they are too many.
    """
    needed = {id(loss)}
    for node in reversed(notes.nodes.values()):
        if id(node.tensor) in needed:
            needed.update(id(one) for one in node.inputs)
    if len(needed) > MOST_NODES:
        raise unfit("Graph", f"at most {MOST_NODES} operations", "Use a smaller model.")
    order: dict[int, Node] = {}

    def visit(tensor: Tensor) -> None:
        if id(tensor) not in order:
            node = notes.nodes.get(id(tensor), Node(tensor, "constant"))
            for one in node.inputs:
                visit(one)
            order[id(tensor)] = node

    visit(loss)
    return list(order.values())


def _named(nodes: list[Node], names: tuple[str, ...]) -> tuple[str, ...]:
    """Given names first, then that of the operation; the loss is called so."""
    results = iter(names)
    found = [node.name or next(results, node.operation) for node in nodes[:-1]]
    return (*found, next(results, "loss"))


def _figure(tensor: Tensor | None) -> float:
    """The number in it, or its norm; nan for none."""
    if tensor is None:
        return float("nan")
    values = tensor.detach().double()
    return values.item() if values.numel() == 1 else values.norm().item()
