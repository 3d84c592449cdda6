"""The model of a stored run: with its last weights, its best, or their moving average."""

from __future__ import annotations

import sys
from typing import Literal, get_args

import torch
from torch import nn

from engine.errors import ConfigurationError, EngineError, one_of
from engine.recipes import experiment_of
from engine.runs import SNAPSHOTS, RunStore
from engine.setup import build_model
from engine.travel.keeping import load
from engine.travel.snapshot import Snapshot

Which = Literal["last", "best", "average"]


def trained_model(
    store: RunStore, run: str, which: Which = "last", *, step: int | None = None
) -> nn.Module:
    """The run's model on the CPU, in eval mode, with the weights of its latest snapshot.

    `step`: those of the latest snapshot up to it. Only weights are read from the file, no code;
    the model is built by the run's recipe. Raises EngineError where there is no such run or
    snapshot, ConfigurationError where the run kept no best weights or no average.
    """
    one_of("which", which, get_args(Which))
    request = store.info(run).request
    experiment = experiment_of(request)
    model = build_model(experiment, request.seed, torch.device("cpu"))
    try:
        snapshot = load(store.folder(run) / SNAPSHOTS, sys.maxsize if step is None else step)
    except KeyError:
        raise EngineError(
            "The run has no snapshot",
            f"Run {run} was not far enough, or it was made before snapshots were kept.",
            "Run it again.",
        ) from None
    model.load_state_dict(snapshot.model)
    if which != "last":
        _replace(model, snapshot, which)
    return model.eval()


def _replace(model: nn.Module, snapshot: Snapshot, which: Which) -> None:
    """Put in the weights that a trick has kept beside those that train."""
    kept = snapshot.tricks.get(which)
    if kept is None or (which == "best" and not (kept["unplanned"] or kept["weights"])):
        field = "keep_best" if which == "best" else "average"
        raise ConfigurationError(
            "which", which, f"Use the last weights, or run it again with {field}."
        )
    if which == "best":
        model.load_state_dict((kept["unplanned"] or kept)["weights"])
        return
    tensors = (*model.parameters(), *model.buffers())
    floating = [tensor for tensor in tensors if tensor.is_floating_point()]
    with torch.no_grad():
        for tensor, mean in zip(floating, kept["means"], strict=True):
            tensor.copy_(mean)
