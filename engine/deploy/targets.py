"""What a model can be exported to, by name."""

from __future__ import annotations

from engine.catalog import Catalog, Entry
from engine.deploy.onnx_format import OnnxExport, onnx_export
from engine.deploy.program import TorchExport, torch_export

TARGETS: Catalog[TorchExport | OnnxExport] = Catalog(
    "export target",
    Entry("torch.export", torch_export, "A graph of PyTorch operations in a .pt2 file."),
    Entry("onnx", onnx_export, "The open format that many runtimes read; needs the extra."),
)
"""Every entry is called with `model`, `inputs` and `path`, and returns its report."""
