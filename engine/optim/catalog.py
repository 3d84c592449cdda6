"""All optimisers by name, from any of three sources."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.catalog import Catalog, Entry
from engine.errors import ConfigurationError
from engine.optim import rules
from engine.optim.rules.adam import amsgrad

if TYPE_CHECKING:
    from engine.optim.base import Rule
    from engine.optim.rules import Source

optimizers: Catalog[Rule] = Catalog(
    "optimizer",
    Entry("gradient_descent", rules.GradientDescent, "one step down the slope, nothing else"),
    Entry("sgd", rules.SGD, "descent with momentum, Nesterov's look ahead, weight decay"),
    Entry("adagrad", rules.Adagrad, "a rate for every weight, which only ever falls"),
    Entry("rmsprop", rules.RMSprop, "the gradient divided by its recent size"),
    Entry("adadelta", rules.Adadelta, "steps as long as the last ones were"),
    Entry("adam", rules.Adam, "mean gradient over its recent size, decay inside the gradient"),
    Entry("amsgrad", amsgrad, "Adam whose divisor never falls"),
    Entry("adamw", rules.AdamW, "Adam with the decay beside the gradient"),
    Entry("adamax", rules.Adamax, "Adam that divides by the largest recent gradient"),
    Entry("nadam", rules.NAdam, "Adam that looks ahead as Nesterov does"),
    Entry("radam", rules.RAdam, "Adam that waits until it can trust its divisor"),
    Entry("adafactor", rules.Adafactor, "adaptive rates from the memory of a row and a column"),
    Entry("asgd", rules.ASGD, "descent with a falling rate and the mean of the path"),
    Entry("rprop", rules.Rprop, "the sign of the gradient, for whole training sets"),
    Entry("muon", rules.Muon, "hidden matrices as a whole, everything else by AdamW"),
)
"""Optimisers in the order they are taught. Settings and defaults are those of `torch.optim`."""

_REFUSED = {
    "lbfgs": "It evaluates the loss several times within one step, and a step here has one loss.",
    "sparse_adam": "It takes sparse gradients only, which no model here has.",
}


def named(name: str, source: Source = "fast", **settings: Any) -> Rule:
    """A rule by name: `named("adam", "scratch", lr=0.01)`.

    `fast` is the quickest exact means, `torch` the plain object of `torch.optim`, `scratch` our
    own to read. Raises ConfigurationError for an unknown name, source, setting or value.
    """
    if name in _REFUSED:
        raise ConfigurationError(
            "optimizer", name, "Choose one that takes a step from one gradient.", _REFUSED[name]
        )
    return optimizers.make(name, source=source, **settings)
