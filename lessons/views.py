"""The views that a lab may declare: the probes whose pictures the app draws beside the plots."""

from __future__ import annotations

VIEWS = (
    "surface",
    "boundary",
    "confusion",
    "mistakes",
    "images",
    "augmented",
    "kernels",
    "samples",
    "predictions",
    "fit_curve",
    "per_class",
    "roc",
    "confidence",
    "boxes",
)
"""Names of probes, which are the names of the views."""
