"""Models out: `torch.export` and ONNX, each with the difference it makes; answers timed.

Importing this loads no torch; asking for one of the names does.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from engine.deploy.difference import Difference
    from engine.deploy.onnx_format import OnnxExport, onnx_export
    from engine.deploy.program import TorchExport, load_program, torch_export
    from engine.deploy.targets import TARGETS
    from engine.deploy.timing import Latency, latency, race

__all__ = [
    "TARGETS",
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
    "TARGETS": "engine.deploy.targets",
    "Difference": "engine.deploy.difference",
    "Latency": "engine.deploy.timing",
    "OnnxExport": "engine.deploy.onnx_format",
    "TorchExport": "engine.deploy.program",
    "latency": "engine.deploy.timing",
    "load_program": "engine.deploy.program",
    "onnx_export": "engine.deploy.onnx_format",
    "race": "engine.deploy.timing",
    "torch_export": "engine.deploy.program",
}


def __getattr__(name: str) -> object:
    """Load a name when it is first asked for."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)
