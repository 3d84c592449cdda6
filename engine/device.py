"""Which device a run trains on."""

from __future__ import annotations

import torch

from engine.errors import EngineError


def resolve(name: str) -> torch.device:
    """`auto` takes the best there is; `cpu`, `cuda`, `cuda:1`, `mps` are taken at their word.

    Raises EngineError for a device that is not there.
    """
    if name == "auto":
        return torch.device(available()[0])
    kind, _, index = name.partition(":")
    if kind not in ("cpu", "cuda", "mps") or (index and not index.isdigit()):
        raise EngineError(
            f"No device is called {name!r}",
            "A device is auto, cpu, cuda, cuda:<number> or mps.",
            "Choose one of those; auto takes the best one there is.",
        )
    there = available()
    if name not in there and kind not in (entry.partition(":")[0] for entry in there):
        raise EngineError(
            f"There is no {kind} device here",
            f"torch {torch.__version__} sees: {', '.join(there)}.",
            "Use --device auto, or see what `tutor doctor` says.",
        )
    if index and name not in there:
        raise EngineError(
            f"There is no {name} here",
            f"torch sees: {', '.join(there)}.",
            "Choose one of those.",
        )
    return torch.device(name if index or kind != "cuda" else "cuda:0")


def available() -> tuple[str, ...]:
    """Devices of this machine, the best first; `cpu` is always the last."""
    cuda = tuple(f"cuda:{index}" for index in range(torch.cuda.device_count()))
    mps = ("mps",) if torch.backends.mps.is_available() else ()
    return (*cuda, *mps, "cpu")
