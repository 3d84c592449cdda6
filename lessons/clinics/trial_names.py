"""Names of all trials, for those who may not load torch."""

from __future__ import annotations

TRIALS = (
    "rerun",
    "one_batch",
    "gradient_twice",
    "layer_gradients",
    "zeros",
    "signals",
    "evaluate_twice",
    "outputs",
    "batch_sizes",
    "batch_labels",
    "shared_examples",
    "shapes",
    "neighbour_labels",
    "weights",
    "rates",
    "splits",
    "step_size",
    "shuffled_labels",
)
"""What `lessons.clinics.trials` can do."""
