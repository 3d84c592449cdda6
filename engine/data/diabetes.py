"""Progression of diabetes: a small real regression."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from engine.data.base import Dataset, Examples
from engine.data.scaling import standard
from engine.data.splits import generator, shuffled
from engine.errors import one_of

if TYPE_CHECKING:
    from torch import Tensor

FEATURES = ("age", "sex", "bmi", "bp", "s1", "s2", "s3", "s4", "s5", "s6")


def diabetes(*, features: Sequence[str] = FEATURES, seed: int = 0) -> Dataset:
    """442 patients; inputs (n, features), target (n, 1): progression a year later; float32.

    `features` chooses columns: age, sex, bmi (body mass index), bp (mean blood pressure) and
    six blood values s1 … s6. Inputs and target are standardised to mean 0 and standard deviation
    1 by the training split, so that nothing of the other two is known in training. Split into
    about 60 % training, 20 % validation, 20 % test; the same seed gives the same split. Raises
    ConfigurationError for a column that does not exist.

    The data are those of scikit-learn's `load_diabetes`, from B. Efron, T. Hastie, I. Johnstone
    and R. Tibshirani, "Least Angle Regression", Annals of Statistics 32, 2004, who published
    them with the paper.
    """
    import torch
    from sklearn.datasets import load_diabetes

    for name in features:
        one_of("diabetes.features", name, FEATURES)
    columns = [FEATURES.index(name) for name in features]
    measured, progression = load_diabetes(return_X_y=True, scaled=False)
    train, validation, test = shuffled(len(measured), generator(seed))
    inputs = standard(torch.as_tensor(measured)[:, columns], train)
    targets = standard(torch.as_tensor(progression).reshape(-1, 1), train)

    def part(chosen: Tensor) -> Examples:
        return Examples(inputs[chosen], targets[chosen])

    return Dataset("diabetes", part(train), part(validation), part(test), features=tuple(features))
