"""Losses and initialisations, as far as they can be known without torch.

A test holds these tables against the catalogues.
"""

from __future__ import annotations

from engine.playground.field import Known

REGRESSION = ("mse", "mae", "huber", "smooth_l1", "rmse")
"""Made for values; of classes they compare the scores with 0 and 1."""
BINARY = ("bce_with_logits", "binary_focal")
"""One score for two classes."""
SOFT = ("kl", "soft_targets")
"""Want probabilities or a teacher's scores, which the playground makes of the labels."""

_REDUCED = (("reduction", "mean"),)
_BOTH = (("reduction", "mean"), ("source", "scratch"))

LOSSES: tuple[Known, ...] = (
    Known(name="mse", about="mean squared error: large errors count most", settings=_BOTH),
    Known(
        name="mae",
        about="mean absolute error: outliers count no more than others",
        settings=_BOTH,
    ),
    Known(
        name="huber",
        about="squared for small errors, straight for large ones",
        settings=(("delta", 1.0), *_BOTH),
    ),
    Known(
        name="smooth_l1",
        about="the absolute error with its corner rounded off",
        settings=(("beta", 1.0), *_BOTH),
    ),
    Known(
        name="rmse",
        about="root of the mean squared error, safe at zero",
        settings=(("eps", 1e-8),),
    ),
    Known(
        name="bce_with_logits",
        about="yes or no, from logits",
        settings=(("positive_weight", 1.0), *_BOTH),
    ),
    Known(
        name="cross_entropy",
        about="one of K classes, from scores",
        settings=(("label_smoothing", 0.0), *_BOTH),
    ),
    Known(
        name="smoothed_cross_entropy",
        about="cross-entropy with either label smoothing",
        settings=(("label_smoothing", 0.0), ("smoothing", "all"), *_REDUCED),
    ),
    Known(
        name="binary_focal",
        about="yes or no; easy examples stop counting",
        settings=(("gamma", 2.0), ("alpha", None), *_REDUCED),
    ),
    Known(
        name="focal",
        about="one of K classes; easy examples stop counting",
        settings=(("gamma", 2.0), *_REDUCED),
    ),
    Known(
        name="kl",
        about="how far the model is from given probabilities",
        settings=_REDUCED,
    ),
    Known(
        name="soft_targets",
        about="what a teacher thinks, at a temperature",
        settings=(("temperature", 3.0), *_REDUCED),
    ),
)
LEFT_OUT = ("weight", "ignore_index", "alpha")
"""Settings of losses that need one number for every class, or padding."""

OWN: dict[str, Known] = {
    "places": Known(
        name="token_cross_entropy", about="cross-entropy at every place that is not padding"
    ),
    "translation": Known(
        name="token_cross_entropy",
        about="cross-entropy at every place that is not padding",
        settings=(("forcing", 1.0),),
    ),
    "boxes": Known(name="detection", about="missed, imagined, misplaced and misnamed things"),
    "imitation": Known(name="reconstruction", about="squared distance from its own input"),
    "adversarial": Known(name="adversarial", about="each side's own loss, added up"),
}
"""What one step of a model computes that is not told right from wrong in one number a class."""

_GAIN = (("gain", 1.0),)
_HE = (("gain", 1.0), ("a", 0.0), ("mode", "fan_in"))
INITIALISATIONS: tuple[Known, ...] = (
    Known(name="own", about="as the model itself draws its weights"),
    Known(name="torch_default", about="uniform, ±1/√fan_in: PyTorch's own"),
    Known(name="he_normal", about="normal, √(2/fan): made for ReLU", settings=_HE),
    Known(name="he_uniform", about="uniform with the variance of he_normal", settings=_HE),
    Known(
        name="xavier_normal",
        about="normal, √(2/(fan_in + fan_out)): made for tanh",
        settings=_GAIN,
    ),
    Known(
        name="xavier_uniform", about="uniform with the variance of xavier_normal", settings=_GAIN
    ),
    Known(name="orthogonal", about="a random turn: no length changes", settings=_GAIN),
    Known(name="identity", about="every layer passes on what it gets"),
    Known(
        name="sparse",
        about="most weights 0, the others small",
        settings=(("sparsity", 0.9), ("std", 0.01)),
    ),
    Known(
        name="normal",
        about="normal, the same scale whatever the size of the layer",
        settings=(("std", 0.01),),
    ),
    Known(
        name="uniform",
        about="uniform, the same scale whatever the size of the layer",
        settings=(("low", -0.1), ("high", 0.1)),
    ),
    Known(
        name="too_large",
        about="normal with a scale that breaks deep nets",
        settings=(("std", 10.0),),
    ),
    Known(
        name="constant",
        about="all alike: all units of a layer stay alike",
        settings=(("value", 1.0),),
    ),
    Known(name="zeros", about="all 0: with biases of 0 no hidden unit ever learns"),
)
