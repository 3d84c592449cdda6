"""The tensors that a run trains."""

from __future__ import annotations

from torch import nn

from engine.probes.base import Scene, unfit

Trained = tuple[tuple[str, ...], tuple[nn.Parameter, ...]]
"""Names and parameters, in the order of `RunStarted.layers`."""


def trained(scene: Scene, probe: str, most: int) -> Trained:
    """The first `most` of them. Raises ConfigurationError, naming the probe, for none."""
    found = [(name, p) for name, p in scene.model.named_parameters() if p.requires_grad][:most]
    if not found:
        raise unfit(probe, "a model that is trained", "Unfreeze a layer.")
    names, parameters = zip(*found, strict=True)
    return names, parameters
