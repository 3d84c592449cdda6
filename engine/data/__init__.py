"""Data to learn from: real and generated, split, and the same for the same seed.

Importing this loads no torch; calling one of the functions does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from engine.data.base import Augmentation, Batch, Dataset, Examples, Order
from engine.data.diabetes import diabetes
from engine.data.digits import digits
from engine.data.moons import moons
from engine.lazy import lazy

if TYPE_CHECKING:
    from engine.data.changes.choosing import imbalanced, only_classes, sorted_by_class, subset
    from engine.data.changes.images import as_images, augmented, flattened, resized, shifted
    from engine.data.changes.label_noise import with_label_noise, with_shuffled_labels
    from engine.data.changes.one_hot import one_hot
    from engine.data.changes.scaled import min_max_scaled, normalised, standardised
    from engine.data.cross_validation import folds
    from engine.data.downloads import cifar10, fashion_mnist, mnist
    from engine.data.generated.blobs import blobs
    from engine.data.generated.circles import circles
    from engine.data.generated.imbalanced_classes import imbalanced_classes
    from engine.data.generated.line import line
    from engine.data.generated.noise import random_noise
    from engine.data.generated.polynomial import polynomial
    from engine.data.generated.ring import gaussian_ring
    from engine.data.generated.scenes import scenes
    from engine.data.generated.sine import sine
    from engine.data.generated.spirals import spirals
    from engine.data.generated.two_scales import two_scales
    from engine.data.generated.xor import xor
    from engine.data.loader import Loader, OpenLoader
    from engine.data.order import Balanced, Sequential, Sharded, Shuffled, Weighted
    from engine.data.tables.breast_cancer import breast_cancer
    from engine.data.tables.iris import iris
    from engine.data.tables.wine import wine
    from engine.data.text import (
        END,
        PAD,
        START,
        UNK,
        BucketBatches,
        PaddedBatch,
        VariableLength,
        Vocabulary,
        addition,
        characters,
        dates,
        delayed_copy,
        echo,
        marker,
        pad_batch,
        padded,
        parity,
        python_reference,
        python_reference_documents,
        recall,
        reversal,
        review_sentences,
        reviews,
        sentiment,
        which_first,
        words,
    )

__all__ = [
    "END",
    "PAD",
    "START",
    "UNK",
    "Augmentation",
    "Balanced",
    "Batch",
    "BucketBatches",
    "Dataset",
    "Examples",
    "Loader",
    "OpenLoader",
    "Order",
    "PaddedBatch",
    "Sequential",
    "Sharded",
    "Shuffled",
    "VariableLength",
    "Vocabulary",
    "Weighted",
    "addition",
    "as_images",
    "augmented",
    "blobs",
    "breast_cancer",
    "characters",
    "cifar10",
    "circles",
    "dates",
    "delayed_copy",
    "diabetes",
    "digits",
    "echo",
    "fashion_mnist",
    "flattened",
    "folds",
    "gaussian_ring",
    "imbalanced",
    "imbalanced_classes",
    "iris",
    "line",
    "marker",
    "min_max_scaled",
    "mnist",
    "moons",
    "normalised",
    "one_hot",
    "only_classes",
    "pad_batch",
    "padded",
    "parity",
    "polynomial",
    "python_reference",
    "python_reference_documents",
    "random_noise",
    "recall",
    "resized",
    "reversal",
    "review_sentences",
    "reviews",
    "scenes",
    "sentiment",
    "shifted",
    "sine",
    "sorted_by_class",
    "spirals",
    "standardised",
    "subset",
    "two_scales",
    "which_first",
    "wine",
    "with_label_noise",
    "with_shuffled_labels",
    "words",
    "xor",
]

_HOMES = {
    "Balanced": "order",
    "BucketBatches": "text",
    "END": "text",
    "Loader": "loader",
    "OpenLoader": "loader",
    "PAD": "text",
    "PaddedBatch": "text",
    "START": "text",
    "Sequential": "order",
    "Sharded": "order",
    "Shuffled": "order",
    "UNK": "text",
    "VariableLength": "text",
    "Vocabulary": "text",
    "Weighted": "order",
    "addition": "text",
    "as_images": "changes.images",
    "augmented": "changes.images",
    "blobs": "generated.blobs",
    "breast_cancer": "tables.breast_cancer",
    "characters": "text",
    "cifar10": "downloads",
    "circles": "generated.circles",
    "dates": "text",
    "delayed_copy": "text",
    "echo": "text",
    "fashion_mnist": "downloads",
    "flattened": "changes.images",
    "folds": "cross_validation",
    "gaussian_ring": "generated.ring",
    "imbalanced": "changes.choosing",
    "imbalanced_classes": "generated.imbalanced_classes",
    "iris": "tables.iris",
    "line": "generated.line",
    "marker": "text",
    "min_max_scaled": "changes.scaled",
    "mnist": "downloads",
    "normalised": "changes.scaled",
    "one_hot": "changes.one_hot",
    "only_classes": "changes.choosing",
    "pad_batch": "text",
    "padded": "text",
    "parity": "text",
    "polynomial": "generated.polynomial",
    "python_reference": "text",
    "python_reference_documents": "text",
    "random_noise": "generated.noise",
    "recall": "text",
    "resized": "changes.images",
    "reversal": "text",
    "review_sentences": "text",
    "reviews": "text",
    "scenes": "generated.scenes",
    "sentiment": "text",
    "shifted": "changes.images",
    "sine": "generated.sine",
    "sorted_by_class": "changes.choosing",
    "spirals": "generated.spirals",
    "standardised": "changes.scaled",
    "subset": "changes.choosing",
    "two_scales": "generated.two_scales",
    "which_first": "text",
    "wine": "tables.wine",
    "with_label_noise": "changes.label_noise",
    "with_shuffled_labels": "changes.label_noise",
    "words": "text",
    "xor": "generated.xor",
}

__getattr__ = lazy(__name__, _HOMES)
