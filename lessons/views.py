"""The views that a lab may declare: the probes whose pictures the app draws beside the plots."""

from __future__ import annotations

ALWAYS = ("layers",)
"""Views of what every run records: each lab has them after its own, declared or not."""
VIEWS = (
    "surface",
    "boundary",
    "confusion",
    "mistakes",
    "images",
    "labels",
    "augmented",
    "kernels",
    "samples",
    "predictions",
    "fit_curve",
    "loss_curve",
    "tangent",
    "graph",
    "per_class",
    "roc",
    "confidence",
    "boxes",
    "shapes",
    "layer_norms",
    "activations",
    "weights",
    "attention",
    "embeddings",
    "matrix",
    "loss_surface",
    "profile",
    "gradient_noise",
    *ALWAYS,
)
"""Names of the views: those of the probes that see what they draw, and `ALWAYS`."""


def with_those_of_every_lab(declared: tuple[str, ...]) -> tuple[str, ...]:
    """The views of a lab: its own, then those of every lab that it has not put elsewhere."""
    return (*declared, *(view for view in ALWAYS if view not in declared))
