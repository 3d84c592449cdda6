"""A model as ONNX, checked, run by onnxruntime, and compared with the original."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from engine import extras, seeding
from engine.atomic import replacing
from engine.deploy.difference import Answer, Difference, answering, differences
from engine.deploy.inputs import Inputs, as_tuple, trial_batches
from engine.deploy.program import CPU, frozen_copy, traced
from engine.errors import EngineError
from engine.silence import quietly

MODULES = ("onnx", "onnxruntime", "onnxscript")


@dataclass(frozen=True, slots=True, kw_only=True)
class OnnxExport:
    """What `onnx_export` wrote."""

    path: Path
    bytes: int
    """Size of the file, weights included."""
    opset_requested: int | None
    """None: whatever torch writes by itself."""
    opset: int
    """The version of the operator set that the file really has."""
    operations: tuple[str, ...]
    """Names of the operators in the graph, in order."""
    inputs: tuple[str, ...]
    """Names under which a runtime takes the inputs."""
    outputs: tuple[str, ...]
    dynamic_batch: bool
    """Whether it takes batches of other sizes than the example's."""
    seconds: float
    """What tracing and translating took."""
    differences: tuple[Difference, ...]
    """The file, run by onnxruntime on the CPU, against the model."""


def onnx_export(
    model: nn.Module,
    inputs: Inputs,
    path: Path,
    *,
    dynamic_batch: bool = True,
    opset: int | None = None,
) -> OnnxExport:
    """Write the model as ONNX through `torch.onnx.export(dynamo=True)`, check, run and compare it.

    `inputs`: example tensors, (n, …) each. A copy on the CPU in eval mode is exported: the model
    and the global random state are as before. The exporter translates to an operator set of its
    own choice and then tries to convert; where that fails it only logs it, so `opset` of the answer
    is read from the file. Raises EngineError where the extra `onnx` is not installed, where the
    model cannot be traced or translated, or where the disk refuses. Source: the PyTorch
    documentation, `torch.onnx`.
    """
    onnx = extras.load(*MODULES, extra="onnx")
    given = as_tuple(inputs)
    with seeding.preserved(CPU), quietly():
        frozen = frozen_copy(model)
        began = time.perf_counter()
        graph = _translated(traced(frozen, given, dynamic_batch=dynamic_batch), opset)
        seconds = time.perf_counter() - began
        with replacing(path) as file:
            file.write(graph.SerializeToString())
        written = onnx.load(path)
        onnx.checker.check_model(written, full_check=True)
        batches = trial_batches(given, dynamic_batch=dynamic_batch)
        found = differences(answering(frozen), runtime(path), batches)
    return OnnxExport(
        path=path,
        bytes=path.stat().st_size,
        opset_requested=opset,
        opset=next(each.version for each in written.opset_import if not each.domain),
        operations=tuple(node.op_type for node in written.graph.node),
        inputs=tuple(each.name for each in written.graph.input),
        outputs=tuple(each.name for each in written.graph.output),
        dynamic_batch=dynamic_batch,
        seconds=seconds,
        differences=found,
    )


def runtime(path: Path) -> Answer:
    """The model in the file, run by onnxruntime on one core. Raises EngineError as above."""
    onnxruntime = extras.load("onnxruntime", extra="onnx")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 4
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    names = [each.name for each in session.get_inputs()]

    def answer(*inputs: Tensor) -> tuple[Tensor, ...]:
        arrays = [tensor.detach().cpu().numpy() for tensor in inputs]
        outputs = session.run(None, dict(zip(names, arrays, strict=True)))
        return tuple(torch.as_tensor(output) for output in outputs)

    return answer


def _translated(program: torch.export.ExportedProgram, opset: int | None) -> Any:
    """The model as ONNX's own object."""
    try:
        translated = torch.onnx.export(
            program, dynamo=True, opset_version=opset, verbose=False, external_data=False
        )
        assert translated is not None
        return translated.model_proto
    except Exception as error:  # the exporter's errors are of many kinds, most of them private
        text = str(error)
        raise EngineError(
            "The model cannot be translated to ONNX",
            f"{type(error).__name__}: {text.splitlines()[0] if text else 'no reason given'}.",
            "Look in the details for the operation that has no translation.",
            details=text,
        ) from error
