"""A model as a graph of PyTorch operations: `torch.export`, the successor of TorchScript.

`torch.jit.trace` and `torch.jit.script` warn in PyTorch 2.13 that they are deprecated. A trace kept
one branch of an `if` on the data, and only warned; `torch.export` refuses such a model.
"""

from __future__ import annotations

import copy
import inspect
import io
import time
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from engine import seeding
from engine.atomic import replacing
from engine.deploy.difference import Difference, answering, differences
from engine.deploy.inputs import Inputs, as_tuple, batch_axis, example, trial_batches
from engine.errors import EngineError
from engine.silence import quietly

CPU = torch.device("cpu")


@dataclass(frozen=True, slots=True, kw_only=True)
class TorchExport:
    """What `torch_export` wrote."""

    path: Path
    bytes: int
    """Size of the file, weights included."""
    operations: int
    """Calls in the graph."""
    dynamic_batch: bool
    """Whether it takes batches of other sizes than the example's."""
    seconds: float
    """What tracing took."""
    differences: tuple[Difference, ...]
    """The saved file, loaded again, against the model."""


def torch_export(
    model: nn.Module, inputs: Inputs, path: Path, *, dynamic_batch: bool = True
) -> TorchExport:
    """Write the model as a `.pt2` file through `torch.export`, load it again and compare.

    `inputs`: example tensors, (n, …) each. A copy on the CPU in eval mode is exported: mode, device
    and buffers of `model`, and the global random state, are as before. Outputs are a tensor or a
    tuple of tensors with the batch first. Raises EngineError where the model's path through its
    code depends on values, where a batch of another size does not fit it, or where the disk
    refuses. Source: the PyTorch documentation, `torch.export`.
    """
    given = as_tuple(inputs)
    with seeding.preserved(CPU), quietly():
        frozen = frozen_copy(model)
        began = time.perf_counter()
        program = traced(frozen, given, dynamic_batch=dynamic_batch)
        seconds = time.perf_counter() - began
        with replacing(path) as file:
            torch.export.save(program, file)
        again = answering(torch.export.load(path).module())
        batches = trial_batches(given, dynamic_batch=dynamic_batch)
        found = differences(answering(frozen), again, batches)
    return TorchExport(
        path=path,
        bytes=path.stat().st_size,
        operations=sum(node.op == "call_function" for node in program.graph.nodes),
        dynamic_batch=dynamic_batch,
        seconds=seconds,
        differences=found,
    )


def load_program(path: Path) -> Callable[..., Any]:
    """The exported model, ready to be called. It needs none of the model's own code.

    PyTorch reads parts of the file with pickle, which can run code: load only files you trust.
    Raises EngineError where the file is missing or is not an export.
    """
    try:
        with quietly():
            return torch.export.load(path).module()
    except Exception as error:  # torch raises zipfile's, pickle's and its own kinds
        raise EngineError(
            f"{path.name} cannot be loaded",
            f"It is missing or not a file that torch.export wrote: {error}.",
            "Export the model again.",
        ) from error


def frozen_copy(model: nn.Module) -> nn.Module:
    """A copy on the CPU in eval mode, so that nothing done to it reaches the original."""
    return copy.deepcopy(model).cpu().eval()


def traced(
    frozen: nn.Module, inputs: tuple[Tensor, ...], *, dynamic_batch: bool
) -> torch.export.ExportedProgram:
    """The model as a graph. Raises EngineError, in a learner's words, where there is none."""
    shapes = batch_axis(len(inputs), torch.export.Dim("batch")) if dynamic_batch else None
    sample = example(inputs) if dynamic_batch else inputs
    try:
        # Of a model it cannot trace, torch prints the graph so far, besides raising.
        with torch.no_grad(), redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            return torch.export.export(frozen, sample, dynamic_shapes=_of(frozen, shapes))
    except Exception as error:  # torch raises many kinds, some of them private
        raise _not_traceable(error) from error


def _of(model: nn.Module, shapes: tuple[dict[int, Any], ...] | None) -> Any:
    """`dynamic_shapes`, nested once more where forward takes its inputs as *inputs."""
    kinds = [p.kind for p in inspect.signature(model.forward).parameters.values()]
    if shapes is not None and kinds[:1] == [inspect.Parameter.VAR_POSITIONAL]:
        return (shapes,)
    return shapes


def _not_traceable(error: Exception) -> EngineError:
    text = str(error)
    if "DataDependent" in type(error).__name__ or "data-dependent" in text.lower():
        return EngineError(
            "The model cannot be exported",
            "Which way it takes through its code depends on the values it is given; a graph has "
            "one way only.",
            "Choose between values with torch.where, or between ways with torch.cond.",
            details=text,
        )
    if "batch" in text and ("specializ" in text.lower() or "constraint" in text.lower()):
        return EngineError(
            "The model takes batches of one size only",
            "Somewhere in its forward the number of samples is a fixed number.",
            "Replace that number by inputs.shape[0], or export with dynamic_batch=False.",
            details=text,
        )
    return EngineError(
        "The model cannot be exported",
        f"{type(error).__name__}: {text.splitlines()[0] if text else 'no reason given'}.",
        "Read the details; what is not a tensor operation has to leave forward.",
        details=text,
    )
