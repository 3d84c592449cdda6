"""Models out: `torch.export` and ONNX, each with the difference it makes; answers timed.

Importing this loads no torch; asking for one of the names does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.lazy import lazy

if TYPE_CHECKING:
    from engine.deploy.difference import Difference
    from engine.deploy.onnx_format import OnnxExport, onnx_export
    from engine.deploy.program import TorchExport, load_program, torch_export
    from engine.deploy.timing import Latency, latency, race

__all__ = [
    "Difference",
    "Latency",
    "OnnxExport",
    "TorchExport",
    "latency",
    "load_program",
    "onnx_export",
    "race",
    "torch_export",
]

_HOMES = {
    "Difference": "difference",
    "Latency": "timing",
    "OnnxExport": "onnx_format",
    "TorchExport": "program",
    "latency": "timing",
    "load_program": "program",
    "onnx_export": "onnx_format",
    "race": "timing",
    "torch_export": "program",
}

__getattr__ = lazy(__name__, _HOMES)
