"""Export targets by name."""

from __future__ import annotations

from engine.catalog import Catalog, Entry
from engine.deploy.onnx_format import OnnxExport, onnx_export
from engine.deploy.program import TorchExport, torch_export

targets: Catalog[TorchExport | OnnxExport] = Catalog(
    "export target",
    Entry("torch_export", torch_export, "a graph of PyTorch operations in a .pt2 file"),
    Entry("onnx", onnx_export, "the open format that many runtimes read; needs the extra"),
)
"""Every entry is called with `model`, `inputs` and `path`, and returns its report."""
