"""Breast cancer: malignant or benign, by thirty measurements of cell nuclei."""

from __future__ import annotations

from collections.abc import Sequence

from engine.data.base import Dataset
from engine.data.building import table

_MEASURED = (
    "radius",
    "texture",
    "perimeter",
    "area",
    "smoothness",
    "compactness",
    "concavity",
    "concave points",
    "symmetry",
    "fractal dimension",
)
FEATURES = (
    *(f"mean {name}" for name in _MEASURED),
    *(f"{name} error" for name in _MEASURED),
    *(f"worst {name}" for name in _MEASURED),
)
CLASSES = ("malignant", "benign")


def breast_cancer(
    *, features: Sequence[str] = FEATURES, standardise: bool = True, seed: int = 0
) -> Dataset:
    """569 samples; inputs (n, features) float32, targets (n,) int64: 0 malignant, 1 benign.

    `features` chooses columns: of ten properties of the cell nuclei in a picture the mean, its
    standard error and the mean of the three largest ("worst"). 212 samples are malignant, 357
    benign: who always says benign is right in 63 % of the cases and misses every cancer. With
    `standardise` each column has mean 0 and standard deviation 1 over the training split. Split
    by class into about 60 % training, 20 % validation, 20 % test; the same seed gives the same
    split. Raises ConfigurationError for a column that does not exist.

    The data are those of scikit-learn's `load_breast_cancer`: W. Wolberg, O. Mangasarian,
    N. Street and W. Street, "Breast Cancer Wisconsin (Diagnostic)", UCI Machine Learning
    Repository, 1993, licensed CC BY 4.0.
    """
    import torch
    from sklearn.datasets import load_breast_cancer

    measured, labels = load_breast_cancer(return_X_y=True)
    return table(
        "breast cancer",
        torch.as_tensor(measured),
        torch.as_tensor(labels, dtype=torch.int64),
        classes=CLASSES,
        features=FEATURES,
        chosen=features,
        standardise=standardise,
        seed=seed,
    )
