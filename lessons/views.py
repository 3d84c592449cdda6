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
)
"""Names of probes, which are the names of the views."""
