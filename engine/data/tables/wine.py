"""Wine: three growers by thirteen chemical measurements."""

from __future__ import annotations

from collections.abc import Sequence

from engine.data.base import Dataset
from engine.data.building import table

FEATURES = (
    "alcohol",
    "malic acid",
    "ash",
    "alkalinity of ash",
    "magnesium",
    "phenols",
    "flavonoids",
    "nonflavonoid phenols",
    "proanthocyanins",
    "colour intensity",
    "hue",
    "OD280/OD315",
    "proline",
)
CLASSES = ("grower 1", "grower 2", "grower 3")


def wine(*, features: Sequence[str] = FEATURES, standardise: bool = True, seed: int = 0) -> Dataset:
    """178 wines of one region; inputs (n, features) float32, targets (n,) int64: who grew it.

    `features` chooses columns. Their scales differ by a factor of a thousand (hue about 1, proline
    up to 1680): with `standardise` each has mean 0 and deviation 1 over the training split.
    Split by class into about 60 % training, 20 % validation, 20 % test; the same seed gives the
    same split. Raises ConfigurationError for a column that does not exist.

    The data are those of scikit-learn's `load_wine`: M. Forina and others, PARVUS, University of
    Genoa; S. Aeberhard and M. Forina, "Wine", UCI Machine Learning Repository, 1992, licensed
    CC BY 4.0.
    """
    import torch
    from sklearn.datasets import load_wine

    measured, labels = load_wine(return_X_y=True)
    return table(
        "wine",
        torch.as_tensor(measured),
        torch.as_tensor(labels, dtype=torch.int64),
        classes=CLASSES,
        features=FEATURES,
        chosen=features,
        standardise=standardise,
        seed=seed,
    )
