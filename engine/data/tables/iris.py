"""Iris: three species of flowers by four lengths."""

from __future__ import annotations

from collections.abc import Sequence

from engine.data.base import Dataset
from engine.data.building import table

FEATURES = ("sepal length", "sepal width", "petal length", "petal width")
CLASSES = ("setosa", "versicolor", "virginica")


def iris(*, features: Sequence[str] = FEATURES, standardise: bool = True, seed: int = 0) -> Dataset:
    """150 flowers, 50 of each species; inputs (n, features) float32, targets (n,) int64.

    `features` chooses columns: sepal length, sepal width, petal length, petal width, measured in
    cm. With `standardise` each has mean 0 and standard deviation 1 over the training split. Split
    by class into 60 % training, 20 % validation, 20 % test; the same seed gives the same split.
    Raises ConfigurationError for a column that does not exist.

    The data are those of scikit-learn's `load_iris`: R. A. Fisher, "The use of multiple
    measurements in taxonomic problems", Annals of Eugenics 7, 1936. In the UCI Machine Learning
    Repository, where they are licensed CC BY 4.0, two flowers differ from Fisher's.
    """
    import torch
    from sklearn.datasets import load_iris

    measured, labels = load_iris(return_X_y=True)
    return table(
        "iris",
        torch.as_tensor(measured),
        torch.as_tensor(labels, dtype=torch.int64),
        classes=CLASSES,
        features=FEATURES,
        chosen=features,
        standardise=standardise,
        seed=seed,
    )
