"""`torch.compile`, with words of its own where there is no compiler."""

from __future__ import annotations

import importlib
import os
import shutil
import sys

import torch
from torch import nn

from engine.errors import EngineError
from engine.silence import quietly


def compiled(model: nn.Module) -> nn.Module:
    """The model behind `torch.compile`; its weights and names stay where they are.

    The compilation happens in the first step and takes some seconds. Raises EngineError where no
    C++ compiler is found.
    """
    compiler = os.environ.get("CXX") or ("cl" if sys.platform == "win32" else "g++")
    if not any(shutil.which(name) for name in (compiler, "clang++", "c++")):
        raise EngineError(
            "There is no compiler for torch.compile",
            f"It writes C++ and needs {compiler} to translate it.",
            "Install a C++ compiler, or leave compile off: the results are the same, only slower.",
        )
    # The compiler's own modules use what torch deprecates; nobody here can change that.
    with quietly():
        importlib.import_module("torch._inductor.compile_fx")
    forward = torch.compile(model)
    assert isinstance(forward, nn.Module)
    return forward
