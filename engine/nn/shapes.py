"""When shapes do not fit, the error names the layer, what it got and what it needs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

import torch
from torch import Tensor, nn

from engine.errors import ConfigurationError, EngineError
from engine.eval_mode import untouched
from engine.events import Problem
from engine.nn.calls import Call, watched
from engine.nn.needs import Misfit, misfit

_ABOUT_SHAPES = re.compile(
    r"shape|size|dimension|\bdim\b|mat1|channel|broadcast|dtype|scalar type|index out of range"
    r"|values? to unpack|more than 1 value|two values|expected .* got",
    re.IGNORECASE,
)


class ShapeError(ConfigurationError):
    """A layer that cannot work with what it was given; `details` keeps PyTorch's own words."""

    def __init__(
        self, field: str, value: object, remedy: str, reason: str = "", details: str = ""
    ) -> None:
        """As in ConfigurationError; `details`: the text of the error that was raised."""
        super().__init__(field, value, remedy, reason)
        self.details = details
        told = self.problem
        self.problem = Problem(
            title=told.title, reason=told.reason, next_step=told.next_step, details=details
        )

    def __reduce__(self) -> tuple[type[ShapeError], tuple[object, ...]]:  # type: ignore[override]
        return (ShapeError, (self.field, self.value, self.remedy, self.reason, self.details))


@contextmanager
def naming_layers(model: nn.Module) -> Iterator[None]:
    """Where a layer fails inside because of a shape, raise a ShapeError that names the layer.

    For a forward that failed, to be run again, and for a check before training: the hooks that
    watch the layers are there only inside. Errors that are not about shapes or types of tensors
    pass unchanged, and so do those raised outside of all layers.
    """
    working: list[Call] = []

    def ends(call: Call, _: object) -> None:
        # A layer may have caught the error of one inside it: that one never ended.
        while working.pop().layer is not call.layer:
            continue

    try:
        with watched(model, working.append, ends):
            yield
    except EngineError:
        raise
    except (RuntimeError, ValueError, IndexError, TypeError) as error:
        if not working or isinstance(error, torch.OutOfMemoryError):
            raise
        found = misfit(working[-1])
        if found is None and not _ABOUT_SHAPES.search(str(error)):
            raise
        raise _named(working[-1], found, error) from error


def explain_shapes(model: nn.Module, *inputs: Tensor) -> None:
    """Run the model once on these inputs and leave no trace. Raises ShapeError where it fails.

    Modes, buffers and random state stay as they are; no gradients are computed.
    """
    with untouched(model), naming_layers(model):
        model(*inputs)


def _named(call: Call, found: Misfit | None, error: Exception) -> ShapeError:
    name = call.path or "the model"
    if found is None:
        got = " and ".join(str(shape) for shape in call.shapes) or "no tensor"
        found = Misfit(
            got=call.shapes[0] if len(call.shapes) == 1 else call.shapes,
            sentence=f"{name} ({type(call.layer).__name__}) got {got} and failed in its forward.",
            remedy="Compare these shapes with those its forward expects.",
        )
    return ShapeError(
        f"input of {name}", found.got, found.remedy, found.sentence, details=str(error)
    )
