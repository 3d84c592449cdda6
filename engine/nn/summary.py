"""A model layer by layer: what each one makes of its input, owns, and costs."""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor, nn

from engine.eval_mode import untouched
from engine.nn import layers as ours
from engine.nn.calls import Call, watched
from engine.nn.shapes import naming_layers

Shape = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LayerRow:
    """One call of one layer."""

    path: str
    """Where the layer stands in the model, such as `stage1_1.body`; empty for the model itself."""
    type: str
    """Name of its class."""
    settings: str
    """What it was made with, as PyTorch prints it."""
    input_shape: Shape | None
    """Of the first tensor it was given; None where there was none."""
    output_shape: Shape | None
    """Of the first tensor it returned; None for a layer that was not called."""
    call: int
    """1 for the first call of this layer, 2 for the second …; 0 where it was not called."""
    parameters: int
    """Numbers that the layer itself owns, beside those of layers within it; only in the first row
    that holds them, so that the rows of a model add up."""
    trainable: int
    """Those of them that an optimiser may change."""
    multiply_adds: int
    """Multiplications of this call that are summed up, for linear layers and convolutions; biases
    are not counted. For all the inputs given: give one, for the cost of one."""


@dataclass(frozen=True, slots=True)
class Summary:
    """The rows in the order in which layers are called; those never called stand at the end."""

    rows: tuple[LayerRow, ...]
    input_shapes: tuple[Shape, ...]
    output_shape: Shape | None
    """Of the first tensor that the model returned."""

    @property
    def parameters(self) -> int:
        """Numbers in the model; one that is shared counts once."""
        return sum(row.parameters for row in self.rows)

    @property
    def trainable(self) -> int:
        """Those that an optimiser may change."""
        return sum(row.trainable for row in self.rows)

    @property
    def multiply_adds(self) -> int:
        """Multiply-adds of all linear layers and convolutions."""
        return sum(row.multiply_adds for row in self.rows)


def summary(model: nn.Module, *inputs: Tensor) -> Summary:
    """Run the model once on these inputs, and write down what its layers do.

    Layers without others inside, and those that own parameters, have a row for each call. Products
    that a `forward` computes itself, as attention does, are not counted. Modes, buffers, gradients
    and random state stay as they are. Raises ConfigurationError where shapes do not fit.
    """
    recorder = _Recorder()
    with untouched(model), watched(model, recorder.begins, recorder.ends), naming_layers(model):
        returned = _first_tensor(model(*inputs))
    uncalled = [
        recorder.row(Call(path, layer, ()), None, 0)
        for path, layer in model.named_modules()
        if id(layer) not in recorder.calls and _owns(layer)
    ]
    return Summary(
        rows=(*recorder.rows(), *uncalled),
        input_shapes=tuple(tuple(given.shape) for given in inputs),
        output_shape=None if returned is None else tuple(returned.shape),
    )


class _Recorder:
    """Collects calls; a layer takes its place when it begins, and its row when it ends."""

    def __init__(self) -> None:
        self.calls: dict[int, int] = {}
        self._order: list[list[LayerRow]] = []
        self._open: list[list[LayerRow]] = []
        self._counted: set[int] = set()

    def begins(self, _: Call) -> None:
        place: list[LayerRow] = []
        self._order.append(place)
        self._open.append(place)

    def ends(self, call: Call, output: object) -> None:
        place = self._open.pop()
        if _owns(call.layer) or not any(True for _ in call.layer.children()):
            number = self.calls[id(call.layer)] = self.calls.get(id(call.layer), 0) + 1
            place.append(self.row(call, output, number))

    def rows(self) -> list[LayerRow]:
        return [row for place in self._order for row in place]

    def row(self, call: Call, output: object, number: int) -> LayerRow:
        own = [p for p in call.layer.parameters(recurse=False) if id(p) not in self._counted]
        self._counted.update(id(parameter) for parameter in own)
        returned = _first_tensor(output)
        return LayerRow(
            path=call.path,
            type=type(call.layer).__name__,
            settings=call.layer.extra_repr(),
            input_shape=call.shapes[0] if call.shapes else None,
            output_shape=None if returned is None else tuple(returned.shape),
            call=number,
            parameters=sum(parameter.numel() for parameter in own),
            trainable=sum(parameter.numel() for parameter in own if parameter.requires_grad),
            multiply_adds=0 if returned is None else _multiply_adds(call, returned),
        )


def _owns(layer: nn.Module) -> bool:
    return any(True for _ in layer.parameters(recurse=False))


def _first_tensor(output: object) -> Tensor | None:
    if isinstance(output, Tensor):
        return output
    if isinstance(output, dict):
        output = tuple(output.values())
    if isinstance(output, tuple | list):
        return next((found for part in output if (found := _first_tensor(part)) is not None), None)
    return None


_LINEAR = (nn.Linear, ours.Linear)
_CONVOLUTION = (nn.Conv1d, nn.Conv2d, nn.Conv3d, ours.Conv2d)
_TRANSPOSED = (nn.ConvTranspose1d, nn.ConvTranspose2d, nn.ConvTranspose3d)


def _multiply_adds(call: Call, output: Tensor) -> int:
    """Outputs times the weights that one output is made of."""
    layer = call.layer
    if isinstance(layer, _LINEAR):
        return output.numel() * layer.in_features
    if isinstance(layer, _CONVOLUTION):
        return output.numel() * layer.weight[0].numel()
    if isinstance(layer, _TRANSPOSED):  # each input is spread over outputs
        given = next(given for given in call.inputs if isinstance(given, Tensor))
        return given.numel() * layer.weight[0].numel()
    return 0
